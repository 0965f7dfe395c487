"""Write the name tables from entries, inside the caller's transaction.

Everything an entry had is replaced; an older version than the one held is left
alone. Units stay when their last name goes: they are few and come back.
"""

import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from search.analysis.folding import fold
from search.analysis.names import split_name
from search.entries import SearchEntry
from search.models import (
    NamedEntry,
    NameIdentifier,
    NamePosting,
    NameReach,
    NameRole,
    NameUnit,
    NameUnitsVersion,
)
from search.names.stored_spellings import pack, unpack

# Another make calls for the tables to be written anew (`index rebuild --if-needed`).
MAKE = "construct endings"
# Rows per statement: small enough for SQLite's limit on parameters.
_BATCH = 500
_MOST_LETTERS = 200
_TABLES = (NamedEntry, NameIdentifier, NamePosting, NameReach, NameUnit)
_ROLES = {
    "self": NameRole.SELF,
    "mother": NameRole.MOTHER,
    "father": NameRole.FATHER,
    "place": NameRole.PLACE,
}

# (role, text as written) of everything an entry may be searched by.
Written = list[tuple[str, str]]


def put_names(entry: SearchEntry) -> None:
    """Make one entry findable by its names."""
    put_names_bulk([entry])


def put_names_bulk(entries: Iterable[SearchEntry]) -> None:
    """Make many entries findable by their names; of one key the newest version stays."""
    newest: dict[str, SearchEntry] = {}
    for entry in entries:
        held = newest.get(entry.key)
        if held is None or held.version <= entry.version:
            newest[entry.key] = entry
    waiting = list(newest.values())
    for start in range(0, len(waiting), _BATCH):
        with transaction.atomic(savepoint=False):
            _put_batch(waiting[start : start + _BATCH])


def remove_names(keys: Iterable[str]) -> None:
    """Take these entries out of the name tables; unknown keys are ignored."""
    wanted = list(keys)
    for start in range(0, len(wanted), _BATCH):
        with transaction.atomic(savepoint=False):
            _lock_writers()
            held = NamedEntry.objects.filter(key__in=wanted[start : start + _BATCH])
            _clear_postings(list(held.values_list("pk", flat=True)))
            held.delete()


def are_of_present_make() -> bool:
    """Tell whether the tables are written in the present way; empty ones are."""
    if not NamedEntry.objects.exists():
        return True
    return NameUnitsVersion.objects.filter(make=MAKE).exists()


@transaction.atomic
def mark_present_make() -> None:
    """Note that all that the tables hold is written in the present way."""
    NameUnitsVersion.objects.filter(pk=_lock_writers().pk).update(make=MAKE)


def renew_statistics() -> None:
    """Let PostgreSQL look at the tables, after so much was written that its plans are wrong.

    By itself it does so minutes later, and a search takes seconds until then. SQLite plans
    without.
    """
    if connection.vendor == "postgresql":
        tables = ", ".join(connection.ops.quote_name(one._meta.db_table) for one in _TABLES)
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {tables}")


def normal_identifier(value: str) -> str:
    """Return the form in which exact values are compared.

    >>> normal_identifier("JB ١٢٣٤٥"), normal_identifier("2026/0012")
    ('jb12345', '2026/0012')
    """
    return "".join(fold(value).split())[:100]


def _written(entry: SearchEntry) -> Written:
    names = [(name.role if name.role in _ROLES else "self", name.text) for name in entry.names]
    return names + [("place", place) for place in entry.places]


def _put_batch(entries: Sequence[SearchEntry]) -> None:
    version = _lock_writers()
    keys = [entry.key for entry in entries]
    held = {row.key: row for row in NamedEntry.objects.filter(key__in=keys)}
    fresh = [e for e in entries if e.key not in held or held[e.key].version <= e.version]
    renamed = {
        e.key for e in fresh if e.key not in held or held[e.key].names != _as_stored(_written(e))
    }
    _clear_postings([held[key].pk for key in renamed if key in held])
    lines = _lines([entry for entry in fresh if entry.key in renamed], version)
    rows = _save_entries(fresh, held, lines)
    NamePosting.objects.bulk_create(
        posting for row in rows if row.key in lines for posting in _postings(row)
    )
    pairs = list(zip(rows, fresh, strict=True))
    tokens = {row.pk: set(entry.reach | entry.detail_reach) for row, entry in pairs}
    _put_values(
        NameReach, ("token",), {pk: {(one,) for one in some} for pk, some in tokens.items()}
    )
    identifiers = {row.pk: _identifiers(entry) for row, entry in pairs}
    _put_values(NameIdentifier, ("value", "is_detail"), identifiers)


def _lock_writers() -> NameUnitsVersion:
    """Let one writer in at a time, so that units and their counts need no further care."""
    locked = NameUnitsVersion.objects.select_for_update()
    return locked.filter(pk=1).first() or locked.get(pk=_make_version().pk)


def _make_version() -> NameUnitsVersion:
    return NameUnitsVersion.objects.get_or_create(pk=1, defaults={"make": MAKE})[0]


def _identifiers(entry: SearchEntry) -> set[tuple[str, bool]]:
    """Return each exact value, and whether only those who know the details are told by it."""
    known = {normal_identifier(text): True for text in entry.details}
    known |= {normal_identifier(text): False for text in entry.identifiers}
    return {(value, is_detail) for value, is_detail in known.items() if value}


def _as_stored(written: Written) -> list[list[str]]:
    return [list(name) for name in written]


def _clear_postings(rows: list[int]) -> None:
    """Take away the names of these entries, and what they added to the counts."""
    if rows:
        postings = NamePosting.objects.filter(entry_id__in=rows)
        _count(Counter(postings.values_list("unit_id", flat=True)), sign=-1)
        postings.delete()


def _put_values(
    model: type[NameReach | NameIdentifier],
    names: tuple[str, ...],
    wanted: dict[int, set[tuple[Any, ...]]],
) -> None:
    """Make the tokens or identifiers of these entries what is wanted; write the difference.

    `names` are the columns of a row beside its entry; the first tells rows apart.
    """
    held: dict[int, set[tuple[Any, ...]]] = {row: set() for row in wanted}
    for row, *values in model.objects.filter(entry_id__in=wanted).values_list("entry_id", *names):
        held[row].add(tuple(values))
    for row, some in held.items():
        if gone := [first for first, *_ in some - wanted[row]]:
            model.objects.filter(**{"entry_id": row, f"{names[0]}__in": gone}).delete()
    # Of one model, never of both.
    fresh: list[Any] = [
        model(entry_id=row, **dict(zip(names, values, strict=True)))
        for row, some in wanted.items()
        for values in sorted(some - held[row])
    ]
    model.objects.bulk_create(fresh)


def _save_entries(
    entries: Sequence[SearchEntry], held: dict[str, NamedEntry], lines: dict[str, str]
) -> list[NamedEntry]:
    rows = []
    for entry in entries:
        row = held.get(entry.key) or NamedEntry(key=entry.key)
        row.version, row.birth_year = entry.version, entry.birth_year
        row.names = _as_stored(_written(entry))
        row.written = lines.get(entry.key, row.written)
        rows.append(row)
    NamedEntry.objects.bulk_create([row for row in rows if row.pk is None])
    old = [row for row in rows if row.key in held]
    if old:
        NamedEntry.objects.bulk_update(old, ["version", "birth_year", "names", "written"])
    return rows


def _postings(row: NamedEntry) -> Iterator[NamePosting]:
    for number, name in enumerate(unpack(row.written)):
        for written in name:
            yield NamePosting(
                entry_id=row.pk,
                name=number,
                place=written.place,
                unit_id=written.unit,
                role=written.role,
            )


def _lines(entries: Iterable[SearchEntry], version: NameUnitsVersion) -> dict[str, str]:
    """Return what is written in each entry, in units of the register; new ones are made."""
    names_of = {
        entry.key: [
            (_ROLES[role], [(unit.text[:_MOST_LETTERS], unit.father) for unit in split_name(text)])
            for role, text in _written(entry)
        ]
        for entry in entries
    }
    used = Counter(
        text for names in names_of.values() for _, units in names for text, _father in units
    )
    ids = _unit_ids(used, version)
    return {
        key: pack((role, [(ids[text], father) for text, father in units]) for role, units in names)
        for key, names in names_of.items()
    }


def _unit_ids(used: Counter[str], version: NameUnitsVersion) -> dict[str, int]:
    """Return the id of every unit, making those the register did not have; count the uses."""
    ids = dict(NameUnit.objects.filter(text__in=used).values_list("text", "pk"))
    known = Counter({ids[text]: uses for text, uses in used.items() if text in ids})
    new = [NameUnit(text=text, frequency=used[text]) for text in sorted(used.keys() - ids.keys())]
    if new:
        NameUnit.objects.bulk_create(new)
        version.token = secrets.randbits(62)
        version.save(update_fields=["token"])
    _count(known, sign=1)
    return ids | {unit.text: unit.pk for unit in new}


def _count(uses_of: Counter[int], *, sign: int) -> None:
    """Add or take away uses of units, one statement for each number of uses."""
    by_uses: dict[int, list[int]] = {}
    for unit, uses in uses_of.items():
        by_uses.setdefault(uses, []).append(unit)
    for uses, units in by_uses.items():
        NameUnit.objects.filter(pk__in=units).update(frequency=F("frequency") + sign * uses)
