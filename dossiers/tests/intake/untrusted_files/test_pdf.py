"""A page of a PDF is what a person sees in a viewer: fields, stamps and signatures too."""

import base64
import io
import zlib
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
from pikepdf import Array, AttachedFileSpec, Dictionary, Name, String

from dossiers.intake.untrusted_files.check import Refusal, check
from dossiers.intake.untrusted_files.opened_file import Refused
from dossiers.intake.untrusted_files.pages import opened
from dossiers.intake.untrusted_files.pdf_inspection import refuse_bombs
from dossiers.tests.shared_data import shared_data

from .pdf_cases import HIDDEN, NO_VIEW, PdfCase, bomb

COMBO_BOX = 1 << 17


def words_of(data: bytes, number: int = 0) -> str:
    """Return the words that a page brings."""
    with opened(data) as file:
        return " ".join(word.text for word in file.page(number).words)


def ink_of(data: bytes) -> int:
    """Return how many pixels of the first page are dark."""
    with opened(data) as file:
        return sum(pixel < 128 for pixel in file.page(0).pixels)


def test_filled_field_without_an_appearance_is_drawn_and_read() -> None:
    case = PdfCase("Demande de certificat")
    case.field("Naima Aghzaf")
    towns = Array([String("Agadir"), String("Taroudant")])
    case.field("Taroudant", top=680, kind=Name.Ch, Ff=COMBO_BOX, Opt=towns)

    assert "Naima Aghzaf" in words_of(case.as_bytes())
    assert "Taroudant" in words_of(case.as_bytes())


def test_arabic_in_a_field_without_an_appearance_is_drawn() -> None:
    case = PdfCase("Demande de certificat")
    before = ink_of(case.as_bytes())
    case.field("نعيمة أغزاف")

    assert ink_of(case.as_bytes()) > before + 500


@pytest.mark.parametrize(
    ("flags", "is_seen"), [(4, True), (0, True), (HIDDEN, False), (NO_VIEW, False)]
)
def test_stamp_is_seen_as_in_a_viewer(flags: int, is_seen: bool) -> None:
    case = PdfCase("Attestation de residence")
    case.stamp("VU ET APPROUVE", flags=flags)

    assert ("APPROUVE" in words_of(case.as_bytes())) is is_seen


def test_strokes_of_a_pen_without_an_appearance_are_drawn() -> None:
    case = PdfCase("Attestation de residence")
    before = ink_of(case.as_bytes())
    case.annotate("/Ink", Rect=[60, 400, 200, 450], InkList=[[60, 400, 100, 450, 200, 400]])

    assert ink_of(case.as_bytes()) > before


def test_stamp_leaves_with_the_pages_that_are_taken_out() -> None:
    case = PdfCase("Premiere attestation", "Seconde attestation")
    case.stamp("VU NUMERO 1", page=0)
    case.stamp("VU NUMERO 2", page=1)

    with opened(case.as_bytes()) as file:
        file.page(0)
        parts = [pdfium.PdfDocument(file.extract([number])) for number in (0, 1)]

    texts = [part[0].get_textpage().get_text_bounded() for part in parts]
    assert "VU NUMERO 1" in texts[0]
    assert "VU NUMERO 2" not in texts[0]
    assert "VU NUMERO 2" in texts[1]


def test_file_without_annotations_is_handed_out_as_it_came() -> None:
    data = PdfCase("Attestation de residence").as_bytes()

    with opened(data) as file:
        extract = pdfium.PdfDocument(file.extract([0]))

    assert "Attestation" in extract[0].get_textpage().get_text_bounded()


def plain(case: PdfCase) -> None:
    """Change nothing."""


def attached(case: PdfCase) -> None:
    """Attach another file."""
    case.pdf.attachments["acte.txt"] = AttachedFileSpec(case.pdf, b"Acte de naissance")


def portfolio(case: PdfCase) -> None:
    """Make a folder of files of it."""
    attached(case)
    case.pdf.Root.Collection = Dictionary(Type=Name.Collection)


def signed(case: PdfCase) -> None:
    """Sign it in a field of its own."""
    value = Dictionary(Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), Contents=String("0"))
    case.annotate("/Widget", FT=Name.Sig, T=String("signature"), V=value)


def waiting_for_a_signature(case: PdfCase) -> None:
    """Leave a field for a signature."""
    case.annotate("/Widget", FT=Name.Sig, T=String("signature"))


def dynamic_form(case: PdfCase) -> None:
    """Bring a form that only one program shows."""
    stream = case.pdf.make_stream(b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'/>")
    case.pdf.Root.AcroForm = Dictionary(Fields=Array(), XFA=stream)


def commented(case: PdfCase) -> None:
    """Stick a note on it."""
    case.annotate("/Text", Contents=String("A verifier"), Rect=[500, 700, 520, 720])


@pytest.mark.parametrize(
    ("change", "notices"),
    [
        (plain, ()),
        (attached, ("attachments",)),
        (portfolio, ("portfolio", "attachments")),
        (signed, ("signed",)),
        (waiting_for_a_signature, ()),
        (dynamic_form, ("dynamic_form",)),
        (commented, ("comments",)),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_the_pages_do_not_show_is_told(change, notices) -> None:
    case = PdfCase("Attestation de residence")
    change(case)

    assert check(case.as_bytes()).notices == notices


@pytest.mark.parametrize(
    "kind",
    ["written in hex", "runs of one byte", "rows", "called a picture", "a picture with a size"],
)
def test_bomb_is_told_before_anything_is_drawn_however_it_is_packed(kind: str) -> None:
    with pikepdf.open(io.BytesIO(bomb(kind))) as document, pytest.raises(Refused) as refused:
        refuse_bombs(document, max_pixels=1_000_000)

    assert str(refused.value) == "too_heavy"


@pytest.mark.parametrize("kind", ["content", "packed twice", "listed again and again"])
def test_file_that_unpacks_to_hundreds_of_megabytes_is_refused(kind: str) -> None:
    with pytest.raises(Refusal) as refused:
        check(bomb(kind))

    assert refused.value.code == "too_heavy"


@pytest.mark.parametrize("code", [base64.a85encode, bytes.hex], ids=["ASCII85", "hex"])
def test_instructions_written_in_letters_are_no_bomb(code) -> None:
    case = PdfCase("Attestation")
    page = case.pdf.pages[0]
    packed = code(zlib.compress(page.Contents.read_bytes()))
    letters = packed.encode() + b">" if isinstance(packed, str) else packed + b"~>"
    name = Name.ASCIIHexDecode if isinstance(packed, str) else Name.ASCII85Decode
    page.Contents.write(letters, filter=[name, Name.FlateDecode])

    checked = check(case.as_bytes())

    assert (checked.pages, checked.is_damaged) == (1, False)


@pytest.mark.parametrize(
    ("name", "page", "text"),
    [
        ("form_filled_ap.pdf", 0, "Zoulikha Bentaleb Tazarine"),
        ("visible_signature.pdf", 0, "BELHADJ"),
        ("stamp_annotation_two_pages.pdf", 0, "VU ET APPROUVE LE CAID NUMERO 1"),
        ("stamp_annotation_two_pages.pdf", 1, "VU ET APPROUVE LE CAID NUMERO 2"),
    ],
)
def test_files_of_public_reports_show_all_that_is_on_them(name: str, page: int, text: str) -> None:
    data: Path = shared_data("faults", name)

    assert text in words_of(data.read_bytes(), page)


def test_page_with_text_and_a_picture_is_read_in_both_parts(reader) -> None:
    data = shared_data("faults", "text_and_picture.pdf").read_bytes()
    with opened(data) as file:
        read = reader.read(file.page(0))

    assert "Recu au secretariat le 14 mars 2024" in read.text
    assert "JB445566" in read.text
    assert "MERYEMA" in read.text


def test_drawing_of_a_page_is_not_read_twice(reader) -> None:
    data = PdfCase("Le present certificat est delivre pour servir et valoir").as_bytes()
    with opened(data) as file:
        read = reader.read(file.page(0))

    assert read.text == "Le present certificat est delivre pour servir et valoir"
    assert io.BytesIO(read.image).getvalue()
