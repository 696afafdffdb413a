"""Forecasting models for a war nobody has seen: one shrinkage, an effect of each war, both learned from other wars.

The terms share one prior, normal around zero, and each war one random intercept; the two prior variances are set by
expectation-maximisation on the training wars alone (empirical Bayes; Laplace's approximation for the logit; kept off
zero as in Chung et al. 2013, Psychometrika 78). A forecast for a new war adds the variance of the unknown war effect
and of the coefficients, so that it shrinks toward one half as far as the data say it should. Nothing is tuned on a war
that is scored.
"""

from dataclasses import dataclass

import numpy as np

from counterpoise.balance.calibration_regression import Labels, Real, probability

INTERCEPT_PRECISION = 1e-4
MOST_STEPS = 80
SETTLED = 0.005  # relative change of a prior variance at which learning stops


@dataclass(frozen=True, slots=True)
class Scaling:
    """Means and spreads of the training rows; a term that does not vary there is switched off."""

    mean: Real
    spread: Real

    @classmethod
    def of(cls, terms: Real) -> "Scaling":
        """Measure the training rows."""
        spread = terms.std(axis=0)
        return cls(terms.mean(axis=0), np.where(spread < 1e-9, np.inf, spread))

    def apply(self, terms: Real) -> Real:
        """Give the terms in training units, with a leading column of ones."""
        return np.column_stack([np.ones(len(terms)), (terms - self.mean) / self.spread])


@dataclass(frozen=True, slots=True)
class ShrunkenModel:
    """A fitted model: coefficients in training units, with what is needed to forecast."""

    scaling: Scaling
    coefficients: Real  # (1 + term,) intercept first
    covariance: Real  # (1 + term, 1 + term) posterior
    term_sd: float  # prior standard deviation of a standardised coefficient, learned
    war_sd: float  # standard deviation of a war's intercept, learned
    noise_sd: float  # of a battle within a war; NaN for a logit
    evidence: float  # log marginal likelihood, up to a constant that all models of the same rows share

    def linear(self, terms: Real) -> tuple[Real, Real]:
        """Give mean and standard deviation of the linear predictor for battles of a war not seen."""
        rows = self.scaling.apply(terms)
        variance = np.einsum("ij,jk,ik->i", rows, self.covariance, rows) + self.war_sd**2
        return rows @ self.coefficients, np.sqrt(variance)

    def chance(self, terms: Real) -> Real:
        """Give the probability of the outcome, averaged over what is not known of the war and the coefficients."""
        middle, spread = self.linear(terms)
        nodes, weights = np.polynomial.hermite_e.hermegauss(15)
        chance: Real = probability(middle[:, None] + spread[:, None] * nodes) @ (weights / weights.sum())
        return chance

    def forecast(self, terms: Real) -> tuple[Real, Real]:
        """Give mean and standard deviation of a continuous outcome in a war not seen."""
        middle, spread = self.linear(terms)
        return middle, np.hypot(spread, self.noise_sd)


def shrunken_logit(
    outcome: Real, terms: Real, wars: Labels, *, variances: tuple[float, float] | None = None
) -> ShrunkenModel:
    """Fit the log-odds of a 0/1 outcome with one shrinkage for all terms and a random intercept a war.

    The prior variances (of a standardised coefficient, of a war's intercept) are learned unless they are given.
    """
    scaling = Scaling.of(terms)
    system = _System(scaling.apply(terms), wars)
    term_variance, war_variance = variances or (0.05, 0.2)
    mode = system.zero()
    for step in range(MOST_STEPS):
        # Two Newton steps to begin with, then one an iteration: mode and variances converge together.
        for _ in range(2 if step < 2 else 1):
            chance = probability(system.linear(mode))
            solution = system.solve(chance * (1 - chance), outcome - chance, mode, term_variance, war_variance)
            moved = float(np.max(np.abs(solution.mode - mode)))
            mode = solution.mode
        if variances is not None:
            if moved < SETTLED:
                break
            continue
        change = np.log(solution.updated_variances()) - np.log([term_variance, war_variance])
        # Over-relaxed: plain expectation-maximisation creeps where a variance tends to zero.
        term_variance, war_variance = np.maximum([term_variance, war_variance] * np.exp(1.6 * change), 1e-5)
        if float(np.max(np.abs(change))) < SETTLED:
            break
    linear = system.linear(mode)
    likelihood = float(np.sum(outcome * linear - np.logaddexp(0, linear)))
    return ShrunkenModel(
        scaling=scaling, coefficients=mode[: system.width], covariance=solution.covariance,
        term_sd=float(term_variance**0.5), war_sd=float(war_variance**0.5), noise_sd=float("nan"),
        evidence=likelihood + solution.log_prior_and_volume(),
    )  # fmt: skip


def shrunken_line(outcome: Real, terms: Real, wars: Labels) -> ShrunkenModel:
    """Fit a continuous outcome with one shrinkage for all terms and a random intercept a war."""
    scaling = Scaling.of(terms)
    system = _System(scaling.apply(terms), wars)
    term_variance, war_variance, noise = 0.05, 0.2, float(np.var(outcome))
    rows = len(outcome)
    mode = system.zero()
    for _ in range(MOST_STEPS):
        solution = system.solve(
            np.full(rows, 1 / noise), (outcome - system.linear(mode)) / noise, mode, term_variance, war_variance
        )
        mode = solution.mode
        used = system.width + system.wars - solution.prior_share()
        wanted = np.array([*solution.updated_variances(), np.sum((outcome - system.linear(mode)) ** 2) / (rows - used)])
        change = np.log(wanted) - np.log([term_variance, war_variance, noise])
        term_variance, war_variance, noise = np.maximum(wanted, 1e-5)
        if float(np.max(np.abs(change))) < 0.001:
            break
    left = outcome - system.linear(mode)
    likelihood = -0.5 * (rows * np.log(noise) + float(left @ left) / noise)
    return ShrunkenModel(
        scaling=scaling, coefficients=mode[: system.width], covariance=solution.covariance,
        term_sd=float(term_variance**0.5), war_sd=float(war_variance**0.5), noise_sd=float(noise**0.5),
        evidence=likelihood + solution.log_prior_and_volume(),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Solution:
    """One Newton step of the penalised system, with the pieces that the variances need."""

    mode: Real
    covariance: Real  # of intercept and terms
    effect_variance: Real  # (war,) posterior variance of each war's effect
    width: int
    prior: Real  # precisions: (1 + term,), then one for every war
    log_determinant: float

    def updated_variances(self) -> Real:
        """Give the variances of terms and wars that fit best, kept off zero.

        One degree of freedom less is the prior of Chung et al. (2013) on a standard deviation. Without it the spread
        of wars is often put at nothing, and 90 % intervals for a new war held the truth 84 % of the time.
        """
        terms, effects = self.mode[1 : self.width], self.mode[self.width :]
        return np.array(
            [
                np.sum(terms**2 + np.diag(self.covariance)[1:]) / max(len(terms) - 1, 1),
                np.sum(effects**2 + self.effect_variance) / max(len(effects) - 1, 1),
            ]
        )

    def prior_share(self) -> float:
        """How many of the coefficients the prior decides, not the data."""
        variances = np.concatenate([np.diag(self.covariance), self.effect_variance])
        return float(self.prior @ variances)

    def log_prior_and_volume(self) -> float:
        penalty = float(self.prior[1:] @ self.mode[1:] ** 2)
        return -0.5 * penalty + 0.5 * float(np.sum(np.log(self.prior[1:]))) - 0.5 * self.log_determinant


class _System:
    """The normal equations of terms plus one intercept a war; the wars' block is diagonal and is eliminated."""

    def __init__(self, design: Real, labels: Labels) -> None:
        names, self.inverse = np.unique(labels, return_inverse=True)
        self.design, self.wars, self.width = design, len(names), design.shape[1]
        order = np.argsort(self.inverse, kind="stable")
        self.order, self.starts = order, np.searchsorted(self.inverse[order], np.arange(len(names)))

    def zero(self) -> Real:
        return np.zeros(self.width + self.wars)

    def linear(self, mode: Real) -> Real:
        return self.design @ mode[: self.width] + mode[self.width :][self.inverse]

    def solve(self, weight: Real, score: Real, mode: Real, term_variance: float, war_variance: float) -> _Solution:
        width = self.width
        prior = np.concatenate(
            [[INTERCEPT_PRECISION], np.full(width - 1, 1 / term_variance), np.full(self.wars, 1 / war_variance)]
        )
        weighted = self.design * weight[:, None]
        across = np.add.reduceat(weighted[self.order], self.starts, axis=0)  # (war, 1 + term)
        own = np.bincount(self.inverse, weight, minlength=self.wars) + prior[width:]
        gradient = (
            np.concatenate([self.design.T @ score, np.bincount(self.inverse, score, minlength=self.wars)])
            - prior * mode
        )
        scaled = across / own[:, None]
        reduced = weighted.T @ self.design - across.T @ scaled
        reduced[np.diag_indices(width)] += prior[:width]
        covariance = np.linalg.inv(reduced)
        first = covariance @ (gradient[:width] - scaled.T @ gradient[width:])
        second = gradient[width:] / own - scaled @ first
        effect_variance = 1 / own + np.einsum("ij,jk,ik->i", scaled, covariance, scaled)
        determinant = float(np.linalg.slogdet(reduced)[1] + np.sum(np.log(own)))
        return _Solution(
            mode=mode + np.concatenate([first, second]), covariance=covariance, effect_variance=effect_variance,
            width=width, prior=prior, log_determinant=determinant,
        )  # fmt: skip
