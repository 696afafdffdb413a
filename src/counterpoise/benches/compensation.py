"""How fast a package is found: sixty made-up measures over fifteen years, on the shipped profile; and the monolith.

The bars are DESIGN's: a first feasible package in 2 s, the search to 2 % of the linearised programme with its simulated
shortfall in 60 s, a front of twelve points in two minutes. The monolith holds every draw of every row at once.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from counterpoise import __version__
from counterpoise.balance.parameters import load_parameters
from counterpoise.balance.profile import load_profile
from counterpoise.balance.simulation_plan import make_plan
from counterpoise.balance.transfer_items import ProposedTransfer, TransferItem
from counterpoise.compensation.budgets import budgets
from counterpoise.compensation.formulation import (
    Objective,
    Problem,
    Programme,
    add_budgets,
    add_capacities,
    add_orders,
    add_payments,
    build_programme,
    cost_of,
    order_name,
    orders_of,
)
from counterpoise.compensation.measures import Measure, load_measures, modelled
from counterpoise.compensation.oracle import BalanceOracle, Cut
from counterpoise.compensation.requirement import Requirement, Target, tail_draws, tail_mean
from counterpoise.compensation.search import SearchSettings, search
from counterpoise.compensation.solvers import solve
from counterpoise.drawing.figure import WIDE, Caption
from counterpoise.drawing.intervals import Axis, Row, intervals

N_MEASURES, N_YEARS, N_DRAWS = 60, 15, 1000
MONOLITH_DRAWS, MONOLITH_SECONDS = 100, 60.0  # with 1,000 draws it holds 3.4 million numbers and ends nowhere
BARS = {"first_feasible_seconds": 2.0, "two_percent_seconds": 60.0, "front_seconds": 120.0}
DAY = date(2020, 11, 10)
SALE = ProposedTransfer(purchaser="ARE", items=(TransferItem(system="F-35A", system_id="f-35a", quantity=50),))


def measure(*, seed: int = 0) -> Mapping[str, Any]:
    """Measure search, front, monolith and growth; plain values."""
    oracle, problem, making = instance(seed, N_MEASURES, N_YEARS)
    found = search(oracle, problem, settings=SearchSettings(gap=0.02, seconds=60.0, seed=seed))
    began = time.perf_counter()
    front = trace_front(oracle, problem, found.cost)
    front_seconds = time.perf_counter() - began
    return {
        "measures": N_MEASURES, "years": N_YEARS, "coalitions": len(oracle.masks), "draws": N_DRAWS, "seed": seed,
        "bars": BARS,
        "search": {
            "seconds_drawing": round(making, 2), "status": found.status, "cost_usd_m": found.cost,
            "first_feasible_seconds": found.first_feasible_seconds, "seconds": round(found.seconds, 2),
            "gap_linearised": round(found.linear_gap, 4), "simulated_shortfall": round(found.shortfall, 4),
            "bound_usd_m": round(found.bound, 1), "bound_kind": found.bound_kind, "rounds": found.n_rounds,
            "cuts": found.n_cuts,
        },
        "front": {"points": len(front), "seconds": round(front_seconds, 1)},
        "monolith": compare_with_monolith(oracle, problem),
        "growth": growth(seed),
    }  # fmt: skip


def made_up_measures(n: int, seed: int) -> tuple[Measure, ...]:
    """Vary the modelled measures of the catalogue: lots, costs and lead times by up to a half either way."""
    random = np.random.default_rng(seed)
    templates = modelled(load_measures())
    made = []
    for i in range(n):
        one = templates[i % len(templates)]
        cost, wait, lot = random.uniform(0.5, 1.5, 3)
        made.append(
            replace(
                one, measure_id=f"{one.measure_id}-{i}", lot_units=one.lot_units * lot, cost_low=one.cost_low * cost,
                cost=one.cost * cost, cost_high=one.cost_high * cost, lead_low=one.lead_low * wait,
                lead=one.lead * wait, lead_high=one.lead_high * wait, fixed_cost=float(random.integers(0, 2) * 20),
            )
        )  # fmt: skip
    return tuple(made)


def instance(
    seed: int, n_measures: int, n_years: int, most_coalitions: int | None = None
) -> tuple[BalanceOracle, Problem, float]:
    """Lay out the oracle and the problem; give the seconds of drawing too."""
    began = time.perf_counter()
    profile = load_profile()
    plan = make_plan(profile, [SALE], known_on=DAY, parameters=load_parameters(), n_draws=N_DRAWS, seed=seed,
                     every_coalition=False)  # fmt: skip
    buyer = plan.coalitions.mask(["ARE"])
    masks = tuple(m for m in plan.shown if m & buyer)[:most_coalitions]
    years = tuple(sorted({key.year for key in plan.keys}))
    order_years = tuple(range(2021, 2021 + n_years))
    measures = made_up_measures(n_measures, seed)
    oracle = BalanceOracle(plan, masks, years, measures, order_years, Target())
    oracle.states(oracle.nothing())
    pots = budgets(range(2021, 2021 + n_years + 3), "ISR")
    return oracle, Problem(measures, order_years, pots), time.perf_counter() - began


def trace_front(oracle: BalanceOracle, problem: Problem, most: float, points: int = 12) -> list[tuple[float, float]]:
    """Give cost and worst tail missing at each budget, one linear programme a point with fresh tangents."""
    rows = _rows(oracle)
    cuts: list[Cut] = list(oracle.cuts(oracle.nothing(), rows))
    found = []
    for n in range(1, points + 1):
        programme = build_programme(
            replace(problem, most_cost=most * n / points), cuts, Objective(cost_price=1e-4, unmet_price=1e3)
        )
        solution = solve(programme, gap=0.05, seconds=8.0)
        if solution.is_usable:
            orders = orders_of(programme, problem, solution.values)
            states = oracle.states(orders)
            found.append((cost_of(problem, orders), max((s.shortfall for s in states), default=0.0)))
            cuts += oracle.cuts(orders, rows)
    return found


def _rows(oracle: BalanceOracle) -> list[Requirement]:
    last = max(oracle.years)
    return [row for row in oracle.requirements if row.year == last and row.shortfall > oracle.target.tolerance]


def compare_with_monolith(oracle: BalanceOracle, problem: Problem) -> dict[str, Any]:
    """Solve the linearised programme both ways to 2 %: every draw of every row at once, and by cuts; costs compared.

    Each row asks for 0.03 of E more in its tail, over the first MONOLITH_DRAWS draws.
    """
    rows = _rows(oracle)
    gains = [gain[:, :, :MONOLITH_DRAWS] for gain in oracle.gains(oracle.nothing(), rows)]
    levels = oracle.levels(oracle.nothing())[..., :MONOLITH_DRAWS]
    values = [levels[oracle.years.index(row.year), oracle.masks.index(row.mask)] for row in rows]
    rows = [replace(row, tail_wanted=tail_mean(v, row.tail_share) + 0.03) for row, v in zip(rows, values, strict=True)]
    began = time.perf_counter()
    whole = _monolith(problem, rows, values, gains)
    first = solve(whole, gap=0.02, seconds=MONOLITH_SECONDS)
    monolith_seconds = time.perf_counter() - began
    began = time.perf_counter()
    cuts: list[Cut] = []
    orders = oracle.nothing()
    n_rounds = 0
    for _ in range(40):
        n_rounds += 1
        fresh = [_linear_cut(row, v, g, orders) for row, v, g in zip(rows, values, gains, strict=True)]
        missing = [c for c in fresh if c.needed - float((c.slopes * orders).sum()) > 1e-4]
        if not missing:
            break
        cuts += missing
        programme = build_programme(problem, cuts, Objective())
        solution = solve(programme, gap=0.02, seconds=30.0)
        orders = orders_of(programme, problem, solution.values)
    cut_seconds = time.perf_counter() - began
    by_monolith = cost_of(problem, orders_of(whole, problem, first.values)) if first.is_usable else None
    return {
        "rows": len(rows), "draws": MONOLITH_DRAWS, "columns": len(whole.cost), "entries": whole.n_entries,
        "status": first.status,
        "seconds": round(monolith_seconds, 2), "gap": round(first.gap, 4), "cost_usd_m": by_monolith,
        "cut_loop_seconds": round(cut_seconds, 2), "cut_loop_rounds": n_rounds, "cut_loop_cuts": len(cuts),
        "cut_loop_cost_usd_m": cost_of(problem, orders),
        "ratio_of_seconds": round(monolith_seconds / max(cut_seconds, 1e-3), 1),
    }  # fmt: skip


def _linear_cut(row: Requirement, values: np.ndarray, gain: np.ndarray, orders: np.ndarray) -> Cut:
    level = values + np.einsum("myd,my->d", gain, orders)
    slope = gain[:, :, tail_draws(level, row.tail_share)].mean(axis=2)
    needed = row.tail_wanted - tail_mean(level, row.tail_share) + float((slope * orders).sum())
    return Cut(row.name, slope, needed)


def _monolith(
    problem: Problem, rows: Sequence[Requirement], values: Sequence[np.ndarray], gains: Sequence[np.ndarray]
) -> Programme:
    """Write conditional value at risk out: for each row a level eta, and for each draw how far it lies below."""
    made, objective = Programme(), Objective()
    add_orders(made, problem, objective)
    add_capacities(made, problem)
    add_payments(made, problem, objective)
    add_budgets(made, problem)
    places = [[made.places[order_name(m, year)] for year in problem.order_years] for m in problem.measures]
    for row, level, gain in zip(rows, values, gains, strict=True):
        eta_up, eta_down = made.column(f"eta-up-{row.name}"), made.column(f"eta-down-{row.name}")
        share = 1.0 / (row.tail_share * level.size)
        tail = {eta_up: 1.0, eta_down: -1.0}
        for d in range(level.size):
            below = made.column(f"below-{row.name}-{d}")
            tail[below] = -share
            entries = {below: 1.0, eta_up: -1.0, eta_down: 1.0}
            for m, each in enumerate(places):
                for y, place in enumerate(each):
                    if gain[m, y, d] > 1e-9:
                        entries[place] = float(gain[m, y, d])
            made.row(f"below-{row.name}-{d}", entries, low=-float(level[d]))
        made.row(f"tail-{row.name}", tail, low=row.tail_wanted)
    return made


def growth(seed: int) -> list[dict[str, float]]:
    """Time the search by number of measures, years of ordering, and coalitions."""
    rows = []
    for n_measures, n_years, n_coalitions in (
        (15, 15, None), (30, 15, None), (60, 15, None), (60, 5, None), (60, 10, None), (60, 15, 4), (60, 15, 8),
    ):  # fmt: skip
        oracle, problem, _ = instance(seed, n_measures, n_years, n_coalitions)
        found = search(oracle, problem, settings=SearchSettings(gap=0.02, seconds=30.0, seed=seed))
        rows.append(
            {
                "measures": n_measures, "years": n_years, "coalitions": len(oracle.masks),
                "seconds": round(found.seconds, 2), "rounds": found.n_rounds, "gap": round(found.linear_gap, 4),
            }
        )  # fmt: skip
    return rows


def growth_figure(rows: Sequence[Mapping[str, float]]) -> str:
    """Draw the seconds of the search by number of measures, years of ordering and coalitions."""
    shown = [
        Row(
            label=f"{row['measures']:.0f} measures, {row['years']:.0f} years, {row['coalitions']:.0f} coalitions",
            colour="a", middle=row["seconds"], beside=f"{row['seconds']:g} s",
        )
        for row in rows
    ]  # fmt: skip
    caption = Caption(
        name="growth",
        title="Search for a package: seconds",
        says="To 2 % of the linearised programme.",
        source=f"counterpoise bench compensation, version {__version__}.",
        disclaimer="A measurement of this machine.",
    )
    return intervals(caption, WIDE, shown, Axis(label="seconds", with_zero=True, is_log=False))
