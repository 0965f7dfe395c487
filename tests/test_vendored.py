"""What others wrote is here as they published it: the sums are those that its README tells."""

import hashlib
import re
from pathlib import Path

import pytest
from django.conf import settings

FOLDER = Path(settings.BASE_DIR) / "dossiers" / "static" / "vendor"
ROW = re.compile(r"^\| `([\w.-]+)` \|.*`([0-9a-f]{64})` \|$", re.MULTILINE)
TOLD = dict(ROW.findall((FOLDER / "README.md").read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.js")), ids=lambda path: path.name)
def test_vendored_script_is_the_one_that_was_published(path: Path) -> None:
    assert hashlib.sha256(path.read_bytes()).hexdigest() == TOLD[path.name]
