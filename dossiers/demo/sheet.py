"""A sheet of paper to write on: Arabic from the right, French from the left."""

from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from .arabic_shaping import to_drawing_runs

FONTS = Path(__file__).parent / "fonts"
DPI = 200
MARGIN = 90
INK = 40
WIDTH = 1165  # A5 at 200 dpi
Face = ImageFont.FreeTypeFont
ARABIC = {False: "NotoNaskhArabic-Regular", True: "NotoNaskhArabic-Bold"}
LATIN = {False: "NotoSerif-Regular", True: "NotoSerif-Bold"}


@cache
def face(name: str, size: int) -> Face:
    """Return a font face; basic layout, so that every machine draws alike."""
    path = FONTS / f"{name}.subset.ttf"
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)


def run_face(*, is_arabic: bool, size: int, bold: bool) -> Face:
    """Return the face of one run of an Arabic line."""
    return face((ARABIC if is_arabic else LATIN)[bold], size if is_arabic else size - 4)


def arabic_length(text: str, *, size: int, bold: bool = False) -> float:
    """Return the length of an Arabic line in pixels."""
    return sum(
        run_face(is_arabic=is_arabic, size=size, bold=bold).getlength(run)
        for run, is_arabic in to_drawing_runs(text)
    )


class Sheet:
    """Writes downwards; `y` is the top of the next line, in pixels."""

    def __init__(self, *, width: int = WIDTH, height: int = 1654) -> None:
        self.image = Image.new("L", (width, height), 255)
        self.pen = ImageDraw.Draw(self.image)
        self.width = width
        self.y = MARGIN

    def finish(self) -> Image.Image:
        """Return the sheet, cut a little below its last line."""
        return self.image.crop((0, 0, self.width, min(self.image.height, self.y + MARGIN)))

    def space(self, pixels: int) -> None:
        """Leave room."""
        self.y += pixels

    def arabic(
        self, text: str, *, right: int | None = None, size: int = 32, bold: bool = False
    ) -> None:
        """Write an Arabic line that ends at `right`, without moving down."""
        edge = self.width - MARGIN if right is None else right
        left = edge - arabic_length(text, size=size, bold=bold)
        self._draw_runs(text, left=left, baseline=self.y + size, size=size, bold=bold)

    def _draw_runs(
        self, text: str, *, left: float, baseline: int, size: int, bold: bool, ink: int = INK
    ) -> None:
        for run, is_arabic in to_drawing_runs(text):
            font = run_face(is_arabic=is_arabic, size=size, bold=bold)
            self.pen.text((left, baseline), run, font=font, fill=ink, anchor="ls")
            left += font.getlength(run)

    def latin(
        self,
        text: str,
        *,
        left: int = MARGIN,
        size: int = 26,
        bold: bool = False,
        name: str | None = None,
    ) -> None:
        """Write a Latin line that begins at `left`, without moving down."""
        font = face(name or LATIN[bold], size)
        self.pen.text((left, self.y + 32), text, font=font, fill=INK, anchor="ls")

    def head(self, *, arabic: list[str], latin: list[str]) -> None:
        """Write the two heads of an office beside each other."""
        for position in range(max(len(arabic), len(latin))):
            if position < len(arabic):
                self.arabic(arabic[position], size=30)
            if position < len(latin):
                self.latin(latin[position], size=24)
            self.y += 46
        self.y += 20

    def title(self, *, arabic: str = "", latin: str = "") -> None:
        """Write the title in the middle, Arabic above French."""
        middle = self.width // 2
        if arabic:
            left = middle - arabic_length(arabic, size=42, bold=True) / 2
            self._draw_runs(arabic, left=left, baseline=self.y + 42, size=42, bold=True)
            self.y += 70
        if latin:
            font = face(LATIN[True], 32)
            self.pen.text((middle, self.y + 32), latin, font=font, fill=INK, anchor="ms")
            self.y += 58
        self.y += 16

    def row(self, *, arabic: str, latin: str, ruled: bool = True) -> None:
        """Write one row of a form: French in the left cell, Arabic in the right."""
        height, middle = 58, self.width // 2
        if ruled:
            for left, right in ((MARGIN - 20, middle), (middle, self.width - MARGIN + 20)):
                box = (left, self.y, right, self.y + height)
                self.pen.rectangle(box, outline=90, width=2)
        self.y += 10
        self.arabic(arabic, size=30)
        self.latin(latin, size=24)
        self.y += height - 10

    def paragraph(self, text: str, *, is_arabic: bool, size: int = 0) -> None:
        """Write running text, broken to the width of the sheet."""
        size = size or (32 if is_arabic else 26)
        line = ""
        for word in [*text.split(), ""]:
            longer = f"{line} {word}".strip()
            length = (
                arabic_length(longer, size=size)
                if is_arabic
                else face(LATIN[False], size).getlength(longer)
            )
            if word and length <= self.width - 2 * MARGIN:
                line = longer
                continue
            if is_arabic:
                self.arabic(line, size=size)
            else:
                self.latin(line, size=size)
            self.y += 54 if is_arabic else 44
            line = word
        self.y += 10

    def table(self, rows: list[tuple[str, ...]], *, name: str = "NotoSansMono-Regular") -> None:
        """Write a ruled table in a typewriter face."""
        step = (self.width - 2 * MARGIN) // len(rows[0])
        for row in rows:
            for column, text in enumerate(row):
                left = MARGIN + column * step
                box = (left, self.y, left + step, self.y + 50)
                self.pen.rectangle(box, outline=110, width=2)
                self.pen.text(
                    (left + 12, self.y + 35), text, font=face(name, 22), fill=INK, anchor="ls"
                )
            self.y += 50
        self.y += 20

    def stamp(self, *, arabic: str, x: int) -> None:
        """Press a round stamp, lighter than ink, beside the signature."""
        centre, radius = (x, self.y + 62), 78
        for inset in (0, 8):
            box = (
                centre[0] - radius + inset,
                centre[1] - radius + inset,
                centre[0] + radius - inset,
                centre[1] + radius - inset,
            )
            self.pen.ellipse(box, outline=150, width=3)
        left = x - arabic_length(arabic, size=24, bold=True) / 2
        self._draw_runs(arabic, left=left, baseline=centre[1] + 8, size=24, bold=True, ink=150)
        self.y += 150
