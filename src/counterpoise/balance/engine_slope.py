"""How steeply the engine's own victories rise with the strength ratio: the kernel held against history's slope.

Two forces of the region's pooled composition, one a multiple of the other, fight on the model's draws with a
multiplier of median 1 (history's battles are not one state's). The chance of a win is the mean of the measured link.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from counterpoise.balance.attrition import build_coefficients, calibrate_scale
from counterpoise.balance.calibration_regression import logit
from counterpoise.balance.draws import Draws, Floats
from counterpoise.balance.kernels import Forces
from counterpoise.balance.parameters import ModelParameters, class_groups
from counterpoise.balance.profile import Profile
from counterpoise.balance.results import log_loss_ratio
from counterpoise.balance.simulation import measure_encounters
from counterpoise.balance.simulation_plan import Encounters
from counterpoise.balance.theatre import class_weights, group_weights, index_weights, pooled_formations

GRID = np.linspace(-4.0, 4.0, 41)  # log strength ratios at which the kernel is run; between them straight lines


def win_chances(profile: Profile, parameters: ModelParameters, draws: Draws) -> Floats:
    """Give the chance of a win at each log ratio of GRID."""
    median = replace(parameters.defaults["multiplier_median"], value=1.0)
    everybody = replace(parameters, defaults={**parameters.defaults, "multiplier_median": median})
    coefficients = build_coefficients(everybody, draws, profile.protected)
    effectiveness = parameters.value("effectiveness_log_sd") * draws.normal("effectiveness/other side")
    coefficients = coefficients._replace(log_multiplier=coefficients.log_multiplier + effectiveness)
    forces = _scaled_forces(profile, parameters, draws.count)
    coefficients = calibrate_scale(coefficients, forces, parameters, draws, reference=GRID.size // 2)
    scenarios = np.arange(GRID.size, dtype=np.int64)
    pairs = Encounters(scenarios, np.ones_like(scenarios), scenarios[:, None])
    own, other, _, _ = measure_encounters(coefficients, forces, pairs, parameters)
    ratio = log_loss_ratio(own[0].astype(np.float64), other[0].astype(np.float64))
    intercept, slope = parameters.value("link_intercept"), parameters.value("link_slope")
    return np.asarray((1.0 / (1.0 + np.exp(-(intercept + slope * ratio)))).mean(axis=1))


def engine_slope(log_ratios: NDArray[np.float64], profile: Profile, parameters: ModelParameters, draws: Draws) -> float:
    """Give the logit slope of win on log strength ratio that a large sample of the engine's battles would show."""
    chances = np.interp(log_ratios, GRID, win_chances(profile, parameters, draws))
    return float(logit(chances, {"ratio": log_ratios}).value("ratio"))


def _scaled_forces(profile: Profile, parameters: ModelParameters, n_draws: int) -> Forces:
    """Give the average actor's force times the root of each ratio on the own side, and over it on the other."""
    average = pooled_formations(profile) / len(profile.actor_ids)
    root = np.exp(GRID / 2.0)[:, None, None]
    own = np.broadcast_to(average * root, (GRID.size, n_draws, average.size)).astype(np.float32)
    other = np.broadcast_to(average / root, own.shape).astype(np.float32)[:, :, None, :]
    weights = group_weights(class_weights(profile, parameters))
    return Forces(
        own, own, other, other, np.array([0, 1]), np.array([group == "land" for group in class_groups()]), weights,
        weights, index_weights(profile, parameters),
    )  # fmt: skip
