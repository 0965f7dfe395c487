"""Neither lost nor stale: what the database says is what a search answers, indexer or not."""

import multiprocessing
import os
import signal
from dataclasses import replace

import pytest
from django.db import transaction

from search import api, pending, rebuild, registry, sync
from search.entries import Scope, SearchPage, SearchQuery
from search.models import Outbox
from search.tests.shelf import EVERYTHING, Shelf, lay, paper, take_away, write_until_killed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("shelf")]


def ask(text: str, scope: Scope = EVERYTHING, **values: object) -> SearchPage:
    return api.search(SearchQuery(text, **values), scope=scope)  # type: ignore[arg-type]


def found(text: str, scope: Scope = EVERYTHING) -> list[str]:
    return [hit.key for hit in ask(text, scope).hits]


def change(*numbers: int, text: str = "acte de naissance") -> None:
    lay(*(paper(number, text) for number in numbers))
    api.index(f"document:{number}" for number in numbers)


def test_a_waiting_paper_is_not_found_outside_its_scope() -> None:
    change(1)

    assert found("naissance", Scope(frozenset({"medical:1"}))) == []
    assert found("naissance", Scope(frozenset())) == []


def test_a_paper_is_found_by_the_next_request_with_the_indexer_stopped() -> None:
    change(1)

    assert found("naissance") == ["document:1"]
    assert sync.waiting() == 1


def test_a_change_rolled_back_leaves_no_trace() -> None:
    class RefusalError(Exception):
        pass

    with pytest.raises(RefusalError), transaction.atomic():
        api.index(["document:1"])
        raise RefusalError

    assert sync.waiting() == 0


def test_drained_papers_are_found_by_the_engine_alone() -> None:
    change(1, 2)

    assert found("naissance") and api.drain() == 2

    assert sync.waiting() == 0
    assert registry.engine().count() == 2
    assert set(found("naissance")) == {"document:1", "document:2"}


def test_a_changed_paper_is_never_found_by_its_old_words() -> None:
    change(1, text="vieux")
    found("vieux")
    api.drain()

    change(1, text="neuf")

    assert (found("vieux"), found("neuf")) == ([], ["document:1"])


def test_a_removed_paper_is_gone_from_the_engine_before_the_answer_is_sent() -> None:
    change(1)
    found("naissance")
    api.drain()

    take_away("document:1")
    api.remove(["document:1"])

    assert registry.engine().count() == 0
    assert sync.waiting() == 0


def test_a_removal_is_honoured_while_another_process_writes() -> None:
    change(1)
    found("naissance")
    api.drain()

    with sync.one_indexer():
        api.remove(["document:1"])

    assert sync.waiting() == 1
    assert found("naissance") == []


def test_a_hit_that_the_database_no_longer_knows_is_dropped() -> None:
    change(1, 2)
    found("naissance")
    api.drain()

    take_away("document:1")

    assert found("naissance") == ["document:2"]
    assert ask("naissance").total == 1


def test_a_hit_of_another_version_is_matched_as_it_is_now() -> None:
    change(1, 2, text="vieux")
    found("vieux")
    api.drain()
    Shelf.held["document:1"] = replace(paper(1, "neuf"), version=9)

    assert found("vieux") == ["document:2"]


def test_waiting_papers_take_their_places_among_the_indexed() -> None:
    change(*range(0, 20, 2))
    found("naissance")
    api.drain()
    change(*range(1, 20, 2))

    whole = ask("naissance", limit=20)
    parts = [ask("naissance", offset=at, limit=3) for at in range(0, 21, 3)]

    assert whole.total == 20
    assert [hit for part in parts for hit in part.hits] == list(whole.hits)
    assert [hit.key for hit in whole.hits] == [f"document:{n}" for n in range(19, -1, -1)]
    assert sum(whole.facets["unit"].values()) == 20


def test_many_waiting_changes_are_applied_before_the_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(api, "MOST_PENDING", 3)
    change(1)
    found("naissance")
    change(*range(2, 8))

    assert len(found("naissance")) == 7
    assert sync.waiting() == 0


def test_an_unanalysable_question_finds_nothing() -> None:
    change(1)

    assert ask("؟!").hits == ()


def test_suggestions_take_the_last_word_as_begun() -> None:
    change(1)

    assert [hit.key for hit in api.suggest("acte nai", scope=EVERYTHING)] == ["document:1"]
    assert api.suggest("", scope=EVERYTHING) == ()


def test_a_rebuild_finds_what_changed_while_it_ran() -> None:
    change(1, 2, 3)
    found("naissance")
    api.drain()

    def meddle(_done: int) -> None:
        change(2, text="neuf")
        take_away("document:3")
        Outbox.objects.create(key="document:3", is_removal=True)

    rebuild.rebuild(progress=meddle)

    assert (found("naissance"), found("neuf")) == (["document:1"], ["document:2"])


def test_an_index_that_was_thrown_away_is_made_again_by_the_next_question() -> None:
    change(1)
    found("naissance")
    api.drain()
    registry.engine().close()
    (registry.index_folder() / "CURRENT").unlink()

    assert found("naissance") == ["document:1"]


def test_a_large_index_is_not_made_while_somebody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuild, "QUICK_KEYS", 1)
    change(1, 2)

    with pytest.raises(api.TextSearchUnavailableError):
        ask("naissance")


def test_verify_finds_and_repairs_what_differs() -> None:
    change(1, 2, 3)
    found("naissance")
    api.drain()
    Shelf.held["document:1"] = replace(paper(1, "neuf"), version=0)
    take_away("document:2")
    lay(paper(4, "quatre"))

    difference = rebuild.compare()
    assert (difference.stale, difference.surplus, difference.missing) == (
        {"document:1"},
        {"document:2"},
        {"document:4"},
    )
    rebuild.repair(difference)

    assert not rebuild.compare().keys


def test_waiting_cards_are_analysed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    change(1)
    found("naissance")

    monkeypatch.setattr(pending, "make_card", None)

    assert found("naissance") == ["document:1"]


def test_an_indexer_shot_in_the_middle_leaves_an_index_that_goes_on() -> None:
    change(1)
    found("naissance")
    api.drain()
    spawn = multiprocessing.get_context("spawn")
    ready = spawn.Event()
    indexer = spawn.Process(target=write_until_killed, args=(str(registry.index_folder()), ready))
    indexer.start()
    assert ready.wait(timeout=60)
    os.kill(indexer.pid or 0, signal.SIGKILL)
    indexer.join()

    change(20_001, text="apres")

    assert api.drain() == 1
    assert found("apres") == ["document:20001"]
