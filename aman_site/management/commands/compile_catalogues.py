"""Compile the translations; needs no gettext on the machine."""

from typing import Any

from django.core.management.base import BaseCommand

from aman_site.catalogues import compile_catalogues


class Command(BaseCommand):
    """Compile the catalogues that changed."""

    help = __doc__
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Compile and say how many."""
        self.stdout.write(f"{compile_catalogues()} catalogues compiled")
