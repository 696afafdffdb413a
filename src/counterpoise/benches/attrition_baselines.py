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

    The laws of a batch are of one member: Helmbold's form, positive codes, or the rival, the others.
    """
    w = coefficients.preference[draws].astype(np.float64).reshape(-1, CLASSES, CLASSES)
    a = coefficients.pressure[draws].astype(np.float64).reshape(-1, CLASSES, CLASSES)
    law = coefficients.law[draws][:, None, None]
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
        x *= share_kept(x, on_own, own_rate, law, capacity)
        y *= share_kept(y, on_other, other_rate, law, capacity)
    own = np.where(own_count > 0, 1.0 - x, 1.0) @ forces.own_weights[0]
    other = np.where(other_count > 0, 1.0 - y, 1.0) @ forces.other_weights[0]
    return own, other


def share_kept(left: Floats, pressure: Floats, rate: Floats, law: NDArray[np.int64], capacity: float) -> Floats:
    """Give the share of what is left of each class that a step leaves."""
    if law.min() > 0:
        lost: Floats = rate * np.minimum(pressure ** (law / 8.0), capacity * pressure)
        return 1.0 - np.minimum(1.0, lost)
    worn: Floats = rate * pressure * left ** (-law / 16.0)
    return np.where(worn <= 0.5, 1.0 - worn, 0.25 / np.maximum(worn, 0.5))


def lost_shares_odeint(
    coefficients: Coefficients, forces: Forces, scenario: int, draw: int, mask: int, *, dilution: float, capacity: float
) -> tuple[float, float]:
    """Give own and other lost shares of one encounter, by an adaptive solution of the same equations in time."""
    from scipy.integrate import odeint

    w = coefficients.preference[draw].astype(np.float64).reshape(CLASSES, CLASSES)
    a = coefficients.pressure[draw].astype(np.float64).reshape(CLASSES, CLASSES)
    law, half = int(coefficients.law[draw]), np.exp(0.5 * coefficients.log_multiplier[draw])
    scale = float(coefficients.loss_scale[draw])
    counts, fires = coalition_forces(forces, scenario, np.array([draw]), np.array([mask]))
    own_count, own_fire = (part[scenario, draw].astype(np.float64) for part in (forces.own_count, forces.own_fire))
    other_count, other_fire = counts[0, 0], fires[0, 0]

    def change(state: Floats, _time: float) -> Any:
        x, y = state[:CLASSES], state[CLASSES:]
        on_own = (other_fire * y / (dilution + w @ (own_count * x))) @ a
        on_other = (own_fire * x / (dilution + w @ (other_count * y))) @ a
        return np.concatenate((-scale / half * loss_rate(x, on_own), -scale * half * loss_rate(y, on_other)))

    def loss_rate(left: Floats, pressure: Floats) -> Floats:
        left, pressure = np.maximum(left, 0.0), np.maximum(pressure, 0.0)
        share = (
            np.minimum(pressure ** (law / 8.0), capacity * pressure) if law > 0 else pressure * left ** (-law / 16.0)
        )
        return left * share

    left = odeint(change, np.ones(2 * CLASSES), [0.0, 1.0])[-1]
    own_lost = np.where(own_count > 0, 1.0 - left[:CLASSES], 1.0) @ forces.own_weights[0]
    other_lost = np.where(other_count > 0, 1.0 - left[CLASSES:], 1.0) @ forces.other_weights[0]
    return float(own_lost), float(other_lost)
