"""A ZIP file made while it is sent: nothing of it ever lies on the disk, one paper in memory."""

import io
import zipfile
from collections.abc import Iterable, Iterator

# The oldest moment a ZIP can tell: when papers were packed is the journal's to know.
NO_DATE = (1980, 1, 1, 0, 0, 0)


class _Outlet(io.RawIOBase):
    """Takes what the packer writes until it is fetched."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: bytes) -> int:  # type: ignore[override]  # bytes-like in, as it comes
        self.pieces.append(bytes(piece))
        return len(piece)

    def fetch(self) -> bytes:
        taken, self.pieces = b"".join(self.pieces), []
        return taken


def zip_stream(files: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """Yield the bytes of a ZIP of (name, content), each file as soon as it is there."""
    outlet = _Outlet()
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_STORED) as archive:
        for name, content in files:
            # Scans are compressed already.
            archive.writestr(zipfile.ZipInfo(name, NO_DATE), content)
            yield outlet.fetch()
    yield outlet.fetch()
