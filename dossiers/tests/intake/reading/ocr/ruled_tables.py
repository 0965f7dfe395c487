"""Draw ruled tables as scanners see them: thick rules, turned, bowed, with a seal over them.

Every number is invented. A table is drawn from its seed alone, so that a failure is repeated.
"""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import cv2
import numpy as np
from PIL import Image, ImageDraw

from dossiers.demo.sheet import face

ROWS, COLUMNS = 11, 7
# A4, and the table on it, in millimetres.
PAGE_MM, LEFT_MM, TOP_MM, CELL_MM = (210, 297), 18, 60, (25, 9)
# Height of the letters: 11 points. How far the middle of a bowed page lies above its sides.
LETTERS_MM, BOW_MM = 11 * 25.4 / 72, 2.0
SEAL_RADIUS_MM, SEAL_LEVEL = 19, 130
PAPER, INK, GRAIN = 244, 45, 3.0
RULES_PX, TURNS, DPIS = (1, 2, 4, 8, 12), (0.0, 1.0, 3.0), (150, 200, 300, 400)


@dataclass(frozen=True)
class RuledTable:
    """How a table is drawn: width of its rules in pixels, turned counter-clockwise."""

    seed: int
    dpi: int
    rule_px: int
    turned_degrees: float
    is_bowed: bool
    has_seal: bool

    def __str__(self) -> str:
        """Return what a failure names: enough to draw the table again."""
        extras = [
            name for name, is_so in (("bowed", self.is_bowed), ("seal", self.has_seal)) if is_so
        ]
        return " ".join(
            [
                f"seed {self.seed}: {self.dpi} dpi, rules {self.rule_px} px,",
                f"turned {self.turned_degrees}°",
                *extras,
            ]
        )

    @property
    def numbers(self) -> list[str]:
        """The 77 numbers of the table, row by row: two to six digits."""
        chance = random.Random(self.seed)
        return [str(chance.randint(10, 10 ** chance.randint(2, 6))) for _ in range(ROWS * COLUMNS)]

    def draw(self) -> np.ndarray:
        """Return the grey picture of the page."""
        page = Image.new("L", (self._px(PAGE_MM[0]), self._px(PAGE_MM[1])), PAPER)
        pen = ImageDraw.Draw(page)
        self._draw_rules(pen)
        self._draw_numbers(pen)
        if self.has_seal:
            self._draw_seal(pen)
        picture = self._bend(np.asarray(page))
        grain = np.random.default_rng(self.seed).normal(0, GRAIN, picture.shape)
        return np.clip(picture + grain, 0, 255).astype(np.uint8)

    def _px(self, millimetres: float) -> int:
        return round(millimetres * self.dpi / 25.4)

    def _draw_rules(self, pen: ImageDraw.ImageDraw) -> None:
        right, bottom = LEFT_MM + COLUMNS * CELL_MM[0], TOP_MM + ROWS * CELL_MM[1]
        for row in range(ROWS + 1):
            y = TOP_MM + row * CELL_MM[1]
            self._draw_rule(pen, (LEFT_MM, y), (right, y))
        for column in range(COLUMNS + 1):
            x = LEFT_MM + column * CELL_MM[0]
            self._draw_rule(pen, (x, TOP_MM), (x, bottom))

    def _draw_rule(
        self, pen: ImageDraw.ImageDraw, start: tuple[float, float], end: tuple[float, float]
    ) -> None:
        ends = [(self._px(x), self._px(y)) for x, y in (start, end)]
        pen.line(ends, fill=INK, width=self.rule_px)

    def _draw_numbers(self, pen: ImageDraw.ImageDraw) -> None:
        font = face("NotoSerif-Regular", self._px(LETTERS_MM))
        for place, number in enumerate(self.numbers):
            row, column = divmod(place, COLUMNS)
            x = self._px(LEFT_MM + (column + 0.5) * CELL_MM[0])
            y = self._px(TOP_MM + (row + 0.5) * CELL_MM[1])
            pen.text((x, y), number, font=font, fill=INK, anchor="mm")

    def _draw_seal(self, pen: ImageDraw.ImageDraw) -> None:
        """Press a ring with letters over the lower right cells; print stays darker than it."""
        centre = (self._px(LEFT_MM + 5 * CELL_MM[0]), self._px(TOP_MM + 8 * CELL_MM[1]))
        for radius_mm in (SEAL_RADIUS_MM, 0.75 * SEAL_RADIUS_MM):
            radius = self._px(radius_mm)
            box = (*(at - radius for at in centre), *(at + radius for at in centre))
            pen.ellipse(box, outline=SEAL_LEVEL, width=max(1, self._px(0.4)))
        self._draw_numbers(pen)

    def _bend(self, picture: np.ndarray) -> np.ndarray:
        """Return the page bowed like one of a bound volume, and turned."""
        height, width = picture.shape
        if self.is_bowed:
            x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height))
            lifted = self._px(BOW_MM) * np.sin(math.pi * x / width)
            picture = cv2.remap(
                picture, x, (y + lifted).astype(np.float32), cv2.INTER_LINEAR, borderValue=PAPER
            )
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), self.turned_degrees, 1.0)
        return cv2.warpAffine(picture, turn, (width, height), borderValue=PAPER)


def sixty_tables() -> Iterator[RuledTable]:
    """Yield each width of rules at each turn and resolution, every other one bowed or sealed."""
    for seed, (rule_px, turned, dpi) in enumerate(product(RULES_PX, TURNS, DPIS), start=1):
        yield RuledTable(
            seed=seed,
            dpi=dpi,
            rule_px=rule_px,
            turned_degrees=turned if seed % 2 else -turned,
            is_bowed=seed % 3 == 0,
            has_seal=seed % 4 in (1, 2),
        )
