"""The viewer in a real browser: sizes, moving, turning, keys, two fingers, print, no script."""

from io import BytesIO
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page, expect

from dossiers.models import Document, JournalEntry
from dossiers.storage.private_files import private_storage
from dossiers.tests.factories import PageFactory
from dossiers.tests.world import World
from dossiers.vocabulary import ConfidentialityClass, JournalAction

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZES = {"image_name": (1414, 2000), "screen_name": (990, 1400), "thumbnail_name": (226, 320)}


def give_pages(document: Document, number: int) -> Document:
    """Store a real encrypted picture of each size for each side."""
    names = {}
    for name, size in SIZES.items():
        buffer = BytesIO()
        Image.new("L", size, 235).save(buffer, "WEBP")
        names[name] = private_storage.put(buffer.getvalue())
    document.pages.all().delete()
    for side in range(1, number + 1):
        PageFactory(
            document=document, number=side, width=1414, height=2000, text=f"الصفحة {side}", **names
        )
    document.page_count = number
    document.save()
    return document


@pytest.fixture
def paper(world: World) -> Document:
    return give_pages(world.papers[ConfidentialityClass.CIVIL], 3)


def open_viewer(page: Page, paper: Document, language: str = "fr") -> None:
    page.goto(f"/{language}/dossiers/p/{paper.uid}/")
    expect(page.locator("[data-viewer-tools]")).to_be_visible()
    page.locator("[data-stage]").focus()


def width(page: Page) -> float:
    return float(page.evaluate("document.querySelector('[data-sheet]').clientWidth"))


def scrolled(page: Page) -> list[float]:
    found = page.evaluate(
        "(({ scrollLeft, scrollTop }) => [scrollLeft, scrollTop])"
        "(document.querySelector('[data-stage]'))"
    )
    return [float(value) for value in found]


def sizes_seen() -> list[str]:
    lines = JournalEntry.objects.filter(action=JournalAction.PAGE_IMAGE)
    return [line.detail["size"] for line in lines if line.detail["size"] != "small"]


def test_the_large_picture_is_fetched_only_by_who_looks_closely(
    sign_in: Any, world: World, paper: Document
) -> None:
    page: Page = sign_in(world.users["director"]).new_page()
    open_viewer(page, paper)
    page.wait_for_load_state("networkidle")
    assert sizes_seen() == ["screen"]

    with page.expect_response("**/pages/1/image/"):
        page.keyboard.press("3")

    expect(page.locator("[data-size]")).to_have_text("100%")
    expect(page.locator(".viewer-image img")).to_have_js_property("naturalWidth", 1414)
    assert sizes_seen() == ["screen", "full"]


def test_keys_change_the_size_and_turn_the_picture(
    sign_in: Any, world: World, paper: Document
) -> None:
    page: Page = sign_in(world.users["director"]).new_page()
    open_viewer(page, paper)
    whole_page = width(page)

    page.keyboard.press("1")
    expect(page.locator('[data-do="width"]')).to_have_attribute("aria-pressed", "true")
    whole_width = width(page)
    page.keyboard.press("+")
    assert width(page) == pytest.approx(whole_width * 1.25, abs=2)
    page.keyboard.press("-")
    assert width(page) == pytest.approx(whole_width, abs=2)
    page.keyboard.press("2")
    assert width(page) == pytest.approx(whole_page, abs=2)
    page.keyboard.press("r")
    across = page.evaluate(
        "(({ clientWidth, clientHeight }) => clientWidth > clientHeight)"
        "(document.querySelector('[data-sheet]'))"
    )
    assert across is True


def test_the_way_of_looking_is_kept_for_the_next_page(
    sign_in: Any, world: World, paper: Document
) -> None:
    page: Page = sign_in(world.users["director"]).new_page()
    open_viewer(page, paper)
    page.keyboard.press("1")
    page.keyboard.press("PageDown")
    expect(page.locator(".viewer-words")).to_have_text("الصفحة 2")

    expect(page.locator('[data-do="width"]')).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("End")
    expect(page.locator(".viewer-words")).to_have_text("الصفحة 3")


def test_a_large_picture_is_moved_by_the_mouse(sign_in: Any, world: World, paper: Document) -> None:
    page: Page = sign_in(world.users["director"]).new_page()
    open_viewer(page, paper)
    page.keyboard.press("3")
    expect(page.locator("[data-size]")).to_have_text("100%")
    left, top = scrolled(page)
    box = page.locator("[data-stage]").bounding_box() or {}
    x, y = box["x"] + box["width"] / 2, box["y"] + 200
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 60, y - 80, steps=4)
    page.mouse.up()

    moved = scrolled(page)
    assert (moved[0] - left, moved[1] - top) == (pytest.approx(60, abs=2), pytest.approx(80, abs=2))
    expect(page.locator("[data-size]")).to_have_text("100%")


def test_two_fingers_make_the_picture_larger_on_a_telephone(
    sign_in: Any, world: World, paper: Document
) -> None:
    phone = sign_in(world.users["director"], viewport={"width": 360, "height": 740}, has_touch=True)
    page: Page = phone.new_page()
    open_viewer(page, paper, "ar")
    before = width(page)
    page.evaluate(
        """() => {
          const stage = document.querySelector("[data-stage]");
          const fire = (name, gap) => {
            const at = (identifier, clientX) =>
              new Touch({ identifier, target: stage, clientX, clientY: 400 });
            const touches = [at(1, 180 - gap / 2), at(2, 180 + gap / 2)];
            const init = { touches, targetTouches: touches, bubbles: true, cancelable: true };
            stage.dispatchEvent(new TouchEvent(name, init));
          };
          fire("touchstart", 100);
          fire("touchmove", 200);
        }"""
    )

    assert width(page) == pytest.approx(before * 2, rel=0.02)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("key", ["?", "؟"])
def test_the_sheet_of_keys_opens_and_closes(
    sign_in: Any, world: World, paper: Document, key: str
) -> None:
    page: Page = sign_in(world.users["director"]).new_page()
    open_viewer(page, paper, "ar")
    page.evaluate(
        "key => document.activeElement.dispatchEvent("
        "new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))",
        key,
    )
    expect(page.locator("[data-keys]")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.locator("[data-keys]")).to_be_hidden()


def test_keys_of_one_character_can_be_switched_off(
    sign_in: Any, world: World, paper: Document
) -> None:
    page: Page = sign_in(world.users["director"]).new_page()
    open_viewer(page, paper)
    page.locator('[data-do="help"]').click()
    page.get_by_label("Les touches à un caractère sont actives").uncheck()
    page.keyboard.press("Escape")
    before = width(page)

    for key in ("1", "+", "r", "?"):
        page.keyboard.press(key)
    page.keyboard.press("PageDown")
    page.wait_for_url("**page=2**")
    page.keyboard.press("3")

    assert width(page) == before
    expect(page.locator("[data-keys]")).to_be_hidden()
    page.locator('[data-do="help"]').click()
    expect(page.locator("[data-single-keys]")).not_to_be_checked()


def test_without_a_script_pictures_and_links_are_there(
    sign_in: Any, world: World, paper: Document
) -> None:
    page: Page = sign_in(world.users["director"], java_script_enabled=False).new_page()
    page.goto(f"/fr/dossiers/p/{paper.uid}/")

    expect(page.locator("[data-viewer-tools]")).to_be_hidden()
    address = page.locator(".viewer-image").get_attribute("href") or ""
    assert address.endswith("/pages/1/image/")
    page.locator(".thumbnails a >> nth=2").click()
    expect(page.locator(".viewer-words")).to_have_text("الصفحة 3")


def test_the_print_page_opens_the_dialog_when_every_picture_is_there(
    sign_in: Any, world: World, paper: Document
) -> None:
    page: Page = sign_in(world.users["registration_worker"]).new_page()
    page.add_init_script("window.print = () => (document.body.dataset.printed = 'yes')")
    page.goto(f"/ar/dossiers/p/{paper.uid}/")
    page.get_by_role("link", name="طباعة").click()
    expect(page.locator("body")).to_have_attribute("data-printed", "yes")

    expect(page.locator(".print-sheet")).to_have_count(3)
    expect(page.locator("figcaption").first).to_contain_text("2026/0012")
    page.emulate_media(media="print")
    expect(page.locator(".print-bar")).to_be_hidden()


def test_printing_the_viewer_itself_prints_no_paper(
    sign_in: Any, world: World, paper: Document
) -> None:
    page: Page = sign_in(world.users["director"]).new_page()
    open_viewer(page, paper)
    page.emulate_media(media="print")

    expect(page.locator(".viewer-stage")).to_be_hidden()
    expect(page.locator(".viewer-words")).to_be_hidden()
    expect(page.locator(".print-only")).to_be_visible()


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_axe_finds_nothing_and_nothing_is_wider_than_a_small_phone(
    sign_in: Any, world: World, paper: Document, language: str
) -> None:
    small = sign_in(world.users["director"], viewport={"width": 360, "height": 740})
    page: Page = small.new_page()
    paths = (
        f"p/{paper.uid}/",
        f"p/{paper.uid}/print/",
        f"p/{paper.uid}/correct/",
        f"d/{world.family.uid}/export/",
        f"tray/{world.tray_paper.uid}/",
    )

    found = []
    for path in paths:
        page.goto(f"/{language}/dossiers/{path}")
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
        found += [(path, rule["id"]) for rule in Axe().run(page).response["violations"]]

    assert found == []
