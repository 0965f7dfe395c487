"""Bring the units of the centre and the kinds of paper; never touch what people edited."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from dossiers.actions.units import place_unit
from dossiers.models import DocumentKind, Unit

DATA_DIR = Path(__file__).resolve().parents[2] / "data"


class Command(BaseCommand):
    """Create what is missing from data/units.json and data/kinds.json."""

    help = "Create the missing units and kinds of paper; what exists stays as people left it."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Load both lists and say how many rows are new."""
        units = create_missing_units(_read("units.json"))
        kinds = create_missing_kinds(_read("kinds.json"))
        self.stdout.write(f"Reference data: {units} new units, {kinds} new kinds of paper.")


def create_missing_units(rows: list[dict[str, Any]]) -> int:
    """Put units that are not there yet into the tree, a parent before its children."""
    known = {unit.code: unit for unit in Unit.objects.all()}
    missing = [row for row in rows if row["code"] not in known]
    for row in missing:
        unit = Unit(**row | {"parent": known.get(row["parent"])})
        place_unit(unit=unit, by=None)
        known[unit.code] = unit
    return len(missing)


def create_missing_kinds(rows: list[dict[str, Any]]) -> int:
    """Add the kinds whose code is not there yet."""
    known = set(DocumentKind.objects.values_list("code", flat=True))
    missing = [DocumentKind(**row) for row in rows if row["code"] not in known]
    DocumentKind.objects.bulk_create(missing)
    return len(missing)


def _read(name: str) -> list[dict[str, Any]]:
    return json.loads((DATA_DIR / name).read_text(encoding="utf-8"))
