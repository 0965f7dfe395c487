"""Memory of a tree of processes, as the kernel counts it."""

from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")


@dataclass(frozen=True)
class ProcessMemory:
    """One process: what it keeps for itself and its share of what several keep (PSS), in kB."""

    pid: int
    command: str
    pss_kb: int


def measure_tree(root: int) -> list[ProcessMemory]:
    """Return every process of the tree below `root`, itself first.

    PSS divides a page that several processes share by their number, so the sum
    is what the tree really takes.
    """
    measured = []
    for pid in tree_of(root):
        try:
            measured.append(ProcessMemory(pid, _command(pid), _pss_kb(pid)))
        except (FileNotFoundError, ProcessLookupError):
            continue  # It ended while we looked.
    return measured


def tree_of(root: int) -> list[int]:
    """Return the ids of a process and all below it."""
    below: dict[int, list[int]] = {}
    for folder in PROC.iterdir():
        if folder.name.isdigit():
            try:
                stat = (folder / "stat").read_text()
            except (FileNotFoundError, ProcessLookupError):
                continue
            parent = int(stat.rpartition(")")[2].split()[1])
            below.setdefault(parent, []).append(int(folder.name))
    tree = [root]
    for pid in tree:
        tree += below.get(pid, [])
    return tree


def _pss_kb(pid: int) -> int:
    text = (PROC / str(pid) / "smaps_rollup").read_text()
    return next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))


def _command(pid: int) -> str:
    words = (PROC / str(pid) / "cmdline").read_bytes().split(b"\0")
    return " ".join(word.decode(errors="replace") for word in words if word)[:60]
