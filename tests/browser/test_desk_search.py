"""The search desk in a real browser: by keyboard, without a script, back again, on a telephone."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from dossiers.tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def search(page: Page, text: str, language: str = "ar") -> None:
    page.goto(f"/{language}/dossiers/")
    page.fill("#search-text", text)
    page.press("#search-text", "Enter")
    expect(page.locator("[data-results]")).to_be_visible()


def test_without_a_script_the_mother_is_found_and_her_dossier_opens(
    sign_in: Any, world: World
) -> None:
    clerk = world.users["registration_worker"]
    page: Page = sign_in(clerk, java_script_enabled=False).new_page()
    search(page, "Rquia", "fr")
    page.locator(".hits h3 a").first.click()

    expect(page.locator(".dossier-line .reference")).to_have_text("2026/0012")


def test_words_never_stand_in_an_address(sign_in: Any, world: World) -> None:
    page: Page = sign_in(world.users["director"]).new_page()
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    page.goto("/fr/dossiers/")
    page.locator("#search-text").press_sequentially("Rkia")
    expect(page.locator("#search-suggestions [role=option]").first).to_be_visible()
    page.press("#search-text", "Escape")
    page.press("#search-text", "Enter")
    expect(page.locator("[data-results] .hits li").first).to_be_visible()

    assert not [address for address in addresses if "kia" in address]
    assert "kia" not in page.url


def test_a_suggestion_is_taken_by_keyboard_alone(sign_in: Any, world: World) -> None:
    page: Page = sign_in(world.users["registration_worker"]).new_page()
    page.goto("/ar/dossiers/")
    expect(page.locator("#search-text")).to_be_focused()
    page.keyboard.type("Rkia")
    expect(page.locator("#search-suggestions [role=option]").first).to_be_visible()
    expect(page.locator("#search-text")).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#search-text")).to_have_attribute(
        "aria-activedescendant", "search-suggestions-0"
    )
    page.keyboard.press("Enter")

    expect(page.locator(".dossier-line .reference")).to_have_text("2026/0012")


def test_escape_closes_the_suggestions_and_keeps_what_was_typed(sign_in: Any, world: World) -> None:
    page: Page = sign_in(world.users["director"]).new_page()
    page.goto("/ar/dossiers/")
    page.locator("#search-text").press_sequentially("رقية")
    expect(page.locator("#search-suggestions [role=option]").first).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.locator("#search-suggestions")).to_be_hidden()
    expect(page.locator("#search-text")).to_have_value("رقية")


def test_back_from_a_dossier_shows_the_results_again(sign_in: Any, world: World) -> None:
    page: Page = sign_in(world.users["registration_worker"]).new_page()
    search(page, "Rkia", "fr")
    page.locator(".hits h3 a").first.click()
    expect(page.locator(".dossier-head")).to_be_visible()
    page.go_back()

    expect(page.locator("#search-text")).to_have_value("Rkia")
    expect(page.locator(".hits h3 a").first).to_be_visible()


def test_a_search_that_finds_nobody_says_so(sign_in: Any, world: World) -> None:
    page: Page = sign_in(world.users["registration_worker"]).new_page()
    search(page, "زينب الغفاري")

    expect(page.locator(".hits li")).to_have_count(0)
    expect(page.locator(".empty")).to_have_count(2)


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_nothing_scrolls_sideways_on_a_telephone(sign_in: Any, world: World, language: str) -> None:
    world.family.title = "عائلة " + "طويلة " * 12 + "Aïtouargane" * 6
    world.family.save()
    phone = sign_in(world.users["director"], viewport={"width": 360, "height": 740})
    page: Page = phone.new_page()
    uid = world.family.uid
    for address in ("", "search/", f"d/{uid}/"):
        page.goto(f"/{language}/dossiers/{address}")
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 360, address
    search(page, "Rkia", language)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_desk_passes_the_accessibility_rules(sign_in: Any, world: World) -> None:
    page: Page = sign_in(world.users["director"]).new_page()
    page.goto("/ar/dossiers/")
    assert_accessible(page)
    search(page, "رقية")
    assert_accessible(page)
    page.goto(f"/ar/dossiers/d/{world.family.uid}/")
    assert_accessible(page)


def test_the_sign_in_page_passes_them_in_each_language(live_server: Any, browser: Browser) -> None:
    page = browser.new_page()
    for language in ("ar", "fr", "en"):
        page.goto(f"{live_server.url}/{language}/account/login/")
        assert_accessible(page)
    page.close()


def assert_accessible(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
