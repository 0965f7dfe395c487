"""The engine and the source that the settings name; one of each in a process."""

from functools import lru_cache
from pathlib import Path
from typing import cast

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.signals import setting_changed
from django.utils.module_loading import import_string

from search.engines.base import Engine
from search.entries import Source


@lru_cache(maxsize=1)
def engine() -> Engine:
    """Return the text engine (settings.SEARCH_ENGINE)."""
    name = settings.SEARCH_ENGINE
    if name == "embedded":
        from search.engines.embedded import EmbeddedEngine  # optional: loads its library

        return EmbeddedEngine(index_folder())
    if name == "elastic":
        from search.engines.elastic import ElasticEngine  # optional: loads its client

        return ElasticEngine(settings.SEARCH_ELASTIC_URLS, prefix=settings.SEARCH_ELASTIC_PREFIX)
    if name == "memory":
        from search.engines.memory import MemoryEngine  # tests only

        return MemoryEngine()
    raise ImproperlyConfigured(
        f"SEARCH_ENGINE is {name!r}; expected 'embedded', 'elastic' or 'memory'."
    )


@lru_cache(maxsize=1)
def source() -> Source:
    """Return who describes what is indexed (settings.SEARCH_SOURCE)."""
    return cast("Source", import_string(settings.SEARCH_SOURCE)())


def index_folder() -> Path:
    """Return the folder of the embedded engine and of the indexer's lock."""
    return Path(settings.SEARCH_INDEX_DIR)


def clear() -> None:
    """Close the engine; the next use reads the settings again."""
    if engine.cache_info().currsize:
        engine().close()
    engine.cache_clear()
    source.cache_clear()


def _on_setting_changed(*, setting: str, **_kwargs: object) -> None:
    if setting.startswith("SEARCH_"):
        engine.cache_clear()
        source.cache_clear()


setting_changed.connect(_on_setting_changed)
