"""An editor builds a page in the admin, in two languages: looks at blocks, writes, publishes."""

import re
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import BrowserContext, Page, expect

from dossiers.models import User
from publicsite.models import HomePage, PillarPage, ServicePage, StandardPage

from .conftest import SignIn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = {
    "ar": {"title": "سؤال وجواب", "block": "نص", "sample": "فقرة قصيرة وواضحة"},
    "fr": {"title": "Questions fréquentes", "block": "Texte", "sample": "Un paragraphe court"},
}


@pytest.fixture
def editor(live_server: Any, settings: Any) -> User:
    """Somebody who writes and publishes pages, and the planted site."""
    # Wagtail refuses a second page of the same address to whoever publishes a new page while
    # its draft is being saved for the first time; a script clicks that fast, at times.
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0
    call_command("load_public_content", verbosity=0)
    user: User = User.objects.create_user(
        "editor", password="for this test only", is_superuser=True
    )
    return user


def window(sign_in: SignIn, editor: User, *, language: str) -> BrowserContext:
    """Sign the editor in, with the admin in a language."""
    editor.language = language
    editor.save()
    return sign_in(editor)


def publish(page: Page) -> None:
    """Open the menu of actions and choose the one that publishes."""
    page.locator(".w-dropdown__toggle, [data-w-dropdown-target='toggle']").last.click()
    page.locator("[name=action-publish]").click()


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_editor_looks_at_a_block_writes_and_publishes(
    sign_in: SignIn, editor: User, language: str
) -> None:
    words = WORDS[language]
    home = HomePage.objects.get(locale__language_code=language)
    page = window(sign_in, editor, language=language).new_page()
    page.goto(f"/admin/pages/add/publicsite/standardpage/{home.pk}/")
    expect(page.locator("html")).to_have_attribute("lang", language)

    page.locator(".c-sf-add-button").first.click()
    option = page.locator("[role=option]", has_text=words["block"]).first
    page.locator(".w-combobox__option-preview").first.click()
    look = page.frame_locator(".w-combobox-preview__iframe").locator("main")
    expect(look).to_contain_text(words["sample"])
    option.click()
    # A new block takes the focus when it has come; words typed before that would go into it.
    box = page.locator("[role=textbox][contenteditable=true]").first
    expect(box).to_be_focused()
    page.locator("[name=title]").fill(words["title"])
    page.locator("[name=summary]").fill(words["title"])
    box.fill(words["title"])
    # The editor of rich text writes into its form a moment later.
    expect(page.locator("[name=body-0-value]")).to_have_value(re.compile(words["title"]))
    publish(page)
    expect(page.locator(".messages, [data-messages]").first).to_contain_text(words["title"])
    written = StandardPage.objects.get(title=words["title"])
    assert written.live
    page.goto(written.get_url())
    expect(page.locator("h1")).to_have_text(words["title"])


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_editor_sees_the_page_beside_its_form(sign_in: SignIn, editor: User, language: str) -> None:
    pillar = PillarPage.objects.filter(locale__language_code=language).first()
    page = window(sign_in, editor, language=language).new_page()
    page.set_viewport_size({"width": 1400, "height": 900})
    page.goto(f"/admin/pages/{pillar.pk}/edit/")

    page.locator("[data-side-panel-toggle=preview]").click()

    seen = page.frame_locator("#w-preview-iframe").locator("h1").first
    expect(seen).to_have_text(pillar.title, timeout=20_000)


def test_editor_reads_which_section_a_service_lacks(sign_in: SignIn, editor: User) -> None:
    pillar = PillarPage.objects.filter(locale__language_code="ar").first()
    page = window(sign_in, editor, language="ar").new_page()
    page.goto(f"/admin/pages/add/publicsite/servicepage/{pillar.pk}/")
    page.locator("[name=title]").fill("خدمة جديدة")
    page.locator("[name=summary]").fill("ملخص")
    boxes = page.locator("[role=textbox][contenteditable=true]")
    expect(boxes).to_have_count(6)
    for box in boxes.all():
        box.fill("نص")
    page.locator("[data-streamfield-action=DELETE]").nth(2).click()
    publish(page)

    expect(page.locator("main")).to_contain_text("قبل النشر أضف: التكلفة")
    assert not ServicePage.objects.filter(title="خدمة جديدة", live=True).exists()
