"""The audit page: classes that never die, never shoot or never matter: hidden constants come to light here.

A radar that could not be killed, or scouts coded as infantry that always attacked, stood unnoticed in models for years.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from counterpoise.balance.draws import Draws
from counterpoise.balance.inventories import kernel_classes
from counterpoise.balance.parameters import class_groups
from counterpoise.balance.results import log_loss_ratio
from counterpoise.balance.simulation import measure_encounters, prepare_draws
from counterpoise.balance.simulation_plan import Plan

N_DRAWS = 100
NEVER = 1e-4  # a lost share, or a change of E for a tenth more of a class, below this is none
MORE = np.float32(1.1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassAudit:
    """What became of one class over the encounters audited; shares are means over draws, the most of any encounter.

    `matters`: how far the median of E moves, at most, if both sides have a tenth more of the class.
    """

    class_id: str
    group: str
    own_holds: bool
    others_hold: bool
    own_lost: float
    others_lost: float
    has_targets: bool  # a row of the topology lets it engage something
    is_engaged: bool  # a row of the topology lets something engage it
    matters: float

    @property
    def findings(self) -> tuple[str, ...]:
        """What a reader should know: an empty tuple if the class dies, shoots and matters."""
        held = self.own_holds or self.others_hold
        said = []
        if not held:
            said.append("nobody holds any")
        if held and max(self.own_lost, self.others_lost) < NEVER:
            said.append("never dies" if self.is_engaged else "never dies: nothing can engage it")
        if not self.has_targets:
            said.append("never shoots: it can engage nothing")
        if held and self.matters < NEVER:
            said.append("never matters")
        return tuple(said)


def audit_classes(plan: Plan, masks: Sequence[int] | None = None) -> tuple[ClassAudit, ...]:
    """Audit every class in the plan's first scenario, against the binding coalitions unless others are given."""
    first = replace(plan, keys=plan.keys[:1], bases=plan.bases[:1], changed=plan.changed[:1])
    draws = Draws(plan.seed, min(N_DRAWS, plan.n_draws))
    coefficients, forces = prepare_draws(first, draws)
    encounters = first.encounters(tuple(masks or plan.binding))
    own, other, own_classes, other_classes = measure_encounters(coefficients, forces, encounters, plan.parameters)
    level = np.median(log_loss_ratio(own[0].astype(np.float64), other[0].astype(np.float64)), axis=1)
    found = []
    for j, class_id in enumerate(kernel_classes()):
        factor = np.ones(len(kernel_classes()), dtype=np.float32)
        factor[j] = MORE
        more = forces._replace(
            own_count=forces.own_count * factor, own_fire=forces.own_fire * factor,
            actor_count=forces.actor_count * factor, actor_fire=forces.actor_fire * factor,
        )  # fmt: skip
        ours, theirs, _, _ = measure_encounters(coefficients, more, encounters, plan.parameters)
        moved = np.median(log_loss_ratio(ours[0].astype(np.float64), theirs[0].astype(np.float64)), axis=1) - level
        held = bool((forces.own_count[..., j] > 0).any())
        held_by_others = bool((forces.actor_count[..., j] > 0).any())
        own_lost = float(own_classes[:, j].max() / draws.count)
        others_lost = float(other_classes[:, j].max() / draws.count)
        found.append(
            ClassAudit(
                class_id=class_id, group=class_groups()[j], own_holds=held, others_hold=held_by_others,
                own_lost=own_lost if held else 0.0, others_lost=others_lost if held_by_others else 0.0,
                has_targets=any(class_id in row.shooters for row in plan.parameters.topology),
                is_engaged=any(class_id in row.targets for row in plan.parameters.topology),
                matters=float(np.abs(moved).max()),
            )
        )  # fmt: skip
    return tuple(found)
