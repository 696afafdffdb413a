"""The catalogue: what may be offered, as cited rows with cost, lead time, capacity, source and legal route."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from counterpoise import vocabulary
from counterpoise.balance.inventories import kernel_classes
from counterpoise.errors import InvalidInput

MILLION = 1_000_000
_NUMBERS = (
    "lot_units", "lots_most", "lots_a_year", "cost_low", "cost", "cost_high", "cost_year", "fixed_cost", "lead_low",
    "lead", "lead_high",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One row of the catalogue. A lot is the least that can be ordered: `lot_units` [unit of the class].

    Costs are in millions of dollars of `cost_year` for one lot, with low and high ends; `fixed_cost` once if any is
    ordered. Lead times in years from order to service. `lots_a_year` is the most that can be ordered in a year.
    """

    measure_id: str
    name: str
    class_id: str
    system_id: str | None
    lot_units: float
    lots_most: int
    lots_a_year: int
    source: str  # a row of sources.yaml
    cost_low: float
    cost: float
    cost_high: float
    cost_year: int
    cost_grade: str
    fixed_cost: float
    lead_low: float
    lead: float
    lead_high: float
    lead_grade: str
    law_route: str
    is_mde: bool
    because: str
    citation: str

    @property
    def is_modelled(self) -> bool:
        """Whether its class fights in the kernel; what does not is costed, counted and given no effect."""
        return self.class_id in kernel_classes()

    @property
    def why_not_modelled(self) -> str:
        """Say why the kernel gives it no effect."""
        row = vocabulary.index("classes", "class_id")[self.class_id]
        return row["unit_rule"] or f"{row['name'].lower()} stand beside the kernel"


@dataclass(frozen=True, slots=True)
class MoneySource:
    """How a measure is come by: in words, the pots that may pay, the first named first, and where it is spent."""

    name: str
    title: str
    pots: tuple[str, ...]
    spent_at_home: bool


@cache
def money_sources() -> Mapping[str, MoneySource]:
    """Give the sources by name."""
    return {
        name: MoneySource(name, row["title"], tuple(row["pots"]), bool(row["spent_at_home"]))
        for name, row in data_file("sources").items()
    }


def data_file(name: str) -> Any:
    """Give a YAML file of the part's data."""
    path = resources.files("counterpoise.compensation").joinpath(f"data/{name}.yaml")
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def load_measures(path: Path | None = None) -> tuple[Measure, ...]:
    """Read the shipped catalogue, or one of the user's own with the same columns.

    InvalidInput names file, row and remedy for an empty catalogue, an unknown class or source, a missing currency
    year, or numbers out of order.
    """
    where = str(path or "measures.csv")
    if path is None:
        text = resources.files("counterpoise.compensation").joinpath("data/measures.csv").read_text(encoding="utf-8")
    else:
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise InvalidInput(f"The catalogue {path} cannot be read: {error}. Give a CSV in UTF-8.") from error
    return parse_measures(text.splitlines(), where)


def parse_measures(lines: Iterable[str], where: str) -> tuple[Measure, ...]:
    """Check and build the rows of a catalogue."""
    reader = csv.DictReader(lines)
    wanted = list(Measure.__dataclass_fields__)
    missing = [name for name in wanted if name not in (reader.fieldnames or ())]
    if missing:
        raise InvalidInput(f"{where} lacks the columns {', '.join(missing)}. Copy the header of data/measures.csv.")
    found = tuple(_measure(row, f"{where}, row {n}") for n, row in enumerate(reader, start=2))
    if not found:
        raise InvalidInput(f"{where} holds no measure, so there is nothing to choose from. Add rows to it.")
    names = [one.measure_id for one in found]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise InvalidInput(f"{where}: {', '.join(twice)} stand there twice. Give each measure its own id.")
    return found


def _measure(row: Mapping[str, str], where: str) -> Measure:
    values: dict[str, Any] = {name: (row[name] or "").strip() for name in Measure.__dataclass_fields__}
    for name in _NUMBERS:
        try:
            values[name] = float(values[name])
        except ValueError:
            raise InvalidInput(
                f"{where}: {name} is {values[name]!r}, which is no number. An unknown cost is a range, never a zero "
                "or a "
                "blank; a cost needs the year of its dollars."
            ) from None
    values |= {name: int(values[name]) for name in ("lots_most", "lots_a_year", "cost_year")}
    values["is_mde"] = values["is_mde"] == "true"
    values["system_id"] = values["system_id"] or None
    measure = Measure(**values)
    _check(measure, where)
    return measure


def _check(one: Measure, where: str) -> None:
    if one.class_id not in vocabulary.index("classes", "class_id"):
        raise InvalidInput(f"{where}: {one.class_id!r} is no class. Use a class_id of vocabulary/classes.csv.")
    if one.source not in money_sources():
        raise InvalidInput(f"{where}: {one.source!r} is no source. Choose one of {', '.join(money_sources())}.")
    for names in (("cost_low", "cost", "cost_high"), ("lead_low", "lead", "lead_high")):
        ends = [getattr(one, name) for name in names]
        if sorted(ends) != ends or ends[0] < 0:
            raise InvalidInput(f"{where}: {', '.join(names)} are {ends}. They must rise and not be negative.")
    if one.cost_high <= 0:
        raise InvalidInput(f"{where}: the cost is zero. An unknown cost is a range; nothing here is free.")
    if one.lot_units <= 0 or one.lots_most < 1 or one.lots_a_year < 1:
        raise InvalidInput(f"{where}: lot_units, lots_most and lots_a_year must be positive.")
    if not one.citation:
        raise InvalidInput(f"{where}: no citation. Say where cost and lead time come from, or 'own judgement'.")


def modelled(measures: Sequence[Measure]) -> tuple[Measure, ...]:
    """Give the measures whose class fights in the kernel."""
    return tuple(one for one in measures if one.is_modelled)
