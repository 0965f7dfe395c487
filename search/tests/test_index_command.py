"""The command that looks after the index says what is so, and puts right what is not."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from search import api, registry, sync
from search.models import NameReach, NameUnitsVersion
from search.tests.names.people import a_person, found
from search.tests.shelf import lay, paper, take_away

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("shelf")]


def index(*arguments: str) -> str:
    out = StringIO()
    call_command("index", *arguments, stdout=out)
    return out.getvalue()


def lay_and_tell(*numbers: int) -> None:
    lay(*(paper(number, "acte") for number in numbers))
    api.index(f"document:{number}" for number in numbers)


def test_an_index_that_is_not_there_is_said_to_be_missing() -> None:
    assert "No index yet" in index("status")
    with pytest.raises(CommandError, match="rebuild"):
        index("verify")


def test_a_rebuild_makes_the_index_and_leaves_nothing_to_do() -> None:
    lay_and_tell(1, 2)

    assert "holds 2 cards" in index("rebuild")
    assert "present make" in index("rebuild", "--if-needed")
    assert "Applied 2, waiting 0" in index("drain")
    assert "Cards: 2\nChanges waiting: 0" in index("status")


def test_names_written_in_an_older_way_are_written_anew_by_themselves() -> None:
    lay(a_person("رقية العلوي", details=("JB123456",)))
    api.index(["person:1"])
    index("rebuild")
    NameReach.objects.filter(token="view:1").delete()
    NameUnitsVersion.objects.update(make="")
    assert found("JB123456") == []

    assert "hold 1 people" in index("rebuild", "--if-needed")

    assert found("JB123456") == ["person:1"]
    assert "present make" in index("rebuild", "--if-needed")


def test_verify_tells_and_only_then_puts_right() -> None:
    lay_and_tell(1, 2)
    index("rebuild")
    index("drain")
    take_away("document:2")

    assert index("verify", "--dry-run").strip().endswith("surplus: 1")
    assert registry.engine().count() == 2
    assert "Put right." in index("verify")
    assert registry.engine().count() == 1


def test_verify_waits_for_no_other_indexer() -> None:
    lay_and_tell(1)
    index("rebuild")
    index("drain")
    take_away("document:1")

    with sync.one_indexer(), pytest.raises(CommandError, match="at work"):
        index("verify")
