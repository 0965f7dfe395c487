"""Cover sheets are read as they come off a scanner or a telephone; forged ones are no sheets."""

import io

import cv2
import numpy as np
import pypdfium2 as pdfium
import pytest
from django.test import override_settings
from PIL import Image, ImageFilter

from dossiers.intake.imaging.qr_codes import read_codes
from dossiers.intake.reading import pipeline
from dossiers.models import JournalEntry, Page
from dossiers.sheets.codes import SheetCode, read_code
from dossiers.sheets.pdf import cover_sheet, label_sheets, separator_sheet
from dossiers.tests.factories import (
    DocumentKindFactory,
    DossierFactory,
    captured,
    send_to_be_read,
)
from dossiers.tests.intake.conftest import draw_page
from dossiers.vocabulary import DocumentState, SuggestedField

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier():
    return DossierFactory()


def scan(pdf: bytes, *, dpi: int = 150) -> Image.Image:
    """Return the first page of a PDF as a scanner would see it."""
    return pdfium.PdfDocument(pdf)[0].render(scale=dpi / 72).to_pil().convert("L")


@override_settings(SECRET_KEY="only-for-tests")
def test_a_sheet_that_was_printed_in_2026_is_read_for_ever() -> None:
    on_paper = "AMAN1:Gt20SKJSlE3TMZAe.EC01:68jXvYF9XKdNO1nh"

    assert read_code([on_paper]) == SheetCode("Gt20SKJSlE3TMZAe", "EC01")


def as_photograph(picture: Image.Image) -> Image.Image:
    """Return a page on a table: seen aslant, unevenly lit, soft and grainy."""
    page = np.array(picture)
    height, width = page.shape
    table = np.full((height + 300, width + 300), 70, np.uint8)
    corners = np.float32([[0, 0], [width, 0], [width, height], [0, height]])
    aslant = np.float32(
        [[190, 120], [width + 130, 180], [width + 240, height + 230], [90, height + 160]]
    )
    onward = cv2.getPerspectiveTransform(corners, aslant)
    cv2.warpPerspective(page, onward, table.shape[::-1], table, borderMode=cv2.BORDER_TRANSPARENT)
    light = np.linspace(1.0, 0.45, table.shape[1])[None, :]
    grain = np.random.default_rng(7).normal(0, 9, table.shape)
    lit = np.clip(table * light + grain, 0, 255).astype(np.uint8)
    return Image.fromarray(lit).filter(ImageFilter.GaussianBlur(1.5))


def noisy(picture: Image.Image) -> Image.Image:
    grain = np.random.default_rng(3).normal(0, 45, (picture.height, picture.width))
    return Image.fromarray(np.clip(np.array(picture) + grain, 0, 255).astype(np.uint8))


WAYS = {
    "clean": lambda picture: picture,
    "skewed": lambda picture: picture.rotate(7, expand=True, fillcolor=255),
    "on its head": lambda picture: picture.rotate(180),
    "sideways": lambda picture: picture.rotate(90, expand=True),
    "blurred": lambda picture: picture.filter(ImageFilter.GaussianBlur(3)),
    "noisy": noisy,
    "faint": lambda picture: picture.point(lambda level: 150 + level * 0.3),
    "photographed": as_photograph,
    "small": lambda picture: picture.resize((picture.width // 2, picture.height // 2)),
}


@pytest.mark.parametrize("way", WAYS)
def test_cover_sheet_is_read_however_it_comes(dossier, way):
    kind = DocumentKindFactory(code="EC01")
    picture = WAYS[way](scan(cover_sheet(dossier, kind)))

    code = read_code(read_codes(np.array(picture)))

    assert code == SheetCode(dossier.uid, "EC01")


def test_every_label_of_a_sheet_is_read(dossier):
    others = [DossierFactory() for _ in range(3)]

    found = read_codes(np.array(scan(label_sheets([dossier, *others], first=5), dpi=200)))

    assert {read_code([text]).dossier_uid for text in found} == {
        one.uid for one in (dossier, *others)
    }


def test_sheet_carries_no_name():
    dossier = DossierFactory(title="فاطمة الزهراء Fatima")

    pdf = pdfium.PdfDocument(cover_sheet(dossier))

    text = pdf[0].get_textpage().get_text_range()
    assert "Fatima" not in text
    assert "فاطمة" not in text
    assert dossier.reference in text


@pytest.mark.parametrize(
    "text",
    [
        "AMAN1:abcdefghijklmnop.EC01:AAAAAAAAAAAAAAAA",
        "AMAN1:abcdefghijklmnop.EC01",
        "AMAN1:abcdefghijklmnop.EC01:",
        "AMAN1::",
        "https://example.org/",
        "",
    ],
)
def test_code_that_this_house_did_not_sign_is_none(text):
    assert read_code([text]) is None


def test_signature_of_one_code_does_not_fit_another(dossier):
    signature = SheetCode(dossier.uid).text.rpartition(":")[2]

    assert read_code([f"AMAN1:somebodyelsesuid.:{signature}"]) is None


def test_sheets_outlive_a_change_of_the_secret(dossier):
    text = SheetCode(dossier.uid).text

    with override_settings(SECRET_KEY="another", SECRET_KEY_FALLBACKS=[]):
        assert read_code([text]) is None
    from django.conf import settings

    with override_settings(SECRET_KEY="another", SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]):
        assert read_code([text]) == SheetCode(dossier.uid)


def pile_of(*pictures: Image.Image) -> bytes:
    target = io.BytesIO()
    first, *others = [picture.convert("RGB") for picture in pictures]
    first.save(target, "PDF", save_all=True, append_images=others, resolution=150)
    return target.getvalue()


def test_cover_sheet_leaves_the_paper_and_proposes_its_dossier(reader, dossier):
    kind = DocumentKindFactory(code="EC01")
    data = pile_of(scan(cover_sheet(dossier, kind)), draw_page())
    paper = captured(data, pages=2)

    pipeline.process(paper.pk, reader=reader)

    paper.refresh_from_db()
    assert (paper.state, paper.page_count, paper.pages_read) == (DocumentState.READ, 1, 1)
    assert paper.pages.get().original_number == 2
    assert Page.objects.get(document=None).sheet_code == f"{dossier.uid}.EC01"
    told = dict(paper.suggestions.filter(confidence=1.0).values_list("field", "value"))
    assert told[SuggestedField.DOSSIER] == dossier.uid
    assert told[SuggestedField.KIND] == "EC01"
    assert JournalEntry.objects.filter(detail__verb="sheets set aside").count() == 1


def test_separator_in_the_middle_cuts_nothing_by_itself(reader):
    data = pile_of(draw_page(), scan(separator_sheet()), draw_page("محضر الجلسة"))
    paper = captured(data, pages=3)

    pipeline.process(paper.pk, reader=reader)

    assert [page.is_sheet for page in paper.pages.order_by("number")] == [False, True, False]


def test_turned_page_is_read_as_a_person_said(reader):
    paper = captured(pile_of(draw_page()), pages=1)
    pipeline.process(paper.pk, reader=reader)
    page = paper.pages.get()
    upright = (page.width, page.height)

    page.instructions = [page.turned(1)]
    page.is_read = False
    page.save()
    send_to_be_read(paper)
    pipeline.process(paper.pk, reader=reader)

    page.refresh_from_db()
    assert page.rotation == 90
    assert (page.width > page.height) == (upright[0] < upright[1])
