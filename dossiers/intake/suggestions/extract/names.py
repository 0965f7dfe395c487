"""Names of people as printed: behind the labels of forms and the titles of letters."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dossiers.intake.printed_word import Word

from .page import Found, PrintedPage, Span, pattern, plain

# Labels of forms: what follows to the end of the cell is a whole name.
WHOLE = (
    "الاسم الكامل|الاسم والنسب|الاسم العائلي والشخصي|الاسم الشخصي والعائلي|اسم (?:الزوج|الزوجة)"
    "|(?:اسم )?(?:الأم|الأب)|الزوج|الزوجة|المستفيدة?|المريضة?|التلميذة?"
    "|الطفلة?(?: الأول| الثاني| الثالث| الرابع)?|الولد ?[0-9]?"
    "|nom et prénoms?|nom complet|noms?,? prénoms?|patiente?|nom de l'épou(?:x|se)|épou(?:x|se)"
    "|(?:(?:pré)?nom de la )?mère|(?:(?:pré)?nom du )?père"
    "|(?:[0-9] ?(?:er|ère|ème|e)? )?enfant(?: ?[0-9])?"
    "|élève|bénéficiaire"
)
GIVEN = "الاسم الشخصي|الاسم|prénoms?"
FAMILY = "الاسم العائلي|النسب|اسم العائلة|nom de famille|nom"
FORM = pattern(rf"^(?:({GIVEN})|({FAMILY})|({WHOLE})) ?[:.;] ?")
# Titles inside running text: the next words are a name, until a word that is none.
TITLE = pattern(
    r"(?<!\w)(?:السيدة?|الآنسة|التلميذة?|الطفلة?|الابنة?|ابنكم|ابنتكم|المسماة?|المدعوة?|أمه|أمها|أسفله"
    r"|madame|monsieur|mme|mlle|mr|m\.|l'enfant|l'élève|nommée?|je,|patiente?|examiné ce jour"
    r"|famille)(?!\w) *:? *"
)
# "To so-and-so," at the head of a letter: the comma tells that it was a name.
ADDRESSEE = pattern(r"^إلى ([^,:.]{5,40}),")
# Words that end a name in running text, folded.
ENDS = frozenset(
    plain(
        "ولي المسجل المسجلة المزداد المزدادة الساكن الساكنة الحامل الحاملة قد في من على إلى عن أن"
        " تعيش يعيش رفقة تتابع يتابع تسكن يسكن بتاريخ تغيب تغيبت أوافق تحية تلميذ تلميذة الحالة"
        " المدنية التلميذ التلميذة الطفل الطفلة السيد السيدة مدير رقم تحت بالقسم القاطن القاطنة"
        " الذي التي والأسرة والأسر الأطفال حول وضعية"
        " الاسم النسب اسم تاريخ مكان العنوان المهنة الجنسية المستوى"
        " nom noms prénom prénoms date lieu adresse profession nationalité niveau classe"
        " né née le la les de du des et est demeure demeurant domicilié domiciliée consens âgé âgée"
        " a au aux un une qui que dont composée tél rue poids âge atteste avoir soussigné"
    ).split()
)
ARABIC, LATIN = re.compile("[\u0621-\u064a]"), re.compile("[a-z]")
MOST_WORDS = 5
# Written small inside names.
PARTICLES = frozenset(plain("ben bent bin bint ibn ould el al aït").split())
# No French word begins with such letters: it is an I, as in llyas and lbrahim.
I_READ_AS_L = re.compile("l[bcdfgklmnpqrstvwxz]")
NAME_WORD = re.compile(r"[^\W\d_][\w'’\-]*$")
# Behind a label it is a name; behind a title it may be a sentence.
BEHIND_LABEL, BEHIND_TITLE = 0.95, 0.75


@dataclass(frozen=True)
class _Part:
    """One part of a name, from its own cell."""

    span: Span
    place: int


def find_names(page: PrintedPage) -> list[Found]:
    """Return the names on a page; the same name once, the surest place first."""
    names = [*_whole_names(page), *_joined_names(page), *_names_behind_titles(page)]
    best: dict[str, Found] = {}
    for one in sorted(names, key=lambda one: -one.confidence):
        best.setdefault(plain(one.span.text), one)
    return list(best.values())


def _whole_names(page: PrintedPage) -> Iterator[Found]:
    for line in page.lines:
        match = FORM.match(line.folded)
        if match and match[3]:
            words = _name_words(line.after(match.end()))
            if len(words) >= 2:
                yield _found(words, BEHIND_LABEL, page)


def _joined_names(page: PrintedPage) -> Iterator[Found]:
    """Join the given name of one cell with the family name of another, script by script."""
    for script in (ARABIC, LATIN):
        given, family = (_parts(page, group, script) for group in (1, 2))
        for one, other in zip(given, family, strict=False):
            if abs(one.place - other.place) <= 6:
                yield _found((*one.span.words, *other.span.words), BEHIND_LABEL, page)


def _parts(page: PrintedPage, group: int, script: re.Pattern[str]) -> list[_Part]:
    parts = []
    for place, line in enumerate(page.lines):
        match = FORM.match(line.folded)
        if match and match[group] and script.search(match[group]):
            words = _name_words(line.after(match.end()))
            if words:
                parts.append(_Part(Span(words), place))
    return parts


def _names_behind_titles(page: PrintedPage) -> Iterator[Found]:
    for place, line in enumerate(page.lines):
        onward = page.lines[place + 1].words if place + 1 < len(page.lines) else ()
        for match in TITLE.finditer(line.folded):
            rest = line.after(match.end())
            # A title at the end of a line: the name begins the next one.
            words = _name_words((*rest, *onward) if len(rest) < 2 else rest)
            if len(words) >= 2:
                yield _found(words, BEHIND_TITLE, page)
        addressee = ADDRESSEE.match(line.folded)
        if addressee:
            words = _name_words(line.at(*addressee.span(1)).words)
            if len(words) >= 2:
                yield _found(words, BEHIND_TITLE, page)


def _name_words(words: Sequence[Word]) -> tuple[Word, ...]:
    """Return the first words as far as they can be a name."""
    name: list[Word] = []
    for word in words[: MOST_WORDS + 1]:
        bare = word.text.strip(".,،:;؛()")
        folded = plain(bare)
        if not NAME_WORD.fullmatch(bare) or folded in ENDS:
            break
        is_i = I_READ_AS_L.match(bare)
        if bare[0].islower() and folded not in PARTICLES and not is_i:
            break
        name.append(replace(word, text=f"I{bare[1:]}" if is_i else bare))
        if ":" in word.text:
            # What stands before a colon is the label of something else.
            return ()
        if not word.text.endswith(bare):
            # Punctuation behind a word ends the name.
            break
    return tuple(name[:MOST_WORDS])


def _found(words: Sequence[Word], sure: float, page: PrintedPage) -> Found:
    span = Span(tuple(words))
    return Found("person", "", span, sure * (0.4 + 0.6 * span.confidence), page.number)
