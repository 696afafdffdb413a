"""Which open fact to chase first: the value of knowing a group of factors, by regression on the draws already made.

Strong, Oakley and Brennan (2014), "Estimating multiparameter partial expected value of perfect information from a
probabilistic sensitivity analysis sample", Medical Decision Making 34: EVPPI = E max_d E[U_d | theta] - max_d E[U_d],
the inner expectation by regression. The decision here: treat the change as material, or not; the utility: minus the
penalty of being wrong. Bounds: 0 <= EVPPI <= EVPI.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterpoise.balance.draws import Floats

FOLDS = 5
PENALTIES = (1e-3, 1e-1, 1.0, 10.0)  # of the ridge, in hundredths of the number of draws
NEWTON_STEPS = 12
MOST_FACTORS = 40


@dataclass(frozen=True, slots=True)
class Regret:
    """What being wrong costs, in units of calling an immaterial change material [1]. A setting of the user's."""

    missed: float = 1.0  # treating a material change as immaterial
    false_alarm: float = 1.0


@dataclass(frozen=True, slots=True)
class InformationValue:
    """What knowing a group exactly would save of the expected regret [regret]; `evpi` is what knowing all would."""

    group: str
    evppi: float
    evpi: float

    @property
    def share(self) -> float:
        """The part of all that could be learnt."""
        return self.evppi / self.evpi if self.evpi > 0 else 0.0


def information_values(
    material: Floats, factors: Mapping[str, Sequence[Floats]], regret: Regret | None = None
) -> tuple[InformationValue, ...]:
    """Give the value of each group: `material` is 1 where a draw's change is material, `factors` its normal values."""
    weights = regret or Regret()
    p = float(material.mean())
    before = _expected_regret(np.array([p]), weights)
    evpi = before
    found = []
    for group, columns in factors.items():
        after = before if not columns else _expected_regret(_out_of_fold(np.stack(columns, axis=1), material), weights)
        found.append(InformationValue(group, float(np.clip(before - after, 0.0, evpi)), evpi))
    return tuple(sorted(found, key=lambda one: -one.evppi))


def _expected_regret(p: Floats, regret: Regret) -> float:
    """Give the regret of the better decision, averaged over what is believed in each draw."""
    return float(np.minimum(regret.missed * p, regret.false_alarm * (1.0 - p)).mean())


def _out_of_fold(x: Floats, y: Floats) -> Floats:
    """Predict P(y = 1) from additive quadratics of x, each draw by a logistic ridge that has not seen it."""
    if x.shape[1] > MOST_FACTORS:
        strength = np.abs(np.corrcoef(x.T, y)[-1, :-1])
        x = x[:, np.argsort(-np.nan_to_num(strength), kind="stable")[:MOST_FACTORS]]
    features = np.concatenate((x, x**2 - 1.0), axis=1)
    fold = np.arange(len(y)) % FOLDS
    predicted = np.empty(len(y))
    for k in range(FOLDS):
        inside, held = fold != k, fold == k
        inner = np.arange(inside.sum()) % FOLDS == 0
        best = min(PENALTIES, key=lambda one: _error(features[inside], y[inside], inner, one))
        predicted[held] = _ridge(features[inside], y[inside], features[held], best)
    return np.clip(predicted, 0.0, 1.0)


def _error(x: Floats, y: Floats, held: NDArray[np.bool_], penalty: float) -> float:
    p = np.clip(_ridge(x[~held], y[~held], x[held], penalty), 1e-9, 1.0 - 1e-9)
    return float(-(y[held] * np.log(p) + (1.0 - y[held]) * np.log(1.0 - p)).mean())


def _ridge(x: Floats, y: Floats, at: Floats, penalty: float) -> Floats:
    """Fit a logistic regression with a ridge on all but the intercept, by Newton steps, and predict at other places."""
    design = np.concatenate((np.ones((len(y), 1)), x), axis=1)
    ridge = penalty * np.eye(design.shape[1]) * len(y) / 100.0
    ridge[0, 0] = 1e-6
    weights = np.zeros(design.shape[1])
    for _ in range(NEWTON_STEPS):
        p = _logistic(design @ weights)
        gradient = design.T @ (y - p) - ridge @ weights
        curvature = (design * np.maximum(p * (1.0 - p), 1e-6)[:, None]).T @ design + ridge
        step = np.linalg.solve(curvature, gradient)
        weights += step / max(1.0, float(np.abs(step).max()) / 2.0)
    return _logistic(weights[0] + at @ weights[1:])


def _logistic(values: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(values, -30.0, 30.0))))
