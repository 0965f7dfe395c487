"""Page types, pictures and settings of the public site; one kind a file."""

from .approach import ApproachPage
from .contact import ContactPage, HelpPage
from .home import HomePage
from .image import PublicImage, PublicRendition
from .news import NewsIndexPage, NewsPage
from .pillar import PillarIndexPage, PillarPage
from .project import ProjectIndexPage, ProjectPage
from .service import ServicePage
from .settings import EmergencyNumber, SiteSettings
from .standard import StandardPage

__all__ = [
    "ApproachPage",
    "ContactPage",
    "EmergencyNumber",
    "HelpPage",
    "HomePage",
    "NewsIndexPage",
    "NewsPage",
    "PillarIndexPage",
    "PillarPage",
    "ProjectIndexPage",
    "ProjectPage",
    "PublicImage",
    "PublicRendition",
    "ServicePage",
    "SiteSettings",
    "StandardPage",
]
