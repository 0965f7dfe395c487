"""`./aman setup`: links for a place that nobody can enter, and for no other."""

import io

import pytest
from django.core.management import CommandError, call_command

from dossiers.models import Invitation, JournalEntry, User
from dossiers.tests.factories import UnitFactory, UserFactory
from dossiers.tests.world import make_world

pytestmark = pytest.mark.django_db

DIRECTOR = ["سعاد المنصوري", "Souad El Mansouri", "souad", "ar"]


def set_up(**options: object) -> str:
    out = io.StringIO()
    call_command("setup", stdout=out, site="https://aman.example", **options)
    return out.getvalue()


def test_place_that_is_not_ready_gets_no_link() -> None:
    with pytest.raises(CommandError):
        set_up()


def test_place_that_somebody_can_enter_gets_no_link() -> None:
    world = make_world()
    for name in ("director", "superuser"):
        world.users[name].choose_password("argan-oil-and-bread")
        world.users[name].save()

    with pytest.raises(CommandError):
        set_up()

    assert not Invitation.objects.exists()


def test_empty_place_gets_two_links_and_new_ones_each_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    UnitFactory(code="aman")
    monkeypatch.setattr("sys.stdin", io.StringIO())

    first, second = set_up(), set_up()

    assert first.count("https://aman.example/ar/account/invitation/#") == 2
    assert first != second
    assert Invitation.objects.open().count() == 2
    lines = JournalEntry.objects.filter(detail__verb="first account offered")
    assert lines.count() == 4
    assert not User.objects.exists()


def test_names_given_on_the_terminal_make_the_account_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    UnitFactory(code="aman")
    monkeypatch.setattr("sys.stdin", io.StringIO())

    set_up(director=DIRECTOR)
    set_up(director=DIRECTOR)

    souad = User.objects.get(username="souad")
    assert souad.chooses_units
    assert not souad.has_usable_password()
    assert souad.invitations.open().count() == 1
    with pytest.raises(CommandError):
        set_up(director=[*DIRECTOR[:3], "xx"])


def test_name_of_the_administrator_is_no_name_for_the_first_director() -> None:
    UnitFactory(code="aman")
    keeper = UserFactory(username="souad", is_superuser=True)
    keeper.choose_password("argan-oil-and-bread")
    keeper.save()

    with pytest.raises(CommandError):
        set_up(director=DIRECTOR)

    assert not Invitation.objects.exists()
