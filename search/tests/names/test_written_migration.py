"""The migration that wrote names into their entries loses no unit, forwards and backwards."""

import pytest

from search.models import NamedEntry, NamePosting
from search.names import put_names
from search.tests.names.people import a_person, found
from tests.migrating import Steps, migrate

BEFORE = [("search", "0003_postings_by_unit_and_entry")]

pytestmark = pytest.mark.django_db(transaction=True)


def test_names_go_back_into_postings_and_come_again(newest_step: Steps) -> None:
    put_names(a_person("رقية بنت علي العلوي", "!", "Rkia", parents={"mother": "فاطمة"}))
    line = NamedEntry.objects.get().written

    old = migrate(BEFORE).get_model("search", "NamePosting")

    columns = old.objects.order_by("name", "place").values_list("place", "count", "father")
    assert list(columns) == [
        (0, 3, False),
        (1, 3, True),
        (2, 3, False),
        (0, 1, False),
        (0, 1, False),
    ]
    migrate(newest_step)
    assert NamedEntry.objects.get().written == line
    assert NamePosting.objects.count() == 5
    assert found("رقية العلوي") == ["person:1"]
