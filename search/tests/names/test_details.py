"""Who may only find somebody learns nothing by trying values: years, places, numbers, parents."""

from dataclasses import replace

import pytest

from search.models import NameIdentifier, NameUnitsVersion
from search.names import find_names, put_names, suggest_names
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
