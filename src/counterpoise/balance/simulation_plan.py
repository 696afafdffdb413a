"""What a run of the attrition model computes: scenarios, coalitions, verdicts; the same for every shard of draws."""

import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from counterpoise.balance.assessment_run import Run, prepare
from counterpoise.balance.coalitions import Coalitions, Masks, joined_in_profile
from counterpoise.balance.draws import Draws, Floats
from counterpoise.balance.inventories import kernel_classes
from counterpoise.balance.kernels import CLASSES
from counterpoise.balance.parameters import ModelParameters
from counterpoise.balance.profile import Profile
from counterpoise.balance.relations import Tier, tiers
from counterpoise.balance.theatre import ScenarioKey, scenario_keys
from counterpoise.balance.transfer_items import SCENARIO_QUANTITIES, ProposedTransfer
from counterpoise.errors import InvalidInput

PLAUSIBLE_TIERS = 3  # the tiers of a summary; the fourth is everybody


@dataclass(frozen=True, slots=True)
class Verdict:
    """When the edge counts as failing: E below a threshold, or the surviving share K below one."""

    statistic: str  # "E" or "K"
    threshold: float

    @property
    def label(self) -> str:
        """A name for tables: "E<0", "K<0.8"."""
        return f"{self.statistic}<{self.threshold:.3g}"

    def as_inequality(self) -> tuple[float, float, float]:
        """Give (own factor, other factor, limit): it fails if own loss * first - other loss * second > third."""
        if self.statistic == "E":
            return float(np.exp(self.threshold)), 1.0, 0.0
        return 1.0, 0.0, 1.0 - self.threshold


HEADLINE = Verdict("E", 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A run, laid out. `shown` are the coalitions whose losses are kept by draw; `binding` those of the break-evens."""

    profile: Profile
    transfers: tuple[ProposedTransfer, ...]
    protected: str
    known_on: date
    quantities: tuple[int, ...]
    parameters: ModelParameters
    reach: str
    seed: int
    n_draws: int
    coalitions: Coalitions
    joined: Masks
    tiers: tuple[Tier, ...]
    keys: tuple[ScenarioKey, ...]
    bases: tuple[int, ...]
    changed: tuple[int, ...]  # by scenario: mask of the actors whose forces may differ from its base; -1: own too
    verdicts: tuple[Verdict, ...]
    every_coalition: bool
    shown: tuple[int, ...]
    binding: tuple[int, ...]
    break_even_years: tuple[int, ...]
    fingerprint: str = field(default="")

    def run_of(self, draws: Draws) -> Run:
        """Draw every world's lines for a shard."""
        return prepare(
            self.profile, self.transfers, protected=self.protected, known_on=self.known_on,
            scenarios=self.quantities, draws=draws,
        )  # fmt: skip

    def verdict_array(self) -> Floats:
        """Give the verdicts as the search reads them, (verdict, 3)."""
        return np.array([verdict.as_inequality() for verdict in self.verdicts])

    def search_bases(self) -> tuple[int, ...]:
        """Give for each scenario an earlier one whose verdicts predict its own: the world without, or its last year."""
        found, last = [], -1
        for i, (key, base) in enumerate(zip(self.keys, self.bases, strict=True)):
            found.append(last if key.world == "without" else base)
            last = i if key.world == "without" else last
        return tuple(found)

    def encounters(self, masks: Sequence[int]) -> "Encounters":
        """Give the encounters of some coalitions in every scenario, each different one once."""
        return Encounters.of(self, masks, {key.year for key in self.keys})

    def break_evens(self) -> "Encounters":
        """Give the encounters whose break-even is sought: the binding coalitions in the years asked for."""
        return Encounters.of(self, self.binding, self.break_even_years)


@dataclass(frozen=True, slots=True)
class Encounters:
    """Different (scenario, coalition) pairs, and where each scenario and coalition finds its own."""

    scenarios: NDArray[np.int64]  # (encounter,)
    masks: NDArray[np.int64]  # (encounter,)
    place: NDArray[np.int64]  # (scenario, coalition asked for); -1 in a year not asked for

    @classmethod
    def of(cls, plan: Plan, masks: Sequence[int], years: Collection[int]) -> "Encounters":
        """Leave out what a scenario shares with its base: a coalition none of whose members' forces differ."""
        found: list[tuple[int, int]] = []
        place = np.full((len(plan.keys), len(masks)), -1, dtype=np.int64)
        for s, (base, changed) in enumerate(zip(plan.bases, plan.changed, strict=True)):
            if plan.keys[s].year not in years:
                continue
            for i, mask in enumerate(masks):
                if base >= 0 and changed >= 0 and not mask & changed:
                    place[s, i] = place[base, i]
                else:
                    place[s, i] = len(found)
                    found.append((s, mask))
        pairs = np.array(found, dtype=np.int64).reshape(-1, 2)
        return cls(np.ascontiguousarray(pairs[:, 0]), np.ascontiguousarray(pairs[:, 1]), place)


def make_plan(
    profile: Profile, transfers: Sequence[ProposedTransfer], *, known_on: date, parameters: ModelParameters,
    protected: str | None = None, quantities: Sequence[int] = SCENARIO_QUANTITIES, years: Sequence[int] | None = None,
    worlds: Iterable[str] | None = None, reach: str = "default", seed: int = 0, n_draws: int = 1000,
    verdicts: Sequence[Verdict] = (HEADLINE,), every_coalition: bool = True, also_show: Iterable[Sequence[str]] = (),
    last_break_evens_only: bool = False,
) -> Plan:  # fmt: skip
    """Lay out a run. `years` are the benchmark years unless given; `worlds` all three unless given.

    With `last_break_evens_only`, break-evens are sought in the last year alone.

    InvalidInput if the classes of the model are not the kernel's, a year is outside the assessment, or an actor of
    `also_show` is none of the region's.
    """
    if len(kernel_classes()) != CLASSES:
        raise InvalidInput(
            f"The kernel is built for {CLASSES} classes; vocabulary/classes.csv has {len(kernel_classes())}."
        )
    state = protected or profile.protected
    coalitions = Coalitions(profile.opponents(state))
    pilot = prepare(
        profile,
        transfers,
        protected=state,
        known_on=known_on,
        scenarios=quantities,
        draws=Draws(seed, min(n_draws, 200)),
    )
    chosen = tuple(years) if years is not None else pilot.benchmark
    if set(chosen) - set(pilot.years):
        raise InvalidInput(
            f"The years {chosen} do not all lie in the assessment's {pilot.years[0]} to {pilot.years[-1]}."
        )
    keys, bases = scenario_keys(pilot, chosen)
    if worlds is not None:
        keys, bases = _only(keys, ("without", *worlds))
    day_tiers = tiers(profile, state, known_on)
    outside = {actor.actor_id for actor in profile.actors if actor.kind != "state"}
    binding = dict.fromkeys(int(m) for tier in day_tiers for m in coalitions.hardest_in_tier(tier, leave_out=outside))
    purchasers = [actor for actor in pilot.purchasers if actor in coalitions.actors]
    joined_by_buyer = [
        mask | coalitions.mask([buyer]) for buyer in purchasers for mask in binding if mask.bit_count() > 1
    ]
    binding.update(dict.fromkeys(joined_by_buyer))
    pairs = [coalitions.mask([buyer]) | 1 << other for buyer in purchasers for other in range(len(coalitions.actors))]
    extra = [coalitions.mask(members) for members in also_show]
    plan = Plan(
        profile=profile, transfers=tuple(transfers), protected=state, known_on=known_on, quantities=tuple(quantities),
        parameters=parameters, reach=reach, seed=seed, n_draws=n_draws, coalitions=coalitions,
        joined=joined_in_profile(profile, coalitions.actors, state), tiers=day_tiers, keys=keys, bases=bases,
        changed=_changed(pilot, keys, coalitions), verdicts=tuple(verdicts), every_coalition=every_coalition,
        shown=tuple(dict.fromkeys([*binding, *pairs, *extra])), binding=tuple(binding),
        break_even_years=(max(chosen),) if last_break_evens_only else tuple(chosen),
    )  # fmt: skip
    return _with_fingerprint(plan)


def _only(keys: Sequence[ScenarioKey], worlds: Sequence[str]) -> tuple[tuple[ScenarioKey, ...], tuple[int, ...]]:
    kept = tuple(key for key in keys if key.world in worlds)
    first = {key.year: i for i, key in enumerate(kept) if key.world == "without"}
    return kept, tuple(-1 if key.world == "without" else first[key.year] for key in kept)


def _changed(run: Run, keys: Sequence[ScenarioKey], coalitions: Coalitions) -> tuple[int, ...]:
    """Give for each scenario the mask of actors that its world adds to; -1 if it adds to the protected state too."""
    added: dict[tuple[str, int | None], int] = {("without", None): 0}
    for world in run.worlds(kernel_classes()):
        actors = {line.actor_id for line in world.lines[len(run.base) :]}
        own = run.protected in actors
        added[world.name, world.quantity] = -1 if own else coalitions.mask(actors)
    return tuple(added[key.world, key.quantity] for key in keys)


def _with_fingerprint(plan: Plan) -> Plan:
    """Name the plan by all that its numbers depend on, so that shards of another run are never taken for its own."""
    from dataclasses import replace

    described = {
        "profile": plan.profile.content_hash, "transfers": [repr(transfer) for transfer in plan.transfers],
        "protected": plan.protected, "known_on": plan.known_on.isoformat(), "quantities": plan.quantities,
        "reach": plan.reach, "seed": plan.seed, "keys": [key.label for key in plan.keys],
        "verdicts": [verdict.label for verdict in plan.verdicts], "every": plan.every_coalition,
        "shown": plan.shown, "binding": plan.binding, "break_even_years": plan.break_even_years,
        "member": plan.parameters.member,
        "multiplier": plan.parameters.multiplier,
        "defaults": {name: repr(entry.value) for name, entry in plan.parameters.defaults.items()},
        "topology": [repr(row) for row in plan.parameters.topology],
    }  # fmt: skip
    text = json.dumps(described, sort_keys=True, default=str)
    return replace(plan, fingerprint=hashlib.sha256(text.encode()).hexdigest())
