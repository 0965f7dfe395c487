"""Bring units, kinds of paper and procedures; never touch what people edited."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from dossiers.models import DocumentKind, Procedure, Requirement, Unit
from dossiers.sharing.units import place_unit
from dossiers.vocabulary import Confidence

DATA_DIR = Path(__file__).resolve().parents[2] / "data"


class Command(BaseCommand):
    """Create what is missing from the lists in data/."""

    help = "Create missing units, kinds of paper, procedures; what exists stays as people left it."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Load the lists and say how many rows are new."""
        units = create_missing_units(_read("units.json"))
        kinds = create_missing_kinds(_read("kinds.json"))
        procedures = create_missing_procedures(_read("procedures.json"))
        self.stdout.write(
            f"Reference data: {units} new units, {kinds} new kinds of document, "
            f"{procedures} new procedures."
        )


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


def create_missing_procedures(rows: list[dict[str, Any]]) -> int:
    """Add the procedures whose code is not there yet, with their lines in order."""
    known = set(Procedure.objects.values_list("code", flat=True))
    kinds = {kind.code: kind for kind in DocumentKind.objects.all()}
    missing = [(place, row) for place, row in enumerate(rows) if row["code"] not in known]
    for place, row in missing:
        procedure = Procedure.objects.create(
            code=row["code"],
            position=(place + 1) * 10,
            source=row["source"],
            confidence=row["confidence"],
            **in_languages("title", row["title"]),
            **in_languages("note", row.get("note", {})),
        )
        for number, line in enumerate(row["lines"]):
            requirement = Requirement.objects.create(
                procedure=procedure,
                sort_order=number,
                confidence=line.get("confidence", Confidence.UNCHECKED),
                **in_languages("text", line.get("text", {})),
                **in_languages("whose", line.get("whose", {})),
                **in_languages("note", line.get("note", {})),
            )
            requirement.kinds.set(kinds[code] for code in line.get("kinds", ()) if code in kinds)
            requirement.save()
    return len(missing)


def in_languages(name: str, words: dict[str, str]) -> dict[str, str]:
    """Return the fields of one text: `title`, {"ar": "…"} gives `title_ar`."""
    return {f"{name}_{code}": text for code, text in words.items()}


def _read(name: str) -> list[dict[str, Any]]:
    return json.loads((DATA_DIR / name).read_text(encoding="utf-8"))
