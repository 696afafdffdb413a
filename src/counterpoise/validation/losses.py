"""How unequal the losses of a battle are, forecast for a war nobody has seen, with intervals that must cover."""

import numpy as np

from counterpoise.balance.calibration_regression import Labels, Real
from counterpoise.balance.calibration_shrinkage import shrunken_line
from counterpoise.validation.battles import Battles
from counterpoise.validation.features import CORE, terms
from counterpoise.validation.outcomes import HELD_OUT
from counterpoise.validation.rows import HOLDS, MISSES, Row, Settings
from counterpoise.validation.scores import crps_normal, mean_difference, mean_interval

SECTION = "Battles: who loses how much"
Forecast = tuple[Real, Real]  # mean and standard deviation of each battle's log ratio
COVERAGE = {50: 0.6744897501960817, 90: 1.6448536269514722}  # percent: normal reach
COVERAGE_BARS = {50: (0.45, 0.62), 90: (0.85, 0.95)}  # our own bars; heavy tails widen the middle


def loss_rows(battles: Battles, settings: Settings) -> list[Row]:
    """Give scores of the loss forecasts: of the loss-fraction ratio and of the plain exchange ratio."""
    rows = battles.with_losses
    wars, inputs = battles.fold[rows], battles.hashes
    columns = {
        "none": np.zeros((int(rows.sum()), 1)),
        "strength": terms(battles, ["strength"])[rows],
        "core": terms(battles, CORE)[rows],
        "hindsight": terms(battles, (*CORE, "surprise"))[rows],
    }
    found = []
    for key, title, target in (
        ("fraction", "loss-fraction ratio", battles.log_fractions[rows]),
        ("exchange", "casualty ratio", battles.log_casualties[rows]),
    )[: 1 if settings.quick else 2]:
        forecasts = {name: _held_out(target, matrix, wars) for name, matrix in columns.items()}
        found += _scores(key, title, target, wars, forecasts, inputs, settings)
    return found


def _held_out(target: Real, matrix: Real, wars: Labels) -> Forecast:
    mean, spread = np.empty(len(target)), np.empty(len(target))
    for war in np.unique(wars):
        test = wars == war
        model = shrunken_line(target[~test], matrix[~test], wars[~test])
        mean[test], spread[test] = model.forecast(matrix[test])
    return mean, spread


def _scores(
    key: str,
    title: str,
    target: Real,
    wars: Labels,
    forecasts: dict[str, Forecast],
    inputs: tuple[tuple[str, str], ...],
    settings: Settings,
) -> list[Row]:
    draws = settings.draws(2000, 300)
    crps = {name: crps_normal(target, *forecast) for name, forecast in forecasts.items()}
    rows = [
        Row(
            id=f"{key}_crps",
            section=SECTION,
            title=f"CRPS of the log {title}, core columns",
            figure=float(crps["core"].mean()),
            held_out=HELD_OUT,
            inputs=inputs,
            interval=mean_interval(crps["core"], wars, draws=draws, seed=settings.seed),
            interval_kind="95 %, bootstrap by war",
            baseline=f"no columns: {crps['none'].mean():.3f}",
            note=f"Strength alone {crps['strength'].mean():.3f}; with surprise (HINDSIGHT) "
            f"{crps['hindsight'].mean():.3f}.",
        )
    ]
    for name, words in {"none": "no columns", "strength": "strength alone"}.items():
        gap, ends = mean_difference(crps["core"], crps[name], wars, draws=draws, seed=settings.seed)
        rows.append(
            Row(
                id=f"{key}_gain_{name}",
                section=SECTION,
                title=f"Paired difference in CRPS of the log {title} to: {words}",
                figure=gap,
                interval=ends,
                interval_kind="95 %, bootstrap by war",
                held_out=HELD_OUT,
                inputs=inputs,
                note="Below zero is better." + (" The interval holds zero." if ends[1] >= 0 else ""),
            )
        )
    mean, spread = forecasts["core"]
    for percent, reach in COVERAGE.items():
        inside = np.abs(target - mean) <= reach * spread
        share = float(inside.mean())
        low, high = COVERAGE_BARS[percent]
        rows.append(
            Row(
                id=f"{key}_coverage_{percent}",
                section=SECTION,
                title=f"Coverage of {percent} % intervals, log {title}",
                figure=share,
                digits=2,
                held_out=HELD_OUT,
                inputs=inputs,
                target=f"{low} to {high}",
                interval=mean_interval(inside.astype(float), wars, draws=draws, seed=settings.seed),
                interval_kind="95 %, bootstrap by war",
                status=HOLDS if low <= share <= high else MISSES,
                note=f"{percent} % intervals are a factor of {np.exp(reach * float(spread.mean())):.0f} either way.",
            )
        )
    return rows
