"""Dates as Moroccan offices print them, in both calendars, and which of them is that of issue."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz, process

from .suggest_print import Found, Line, PrintedPage, pattern, plain

GREGORIAN = (
    ("يناير", "janvier", "janv"),
    ("فبراير", "février", "fév"),
    ("مارس", "mars"),
    ("أبريل", "avril", "avr", "إبريل"),
    ("ماي", "mai", "مايو"),
    ("يونيو", "juin", "يونيه"),
    ("يوليوز", "juillet", "juil", "يوليو"),
    ("غشت", "août", "أغسطس"),
    ("شتنبر", "septembre", "sept", "سبتمبر"),
    ("أكتوبر", "octobre", "oct"),
    ("نونبر", "novembre", "nov", "نوفمبر"),
    ("دجنبر", "décembre", "déc", "ديسمبر"),
)
HIJRI = (
    ("محرم", "محرم الحرام", "moharram", "mouharram"),
    ("صفر", "صفر الخير", "safar"),
    ("ربيع الأول", "ربيع النبوي", "rabia I", "rabii al awal", "rabie I"),
    ("ربيع الثاني", "ربيع الآخر", "rabia II", "rabii attani", "rabie II"),
    ("جمادى الأولى", "joumada I", "joumada al oula"),
    ("جمادى الثانية", "جمادى الآخرة", "joumada II", "joumada attania"),
    ("رجب", "رجب الفرد", "rajab", "rejeb"),
    ("شعبان", "شعبان الأبرك", "chaabane", "chaabane"),
    ("رمضان", "رمضان المعظم", "رمضان الأبرك", "ramadan"),
    ("شوال", "شوال الأبرك", "chaoual", "chawwal"),
    ("ذو القعدة", "ذي القعدة", "ذو القعدة الحرام", "dou al qiada", "kaada"),
    ("ذو الحجة", "ذي الحجة", "ذو الحجة الحرام", "dou al hijja", "hijja"),
)
# Folded name → (calendar, month).
MONTHS = {
    plain(name): (calendar, number)
    for calendar, table in (("gregorian", GREGORIAN), ("hijri", HIJRI))
    for number, names in enumerate(table, start=1)
    for name in names
}
LONG_MONTHS = [name for name in MONTHS if len(name) >= 4]
MIN_MONTH_LIKENESS = 80
HIJRI_YEARS, GREGORIAN_YEARS = range(1280, 1500), range(1880, 2101)

DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2}) ?[/.\-] ?(\d{1,2}) ?[/.\-] ?(\d{4})(?!\d)")
YEAR_FIRST = re.compile(r"(?<!\d)(\d{4}) ?[/.\-] ?(\d{1,2}) ?[/.\-] ?(\d{1,2})(?!\d)")
IN_WORDS = re.compile(
    r"(?<!\d)(\d{1,2}) ?(?:er)? +(?:من |شهر |de )*([^\W\d_][^\d,:]{1,24}?)"
    r" +(?:سنه |عام |لسنه )?(\d{4})(?!\d)"
)

# What stands before the date of issue, folded, the surest first; then what stands before others.
ISSUED = (
    (pattern(r"(?:حرر|وحرر|سلم|سلمت|fait|délivré|établi)\b.{0,40}$"), 0.97),
    (pattern(r"^[a-z' \-]{3,30}, ?le:? ?$"), 0.9),
    (pattern(r"(?:تاريخ التسليم|تاريخ الإصدار|date de délivrance|établi le).{0,8}$"), 0.95),
    (pattern(r"^(?:\w{3,20} )?(?:في|le|بتاريخ|التاريخ|date) ?:? ?$"), 0.75),
    (pattern(r"(?:المنجزة|أنجز|المؤرخ|en date du).{0,12}$"), 0.5),
)
OTHER_DAY = pattern(
    r"ازدياد|مزداد|ولاد|الوفاة|زواج|naiss|\bnée?\b|mariage|décès|rendez|prochain"
    r"|صلاحي|valable|expir|يوم ال|حضور|موعد|dtc|bcg|polio"
)
# A bare date alone on its line; several of them are a table.
ALONE = 0.45


@dataclass(frozen=True)
class PrintedDate:
    """A date in a folded line. `day` is None in the Hijri calendar."""

    start: int
    end: int
    day: date | None
    is_hijri: bool


def find_dates(folded: str) -> list[PrintedDate]:
    """Return the dates of a folded line, from its beginning.

    >>> [one.day.isoformat() for one in find_dates(plain("حرر في ١٤ غشت ٢٠٢٣"))]
    ['2023-08-14']
    >>> [one.day.isoformat() for one in find_dates(plain("le 1er février 2024, né 07/05/2014"))]
    ['2024-02-01', '2014-05-07']
    >>> [one.is_hijri for one in find_dates(plain("12 رمضان 1444"))]
    [True]
    """
    found = [*_in_digits(folded), *_with_month(folded)]
    return sorted(found, key=lambda one: one.start)


def find_issue_dates(page: PrintedPage, *, today: date) -> list[Found]:
    """Return what may be the date of issue, in both calendars; dates to come are none."""
    dates = [
        (line, one, _is_of_issue(line, one))
        for line in page.lines
        for one in find_dates(line.folded)
        if one.day is None or one.day <= today
    ]
    is_table = sum(sure == ALONE for _, _, sure in dates) > 1
    found = []
    for line, one, sure in dates:
        if not sure or (sure == ALONE and is_table):
            continue
        span = line.at(one.start, one.end)
        confidence = sure * (0.6 + 0.4 * span.confidence)
        field, value = "issued_hijri", span.text
        if one.day:
            field, value = "issued_on", one.day.isoformat()
        found.append(Found(field, value, span, confidence, page.number))
    return found


def _is_of_issue(line: Line, one: PrintedDate) -> float:
    before = line.folded[: one.start]
    # Of two calendars in one line the cue stands before the first.
    if OTHER_DAY.search(before):
        return 0.0
    for cue, sure in ISSUED:
        if cue.search(before):
            return sure
    rest = before + line.folded[one.end :]
    return ALONE if sum(map(str.isalnum, rest)) <= 3 else 0.0


def _in_digits(folded: str) -> Iterator[PrintedDate]:
    for written, order in ((DAY_FIRST, (3, 2, 1)), (YEAR_FIRST, (1, 2, 3))):
        for match in written.finditer(folded):
            year, month, day = (int(match[group]) for group in order)
            made = _make(match.start(), match.end(), year, month, day)
            if made:
                yield made


def _with_month(folded: str) -> Iterator[PrintedDate]:
    for match in IN_WORDS.finditer(folded):
        known = _month(match[2].strip(" ."))
        if known is None:
            continue
        calendar, month = known
        year, day = int(match[3]), int(match[1])
        if calendar == "hijri" and year in HIJRI_YEARS and 1 <= day <= 30:
            yield PrintedDate(match.start(), match.end(), None, is_hijri=True)
        elif calendar == "gregorian" and year in GREGORIAN_YEARS:
            made = _make(match.start(), match.end(), year, month, day)
            if made:
                yield made


def _month(word: str) -> tuple[str, int] | None:
    """Return calendar and number of a month's name, misread letters allowed in long names."""
    if word in MONTHS:
        return MONTHS[word]
    if len(word) < 4:
        return None
    best = process.extractOne(word, LONG_MONTHS, scorer=fuzz.ratio, score_cutoff=MIN_MONTH_LIKENESS)
    return MONTHS[best[0]] if best else None


def _make(start: int, end: int, year: int, month: int, day: int) -> PrintedDate | None:
    if year in HIJRI_YEARS and 1 <= month <= 12 and 1 <= day <= 30:
        return PrintedDate(start, end, None, is_hijri=True)
    if year not in GREGORIAN_YEARS:
        return None
    try:
        return PrintedDate(start, end, date(year, month, day), is_hijri=False)
    except ValueError:
        return None
