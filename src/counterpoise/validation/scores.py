"""Scores of forecasts and their paired differences: log loss, Brier, discrimination, calibration, CRPS, coverage."""

from collections.abc import Callable

import numpy as np

from counterpoise.balance.calibration_regression import Labels, Real, logit, resample_clusters
from counterpoise.validation.rows import Curve

SMALLEST_CHANCE = 1e-6


def log_losses(outcome: Real, chance: Real) -> Real:
    """Give the log loss of each forecast of a 0/1 outcome [nat]."""
    safe = np.clip(chance, SMALLEST_CHANCE, 1 - SMALLEST_CHANCE)
    return np.asarray(-(outcome * np.log(safe) + (1 - outcome) * np.log(1 - safe)))


def log_loss(outcome: Real, chance: Real) -> float:
    """Give the mean log loss [nat]."""
    return float(np.mean(log_losses(outcome, chance)))


def brier(outcome: Real, chance: Real) -> float:
    """Give the mean squared error of probabilities."""
    return float(np.mean((chance - outcome) ** 2))


def discrimination(outcome: Real, chance: Real) -> float:
    """Give the area under the curve: the chance that a win was given more than a loss; ties count one half."""
    from scipy.stats import rankdata

    wins = outcome == 1
    many, few = int(wins.sum()), int((~wins).sum())
    if many == 0 or few == 0:
        return float("nan")
    ranks = rankdata(chance)
    return float((ranks[wins].sum() - many * (many + 1) / 2) / (many * few))


def calibration_slope(outcome: Real, chance: Real) -> float:
    """Give the logit slope of the outcome on the forecast's log-odds; 1 is calibrated, below 1 too bold."""
    safe = np.clip(chance, SMALLEST_CHANCE, 1 - SMALLEST_CHANCE)
    return logit(outcome, {"forecast": np.log(safe / (1 - safe))}).value("forecast")


def brier_parts(outcome: Real, chance: Real, bins: int = 10) -> tuple[float, float, float]:
    """Give reliability, resolution and uncertainty (Murphy 1973) over groups of equal forecasts, or bins of them.

    With groups of equal forecasts, Brier = reliability - resolution + uncertainty exactly.
    """
    values, labels = np.unique(chance, return_inverse=True)
    if len(values) > bins:
        labels = np.minimum((np.argsort(np.argsort(chance, kind="stable")) * bins) // len(chance), bins - 1)
    size = np.bincount(labels).astype(float)
    forecast, share = np.bincount(labels, chance) / size, np.bincount(labels, outcome) / size
    base = float(outcome.mean())
    weight = size / size.sum()
    return float(weight @ (forecast - share) ** 2), float(weight @ (share - base) ** 2), base * (1 - base)


def crps_normal(outcome: Real, mean: Real, sd: Real) -> Real:
    """Give the continuous ranked probability score of normal forecasts (Gneiting and Raftery 2007, eq. 5)."""
    from scipy.special import ndtr

    z = (outcome - mean) / sd
    density = np.exp(-0.5 * z**2) / np.sqrt(2 * np.pi)
    return np.asarray(sd * (z * (2 * ndtr(z) - 1) + 2 * density - 1 / np.sqrt(np.pi)))


def bootstrap(
    statistic: Callable[[np.ndarray], float], clusters: Labels, *, draws: int, seed: int
) -> tuple[float, float]:
    """Give the 95 % interval of a statistic of rows when whole wars are drawn again with replacement."""
    rng = np.random.default_rng(seed)
    values = [statistic(resample_clusters(clusters, rng)) for _ in range(draws)]
    low, high = np.nanquantile(values, [0.025, 0.975])
    return float(low), float(high)


def mean_interval(values: Real, clusters: Labels, *, draws: int, seed: int) -> tuple[float, float]:
    """Give the 95 % interval of a mean when whole wars are drawn again with replacement."""
    return bootstrap(lambda rows: float(np.mean(values[rows])), clusters, draws=draws, seed=seed)


def mean_difference(
    ours: Real, theirs: Real, clusters: Labels, *, draws: int, seed: int
) -> tuple[float, tuple[float, float]]:
    """Give the mean paired difference of two losses (ours minus theirs) and its interval by war."""
    gap = ours - theirs
    return float(gap.mean()), mean_interval(gap, clusters, draws=draws, seed=seed)


def wilson(wins: float, many: int) -> tuple[float, float]:
    """Give Wilson's 95 % interval of a share, `wins` of `many`."""
    centre = (wins + 1.92) / (many + 3.84)
    reach = 1.96 * np.sqrt(wins * (many - wins) / many + 0.96) / (many + 3.84)
    return max(0.0, float(centre - reach)), min(1.0, float(centre + reach))


def reliability(title: str, outcome: Real, chance: Real, bins: int = 10) -> Curve:
    """Give a reliability diagram over bins of equally many forecasts, with Wilson's 95 % intervals."""
    places = np.array_split(np.argsort(chance, kind="stable"), bins)
    forecast, share, low, high, count = [], [], [], [], []
    for place in places:
        many, wins = len(place), float(outcome[place].sum())
        least, most = wilson(wins, many)
        forecast.append(float(chance[place].mean()))
        share.append(wins / many)
        low.append(least)
        high.append(most)
        count.append(many)
    return Curve(
        title=title,
        forecast=tuple(forecast),
        observed=tuple(share),
        low=tuple(low),
        high=tuple(high),
        count=tuple(count),
    )
