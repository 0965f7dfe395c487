"""Five wrong codes in five minutes, of whatever kind, at whatever door, however many at once."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.totp.internal.auth import yield_hotp_counters_from_time as counters
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.db.models import F
from django.test import Client
from django.urls import reverse

from dossiers import rate_limits
from dossiers.journal import sign_in_receivers
from dossiers.models import JournalEntry, Notice, RateLimit, User

from .conftest import RIGHT, SignIn, make_stale, with_password

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
WRONG_CODE = "000000"
MOST = sign_in_receivers.CODES_LIMIT.most
AUTHENTICATE = "/ar/account/2fa/authenticate/"


def code_of_now() -> str:
    """Return what the app of the tests shows now."""
    return format_hotp_value(hotp_value(SECRET, next(iter(counters()))))


@pytest.fixture
def enrolled(rkia: User) -> User:
    """Somebody with an app and recovery codes."""
    TOTP.activate(rkia, SECRET)
    RecoveryCodes.activate(rkia)
    return rkia


@pytest.fixture
def half_in(enrolled: User, sign_in: SignIn) -> Client:
    """A browser that has given the password and is asked for the code."""
    browser = Client()
    answer = sign_in("rkia", RIGHT, client=browser)
    assert answer["Location"] == AUTHENTICATE
    return browser


def recovery_code(user: User) -> str:
    """Return an unused recovery code."""
    row = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES)
    return str(row.wrap().get_unused_codes()[0])


def is_in(browser: Client) -> bool:
    """Tell whether a browser is signed in."""
    return "_auth_user_id" in browser.session


def test_the_right_code_opens(half_in: Client) -> None:
    half_in.post(AUTHENTICATE, {"code": code_of_now()})

    assert is_in(half_in)


@pytest.mark.parametrize("kind", ["app", "recovery"])
def test_after_five_wrong_codes_the_right_one_of_every_kind_is_refused(
    half_in: Client, enrolled: User, kind: str
) -> None:
    for _ in range(MOST):
        half_in.post(AUTHENTICATE, {"code": WRONG_CODE})

    right = code_of_now() if kind == "app" else recovery_code(enrolled)
    half_in.post(AUTHENTICATE, {"code": right})

    assert not is_in(half_in)


def test_answers_of_a_key_and_typed_codes_count_together(half_in: Client) -> None:
    for _ in range(MOST):
        half_in.post(AUTHENTICATE, {"credential": '{"id": "nothing"}'})

    half_in.post(AUTHENTICATE, {"code": code_of_now()})

    assert not is_in(half_in)


def test_a_new_sign_in_brings_no_new_attempts(half_in: Client, sign_in: SignIn) -> None:
    for _ in range(MOST):
        half_in.post(AUTHENTICATE, {"code": WRONG_CODE})
    again = Client()
    sign_in("rkia", RIGHT, client=again)

    again.post(AUTHENTICATE, {"code": code_of_now()})

    assert not is_in(again)


def test_five_minutes_after_the_last_wrong_code_the_right_one_opens(half_in: Client) -> None:
    for _ in range(MOST):
        half_in.post(AUTHENTICATE, {"code": WRONG_CODE})
    RateLimit.objects.update(until=F("until") - timedelta(minutes=5, seconds=1))

    half_in.post(AUTHENTICATE, {"code": code_of_now()})

    assert is_in(half_in)


def test_wrong_codes_are_lines_of_the_journal_and_the_last_one_a_notice(
    half_in: Client, enrolled: User
) -> None:
    for _ in range(MOST + 1):
        half_in.post(AUTHENTICATE, {"code": WRONG_CODE})

    lines = JournalEntry.objects.filter(thing=f"user {enrolled.pk}")
    assert lines.filter(detail__verb="wrong code").count() == MOST
    assert lines.filter(detail__verb="code refused").count() == 1
    assert not any(WRONG_CODE in str(vars(line)) for line in lines)
    assert Notice.objects.filter(account=enrolled, kind="codes_locked").count() == 1


@pytest.mark.parametrize("door", ["mfa_reauthenticate", "fresh"])
def test_codes_in_a_session_are_counted_too(enrolled: User, door: str) -> None:
    inside = Client()
    inside.force_login(enrolled)
    make_stale(inside)
    send: Callable[[str], Any] = {
        "mfa_reauthenticate": lambda code: inside.post(reverse(door), {"code": code}),
        "fresh": lambda code: inside.post(
            reverse("mfa_generate_recovery_codes"),
            {"fresh-password": RIGHT, "fresh-code": code},
        ),
    }[door]
    for _ in range(MOST):
        send(WRONG_CODE)

    assert send(code_of_now()).status_code == 200
    lines = JournalEntry.objects.filter(detail__verb="wrong code")
    assert lines.count() == MOST


@pytest.mark.django_db(transaction=True)
def test_of_twenty_codes_at_once_five_are_looked_at(transactional_db: None) -> None:
    user = with_password(User.objects.create(username="many"))
    looked: list[bool] = []
    at_once = threading.Barrier(20)

    def guess() -> None:
        at_once.wait()
        looked.append(
            rate_limits.take(sign_in_receivers.code_key(user), sign_in_receivers.CODES_LIMIT)
        )
        connection.close()

    threads = [threading.Thread(target=guess) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (looked.count(True), len(looked)) == (MOST, 20)


def test_a_code_is_good_once_for_all_processes(
    enrolled: User, sign_in: SignIn, settings: Any
) -> None:
    """Two caches stand for two processes: what they share is the table alone."""
    settings.CACHES = {
        **settings.CACHES,
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "shared_cache",
        },
    }
    call_command("createcachetable", verbosity=0)
    code, opened = code_of_now(), []
    for _process in range(3):
        caches.close_all()
        browser = Client()
        sign_in("rkia", RIGHT, client=browser)
        browser.post(AUTHENTICATE, {"code": code})
        opened.append(is_in(browser))

    assert opened == [True, False, False]
