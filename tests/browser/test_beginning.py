"""A centre begins: from an empty folder to the first filed document, in Arabic, as people do it."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, expect

from .beginning import served

pytestmark = pytest.mark.browser

PASSWORD = "زيت الأركان والخبز 2026"
WITHIN_MS = 60_000


def code_of(secret: str) -> str:
    """Return the six digits that an app shows now."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def enrol_app(page: Page) -> None:
    """Set up the app on the telephone and keep the recovery codes."""
    page.click("a[href*='totp/activate']")
    page.click("details summary")
    secret = re.sub(r"\s", "", page.inner_text(".factor-secret"))
    page.fill("[name=code]", code_of(secret))
    page.press("[name=code]", "Enter")
    page.check("[name=kept]")
    page.click("form[action*=recovery-codes] button")
    page.wait_for_url(re.compile("/ar/dossiers/"))


def open_link(browser: Browser, link: str) -> Page:
    """Open a one-time link in a window of its own, as somebody who never was here."""
    context = browser.new_context(base_url=link.partition("/ar/")[0], locale="ar")
    context.set_default_timeout(WITHIN_MS)
    page = context.new_page()
    page.goto(link)
    expect(page).to_have_url(re.compile("/invitation/$"))
    page.locator("[data-code-form] button").click()
    return page


def choose_password(page: Page) -> None:
    """Type the password twice and go on."""
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#id_again").fill(PASSWORD)
    page.locator("main form button").click()
    expect(page).to_have_url(re.compile("/account/2fa/"))


def make_first_account(browser: Browser, link: str, *, names: tuple[str, str], user: str) -> Page:
    """Write who one is, behind a set-up link, and enrol the second factor."""
    page = open_link(browser, link)
    page.locator("#id_name_arabic").fill(names[0])
    page.locator("#id_name_latin").fill(names[1])
    page.locator("#id_username").fill(user)
    choose_password(page)
    enrol_app(page)
    return page


def invite_clerk(page: Page) -> str:
    """Choose the units, invite somebody to the scanning desk; return the link of the slip."""
    page.goto("/ar/dossiers/")
    expect(page).to_have_url(re.compile("/team/units/$"))
    unused = page.locator("fieldset", has_text="المهارات الاجتماعية")
    unused.locator("input[type=checkbox]").uncheck()
    page.locator("main form button").click()
    expect(page).to_have_url(re.compile("/team/invite/"))
    page.locator("#id_name_arabic").fill("نعيمة أشتوك")
    page.locator("#id_name_latin").fill("Naima Achtouk")
    units = page.locator("#id_roles-0-unit")
    assert "المهارات الاجتماعية" not in units.inner_text()
    units.select_option(index=1)
    page.locator("#id_roles-0-role").select_option("registration_worker")
    page.locator("main form button").click()
    link: str = page.locator("#link").input_value()
    return link


def a_scan() -> bytes:
    """Draw a sheet with a few lines."""
    sheet = Image.new("L", (1240, 1754), 255)
    draw = ImageDraw.Draw(sheet)
    for line in range(12):
        words = "Extrait d'acte de naissance 418 / 2014"
        draw.text((150, 150 + 90 * line), words, font_size=40, fill=0)
    target = BytesIO()
    sheet.save(target, "PNG")
    return target.getvalue()


def file_first_document(page: Page) -> None:
    """Hand a scan in, wait until it is read, and file it into a new dossier."""
    page.goto("/ar/dossiers/tray/")
    scan: Any = {"name": "scan.png", "mimeType": "image/png", "buffer": a_scan()}
    page.locator("input[type=file]").first.set_input_files(scan)
    page.locator(".tray-action a").first.click()
    page.select_option("[name=kind]", "EC01")
    page.fill("#find", "سعيدة أمزيل")
    page.press("#find", "Enter")
    page.locator("[name=do][value=new]").click()
    page.locator("[name=new-arabic]").fill("سعيدة أمزيل")
    page.locator("[name=do][value=file]").click()
    expect(page.locator(".alert-ok")).to_contain_text(re.compile(r"20\d\d/0001"))


def test_a_centre_begins_in_an_empty_folder(browser: Browser, tmp_path: Path) -> None:
    with served(tmp_path / "var") as links:
        assert len(links) == 2
        names = ("رشيد أيت باها", "Rachid Ait Baha")
        make_first_account(browser, links[0], names=names, user="rachid")
        names = ("سعاد المنصوري", "Souad El Mansouri")
        director = make_first_account(browser, links[1], names=names, user="souad")
        clerk = open_link(browser, invite_clerk(director))
        expect(clerk.locator("main")).to_contain_text("نعيمة أشتوك")
        choose_password(clerk)
        enrol_app(clerk)
        file_first_document(clerk)
