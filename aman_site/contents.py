"""What a place holds, the demo or a centre's own: decided by its first start, for ever."""

from pathlib import Path

MARK = "contents"
DEMO, EMPTY = "demo", "empty"


def read_contents(var: Path) -> str:
    """Return `demo` or `empty`; "" for a place that was never started."""
    try:
        return (var / MARK).read_text().strip()
    except FileNotFoundError:
        return ""


def holds_demo(var: Path) -> bool:
    """Tell whether this place holds the demo; one that was never started does not."""
    return read_contents(var) == DEMO


def mark_contents(var: Path, contents: str) -> None:
    """Write down what the first start chose."""
    (var / MARK).write_text(f"{contents}\n")
