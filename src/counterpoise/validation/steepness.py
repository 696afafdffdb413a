"""Law exponent, spreads and link: every row of the balance model's two tables of what history says, measured again.

Standard errors are clustered by war. Where a published row used another error (tanks, and the last term of the link)
both are given, and the note says so.
"""

import numpy as np

from counterpoise.balance.calibration_effects import VarianceComponents, variance_components
from counterpoise.balance.calibration_regression import Mask, Real, Regression, bootstrap_slope, least_squares, logit
from counterpoise.balance.calibration_steepness import (
    implied_discrimination,
    implied_slope,
    spread_for_slope,
)
from counterpoise.validation.battles import Battles
from counterpoise.validation.facts import FIRST_MODERN_YEAR, controls, only
from counterpoise.validation.oracles import Measured, against_oracles
from counterpoise.validation.rows import Row, Settings
from counterpoise.validation.scores import discrimination

SECTION = "Steepness and spread"
LINK = (0.14, 1.43)  # as the model's document prints it; the calibration table is computed with it
LEAST_BATTLES_A_DYAD = 3
OBSERVED_SLOPE = 0.478


def steepness_rows(battles: Battles, settings: Settings) -> list[Row]:
    """Give every row of the two tables with the published figure it reproduces."""
    measured = {
        **_slope(battles, settings),
        **_exponents(battles),
        **_tanks(battles),
        **_spreads(battles),
        **_links(battles),
        **_implied(battles),
    }
    return [*against_oracles("steepness", SECTION, measured, inputs=battles.hashes), *_carried(battles)]


def link_fit(battles: Battles, *extra: str) -> Regression:
    """Fit victory on the loss advantage E = log of defender's over attacker's loss fraction; errors by war.

    Fractions above one (five sides that lost more than the strength recorded) are capped at one.
    """
    rows = battles.with_losses & battles.decided
    terms = {"advantage": loss_advantage(battles)} | controls(battles, *extra)
    return logit(battles.outcome[rows], only(terms, rows), clusters=battles.war[rows])


def loss_advantage(battles: Battles) -> Real:
    """Give E: log of the defender's over the attacker's loss fraction, each at most one."""
    (attacker, defender), (strong, weak) = battles.casualties, battles.strength
    known = battles.with_losses
    advantage = np.full(len(battles), np.nan)
    advantage[known] = np.log(np.minimum(defender[known] / weak[known], 1)) - np.log(
        np.minimum(attacker[known] / strong[known], 1)
    )
    return advantage


def exponent_fit(battles: Battles, rows: Mask | None = None, *extra: str) -> Regression:
    """Fit the log loss-fraction ratio on the log strength ratio; minus the slope is the law exponent."""
    chosen = battles.with_losses if rows is None else battles.with_losses & rows
    terms = only(controls(battles, "ratio", *extra), chosen)
    return least_squares(battles.log_fractions[chosen], terms, clusters=battles.war[chosen])


def spread_fit(battles: Battles) -> VarianceComponents:
    """Split the residual spread into between and within war-dyads, with posture and surprise taken out.

    Independent battles only (no parts of another row); a dyad that fought at least three; seen from one side of the
    dyad, so that an army's superiority adds up whether it attacks or defends.
    """
    rows = battles.with_losses & ~battles.is_part
    terms = only(controls(battles, "ratio", "posture", "surprise"), rows)
    fit = least_squares(battles.log_fractions[rows], terms)
    names = np.char.add(np.char.add(battles.war[rows], "|"), battles.dyad[rows])
    known = battles.dyad[rows] != ""
    residuals = fit.residuals * battles.direction[rows]
    return variance_components(residuals[known], names[known], least_rows=LEAST_BATTLES_A_DYAD)


def tank_fit(battles: Battles, *, israeli: bool, by_war: bool) -> Regression:
    """Fit the log loss-fraction ratio of tanks on the log tank ratio, of all battles or from Israel's side."""
    counts, losses = battles.tanks, battles.tank_losses
    rows = np.all([side > 0 for side in (*counts, *losses)], axis=0)
    side = np.where(battles.israel == 0, 1.0, battles.israel) if israeli else np.ones(len(battles))
    if israeli:
        rows &= battles.is_arab_israeli
    ratio = np.log(counts[0][rows] / counts[1][rows]) * side[rows]
    fractions = np.log(losses[0][rows] / losses[1][rows]) * side[rows] - ratio
    clusters = battles.war[rows] if by_war else None
    return least_squares(fractions, {"ratio": ratio}, clusters=clusters, robust=True)


def _negative(fit: Regression) -> Measured:
    low, high = fit.interval("ratio")
    return Measured(-fit.value("ratio"), (-high, -low), f"{fit.rows} battles, {fit.clusters} wars.")


def _slope(battles: Battles, settings: Settings) -> dict[str, Measured]:
    rows = battles.decided
    outcome, ratio, war = battles.outcome[rows], battles.log_ratio[rows], battles.war[rows]
    plain, clustered = logit(outcome, {"ratio": ratio}), logit(outcome, {"ratio": ratio}, clusters=war)
    again = bootstrap_slope(outcome, ratio, war, draws=settings.draws(4000, 300), seed=settings.seed)
    low, high = np.quantile(again, [0.025, 0.975])
    return {
        "slope": Measured(plain.value("ratio")),
        "slope_error": Measured(plain.error("ratio")),
        "slope_error_by_war": Measured(clustered.error("ratio")),
        "slope_bootstrap_low": Measured(float(low)),
        "slope_bootstrap_high": Measured(float(high)),
        "intercept": Measured(plain.value("intercept")),
        "auc_in_sample": Measured(discrimination(outcome, ratio)),
    }


def _exponents(battles: Battles) -> dict[str, Measured]:
    everything = ("posture", "surprise", "air", "israel")
    return {
        "exponent": _negative(exponent_fit(battles)),
        "exponent_controls": _negative(exponent_fit(battles, None, *everything)),
        "exponent_1939": _negative(exponent_fit(battles, battles.year >= FIRST_MODERN_YEAR, *everything)),
        "exponent_without_arab_israeli": _negative(exponent_fit(battles, ~battles.is_arab_israeli)),
    }


def _tanks(battles: Battles) -> dict[str, Measured]:
    measured = {}
    for name, israeli in {"tanks": False, "tanks_arab_israeli": True}.items():
        published, by_war = (tank_fit(battles, israeli=israeli, by_war=flag) for flag in (False, True))
        low, high = by_war.interval("ratio")
        note = (
            f"{published.rows} battles. Clustered by war: {-high:.2f} to {-low:.2f}; too few wars to trust that either."
        )
        ends = published.interval("ratio")
        measured[name] = Measured(-published.value("ratio"), (-ends[1], -ends[0]), note)
    return measured


def _spreads(battles: Battles) -> dict[str, Measured]:
    parts = spread_fit(battles)
    note = f"{parts.groups} war-dyads, {parts.rows} battles."
    return {
        "spread_residual": Measured(exponent_fit(battles).residual_sd),
        "spread_residual_controls": Measured(
            exponent_fit(battles, None, "posture", "surprise", "air", "israel").residual_sd
        ),
        "spread_between": Measured(parts.between, note=note),
        "spread_within": Measured(parts.within, note=note),
        "spread_together": Measured(parts.together, note=note),
        "spread_dyads": Measured(parts.groups),
        "spread_battles": Measured(parts.rows),
    }


def _links(battles: Battles) -> dict[str, Measured]:
    fit, more = link_fit(battles), link_fit(battles, "ratio")
    rows = battles.with_losses & battles.decided
    terms = only({"advantage": loss_advantage(battles)} | controls(battles, "ratio"), rows)
    plain = logit(battles.outcome[rows], terms)
    return {
        "link_intercept": Measured(fit.value("intercept"), note=f"{fit.rows} battles."),
        "link_slope": Measured(fit.value("advantage")),
        "link_intercept_error": Measured(fit.error("intercept")),
        "link_slope_error": Measured(fit.error("advantage")),
        "link_strength": Measured(
            more.value("ratio"), note=f"Clustered by war its error is {more.error('ratio'):.2f}."
        ),
        "link_strength_error": Measured(plain.error("ratio")),
    }


def _implied(battles: Battles) -> dict[str, Measured]:
    ratio = battles.log_ratio[battles.decided]
    low, high = np.quantile(np.exp(ratio), [0.01, 0.99])
    measured = {"support_low": Measured(float(low)), "support_high": Measured(float(high))}
    for name, exponent in {"0.71": 0.71, "1.0": 1.0, "1.5": 1.5, "2.0": 2.0}.items():
        slope = implied_slope(ratio, exponent=exponent, spread=1.36, link=LINK)
        auc = implied_discrimination(ratio, exponent=exponent, spread=1.36, link=LINK)
        measured |= {f"implied_slope_{name}": Measured(slope), f"implied_auc_{name}": Measured(auc)}
    for name, exponent in {"0.71": 0.71, "0.60": 0.60, "0.50": 0.50, "1.0": 1.0, "2.0": 2.0}.items():
        spread = spread_for_slope(ratio, exponent=exponent, slope=OBSERVED_SLOPE, link=LINK)
        measured[f"spread_for_slope_{name}"] = Measured(spread)
    for name, spread in {"1.16": 1.16, "4.2": 4.2}.items():
        measured[f"implied_slope_spread_{name}"] = Measured(
            implied_slope(ratio, exponent=0.71, spread=spread, link=LINK)
        )
    return measured


def _carried(battles: Battles) -> list[Row]:
    """Say what the record is too thin to calibrate, with the counts that show it."""
    decided = battles.decided
    both = {
        "gun losses": np.all([side > 0 for side in battles.gun_losses], axis=0),
        "losses of close-support aircraft": np.all([side > 0 for side in battles.aircraft_losses], axis=0),
    }
    rows = [
        Row(
            id=f"not_calibrated_{index}",
            section=SECTION,
            title=f"Battles with {name} above zero on both sides",
            figure=float(found.sum()),
            digits=0,
            target="too few for a law of its own",
            inputs=battles.hashes,
            note=f"In {len(np.unique(battles.war[found]))} wars, of {int(decided.sum())} decided battles. Not "
            f"calibrated.",
        )
        for index, (name, found) in enumerate(both.items())
    ]
    rows.append(
        Row(
            id="not_calibrated_missiles",
            section=SECTION,
            title="Battles with missiles, drones or stand-off weapons",
            figure=0.0,
            digits=0,
            target="none",
            inputs=battles.hashes,
            note=f"The record ends in {int(np.nanmax(battles.year))}. Aircraft enter it only as air superiority and "
            "close-support sorties. What the engine says of aircraft and missiles rests on judgement and says so.",
        )
    )
    return rows
