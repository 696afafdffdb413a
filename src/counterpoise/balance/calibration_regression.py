"""Straight lines and log-odds with honest standard errors: battles of one war are not independent.

Formulas, so that a reader can redo them: ordinary least squares; maximum-likelihood logit by Newton's method; the
sandwich with one score per war (Liang and Zeger 1986) and the usual small-sample factors. An interval is the normal
95 % one, estimate +- 1.96 standard errors, because the published figures these numbers are checked against are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from counterpoise.errors import InvalidInput

Real = NDArray[np.floating[Any]]
Mask = NDArray[np.bool_]
Labels = NDArray[Any]  # one label a row: the war, the dyad

NORMAL_95 = 1.959963984540054
NEWTON_STEPS = 60


@dataclass(frozen=True, slots=True)
class Regression:
    """A fitted line: coefficients by name, with the covariance asked for."""

    names: tuple[str, ...]
    coefficients: Real  # (term,)
    covariance: Real  # (term, term)
    residuals: Real  # (row,); of a logit: outcome minus probability
    residual_sd: float  # with the degrees of freedom taken off; of a logit: NaN
    r_squared: float  # of a logit: NaN
    rows: int
    clusters: int  # number of wars the errors are clustered by; 0 when they are not

    def value(self, name: str) -> float:
        """Give one coefficient."""
        return float(self.coefficients[self.names.index(name)])

    def error(self, name: str) -> float:
        """Give the standard error of one coefficient."""
        place = self.names.index(name)
        return float(np.sqrt(self.covariance[place, place]))

    def interval(self, name: str) -> tuple[float, float]:
        """Give the normal 95 % confidence interval of one coefficient."""
        middle, reach = self.value(name), NORMAL_95 * self.error(name)
        return middle - reach, middle + reach


def least_squares(
    outcome: Real, terms: dict[str, Real], *, clusters: Labels | None = None, robust: bool = False
) -> Regression:
    """Fit a straight line with an intercept; errors by war if `clusters` is given, HC1 if only `robust` is.

    The cluster factor is G/(G-1) x (n-1)/(n-k), HC1's is n/(n-k), as in Stata and statsmodels.
    """
    names, design = _design(outcome, terms)
    rows, width = design.shape
    bread = np.linalg.inv(design.T @ design)
    coefficients = bread @ (design.T @ outcome)
    residuals = outcome - design @ coefficients
    scores = design * residuals[:, None]
    variance = float(residuals @ residuals) / (rows - width)
    count = 0
    if clusters is not None:
        meat, count = _meat(scores, clusters)
        covariance = bread @ meat @ bread * (count / (count - 1)) * ((rows - 1) / (rows - width))
    elif robust:
        covariance = bread @ (scores.T @ scores) @ bread * (rows / (rows - width))
    else:
        covariance = bread * variance
    total = float(np.sum((outcome - outcome.mean()) ** 2))
    return Regression(
        names=names, coefficients=coefficients, covariance=covariance, residuals=residuals,
        residual_sd=variance**0.5, r_squared=1 - float(residuals @ residuals) / total, rows=rows, clusters=count,
    )  # fmt: skip


def logit(
    outcome: Real,
    terms: dict[str, Real],
    *,
    clusters: Labels | None = None,
    ridge: float = 0.0,
) -> Regression:
    """Fit log-odds of a 0/1 outcome (or a probability) by maximum likelihood; errors by war if `clusters` is given.

    `ridge` is subtracted as half its product with the sum of squares of all coefficients but the intercept. The
    cluster factor is G/(G-1) x (n-1)/(n-k). Raises InvalidInput where no maximum exists (separated outcomes).
    """
    names, design = _design(outcome, terms)
    penalty = np.concatenate([[0.0], np.full(len(terms), ridge)])
    coefficients = np.zeros(design.shape[1])
    for _ in range(NEWTON_STEPS):
        chance = probability(design @ coefficients)
        information = (design * (chance * (1 - chance))[:, None]).T @ design + np.diag(penalty)
        try:
            step = np.linalg.solve(information, design.T @ (outcome - chance) - penalty * coefficients)
        except np.linalg.LinAlgError as error:
            raise InvalidInput(_no_maximum(names)) from error
        coefficients = coefficients + np.clip(step, -5, 5)
        if float(np.max(np.abs(step))) < 1e-10:
            break
    else:
        raise InvalidInput(_no_maximum(names))
    residuals = outcome - probability(design @ coefficients)
    covariance: Real = np.linalg.inv(information)
    count, rows, width = 0, *design.shape
    if clusters is not None:
        meat, count = _meat(design * residuals[:, None], clusters)
        covariance = covariance @ meat @ covariance * (count / (count - 1)) * ((rows - 1) / (rows - width))
    return Regression(
        names=names, coefficients=coefficients, covariance=covariance, residuals=residuals,
        residual_sd=float("nan"), r_squared=float("nan"), rows=rows, clusters=count,
    )  # fmt: skip


def probability(log_odds: Real) -> Real:
    """Turn log-odds into probabilities without overflow."""
    small = np.exp(-np.abs(log_odds))
    return np.where(log_odds >= 0, 1 / (1 + small), small / (1 + small))


def resample_clusters(labels: Labels, rng: np.random.Generator) -> NDArray[np.intp]:
    """Draw as many wars as there are, with replacement, and give the rows of the drawn wars: a bootstrap by war."""
    wars, inverse = np.unique(labels, return_inverse=True)
    order = np.argsort(inverse, kind="stable")
    starts = np.searchsorted(inverse[order], np.arange(len(wars) + 1))
    drawn = rng.integers(0, len(wars), len(wars))
    return np.concatenate([order[starts[war] : starts[war + 1]] for war in drawn])


def bootstrap_slope(outcome: Real, ratio: Real, clusters: Labels, *, draws: int, seed: int) -> Real:
    """Give the logit slope on `ratio` in each of `draws` resamples of whole wars."""
    rng = np.random.default_rng(seed)
    slopes: list[float] = []
    while len(slopes) < draws:
        rows = resample_clusters(clusters, rng)
        slopes.append(logit(outcome[rows], {"ratio": ratio[rows]}).value("ratio"))
    return np.array(slopes)


def _design(outcome: Real, terms: dict[str, Real]) -> tuple[tuple[str, ...], Real]:
    design = np.column_stack([np.ones(len(outcome)), *terms.values()])
    if not (np.all(np.isfinite(design)) and np.all(np.isfinite(outcome))):
        raise InvalidInput(
            f"A regression on {', '.join(terms)} was given rows with missing values; leave them out first."
        )
    return ("intercept", *terms), design


def _meat(scores: Real, clusters: Labels) -> tuple[Real, int]:
    wars, inverse = np.unique(clusters, return_inverse=True)
    sums = np.zeros((len(wars), scores.shape[1]))
    np.add.at(sums, inverse, scores)
    return sums.T @ sums, len(wars)


def _no_maximum(names: Sequence[str]) -> str:
    return (
        f"The log-odds of the outcome on {', '.join(names)} have no finite maximum: a term separates wins from losses "
        "or the iteration did not settle. Leave the term out, or use the shrunken model."
    )
