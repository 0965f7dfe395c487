"""A pile on the desk, by keys, by mouse and without a script."""

from io import BytesIO
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

from dossiers.models import Document
from dossiers.storage.private_files import private_storage
from dossiers.tests.factories import captured
from dossiers.tests.world import World
from dossiers.vocabulary import DocumentState

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "has_touch": True,
    "is_mobile": True,
}


def lay_pile(world: World, pages: int = 5) -> Document:
    """Put a read pile with a picture of each page into the tray of the registration desk."""
    pile = captured(b"%PDF", pages=pages, unit=world.units["civil_registration"])
    for page in pile.pages.all():
        picture = Image.new("L", (226, 320), 245)
        ImageDraw.Draw(picture).text((100, 140), str(page.number), fill=0)
        buffer = BytesIO()
        picture.save(buffer, "PNG")
        page.image_name = page.thumbnail_name = private_storage.put(buffer.getvalue())
        page.is_read = True
        page.save()
    Document.objects.filter(pk=pile.pk).update(state=DocumentState.READ, pages_read=pages)
    return Document.objects.get(pk=pile.pk)


def open_pile(window: Any, pile: Document, language: str = "fr") -> Page:
    page: Page = window.new_page()
    page.goto(f"/{language}/dossiers/tray/{pile.uid}/pile/")
    return page


def is_confirmed(url: str) -> bool:
    """Whether the desk went on from the pile."""
    return not url.endswith("/pile/")


def papers(pile: Document) -> list[list[int]]:
    """Return the numbers that the pages have in the file, paper by paper."""
    found = Document.objects.filter(pages__original__in=pile.originals).distinct()
    rows = [list(one.pages.values_list("original_number", flat=True)) for one in found]
    return sorted(rows)


@pytest.mark.parametrize(("language", "onward"), [("ar", "ArrowLeft"), ("fr", "ArrowRight")])
def test_a_pile_is_cut_by_keys_alone(
    sign_in: Any, world: World, language: str, onward: str
) -> None:
    pile = lay_pile(world)
    page = open_pile(sign_in(world.users["scanning_desk"]), pile, language)
    expect(page.locator("[data-sheet]").first).to_be_focused()

    for key in (onward, onward, "Enter", onward, onward, "Enter", "Delete", "Control+z"):
        page.keyboard.press(key)
    expect(page.locator(".pile-sheet.begins")).to_have_count(3)
    page.keyboard.press("Control+Enter")
    page.wait_for_url(is_confirmed)

    assert papers(pile) == [[1, 2], [3, 4], [5]]


def test_page_down_goes_from_cut_to_cut(sign_in: Any, world: World) -> None:
    pile = lay_pile(world, 6)
    page = open_pile(sign_in(world.users["scanning_desk"]), pile)
    sheets = page.locator("[data-sheet]")
    for number in (2, 4):
        sheets.nth(number).locator("[name^=cut-]").check()

    page.keyboard.press("Home")
    page.keyboard.press("PageDown")
    expect(sheets.nth(2)).to_be_focused()
    page.keyboard.press("PageDown")
    expect(sheets.nth(4)).to_be_focused()
    page.keyboard.press("PageUp")
    expect(sheets.nth(2)).to_be_focused()


def test_a_page_goes_over_to_the_next_paper_and_is_turned(sign_in: Any, world: World) -> None:
    pile = lay_pile(world, 4)
    page = open_pile(sign_in(world.users["scanning_desk"]), pile)
    page.locator("[data-sheet]").nth(2).focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowLeft")

    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("r")
    page.locator("[data-confirm]").click()
    page.wait_for_url(is_confirmed)

    assert papers(pile) == [[1], [2, 3, 4]]
    turned = pile.originals.get().pages.get(original_number=2)
    assert turned.instructions == [{"do": "turn", "quarters": 1}]


def test_a_page_is_dragged_to_another_place(sign_in: Any, world: World) -> None:
    pile = lay_pile(world, 4)
    page = open_pile(sign_in(world.users["scanning_desk"]), pile)
    sheets = page.locator("[data-sheet]")

    sheets.nth(3).drag_to(sheets.nth(1))
    page.locator("[data-confirm]").click()
    page.wait_for_url(is_confirmed)

    assert list(pile.pages.order_by("number").values_list("original_number", flat=True)) == [
        1,
        4,
        2,
        3,
    ]


def test_without_a_script_the_plain_form_does_the_same(sign_in: Any, world: World) -> None:
    pile = lay_pile(world, 3)
    window = sign_in(world.users["scanning_desk"], java_script_enabled=False)
    page = open_pile(window, pile)
    sheets = page.locator("[data-sheet]")

    # What only the script can do is not shown.
    expect(page.locator("[data-tools]")).to_be_hidden()
    sheets.nth(1).get_by_label("Un document commence ici").check()
    sheets.nth(2).get_by_label("Mettre de côté").check()
    page.get_by_role("button", name="Confirmer les documents").click()

    assert papers(pile) == [[1], [2]]


def test_whoever_comes_second_sees_what_changed(sign_in: Any, world: World) -> None:
    pile = lay_pile(world, 4)
    mine = open_pile(sign_in(world.users["scanning_desk"]), pile)
    theirs = open_pile(sign_in(world.users["registration_worker"]), pile)
    theirs.locator("[data-sheet]").nth(3).focus()
    theirs.keyboard.press("Enter")
    theirs.keyboard.press("Control+Enter")
    theirs.wait_for_url(is_confirmed)

    mine.locator("[data-sheet]").nth(1).focus()
    mine.keyboard.press("Enter")
    mine.keyboard.press("Control+Enter")

    expect(mine.locator("#changed")).to_contain_text("registration_worker")
    expect(mine.locator(".is-changed")).to_have_count(1)
    assert papers(pile) == [[1, 2, 3], [4]]


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_pile_is_accessible_and_fits_a_telephone(
    sign_in: Any, world: World, language: str
) -> None:
    pile = lay_pile(world)
    window = sign_in(world.users["scanning_desk"], viewport={"width": 360, "height": 740})
    page = open_pile(window, pile, language)
    page.wait_for_load_state("networkidle")

    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    found = Axe().run(page).response["violations"]
    assert [one["id"] for one in found] == []


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_filing_an_uncut_pile_is_not_wider_than_a_telephone(
    sign_in: Any, world: World, language: str
) -> None:
    pile = lay_pile(world, 20)
    page: Page = sign_in(world.users["scanning_desk"], **PHONE).new_page()
    page.goto(f"/{language}/dossiers/tray/{pile.uid}/")

    expect(page.locator(".sheets-strip li")).to_have_count(20)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_double_tap_confirms_once(sign_in: Any, world: World) -> None:
    pile = lay_pile(world)
    page = open_pile(sign_in(world.users["scanning_desk"], **PHONE), pile)
    page.locator("[data-sheet]").nth(2).locator(".pile-cut").tap()
    sent: list[str] = []
    page.on("request", lambda asked: sent.append(asked.method) if asked.method == "POST" else None)

    page.locator("[data-confirm]").evaluate("button => [button.click(), button.click()]")
    page.wait_for_url(is_confirmed)

    assert sent == ["POST"]
    expect(page.locator(".alert-ok")).to_contain_text("2 documents")


def open_page(page: Page, place: int) -> None:
    page.locator("[data-sheet]").nth(place).locator("[data-edit]").tap()
    page.wait_for_url("**/pages/*/")


def test_cuts_not_confirmed_outlive_a_look_at_one_page(sign_in: Any, world: World) -> None:
    pile = lay_pile(world)
    page = open_pile(sign_in(world.users["scanning_desk"], **PHONE), pile)
    page.locator("[data-sheet]").nth(3).locator(".pile-cut").tap()
    expect(page.locator(".pile-sheet.begins")).to_have_count(2)

    open_page(page, 3)
    page.get_by_role("link", name="Retour à la pile").tap()

    expect(page.locator(".pile-sheet.begins")).to_have_count(2)
    expect(page.locator("[data-said]")).to_contain_text("Comme vous l’avez laissée")
    page.locator("[data-act=undo]").tap()
    expect(page.locator(".pile-sheet.begins")).to_have_count(1)


def test_cuts_of_a_pile_that_somebody_else_changed_are_forgotten(
    sign_in: Any, world: World
) -> None:
    pile = lay_pile(world)
    mine = open_pile(sign_in(world.users["scanning_desk"]), pile)
    mine.locator("[data-sheet]").nth(3).locator("[name^=cut-]").check()
    theirs = open_pile(sign_in(world.users["registration_worker"]), pile)
    theirs.locator("[data-sheet]").nth(1).locator("[name^=cut-]").check()
    theirs.locator("[data-confirm]").click()
    theirs.wait_for_url(is_confirmed)

    mine.reload()

    expect(mine.locator(".pile-sheet.begins")).to_have_count(2)
    expect(mine.locator("[data-sheet]").nth(1)).to_contain_class("begins")


class Fingers:
    """Fingers on the picture of a page, in shares of it."""

    def __init__(self, page: Page) -> None:
        picture = page.locator("[data-crop-view] img")
        picture.scroll_into_view_if_needed()
        box = picture.bounding_box()
        assert box is not None
        self.box = box
        self.line = page.context.new_cdp_session(page)

    def act(self, kind: str, *places: tuple[float, float]) -> None:
        points = [
            {
                "x": self.box["x"] + across * self.box["width"],
                "y": self.box["y"] + down * self.box["height"],
                "id": number,
            }
            for number, (across, down) in enumerate(places)
        ]
        self.line.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def drawn(page: Page) -> list[float]:
    names = ("left", "top", "right", "bottom")
    return [round(float(page.input_value(f"[name={name}]"))) for name in names]


@pytest.fixture
def one_page(sign_in: Any, world: World) -> Page:
    """The screen of one page, on a telephone."""
    page = open_pile(sign_in(world.users["scanning_desk"], **PHONE), lay_pile(world))
    open_page(page, 0)
    return page


def test_a_box_is_drawn_with_a_finger(one_page: Page) -> None:
    finger = Fingers(one_page)
    finger.act("touchStart", (0.1, 0.2))
    finger.act("touchMove", (0.5, 0.5))
    finger.act("touchMove", (0.9, 0.6))
    finger.act("touchEnd")

    assert drawn(one_page) == [10, 20, 90, 60]


def test_a_touch_or_two_fingers_draw_no_box(one_page: Page) -> None:
    fingers = Fingers(one_page)
    fingers.act("touchStart", (0.4, 0.4))
    fingers.act("touchMove", (0.405, 0.405))
    fingers.act("touchEnd")
    assert drawn(one_page) == [0, 0, 100, 100]

    fingers.act("touchStart", (0.4, 0.4))
    fingers.act("touchMove", (0.35, 0.35))
    fingers.act("touchStart", (0.35, 0.35), (0.6, 0.6))
    for step in range(1, 6):
        fingers.act("touchMove", (0.35 - step / 20, 0.35), (0.6 + step / 20, 0.6))
    fingers.act("touchEnd")

    assert drawn(one_page) == [0, 0, 100, 100]
