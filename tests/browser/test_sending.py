"""The ways into the tray in a real browser, over a line that is cut again and again."""

import base64
import hashlib
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from dossiers.intake.pieces import arriving_storage
from dossiers.intake.storage import private_storage
from dossiers.models import Original
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


def test_no_name_of_a_file_stays_in_the_browser(tray: Page) -> None:
    tray.evaluate("window.kept = []; Storage.prototype.setItem = (...told) => kept.push(told)")
    tray.set_input_files(
        "[name=papers] >> nth=0", [a_file("rkia.jpg", photograph(1), "image/jpeg")]
    )
    expect(tray.locator(".outcome-ok")).to_have_count(1)

    kept = tray.evaluate("JSON.stringify(kept)")

    assert "arrival:" in kept
    assert "rkia" not in kept
