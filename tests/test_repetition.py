"""The same block of code stands in one place."""

from collections import defaultdict
from collections.abc import Mapping

from tests.source_tree import sources

BLOCK_LINES = 8
# Shorter blocks are brackets and single words: they say nothing twice.
LEAST_SIGNS = 110


def repeated_blocks(texts: Mapping[str, str]) -> list[tuple[str, ...]]:
    """Return the places of every block that stands twice, without imports, comments, blanks."""
    places: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name, text in texts.items():
        numbered = enumerate(map(str.strip, text.splitlines()), 1)
        lines = [
            (number, line)
            for number, line in numbered
            if line and not line.startswith(("#", "from ", "import "))
        ]
        for start in range(len(lines) - BLOCK_LINES + 1):
            block = lines[start : start + BLOCK_LINES]
            places[tuple(line for _number, line in block)].append(f"{name}:{block[0][0]}")
    return [
        tuple(found)
        for block, found in places.items()
        if len(found) > 1 and sum(map(len, block)) >= LEAST_SIGNS
    ]


def test_no_block_of_eight_lines_stands_twice() -> None:
    texts = {source.name: source.path.read_text(encoding="utf-8") for source in sources()}

    assert len(texts) > 200
    assert repeated_blocks(texts) == []


def test_block_that_stands_twice_is_seen() -> None:
    block = "\n".join(f"a_value_{number} = work_out({number})" for number in range(BLOCK_LINES))

    found = repeated_blocks({"one.py": block, "other.py": f"# why\n\n{block}"})

    assert found == [("one.py:1", "other.py:3")]
