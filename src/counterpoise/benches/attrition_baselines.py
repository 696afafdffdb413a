"""The attrition kernel as others would write it: batched numpy in float64, and an adaptive solver for one encounter.

Written from the equations of docs/model/attrition.md, not from the compiled code: tests hold the three together.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from counterpoise.balance.draws import Floats
from counterpoise.balance.kernels import CLASSES, STEPS, Coefficients, Forces


def coalition_forces(
    forces: Forces, scenario: int, draws: NDArray[np.int64], masks: NDArray[np.int64]
) -> tuple[Floats, Floats]:
    """Give the counts and fire of coalitions, each (draw, coalition, class)."""
    bits = np.arange(forces.actor_count.shape[2])
    members = (masks[:, None] >> bits & 1).astype(np.float64)
    joined = ((masks & forces.joined[masks])[:, None] >> bits & 1).astype(np.float64)
    found = []
    for inventory in (forces.actor_count, forces.actor_fire):
        by_actor = inventory[scenario, draws].astype(np.float64)
        found.append(np.where(forces.is_land, joined @ by_actor, members @ by_actor))
    return found[0], found[1]


def lost_shares_numpy(
    coefficients: Coefficients, forces: Forces, scenario: int, draws: NDArray[np.int64], masks: NDArray[np.int64], *,
    dilution: float, capacity: float,
) -> tuple[Floats, Floats]:  # fmt: skip
    """Give own and other lost shares (draw, coalition), float64, all draws and coalitions of the batch at once.

    Helmbold's form only: every law of the batch is a positive code.
    """
    w = coefficients.preference[draws].astype(np.float64).reshape(-1, CLASSES, CLASSES)
    a = coefficients.pressure[draws].astype(np.float64).reshape(-1, CLASSES, CLASSES)
    power = (coefficients.law[draws] / 8.0)[:, None, None]
    half = np.exp(0.5 * coefficients.log_multiplier[draws])
    scale = coefficients.loss_scale[draws].astype(np.float64)
    own_rate, other_rate = (scale / half / STEPS)[:, None, None], (scale * half / STEPS)[:, None, None]
    other_count, other_fire = coalition_forces(forces, scenario, draws, masks)
    own_count = forces.own_count[scenario, draws].astype(np.float64)[:, None, :]
    own_fire = forces.own_fire[scenario, draws].astype(np.float64)[:, None, :]
    x, y = np.ones_like(other_count), np.ones_like(other_count)
    to_targets, to_pressure = w.transpose(0, 2, 1), a
    for _ in range(STEPS):
        own_aimed = own_fire * x / (dilution + (other_count * y) @ to_targets)
        other_aimed = other_fire * y / (dilution + (own_count * x) @ to_targets)
        on_own, on_other = other_aimed @ to_pressure, own_aimed @ to_pressure
        x *= 1.0 - np.minimum(1.0, own_rate * np.minimum(on_own**power, capacity * on_own))
        y *= 1.0 - np.minimum(1.0, other_rate * np.minimum(on_other**power, capacity * on_other))
    own = np.where(own_count > 0, 1.0 - x, 1.0) @ forces.own_weights[0]
    other = np.where(other_count > 0, 1.0 - y, 1.0) @ forces.other_weights[0]
    return own, other


def lost_shares_odeint(
    coefficients: Coefficients, forces: Forces, scenario: int, draw: int, mask: int, *, dilution: float, capacity: float
) -> tuple[float, float]:
    """Give own and other lost shares of one encounter, by an adaptive solution of the same equations in time."""
    from scipy.integrate import odeint

    w = coefficients.preference[draw].astype(np.float64).reshape(CLASSES, CLASSES)
    a = coefficients.pressure[draw].astype(np.float64).reshape(CLASSES, CLASSES)
    power, half = coefficients.law[draw] / 8.0, np.exp(0.5 * coefficients.log_multiplier[draw])
    scale = float(coefficients.loss_scale[draw])
    counts, fires = coalition_forces(forces, scenario, np.array([draw]), np.array([mask]))
    own_count, own_fire = (part[scenario, draw].astype(np.float64) for part in (forces.own_count, forces.own_fire))
    other_count, other_fire = counts[0, 0], fires[0, 0]

    def change(state: Floats, _time: float) -> Any:
        x, y = state[:CLASSES], state[CLASSES:]
        on_own = (other_fire * y / (dilution + w @ (own_count * x))) @ a
        on_other = (own_fire * x / (dilution + w @ (other_count * y))) @ a
        own = scale / half * np.minimum(np.maximum(on_own, 0.0) ** power, capacity * on_own)
        other = scale * half * np.minimum(np.maximum(on_other, 0.0) ** power, capacity * on_other)
        return np.concatenate((-x * own, -y * other))

    left = odeint(change, np.ones(2 * CLASSES), [0.0, 1.0])[-1]
    own_lost = np.where(own_count > 0, 1.0 - left[:CLASSES], 1.0) @ forces.own_weights[0]
    other_lost = np.where(other_count > 0, 1.0 - left[CLASSES:], 1.0) @ forces.other_weights[0]
    return float(own_lost), float(other_lost)
