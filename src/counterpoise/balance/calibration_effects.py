"""Spread between and within groups, and what a group that nobody has seen yet may bring.

Three tools: variance components by the method of moments; the random-effects mean of published kind (DerSimonian and
Laird 1986) with its predictive interval; and the full posterior of a mean and a spread on a grid, which also counts
that a spread measured on three or four groups is itself poorly known.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from counterpoise.balance.calibration_regression import Labels, Real

NORMAL_90 = 1.6448536269514722


@dataclass(frozen=True, slots=True)
class VarianceComponents:
    """How far groups lie apart and how far members lie from their group [log units, standard deviations]."""

    between: float
    within: float
    groups: int
    rows: int

    @property
    def together(self) -> float:
        """The spread of one member of an unknown group."""
        return float(np.hypot(self.between, self.within))


def variance_components(values: Real, groups: Labels, *, least_rows: int) -> VarianceComponents:
    """Split a spread into between and within groups by the analysis-of-variance moments for unequal groups.

    Groups with fewer than `least_rows` rows are left out. A negative estimate between groups is returned as zero.
    """
    _, inverse, counts = np.unique(groups, return_inverse=True, return_counts=True)
    kept = counts[inverse] >= least_rows
    values, labels = values[kept], inverse[kept]
    size = counts[counts >= least_rows].astype(float)
    _, labels = np.unique(labels, return_inverse=True)
    means = np.bincount(labels, values) / size
    rows, many = len(values), len(size)
    within = float(np.sum((values - means[labels]) ** 2)) / (rows - many)
    spread = float(np.sum(size * (means - values.mean()) ** 2)) / (many - 1)
    average_size = (rows - float(np.sum(size**2)) / rows) / (many - 1)
    return VarianceComponents(
        between=max(0.0, (spread - within) / average_size) ** 0.5, within=within**0.5, groups=many, rows=rows
    )


@dataclass(frozen=True, slots=True)
class RandomEffects:
    """A mean over groups, their spread, and the interval for a group not seen yet [log units]."""

    mean: float
    mean_error: float
    spread: float  # between groups
    groups: int

    @property
    def predictive_sd(self) -> float:
        """The standard deviation of a new group's true value: its spread and the mean's own error."""
        return float(np.hypot(self.spread, self.mean_error))

    def predictive(self, reach: float = NORMAL_90) -> tuple[float, float]:
        """Give the interval of a new group's true value; 90 % unless told."""
        return self.mean - reach * self.predictive_sd, self.mean + reach * self.predictive_sd


def random_effects(estimates: Sequence[float], errors: Sequence[float]) -> RandomEffects:
    """Combine one estimate a group into a mean and a spread: the moment estimator of DerSimonian and Laird (1986)."""
    value, weight = np.asarray(estimates, dtype=float), 1 / np.asarray(errors, dtype=float) ** 2
    fixed = float(weight @ value) / weight.sum()
    excess = float(weight @ (value - fixed) ** 2) - (len(value) - 1)
    spread2 = max(0.0, excess / (weight.sum() - float(weight @ weight) / weight.sum()))
    again = 1 / (1 / weight + spread2)
    return RandomEffects(
        mean=float(again @ value) / again.sum(), mean_error=float(again.sum() ** -0.5), spread=spread2**0.5,
        groups=len(value),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class HierarchicalPrior:
    """Priors of the two-level model: normal on the mean, half-normal on the spread [log units]."""

    mean: float = 0.0
    mean_sd: float = 1.5
    spread_scale: float = 1.0


@dataclass(frozen=True, slots=True)
class HierarchicalPosterior:
    """Posterior of a mean and a spread on a grid of spreads; given the spread the mean is exactly normal."""

    spreads: Real  # (point,)
    weights: Real  # (point,) sums to 1
    mean: Real  # (point,) posterior mean of the mean, given the spread
    mean_sd: Real  # (point,)

    def draw(self, count: int, rng: np.random.Generator) -> tuple[Real, Real]:
        """Draw means and spreads from the joint posterior."""
        point = rng.choice(len(self.spreads), size=count, p=self.weights)
        return rng.normal(self.mean[point], self.mean_sd[point]), self.spreads[point]

    def predictive_quantiles(self, levels: Sequence[float]) -> list[float]:
        """Give quantiles of a new group's true value: a mixture of normals over the grid, solved by bisection."""
        from scipy.special import ndtr

        width = np.hypot(self.mean_sd, self.spreads)
        answers = []
        for level in levels:
            low, high = float(np.min(self.mean - 12 * width)), float(np.max(self.mean + 12 * width))
            for _ in range(200):
                middle = (low + high) / 2
                below = float(self.weights @ ndtr((middle - self.mean) / width))
                low, high = (middle, high) if below < level else (low, middle)
            answers.append((low + high) / 2)
        return answers


def hierarchical_posterior(
    estimates: Sequence[float], errors: Sequence[float], prior: HierarchicalPrior | None = None, *, points: int = 800
) -> HierarchicalPosterior:
    """Give the posterior of the mean and spread over groups; both integrals over the groups' true values are exact."""
    prior = prior or HierarchicalPrior()
    value, error = np.asarray(estimates, dtype=float), np.asarray(errors, dtype=float)
    # Midpoints of equal cells out to five scales: the half-normal prior holds 6e-7 beyond.
    spreads = (np.arange(points) + 0.5) * (5 * prior.spread_scale / points)
    variance = error[None, :] ** 2 + spreads[:, None] ** 2
    precision = 1 / prior.mean_sd**2 + np.sum(1 / variance, axis=1)
    mean = (prior.mean / prior.mean_sd**2 + np.sum(value / variance, axis=1)) / precision
    log_weight = (
        -0.5 * (spreads / prior.spread_scale) ** 2
        - 0.5 * np.sum(np.log(variance), axis=1)
        - 0.5 * np.log(precision)
        - 0.5 * (np.sum(value**2 / variance, axis=1) + prior.mean**2 / prior.mean_sd**2 - mean**2 * precision)
    )
    weights: Real = np.exp(log_weight - log_weight.max())
    mean_sd: Real = 1 / np.sqrt(precision)
    return HierarchicalPosterior(spreads, weights / weights.sum(), mean, mean_sd)
