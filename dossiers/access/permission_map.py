"""Who may do what: each permission with the ways to it. A way is a list of predicates.

A permission is held when every predicate of one of its ways holds. What is not
listed here is refused.
"""

from typing import Any

from dossiers.access.users import AnyUser

from . import predicates as p
from . import staff
from .permissions import Permission, Right
from .predicates import Predicate

Ways = list[list[Predicate]]

_READ_FILED: list[Predicate] = [
    p.signed_in,
    p.document_is_filed,
    p.document_dossier_is_there,
    p.reaches_class,
]
_CHANGES_FILED: list[Predicate] = [
    *_READ_FILED,
    p.document_dossier_is_writable,
    p.holds_on_dossier(Right.CHANGE),
]
# What was filed once keeps its class: the tray is no way round it.
_WORK_AT_TRAY: list[Predicate] = [
    p.signed_in,
    p.document_waits_in_tray,
    p.works_at_tray,
    p.reaches_class_where_filed_last,
]
_FILED_LATELY: list[Predicate] = [
    p.signed_in,
    p.document_was_filed_by_user_lately,
    p.document_dossier_is_writable,
    p.holds_on_dossier(Right.FILE),
]
# Whoever shares a place answers for it, so they see who else gets in. The journal
# outlives the dossier: auditors read it whatever its state.
_SHARES_HERE: list[Predicate] = [p.signed_in, p.holds_on_folder(Right.SHARE)]
_READS_JOURNAL: list[Predicate] = [p.signed_in, p.holds_on_folder(Right.READ_JOURNAL)]

PERMISSION_MAP: dict[str, Ways] = {
    Permission.Dossier.FIND: [
        [p.signed_in, p.dossier_is_there, p.holds_on_folder(Right.FIND)],
    ],
    Permission.Dossier.VIEW: [
        [p.signed_in, p.dossier_is_there, p.holds_on_folder(Right.VIEW)],
    ],
    Permission.Dossier.FILE: [
        [p.signed_in, p.dossier_is_writable, p.holds_on_folder(Right.FILE)],
    ],
    Permission.Dossier.CHANGE: [
        [p.signed_in, p.dossier_is_writable, p.holds_on_folder(Right.CHANGE)],
    ],
    Permission.Dossier.SHARE: [
        [p.signed_in, p.dossier_is_there, p.holds_on_folder(Right.SHARE)],
    ],
    Permission.Dossier.BREAK_GLASS: [
        [p.signed_in, p.dossier_is_there, p.holds_on_folder(Right.FIND)],
    ],
    Permission.Dossier.SEE_ACCESS: [
        [p.signed_in, p.dossier_is_there, p.holds_on_folder(Right.SHARE)],
        [p.signed_in, p.dossier_is_there, p.holds_on_folder(Right.READ_JOURNAL)],
    ],
    Permission.Dossier.EXPORT: [
        [p.signed_in, p.dossier_is_there, p.holds_on_folder(Right.EXPORT)],
    ],
    Permission.Dossier.READ_JOURNAL: [_READS_JOURNAL],
    Permission.Dossier.REVIEW_BREAK_GLASS: [
        [p.signed_in, p.holds_on_folder(Right.REVIEW)],
        _READS_JOURNAL,
    ],
    Permission.Unit.CAPTURE: [[p.signed_in, p.holds_on_folder(Right.FILE)]],
    Permission.Unit.CREATE_DOSSIER: [[p.signed_in, p.holds_on_folder(Right.FILE)]],
    Permission.Unit.TRIAGE: [[p.signed_in, p.holds_on_folder(Right.TRIAGE)]],
    Permission.Unit.SHARE: [_SHARES_HERE],
    Permission.Unit.SEE_ACCESS: [_SHARES_HERE, _READS_JOURNAL],
    Permission.Unit.READ_JOURNAL: [_READS_JOURNAL],
    Permission.Unit.INVITE: [_SHARES_HERE],
    Permission.Unit.CHOOSE: [[p.signed_in, p.unit_is_centre, p.holds_on_folder(Right.SHARE)]],
    # Accounts of staff: by who answers for the centre, for every unit in which they hold a
    # role, or for accounts; by the last without a role or a dossier. Nobody acts on themselves.
    Permission.Staff.SEE: [
        [p.signed_in, staff.shares_centre],
        [p.signed_in, staff.makes_accounts],
        [p.signed_in, staff.shares_unit_of_theirs],
    ],
    Permission.Staff.CHANGE: [
        [p.signed_in, staff.is_somebody_else, staff.shares_centre],
        [p.signed_in, staff.is_somebody_else, staff.makes_accounts],
        [p.signed_in, staff.is_somebody_else, staff.shares_every_unit_of_theirs],
    ],
    Permission.Staff.REOPEN: [
        [p.signed_in, staff.is_somebody_else, staff.shares_centre],
        [p.signed_in, staff.is_somebody_else, staff.makes_accounts],
    ],
    Permission.Staff.HAND_OVER: [
        [p.signed_in, staff.is_somebody_else, staff.shares_centre],
        [p.signed_in, staff.is_somebody_else, staff.shares_every_unit_of_theirs],
    ],
    # Who may only find somebody is shown the name, and nothing else that is known of them.
    Permission.Person.VIEW: [[p.signed_in, p.opens_dossier_of_person]],
    Permission.Person.MERGE: [
        [p.signed_in, p.opens_dossier_of_person, p.changes_person_wherever_found],
    ],
    Permission.Document.VIEW: [_READ_FILED, _WORK_AT_TRAY],
    # A copy carries the name of who took it; the bare original is for those who answer.
    Permission.Document.COPY: [_READ_FILED],
    Permission.Document.DOWNLOAD: [
        [*_READ_FILED, p.holds_on_dossier(Right.EXPORT)],
        [*_WORK_AT_TRAY, p.exports_where_filed_last],
    ],
    Permission.Document.FILE: [_WORK_AT_TRAY],
    Permission.Document.RETRY: [_WORK_AT_TRAY],
    Permission.Document.MARK_RESCAN: [_WORK_AT_TRAY],
    # On the shelf: by those who may say what is wrong with it, while the dossier is written in.
    Permission.Document.TRASH: [_WORK_AT_TRAY, _CHANGES_FILED],
    Permission.Document.RESTORE: [
        [
            p.signed_in,
            p.document_was_thrown_away_at_tray,
            p.works_at_tray,
            p.reaches_class_where_filed_last,
        ],
        [
            p.signed_in,
            p.document_was_thrown_off_shelf,
            p.document_dossier_is_writable,
            p.reaches_class,
            p.holds_on_dossier(Right.CHANGE),
        ],
    ],
    # Out of a wrong dossier, back into a tray: by those who change the dossier, and by whoever
    # filed it there, for some days and until somebody else has worked on it.
    Permission.Document.TAKE_BACK: [_CHANGES_FILED, _FILED_LATELY],
    # Straight into another dossier; from the tray too, unseen by whoever filed it lately.
    Permission.Document.REFILE: [
        _CHANGES_FILED,
        _FILED_LATELY,
        [*_WORK_AT_TRAY, p.document_was_filed_before],
        [p.signed_in, p.document_was_taken_back_lately, p.works_at_tray],
    ],
    Permission.Document.CHANGE_CLASS: [_CHANGES_FILED],
    Permission.Document.CORRECT: [_CHANGES_FILED],
    Permission.Document.VERIFY: [_CHANGES_FILED],
    Permission.Document.SEE_ACCESS: [
        [*_READ_FILED, p.holds_on_dossier(Right.SHARE)],
        [
            p.signed_in,
            p.document_is_filed,
            p.document_dossier_is_there,
            p.holds_on_dossier(Right.READ_JOURNAL),
        ],
    ],
}


def allows(user: AnyUser, permission: str, thing: Any) -> bool:
    """Answer by the map; an unknown permission or a missing thing is a refusal."""
    if thing is None:
        return False
    ways = PERMISSION_MAP.get(permission, [])
    return any(all(predicate(user, thing) for predicate in way) for way in ways)
