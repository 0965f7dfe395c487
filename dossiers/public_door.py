"""All that the public site may call: a referral goes in, guides to procedures come out.

Nothing about a person ever comes out of here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import Signal

from dossiers.models import DocumentKind, Procedure, Requirement, Unit
from dossiers.referrals.actions import Report, receive_report
from dossiers.storage.disk_space import (
    DiskFullError,
    give_up_reserve,
    is_disk_full,
    telling_of_a_full_disk,
)
from dossiers.vocabulary import Confidence

__all__ = [
    "DiskFullError",
    "ProcedureGuide",
    "RequiredPaper",
    "give_up_reserve",
    "guides_changed",
    "is_disk_full",
    "procedure_codes",
    "procedure_guides",
    "submit_referral",
]

# Sent when an editor changed what the guides say: kept public pages are outdated then.
guides_changed = Signal()

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
    confirms: `checked_on` is None until it has.
    """

    code: str
    title: str
    lines: tuple[RequiredPaper, ...]
    note: str
    source: str
    confidence: str
    checked_on: date | None


def submit_referral(
    *,
    description: str,
    child: str = "",
    place: str = "",
    reporter: str = "",
    contact: str = "",
    language: str,
    form: str = "",
    address: str = "",
    is_trapped: bool = False,
) -> str:
    """Write a referral into the inbox of triage and return its tracking number.

    `form`: the form it was written in; sent again it is no second report, unless it tells
    something else. `address`: whoever sends more than the limit is read later, never refused.
    `is_trapped`: a machine may have written it. It is kept under "spam", where triage
    sees it: a browser that fills in forms by itself must not cost a child its report.
    Raises ValidationError when the description is missing or something is longer than its
    field, DiskFullError when there is no room; nothing is written then.
    """
    report = Report(
        description=description,
        child=child,
        place=place,
        reporter=reporter,
        contact=contact,
        language=language,
    )
    with telling_of_a_full_disk():
        referral = receive_report(
            report, unit=_triage_unit(), form=form, address=address, is_trapped=is_trapped
        )
    return referral.tracking_number


def procedure_guides(language: str, *, code: str | None = None) -> tuple[ProcedureGuide, ...]:
    """Return the guides in a language (ar, fr or en): all that are in use, or the one of a code."""
    active = Procedure.objects.filter(is_active=True)
    if code is not None:
        active = active.filter(code=code)
    procedures = active.prefetch_related("requirements__kinds")
    return tuple(_guide(procedure, language=language) for procedure in procedures)


def procedure_codes() -> tuple[str, ...]:
    """Return the codes of the procedures in use: their pages are addressed by them."""
    return tuple(Procedure.objects.filter(is_active=True).values_list("code", flat=True))


def connect() -> None:
    """Tell the street when a guide changes; called once, when the app is ready."""
    for model in (Procedure, Requirement, DocumentKind):
        post_save.connect(_tell, sender=model)
        post_delete.connect(_tell, sender=model)


def _tell(**_kwargs: Any) -> None:
    guides_changed.send(sender=ProcedureGuide)


def _triage_unit() -> Unit:
    triage = Unit.objects.filter(code=TRIAGE_UNIT_CODE, in_use=True).first()
    return triage or Unit.objects.get(parent__isnull=True)


def _guide(procedure: Procedure, *, language: str) -> ProcedureGuide:
    lines: Sequence[Requirement] = procedure.requirements.all()
    return ProcedureGuide(
        code=procedure.code,
        title=getattr(procedure, f"title_{language}"),
        lines=tuple(_line(line, language=language) for line in lines),
        note=getattr(procedure, f"note_{language}"),
        source=procedure.source,
        confidence=procedure.confidence,
        checked_on=procedure.checked_on,
    )


def _line(line: Requirement, *, language: str) -> RequiredPaper:
    kinds: Sequence[DocumentKind] = line.kinds.all()
    names = [getattr(kind, f"name_{language}") for kind in kinds]
    return RequiredPaper(
        papers=tuple(filter(None, [*names, getattr(line, f"text_{language}")])),
        whose=getattr(line, f"whose_{language}"),
        note=getattr(line, f"note_{language}"),
        is_checked=line.confidence != Confidence.UNCHECKED,
    )
