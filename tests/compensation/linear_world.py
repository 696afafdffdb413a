"""A made-up oracle in which E is linear in what is added: small enough to enumerate, so the search can be held to "
"it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import product

import numpy as np
from numpy.typing import NDArray

from counterpoise.compensation.budgets import YearBudget
from counterpoise.compensation.formulation import Problem, cost_of, instalments, payment_years
from counterpoise.compensation.measures import Measure, load_measures, money_sources
from counterpoise.compensation.oracle import Cut, Orders, RowState
from counterpoise.compensation.requirement import Requirement, Target, requirement, tail_draws, tail_mean

YEAR = 2030


@dataclass(frozen=True, eq=False)
class LinearOracle:
    """E by draw of each row: a level less the transfer's effect, plus a gain for each lot, whatever its year of "
    "order."""

    level: NDArray[np.float64]  # (row, draw) without the transfer
    effect: NDArray[np.float64]  # (row, draw) of the transfer, negative
    gain: NDArray[np.float64]  # (row, measure, draw) of a lot
    n_years: int
    target: Target = field(default_factory=lambda: Target(0.9, 0.0))
    years: tuple[int, ...] = (YEAR,)

    @property
    def shape(self) -> tuple[int, int]:
        return self.gain.shape[1], self.n_years

    @cached_property
    def requirements(self) -> tuple[Requirement, ...]:
        return tuple(
            requirement(f"row-{r}", r + 1, YEAR, level, level + effect, self.target)
            for r, (level, effect) in enumerate(zip(self.level, self.effect, strict=True))
        )

    def nothing(self) -> Orders:
        return np.zeros(self.shape)

    def levels(self, orders: Orders) -> NDArray[np.float64]:
        lots = orders.sum(axis=1)
        return np.asarray(self.level + self.effect + np.einsum("rmd,m->rd", self.gain, lots))

    def states(self, orders: Orders) -> tuple[RowState, ...]:
        found = []
        for row, values in zip(self.requirements, self.levels(orders), strict=True):
            p = float((values >= 0).mean())
            found.append(RowState(row, p, max(0.0, row.p_wanted - p), tail_mean(values, row.tail_share)))
        return tuple(found)

    def cuts(self, orders: Orders, rows: Sequence[Requirement], margin: float = 0.0) -> tuple[Cut, ...]:
        levels = self.levels(orders)
        found = []
        for row in rows:
            r = row.mask - 1
            tail = tail_draws(levels[r], row.tail_share)
            slope = np.repeat(self.gain[r][:, tail].mean(axis=1)[:, None], self.n_years, axis=1)
            needed = row.tail_wanted + margin - tail_mean(levels[r], row.tail_share) + float((slope * orders).sum())
            found.append(Cut(row.name, slope, needed))
        return tuple(found)


def made_up(
    seed: int, *, n_measures: int = 3, n_years: int = 1, n_rows: int = 3, n_draws: int = 40
) -> tuple[LinearOracle, Problem]:
    """Draw a small instance: at most two lots of each measure a year, a budget that may bind."""
    random = np.random.default_rng(seed)
    level = random.normal(0.6, 0.5, (n_rows, n_draws))
    effect = -random.uniform(0.0, 0.6, (n_rows, 1)) * random.uniform(0.5, 1.5, (n_rows, n_draws))
    gain = random.uniform(0.02, 0.4, (n_rows, n_measures, 1)) * np.ones((1, 1, n_draws))
    template = next(m for m in load_measures() if m.source == "domestic")
    measures = tuple(
        replace(
            template, measure_id=f"m{i}", name=f"measure {i}", lots_most=2 * n_years, lots_a_year=2,
            cost_low=1.0, cost=float(random.integers(3, 30)), cost_high=60.0, lead_low=1.0, lead=1.0, lead_high=1.0,
        )
        for i in range(n_measures)
    )  # fmt: skip
    order_years = tuple(range(2021, 2021 + n_years))
    held = float(random.integers(20, 120))
    pots = tuple(
        YearBudget(pot, year, held if pot == "convertible" else 0.0, "user", "made up", False, False)
        for year in range(2021, 2023 + n_years)
        for pot in ("convertible", "own")
    )
    return LinearOracle(level, effect, gain, n_years), Problem(measures, order_years, pots)


def is_payable(problem: Problem, orders: Orders) -> bool:
    """Whether the pots pay for a package, when each measure may be paid from any of its pots."""
    years = payment_years(problem)
    for t, year in enumerate(years):
        due = 0.0
        for measure, row in zip(problem.measures, orders, strict=True):
            assert set(money_sources()[measure.source].pots) == {"convertible", "own"}
            due += float(measure.cost * (row @ instalments(measure, problem.order_years, years)[:, t]))
        if due > sum(one.most for one in problem.budgets if one.year == year) + 1e-9:
            return False
    return True


def cheapest_by_enumeration(oracle: LinearOracle, problem: Problem) -> float | None:
    """Try every package; give the least cost of one that restores, None where none does."""
    n_measures, n_years = oracle.shape
    best: float | None = None
    for lots in product(range(3), repeat=n_measures * n_years):
        orders = np.array(lots, dtype=float).reshape(n_measures, n_years)
        if not is_payable(problem, orders):
            continue
        cost = cost_of(problem, orders)
        if (best is None or cost < best) and not any(s.is_short(oracle.target) for s in oracle.states(orders)):
            best = cost
    return best


def measures_of(problem: Problem) -> tuple[Measure, ...]:
    """Give the measures of a problem."""
    return problem.measures
