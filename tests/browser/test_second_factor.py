"""The second factor in a real browser: an app in Arabic, a key in French, lost and found again."""

import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from dossiers.tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "a-long-enough-password"
PHONE = {"width": 360, "height": 740}
ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@pytest.fixture
def window(browser: Browser, live_server: Any, all_answered: None) -> Any:
    """A window of a telephone in which nobody has signed in; `bypass_csp` is for axe."""
    contexts: list[BrowserContext] = []

    def open_window(**options: Any) -> Page:
        context = browser.new_context(base_url=live_server.url, viewport=PHONE, **options)
        contexts.append(context)
        return context.new_page()

    yield open_window
    for context in contexts:
        context.close()


def sign_in(page: Page, world: World, name: str, language: str) -> None:
    user = world.users[name]
    user.choose_password(PASSWORD)
    user.save()
    page.goto(f"/{language}/dossiers/notices/")
    page.fill("[name=login]", name)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")


def code_of(secret: str, *, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def problems_of(page: Page) -> list[str]:
    """Return what axe complains about, and whether the page scrolls sideways."""
    found = Axe().run(page).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth") > PHONE["width"]
    return [one["id"] for one in found] + (["scrolls sideways"] if wide else [])


def test_an_app_is_set_up_on_a_telephone_in_arabic(window: Any, world: World) -> None:
    page: Page = window()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    sign_in(page, world, "social_worker", "ar")
    expect(page).to_have_url(re.compile("/ar/account/2fa/$"))
    page.click("a[href*='totp/activate']")
    expect(page.locator(".factor-picture")).to_be_visible()
    assert page.evaluate("document.querySelector('.factor-picture').naturalWidth") > 0
    page.click("details summary")
    secret = re.sub(r"\s", "", page.inner_text(".factor-secret"))
    code = code_of(secret).translate(ARABIC_INDIC)
    page.fill("[name=code]", f"{code[:3]} {code[3:]}")
    page.press("[name=code]", "Enter")
    expect(page.locator(".code-list li")).to_have_count(10)
    page.emulate_media(media="print")
    expect(page.locator(".code-list")).to_be_visible()
    expect(page.locator("[name=kept]")).to_be_hidden()
    page.emulate_media(media="screen")
    page.check("[name=kept]")
    page.click("form[action*=recovery-codes] button")

    expect(page).to_have_url(re.compile("/ar/dossiers/notices/$"))
    assert [line for line in refused if "Content Security Policy" in line] == []


def test_without_a_script_an_app_is_set_up_and_used(window: Any, world: World) -> None:
    page: Page = window(java_script_enabled=False)
    sign_in(page, world, "social_worker", "fr")
    page.click("a[href*='totp/activate']")
    secret = re.sub(r"\s", "", page.text_content(".factor-secret") or "")
    page.fill("[name=code]", code_of(secret))
    page.press("[name=code]", "Enter")
    page.check("[name=kept]")
    page.click("form[action*=recovery-codes] button")
    expect(page).to_have_url(re.compile("/fr/dossiers/notices/$"))
    page.context.clear_cookies()
    sign_in(page, world, "social_worker", "fr")
    page.fill("[name=code]", code_of(secret, steps=1))
    page.press("[name=code]", "Enter")

    expect(page).to_have_url(re.compile("/fr/dossiers/notices/$"))


def add_virtual_key(page: Page) -> Any:
    """Plug a security key in that is touched whenever it is asked."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "usb",
        "hasResidentKey": False,
        "hasUserVerification": False,
        "isUserVerified": False,
        "automaticPresenceSimulation": True,
    }
    found = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session, found["authenticatorId"]


def test_a_security_key_is_set_up_and_used_in_french(window: Any, world: World) -> None:
    page: Page = window()
    session, key = add_virtual_key(page)
    sign_in(page, world, "director", "fr")
    page.click("a[href*='webauthn/add']")
    page.fill("[name=name]", "Clé du trousseau")
    page.click("[data-ask-key]")
    expect(page.locator(".code-list li")).to_have_count(10)
    codes = page.locator(".code-list li").all_inner_texts()
    page.check("[name=kept]")
    page.click("form[action*=recovery-codes] button")
    expect(page).to_have_url(re.compile("/fr/dossiers/notices/$"))

    page.context.clear_cookies()
    sign_in(page, world, "director", "fr")
    page.click("[data-ask-key]")
    expect(page).to_have_url(re.compile("/fr/dossiers/notices/$"))

    page.context.clear_cookies()
    session.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": key})
    sign_in(page, world, "director", "fr")
    page.fill("[name=code]", codes[0])
    page.press("[name=code]", "Enter")
    expect(page).to_have_url(re.compile("/fr/dossiers/notices/$"))
    assert Authenticator.objects.get(type="webauthn").data["name"] == "Clé du trousseau"


def test_a_key_alone_proves_again_who_is_there_and_what_was_typed_is_kept(
    window: Any, world: World, settings: Any
) -> None:
    page: Page = window()
    add_virtual_key(page)
    sign_in(page, world, "director", "fr")
    page.click("a[href*='webauthn/add']")
    page.click("[data-ask-key]")
    page.check("[name=kept]")
    page.click("form[action*=recovery-codes] button")
    settings.AMAN_FRESH_SIGN_IN_S = 0
    page.goto("/fr/dossiers/lost-factors/")
    page.select_option("[name=person]", str(world.users["educator"].pk))
    page.fill("[name=reason]", "Téléphone volé vendredi, venue en personne.")
    page.click("form[action*=ask] button")
    expect(page.locator("[name=fresh-password]")).to_be_visible()
    page.fill("[name=fresh-password]", PASSWORD)
    page.click("[data-ask-key]")

    expect(page.locator(".notice-list li")).to_have_count(1)


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_every_page_of_the_second_factor_passes_axe(
    window: Any, world: World, language: str
) -> None:
    page: Page = window(bypass_csp=True)
    add_virtual_key(page)
    own = f"/{language}/account/2fa/"
    problems: dict[str, list[str]] = {}

    def look() -> None:
        problems[f"{len(problems)} {page.url}"] = problems_of(page)

    sign_in(page, world, "director", language)
    look()
    page.goto(f"{own}totp/activate/")
    page.click("details summary")
    look()
    secret = re.sub(r"\s", "", page.inner_text(".factor-secret"))
    page.fill("[name=code]", "000000")
    page.press("[name=code]", "Enter")
    look()
    page.fill("[name=code]", code_of(secret))
    page.press("[name=code]", "Enter")
    expect(page.locator(".code-list li")).to_have_count(10)
    look()
    page.reload()
    look()
    page.check("[name=kept]")
    page.click("form[action*=recovery-codes] button")
    page.goto(f"{own}webauthn/add/")
    look()
    page.click("[data-ask-key]")
    expect(page).to_have_url(re.compile("/account/2fa/$"))
    key = Authenticator.objects.get(type="webauthn")
    for tail in (
        "",
        "totp/deactivate/",
        "recovery-codes/",
        "recovery-codes/generate/",
        f"webauthn/keys/{key.pk}/edit/",
        f"webauthn/keys/{key.pk}/remove/",
        "reauthenticate/",
        "webauthn/reauthenticate/",
    ):
        page.goto(own + tail)
        look()
    page.goto(f"/{language}/dossiers/lost-factors/")
    look()
    page.context.clear_cookies()
    sign_in(page, world, "director", language)
    page.click("details summary")
    look()

    assert {url: found for url, found in problems.items() if found} == {}
