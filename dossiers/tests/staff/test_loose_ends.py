"""What the staff page shares with sign-in, sessions, second factors and the administration."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from aman_site.tests.sign_in.conftest import LOGIN, make_stale
from dossiers import rate_limits
from dossiers.access.roles import Role
from dossiers.journal import sign_in_receivers
from dossiers.models import Invitation, JournalEntry, Notice, Session, User
from dossiers.rate_limits import Limit
from dossiers.sharing.actions import share
from dossiers.staff.actions.accounts import close_account, reopen_account
from dossiers.staff.actions.invitations import RoleGiven, accept, invite, renew_link
from dossiers.tests.browsing import address, signed_in
from dossiers.tests.staff.conftest import NAMES, PASSWORD
from dossiers.tests.staff.test_passwords import by_changepassword, in_the_admin
from dossiers.tests.world import World
from dossiers.vocabulary import NoticeKind

pytestmark = pytest.mark.django_db

Lines = Callable[[User], list[tuple[str, int | None]]]


@pytest.fixture
def lines(world: World, helper: User) -> Lines:
    """Return verb and actor of what the journal tells of a person since the town was made."""
    last = JournalEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    def since(person: User) -> list[tuple[str, int | None]]:
        found = JournalEntry.objects.filter(pk__gt=last, thing=f"user {person.pk}")
        found = found.exclude(action="login")
        return [(str(line.detail.get("verb")), line.actor_id) for line in found.order_by("pk")]

    return since


def notices(kind: NoticeKind) -> list[str]:
    return sorted(Notice.objects.filter(kind=kind).values_list("recipient__username", flat=True))


def lock(person: User) -> None:
    """Guess until even the right password is refused."""
    for _ in range(9):
        Client().post(LOGIN, {"login": person.username, "password": "not-this-one-at-all"})


def gets_in(person: User) -> bool:
    browser = Client()
    browser.post(LOGIN, {"login": person.username, "password": PASSWORD})
    return "_auth_user_id" in browser.session


def test_a_locked_account_is_seen_and_unlocked_on_the_staff_page(
    world: World, helper: User, lines: Lines
) -> None:
    lock(helper)
    supervisor = signed_in(world.users["supervisor"])
    assert not gets_in(helper)
    assert supervisor.get(address("team_person", helper.pk)).context["row"].state == "locked"

    supervisor.post(address("team_unlock", helper.pk))

    assert supervisor.get(address("team_person", helper.pk)).context["row"].state == "active"
    assert gets_in(helper)
    assert lines(helper).count(("unlocked", world.users["supervisor"].pk)) == 1
    assert notices(NoticeKind.ACCOUNT_UNLOCKED) == ["director", "helper"]


def test_too_many_wrong_codes_are_seen_and_unlocked_there_too(world: World, helper: User) -> None:
    for _ in range(sign_in_receivers.CODES_LIMIT.most):
        rate_limits.take(sign_in_receivers.code_key(helper), sign_in_receivers.CODES_LIMIT)
    supervisor = signed_in(world.users["supervisor"])
    page = address("team_person", helper.pk)
    assert supervisor.get(page).context["row"].state == "locked"

    supervisor.post(address("team_unlock", helper.pk))

    assert supervisor.get(page).context["row"].state == "active"


def test_closing_is_told_once_with_what_ends_by_it(
    world: World, helper: User, lines: Lines
) -> None:
    for _browser in range(2):
        signed_in(helper)
    helper.groups.add(Group.objects.create(name="Benevoles"))
    signed_in(helper)
    by = world.users["supervisor"].pk

    close_account(person=helper, by=world.users["supervisor"])

    assert not Session.objects.filter(user=helper).exists()
    told = lines(helper)
    assert told[-3:] == [("sessions ended", by), ("left", by), ("account closed", by)]
    assert not {"account deactivated", "password changed"} & {verb for verb, _by in told}
    assert notices(NoticeKind.ACCOUNT_CLOSED) == ["director"]


def test_a_closed_administrator_is_told_as_one(world: World, lines: Lines) -> None:
    second = invite(names=NAMES, roles=[], by=world.users["superuser"]).invitation.user
    assert second is not None
    User.objects.filter(pk=second.pk).update(is_superuser=True)

    close_account(person=User.objects.get(pk=second.pk), by=world.users["superuser"])

    verbs = [verb for verb, _by in lines(second)]
    assert verbs.count("no longer administrator") == verbs.count("account closed") == 1


def test_deactivation_by_a_program_ends_sessions_and_is_one_line(
    helper: User, lines: Lines
) -> None:
    signed_in(helper)

    User.objects.filter(pk=helper.pk).update(is_active=False)

    assert not Session.objects.filter(user=helper).exists()
    verbs = [verb for verb, _by in lines(helper)]
    assert sorted(verbs) == ["account deactivated", "sessions ended"]


def test_invitation_and_its_use_are_one_line_each(world: World, lines: Lines) -> None:
    director = world.users["director"]
    link = invite(names=NAMES, roles=[], by=director)
    person = link.invitation.user
    assert person is not None

    accept(invitation=link.invitation, password=PASSWORD)

    assert lines(person) == [("invited", director.pk), ("invitation used", person.pk)]


def test_reopening_is_one_line_and_one_notice(world: World, helper: User, lines: Lines) -> None:
    supervisor, superuser = world.users["supervisor"], world.users["superuser"]
    close_account(person=helper, by=supervisor)

    reopen_account(person=helper, by=superuser)

    assert lines(helper)[-2:] == [
        ("account closed", supervisor.pk),
        ("account reopened", superuser.pk),
    ]
    assert notices(NoticeKind.ACCOUNT_REOPENED) == ["director"]
    assert notices(NoticeKind.LINK_MADE) == []


@pytest.mark.parametrize("set_password", [by_changepassword, in_the_admin])
def test_a_password_set_by_another_is_told_once(
    world: World,
    helper: User,
    lines: Lines,
    monkeypatch: pytest.MonkeyPatch,
    set_password: Callable[..., None],
) -> None:
    signed_in(helper)

    set_password(helper, world, monkeypatch)

    verbs = [verb for verb, _by in lines(helper)]
    assert sorted(verbs) == ["one-time password set", "sessions ended"]
    assert notices(NoticeKind.PASSWORD_SET) == ["director", "helper"]


def test_a_role_ends_the_sessions_of_its_holder_once(
    world: World, helper: User, lines: Lines
) -> None:
    for _browser in range(2):
        signed_in(helper)

    share(
        place=world.units["social_work"], to=helper, role=Role.READER, by=world.users["supervisor"]
    )

    assert not Session.objects.filter(user=helper).exists()
    assert [verb for verb, _by in lines(helper)].count("sessions ended") == 1


def with_link(world: World, helper: User, _monkeypatch: pytest.MonkeyPatch) -> User:
    renew_link(person=helper, by=world.users["director"])
    return helper


def invited(world: World, _helper: User, _monkeypatch: pytest.MonkeyPatch) -> User:
    roles = [RoleGiven(world.units["health"], Role.READER)]
    person = invite(names=NAMES, roles=roles, by=world.users["director"]).invitation.user
    assert person is not None
    return person


def reopened(world: World, helper: User, _monkeypatch: pytest.MonkeyPatch) -> User:
    close_account(person=helper, by=world.users["director"])
    reopen_account(person=helper, by=world.users["director"])
    return helper


def with_one_time_password(world: World, helper: User, monkeypatch: pytest.MonkeyPatch) -> User:
    in_the_admin(helper, world, monkeypatch)
    return helper


@pytest.mark.parametrize("way", [with_link, invited, reopened, with_one_time_password])
def test_who_is_let_in_may_set_up_a_first_second_factor(
    world: World, helper: User, monkeypatch: pytest.MonkeyPatch, way: Callable[..., User]
) -> None:
    long_ago = timezone.now() - timedelta(days=90)
    User.objects.filter(pk=helper.pk).update(enrol_until=long_ago, date_joined=long_ago)
    helper.refresh_from_db()

    person = User.objects.get(pk=way(world, helper, monkeypatch).pk)

    assert person.enrolment_ends_at > timezone.now() + timedelta(days=13)


@pytest.mark.parametrize(
    ("role", "leads"), [("supervisor", False), ("director", True), ("superuser", True)]
)
def test_a_lost_factor_is_asked_for_with_its_person_filled_in(
    world: World, helper: User, role: str, leads: bool
) -> None:
    client = signed_in(world.users[role])

    page = client.get(address("team_person", helper.pk))

    link = f"{address('lost_factors')}?person={helper.pk}"
    assert (link in page.content.decode()) is leads
    if leads:
        assert client.get(link).context["form"]["person"].value() == str(helper.pk)


@pytest.mark.parametrize("deed", ["team_link", "team_close", "team_unlock", "team_change"])
def test_a_desk_left_open_changes_no_account(world: World, helper: User, deed: str) -> None:
    client = signed_in(world.users["supervisor"])
    make_stale(client)

    answer = client.post(address(deed, helper.pk), {"reason": "left"})

    assert (answer.status_code, "account/fresh.html") in [
        (200, template.name) for template in answer.templates
    ]
    assert User.objects.get(pk=helper.pk).is_active
    assert not Invitation.objects.exists()


def test_codes_of_invitations_are_counted_by_connection(settings: Any) -> None:
    settings.AMAN_CODE_TRIES_PER_HOUR = 3
    answers = [
        Client().post(
            "/ar/account/invitation/", {"code": "ABCD-EFGH"}, REMOTE_ADDR=f"2001:db8::{number}"
        )
        for number in range(1, 5)
    ]

    assert [bool(answer.context["form"].non_field_errors()) for answer in answers] == [
        False,
        False,
        False,
        True,
    ]
    assert rate_limits.take("invitation 192.0.2.1", Limit(1, timedelta(hours=1)))
