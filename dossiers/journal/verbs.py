"""What a line of the journal says was done: a closed list, with its words in three languages."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class Verb(TextChoices):
    """A deed. Its value is what the hash of the line covers: it never changes."""

    CREATED = "created", pgettext_lazy("journal", "opened the dossier")
    READ = "read", pgettext_lazy("journal", "the document was read")
    SENT_BACK = "sent back", pgettext_lazy("journal", "sent the document to be read again")
    SHEETS_SET_ASIDE = "sheets set aside", pgettext_lazy("journal", "set cover sheets aside")
    SENT_TO_BE_READ_AGAIN = (
        "sent to be read again",
        pgettext_lazy("journal", "had a document read with other settings"),
    )
    PAGE_SHOWN = "page shown", pgettext_lazy("journal", "looked at a page to turn or crop it")
    PAGE_TURNED = "page turned", pgettext_lazy("journal", "turned a page")
    PAGE_CROPPED = "page cropped", pgettext_lazy("journal", "cropped a page")
    PAGE_TAKEN_BACK = "page taken back", pgettext_lazy("journal", "took back a change of a page")
    PAGE_AS_SCANNED = (
        "page as scanned",
        pgettext_lazy("journal", "put a page back as it was scanned"),
    )
    PILE_SHOWN = "pile shown", pgettext_lazy("journal", "looked through a pile of pages")
    ARRANGED = "arranged", pgettext_lazy("journal", "put the pages of a pile in order")
    PAGES_SET_ASIDE_SHOWN = (
        "pages set aside shown",
        pgettext_lazy("journal", "looked at the pages set aside"),
    )
    PAGE_BROUGHT_BACK = (
        "page brought back",
        pgettext_lazy("journal", "put a page that was set aside back into the tray"),
    )
    JOINED_TO_ANOTHER = (
        "joined to another",
        pgettext_lazy("journal", "joined the document to another"),
    )
    TRASHED = "trashed", pgettext_lazy("journal", "put a document into the trash")
    RESTORED = "restored", pgettext_lazy("journal", "took a document out of the trash")
    TO_BE_SCANNED_AGAIN = "to be scanned again", pgettext_lazy("journal", "asked for a new scan")
    FILED = "filed", pgettext_lazy("journal", "filed a document")
    TAKEN_BACK = "taken back", pgettext_lazy("journal", "took a filed document back into the tray")
    PUT_INTO_ANOTHER_DOSSIER = (
        "put into another dossier",
        pgettext_lazy("journal", "put a filed document into another dossier"),
    )
    FILED_PAPERS_SHOWN = (
        "filed papers shown",
        pgettext_lazy("journal", "looked at the documents they had filed recently"),
    )
    CORRECTED = "corrected", pgettext_lazy("journal", "corrected a document")
    VERIFIED = "verified", pgettext_lazy("journal", "verified a document")
    PERSON_ADDED = "person added", pgettext_lazy("journal", "added a person")
    PERSON_LINKED = "person linked", pgettext_lazy("journal", "put a known person into the dossier")
    LINK_ASKED = "link asked", pgettext_lazy("journal", "asked to have a known person in a dossier")
    LINK_ACCEPTED = (
        "link accepted",
        pgettext_lazy("journal", "let a known person be shown in another dossier"),
    )
    LINK_DECLINED = "link declined", pgettext_lazy("journal", "declined a request about a person")
    ASKED_TOO_OFTEN = (
        "asked too often about one name",
        pgettext_lazy("journal", "asked too often about one name"),
    )
    PEOPLE_MERGED = "people merged", pgettext_lazy("journal", "merged two records of one person")
    MERGE_UNDONE = "merge undone", pgettext_lazy("journal", "separated two merged records again")
    RECORDS_COMPARED = (
        "records compared",
        pgettext_lazy("journal", "compared two records of one person"),
    )
    PEOPLE_LISTED_FOR_FILING = (
        "people listed for filing",
        pgettext_lazy("journal", "looked up people for filing"),
    )
    GIVEN = "given", pgettext_lazy("journal", "gave a role")
    ENDED = "ended", pgettext_lazy("journal", "took a role back")
    BOUNDARY = "boundary", pgettext_lazy("journal", "changed whether the unit’s roles apply")
    CLASS_CHANGED = "class changed", pgettext_lazy("journal", "changed the class")
    RESPONSIBLE_NAMED = (
        "responsible named",
        pgettext_lazy("journal", "named the responsible person"),
    )
    BREAK_GLASS_REVIEWED = (
        "break-glass reviewed",
        pgettext_lazy("journal", "reviewed an emergency access"),
    )
    PLACED = "placed", pgettext_lazy("journal", "set the place of the unit")
    JOINED = "joined", pgettext_lazy("journal", "joined a group")
    LEFT = "left", pgettext_lazy("journal", "left a group")
    ACCOUNT_MADE = "account made", pgettext_lazy("journal", "made an account")
    ACCOUNT_ACTIVATED = "account activated", pgettext_lazy("journal", "took an account into use")
    ACCOUNT_DEACTIVATED = (
        "account deactivated",
        pgettext_lazy("journal", "took an account out of use"),
    )
    MADE_ADMINISTRATOR = (
        "made administrator",
        pgettext_lazy("journal", "made somebody an administrator"),
    )
    NO_LONGER_ADMINISTRATOR = (
        "no longer administrator",
        pgettext_lazy("journal", "took administration from somebody"),
    )
    PASSWORD_CHANGED = "password changed", pgettext_lazy("journal", "changed a password")
    USER_NAME_CHANGED = "user name changed", pgettext_lazy("journal", "changed a user name")
    PERMISSIONS_GIVEN = (
        "permissions given",
        pgettext_lazy("journal", "gave permissions in the admin"),
    )
    PERMISSIONS_TAKEN = (
        "permissions taken",
        pgettext_lazy("journal", "took permissions in the admin back"),
    )
    RIGHTS_ON_THE_SITE_CHANGED = (
        "rights on the site changed",
        pgettext_lazy("journal", "changed rights on the public site"),
    )
    CLASS_OF_A_KIND_CHANGED = (
        "class of a kind changed",
        pgettext_lazy("journal", "changed the class of a kind of document"),
    )
    KIND_ADDED = (
        "kind of paper added",
        pgettext_lazy("journal", "added a kind of document"),
    )
    UNIT_MOVED = "unit moved", pgettext_lazy("journal", "moved the unit")
    MOVED = "moved", pgettext_lazy("journal", "moved the dossier")
    SESSIONS_ENDED = "sessions ended", pgettext_lazy("journal", "ended sessions")
    WRONG_CODE = "wrong code", pgettext_lazy("journal", "a wrong code of the second factor")
    CODE_REFUSED = "code refused", pgettext_lazy("journal", "a code after too many wrong ones")
    PASSWORD_REFUSED = (
        "password refused",
        pgettext_lazy("journal", "a password after too many wrong ones"),
    )
    LOCKED = "locked", pgettext_lazy("journal", "signing in was locked")
    UNLOCKED = "unlocked", pgettext_lazy("journal", "unlocked the sign-in")
    SEARCH_SAVED = "search saved", pgettext_lazy("journal", "kept a search")
    SEARCH_DELETED = "search deleted", pgettext_lazy("journal", "deleted a kept search")
    SECOND_FACTOR_ADDED = "second factor added", pgettext_lazy("journal", "added a second factor")
    SECOND_FACTOR_REMOVED = (
        "second factor removed",
        pgettext_lazy("journal", "removed a second factor"),
    )
    RECOVERY_CODES_MADE = "recovery codes made", pgettext_lazy("journal", "made new recovery codes")
    RECOVERY_CODES_KEPT = (
        "recovery codes kept",
        pgettext_lazy("journal", "confirmed having kept the recovery codes"),
    )
    RECOVERY_CODE_USED = (
        "recovery code used",
        pgettext_lazy("journal", "signed in with a recovery code"),
    )
    FACTOR_RESET_ASKED = (
        "factor reset asked",
        pgettext_lazy("journal", "asked to reset a lost second factor"),
    )
    FACTOR_RESET_CONFIRMED = (
        "factor reset confirmed",
        pgettext_lazy("journal", "confirmed the reset of a second factor"),
    )
    FACTOR_RESET_REFUSED = (
        "factor reset refused",
        pgettext_lazy("journal", "refused the reset of a second factor"),
    )
    INVITED = "invited", pgettext_lazy("journal", "invited somebody")
    LINK_MADE = "link made", pgettext_lazy("journal", "made a one-time link")
    LINK_WITHDRAWN = "link withdrawn", pgettext_lazy("journal", "withdrew a one-time link")
    INVITATION_USED = (
        "invitation used",
        pgettext_lazy("journal", "chose a password by an invitation"),
    )
    ONE_TIME_PASSWORD_SET = (
        "one-time password set",
        pgettext_lazy("journal", "set a password for somebody"),
    )
    OWN_PASSWORD_SET = "own password set", pgettext_lazy("journal", "chose a password of their own")
    ACCOUNT_CHANGED = (
        "account changed",
        pgettext_lazy("journal", "changed name or language of an account"),
    )
    ACCOUNT_CLOSED = "account closed", pgettext_lazy("journal", "closed an account")
    ACCOUNT_REOPENED = "account reopened", pgettext_lazy("journal", "opened a closed account again")
    FIRST_ACCOUNT_OFFERED = (
        "first account offered",
        pgettext_lazy("journal", "made a set-up link on the terminal"),
    )
    FIRST_ACCOUNT_MADE = (
        "first account made",
        pgettext_lazy("journal", "made a first account by a set-up link"),
    )
    UNITS_CHOSEN = "units chosen", pgettext_lazy("journal", "chose the units in use")
