"""The public site in a real browser: both directions, with and without a script, on paper."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import Browser, BrowserContext, Page, expect

from dossiers.models import Referral, Unit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 390, "height": 844}
PLACES = ["", "search/", "report/", "procedures/"]


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
    assert page.url.endswith("/fr/report/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("code", "width"), [("ar", 320), ("fr", 390), ("ar", 1280)])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    browser: Browser, live_server: Any, code: str, width: int, scheme: Any
) -> None:
    call_command("load_public_content", verbosity=0)
    context = browser.new_context(
        base_url=live_server.url,
        viewport={"width": width, "height": 844},
        color_scheme=scheme,
        bypass_csp=True,
    )
    page = context.new_page()
    for place in PLACES:
        page.goto(f"/{code}/{place}")
        found = Axe().run(page).response
        assert [one["id"] for one in found["violations"] + found["incomplete"]] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


@pytest.mark.parametrize("code", ["ar", "fr"])
def test_a_list_of_papers_prints_on_one_sheet(reader: BrowserContext, code: str) -> None:
    page = reader.new_page()
    page.goto(f"/{code}/procedures/")
    page.locator("main .card a").first.click()

    sheets = re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))
    assert len(sheets) == 1
