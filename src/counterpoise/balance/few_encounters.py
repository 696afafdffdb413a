"""A few encounters in every draw, fought with the draws side by side; and the loss scale from the duel of equals."""

import numpy as np
from numpy.typing import NDArray

from counterpoise.balance.draw_runs import MOST_LOG, Sides, break_even_draws, fight_draws, make_search, mirror_scales
from counterpoise.balance.draws import Floats
from counterpoise.balance.kernels import CLASSES, Coefficients, Forces
from counterpoise.balance.kernels_by_draw import block_pointer, make_block

Losses = tuple[NDArray[np.float32], NDArray[np.float32], Floats, Floats]


def measure_few(
    coefficients: Coefficients, forces: Forces, scenarios: NDArray[np.int64], masks: NDArray[np.int64], *,
    dilution: float, capacity: float,
) -> Losses:  # fmt: skip
    """Fight encounters in every draw: own and other lost shares (group, encounter, draw), and sums by class.

    The same as `encounter_runs.measure` to rounding; faster where there are fewer encounters than lanes.
    """
    n, n_draws, n_groups = masks.size, coefficients.law.size, len(forces.own_weights)
    own, other = (np.zeros((n_groups, n, n_draws), dtype=np.float32) for _ in range(2))
    own_classes, other_classes = (np.zeros((n, CLASSES)) for _ in range(2))
    work, fight, order = make_block(dilution=dilution, capacity=capacity), block_pointer("both"), _by_law(coefficients)
    own_lost, other_lost = (np.zeros((n_draws, CLASSES), dtype=np.float32) for _ in range(2))
    for i, (scenario, mask) in enumerate(zip(scenarios, masks, strict=True)):
        sides = sides_of(forces, int(scenario), int(mask))
        fight_draws(fight, work, order, coefficients, sides, own_lost, other_lost)
        own[:, i] = _shares(sides.own_count, own_lost, forces.own_weights)
        other[:, i] = _shares(sides.other_count, other_lost, forces.other_weights)
        own_classes[i], other_classes[i] = (lost.sum(axis=0, dtype=np.float64) for lost in (own_lost, other_lost))
    return own, other, own_classes, other_classes


def duel_scales(
    coefficients: Coefficients, forces: Forces, scenario: int, wanted: Floats, *, dilution: float, capacity: float
) -> NDArray[np.float32]:
    """Give the loss scale of each draw at which the protected state loses the share wanted against its mirror image."""
    count, fire = (np.ascontiguousarray(side[scenario]) for side in (forces.own_count, forces.own_fire))
    scale = np.empty(wanted.size, dtype=np.float32)
    work = make_block(dilution=dilution, capacity=capacity)
    mirror_scales(
        block_pointer("mirror"), work, make_search(), _by_law(coefficients), coefficients,
        Sides(count, fire, count, fire), np.ascontiguousarray(forces.own_weights[0]), wanted, scale,
    )  # fmt: skip
    return scale


def break_evens(
    coefficients: Coefficients, forces: Forces, scenarios: NDArray[np.int64], masks: NDArray[np.int64], guess: Floats,
    *, threshold: float, dilution: float, capacity: float,
) -> Floats:  # fmt: skip
    """Give ln(M eps) at which E of each encounter is the threshold, (encounter, draw); infinite beyond the range.

    A coalition's first search begins at `guess` (encounter, draw), its later ones where the one before ended: worlds
    and years move the answer little. Where a search begins moves the answer by less than its tolerance.
    """
    found = np.zeros(guess.shape)
    work, search = make_block(dilution=dilution, capacity=capacity), make_search()
    fight, order = block_pointer("both"), _by_law(coefficients)
    own_weights, other_weights = (np.ascontiguousarray(w[0]) for w in (forces.own_weights, forces.other_weights))
    before: dict[int, int] = {}
    for i, (scenario, mask) in enumerate(zip(scenarios.tolist(), masks.tolist(), strict=True)):
        sides = sides_of(forces, scenario, mask)
        begin = np.clip(found[before[mask]], -MOST_LOG, MOST_LOG) if mask in before else guess[i]
        break_even_draws(
            fight, work, search, order, coefficients, sides, own_weights, other_weights, begin, threshold, found[i]
        )
        before[mask] = i
    return found


def sides_of(forces: Forces, scenario: int, mask: int) -> Sides:
    """Give the protected state and a coalition in a scenario by draw; land strength only of members that are joined.

    Members are added in float64, as the lanes of `engine_room` do.
    """
    bits = np.arange(forces.actor_count.shape[2])
    members = (mask >> bits & 1).astype(bool)
    joined = (mask & int(forces.joined[mask])) >> bits & 1
    counts = np.where(forces.is_land, joined[members, None], 1)

    def added(values: NDArray[np.float32]) -> NDArray[np.float32]:
        summed: Floats = np.einsum("dac,ac->dc", values[scenario][:, members].astype(np.float64), counts)
        return summed.astype(np.float32)

    own_count, own_fire = (np.ascontiguousarray(side[scenario]) for side in (forces.own_count, forces.own_fire))
    return Sides(own_count, own_fire, added(forces.actor_count), added(forces.actor_fire))


def _shares(count: NDArray[np.float32], lost: NDArray[np.float32], weights: Floats) -> NDArray[np.float32]:
    """Give lost shares under fixed class weights, (group, draw); an absent class counts as lost."""
    found: NDArray[np.float32] = (weights @ np.where(count > 0, lost, 1.0).T.astype(np.float64)).astype(np.float32)
    return found


def _by_law(coefficients: Coefficients) -> NDArray[np.int64]:
    return np.argsort(coefficients.law, kind="stable")
