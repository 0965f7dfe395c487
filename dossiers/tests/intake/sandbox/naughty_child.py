"""A child that does what a hostile file might make one do. Run by test_sandbox."""

import os
import sys
from pathlib import Path

from dossiers.intake.sandbox.limits import confine
from dossiers.intake.sandbox.messages import LENGTHS, Header, receive, send


def do(header: Header, blobs: list[bytes]) -> None:
    """Do what is asked."""
    out = sys.stdout.buffer
    match header["do"]:
        case "hang":
            while True:
                pass
        case "die":
            os.abort()
        case "babble":
            out.write(b"\xff" * 64)
            out.flush()
        case "boast":
            out.write(LENGTHS.pack(2, 2**60))
            out.flush()
        case "hoard":
            send(out, {"refused": _fails(lambda: bytearray(2**30))})
        case "write":
            # The limit is on growing files; the signal for it is ignored by Python.
            place = Path(os.devnull).parent.parent / "tmp" / f"naughty-{os.getpid()}"
            refused = _fails(lambda: place.write_bytes(b"x"))
            place.unlink(missing_ok=True)
            send(out, {"refused": refused})
        case "whoami":
            # Looking takes a descriptor itself, which is gone by the time it is asked about.
            held = [one.name for one in list(Path("/dev/fd").iterdir()) if one.exists()]
            send(out, {"pid": os.getpid(), "descriptors": sorted(held)})
        case "environment":
            send(out, {"names": list(os.environ)})
        case _:
            send(out, header, *blobs)


def _fails(deed: object) -> bool:
    try:
        deed()  # type: ignore[operator]
    except (OSError, MemoryError):
        return True
    return False


def main(memory_mb: int) -> None:
    """Do what is asked until the pipe is closed."""
    confine(memory_mb)
    while True:
        do(*receive(sys.stdin.buffer, max_bytes=2**20))


if __name__ == "__main__":
    main(int(sys.argv[1]))
