"""What an actor holds of a class: the rows that count, their interval, and draws of it.

Balance model sections 1 and 2: a total stands for its parts; a ceiling is drawn below and never shown as a best
estimate; what is held and not counted is said and never zero; launchers and ships are converted by
vocabulary/force_units.csv. Low and high sums are the widest case (every row at one end together); draws take each
row by itself and one common bias for each actor.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from counterpoise import vocabulary
from counterpoise.balance.draws import Draws, Floats
from counterpoise.balance.profile import Force, Profile

BIAS_LOG_SD = 0.15  # balance model section 1, judgement, 0.05 to 0.30
STATES = ("counted", "ceiling_only", "not_counted", "no_row")


@dataclass(frozen=True, slots=True)
class Interval:
    """What a row is drawn from [unit of the row]; `shape` is point, triangular or range (only its ends are known)."""

    low: float
    middle: float
    high: float
    shape: str


@dataclass(frozen=True, slots=True)
class Holding:
    """An actor's holding of a class [unit of the class].

    `state`: counted; ceiling_only (every row is a ceiling); not_counted (held, no public count); no_row (the profile
    says nothing, which is not zero). `best` is None where any row has no best figure.
    """

    actor_id: str
    class_id: str
    state: str
    low: float | None
    best: float | None
    high: float | None
    rows: tuple[str, ...]  # the rows that the sums rest on
    not_counted: tuple[str, ...]  # rows held and not counted
    judged: bool  # an end or a figure is judgement


def row_interval(profile: Profile, force: Force) -> Interval | None:
    """Give the interval a row is drawn from, gaps filled by its rule; None where it is held and not counted."""
    low, best, high = force.quantity_low, force.quantity_best, force.quantity_high
    rule = profile.gap_rules[force.gap_rule] if force.gap_rule else None
    if rule is not None:
        base = high if rule.applies_to == "ceiling" else best
        if base is None:
            return None
        filled = (rule.share_low * base, rule.share_mode * base, rule.share_high * base)
        low = filled[0] if low is None else low
        best = filled[1] if best is None else best
        high = filled[2] if rule.applies_to == "ceiling" or high is None else high
    if low is None or high is None:
        return None if best is None else Interval(best, best, best, "point")
    if best is None:
        return Interval(low, math.sqrt(low * high) if low > 0 else (low + high) / 2, high, "range")
    return Interval(low, best, high, "point" if low == high else "triangular")


@lru_cache(maxsize=8192)
def counted_rows(profile: Profile, actor: str, class_id: str) -> tuple[Force, ...]:
    """Give the rows that a sum may use: the total where there is one, else every row but the parts."""
    rows = profile.forces_by_actor_and_class.get((actor, class_id), ())
    totals = tuple(row for row in rows if row.row_kind == "total")
    chosen = totals or tuple(row for row in rows if row.row_kind in ("count", "scenario", "ceiling"))
    return tuple(row for row in chosen if _factors(row.unit) is not None)


@lru_cache(maxsize=4096)
def holding(profile: Profile, actor: str, class_id: str) -> Holding:
    """Sum up an actor's holding of a class, with the rows it rests on."""
    rows = counted_rows(profile, actor, class_id)
    all_rows = profile.forces_by_actor_and_class.get((actor, class_id), ())
    absent = tuple(row.row_id for row in all_rows if row.row_kind == "known_absent_count")
    if not rows:
        state = "not_counted" if all_rows else "no_row"
        return Holding(actor, class_id, state, None, None, None, (), absent, judged=False)
    low = high = best = 0.0
    has_best = True
    for row in rows:
        interval, factors = row_interval(profile, row), _factors(row.unit)
        if interval is None or factors is None:
            continue
        low += interval.low * factors[1]
        high += (row.quantity_high if row.row_kind == "ceiling" and row.quantity_high else interval.high) * factors[1]
        has_best = has_best and row.quantity_best is not None and row.row_kind != "ceiling"
        best += (row.quantity_best or 0.0) * factors[1]
    only_ceilings = all(row.row_kind == "ceiling" for row in rows)
    return Holding(
        actor, class_id, "ceiling_only" if only_ceilings else "counted", low, best if has_best else None, high,
        tuple(row.row_id for row in rows), absent,
        judged=any(is_judged(row) for row in rows),
    )  # fmt: skip


def is_judged(force: Force) -> bool:
    """Say whether a row's figure or an end of it is judgement, or a gap was filled by rule."""
    return "judgement" in (force.grade, force.ends_grade) or force.gap_rule is not None


def rows_at_ceiling(profile: Profile, rows: Iterable[str]) -> tuple[str, ...]:
    """Give those of some rows that are ceilings: what is drawn below them is no best estimate."""
    return tuple(
        row for row in rows if row in profile.force_index and profile.force_index[row].quantity_best is None
        and profile.force_index[row].gap_rule is not None
    )  # fmt: skip


def row_draws(profile: Profile, force: Force, draws: Draws) -> Floats:
    """Draw a row's quantity [unit of the row]; zeros for what is held and not counted, which the caller must say."""
    interval = row_interval(profile, force)
    if interval is None:
        return np.zeros(draws.count)
    name = f"count/{force.row_id}"
    if interval.shape == "range":
        return between_in_ratio(draws.uniform(name), interval.low, interval.high)
    return draws.triangular(name, interval.low, interval.middle, interval.high)


def holding_draws(profile: Profile, actor: str, class_id: str, draws: Draws, *, bias: bool = True) -> Floats:
    """Draw an actor's holding of a class [unit of the class]; with `bias`, times the actor's common factor."""
    total = np.zeros(draws.count)
    for row in counted_rows(profile, actor, class_id):
        total += row_draws(profile, row, draws) * _factor_draws(row.unit, draws)
    return total * bias_draws(actor, draws) if bias else total


def bias_draws(actor: str, draws: Draws) -> Floats:
    """Draw the common factor of an actor's counts [1]: how far open sources over- or undercount it as a whole."""
    factor: Floats = np.exp(BIAS_LOG_SD * draws.normal(f"count_bias/{actor}"))
    return factor


def between_in_ratio(u: Floats, low: float, high: float) -> Floats:
    """Map uniform values to a range known by its ends alone: uniform in logarithms, or linear if it begins at 0."""
    if low <= 0:
        return low + u * (high - low)
    values: Floats = np.exp(math.log(low) + u * (math.log(high) - math.log(low)))
    return values


def unit_factor(unit: str) -> float | None:
    """Give what one counted unit is worth in the unit of its class; None where it cannot be converted."""
    factors = _factors(unit)
    return None if factors is None else factors[1]


@lru_cache(maxsize=256)
def _factors(unit: str) -> tuple[float, float, float] | None:
    row = vocabulary.index("force_units", "unit")[unit]
    if not row["factor"]:
        return None
    return float(row["factor_low"]), float(row["factor"]), float(row["factor_high"])


def _factor_draws(unit: str, draws: Draws) -> Floats | float:
    factors = _factors(unit)
    if factors is None or factors[0] == factors[2]:
        return 0.0 if factors is None else factors[1]
    return draws.triangular(f"unit_factor/{unit}", *factors)
