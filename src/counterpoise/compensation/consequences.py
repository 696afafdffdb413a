"""What follows from a package: for the others' balance, for the technical clause, in law, and under other "
"assumptions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from counterpoise.balance.assumption_sets import plan_under, shipped_sets
from counterpoise.balance.relative_capabilities import assess_relative_capabilities
from counterpoise.balance.results import label_results, quantiles
from counterpoise.balance.simulation import simulate
from counterpoise.balance.simulation_plan import make_plan
from counterpoise.balance.transfer_items import ProposedTransfer, TransferItem
from counterpoise.compensation.measures import MILLION, money_sources
from counterpoise.compensation.packages import Compensation, Order, Package, worst
from counterpoise.law.clock import review_clock
from counterpoise.law.facts import SaleFacts, SoldItem

N_DRAWS = 200
PENALTY = 1000.0  # [USD m] for each hundredth of a probability left short: a setting of the regret
PACKAGE_ID = "package"
Triple = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class EffectOnOther:
    """What the package does to another state's own balance against the protected state: loss exchange, as a factor."""

    actor: str
    loss_exchange: Triple


@dataclass(frozen=True, slots=True)
class TechnicalAfter:
    """The best-k change of a mission area with the transfer, without and with the package (the same orders at once)."""

    area: str
    k: float
    change_without_package: Triple | None
    change_with_package: Triple | None
    level_with_package: str | None


@dataclass(frozen=True, slots=True)
class LegalTrigger:
    """What the law part says of one measure of a package: notification, days of review, determination."""

    measure: str
    needs: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Regret:
    """What choosing a package costs, under each set, against the best choice there [USD m]; `most` decides minimax."""

    package: str
    by_set: tuple[tuple[str, float], ...]

    @property
    def most(self) -> float:
        """The greatest regret over the sets."""
        return max((value for _, value in self.by_set), default=0.0)


def transfer_of_package(found: Compensation, orders: Sequence[Order]) -> ProposedTransfer:
    """Give a package as a transfer to the protected state, ordered at once."""
    profile = found.assessment.profile
    items = []
    for order in orders:
        measure = order.measure
        system = profile.systems.get(measure.system_id or "")
        items.append(
            TransferItem(
                system=measure.name, system_id=system.vocabulary_ids[0] if system else None,
                class_id=None if system else measure.class_id, quantity=round(order.lots * measure.lot_units) or 1,
            )
        )  # fmt: skip
    return ProposedTransfer(
        purchaser=found.assessment.plan.protected, items=tuple(items), transfer_id=PACKAGE_ID, label="the package"
    )


def effects_on_others(found: Compensation, package: Package) -> tuple[EffectOnOther, ...]:
    """Take every other state as the one protected and ask what the package does to it: an arms race is visible here."""
    assessment = found.assessment
    profile, protected = assessment.profile, assessment.plan.protected
    given = transfer_of_package(found, package.orders)
    states = [a.actor_id for a in profile.actors if a.kind == "state" and a.actor_id != protected]
    found_effects = []
    for actor in states if package.orders else ():
        plan = make_plan(
            profile, [given], known_on=assessment.request.known_on, protected=actor,
            parameters=assessment.plan.parameters, reach=assessment.plan.reach, seed=assessment.request.seed,
            n_draws=N_DRAWS, years=(assessment.last_year,), every_coalition=False, worlds=("with",),
        )  # fmt: skip
        mask = plan.coalitions.mask([protected])
        plan = replace(plan, binding=(), shown=(mask,))
        results = label_results(plan, simulate(plan, workers=found.request.workers))
        key = results.keys[-1]
        change = results.log_loss_ratio(key, mask) - results.log_loss_ratio(results.base_of(key), mask)
        low, middle, high = (float(np.exp(v)) for v in quantiles(np.asarray(change)))
        found_effects.append(EffectOnOther(actor, (low, middle, high)))
    return tuple(sorted(found_effects, key=lambda one: one.loss_exchange[1]))


def technical_after(found: Compensation, package: Package) -> tuple[TechnicalAfter, ...]:
    """Compare the best-k changes with the package: more of the same cannot restore superiority."""
    assessment = found.assessment
    before = {area.mission_area: area for area in assessment.relative.technical if area.state == "compared"}
    if not before:
        return ()
    request = assessment.request
    both = assess_relative_capabilities(
        assessment.profile, [*assessment.transfers, transfer_of_package(found, package.orders)],
        protected=assessment.plan.protected, known_on=request.known_on, scenarios=request.quantities,
        seed=request.seed, n_draws=min(400, request.n_draws), profile_anyway=request.profile_anyway,
    ) if package.orders else assessment.relative  # fmt: skip
    rows = []
    for area in both.technical:
        old = before.get(area.mission_area)
        if old is None or area.state != "compared":
            continue
        rows.append(
            TechnicalAfter(
                area.name, area.headline_k or 0.0, _last(old.changes, assessment.last_year),
                _last(area.changes, max(c.year for c in area.changes)),
                next((c.level for c in reversed(area.changes) if c.world == "with"), None),
            )
        )  # fmt: skip
    return tuple(rows)


def _last(changes: Sequence[object], year: int) -> Triple | None:
    for change in reversed(changes):
        if getattr(change, "world", "") == "with" and getattr(change, "year", 0) == year:
            spread = getattr(change, "change", None)
            return None if spread is None else (spread.low, spread.median, spread.high)
    return None


def legal_triggers(found: Compensation, package: Package) -> tuple[LegalTrigger, ...]:
    """Ask the law part what each measure of a package itself needs."""
    return tuple(_trigger(found.assessment.plan.protected, order) for order in package.orders)


def _trigger(protected: str, order: Order) -> LegalTrigger:
    measure = order.measure
    if measure.law_route == "none":
        at_home = money_sources()[measure.source].spent_at_home
        why = "built at home: section 36 covers sales and licences by the United States"
        other = "not a sale or licence by the United States under section 36"
        return LegalTrigger(measure.name, "no notification under section 36", (why if at_home else other,))
    cost = round(order.cost() * MILLION)
    facts = SaleFacts(
        purchaser=protected, route=measure.law_route, total_usd=cost, mde_usd=cost if measure.is_mde else 0,
        has_mde="stated" if measure.is_mde else "none",
        items=(SoldItem(measure.name, measure.class_id, measure.is_mde),),
    )  # fmt: skip
    clock = review_clock(facts).as_json()
    return LegalTrigger(measure.name, _needs(clock), tuple(row["provision"] for row in clock["because"][:3]))


def _needs(clock: Mapping[str, Any]) -> str:
    required, determination = clock["notification_required"], clock["qme_determination"]["required"]
    if required is True:
        said = f"a certification with {clock['review_days']} days of review"
    else:
        said = "no notification on these amounts" if required is False else "whether one is notified is not determined"
    return said + ("; a determination under 36(h)" if determination is True else "; no determination under 36(h)")


def regrets(found: Compensation, *, n_draws: int = 400, penalty: float = PENALTY) -> tuple[Regret, ...]:
    """Weigh the packages, and doing nothing, over the named assumption sets: minimax regret.

    Under each set a choice costs its price and `penalty` for each hundredth of a probability left short; its regret is
    what it costs beyond the best choice there.
    """
    oracle = found.oracle
    if oracle is None or not found.packages:
        return ()
    choices = {"nothing": oracle.nothing()} | {package.name: package.lots for package in found.packages}
    price = {"nothing": 0.0} | {package.name: package.cost[1] for package in found.packages}
    cost: dict[str, dict[str, float]] = {name: {} for name in choices}
    for one in shipped_sets():
        plan, quantity, _ = plan_under(replace(oracle.plan, n_draws=n_draws), one)
        under = replace(oracle, plan=plan, quantity=quantity)
        for name, orders in choices.items():
            short = worst(under.states(orders), (max(oracle.years),))
            cost[name][one.name] = price[name] + penalty * 100.0 * short
    best = {one.name: min(cost[name][one.name] for name in choices) for one in shipped_sets()}
    return tuple(
        Regret(name, tuple((one.title, cost[name][one.name] - best[one.name]) for one in shipped_sets()))
        for name in choices
    )
