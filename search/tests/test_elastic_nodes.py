"""Three nodes: one is shot in the middle of the work, and nothing that was acknowledged is lost."""

import json
import os
import signal
import urllib.request
from uuid import uuid4

import pytest

from benchmarks import elasticsearch_server
from benchmarks.elasticsearch_server import Node
from search.engines.base import EngineQuery
from search.engines.elastic import ElasticEngine
from search.engines.mapping import make_card
from search.tests.shelf import EVERYTHING, paper

CARDS = 200


def ask(node: Node, path: str) -> object:
    """Return what a node says."""
    with urllib.request.urlopen(f"{node.url}/{path}", timeout=60) as answer:
        return json.load(answer)


def elected_master(nodes: list[Node]) -> Node:
    """Return the node that the others follow."""
    (row,) = ask(nodes[0], "_cat/master?format=json")  # type: ignore[misc]
    return next(node for node in nodes if row["node"] == f"node-{node.port}")


def test_the_elected_master_shot_in_the_middle_loses_nothing(elastic_urls: list[str]) -> None:
    if len(elastic_urls) < 3:
        pytest.skip("It needs three nodes: `./aman elasticsearch start --nodes 3`.")
    first_port = int(elastic_urls[0].rpartition(":")[2])
    nodes = elasticsearch_server.running(first_port)
    engine = ElasticEngine(elastic_urls, prefix=f"test-{uuid4().hex[:12]}")
    engine.swap(engine.begin_rebuild())
    ask(nodes[0], f"_cluster/health/{engine.alias}?wait_for_status=green&timeout=50s")

    for number in range(CARDS):
        if number == CARDS // 3:
            os.kill(elected_master(nodes).pid or 0, signal.SIGKILL)
        engine.write(put=[make_card(paper(number, "acte"))])

    assert engine.search(EngineQuery(), scope=EVERYTHING).total == CARDS
    engine.drop()
    elasticsearch_server.start(nodes=3, first_port=first_port)
