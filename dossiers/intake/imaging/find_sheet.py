"""Find the sheet of paper in a photograph. Answers with four corners or None, changes nothing."""

import cv2
import numpy as np

from .resize import within

# The search runs on a copy of this many pixels on its longer side.
SEARCH_SIDE_PX = 700
# A sheet smaller than this share of the picture is not the paper somebody meant.
MIN_SHARE = 0.2
# One that fills this much of it is a flatbed scan: there is nothing to cut away.
FULL_SHARE = 0.985
# Grey levels by which the paper must be brighter than what lies beside it.
MIN_STEP = 12
# Share of the outline that has to lie on real edges; less where a person vouches for it.
SUPPORT, FAINT_SUPPORT = 0.75, 0.5


def find_sheet(grey: np.ndarray, *, support: float = SUPPORT) -> np.ndarray | None:
    """Return the corners of the sheet (float32, clockwise from top left, pixels) or None.

    Light falls off and shadows cross the paper, so no single threshold divides paper from
    desk: shapes of many thresholds are candidates, and the one whose four sides lie best
    on real edges (bright inside, dark outside, all along) wins.
    """
    small, scale = within(grey, SEARCH_SIDE_PX)
    # Closing takes the print off the paper, so that only its outline is left.
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    smooth = cv2.GaussianBlur(closed, (5, 5), 0)
    best, best_score = None, 0.0
    for quad in _candidates(smooth):
        score = _edge_support(smooth, quad)
        if score > best_score:
            best, best_score = quad, score
    if best is None or best_score < support:
        return None
    best = _snap(smooth, best)
    return (order_corners(best) / scale).astype(np.float32)


def order_corners(quad: np.ndarray) -> np.ndarray:
    """Return four points clockwise, beginning with the one nearest to the top left."""
    centre = quad.mean(axis=0)
    angles = np.arctan2(quad[:, 1] - centre[1], quad[:, 0] - centre[0])
    around = quad[np.argsort(angles)]
    return np.roll(around, -int(np.argmin(around.sum(axis=1))), axis=0)


def _candidates(smooth: np.ndarray) -> list[np.ndarray]:
    low, high = np.percentile(smooth, (1, 99))
    if high - low < MIN_STEP:
        # Paper all over: no desk is that much darker.
        return []
    area = smooth.size
    candidates = []
    for level in np.linspace(low, high, 18)[1:-1]:
        mask = cv2.threshold(smooth, level, 1, cv2.THRESH_BINARY)[1]
        contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        if not contours:
            continue
        hull = cv2.convexHull(max(contours, key=cv2.contourArea))
        quad = _four_corners(hull)
        if quad is not None and MIN_SHARE * area < cv2.contourArea(quad) < FULL_SHARE * area:
            candidates.append(quad)
    return candidates


def _four_corners(hull: np.ndarray) -> np.ndarray | None:
    length = cv2.arcLength(hull, closed=True)
    for tolerance in (0.01, 0.02, 0.03, 0.05, 0.08):
        shape = cv2.approxPolyDP(hull, tolerance * length, closed=True)
        if len(shape) == 4:
            return shape.reshape(4, 2).astype(np.float32)
    return None


def _sides(quad: np.ndarray) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Return for each side its two ends and the unit normal that points outwards."""
    ordered = order_corners(quad)
    sides = []
    for start, end in zip(ordered, np.roll(ordered, -1, axis=0), strict=True):
        along = (end - start) / max(1e-6, np.linalg.norm(end - start))
        sides.append((start, end, np.array([along[1], -along[0]])))
    return sides


def _sample(picture: np.ndarray, points: np.ndarray) -> np.ndarray:
    xs = np.clip(points[..., 0].round().astype(int), 0, picture.shape[1] - 1)
    ys = np.clip(points[..., 1].round().astype(int), 0, picture.shape[0] - 1)
    return picture[ys, xs].astype(np.float32)


def _edge_support(smooth: np.ndarray, quad: np.ndarray) -> float:
    """Return which share of the outline has bright paper inside and darker desk outside.

    A side on the rim of the picture counts as neither: the sheet runs out of the frame.
    """
    height, width = smooth.shape
    supported = counted = 0
    for start, end, normal in _sides(quad):
        points = np.linspace(start, end, 60)[3:-3]
        inside, outside = points - 6 * normal, points + 6 * normal
        seen = (
            (outside[:, 0] >= 0)
            & (outside[:, 0] < width)
            & (outside[:, 1] >= 0)
            & (outside[:, 1] < height)
        )
        step = _sample(smooth, inside) - _sample(smooth, outside)
        supported += int((step[seen] > MIN_STEP).sum())
        counted += int(seen.sum())
    return supported / counted if counted > 60 else 0.0


def _snap(smooth: np.ndarray, quad: np.ndarray) -> np.ndarray:
    """Move each side onto the steepest edge near it and return the crossings."""
    lines = []
    for start, end, normal in _sides(quad):
        points = np.linspace(start, end, 80)[4:-4]
        reach = np.arange(-7, 8)
        profile = _sample(smooth, points[:, None, :] + reach[None, :, None] * normal)
        fall = profile[:, :-2] - profile[:, 2:]
        offset = reach[1:-1][fall.argmax(axis=1)]
        edge = (points + offset[:, None] * normal)[fall.max(axis=1) > MIN_STEP / 2]
        if len(edge) < 20:
            edge = points
        vx, vy, x, y = cv2.fitLine(edge.astype(np.float32), cv2.DIST_HUBER, 0, 0.01, 0.01).ravel()
        lines.append((np.array([x, y]), np.array([vx, vy])))
    crossings = [_cross(lines[i - 1], lines[i]) for i in range(4)]
    return np.array(crossings, np.float32)


def _cross(one: tuple[np.ndarray, np.ndarray], two: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    (p, u), (q, v) = one, two
    factors = np.linalg.solve(np.array([u, -v]).T, q - p)
    return p + factors[0] * u
