"""Outlines on a sheet: a window of the world, what of a shape lies inside it, and where a name finds room."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians

from counterpoise.drawing.sheet import Point

LEAST_STEP = 0.6  # [px] corners nearer than this to the one before are left out


@dataclass(frozen=True, slots=True)
class Window:
    """A part of the world drawn in a rectangle: equirectangular, true to scale along the middle parallel.

    `west` to `east` and `south` to `north` [degree] fill `left`, `top`, `wide` and `high` [px].
    """

    west: float
    south: float
    east: float
    north: float
    left: float
    top: float
    wide: float
    high: float

    def place(self, at: Point) -> Point:
        """Give the place of a longitude and latitude [px]."""
        longitude = at[0] + 360.0 if self.east > 180.0 and at[0] < self.east - 360.0 + 1e-9 else at[0]
        x = self.left + (longitude - self.west) / (self.east - self.west) * self.wide
        return x, self.top + (self.north - at[1]) / (self.north - self.south) * self.high

    def ring(self, ring: Sequence[Point]) -> list[Point]:
        """Give what of a ring lies in the window [px]; nothing of one that the window's date line would tear."""
        placed = [self.place(point) for point in ring]
        return [] if self._is_torn(placed) else inside_polygon(placed, self.box)

    def line(self, line: Sequence[Point]) -> list[list[Point]]:
        """Give the parts of a line that lie in the window [px]."""
        placed = [self.place(point) for point in line]
        return [] if self._is_torn(placed) else list(inside_line(placed, self.box))

    def _is_torn(self, placed: Sequence[Point]) -> bool:
        half = 180.0 / (self.east - self.west) * self.wide
        return any(abs(x1 - x0) > half for (x0, _), (x1, _) in pairwise(placed))

    @property
    def box(self) -> tuple[float, float, float, float]:
        """The rectangle: left, top, right, bottom [px]."""
        return self.left, self.top, self.left + self.wide, self.top + self.high


def window_over(points: Sequence[Point], left: float, top: float, wide: float, most_high: float) -> Window:
    """Make the window that holds points with room around them: `wide` [px], no higher than `most_high`."""
    west, east = _narrowest([x for x, _ in points])
    south, north = min(y for _, y in points), max(y for _, y in points)
    pad = 0.07 * max(east - west, north - south, 1.0)
    west, east, south, north = west - pad, east + pad, max(south - pad, -85.0), min(north + pad, 85.0)
    shrink = cos(radians((south + north) / 2))
    high = wide * (north - south) / ((east - west) * shrink)
    if high > most_high:  # more room at the sides, so that shapes stay true
        more = (north - south) / shrink * wide / most_high - (east - west)
        west, east, high = west - more / 2, east + more / 2, most_high
    elif high < most_high / 2:
        more = (east - west) * shrink * most_high / 2 / wide - (north - south)
        south, north, high = south - more / 2, north + more / 2, most_high / 2
    return Window(west, south, east, north, left, top, wide, high)


def _narrowest(longitudes: Sequence[float]) -> tuple[float, float]:
    """Give the narrowest span that holds longitudes, over the date line (its end beyond 180) where that is narrower."""
    ordered = sorted(set(longitudes))
    gaps = [(after - before, before, after) for before, after in pairwise(ordered)]
    widest = max(gaps, default=(0.0, 0.0, 0.0))
    if widest[0] > ordered[0] + 360.0 - ordered[-1]:
        return widest[2], widest[1] + 360.0
    return ordered[0], ordered[-1]


def inside_polygon(ring: Sequence[Point], box: tuple[float, float, float, float]) -> list[Point]:
    """Give what of a closed ring lies inside a box (Sutherland and Hodgman 1974): edges may run along the box."""
    left, top, right, bottom = box
    corners = list(ring)
    for axis, edge, sign in ((0, left, 1), (0, right, -1), (1, top, 1), (1, bottom, -1)):
        kept: list[Point] = []
        for before, point in zip([*corners[-1:], *corners[:-1]], corners, strict=True):
            was_in, is_in = sign * (before[axis] - edge) >= 0, sign * (point[axis] - edge) >= 0
            if was_in != is_in:
                kept.append(_crossing(before, point, axis, edge))
            if is_in:
                kept.append(point)
        corners = kept
        if not corners:
            return []
    return corners


def inside_line(line: Sequence[Point], box: tuple[float, float, float, float]) -> Iterator[list[Point]]:
    """Give the parts of a line that lie inside a box."""
    part: list[Point] = []
    for start, end in pairwise(line):
        step = clipped(start, end, box)
        if step is None or (part and step[0] != part[-1]):
            if len(part) > 1:
                yield part
            part = []
        if step is not None:
            part = [*part, step[1]] if part else list(step)
    if len(part) > 1:
        yield part


def _crossing(one: Point, other: Point, axis: int, edge: float) -> Point:
    share = (edge - one[axis]) / (other[axis] - one[axis])
    across = one[1 - axis] + share * (other[1 - axis] - one[1 - axis])
    return (edge, across) if axis == 0 else (across, edge)


def clipped(start: Point, end: Point, box: tuple[float, float, float, float]) -> tuple[Point, Point] | None:
    """Give what of a straight line lies in a box (Liang and Barsky 1984); None where nothing does."""
    left, top, right, bottom = box
    enter, leave = 0.0, 1.0
    dx, dy = end[0] - start[0], end[1] - start[1]
    for step, room in ((-dx, start[0] - left), (dx, right - start[0]), (-dy, start[1] - top), (dy, bottom - start[1])):
        if step == 0:
            if room < 0:
                return None
        elif step < 0:
            enter = max(enter, room / step)
        else:
            leave = min(leave, room / step)
    if enter > leave:
        return None
    first = start if enter == 0.0 else (start[0] + enter * dx, start[1] + enter * dy)
    last = end if leave == 1.0 else (start[0] + leave * dx, start[1] + leave * dy)
    return first, last


def steps(parts: Iterable[Sequence[Point]], *, is_closed: bool) -> str:
    """Give lines or rings as the steps of one SVG path, in tenths of a pixel, without corners too near to be seen."""
    words = []
    for part in parts:
        kept = [part[0]]
        for point in part[1:]:
            if abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) >= LEAST_STEP:
                kept.append(point)
        if len(kept) < 2:
            kept.append((part[0][0] + LEAST_STEP, part[0][1]))
        words.append("M" + "L".join(f"{x:.1f},{y:.1f}".replace(".0,", ",").removesuffix(".0") for x, y in kept))
        if is_closed:
            words.append("Z")
    return "".join(words)
