"""Put the pieces of a page in reading order: rows of a form, columns of running text.

A form in two languages is read row by row, the Arabic cell first. Running text in columns and
the two pages of an open book are read column by column, from the right in Arabic.
"""

from collections.abc import Sequence
from statistics import median

from .segments import Segment
from .tesseract import Script

# A column of running text has so many lines at least; its usual line holds so many words and
# fills so much of its width. Cells of tables hold fewer.
LEAST_LINES, LEAST_WORDS, LEAST_FILLED = 5, 3, 0.6


def in_reading_order(segments: Sequence[Segment]) -> list[Segment]:
    """Return the pieces of a page in the order in which a person reads them."""
    parts = _parts_at_gutter(segments)
    if not parts:
        return _row_by_row(segments)
    return [segment for part in parts for segment in in_reading_order(part)]


def _row_by_row(segments: Sequence[Segment]) -> list[Segment]:
    """Rows from top to bottom; in a row the Arabic column first, then from the left."""
    rows: list[list[Segment]] = []
    for segment in _from_top(segments):
        if rows and any(_stand_side_by_side(one, segment) for one in rows[-1]):
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return [
        segment
        for row in rows
        for segment in sorted(
            row, key=lambda one: (one.script is not Script.ARABIC, one.reading_edge)
        )
    ]


def _parts_at_gutter(segments: Sequence[Segment]) -> list[list[Segment]]:
    """Return what is above two columns, the columns in order, and what is below; or nothing."""
    gutter = _likely_gutter(segments)
    if gutter is None:
        return []
    from_top = _from_top(segments)
    start, end = _longest_run([one.left < gutter < one.right for one in from_top])
    beside = from_top[start:end]
    left = [one for one in beside if one.right <= gutter]
    right = [one for one in beside if one.left >= gutter]
    if not (_is_running_text(left) and _is_running_text(right)):
        return []
    scripts = {_main_script(left), _main_script(right)}
    if len(scripts) > 1:
        return []
    columns = [right, left] if scripts == {Script.ARABIC} else [left, right]
    return [from_top[:start], *columns, from_top[end:]]


def _likely_gutter(segments: Sequence[Segment]) -> float | None:
    """Return the place, in pixels from the left, that lies between the most neighbours."""
    gaps = []
    for one in segments:
        beside = [
            other.left
            for other in segments
            if other.left >= one.right and other.top < one.bottom and other.bottom > one.top
        ]
        if beside:
            gaps.append((one.right, min(beside)))
    if len(gaps) < LEAST_LINES:
        return None
    middles = [(start + end) / 2 for start, end in gaps]
    return max(middles, key=lambda place: sum(start < place < end for start, end in gaps))


def _longest_run(crosses: Sequence[bool]) -> tuple[int, int]:
    """Return start and end of the longest run of pieces that do not cross a gutter."""
    longest, start = (0, 0), 0
    for place, is_crossing in enumerate([*crosses, True]):
        if is_crossing:
            longest = max(longest, (start, place), key=lambda run: run[1] - run[0])
            start = place + 1
    return longest


def _is_running_text(column: Sequence[Segment]) -> bool:
    if len(column) < LEAST_LINES:
        return False
    width = max(one.right for one in column) - min(one.left for one in column)
    usual_width = median(one.right - one.left for one in column)
    return (
        usual_width >= LEAST_FILLED * width
        and median(len(one.words) for one in column) >= LEAST_WORDS
    )


def _main_script(column: Sequence[Segment]) -> Script:
    arabic = sum(one.length for one in column if one.script is Script.ARABIC)
    return Script.ARABIC if 2 * arabic > sum(one.length for one in column) else Script.LATIN


def _from_top(segments: Sequence[Segment]) -> list[Segment]:
    return sorted(segments, key=lambda one: (one.top + one.bottom) / 2)


def _stand_side_by_side(one: Segment, other: Segment) -> bool:
    """Return whether two pieces share half of the lower one's height."""
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared >= 0.5 * min(one.height, other.height)
