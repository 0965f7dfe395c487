"""The migration names the groups that Wagtail makes, and takes its names away again."""

import pytest
from django.contrib.auth.models import Group
from django.utils.translation import override

from tests.migrating import migrate

BEFORE = [("dossiers", "0048_group_names")]
AFTER = [("dossiers", "0049_names_of_wagtails_groups")]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("newest_step")]


def test_names_are_given_once_and_those_of_the_centre_stay() -> None:
    for name in ("Editors", "Moderators", "night"):
        Group.objects.get_or_create(name=name)
    centre = Group.objects.get(name="Moderators")
    old = migrate(BEFORE).get_model("dossiers", "GroupName")
    old.objects.all().delete()
    old.objects.create(group_id=centre.pk, name_ar="لجنة النشر")

    names = migrate(AFTER).get_model("dossiers", "GroupName")

    said = dict(names.objects.values_list("group__name", "name_ar"))
    assert said == {"Editors": "محررو الصفحات", "Moderators": "لجنة النشر"}
    with override("ar"):
        assert str(Group.objects.get(name="Editors")) == "محررو الصفحات"
    back = migrate(BEFORE).get_model("dossiers", "GroupName")
    assert list(back.objects.values_list("group__name", flat=True)) == ["Moderators"]
