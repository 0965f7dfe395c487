"""Who saves the form of an account that was changed meanwhile is told; nothing is lost."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from dossiers.administration.forms import stamp_of
from dossiers.models import User
from dossiers.tests.world import World

pytestmark = pytest.mark.django_db


def fields_of(person: User, **changes: Any) -> dict[str, Any]:
    """What the form of an account sends, as it was opened now."""
    told = {"username": person.username, "first_name": "A", "last_name": "B"}
    return told | {"email": "a@example.org", "seen": stamp_of(person)} | changes


def save(client: Client, world: World, fields: dict[str, Any]) -> Any:
    """Send the form of the educator's account."""
    address = reverse("wagtailusers_users:edit", args=[world.users["educator"].pk])
    with override("en"):
        return client.post(address, fields, headers={"accept-language": "en"})


@pytest.fixture
def opened(technician: Client, world: World) -> dict[str, Any]:
    """What the technician's form of an account holds; then a colleague changes it."""
    person, second = world.users["educator"], world.users["moderator"]
    User.objects.filter(pk=person.pk).update(first_name="A", last_name="B")
    User.objects.filter(pk=second.pk).update(is_superuser=True, name_latin="Second Hand")
    second.refresh_from_db()
    person.refresh_from_db()
    form = technician.get(reverse("wagtailusers_users:edit", args=[person.pk])).context["form"]
    colleague = Client()
    colleague.force_login(second)
    group = Group.objects.create(name="Readers of the press")
    changes = fields_of(person, email="b@example.org", groups=[group.pk])
    assert save(colleague, world, changes).status_code == 302
    return fields_of(person, seen=form["seen"].value(), first_name="Typed")


def test_nothing_is_overwritten_and_who_changed_it_is_named(
    technician: Client, world: World, opened: dict[str, Any]
) -> None:
    answer = save(technician, world, opened)

    form, person = answer.context["form"], User.objects.get(pk=world.users["educator"].pk)
    assert answer.status_code == 200
    assert "Second Hand" in str(form.non_field_errors())
    assert "b@example.org" in str(form.errors["email"])
    assert "Readers of the press" in str(form.errors["groups"])
    assert form["first_name"].value() == "Typed"
    assert (person.email, person.first_name) == ("b@example.org", "A")
    assert person.groups.get().name == "Readers of the press"


def test_saved_again_what_was_typed_holds(
    technician: Client, world: World, opened: dict[str, Any]
) -> None:
    form = save(technician, world, opened).context["form"]

    answer = save(technician, world, opened | {"seen": form["seen"].value()})

    person = User.objects.get(pk=world.users["educator"].pk)
    assert answer.status_code == 302
    assert (person.email, person.first_name) == ("a@example.org", "Typed")


def test_account_closed_meanwhile_gets_no_group_back(technician: Client, world: World) -> None:
    person = world.users["educator"]
    group = Group.objects.create(name="Readers of the press")
    person.groups.add(group)
    fields = fields_of(person, groups=[group.pk])
    person.groups.clear()
    User.objects.filter(pk=person.pk).update(is_active=False)

    assert save(technician, world, fields).status_code == 200
    assert not person.groups.exists()


def test_form_without_its_mark_is_refused(technician: Client, world: World) -> None:
    fields = fields_of(world.users["educator"])
    del fields["seen"]

    answer = save(technician, world, fields)

    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()
