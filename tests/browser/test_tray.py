"""The scanning desk in a real browser: by keyboard, without a script, on a narrow screen."""

from io import BytesIO
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page, expect

from dossiers.models import Document, Original
from dossiers.tests.factories import DocumentFactory, ReferralFactory
from dossiers.tests.world import World
from dossiers.vocabulary import DocumentState

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def filed_paper(world: World) -> Document:
    paper = Document.objects.get(pk=world.tray_paper.pk)
    assert paper.state == DocumentState.FILED
    return paper


def open_filing(page: Page, world: World, language: str = "ar") -> None:
    page.goto(f"/{language}/dossiers/tray/{world.tray_paper.uid}/")


def test_a_paper_is_filed_by_keyboard_alone(sign_in: Any, world: World) -> None:
    page: Page = sign_in(world.users["scanning_desk"]).new_page()
    page.goto("/ar/dossiers/tray/")
    page.locator(f".tray-action a[href$='{world.tray_paper.uid}/']").focus()
    page.keyboard.press("Enter")
    page.locator("#kind-filter").focus()
    page.keyboard.type("EC01")
    page.keyboard.press("Enter")
    page.locator("#find").focus()
    page.keyboard.type("rkia oubella")
    page.keyboard.press("Enter")
    expect(page.locator("[name=take]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[name=people]").first).to_be_focused()
    page.keyboard.press("Space")
    page.locator("[name=do][value=file]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".alert-ok")).to_contain_text("2026/0012")

    paper = filed_paper(world)
    assert (paper.dossier, paper.kind.code) == (world.family, "EC01")
    assert list(paper.people.all()) == [world.mother.person]


def test_a_paper_is_filed_without_a_script(sign_in: Any, world: World) -> None:
    clerk = world.users["scanning_desk"]
    page: Page = sign_in(clerk, java_script_enabled=False).new_page()
    open_filing(page, world, "fr")
    page.select_option("[name=kind]", "EC01")
    page.fill("[name=act_number]", "17")
    page.fill("#find", "رقية")
    page.press("#find", "Enter")
    page.click("[name=take]")
    page.check("[name=people] >> nth=0")
    page.click("[name=do][value=file]")
    expect(page.locator(".alert-ok")).to_contain_text("2026/0012")

    paper = filed_paper(world)
    assert (paper.act_number, list(paper.people.all())) == ("17", [world.mother.person])


def test_a_new_dossier_is_opened_in_place(sign_in: Any, world: World) -> None:
    page: Page = sign_in(world.users["scanning_desk"]).new_page()
    open_filing(page, world)
    page.select_option("[name=kind]", "SC01")
    page.fill("#find", "سعيدة أمزيل")
    page.press("#find", "Enter")
    page.click("[name=do][value=new]")
    expect(page.locator("[name=new-arabic]")).to_have_value("سعيدة أمزيل")
    expect(page.locator("[name=kind]")).to_have_value("SC01")
    page.click("[name=do][value=file]")
    expect(page.locator(".alert-ok")).to_be_visible()

    assert filed_paper(world).dossier.title == "سعيدة أمزيل"


def test_the_list_of_kinds_narrows_in_any_language(sign_in: Any, world: World) -> None:
    page: Page = sign_in(world.users["scanning_desk"]).new_page()
    open_filing(page, world, "fr")

    page.fill("#kind-filter", "SA05")

    expect(page.locator("[name=kind] option")).to_have_count(1)
    expect(page.locator("[name=kind]")).to_have_value("SA05")


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_nothing_is_wider_than_a_small_phone(sign_in: Any, world: World, language: str) -> None:
    small = {"width": 360, "height": 740}
    page: Page = sign_in(world.users["scanning_desk"], viewport=small).new_page()

    for path in ("tray/", f"tray/{world.tray_paper.uid}/"):
        page.goto(f"/{language}/dossiers/{path}")
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_axe_finds_nothing_at_the_desk(sign_in: Any, world: World, language: str) -> None:
    referral = ReferralFactory(unit=world.units["social_work"])
    DocumentFactory(unit=world.units["health"], failure="unreadable", page_count=2, pages_read=1)
    page: Page = sign_in(world.users["director"]).new_page()
    paths = ("tray/", f"tray/{world.tray_paper.uid}/", "referrals/", f"referrals/{referral.uid}/")

    found = []
    for path in paths:
        page.goto(f"/{language}/dossiers/{path}")
        found += [(path, rule["id"]) for rule in Axe().run(page).response["violations"]]

    assert found == []


def test_dropped_files_travel_one_by_one_and_a_refusal_stands_beside_its_name(
    sign_in: Any, world: World
) -> None:
    picture = BytesIO()
    Image.new("L", (60, 80), 200).save(picture, "PNG")
    page: Page = sign_in(world.users["scanning_desk"]).new_page()
    page.goto("/fr/dossiers/tray/")

    page.set_input_files(
        "input[type=file]",
        [
            {"name": "notes.txt", "mimeType": "text/plain", "buffer": b"only words"},
            {"name": "رسم.png", "mimeType": "image/png", "buffer": picture.getvalue()},
            {"name": "vide.pdf", "mimeType": "application/pdf", "buffer": b""},
        ],
    )

    expect(page.locator(".outcome-ok")).to_contain_text("رسم.png")
    expect(page.locator(".outcome-refused")).to_contain_text(["notes.txt", "vide.pdf"])
    expect(page.locator("[data-papers] h3").first).to_have_text("رسم.png")
    assert Original.objects.filter(upload_name="رسم.png").count() == 1


@pytest.fixture
def in_reading(world: World) -> Document:
    """A paper of which one page of three is read."""
    paper: Document = DocumentFactory(
        unit=world.units["civil_registration"], page_count=3, pages_read=1
    )
    return paper


def read_on(paper: Document, pages: int) -> None:
    Document.objects.filter(pk=paper.pk).update(pages_read=pages)


def test_a_reason_half_written_outlives_the_news_of_its_paper(
    sign_in: Any, world: World, in_reading: Document
) -> None:
    page: Page = sign_in(world.users["scanning_desk"]).new_page()
    page.goto("/fr/dossiers/tray/")
    line = page.locator(f"[data-uid='{in_reading.uid}']")
    line.locator("summary").click()
    line.locator("[name=reason]").fill("Scanné deux f")

    read_on(in_reading, 2)
    expect(line).to_contain_text("2 sur 3 pages lues")
    page.keyboard.type("ois")

    expect(line.locator("[name=reason]")).to_have_value("Scanné deux fois")


def test_the_list_goes_on_after_a_server_that_stumbled(
    sign_in: Any, world: World, in_reading: Document
) -> None:
    page: Page = sign_in(world.users["scanning_desk"]).new_page()
    page.goto("/fr/dossiers/tray/")
    page.route("**/tray/status/**", lambda route: route.fulfill(status=502), times=1)
    with page.expect_response(lambda answer: answer.status == 502):
        pass

    read_on(in_reading, 2)

    expect(page.locator(f"[data-uid='{in_reading.uid}']")).to_contain_text("2 sur 3 pages lues")


def test_who_was_signed_out_sees_that_the_list_stands_still(
    sign_in: Any, world: World, in_reading: Document
) -> None:
    context = sign_in(world.users["scanning_desk"])
    page: Page = context.new_page()
    page.goto("/fr/dossiers/tray/")
    cookies = context.cookies()
    context.clear_cookies()
    expect(page.locator("[data-stopped]")).to_contain_text("cette liste n’avance plus")

    context.add_cookies(cookies)
    read_on(in_reading, 2)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    expect(page.locator(f"[data-uid='{in_reading.uid}']")).to_contain_text("2 sur 3 pages lues")
    expect(page.locator("[data-stopped] .alert")).to_be_hidden()


def test_a_double_tap_throws_a_paper_away_once(sign_in: Any, world: World) -> None:
    page: Page = sign_in(world.users["scanning_desk"]).new_page()
    page.goto("/fr/dossiers/tray/")
    line = page.locator(f"[data-uid='{world.tray_paper.uid}']")
    line.locator("summary").click()
    line.locator("[name=reason]").fill("flou")
    sent: list[str] = []
    page.on("request", lambda asked: sent.append(asked.method) if asked.method == "POST" else None)

    line.locator(".button-danger").evaluate("button => [button.click(), button.click()]")
    expect(page.locator(".alert-ok")).to_be_visible()

    assert sent == ["POST"]
