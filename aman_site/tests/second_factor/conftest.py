"""A person with a right and a password, and what an app on their telephone does."""

import re
import time
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from dossiers.access.roles import Role
from dossiers.models import Unit, User
from dossiers.sharing.grants import give_role
from dossiers.tests.factories import UnitFactory, UserFactory
from dossiers.vocabulary import GrantCause

PASSWORD = "a-long-enough-password"
LOGIN, OWN, AREA = "/ar/account/login/", "/ar/account/2fa/", "/ar/dossiers/"
ADD_APP = f"{OWN}totp/activate/"
CODES = f"{OWN}recovery-codes/"
AUTHENTICATE = f"{OWN}authenticate/"
STEP_S = 30


@pytest.fixture
def centre(db: None) -> Unit:
    """The unit without a parent."""
    return UnitFactory(code="aman")


@pytest.fixture
def person(centre: Unit) -> User:
    """Somebody with a role in the archive, who has set up nothing yet."""
    user: User = UserFactory(username="rkia")
    user.choose_password(PASSWORD)
    user.save()
    give_role(folder=centre, to=user, role=Role.FINDER, cause=GrantCause.SHARING, by=None)
    user.refresh_from_db()
    return user


@pytest.fixture
def director(centre: Unit) -> User:
    """Who directs the centre."""
    user: User = UserFactory(username="director")
    give_role(folder=centre, to=user, role=Role.DIRECTOR, cause=GrantCause.SHARING, by=None)
    return user


def sign_in(client: Client, name: str = "rkia", wanted: str = "") -> Any:
    """Come through the door with the password."""
    address = f"{LOGIN}?next={wanted}" if wanted else LOGIN
    return client.post(address, {"login": name, "password": PASSWORD})


def code_of(secret: str, *, steps: int = 0) -> str:
    """Return what the app shows, by a clock that is wrong by some steps."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // STEP_S + steps))


def secret_on(page: Any) -> str:
    """Read the secret from the page that shows it."""
    groups = re.search(r'class="factor-secret"[^>]*>(.*?)</p>', page.content.decode(), re.DOTALL)
    assert groups is not None
    return "".join(re.findall(r"<span>(\w+)</span>", groups[1]))


def codes_on(page: Any) -> list[str]:
    """Read the recovery codes from the page that shows them."""
    return re.findall(r"<li>(\d{4} \d{4})</li>", page.content.decode())


def enrol_app(client: Client) -> str:
    """Set up an app in the session of this client; return its secret."""
    secret = secret_on(client.get(ADD_APP))
    answer = client.post(ADD_APP, {"code": code_of(secret)})
    assert answer.headers["Location"] == CODES
    return secret


def enrol(client: Client) -> tuple[str, list[str]]:
    """Set up an app and keep the codes; return secret and codes."""
    secret = enrol_app(client)
    codes = codes_on(client.get(CODES))
    client.post(CODES, {"kept": "on"})
    return secret, codes
