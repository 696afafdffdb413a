"""The disputes of one edition: who began it against whom, when, what both had, and how it ended where that is known."""

import csv
import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from counterpoise.balance.calibration_regression import Real
from counterpoise.errors import InvalidInput

Whole = NDArray[np.int64]

OUTCOMES = ("VictoryB", "Stalemate", "VictoryA")  # in order of A's fortune, as everywhere in this package
UNKNOWN_OUTCOME = -1
COMPONENTS = ("irst", "milex", "milper", "pec", "tpop", "upop")
SIDES = ("a", "b")
STALEMATE = OUTCOMES.index("Stalemate")


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of the task: which disputes, with which capabilities, from which files."""

    name: str
    title: str
    open_part: str  # the disputes with outcomes that a forecast may be fitted on
    disputes: str  # outcome and dates of every dispute, other kinds included
    participants: str
    capabilities: str


EDITIONS = {
    "doe1": Edition(
        "doe1",
        "first edition",
        "doe1_mid401_nmc40_train.csv",
        "MIDA_4.01.csv",
        "MIDB_4.01.csv",
        "NMC_v4_0.csv",
    ),
    "doe2": Edition(
        "doe2",
        "second edition",
        "doe2_gml21_nmc60_train.csv",
        "gml-mida-2.1.csv",
        "gml-midb-2.1.csv",
        "NMC-60-abridged.csv",
    ),
}


@dataclass(frozen=True, slots=True)
class Disputes:
    """A table of disputes with one state a side; A began it."""

    number: Whole  # (dispute,)
    year: Whole  # (dispute,) year of onset
    state: Whole  # (dispute, side) Correlates of War code of A and of B
    outcome: Whole  # (dispute,) place in OUTCOMES; UNKNOWN_OUTCOME where the file has none
    amount: Real  # (dispute, side, component) as printed: NaN where unknown
    share: Real  # (dispute, side, component) of the year's world total
    index: Real  # (dispute, side) the composite index of national capability

    def __len__(self) -> int:
        return len(self.number)

    @property
    def pair(self) -> Whole:
        """Give one number for the two states, whoever began it."""
        return np.asarray(np.sort(self.state, axis=1) @ np.array([1000, 1]), dtype=np.int64)

    @property
    def pair_year(self) -> Whole:
        """Give one number for the two states and the year: such disputes are never parted between folds."""
        return self.pair * 10_000 + self.year

    def take(self, rows: Whole) -> "Disputes":
        """Give some rows, in the order asked for."""
        return Disputes(
            self.number[rows],
            self.year[rows],
            self.state[rows],
            self.outcome[rows],
            self.amount[rows],
            self.share[rows],
            self.index[rows],
        )


def read_disputes(path: Path) -> Disputes:
    """Read a table of disputes; the outcome's column may be absent or empty.

    InvalidInput if a column is missing, a number is none, an outcome is unknown or a dispute occurs twice.
    """
    rows = read_table(path, needed=_columns())
    outcome = [(row.get("outcome") or "").strip() for row in rows]
    for line, word in enumerate(outcome, start=2):
        if word and word not in OUTCOMES:
            raise InvalidInput(
                f"{path}, line {line}: the outcome {word!r} is none of {', '.join(OUTCOMES)}. Correct it, or leave the "
                "cell empty: then a forecast is written and nothing is scored."
            )
    number = _whole(rows, "dispnum3", path)
    if len(set(number)) < len(number):
        twice = next(value for value in number if number.count(value) > 1)
        raise InvalidInput(f"{path}: dispute {twice} occurs twice. Each row must be a dispute of its own.")
    return Disputes(
        np.array(number, dtype=np.int64),
        np.array(_whole(rows, "year", path), dtype=np.int64),
        np.column_stack([_whole(rows, f"ccode_{side}", path) for side in SIDES]).astype(np.int64),
        np.array([OUTCOMES.index(word) if word else UNKNOWN_OUTCOME for word in outcome], dtype=np.int64),
        _cube(rows, "", path),
        _cube(rows, "prop_", path),
        np.column_stack([numbers(rows, f"cinc_{side}", path) for side in SIDES]),
    )


def read_table(path: Path, *, needed: Sequence[str]) -> list[dict[str, str]]:
    """Read a CSV whose header names are taken in lower case; InvalidInput if it is no table or lacks a column."""
    try:
        text = path.read_bytes().decode("utf-8-sig", errors="replace").replace("\0", "")
        reader = csv.DictReader(io.StringIO(text))
        rows = [{(name or "").strip().lower(): value or "" for name, value in row.items()} for row in reader]
    except OSError as error:
        raise InvalidInput(f"{path} cannot be read: {error.strerror}. Name a CSV table.") from error
    except (csv.Error, AttributeError) as error:  # a row longer than the header gives a list, which has no strip
        raise InvalidInput(f"{path} is not a CSV table: {error}. Take the whole file again.") from error
    names = rows[0] if rows else {}
    lacking = [name for name in needed if name not in names]
    if lacking:
        raise InvalidInput(
            f"{path} lacks {'rows' if not rows else ', '.join(lacking)}. The columns needed are {', '.join(needed)}."
        )
    return rows


def numbers(rows: Sequence[Mapping[str, str]], name: str, path: Path) -> Real:
    """Give a column of numbers; empty, NA and the code -9 are NaN."""
    return np.array([_number(row[name], name, line, path) for line, row in enumerate(rows, start=2)])


def _number(text: str, name: str, line: int, path: Path) -> float:
    if text.strip() in ("", "NA", "nan", "NaN", "-9", "-9.0"):
        return math.nan
    try:
        value = float(text)
    except ValueError as error:
        raise InvalidInput(
            f"{path}, line {line}: {name} holds {text[:40]!r} where a number should stand. Take the whole file again."
        ) from error
    if not math.isfinite(value):
        raise InvalidInput(f"{path}, line {line}: {name} holds {text[:40]!r}, which is not a finite number.")
    return value


def _whole(rows: Sequence[Mapping[str, str]], name: str, path: Path) -> list[int]:
    values = numbers(rows, name, path)
    for line, value in enumerate(values, start=2):
        if not (math.isfinite(value) and value == int(value) and 0 <= value < 100_000):
            raise InvalidInput(f"{path}, line {line}: {name} must be a whole number of at most five digits.")
    return [int(value) for value in values]


def _cube(rows: Sequence[Mapping[str, str]], prefix: str, path: Path) -> Real:
    """Give (row, side, component)."""
    return np.stack(
        [np.column_stack([numbers(rows, f"{prefix}{c}_{side}", path) for c in COMPONENTS]) for side in SIDES], axis=1
    )


def _columns() -> tuple[str, ...]:
    measures = [f"{prefix}{name}_{side}" for prefix in ("", "prop_") for side in SIDES for name in COMPONENTS]
    return ("dispnum3", "year", "ccode_a", "ccode_b", *measures, "cinc_a", "cinc_b")
