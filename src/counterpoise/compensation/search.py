"""Propose, ask, cut, repeat: the least-cost package that restores the balance, and how well that is known.

Constraint generation with the simulator as separation oracle (METHODS 5.2). Reported apart: the gap of the linearised
programme, what is still short when simulated, and a lower bound with the kind of cut that gives it. Anytime: the first
feasible package comes quickly, better ones as the search runs, and an interrupt keeps the best.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np

from counterpoise.compensation.formulation import (
    Objective,
    Problem,
    Programme,
    add_not_within,
    add_orders,
    build_programme,
    cost_of,
    order_name,
    orders_of,
)
from counterpoise.compensation.oracle import TAIL_TOLERANCE, Cut, Orders, RowState
from counterpoise.compensation.requirement import Requirement, Target
from counterpoise.compensation.solvers import Solution, solve

MOST_ROUNDS = 24
MOST_SHUT_OUT = 4  # packages shut out one by one, before more of the tail is asked for
MORE_MARGIN = 0.01  # [E] asked beyond the tail mean where the tail is restored and the probability is not
UNMET_IS_NONE = 1e-6  # [E]
TIE_BREAK = 0.01  # [USD m] a lot-year: among packages of one cost the earlier orders; the bound is lowered by all of it


class Oracle(Protocol):
    """What the search asks: how requirements stand under a package, and the tangents there."""

    @property
    def target(self) -> Target:
        """What counts as restored."""
        ...

    @property
    def years(self) -> tuple[int, ...]:
        """The years in which a coalition may bind."""
        ...

    @property
    def shape(self) -> tuple[int, int]:
        """Measures and order years."""
        ...

    @property
    def requirements(self) -> tuple[Requirement, ...]:
        """Every coalition and year."""
        ...

    def nothing(self) -> Orders:
        """Give the empty package."""
        ...

    def states(self, orders: Orders) -> tuple[RowState, ...]:
        """Say how every requirement stands."""
        ...

    def cuts(self, orders: Orders, rows: Sequence[Requirement], margin: float = 0.0) -> tuple[Cut, ...]:
        """Give the tangents of the rows at a package."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchSettings:
    """How long and how near: relative gap of the programme, seconds for all of it, the years that must be restored."""

    gap: float = 0.02
    seconds: float = 60.0
    seed: int = 0
    years: tuple[int, ...] | None = None  # None: the last year alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A package as the search found it. Costs in millions of dollars.

    `status`: restored, nothing_needed, not_restorable (the least unmet is kept), stopped (time or interrupt).
    `linear_gap`: of the linearised programme. `shortfall`: the most that is missing of a probability when simulated on
    the search's own draws. `bound`: a lower bound on the cost; `bound_kind` says which cuts it rests on.
    """

    status: str
    orders: Orders
    cost: float
    states: tuple[RowState, ...]
    linear_gap: float
    shortfall: float
    bound: float
    bound_kind: str
    n_rounds: int
    n_cuts: int
    seconds: float
    first_feasible_seconds: float | None
    unmet: dict[str, float] = field(default_factory=dict)
    programme: Programme | None = None


TANGENT = "tangent cuts: valid where the margin is concave in what is added"
MONOTONE = "monotone cuts: valid always"
Tell = Callable[[str, float | None], None]


def search(
    oracle: Oracle, problem: Problem, objective: Objective | None = None, settings: SearchSettings | None = None,
    tell: Tell = lambda words, share: None, known_cuts: Sequence[Cut] = (),
) -> Found:  # fmt: skip
    """Find the cheapest package that restores every requirement of the years asked for."""
    return _Search(oracle, problem, objective or Objective(), settings or SearchSettings(), tell).run(list(known_cuts))


class _Search:
    """The state of one search."""

    def __init__(
        self, oracle: Oracle, problem: Problem, objective: Objective, settings: SearchSettings, tell: Tell
    ) -> None:
        self.oracle, self.problem, self.objective, self.settings, self.tell = oracle, problem, objective, settings, tell
        self.years = settings.years or (max(oracle.years),)
        self.began = time.monotonic()
        self.cuts: list[Cut] = []
        self.best: tuple[float, Orders, tuple[RowState, ...]] | None = None
        self.first: float | None = None
        self.failing: list[Orders] = []
        self.n_rounds = 0
        self.asked_beyond = False
        self.last: tuple[Programme, Solution] | None = None

    @property
    def elapsed(self) -> float:
        return time.monotonic() - self.began

    @property
    def left(self) -> float:
        return max(0.5, self.settings.seconds - self.elapsed)

    def run(self, known: list[Cut]) -> Found:
        empty = self.oracle.nothing()
        states = self.oracle.states(empty)
        if self._restored(states):
            return self._found("nothing_needed", empty, states)
        self.failing.append(empty)
        self.cuts = known or list(self.oracle.cuts(empty, self._short(states)))
        stopped = False
        try:
            self._rounds()
        except KeyboardInterrupt:
            stopped = True
        if self.best is None:
            orders = empty if self.last is None or not self.last[1].is_usable else self._orders(*self.last)
            status = "stopped" if stopped or self.elapsed >= self.settings.seconds else "not_restorable"
            return self._found(status, orders, self.oracle.states(orders))
        return self._found("restored", self.best[1], self.best[2])

    def _rounds(self) -> None:
        margins: dict[str, float] = {}
        seen: set[bytes] = set()
        gap = max(self.settings.gap, 0.10)  # a first feasible package before a good one
        while self.n_rounds < MOST_ROUNDS and self.elapsed < self.settings.seconds:
            self.n_rounds += 1
            self.tell("Choosing a package", min(0.99, self.elapsed / self.settings.seconds))
            programme = build_programme(self.problem, self.cuts, self.objective)
            start = self._start(programme)
            solution = solve(programme, gap=gap, seconds=self.left, seed=self.settings.seed, start=start)
            if not solution.is_usable:
                return
            self.last = (programme, solution)
            orders = self._orders(programme, solution)
            states = self.oracle.states(orders)
            if self._restored(states):
                self._keep(orders, states)
                if gap <= self.settings.gap:
                    return
                gap = self.settings.gap
                continue
            self.failing.append(orders)
            short = self._short(states)
            if self._is_only_probability_short(states):
                self._ask_for_more(orders, short, margins)
            elif orders.tobytes() in seen:  # the tangents say no more, and it is still short: nothing restores
                return
            seen.add(orders.tobytes())
            for row in short:
                self.cuts += self.oracle.cuts(orders, [row], margins.get(row.name, 0.0))

    def _is_only_probability_short(self, states: Sequence[RowState]) -> bool:
        """Whether every tail is brought back and a probability is not: the two are not the same thing."""
        short = [s for s in states if s.requirement.year in self.years and s.is_short(self.oracle.target)]
        return all(s.tail_missing <= TAIL_TOLERANCE for s in short)

    def _ask_for_more(self, orders: Orders, short: Sequence[Requirement], margins: dict[str, float]) -> None:
        """Shut out what lies within this package; after a few of those, ask for more of the tail too."""
        if len(self.problem.failing) < MOST_SHUT_OUT:
            self.problem = replace(self.problem, failing=(*self.problem.failing, orders))
            return
        self.asked_beyond = True
        for row in short:
            margins[row.name] = margins.get(row.name, 0.0) + MORE_MARGIN

    def _orders(self, programme: Programme, solution: Solution) -> Orders:
        return orders_of(programme, self.problem, solution.values)

    def _keep(self, orders: Orders, states: tuple[RowState, ...]) -> None:
        cost = cost_of(self.problem, orders)
        if self.first is None:
            self.first = self.elapsed
        if self.best is None or cost < self.best[0] - 1e-9:
            self.best = (cost, orders, states)
            self.tell(f"A package for {cost:,.0f} million dollars", None)

    def _start(self, programme: Programme) -> list[float] | None:
        """Begin from the best package, its payments left to the solver."""
        if self.best is None:
            return None
        values = [0.0] * len(programme.column_names)
        for m, measure in enumerate(self.problem.measures):
            for y, year in enumerate(self.problem.order_years):
                values[programme.places[order_name(measure, year)]] = float(self.best[1][m, y])
        return values

    def _short(self, states: Sequence[RowState]) -> list[Requirement]:
        target = self.oracle.target
        return [s.requirement for s in states if s.requirement.year in self.years and s.is_short(target)]

    def _restored(self, states: Sequence[RowState]) -> bool:
        return not self._short(states)

    def _unmet(self) -> dict[str, float]:
        if self.last is None or not self.last[1].is_usable:
            return {}
        programme, solution = self.last
        return {
            name.removeprefix("unmet-"): solution.values[place]
            for name, place in programme.places.items()
            if name.startswith("unmet-") and solution.values[place] > UNMET_IS_NONE
        }

    def _found(self, status: str, orders: Orders, states: tuple[RowState, ...]) -> Found:
        short = [s.shortfall for s in states if s.requirement.year in self.years]
        bound, kind = self._bound(status)
        programme, solution = self.last or (None, None)
        return Found(
            status=status, orders=orders, cost=cost_of(self.problem, orders), states=states,
            linear_gap=0.0 if solution is None else solution.gap, shortfall=max(short, default=0.0), bound=bound,
            bound_kind=kind, n_rounds=self.n_rounds, n_cuts=len(self.cuts), seconds=self.elapsed,
            first_feasible_seconds=self.first, unmet=self._unmet(), programme=programme,
        )  # fmt: skip

    def _bound(self, status: str) -> tuple[float, str]:
        if status != "restored" or self.last is None:
            return 0.0, "none"
        always = monotone_bound(self.problem, self.failing, seconds=min(5.0, self.left))
        plain = replace(self.objective, imported_price=0.0, home_price=0.0, own_price=0.0)
        is_cost = plain == self.objective and self.objective.wait_price <= TIE_BREAK
        if not is_cost or self.asked_beyond:  # something else than cost was minimised, or more was asked than is wanted
            return always, MONOTONE
        waits = sum(m.lots_most for m in self.problem.measures) * (len(self.problem.order_years) - 1)
        tangent = max(0.0, self.last[1].bound - self.objective.wait_price * waits)
        return (tangent, TANGENT) if tangent > always else (always, MONOTONE)


def monotone_bound(problem: Problem, failing: Sequence[Orders], *, seconds: float = 5.0) -> float:
    """Give the least cost of a package that lies within no failing one, budgets and requirements left out: always "
    "valid."""
    made = Programme()
    bare = replace(problem, budgets=(), failing=tuple(_worth_keeping(failing)))
    add_orders(made, bare, Objective())
    add_not_within(made, bare)
    solution = solve(made, gap=0.0, seconds=seconds)
    return max(0.0, solution.bound) if np.isfinite(solution.bound) else 0.0


def _worth_keeping(failing: Sequence[Orders], most: int = 8) -> list[Orders]:
    """Keep the failing packages that no other failing one contains, the largest first."""
    kept: list[Orders] = []
    for orders in sorted(failing, key=lambda one: -float(one.sum())):
        inside = np.cumsum(orders, axis=1)
        if not any((inside <= np.cumsum(other, axis=1)).all() for other in kept):
            kept.append(orders)
    return kept[:most]
