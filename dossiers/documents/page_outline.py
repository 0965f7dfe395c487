"""Where a box that a person draws on a page picture lies on the original."""

from dossiers.models import Page
from dossiers.storage.page_layout import layout_of


def corners_on_original(page: Page, box: tuple[float, float, float, float]) -> list[list[float]]:
    """Return the corners of a box (left, top, right, bottom as shares of the picture, 0..1).

    Pixels of the original, clockwise from what is top left on the picture.
    """
    layout = layout_of(page)
    rows, width, height = layout["to_original"], layout["width"], layout["height"]
    left, top, right, bottom = box
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    return [_through(rows, x * width, y * height) for x, y in corners]


def _through(rows: list[list[float]], x: float, y: float) -> list[float]:
    across, down, far = (row[0] * x + row[1] * y + row[2] for row in rows)
    return [round(across / far, 1), round(down / far, 1)]
