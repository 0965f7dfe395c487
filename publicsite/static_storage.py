"""Hashed static files: stylesheets with their local `@import`s set in, scripts with hashed imports.

A page thus fetches one stylesheet, though the source is one file per component; there is no build.
"""

import posixpath
import re
from typing import Any

from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = re.compile(r'^@import "([^":]+)";\s*$', re.MULTILINE)
LOCAL_URL = re.compile(r'url\("(?!data:|/|#|https?:)([^"]+)"\)')
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
BLANKS = re.compile(r"\n\s*")

Paths = dict[str, tuple[Storage, str]]


def bundle_css(*, name: str, paths: Paths, folder: str) -> str:
    """Return the stylesheet `name` with its imports inside and addresses relative to `folder`.

    An import that does not exist raises KeyError: collectstatic stops and names it.
    """
    storage, path = paths[name]
    with storage.open(path) as file:
        css = file.read().decode()
    here = posixpath.dirname(name)

    def set_in(match: re.Match[str]) -> str:
        imported = posixpath.normpath(posixpath.join(here, match[1]))
        return bundle_css(name=imported, paths=paths, folder=folder)

    def from_folder(match: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(here, match[1]))
        return f'url("{posixpath.relpath(target, folder)}")'

    css = LOCAL_URL.sub(from_folder, css) if here != folder else css
    css = IMPORT.sub(set_in, css)
    return BLANKS.sub("\n", COMMENT.sub("", css)).strip() + "\n"


class BundlingStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Bundle stylesheets at the top of `css/`, then hash and compress as WhiteNoise does."""

    # A module names the modules it imports by their hashed names, so that all are cached for good.
    support_js_module_import_aggregation = True

    def post_process(
        self,
        paths: Paths,
        dry_run: bool = False,  # noqa: FBT001, FBT002 - Django's signature
        **options: Any,
    ) -> Any:
        """Read from the sources, not from the last result, so that nothing stays stale."""
        if dry_run:
            return
        bundles = {}
        for name in (n for n in paths if posixpath.dirname(n) == "css" and n.endswith(".css")):
            css = bundle_css(name=name, paths=paths, folder="css")
            with self.open(name, "wb") as file:
                file.write(css.encode())
            bundles[name] = (self, name)
        # Hashing reads each file through these pairs: the bundle, not its source.
        yield from super().post_process({**paths, **bundles}, dry_run, **options)
