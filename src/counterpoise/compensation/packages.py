"""Packages that restore the balance: whether one is indicated, several that differ, what each costs and restores.

`propose_packages` begins with what the assessment says: where the effect is immaterial or the evidence too thin, no
package is indicated, and packages follow only under a named stress set. DESIGN section 7.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from counterpoise.balance.assessment import BalanceAssessment
from counterpoise.balance.assumption_sets import find_set, plan_under
from counterpoise.balance.clause_levels import ADVERSE
from counterpoise.balance.inventories import kernel_classes
from counterpoise.balance.levels import EVERY_SET, LIKELY, TOO_THIN
from counterpoise.balance.parameters import class_groups
from counterpoise.balance.simulation_plan import Plan
from counterpoise.compensation.budgets import BudgetSettings, YearBudget, budgets
from counterpoise.compensation.formulation import Objective, Problem, Programme, cost_of
from counterpoise.compensation.measures import Measure, load_measures, modelled, money_sources
from counterpoise.compensation.oracle import BalanceOracle, Orders, RowState
from counterpoise.compensation.requirement import Requirement, Target
from counterpoise.compensation.search import TIE_BREAK, Found, SearchSettings, Tell, search
from counterpoise.errors import InvalidInput, NoFeasiblePackage

YEARS_OF_ORDERING = 13
FRESH_SEED = 1_000_003  # added to the search's seed to certify a package
SUPPLIER_DELAY_YEARS = 2.0
DEAR = 10.0  # times the cost: money of a kind that a package is to avoid
EARLY = 20.0  # [USD m] a lot-year of waiting, where a package is to come early
HELD_OUT = ("rival_kernel", "multiplier_one", "forward_based")


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageRequest:
    """What is asked for. `stress` is a named assumption set; `tier` plausible or all; costs in millions of dollars."""

    stress: str | None = None
    target: Target = field(default_factory=Target)
    tier: str = "plausible"
    budget: BudgetSettings = field(default_factory=BudgetSettings)
    measures: tuple[Measure, ...] | None = None
    seconds: float = 60.0
    gap: float = 0.02
    n_draws: int = 1000
    seed: int = 0
    workers: int = 2
    variety: bool = True  # several packages that differ, not the cheapest alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Lots of one measure in a package, by year of order."""

    measure: Measure
    by_year: Mapping[int, int]

    @property
    def lots(self) -> int:
        """All lots."""
        return sum(self.by_year.values())

    def cost(self, at: str = "cost") -> float:
        """What they cost [USD m], at the low, usual or high cost."""
        return self.lots * float(getattr(self.measure, at)) + (self.measure.fixed_cost if self.lots else 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """One package with its certificate.

    `cost`: low, usual, high [USD m]. `home_share`: of the cost, spent at home. `restored_in`: the first year of the
    plan in which nothing is short, None where never. `fresh_shortfall`: the most that is missing of a probability on
    fresh seeds; `held_out`: the same under members and assumptions that the search did not see.
    """

    name: str
    title: str
    orders: tuple[Order, ...]
    cost: tuple[float, float, float]
    home_share: float
    restored_in: int | None
    states: tuple[RowState, ...]
    shortfall: float
    fresh_shortfall: float
    held_out: Mapping[str, float]
    found: Found
    lots: Orders


@dataclass(frozen=True, kw_only=True)
class Compensation:
    """Everything one run says. Without an indication and without a stress set `packages` is empty."""

    assessment: BalanceAssessment
    request: PackageRequest
    indicated: bool
    because: tuple[str, ...]
    oracle: BalanceOracle | None
    problem: Problem | None
    requirements: tuple[Requirement, ...]
    packages: tuple[Package, ...]
    not_found: Mapping[str, str]
    not_used: tuple[str, ...]  # measures whose cost was not known by then

    @cached_property
    def binding(self) -> tuple[Requirement, ...]:
        """The coalitions and years with a shortfall, the largest first."""
        short = [row for row in self.requirements if row.shortfall > self.request.target.tolerance]
        return tuple(sorted(short, key=lambda row: (-row.shortfall, row.year)))


def propose_packages(
    assessment: BalanceAssessment, request: PackageRequest | None = None, tell: Tell = lambda words, share: None
) -> Compensation:
    """Propose packages for an assessed transfer, or say why none is indicated.

    InvalidInput for an empty catalogue or an unknown stress set; NoFeasiblePackage is never raised here: what cannot be
    restored is in `not_found`, with what binds and the least relaxation that helps.
    """
    chosen = request or PackageRequest()
    indicated, because = indication(assessment)
    empty = Compensation(
        assessment=assessment, request=chosen, indicated=indicated, because=because, oracle=None, problem=None,
        requirements=(), packages=(), not_found={}, not_used=(),
    )  # fmt: skip
    if assessment.headline is None or (not indicated and chosen.stress is None):
        return empty
    return _Proposal(assessment, chosen, tell).run(empty)


def indication(assessment: BalanceAssessment) -> tuple[bool, tuple[str, ...]]:
    """Say whether a package is indicated, and why: an adverse material change that is likely, on evidence not too "
    "thin."""
    headline = assessment.headline
    if headline is None:
        return False, (
            "no transfer that the model holds is assessed, or it changes nothing against the protected state",
        )
    if headline.direction != ADVERSE or headline.level not in (LIKELY, EVERY_SET):
        return False, (f"an adverse material change of the loss exchange is {headline.level}",)
    if headline.thin:
        return False, tuple(f"{TOO_THIN}: {reason.reason}" for reason in headline.thin)
    return True, (f"an adverse material change of the loss exchange is {headline.level}",)


class _Proposal:
    """One run: the plan under its assumptions, the oracle, and the searches."""

    def __init__(self, assessment: BalanceAssessment, request: PackageRequest, tell: Tell) -> None:
        self.assessment, self.request, self.tell, self.began = assessment, request, tell, time.monotonic()
        catalogue = load_measures() if request.measures is None else request.measures
        known = assessment.request.known_on.year
        self.not_used = tuple(one.measure_id for one in catalogue if one.cost_year > known)
        self.measures = modelled([one for one in catalogue if one.cost_year <= known])
        if not self.measures:
            raise InvalidInput(
                "No measure of the catalogue fights in the model with a cost known by "
                f"{assessment.request.known_on}. Add measures with cited costs, or choose a later day."
            )
        plan = replace(assessment.plan, seed=request.seed, n_draws=request.n_draws)
        self.quantity, self.plan = assessment.highest_quantity, plan
        if request.stress is not None:
            self.plan, self.quantity, _ = plan_under(plan, find_set(request.stress))
        self.order_years = tuple(range(known + 1, known + 1 + YEARS_OF_ORDERING))
        self.years = tuple(sorted({key.year for key in plan.keys}))
        self.oracles: dict[tuple[int, int, int, str, float], BalanceOracle] = {}
        self.variants: dict[str, Plan] = {}

    def oracle_of(self, plan: Plan, *, delay: float = 0.0) -> BalanceOracle:
        """Give the oracle of a plan over the coalitions of the tier in which the transfer can act, each made once."""
        key = (id(plan.parameters), plan.seed, plan.n_draws, plan.reach, delay)
        if key not in self.oracles:
            self.oracles[key] = self._oracle(plan, delay)
        return self.oracles[key]

    def _oracle(self, plan: Plan, delay: float) -> BalanceOracle:
        return BalanceOracle(
            plan=plan, masks=self.masks(), years=self.years, measures=self.measures, order_years=self.order_years,
            target=self.request.target, quantity=self.quantity, delay_years=delay, workers=self.request.workers,
        )  # fmt: skip

    def masks(self) -> tuple[int, ...]:
        """Give the coalitions that may bind: those kept by draw in which the purchaser takes part, of the tier."""
        space, labels = self.plan.coalitions, self.assessment.main.labels
        buyers = space.mask(b for b in labels.purchasers if b in labels.actors)
        stateless = space.mask(labels.not_assessed_alone)
        if self.request.tier not in ("plausible", "all"):
            raise InvalidInput(f"There is no tier {self.request.tier!r}. Choose plausible or all.")
        inside = space.mask(labels.actors) if self.request.tier == "all" else space.mask(labels.tiers[2][1]) | buyers
        return tuple(m for m in self.plan.shown if m & buyers and not m & ~inside and m & ~stateless)

    def run(self, start: Compensation) -> Compensation:
        """Search for every kind of package, and certify what was found."""
        self.tell("Asking what is to be restored", None)
        oracle = self.oracle_of(self.plan)
        last = self.order_years[-1] + 2
        protected, settings = self.plan.protected, self.request.budget
        pots = budgets(range(self.order_years[0], last + 1), protected, settings)
        problem = Problem(self.measures, self.order_years, pots)
        base = replace(start, oracle=oracle, problem=problem, requirements=oracle.requirements, not_used=self.not_used)
        found: list[Package] = []
        not_found: dict[str, str] = {}
        kinds = self.kinds(problem)[: None if self.request.variety else 1]
        for n, kind in enumerate(kinds):
            one = kind.problem
            if kind.name == "another":
                one = replace(one, excluded=tuple(o.measure.measure_id for p in found[:1] for o in p.orders))
            used = self.oracle_of(self.plan, delay=kind.delay)
            result = search(used, one, kind.objective, self.search_settings(kind.years, len(kinds) - n), self.tell)
            if result.status in ("not_restorable", "stopped"):
                not_found[kind.title] = explain(result, one, used, kind.years)
                if kind.name != "least_cost":
                    continue
            package = self.certified(kind, used, one, result)
            if not any((package.lots.sum(axis=1) == other.lots.sum(axis=1)).all() for other in found):
                found.append(package)
            if result.status == "nothing_needed":
                break
        return replace(base, packages=tuple(found), not_found=not_found)

    def search_settings(self, years: tuple[int, ...], searches_left: int) -> SearchSettings:
        """Give a search its share of the time that is left; what one does not use falls to those after it."""
        left = max(1.0, self.request.seconds - (time.monotonic() - self.began))
        return SearchSettings(
            gap=self.request.gap, seconds=left / max(1, searches_left), seed=self.request.seed, years=years
        )

    def kinds(self, problem: Problem) -> Sequence["_Kind"]:
        """Name the packages looked for: what each minimises, in which years it must restore, and its delay."""
        last, every = (self.years[-1],), self.years[1:] or self.years
        home = tuple(m.measure_id for m in self.measures if money_sources()[m.source].spent_at_home)
        abroad = tuple(m.measure_id for m in self.measures if not money_sources()[m.source].spent_at_home)
        not_air = tuple(m.measure_id for m in self.measures if _group(m) != "air")
        cheap = Objective(wait_price=TIE_BREAK)
        return (
            _Kind("least_cost", "Least cost", problem, cheap, last),
            _Kind(
                "imported", "Imported, paid from the grant first", replace(problem, excluded=home),
                replace(cheap, own_price=DEAR), last,
            ),
            _Kind("built_at_home", "Built at home", replace(problem, excluded=abroad), cheap, last),
            _Kind("aircraft", "Aircraft alone", replace(problem, excluded=not_air), cheap, last),
            _Kind("early", "As early as can be", problem, Objective(wait_price=EARLY), every),
            _Kind(
                "robust", "Least cost if the supplier fails for two years", problem, cheap, last, SUPPLIER_DELAY_YEARS
            ),
            _Kind("another", "Without any measure of the cheapest", problem, cheap, last),
        )  # fmt: skip

    def certified(self, kind: "_Kind", oracle: BalanceOracle, problem: Problem, result: Found) -> Package:
        """Simulate a package on fresh seeds and under what the search did not see."""
        self.tell(f"Certifying: {kind.title.lower()}", None)
        fresh = self.oracle_of(replace(oracle.plan, seed=oracle.plan.seed + FRESH_SEED), delay=kind.delay)
        years = (self.years[-1],)
        orders = tuple(
            Order(measure=measure, by_year={year: int(n) for year, n in zip(self.order_years, row, strict=True) if n})
            for measure, row in zip(self.measures, result.orders, strict=True)
            if row.any()
        )
        cost = tuple(cost_of(problem, result.orders, at) for at in ("cost_low", "cost", "cost_high"))
        at_home = sum(o.cost() for o in orders if money_sources()[o.measure.source].spent_at_home)
        return Package(
            name=kind.name, title=kind.title, orders=orders, cost=(cost[0], cost[1], cost[2]),
            home_share=at_home / cost[1] if cost[1] else 0.0, restored_in=self.restored_in(result.states),
            states=result.states, shortfall=result.shortfall,
            fresh_shortfall=worst(fresh.states(result.orders), years), held_out=self.held_out(result.orders, years),
            found=result, lots=result.orders,
        )  # fmt: skip

    def restored_in(self, states: Sequence[RowState]) -> int | None:
        """Give the first year from which on nothing is short."""
        target = self.request.target
        for n, year in enumerate(self.years):
            if not any(s.is_short(target) for s in states if s.requirement.year in self.years[n:]):
                return year
        return None

    def held_out(self, orders: Orders, years: tuple[int, ...]) -> dict[str, float]:
        """Give what is short under the rival kernel, with multiplier 1, and with distant actors forward-based."""
        from counterpoise.balance.variants import VARIANTS, variant_plan

        found = {}
        for variant in VARIANTS:
            if variant.name not in HELD_OUT:
                continue
            if variant.name not in self.variants:
                self.variants[variant.name] = replace(
                    variant_plan(self.plan, variant), keys=self.plan.keys, bases=self.plan.bases,
                    changed=self.plan.changed, shown=self.plan.shown, n_draws=min(400, self.plan.n_draws),
                )  # fmt: skip
            found[variant.title] = worst(self.oracle_of(self.variants[variant.name]).states(orders), years)
        return found


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of package looked for."""

    name: str
    title: str
    problem: Problem
    objective: Objective
    years: tuple[int, ...]
    delay: float = 0.0


def _group(measure: Measure) -> str:
    return class_groups()[kernel_classes().index(measure.class_id)]


def worst(states: Sequence[RowState], years: Sequence[int]) -> float:
    """Give the most that is missing of a probability in some years."""
    return max((s.shortfall for s in states if s.requirement.year in years), default=0.0)


def explain(result: Found, problem: Problem, oracle: BalanceOracle, years: Sequence[int]) -> str:
    """Say what binds where nothing restores: lead time, capacity or budget; and the least relaxation that helps."""
    if result.status == "stopped":
        return f"the search stopped after {result.seconds:.0f} s without a package that restores; give it more time"
    rows = [s.requirement for s in result.states if s.requirement.year in years and s.shortfall > 0]
    late = [row for row in rows if not _can_deliver(oracle, row.year)]
    if late:
        names = ", ".join(sorted({str(row.year) for row in late}))
        return f"lead times bind: nothing ordered from {problem.order_years[0]} on is in service by the end of {names}"
    most = sum(
        float(m.cost) * min(m.lots_most, m.lots_a_year * len(problem.order_years))
        for m in problem.measures
        if m.measure_id not in problem.excluded
    )
    held = sum(one.most for one in problem.budgets if one.pot in _pots(problem))
    unmet = max(result.unmet.values(), default=0.0)
    without_budget = search(
        oracle,
        replace(problem, budgets=_boundless(problem.budgets)),
        settings=SearchSettings(seconds=10.0, years=tuple(years), gap=0.1),
    )
    if without_budget.status == "restored":
        more = max(0.0, without_budget.cost - held)
        return (
            f"budgets bind: {held:,.0f} million dollars are held over the years, a package for "
            f"{without_budget.cost:,.0f} would restore ({more:,.0f} more, or the same money earlier)"
        )
    return (
        f"the catalogue binds: all of its lots together ({most:,.0f} million dollars) leave {unmet:.3f} of E unmet; "
        "only more lots, other measures, or a change on the supplier's side would help"
    )


def _can_deliver(oracle: BalanceOracle, year: int) -> bool:
    first = oracle.order_years[0]
    return any(first + 0.5 + m.lead_low <= year + 1.0 for m in oracle.measures)


def _pots(problem: Problem) -> set[str]:
    return {
        pot for m in problem.measures if m.measure_id not in problem.excluded for pot in money_sources()[m.source].pots
    }


def _boundless(held: Sequence[YearBudget]) -> tuple[YearBudget, ...]:
    return tuple(replace(one, most=1e9) for one in held)


def require_package(found: Compensation) -> Package:
    """Give the cheapest package that restores; NoFeasiblePackage says what binds where there is none."""
    for package in found.packages:
        if package.found.status == "restored":
            return package
    reasons = "; ".join(found.not_found.values()) or "; ".join(found.because)
    raise NoFeasiblePackage(f"No package restores the target: {reasons}.")


def programme_of(package: Package) -> Programme | None:
    """Give the last programme that was solved for a package: what is written as .mps beside the answer."""
    return package.found.programme
