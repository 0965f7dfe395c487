"""Each deed that changes who comes in and who reads what leaves one line, whoever does it how."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ProtectedError

from dossiers.access.roles import Role
from dossiers.access.signals import access_changed
from dossiers.administration.actor import acting
from dossiers.models import Document, DocumentKind, Grant, JournalEntry, Notice, SavedSearch, User
from dossiers.sharing.grants import give_role
from dossiers.tests.world import World
from dossiers.vocabulary import GrantCause, NoticeKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines(world: World) -> Callable[[], list[tuple[str, str, int | None]]]:
    """Return what came into the journal since the town was made."""
    last = JournalEntry.objects.last()

    def since() -> list[tuple[str, str, int | None]]:
        new = JournalEntry.objects.filter(pk__gt=last.pk)
        return [(line.detail["verb"], line.thing, line.actor_id) for line in new]

    return since


def save(person: User, **values: Any) -> None:
    for name, value in values.items():
        setattr(person, name, value)
    person.save()


def save_these(person: User, **values: Any) -> None:
    for name, value in values.items():
        setattr(person, name, value)
    person.save(update_fields=list(values))


def update(person: User, **values: Any) -> None:
    User.objects.filter(pk=person.pk).update(**values)


def update_in_bulk(person: User, **values: Any) -> None:
    for name, value in values.items():
        setattr(person, name, value)
    User.objects.bulk_update([person], list(values))


@pytest.mark.parametrize("way", [save, save_these, update, update_in_bulk])
@pytest.mark.parametrize(
    ("values", "verb"),
    [
        ({"is_active": False}, "account deactivated"),
        ({"is_superuser": True}, "made administrator"),
        ({"password": "argon2$another"}, "password changed"),
        ({"username": "somebody"}, "user name changed"),
    ],
    ids=lambda value: "".join(value) if isinstance(value, dict) else "",
)
def test_change_of_an_account_is_a_line_by_every_way(
    world: World, lines, way: Callable[..., None], values: dict[str, Any], verb: str
) -> None:
    educator, director = world.users["educator"], world.users["director"]

    with acting(director):
        way(User.objects.get(pk=educator.pk), **values)

    assert lines() == [(verb, f"user {educator.pk}", director.pk)]
    told = str(JournalEntry.objects.last().detail)
    assert "argon2" not in told


def test_change_of_nothing_that_decides_is_no_line(world: World, lines) -> None:
    save(world.users["educator"], first_name="Amina")
    update(world.users["educator"], language="fr")
    save(world.users["educator"])

    assert lines() == []


def test_hash_that_is_made_anew_at_the_sign_in_is_no_new_password(
    world: World, lines, settings
) -> None:
    educator = world.users["educator"]
    educator.password = make_password("right", hasher="md5")
    educator.save()
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        *settings.PASSWORD_HASHERS,
    ]

    assert educator.check_password("right")

    educator.refresh_from_db()
    assert educator.password.startswith("pbkdf2")
    assert [verb for verb, _thing, _by in lines()] == ["password changed"]


@pytest.mark.parametrize("holder", ["user", "group"])
def test_permissions_in_the_admin_are_lines(world: World, lines, holder: str) -> None:
    group = Group.objects.create(name="Handbook")
    thing = group if holder == "group" else world.users["educator"]
    permissions = group.permissions if holder == "group" else thing.user_permissions
    right = Permission.objects.get(codename="access_admin")

    permissions.set([right])
    permissions.set([])
    permissions.add(right)
    permissions.clear()
    # From the other side.
    (right.group_set if holder == "group" else right.user_set).add(thing)

    name = f"{holder} {thing.pk}"
    given, taken = ("permissions given", name, None), ("permissions taken", name, None)
    assert lines() == [given, taken, given, taken, given]
    assert JournalEntry.objects.last().detail["permissions"] == ["access_admin"]


def test_everybody_whose_access_changes_is_named_to_who_ends_sessions(world: World) -> None:
    told: list[set[int]] = []

    def hear(*, user_ids: set[int], **_: Any) -> None:
        told.append(user_ids)

    access_changed.connect(hear)
    educator = world.users["educator"]
    group = Group.objects.create(name="Handbook")
    try:
        group.user_set.add(educator)
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        update(educator, is_active=False)
        save(educator, first_name="Amina", is_active=False)
    finally:
        access_changed.disconnect(hear)

    assert told == [{educator.pk}] * 3


class TestNothingIsDeleted:
    """Who stands in the journal stays; a grant never goes with somebody."""

    def test_person_stays(self, world: World) -> None:
        # Without a grant, a notice or a search of their own.
        for person in (world.users["web_editor"], world.users["educator"]):
            with pytest.raises(ProtectedError), transaction.atomic():
                person.delete()
            with pytest.raises(ProtectedError), transaction.atomic():
                User.objects.filter(pk=person.pk).delete()

        assert Grant.objects.filter(user=world.users["educator"]).exists()

    def test_group_and_unit_stay(self, world: World) -> None:
        group = Group.objects.create(name="Night shift")
        give_role(
            folder=world.family, to=group, role=Role.READER, cause=GrantCause.SHARING, by=None
        )

        for thing in (group, world.units["health"]):
            with pytest.raises(ProtectedError), transaction.atomic():
                thing.delete()

        assert Grant.objects.filter(group=group).exists()

    @pytest.mark.parametrize("model", [Grant, Notice, SavedSearch])
    def test_no_thing_of_a_person_goes_with_them(self, model: type) -> None:
        rules = {
            field.name: field.remote_field.on_delete.__name__
            for field in model._meta.get_fields()
            if field.is_relation and field.many_to_one and field.model is model
        }

        assert set(rules.values()) == {"PROTECT"}, rules

    def test_notice_keeps_its_dossier(self, world: World) -> None:
        director = world.users["director"]
        Notice.objects.create(recipient=director, dossier=world.family, kind=NoticeKind.RESPONSIBLE)

        with pytest.raises(ProtectedError):
            Grant.objects.filter(folder=world.family).first().folder.delete()


class TestClassOfAKind:
    """A kind becomes more open only by a director of the centre; filed papers keep their class."""

    @pytest.mark.parametrize("user", ["superuser", "supervisor", "web_editor"])
    def test_lower_class_is_refused_to_others(self, world: World, lines, user: str) -> None:
        kind = DocumentKind.objects.get(code="SA05")
        kind.paper_class = "general"

        with acting(world.users[user]), pytest.raises(PermissionDenied):
            kind.save()

        kind.refresh_from_db()
        assert kind.paper_class == "medical"
        assert lines() == []

    def test_class_beside_it_opens_to_others_too(self, world: World) -> None:
        kind = DocumentKind.objects.get(code="SC01")
        kind.paper_class = "civil"

        with acting(world.users["superuser"]), pytest.raises(PermissionDenied):
            kind.save()

    def test_director_lowers_it_and_filed_papers_keep_theirs(self, world: World, lines) -> None:
        kind, director = DocumentKind.objects.get(code="SA05"), world.users["director"]
        kind.paper_class = "general"

        with acting(director):
            kind.save()

        assert lines() == [("class of a kind changed", "kind SA05", director.pk)]
        told = JournalEntry.objects.last().detail
        assert (told["before"], told["after"], told["papers"]) == ("medical", "general", 1)
        assert Document.objects.get(pk=world.papers["medical"].pk).paper_class == "medical"

    def test_anybody_who_keeps_the_list_raises_it(self, world: World, lines) -> None:
        kind = DocumentKind.objects.get(code="SC01")
        kind.paper_class = "protection"

        with acting(world.users["superuser"]):
            kind.save()

        assert [verb for verb, _thing, _by in lines()] == ["class of a kind changed"]


def test_unit_that_is_moved_is_a_line(world: World, lines) -> None:
    health, education = world.units["health"], world.units["education"]
    health.parent = education

    with acting(world.users["director"]):
        health.save()

    assert lines() == [("unit moved", f"unit {health.pk}", world.users["director"].pk)]
    told = JournalEntry.objects.last().detail
    assert (told["was"], told["now"]) == (world.units["aman"].pk, education.pk)
