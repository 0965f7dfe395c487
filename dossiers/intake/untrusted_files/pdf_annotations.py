"""Runs in the child: make visible what a viewer shows above a page: fields, stamps, signatures.

PDFium draws the appearance that an annotation brings, and makes one for most that bring none.
Here the rest is prepared: what a viewer hides is hidden, and Arabic in a field without an
appearance is drawn, because PDFium has no letters for it.
"""

import unicodedata
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image, ImageDraw, ImageFont

from dossiers.intake.imaging.jpeg_image import jpeg_image

FONT = Path(__file__).parents[2] / "data" / "fonts" / "aman-sans-400.ttf"
# Flags of an annotation (ISO 32000-1, table 165).
HIDDEN, NO_VIEW, TOGGLES = 1 << 1, 1 << 5, 1 << 8
# Pixels of a drawn field for each point of the page: 300 dpi.
PIXELS_PER_POINT = 300 / 72
# Longest side of a field in points; what is larger is no field of a form on paper.
FIELD_MAX_POINTS = 2000.0
# Height of the letters of a line of text, as a share of the field's height and at most in points.
LETTER_SHARE, LETTER_MAX_POINTS = 0.6, 14.0
# A page as small as this is drawn to let PDFium make the missing appearances.
SMALLEST_SCALE = 0.02


def prepare_annotations(document: pikepdf.Pdf) -> bool:
    """Hide what a viewer hides, draw what PDFium cannot; return whether there are annotations."""
    is_changed = False
    for page in document.pages:
        for one in page.get("/Annots", pikepdf.Array()):
            if not isinstance(one, pikepdf.Dictionary) or one.get("/Subtype") == "/Link":
                continue
            is_changed = True
            flags = int(one.get("/F", 0))
            if flags & NO_VIEW and not flags & TOGGLES:
                one.F = flags | HIDDEN
            elif (text := _undrawn_arabic(one)) and (picture := _draw(text, one)):
                one.AP = pikepdf.Dictionary(N=_as_form(document, one, picture))
                # PDFium would make the look of a field anew, without the Arabic letters.
                one.Subtype = pikepdf.Name.Stamp
                for key in ("/FT", "/V", "/Parent"):
                    if key in one:
                        del one[key]
    return is_changed


def flatten(document: pdfium.PdfDocument, number: int) -> None:
    """Lay the visible annotations of a page (0-based) into its contents, in memory."""
    page = document[number]
    try:
        if raw.FPDFPage_GetAnnotCount(page):
            page.render(scale=SMALLEST_SCALE, may_draw_forms=False)
            raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
    finally:
        page.close()


def _undrawn_arabic(annotation: pikepdf.Dictionary) -> str:
    """Return the text of a field or free text that brings no appearance and needs Arabic."""
    if "/N" in annotation.get("/AP", {}):
        return ""
    if annotation.get("/Subtype") == "/FreeText":
        text = str(annotation.get("/Contents", ""))
    else:
        field: pikepdf.Object = annotation
        while "/V" not in field and "/Parent" in field:
            field = field.Parent
        value = field.get("/V")
        text = str(value) if isinstance(value, pikepdf.String) else ""
    is_arabic = any(unicodedata.bidirectional(letter) in ("AL", "R") for letter in text)
    return text if is_arabic else ""


def _draw(text: str, annotation: pikepdf.Dictionary) -> Image.Image | None:
    """Return the text in black on white in the size of its field; None where that has none."""
    left, bottom, right, top = (float(side) for side in annotation.Rect)
    width, height = abs(right - left), abs(top - bottom)
    if not (1 < width < FIELD_MAX_POINTS and 1 < height < FIELD_MAX_POINTS):
        return None
    lines = text.splitlines() or [text]
    points = min(LETTER_MAX_POINTS, LETTER_SHARE * height / len(lines))
    font = ImageFont.truetype(FONT, round(points * PIXELS_PER_POINT))
    size = (round(width * PIXELS_PER_POINT), round(height * PIXELS_PER_POINT))
    picture = Image.new("L", size, 255)
    middle = (size[0] - 2 * PIXELS_PER_POINT, size[1] / 2)
    ImageDraw.Draw(picture).multiline_text(
        middle, "\n".join(lines), fill=0, font=font, anchor="rm", align="right", direction="rtl"
    )
    return picture


def _as_form(
    document: pikepdf.Pdf, annotation: pikepdf.Dictionary, picture: Image.Image
) -> pikepdf.Object:
    """Return an appearance stream that shows the picture in the whole field."""
    left, bottom, right, top = (float(side) for side in annotation.Rect)
    width, height = abs(right - left), abs(top - bottom)
    image = jpeg_image(document, picture, quality=90)
    return document.make_stream(
        f"q {width} 0 0 {height} 0 0 cm /Text Do Q".encode(),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Form,
        BBox=[0, 0, width, height],
        Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(Text=image)),
    )
