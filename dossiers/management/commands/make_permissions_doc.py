"""Write docs/permissions.md anew from the permission map and the life of a paper."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from dossiers.access.documentation import permissions_doc
from dossiers.documents.lifecycle import TRANSITIONS

PAGE = Path(settings.BASE_DIR) / "docs" / "permissions.md"


class Command(BaseCommand):
    """`./aman manage make_permissions_doc`."""

    help = "Write docs/permissions.md from the permission map, the rights and the roles."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer to look only."""
        parser.add_argument("--check", action="store_true", help="fail if the page is out of date")

    def handle(self, **options: Any) -> None:
        """Write the page, or say whether it is up to date."""
        text = permissions_doc(TRANSITIONS.items())
        if not options["check"]:
            PAGE.write_text(text, encoding="utf-8")
        elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
            raise CommandError("docs/permissions.md is out of date: make_permissions_doc")
