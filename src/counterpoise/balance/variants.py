"""The counter-runs that stand beside the main one: other members of the ensemble, other reach, gaps at their ends.

Each has the main run's draws. DESIGN section 6: multiplier 1, reach off, ceilings at their floor, always beside.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from counterpoise.balance.parameters import load_parameters
from counterpoise.balance.profile import Profile
from counterpoise.balance.results import BalanceResults, label_results
from counterpoise.balance.simulation import simulate
from counterpoise.balance.simulation_plan import Plan, make_plan
from counterpoise.compute.on_threads import Progress


@dataclass(frozen=True, slots=True)
class Variant:
    """A way to run the model that differs from the main run in one thing.

    `kind`: "assumption" (counts for "adverse in every assumption set"), "member" of the ensemble (counts there and for
    the disagreement of members), "gap" (missing data at one end: counts for thin evidence).
    """

    name: str
    title: str
    kind: str
    member: str = "helmbold"
    multiplier: str = "predictive"
    reach: str = "default"
    gaps: str = ""  # "low" or "high": every gap rule at that end


VARIANTS = (
    Variant("multiplier_one", "multiplier 1", "assumption", multiplier="one"),
    Variant("rival_kernel", "rival kernel, law exponent 1 to 2", "member", member="proportional"),
    Variant("forward_based", "distant actors forward-based", "assumption", reach="forward_based"),
    Variant("all_brought_to_bear", "everything brought to bear", "assumption", reach="all_brought_to_bear"),
    Variant("gaps_low", "ceilings and gaps at their floor", "gap", gaps="low"),
    Variant("gaps_high", "ceilings and gaps at their top", "gap", gaps="high"),
)


def gaps_at(profile: Profile, end: str) -> Profile:
    """Give the profile with every gap rule at its low or high share: no spread between them."""
    rules = {}
    for name, rule in profile.gap_rules.items():
        share = rule.share_low if end == "low" else rule.share_high
        rules[name] = replace(rule, share_low=share, share_mode=share, share_high=share)
    return replace(profile, gap_rules=rules)


def variant_plan(main: Plan, variant: Variant, *, n_draws: int | None = None) -> Plan:
    """Lay out a variant: the last year of the main run, the coalitions kept there, no break-evens."""
    parameters = load_parameters(main.parameters.preset, member=variant.member, multiplier=variant.multiplier)
    changed = {name: entry for name, entry in main.parameters.defaults.items() if name not in ("law_exponent",)}
    parameters = replace(parameters, defaults={**parameters.defaults, **changed}, topology=main.parameters.topology)
    profile = gaps_at(main.profile, variant.gaps) if variant.gaps else main.profile
    plan = make_plan(
        profile, main.transfers, known_on=main.known_on, parameters=parameters, protected=main.protected,
        quantities=main.quantities, years=(max(key.year for key in main.keys),), reach=variant.reach, seed=main.seed,
        n_draws=n_draws or main.n_draws, every_coalition=False,
        also_show=[main.coalitions.members(mask) for mask in main.shown],
    )  # fmt: skip
    return replace(plan, binding=())


def run_variants(
    main: Plan, *, workers: int = 1, n_draws: int | None = None, progress: Callable[[str, Progress], None] | None = None
) -> Mapping[str, BalanceResults]:
    """Run every variant on the main run's draws (or the first `n_draws` of them)."""
    found: dict[str, Any] = {}
    for variant in VARIANTS:
        plan = variant_plan(main, variant, n_draws=n_draws)
        tell = None if progress is None else (lambda p, title=variant.title: progress(title, p))
        found[variant.name] = label_results(plan, simulate(plan, workers=workers, progress=tell))
    return found
