"""The names of the rights, a sentence each. Imports no model."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dossiers.vocabulary import ConfidentialityClass

APP_LABEL = "dossiers"


class Right(StrEnum):
    """A right that may be held on a folder (a unit or a dossier).

    Its value is the codename of Django's Permission row on `Folder`.
    """

    FIND = "find_dossier"
    VIEW = "view_dossier"
    VIEW_CIVIL = "view_civil"
    VIEW_SCHOOL = "view_school"
    VIEW_MEDICAL = "view_medical"
    VIEW_PROTECTION = "view_protection"
    FILE = "file_document"
    CHANGE = "change_dossier"
    SHARE = "share_dossier"
    CLOSE = "close_dossier"
    EXPORT = "export_dossier"
    DESTROY = "destroy_dossier"
    TRIAGE = "triage_referral"
    READ_JOURNAL = "read_journal"
    REVIEW = "review_break_glass"


SENTENCES: dict[Right, str | Promise] = {
    Right.FIND: _("Can find the dossier by name, but sees nothing else in it."),
    Right.VIEW: _("Opens the dossier and reads its general documents."),
    Right.VIEW_CIVIL: _("Reads civil-status documents."),
    Right.VIEW_SCHOOL: _("Reads school documents."),
    Right.VIEW_MEDICAL: _("Reads medical documents."),
    Right.VIEW_PROTECTION: _("Reads protection documents."),
    Right.FILE: _("Adds documents and files them."),
    Right.CHANGE: _("Changes fields and people, verifies documents."),
    Right.SHARE: _("Gives and removes access, and protects the dossier."),
    Right.CLOSE: _("Closes and reopens the dossier."),
    Right.EXPORT: _("Takes documents they may read out of the archive: originals and exports."),
    Right.DESTROY: _("Is one of the two people needed to destroy it."),
    Right.TRIAGE: _("Reads and sorts referrals."),
    Right.READ_JOURNAL: _("Reads the journal and the access reports; no documents."),
    Right.REVIEW: _("Is told of every emergency access and reviews it."),
}

# One or two words each, for tables; the sentences stand beside the roles.
WORDS: dict[Right, str | Promise] = {
    Right.FIND: pgettext_lazy("right", "finds"),
    Right.VIEW: pgettext_lazy("right", "opens"),
    Right.VIEW_CIVIL: pgettext_lazy("right", "civil documents"),
    Right.VIEW_SCHOOL: pgettext_lazy("right", "school documents"),
    Right.VIEW_MEDICAL: pgettext_lazy("right", "medical documents"),
    Right.VIEW_PROTECTION: pgettext_lazy("right", "protection documents"),
    Right.FILE: pgettext_lazy("right", "files"),
    Right.CHANGE: pgettext_lazy("right", "changes"),
    Right.SHARE: pgettext_lazy("right", "shares"),
    Right.CLOSE: pgettext_lazy("right", "closes"),
    Right.EXPORT: pgettext_lazy("right", "exports"),
    Right.DESTROY: pgettext_lazy("right", "destroys"),
    Right.TRIAGE: pgettext_lazy("right", "sorts referrals"),
    Right.READ_JOURNAL: pgettext_lazy("right", "reads the journal"),
    Right.REVIEW: pgettext_lazy("right", "reviews emergency access"),
}

# The class of a paper chooses the right that is asked.
RIGHT_OF_CLASS: dict[str, Right] = {
    ConfidentialityClass.GENERAL: Right.VIEW,
    ConfidentialityClass.CIVIL: Right.VIEW_CIVIL,
    ConfidentialityClass.SCHOOL: Right.VIEW_SCHOOL,
    ConfidentialityClass.MEDICAL: Right.VIEW_MEDICAL,
    ConfidentialityClass.PROTECTION: Right.VIEW_PROTECTION,
}


def right_for_class(paper_class: str) -> Right:
    """Return the right that opens papers of this class; unknown = the most closed."""
    return RIGHT_OF_CLASS.get(paper_class, Right.VIEW_PROTECTION)


class Permission:
    """What may be asked of one thing: `user.has_perm(Permission.Document.VIEW, document)`."""

    class Dossier(StrEnum):
        """Asked of a dossier."""

        FIND = "dossiers.find_dossier"
        VIEW = "dossiers.view_dossier"
        FILE = "dossiers.file_in_dossier"
        CHANGE = "dossiers.change_dossier"
        SHARE = "dossiers.share_dossier"
        BREAK_GLASS = "dossiers.break_glass"
        SEE_ACCESS = "dossiers.see_access_to_dossier"
        EXPORT = "dossiers.export_papers"
        READ_JOURNAL = "dossiers.read_journal_of_dossier"
        REVIEW_BREAK_GLASS = "dossiers.review_break_glass"

    class Unit(StrEnum):
        """Asked of a unit."""

        CAPTURE = "dossiers.capture_here"
        CREATE_DOSSIER = "dossiers.create_dossier_here"
        TRIAGE = "dossiers.triage_referral"
        SHARE = "dossiers.share_here"
        SEE_ACCESS = "dossiers.see_access_here"
        READ_JOURNAL = "dossiers.read_journal_here"
        INVITE = "dossiers.invite_here"
        CHOOSE = "dossiers.choose_units"

    class Staff(StrEnum):
        """Asked of a member of staff."""

        SEE = "dossiers.see_staff"
        CHANGE = "dossiers.change_staff"
        REOPEN = "dossiers.reopen_staff"
        HAND_OVER = "dossiers.hand_over_for_staff"

    class Person(StrEnum):
        """Asked of a person."""

        VIEW = "dossiers.view_person"
        MERGE = "dossiers.merge_person"

    class Document(StrEnum):
        """Asked of a paper."""

        VIEW = "dossiers.view_document"
        COPY = "dossiers.copy_document"
        DOWNLOAD = "dossiers.download_document"
        FILE = "dossiers.file_document"
        RETRY = "dossiers.retry_document"
        MARK_RESCAN = "dossiers.mark_rescan"
        TRASH = "dossiers.trash_document"
        RESTORE = "dossiers.restore_document"
        TAKE_BACK = "dossiers.take_back_document"
        REFILE = "dossiers.refile_document"
        CHANGE_CLASS = "dossiers.change_class"
        CORRECT = "dossiers.correct_document"
        VERIFY = "dossiers.verify_document"
        SEE_ACCESS = "dossiers.see_access_to_document"
