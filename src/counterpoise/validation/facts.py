"""Reproduce the plain facts of CDB90 before any model: counts, shares, the first regressions."""

import numpy as np

from counterpoise.balance.calibration_regression import Mask, Real, least_squares, logit, probability
from counterpoise.validation.battles import Battles
from counterpoise.validation.features import POSTURES
from counterpoise.validation.oracles import Measured, against_oracles
from counterpoise.validation.rows import Row, Settings
from counterpoise.validation.scores import discrimination, log_loss

SECTION = "Battles: the record"
FIRST_MODERN_YEAR = 1939


def fact_rows(battles: Battles, settings: Settings) -> list[Row]:
    """Give every fact of the record with the published figure it reproduces."""
    measured = {
        **_counts(battles),
        **_naive_rules(battles),
        **_regressions(battles),
        **_cross_validated(battles, settings),
    }
    return against_oracles("battle_facts", SECTION, measured, inputs=battles.hashes)


def controls(battles: Battles, *names: str) -> dict[str, Real]:
    """Give regressors by name: ratio, posture (dummies), surprise, air, israel, year."""
    chosen: dict[str, Real] = {}
    for name in names:
        match name:
            case "ratio":
                chosen["ratio"] = battles.log_ratio
            case "posture":
                # "HD" is the level that the others are compared with; two battles have no posture.
                chosen |= {f"posture {p}": (battles.posture == p).astype(float) for p in ("DL", "FD", "PD", "WD", "")}
            case "surprise":
                chosen["surprise"] = np.nan_to_num(battles.surprise)
            case "air":
                chosen["air"] = np.nan_to_num(battles.air_superiority)
            case "israel":
                chosen["israel"] = battles.israel
            case "year":
                chosen["year"] = np.nan_to_num(battles.year, nan=1944.0) / 100
    return chosen


def only(terms: dict[str, Real], rows: Mask) -> dict[str, Real]:
    """Give the terms on some rows, without those that do not vary there."""
    cut = {name: values[rows] for name, values in terms.items()}
    return {name: values for name, values in cut.items() if np.ptp(values) > 0}


def _counts(battles: Battles) -> dict[str, Measured]:
    outcome, israel = battles.outcome, battles.israel
    theirs = np.where(israel > 0, outcome, 1 - outcome)[israel != 0]
    return {
        "battles": Measured(len(battles)),
        "parts": Measured(int(battles.is_part.sum())),
        "attacker_wins": Measured(int((outcome == 1).sum())),
        "attacker_losses": Measured(int((outcome == 0).sum())),
        "draws": Measured(int((outcome == 0.5).sum())),
        "outcome_unknown": Measured(int(np.isnan(outcome).sum())),
        "decided_with_strengths": Measured(int(battles.decided.sum())),
        "with_losses": Measured(int(battles.with_losses.sum())),
        "arab_israeli": Measured(int((israel != 0).sum())),
        "israeli_wins": Measured(int((theirs == 1).sum())),
        "israeli_losses": Measured(int((theirs == 0).sum())),
    }


def _naive_rules(battles: Battles) -> dict[str, Measured]:
    decided = battles.decided
    outcome, ratio, year = battles.outcome[decided], battles.log_ratio[decided], battles.year[decided]
    unequal = ratio != 0
    right = (outcome == (ratio > 0))[unequal]
    modern, force = year >= 1900, np.exp(ratio)

    def share(values: Real, rows: Mask) -> Measured:
        return Measured(float(values[rows].mean()), note=f"{int(rows.sum())} battles.")

    everything = np.ones(len(right), dtype=bool)
    return {
        "larger_wins": share(right, everything),
        "larger_wins_1900": share(right, modern[unequal]),
        "larger_wins_before_1900": share(right, (year < 1900)[unequal]),
        "attacker_always": share(outcome, np.ones(len(outcome), dtype=bool)),
        "attacker_always_1900": share(outcome, modern),
        "wins_at_3": share(outcome, force >= 3),
        "wins_at_1.5": share(outcome, (force >= 1.5) & (force < 3)),
        "wins_below_1": share(outcome, force < 1),
    }


def _regressions(battles: Battles) -> dict[str, Measured]:
    losses, war = battles.with_losses, battles.war
    measured = {}
    for name, columns in {
        "exchange_slope": ("ratio",),
        "exchange_slope_controls": ("ratio", "posture", "surprise", "air"),
    }.items():
        fit = least_squares(
            battles.log_casualties[losses], only(controls(battles, *columns), losses), clusters=war[losses]
        )
        measured[name] = Measured(fit.value("ratio"), fit.interval("ratio"), f"R2 {fit.r_squared:.3f}.")
    # The published era dummies are not described; the cuts 1700, 1900, 1919 and 1950 come closest of those tried.
    eras = np.digitize(np.nan_to_num(battles.year, nan=1944.0), [1700, 1900, 1919, 1950])
    era = {f"era {level}": (eras == level).astype(float) for level in (1, 2, 3, 4)}
    terms = controls(battles, "ratio", "posture", "surprise", "air") | era
    fit = least_squares(battles.log_fractions[losses], only(terms, losses), clusters=war[losses])
    measured["fraction_slope_era"] = Measured(fit.value("ratio"), fit.interval("ratio"), f"R2 {fit.r_squared:.3f}.")
    modern = battles.decided & (battles.year >= FIRST_MODERN_YEAR)
    win = logit(battles.outcome[modern], only(controls(battles, "israel", "ratio", "surprise"), modern))
    measured["israel_win_log_odds"] = Measured(win.value("israel"), win.interval("israel"))
    return measured


def _cross_validated(battles: Battles, settings: Settings) -> dict[str, Measured]:
    """Repeat the published five-fold figures, where battles of one war stand on both sides of the cut."""
    decided = battles.decided
    outcome = battles.outcome[decided]
    posture = {f"posture {p}": (battles.posture == p).astype(float) for p in POSTURES}
    plain = controls(battles, "ratio")
    full = plain | posture | controls(battles, "surprise", "air", "year")
    leaky = full | {
        f"judgement {i}": np.nan_to_num(battles.judgements[:, i]) for i in range(battles.judgements.shape[1])
    }
    repeats = 10  # one cut alone moves the log loss by 0.004
    measured = {}
    for name, columns in {"ratio": plain, "hindsight": full, "leaky": leaky}.items():
        rows = only(columns, decided)
        chances = [_folds(outcome, rows, settings.seed + repeat) for repeat in range(repeats)]
        measured[f"cv_{name}_log_loss"] = Measured(float(np.mean([log_loss(outcome, c) for c in chances])))
        measured[f"cv_{name}_auc"] = Measured(float(np.mean([discrimination(outcome, c) for c in chances])))
        measured[f"cv_{name}_accuracy"] = Measured(float(np.mean([np.mean((c > 0.5) == outcome) for c in chances])))
    return measured


def _folds(outcome: Real, terms: dict[str, Real], seed: int) -> Real:
    """Forecast each battle from four fifths of the others, wins and losses spread evenly over the fifths."""
    rng = np.random.default_rng(seed)
    fold = np.empty(len(outcome), dtype=int)
    for result in (0.0, 1.0):
        rows = np.flatnonzero(outcome == result)
        fold[rng.permutation(rows)] = np.arange(len(rows)) % 5
    chance = np.empty(len(outcome))
    for number in range(5):
        train, test = fold != number, fold == number
        scaled = {n: (v - v[train].mean()) / (v[train].std() or 1.0) for n, v in terms.items()}
        fit = logit(outcome[train], {n: v[train] for n, v in scaled.items()}, ridge=1.0)
        design = np.column_stack([np.ones(int(test.sum())), *(v[test] for v in scaled.values())])
        chance[test] = probability(design @ fit.coefficients)
    return chance
