"""The name tables follow the entries: replaced, removed, counted, never older."""

import pytest
from django.db import transaction

from search.entries import Scope
from search.models import (
    NamedEntry,
    NameIdentifier,
    NamePosting,
    NameReach,
    NameUnit,
    NameUnitsVersion,
)
from search.names import put_names, put_names_bulk, remove_names
from search.names.store import MAKE
from search.names.vocabulary import vocabulary
from search.tests.names.people import a_person, found

pytestmark = pytest.mark.django_db


def frequency_of(text: str) -> int:
    return NameUnit.objects.get(text=text).frequency


def test_a_removed_person_leaves_no_row_but_the_units() -> None:
    put_names(a_person("رقية العلوي", identifiers=("1",)))

    remove_names(["person:1", "person:unknown"])

    assert found("رقية العلوي") == []
    for model in (NamedEntry, NamePosting, NameReach, NameIdentifier):
        assert not model.objects.exists()
    assert frequency_of("رقيه") == 0


def test_an_older_version_changes_nothing() -> None:
    put_names(a_person("رقية العلوي", version=2))

    put_names(a_person("خديجة السوسي", version=1))

    assert found("خديجة السوسي") == []
    assert found("رقية العلوي") == ["person:1"]


def test_a_renamed_person_is_found_by_the_new_name_only() -> None:
    put_names(a_person("رقية العلوي", version=1))

    put_names(a_person("خديجة العلوي", version=2))

    assert found("رقية") == []
    assert found("خديجة العلوي") == ["person:1"]
    assert (frequency_of("رقيه"), frequency_of("العلوي")) == (0, 1)


def test_a_right_taken_away_hides_the_person_and_rewrites_no_name() -> None:
    put_names(a_person("رقية العلوي", reach=["find:1", "find:2"]))
    before = list(NamePosting.objects.values_list("pk", flat=True))

    put_names(a_person("رقية العلوي", reach=["find:2"], version=2))

    assert found("رقية العلوي") == []
    assert found("رقية العلوي", scope=Scope(frozenset({"find:2"}))) == ["person:1"]
    assert list(NamePosting.objects.values_list("pk", flat=True)) == before


def test_an_identifier_no_longer_held_is_forgotten() -> None:
    put_names(a_person("رقية العلوي", identifiers=("2026/0001", "JB1")))

    put_names(a_person("رقية العلوي", identifiers=("JB1",), version=2))

    assert found("2026/0001") == []
    assert found("JB1") == ["person:1"]


def test_of_one_key_in_a_batch_the_newest_version_stays() -> None:
    put_names_bulk(
        [
            a_person("رقية العلوي", version=2),
            a_person("خديجة السوسي", version=1),
            a_person("سعيد العلوي", key="person:2"),
        ]
    )

    assert found("رقية العلوي") == ["person:1"]
    assert found("خديجة السوسي") == []
    assert frequency_of("العلوي") == 2


def test_units_of_a_rolled_back_change_are_forgotten() -> None:
    put_names(a_person("رقية العلوي"))
    try:
        with transaction.atomic():
            put_names(a_person("إبراهيم الناصري", key="person:2"))
            assert found("Brahim Naciri") == ["person:2"]
            raise RuntimeError
    except RuntimeError:
        pass

    put_names(a_person("مصطفى بوعلام", key="person:3"))

    assert found("Brahim Naciri") == []
    assert found("Mustapha Boualem") == ["person:3"]


def test_units_are_read_again_only_when_some_were_added() -> None:
    put_names(a_person("رقية العلوي"))
    before = vocabulary()

    put_names(a_person("العلوي رقية", key="person:2"))
    same = vocabulary()
    put_names(a_person("خديجة العلوي", key="person:3"))

    assert same is before
    assert vocabulary() is not before


def test_saving_costs_a_bounded_number_of_statements(
    django_assert_max_num_queries: pytest.FixtureRequest,
) -> None:
    put_names(a_person("رقية العلوي"))

    with django_assert_max_num_queries(14):
        put_names(a_person("خديجة العلوي", version=2))


def test_the_make_of_the_tables_fits_its_column() -> None:
    # SQLite keeps a longer one, PostgreSQL refuses it.
    assert len(MAKE) <= NameUnitsVersion._meta.get_field("make").max_length
