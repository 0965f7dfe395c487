"""Read real documents with our reader and with plain Tesseract, and score both.

Plain is the bare engine with both models on the same pictures in grey. The folder holds the
files and `groundtruth.json`: by file name `lines` of `text`, and `variant`, its set.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from dossiers.intake.reading.reader import Reader
from dossiers.intake.untrusted_files.pages import opened

from .figures import ALL, Share
from .pages import read_bare
from .truth import errors_of, folded_words, load_truth

TRUTH = "groundtruth.json"


@dataclass(frozen=True)
class Score:
    """What one reader made of some files: letters wrong, words and numbers found, seconds."""

    letters_wrong: Share = field(default_factory=Share)
    words_found: Share = field(default_factory=Share)
    numbers_found: Share = field(default_factory=Share)
    cpu_seconds: float = 0.0
    pages: int = 0

    def __add__(self, other: "Score") -> "Score":
        """Return both together."""
        return Score(
            self.letters_wrong + other.letters_wrong,
            self.words_found + other.words_found,
            self.numbers_found + other.numbers_found,
            self.cpu_seconds + other.cpu_seconds,
            self.pages + other.pages,
        )

    def __str__(self) -> str:
        """Return it for a table."""
        shares = (self.letters_wrong, self.words_found, self.numbers_found)
        figures = "".join(f"{share.percent:8.2f}" for share in shares)
        return f"{figures}{self.cpu_seconds / max(1, self.pages):8.2f}"


@dataclass(frozen=True)
class RealFile:
    """One file that both have read; the faults told of its pages and those that were turned."""

    name: str
    group: str
    ours: Score
    plain: Score
    faults: tuple[str, ...] = ()
    turned_pages: int = 0

    @property
    def worse_by(self) -> float:
        """By how many points of letters wrong ours is worse than plain."""
        return self.ours.letters_wrong.percent - self.plain.letters_wrong.percent

    def as_row(self) -> dict[str, Any]:
        """Return the plain values."""
        return asdict(self) | {"worse_by": round(self.worse_by, 2)}


def read_real(folder: Path, *, only: Sequence[str] = ()) -> Iterator[RealFile]:
    """Read the known files of a folder; those whose name holds one of `only`."""
    truth = load_truth(folder / TRUTH)
    reader = Reader()
    try:
        for name in sorted(truth):
            if not only or any(part in name for part in only):
                yield _read_file(folder / name, truth[name], reader)
    finally:
        reader.close()


def _read_file(path: Path, truth: Mapping[str, Any], reader: Reader) -> RealFile:
    lines = [line["text"] for line in truth["lines"]]
    ours: list[str] = []
    plain: list[str] = []
    faults: list[str] = []
    ours_cpu = plain_cpu = 0.0
    turned = 0
    with opened(path.read_bytes()) as file:
        for number in range(file.checked.pages):
            picture = file.page(number)
            read = reader.read(picture)
            bare = read_bare(picture.pixels, picture.width, picture.height, picture.mode)
            ours.append(read.text)
            plain.append(bare.text)
            ours_cpu += read.cpu_seconds
            plain_cpu += bare.cpu_seconds
            faults += read.faults
            turned += bool(read.rotation)
    return RealFile(
        path.name,
        truth.get("variant", ""),
        score_text(lines, "\n".join(ours), cpu_seconds=ours_cpu, pages=len(ours)),
        score_text(lines, "\n".join(plain), cpu_seconds=plain_cpu, pages=len(plain)),
        tuple(faults),
        turned,
    )


def score_text(
    lines: Iterable[str], text: str, *, cpu_seconds: float = 0.0, pages: int = 1
) -> Score:
    """Score what was read of the printed lines.

    >>> score_text(["acte 418"], "acte 413")
    Score(letters_wrong=Share(count=1, of=8), words_found=Share(count=1, of=2), \
numbers_found=Share(count=0, of=1), cpu_seconds=0.0, pages=1)
    """
    lines = list(lines)
    printed = Counter(word for line in lines for word in folded_words(line))
    common = printed & Counter(folded_words(text))
    return Score(
        errors_of(lines, text),
        Share(common.total(), printed.total()),
        Share(_numbers(common), _numbers(printed)),
        cpu_seconds,
        pages,
    )


def _numbers(words: Counter[str]) -> int:
    return sum(count for word, count in words.items() if any(map(str.isdigit, word)))


def by_group(files: Iterable[RealFile]) -> dict[str, tuple[Score, Score]]:
    """Return the scores of ours and of plain, by set and altogether."""
    groups: dict[str, tuple[Score, Score]] = defaultdict(lambda: (Score(), Score()))
    for file in files:
        for group in (file.group, ALL):
            ours, plain = groups[group]
            groups[group] = (ours + file.ours, plain + file.plain)
    return dict(groups)
