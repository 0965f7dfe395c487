"""How long a session lasts, where its owner sees it, and what ends it at once."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from dossiers.access.roles import Role
from dossiers.models import JournalEntry, Session, Unit, User
from dossiers.sessions import end_sessions_of
from dossiers.sharing.grants import end_grant, give_role
from dossiers.tests.world import World
from dossiers.vocabulary import GrantCause

from .conftest import RIGHT, SignIn, with_password

HOME = "/ar/dossiers/"
IDLE = timedelta(seconds=settings.AMAN_SESSION_IDLE_S)
DAY = timedelta(seconds=settings.SESSION_COOKIE_AGE)


@pytest.fixture
def worker(world: World) -> User:
    """A social worker of the town, with a password."""
    return with_password(world.users["social_worker"])


@pytest.fixture
def inside(worker: User) -> Client:
    """A browser in which the worker is signed in."""
    return begin(worker, "Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0")


def begin(user: User, device: str) -> Client:
    """Begin a session on a device."""
    client = Client()
    client.force_login(user)
    session = client.session
    session["device"] = device
    session.save()
    return client


def is_in(client: Client) -> bool:
    """Tell whether the area opens, as a script asks that keeps nothing alive."""
    return client.get(HOME, headers={"x-aman-background": "1"}).status_code == 200


def go_back(client: Client, *, by: timedelta, day: timedelta | None = None) -> None:
    """Let a session have been used last this long ago, and have begun as long before."""
    row = Session.objects.filter(pk=client.session.session_key)
    row.update(seen_at=F("seen_at") - by, expire_date=F("expire_date") - by)
    if day:
        row.update(signed_in_at=timezone.now() - day)


@pytest.mark.parametrize(("idle", "stays"), [(IDLE, False), (IDLE - timedelta(minutes=1), True)])
def test_a_session_ends_after_a_quarter_of_an_hour_without_a_request(
    inside: Client, idle: timedelta, stays: bool
) -> None:
    go_back(inside, by=idle)

    assert is_in(inside) is stays


def test_a_request_moves_the_idle_limit(inside: Client) -> None:
    go_back(inside, by=IDLE - timedelta(minutes=1))
    inside.get(HOME)
    go_back(inside, by=timedelta(minutes=2))

    assert is_in(inside)


def test_a_script_that_asks_by_itself_moves_nothing(inside: Client) -> None:
    go_back(inside, by=IDLE - timedelta(minutes=1))
    inside.get(HOME, headers={"x-aman-background": "1"})
    inside.get(reverse("session_state"), headers={"x-aman-background": "1"})
    go_back(inside, by=timedelta(minutes=2))

    assert not is_in(inside)


def test_nothing_moves_the_absolute_limit(worker: User) -> None:
    client = Client()
    client.force_login(worker)
    session = client.session
    session["signed_in_at"] -= DAY.total_seconds() - 60
    session.save()
    assert is_in(client)
    session = client.session
    session["signed_in_at"] -= 61
    session["changed"] = True
    session.save()

    assert not is_in(client)


def test_a_change_of_the_session_does_not_renew_the_day(inside: Client) -> None:
    row = Session.objects.get(pk=inside.session.session_key)
    session = inside.session
    session["anything"] = 1
    session.save()

    again = Session.objects.get(pk=inside.session.session_key)
    assert again.signed_in_at == row.signed_in_at
    assert again.expire_date <= again.signed_in_at + DAY


def test_a_session_that_no_sign_in_began_is_over(worker: User) -> None:
    client = Client()
    client.force_login(worker)
    session = client.session
    del session["signed_in_at"]
    session.save()

    assert not is_in(client)


def change_password(user: User) -> None:
    with_password(user, "another-long-password")


def change_groups(user: User) -> None:
    user.groups.add(Group.objects.create(name="group"))


def change_group(user: User) -> None:
    group = Group.objects.get(user=user)
    group.permissions.add(Permission.objects.first())


def change_permissions(user: User) -> None:
    user.user_permissions.add(Permission.objects.first())


def close(user: User) -> None:
    user.is_active = False
    user.save(update_fields=["is_active"])


def make_superuser(user: User) -> None:
    user.is_superuser = True
    user.save()


def leave_groups(user: User) -> None:
    Group.objects.get(user=user).user_set.clear()


def give_unit(user: User) -> None:
    unit = Unit.objects.exclude(parent=None).first()
    give_role(folder=unit, to=user, role=Role.FINDER, cause=GrantCause.UNIT_DEFAULT, by=None)


def end_unit(user: User) -> None:
    end_grant(grant=user.grants.get(cause=GrantCause.UNIT_DEFAULT), by=None)


CHANGES = [change_password, change_groups, change_group, leave_groups, change_permissions]
CHANGES += [close, make_superuser, give_unit, end_unit]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_every_session_of_a_person_ends_with_a_change_of_what_they_may(
    world: World, worker: User, change: Any
) -> None:
    worker.groups.add(Group.objects.create(name="before"))
    if change is end_unit:
        give_unit(worker)
    here, there, colleague = Client(), Client(), Client()
    here.force_login(worker)
    there.force_login(worker)
    colleague.force_login(world.users["director"])

    change(User.objects.get(pk=worker.pk))

    assert not Session.objects.filter(user=worker).exists()
    assert not is_in(here)
    assert not is_in(there)
    assert is_in(colleague)
    assert JournalEntry.objects.filter(
        thing=f"user {worker.pk}", detail__verb="sessions ended"
    ).exists()


def test_a_grant_on_a_dossier_ends_no_session(world: World, inside: Client, worker: User) -> None:
    give_role(folder=world.family, to=worker, role=Role.READER, cause=GrantCause.SHARING, by=None)

    assert is_in(inside)


def test_what_changes_nothing_ends_nothing(inside: Client, worker: User) -> None:
    person = User.objects.get(pk=worker.pk)
    person.language = "fr"
    person.save()
    person.save(update_fields=["last_login"])

    assert is_in(inside)


def test_changing_ones_own_password_keeps_this_session_alone(worker: User, inside: Client) -> None:
    other = Client()
    other.force_login(worker)
    new = "three-goats-in-an-argan-tree"

    answer = inside.post(
        reverse("account_change_password"),
        {"oldpassword": RIGHT, "password1": new, "password2": new},
    )

    assert answer.status_code == 302
    assert is_in(inside)
    assert not is_in(other)


def test_a_sign_in_notes_the_device(rkia: User, sign_in: SignIn) -> None:
    browser = Client(headers={"user-agent": "a telephone"})
    sign_in("rkia", RIGHT, client=browser)

    assert Session.objects.get(user=rkia).device == "a telephone"


def test_a_request_on_its_way_brings_an_ended_session_not_back(
    inside: Client, worker: User
) -> None:
    session = inside.session
    end_sessions_of(user=worker)
    session["late"] = True
    session.save()

    assert not Session.objects.filter(user=worker).exists()
    assert not is_in(inside)


def test_ones_sessions_are_listed_with_device_and_time_and_each_can_be_ended(
    worker: User, inside: Client
) -> None:
    telephone = begin(worker, "Mozilla/5.0 (iPhone; CPU) Version/17 Safari/604.1")
    uid = Session.objects.get(pk=telephone.session.session_key).uid

    page = inside.get(reverse("own_sessions")).content.decode()
    inside.post(reverse("end_own_sessions"), {"uid": uid})

    assert "Firefox · Linux" in page
    assert "Safari · iPhone" in page
    assert telephone.session.session_key not in page
    assert not is_in(telephone)
    assert is_in(inside)


def test_nobody_ends_the_session_of_somebody_else(world: World, inside: Client) -> None:
    director = Client()
    director.force_login(world.users["director"])
    uid = Session.objects.get(pk=director.session.session_key).uid

    answer = inside.post(reverse("end_own_sessions"), {"uid": uid})

    assert answer.status_code == 404
    assert is_in(director)


def test_all_other_sessions_end_with_one_button(worker: User, inside: Client) -> None:
    others = [Client(), Client()]
    for other in others:
        other.force_login(worker)

    inside.post(reverse("end_own_sessions"))

    assert is_in(inside)
    assert not any(is_in(other) for other in others)


def test_a_script_learns_how_long_is_left_and_a_person_stays(inside: Client) -> None:
    go_back(inside, by=timedelta(minutes=13))
    asked = inside.get(reverse("session_state"), headers={"x-aman-background": "1"}).json()
    stayed = inside.post(reverse("session_state"), headers={"x-aman-background": "1"}).json()

    assert asked["left"] <= 120
    assert asked["can_stay"]
    assert stayed["left"] > 14 * 60


def test_whoever_is_not_signed_in_learns_only_that(db: None, client: Client) -> None:
    assert client.get(reverse("session_state")).json() == {"left": 0}


def test_the_session_costs_no_query_more_than_djangos(inside: Client) -> None:
    with CaptureQueriesContext(connection) as asked:
        inside.get(HOME)

    about = [query["sql"] for query in asked if "dossiers_session" in query["sql"]]
    assert len(about) == 1


def test_a_session_begun_before_the_second_step_is_nobodys_elsewhere(
    world: World, sign_in: SignIn
) -> None:
    """The person has a right and no second factor yet: outside the account they are nobody."""
    client = Client()
    director = with_password(world.users["director"])
    sign_in(director.username, RIGHT, client=client)

    assert client.get(HOME)["Location"].startswith("/ar/account/2fa/")
    assert client.get(reverse("account_change_password")).status_code == 200
    assert client.get("/ar/").wsgi_request.user.is_anonymous
