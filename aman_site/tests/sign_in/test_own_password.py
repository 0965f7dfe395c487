"""One's own password: how it may be made, typed, changed, and that it never runs out."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.password_validation import validate_password
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dossiers.models import User
from dossiers.tests.world import World

from .conftest import RIGHT, WRONG, SignIn, let_in, make_stale, with_password

NEW = "three-goats-in-an-argan-tree"
FIELD = re.compile(r'<input[^>]*name="[^"]*(?:password|again)[^"]*"[^>]*>')


def change(client: Client, old: str, new: str = NEW) -> Any:
    """Send the form that changes one's own password."""
    typed = {"oldpassword": old, "password1": new, "password2": new}
    return client.post(reverse("account_change_password"), typed)


@pytest.fixture
def inside(rkia: User) -> Client:
    """A browser in which rkia is signed in."""
    client = Client()
    client.force_login(rkia)
    return client


@pytest.mark.parametrize("old", [WRONG, "", RIGHT.upper()])
def test_a_change_without_the_present_password_is_refused(
    inside: Client, rkia: User, old: str
) -> None:
    assert change(inside, old).status_code == 200

    rkia.refresh_from_db()
    assert rkia.check_password(RIGHT)


def test_the_new_password_signs_in_and_the_old_one_does_not(
    inside: Client, rkia: User, sign_in: SignIn
) -> None:
    assert change(inside, RIGHT).status_code == 302

    assert not let_in(sign_in("rkia", RIGHT))
    assert let_in(sign_in("rkia", NEW))


@pytest.mark.parametrize("password", [" Two Words and 3 ", "كلمات من عندي وحدي", "é" * 70 + "x"])
def test_a_password_opens_only_as_it_was_typed(rkia: User, sign_in: SignIn, password: str) -> None:
    with_password(rkia, password)

    for other in (password.strip(), password.swapcase(), password[:-1], f"{password} "):
        if other != password:
            assert not let_in(sign_in("rkia", other))
    assert let_in(sign_in("rkia", password))


@pytest.mark.parametrize(
    "password", ["zellige harbour almond", "ZELLIGEHARBOUR", "749302615873", "قصبة زيتون وسوق"]
)
def test_no_kind_of_sign_is_asked_for(password: str) -> None:
    validate_password(password)


def test_passwords_do_not_run_out(rkia: User, sign_in: SignIn) -> None:
    long_ago = timezone.now() - timedelta(days=3650)
    User.objects.filter(pk=rkia.pk).update(date_joined=long_ago, last_login=long_ago)
    browser = Client()

    answer = sign_in("rkia", RIGHT, client=browser)

    assert answer["Location"] == "/ar/dossiers/"
    assert browser.get("/ar/dossiers/").status_code == 200


PAGES = ["sign-in", "change", "fresh", "one-time", "admin"]


@pytest.fixture
def page(request: pytest.FixtureRequest, world: World) -> str:
    """A page that asks for a password."""
    client = Client()
    technician = with_password(world.users["superuser"])
    if request.param == "one-time":
        technician.must_change_password = True
        technician.save()
    if request.param != "sign-in":
        client.force_login(technician)
    if request.param == "fresh":
        make_stale(client)
    address = {
        "sign-in": "account_login",
        "change": "account_change_password",
        "fresh": "mfa_activate_totp",
        "one-time": "invitation:own_password",
        "admin": "wagtailusers_users:add",
    }[request.param]
    return client.get(reverse(address)).content.decode()


@pytest.mark.parametrize("page", PAGES, indirect=True)
def test_password_fields_are_masked_and_known_to_password_managers(page: str) -> None:
    fields = FIELD.findall(page)

    assert fields
    assert all('type="password"' in field for field in fields)
    assert all(re.search(r'autocomplete="(current|new)-password"', field) for field in fields)


@pytest.mark.parametrize("page", PAGES[:-1], indirect=True)
def test_no_script_beside_a_password_hears_what_is_pasted(page: str) -> None:
    names = re.findall(r'<script[^>]* src="/static/([^"?]+)', page)
    files = [finders.find(name) for name in names]

    assert all(files)
    assert not any('"paste"' in Path(file).read_text(encoding="utf-8") for file in files)
