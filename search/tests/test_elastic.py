"""What is particular to Elasticsearch: being away, makes of index, what a rebuild leaves."""

import socket
from collections.abc import Iterator
from uuid import uuid4

import pytest
from pytest_django import Settings

from benchmarks import elasticsearch_server
from search import api, registry, sync
from search.engines import elastic as elastic_module
from search.engines.base import EngineUnavailableError
from search.engines.elastic import ElasticEngine
from search.engines.mapping import make_card
from search.entries import SearchQuery
from search.tests.shelf import EVERYTHING, lay, paper

# Nothing listens there: the discard port.
NOWHERE = ["http://127.0.0.1:9"]


def test_an_absent_server_is_a_sentence_without_the_question() -> None:
    engine = ElasticEngine(NOWHERE)

    with pytest.raises(EngineUnavailableError, match="does not answer") as caught:
        engine.is_ready()

    assert "9200" not in str(caught.value)


@pytest.fixture
def hanging_server() -> Iterator[list[str]]:
    """Give the address of a server that takes every question and answers none."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield [f"http://127.0.0.1:{listening.getsockname()[1]}"]


def test_a_server_that_hangs_is_given_up_and_left_alone_for_a_while(
    hanging_server: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(elastic_module, "SEARCH_TIMEOUT_S", 0.2)
    engine = ElasticEngine(hanging_server)

    with pytest.raises(EngineUnavailableError, match="does not answer"):
        engine.is_ready()
    with pytest.raises(EngineUnavailableError, match="a moment ago"):
        engine.is_ready()

    engine.paused_until = 0.0
    with pytest.raises(EngineUnavailableError, match="does not answer"):
        engine.is_ready()


def test_an_engine_without_an_index_asks_for_a_rebuild(elastic_urls: list[str]) -> None:
    engine = ElasticEngine(elastic_urls, prefix="test-never-made")

    assert not engine.is_ready()
    with pytest.raises(EngineUnavailableError, match="rebuild"):
        engine.write(put=[make_card(paper(1, "acte"))])
    with pytest.raises(EngineUnavailableError, match="rebuild"):
        engine.count()


def test_a_broken_rebuild_is_cleared_away_by_the_next(elastic: ElasticEngine) -> None:
    broken = elastic.begin_rebuild()
    broken.write(put=[make_card(paper(1, "acte"))])

    elastic.swap(elastic.begin_rebuild())

    assert elastic.count() == 0
    with pytest.raises(EngineUnavailableError):
        broken.count()


def test_a_rebuild_by_another_process_is_followed(
    elastic: ElasticEngine, elastic_urls: list[str]
) -> None:
    other = ElasticEngine(elastic_urls, prefix=elastic.alias.split("-text-", maxsplit=1)[0])
    built = other.begin_rebuild()
    built.write(put=[make_card(paper(7, "acte"))])
    other.swap(built)

    assert dict(elastic.versions()) == {"document:7": 1}


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("shelf")
def test_changes_wait_while_the_server_is_away_and_are_applied_when_it_is_back(
    settings: Settings, elastic_urls: list[str]
) -> None:
    settings.SEARCH_ENGINE = "elastic"
    settings.SEARCH_ELASTIC_PREFIX = f"test-{uuid4().hex[:12]}"
    settings.SEARCH_ELASTIC_URLS = NOWHERE
    lay(paper(1, "acte de naissance"))
    api.index(["document:1"])

    with pytest.raises(api.TextSearchUnavailableError):
        api.search(SearchQuery("acte"), scope=EVERYTHING)
    assert (api.drain(), sync.waiting()) == (0, 1)

    settings.SEARCH_ELASTIC_URLS = elastic_urls
    assert api.drain() == 1
    assert api.search(SearchQuery("acte"), scope=EVERYTHING).total == 1
    engine = registry.engine()
    assert isinstance(engine, ElasticEngine)
    engine.drop()


def test_nodes_that_do_not_run_are_not_reported() -> None:
    assert elasticsearch_server.running(first_port=8999) == []
    assert elasticsearch_server.health("http://127.0.0.1:9") is None
