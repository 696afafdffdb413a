"""What the engine reads from history: the fitted parameters, each with its mark, recipe and the hash of its inputs.

The numbers are measured by `counterpoise validate --parameters FILE` on data that may not be shipped; the file in
balance/data is what that command wrote. Nothing here computes: loading needs no numerical library.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from counterpoise.errors import InvalidInput

MARKS = ("sourced", "derived", "judgement")
REQUIRED = ("value", "unit", "mark", "meaning", "recipe", "inputs", "fitted_on")


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedParameter:
    """One number that history gave, and all that is needed to measure it again."""

    name: str
    value: float  # what the engine uses, rounded as the model's documents print it
    measured: float | None  # the same before rounding; None where the value follows from other rows
    unit: str
    mark: str  # "sourced", "derived" or "judgement"
    interval: tuple[float, float] | None  # the range that history leaves open
    interval_kind: str  # what the interval is: "95 % confidence, clustered by war", "90 % predictive"
    meaning: str
    recipe: str
    inputs: Mapping[str, str]  # file: sha256 of its bytes
    fitted_on: str  # ISO day
    more: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))  # a grid, a log-sd, quantiles


@dataclass(frozen=True, slots=True)
class FittedParameters(Mapping[str, FittedParameter]):
    """The parameters by name, and what history cannot give."""

    rows: Mapping[str, FittedParameter]
    not_calibrated: tuple[Mapping[str, str], ...]  # {"what", "because"}

    def __getitem__(self, name: str) -> FittedParameter:
        if name not in self.rows:
            raise InvalidInput(f"No fitted parameter is called {name!r}. There are: {', '.join(sorted(self.rows))}.")
        return self.rows[name]

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


@cache
def fitted_parameters() -> FittedParameters:
    """Give the parameters shipped with this version."""
    return read_parameters(Path(str(files("counterpoise.balance"))) / "data" / "fitted_parameters.yaml")


def read_parameters(path: Path) -> FittedParameters:
    """Read and check a parameter file; InvalidInput names the parameter and the field that is wrong."""
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise InvalidInput(
            f"The parameter file {path} cannot be read: {error}. Write it with validate --parameters."
        ) from error
    rows = {name: _checked(name, row, path) for name, row in document["parameters"].items()}
    absent = tuple(MappingProxyType(dict(row)) for row in document["not_calibrated"])
    return FittedParameters(MappingProxyType(rows), absent)


def _checked(name: str, row: dict[str, Any], path: Path) -> FittedParameter:
    missing = [key for key in REQUIRED if key not in row]
    if missing:
        raise InvalidInput(
            f"{path}: the parameter {name} lacks {', '.join(missing)}. Write the file again with validate --parameters."
        )
    if row["mark"] not in MARKS:
        raise InvalidInput(f"{path}: the mark of {name} is {row['mark']!r}; it must be one of {', '.join(MARKS)}.")
    interval = row.get("interval")
    return FittedParameter(
        name=name, value=float(row["value"]), measured=row.get("measured"), unit=row["unit"], mark=row["mark"],
        interval=None if interval is None else (float(interval[0]), float(interval[1])),
        interval_kind=row.get("interval_kind", ""), meaning=row["meaning"], recipe=row["recipe"],
        inputs=MappingProxyType(dict(row["inputs"])), fitted_on=str(row["fitted_on"]),
        more=MappingProxyType(dict(row.get("more", {}))),
    )  # fmt: skip
