"""Where the reading models are, and whether there are any. Loads no engine."""

from pathlib import Path

from django.conf import settings

NEEDED = ("ara", "fra")
# Where Debian and others keep the models of the system.
SYSTEM_DIRS = (
    Path("/usr/share/tesseract-ocr/5/tessdata"),
    Path("/usr/share/tesseract-ocr/4.00/tessdata"),
    Path("/usr/share/tessdata"),
    Path("/usr/local/share/tessdata"),
)


class ModelsMissingError(Exception):
    """No folder with the Arabic and French models was found; papers wait until there is."""


def find_models_dir(registry: Path | None = None) -> Path:
    """Return the folder of the models: the configured one, else the system's.

    Raises ModelsMissingError where none has both Arabic and French.
    """
    first = Path(registry or settings.AMAN_OCR_MODELS_DIR)
    for folder in (first, *SYSTEM_DIRS):
        if all((folder / f"{name}.traineddata").is_file() for name in NEEDED):
            return folder
    raise ModelsMissingError("no ara.traineddata and fra.traineddata on this machine")


def models_are_there() -> bool:
    """Return whether papers can be read on this machine now."""
    try:
        find_models_dir()
    except ModelsMissingError:
        return False
    return True
