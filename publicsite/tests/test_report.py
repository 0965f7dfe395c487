"""The report form: refusals first, then one report written once, nothing personal left behind."""

import logging
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core import signing
from django.db.utils import OperationalError
from django.test import Client
from django.utils import timezone
from wagtail.models import Site

from dossiers.models import JournalEntry, RateLimit, Referral, ReferralAddition, Unit
from dossiers.vocabulary import ReferralState
from publicsite.content.emergency import plant_emergency_numbers
from publicsite.forms import report as report_form
from publicsite.models import SiteSettings

WORDS = "طفل عمره 7 سنوات ينام قرب المحطة"


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


def test_another_language_keeps_what_was_written_and_sends_nothing(
    client: Client, unit: Unit, stamp: str
) -> None:
    written = {"stamp": stamp, "description": WORDS, "place": "باب تارغونت", "keep": "1"}

    page = client.post("/fr/report/", written)

    assert page.status_code == 200
    assert not Referral.objects.exists()
    assert page.context["form"].errors == {}
    assert WORDS in page.text
    assert "باب تارغونت" in page.text
    assert stamp in page.text
    sent = {name: value for name, value in written.items() if name != "keep"}
    assert client.post("/fr/report/", sent).status_code == 200
    assert Referral.objects.get().language == "fr"


def test_number_of_a_report_comes_along_into_another_language(
    client: Client, unit: Unit, stamp: str
) -> None:
    thanks = client.post("/ar/report/", {"stamp": stamp, "description": WORDS})
    number = thanks.context["signed_number"]

    other = client.post("/fr/report/", {"number": number, "keep": "1"})
    forged = client.post("/fr/report/", {"number": "TR-0001", "keep": "1"})

    assert other.context["tracking_number"] == thanks.context["tracking_number"]
    assert "tracking_number" not in forged.context
    assert Referral.objects.count() == 1


def test_refused_report_says_first_that_it_was_not_sent(
    client: Client, unit: Unit, stamp: str
) -> None:
    text = client.post("/fr/report/", {"stamp": stamp}).text

    title = BeautifulSoup(text, "html.parser").title
    assert title is not None
    assert " ".join(title.get_text().split()).startswith("Pas encore envoyé · ")
    main = text[text.index("<main") :]
    assert main.index('id="problem"') < main.index("<h1")
    assert 'action="#problem"' in main


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


def send(client: Client, stamp: str, words: str, **more: Any) -> str:
    """Send a report; return the number on the page of thanks."""
    answer = client.post("/fr/report/", {"stamp": stamp, "description": words}, **more)

    assert answer.status_code == 200
    number: str = answer.context["tracking_number"]
    return number


def doubtful() -> list[bool]:
    """Return of each report in their order whether it is doubtful."""
    return list(Referral.objects.order_by("pk").values_list("is_doubtful", flat=True))


def test_reports_above_the_limit_of_an_address_are_taken_in_as_doubtful(
    client: Client, unit: Unit, stamps: Callable[[], str], settings: Any
) -> None:
    settings.AMAN_REPORTS_PER_HOUR = 2

    numbers = {send(client, stamps(), f"{WORDS} {number}") for number in range(4)}

    assert len(numbers) == 4
    assert doubtful() == [False, False, True, True]


@pytest.mark.parametrize(
    ("first", "second", "is_doubtful"),
    [
        ("198.51.100.7", "198.51.100.8", False),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("198.51.100.7", "::ffff:198.51.100.7", True),
    ],
    ids=["other IPv4", "other IPv6", "same IPv6 connection", "the same as IPv6"],
)
def test_addresses_of_one_connection_are_counted_together(
    client: Client,
    unit: Unit,
    stamps: Callable[[], str],
    settings: Any,
    first: str,
    second: str,
    is_doubtful: bool,
) -> None:
    settings.AMAN_REPORTS_PER_HOUR = 1

    send(client, stamps(), "one", REMOTE_ADDR=first)
    send(client, stamps(), "two", REMOTE_ADDR=second)

    assert doubtful() == [False, is_doubtful]


def test_a_claimed_address_does_not_escape_the_limit(
    client: Client, unit: Unit, stamps: Callable[[], str], settings: Any
) -> None:
    settings.AMAN_REPORTS_PER_HOUR = 1

    for number in range(2):
        claimed = {"x-forwarded-for": f"198.51.100.{number}"}
        send(client, stamps(), f"{WORDS} {number}", headers=claimed)

    assert doubtful() == [False, True]


def test_address_is_not_remembered(client: Client, unit: Unit, stamp: str) -> None:
    send(client, stamp, WORDS, REMOTE_ADDR="198.51.100.7")

    kept = list(RateLimit.objects.values_list("key", flat=True))
    assert len(kept) == 2
    assert "198.51.100.7" not in str(kept)
    assert all(row.until <= timezone.now() + timedelta(days=1) for row in RateLimit.objects.all())


def test_full_disk_keeps_the_words_on_the_page_and_nothing_else(
    client: Client, unit: Unit, stamp: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: Any, **_kwargs: Any) -> None:
        full = sqlite3.OperationalError("database or disk is full")
        full.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise OperationalError("database or disk is full") from full

    with monkeypatch.context() as patch:
        # The last step: whatever was written before it must fall with it.
        patch.setattr("dossiers.journal.record", refuse)
        answer = client.post("/ar/report/", {"stamp": stamp, "description": WORDS})

    assert answer.status_code == 507
    assert WORDS in answer.text
    assert not Referral.objects.exists()
    again = answer.context["form"]["stamp"].value()
    send(client, again, WORDS)
    send(client, stamp, WORDS)
    assert Referral.objects.count() == 1


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
    numbers = {send(client, stamp, WORDS) for _time in range(3)}

    assert numbers == {Referral.objects.get().tracking_number}
    assert not ReferralAddition.objects.exists()


def test_same_form_sent_with_more_words_is_an_addition(
    client: Client, unit: Unit, stamp: str
) -> None:
    more = f"{WORDS}\nباب أزرق"
    numbers = {send(client, stamp, words) for words in (WORDS, more, more, WORDS)}

    referral = Referral.objects.get()
    assert numbers == {referral.tracking_number}
    assert referral.description == WORDS
    assert [addition.description for addition in referral.additions.all()] == [more]
    assert JournalEntry.objects.filter(thing=str(referral)).count() == 2


def test_same_form_sent_with_other_words_is_another_report(
    client: Client, unit: Unit, stamp: str
) -> None:
    numbers = {send(client, stamp, words) for words in (WORDS, "Une fillette, rue haute", WORDS)}

    assert numbers == set(Referral.objects.values_list("tracking_number", flat=True))
    assert len(numbers) == 2


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


@pytest.mark.parametrize("code", ["ar", "fr", "en"])
def test_title_in_the_history_of_a_shared_telephone_says_nothing(
    client: Client, unit: Unit, stamp: str, code: str
) -> None:
    centre = {"ar": "مركز أمان", "fr": "Centre Aman", "en": "Aman Centre"}[code]
    form = client.get(f"/{code}/report/")
    thanks = client.post(f"/{code}/report/", {"stamp": stamp, "description": WORDS})

    for page in (form, thanks):
        assert f"<title>{centre}</title>" in page.text


def test_form_says_what_the_centre_has_yet_to_say(client: Client, unit: Unit) -> None:
    page = client.get("/fr/report/").text

    for placeholder in ("[jours et heures où", "[quand le centre parle", "[langues parlées"):
        assert placeholder in page
    assert page.index("Tu es un enfant") < page.index("<form")
    assert "surtout la nuit" in page


def test_form_says_when_reports_are_read_once_the_centre_has_said_so(
    client: Client, unit: Unit, public_site: Site
) -> None:
    settings = SiteSettings.for_site(public_site)
    settings.reading_ar = "من الاثنين إلى الجمعة"
    settings.disclosure_ar = "قد نخبر النيابة العامة"
    settings.spoken_ar = "الدارجة وتاشلحيت"
    settings.save()

    page = client.get("/ar/report/").text

    assert all(words in page for words in ("الاثنين إلى الجمعة", "النيابة العامة", "تاشلحيت"))
    assert "[أيام وأوقات" not in page


def test_emergency_numbers_stand_before_the_form(
    client: Client, unit: Unit, public_site: Site
) -> None:
    plant_emergency_numbers(public_site)

    page = client.get("/fr/report/").text

    assert page.index('id="emergency"') < page.index("<form")
    assert "wikipedia.org" in page
    assert "Wikipédia" in page
    assert "Gendarmerie royale (hors des villes)" in page
