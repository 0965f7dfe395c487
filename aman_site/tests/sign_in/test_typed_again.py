"""A form whose sender was signed out comes back to them with every word, and to nobody else."""

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.test import Client
from django.urls import reverse

from dossiers.access.roles import Role
from dossiers.models import Grant, Session, User
from dossiers.tests.world import World
from dossiers.web.typed_words import OWNER

from .conftest import LOGIN, RIGHT, with_password
from .test_codes import SECRET, code_of_now

HOME = "/ar/dossiers/"
REASON = "سطر أول « ' \" >"
PLAIN = "application/x-www-form-urlencoded"
OURS = {"origin": "http://testserver"}


@pytest.fixture
def director(world: World) -> User:
    """The director, with password and second factor."""
    user = with_password(world.users["director"])
    TOTP.activate(user, SECRET)
    return user


@pytest.fixture
def address(world: World) -> str:
    """Where the dossier of the family is shared."""
    return reverse("dossiers:dossier_share", args=[world.family.uid])


@pytest.fixture
def typed(world: World, director: User, address: str) -> tuple[Client, dict[str, str]]:
    """A browser that has the form open, and the form as it was filled in."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(director)
    form = hidden_of(client.get(address))
    educator = f"u{world.users['educator'].pk}"
    return client, {
        **form,
        "holder": educator,
        "role": Role.READER,
        "reason": REASON,
        "step": "give",
    }


def send(client: Client, address: str, form: dict[str, str], **more: Any) -> Any:
    """Post a form as a browser posts one without files."""
    return client.post(address, urlencode(form), content_type=PLAIN, **more)


def hidden_of(page: Any) -> dict[str, str]:
    """Return the hidden fields of the form in the middle of a page."""
    main = page.content.decode().partition("<main")[2]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', main)
    return dict(found)


def sign_in(client: Client, user: User, page: Any, *, code: bool = True) -> Any:
    """Come through the door, from the page a lost session leads to."""
    token = hidden_of(client.get(page["Location"]))
    told = {**token, "login": user.username, "password": RIGHT}
    answer = client.post(LOGIN, told)
    if code:
        asks = client.get(answer["Location"])
        answer = client.post(answer["Location"], {**hidden_of(asks), "code": code_of_now()})
    return client.get(answer["Location"], follow=True)


def given(world: World) -> list[str]:
    """Return the reasons of what the educator was given on the family's dossier."""
    held = Grant.objects.filter(folder_id=world.family.pk, user=world.users["educator"])
    return list(held.exclude(reason="").values_list("reason", flat=True))


def test_what_was_typed_waits_for_its_owner_and_is_sent(
    typed: tuple[Client, dict[str, str]], world: World, director: User, address: str
) -> None:
    client, form = typed
    Session.objects.all().delete()

    refused = send(client, address, form)
    page = sign_in(client, director, refused)

    assert page.context["form"].url == address
    again = hidden_of(page)
    assert again["holder"] == form["holder"]
    answer = send(client, address, {**again, "reason": REASON})
    assert answer.status_code == 302
    assert given(world) == [REASON]


@pytest.mark.parametrize(
    ("language", "words"), [("ar", "ما كتبته محفوظ"), ("fr", "Ce que vous avez écrit est gardé")]
)
def test_the_sign_in_page_says_that_words_wait(
    typed: tuple[Client, dict[str, str]], address: str, language: str, words: str
) -> None:
    client, form = typed
    Session.objects.all().delete()

    door = send(client, address, form)["Location"].replace("/ar/", f"/{language}/")
    asked = Client().get(door).content.decode()
    waited = client.get(door).content.decode()

    assert words in waited
    assert words not in asked
    assert REASON not in waited


def test_nothing_typed_stands_in_an_address_a_cookie_or_the_database(
    typed: tuple[Client, dict[str, str]], address: str
) -> None:
    client, form = typed
    Session.objects.all().delete()

    refused = send(client, address, {**form, "reason": "SECRETWORD"})

    assert "SECRETWORD" not in refused["Location"] + str(client.cookies)
    [row] = Session.objects.all()
    assert "SECRETWORD" not in str(row.get_decoded())
    assert "SECRETWORD" not in client.get(refused["Location"]).content.decode()


def test_a_colleague_who_signs_in_at_the_desk_reads_nothing_and_leaves_nothing(
    typed: tuple[Client, dict[str, str]], world: World, address: str
) -> None:
    client, form = typed
    colleague = with_password(world.users["supervisor"])
    TOTP.activate(colleague, SECRET)
    Session.objects.all().delete()
    refused = send(client, address, form)

    page = sign_in(client, colleague, refused)

    assert page.status_code == 200
    assert "form" not in page.context
    assert "سطر أول" not in page.content.decode()
    assert "typed_words" not in client.session
    assert given(world) == []


def test_a_form_that_nobody_of_ours_was_shown_is_not_kept(address: str, db: None) -> None:
    client = Client()

    send(client, address, {"reason": "x", OWNER: "1:forged"})

    assert "typed_words" not in client.session


def test_a_session_that_lacks_the_second_factor_keeps_the_form_too(
    typed: tuple[Client, dict[str, str]], director: User, address: str
) -> None:
    client, form = typed
    session = client.session
    for record in list(session["account_authentication_methods"]):
        if record["method"] == "mfa":
            session["account_authentication_methods"].remove(record)
    session.save()

    asks = send(client, address, form)
    factor = client.get(asks["Location"])
    answer = client.post(asks["Location"], {**hidden_of(factor), "code": code_of_now()})
    page = client.get(answer["Location"], follow=True)

    assert page.context["form"].url == address


def test_after_a_sign_in_in_another_window_the_old_form_comes_back_whole(
    typed: tuple[Client, dict[str, str]], world: World, address: str
) -> None:
    client, form = typed
    client.cookies[settings.CSRF_COOKIE_NAME] = "a" * 32

    page = send(client, address, form, headers=OURS)

    assert page.status_code == 403
    assert "سطر أول" in page.content.decode()
    answer = send(client, address, {**hidden_of(page), "reason": REASON}, headers=OURS)
    assert answer.status_code == 302
    assert len(given(world)) == 1


@pytest.mark.parametrize("headers", [{}, {"origin": "https://elsewhere.example"}])
def test_a_form_that_is_not_proved_to_come_from_our_page_is_refused_without_its_words(
    typed: tuple[Client, dict[str, str]], address: str, headers: dict[str, str]
) -> None:
    client, form = typed
    client.cookies[settings.CSRF_COOKIE_NAME] = "a" * 32

    page = send(client, address, form, headers=headers)

    assert page.status_code == 403
    assert "سطر أول" not in page.content.decode()


def test_the_form_of_one_person_is_not_given_to_another_who_signed_in_since(
    typed: tuple[Client, dict[str, str]], world: World, address: str
) -> None:
    client, form = typed
    client.force_login(world.users["supervisor"])
    client.cookies[settings.CSRF_COOKIE_NAME] = "a" * 32

    page = send(client, address, form, headers=OURS)

    assert page.status_code == 403
    assert "سطر أول" not in page.content.decode()


def test_files_that_arrive_too_late_are_said_to_be_lost(db: None) -> None:
    client = Client()
    upload = reverse("dossiers:upload")

    answer = client.post(upload, {"papers": b"x" * 50_000, "unit": "u"})

    assert answer.status_code == 302
    page = client.get(answer["Location"])
    assert "اختر الملفات من جديد" in page.content.decode()
