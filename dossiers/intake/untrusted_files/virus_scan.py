"""Ask a virus scanner (clamd) about a file before it is opened; off unless AMAN_CLAMD is set.

Closed when in doubt: without a clear answer nothing is taken. Speaks INSTREAM only, so the
scanner needs no access to our files, and the bytes go over one socket of this machine.
"""

import logging
import socket
import struct

from django.conf import settings
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)

TIMEOUT_S = 30.0
CHUNK_BYTES = 256 * 1024
MAX_ANSWER_BYTES = 4096
UNIX = "unix:"


class ScannerAwayError(Exception):
    """The scanner gave no clear answer: the file is not taken now, and nothing is wrong with it."""

    @property
    def reason(self) -> str:
        """What to do, in the language in force."""
        return _(
            "The virus scanner is not responding, so nothing was accepted. Try again in a few"
            " minutes."
        )


def is_clean(data: bytes) -> bool:
    """Return whether the scanner finds nothing; True where none is configured.

    Raises ScannerAwayError when it cannot be reached, takes too long or refuses to say.
    """
    if not settings.AMAN_CLAMD:
        return True
    try:
        answer = _ask(data)
    except OSError as error:
        logger.warning("the virus scanner is away: %s", error.__class__.__name__)
        raise ScannerAwayError from error
    if answer == "stream: OK":
        return True
    if answer.endswith(" FOUND"):
        # The name of what was found helps whoever looks after the machine.
        logger.warning("the virus scanner found %s", answer.removeprefix("stream: "))
        return False
    logger.warning("the virus scanner could not look at a file of %d bytes", len(data))
    raise ScannerAwayError


def _ask(data: bytes) -> str:
    """Send the file in chunks and return the answer. Raises OSError."""
    with _connect() as scanner:
        scanner.sendall(b"zINSTREAM\0")
        try:
            for start in range(0, len(data), CHUNK_BYTES):
                chunk = data[start : start + CHUNK_BYTES]
                scanner.sendall(struct.pack("!I", len(chunk)) + chunk)
            scanner.sendall(struct.pack("!I", 0))
        except ConnectionError:
            # It has heard enough, and may say why.
            pass
        return _answer(scanner)


def _connect() -> socket.socket:
    address: str = settings.AMAN_CLAMD
    if address.startswith(UNIX):
        scanner = socket.socket(socket.AF_UNIX)
        scanner.settimeout(TIMEOUT_S)
        scanner.connect(address.removeprefix(UNIX))
        return scanner
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=TIMEOUT_S)


def _answer(scanner: socket.socket) -> str:
    answer = bytearray()
    while len(answer) < MAX_ANSWER_BYTES:
        part = scanner.recv(1024)
        answer += part
        if not part or b"\0" in part:
            break
    return answer.rstrip(b"\0\n").decode("ascii", "replace")
