"""The small blocks from which editors build public pages; each has a template of its name."""

from .body import BodyBlock, CalloutBlock, PointsBlock, StepsBlock, TextBlock
from .picture import PictureBlock
from .service import REQUIRED_SECTIONS, ServiceSectionsBlock, empty_sections

__all__ = [
    "REQUIRED_SECTIONS",
    "BodyBlock",
    "CalloutBlock",
    "PictureBlock",
    "PointsBlock",
    "ServiceSectionsBlock",
    "StepsBlock",
    "TextBlock",
    "empty_sections",
]
