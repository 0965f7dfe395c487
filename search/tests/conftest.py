"""Fixtures of the card index: a shelf of cards and an engine of its own for each test."""

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from pytest_django import Settings

from search import configured, elasticsearch_server
from search.engines.elastic import ElasticEngine
from search.tests.shelf import Shelf


@pytest.fixture
def shelf(settings: Settings, tmp_path: Path) -> Iterator[type[Shelf]]:
    """Index an empty shelf with the embedded engine in a folder of its own."""
    settings.SEARCH_SOURCE = "search.tests.shelf.Shelf"
    settings.SEARCH_ENGINE = "embedded"
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    Shelf.held.clear()
    configured.forget()
    yield Shelf
    configured.forget()
    Shelf.held.clear()


@pytest.fixture(scope="session")
def elastic_urls() -> list[str]:
    """Return the addresses of the running server; skip where there is none."""
    first_port = int(os.environ.get("AMAN_ELASTICSEARCH_PORT", "9200"))
    nodes = elasticsearch_server.running(first_port)
    if not nodes or not elasticsearch_server.health(nodes[0].url):
        pytest.skip(
            elasticsearch_server.what_is_missing()
            or "Elasticsearch is not running: `./aman elasticsearch start`, then test again."
        )
    return [node.url for node in nodes]


@pytest.fixture
def elastic(elastic_urls: list[str]) -> Iterator[ElasticEngine]:
    """Give a real Elasticsearch engine with an empty index of its own."""
    engine = ElasticEngine(elastic_urls, prefix=f"test-{uuid4().hex[:12]}")
    engine.swap(engine.begin_rebuild())
    yield engine
    engine.drop()
