"""Bundles of rights as people speak of them (DOMAIN section 1), a sentence each."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .permissions import Right


class Role(TextChoices):
    """A bundle that may be given on a unit or a dossier."""

    SCANNING_DESK = "scanning_desk", pgettext_lazy("role", "Scanning desk")
    REGISTRATION_WORKER = "registration_worker", pgettext_lazy("role", "Registration worker")
    FINDER = "finder", pgettext_lazy("role", "Finder")
    EDUCATOR = "educator", pgettext_lazy("role", "Educator")
    HEALTH_OFFICER = "health_officer", pgettext_lazy("role", "Health officer")
    SOCIAL_WORKER = "social_worker", pgettext_lazy("role", "Social worker")
    RESPONSIBLE = "responsible", pgettext_lazy("role", "Dossier responsible")
    SUPERVISOR = "supervisor", pgettext_lazy("role", "Supervisor")
    DIRECTOR = "director", pgettext_lazy("role", "Director")
    AUDITOR = "auditor", pgettext_lazy("role", "Auditor")
    READER = "reader", pgettext_lazy("role", "Reader")


@dataclass(frozen=True, slots=True)
class Bundle:
    """The rights of a role and the sentence that explains it."""

    rights: frozenset[Right]
    sentence: str | Promise


_READ_ALL = frozenset(
    {
        Right.FIND,
        Right.VIEW,
        Right.VIEW_CIVIL,
        Right.VIEW_SCHOOL,
        Right.VIEW_MEDICAL,
        Right.VIEW_PROTECTION,
    }
)
_RESPONSIBLE = _READ_ALL | {Right.FILE, Right.CHANGE, Right.SHARE, Right.CLOSE, Right.EXPORT}

BUNDLES: dict[str, Bundle] = {
    Role.SCANNING_DESK: Bundle(
        frozenset({Right.FIND, Right.FILE}),
        _("Captures, reads, corrects and files papers; once filed, a paper is closed to it."),
    ),
    Role.REGISTRATION_WORKER: Bundle(
        frozenset({Right.FIND, Right.VIEW, Right.VIEW_CIVIL, Right.FILE, Right.CHANGE}),
        _("Finds and opens dossiers, reads civil-status papers; no medical, no protection."),
    ),
    Role.FINDER: Bundle(frozenset({Right.FIND}), _("Finds a dossier by name, nothing more.")),
    Role.EDUCATOR: Bundle(
        frozenset({Right.FIND, Right.VIEW, Right.VIEW_SCHOOL}),
        _("Opens the dossier and reads school papers."),
    ),
    Role.HEALTH_OFFICER: Bundle(
        frozenset({Right.FIND, Right.VIEW, Right.VIEW_MEDICAL}),
        _("Opens the dossier and reads medical papers."),
    ),
    Role.SOCIAL_WORKER: Bundle(
        frozenset(
            {
                Right.FIND,
                Right.VIEW,
                Right.VIEW_CIVIL,
                Right.VIEW_SCHOOL,
                Right.FILE,
                Right.CHANGE,
            }
        ),
        _("Works with the family: opens, files and changes; civil and school papers."),
    ),
    Role.RESPONSIBLE: Bundle(
        _RESPONSIBLE, _("Answers for the dossier: everything in it, sharing and closing.")
    ),
    Role.SUPERVISOR: Bundle(
        _RESPONSIBLE | {Right.TRIAGE}, _("Answers for the dossiers of the unit and its referrals.")
    ),
    Role.DIRECTOR: Bundle(
        _RESPONSIBLE | {Right.DESTROY, Right.TRIAGE},
        _("Sees every class, reopens, and is the second person of a destruction."),
    ),
    Role.AUDITOR: Bundle(
        frozenset({Right.READ_JOURNAL}), _("Reads the journal and the access reports; no papers.")
    ),
    Role.READER: Bundle(
        frozenset({Right.FIND, Right.VIEW}), _("Opens the dossier and reads its general papers.")
    ),
}


def rights_of(role: str) -> frozenset[Right]:
    """Return the rights of a role; an unknown role has none."""
    bundle = BUNDLES.get(role)
    return bundle.rights if bundle else frozenset()
