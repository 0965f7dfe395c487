"""Every form that looks at a code or at the answer of a key has one limit with all others."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.totp.internal.auth import yield_hotp_counters_from_time as counters
from django.core.cache import cache
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils.module_loading import import_string

from aman_site.second_factor.adapter import PURPOSE
from aman_site.second_factor.forms import SECRET
from aman_site.sign_in.codes import LimitedCode, LimitedKey
from dossiers import rate_limits
from dossiers.journal import sign_in_receivers
from dossiers.models import JournalEntry, User
from dossiers.storage.sealing import unseal_values
from dossiers.tests.factories import UserFactory

from .conftest import LOGIN, RIGHT, make_stale, with_password
from .software_key import SoftwareKey

MOST = sign_in_receivers.CODES_LIMIT.most
# What is registered is no guess; no key signs in without a password.
NO_GUESSES = {"add_webauthn", "edit_webauthn"}


@dataclass(frozen=True)
class Person:
    """Somebody with a key and recovery codes, who has no app yet."""

    user: User
    key: SoftwareKey

    def recovery_code(self) -> str:
        """Return an unused recovery code."""
        row = Authenticator.objects.get(user=self.user, type=Authenticator.Type.RECOVERY_CODES)
        return str(row.wrap().get_unused_codes()[0])


def make_person() -> Person:
    user, key = with_password(UserFactory(username="rkia")), SoftwareKey()
    key.belong_to(user)
    RecoveryCodes.activate(user)
    return Person(user, key)


@pytest.fixture
def person(db: None) -> Person:
    return make_person()


def half_in(_person: Person) -> Client:
    """A browser that has given the password."""
    browser = Client()
    browser.post(LOGIN, {"login": "rkia", "password": RIGHT})
    return browser


def stale(person: Person) -> Client:
    """A browser whose proofs are old."""
    browser = inside(person)
    make_stale(browser)
    return browser


def inside(person: Person) -> Client:
    """A browser that has just signed in."""
    browser = Client()
    browser.force_login(person.user)
    return browser


def app_code(_person: Person, browser: Client) -> str:
    """The code of the app that is being set up in this session."""
    secret = str(unseal_values(browser.session[SECRET], purpose=PURPOSE, max_age_s=60))
    return format_hotp_value(hotp_value(secret, next(iter(counters()))))


def typed(person: Person, _browser: Client) -> str:
    return person.recovery_code()


def touched(person: Person, browser: Client) -> str:
    return person.key.answer(browser)


@dataclass(frozen=True)
class Door:
    """A form: its address, the field of the guess, who stands before it, what is right there."""

    page: str
    field: str
    browser_of: Callable[[Person], Client]
    right: Callable[[Person, Client], str]

    def open_page(self, person: Person) -> Client:
        """Return a browser that looks at the page."""
        browser = self.browser_of(person)
        browser.get(reverse(self.page))
        return browser

    def opens(self, browser: Client, guess: str) -> bool:
        """Send the form; tell whether it was taken."""
        told = {self.field: guess} | ({"fresh-password": RIGHT} if "fresh" in self.field else {})
        answer = browser.post(reverse(self.page), told)
        # allauth leads from a wrong answer of a key to the sign-in page.
        return answer.status_code == 302 and answer.headers["Location"] != LOGIN

    def wrong(self, browser: Client) -> str:
        """Return a wrong guess: digits, or the answer of a key that nobody registered."""
        return SoftwareKey().answer(browser) if "credential" in self.field else "000000"


DOORS = {
    "sign-in, code": Door("mfa_authenticate", "code", half_in, typed),
    "sign-in, key": Door("mfa_authenticate", "credential", half_in, touched),
    "again, code": Door("mfa_reauthenticate", "code", stale, typed),
    "again, key": Door("mfa_reauthenticate_webauthn", "credential", stale, touched),
    "fresh, code": Door("mfa_generate_recovery_codes", "fresh-code", stale, typed),
    "fresh, key": Door("mfa_generate_recovery_codes", "fresh-credential", stale, touched),
    "new app": Door("mfa_activate_totp", "code", inside, app_code),
}
every_door = pytest.mark.parametrize("door", DOORS.values(), ids=DOORS)


@every_door
def test_right_one_opens(person: Person, door: Door) -> None:
    browser = door.open_page(person)

    assert door.opens(browser, door.right(person, browser))


@every_door
def test_after_six_wrong_ones_the_right_one_is_refused(person: Person, door: Door) -> None:
    browser = door.open_page(person)
    for _ in range(MOST + 1):
        assert not door.opens(browser, door.wrong(browser))
        browser.get(reverse(door.page))

    assert not door.opens(browser, door.right(person, browser))
    lines = JournalEntry.objects.filter(thing=f"user {person.user.pk}")
    assert lines.filter(detail__verb="wrong code").count() == MOST
    assert lines.filter(detail__verb="code refused").exists()


@every_door
def test_wrong_ones_at_another_form_count_too(person: Person, door: Door) -> None:
    others = [other for other in DOORS.values() if other is not door][:MOST]
    for other in others:
        browser = other.open_page(person)
        other.opens(browser, other.wrong(browser))

    browser = door.open_page(person)

    assert not door.opens(browser, door.right(person, browser))


def test_after_thirty_wrong_ones_of_a_day_the_right_one_is_refused(person: Person) -> None:
    door = DOORS["sign-in, code"]
    for _ in range(sign_in_receivers.CODES_OF_DAY.most):
        browser = door.open_page(person)
        door.opens(browser, door.wrong(browser))
        rate_limits.clear(sign_in_receivers.code_key(person.user))

    browser = door.open_page(person)
    assert not door.opens(browser, door.right(person, browser))
    assert sign_in_receivers.is_locked(person.user)
    sign_in_receivers.unlock(user=person.user, by=None)
    browser = door.open_page(person)
    assert door.opens(browser, door.right(person, browser))


@pytest.mark.django_db(transaction=True)
def test_of_21_at_once_over_all_forms_five_are_looked_at() -> None:
    cache.clear()
    person = make_person()
    ready = []
    for door in [*DOORS.values()] * 3:
        browser = door.open_page(person)
        ready.append((door, browser, door.wrong(browser)))

    def send(guess: tuple[Door, Client, str]) -> bool:
        door, browser, wrong = guess
        try:
            return door.opens(browser, wrong)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(ready)) as pool:
        opened = list(pool.map(send, ready))

    lines = JournalEntry.objects.filter(thing=f"user {person.user.pk}")
    assert lines.filter(detail__verb="wrong code").count() == MOST
    assert not any(opened)


def test_every_form_of_allauth_that_looks_at_a_guess_is_limited() -> None:
    guesses = {name: form for name, form in app_settings.FORMS.items() if name not in NO_GUESSES}

    assert guesses.keys() == {
        "authenticate",
        "reauthenticate",
        "activate_totp",
        "authenticate_webauthn",
        "reauthenticate_webauthn",
    }
    for form in guesses.values():
        limited = LimitedKey if "Key" in form else LimitedCode
        # First, so that it counts before any other looks.
        assert import_string(form).__mro__[1] is limited
    assert not app_settings.PASSKEY_LOGIN_ENABLED
