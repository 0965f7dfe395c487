"""The report form: refusals first, then one report written once, nothing personal left behind."""

import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.core import signing
from django.core.cache import caches
from django.test import Client
from django.utils import timezone
from wagtail.models import Site

from dossiers.models import Referral, Unit
from dossiers.vocabulary import ReferralState
from publicsite.forms import report as report_form

WORDS = "طفل عمره 7 سنوات ينام قرب المحطة"


@pytest.fixture(autouse=True)
def _no_counts() -> None:
    """Begin each test with nobody counted."""
    caches["reports"].clear()


@pytest.fixture
def unit(public_site: Site) -> Unit:
    """The unit that triages reports."""
    existing = Unit.objects.filter(code="social_work").first()
    return existing or Unit.objects.create(
        code="social_work",
        name_ar="العمل الاجتماعي",
        name_fr="Travail social",
        name_en="Social work",
    )


@pytest.fixture
def stamps(monkeypatch: pytest.MonkeyPatch) -> Callable[[], str]:
    """Stamps of forms that were shown ten seconds ago."""

    def make() -> str:
        now = timezone.now().timestamp()
        with monkeypatch.context() as patch:
            patch.setattr("django.core.signing.time.time", lambda: now - 10)
            return report_form.new_stamp()

    return make


@pytest.fixture
def stamp(stamps: Callable[[], str]) -> str:
    """One such stamp."""
    return stamps()


def test_report_without_description_is_refused(client: Client, unit: Unit, stamp: str) -> None:
    response = client.post("/fr/report/", {"stamp": stamp, "child": "Un garçon"})

    assert response.status_code == 422
    assert "Un garçon" in response.text
    assert not Referral.objects.exists()


@pytest.mark.parametrize(
    "stamp",
    ["", "invented", signing.TimestampSigner(salt="other").sign("x")],
    ids=["none", "invented", "of another form"],
)
def test_report_without_our_stamp_is_refused(client: Client, unit: Unit, stamp: str) -> None:
    response = client.post("/ar/report/", {"stamp": stamp, "description": WORDS})

    assert response.status_code == 422
    assert WORDS in response.text
    assert not Referral.objects.exists()


def test_report_sent_faster_than_a_person_writes_is_refused(
    client: Client, unit: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    # However slow the machine of the tests is.
    monkeypatch.setattr(report_form, "LEAST_S", 600)
    stamp = report_form.new_stamp()

    response = client.post("/ar/report/", {"stamp": stamp, "description": WORDS})

    assert response.status_code == 422
    assert not Referral.objects.exists()


def test_report_with_the_trap_filled_in_is_put_aside_for_triage_and_not_lost(
    client: Client, unit: Unit, stamp: str
) -> None:
    answers = {"stamp": stamp, "description": WORDS, "website": "http://spam.example"}

    response = client.post("/ar/report/", answers)

    referral = Referral.objects.get()
    assert referral.state == ReferralState.SPAM
    assert referral.tracking_number in response.text


def test_report_from_a_page_of_another_site_is_refused(
    client: Client, unit: Unit, stamp: str
) -> None:
    response = client.post(
        "/ar/report/",
        {"stamp": stamp, "description": WORDS},
        headers={"origin": "https://elsewhere.example"},
    )

    assert response.status_code == 403
    assert not Referral.objects.exists()


def test_too_many_reports_from_one_address_wait_an_hour_and_keep_their_words(
    client: Client, unit: Unit, stamps: Callable[[], str], settings: Any
) -> None:
    settings.AMAN_REPORTS_PER_HOUR = 2
    answers = [
        client.post("/fr/report/", {"stamp": stamps(), "description": f"{WORDS} {number}"})
        for number in range(3)
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2]["Retry-After"] == "3600"
    assert '<html lang="fr"' in answers[2].text
    assert f"{WORDS} 2" in answers[2].text
    assert Referral.objects.count() == 2


def test_another_address_is_not_kept_waiting(
    client: Client, unit: Unit, stamps: Callable[[], str], settings: Any
) -> None:
    settings.AMAN_REPORTS_PER_HOUR = 1
    client.post("/fr/report/", {"stamp": stamps(), "description": WORDS})

    answer = client.post(
        "/fr/report/", {"stamp": stamps(), "description": WORDS}, REMOTE_ADDR="198.51.100.7"
    )

    assert answer.status_code == 200


def test_a_claimed_address_does_not_escape_the_limit(
    client: Client, unit: Unit, stamps: Callable[[], str], settings: Any
) -> None:
    settings.AMAN_REPORTS_PER_HOUR = 1
    answers = [
        client.post(
            "/fr/report/",
            {"stamp": stamps(), "description": WORDS},
            headers={"x-forwarded-for": f"198.51.100.{number}"},
        )
        for number in range(2)
    ]

    assert [answer.status_code for answer in answers] == [200, 429]


def test_neither_words_nor_address_are_remembered(client: Client, unit: Unit, stamp: str) -> None:
    client.post("/ar/report/", {"stamp": stamp, "description": WORDS}, REMOTE_ADDR="198.51.100.7")

    kept = str(caches["reports"]._cache)
    assert kept
    assert WORDS not in kept
    assert "198.51.100.7" not in kept


def test_report_with_only_a_description_is_written_and_gets_a_number(
    client: Client, unit: Unit, stamp: str
) -> None:
    response = client.post("/ar/report/", {"stamp": stamp, "description": WORDS})

    referral = Referral.objects.get()
    assert response.status_code == 200
    assert referral.tracking_number in response.text
    assert (referral.description, referral.language) == (WORDS, "ar")
    assert WORDS not in response.text
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


def test_same_form_sent_twice_is_one_report(client: Client, unit: Unit, stamp: str) -> None:
    answers = {"stamp": stamp, "description": WORDS}

    first = client.post("/ar/report/", answers)
    second = client.post("/ar/report/", answers)

    assert Referral.objects.count() == 1
    number = Referral.objects.get().tracking_number
    assert number in first.text
    assert number in second.text


def test_nothing_personal_reaches_the_log(
    client: Client, unit: Unit, stamp: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    answers = {"stamp": stamp, "description": WORDS, "contact": "0600000000"}

    client.post("/ar/report/", answers)

    messages = " ".join(
        record.getMessage() for record in caplog.records if record.name != "django.db.backends"
    )
    assert WORDS not in messages
    assert "0600000000" not in messages


def test_emergency_numbers_stand_before_the_form(client: Client, unit: Unit) -> None:
    page = client.get("/fr/report/").text

    assert page.index('id="emergency"') < page.index("<form")
    assert "wikipedia.org" in page
