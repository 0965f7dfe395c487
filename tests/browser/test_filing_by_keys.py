"""A pile of eight papers is filed with few keys: the presses are counted in a real browser."""

from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from dossiers.models import Document, DocumentKind, Suggestion
from dossiers.storage.private_files import private_storage
from dossiers.tests.factories import (
    DocumentFactory,
    DocumentKindFactory,
    OriginalFactory,
    PageFactory,
)
from dossiers.tests.world import World
from dossiers.vocabulary import ConfidentialityClass, DocumentState

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Kind, number of pages, and what is printed on the first of them: eight papers, thirty pages.
PILE: tuple[tuple[str, int, dict[str, str]], ...] = (
    ("EC01", 2, {"issued_on": "2023-03-14", "act_number": "418", "act_year": "2014"}),
    ("EC01", 1, {"issued_on": "2023-03-14", "act_number": "77", "act_year": "2016"}),
    ("EC02", 4, {"issued_on": "2022-11-02", "act_number": "77", "act_year": "2016"}),
    ("SA05", 1, {"issued_on": "2024-01-09"}),
    ("SA01", 12, {}),
    ("SC01", 2, {"issued_on": "2024-09-12"}),
    ("CE02", 6, {"issued_on": "2024-10-01"}),
    ("AD01", 2, {"issued_on": "2024-10-03"}),
)
# Counts every press of a key but letters and digits that a hand types into a field.
COUNT_KEYS = """
window.addEventListener('keydown', ({ key, ctrlKey, altKey, metaKey, target }) => {
  const types = key.length === 1 && !ctrlKey && !altKey && !metaKey && target.matches('input');
  const count = Number(sessionStorage.getItem('presses') ?? 0);
  if (!types || key === ' ') sessionStorage.setItem('presses', count + 1);
}, true);
"""


def picture() -> str:
    buffer = BytesIO()
    Image.new("L", (620, 877), 235).save(buffer, "WEBP")
    return private_storage.put(buffer.getvalue())


def make_pile(world: World) -> list[Document]:
    """Lay eight papers into the tray as they come from the splitting of a pile."""
    world.tray_paper.delete()
    image = picture()
    file_ = OriginalFactory(unit=world.units["civil_registration"], page_count=30)
    papers = []
    for code, pages, printed in PILE:
        DocumentKindFactory(code=code, paper_class=ConfidentialityClass.CIVIL)
        paper = DocumentFactory(
            read=True,
            unit=world.units["civil_registration"],
            captured_by=world.users["scanning_desk"],
            page_count=pages,
        )
        for number in range(1, pages + 1):
            names = dict.fromkeys(("image_name", "screen_name", "thumbnail_name"), image)
            place = file_.pages.count() + 1
            PageFactory(
                document=paper, number=number, original=file_, original_number=place, **names
            )
        suggest(paper, "kind", code, code)
        for field, value in printed.items():
            suggest(paper, field, value, value)
        papers.append(paper)
    suggest(papers[0], "person", "", "رقية أوبلا")
    return papers


def suggest(paper: Document, field: str, value: str, shown: str) -> None:
    Suggestion.objects.create(
        document=paper,
        page=paper.pages.get(number=1),
        field=field,
        value=value,
        shown=shown,
        confidence=0.95,
        left=700,
        top=300,
        right=1000,
        bottom=340,
    )


def presses(page: Page) -> int:
    return int(page.evaluate("sessionStorage.getItem('presses') ?? 0"))


def open_paper(page: Page, paper: Document, language: str = "fr") -> None:
    page.goto(f"/{language}/dossiers/tray/{paper.uid}/")


def test_a_pile_of_eight_papers_is_filed_with_at_most_sixty_keys(
    sign_in: Any, world: World
) -> None:
    papers = make_pile(world)
    page: Page = sign_in(world.users["scanning_desk"]).new_page()
    page.add_init_script(COUNT_KEYS)
    open_paper(page, papers[0])

    for number, (paper, (_code, _pages, printed)) in enumerate(zip(papers, PILE, strict=True)):
        page.wait_for_url(f"**/tray/{paper.uid}/")
        expect(page.locator("#kind-filter")).to_be_focused()
        page.keyboard.press("Enter")
        if number == 0:
            # The name printed on the first paper leads to the dossier and to the mother.
            expect(page.locator("#find")).to_be_focused()
            page.keyboard.press("Enter")
            expect(page.locator("[name=people]:checked")).to_have_count(1)
        for field in printed:
            expect(page.locator(f"#id_{field}")).to_be_focused()
            page.keyboard.press("Enter")
        expect(page.locator("[name=do][value=file]")).to_be_focused()
        page.keyboard.press("Enter")
    page.wait_for_url("**/tray/")

    filed = Document.objects.filter(state=DocumentState.FILED, dossier=world.family)
    known = {paper.pk: paper for paper in filed}
    assert [known[paper.pk].kind.code for paper in papers] == [code for code, *_ in PILE]
    assert {next(iter(paper.people.all())) for paper in papers} == {world.mother.person}
    assert known[papers[0].pk].act_number == "418"
    assert presses(page) <= 60, presses(page)


def test_one_key_takes_what_is_sure_and_another_files(sign_in: Any, world: World) -> None:
    papers = make_pile(world)
    suggest(papers[1], "act_number", "11", "11")
    page: Page = sign_in(world.users["scanning_desk"]).new_page()
    page.add_init_script(COUNT_KEYS)
    open_paper(page, papers[0])

    page.keyboard.press("Shift+Enter")
    # The dossier is never taken with the rest.
    expect(page.locator("#find")).to_be_focused()
    expect(page.locator("#id_act_number")).to_have_value("418")
    assert Document.objects.filter(state=DocumentState.FILED, dossier=world.family).count() == 5
    page.keyboard.press("Enter")
    expect(page.locator("[name=do][value=file]")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/tray/{papers[1].uid}/")
    # Two numbers are as likely as one another: that field is left to a person.
    page.keyboard.press("Shift+Enter")
    expect(page.locator("#id_act_number")).to_be_focused()
    expect(page.locator("#id_act_number")).to_have_value("")
    page.keyboard.press("Alt+Digit1")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/tray/{papers[2].uid}/")

    for paper in papers[2:]:
        page.wait_for_url(f"**/tray/{paper.uid}/")
        page.keyboard.press("Shift+Enter")
        expect(page.locator("[name=do][value=file]")).to_be_focused()
        page.keyboard.press("Enter")
    page.wait_for_url("**/tray/")

    assert {
        paper.state for paper in Document.objects.filter(pk__in=[one.pk for one in papers])
    } == {DocumentState.FILED}
    assert presses(page) <= 30, presses(page)


# Is what has the focus wholly above the bar at the lower edge, or in it?
IS_CLEAR = """() => {
    const [bar, focused] = [document.querySelector(".filing-actions"), document.activeElement];
    const isBelow = focused.getBoundingClientRect().bottom > bar.getBoundingClientRect().top + 1;
    return bar.contains(focused) || !focused.closest(".filing-form") || !isBelow;
}"""


def test_no_field_or_suggestion_in_focus_lies_behind_the_bar_below(
    sign_in: Any, world: World
) -> None:
    [paper, *_] = make_pile(world)
    page: Page = sign_in(world.users["scanning_desk"]).new_page()
    open_paper(page, paper)
    last = page.locator("[name=do][value=file]")

    hidden = []
    for _key in range(60):
        page.keyboard.press("Tab")
        if not page.evaluate(IS_CLEAR):
            hidden.append(page.evaluate("document.activeElement.name"))
        if last.evaluate("button => button === document.activeElement"):
            break

    expect(last).to_be_focused()
    assert hidden == []


def test_a_finger_files_a_paper_with_its_picture_in_sight(sign_in: Any, world: World) -> None:
    [paper, *_] = make_pile(world)
    phone = sign_in(
        world.users["scanning_desk"],
        viewport={"width": 360, "height": 740},
        has_touch=True,
        is_mobile=True,
    )
    page: Page = phone.new_page()
    open_paper(page, paper, "ar")
    # No field has the focus: the keyboard of the telephone stays down.
    expect(page.locator("input:focus, select:focus")).to_have_count(0)

    page.locator("[data-take-sure] button").tap()
    page.locator("[data-chips=find] .chip").first.tap()
    expect(page.locator("[name=people]:checked")).to_have_count(1)
    page.locator('[data-chips="id_act_number"] .chip').tap()
    expect(page.locator("[data-layer] rect")).to_be_in_viewport()
    page.locator("[name=do][value=file]").tap()
    page.wait_for_url(lambda url: paper.uid not in url)

    paper.refresh_from_db()
    assert (paper.state, paper.act_number) == (DocumentState.FILED, "418")


def test_enter_takes_the_dossier_of_a_cover_sheet(sign_in: Any, world: World) -> None:
    papers = make_pile(world)
    sheet = PageFactory(
        document=None,
        number=0,
        original=papers[0].pages.first().original,
        original_number=31,
        sheet_code=f"{world.family.uid}.",
    )
    Suggestion.objects.filter(document=papers[0], field="person").delete()
    Suggestion.objects.create(
        document=papers[0], page=sheet, field="dossier", value=world.family.uid, confidence=1.0
    )
    page: Page = sign_in(world.users["scanning_desk"]).new_page()
    open_paper(page, papers[0])

    page.keyboard.press("Enter")
    expect(page.locator("#find")).to_be_focused()
    expect(page.locator("[data-chips=find] .chip")).to_contain_text("feuille de garde")
    page.keyboard.press("Enter")

    expect(page.locator("[name=dossier]")).to_have_value(world.family.uid)


def test_nothing_suggested_is_in_the_form_before_it_is_taken(sign_in: Any, world: World) -> None:
    [paper, *_] = make_pile(world)
    page: Page = sign_in(world.users["scanning_desk"]).new_page()
    open_paper(page, paper)

    expect(page.locator(".chip")).not_to_have_count(0)
    for field in ("#id_kind", "#id_act_number", "#id_issued_on"):
        expect(page.locator(field)).to_have_value("")


def test_the_field_in_focus_brings_its_place_on_the_page_into_view(
    sign_in: Any, world: World
) -> None:
    [paper, *_] = make_pile(world)
    page: Page = sign_in(world.users["scanning_desk"]).new_page()
    open_paper(page, paper)

    page.locator("#id_act_number").focus()

    mark = page.locator("[data-layer] rect")
    expect(mark).to_have_count(1)
    expect(mark).to_be_in_viewport()
    expect(page.locator("[data-sheets]")).to_have_attribute("data-zoom", "3")


def test_alt_and_a_number_take_another_suggestion_and_ctrl_enter_files(
    sign_in: Any, world: World
) -> None:
    [paper, *_] = make_pile(world)
    suggest(paper, "act_number", "814", "814")
    page: Page = sign_in(world.users["scanning_desk"]).new_page()
    open_paper(page, paper)
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("[name=people]:checked")).to_have_count(1)
    page.locator("#id_act_number").focus()
    second = page.locator('[data-chips="id_act_number"] .chip').nth(1)
    value = second.get_attribute("data-value")
    page.keyboard.press("Alt+Digit2")
    expect(page.locator("#id_act_number")).to_have_value(value or "-")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda url: paper.uid not in url)

    paper.refresh_from_db()
    assert (paper.state, paper.act_number) == (DocumentState.FILED, value)


def test_dossiers_come_while_one_types_and_the_arrow_reaches_them(
    sign_in: Any, world: World
) -> None:
    page: Page = sign_in(world.users["scanning_desk"]).new_page()
    open_paper(page, world.tray_paper)
    page.locator("#find").focus()
    page.keyboard.type("oubella")
    expect(page.locator(".candidates [name=take]")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(page.locator(".chosen")).to_contain_text("2026/0012")
    expect(page.locator("[name=people]").first).to_be_focused()


def test_a_name_that_nobody_bears_leads_to_a_new_dossier(sign_in: Any, world: World) -> None:
    page: Page = sign_in(world.users["scanning_desk"]).new_page()
    open_paper(page, world.tray_paper)
    page.locator("#find").focus()
    page.keyboard.type("تازروالت المنسية")
    page.keyboard.press("Enter")
    expect(page.locator("[data-candidates] [value=new]")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("[name=new-arabic]")).to_be_focused()
    expect(page.locator("[name=new-arabic]")).to_have_value("تازروالت المنسية")


def test_suggestions_are_taken_without_a_script_too(sign_in: Any, world: World) -> None:
    [paper, *_] = make_pile(world)
    page: Page = sign_in(world.users["scanning_desk"], java_script_enabled=False).new_page()
    open_paper(page, paper)
    page.click('[data-chips="id_kind"] .chip')
    page.click('[data-chips="find"] .chip >> nth=0')
    page.click('[data-chips="id_act_number"] .chip')
    expect(page.locator("[name=people]:checked")).to_have_count(1)
    page.click("[name=do][value=file]")
    expect(page.locator(".alert-ok")).to_contain_text("2026/0012")

    paper.refresh_from_db()
    assert (paper.kind, paper.act_number) == (DocumentKind.objects.get(code="EC01"), "418")


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_what_was_refused_is_read_before_a_field_takes_the_focus(
    sign_in: Any, world: World, language: str
) -> None:
    page = sign_in(world.users["scanning_desk"]).new_page()
    open_paper(page, world.tray_paper, language)

    page.locator("[name=do][value=file]").click()

    expect(page.locator("#problem")).to_be_focused()


def test_typing_a_name_sends_the_name_alone_and_asks_for_the_list_alone(
    sign_in: Any, world: World
) -> None:
    page: Page = sign_in(world.users["scanning_desk"]).new_page()
    open_paper(page, world.tray_paper)
    sent: list[Any] = []
    page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)

    page.locator("#find").press_sequentially("oubella", delay=300)
    expect(page.locator(".candidates [name=take]")).to_have_count(1)

    assert {request.url.rpartition(world.tray_paper.uid)[2] for request in sent} == {"/candidates/"}
    assert all('name="kind"' not in (request.post_data or "") for request in sent)
