"""What the papers' own words suggest, told to one reader: whom a printed name means, which dossier.

Stored are printed words only. People and dossiers are looked up here, for this reader, among
those they may find and file in: nothing they may not know of comes out. The look-up is a
search by name and is journaled as one.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.formats import date_format

from dossiers import journal
from dossiers.access import shown
from dossiers.filing.candidates import fileable_dossiers
from dossiers.indexing.source import people_scope
from dossiers.intake.printed_word import Box
from dossiers.journal.things import Subject, Thing
from dossiers.models import Document, DocumentKind, Dossier, Membership, Suggestion, User
from dossiers.models.person import main_name
from dossiers.people.find import find_cards, known_members
from dossiers.vocabulary import JournalAction, SuggestedField

# Names looked up on one paper, and people considered for each.
MOST_NAMES, MOST_HITS = 8, 6
# Names that lead to nobody, offered to be looked for.
MOST_UNKNOWN = 3
# A likeness below this is another person.
MIN_LIKENESS = 0.72
LATER_SIDE = 0.7
# So near in likeness, the place on the page decides between people.
NEAR, AFTER_ALL_PAGES = 0.05, 1_000_000
# From here on a suggestion is sure, if the next one for its field is so much less likely.
SURE, LEAD = 0.8, 0.1


@dataclass(frozen=True, slots=True)
class Shown:
    """A suggestion as the form shows it.

    `value` is what the form's field takes (code, ISO date, digits, uid of a person or a
    dossier), `label` what it means in words, `printed` the words on the paper. `box` is
    left, top, right, bottom in pixels of the stored image of page `page` (1-based; 0: no place).
    """

    field: SuggestedField
    value: str
    label: str
    printed: str
    confidence: float
    page: int = 0
    box: Box | None = None
    # For a person: the dossier in which they were found.
    dossier: str = ""
    # It stands on a cover sheet that was scanned with the paper.
    is_of_sheet: bool = False
    # A printed name that leads to nobody this reader may file for: something to look for.
    is_unknown: bool = False
    # So sure, and so far before the next, that one press may take it with others like it.
    is_sure: bool = False

    def surer_by(self, other: "Shown") -> "Shown":
        """Return this one with the confidence of both: two places say the same."""
        both = 1.0 - (1.0 - self.confidence) * (1.0 - other.confidence)
        return replace(self, confidence=min(0.99, both))

    @property
    def percent(self) -> int:
        """How sure it is, in whole per cent."""
        return round(100 * self.confidence)


@dataclass
class _Found:
    """A membership that printed names lead to, with the best of them."""

    row: Suggestion
    likeness: float
    rows: set[int] = field(default_factory=set)

    @property
    def confidence(self) -> float:
        return self.row.confidence * self.likeness


def suggestions_for(document: Document, *, user: User) -> list[Shown]:
    """Return what may be suggested to this reader, field by field, the surest first."""
    rows = list(Suggestion.objects.visible_to(user).of_paper(document).select_related("page"))
    plain = [
        row for row in rows if row.field not in (SuggestedField.PERSON, SuggestedField.DOSSIER)
    ]
    people, dossiers, known = _people_and_dossiers(rows, user=user)
    shown = [*_plain(plain), *people, *dossiers, *_unknown(rows, known)]
    order = list(SuggestedField)
    ranked = sorted(shown, key=lambda one: (order.index(one.field), -one.confidence))
    return _first_named_first(ranked)


def _first_named_first(shown: list[Shown]) -> list[Shown]:
    """Put people who are named with about one likeness in the order of the page.

    A paper names whom it concerns before the parents and the officer.
    """
    people = [one for one in shown if one.field == SuggestedField.PERSON]
    best = max((one.confidence for one in people), default=0.0)
    rank = {
        one: (one.page, one.box[1])
        if one.box and best - one.confidence < NEAR
        else (AFTER_ALL_PAGES, 0)
        for one in people
    }
    in_order = iter(sorted(people, key=lambda one: rank[one]))
    return [next(in_order) if one.field == SuggestedField.PERSON else one for one in shown]


def mark_sure(shown: list[Shown]) -> list[Shown]:
    """Return the suggestions of one field, the surest first and marked if it stands out."""
    if not shown:
        return []
    first, *others = shown
    nearest = max((one.confidence for one in others), default=0.0)
    is_sure = first.confidence >= SURE and first.confidence - nearest >= LEAD
    return [replace(first, is_sure=is_sure), *others]


def _plain(rows: Iterable[Suggestion]) -> list[Shown]:
    """Return what is told to everybody who may read the paper; one value once."""
    kinds = {kind.code: kind.name for kind in DocumentKind.objects.filter(is_active=True)}
    best: dict[tuple[str, str], Shown] = {}
    for row in sorted(rows, key=lambda row: -row.confidence):
        is_kind = row.field == SuggestedField.KIND
        if is_kind and row.value not in kinds:
            continue
        one = _show(
            row,
            value=row.value,
            label=kinds[row.value] if is_kind else _in_words(row),
            # The first side has the heading of the paper; later ones those of its annexes.
            confidence=row.confidence * (LATER_SIDE if is_kind and _is_of_later_side(row) else 1.0),
        )
        known = best.get((row.field, row.value))
        best[row.field, row.value] = known.surer_by(one) if known else one
    return list(best.values())


def _in_words(row: Suggestion) -> str:
    """Return the value as its reader writes it: a date by day, month and year."""
    if row.field != SuggestedField.ISSUED_ON:
        return row.value
    return date_format(date.fromisoformat(row.value), "SHORT_DATE_FORMAT")


def _is_of_later_side(row: Suggestion) -> bool:
    """Whether the suggestion stands on a later side than the first."""
    return row.page is not None and row.page.number > 1


def _people_and_dossiers(
    rows: Iterable[Suggestion], *, user: User
) -> tuple[list[Shown], list[Shown], set[int]]:
    """Look up the printed names and references among what this reader may file in.

    With the ids of the rows that lead to somebody.
    """
    rows = list(rows)
    named = [row for row in rows if row.field == SuggestedField.PERSON]
    named = sorted(named, key=lambda row: -row.confidence)[:MOST_NAMES]
    matches = _find(named, user=user)
    dossiers = {
        dossier.pk: dossier
        for dossier in fileable_dossiers(user).filter(
            pk__in={membership.dossier_id for membership, _ in matches}
        )
    }
    matches = [pair for pair in matches if pair[0].dossier_id in dossiers]
    people = _one_a_person(matches, dossiers)
    coded = _by_code(rows, user=user)
    by_code = {one.value for one in coded}
    by_people = [one for one in _by_people(matches, dossiers) if one.value not in by_code]
    known = {pk for _, one in matches for pk in one.rows}
    return people, [*coded, *by_people], known


def _unknown(rows: Iterable[Suggestion], known: set[int]) -> list[Shown]:
    """Return the surest printed names that are not among the rows known to lead to somebody."""
    names: dict[str, Suggestion] = {}
    for row in sorted(rows, key=lambda row: (-row.confidence, row.pk)):
        if row.field == SuggestedField.PERSON and row.pk not in known:
            names.setdefault(row.shown.casefold(), row)
    few = list(names.values())[:MOST_UNKNOWN]
    return [replace(_show(row, value="", label=row.shown), is_unknown=True) for row in few]


def _find(named: Iterable[Suggestion], *, user: User) -> list[tuple[Membership, _Found]]:
    """Return memberships that the printed names lead to; one journal line for all."""
    named = list(named)
    if not named:
        return []
    matches: dict[int, _Found] = {}
    for row in named:
        for pk, hit in find_cards(row.shown, scope=people_scope(user), limit=MOST_HITS).items():
            if hit.score < MIN_LIKENESS:
                continue
            known = matches.setdefault(pk, _Found(row, hit.score))
            known.rows.add(row.pk)
            if row.confidence * hit.score > known.confidence:
                known.row, known.likeness = row, hit.score
    members = known_members(matches, user=user)
    journal.record(
        by=user,
        action=JournalAction.SEARCH,
        thing=Subject(Thing.PEOPLE_NAMED),
        names=len(named),
        found=len(members),
        places=shown.take_untold(),
    )
    return [(member, matches[member.pk]) for member in members]


def _one_a_person(
    found: Iterable[tuple[Membership, _Found]], dossiers: dict[int, Dossier]
) -> list[Shown]:
    best: dict[int, Shown] = {}
    for membership, one in sorted(found, key=lambda pair: -pair[1].confidence):
        person = membership.person
        if person.pk not in best:
            best[person.pk] = _show(
                one.row,
                field=SuggestedField.PERSON,
                value=person.uid,
                label=main_name(person),
                confidence=one.confidence,
                dossier=dossiers[membership.dossier_id].uid,
            )
    return list(best.values())


def _by_people(
    found: Iterable[tuple[Membership, _Found]], dossiers: dict[int, Dossier]
) -> list[Shown]:
    """Return dossiers by the people in them who are named: each one more makes it surer."""
    doubt: dict[int, float] = {}
    best: dict[int, _Found] = {}
    people: dict[int, set[int]] = {}
    for membership, one in sorted(found, key=lambda pair: -pair[1].confidence):
        pk = membership.dossier_id
        if membership.person_id in people.setdefault(pk, set()):
            continue
        people[pk].add(membership.person_id)
        doubt[pk] = doubt.get(pk, 1.0) * (1.0 - 0.9 * one.confidence)
        best.setdefault(pk, one)
    return [
        _show(
            one.row,
            field=SuggestedField.DOSSIER,
            value=dossiers[pk].uid,
            label=dossiers[pk].reference,
            confidence=1.0 - doubt[pk],
            dossier=dossiers[pk].uid,
        )
        for pk, one in best.items()
    ]


def _by_code(rows: Iterable[Suggestion], *, user: User) -> list[Shown]:
    """Return the dossiers whose uid or reference stands on the paper itself."""
    coded = [row for row in rows if row.field == SuggestedField.DOSSIER]
    if not coded:
        return []
    values = [row.value for row in coded]
    dossiers = fileable_dossiers(user)
    known = {one.uid: one for one in dossiers.filter(uid__in=values)}
    known |= {one.reference: one for one in dossiers.filter(reference__in=values)}
    by_uid: dict[str, Shown] = {}
    # A sheet and a printed reference may say the same: the surest is shown.
    for row in sorted(coded, key=lambda row: row.confidence):
        if dossier := known.get(row.value):
            uid, label = dossier.uid, dossier.reference
            by_uid[uid] = _show(row, value=uid, label=label, dossier=uid)
    return list(by_uid.values())


def _show(
    row: Suggestion,
    *,
    value: str,
    label: str,
    field: SuggestedField | None = None,
    confidence: float | None = None,
    dossier: str = "",
) -> Shown:
    return Shown(
        field=field or SuggestedField(row.field),
        value=value,
        label=label,
        printed=row.shown,
        confidence=row.confidence if confidence is None else confidence,
        page=row.page.number if row.page else 0,
        box=row.box,
        dossier=dossier,
        is_of_sheet=row.page is not None and row.page.is_sheet,
    )
