"""Fixtures of the card index: a shelf of cards and an engine of its own for each test."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from pytest_django import Settings

from search import registry
from search.engines.elastic import ElasticEngine
from search.tests.shelf import Shelf


@pytest.fixture
def shelf(settings: Settings, tmp_path: Path) -> Iterator[type[Shelf]]:
    """Index an empty shelf with the embedded engine in a folder of its own."""
    settings.SEARCH_SOURCE = "search.tests.shelf.Shelf"
    settings.SEARCH_ENGINE = "embedded"
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    Shelf.held.clear()
    registry.clear()
    yield Shelf
    registry.clear()
    Shelf.held.clear()


@pytest.fixture
def elastic(elastic_urls: list[str]) -> Iterator[ElasticEngine]:
    """Give a real Elasticsearch engine with an empty index of its own."""
    engine = ElasticEngine(elastic_urls, prefix=f"test-{uuid4().hex[:12]}")
    engine.swap(engine.begin_rebuild())
    yield engine
    engine.drop()
