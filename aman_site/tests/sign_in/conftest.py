"""People with a password, and the one door as they use it."""

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings
from django.test import Client

from dossiers.models import User
from dossiers.tests.factories import UserFactory

LOGIN = "/ar/account/login/"
RIGHT = "rain-on-the-ochre-walls"
WRONG = "not-this-one-at-all"
SignIn = Callable[..., Any]


@pytest.fixture
def rkia(db: None) -> User:
    """Somebody who may sign in and holds nothing."""
    return with_password(UserFactory(username="rkia"))


@pytest.fixture
def sign_in() -> SignIn:
    """Send the sign-in form from a browser nobody knows, or from the one given."""

    def send(name: str, password: str, *, client: Client | None = None, address: str = "") -> Any:
        from_there = {"REMOTE_ADDR": address} if address else {}
        browser = client or Client()
        return browser.post(LOGIN, {"login": name, "password": password}, **from_there)

    return send


def with_password(user: User, password: str = RIGHT) -> User:
    """Give a user a password they know."""
    user.choose_password(password)
    user.save()
    return user


def let_in(answer: Any) -> bool:
    """Tell whether a sign-in form opened the site."""
    return answer.status_code == 302 and "_auth_user_id" in answer.wsgi_request.session


def make_stale(client: Client) -> None:
    """Let the proofs of a session be older than what is fresh."""
    session = client.session
    for record in session[AUTHENTICATION_METHODS_SESSION_KEY]:
        record["at"] -= settings.AMAN_FRESH_SIGN_IN_S + 1
    session.save()
