"""The way in by a one-time link, as a person walks it; and as somebody without a code tries it."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from dossiers.access.roles import Role
from dossiers.models import Invitation, JournalEntry, User
from dossiers.staff.actions.invitations import Link, RoleGiven, invite, renew_link
from dossiers.staff.actions.setup import Purpose, missing_accounts, offer_first_account
from dossiers.tests.browsing import signed_in
from dossiers.tests.staff.conftest import NAMES, PASSWORD
from dossiers.tests.world import World
from dossiers.vocabulary import JournalAction

pytestmark = pytest.mark.django_db

ENTER, JOIN = "/fr/account/invitation/", "/fr/account/invitation/join/"
CHOSEN = {"password": PASSWORD, "again": PASSWORD}


@pytest.fixture
def link(world: World) -> Link:
    """Return an invitation to social work."""
    roles = [RoleGiven(world.units["social_work"], Role.SOCIAL_WORKER)]
    return invite(names=NAMES, roles=roles, by=world.users["director"])


def test_without_a_code_nothing_opens(client: Client, link: Link) -> None:
    answers = [client.get(JOIN), client.post(JOIN, CHOSEN)]

    assert {answer.headers["Location"] for answer in answers} == {ENTER}
    assert not User.objects.get(username="salma").has_usable_password()


@pytest.mark.parametrize("typed", ["", "AAAA-BBBB-CCCC", "x" * 32, "#", "٠٠٠٠"])
def test_a_wrong_code_opens_nothing_and_is_noted_without_itself(
    client: Client, link: Link, typed: str
) -> None:
    answer = client.post(ENTER, {"code": typed})

    assert answer.status_code == 422
    assert client.get(JOIN).status_code == 302
    for line in JournalEntry.objects.filter(action=JournalAction.LOGIN_FAILED):
        assert line.detail == {"door": "invitation"}


def test_codes_from_one_address_are_limited_the_right_one_too(
    client: Client, link: Link, settings: object
) -> None:
    for _try in range(10):
        client.post(ENTER, {"code": "WRONG"})

    answer = client.post(ENTER, {"code": link.secret.code})
    elsewhere = Client(REMOTE_ADDR="192.0.2.7").post(ENTER, {"code": link.secret.code})

    assert answer.status_code == 422
    assert client.get(JOIN).status_code == 302
    assert elsewhere.status_code == 302


def test_a_right_code_gives_its_own_try_back_and_no_wrong_one(client: Client, link: Link) -> None:
    for _try in range(9):
        client.post(ENTER, {"code": "WRONG"})
    client.post(ENTER, {"code": link.secret.code})
    client.post(ENTER, {"code": "WRONG"})

    assert client.post(ENTER, {"code": link.secret.code}).status_code == 422


@pytest.mark.parametrize("way", ["token", "code", "spelt", "small letters", "whole link"])
def test_link_and_slip_lead_to_the_same_page_with_both_names(
    client: Client, link: Link, way: str
) -> None:
    typed = {
        "token": link.secret.token,
        "code": link.secret.code,
        "spelt": link.secret.spelt_code,
        "small letters": f" {link.secret.spelt_code.lower()} ",
        "whole link": f"https://example.org/fr/account/invitation/#{link.secret.token}",
    }[way]

    answer = client.post(ENTER, {"code": typed}, follow=True)

    page = answer.content.decode()
    assert "سلمى بنعلي" in page
    assert "Salma Benali" in page
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert typed.strip() not in page


def test_looking_uses_nothing_up(link: Link) -> None:
    for _look in range(3):
        previewer = Client()
        previewer.get(ENTER)
        previewer.post(ENTER, {"code": link.secret.token})
        previewer.get(JOIN)

    assert Invitation.objects.open().count() == 1


def test_the_password_signs_in_and_leads_to_the_second_factor(client: Client, link: Link) -> None:
    client.post(ENTER, {"code": link.secret.code})

    joined = client.post(JOIN, CHOSEN)

    assert joined.headers["Location"] == "/fr/dossiers/"
    assert "/account/2fa/" in client.get("/fr/dossiers/").headers["Location"]
    user = User.objects.get(username="salma")
    assert user.check_password(PASSWORD)
    assert user.last_login is not None
    assert JournalEntry.objects.filter(actor_id=user.pk, action=JournalAction.LOGIN).exists()
    again = Client()
    assert again.post(ENTER, {"code": link.secret.code}).status_code == 422


def test_a_new_link_for_a_forgotten_password_asks_for_the_second_factor(
    client: Client, world: World
) -> None:
    worker = world.users["social_worker"]
    TOTP.activate(worker, generate_totp_secret())
    link = renew_link(person=worker, by=world.users["director"])
    client.post(ENTER, {"code": link.secret.code})

    joined = client.post(JOIN, {"password": "tea-with-wild-thyme", "again": "tea-with-wild-thyme"})

    assert joined.headers["Location"].startswith("/fr/account/2fa/authenticate/")
    assert "_auth_user_id" not in client.session
    assert client.get("/fr/dossiers/").status_code == 302


@pytest.mark.parametrize(
    "typed",
    [
        {"password": PASSWORD, "again": "something-else-here"},
        {"password": "password", "again": "password"},
        {"password": "", "again": ""},
    ],
    ids=["twice unlike", "too common", "empty"],
)
def test_a_refused_password_leaves_the_link_good(
    client: Client, link: Link, typed: dict[str, str]
) -> None:
    client.post(ENTER, {"code": link.secret.code})

    answer = client.post(JOIN, typed)

    assert answer.status_code == 422
    assert client.post(JOIN, CHOSEN).headers["Location"] == "/fr/dossiers/"


def test_whoever_is_signed_in_tries_no_invitation(world: World, link: Link) -> None:
    client = signed_in(world.users["director"])

    page = client.get(ENTER)
    client.post(ENTER, {"code": link.secret.code})

    assert "director" in page.content.decode()
    assert client.post(JOIN, CHOSEN).headers["Location"] == ENTER
    assert Invitation.objects.open().count() == 1


def test_a_closed_account_joins_no_more(client: Client, link: Link) -> None:
    client.post(ENTER, {"code": link.secret.code})
    User.objects.filter(username="salma").update(is_active=False)

    assert client.post(JOIN, CHOSEN).headers["Location"] == ENTER
    assert not User.objects.get(username="salma").has_usable_password()


FIRST = {
    "name_arabic": "سعاد المنصوري",
    "name_latin": "Souad El Mansouri",
    "language": "ar",
    "username": "souad",
    **CHOSEN,
}


def test_set_up_link_makes_the_first_director_who_chooses_the_units(
    client: Client, world: World
) -> None:
    User.objects.filter(username="director").update(is_active=False)
    link = offer_first_account(Purpose.FIRST_DIRECTOR)
    client.post(ENTER, {"code": link.secret.token})

    arabic_in_latin = client.post(JOIN, FIRST | {"name_latin": "سعاد"})
    taken = client.post(JOIN, FIRST | {"username": "Supervisor"})
    joined = client.post(JOIN, FIRST)

    assert (arabic_in_latin.status_code, taken.status_code) == (422, 422)
    assert joined.status_code == 302
    souad = User.objects.get(username="souad")
    assert souad.chooses_units
    assert souad.has_perm("dossiers.share_here", world.units["aman"])
    assert missing_accounts() == []
    assert not Invitation.objects.open().exists()


def test_set_up_link_dies_when_somebody_of_its_kind_can_sign_in(
    client: Client, world: World
) -> None:
    User.objects.filter(username="superuser").update(is_active=False)
    link = offer_first_account(Purpose.FIRST_ADMINISTRATOR)
    client.post(ENTER, {"code": link.secret.token})
    User.objects.filter(username="superuser").update(is_active=True)

    assert client.post(JOIN, FIRST).headers["Location"] == ENTER
    assert Client().post(ENTER, {"code": link.secret.token}).status_code == 422
    assert not User.objects.filter(username="souad").exists()
