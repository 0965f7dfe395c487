"""The things of the archive, one model and its kin per file."""

from .asking import NameAsking
from .document import Document, DocumentKind, Page
from .dossier import Dossier, ReferenceCounter
from .folder import Folder, Reach, Unit
from .grant import FolderGroupPermission, FolderUserPermission, Grant
from .journal import JournalEntry, JournalHead
from .link_request import LinkRequest
from .merge import PersonMerge
from .notice import BreakGlassReview, Notice
from .original import Original
from .person import Membership, Person, PersonName
from .procedure import Procedure, Requirement
from .referral import Referral
from .saved_search import SavedSearch
from .suggestion import Suggestion
from .user import User

__all__ = [
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
    "LinkRequest",
    "Membership",
    "NameAsking",
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
    "Requirement",
    "SavedSearch",
    "Suggestion",
    "Unit",
    "User",
]
