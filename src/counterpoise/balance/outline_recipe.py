"""The recipe of balance/data/outlines.json: country outlines of the world, simplified until a figure can carry them.

    npm pack world-atlas@2.0.2
    python -m counterpoise.balance.outline_recipe world-atlas-2.0.2.tgz

world-atlas 2.0.2 (ISC) is Natural Earth 4.1.0 (public domain) as TopoJSON: neighbours share their arcs, and each arc is
simplified once, so that no gap opens between them. The result is TopoJSON again, which any map tool reads.
"""

import hashlib
import json
import sys
import tarfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from counterpoise import vocabulary
from counterpoise.errors import InvalidInput

MEMBER = "package/countries-50m.json"
MEMBER_SHA256 = "04342cdc1e3016bcd7db1630de95684d67b79fe3c8c460321e87aef469502394"
TARGET = Path(__file__).parent / "data/outlines.json"
GRID = 0.01  # [degree] corners stand on this grid
DETAIL = 0.02  # tolerance of a line: this share of the square root of the smallest country beside it,
FINEST, COARSEST = 0.01, 0.085  # [degree of latitude] within these ends
LEAST_AREA, LEAST_SHARE = 0.025, 0.008  # [square degree, of the largest part] smaller islands are left out
LEFT_OUT = ("Antarctica",)
ABBREVIATED = {
    "584": "MHL", "580": "MNP", "850": "VIR", "239": "SGS", "086": "IOT", "654": "SHN", "612": "PCN", "238": "FLK",
    "136": "CYM", "092": "VGB", "796": "TCA", "728": "SSD", "090": "SLB", "678": "STP", "670": "VCT", "659": "KNA",
    "184": "COK", "732": "ESH", "666": "SPM", "876": "WLF", "663": "MAF", "652": "BLM", "258": "PYF", "260": "ATF",
    "248": "ALA", "226": "GNQ", "214": "DOM", "234": "FRO", "180": "COD", "178": "COG", "140": "CAF", "070": "BIH",
    "334": "HMD", "028": "ATG", "534": "SXM",
}  # fmt: skip  # ISO 3166-1: the numeric codes whose names the source abbreviates
Points = NDArray[np.float64]  # (corner, 2) longitude, latitude [degree]


def main(arguments: Sequence[str]) -> int:
    """Write the file from the package that the first argument names."""
    with tarfile.open(arguments[0]) as package:
        member = package.extractfile(MEMBER)
        if member is None:
            raise InvalidInput(f"{arguments[0]} has no file {MEMBER}. Get it with: npm pack world-atlas@2.0.2")
        TARGET.write_text(made_from(member.read()), encoding="utf-8", newline="\n")
    return 0


def made_from(source: bytes) -> str:
    """Give the derived file as text; InvalidInput where the bytes are not those that the recipe was written for."""
    digest = hashlib.sha256(source).hexdigest()
    if digest != MEMBER_SHA256:
        raise InvalidInput(f"{MEMBER} has the hash {digest}, not {MEMBER_SHA256}: it is not that of world-atlas 2.0.2.")
    return json.dumps(simplified(json.loads(source), digest), ensure_ascii=False, separators=(",", ":")) + "\n"


def simplified(topology: dict[str, Any], digest: str) -> dict[str, Any]:
    """Simplify a topology of countries: each arc once, as fine as the smallest country beside it asks for."""
    arcs = [_unpacked(arc, topology["transform"]) for arc in topology["arcs"]]
    countries = [g for g in topology["objects"]["countries"]["geometries"] if g["properties"]["name"] not in LEFT_OUT]
    kept = [(geometry, _kept(_polygons(geometry), arcs)) for geometry in countries]
    finest: dict[int, float] = {}
    for _, polygons in kept:
        tolerance = min(max(DETAIL * _largest(polygons, arcs) ** 0.5, FINEST), COARSEST)
        for arc in _arcs_of(polygons):
            finest[arc] = min(finest.get(arc, COARSEST), tolerance)
    place = {arc: n for n, arc in enumerate(sorted(finest))}
    return {
        "type": "Topology",
        "source": f"Natural Earth 4.1.0 (public domain) as packaged by npm world-atlas 2.0.2 (ISC), {MEMBER}",
        "source_sha256": digest,
        "recipe": "python -m counterpoise.balance.outline_recipe",
        "transform": {"scale": [GRID, GRID], "translate": [0, 0]},
        "objects": {
            "countries": {
                "type": "GeometryCollection",
                "geometries": [_geometry(geometry, polygons, place) for geometry, polygons in kept],
            }
        },
        "arcs": [_packed(thinned(arcs[arc], finest[arc])) for arc in sorted(finest)],
    }


def _unpacked(arc: Sequence[Sequence[int]], transform: dict[str, Any]) -> Points:
    steps = np.array(arc, dtype=np.float64)
    scaled: Points = np.cumsum(steps, axis=0) * np.array(transform["scale"]) + np.array(transform["translate"])
    return scaled


def _packed(points: Points) -> list[list[int]]:
    corners = np.rint(points / GRID).astype(int)
    steps = np.diff(corners, axis=0, prepend=np.zeros((1, 2), dtype=int))
    moved = [0, *(i for i in range(1, len(steps)) if steps[i].any())]
    if len(moved) < 2:  # a line that the grid has made a point stays a line
        moved = [0, len(steps) - 1]
    return [[int(x), int(y)] for x, y in steps[moved]]


def _polygons(geometry: dict[str, Any]) -> list[list[list[int]]]:
    return [geometry["arcs"]] if geometry["type"] == "Polygon" else list(geometry.get("arcs", ()))


def _arcs_of(polygons: Iterable[Sequence[Sequence[int]]]) -> Iterator[int]:
    for polygon in polygons:
        for ring in polygon:
            yield from (arc if arc >= 0 else ~arc for arc in ring)


def _kept(polygons: list[list[list[int]]], arcs: Sequence[Points]) -> list[list[list[int]]]:
    areas = [_area(polygon[0], arcs) for polygon in polygons]
    least = min(max(areas), max(LEAST_AREA, LEAST_SHARE * max(areas)))
    return [polygon for polygon, area in zip(polygons, areas, strict=True) if area >= least]


def _largest(polygons: list[list[list[int]]], arcs: Sequence[Points]) -> float:
    return max(_area(polygon[0], arcs) for polygon in polygons)


def _area(ring: Sequence[int], arcs: Sequence[Points]) -> float:
    """Give the area of a ring in square degrees of latitude."""
    corners = np.concatenate([(arcs[arc] if arc >= 0 else arcs[~arc][::-1])[:-1] for arc in ring])
    x, y = (corners * _shrunk(corners)).T
    return float(abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2)


def _geometry(geometry: dict[str, Any], polygons: list[list[list[int]]], place: dict[int, int]) -> dict[str, Any]:
    name = geometry["properties"]["name"]
    code = _codes().get(name.casefold()) or ABBREVIATED.get(geometry.get("id", ""), "")
    arcs = [[[place[a] if a >= 0 else ~place[~a] for a in ring] for ring in polygon] for polygon in polygons]
    return {"type": "MultiPolygon", "id": code, "properties": {"name": name}, "arcs": arcs}


def _codes() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in vocabulary.rows("states"):
        for name in (row["name"], row["official_name"], *vocabulary.split_list(row["aliases"])):
            found.setdefault(name.casefold(), row["code"])
    return found


def _shrunk(points: Points) -> NDArray[np.float64]:
    """Give what a degree of longitude and one of latitude measure in the middle of some corners, in the latter."""
    return np.array([np.cos(np.radians(points[:, 1].mean())), 1.0])


def thinned(points: Points, tolerance: float) -> Points:
    """Leave out the corners of a line that lie within a tolerance of what is left (Douglas and Peucker 1973).

    Ends stay; a closed line keeps also the corner that is farthest from its end.
    """
    if len(points) < 3:
        return points
    flat = points * _shrunk(points)
    keep = np.zeros(len(points), dtype=bool)
    keep[[0, -1]] = True
    spans = [(0, len(points) - 1)]
    if (points[0] == points[-1]).all():
        far = int(np.argmax(np.hypot(*(flat - flat[0]).T)))
        keep[far] = True
        spans = [(0, far), (far, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        away = _distances(flat[first + 1 : last], flat[first], flat[last])
        worst = int(np.argmax(away))
        if away[worst] > tolerance:
            middle = first + 1 + worst
            keep[middle] = True
            spans += [(first, middle), (middle, last)]
    return points[keep]


def _distances(points: Points, start: Points, end: Points) -> NDArray[np.float64]:
    along = end - start
    length = float(along @ along)
    share = np.clip((points - start) @ along / length, 0.0, 1.0) if length else np.zeros(len(points))
    distances: NDArray[np.float64] = np.hypot(*(points - start - share[:, None] * along).T)
    return distances


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
