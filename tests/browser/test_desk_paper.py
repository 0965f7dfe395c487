"""A paper on the screen: its image, its pages, and what stays closed until it is asked for."""

from io import BytesIO
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page, expect

from dossiers.models import Document
from dossiers.storage.private_files import private_storage
from dossiers.tests.factories import PageFactory
from dossiers.tests.world import World
from dossiers.vocabulary import ConfidentialityClass

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def give_pages(document: Document, number: int) -> Document:
    """Store a real encrypted picture for each side."""
    buffer = BytesIO()
    Image.new("L", (620, 877), 240).save(buffer, "JPEG")
    document.pages.all().delete()
    for side in range(1, number + 1):
        PageFactory(
            document=document,
            number=side,
            text=f"الصفحة {side}",
            image_name=private_storage.put(buffer.getvalue()),
            thumbnail_name=private_storage.put(buffer.getvalue()),
        )
    document.page_count = number
    document.save()
    return document


def picture_is_drawn(page: Page) -> bool:
    return bool(page.evaluate("document.querySelector('.viewer-image img').naturalWidth > 0"))


def test_the_image_of_a_civil_paper_is_drawn(sign_in: Any, world: World) -> None:
    paper = give_pages(world.papers[ConfidentialityClass.CIVIL], 1)
    page: Page = sign_in(world.users["registration_worker"]).new_page()
    page.goto(f"/fr/dossiers/p/{paper.uid}/")
    page.wait_for_load_state("networkidle")

    assert picture_is_drawn(page)
    expect(page.locator(".viewer-words")).to_have_text("الصفحة 1")


@pytest.mark.parametrize(("language", "forward"), [("ar", "ArrowLeft"), ("fr", "ArrowRight")])
def test_arrow_keys_turn_the_pages_in_the_direction_of_reading(
    sign_in: Any, world: World, language: str, forward: str
) -> None:
    paper = give_pages(world.papers[ConfidentialityClass.CIVIL], 3)
    page: Page = sign_in(world.users["director"]).new_page()
    page.goto(f"/{language}/dossiers/p/{paper.uid}/")
    page.keyboard.press(forward)

    expect(page.locator(".viewer-words")).to_have_text("الصفحة 2")


def test_without_a_script_one_leafs_by_links_and_folds_the_text_away(
    sign_in: Any, world: World
) -> None:
    paper = give_pages(world.papers[ConfidentialityClass.CIVIL], 2)
    page: Page = sign_in(world.users["director"], java_script_enabled=False).new_page()
    page.goto(f"/fr/dossiers/p/{paper.uid}/")
    page.locator("a[rel=next]").click()
    expect(page.locator(".viewer-words")).to_have_text("الصفحة 2")
    page.locator(".viewer-text summary").click()

    expect(page.locator(".viewer-words")).to_be_hidden()


def test_no_image_of_a_medical_paper_is_fetched_before_somebody_asks(
    sign_in: Any, world: World
) -> None:
    paper = give_pages(world.papers[ConfidentialityClass.MEDICAL], 2)
    page: Page = sign_in(world.users["health_officer"]).new_page()
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(f"/ar/dossiers/p/{paper.uid}/")
    page.wait_for_load_state("networkidle")
    assert not [url for url in fetched if "/pages/" in url]

    page.locator(".closed-paper .button").click()
    page.wait_for_load_state("networkidle")

    assert picture_is_drawn(page)


def test_a_paper_fits_a_telephone_and_passes_the_accessibility_rules(
    sign_in: Any, world: World
) -> None:
    paper = give_pages(world.papers[ConfidentialityClass.CIVIL], 12)
    phone = sign_in(world.users["director"], viewport={"width": 360, "height": 740})
    page: Page = phone.new_page()
    page.goto(f"/ar/dossiers/p/{paper.uid}/?page=6")
    page.wait_for_load_state("networkidle")

    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
