"""Country outlines and the lines that the source marks as disputed: from our derived files, see outline_recipe.py."""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate, pairwise
from types import MappingProxyType

SOURCE = "Natural Earth 4.1.0, public domain, as packaged by npm world-atlas 2.0.2 (ISC), simplified"
NO_ENDORSEMENT = "Boundaries are the source's (Natural Earth, public domain); no endorsement."
EVERYWHERE = (-180.0, -90.0, 180.0, 90.0)
Point = tuple[float, float]  # longitude, latitude [degree]
Line = tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """The land of one country: polygons of rings, the outer one first; `code` is empty where ISO has none."""

    code: str
    name: str
    polygons: tuple[tuple[Line, ...], ...]

    @property
    def mainland(self) -> Line:
        """The outer ring of its most detailed part."""
        rings = [polygon[0] for polygon in self.polygons]
        return max(rings, key=len)


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputedLine:
    """A line that Natural Earth classes as other than an international boundary (disputed_lines.csv)."""

    line_id: str
    one: str
    other: str
    kind: str  # disputed, line of control, indefinite, claim
    where: str
    source: str
    parts: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Boundaries:
    """Every outline by its code, or by its name where it has none, and all of its lines: undisputed and disputed."""

    outlines: Mapping[str, Outline]
    lines: tuple[Line, ...]
    disputed: tuple[DisputedLine, ...]


@cache
def boundaries() -> Boundaries:
    """Read both files."""
    data = files("counterpoise.balance").joinpath("data")
    topology = json.loads(data.joinpath("outlines.json").read_text(encoding="utf-8"))
    arcs = [_unpacked(arc, topology["transform"]["scale"]) for arc in topology["arcs"]]
    outlines, sides = {}, {}
    for country in topology["objects"]["countries"]["geometries"]:
        name = country["id"] or country["properties"]["name"]
        polygons = tuple(tuple(_ring(ring, arcs) for ring in polygon) for polygon in country["arcs"])
        outlines[name] = Outline(country["id"], country["properties"]["name"], polygons)
        sides[name] = {a if a >= 0 else ~a for polygon in country["arcs"] for ring in polygon for a in ring}
    plain = {n: [arc] for n, arc in enumerate(arcs)}
    text = data.joinpath("disputed_lines.csv").read_text(encoding="utf-8")
    disputed = tuple(_disputed(row, plain, sides) for row in csv.DictReader(text.splitlines()))
    lines = tuple(line for parts in plain.values() for line in parts)
    return Boundaries(MappingProxyType(outlines), lines, disputed)


def _unpacked(arc: Sequence[Sequence[int]], scale: Sequence[float]) -> Line:
    xs, ys = accumulate(dx for dx, _ in arc), accumulate(dy for _, dy in arc)
    return tuple((x * scale[0], y * scale[1]) for x, y in zip(xs, ys, strict=True))


def _ring(ring: Sequence[int], arcs: Sequence[Line]) -> Line:
    points: list[Point] = []
    for arc in ring:
        line = arcs[arc] if arc >= 0 else arcs[~arc][::-1]
        points += line[1:] if points else line
    return tuple(points)


def _disputed(row: Mapping[str, str], plain: dict[int, list[Line]], sides: Mapping[str, set[int]]) -> DisputedLine:
    """Give a row's line: its own points, else what two countries share inside its window, taken from `plain`."""
    parts: list[Line] = []
    if row["points"]:
        corners = [pair.split() for pair in row["points"].split("|")]
        parts = [tuple((float(x), float(y)) for x, y in corners)]
    else:
        window = tuple(float(edge) for edge in row["window"].split()) or EVERYWHERE
        for arc in sorted(sides[row["one"]] & sides[row["other"]]):
            runs = [run for line in plain[arc] for run in _runs(line, window)]
            parts += [line for is_inside, line in runs if is_inside]
            plain[arc] = [line for is_inside, line in runs if not is_inside]
    return DisputedLine(
        line_id=row["line_id"], one=row["one"], other=row["other"], kind=row["kind"], where=row["where"],
        source=row["source"], parts=tuple(parts),
    )  # fmt: skip


def _runs(line: Line, window: Sequence[float]) -> Iterator[tuple[bool, Line]]:
    """Cut a line where it enters or leaves a window (west, south, east, north), by the middles of its steps."""
    west, south, east, north = window
    run: list[Point] = [line[0]]
    was_inside: bool | None = None
    for (x0, y0), (x1, y1) in pairwise(line):
        is_inside = west <= (x0 + x1) / 2 <= east and south <= (y0 + y1) / 2 <= north
        if was_inside is not None and is_inside != was_inside:
            yield was_inside, tuple(run)
            run = [(x0, y0)]
        run.append((x1, y1))
        was_inside = is_inside
    if was_inside is not None:
        yield was_inside, tuple(run)
