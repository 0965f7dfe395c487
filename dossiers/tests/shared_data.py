"""Files of the team that are not part of the project: used where they lie beside it."""

from pathlib import Path

import pytest
from django.conf import settings


def shared_data(*parts: str) -> Path:
    """Return a file or folder of the shared test data; skip where it is not there."""
    path = Path(settings.BASE_DIR).parent.joinpath("shared", "data", *parts)
    if not path.exists():
        pytest.skip("the shared test data is not beside the checkout")
    return path
