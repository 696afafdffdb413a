"""Clause by clause, the level of the change: by tier, quantity and year, with the reasons for thin evidence.

The deciding statistics are those of the balance model's section 8, for the most affected coalition of each tier:
counter and defeat, the change of E by draw; minimal damages, the ratio of own losses by draw; superior means, the
change of the best-k probability by data draw. The changes of P and of the Shapley value are shown and never decide.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from counterpoise.balance.draws import Floats
from counterpoise.balance.levels import NO_EFFECT, TOO_THIN, UNDETERMINED, Materiality, level_in_sets, level_of
from counterpoise.balance.relative_capabilities import RelativeCapabilities
from counterpoise.balance.results import TINY, BalanceResults, quantiles
from counterpoise.balance.simulation_findings import p_prevail
from counterpoise.balance.theatre import ScenarioKey
from counterpoise.balance.variants import VARIANTS

COUNTER, DAMAGES, SUPERIOR = "counter and defeat", "minimal damages and casualties", "superior means"
STATISTICS = {COUNTER: "change of E", DAMAGES: "ratio of own losses", SUPERIOR: "change of the best-k probability"}
BY_CONSTRUCTION = "removed by construction"
ADVERSE, FAVOURABLE, NEITHER = "adverse", "favourable", "neither"


@dataclass(frozen=True, slots=True)
class ThinReason:
    """Why the evidence is too thin for a level, and what would mend it at the least cost."""

    reason: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseLevel:
    """The level of one clause against the most affected coalition of a tier.

    Triples are 10, 50 and 90 % of the draws; `p_material` of the adverse direction, `p_favourable` of the other.
    `in_sets`: P(material) in every assumption set and member that was run. `rests_on_judgement` is None where no
    sensitivity was run. Beside it, never deciding: the change of P(E >= 0) and of P(prevail).
    """

    clause: str
    tier: str
    scenario: ScenarioKey
    coalition: str
    margin: float
    change: tuple[float, float, float] | None
    p_material: float | None
    p_favourable: float | None
    monte_carlo_error: float
    in_sets: Mapping[str, float]
    level: str
    direction: str
    thin: tuple[ThinReason, ...] = ()
    rests_on_judgement: bool | None = None
    change_in_p_holds: float | None = None
    change_in_p_prevail: float | None = None
    beside: tuple[str, ...] = ()


def clause_levels(
    main: BalanceResults, variants: Mapping[str, BalanceResults], relative: RelativeCapabilities,
    margins: Materiality | None = None,
) -> tuple[ClauseLevel, ...]:  # fmt: skip
    """Give every level: the clauses fought against each tier, the clause of superior means by mission area."""
    settings = margins or Materiality()
    found: list[ClauseLevel] = []
    for key in main.keys:
        if key.world == "without":
            continue
        for tier, masks in tiers_with_candidates(main):
            found += _fought(main, variants, key, tier, masks, settings)
    return (*found, *_superior(relative, settings))


def tiers_with_candidates(results: BalanceResults) -> list[tuple[str, list[int]]]:
    """Give each tier with the kept coalitions of it in which the transfer can act; beyond the first, of two states.

    A tier of which no purchaser is a member has none: the transfer changes nothing there by construction. Beside it
    stands the tier joined by the purchaser. Where the protected state itself buys, every coalition can be affected.
    """
    space, labels = results.coalitions, results.labels
    buyers = space.mask(b for b in labels.purchasers if b in labels.actors)
    everywhere = any(base >= 0 for base in labels.bases) and not buyers
    states = ((1 << len(labels.actors)) - 1) & ~space.mask(labels.not_assessed_alone)
    kept = [mask for mask in labels.shown if mask & states]
    found: list[tuple[str, list[int]]] = []
    for name, actors, kind in labels.tiers:
        inside = space.mask(actors)
        if kind == "single":
            found.append((name, [m for m in kept if m.bit_count() == 1 and (everywhere or m & buyers)]))
            continue
        several = [m for m in kept if (m & states).bit_count() > 1]
        found.append((name, [m for m in several if not m & ~inside and (everywhere or m & buyers)]))
        if buyers and buyers & ~inside:
            found.append(
                (f"{name}, and the purchaser", [m for m in several if m & buyers and not m & ~(inside | buyers)])
            )
    return found


def _fought(
    main: BalanceResults, variants: Mapping[str, BalanceResults], key: ScenarioKey, tier: str, masks: Sequence[int],
    settings: Materiality,
) -> list[ClauseLevel]:  # fmt: skip
    found = []
    for clause, margin in ((COUNTER, -settings.change_in_log_loss_ratio), (DAMAGES, settings.own_loss_ratio)):
        if not masks:
            found.append(_untouched(clause, tier, key, margin))
            continue
        most = max(masks, key=lambda mask: abs(float(np.median(statistic(main, key, mask, clause)) - neutral(clause))))
        found.append(_level(main, variants, key, tier, most, clause, margin))
    return found


def _untouched(clause: str, tier: str, key: ScenarioKey, margin: float) -> ClauseLevel:
    return ClauseLevel(
        clause=clause, tier=tier, scenario=key, coalition="none", margin=margin, change=None, p_material=None,
        p_favourable=None, monte_carlo_error=0.0, in_sets={}, level=NO_EFFECT, direction=NEITHER,
        beside=(BY_CONSTRUCTION,),
    )  # fmt: skip


def _level(
    main: BalanceResults, variants: Mapping[str, BalanceResults], key: ScenarioKey, tier: str, mask: int, clause: str,
    margin: float,
) -> ClauseLevel:  # fmt: skip
    values = statistic(main, key, mask, clause)
    worse, better = shares_beyond(values, clause, margin)
    in_sets = {}
    for variant in VARIANTS:
        other = variants.get(variant.name)
        if other is not None and variant.kind != "gap" and key in other.keys:
            in_sets[variant.title] = _one_way(statistic(other, key, mask, clause), clause, margin, worse >= better)
    if clause == COUNTER:
        in_sets["one-line index"] = _one_way(index_change(main, key, mask), clause, margin, worse >= better)
    ratio, before = main.log_loss_ratio(key, mask), main.log_loss_ratio(main.base_of(key), mask)
    p = max(worse, better)
    return ClauseLevel(
        clause=clause, tier=tier, scenario=key, coalition=main.coalitions.label(mask), margin=margin,
        change=_three(values), p_material=worse, p_favourable=better,
        monte_carlo_error=float(np.sqrt(p * (1.0 - p) / values.size)), in_sets=in_sets,
        level=level_in_sets(worse, in_sets.values()) if worse >= better else level_of(better),
        direction=NEITHER if p < 0.05 else ADVERSE if worse >= better else FAVOURABLE,
        thin=thin_reasons(main, variants, key, mask, clause, margin if worse >= better else mirrored(clause, margin)),
        change_in_p_holds=float((ratio >= 0).mean() - (before >= 0).mean()),
        change_in_p_prevail=p_prevail(ratio, main.labels.link) - p_prevail(before, main.labels.link),
    )  # fmt: skip


def statistic(results: BalanceResults, key: ScenarioKey, mask: int, clause: str) -> Floats:
    """Give the deciding statistic by draw: the change of E, or the ratio of own losses to those without."""
    base = results.base_of(key)
    if clause == COUNTER:
        return results.log_loss_ratio(key, mask) - results.log_loss_ratio(base, mask)
    return np.asarray((results.own_loss(key, mask) + TINY) / (results.own_loss(base, mask) + TINY))


def index_change(results: BalanceResults, key: ScenarioKey, mask: int) -> Floats:
    """Give the change of E by the one-line index (member M5)."""
    before = results.index_log_loss_ratio(results.base_of(key), mask)
    return np.asarray(results.index_log_loss_ratio(key, mask) - before)


def neutral(clause: str) -> float:
    """Give the value of the statistic where nothing changes."""
    return 0.0 if clause == COUNTER else 1.0


def mirrored(clause: str, margin: float) -> float:
    """Give the margin of the favourable direction."""
    return -margin if clause == COUNTER else 1.0 / margin


def shares_beyond(values: Floats, clause: str, margin: float) -> tuple[float, float]:
    """Give the share of draws beyond the margin on the adverse side, and on the favourable one."""
    if clause == COUNTER:
        return float((values <= margin).mean()), float((values >= -margin).mean())
    return float((values >= margin).mean()), float((values <= 1.0 / margin).mean())


def _one_way(values: Floats, clause: str, margin: float, is_adverse: bool) -> float:
    return shares_beyond(values, clause, margin)[0 if is_adverse else 1]


def thin_reasons(
    main: BalanceResults,
    variants: Mapping[str, BalanceResults],
    key: ScenarioKey,
    mask: int,
    clause: str,
    margin: float,
) -> tuple[ThinReason, ...]:
    """Say why the evidence is too thin: members on different sides of the margin, or missing data that cross it.

    The closed list of the balance model's section 8, on the change; old sources are added by the sensitivity.
    """
    here = _is_beyond(float(np.median(statistic(main, key, mask, clause))), clause, margin)
    found = []
    apart = []
    for variant in VARIANTS:
        other = variants.get(variant.name)
        if other is None or variant.kind == "assumption" or key not in other.keys:
            continue
        if _is_beyond(float(np.median(statistic(other, key, mask, clause))), clause, margin) != here:
            if variant.kind == "member":
                apart.append(variant.title)
            else:
                found.append(
                    ThinReason(
                        f"{variant.title}, the median change lies on the other side of the margin: missing data alone "
                        "could move it across",
                        "fill the gap rows of the profile from your own sources (counterpoise profile copy)",
                    )
                )
    if clause == COUNTER:
        index = float(np.median(index_change(main, key, mask)))
        apart += ["one-line index"] if _is_beyond(index, clause, margin) != here else []
    if apart:
        found.insert(
            0,
            ThinReason(
                "members of the ensemble lie on different sides of the margin: the main kernel and "
                + " and ".join(apart),
                "take the margin at which they agree, or state the law exponent you hold to be right",
            ),
        )
    return tuple(found)


def _is_beyond(value: float, clause: str, margin: float) -> bool:
    down = margin < neutral(clause)
    return value <= margin if down else value >= margin


def _superior(relative: RelativeCapabilities, settings: Materiality) -> list[ClauseLevel]:
    """Give the clause of superior means from the best-k changes, the widest area standing for itself."""
    found = []
    for area in relative.technical:
        for change in area.changes:
            if change.level is None:
                continue
            thin: tuple[ThinReason, ...] = ()
            if change.level == TOO_THIN:
                reason = "only bounds may be printed: too few characteristics of the systems compared are sourced"
                thin = (ThinReason(reason, f"source bands for {area.name.lower()} (table coverage names the systems)"),)
            found.append(
                ClauseLevel(
                    clause=SUPERIOR, tier=f"{area.name}, best {change.k:g}",
                    scenario=ScenarioKey(change.world, change.scenario, change.year), coalition=area.purchaser,
                    margin=-settings.best_k,
                    change=None if change.change is None
                    else (change.change.low, change.change.median, change.change.high),
                    p_material=change.p_material, p_favourable=None, monte_carlo_error=0.0, in_sets={},
                    level=UNDETERMINED if thin else change.level, thin=thin,
                    direction=NEITHER if change.level == NO_EFFECT else ADVERSE,
                    beside=(change.status,) if change.bounds is None
                    else (change.status, f"bounds {change.bounds[0]:.2g} to {change.bounds[1]:.2g}"),
                )
            )  # fmt: skip
    return found


def _three(values: Floats) -> tuple[float, float, float]:
    low, middle, high = quantiles(values)
    return low, middle, high
