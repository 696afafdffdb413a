"""What the answer hangs on: the variance that each group of latent factors answers for, and the horizon of robustness.

A study asks about one coalition in one year and quantity, with and without the transfer, on common draws. METHODS 4.3
and 4.4; balance model section 8.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from counterpoise.balance.attrition import build_coefficients, calibrate_scale
from counterpoise.balance.draws import Draws, Floats
from counterpoise.balance.latent_groups import GROUP_NAMES, ExchangedDraws, Grouping, MovedDraws
from counterpoise.balance.parameters import ModelParameters
from counterpoise.balance.profile import Profile
from counterpoise.balance.results import TINY, log_loss_ratio
from counterpoise.balance.shapley_effects import Exchange, ShapleyEffect, shapley_effects
from counterpoise.balance.simulation import measure_encounters
from counterpoise.balance.simulation_plan import Encounters, Plan
from counterpoise.balance.theatre import ScenarioKey, build_forces
from counterpoise.compute.on_threads import run_in_order
from counterpoise.errors import InvalidInput

SHARD = 256
OTHER_SEED = 0x5EED  # added to the run's seed for the second sample
CHANGE, LOSSES, LEVEL = "change_in_log_loss_ratio", "log_own_loss_ratio", "log_loss_ratio"
OUTPUTS = (CHANGE, LOSSES, LEVEL)
MOST_SD = 3.0


@dataclass(frozen=True, eq=False)
class Study:
    """One coalition in two scenarios of a plan in the same year: with the transfer, and the one it is compared with.

    `base` is the world without the transfer unless another is given (with a substitute).
    """

    plan: Plan
    mask: int
    scenario: ScenarioKey
    base: ScenarioKey | None = None

    def __post_init__(self) -> None:
        if self.scenario not in self.plan.keys or self.scenario.world == "without":
            raise InvalidInput(
                f"{self.scenario.label} is no scenario with a transfer. Choose one of "
                f"{', '.join(key.label for key in self.plan.keys if key.world != 'without')}."
            )

    @cached_property
    def keys(self) -> tuple[ScenarioKey, ScenarioKey]:
        """The scenario compared with, and the one with the transfer."""
        return self.base or ScenarioKey("without", None, self.scenario.year), self.scenario

    @cached_property
    def grouping(self) -> Grouping:
        """Finds the group of a latent factor."""
        return Grouping(self.plan.profile, self.plan.known_on)

    def changed(self, *, parameters: ModelParameters | None = None, profile: Profile | None = None) -> "Study":
        """Give the same study under other parameters or another profile of the same actors."""
        plan = replace(self.plan, parameters=parameters or self.plan.parameters, profile=profile or self.plan.profile)
        return Study(plan, self.mask, self.scenario, self.base)

    def outputs(self, draws: Draws) -> dict[str, Floats]:
        """Give the outputs by draw: change of E, log of the own-loss ratio, and E with the transfer."""
        chosen = self.plan.parameters
        forces = build_forces(
            self.plan.run_of(draws), self.keys, chosen, preset=self.plan.reach, actors=self.plan.coalitions.actors,
            joined=self.plan.joined,
        )  # fmt: skip
        coefficients = build_coefficients(chosen, draws, self.plan.protected)
        coefficients = calibrate_scale(coefficients, forces, chosen, draws)
        pair = np.array([0, 1], dtype=np.int64)
        masks = np.full(2, self.mask, dtype=np.int64)
        both = Encounters(pair, masks, pair[:, None])
        own, other, _, _ = measure_encounters(coefficients, forces, both, chosen)
        ours, theirs = own[0].astype(np.float64), other[0].astype(np.float64)
        level = log_loss_ratio(ours, theirs)
        return {
            CHANGE: level[1] - level[0], LOSSES: np.log(ours[1] + TINY) - np.log(ours[0] + TINY), LEVEL: level[1],
        }  # fmt: skip

    def outputs_in_shards(self, shards: Sequence[Draws], *, workers: int) -> dict[str, Floats]:
        """Give the outputs of several shards joined, in order."""
        parts = list(run_in_order(self.outputs, shards, workers=workers))
        return {name: np.concatenate([part[name] for part in parts]) for name in OUTPUTS}

    def effects(
        self, *, count: int, workers: int = 1, tell: Callable[[float], None] | None = None
    ) -> tuple[ShapleyEffect, ...]:
        """Estimate the Shapley effects of the latent groups on every output; `tell` hears the share that is done."""
        seed, done = self.plan.seed, 0

        def evaluate(exchanged: Exchange) -> Mapping[str, Floats]:
            nonlocal done
            shards = [
                ExchangedDraws(
                    seed, min(SHARD, count - start), start, seed + OTHER_SEED, self.grouping.group_of,
                    {name: mask[start : start + SHARD] for name, mask in exchanged.items()},
                )
                for start in range(0, count, SHARD)
            ]  # fmt: skip
            found = self.outputs_in_shards(shards, workers=workers)
            done += 1
            if tell is not None:
                tell(done / (len(GROUP_NAMES) + 1))
            return found

        return shapley_effects(evaluate, GROUP_NAMES, seed=seed, count=count)


@dataclass(frozen=True, slots=True, kw_only=True)
class Horizon:
    """How far every factor may move against the protected state at once until its edge no longer holds [sd].

    Info-gap robustness: the largest h for which the worst case within h of the medians still has E >= threshold. The
    order of the model makes the worst case a corner, so it is found by bisection. None: not within three.
    """

    threshold: float
    without: float | None
    with_it: float | None
    moved: tuple[str, ...]


ADVERSE = {"circumstance": -1.0, "multiplier": -1.0}


def horizon(study: Study, *, threshold: float = 0.0) -> Horizon:
    """Find the horizon in both worlds. Factors without a direction (law, coefficients, quality) stay put."""
    protected, actors = study.plan.protected, study.plan.coalitions.actors
    rows = study.plan.profile.force_index
    orders = {row.order_id: row.actor_id for row in study.plan.profile.deliveries}

    def sign(name: str) -> float:
        first, _, rest = name.partition("/")
        owner = rest.partition("/")[0]
        if first == "count":
            owner = rows[rest].actor_id
        elif first == "order":
            owner = orders.get(rest, "")
        elif first not in ("effectiveness", "count_bias", "reach"):
            return ADVERSE.get(first, 0.0)
        return -1.0 if owner == protected else 1.0 if owner in actors else 0.0

    def level(places: Floats) -> Floats:
        def place(name: str) -> Floats | None:
            turned = sign(name)
            return turned * places if turned else None

        draws = MovedDraws(study.plan.seed, len(places), 0, place)
        found = study.outputs(draws)
        return np.stack([found[LEVEL] - found[CHANGE], found[LEVEL]])

    without = _last_holding(lambda h: level(h)[0] >= threshold)
    with_it = _last_holding(lambda h: level(h)[1] >= threshold)
    moved = ("circumstance", "multiplier", "effectiveness", "counts", "count bias", "orders", "reach")
    return Horizon(threshold=threshold, without=without, with_it=with_it, moved=moved)


def _last_holding(holds: Callable[[Floats], NDArray[np.bool_]]) -> float | None:
    """Bisect, 32 places at a time, for the largest h up to three at which `holds` is true; it only ever turns once."""
    low, high = 0.0, MOST_SD
    for _ in range(3):
        places = np.linspace(low, high, 32)
        true = holds(places)
        if true.all():
            return None if high == MOST_SD else high
        first = int(np.argmin(true))
        if first == 0:
            return float(places[0]) if low > 0 else 0.0
        low, high = float(places[first - 1]), float(places[first])
    return low
