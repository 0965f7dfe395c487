"""The public site in a real browser: both directions, with and without a script, on paper."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pypdfium2 import PdfDocument
from wagtail.models import Page as WagtailPage
from wagtail.models import get_page_models

from dossiers.models import Referral, Unit
from dossiers.public_door import procedure_codes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 390, "height": 844}
PLACES = ["search/", "search/?q=AMO", "search/?q=zzz", "report/", "procedures/"]
PLACES += ["procedures/late-registration/", "feeds/nothing-here/"]


@pytest.fixture
def reader(browser: Browser, live_server: Any) -> Iterator[BrowserContext]:
    """A phone that was never here, without scripts, and the planted site."""
    call_command("load_public_content", verbosity=0)
    context = browser.new_context(
        base_url=live_server.url, viewport=PHONE, java_script_enabled=False
    )
    yield context
    context.close()


def test_without_a_script_a_reader_goes_from_home_to_a_service_and_changes_language(
    reader: BrowserContext,
) -> None:
    foreign: list[str] = []
    reader.on("request", lambda request: foreign.append(request.url))
    page: Page = reader.new_page()
    page.goto("/ar/")
    page.get_by_role("link", name="العمل الاجتماعي").first.click()
    page.get_by_role("link", name="العمل في الشارع").first.click()

    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.get_by_role("link", name="Français").click()
    expect(page.locator("html")).to_have_attribute("dir", "ltr")
    expect(page.locator("h1")).to_have_text("Travail de rue")
    assert reader.cookies() == []
    assert all(address.startswith(("http://localhost", "data:")) for address in foreign)


def test_without_a_script_the_menu_opens(reader: BrowserContext) -> None:
    page = reader.new_page()
    page.goto("/fr/")
    link = page.locator("#menu").get_by_role("link", name="Contact")
    expect(link).to_be_hidden()

    page.locator(".menu-button").click()

    expect(link).to_be_visible()


def test_without_a_script_a_report_is_sent_and_its_number_shown(
    reader: BrowserContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A test types faster than a person.
    monkeypatch.setattr("publicsite.forms.report.LEAST_S", 0)
    Unit.objects.get_or_create(code="social_work", name_ar="العمل", name_fr="T", name_en="S")
    page = reader.new_page()
    page.goto("/fr/report/")
    page.locator("#id_description").fill("طفل")
    page.locator("form button[type=submit]").click()

    expect(page.locator(".tracking-number")).to_have_text(Referral.objects.get().tracking_number)
    assert page.url.endswith("/fr/report/#problem")
    assert "طفل" not in page.content()


def test_without_a_script_an_empty_report_says_what_is_missing_and_keeps_the_rest(
    reader: BrowserContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("publicsite.forms.report.LEAST_S", 0)
    page = reader.new_page()
    page.goto("/ar/report/")
    page.locator("#id_place").fill("قرب المحطة")
    page.locator("form button[type=submit]").click()

    expect(page.locator("[role=alert]")).to_contain_text("ماذا يحدث؟")
    expect(page.locator("#id_place")).to_have_value("قرب المحطة")
    assert not Referral.objects.exists()


def test_without_a_script_words_come_along_into_another_language_and_enter_sends(
    reader: BrowserContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("publicsite.forms.report.LEAST_S", 0)
    Unit.objects.get_or_create(code="social_work", name_ar="العمل", name_fr="T", name_en="S")
    page = reader.new_page()
    page.goto("/ar/report/")
    page.locator("#id_description").fill("طفل وحده في المحطة")
    page.get_by_role("button", name="Français").click()

    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator("#id_description")).to_have_value("طفل وحده في المحطة")
    assert not Referral.objects.exists()
    page.locator("[name=place]").fill("Gare")
    page.locator("[name=place]").press("Enter")
    expect(page.locator(".tracking-number")).to_be_visible()
    number = page.locator(".tracking-number").inner_text()
    page.get_by_role("button", name="English").click()
    expect(page.locator(".tracking-number")).to_have_text(number)
    assert Referral.objects.count() == 1


def test_without_a_script_the_way_out_of_the_report_leads_elsewhere(
    reader: BrowserContext,
) -> None:
    page = reader.new_page()
    page.route("https://*.wikipedia.org/**", lambda route: route.fulfill(body="elsewhere"))
    page.goto("/ar/report/")

    page.locator("[data-exit]").click()

    expect(page.locator("body")).to_have_text("elsewhere")


@pytest.mark.parametrize(
    ("code", "width", "scheme"),
    [("ar", 320, "light"), ("ar", 1280, "dark"), ("fr", 390, "light"), ("en", 1280, "light")],
)
def test_axe_finds_nothing_on_any_kind_of_page_and_nothing_scrolls_sideways(
    browser: Browser, live_server: Any, code: str, width: int, scheme: Any
) -> None:
    call_command("load_reference", verbosity=0)
    call_command("load_public_content", verbosity=0)
    context = browser.new_context(
        base_url=live_server.url,
        viewport={"width": width, "height": 844},
        color_scheme=scheme,
        bypass_csp=True,
    )
    page, problems = context.new_page(), []
    for address in addresses(code):
        page.goto(address)
        found = Axe().run(page).response
        problems += [(address, one["id"]) for one in found["violations"] + found["incomplete"]]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            problems.append((address, "scrolls sideways"))
    context.close()
    assert problems == []


def addresses(code: str) -> list[str]:
    """Return one address of every kind of page in a language, and those of the views."""
    kinds = [model for model in get_page_models() if model._meta.app_label == "publicsite"]
    pages = [model.objects.live().filter(locale__language_code=code).first() for model in kinds]
    others = WagtailPage.objects.live().exclude(locale__language_code=code)
    untranslated = others.filter(depth__gt=2).first()
    assert all(pages)
    return [
        *(page.get_url() for page in pages),
        *(f"/{code}/{place}" for place in PLACES),
        f"/{code}/not-translated/{untranslated.pk}/",
    ]


@pytest.mark.parametrize("code", ["ar", "fr", "en"])
def test_every_list_of_papers_prints_on_one_sheet(reader: BrowserContext, code: str) -> None:
    call_command("load_reference", verbosity=0)
    page, sheets = reader.new_page(), {}
    for procedure in procedure_codes():
        page.goto(f"/{code}/procedures/{procedure}/")
        sheets[procedure] = len(PdfDocument(page.pdf(prefer_css_page_size=True)))

    assert len(sheets) == 12
    assert {name for name, count in sheets.items() if count > 1} == set()
