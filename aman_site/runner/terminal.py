"""What the runner says on the terminal: steps with their seconds, refusals as sentences.

All of it goes to stderr: the output is that of the command which is run, JSON as it may be.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn


class RefusalError(Exception):
    """Something outside is missing; the message says what to do."""


def say(text: str) -> None:
    """Print one line at once, also through a pipe."""
    print(text, file=sys.stderr, flush=True)


def refuse(text: str) -> NoReturn:
    """End the runner with a sentence for a person.

    Raises:
        RefusalError: always.
    """
    raise RefusalError(text)


@contextmanager
def step(title: str) -> Iterator[None]:
    """Announce a step, then say how many seconds it took."""
    started = time.monotonic()
    say(f"• {title}")
    yield
    seconds = time.monotonic() - started
    if seconds >= 1:
        say(f"  done in {seconds:.0f} s")
