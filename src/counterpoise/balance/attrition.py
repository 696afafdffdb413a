"""Coefficients of the attrition model by draw, built from topology, scales and quality; no kill rate is typed anywhere.

docs/model/attrition.md holds the equations and their sources.
"""

import numpy as np
from numpy.typing import NDArray

from counterpoise.balance.draws import Draws, Floats
from counterpoise.balance.few_encounters import duel_scales
from counterpoise.balance.inventories import kernel_classes
from counterpoise.balance.kernels import Coefficients, Forces
from counterpoise.balance.parameters import ModelParameters
from counterpoise.errors import InvalidInput

RIVAL_STEPS = 8  # the rival's exponents: the midpoints of so many equal parts of its range


def build_coefficients(parameters: ModelParameters, draws: Draws, protected: str) -> Coefficients:
    """Give the coefficients of the draws, with a loss scale of 1 that `calibrate_scale` replaces."""
    preference, pressure = engagement_tables(parameters, draws)
    return Coefficients(
        preference.astype(np.float32), pressure.astype(np.float32), law_codes(parameters, draws),
        np.ones(draws.count, dtype=np.float32), log_multipliers(parameters, draws, protected),
    )  # fmt: skip


def engagement_tables(parameters: ModelParameters, draws: Draws) -> tuple[Floats, Floats]:
    """Give shooters' preference for targets, and rate times preference, both (draw, class * class), row by shooter."""
    classes = kernel_classes()
    preference = np.zeros((draws.count, len(classes), len(classes)))
    pressure = np.zeros_like(preference)
    for row in parameters.topology:
        scale = np.exp(parameters.value("family_log_sd") * draws.normal(f"family/{row.family}"))
        pairs = [(shooter, target) for shooter in row.shooters for target in row.targets]
        wanted = draws.normals([f"preference/{shooter}/{target}" for shooter, target in pairs])
        wanted = np.exp(parameters.value("preference_log_sd") * wanted)
        for (shooter, target), values in zip(pairs, wanted, strict=True):
            i, j = classes.index(shooter), classes.index(target)
            preference[:, i, j] = values
            pressure[:, i, j] = row.rate * scale * values
    return preference.reshape(draws.count, -1), pressure.reshape(draws.count, -1)


def law_codes(parameters: ModelParameters, draws: Draws) -> NDArray[np.int64]:
    """Draw the law of each draw as the kernel's code (`kernels.hit`)."""
    if parameters.member == "proportional":
        low, high = parameters.defaults["rival_exponent"].value
        place = np.floor(draws.uniform("rival_exponent") * RIVAL_STEPS)
        exponent = low + (place + 0.5) / RIVAL_STEPS * (high - low)
        return np.asarray(np.rint((exponent - 2.0) * 16.0), dtype=np.int64)
    entry = parameters.defaults["law_exponent"]
    values = tuple(float(s) for s in (entry.value if isinstance(entry.value, list) else [entry.value]))
    codes = tuple(4.0 * s for s in values)
    if any(code != round(code) or not 1 <= code <= 8 for code in codes):
        raise InvalidInput(f"law_exponent is {entry.value}; the kernel takes multiples of 0.25 from 0.25 to 2.")
    weights = entry.weights if entry.weights and len(entry.weights) == len(codes) else (1.0,) * len(codes)
    return np.asarray(draws.choice("law_exponent", codes, weights), dtype=np.int64)


def exponents(law: NDArray[np.int64]) -> Floats:
    """Give the law exponent s of each code."""
    return np.asarray(np.where(law > 0, law / 4.0, 2.0 + law / 16.0), dtype=np.float64)


def circumstances(parameters: ModelParameters, draws: Draws) -> Floats:
    """Draw the log of the circumstance factor, one a draw."""
    spread: Floats = parameters.value("circumstance_log_sd") * draws.normal("circumstance")
    return spread


def log_multipliers(parameters: ModelParameters, draws: Draws, protected: str) -> Floats:
    """Draw ln(M eps): the protected state's effectiveness multiplier in a new war, times the circumstance of the war.

    The multiplier was measured of one state; any other has the same spread around 1.
    """
    if parameters.multiplier == "one":
        return circumstances(parameters, draws)
    measured = protected == parameters.defaults["multiplier_measured_of"].value
    median = parameters.value("multiplier_median") if measured else 1.0
    own: Floats = np.log(median) + parameters.value("multiplier_log_sd") * draws.normal("multiplier")
    return own + circumstances(parameters, draws)


def duel_losses(parameters: ModelParameters, draws: Draws) -> Floats:
    """Draw the share that the protected state loses against its mirror image."""
    drawn = parameters.value("duel_loss") * np.exp(parameters.value("duel_loss_log_sd") * draws.normal("duel_loss"))
    return np.minimum(drawn, parameters.value("duel_loss_most"))


def calibrate_scale(
    coefficients: Coefficients, forces: Forces, parameters: ModelParameters, draws: Draws, *, reference: int = 0
) -> Coefficients:
    """Set each draw's loss scale so that the protected state, as in scenario `reference`, loses the duel's share.

    The reference stays the same in every world and year, so adding to the protected state never moves the scale.
    InvalidInput if the protected state's own fire cannot reach the forces it is measured on.
    """
    scale = duel_scales(
        coefficients, forces, reference, duel_losses(parameters, draws), dilution=parameters.value("dilution"),
        capacity=parameters.value("capacity"),
    )  # fmt: skip
    if not np.isfinite(scale).all():
        raise InvalidInput(
            "The protected state against its mirror image loses nothing at any scale: its classes cannot engage one "
            "another. Check its forces and the engagement topology."
        )
    return coefficients._replace(loss_scale=scale)
