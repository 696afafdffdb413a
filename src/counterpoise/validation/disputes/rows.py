"""Rows of the score card: the published forecasts made again on the open part, our own, and what lies under it."""

import os
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from counterpoise.balance.calibration_regression import Real
from counterpoise.validation.datasets import data_set, file_hash
from counterpoise.validation.disputes.features import Surroundings, lagged, read_surroundings
from counterpoise.validation.disputes.forecasts import (
    Forecast,
    Kind,
    forecast_forward,
    forecast_left_out,
    losses,
    reduction,
    reduction_interval,
)  # fmt: skip
from counterpoise.validation.disputes.learners import INSTALL, Effort, is_installed
from counterpoise.validation.disputes.table import EDITIONS, STALEMATE, Disputes, Edition, read_disputes
from counterpoise.validation.oracles import Measured, against_oracles
from counterpoise.validation.rows import ABSENT, HOLDS, MISSES, Curve, Row, Settings
from counterpoise.validation.scores import bootstrap, reliability

SECTION = "Forecasts of disputes"
BARS = {"doe1": 0.24, "doe2": 0.22}
REPEATS = 2  # cuts into folds: one cut's luck is as large as what separates two good forecasts
STRETCHES = range(1920, 2001, 10)
RECENT = 15  # years
DRAWS, DRAWS_QUICK = 2000, 200
KIND = "95 %, bootstrap by pair and year"
SOURCE = "our own forecast; recipe in docs/explanation/disputes.md"
WHY_NOT_MORE = (
    "The published 0.23 and 0.195 are of all disputes. The same kind of super learner, on the published columns and on "
    "the four fifths that are open, is the baseline here: our gain over it is what our columns and stages are worth."
)


@dataclass(frozen=True, slots=True)
class _Part:
    """The open part of one edition, ready to be forecast."""

    edition: Edition
    disputes: Disputes
    beside: Surroundings
    inputs: tuple[tuple[str, str], ...]


def forecast_rows(settings: Settings) -> list[Row]:
    """Give what learners take off the loss on disputes they have not seen; a row says so where none is installed."""
    parts = [_part(edition, settings) for edition in EDITIONS.values()]
    if not is_installed():
        return [
            Row(
                id="absent_learners", section=SECTION, title="Forecasts of disputes by learned models", status=ABSENT,
                target="needs scikit-learn", note=f"scikit-learn is not installed. Say: {INSTALL}.",
            )
        ]  # fmt: skip
    rows: list[Row] = []
    measured: dict[str, Measured] = {}
    for number, part in enumerate(parts):
        tell = _stretch(settings, number / len(parts), 1 / len(parts))
        published = _forecast(part, "published", settings, _part_of(tell, 0.0, 0.3))
        own = _forecast(part, "own", settings, _part_of(tell, 0.3, 0.4))
        measured |= _measured(part, published, settings)
        rows += _own_rows(part, own, published, settings)
        if not settings.quick:
            rows += _harder_rows(part, settings)
        tell(1.0)
    inputs = tuple(pair for part in parts for pair in part.inputs)
    return against_oracles("dispute_forecasts", SECTION, measured, inputs=inputs) + rows


def _part(edition: Edition, settings: Settings) -> _Part:
    path = data_set("disputes").need(settings.folder, edition.open_part)
    beside = read_surroundings(edition, data_set("dispute_record"), settings.folder)
    return _Part(edition, read_disputes(path), beside, ((edition.open_part, file_hash(path)),))


def _forecast(part: _Part, kind: Kind, settings: Settings, tell: Callable[[float], None]) -> list[Forecast]:
    """Forecast every dispute once for each cut into folds."""
    cuts = 1 if settings.quick or kind == "published" else REPEATS
    return [
        forecast_left_out(
            part.disputes, part.beside, kind, effort=_effort(settings), seed=settings.seed + cut,
            folds=settings.draws(10, 5), workers=_workers(settings),
            progress=_part_of(tell, cut / cuts, 1 / cuts),
        )
        for cut in range(cuts)
    ]  # fmt: skip


def _measured(part: _Part, published: list[Forecast], settings: Settings) -> dict[str, Measured]:
    """Give the published kind of forecast: the super learner, and the best of its members alone."""
    found, name = published[0], part.edition.name
    alone = {learner: _reduction(part, [chances], [found.plain]) for learner, chances in found.alone.items()}
    best = max(alone, key=lambda learner: alone[learner])
    each = "; ".join(f"{learner} {value:.3f}" for learner, value in sorted(alone.items(), key=lambda pair: -pair[1]))
    interval = _interval(part, published, settings)
    measured = {f"{name}_best": Measured(_mean(part, published), note=f"{_words(interval)} Alone: {each}.")}
    if name == "doe1":
        measured["doe1_single"] = Measured(alone[best], note=f"Here: {best}.")
    return measured


def _own_rows(part: _Part, own: list[Forecast], published: list[Forecast], settings: Settings) -> list[Row]:
    name, bar = part.edition.name, BARS[part.edition.name]
    figure, theirs = _mean(part, own), _mean(part, published)
    weights = "; ".join(f"{learner} {weight:.2f}" for learner, weight in own[0].weights.items())
    return [
        Row(
            id=f"{name}_own", section=SECTION, figure=figure, interval=_interval(part, own, settings),
            interval_kind=KIND,
            title=f"Share of the log loss that our own forecast removes, {part.edition.title}",
            target=f"at least {bar:g}", status=HOLDS if figure >= bar else MISSES,
            baseline=f"super learner on the published columns: {theirs:.3f}", held_out=_held_out(settings),
            inputs=part.inputs, source=SOURCE,
            note=f"{len(part.disputes)} disputes. {WHY_NOT_MORE if figure < bar else ''} Weights: {weights}.",
            curve=_curve(part, own),
        ),
        _gain_row(part, own, published, settings),
    ]  # fmt: skip


def _gain_row(part: _Part, own: list[Forecast], published: list[Forecast], settings: Settings) -> Row:
    outcome = part.disputes.outcome
    ours = np.mean([losses(found.chances, outcome) for found in own], axis=0)
    theirs = np.mean([losses(found.chances, outcome) for found in published], axis=0)
    plain = np.mean([losses(found.plain, outcome) for found in own], axis=0)
    interval = bootstrap(
        lambda rows: float((theirs[rows] - ours[rows]).sum() / plain[rows].sum()), part.disputes.pair_year,
        draws=settings.draws(DRAWS, DRAWS_QUICK), seed=settings.seed,
    )  # fmt: skip
    return Row(
        id=f"{part.edition.name}_gain", section=SECTION, figure=float((theirs - ours).sum() / plain.sum()),
        interval=interval, interval_kind=KIND, title=f"What that is more than the super learner, {part.edition.title}",
        held_out=_held_out(settings), inputs=part.inputs, source=SOURCE,
        note="Both on the same disputes; an interval that holds zero shows no gain.",
    )  # fmt: skip


def _harder_rows(part: _Part, settings: Settings) -> list[Row]:
    """Give the same forecast where it should do worse: unseen pairs, last year's capabilities, the future."""
    effort = Effort(inner_folds=0)
    disputes, beside, workers = part.disputes, part.beside, _workers(settings)
    pairs = forecast_left_out(
        disputes, beside, "own", effort=effort, seed=settings.seed, group=disputes.pair, workers=workers
    )
    before = lagged(disputes, beside)
    earlier = forecast_left_out(before, beside, "own", effort=effort, seed=settings.seed, workers=workers)
    rows, future = forecast_forward(
        disputes, beside, starts=tuple(STRETCHES), span=RECENT, effort=effort, seed=settings.seed, workers=workers
    )
    later = _Part(part.edition, disputes.take(rows), beside, part.inputs)
    told = (
        (
            "pairs",
            part,
            pairs,
            "of pairs of states that the fit has not seen at all",
            "whole pairs left out, ten folds",
        ),
        ("before", part, earlier, "with the capabilities of the year before", "pairs and years left out, ten folds"),
        ("forward", later, future, "of the future from the past, 1920 on", "every fit on earlier decades only"),
    )
    return [
        Row(
            id=f"{one.edition.name}_{key}", section=SECTION, figure=_mean(one, [found]),
            interval=_interval(one, [found], settings), interval_kind=KIND,
            title=f"The same forecast {words}, {one.edition.title}", held_out=held_out, inputs=one.inputs,
            source=SOURCE,
            baseline=f"shares of the {RECENT} years before" if key == "forward" else "shares of the disputes fitted on",
            note=f"{len(one.disputes)} disputes; learners weigh the same.",
        )
        for key, one, found, words, held_out in told
    ]  # fmt: skip


def _curve(part: _Part, own: list[Forecast]) -> Curve:
    chance = 1 - np.mean([found.chances[:, STALEMATE] for found in own], axis=0)
    decided = (part.disputes.outcome != STALEMATE).astype(float)
    return reliability(f"That a dispute is decided, {part.edition.title}", decided, chance)


def _reduction(part: _Part, chances: list[Real], plain: list[Real]) -> float:
    pairs = zip(chances, plain, strict=True)
    return float(np.mean([reduction(ours, theirs, part.disputes.outcome) for ours, theirs in pairs]))


def _mean(part: _Part, found: list[Forecast]) -> float:
    """Give the reduction, the mean over the cuts into folds."""
    return _reduction(part, [one.chances for one in found], [one.plain for one in found])


def _interval(part: _Part, found: list[Forecast], settings: Settings) -> tuple[float, float]:
    """Give the mean of the cuts' intervals, so that a second cut does not pass for more disputes."""
    ends = [
        reduction_interval(
            one.chances, one.plain, part.disputes.outcome, part.disputes.pair_year,
            draws=settings.draws(DRAWS, DRAWS_QUICK), seed=settings.seed,
        )
        for one in found
    ]  # fmt: skip
    low, high = np.mean(ends, axis=0)
    return float(low), float(high)


def _effort(settings: Settings) -> Effort:
    return Effort(trees=60, inner_folds=0) if settings.quick else Effort()


def _workers(settings: Settings) -> int:
    return 1 if settings.quick else min(2, os.cpu_count() or 1)


def _held_out(settings: Settings) -> str:
    if settings.quick:
        return "pairs and years left out, five folds; learners weigh the same"
    return "pairs and years left out, ten folds; weights from three folds inside each"


def _words(interval: tuple[float, float]) -> str:
    return f"95 % by pair and year: {interval[0]:.3f} to {interval[1]:.3f}."


def _stretch(settings: Settings, start: float, width: float) -> Callable[[float], None]:
    return lambda share: settings.progress(start + width * share, SECTION)


def _part_of(tell: Callable[[float], None], start: float, width: float) -> Callable[[float], None]:
    return lambda share: tell(start + width * share)
