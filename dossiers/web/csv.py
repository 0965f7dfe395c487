"""Tables for a spreadsheet: opened rightly in Arabic too, and no cell is taken for a formula."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from django.http import HttpResponse, StreamingHttpResponse

Answer = TypeVar("Answer", HttpResponse, StreamingHttpResponse)
# How a spreadsheet knows UTF-8.
BYTE_ORDER_MARK = "\ufeff"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def csv_file(heads: list[str], rows: Iterable[list[str]], *, filename: str) -> HttpResponse:
    """Return the rows as a file to keep, whole or not at all."""
    return _to_keep(HttpResponse, "".join(_lines(heads, rows)), filename)


def csv_stream(
    heads: list[str], rows: Iterable[list[str]], *, filename: str
) -> StreamingHttpResponse:
    """Return the same, sent as the rows come: for what may be too long to hold at once."""
    return _to_keep(StreamingHttpResponse, _lines(heads, rows), filename)


def _to_keep(kind: type[Answer], content: Any, filename: str) -> Answer:
    response = kind(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def _lines(heads: list[str], rows: Iterable[list[str]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield BYTE_ORDER_MARK
    yield writer.writerow(heads)
    for row in rows:
        yield writer.writerow([_harmless(cell) for cell in row])


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell[:1] in FORMULA_STARTS else cell
