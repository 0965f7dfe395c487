"""Typed words are not left behind unasked, and go along into the other language."""

from typing import Any

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
