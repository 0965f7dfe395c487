"""Messages between us and our child processes: a JSON header and raw bytes, no pickles.

A child may have been taken over by the file it opened; what it says is read as plain data.
"""

import json
import struct
from typing import Any, BinaryIO

Header = dict[str, Any]
LENGTHS = struct.Struct("!IQ")
# A header holds words and sizes, never a picture.
MAX_HEADER_BYTES = 32 * 1024 * 1024


class FramingError(Exception):
    """The other side ended or sent something that is no message."""


def send(stream: BinaryIO, header: Header, *blobs: bytes) -> None:
    """Write one message; the sizes of the blobs travel in its header."""
    head = json.dumps({**header, "blobs": [len(blob) for blob in blobs]}).encode()
    stream.write(LENGTHS.pack(len(head), sum(map(len, blobs))))
    stream.write(head)
    for blob in blobs:
        stream.write(blob)
    stream.flush()


def receive(stream: BinaryIO, *, max_bytes: int) -> tuple[Header, list[bytes]]:
    """Read one message. Raises FramingError at the end of the stream."""
    head_length, total = LENGTHS.unpack(_exactly(stream, LENGTHS.size))
    if head_length > MAX_HEADER_BYTES or total > max_bytes:
        raise FramingError("a message longer than allowed")
    header = json.loads(_exactly(stream, head_length))
    sizes = header.pop("blobs")
    if sum(sizes) != total or min(sizes, default=0) < 0:
        raise FramingError("sizes that do not add up")
    return header, [_exactly(stream, size) for size in sizes]


def _exactly(stream: BinaryIO, count: int) -> bytes:
    data = stream.read(count)
    if len(data) != count:
        raise FramingError("the other side ended")
    return data
