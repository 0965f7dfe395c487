"""Wrong passwords are counted at every door; a locked account refuses the right one too."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.db.models import F
from django.test import Client
from django.urls import reverse

from dossiers import rate_limits
from dossiers.journal import sign_in_receivers
from dossiers.models import JournalEntry, Notice, RateLimit, User
from dossiers.tests.factories import UserFactory
from dossiers.tests.world import World

from .conftest import RIGHT, WRONG, SignIn, let_in, make_stale, with_password

LIMIT = settings.AMAN_FAILURES
SPELLINGS = ["rkia", "Rkia", "RKIA", " rkia ", "\uff32kia", "rkia\u200f", "r\u200ekia"]


def guess(sign_in: SignIn, times: int = LIMIT, *, name: str = "rkia", address: str = "") -> None:
    """Send wrong passwords, each from a new browser."""
    for _ in range(times):
        sign_in(name, WRONG, address=address)


def body_of(answer: Any) -> str:
    """Return a page without what differs in every answer: tokens, and the name typed."""
    text = answer.content.decode()
    return re.sub(r'(csrfmiddlewaretoken" value|name="login" value)="[^"]*"', "", text)


@pytest.mark.parametrize("name", SPELLINGS, ids=ascii)
def test_the_right_password_is_refused_after_eight_wrong_ones_of_any_spelling(
    rkia: User, sign_in: SignIn, name: str
) -> None:
    for number in range(LIMIT):
        sign_in(SPELLINGS[number % len(SPELLINGS)], WRONG)

    assert not let_in(sign_in(name, RIGHT))


@pytest.mark.parametrize("name", SPELLINGS, ids=ascii)
def test_a_name_signs_in_in_any_spelling(rkia: User, sign_in: SignIn, name: str) -> None:
    assert let_in(sign_in(name, RIGHT))


def test_the_limit_holds_over_all_addresses(rkia: User, sign_in: SignIn) -> None:
    for number in range(LIMIT):
        sign_in("rkia", WRONG, address=f"10.0.0.{number}")

    assert not let_in(sign_in("rkia", RIGHT, address="10.1.1.1"))


@pytest.mark.parametrize("name", ["rkia", "nobody-here"])
def test_locked_wrong_and_unknown_get_the_same_answer(
    rkia: User, sign_in: SignIn, name: str
) -> None:
    first_wrong = sign_in(name, WRONG)
    guess(sign_in, name=name)

    refused = sign_in(name, RIGHT)

    assert refused.status_code == first_wrong.status_code == 200
    assert body_of(refused) == body_of(first_wrong)
    assert set(refused.headers) == set(first_wrong.headers)


@pytest.mark.parametrize(
    ("name", "locked", "password"),
    [
        ("rkia", False, RIGHT),
        ("rkia", False, WRONG),
        ("rkia", True, RIGHT),
        ("rkia", True, WRONG),
        ("nobody-here", False, WRONG),
        ("nobody-here", True, WRONG),
    ],
)
def test_every_answer_costs_one_hash(
    rkia: User,
    sign_in: SignIn,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    locked: bool,
    password: str,
) -> None:
    if locked:
        guess(sign_in, name=name)
    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda self, *a: (hashed.append(1), encode(self, *a))[1]
    )

    sign_in(name, password)

    assert len(hashed) == 1


def test_a_closed_account_answers_like_a_wrong_password(rkia: User, sign_in: SignIn) -> None:
    wrong = body_of(sign_in("nobody-here", WRONG))
    User.objects.filter(pk=rkia.pk).update(is_active=False)

    assert body_of(sign_in("rkia", RIGHT)) == wrong


def test_success_forgets_what_was_counted(rkia: User, sign_in: SignIn) -> None:
    guess(sign_in, LIMIT - 1)
    assert let_in(sign_in("rkia", RIGHT))
    guess(sign_in, LIMIT - 1)

    assert let_in(sign_in("rkia", RIGHT))


def test_a_lock_ends_a_quarter_of_an_hour_after_the_last_wrong_password(
    rkia: User, sign_in: SignIn
) -> None:
    guess(sign_in)
    let_time_pass(minutes=14)
    assert not let_in(sign_in("rkia", RIGHT))
    # What was refused was not counted: the lock is no longer for it.
    let_time_pass(minutes=2)

    assert let_in(sign_in("rkia", RIGHT))


def test_a_stranger_behind_the_same_address_shuts_nobody_out(rkia: User, sign_in: SignIn) -> None:
    for number in range(60):
        sign_in(f"guess-{number}", WRONG, address="192.0.2.7")

    assert let_in(sign_in("rkia", RIGHT, address="192.0.2.7"))


def test_a_busy_address_has_fewer_guesses_at_each_account(rkia: User, sign_in: SignIn) -> None:
    for number in range(settings.AMAN_ADDRESS_FAILURES):
        sign_in(f"guess-{number}", WRONG, address="192.0.2.7")
    guess(sign_in, settings.AMAN_FAILURES_OF_BUSY_ADDRESS, address="192.0.2.7")

    assert not let_in(sign_in("rkia", RIGHT, address="192.0.2.7"))
    assert let_in(sign_in("rkia", RIGHT, address="198.51.100.9"))


def test_addresses_of_one_ipv6_network_count_as_one(rkia: User, sign_in: SignIn) -> None:
    for number in range(settings.AMAN_ADDRESS_FAILURES):
        sign_in(f"guess-{number}", WRONG, address=f"2001:db8::{number:x}")
    guess(sign_in, settings.AMAN_FAILURES_OF_BUSY_ADDRESS, address="2001:db8::ffff")

    assert not let_in(sign_in("rkia", RIGHT, address="2001:db8:0:0:9::1"))


def test_the_owner_gets_in_from_a_browser_where_they_were_before(
    rkia: User, sign_in: SignIn
) -> None:
    own = Client()
    assert let_in(sign_in("rkia", RIGHT, client=own))
    own.post("/ar/account/logout/")
    guess(sign_in, 3 * LIMIT)

    assert not let_in(sign_in("rkia", RIGHT))
    assert let_in(sign_in("rkia", RIGHT, client=own))


def test_a_known_browser_has_a_limit_of_its_own(rkia: User, sign_in: SignIn) -> None:
    own = Client()
    sign_in("rkia", RIGHT, client=own)
    own.post("/ar/account/logout/")
    for _ in range(LIMIT):
        sign_in("rkia", WRONG, client=own)

    assert not let_in(sign_in("rkia", RIGHT, client=own))


def test_a_lock_of_the_own_browsers_is_shown_and_lifted(
    world: World, rkia: User, sign_in: SignIn
) -> None:
    own = Client()
    sign_in("rkia", RIGHT, client=own)
    own.post("/ar/account/logout/")
    for _ in range(LIMIT):
        sign_in("rkia", WRONG, client=own)
    keeper = Client()
    keeper.force_login(world.users["director"])

    page = keeper.get(reverse("dossiers:team_person", args=[rkia.pk]))
    answer = keeper.post(reverse("dossiers:team_unlock", args=[rkia.pk]))

    assert reverse("dossiers:team_unlock", args=[rkia.pk]) in page.content.decode()
    assert answer.status_code == 302
    assert let_in(sign_in("rkia", RIGHT, client=own))


def test_a_browser_is_known_for_its_own_account_alone(rkia: User, sign_in: SignIn) -> None:
    with_password(UserFactory(username="omar"))
    browser = Client()
    sign_in("omar", RIGHT, client=browser)
    browser.post("/ar/account/logout/")
    guess(sign_in)

    assert not let_in(sign_in("rkia", RIGHT, client=browser))


def test_a_new_password_makes_every_browser_unknown(rkia: User, sign_in: SignIn) -> None:
    own = Client()
    sign_in("rkia", RIGHT, client=own)
    own.post("/ar/account/logout/")
    with_password(rkia, "another-long-password")
    guess(sign_in)

    assert not let_in(sign_in("rkia", "another-long-password", client=own))


def test_a_cookie_that_somebody_made_makes_no_browser_known(rkia: User, sign_in: SignIn) -> None:
    forged = Client()
    forged.cookies[settings.AMAN_DEVICE_COOKIE] = "W1sxLCJ4IiwieCIsOTk5OTk5OTk5OV1d:1:x"
    guess(sign_in)

    assert not let_in(sign_in("rkia", RIGHT, client=forged))


@pytest.mark.parametrize("door", ["fresh", "reauthenticate", "change"])
def test_guesses_in_a_session_are_counted_and_lock_too(
    rkia: User, sign_in: SignIn, door: str
) -> None:
    inside = Client()
    inside.force_login(rkia)
    send = {
        "fresh": lambda word: inside.post(
            reverse("mfa_activate_totp"), {"fresh-password": word, "fresh-look": "1"}
        ),
        "reauthenticate": lambda word: inside.post(
            reverse("account_reauthenticate"), {"password": word}
        ),
        "change": lambda word: inside.post(
            reverse("account_change_password"),
            {
                "oldpassword": word,
                "password1": "a-new-long-password",
                "password2": "a-new-long-password",
            },
        ),
    }[door]
    make_stale(inside)
    for _ in range(LIMIT):
        assert send(WRONG).status_code == 200

    assert send(RIGHT).status_code == 200
    assert not let_in(sign_in("rkia", RIGHT))


def test_the_owner_and_the_director_are_told_once(world: World, sign_in: SignIn) -> None:
    worker = with_password(world.users["social_worker"])
    for _ in range(3):
        guess(sign_in, name=worker.username)
        rate_limits.clear(sign_in_receivers.password_key(worker.username))

    told = Notice.objects.filter(kind="locked", account=worker)
    assert {notice.recipient for notice in told} == {worker, world.users["director"]}
    assert told.count() == 2
    assert JournalEntry.objects.filter(thing=f"user {worker.pk}", detail__verb="locked").exists()


def test_nothing_typed_into_the_name_field_is_kept(rkia: User, sign_in: SignIn) -> None:
    guess(sign_in, name="my-password-by-mistake")

    kept = [*RateLimit.objects.values_list("key", flat=True)]
    kept += [str(vars(line)) for line in JournalEntry.objects.all()]
    assert RateLimit.objects.exists()
    assert not any("mistake" in text for text in kept)


def test_the_command_unlocks_and_the_journal_tells(rkia: User, sign_in: SignIn) -> None:
    guess(sign_in)

    call_command("unlock", "Rkia")

    assert JournalEntry.objects.filter(thing=f"user {rkia.pk}", detail__verb="unlocked").exists()
    assert let_in(sign_in("rkia", RIGHT))


@pytest.mark.parametrize(
    ("role", "unlocks"),
    [("social_worker", False), ("supervisor", False), ("director", True), ("superuser", True)],
)
def test_who_answers_for_accounts_unlocks_one(
    world: World, rkia: User, sign_in: SignIn, role: str, unlocks: bool
) -> None:
    guess(sign_in)
    client = Client()
    client.force_login(world.users[role])

    answer = client.post(reverse("dossiers:team_unlock", args=[rkia.pk]))

    assert answer.status_code == (302 if unlocks else 404)
    assert let_in(sign_in("rkia", RIGHT)) is unlocks


def test_accounts_that_differ_in_spelling_alone_cannot_be_made(rkia: User) -> None:
    for name in SPELLINGS:
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.create(username=name)


def let_time_pass(*, minutes: int) -> None:
    """Move every counter into the past."""
    RateLimit.objects.update(until=F("until") - timedelta(minutes=minutes))
