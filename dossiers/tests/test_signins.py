"""The journal of who signed in, left, and failed to."""

import pytest

from dossiers.models import JournalEntry
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

    assert "alert-warn" not in quiet
    assert "alert-warn" in warned
