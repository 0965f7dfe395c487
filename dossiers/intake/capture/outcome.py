"""What became of a file that was just sent, told to its sender."""

from dataclasses import dataclass
from itertools import chain

from django.utils.translation import gettext as _

from dossiers.access.permissions import Right
from dossiers.intake.reading.advice import advice_for
from dossiers.models import Document, Dossier, Original, User
from dossiers.vocabulary import SHELF_STATES


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: captured, or refused with a sentence; a notice if it was known.

    `is_waiting`: nothing is wrong with it, and it is captured later by itself.
    """

    name: str
    is_captured: bool
    reason: str = ""
    notice: str = ""
    is_waiting: bool = False


def outcome_of(original: Original, *, by: User) -> Outcome:
    """Say that a file is captured, whether its bytes were known, which picture came out badly."""
    document = Document.objects.filter(pages__original=original).order_by("pk").first()
    known = duplicate_notice(document, by) if document else ""
    faults = chain.from_iterable(original.pages.values_list("quality", flat=True))
    notice = " ".join([*filter(None, [known]), *advice_for(faults, original.notices)])
    return Outcome(name=original.upload_name, is_captured=True, notice=notice)


def duplicate_notice(document: Document, user: User) -> str:
    """Say that the same file was captured before, as far as the user may know of it."""
    files = Original.objects.filter(pages__document=document)
    twins = Original.objects.filter(sha256__in=files.values("sha256")).exclude(pk__in=files)
    same = Document.objects.filter(pages__original__in=twins).exclude(pk=document.pk)
    if same.in_tray_of(user).exists():
        return _("The same file is already in the tray.")
    findable = Dossier.objects.visible_to(user, Right.FIND)
    if same.filter(state__in=SHELF_STATES, dossier__in=findable).exists():
        return _("The same file was filed before.")
    return ""


def as_plain(outcome: Outcome) -> dict[str, str | bool]:
    """Return an outcome for a script."""
    return {
        "name": outcome.name,
        "captured": outcome.is_captured,
        "waiting": outcome.is_waiting,
        "reason": outcome.reason,
        "notice": outcome.notice,
    }
