"""A file of disputes forecast from the open part: scored where it has outcomes, written out where it has none."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from counterpoise.balance.calibration_regression import Real
from counterpoise.errors import InvalidInput
from counterpoise.validation.datasets import data_set, file_hash
from counterpoise.validation.disputes.features import Surroundings, read_surroundings
from counterpoise.validation.disputes.forecasts import forecast_others, losses, reduction_interval
from counterpoise.validation.disputes.learners import INSTALL, Effort, is_installed
from counterpoise.validation.disputes.table import (
    EDITIONS,
    OUTCOMES,
    UNKNOWN_OUTCOME,
    Disputes,
    Edition,
    read_disputes,
)  # fmt: skip
from counterpoise.validation.states import ordered_chances, ordered_logit

SAME = 1e-9  # two printings of one index
ENOUGH = 0.5  # of the file's indices must be an edition's own
DRAWS = 2000
NO_ODDS = "Chances of outcomes of past disputes, for scoring only: not a statement about any two states today."


@dataclass(frozen=True, slots=True)
class Score:
    """How one forecast did on the disputes whose outcome the file gives."""

    forecast: str
    loss: float  # mean log loss [nat]
    plain_loss: float  # of the open part's shares [nat]
    reduction: float
    interval: tuple[float, float]  # 95 %, bootstrap by pair and year


@dataclass(frozen=True, slots=True)
class ScoredFile:
    """Forecasts of one file, and scores if it has outcomes."""

    path: Path
    sha256: str
    edition: Edition
    disputes: Disputes
    chances: Real  # (dispute, outcome)
    fitted_on: int  # disputes of the open part
    known: int  # disputes of the file that are in the open part: forecast by fits without them
    seed: int
    scores: tuple[Score, ...]

    def as_json(self) -> dict[str, Any]:
        """Give everything, the forecasts by dispute number."""
        return {
            "note": NO_ODDS, "file": str(self.path), "sha256": self.sha256, "edition": self.edition.name,
            "seed": self.seed, "disputes": len(self.disputes), "fitted_on": self.fitted_on, "in_open_part": self.known,
            "scored": int((self.disputes.outcome != UNKNOWN_OUTCOME).sum()),
            "scores": [
                {"forecast": one.forecast, "log_loss": one.loss, "plain_log_loss": one.plain_loss,
                 "reduction": one.reduction, "interval": list(one.interval)}
                for one in self.scores
            ],
            "forecasts": [
                {"dispnum3": int(number), **dict(zip(OUTCOMES, map(float, chances), strict=True))}
                for number, chances in zip(self.disputes.number, self.chances, strict=True)
            ],
        }  # fmt: skip

    def as_csv(self) -> str:
        """Give the forecasts as a table: dispute number and the chance of each outcome."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(["dispnum3", *OUTCOMES])
        for number, chances in zip(self.disputes.number, self.chances, strict=True):
            writer.writerow([int(number), *(f"{chance:.6f}" for chance in chances)])
        return text.getvalue()

    def as_table(self) -> str:
        """Give the scores in words, or say that there is nothing to score."""
        scored = int((self.disputes.outcome != UNKNOWN_OUTCOME).sum())
        head = f"{self.path.name}: {len(self.disputes)} disputes of the {self.edition.title}, forecast from"
        lines = [f"{head} {self.fitted_on} open ones; seed {self.seed}"]
        if self.known:
            lines.append(f"  {self.known} of them are open themselves: each forecast by a fit without it")
        if not scored:
            return "\n".join([*lines, "  no outcomes in the file: nothing scored"])
        lines.append(f"  {'forecast':38} {'log loss':>9} {'reduction':>10}  95 % by pair and year ({scored} scored)")
        lines += [
            f"  {one.forecast:38} {one.loss:9.4f} {one.reduction:10.4f}  {one.interval[0]:.3f} to {one.interval[1]:.3f}"
            for one in self.scores
        ]
        lines.append(f"  {'shares of the open part':38} {self.scores[0].plain_loss:9.4f}")
        return "\n".join(lines)


def score_file(path: Path, folder: Path, *, seed: int, workers: int = 2) -> ScoredFile:
    """Forecast the disputes of a file with the columns of the open part; outcomes may be absent.

    Everything is fitted on the open part when asked. InvalidInput if scikit-learn is not installed, DataAbsent if the
    open part or the record beside it is not in `folder`.
    """
    if not is_installed():
        raise InvalidInput(f"Forecasts of disputes need scikit-learn, which is not installed. Say: {INSTALL}.")
    others = read_disputes(path)
    edition, beside = _edition(others, path, folder)
    known = read_disputes(data_set("disputes").need(folder, edition.open_part))
    forecasts = {
        "our own": forecast_others(known, others, beside, "own", effort=Effort(), seed=seed, workers=workers),
        "super learner, published columns": forecast_others(
            known, others, beside, "published", effort=Effort(), seed=seed, workers=workers
        ),
    }
    chances = {name: found.chances for name, found in forecasts.items()} | _plain_models(known, others)
    scored = np.flatnonzero(others.outcome != UNKNOWN_OUTCOME)
    plain = forecasts["our own"].plain
    return ScoredFile(
        path, file_hash(path), edition, others, chances["our own"], len(known),
        int(np.isin(others.number, known.number).sum()), seed,
        tuple(_score(name, told[scored], plain[scored], others.take(scored), seed) for name, told in chances.items())
        if len(scored) else (),
    )  # fmt: skip


def _score(name: str, chances: Real, plain: Real, disputes: Disputes, seed: int) -> Score:
    ours, theirs = losses(chances, disputes.outcome), losses(plain, disputes.outcome)
    interval = reduction_interval(chances, plain, disputes.outcome, disputes.pair_year, draws=DRAWS, seed=seed)
    return Score(name, float(ours.mean()), float(theirs.mean()), float(1 - ours.sum() / theirs.sum()), interval)


def _edition(disputes: Disputes, path: Path, folder: Path) -> tuple[Edition, Surroundings]:
    """Find the edition whose capabilities the file holds; they differ in the last digits."""
    shares = {}
    for edition in EDITIONS.values():
        beside = read_surroundings(edition, data_set("dispute_record"), folder)
        same = [
            abs(beside.amount.get((int(state), int(year)), (np.nan,))[-1] - index) <= SAME
            for states, year, indices in zip(disputes.state, disputes.year, disputes.index, strict=True)
            for state, index in zip(states, indices, strict=True)
        ]
        shares[edition.name] = (float(np.mean(same)), edition, beside)
    share, edition, beside = max(shares.values(), key=lambda found: found[0])
    if share < ENOUGH:
        raise InvalidInput(
            f"{path}: the columns cinc_a and cinc_b agree neither with NMC 4.0 nor with NMC 6.0. Give a file built as "
            "the open part is: counterpoise data list says how."
        )
    return edition, beside


def _plain_models(known: Disputes, others: Disputes) -> dict[str, Real]:
    """Give the forecasts of the two ordered logits, fitted on the open part without the file's own disputes."""
    kept = np.flatnonzero(~np.isin(known.number, others.number))
    found = {}
    for name, column in (("capability ratio", _log_ratio), ("time trend", _year)):
        if len(kept) < len(known) / 2:  # too few strangers to fit on: the file is the open part itself
            continue
        train, test = column(known.take(kept)), column(others)
        middle, spread = train.mean(), train.std()
        slope, cuts = ordered_logit(known.outcome[kept], (train - middle) / spread)
        found[name] = ordered_chances(slope, cuts, (test - middle) / spread)
    return found


def _log_ratio(disputes: Disputes) -> Real:
    return np.asarray(np.log(disputes.index[:, 0] / disputes.index.sum(1)))


def _year(disputes: Disputes) -> Real:
    return disputes.year.astype(float)
