"""The small blocks from which editors build public pages; each has a template of its name."""

from .body import BodyBlock, CalloutBlock, PointsBlock, StepsBlock, TextBlock
from .picture import PictureBlock
from .service import (
    REQUIRED_SECTIONS,
    SECTION_SYMBOLS,
    ServiceSectionsBlock,
    empty_sections,
)

__all__ = [
    "REQUIRED_SECTIONS",
    "SECTION_SYMBOLS",
    "BodyBlock",
    "CalloutBlock",
    "PictureBlock",
    "PointsBlock",
    "ServiceSectionsBlock",
    "StepsBlock",
    "TextBlock",
    "empty_sections",
]
