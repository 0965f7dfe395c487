"""The number, year and office of an act: the exact key by which a paper is found again."""

import re
from collections.abc import Iterator

from rapidfuzz import fuzz

from .page import Found, Line, PrintedPage, Span, plain


def _folded(labels: dict[str, float]) -> dict[str, float]:
    """Return a table of labels as they stand in folded lines."""
    return {plain(label): sure for label, sure in labels.items()}


# Label before a number → how surely that number is the one of the act or the paper.
NUMBER_LABELS = _folded(
    {
        "رقم الرسم": 0.97,
        "رسم الولادة رقم": 0.97,
        "رسم الولادة عدد": 0.95,
        "عدد الرسم": 0.95,
        "رسم عدد": 0.95,
        "رسم رقم": 0.95,
        "N° de l'acte": 0.97,
        "Numéro de l'acte": 0.97,
        "Acte n°": 0.95,
        "N° acte": 0.95,
        "N° du livret": 0.93,
        "رقم الدفتر": 0.93,
        "رقم السجل": 0.85,
        "Registre n°": 0.85,
        "N° du registre": 0.85,
        "حكم رقم": 0.85,
        "حكم عدد": 0.85,
        "Jugement n°": 0.85,
        "ملف عدد": 0.7,
        "Réf. :": 0.7,
        "Référence :": 0.7,
        "المرجع :": 0.7,
        "Dossier n°": 0.6,
    }
)
YEAR_LABELS = _folded(
    {
        "السنة الهجرية": 0.93,
        "السنة الميلادية": 0.95,
        "Année hégirienne": 0.93,
        "Année grégorienne": 0.95,
        "سنة الرسم": 0.95,
        "السنة :": 0.93,
        "Année :": 0.93,
        "لسنة": 0.85,
    }
)
OFFICE_LABELS = _folded(
    {
        "مكتب الحالة المدنية": 0.9,
        "Bureau d'état civil": 0.88,
        "Bureau de l'état civil": 0.88,
        "الجماعة الحضرية": 0.8,
        "الجماعة القروية": 0.8,
        "الجماعة الترابية": 0.8,
        "جماعة": 0.75,
        "Commune urbaine de": 0.78,
        "Commune rurale de": 0.78,
        "Commune de": 0.73,
    }
)
# A label misread in a letter or two is still that label.
MIN_LABEL_LIKENESS = 86
# Between a label and its value: colons, leaders, "n°".
FILLER = r"[ :.\-_…;]*(?:n° ?|رقم |عدد )?[ :.\-_…]*"
NUMBER = re.compile(FILLER + r"((?:[a-z]{1,3} ?)?\d[\d ./\-]*\d|\d)(?![\w°])")
YEAR = re.compile(FILLER + r"(1[2-5]\d\d|19\d\d|20\d\d)(?!\d)")
NUMBER_AND_YEAR = re.compile(r"(\d{1,5}) ?/ ?(1[2-5]\d\d|19\d\d|20\d\d)$")
# An office is named on its own short line, not inside a sentence.
LONGEST_OFFICE = 60


def find_acts(page: PrintedPage) -> list[Found]:
    """Return numbers, years and offices of acts on a page."""
    numbers = list(_values(page, NUMBER_LABELS, NUMBER, field="act_number"))
    years = list(_values(page, YEAR_LABELS, YEAR, field="act_year"))
    candidates = [*years, *find_offices(page)]
    for one in numbers:
        both = NUMBER_AND_YEAR.fullmatch(plain(one.value))
        if both and not years:
            candidates.append(
                Found("act_year", both[2], one.span, one.confidence * 0.9, page.number)
            )
        candidates.append(one)
    return candidates


def find_offices(page: PrintedPage) -> list[Found]:
    """Return how the page names the civil-status office: a bureau, else the commune."""
    offices = []
    for line in page.lines:
        if len(line.folded) > LONGEST_OFFICE:
            continue
        for label, sure in OFFICE_LABELS.items():
            place = _label_at(line, label)
            if place is None or place[0] > 2:
                continue
            span = Span(line.words)
            if len(line.folded) <= place[1] + 1:
                # The label alone: nothing is named.
                continue
            worth = sure * (0.6 + 0.4 * span.confidence)
            offices.append(Found("act_office", span.text, span, worth, page.number))
            break
    return offices


def _values(
    page: PrintedPage, labels: dict[str, float], pattern: re.Pattern[str], *, field: str
) -> Iterator[Found]:
    """Yield the values behind labels, in the same line or in the next cell of the row."""
    for line in page.lines:
        for label, sure in labels.items():
            place = _label_at(line, label)
            if place is None:
                continue
            match = pattern.match(line.folded, place[1])
            holder = line
            if match is None and place[1] >= len(line.folded) - 3:
                holder, match = _in_next_cell(page, line, pattern)
            if match is None:
                continue
            span = holder.at(match.start(1), match.end(1))
            worth = sure * (0.5 + 0.5 * span.confidence)
            yield Found(field, match[1].strip(" .-").upper(), span, worth, page.number)
            break


def _in_next_cell(
    page: PrintedPage, line: Line, pattern: re.Pattern[str]
) -> tuple[Line, re.Match[str] | None]:
    """Look in the other cells of the row: forms put the value beside its label."""
    for other in page.beside(line)[:2]:
        match = pattern.match(other.folded)
        if match and match.end() >= len(other.folded) - 1:
            return other, match
    return line, None


def _label_at(line: Line, label: str) -> tuple[int, int] | None:
    """Return where a folded label stands in a line, misread letters allowed in long ones."""
    at = line.folded.find(label)
    if at >= 0:
        begins_word = at == 0 or not line.folded[at - 1].isalnum()
        return (at, at + len(label)) if begins_word else None
    if len(label) < 8 or len(line.folded) < len(label):
        return None
    near = fuzz.partial_ratio_alignment(label, line.folded, score_cutoff=MIN_LABEL_LIKENESS)
    return (near.dest_start, near.dest_end) if near else None
