"""The integer programme: variables, constraints, objective; one function for each family, and no solving.

Variables: lots of each measure ordered in each year (whole), whether a measure's line is opened, what each pot pays for
each measure in each year, and how much of each requirement is left unmet. Names can be read in an infeasibility report.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from counterpoise.compensation.budgets import POTS, YearBudget
from counterpoise.compensation.measures import Measure, money_sources
from counterpoise.compensation.oracle import Cut, Orders

INFINITE = float("inf")


@dataclass(slots=True)
class Programme:
    """A mixed-integer programme under construction: minimise cost, rows between low and high."""

    column_names: list[str] = field(default_factory=list)
    cost: list[float] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    is_whole: list[bool] = field(default_factory=list)
    row_names: list[str] = field(default_factory=list)
    row_low: list[float] = field(default_factory=list)
    row_high: list[float] = field(default_factory=list)
    entries: list[dict[int, float]] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)

    def column(self, name: str, *, cost: float = 0.0, high: float = INFINITE, whole: bool = False) -> int:
        """Add a variable from 0 to `high`; give its place."""
        self.places[name] = len(self.column_names)
        self.column_names.append(name)
        self.cost.append(cost)
        self.low.append(0.0)
        self.high.append(high)
        self.is_whole.append(whole)
        return self.places[name]

    def row(self, name: str, entries: Mapping[int, float], *, low: float = -INFINITE, high: float = INFINITE) -> None:
        """Add a constraint low <= sum of entries <= high."""
        self.row_names.append(name)
        self.entries.append({place: value for place, value in entries.items() if value != 0.0})
        self.row_low.append(low)
        self.row_high.append(high)

    @property
    def n_entries(self) -> int:
        """Numbers in the matrix that are not zero."""
        return sum(len(row) for row in self.entries)


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """What is minimised, in millions of dollars: cost, plus a price on what else a minister would weigh.

    `imported_price` and `home_price` weigh money by where it is spent; `own_price` the state's own; `wait_price` each
    lot-year of waiting; `unmet_price` each unit of E left unmet in a requirement (phase 1 uses it alone).
    """

    cost_price: float = 1.0
    imported_price: float = 0.0
    home_price: float = 0.0
    own_price: float = 0.0
    wait_price: float = 0.0
    unmet_price: float = 1e7
    cost_at: str = "cost"  # cost_low, cost or cost_high of the catalogue


@dataclass(frozen=True, slots=True)
class Problem:
    """What a package is chosen from: measures, years of ordering, budgets; the requirements come as cuts."""

    measures: tuple[Measure, ...]
    order_years: tuple[int, ...]
    budgets: tuple[YearBudget, ...]
    most_cost: float | None = None  # [USD m]
    excluded: tuple[str, ...] = ()
    failing: tuple[Orders, ...] = ()  # packages simulated to fail: no package may lie within one of them


def build_programme(problem: Problem, cuts: Sequence[Cut], objective: Objective) -> Programme:
    """Put the whole programme together."""
    made = Programme()
    add_orders(made, problem, objective)
    add_capacities(made, problem)
    add_payments(made, problem, objective)
    add_budgets(made, problem)
    add_requirements(made, problem, cuts, objective)
    add_not_within(made, problem)
    if problem.most_cost is not None:
        add_most_cost(made, problem, objective, problem.most_cost)
    return made


def add_orders(made: Programme, problem: Problem, objective: Objective) -> None:
    """Lots of each measure by year of order, whole, at most what can be ordered in a year; and opened lines."""
    for measure in problem.measures:
        home = money_sources()[measure.source].spent_at_home
        price = objective.cost_price + (objective.home_price if home else objective.imported_price)
        most = 0 if measure.measure_id in problem.excluded else measure.lots_a_year
        for n, year in enumerate(problem.order_years):
            cost = getattr(measure, objective.cost_at) * price + objective.wait_price * n
            made.column(order_name(measure, year), cost=cost, high=float(most), whole=True)
        if measure.fixed_cost > 0:
            made.column(f"line-{measure.measure_id}", cost=measure.fixed_cost * price, high=1.0, whole=True)


def add_capacities(made: Programme, problem: Problem) -> None:
    """Over all years, at most the lots that the catalogue holds; nothing without its line."""
    for measure in problem.measures:
        orders = {made.places[order_name(measure, year)]: 1.0 for year in problem.order_years}
        made.row(f"capacity-{measure.measure_id}", orders, high=float(measure.lots_most))
        if measure.fixed_cost > 0:
            line = {**orders, made.places[f"line-{measure.measure_id}"]: -float(measure.lots_most)}
            made.row(f"line-{measure.measure_id}", line, high=0.0)


def add_payments(made: Programme, problem: Problem, objective: Objective) -> None:
    """What falls due for a measure in a year is paid by the pots that may pay it: in equal instalments to delivery."""
    years = payment_years(problem)
    for measure in problem.measures:
        shares = instalments(measure, problem.order_years, years)
        pots = money_sources()[measure.source].pots
        for t, year in enumerate(years):
            due = {
                made.places[order_name(measure, ordered)]: -getattr(measure, objective.cost_at) * shares[n, t]
                for n, ordered in enumerate(problem.order_years)
                if shares[n, t] > 0
            }
            if not due:
                continue
            for pot in pots:
                price = objective.own_price if pot == "own" else 0.0
                due[made.column(f"pay-{measure.measure_id}-{pot}-{year}", cost=price)] = 1.0
            made.row(f"due-{measure.measure_id}-{year}", due, low=0.0, high=0.0)


def add_budgets(made: Programme, problem: Problem) -> None:
    """No pot pays more in a year than it holds."""
    held = {(one.pot, one.year): one.most for one in problem.budgets}
    for year in payment_years(problem):
        for pot in POTS:
            paid = {
                place: 1.0
                for measure in problem.measures
                if (place := made.places.get(f"pay-{measure.measure_id}-{pot}-{year}")) is not None
            }
            if paid:
                made.row(f"budget-{pot}-{year}", paid, high=held.get((pot, year), 0.0))


def add_requirements(made: Programme, problem: Problem, cuts: Sequence[Cut], objective: Objective) -> None:
    """Each cut: the slopes times the lots, and what is left unmet of its requirement, reach what is needed."""
    for n, cut in enumerate(cuts):
        unmet = f"unmet-{cut.name}"
        place = made.places.get(unmet)
        if place is None:
            place = made.column(unmet, cost=objective.unmet_price)
        entries = {place: 1.0}
        for m, measure in enumerate(problem.measures):
            for y, year in enumerate(problem.order_years):
                if cut.slopes[m, y] > 1e-9:
                    entries[made.places[order_name(measure, year)]] = float(cut.slopes[m, y])
        made.row(f"{cut.name}-cut-{n + 1}", entries, low=cut.needed)


def add_not_within(made: Programme, problem: Problem) -> None:
    """In some measure and year, more is ordered by then than in each failing package: what lies within one fails too.

    More never hurts the protected state, and earlier orders deliver earlier. Valid whatever the margin's shape.
    """
    for f, orders in enumerate(problem.failing):
        ordered = np.cumsum(orders, axis=1)
        more: dict[int, float] = {}
        for m, measure in enumerate(problem.measures):
            for y, year in enumerate(problem.order_years):
                name = f"more-{f + 1}-{measure.measure_id}-{year}"
                place = made.column(name, high=1.0, whole=True)
                more[place] = 1.0
                upto = {made.places[order_name(measure, early)]: 1.0 for early in problem.order_years[: y + 1]}
                made.row(name, {**upto, place: -(float(ordered[m, y]) + 1.0)}, low=0.0)
        made.row(f"not-within-{f + 1}", more, low=1.0)


def add_most_cost(made: Programme, problem: Problem, objective: Objective, most: float) -> None:
    """All orders together cost at most so much [USD m]: a point of the front."""
    entries = {
        made.places[order_name(measure, year)]: float(getattr(measure, objective.cost_at))
        for measure in problem.measures
        for year in problem.order_years
    }
    for measure in problem.measures:
        if measure.fixed_cost > 0:
            entries[made.places[f"line-{measure.measure_id}"]] = measure.fixed_cost
    made.row("most-cost", entries, high=most)


def order_name(measure: Measure, year: int) -> str:
    """Name the variable of a measure's lots ordered in a year."""
    return f"order-{measure.measure_id}-{year}"


def payment_years(problem: Problem) -> tuple[int, ...]:
    """Give the years in which something can fall due: those of the budgets."""
    return tuple(sorted({one.year for one in problem.budgets}))


def instalments(measure: Measure, order_years: Sequence[int], years: Sequence[int]) -> np.ndarray:
    """Give the share of an order's cost due in each year, (order year, year): equal from the order to its delivery.

    What would fall after the last year of the budgets falls in that year: nothing is left unpaid.
    """
    n = max(1, round(measure.lead))
    found = np.zeros((len(order_years), len(years)))
    for i, ordered in enumerate(order_years):
        for step in range(n):
            year = min(ordered + step, years[-1])
            found[i, years.index(year)] += 1.0 / n
    return found


def orders_of(made: Programme, problem: Problem, values: Sequence[float]) -> Orders:
    """Read the lots out of a solution's values."""
    return np.array(
        [
            [float(round(values[made.places[order_name(measure, year)]])) for year in problem.order_years]
            for measure in problem.measures
        ]
    )


def cost_of(problem: Problem, orders: Orders, at: str = "cost") -> float:
    """Give what a package costs [USD m], lines included, at the low, usual or high cost."""
    total = 0.0
    for measure, lots in zip(problem.measures, orders, strict=True):
        n = float(lots.sum())
        total += n * float(getattr(measure, at)) + (measure.fixed_cost if n > 0 else 0.0)
    return total
