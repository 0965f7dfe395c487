"""States, classes, roles of members and other closed lists, with their words for people."""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ConfidentialityClass(TextChoices):
    """How confidential a paper is. Chooses the permission that is asked."""

    GENERAL = "general", _("General")
    CIVIL = "civil", _("Civil status")
    SCHOOL = "school", _("School")
    MEDICAL = "medical", _("Medical")
    PROTECTION = "protection", _("Protection")


# How closed a class is: a paper may be filed under a class that is more closed than its kind's.
CONFIDENTIALITY_LEVEL: dict[str, int] = {
    ConfidentialityClass.GENERAL: 0,
    ConfidentialityClass.CIVIL: 1,
    ConfidentialityClass.SCHOOL: 1,
    ConfidentialityClass.MEDICAL: 2,
    ConfidentialityClass.PROTECTION: 3,
}
# On a screen these stay closed until somebody asks for them: others may be in the room.
DISCREET_CLASSES = (ConfidentialityClass.MEDICAL, ConfidentialityClass.PROTECTION)


class DossierState(TextChoices):
    """Where a dossier stands."""

    REFERRED = "referred", pgettext_lazy("dossier state", "Reported")
    OPEN = "open", pgettext_lazy("dossier state", "Open")
    WAITING = "waiting", pgettext_lazy("dossier state", "Waiting")
    CLOSED = "closed", pgettext_lazy("dossier state", "Closed")
    DECLINED = "declined", pgettext_lazy("dossier state", "Declined")
    PROPOSED = "proposed", pgettext_lazy("dossier state", "Proposed for destruction")
    DESTROYED = "destroyed", pgettext_lazy("dossier state", "Destroyed")


class DocumentState(TextChoices):
    """Where a paper stands, from the scanner to the shelf."""

    CAPTURED = "captured", pgettext_lazy("document state", "Added")
    READ = "read", pgettext_lazy("document state", "Text read")
    FILED = "filed", pgettext_lazy("document state", "Filed")
    VERIFIED = "verified", pgettext_lazy("document state", "Verified")
    SUPERSEDED = "superseded", pgettext_lazy("document state", "Superseded")
    TRASHED = "trashed", pgettext_lazy("document state", "In the trash")
    DESTROYED = "destroyed", pgettext_lazy("document state", "Destroyed")
    RESCAN = "rescan", pgettext_lazy("document state", "To be scanned again")


# Waiting in the tray of a unit, seen by nobody else.
TRAY_STATES = (DocumentState.CAPTURED, DocumentState.READ, DocumentState.RESCAN)
# On the shelf of a dossier: the class decides who reads it.
SHELF_STATES = (DocumentState.FILED, DocumentState.VERIFIED, DocumentState.SUPERSEDED)
# So long may whoever filed a paper take it back into the tray.
TAKE_BACK_WITHIN = timedelta(days=7)
# A dossier in one of these is gone for everybody in the desks.
GONE_DOSSIER_STATES = (DossierState.DESTROYED,)
# Papers may be added and dossiers changed only in these.
WRITABLE_DOSSIER_STATES = (DossierState.REFERRED, DossierState.OPEN, DossierState.WAITING)


class MemberRole(TextChoices):
    """What a person is in a dossier."""

    CHILD = "child", pgettext_lazy("member role", "Child")
    MOTHER = "mother", pgettext_lazy("member role", "Mother")
    FATHER = "father", pgettext_lazy("member role", "Father")
    GUARDIAN = "guardian", pgettext_lazy("member role", "Guardian")
    KAFIL = "kafil", pgettext_lazy("member role", "Kafil")
    SIBLING = "sibling", pgettext_lazy("member role", "Brother or sister")
    GRANDPARENT = "grandparent", pgettext_lazy("member role", "Grandparent")
    OTHER = "other", pgettext_lazy("member role", "Other")


# Roles of children: the parents of the dossier are theirs, and narrow the search for them.
CHILD_ROLES = (MemberRole.CHILD, MemberRole.SIBLING)


class Sex(TextChoices):
    """As written on the birth act."""

    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    UNKNOWN = "unknown", pgettext_lazy("sex", "Not known")


class DatePrecision(TextChoices):
    """How exactly a date is known."""

    DAY = "day", pgettext_lazy("date precision", "Exact to the day")
    MONTH = "month", pgettext_lazy("date precision", "Exact to the month")
    YEAR = "year", pgettext_lazy("date precision", "Exact to the year")
    ABOUT = "about", pgettext_lazy("date precision", "Approximate")


class RegistrationStatus(TextChoices):
    """Whether a person stands in the civil register."""

    REGISTERED = "registered", _("Registered")
    IN_PROGRESS = "in_progress", _("Registration in progress")
    NOT_REGISTERED = "not_registered", _("Not registered")
    UNKNOWN = "unknown", pgettext_lazy("registration status", "Not known")


class Script(TextChoices):
    """The script a name is written in."""

    ARABIC = "arabic", _("Arabic script")
    LATIN = "latin", _("Latin letters")
    TIFINAGH = "tifinagh", _("Tifinagh")


class NameKind(TextChoices):
    """What kind of name this is for its bearer."""

    OFFICIAL = "official", pgettext_lazy("name kind", "Official")
    USUAL = "usual", pgettext_lazy("name kind", "Usual")
    PREVIOUS = "previous", pgettext_lazy("name kind", "Previous")
    MISSPELT = "misspelt", pgettext_lazy("name kind", "Misspelt on a document")
    NICKNAME = "nickname", pgettext_lazy("name kind", "Nickname")


class TextSource(TextChoices):
    """Where the text of a page comes from."""

    NONE = "none", _("No text")
    EMBEDDED = "embedded", _("Text of the PDF")
    READ = "read", _("Read from the image")


class ReadAs(TextChoices):
    """How a page is to be read; the reading child knows the same words (intake.read_as)."""

    BOTH = "both", pgettext_lazy("read as", "Arabic and French")
    ARABIC = "arabic", pgettext_lazy("read as", "Arabic only")
    FRENCH = "french", pgettext_lazy("read as", "French only")
    PHOTOGRAPH = "photograph", pgettext_lazy("read as", "Photograph")


class PageFault(TextChoices):
    """What is wrong with the picture of a page, or was not read of it: what to do is told."""

    BLURRED = "blurred", pgettext_lazy("page", "Blurred")
    DARK = "dark", pgettext_lazy("page", "Too dark")
    LOW_RESOLUTION = "low_resolution", pgettext_lazy("page", "Too few pixels")
    CUT_EDGE = "cut_edge", pgettext_lazy("page", "An edge is cut off")
    UNREAD = "unread", pgettext_lazy("page", "Much print was not read")
    HANDWRITTEN = "handwritten", pgettext_lazy("page", "Handwritten: not read")


class FileNotice(TextChoices):
    """What a file holds that its pages do not show, or what is lost when it is printed."""

    PORTFOLIO = "portfolio", pgettext_lazy("file", "A portfolio of other files")
    DYNAMIC_FORM = "dynamic_form", pgettext_lazy("file", "A form that changes itself")
    ATTACHMENTS = "attachments", pgettext_lazy("file", "Other files are attached")
    SIGNED = "signed", pgettext_lazy("file", "Signed electronically")
    COMMENTS = "comments", pgettext_lazy("file", "Comments")


class SuggestedField(TextChoices):
    """Which field of the filing form a suggestion would fill."""

    KIND = "kind", _("Kind of document")
    ISSUED_ON = "issued_on", _("Date of issue")
    ISSUED_HIJRI = "issued_hijri", _("Hijri date, as written")
    ACT_NUMBER = "act_number", _("Record or reference number")
    ACT_YEAR = "act_year", _("Year of the record")
    ACT_OFFICE = "act_office", _("Civil-status office")
    PERSON = "person", _("People concerned")
    DOSSIER = "dossier", _("Dossier")


class OriginalPlace(TextChoices):
    """Where the paper itself is."""

    UNKNOWN = "unknown", pgettext_lazy("original", "Not recorded")
    WITH_US = "with_us", pgettext_lazy("original", "With us")
    RETURNED = "returned", pgettext_lazy("original", "Given back")
    NEVER_HELD = "never_held", pgettext_lazy("original", "Never held")


class GrantCause(TextChoices):
    """Why somebody holds a role on a folder."""

    UNIT_DEFAULT = "unit_default", _("Default role of the unit")
    RESPONSIBLE = "responsible", _("Responsible for the dossier")
    SHARING = "sharing", _("Shared")
    INVOLVEMENT = "involvement", _("Involvement of a service")
    PROTECTION = "protection", _("Kept when the dossier was protected")
    HAND_OVER = "hand_over", _("Hand-over")
    BREAK_GLASS = "break_glass", _("Emergency access")


class JournalAction(TextChoices):
    """What the journal tells."""

    SEARCH = "search", pgettext_lazy("journal", "Searched")
    VIEW = "view", pgettext_lazy("journal", "Opened")
    LIST = "list", pgettext_lazy("journal", "Saw in a list")
    PAGE_IMAGE = "page_image", pgettext_lazy("journal", "Saw a page")
    DOWNLOAD = "download", pgettext_lazy("journal", "Downloaded")
    PRINT = "print", pgettext_lazy("journal", "Printed")
    EXPORT = "export", pgettext_lazy("journal", "Exported")
    CAPTURE = "capture", pgettext_lazy("journal", "Added")
    CHANGE = "change", pgettext_lazy("journal", "Changed")
    GRANT = "grant", pgettext_lazy("journal", "Gave or removed a right")
    BREAK_GLASS = "break_glass", pgettext_lazy("journal", "Used emergency access")
    REFUSAL = "refusal", pgettext_lazy("journal", "Was refused access")
    LOGIN = "login", pgettext_lazy("journal", "Signed in")
    LOGOUT = "logout", pgettext_lazy("journal", "Signed out")
    LOGIN_FAILED = "login_failed", pgettext_lazy("journal", "Failed to sign in")
    REFERRAL = "referral", pgettext_lazy("journal", "Referral received")


class NoticeKind(TextChoices):
    """What a member of staff is told in the area."""

    BREAK_GLASS = "break_glass", _("A dossier was opened by emergency access")
    RESPONSIBLE = "responsible", _("You are now responsible for a dossier")
    LINK_ASKED = "link_asked", _("Somebody asks for a person of this dossier")
    LINK_ANSWER = "link_answer", _("A request about a person of this dossier is answered")
    ACCOUNT_MADE = "account_made", _("Somebody was invited")
    ADMINISTRATOR_MADE = "administrator_made", _("Somebody was made technical administrator")
    ACCOUNT_JOINED = "account_joined", _("Somebody chose a password by their invitation")
    ACCOUNT_CHANGED = "account_changed", _("Name or language of an account was changed")
    ACCOUNT_CLOSED = "account_closed", _("An account was closed")
    ACCOUNT_REOPENED = "account_reopened", _("A closed account was opened again")
    ACCOUNT_UNLOCKED = "account_unlocked", _("A locked account was unlocked")
    LINK_MADE = "link_made", _("A new one-time link was made for an account")
    PASSWORD_SET = "password_set", _("Somebody else set a password for an account")
    LOCKED = "locked", _("Signing in was locked after wrong passwords")
    CODES_LOCKED = "codes_locked", _("The second factor was locked after wrong codes")
    FACTOR_ADDED = "factor_added", _("A second factor was added")
    FACTOR_REMOVED = "factor_removed", _("A second factor was removed")
    CODES_MADE = "codes_made", _("New recovery codes were made")
    CODE_USED = "code_used", _("Somebody signed in with a recovery code")
    RESET_ASKED = "factor_reset_asked", _("The reset of a lost second factor was asked for")
    RESET_CONFIRMED = "factor_reset_confirmed", _("A lost second factor was reset")
    RESET_REFUSED = "factor_reset_refused", _("The reset of a second factor was refused")


class FactorKind(TextChoices):
    """With what somebody signs in beside the password; the values are those of allauth."""

    TOTP = "totp", _("App on the telephone")
    WEBAUTHN = "webauthn", _("Security key")
    RECOVERY_CODES = "recovery_codes", _("Recovery codes")


class Confidence(TextChoices):
    """How sure a fact of the reference data is; a source stands beside it."""

    HIGH = "H", pgettext_lazy("confidence", "High")
    MEDIUM = "M", pgettext_lazy("confidence", "Medium")
    LOW = "L", pgettext_lazy("confidence", "Low")
    UNCHECKED = "K", pgettext_lazy("confidence", "General knowledge, not checked")


class ReferralState(TextChoices):
    """Triage of a referral."""

    NEW = "new", pgettext_lazy("referral state", "New")
    ACCEPTED = "accepted", pgettext_lazy("referral state", "Accepted")
    DECLINED = "declined", pgettext_lazy("referral state", "Declined")
    REFERRED_OUT = "referred_out", pgettext_lazy("referral state", "Referred out")
    DUPLICATE = "duplicate", pgettext_lazy("referral state", "Duplicate")
    SPAM = "spam", pgettext_lazy("referral state", "Spam")
