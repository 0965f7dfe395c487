"""Bundles of rights as people speak of them, a sentence each."""

from collections.abc import Container
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
    READER_CIVIL = "reader_civil", pgettext_lazy("role", "Reader of civil-status documents")
    READER_SCHOOL = "reader_school", pgettext_lazy("role", "Reader of school documents")
    READER_MEDICAL = "reader_medical", pgettext_lazy("role", "Reader of medical documents")
    READER_PROTECTION = "reader_protection", pgettext_lazy("role", "Reader of protection documents")
    READER_ALL = "reader_all", pgettext_lazy("role", "Reader of all documents")
    BREAK_GLASS = "break_glass", pgettext_lazy("role", "Emergency access")


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
        _(
            "Adds, reads, corrects and files documents;"
            " can no longer open a document once it is filed."
        ),
    ),
    Role.REGISTRATION_WORKER: Bundle(
        frozenset({Right.FIND, Right.VIEW, Right.VIEW_CIVIL, Right.FILE, Right.CHANGE}),
        _(
            "Finds and opens dossiers and reads civil-status documents; no medical or protection"
            " documents."
        ),
    ),
    Role.FINDER: Bundle(frozenset({Right.FIND}), _("Finds a dossier by name, nothing more.")),
    Role.EDUCATOR: Bundle(
        frozenset({Right.FIND, Right.VIEW, Right.VIEW_SCHOOL}),
        _("Opens the dossier and reads school documents."),
    ),
    Role.HEALTH_OFFICER: Bundle(
        frozenset({Right.FIND, Right.VIEW, Right.VIEW_MEDICAL}),
        _("Opens the dossier and reads medical documents."),
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
        _("Works with the family: opens, files and changes; civil and school documents."),
    ),
    Role.RESPONSIBLE: Bundle(
        _RESPONSIBLE, _("Is responsible for the dossier: everything in it, sharing and closing.")
    ),
    Role.SUPERVISOR: Bundle(
        _RESPONSIBLE | {Right.TRIAGE}, _("Is responsible for the unit’s dossiers and referrals.")
    ),
    Role.DIRECTOR: Bundle(
        _RESPONSIBLE | {Right.DESTROY, Right.TRIAGE, Right.REVIEW},
        _("Sees every class, reopens, and is the second person of a destruction."),
    ),
    Role.AUDITOR: Bundle(
        frozenset({Right.READ_JOURNAL}),
        _("Reads the journal and the access reports; no documents."),
    ),
    Role.READER: Bundle(
        frozenset({Right.FIND, Right.VIEW}), _("Opens the dossier and reads its general documents.")
    ),
    Role.READER_CIVIL: Bundle(
        frozenset({Right.FIND, Right.VIEW, Right.VIEW_CIVIL}),
        _("Opens the dossier; reads its general and civil-status documents, no others."),
    ),
    Role.READER_SCHOOL: Bundle(
        frozenset({Right.FIND, Right.VIEW, Right.VIEW_SCHOOL}),
        _("Opens the dossier; reads its general and school documents, no others."),
    ),
    Role.READER_MEDICAL: Bundle(
        frozenset({Right.FIND, Right.VIEW, Right.VIEW_MEDICAL}),
        _("Opens the dossier; reads its general and medical documents, no others."),
    ),
    Role.READER_PROTECTION: Bundle(
        frozenset({Right.FIND, Right.VIEW, Right.VIEW_PROTECTION}),
        _("Opens the dossier; reads its general and protection documents, no others."),
    ),
    Role.READER_ALL: Bundle(_READ_ALL, _("Reads the documents of every class; changes nothing.")),
    Role.BREAK_GLASS: Bundle(
        _READ_ALL,
        _("Reads everything in one dossier for one hour; changes and exports nothing."),
    ),
}


# What may be given by hand, and where. A responsible is named, not given; break-glass is
# broken, not given. A role that runs a service makes sense on a unit only.
UNIT_ROLES: tuple[Role, ...] = (
    Role.FINDER,
    Role.SCANNING_DESK,
    Role.REGISTRATION_WORKER,
    Role.SOCIAL_WORKER,
    Role.EDUCATOR,
    Role.HEALTH_OFFICER,
    Role.READER,
    Role.READER_ALL,
    Role.SUPERVISOR,
    Role.DIRECTOR,
    Role.AUDITOR,
)
DOSSIER_ROLES: tuple[Role, ...] = (
    Role.READER,
    Role.READER_CIVIL,
    Role.READER_SCHOOL,
    Role.READER_MEDICAL,
    Role.READER_PROTECTION,
    Role.READER_ALL,
    Role.FINDER,
    Role.SOCIAL_WORKER,
    Role.EDUCATOR,
    Role.HEALTH_OFFICER,
    Role.REGISTRATION_WORKER,
    Role.RESPONSIBLE,
)


def may_give(role: str, *, holding: Container[Right]) -> bool:
    """Tell whether somebody with these rights may give the role: nobody gives more than they hold.

    >>> may_give(Role.DIRECTOR, holding=rights_of(Role.RESPONSIBLE))
    False
    >>> may_give(Role.AUDITOR, holding=rights_of(Role.DIRECTOR))
    False
    """
    rights = rights_of(role)
    return bool(rights) and all(right in holding for right in rights)


def rights_of(role: str) -> frozenset[Right]:
    """Return the rights of a role; an unknown role has none."""
    bundle = BUNDLES.get(role)
    return bundle.rights if bundle else frozenset()
