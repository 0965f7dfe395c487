"""Who may only find somebody learns nothing by trying values: years, places, numbers, parents."""

import random
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search.entries import SearchEntry
from search.models import NameIdentifier, NameUnitsVersion
from search.names import find_names, put_names, put_names_bulk, suggest_names
from search.names.store import are_of_present_make, mark_present_make
from search.tests.names.people import EVERYWHERE, FINDER, a_person, found

pytestmark = pytest.mark.django_db

NAME = "رقية العلوي"
KNOWN = {
    "parents": {"mother": "فاطمة السوسي"},
    "places": ("تارودانت",),
    "birth_year": 1998,
    "identifiers": ("2026/0012",),
    "details": ("JB 123456", "G123456789", "418"),
}


def answers(typed: str) -> list[tuple[object, ...]]:
    """All that a finder sees of an answer, typed whole and while typing."""
    hits = [*find_names(typed, scope=FINDER), *suggest_names(typed, scope=FINDER)]
    return [(hit.key, hit.score, hit.sure, [reason for *_, reason in hit.why]) for hit in hits]


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        pytest.param("1998", "1997", id="birth year"),
        pytest.param("12/03/1998", "12/03/1997", id="a date of that year"),
        pytest.param("تارودانت", "أكادير", id="place"),
        pytest.param("فاطمة", "خديجة", id="mother"),
        pytest.param("JB123456", "JB123457", id="identity card"),
        pytest.param("G123456789", "G123456780", id="Massar"),
        pytest.param("418", "419", id="act number"),
    ],
)
@pytest.mark.parametrize("before", ["", f"{NAME} ", "رقية "], ids=["alone", "with name", "given"])
def test_a_finder_gets_the_same_answer_for_a_right_and_a_wrong_value(
    before: str, right: str, wrong: str
) -> None:
    put_names(a_person(NAME, **KNOWN))
    told = answers(before + right)

    assert told == answers(before + wrong)
    put_names(a_person(NAME, version=2, identifiers=("2026/0012",)))
    assert told == answers(before + right)


def test_a_finder_finds_by_name_and_by_reference() -> None:
    put_names(a_person(NAME, **KNOWN))

    for typed in (NAME, "Rkia Alaoui", "2026/0012", "رقية 2026/0012"):
        assert found(typed, scope=FINDER) == ["person:1"]
    assert found("2026/00", scope=FINDER, prefix=True) == ["person:1"]


def test_whoever_knows_the_details_of_one_learns_nothing_of_another() -> None:
    put_names(a_person(NAME, **KNOWN))
    stranger = a_person(NAME, key="person:2", birth_year=1998, places=("تارودانت",))
    put_names(replace(stranger, detail_reach=frozenset({"view:2"})))

    assert found(f"{NAME} تارودانت") == ["person:1"]
    assert found(f"{NAME} 1998") == ["person:1", "person:2"]


def test_whoever_opens_a_folder_learns_nothing_of_whom_they_only_find_in_it() -> None:
    behind_a_boundary = frozenset[str]()
    put_names(replace(a_person(NAME, **KNOWN), detail_reach=behind_a_boundary))

    for right, wrong in (("1998", "1997"), ("تارودانت", "أكادير"), ("فاطمة", "خديجة")):
        assert find_names(right, scope=EVERYWHERE) == find_names(wrong, scope=EVERYWHERE) == []
        told, other = (find_names(f"{NAME} {typed}", scope=EVERYWHERE) for typed in (right, wrong))
        assert [(hit.key, hit.score) for hit in told] == [(hit.key, hit.score) for hit in other]


GIVEN = ("رقية", "فاطمة", "محمد", "أحمد", "خديجة")
FAMILY = ("العلوي", "السوسي", "أوبلا")
PLACES = ("تارودانت", "أكادير", "إغرم")
YEARS = (1997, 1998, None)


def some_people(chance: random.Random) -> list[SearchEntry]:
    """Return people who share names, places and years; whose details are open is left to chance."""
    return [
        replace(
            a_person(
                f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}",
                key=f"person:{number}",
                parents={
                    "mother": f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}",
                    "father": f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}",
                },
                birth_year=chance.choice(YEARS),
                places=(chance.choice(PLACES),),
            ),
            detail_reach=frozenset({chance.choice(("view:1", "view:2"))}),
        )
        for number in range(60)
    ]


def without_closed_details(entry: SearchEntry) -> SearchEntry:
    """Return the entry as it is if nothing was ever written that the scope may not know."""
    if not EVERYWHERE.details.isdisjoint(entry.detail_reach):
        return replace(entry, version=2)
    own = tuple(name for name in entry.names if name.role == "self")
    return replace(entry, version=2, names=own, birth_year=None, places=())


@pytest.mark.parametrize("seed", range(4))
def test_of_some_open_and_some_closed_people_the_answer_is_as_if_the_closed_were_not_written(
    seed: int,
) -> None:
    chance = random.Random(seed)
    people = some_people(chance)
    beside = (*GIVEN, *FAMILY, *PLACES, "1997", "1998", f"{PLACES[0]} 1998")
    asked = [f"{given} {other}" for given in GIVEN for other in beside]

    put_names_bulk(people)
    told = [find_names(typed, scope=EVERYWHERE, limit=limit) for typed in asked for limit in (2, 9)]
    put_names_bulk(map(without_closed_details, people))
    right = [
        find_names(typed, scope=EVERYWHERE, limit=limit) for typed in asked for limit in (2, 9)
    ]

    assert told == right
    assert any(reason == "place" for hits in told for hit in hits for *_, reason in hit.why)


@pytest.mark.parametrize(
    ("typed", "statements"),
    [
        pytest.param(NAME, 0, id="own names"),
        pytest.param("رقية", 0, id="one name"),
        pytest.param("رقية تارودانت", 1, id="place"),
        pytest.param("رقية فاطمة", 1, id="mother"),
    ],
)
def test_whose_details_are_open_is_asked_where_they_could_change_the_answer_and_once(
    typed: str, statements: int
) -> None:
    put_names(a_person(NAME, **KNOWN))
    assert found(typed) == ["person:1"]

    with CaptureQueriesContext(connection) as asked:
        find_names(typed, scope=EVERYWHERE)

    assert sum("view:1" in one["sql"] for one in asked.captured_queries) == statements


def test_who_knows_the_details_still_narrows_by_them() -> None:
    put_names(a_person(NAME, **KNOWN))

    for typed in ("رقية 1998", "رقية تارودانت", "رقية فاطمة", "JB123456", "رقية 418"):
        assert [hit.key for hit in find_names(typed, scope=EVERYWHERE)] == ["person:1"]


def test_tables_of_an_older_make_are_closed_until_they_are_written_anew() -> None:
    put_names(a_person(NAME, **KNOWN))
    NameIdentifier.objects.update(is_detail=True)
    NameUnitsVersion.objects.update(make="")

    assert not are_of_present_make()
    assert found("2026/0012", scope=FINDER) == []
    assert found(NAME, scope=FINDER) == ["person:1"]

    put_names(a_person(NAME, version=2, **KNOWN))
    mark_present_make()
    assert are_of_present_make()
    assert found("2026/0012", scope=FINDER) == ["person:1"]
