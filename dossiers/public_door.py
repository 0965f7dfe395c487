"""All that the public site may call: a referral goes in, guides to procedures come out.

Nothing about a person ever comes out of here.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.core.validators import MaxLengthValidator
from django.db import transaction

from dossiers import journal
from dossiers.models import DocumentKind, Referral, Unit
from dossiers.vocabulary import JournalAction

PROCEDURES = Path(__file__).resolve().parent / "data" / "procedures.json"
# Who sorts the referrals; without this unit, the centre itself.
TRIAGE_UNIT_CODE = "social_work"


@dataclass(frozen=True, slots=True)
class RequiredPaper:
    """One line of a procedure: any one of these papers will do.

    `papers` are names of kinds in the asked language, or what is no paper of a
    kind (photographs, a form). `whose` and `note` may be "".
    """

    papers: tuple[str, ...]
    whose: str = ""
    note: str = ""
    is_checked: bool = True


@dataclass(frozen=True, slots=True)
class ProcedureGuide:
    """What has to be brought for one procedure, in one language.

    `confidence` is H, M, L or K (general knowledge, not checked); the centre
    confirms: `checked_on` (ISO day) is "" until it has.
    """

    code: str
    title: str
    lines: tuple[RequiredPaper, ...]
    note: str
    source: str
    confidence: str
    checked_on: str


@transaction.atomic
def submit_referral(
    *,
    description: str,
    child: str = "",
    place: str = "",
    reporter: str = "",
    contact: str = "",
    language: str,
) -> str:
    """Write a referral into the inbox of triage and return its tracking number.

    Raises ValidationError when the description is missing or something is
    longer than its field; nothing is written then.
    """
    referral = Referral(
        unit=_triage_unit(),
        description=description,
        child=child,
        place=place,
        reporter=reporter,
        contact=contact,
        language=language,
    )
    # A TextField does not look at its own limit.
    MaxLengthValidator(Referral._meta.get_field("description").max_length)(description)
    referral.full_clean()
    referral.save()
    journal.record(by=None, action=JournalAction.REFERRAL, thing=referral)
    return referral.tracking_number


def procedure_guides(language: str) -> tuple[ProcedureGuide, ...]:
    """Return the guides to all procedures in a language (ar, fr or en)."""
    names = dict(DocumentKind.objects.values_list("code", f"name_{language}"))
    return tuple(_guide(row, language=language, names=names) for row in _procedures())


def _triage_unit() -> Unit:
    triage = Unit.objects.filter(code=TRIAGE_UNIT_CODE).first()
    return triage or Unit.objects.get(parent__isnull=True)


@cache
def _procedures() -> list[dict[str, Any]]:
    return json.loads(PROCEDURES.read_text(encoding="utf-8"))


def _guide(row: dict[str, Any], *, language: str, names: dict[str, str]) -> ProcedureGuide:
    return ProcedureGuide(
        code=row["code"],
        title=row["title"][language],
        lines=tuple(_line(line, language=language, names=names) for line in row["lines"]),
        note=row.get("note", {}).get(language, ""),
        source=row["source"],
        confidence=row["confidence"],
        checked_on=row["checked_on"],
    )


def _line(line: dict[str, Any], *, language: str, names: dict[str, str]) -> RequiredPaper:
    papers = [names[code] for code in line.get("kinds", ()) if code in names]
    if "text" in line:
        papers.append(line["text"][language])
    return RequiredPaper(
        papers=tuple(papers),
        whose=line.get("whose", {}).get(language, ""),
        note=line.get("note", {}).get(language, ""),
        is_checked=line.get("confidence", "H") != "K",
    )
