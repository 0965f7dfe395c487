"""Name the two groups that Wagtail makes in the three languages; back: take those names away."""

from typing import Any

from django.db import migrations

NAMES = {
    "Editors": {"name_ar": "محررو الصفحات", "name_fr": "Rédacteurs", "name_en": "Editors"},
    "Moderators": {"name_ar": "مراجعو الصفحات", "name_fr": "Modérateurs", "name_en": "Moderators"},
}


def name_groups(apps: Any, _schema_editor: Any) -> None:
    names = apps.get_model("dossiers", "GroupName").objects
    for group in apps.get_model("auth", "Group").objects.filter(name__in=NAMES):
        names.get_or_create(group=group, defaults=NAMES[group.name])


def forget_names(apps: Any, _schema_editor: Any) -> None:
    names = apps.get_model("dossiers", "GroupName").objects
    for stored, given in NAMES.items():
        names.filter(group__name=stored, **given).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0048_group_names"),
        # It makes the groups.
        ("wagtailcore", "0002_initial_data"),
    ]

    operations = [migrations.RunPython(name_groups, forget_names)]
