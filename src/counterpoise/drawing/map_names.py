"""Where a name finds room on a map: inside its land, else beside it with a thread that leads there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, pi, sin

from counterpoise.drawing.letters import width as wide_of
from counterpoise.drawing.letters import wrapped
from counterpoise.drawing.maps import clipped
from counterpoise.drawing.sheet import LINE, Point

NAME, SMALL = 12.0, 10.5  # [px] letters of a name and of what stands below it
ROOMS = (200.0, 90.0, 64.0)  # [px] how wide a name may be inside its land
REACHES = (8.0, 16.0, 26.0, 38.0, 52.0, 68.0, 86.0, 106.0, 128.0)  # [px] how far a name may stand from its land
WAYS, ROUNDS = 24, 6  # directions tried; times that a name may move
GRAIN = 3.0  # [px] between two rows of land
ON_LAND, ACROSS = 110.0, 400.0  # [px] what a name over land, or a thread across another, counts as distance
Box = tuple[float, float, float, float]  # left, top, right, bottom [px]
Ring = Sequence[Point]
_Rows = tuple[float, list[list[tuple[float, float]]]]  # height of the first row [px]; stretches of each row


@dataclass(frozen=True, slots=True)
class Place:
    """Where the lines of a name stand: its middle, and the end of the thread on its land (None: it stands inside)."""

    key: str
    name: tuple[str, ...]
    below: str
    middle: Point
    land: Point | None
    box: Box


@dataclass(frozen=True, slots=True)
class Name:
    """A name to place: the key of its land, the words, and what stands below them, which may be left out or not."""

    key: str
    words: str
    below: str = ""
    is_whole: bool = False


def placed(wanted: Sequence[Name], land: Mapping[str, Sequence[Ring]], frame: Box) -> list[Place]:
    """Place names on their land: those that fit inside first, then the others beside it.

    `land` gives the rings of each key, in pixels and inside the frame; a key without land is left out. A name beside
    its land may move again, for the better, once the others stand.
    """
    names = {name.key: name for name in wanted if land.get(name.key)}
    found = {key: _inside(name, land[key]) for key, name in names.items()}
    done = {key: place for key, place in found.items() if place is not None}
    rows = _land_rows(land, frame)
    tried = {
        key: _candidates(name, _centre(max(land[key], key=_area)), rows)
        for key, name in names.items()
        if key not in done
    }
    orders = [[*list(tried)[n:], *list(tried)[:n]] for n in range(max(len(tried), 1))]
    settled = [_settled(order, tried, done, frame) for order in orders]  # who stands first decides: try each once
    return [*done.values(), *min(settled, key=lambda one: one[0])[1].values()]


def _settled(
    order: Sequence[str], tried: Mapping[str, list[tuple[float, Place]]], inside: Mapping[str, Place], frame: Box
) -> tuple[float, dict[str, Place]]:
    """Place names beside their land in an order, let each move while that helps, and give what it costs in all."""
    done: dict[str, tuple[float, Place]] = {}
    for _ in range(ROUNDS):
        before = dict(done)
        for key in order:
            others = [*inside.values(), *(place for other, (_, place) in done.items() if other != key)]
            done[key] = _best(tried[key], frame, others)
        if done == before:
            break
    return sum(cost for cost, _ in done.values()), {key: place for key, (_, place) in done.items()}


def _candidates(name: Name, at: Point, rows: _Rows) -> list[tuple[float, Place]]:
    """Give the places around a point with what each costs by its distance and the land it covers, cheapest first."""
    found = []
    for room in (200.0, 80.0):
        lines = _lines(name.words, room)
        wide, high = _size(lines, name.below)
        for reach in REACHES:
            for way in range(WAYS):
                dx, dy = cos(2 * pi * way / WAYS), sin(2 * pi * way / WAYS)
                middle = at[0] + dx * (reach + wide / 2), at[1] + dy * (reach + high / 2)
                box = _box(middle, (wide, high))
                found.append(
                    (
                        _thread(at, box) + ON_LAND * _covered(box, rows),
                        Place(name.key, lines, name.below, middle, at, box),
                    )
                )
    return sorted(found, key=lambda one: one[0])


def _best(candidates: Sequence[tuple[float, Place]], frame: Box, others: Sequence[Place]) -> tuple[float, Place]:
    best = candidates[0][0] + _crowding(candidates[0][1], frame, others), candidates[0][1]
    for cost, place in candidates[1:]:
        if cost >= best[0]:
            break
        whole = cost + _crowding(place, frame, others)
        if whole < best[0]:
            best = whole, place
    return best


def _thread(at: Point, box: Box) -> float:
    """Give the length of the thread from a point to a box [px]."""
    return hypot(*(a - b for a, b in zip(at, nearest(at, box), strict=True)))


def nearest(at: Point, box: Box) -> Point:
    """Give the point of a box that is nearest to a point."""
    return min(max(at[0], box[0]), box[2]), min(max(at[1], box[1]), box[3])


def _lines(name: str, room: float) -> tuple[str, ...]:
    return tuple(wrapped(name, NAME, room, bold=True))


def _size(name: Sequence[str], below: str) -> tuple[float, float]:
    wide = max([*(wide_of(line, NAME, bold=True) for line in name), wide_of(below, SMALL)])
    return wide, len(name) * NAME * LINE + (SMALL * LINE if below else 0.0)


def _box(middle: Point, size: tuple[float, float]) -> Box:
    return middle[0] - size[0] / 2, middle[1] - size[1] / 2, middle[0] + size[0] / 2, middle[1] + size[1] / 2


def _inside(name: Name, rings: Sequence[Ring]) -> Place | None:
    """Place a name where its land has the most room around it; None where it has too little, with or without below."""
    largest = max(rings, key=_area)
    for below in (name.below,) if name.is_whole or not name.below else (name.below, ""):
        for room in ROOMS:
            lines = _lines(name.words, room)
            size = _size(lines, below)
            middle = _roomiest(largest, size)
            if middle is not None:
                return Place(name.key, lines, below, middle, None, _box(middle, size))
    return None


def _roomiest(ring: Ring, size: tuple[float, float]) -> Point | None:
    """Give the middle of the place for a box inside a ring with the most room around it."""
    wide, high = size
    best: tuple[float, Point] | None = None
    top, bottom = min(y for _, y in ring), max(y for _, y in ring)
    y = top + high / 2
    while y <= bottom - high / 2:
        for start, end in _common([_row(ring, at) for at in (y - high / 2, y, y + high / 2)]):
            spare = min(end - start - wide, 2 * (y - top - high / 2), 2 * (bottom - high / 2 - y))
            if spare >= 0 and (best is None or spare > best[0]):
                best = spare, ((start + end) / 2, y)
        y += 2.0
    return best[1] if best is not None else None


def _row(ring: Ring, y: float) -> list[tuple[float, float]]:
    """Give the stretches of a row that lie inside a ring."""
    xs = sorted(
        x0 + (y - y0) / (y1 - y0) * (x1 - x0)
        for (x0, y0), (x1, y1) in pairwise([*ring, ring[0]])
        if (y0 > y) != (y1 > y)
    )
    return list(zip(xs[::2], xs[1::2], strict=False))


def _common(rows: Sequence[list[tuple[float, float]]]) -> list[tuple[float, float]]:
    shared = rows[0]
    for row in rows[1:]:
        shared = [(max(a, c), min(b, d)) for a, b in shared for c, d in row if max(a, c) < min(b, d)]
    return shared


def _crowding(one: Place, frame: Box, others: Sequence[Place]) -> float:
    """Give what standing outside the frame, over other names or across their threads counts as distance [px]."""
    left, top, right, bottom = one.box
    cost = 0.0
    if left < frame[0] + 3 or top < frame[1] + 3 or right > frame[2] - 3 or bottom > frame[3] - 3:
        cost += 10 * ACROSS
    assert one.land is not None
    for other in others:
        cost += 4 * ACROSS if _overlap(one.box, other.box, 3.0) else 0.0
        cost += ACROSS if clipped(one.land, nearest(one.land, one.box), other.box) else 0.0
        if other.land is not None:
            end = nearest(other.land, other.box)
            cost += ACROSS if clipped(other.land, end, one.box) else 0.0
            cost += ACROSS if _cross(one.land, nearest(one.land, one.box), other.land, end) else 0.0
    return cost


def _land_rows(land: Mapping[str, Sequence[Ring]], frame: Box) -> _Rows:
    """Give the stretches of land in every row of the frame, GRAIN pixels apart."""
    n_rows = int((frame[3] - frame[1]) / GRAIN) + 1
    rings = [ring for rings in land.values() for ring in rings]
    return frame[1], [[run for ring in rings for run in _row(ring, frame[1] + n * GRAIN)] for n in range(n_rows)]


def _covered(box: Box, rows: _Rows) -> float:
    """Give the share of a box that covers land."""
    left, top, right, bottom = box
    start, runs = rows
    dry = 0.0
    for j in range(3):
        n = round((top + (bottom - top) * j / 2 - start) / GRAIN)
        if 0 <= n < len(runs):
            dry += sum(max(0.0, min(right, b) - max(left, a)) for a, b in runs[n])
    return dry / (3 * (right - left))


def _overlap(one: Box, other: Box, gap: float) -> bool:
    return one[0] < other[2] + gap and other[0] < one[2] + gap and one[1] < other[3] + gap and other[1] < one[3] + gap


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    def side(p: Point, q: Point, r: Point) -> bool:
        return (q[0] - p[0]) * (r[1] - p[1]) > (q[1] - p[1]) * (r[0] - p[0])

    return side(a, b, c) != side(a, b, d) and side(c, d, a) != side(c, d, b)


def _area(ring: Ring) -> float:
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise([*ring, ring[0]]))) / 2


def _centre(ring: Ring) -> Point:
    """Give a point inside a ring: the middle of the longest stretch of its rows."""
    top, bottom = min(y for _, y in ring), max(y for _, y in ring)
    best, at = -1.0, ring[0]
    for i in range(1, 24):
        y = top + (bottom - top) * i / 24
        for start, end in _row(ring, y):
            reach = min(end - start, 4 * (y - top), 4 * (bottom - y))
            if reach > best:
                best, at = reach, ((start + end) / 2, y)
    return at
