"""Dates as Moroccan offices print them, in both calendars, and which of them is that of issue."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz, process

from .page import Found, PrintedPage, pattern, plain

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

# Words of issue: only these lead to the date of issue. In Arabic with any beginning and ending.
ISSUE = pattern(
    r"(?<!\w)(?:و|ف)?(?:حرر|حررت|سلم|سلمت|صدر|صدرت|أصدر|أصدرت|أنجز|أنجزت)(?!\w)"
    r"|تاريخ (?:ال)?(?:تسليم|إصدار|تحرير|صدور|إنجاز)|(?:المسلمة?|الصادرة?|المنجزة?|المحررة?)(?!\w)"
    r"|(?<!\w)(?:fait|faite|délivrée?|établie?|émise?|dressée?)(?!\w)"
    r"|date (?:de délivrance|d'émission|d'établissement)"
)
# Without a verb: "Taroudant, le", "Le", "التاريخ :", "في" at the beginning of a line.
BARE = (
    (pattern(r"^[a-z' \-]{3,30}, ?le:? ?$"), 0.9),
    (pattern(r"^(?:\w{3,20} )?(?:في|le|بتاريخ|التاريخ|date) ?:? ?$"), 0.75),
)
# What happened to somebody, or will: a date beside one of these is never that of issue. The
# forms of a verb share its root, so a part of a word is enough.
EVENT = pattern(
    # birth, death
    r"ازداد|تزداد|مزداد|ازدياد|ولاد|ولدت?(?!\w)|مولود|وضع(?:ت|ها) "
    r"|وفاة|وفات|توف|متوف|مات(?:ت)?(?!\w)"
    r"|naqui|\bn[ée]{1,2}s?\b|naissance|natif|native|accouch|\bd[ée]c[ée]d|d[ée]c[èe]s|\bmort|mouru"
    # marriage, divorce
    r"|زواج|زوج|قران|طلاق|طلق|تطليق|mari[ée]|mariage|[ée]pous|divorc"
    # hospital, health
    r"|استشفا|مستشف|أدخل|دخول|ولج|غادر|خروج|مكث|رقد|عملية|تلقيح|لقح|فحص|كشف"
    r"|hospitali|admis|entr[ée]e? |sorti|s[ée]jour|op[ée]r[ée]|vaccin|consult|examin|dtc|bcg|polio"
    # school, offices
    r"|تسجيل|سجل|مسجل|التحق|التحاق|انقطع|انقطاع|تغيب|غياب|يتابع|تتابع"
    r"|inscri|immatricul|scolaris|radi[ée]|absen|d[ée]pos|re[çc]u"
    # what is to come, how long it holds
    r"|موعد|حضور|جلسة|يوم ال|صلاحي|صالح|ينتهي|ابتداء|من .{0,12} إلى|إلى غاية"
    r"|rendez|prochain|audience|convo|valable|valid|expir|jusqu|à partir|à compter|du .{0,14} au"
)
# So much of what follows a date may still tell what happened then: "le 12/03/2019 est décédé".
BEHIND = 25
ISSUED, MENTIONED = 0.97, 0.5
# Of a paper that this one speaks of ("المؤرخ في", "en date du").
OF_ANOTHER = pattern(r"(?:المؤرخة?|مؤرخة?|en date du).{0,12}$")


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
    dates = [*_in_digits(folded), *_with_month(folded)]
    return sorted(dates, key=lambda one: one.start)


def find_issue_dates(page: PrintedPage, *, today: date) -> list[Found]:
    """Return what may be the date of issue, in both calendars; dates to come are none."""
    issue_dates = []
    for place, line in enumerate(page.lines):
        for one in find_dates(line.folded):
            if one.day is not None and one.day > today:
                continue
            sure = _is_of_issue(page, place, one)
            if not sure:
                continue
            span = line.at(one.start, one.end)
            confidence = sure * (0.6 + 0.4 * span.confidence)
            field, value = "issued_hijri", span.text
            if one.day:
                field, value = "issued_on", one.day.isoformat()
            issue_dates.append(Found(field, value, span, confidence, page.number))
    return issue_dates


def _is_of_issue(page: PrintedPage, place: int, one: PrintedDate) -> float:
    """Return how sure it is that a date is the date of issue; 0 where no word of issue leads to it.

    The nearest words decide: those before the date on its line, else those of the cell beside
    it or of the line above, where a label stands.
    """
    line = page.lines[place]
    before = line.folded[: one.start]
    issue, event = _last(ISSUE, before), _last(EVENT, before)
    if max(issue, event) >= 0:
        return ISSUED if issue > event else 0.0
    if OF_ANOTHER.search(before):
        return MENTIONED
    if EVENT.search(line.folded[one.end : one.end + BEHIND]):
        return 0.0
    label = _label_of(page, place)
    if not before.strip(" :."):
        return ISSUED if _says_issue(label) else 0.0
    sure = next((sure for cue, sure in BARE if cue.search(before)), 0.0)
    return 0.0 if EVENT.search(label) else sure


def _last(words: re.Pattern[str], text: str) -> int:
    """Return where the last of the words begins, or -1."""
    return max((match.start() for match in words.finditer(text)), default=-1)


def _says_issue(label: str) -> bool:
    if _last(ISSUE, label) > _last(EVENT, label):
        return True
    return any(cue.search(f"{label} ") for cue, _sure in BARE)


def _label_of(page: PrintedPage, place: int) -> str:
    """Return the cell beside a line, or the line above it where its sentence goes on."""
    line = page.lines[place]
    beside = page.beside(line) if any(line.box) else []
    if beside:
        return beside[0].folded
    above = page.lines[place - 1].folded if place else ""
    return "" if above.rstrip().endswith((".", ";")) else above


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
