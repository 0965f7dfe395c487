"""The journal of who signed in, left, and failed to."""

from datetime import timedelta

import pytest
from django.db.models import F

from dossiers.journal import sign_in_receivers
from dossiers.models import JournalEntry, RateLimit
from dossiers.tests.factories import UserFactory
from dossiers.vocabulary import JournalAction

LOGIN = "/ar/account/login/"
WORDS = "a-long-enough-password"


@pytest.fixture
def user(db):
    user = UserFactory(username="rkia")
    user.choose_password(WORDS)
    user.save()
    return user


def lines(action):
    return JournalEntry.objects.filter(action=action)


def test_a_wrong_password_is_noted_with_the_account_and_without_the_words(client, user):
    client.post(LOGIN, {"login": "rkia", "password": "oops-a-secret"})

    line = lines(JournalAction.LOGIN_FAILED).first()
    assert (line.actor_id, line.thing) == (None, f"user {user.pk}")
    assert "oops" not in str(vars(line))
    assert "rkia" not in str(vars(line))


def test_an_unknown_name_is_noted_without_what_was_typed(client, user):
    client.post(LOGIN, {"login": "my-password-by-mistake", "password": WORDS})

    line = lines(JournalAction.LOGIN_FAILED).first()
    assert line.thing == ""
    assert "mistake" not in str(vars(line))


def test_who_has_left_cannot_sign_in(client, user):
    user.is_active = False
    user.save()

    client.post(LOGIN, {"login": "rkia", "password": WORDS})

    assert client.get("/ar/dossiers/").status_code == 302
    assert not lines(JournalAction.LOGIN).exists()


def test_signing_in_leads_to_the_desk_and_is_noted(client, user):
    response = client.post(LOGIN, {"login": "rkia", "password": WORDS})

    assert response["Location"] == "/ar/dossiers/"
    assert lines(JournalAction.LOGIN).get().actor_id == user.pk


def test_signing_out_is_noted_and_closes_the_area(client, user):
    client.post(LOGIN, {"login": "rkia", "password": WORDS})
    client.post("/ar/account/logout/")

    assert lines(JournalAction.LOGOUT).get().actor_id == user.pk
    assert client.get("/ar/dossiers/").status_code == 302


def test_signing_out_by_a_link_asks_first(client, user):
    client.force_login(user)

    assert client.get("/ar/account/logout/").status_code == 200
    assert client.get("/ar/dossiers/").status_code == 200


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_sign_in_page_says_that_this_is_a_demonstration(client, db, settings, language):
    settings.AMAN_EMBEDDED_DEMO = False
    quiet = client.get(f"/{language}/account/login/").content.decode()
    settings.AMAN_EMBEDDED_DEMO = True
    warned = client.get(f"/{language}/account/login/").content.decode()

    assert "demo-banner" not in quiet
    assert "demo-banner" in warned


def fail(client, times: int, *, name: str = "rkia", **request: str) -> None:
    for _ in range(times):
        client.post(LOGIN, {"login": name, "password": "oops-a-secret"}, **request)


def let_a_minute_pass() -> None:
    """Move every limit into the past; locks last longer."""
    RateLimit.objects.update(until=F("until") - timedelta(seconds=61))


@pytest.mark.parametrize("name", ["rkia", "nobody-here"])
def test_who_guesses_at_a_locked_name_cannot_fill_the_journal(client, user, name, settings):
    first = settings.AMAN_FAILURES
    fail(client, first + 30, name=name)

    told = [line.detail for line in lines(JournalAction.LOGIN_FAILED)]
    assert len([detail for detail in told if "verb" not in detail]) == first
    assert [detail["attempts"] for detail in told if "attempts" in detail] == [1]

    let_a_minute_pass()
    fail(client, 5, name=name)

    refused = lines(JournalAction.LOGIN_FAILED).filter(detail__verb="password refused")
    # The rest of the first minute and the first of the second.
    assert [line.detail["attempts"] for line in refused.order_by("pk")] == [1, 30]
    assert {line.thing for line in refused} == {f"user {user.pk}" if name == "rkia" else ""}


def test_who_tries_names_that_nobody_bears_cannot_fill_the_journal(client, user, settings):
    first = settings.AMAN_ADDRESS_FAILURES
    for number in range(first + 20):
        fail(client, 1, name=f"guess-{number}", REMOTE_ADDR="192.0.2.7")
    assert lines(JournalAction.LOGIN_FAILED).count() == first + 1

    fail(client, 1, REMOTE_ADDR="192.0.2.7")

    # An account that exists is named at once.
    assert lines(JournalAction.LOGIN_FAILED).filter(thing=f"user {user.pk}").count() == 1


def test_who_goes_on_guessing_codes_cannot_fill_the_journal(user):
    for _ in range(20):
        sign_in_receivers.note_refused_code(user, door="mfa_authenticate")
    let_a_minute_pass()
    sign_in_receivers.note_refused_code(user, door="mfa_authenticate")

    told = lines(JournalAction.LOGIN_FAILED).filter(detail__verb="code refused").order_by("pk")
    assert [line.detail["attempts"] for line in told] == [1, 20]
