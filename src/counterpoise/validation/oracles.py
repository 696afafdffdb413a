"""Published figures as data: expected value, tolerance, interval, source and recipe, one table a section."""

import csv
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from counterpoise.errors import InvalidInput
from counterpoise.validation.rows import HOLDS, MISSES, UNVERIFIED, Row

ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure measured here, with its interval if the published one has an interval."""

    value: float
    interval: tuple[float, float] | None = None
    note: str = ""


@cache
def oracle_rows(table: str) -> tuple[dict[str, str], ...]:
    """Give the rows of one table of published figures."""
    text = files(__package__).joinpath(f"data/oracles/{table}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def against_oracles(
    table: str, section: str, measured: Mapping[str, Measured], *, inputs: tuple[tuple[str, str], ...] = ()
) -> list[Row]:
    """Hold every measured figure against its row; a row that is marked unverified is listed, never asserted.

    InvalidInput if a row has no figure or a figure no row: then the table and the code have come apart.
    """
    table_rows = oracle_rows(table)
    asked = {row["id"] for row in table_rows if row["verified"] == "yes"}
    if asked != set(measured):
        raise InvalidInput(f"{table}.csv and its code disagree on: {', '.join(sorted(asked ^ set(measured)))}.")
    return [_row(row, section, measured.get(row["id"]), inputs) for row in table_rows]


def _row(row: Mapping[str, str], section: str, measured: Measured | None, inputs: tuple[tuple[str, str], ...]) -> Row:
    printed = row["expected"] + (f" ({row['low']} to {row['high']})" if row["low"] else "")
    if measured is None:
        return Row(
            id=row["id"],
            section=section,
            title=row["title"],
            target=printed,
            status=UNVERIFIED,
            source=row["source"],
            note=row["recipe"],
        )
    holds = abs(measured.value - float(row["expected"])) <= float(row["tolerance"]) + ROUNDING  # a NaN is a miss
    if row["low"]:
        reach, ends = float(row["interval_tolerance"]) + ROUNDING, measured.interval or (math.nan, math.nan)
        holds &= abs(ends[0] - float(row["low"])) <= reach and abs(ends[1] - float(row["high"])) <= reach
    note = " ".join(part for part in (row["recipe"], measured.note) if part)
    return Row(
        id=row["id"],
        section=section,
        title=row["title"],
        figure=measured.value,
        digits=int(row["digits"] or 3),
        interval=measured.interval,
        target=f"{printed}, within {row['tolerance']}",
        status=HOLDS if holds else MISSES,
        inputs=inputs,
        source=row["source"],
        note=note,
    )
