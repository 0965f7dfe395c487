"""Typed words are not left behind unasked, and go along into the other language."""

from typing import Any
from urllib.parse import unquote

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from dossiers.models import Session
from dossiers.tests.world import World
from dossiers.vocabulary import ConfidentialityClass

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = "كلمات طويلة"
LONG_FORMS = {
    "filing": ("#id_act_number", "scanning_desk"),
    "sharing": ("#id_reason", "director"),
    "filed by mistake": ("#mistake-reason", "director"),
    "invitation": ("#id_name_arabic", "director"),
}


def address_of(world: World, name: str) -> str:
    """Return where a long form is."""
    return {
        "filing": reverse("dossiers:file", args=[world.tray_paper.uid]),
        "sharing": reverse("dossiers:dossier_share", args=[world.family.uid]),
        "filed by mistake": reverse(
            "dossiers:document", args=[world.papers[ConfidentialityClass.GENERAL].uid]
        ),
        "invitation": reverse("dossiers:team_invite"),
    }[name]


def asked(page: Page) -> list[str]:
    """Note each question of the browser, and go on."""
    questions: list[str] = []

    def answer(dialog: Any) -> None:
        questions.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    return questions


@pytest.mark.parametrize("name", LONG_FORMS)
def test_leaving_with_typed_words_asks_and_the_switch_takes_them_along(
    sign_in: Any, world: World, name: str
) -> None:
    field, user = LONG_FORMS[name]
    page = sign_in(world.users[user]).new_page()
    questions = asked(page)
    page.goto(address_of(world, name))
    if name == "filed by mistake":
        page.locator(".paper-trash summary").click()

    page.locator(field).click()
    page.keyboard.type(WORDS)
    page.get_by_role("button", name="Français").click()

    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator(field)).to_have_value(WORDS)
    assert questions == []

    page.locator(field).click()
    page.keyboard.type("!")
    page.goto(reverse("dossiers:home"))
    assert questions == ["beforeunload"]


@pytest.mark.parametrize("name", ["tray", "saved search", "filter"])
def test_the_switch_takes_along_what_is_typed_beside_the_one_form(
    sign_in: Any, world: World, name: str
) -> None:
    user = {"tray": "scanning_desk", "saved search": "director", "filter": "auditor"}[name]
    page = sign_in(world.users[user]).new_page()
    questions = asked(page)
    page.goto(reverse("dossiers:journal" if name == "filter" else "dossiers:tray"))
    if name == "saved search":
        page.goto(reverse("dossiers:home"))
        page.locator("#search-text").fill("Oubella")
        page.keyboard.press("Enter")
    field, typed = {
        "tray": (f"#reason-{world.tray_paper.uid}", WORDS),
        "saved search": ("#search-name", WORDS),
        "filter": ("#id_since", "2026-03-01"),
    }[name]

    if name != "filter":
        page.locator("details", has=page.locator(field)).locator("summary").click()
    page.locator(field).fill(typed)
    # Once more: what came with the page is typed too.
    for language, code in (("Français", "fr"), ("English", "en")):
        page.get_by_role("button", name=language).or_(
            page.get_by_role("link", name=language)
        ).click()
        expect(page.locator("html")).to_have_attribute("lang", code)

    expect(page.locator(field)).to_have_value(typed)
    assert WORDS not in unquote(page.url)
    assert questions == []


def test_the_filter_goes_along_without_scripts(sign_in: Any, world: World) -> None:
    page = sign_in(world.users["auditor"], java_script_enabled=False).new_page()
    page.goto(reverse("dossiers:journal"))

    page.locator("#id_action").select_option("search")
    page.get_by_role("button", name="Français").click()

    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator("#id_action")).to_have_value("search")


def test_looking_for_somebody_and_leaving_asks_nothing(sign_in: Any, world: World) -> None:
    page = sign_in(world.users["director"]).new_page()
    questions = asked(page)
    page.goto(reverse("dossiers:home"))

    page.locator("#search-text").click()
    page.keyboard.type("Oubella")
    page.goto(reverse("dossiers:tray"))

    assert questions == []


def test_a_refused_form_has_the_focus_and_asks_before_it_is_left(
    sign_in: Any, world: World
) -> None:
    page = sign_in(world.users["director"]).new_page()
    questions = asked(page)
    page.goto(reverse("dossiers:team_invite"))

    page.locator("#id_name_arabic").click()
    page.keyboard.type(WORDS)
    page.keyboard.press("Enter")

    expect(page.locator("#problem")).to_be_focused()
    expect(page).to_have_title("خطأ · دعوة شخص · ملفات مركز أمان")
    expect(page.locator("#id_name_arabic")).to_have_value(WORDS)
    page.locator("#id_username").click()
    page.goto(reverse("dossiers:home"))
    assert questions == ["beforeunload"]


@pytest.mark.parametrize("width", [360, 1280])
def test_a_refused_form_stands_at_the_top_of_the_window_without_scripts(
    sign_in: Any, world: World, width: int
) -> None:
    viewport = {"width": width, "height": 740}
    page = sign_in(world.users["director"], java_script_enabled=False, viewport=viewport).new_page()
    page.goto(reverse("dossiers:team_invite"))

    page.locator("main form button.button-primary").click()

    box = page.locator("#problem").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 740
    assert "#" not in page.url


def test_a_form_whose_owner_was_signed_out_is_sent_after_the_sign_in(
    sign_in: Any, world: World
) -> None:
    director = world.users["director"]
    page = sign_in(director, java_script_enabled=False).new_page()
    page.goto(reverse("dossiers:dossier_share", args=[world.family.uid]))
    page.locator("#id_reason").fill(WORDS)
    Session.objects.filter(user=director).delete()

    page.locator("[name=step][value=give]").click()

    expect(page.locator("#id_login")).to_be_visible()
    assert WORDS not in page.content()
