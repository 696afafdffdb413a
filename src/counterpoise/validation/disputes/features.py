"""Columns of a forecast that are known at the onset: capabilities of both sides, where they lie, what came before.

Capabilities are those of the year of onset, as in the published task; `lagged` takes those of the year before. No
column follows the dispute: not its length, level, dead, settlement, nor the number the coders gave it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from counterpoise.balance.calibration_regression import Real
from counterpoise.validation.datasets import DataSet
from counterpoise.validation.disputes.past import Past, past_columns, read_past
from counterpoise.validation.disputes.table import COMPONENTS, Disputes, Edition, Whole, numbers, read_table

SMALLEST_SHARE = 1e-5  # keeps the log of a state without steel finite
REGIONS = (200, 400, 630, 700)  # code blocks: the Americas, Europe, Africa, the Middle East, Asia and Oceania
APART = 6  # beyond the widest class of contiguity, 400 miles of water
EARTH = 6371.0  # [km]
NEAREST = 50.0  # [km] added to distances before the log
MILLION = 1e6
IDENTITY = ("state_a", "state_b", "pair")  # codes, not amounts: only learners that treat them so may read them


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is read beside the table of disputes, for one edition."""

    past: Past
    amount: Mapping[tuple[int, int], tuple[float, ...]]  # (state, year) -> components, then the composite index
    world: Mapping[int, tuple[float, ...]]  # year -> world total of each component
    region: Mapping[tuple[int, int], float]  # (region, year) -> sum of the index
    contiguity: Mapping[tuple[int, int], tuple[tuple[int, int, int], ...]]  # pair -> (from year, to year, class)
    capital: Mapping[int, tuple[tuple[int, int, float, float], ...]]  # state -> (from year, to year, lat, long)


@dataclass(frozen=True, slots=True)
class Columns:
    """A matrix with names; the identity codes stand last."""

    names: tuple[str, ...]
    values: Real  # (dispute, column)


def read_surroundings(edition: Edition, chosen: DataSet, folder: Path) -> Surroundings:
    """Read what stands beside the disputes; DataAbsent says what is missing and where to get it."""

    def need(file: str) -> Path:
        return chosen.need(folder, file)

    amount = _capabilities(need(edition.capabilities))
    world: dict[int, list[float]] = {}
    region: dict[tuple[int, int], float] = {}
    for (state, year), values in amount.items():
        total = world.setdefault(year, [0.0] * len(COMPONENTS))
        for place, value in enumerate(values[:-1]):
            total[place] += value if value == value else 0.0
        key = (_region(state), year)
        region[key] = region.get(key, 0.0) + (values[-1] if values[-1] == values[-1] else 0.0)
    return Surroundings(
        read_past(need(edition.disputes), need(edition.participants)),
        amount,
        {year: tuple(total) for year, total in world.items()},
        region,
        _contiguity(need("cow_contiguity_v320.csv")),
        _capitals(need("cow_capitals.csv")),
    )


def published_columns(disputes: Disputes) -> Columns:
    """Give the columns of the published task: each component as amount (logged) and as share, the indices, the year."""
    found = {}
    for side, letter in enumerate("ab"):
        for place, name in enumerate(COMPONENTS):
            found[f"log_{name}_{letter}"] = np.log1p(disputes.amount[:, side, place])
            found[f"share_{name}_{letter}"] = disputes.share[:, side, place]
        found[f"index_{letter}"] = disputes.index[:, side]
    found["ratio"] = disputes.index[:, 0] / disputes.index.sum(1)
    return _columns(found | {"year": disputes.year.astype(float)})


def known_columns(disputes: Disputes, beside: Surroundings, unseen: Whole) -> Columns:
    """Give every column of our own forecast; the outcomes of the disputes numbered in `unseen` enter none of them."""
    found = _capability_columns(disputes) | {"year": disputes.year.astype(float)}
    found |= past_columns(disputes, beside.past.without(unseen)) | _place_columns(disputes, beside)
    codes = (disputes.state[:, 0], disputes.state[:, 1], disputes.pair)
    return _columns(found | dict(zip(IDENTITY, codes, strict=True)))


def lagged(disputes: Disputes, beside: Surroundings) -> Disputes:
    """Give the same disputes with every capability of the year before; NaN where that year has none."""
    empty = (np.nan,) * (len(COMPONENTS) + 1)
    rows = np.array(
        [[beside.amount.get((int(s), int(y) - 1), empty) for s in states]
         for states, y in zip(disputes.state, disputes.year, strict=True)]
    )  # fmt: skip
    totals = np.array([beside.world.get(int(y) - 1, empty[:-1]) for y in disputes.year])
    with np.errstate(invalid="ignore", divide="ignore"):
        share = rows[:, :, :-1] / totals[:, None, :]
    return replace(disputes, amount=rows[:, :, :-1], share=share, index=rows[:, :, -1])


def _capability_columns(disputes: Disputes) -> dict[str, Real]:
    """Give shares, ratios and what one soldier, one inhabitant has behind him, for both sides and as a difference."""
    found: dict[str, Real] = {}
    share = np.log(disputes.share + SMALLEST_SHARE)
    for place, name in enumerate(COMPONENTS):
        a, b = share[:, 0, place], share[:, 1, place]
        found |= {f"share_{name}_a": a, f"share_{name}_b": b, f"ratio_{name}": a - b}
    index = np.log(disputes.index + SMALLEST_SHARE)
    found |= {"index_a": index[:, 0], "index_b": index[:, 1], "ratio_index": index[:, 0] - index[:, 1]}
    found |= {"index_larger": index.max(1), "index_smaller": index.min(1), "index_sum": np.log(disputes.index.sum(1))}
    amount = np.log1p(disputes.amount)
    for top, bottom in (("milex", "milper"), ("milper", "tpop"), ("pec", "tpop"), ("upop", "tpop"), ("irst", "tpop"),
                        ("milex", "tpop")):  # fmt: skip
        quality = amount[:, :, COMPONENTS.index(top)] - amount[:, :, COMPONENTS.index(bottom)]
        name = f"{top}_per_{bottom}"
        found |= {f"{name}_a": quality[:, 0], f"{name}_b": quality[:, 1], f"{name}_gap": quality[:, 0] - quality[:, 1]}
    return found


def _place_columns(disputes: Disputes, beside: Surroundings) -> dict[str, Real]:
    states, years = disputes.state, disputes.year
    nearness = np.array(
        [_nearest(beside, int(min(pair)), int(max(pair)), int(y)) for pair, y in zip(states, years, strict=True)]
    )
    found = {"contiguity": nearness, "by_land": nearness == 1}
    found["distance"] = np.array(
        [_distance(beside, int(a), int(b), int(y)) for (a, b), y in zip(states, years, strict=True)]
    )
    totals = np.array([beside.world.get(int(y), (np.nan,) * len(COMPONENTS)) for y in years])
    found["world_soldiers"] = np.log(totals[:, COMPONENTS.index("milper")] + 1)
    for side, letter in enumerate("ab"):
        region = np.array(
            [beside.region.get((_region(int(s)), int(y)), np.nan) for s, y in zip(states[:, side], years, strict=True)]
        )
        found[f"region_share_{letter}"] = np.log(disputes.index[:, side] + SMALLEST_SHARE) - np.log(
            region + SMALLEST_SHARE
        )
    return found


def _nearest(beside: Surroundings, one: int, other: int, year: int) -> int:
    """Give the class of contiguity in a year: 1 by land, 2 to 5 over 12 to 400 miles of water."""
    kinds = [kind for first, last, kind in beside.contiguity.get((one, other), ()) if first <= year <= last]
    return min(kinds, default=APART)


def _distance(beside: Surroundings, one: int, other: int, year: int) -> float:
    """Give the log of the distance between the capitals in a year [log km]; NaN where one is not known."""
    places = []
    for state in (one, other):
        rows = beside.capital.get(state, ())
        place = next((row[2:] for row in rows if row[0] <= year <= row[1]), rows[0][2:] if rows else None)
        if place is None:
            return float("nan")
        places.append(np.radians(place))
    (lat, long), (lat2, long2) = places
    cosine = np.sin(lat) * np.sin(lat2) + np.cos(lat) * np.cos(lat2) * np.cos(long - long2)
    return float(np.log(EARTH * np.arccos(np.clip(cosine, -1, 1)) + NEAREST))


def _region(state: int) -> int:
    return int(np.searchsorted(REGIONS, state, side="right"))


def _capabilities(path: Path) -> dict[tuple[int, int], tuple[float, ...]]:
    rows = read_table(path, needed=("ccode", "year", *COMPONENTS, "cinc"))
    columns = [numbers(rows, name, path) for name in ("ccode", "year", *COMPONENTS, "cinc")]
    return {(int(state), int(year)): tuple(values) for state, year, *values in zip(*columns, strict=True)}


def _contiguity(path: Path) -> dict[tuple[int, int], tuple[tuple[int, int, int], ...]]:
    rows = read_table(path, needed=("ccode1", "ccode2", "conttype", "stdate", "enddate"))
    found: dict[tuple[int, int], tuple[tuple[int, int, int], ...]] = {}
    kinds = [numbers(rows, name, path).astype(int) for name in ("ccode1", "ccode2", "conttype")]
    for row, one, other, kind in zip(rows, *kinds, strict=True):
        key = (min(one, other), max(one, other))
        found[key] = (*found.get(key, ()), (int(row["stdate"][:4]), int(row["enddate"][:4]), int(kind)))
    return found


def _capitals(path: Path) -> dict[int, tuple[tuple[int, int, float, float], ...]]:
    rows = read_table(path, needed=("ccode", "stdate", "enddate", "lat", "lng"))
    found: dict[int, tuple[tuple[int, int, float, float], ...]] = {}
    columns = [numbers(rows, name, path) for name in ("ccode", "lat", "lng")]
    for row, state, lat, long in zip(rows, *columns, strict=True):
        years = (int(row["stdate"][:4]), int(row["enddate"][:4]))
        found[int(state)] = (*found.get(int(state), ()), (*years, float(lat), float(long)))
    return found


def _columns(found: Mapping[str, Real]) -> Columns:
    return Columns(tuple(found), np.column_stack([np.asarray(values, dtype=float) for values in found.values()]))
