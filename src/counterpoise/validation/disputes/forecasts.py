"""Forecasts of disputes by models that have seen neither the dispute nor another of the same pair and year."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from counterpoise.balance.calibration_regression import Mask, Real
from counterpoise.compute.on_processes import run_as_done
from counterpoise.validation.disputes.features import Surroundings, known_columns, published_columns
from counterpoise.validation.disputes.folds import fold_numbers
from counterpoise.validation.disputes.learners import PUBLISHED, Effort, fit_pool, fit_two_stages
from counterpoise.validation.disputes.table import OUTCOMES, Disputes, Whole
from counterpoise.validation.scores import bootstrap

Kind = Literal["own", "published"]
FOLDS = 10


@dataclass(frozen=True, slots=True)
class Task:
    """Fit on some disputes, forecast others; everything a process of its own needs."""

    kind: Kind
    train: Disputes
    test: Disputes
    place: Whole  # of the forecast disputes in the caller's table
    beside: Surroundings
    effort: Effort
    seed: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """Chances of the outcomes, those of the plain shares, and each learner's own chances, in the caller's order."""

    chances: Real  # (dispute, outcome)
    plain: Real  # (dispute, outcome) shares of the disputes fitted on
    alone: dict[str, Real]  # learner -> (dispute, outcome); only of the published kind
    weights: dict[str, float]  # mean over the fits


def forecast_left_out(
    disputes: Disputes,
    beside: Surroundings,
    kind: Kind,
    *,
    effort: Effort,
    seed: int,
    folds: int = FOLDS,
    group: Whole | None = None,
    workers: int = 1,
    progress: Callable[[float], None] | None = None,
) -> Forecast:
    """Forecast every dispute from the others; `group` says what is never parted, pairs in one year if not given."""
    chosen = disputes.pair_year if group is None else group
    number = fold_numbers(disputes.outcome, chosen, folds, seed)
    tasks = [
        _task(kind, disputes, np.flatnonzero(number != fold), np.flatnonzero(number == fold), beside, effort, seed)
        for fold in range(folds)
    ]
    return _gathered(len(disputes), tasks, workers, progress)


def forecast_forward(
    disputes: Disputes,
    beside: Surroundings,
    *,
    starts: Sequence[int],
    span: int,
    effort: Effort,
    seed: int,
    workers: int = 1,
) -> tuple[Whole, Forecast]:
    """Forecast each stretch of years from earlier ones only; gives the rows forecast, and their forecast.

    `starts` are the first years of the stretches; each ends where the next begins. The plain shares are those of the
    `span` years before a stretch: all earlier years would be a straw man, because decisions became rare.
    """
    tasks, plain = [], np.full((len(disputes), len(OUTCOMES)), np.nan)
    for first, last in zip(starts, [*starts[1:], 10_000], strict=True):
        train, test = np.flatnonzero(disputes.year < first), np.flatnonzero(_between(disputes.year, first, last))
        if len(test):
            recent = disputes.outcome[_between(disputes.year, first - span, first)]
            plain[test] = (np.bincount(recent, minlength=len(OUTCOMES)) + 1) / (len(recent) + len(OUTCOMES))
            tasks.append(_task("own", disputes, train, test, beside, effort, seed))
    found = _gathered(len(disputes), tasks, workers, None)
    rows = np.sort(np.concatenate([task.place for task in tasks]))
    return rows, Forecast(found.chances[rows], plain[rows], {}, found.weights)


def forecast_others(
    known: Disputes, others: Disputes, beside: Surroundings, kind: Kind, *, effort: Effort, seed: int, workers: int = 1
) -> Forecast:
    """Forecast disputes from known ones; one that is itself known, by a fit without it and its pair's year."""
    is_known = np.isin(others.number, known.number)
    everything = np.arange(len(known))
    tasks = []
    if not is_known.all():
        test = np.flatnonzero(~is_known)
        tasks.append(Task(kind, known, others.take(test), test, beside, effort, seed))
    if is_known.any():
        seen = np.flatnonzero(is_known)
        places = {int(number): row for row, number in enumerate(known.number)}
        fold_of_known = fold_numbers(known.outcome, known.pair_year, FOLDS, seed)
        fold = fold_of_known[[places[int(number)] for number in others.number[seen]]]
        for one in np.unique(fold):
            train, test = everything[fold_of_known != one], seen[fold == one]
            tasks.append(Task(kind, known.take(train), others.take(test), test, beside, effort, seed))
    return _gathered(len(others), tasks, workers, None)


def losses(chances: Real, outcome: Whole) -> Real:
    """Give the log loss of each forecast [nat]."""
    return np.asarray(-np.log(chances[np.arange(len(outcome)), outcome]))


def reduction(chances: Real, plain: Real, outcome: Whole) -> float:
    """Give the proportional reduction in loss: one less the loss over that of the plain shares."""
    return float(1 - losses(chances, outcome).sum() / losses(plain, outcome).sum())


def reduction_interval(
    chances: Real, plain: Real, outcome: Whole, group: Whole, *, draws: int, seed: int
) -> tuple[float, float]:
    """Give the 95 % interval of the reduction when whole groups of disputes are drawn again with replacement."""
    ours, theirs = losses(chances, outcome), losses(plain, outcome)
    return bootstrap(lambda rows: float(1 - ours[rows].sum() / theirs[rows].sum()), group, draws=draws, seed=seed)


def forecast_of(task: Task) -> tuple[Whole, Real, Real, dict[str, Real], dict[str, float]]:
    """Do one task: place of the rows, chances, plain shares, each learner's chances, weights. One thread."""
    with _one_thread():
        train, test = task.train, task.test
        plain = np.bincount(train.outcome, minlength=len(OUTCOMES)) / len(train)
        plain = np.broadcast_to(np.maximum(plain, 1e-6), (len(test), len(OUTCOMES)))
        if task.kind == "published":
            columns, new = published_columns(train), published_columns(test)
            pool = fit_pool(
                PUBLISHED,
                columns.names,
                columns.values,
                train.outcome,
                train.pair_year,
                effort=task.effort,
                seed=task.seed,
            )
            alone = {
                learner.name: np.maximum(model.predict_proba(new.values), 1e-3)
                for learner, model in zip(PUBLISHED, pool.fitted, strict=True)
            }
            return task.place, pool.chances(new.values), plain, alone, pool.weights
        columns, new = (known_columns(part, task.beside, test.number) for part in (train, test))
        model = fit_two_stages(
            columns.names, columns.values, train.outcome, train.pair_year, effort=task.effort, seed=task.seed
        )
        weights = {f"decided: {name}": weight for name, weight in model.decided.weights.items()}
        weights |= {f"winner: {name}": weight for name, weight in model.winner.weights.items()}
        return task.place, model.chances(new.values), plain, {}, weights


def _between(year: Whole, first: int, last: int) -> Mask:
    return np.asarray((year >= first) & (year < last))


def _task(
    kind: Kind, disputes: Disputes, train: Whole, test: Whole, beside: Surroundings, effort: Effort, seed: int
) -> Task:
    return Task(kind, disputes.take(train), disputes.take(test), test, beside, effort, seed)


def _gathered(many: int, tasks: Sequence[Task], workers: int, progress: Callable[[float], None] | None) -> Forecast:
    chances = np.full((many, len(OUTCOMES)), np.nan)
    plain = chances.copy()
    alone: dict[str, Real] = {}
    weights: dict[str, list[float]] = {}
    for done, (place, ours, theirs, each, weighed) in enumerate(_in_order(tasks, workers), start=1):
        chances[place], plain[place] = ours, theirs
        for name, values in each.items():
            alone.setdefault(name, np.full_like(chances, np.nan))[place] = values
        for name, weight in weighed.items():
            weights.setdefault(name, []).append(weight)
        if progress is not None:
            progress(done / len(tasks))
    return Forecast(chances, plain, alone, {name: float(np.mean(sorted(found))) for name, found in weights.items()})


def _in_order(tasks: Sequence[Task], workers: int) -> Iterator[Any]:
    return run_as_done(forecast_of, tasks, workers=min(workers, len(tasks)))


def _one_thread() -> AbstractContextManager[Any]:
    """Keep the linear algebra to one thread: processes are what runs side by side here."""
    from threadpoolctl import threadpool_limits

    return threadpool_limits(limits=1)  # type: ignore[no-any-return]
