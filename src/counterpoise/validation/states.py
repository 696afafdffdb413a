"""States instead of battles: who wins disputes and wars, by raw power. The lesson is how little raw power says."""

import csv
import io
import math
from collections import defaultdict
from pathlib import Path

import numpy as np

from counterpoise.balance.calibration_regression import Real, logit, probability
from counterpoise.errors import InvalidInput
from counterpoise.validation.datasets import data_set, file_hash
from counterpoise.validation.oracles import Measured, against_oracles
from counterpoise.validation.rows import Row, Settings
from counterpoise.validation.scores import SMALLEST_CHANCE

DISPUTES = "Disputes between states"
WARS = "Wars between states"
OUTCOMES = ("VictoryB", "Stalemate", "VictoryA")  # in order of A's fortune
FOLDS = 10


def dispute_rows(settings: Settings) -> list[Row]:
    """Give what raw power and a time trend take off the loss on disputes, against the published figures."""
    chosen = data_set("disputes")
    measured, hashes = {}, []
    for key, file in {"doe1": "doe1_mid401_nmc40_train.csv", "doe2": "doe2_gml21_nmc60_train.csv"}.items():
        path = chosen.need(settings.folder, file)
        hashes.append((file, file_hash(path)))
        rows = _read(path)
        unknown = {row["outcome"] for row in rows} - set(OUTCOMES)
        if unknown:
            raise InvalidInput(f"{path}: the outcome {min(unknown)!r} is none of {', '.join(OUTCOMES)}.")
        outcome = np.array([OUTCOMES.index(row["outcome"]) for row in rows])
        columns = {
            "power": np.array([_number(row["log_capratio"], path) for row in rows]),
            "trend": np.array([_number(row["year"], path) for row in rows]),
        }
        note = f"{len(rows)} disputes, mean of {settings.draws(5, 2)} ten-fold cuts."
        for name, column in columns.items():
            if (key, name) == ("doe2", "trend"):
                continue
            gain = np.mean(
                [_reduction(outcome, column, settings.seed + repeat) for repeat in range(settings.draws(5, 2))]
            )
            measured[f"{key}_{name}"] = Measured(float(gain), note=note)
    return against_oracles("disputes", DISPUTES, measured, inputs=tuple(hashes))


def war_rows(settings: Settings) -> list[Row]:
    """Give the slope of victory on the force ratio at the level of wars, seen from the side that began it."""
    chosen = data_set("wars")
    paths = [chosen.need(settings.folder, file.name) for file in chosen.files]
    measured = {}
    for name in ("milper", "cinc"):
        outcome, ratio = _wars(*paths, column=name)
        fit = logit(outcome, {"ratio": ratio})
        measured[f"wars_{name}"] = Measured(fit.value("ratio"), note=f"{fit.rows} wars.")
        measured[f"wars_{name}_error"] = Measured(fit.error("ratio"))
        measured[f"wars_{name}_count"] = Measured(fit.rows)
    hashes = tuple((path.name, file_hash(path)) for path in paths)
    return against_oracles("wars", WARS, measured, inputs=hashes)


def ordered_logit(outcome: np.ndarray, column: Real) -> tuple[float, Real]:
    """Give slope and two cut points of an ordered logit on one standardised column, by maximum likelihood."""
    from scipy.optimize import minimize

    shares = np.bincount(outcome, minlength=3) / len(outcome)
    start = [0.0, math.log(shares[0] / (1 - shares[0])), math.log(max((1 - shares[2]) / shares[2], 1.01))]

    def loss(parameters: Real) -> float:
        chances = ordered_chances(float(parameters[0]), np.asarray(parameters[1:]), column)
        return -float(np.mean(np.log(np.maximum(chances[np.arange(len(outcome)), outcome], SMALLEST_CHANCE))))

    found = minimize(loss, start, method="Nelder-Mead", options={"xatol": 1e-5, "fatol": 1e-9, "maxiter": 2000})
    return float(found.x[0]), np.asarray(found.x[1:])


def ordered_chances(slope: float, cuts: Real, column: Real) -> Real:
    """Give the chances of the three outcomes of an ordered logit, row by outcome."""
    below = [probability(cut - slope * column) for cut in cuts]
    return np.maximum(np.column_stack([below[0], below[1] - below[0], 1 - below[1]]), SMALLEST_CHANCE)


def _reduction(outcome: np.ndarray, column: Real, seed: int) -> float:
    """Give the proportional reduction in cross-validated log loss against the shares of the training disputes."""
    rng = np.random.default_rng(seed)
    fold = np.empty(len(outcome), dtype=int)
    for result in range(3):
        rows = np.flatnonzero(outcome == result)
        fold[rng.permutation(rows)] = np.arange(len(rows)) % FOLDS
    ours = theirs = 0.0
    for number in range(FOLDS):
        train, test = fold != number, fold == number
        scaled = (column - column[train].mean()) / column[train].std()
        slope, cuts = ordered_logit(outcome[train], scaled[train])
        chances = ordered_chances(slope, cuts, scaled[test])
        shares = np.bincount(outcome[train], minlength=3) / int(train.sum())
        ours -= float(np.sum(np.log(chances[np.arange(int(test.sum())), outcome[test]])))
        theirs -= float(np.sum(np.log(shares[outcome[test]])))
    return 1 - ours / theirs


def _wars(wars: Path, capabilities: Path, *, column: str) -> tuple[Real, Real]:
    """Give outcome and log ratio of every decided war, both from the initiator's side.

    A side's capability is the sum over its states in their first year of war; a state without a figure adds nothing.
    """
    found = [(row["ccode"], row["year"], _number(row[column] or "-9", capabilities)) for row in _read(capabilities)]
    figure = {(state, year): value for state, year, value in found if value >= 0}
    strength: dict[tuple[str, str], float] = defaultdict(float)
    results: dict[tuple[str, str], list[str]] = defaultdict(list)
    began: dict[tuple[str, str], bool] = defaultdict(bool)
    for row in _read(wars):
        side = (row["WarNum"], row["Side"])
        strength[side] += figure.get((row["ccode"], row["StartYear1"]), 0.0)
        results[side].append(row["Outcome"])
        began[side] |= row["Initiator"] == "1"
    outcome, ratio = [], []
    for war in sorted({war for war, _ in results}):
        first, second = (war, "1"), (war, "2")
        pair = tuple(_commonest(results[side]) for side in (first, second))
        if pair not in (("1", "2"), ("2", "1")) or began[first] == began[second]:
            continue
        if strength[first] <= 0 or strength[second] <= 0:
            continue
        sign = 1 if began[first] else -1
        ratio.append(sign * math.log(strength[first] / strength[second]))
        outcome.append(float((pair == ("1", "2")) == began[first]))
    return np.array(outcome), np.array(ratio)


def _number(text: str, path: Path) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise InvalidInput(f"{path} holds {text!r} where a number should stand. Take the whole file again.") from error


def _commonest(words: list[str]) -> str:
    return min(sorted(set(words)), key=lambda word: -words.count(word)) if words else ""


def _read(path: Path) -> list[dict[str, str]]:
    """Give the rows of one file; InvalidInput if it is no table or lacks a column that is needed."""
    try:
        rows = list(csv.DictReader(io.StringIO(path.read_bytes().decode("latin-1").replace("\0", ""))))
    except csv.Error as error:
        raise InvalidInput(f"{path} is not a CSV table: {error}. Take the whole file again.") from error
    lacking = [column for column in _NEEDED[path.name] if not rows or any(row.get(column) is None for row in rows)]
    if lacking:
        raise InvalidInput(
            f"{path} lacks {', '.join(lacking)}, in its header or in some row. Take the whole file again."
        )
    return rows


_NEEDED = {
    "doe1_mid401_nmc40_train.csv": ("outcome", "log_capratio", "year"),
    "doe2_gml21_nmc60_train.csv": ("outcome", "log_capratio", "year"),
    "Inter-StateWarData_v4.0.csv": ("WarNum", "Side", "ccode", "StartYear1", "Outcome", "Initiator"),
    "NMC-60-abridged.csv": ("ccode", "year", "milper", "cinc"),
}
