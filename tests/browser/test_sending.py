"""The ways into the tray in a real browser, over a line that is cut again and again."""

import base64
import hashlib
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image
from playwright.sync_api import Page, Route, expect

from dossiers.intake.capture import resumable
from dossiers.models import Original
from dossiers.storage.partial_files import arriving_storage
from dossiers.storage.private_files import private_storage
from dossiers.tests.world import World

from .cutting_line import CuttingLine

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CUTS = 10


def noise(side: int) -> bytes:
    """A picture that does not shrink: about two bytes for three pixels."""
    target = BytesIO()
    Image.effect_noise((side, side), 90).save(target, "PNG")
    return target.getvalue()


def photograph(shade: int) -> bytes:
    target = BytesIO()
    Image.new("RGB", (120, 160), (shade, 200, 200)).save(target, "JPEG")
    return target.getvalue()


def a_file(name: str, data: bytes, kind: str = "image/png") -> dict[str, Any]:
    return {"name": name, "mimeType": kind, "buffer": data}


@pytest.fixture
def tray(sign_in: Any, world: World) -> Page:
    page: Page = sign_in(world.users["scanning_desk"]).new_page()
    page.goto("/fr/dossiers/tray/")
    return page


def test_ten_cuts_later_the_paper_is_the_same_byte_for_byte(
    sign_in: Any, world: World, live_server: Any
) -> None:
    scan = noise(2600)
    site = urlsplit(live_server.url)
    with CuttingLine(
        host=site.hostname, port=site.port, cuts=CUTS, after_bytes=len(scan) // (CUTS + 5)
    ) as line:
        page: Page = sign_in(world.users["scanning_desk"]).new_page()
        offsets: list[int] = []
        page.on(
            "request",
            lambda asked: (
                offsets.append(int(asked.headers["upload-offset"]))
                if asked.method == "PATCH"
                else None
            ),
        )
        page.goto(f"http://{site.hostname}:{line.port}/fr/dossiers/tray/")

        page.set_input_files("[name=papers] >> nth=0", [a_file("رسم.png", scan)])
        expect(page.locator(".outcome-ok")).to_contain_text("رسم.png", timeout=60_000)

        assert line.cuts_made == CUTS
    # Each attempt went on where the last one had come to; the browser itself repeats some.
    assert offsets == sorted(offsets)
    assert len(set(offsets)) > 3
    paper = Original.objects.get(upload_name="رسم.png")
    assert paper.sha256 == hashlib.sha256(scan).hexdigest()
    assert private_storage.read(paper.stored_name) == scan
    assert list(arriving_storage.root.glob("*/")) == []


def test_twenty_photographs_are_taken_in_one_go(tray: Page) -> None:
    batch = [a_file(f"photo-{n}.jpg", photograph(n), "image/jpeg") for n in range(20)]

    tray.set_input_files("[name=papers] >> nth=0", batch)

    expect(tray.locator(".outcome-ok")).to_have_count(20, timeout=60_000)
    expect(tray.locator("[data-sent]")).to_contain_text("20")
    assert Original.objects.filter(upload_name__startswith="photo-").count() == 20


def test_a_pasted_picture_is_captured(tray: Page) -> None:
    encoded = base64.b64encode(photograph(7)).decode()
    tray.evaluate(
        """encoded => {
            const bytes = Uint8Array.from(atob(encoded), sign => sign.charCodeAt(0));
            const data = new DataTransfer();
            data.items.add(new File([bytes], "image.png", { type: "image/jpeg" }));
            document.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data }));
        }""",
        encoded,
    )

    expect(tray.locator(".outcome-ok")).to_have_count(1)
    assert Original.objects.filter(upload_name__endswith=".jpeg").count() == 1


def test_a_dropped_picture_is_captured(tray: Page) -> None:
    encoded = base64.b64encode(photograph(9)).decode()
    tray.evaluate(
        """encoded => {
            const bytes = Uint8Array.from(atob(encoded), sign => sign.charCodeAt(0));
            const data = new DataTransfer();
            data.items.add(new File([bytes], "dropped.jpg", { type: "image/jpeg" }));
            const zone = document.querySelector("[data-drop]");
            zone.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true }));
        }""",
        encoded,
    )

    expect(tray.locator(".outcome-ok")).to_contain_text("dropped.jpg")


def drop(page: Page, selector: str, *paths: Path) -> None:
    """Drop files or folders of the disk on a part of the page, as the hand does."""
    box = page.locator(selector).bounding_box()
    assert box is not None
    data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
    line = page.context.new_cdp_session(page)
    for kind in ("dragEnter", "dragOver", "drop"):
        line.send(
            "Input.dispatchDragEvent",
            {"type": kind, "x": box["x"] + 5, "y": box["y"] + 5, "data": data},
        )


def test_files_dropped_beside_the_frame_are_taken_too(tray: Page, tmp_path: Path) -> None:
    scan = tmp_path / "beside.jpg"
    scan.write_bytes(photograph(11))

    drop(tray, "h1", scan)

    expect(tray.locator(".outcome-ok")).to_contain_text("beside.jpg")


def test_a_folder_is_named_and_holds_up_nothing(tray: Page, tmp_path: Path) -> None:
    folder, scan = tmp_path / "Scans", tmp_path / "after.jpg"
    folder.mkdir()
    scan.write_bytes(photograph(12))

    drop(tray, "[data-drop]", folder, scan)

    expect(tray.locator(".outcome-refused")).to_contain_text("C’est un répertoire")
    expect(tray.locator(".outcome-ok")).to_contain_text("after.jpg")


def test_a_file_that_is_gone_before_its_turn_holds_up_nothing(tray: Page, tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("first.jpg", "gone.jpg", "last.jpg")]
    for shade, path in enumerate(paths, start=20):
        path.write_bytes(photograph(shade))

    def take_away(route: Route) -> None:
        paths[1].unlink(missing_ok=True)
        route.continue_()

    tray.route("**/arrivals/", take_away)
    tray.set_input_files("[name=papers] >> nth=0", paths)

    expect(tray.locator(".outcome-ok")).to_contain_text(["first.jpg", "last.jpg"])
    expect(tray.locator(".outcome-refused")).to_contain_text("Illisible")


def test_words_pasted_into_a_field_stay_words(tray: Page) -> None:
    encoded = base64.b64encode(photograph(8)).decode()
    tray.locator(".tray-more summary").first.click()
    field = tray.locator("[name=reason]").first
    field.focus()

    # As an office program copies them: with a picture of the same words.
    is_taken = field.evaluate(
        """(field, encoded) => {
            const bytes = Uint8Array.from(atob(encoded), sign => sign.charCodeAt(0));
            const data = new DataTransfer();
            data.items.add(new File([bytes], "image.png", { type: "image/png" }));
            data.setData("text/plain", "flou");
            const options = { clipboardData: data, bubbles: true, cancelable: true };
            return !field.dispatchEvent(new ClipboardEvent("paste", options));
        }""",
        encoded,
    )

    assert not is_taken
    expect(tray.locator(".outcome")).to_have_count(0)


def test_a_server_that_stumbles_does_not_make_a_second_paper(tray: Page) -> None:
    asked: list[str] = []

    def stumble(route: Route) -> None:
        asked.append(route.request.method)
        if asked.count("PATCH") == 1 and asked[-1] == "PATCH":
            route.abort()
        elif asked[-1] == "HEAD" and asked.count("HEAD") == 1:
            route.fulfill(status=502)
        else:
            route.continue_()

    tray.route("**/arrivals/**", stumble)
    tray.set_input_files("[name=papers] >> nth=0", [a_file("a.jpg", photograph(5), "image/jpeg")])

    expect(tray.locator(".outcome-ok")).to_have_count(1)
    assert asked.count("POST") == 1


def test_what_expired_in_the_middle_begins_anew_by_itself(tray: Page) -> None:
    def expire(route: Route) -> None:
        for arrival in resumable.active_uploads():
            arrival.pieces.delete()
        route.continue_()

    tray.route("**/arrivals/*/", expire, times=1)
    tray.set_input_files("[name=papers] >> nth=0", [a_file("a.jpg", photograph(5), "image/jpeg")])

    expect(tray.locator(".outcome-ok")).to_have_count(1)
    assert Original.objects.filter(upload_name="a.jpg").count() == 1


def test_a_line_that_died_without_a_word_is_taken_up_again(tray: Page) -> None:
    tray.clock.install()
    tray.reload()
    held: list[Route] = []

    def say_nothing(route: Route) -> None:
        if route.request.method == "PATCH" and not held:
            held.append(route)
        else:
            route.continue_()

    tray.route("**/arrivals/**", say_nothing)
    with tray.expect_request(lambda asked: asked.method == "PATCH"):
        tray.set_input_files(
            "[name=papers] >> nth=0", [a_file("a.jpg", photograph(6), "image/jpeg")]
        )
    tray.clock.fast_forward("02:00")

    expect(tray.locator(".outcome-ok")).to_have_count(1)
    assert Original.objects.filter(upload_name="a.jpg").count() == 1


def test_the_camera_of_a_telephone_is_one_touch_away(
    sign_in: Any, world: World, playwright: Any
) -> None:
    phone = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
    page: Page = sign_in(world.users["scanning_desk"], **phone).new_page()
    page.goto("/ar/dossiers/tray/")

    expect(page.locator("label[for=camera]")).to_be_visible()
    page.set_input_files("#camera", [a_file("image.jpg", photograph(3), "image/jpeg")])

    expect(page.locator(".outcome-ok")).to_have_count(1)


def test_papers_are_sent_without_a_script(sign_in: Any, world: World) -> None:
    page: Page = sign_in(world.users["scanning_desk"], java_script_enabled=False).new_page()
    page.goto("/fr/dossiers/tray/")
    page.set_input_files("[name=papers] >> nth=0", [a_file("a.jpg", photograph(1), "image/jpeg")])
    page.click("[data-send]")

    expect(page.locator(".alert-ok")).to_be_visible()
    assert Original.objects.filter(upload_name="a.jpg").count() == 1


def test_who_was_signed_out_meanwhile_is_told(tray: Page, world: World) -> None:
    tray.context.clear_cookies()

    tray.set_input_files("[name=papers] >> nth=0", [a_file("a.jpg", photograph(1), "image/jpeg")])

    expect(tray.locator(".outcome-refused button")).to_be_visible()
    assert not Original.objects.filter(upload_name="a.jpg").exists()


def test_who_signs_in_again_elsewhere_goes_on_here(tray: Page, world: World) -> None:
    tray.context.clear_cookies()
    tray.set_input_files("[name=papers] >> nth=0", [a_file("a.jpg", photograph(1), "image/jpeg")])
    expect(tray.locator(".outcome-refused")).to_contain_text("Se reconnecter")
    again = Client()
    again.force_login(world.users["scanning_desk"])
    name = settings.SESSION_COOKIE_NAME
    address = tray.evaluate("location.origin")
    tray.context.add_cookies([{"name": name, "value": again.cookies[name].value, "url": address}])

    tray.locator(".outcome-refused button").click()

    expect(tray.locator(".outcome-ok")).to_have_count(1)


def test_no_name_of_a_file_stays_in_the_browser(tray: Page) -> None:
    tray.evaluate("window.kept = []; Storage.prototype.setItem = (...told) => kept.push(told)")
    tray.set_input_files(
        "[name=papers] >> nth=0", [a_file("rkia.jpg", photograph(1), "image/jpeg")]
    )
    expect(tray.locator(".outcome-ok")).to_have_count(1)

    kept = tray.evaluate("JSON.stringify(kept)")

    assert "arrival:" in kept
    assert "rkia" not in kept
