"""The model's defaults: one file, each with its grade, range and reason; what history measured takes precedence."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from counterpoise import vocabulary
from counterpoise.balance.calibration import fitted_parameters
from counterpoise.balance.inventories import kernel_classes
from counterpoise.errors import InvalidInput

MEMBERS = ("helmbold", "proportional", "index")


@dataclass(frozen=True, slots=True, kw_only=True)
class Default:
    """One default with what a reader needs to judge it. `history` names the fitted parameter it comes from, if any."""

    name: str
    value: Any
    weights: tuple[float, ...] | None
    range: tuple[float, ...]
    unit: str
    grade: str
    meaning: str
    because: str
    history: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EngagementRow:
    """Who can engage whom: shooters, targets, the family whose scale applies, and a relative rate [1]."""

    shooters: tuple[str, ...]
    targets: tuple[str, ...]
    family: str
    rate: float
    range: tuple[float, float]
    grade: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelParameters:
    """One assumption set: the defaults by name, the topology, and which member of the ensemble fights.

    `multiplier` is "predictive" (drawn for a new war) or "one" (M = 1, an equal citizen).
    """

    preset: str
    member: str
    multiplier: str
    defaults: Mapping[str, Default]
    topology: tuple[EngagementRow, ...]

    def value(self, name: str) -> float:
        """Give a single number by its name."""
        return float(self.defaults[name].value)


@cache
def formation_sizes() -> NDArray[np.float64]:
    """Give how many units of its class make a formation, by class."""
    index = vocabulary.index("classes", "class_id")
    sizes = np.array([float(index[class_id]["formation_size"]) for class_id in kernel_classes()])
    sizes.flags.writeable = False
    return sizes


@cache
def class_groups() -> tuple[str, ...]:
    """Give the group of each class: air, air_defence, land or sea."""
    index = vocabulary.index("classes", "class_id")
    return tuple(index[class_id]["domain"] for class_id in kernel_classes())


def load_parameters(
    preset: str = "default", *, member: str = "helmbold", multiplier: str = "predictive",
    changes: Mapping[str, Any] | None = None,
) -> ModelParameters:  # fmt: skip
    """Give an assumption set: the shipped defaults, then the preset's changes, then the caller's.

    InvalidInput names an unknown preset, member or parameter.
    """
    document = _document()
    if preset != "default" and preset not in document["presets"]:
        raise InvalidInput(
            f"There is no assumption preset {preset!r}. Choose one of default, {', '.join(document['presets'])}."
        )
    if member not in MEMBERS:
        raise InvalidInput(f"There is no member {member!r} in the ensemble. Choose one of {', '.join(MEMBERS)}.")
    if multiplier not in ("predictive", "one"):
        raise InvalidInput(f"The multiplier is {multiplier!r}. Choose predictive or one.")
    chosen: dict[str, Any] = {} if preset == "default" else dict(document["presets"][preset]["changes"])
    chosen.update(changes or {})
    defaults = shipped_defaults()
    for name in chosen:
        if name not in defaults:
            raise InvalidInput(f"There is no parameter {name!r}. There are: {', '.join(defaults)}.")
    changed = {
        name: entry if name not in chosen else _changed(entry, chosen[name], preset) for name, entry in defaults.items()
    }
    return ModelParameters(
        preset=preset, member=member, multiplier=multiplier, defaults=MappingProxyType(changed),
        topology=shipped_topology(),
    )  # fmt: skip


@cache
def shipped_defaults() -> Mapping[str, Default]:
    """Give the defaults by name; what history measured is read from the fitted parameters."""
    found = {}
    for name, row in _document()["parameters"].items():
        value: Any = _measured(row["history"]) if "history" in row else row["value"]
        weights = None
        if name == "law_exponent":
            value, weights = [float(s) for s in value], tuple(float(share) for share in value.values())
        found[name] = Default(
            name=name, value=value, weights=weights, range=tuple(row.get("range", ())), unit=row["unit"],
            grade=row["grade"], meaning=row["meaning"], because=row["because"], history=row.get("history"),
        )  # fmt: skip
    return MappingProxyType(found)


def history_range() -> tuple[float, float]:
    """Give the range of the multiplier that history supports for a new war: 90 % predictive."""
    low, high = _measured("multiplier.interval")
    return float(low), float(high)


def _measured(path: str) -> Any:
    name, *steps = path.split(".")
    found: Any = getattr(fitted_parameters()[name], steps[0])
    for step in steps[1:]:
        found = found[step]
    return found


@cache
def shipped_topology() -> tuple[EngagementRow, ...]:
    """Give the engagement topology, the same for both sides."""
    return tuple(
        EngagementRow(
            shooters=tuple(row["shooters"]), targets=tuple(row["targets"]), family=row["family"], rate=row["rate"],
            range=(row["range"][0], row["range"][1]), grade=row["grade"], because=row["because"],
        )
        for row in _document()["topology"]
    )  # fmt: skip


def _changed(entry: Default, value: Any, preset: str) -> Default:
    return Default(
        name=entry.name, value=value, weights=entry.weights, range=entry.range, unit=entry.unit, grade=entry.grade,
        meaning=entry.meaning, because=f"{entry.because} Changed from {entry.value} (preset {preset}).", history=None,
    )  # fmt: skip


@cache
def _document() -> dict[str, Any]:
    text = resources.files("counterpoise.balance").joinpath("data/model_defaults.yaml").read_text(encoding="utf-8")
    document: dict[str, Any] = yaml.safe_load(text)
    return document
