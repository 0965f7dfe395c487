"""`./aman elasticsearch start | stop | status`: a real server, to try the engine or test it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from benchmarks import elasticsearch_server as server


class Command(BaseCommand):
    """Bring, start and end the server on this machine."""

    help = "A real Elasticsearch on this machine: start, stop, status."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the verb, the first port and the number of nodes."""
        parser.add_argument("verb", choices=["start", "stop", "status"])
        parser.add_argument("--port", type=int, default=9200, help="of the first node")
        parser.add_argument("--nodes", type=int, default=1, choices=[1, 3])
        parser.add_argument("--heap", default=server.HEAP, help="memory of a node, e.g. 2g")

    def handle(
        self, *_args: Any, verb: str, port: int, nodes: int, heap: str, **_options: Any
    ) -> None:
        """Do what the verb says."""
        try:
            self.stdout.write(self._do(verb, port=port, nodes=nodes, heap=heap))
        except server.ServerError as error:
            raise CommandError(str(error)) from error

    def _do(self, verb: str, *, port: int, nodes: int, heap: str) -> str:
        if verb == "start":
            return f"Elasticsearch {server.VERSION} answers at " + ", ".join(
                server.start(nodes=nodes, first_port=port, heap=heap)
            )
        if verb == "stop":
            return f"Stopped: {server.stop(port)}"
        nodes_up = server.running(port)
        if not nodes_up:
            return "Elasticsearch is not running here."
        seen = server.health(nodes_up[0].url) or {"status": "no answer"}
        return f"{', '.join(node.url for node in nodes_up)}: {seen['status']}"
