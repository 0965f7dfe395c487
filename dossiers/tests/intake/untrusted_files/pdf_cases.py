"""PDFs that show more than the contents of their pages, made by code; people are invented."""

import io
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, String

LETTER_FONT = Dictionary(
    Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
)
HIDDEN, PRINTED, NO_VIEW = 2, 4, 32
MEBIBYTE = 1024 * 1024
STROKE = b"0 0 m 10 10 l S\n"


class PdfCase:
    """A PDF of one or more pages with a line of text each, to which annotations are added."""

    def __init__(self, *lines: str) -> None:
        self.pdf = pikepdf.new()
        self.fields = Array()
        for line in lines:
            page = self.pdf.add_blank_page(page_size=(595, 842))
            page.Resources = Dictionary(Font=Dictionary(F1=LETTER_FONT))
            page.Contents = self.pdf.make_stream(
                f"BT /F1 14 Tf 60 760 Td ({line}) Tj ET".encode("cp1252")
            )
            page.Annots = Array()

    def annotate(
        self, subtype: str, *, page: int = 0, flags: int = PRINTED, **keys: object
    ) -> None:
        """Add an annotation without an appearance."""
        keys.setdefault("Rect", [60, 640, 400, 662])
        annotation = Dictionary(Type=Name.Annot, Subtype=Name(subtype), F=flags, **keys)
        annotation = self.pdf.make_indirect(annotation)
        self.pdf.pages[page].Annots.append(annotation)
        if subtype == "/Widget":
            self.fields.append(annotation)

    def stamp(self, text: str, *, page: int = 0, flags: int = PRINTED) -> None:
        """Add a stamp with its appearance."""
        look = self.pdf.make_stream(
            f"BT /F1 12 Tf 4 6 Td ({text}) Tj ET".encode(),
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=[0, 0, 340, 22],
            Resources=Dictionary(Font=Dictionary(F1=LETTER_FONT)),
        )
        self.annotate("/Stamp", page=page, flags=flags, AP=Dictionary(N=look))

    def field(self, value: str, *, top: int = 720, **keys: object) -> None:
        """Add a filled form field without an appearance."""
        self.annotate(
            "/Widget",
            FT=keys.pop("kind", Name.Tx),
            T=String(f"field {len(self.fields)}"),
            V=String(value),
            DA=String("/F1 12 Tf 0 g"),
            Rect=[60, top - 20, 400, top],
            **keys,
        )

    def as_bytes(self) -> bytes:
        """Return the file."""
        if len(self.fields):
            self.pdf.Root.AcroForm = Dictionary(
                Fields=self.fields,
                NeedAppearances=True,
                DR=Dictionary(Font=Dictionary(F1=LETTER_FONT)),
            )
        target = io.BytesIO()
        self.pdf.save(target)
        return target.getvalue()


def bomb(kind: str) -> bytes:
    """Return a small file that unpacks to hundreds of megabytes."""
    case = PdfCase("Attestation")
    page = case.pdf.pages[0]
    packed = zlib.compress(STROKE * (300 * MEBIBYTE // len(STROKE)), 9)
    if kind == "content":
        page.Contents = _stream(case.pdf, packed, [Name.FlateDecode])
    elif kind == "packed twice":
        twice = [Name.FlateDecode, Name.FlateDecode]
        page.Contents = _stream(case.pdf, zlib.compress(packed, 9), twice)
    elif kind == "written in hex":
        chain = [Name.ASCIIHexDecode, Name.FlateDecode]
        page.Contents = _stream(case.pdf, packed.hex().encode() + b">", chain)
    elif kind == "runs of one byte":
        runs = bytes([129, ord(" ")]) * (300 * MEBIBYTE // 128) + b"\x80"
        page.Contents = _stream(case.pdf, runs, [Name.RunLengthDecode])
    elif kind == "rows":
        page.Contents = _stream(case.pdf, packed, [Name.FlateDecode])
        page.Contents.DecodeParms = Dictionary(Predictor=12, Columns=9)
    elif kind in ("called a picture", "a picture with a size"):
        page.Contents = _stream(case.pdf, packed, [Name.FlateDecode])
        page.Contents.Subtype = Name.Image
        if kind == "a picture with a size":
            page.Contents.Width = page.Contents.Height = 10
    else:
        few = zlib.compress(STROKE * (5 * MEBIBYTE // len(STROKE)), 9)
        page.Contents = Array([_stream(case.pdf, few, [Name.FlateDecode])] * 100)
    target = io.BytesIO()
    case.pdf.save(target, compress_streams=False)
    return target.getvalue()


def _stream(pdf: pikepdf.Pdf, data: bytes, filters: list[Name]) -> pikepdf.Object:
    stream = pikepdf.Stream(pdf, b"")
    stream.write(data, filter=filters)
    return pdf.make_indirect(stream)
