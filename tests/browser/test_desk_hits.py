"""From a hit to the words on the image: by link and key, without a script, on a telephone."""

import json
from io import BytesIO
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

from dossiers.models import Document
from dossiers.storage.private_files import private_storage
from dossiers.tests.factories import PageFactory
from dossiers.tests.world import World
from dossiers.vocabulary import ConfidentialityClass
from search import api

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZE = (620, 877)
# Where the word looked for stands on each side: left, top, right, bottom in pixels.
WORDS = {1: [(60, 90, 220, 120)], 2: [(330, 200, 500, 230), (80, 700, 240, 730)]}


def draw(boxes: list[tuple[int, int, int, int]]) -> bytes:
    """Return a white page with a black bar for each word."""
    picture = Image.new("L", SIZE, 250)
    for box in boxes:
        ImageDraw.Draw(picture).rectangle(box, fill=30)
    buffer = BytesIO()
    picture.save(buffer, "JPEG")
    return buffer.getvalue()


@pytest.fixture
def paper(world: World) -> Document:
    """A paper of two sides whose words the reader has placed."""
    paper = world.papers[ConfidentialityClass.CIVIL]
    paper.pages.all().delete()
    for number, boxes in WORDS.items():
        between = ["lieu", 0, 0, 1, 1, 95, 0]
        words = [
            word
            for line, box in enumerate(boxes)
            for word in (["naissance", *box, 95, line], between)
        ]
        PageFactory(
            document=paper,
            number=number,
            width=SIZE[0],
            height=SIZE[1],
            text="naissance\n" * len(words),
            image_name=private_storage.put(draw(boxes)),
            words_name=private_storage.put(json.dumps({"words": words}).encode()),
        )
    paper.page_count = len(WORDS)
    paper.version += 1
    paper.save()
    api.index([f"document:{paper.pk}"])
    return paper


def open_hit(page: Page, language: str = "fr") -> None:
    page.goto(f"/{language}/dossiers/")
    page.fill("#search-text", "naissance")
    page.press("#search-text", "Enter")
    page.locator(".hits h3 > a").first.click()
    expect(page.locator(".hit-bar")).to_be_visible()
    page.wait_for_load_state("networkidle")


def place_of_present_mark(page: Page) -> dict[str, float]:
    """Return where the mark stands, as shares of the image."""
    return page.evaluate(
        """() => {
          const image = document.querySelector(".viewer-picture img").getBoundingClientRect();
          const mark = document.querySelector(".hit-layer #hit rect").getBoundingClientRect();
          return {
            x: (mark.left - image.left) / image.width,
            y: (mark.top - image.top) / image.height,
          };
        }"""
    )


@pytest.mark.parametrize(("width", "script"), [(360, True), (1280, True), (1280, False)])
def test_the_mark_lies_on_the_word_at_every_size(
    sign_in: Any, world: World, paper: Document, width: int, script: bool
) -> None:
    window = {"viewport": {"width": width, "height": 800}, "java_script_enabled": script}
    page: Page = sign_in(world.users["director"], **window).new_page()
    open_hit(page)

    place = place_of_present_mark(page)

    assert place["x"] == pytest.approx((60 - 3) / SIZE[0], abs=0.01)
    assert place["y"] == pytest.approx((90 - 3) / SIZE[1], abs=0.01)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_keys_walk_over_the_hits_and_sides(sign_in: Any, world: World, paper: Document) -> None:
    page: Page = sign_in(world.users["director"]).new_page()
    open_hit(page)
    page.keyboard.press("n")
    page.wait_for_url("**page=2**")
    expect(page.locator("[data-hit-number]")).to_have_text("1")
    page.keyboard.press("n")
    expect(page.locator("[data-hit-number]")).to_have_text("2")
    expect(page.locator('[data-hit="next"]')).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("p")
    page.keyboard.press("p")
    page.wait_for_url("**page=1**")

    expect(page.locator("[data-hit-number]")).to_have_text("1")
    assert "naissance" not in page.url


def test_without_a_script_links_walk_and_the_marks_can_be_put_away(
    sign_in: Any, world: World, paper: Document
) -> None:
    page: Page = sign_in(world.users["director"], java_script_enabled=False).new_page()
    open_hit(page)
    page.locator('[data-hit="next"]').click()
    page.locator('[data-hit="next"]').click()
    expect(page.locator("[data-hit-number]")).to_have_text("2")
    expect(page.locator(".hit-layer")).to_be_visible()
    page.locator("#hits-shown").uncheck()

    expect(page.locator(".hit-layer")).to_be_hidden()


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_marked_paper_passes_the_accessibility_rules(
    sign_in: Any, world: World, paper: Document, language: str
) -> None:
    page: Page = sign_in(world.users["director"]).new_page()
    open_hit(page, language)

    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()
