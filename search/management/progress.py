"""One line that tells how far a long command is: in place on a terminal, now and then elsewhere."""

import time
from types import TracebackType
from typing import Self

from django.core.management.base import OutputWrapper

SECONDS_BETWEEN_LINES = 10.0


class ProgressLine:
    """Shows a count and its speed while a command works."""

    def __init__(self, stream: OutputWrapper, doing: str) -> None:
        """Say where to write and what is being done."""
        self._stream = stream
        self._doing = doing
        self._in_place = stream.isatty()
        self._began = self._shown = time.monotonic()

    def __enter__(self) -> Self:
        """Begin counting time."""
        self._began = self._shown = time.monotonic()
        return self

    def show(self, done: int) -> None:
        """Tell how many are done."""
        now = time.monotonic()
        text = f"{self._doing}: {done} ({done / max(now - self._began, 0.001):.0f} a second)"
        if self._in_place:
            self._stream.write(f"\r{text}", ending="")
        elif now - self._shown >= SECONDS_BETWEEN_LINES:
            self._stream.write(text)
            self._shown = now

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the line."""
        if self._in_place:
            self._stream.write("")
