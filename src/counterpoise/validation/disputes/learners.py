"""Learners of two classes or three, and pools whose weights come from disputes that no learner was fitted on.

scikit-learn makes the learners; it is an optional part (`pip install 'counterpoise[validate]'`) and is imported only
when one is made. Missing values are replaced inside the fit, by the median of the disputes it is fitted on.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from counterpoise.balance.calibration_regression import Real
from counterpoise.validation.disputes.features import IDENTITY
from counterpoise.validation.disputes.folds import grouped_folds
from counterpoise.validation.disputes.table import STALEMATE, Whole

INSTALL = "pip install 'counterpoise[validate]'"
INNER_FOLDS = 3
SMALLEST = 0.002  # of any chance a pool gives: nothing in 200 years of disputes is certain
STEPS = 1000  # of expectation maximisation
PRIOR_COUNT = 1.0  # dispute worth of evidence for each learner


@dataclass(frozen=True, slots=True)
class Setting:
    """What a learner is told before it sees a value."""

    names: Sequence[str]  # of the columns
    rows: int  # disputes it will be fitted on
    seed: int
    trees: int


Make = Callable[[Setting], Any]  # gives something with fit and predict_proba


@dataclass(frozen=True, slots=True)
class Learner:
    """A learner by name; `make` is called anew for each fit."""

    name: str
    make: Make


@dataclass(frozen=True, slots=True)
class Effort:
    """How much work a fit may be; without inner folds all learners of a pool weigh the same."""

    trees: int = 200
    inner_folds: int = INNER_FOLDS


@dataclass(frozen=True, slots=True)
class Pool:
    """Fitted learners and their weights."""

    weights: dict[str, float]
    fitted: tuple[Any, ...]

    def chances(self, values: Real) -> Real:
        """Give the weighted mean of the learners' chances (row, class)."""
        told = np.stack([model.predict_proba(values) for model in self.fitted])
        return _floored(np.tensordot(np.array(list(self.weights.values())), told, 1))


def is_installed() -> bool:
    """Say whether scikit-learn is there."""
    return find_spec("sklearn") is not None


def fit_pool(
    learners: Sequence[Learner],
    names: Sequence[str],
    values: Real,
    label: Whole,
    group: Whole,
    *,
    effort: Effort,
    seed: int,
) -> Pool:
    """Fit every learner on all rows; weigh them by their forecasts of rows left out, whole groups together."""
    weights = np.full(len(learners), 1 / len(learners))
    if effort.inner_folds > 1:
        weights = _weights(learners, names, values, label, group, effort, seed)
    fitted = tuple(
        learner.make(Setting(names, len(label), seed, effort.trees)).fit(values, label) for learner in learners
    )
    return Pool({learner.name: float(weight) for learner, weight in zip(learners, weights, strict=True)}, fitted)


@dataclass(frozen=True, slots=True)
class TwoStages:
    """Our own forecast: is the dispute decided at all, and if so, for whom. Each question has its own pool."""

    decided: Pool
    winner: Pool

    def chances(self, values: Real) -> Real:
        """Give the chances of B's victory, a stalemate and A's victory (row, outcome)."""
        decided, winner = self.decided.chances(values)[:, 1], self.winner.chances(values)[:, 1]
        return _floored(np.column_stack([decided * (1 - winner), 1 - decided, decided * winner]))


def fit_two_stages(
    names: Sequence[str], values: Real, outcome: Whole, group: Whole, *, effort: Effort, seed: int
) -> TwoStages:
    """Fit both stages of our own forecast."""
    is_decided = (outcome != STALEMATE).astype(np.int64)
    rows = np.flatnonzero(is_decided)
    won = (outcome[rows] > STALEMATE).astype(np.int64)
    return TwoStages(
        fit_pool(DECIDED, names, values, is_decided, group, effort=effort, seed=seed),
        fit_pool(WINNER, names, values[rows], won, group[rows], effort=effort, seed=seed),
    )


def mixture_weights(told: Real) -> Real:
    """Give the weights under which the mean of the learners' chances of what happened is likeliest (learner, row).

    Expectation maximisation from equal weights, with a prior that the learners are alike.
    """
    weights = np.full(len(told), 1 / len(told))
    for _ in range(STEPS):
        owed = weights[:, None] * told
        owed /= owed.sum(0)
        weights = (owed.sum(1) + PRIOR_COUNT) / (told.shape[1] + PRIOR_COUNT * len(told))
    return weights


def _weights(
    learners: Sequence[Learner],
    names: Sequence[str],
    values: Real,
    label: Whole,
    group: Whole,
    effort: Effort,
    seed: int,
) -> Real:
    told = np.zeros((len(learners), len(label)))
    for train, test in grouped_folds(label, group, effort.inner_folds, seed):
        for place, learner in enumerate(learners):
            model = learner.make(Setting(names, len(train), seed, effort.trees)).fit(values[train], label[train])
            chances = model.predict_proba(values[test])
            told[place, test] = chances[np.arange(len(test)), label[test]]
    return mixture_weights(np.maximum(told, SMALLEST))


def _floored(chances: Real) -> Real:
    safe = np.maximum(chances, SMALLEST)
    return np.asarray(safe / safe.sum(1, keepdims=True))


# What the learners are. Settings were chosen by hand on the open part, with other folds; docs/explanation/disputes.md
# says what that is worth.


def _amounts(names: Sequence[str]) -> list[int]:
    return [place for place, name in enumerate(names) if name not in IDENTITY]


def _capabilities(names: Sequence[str]) -> list[int]:
    stems = ("share_", "ratio_", "index_", "milex_per", "milper_per", "pec_per", "upop_per", "irst_per")
    return [place for place, name in enumerate(names) if name.startswith(stems) or name == "year"]


def _times(values: NDArray[Any], by: float) -> NDArray[Any]:
    return values * by


def _scaled(by: float) -> Any:
    from sklearn.preprocessing import FunctionTransformer

    return FunctionTransformer(_times, kw_args={"by": by})


def _filled(choose: Callable[[Sequence[str]], list[int]], names: Sequence[str], *steps: Any) -> Any:
    from sklearn.compose import ColumnTransformer
    from sklearn.impute import SimpleImputer
    from sklearn.pipeline import make_pipeline

    chosen = ColumnTransformer([("chosen", SimpleImputer(strategy="median"), choose(names))])
    return make_pipeline(chosen, *steps)


def _extra_trees(choose: Callable[[Sequence[str]], list[int]], leaf: int) -> Make:
    def make(told: Setting) -> Any:
        from sklearn.ensemble import ExtraTreesClassifier

        return _filled(
            choose, told.names, ExtraTreesClassifier(told.trees, min_samples_leaf=leaf, random_state=told.seed)
        )

    return make


def _random_forest(leaf: int) -> Make:
    def make(told: Setting) -> Any:
        from sklearn.ensemble import RandomForestClassifier

        return _filled(
            _amounts, told.names, RandomForestClassifier(told.trees, min_samples_leaf=leaf, random_state=told.seed)
        )

    return make


def _boosted_trees(rounds: int, rate: float, depth: int, share: float, leaf: int) -> Make:
    def make(told: Setting) -> Any:
        from sklearn.ensemble import GradientBoostingClassifier

        return _filled(
            _amounts,
            told.names,
            GradientBoostingClassifier(
                n_estimators=rounds,
                learning_rate=rate,
                max_depth=depth,
                subsample=0.5,
                max_features=share,
                min_samples_leaf=leaf,
                random_state=told.seed,
            ),
        )

    return make


def _logit(strength: float, choose: Callable[[Sequence[str]], list[int]] = _amounts) -> Make:
    def make(told: Setting) -> Any:
        from sklearn.linear_model import LogisticRegression
        from sklearn.preprocessing import StandardScaler

        return _filled(choose, told.names, StandardScaler(), LogisticRegression(C=strength, max_iter=1000))

    return make


def _neighbours(many: int) -> Make:
    def make(told: Setting) -> Any:
        from sklearn.neighbors import KNeighborsClassifier
        from sklearn.preprocessing import StandardScaler

        return _filled(_amounts, told.names, StandardScaler(), KNeighborsClassifier(many))

    return make


def _kernel_logit(smoothness: float, *, year: float, who: float, centres: int = 300, linear: bool = False) -> Make:
    """A logit on a smooth function of every amount, a spline of the year, and levels for each state and pair."""

    def make(told: Setting) -> Any:
        from sklearn.compose import ColumnTransformer
        from sklearn.impute import SimpleImputer
        from sklearn.kernel_approximation import Nystroem
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import OneHotEncoder, SplineTransformer, StandardScaler

        amounts = _amounts(told.names)
        filled = [SimpleImputer(strategy="median"), StandardScaler()]
        if linear:
            smooth = make_pipeline(*filled, _scaled(smoothness))
        else:
            smooth = make_pipeline(
                *filled,
                Nystroem(gamma=smoothness / len(amounts), n_components=min(centres, told.rows), random_state=told.seed),
            )
        parts = [
            ("smooth", smooth, amounts),
            (
                "year",
                make_pipeline(SplineTransformer(n_knots=6), StandardScaler(), _scaled(year)),
                [told.names.index("year")],
            ),
            (
                "who",
                make_pipeline(OneHotEncoder(handle_unknown="ignore", sparse_output=False), _scaled(who)),
                [told.names.index(name) for name in IDENTITY],
            ),
        ]
        return make_pipeline(ColumnTransformer(parts), LogisticRegression(max_iter=1000))

    return make


def _smooth_logit(smoothness: float, strength: float, centres: int = 150) -> Make:
    def make(told: Setting) -> Any:
        from sklearn.kernel_approximation import Nystroem
        from sklearn.linear_model import LogisticRegression
        from sklearn.preprocessing import StandardScaler

        many = len(_capabilities(told.names))
        smooth = Nystroem(gamma=smoothness / many, n_components=min(centres, told.rows), random_state=told.seed)
        return _filled(
            _capabilities, told.names, StandardScaler(), smooth, LogisticRegression(C=strength, max_iter=1000)
        )

    return make


PUBLISHED = (
    Learner("multinomial logit", _logit(1.0)),
    Learner("extra trees", _extra_trees(_amounts, 3)),
    Learner("random forest", _random_forest(3)),
    Learner("boosted trees", _boosted_trees(60, 0.05, 3, 1.0, 1)),
    Learner("nearest neighbours", _neighbours(40)),
)
DECIDED = (
    Learner("extra trees", _extra_trees(_amounts, 5)),
    Learner("boosted trees", _boosted_trees(200, 0.02, 6, 0.05, 4)),
    Learner("smooth logit", _kernel_logit(0.7, year=0.2, who=0.3)),
    Learner("ridge logit", _kernel_logit(0.05, year=0.1, who=0.3, linear=True)),
)
WINNER = (
    Learner("extra trees", _extra_trees(_amounts, 3)),
    Learner("extra trees on capabilities", _extra_trees(_capabilities, 3)),
    Learner("smooth logit on capabilities", _smooth_logit(0.45, 1.5)),
)
