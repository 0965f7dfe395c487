"""The card index: which engine, where, and who describes what is indexed."""

from .base import AMAN_VAR_DIR

# "embedded" (tantivy, default), "elastic" (Elasticsearch 8) or "memory" (tests).
SEARCH_ENGINE = "embedded"
# Folder of the embedded engine.
SEARCH_INDEX_DIR = AMAN_VAR_DIR / "index"
# Elasticsearch nodes, used with SEARCH_ENGINE = "elastic".
SEARCH_ELASTIC_URLS = ["http://127.0.0.1:9200"]
# First word of the names of our indexes there, for several sites on one cluster.
SEARCH_ELASTIC_PREFIX = "aman"
# Dotted name of the class that turns keys into SearchEntry (search.entries.Source).
SEARCH_SOURCE = "dossiers.indexing.source.DossierSource"
