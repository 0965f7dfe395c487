"""Look after the text index: `index status`, `index rebuild`, `index verify`, `index drain`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search import api, names, rebuild, registry, sync
from search.engines.base import EngineUnavailableError, WriterBusyError
from search.management.progress import ProgressLine


class Command(BaseCommand):
    """Say how the index stands, build it anew, compare it with the database."""

    help = "Look after the text index: status, rebuild, verify, drain."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the verb and its options."""
        parser.add_argument("verb", choices=["status", "rebuild", "verify", "drain"])
        parser.add_argument(
            "--if-needed",
            action="store_true",
            help="rebuild: only when there is no index of the present make",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="verify: tell, but do not put right"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do what the verb says; an engine that is away is a sentence, not a traceback."""
        try:
            getattr(self, f"_{options['verb']}")(**options)
        except (EngineUnavailableError, WriterBusyError) as error:
            raise CommandError(str(error)) from error

    def _status(self, **_options: Any) -> None:
        engine = registry.engine()
        ready = engine.is_ready()
        self.stdout.write(f"Engine: {type(engine).__name__}")
        self.stdout.write(f"Cards: {engine.count()}" if ready else "No index yet: rebuild it.")
        self.stdout.write(f"Changes waiting: {sync.waiting()}")

    def _rebuild(self, *, if_needed: bool, **_options: Any) -> None:
        is_ready = if_needed and registry.engine().is_ready()
        if is_ready and names.are_of_present_make():
            self.stdout.write("The index is of the present make.")
            return
        if not is_ready:
            with ProgressLine(self.stdout, "Rebuilding") as line:
                held = rebuild.rebuild(progress=line.show)
            self.stdout.write(f"The new index holds {held} cards and is in use.")
        with ProgressLine(self.stdout, "Writing names") as line:
            people = rebuild.rebuild_names(progress=line.show)
        self.stdout.write(f"The name tables hold {people} people.")

    def _verify(self, *, dry_run: bool, **_options: Any) -> None:
        with ProgressLine(self.stdout, "Comparing") as line:
            difference = rebuild.compare(progress=line.show)
        self.stdout.write(
            f"Missing: {len(difference.missing)}, stale: {len(difference.stale)}, "
            f"surplus: {len(difference.surplus)}"
        )
        if difference.keys and not dry_run:
            rebuild.repair(difference)
            self.stdout.write("Put right.")

    def _drain(self, **_options: Any) -> None:
        done = 0
        with ProgressLine(self.stdout, "Applying") as line:
            while applied := api.drain():
                done += applied
                line.show(done)
        self.stdout.write(f"Applied {done}, waiting {sync.waiting()}.")
