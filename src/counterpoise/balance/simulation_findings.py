"""What a run says: break-evens by tier, encounters, who matters, what breaks the edge, what is saturated.

Every record is a frozen dataclass of plain numbers that a table, a figure or a sentence can take as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from counterpoise.balance.coalitions import minimal
from counterpoise.balance.draws import Floats
from counterpoise.balance.power_indices import banzhaf_values, shapley_values
from counterpoise.balance.results import BalanceResults, quantiles
from counterpoise.balance.theatre import ScenarioKey
from counterpoise.errors import InvalidInput

SATURATED = 0.01
WITH_PURCHASER = "and the purchaser"


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakEven:
    """The multiplier at which the edge just holds against the hardest coalition of a tier [1].

    `median` is the multiplier at which the median of E is zero; p10 and p90 its distribution over the draws. Infinite
    or zero means beyond the range searched. `history` is the 90 % range that history supports for a new war.
    `change` is the ratio to the world without the transfer in the same year, by draw: median and 80 %.
    """

    tier: str
    scenario: ScenarioKey
    coalition: str
    p10: float
    median: float
    p90: float
    change: tuple[float, float, float]
    history: tuple[float, float]
    p_within_history: float  # share of draws whose break-even lies at or below the top of that range


@dataclass(frozen=True, slots=True, kw_only=True)
class Encounter:
    """One coalition in one scenario. Triples are 10, 50 and 90 % of the draws.

    `assessed` is False where the kernel does not speak: no state is among the members. `extrapolated` says that the
    median strength ratio lies outside what history holds.
    """

    scenario: ScenarioKey
    coalition: str
    assessed: bool
    extrapolated: bool
    strength_ratio: tuple[float, float, float]
    log_loss_ratio: tuple[float, float, float]
    surviving_share: tuple[float, float, float]
    p_edge_holds: float
    p_minimal_damage: float
    p_prevail: float
    change_in_log_loss_ratio: tuple[float, float, float]
    own_loss_ratio: tuple[float, float, float]
    monte_carlo_error: float  # standard error of p_edge_holds


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorValue:
    """What an actor contributes to the probability that the edge fails [1], and the change the world makes.

    `standard_error` is of the Shapley value's change, from independent shards of draws; NaN with one shard.
    """

    scenario: ScenarioKey
    actor: str
    shapley: float
    banzhaf: float
    shapley_change: float
    banzhaf_change: float
    standard_error: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Breaker:
    """A minimal coalition that breaks the edge at a level; `prior` is P(exactly these | some war), if given."""

    scenario: ScenarioKey
    coalition: str
    p_fails: float
    prior: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reachability:
    """How many coalitions a world can change at all, and how many are settled (P below 1 % or above 99 %)."""

    scenario: ScenarioKey
    n_coalitions: int
    n_with_a_changed_actor: int
    n_changed: int  # whose probability differs in these draws
    n_settled_holding: int
    n_settled_failing: int
    largest_change: float
    largest_change_in: str


def break_evens(results: BalanceResults) -> tuple[BreakEven, ...]:
    """Give the break-even multiplier per tier, world and year; and per tier joined by the purchaser."""
    found = []
    for name, masks in _tier_masks(results):
        for key in (one for one in results.keys if results.has_break_evens(one)):
            hardest = max(masks, key=lambda mask: quantiles(results.log_break_even(key, mask))[1])
            at = results.log_break_even(key, hardest)
            before = results.log_break_even(results.base_of(key), hardest)
            low, middle, high = (float(np.exp(value)) for value in quantiles(at))
            found.append(
                BreakEven(
                    tier=name, scenario=key, coalition=results.coalitions.label(hardest), p10=low, median=middle,
                    p90=high, change=_ratio(at, before), history=results.labels.history,
                    p_within_history=float((at <= np.log(results.labels.history[1])).mean()),
                )
            )  # fmt: skip
    return tuple(found)


def encounters(results: BalanceResults) -> tuple[Encounter, ...]:
    """Give every coalition kept by draw, in every scenario."""
    return tuple(_encounter(results, key, mask) for key in results.keys for mask in results.labels.shown)


def actor_values(results: BalanceResults) -> tuple[ActorValue, ...]:
    """Give every actor's Shapley and Banzhaf value in every scenario, exact over all coalitions."""
    found = []
    tables = {key: results.p_fails(key) for key in results.keys}
    values = {key: (shapley_values(table), banzhaf_values(table)) for key, table in tables.items()}
    for key in results.keys:
        base = results.base_of(key)
        parts = results.shard.shapley[:, results.scenario(key)] - results.shard.shapley[:, results.scenario(base)]
        error = parts.std(axis=0, ddof=1) / np.sqrt(len(parts)) if len(parts) > 1 else np.full(parts.shape[1], np.nan)
        for i, actor in enumerate(results.labels.actors):
            (shapley, banzhaf), (shapley_before, banzhaf_before) = values[key], values[base]
            found.append(
                ActorValue(
                    scenario=key, actor=actor, shapley=float(shapley[i]), banzhaf=float(banzhaf[i]),
                    shapley_change=float(shapley[i] - shapley_before[i]),
                    banzhaf_change=float(banzhaf[i] - banzhaf_before[i]), standard_error=float(error[i]),
                )
            )  # fmt: skip
    return tuple(found)


def breakers(
    results: BalanceResults, key: ScenarioKey, *, level: float = 0.5, most_members: int = 4,
    prior: Floats | None = None, floor: float = 0.0, verdict: int = 0,
) -> tuple[Breaker, ...]:  # fmt: skip
    """Give the minimal coalitions that break the edge with probability `level` or more, the least implausible first.

    Only coalitions of at most `most_members`, and of prior probability `floor` or more if a prior is given (by mask).
    """
    table = results.p_fails(key, verdict)
    if prior is not None and prior.shape != table.shape:
        raise InvalidInput(f"The prior has {prior.size} coalitions, the run {table.size}. Make it for the same actors.")
    failing = minimal(np.flatnonzero(table >= level))
    kept = [int(mask) for mask in failing if int(mask).bit_count() <= most_members]
    found = [
        Breaker(
            scenario=key, coalition=results.coalitions.label(mask), p_fails=float(table[mask]),
            prior=None if prior is None else float(prior[mask]),
        )
        for mask in kept
        if prior is None or prior[mask] >= floor
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (-(one.prior or 0.0), one.coalition.count("+"), one.coalition)))


def reachability(results: BalanceResults, verdict: int = 0) -> tuple[Reachability, ...]:
    """Give, for every scenario, in how many coalitions its world can change anything, and what is settled."""
    found = []
    masks = np.arange(results.shard.failures.shape[2])[1:]
    buyers = results.coalitions.mask(actor for actor in results.labels.purchasers if actor in results.labels.actors)
    for key in results.keys:
        now, before = results.p_fails(key, verdict)[1:], results.p_fails(results.base_of(key), verdict)[1:]
        change = now - before
        most = int(np.argmax(np.abs(change)))
        found.append(
            Reachability(
                scenario=key, n_coalitions=masks.size, n_changed=int((change != 0).sum()),
                n_with_a_changed_actor=0 if key.world == "without" else int((masks & buyers != 0).sum()),
                n_settled_holding=int(((now < SATURATED) & (before < SATURATED)).sum()),
                n_settled_failing=int(((now > 1 - SATURATED) & (before > 1 - SATURATED)).sum()),
                largest_change=float(change[most]), largest_change_in=results.coalitions.label(int(masks[most])),
            )
        )  # fmt: skip
    return tuple(found)


def index_agreement(results: BalanceResults) -> float:
    """Give the share of the kernel's variation between encounters that the one-line index explains (R squared).

    Over the coalitions kept, each at its median E; those whose members are all non-state actors are left out.
    """
    kernel, index = [], []
    for key in results.keys:
        for mask in results.labels.shown:
            if _has_state(results, mask) and np.isfinite(results.index_log_loss_ratio(key, mask)).all():
                kernel.append(float(np.median(results.log_loss_ratio(key, mask))))
                index.append(float(np.median(results.index_log_loss_ratio(key, mask))))
    return float(np.corrcoef(kernel, index)[0, 1] ** 2) if len(set(kernel)) > 2 else float("nan")


def curve(results: BalanceResults, key: ScenarioKey, mask: int, thresholds: Sequence[float]) -> Floats:
    """Give P(E > t) for a coalition at each threshold."""
    ordered = np.sort(results.log_loss_ratio(key, mask))
    return 1.0 - np.searchsorted(ordered, np.asarray(thresholds), side="right") / ordered.size


def p_prevail(log_loss_ratio: Floats, link: tuple[float, float]) -> float:
    """Give the mean of the link from losses to victory that was measured on history."""
    return float((1.0 / (1.0 + np.exp(-(link[0] + link[1] * log_loss_ratio)))).mean())


def _encounter(results: BalanceResults, key: ScenarioKey, mask: int) -> Encounter:
    own, base = results.own_loss(key, mask), results.base_of(key)
    ratio, before = results.log_loss_ratio(key, mask), results.log_loss_ratio(base, mask)
    strength = results.strength_ratio(key, mask)
    holds = float((ratio >= 0).mean())
    low, high = results.labels.support
    return Encounter(
        scenario=key, coalition=results.coalitions.label(mask), assessed=_has_state(results, mask),
        extrapolated=not low <= float(np.median(strength)) <= high, strength_ratio=_three(strength),
        log_loss_ratio=_three(ratio), surviving_share=_three(1.0 - own), p_edge_holds=holds,
        p_minimal_damage=float((1.0 - own >= results.labels.survival_threshold).mean()),
        p_prevail=p_prevail(ratio, results.labels.link), change_in_log_loss_ratio=_three(ratio - before),
        own_loss_ratio=_three((own + 1e-12) / (results.own_loss(base, mask) + 1e-12)),
        monte_carlo_error=float(np.sqrt(holds * (1.0 - holds) / ratio.size)),
    )  # fmt: skip


def _tier_masks(results: BalanceResults) -> list[tuple[str, list[int]]]:
    """Give the binding coalitions of every tier, and of every tier of subsets joined by the purchasers."""
    binding, buyers = set(results.labels.binding), results.labels.purchasers
    rows: list[tuple[str, list[int]]] = []
    for name, actors, kind in results.labels.tiers:
        if kind == "single":
            rows.append((name, [results.coalitions.mask([actor]) for actor in actors]))
            continue
        everyone = results.coalitions.mask(actors)
        rows.append((name, [everyone]))
        joined = [everyone | results.coalitions.mask([b]) for b in buyers if b in results.labels.actors]
        rows.append((f"{name}, {WITH_PURCHASER}", [mask for mask in joined if mask != everyone]))
    kept = [(name, [mask for mask in masks if mask in binding]) for name, masks in rows]
    return [(name, masks) for name, masks in kept if masks]


def _has_state(results: BalanceResults, mask: int) -> bool:
    return any(actor not in results.labels.not_assessed_alone for actor in results.coalitions.members(mask))


def _three(values: Floats) -> tuple[float, float, float]:
    low, middle, high = quantiles(values)
    return low, middle, high


def _ratio(at: Floats, before: Floats) -> tuple[float, float, float]:
    """Give the ratio of two break-evens by draw; 1 where both lie beyond the same end of the range."""
    with np.errstate(invalid="ignore"):
        change = np.where(at == before, 0.0, at - before)
    low, middle, high = quantiles(np.exp(change))
    return low, middle, high
