"""What was asked for in the sources, as a package: costed as a range, and how much of the shortfall it restores."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from counterpoise.compensation.measures import Measure, data_file, load_measures
from counterpoise.compensation.oracle import BalanceOracle, Orders
from counterpoise.compensation.packages import Compensation, worst
from counterpoise.law.lawfiles import Table, load
from counterpoise.law.parameters import expect

REQUESTS = "money/requests_2020"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One thing asked for, as lots of a measure: `lots` low and high; equal where a quantity was reported.

    `cost` low, usual (at the middle of the lots), high [USD m]. `why_no_effect` says why the model gives it none.
    """

    ask_id: str
    asked: str
    citation: str
    measure: Measure
    lots: tuple[int, int]
    cost: tuple[float, float, float]
    why_no_effect: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedPackage:
    """The asks together: cost, and what is short in the last year with the fewest and the most lots.

    `over_insured`: the number of coalitions that the most lots lift above what they were without the transfer.
    """

    occasion: str
    asks: tuple[Ask, ...]
    cost: tuple[float, float, float]
    shortfall: tuple[float, float] | None  # with the most lots, with the fewest; None where nothing was simulated
    before: float
    restored_share: tuple[float, float] | None
    over_insured: int


def asked_package(found: Compensation) -> AskedPackage | None:
    """Cost and score the asks that the law part records for this state and sale; None for others, or before they were
    reported."""
    document, assessment = data_file("asks"), found.assessment
    buyers = {transfer.purchaser for transfer in assessment.transfers}
    is_theirs = document["purchaser"] == assessment.plan.protected and document["sale_to"] in buyers
    if not is_theirs or assessment.request.known_on < document["known_from"]:
        return None
    reported = {row["id"]: row for row in expect(load(REQUESTS), Table).rows}
    measures = {one.measure_id: one for one in load_measures()}
    asks = tuple(_ask(entry, reported[entry["id"]], measures[entry["measure"]]) for entry in document["asks"])
    cost = tuple(sum(ask.cost[i] for ask in asks) for i in range(3))
    oracle = found.oracle
    if oracle is None:
        return AskedPackage(
            occasion=document["occasion"], asks=asks, cost=(cost[0], cost[1], cost[2]), shortfall=None, before=0.0,
            restored_share=None, over_insured=0,
        )  # fmt: skip
    last = (max(oracle.years),)
    before = worst(oracle.states(oracle.nothing()), last)
    fewest, most = (oracle.states(_orders(oracle, asks, end)) for end in (0, 1))
    short = worst(most, last), worst(fewest, last)
    share = tuple(1.0 - one / before if before > 0 else 1.0 for one in reversed(short))
    above = sum(s.p > s.requirement.p_without for s in most if s.requirement.year in last)
    return AskedPackage(
        occasion=document["occasion"], asks=asks, cost=(cost[0], cost[1], cost[2]), shortfall=short, before=before,
        restored_share=(share[0], share[1]), over_insured=above,
    )  # fmt: skip


def _ask(entry: Mapping[str, Any], reported: Mapping[str, Any], measure: Measure) -> Ask:
    lots = entry["lots"]
    low, high = (lots, lots) if lots is not None else (1, measure.lots_most)
    return Ask(
        ask_id=entry["id"], asked=reported["asked"], citation=reported["citation"], measure=measure, lots=(low, high),
        cost=(low * measure.cost_low, (low + high) / 2 * measure.cost, high * measure.cost_high),
        why_no_effect="" if measure.is_modelled else measure.why_not_modelled,
    )  # fmt: skip


def _orders(oracle: BalanceOracle, asks: tuple[Ask, ...], end: int) -> Orders:
    """Give the asks as orders placed as early as capacity allows."""
    orders = oracle.nothing()
    names = [m.measure_id for m in oracle.measures]
    for ask in asks:
        if ask.measure.measure_id not in names:
            continue
        m, left = names.index(ask.measure.measure_id), float(ask.lots[end])
        for y in range(len(oracle.order_years)):
            orders[m, y] = min(left, float(ask.measure.lots_a_year))
            left -= orders[m, y]
    return np.asarray(orders)
