"""The things of the archive, one model and its kin per file."""

from .allowance import Allowance
from .document import Document, DocumentKind, Page
from .dossier import Dossier, ReferenceCounter
from .folder import Folder, Reach, Unit
from .grant import FolderGroupPermission, FolderUserPermission, Grant
from .journal import JournalEntry, JournalHead
from .merge import PersonMerge
from .notice import BreakGlassReview, Notice
from .original import Original
from .person import Membership, Person, PersonName
from .procedure import Procedure, Requirement
from .referral import Referral, ReferralAddition
from .saved_search import SavedSearch
from .suggestion import Suggestion
from .user import User

__all__ = [
    "Allowance",
    "BreakGlassReview",
    "Document",
    "DocumentKind",
    "Dossier",
    "Folder",
    "FolderGroupPermission",
    "FolderUserPermission",
    "Grant",
    "JournalEntry",
    "JournalHead",
    "Membership",
    "Notice",
    "Original",
    "Page",
    "Person",
    "PersonMerge",
    "PersonName",
    "Procedure",
    "Reach",
    "ReferenceCounter",
    "Referral",
    "ReferralAddition",
    "Requirement",
    "SavedSearch",
    "Suggestion",
    "Unit",
    "User",
]
