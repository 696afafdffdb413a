"""The Pareto front of cost and restored edge: what each further sum of money buys, with its simulated interval."""

from dataclasses import dataclass, replace

import numpy as np

from counterpoise.compensation.formulation import Objective, build_programme, cost_of, orders_of
from counterpoise.compensation.measures import money_sources
from counterpoise.compensation.oracle import Cut
from counterpoise.compensation.packages import Compensation, worst
from counterpoise.compensation.search import Tell
from counterpoise.compensation.solvers import solve

POINTS = 12
SECONDS_A_POINT = 5.0
ROUNDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontPoint:
    """One point: cost [USD m], the worst shortfall of a probability in the last year with its 80 % interval.

    The interval is of the simulation alone. `overlaps` says that it covers the point before: the two are then not told
    apart, and no curve runs between them.
    """

    cost: float
    shortfall: float
    low: float
    high: float
    restored_share: float
    home_share: float
    overlaps: bool
    lots: tuple[tuple[str, int], ...]


def pareto_front(
    found: Compensation, *, points: int = POINTS, tell: Tell = lambda words, share: None
) -> tuple[FrontPoint, ...]:
    """Give the front from nothing to the cheapest package that restores; empty where none was sought or is needed."""
    oracle, problem = found.oracle, found.problem
    if oracle is None or problem is None or not found.packages or not found.binding:
        return ()
    cheapest = min(package.cost[1] for package in found.packages)
    last = (max(oracle.years),)
    rows = [row for row in found.binding if row.year in last]
    cuts: list[Cut] = list(oracle.cuts(oracle.nothing(), rows))
    before = max(row.shortfall for row in rows)
    made: list[FrontPoint] = []
    objective = Objective(cost_price=1e-4, unmet_price=1e3)
    for n in range(points):
        tell("Tracing the front", n / points)
        budget = cheapest * n / (points - 1) if points > 1 else cheapest
        orders = oracle.nothing()
        for _ in range(ROUNDS if budget > 0 else 0):
            programme = build_programme(replace(problem, most_cost=budget), cuts, objective)
            solution = solve(programme, gap=0.05, seconds=SECONDS_A_POINT)
            if not solution.is_usable:
                break
            orders = orders_of(programme, problem, solution.values)
            fresh = oracle.cuts(orders, rows)
            if all(_is_met(cut, orders, solution.values, programme.places) for cut in fresh):
                break
            cuts += fresh
        states = [s for s in oracle.states(orders) if s.requirement.year in last]
        short = worst(states, last)
        spread = _interval(short, oracle.plan.n_draws)
        cost = cost_of(problem, orders)
        home = sum(
            float(row.sum()) * m.cost
            for m, row in zip(problem.measures, orders, strict=True)
            if money_sources()[m.source].spent_at_home
        )
        made.append(
            FrontPoint(
                cost=cost, shortfall=short, low=spread[0], high=spread[1],
                restored_share=1.0 - short / before if before > 0 else 1.0, home_share=home / cost if cost else 0.0,
                overlaps=bool(made) and spread[1] >= made[-1].shortfall,
                lots=tuple(
                    (m.measure_id, int(row.sum())) for m, row in zip(problem.measures, orders, strict=True) if row.any()
                ),
            )
        )  # fmt: skip
    return tuple(_undominated(made))


def _is_met(cut: Cut, orders: np.ndarray, values: tuple[float, ...], places: dict[str, int]) -> bool:
    unmet = values[places[f"unmet-{cut.name}"]] if f"unmet-{cut.name}" in places else 0.0
    return float((cut.slopes * orders).sum()) + unmet >= cut.needed - 1e-3


def _interval(short: float, n_draws: int) -> tuple[float, float]:
    """Give 80 % of the simulation's error: a difference of two probabilities on the same draws, so of the flips "
    "alone."""
    error = 1.2816 * np.sqrt(max(short, 1.0 / n_draws) / n_draws)
    return max(0.0, short - float(error)), short + float(error)


def told_apart(front: tuple[FrontPoint, ...]) -> tuple[FrontPoint, ...]:
    """Give the points whose intervals can be told from the one shown before, and the last: the others are collapsed."""
    kept: list[FrontPoint] = []
    for point in front:
        if not kept or point.high < kept[-1].shortfall or point is front[-1]:
            kept.append(point)
    return tuple(kept)


def _undominated(points: list[FrontPoint]) -> list[FrontPoint]:
    """Leave out what costs as much or more and restores no more than another point."""
    kept: list[FrontPoint] = []
    for point in sorted(points, key=lambda one: (one.cost, one.shortfall)):
        if not kept or point.shortfall < kept[-1].shortfall - 1e-12:
            kept.append(point)
    return kept
