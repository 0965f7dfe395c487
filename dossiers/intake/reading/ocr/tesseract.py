"""The recogniser: Tesseract behind a small interface, pictures in, words with boxes out.

The only module that calls tesserocr. Another engine needs `find_lines`, `read_line` and
`orientation` alone.
"""

import os
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

# Before the library is loaded: it counts its threads once. One process per core reads
# more pages than one process on all cores.
os.environ["OMP_THREAD_LIMIT"] = "1"

import cv2
import numpy as np
import tesserocr

from dossiers.intake.imaging.resize import averaged, within
from dossiers.intake.printed_word import Box, Word

# The network reads lines of 36 pixels. The engine packs each picture and makes it smaller
# itself: that of a line no higher than this costs less and is read no worse.
LINE_HEIGHT_PX = 54
# Lines are found on a copy of this many pixels on its longer side: on smaller ones, small
# print is found worse.
LAYOUT_SIDE_PX = 2100

# Blocks of the engine's layout that hold text. The others are rules, frames, seals and noise:
# a line chained to one of those is lost.
TEXT_BLOCKS = frozenset(
    {
        tesserocr.PT.FLOWING_TEXT,
        tesserocr.PT.HEADING_TEXT,
        tesserocr.PT.PULLOUT_TEXT,
        tesserocr.PT.CAPTION_TEXT,
        tesserocr.PT.TABLE,
        tesserocr.PT.EQUATION,
        tesserocr.PT.INLINE_EQUATION,
        tesserocr.PT.VERTICAL_TEXT,
    }
)

# Bidi marks are a matter of display: stored text is free of them.
BIDI_MARKS = dict.fromkeys(
    map(ord, "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
)


class Script(StrEnum):
    """Which model reads: the value is the engine's name for it."""

    ARABIC = "ara"
    LATIN = "fra"


BOTH_SCRIPTS = (Script.ARABIC, Script.LATIN)


@dataclass(frozen=True)
class Orientation:
    """How a page lies: clockwise quarter turns that make it upright, and how sure."""

    quarter_turns: int
    certainty: float


@dataclass
class Recogniser:
    """Engines of one models folder, opened when first needed and kept open."""

    models_dir: Path
    _engines: dict[str, tesserocr.PyTessBaseAPI] = field(default_factory=dict)

    def find_lines(self, grey: np.ndarray, *, dpi: int) -> list[Box]:
        """Return a box (left, top, right, bottom) round each line of text, roughly."""
        engine = self._engine(Script.ARABIC)
        engine.SetPageSegMode(tesserocr.PSM.AUTO)
        small, shrunk = within(grey, LAYOUT_SIDE_PX)
        # It would look for the level between ink and paper itself, in twice the time.
        _, paper = cv2.threshold(small, 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
        bits = np.packbits(paper, axis=1)
        engine.SetImageBytes(bits.tobytes(), small.shape[1], small.shape[0], 0, bits.shape[1])
        engine.SetSourceResolution(round(dpi * shrunk))
        layout = engine.AnalyseLayout()
        text_lines = tesserocr.iterate_level(layout, tesserocr.RIL.TEXTLINE) if layout else ()
        lines = [
            one.BoundingBox(tesserocr.RIL.TEXTLINE)
            for one in text_lines
            if one.BlockType() in TEXT_BLOCKS
        ]
        engine.Clear()
        return [tuple(round(edge / shrunk) for edge in line) for line in lines if line]

    def read_line(self, grey: np.ndarray, *, script: Script, dpi: int) -> list[Word]:
        """Return the words of a picture of one line, in logical order."""
        engine = self._engine(script)
        # SINGLE_LINE looks for a layout once more and now and then finds none at all in a
        # perfectly clear line; RAW_LINE hands the line to the network as it is.
        engine.SetPageSegMode(tesserocr.PSM.RAW_LINE)
        shrunk = min(1.0, LINE_HEIGHT_PX / grey.shape[0])
        self._show(engine, averaged(grey, shrunk), round(dpi * shrunk))
        if not engine.Recognize():
            return []
        words = _parse_tsv(engine.GetTSVText(0))
        engine.Clear()
        return [word.scaled(1 / shrunk) for word in _apart(words)]

    def read_block(self, grey: np.ndarray, *, script: Script, dpi: int) -> list[Word]:
        """Return the words of a picture of a line whose edges are not sure, in logical order.

        The engine looks for the baseline itself, which takes longer: for lines that
        `read_line` is not sure of.
        """
        engine = self._engine(script)
        engine.SetPageSegMode(tesserocr.PSM.SINGLE_BLOCK)
        shrunk = min(1.0, LINE_HEIGHT_PX / grey.shape[0])
        self._show(engine, averaged(grey, shrunk), round(dpi * shrunk))
        words = _parse_tsv(engine.GetTSVText(0)) if engine.Recognize() else []
        engine.Clear()
        return [word.scaled(1 / shrunk) for word in words]

    def orientation(self, grey: np.ndarray) -> Orientation | None:
        """Return how the page lies, or None where there is too little text to tell."""
        if not (self.models_dir / "osd.traineddata").is_file():
            return None
        engine = self._engine("osd")
        engine.SetPageSegMode(tesserocr.PSM.OSD_ONLY)
        self._show(engine, grey, 200)
        detected = engine.DetectOrientationScript()
        engine.Clear()
        if not detected:
            return None
        # It tells how the page lies; to right it takes the turn back.
        turns = -round(detected["orient_deg"] / 90) % 4
        return Orientation(quarter_turns=turns, certainty=detected["orient_conf"])

    def _engine(self, languages: str) -> tesserocr.PyTessBaseAPI:
        if languages not in self._engines:
            mode = tesserocr.OEM.DEFAULT if languages == "osd" else tesserocr.OEM.LSTM_ONLY
            engine = tesserocr.PyTessBaseAPI(
                path=str(self.models_dir), lang=str(languages), oem=mode
            )
            # Its remarks about empty boxes are not for our log.
            engine.SetVariable("debug_file", os.devnull)
            # Lines it is not sure of would be read a second time as a negative.
            engine.SetVariable("invert_threshold", "0")
            self._engines[languages] = engine
        return self._engines[languages]

    @staticmethod
    def _show(engine: tesserocr.PyTessBaseAPI, grey: np.ndarray, dpi: int) -> None:
        height, width = grey.shape
        engine.SetImageBytes(np.ascontiguousarray(grey).tobytes(), width, height, 1, width)
        engine.SetSourceResolution(dpi)


def bare_engine(models_dir: Path) -> tesserocr.PyTessBaseAPI:
    """Return the engine as it comes, with both models, for comparison."""
    languages = "+".join(BOTH_SCRIPTS)
    return tesserocr.PyTessBaseAPI(path=str(models_dir), lang=languages, psm=tesserocr.PSM.AUTO)


def _parse_tsv(table: str) -> list[Word]:
    """Read Tesseract's table: its words are in logical order, the iterator's are not."""
    words: list[Word] = []
    for row in table.splitlines():
        cells = row.split("\t")
        if len(cells) < 12 or cells[0] != "5":
            continue
        text = cells[11].translate(BIDI_MARKS).strip()
        if not text:
            continue
        left, top, width, height = map(int, cells[6:10])
        words.append(Word(text, left, top, left + width, top + height, float(cells[10])))
    return words


def _apart(words: list[Word]) -> list[Word]:
    """Return the words of one line without boxes that lie over their neighbours.

    In a line that is handed over as it is, one word is given the box of the whole line: of
    that, the widest part that no narrower word lies in is kept.
    """
    return [_beside(word, words) for word in words]


def _beside(word: Word, words: list[Word]) -> Word:
    width = word.right - word.left
    inside = sorted(
        (other.left, other.right)
        for other in words
        if word.left < other.middle < word.right and other.right - other.left < width
    )
    lefts = [word.left, *(right for _, right in inside)]
    rights = [*(left for left, _ in inside), word.right]
    left, right = max(zip(lefts, rights, strict=True), key=lambda part: part[1] - part[0])
    return replace(word, left=left, right=right) if right > left else word
