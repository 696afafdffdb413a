"""What a law exponent and a spread imply for who wins: the slope and the discrimination that history would show."""

import numpy as np

from counterpoise.balance.calibration_regression import Real, logit, probability

NODES = 81


def implied_chance(log_ratio: Real, *, exponent: float, spread: float, link: tuple[float, float]) -> Real:
    """Give the chance of a win at each log strength ratio: the link averaged over the spread, by quadrature.

    Loss advantage E = exponent x log ratio + spread x z, z standard normal; P(win) = logistic(link0 + link1 E).
    """
    nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
    advantage = exponent * log_ratio[:, None] + spread * nodes
    chance: Real = probability(link[0] + link[1] * advantage) @ (weights / weights.sum())
    return chance


def implied_slope(log_ratio: Real, *, exponent: float, spread: float, link: tuple[float, float]) -> float:
    """Give the logit slope of win on log ratio that a large sample of such outcomes would show."""
    chance = implied_chance(log_ratio, exponent=exponent, spread=spread, link=link)
    return logit(chance, {"ratio": log_ratio}).value("ratio")


def implied_discrimination(log_ratio: Real, *, exponent: float, spread: float, link: tuple[float, float]) -> float:
    """Give the expected area under the curve when such outcomes are ranked by the ratio: strength's own ceiling."""
    chance = implied_chance(log_ratio, exponent=exponent, spread=spread, link=link)
    order = np.argsort(log_ratio, kind="stable")
    win, loss = chance[order], 1 - chance[order]
    # A tie of ratios counts one half; groups of equal ratios are taken together.
    _, groups = np.unique(log_ratio[order], return_inverse=True)
    wins, losses = np.bincount(groups, win), np.bincount(groups, loss)
    below = np.cumsum(losses) - losses
    return float(wins @ (below + losses / 2) / (wins.sum() * losses.sum()))


def spread_for_slope(log_ratio: Real, *, exponent: float, slope: float, link: tuple[float, float]) -> float:
    """Find the spread at which an exponent implies the slope that was observed, by bisection on 0 to 20."""
    low, high = 0.0, 20.0
    while high - low > 1e-6:
        middle = (low + high) / 2
        too_steep = implied_slope(log_ratio, exponent=exponent, spread=middle, link=link) > slope
        low, high = (middle, high) if too_steep else (low, middle)
    return (low + high) / 2
