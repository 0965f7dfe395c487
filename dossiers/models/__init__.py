"""The things of the archive, one model and its kin per file."""

from .document import Document
from .dossier import Dossier, ReferenceCounter
from .folder import Folder, FolderClosure, Unit
from .grant import FolderGroupPermission, FolderUserPermission, Grant
from .group_name import GroupName
from .installation import Installation
from .invitation import Invitation
from .journal import JournalEntry, JournalHead
from .kind import DocumentKind
from .link_request import LinkRequest
from .lost_factor import FactorReset
from .merge import PersonMerge
from .notice import BreakGlassReview, Notice
from .original import Original
from .page import Page
from .person import Membership, Person, PersonName
from .procedure import Procedure, Requirement
from .rate_limit import RateLimit
from .reading_job import ReadingJob
from .referral import Referral, ReferralAddition
from .refused_file import RefusedFile
from .saved_search import SavedSearch
from .session import Session
from .suggestion import Suggestion
from .user import User, normal_name

__all__ = [
    "BreakGlassReview",
    "Document",
    "DocumentKind",
    "Dossier",
    "FactorReset",
    "Folder",
    "FolderClosure",
    "FolderGroupPermission",
    "FolderUserPermission",
    "Grant",
    "GroupName",
    "Installation",
    "Invitation",
    "JournalEntry",
    "JournalHead",
    "LinkRequest",
    "Membership",
    "Notice",
    "Original",
    "Page",
    "Person",
    "PersonMerge",
    "PersonName",
    "Procedure",
    "RateLimit",
    "ReadingJob",
    "ReferenceCounter",
    "Referral",
    "ReferralAddition",
    "RefusedFile",
    "Requirement",
    "SavedSearch",
    "Session",
    "Suggestion",
    "Unit",
    "User",
    "normal_name",
]
