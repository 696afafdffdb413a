"""The missile layer as a table of break-evens: leakers by stock of interceptors. Scenario input only; no verdict.

Balance model section 9. It answers for rockets and missiles of states and non-state actors alike, in words.
"""

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
import yaml

from counterpoise.balance.draws import Draws, Floats
from counterpoise.balance.inventories import Spread, spread
from counterpoise.balance.profile import Force, Profile
from counterpoise.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class LeakersAtStock:
    """Rounds that get through at one stock of interceptors [round]; `p_exhausted`: share of draws that use it up."""

    stock: float
    leakers: Spread
    p_exhausted: float


@dataclass(frozen=True, slots=True)
class MissileTable:
    """The table, the inputs it was drawn from with their grades, and the profile's rows of rockets and missiles."""

    about: str
    at_stocks: tuple[LeakersAtStock, ...]
    stock_drawn: LeakersAtStock
    inputs: tuple[dict[str, Any], ...]
    holdings: tuple[Force, ...]


MISSILE_CLASSES = ("rocket", "ballistic_missile", "cruise_missile", "uav_one_way", "missile_defence")


def missile_table(profile: Profile, protected: str, draws: Draws) -> MissileTable:
    """Draw the exchange and give the leakers at every stock that the data file shows.

    Rows of missiles are those of the other actors, rows of missile defence those of the protected state.
    """
    document = missile_scenario()
    drawn = {name: _drawn(name, row, draws) for name, row in document["inputs"].items()}
    engaged = drawn["launches_a_day"] * drawn["days"] * drawn["threatening_share"]

    def at(stock: Floats | float) -> tuple[Floats, float]:
        able = np.asarray(stock) / drawn["shots"]
        return leakers(engaged, drawn["intercept_probability"], able), float((engaged >= able).mean())

    rows = []
    for stock in document["stocks_shown"]:
        found, exhausted = at(float(stock))
        rows.append(LeakersAtStock(float(stock), spread(found), exhausted))
    found, exhausted = at(drawn["stock"])
    whole = LeakersAtStock(float(np.median(drawn["stock"])), spread(found), exhausted)
    inputs = tuple({"name": name, **row} for name, row in document["inputs"].items())
    holdings = tuple(
        row for row in profile.forces
        if row.class_id in MISSILE_CLASSES and (row.actor_id == protected) == (row.class_id == "missile_defence")
    )  # fmt: skip
    return MissileTable(document["about"], tuple(rows), whole, inputs, holdings)


def leakers(engaged: Floats, intercept_probability: Floats, engagements: Floats) -> Floats:
    """Give the rounds that get through: those engaged, less what the stock can engage times its chance to hit.

    More interceptors never let more through; more launches never fewer. Balance model section 9.
    """
    return engaged - intercept_probability * np.minimum(engaged, engagements)


def _drawn(name: str, row: dict[str, Any], draws: Draws) -> Floats:
    if row["shape"] == "lognormal":
        return float(row["median"]) * np.exp(float(row["log_sd"]) * draws.normal(f"missiles/{name}"))
    if row["shape"] == "triangular":
        return draws.triangular(f"missiles/{name}", float(row["low"]), float(row["mode"]), float(row["high"]))
    raise InvalidInput(f"missile_scenario.yaml: {name} has the shape {row['shape']!r}. Use lognormal or triangular.")


@cache
def missile_scenario() -> dict[str, Any]:
    """Give the data file of the scenario."""
    text = resources.files("counterpoise.balance").joinpath("data/missile_scenario.yaml").read_text(encoding="utf-8")
    document: dict[str, Any] = yaml.safe_load(text)
    return document
