"""Write the parameters that the engine reads: measured on the record, rounded as the model's document prints them.

The recipe, the hashes of the inputs and the day travel with each number. What history cannot give is listed too.
"""

from pathlib import Path
from typing import Any

import numpy as np
import yaml

from counterpoise.balance.calibration_effects import HierarchicalPrior
from counterpoise.validation.battles import Battles
from counterpoise.validation.multiplier import by_group, posterior_quantiles, published_predictives
from counterpoise.validation.steepness import exponent_fit, link_fit, spread_fit

HEADER = """# Parameters fitted to history. Written by `counterpoise validate --parameters FILE`; do not edit by hand.
# Marks: derived = measured from the named inputs by the recipe; judgement = ours, to be changed by the user.
"""
NORMAL_90 = 1.6448536269514722
LEAVES_OUT = "Land battles 1600 to 1982 only."


def write_parameters(battles: Battles, path: Path, *, fitted_on: str) -> None:
    """Fit and write the parameter file; `fitted_on` is the ISO day of the fit."""
    document = {"parameters": fit_parameters(battles, fitted_on=fitted_on), "not_calibrated": NOT_CALIBRATED}
    text = yaml.dump(_rounded(document), Dumper=_Plain, sort_keys=False, allow_unicode=True, width=110)
    path.write_text(HEADER + text, encoding="utf-8")


class _Plain(yaml.SafeDumper):
    """Writes every list of inputs in full: a reader should not have to follow an anchor."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _rounded(value: Any) -> Any:
    """Give six significant digits: more would differ from machine to machine."""
    if isinstance(value, float):
        return float(f"{value:.6g}")
    if isinstance(value, dict):
        return {_rounded(key): _rounded(item) for key, item in value.items()}
    return [_rounded(item) for item in value] if isinstance(value, list) else value


def fit_parameters(battles: Battles, *, fitted_on: str) -> dict[str, dict[str, Any]]:
    """Measure every parameter; the keys are those of calibration.FittedParameter."""
    rows = {**_steepness(battles), **_spreads(battles), **_link(battles), **_multiplier(battles), **_support(battles)}
    inputs = dict(battles.hashes)
    return {name: row | {"inputs": inputs, "fitted_on": fitted_on} for name, row in rows.items()}


def _steepness(battles: Battles) -> dict[str, dict[str, Any]]:
    fit = exponent_fit(battles)
    low, high = fit.interval("ratio")
    return {
        "law_exponent": {
            "value": round(-fit.value("ratio"), 2),
            "measured": -fit.value("ratio"),
            "unit": "1",
            "mark": "derived",
            "interval": [round(-high, 2), round(-low, 2)],
            "interval_kind": "95 % confidence, clustered by war",
            "meaning": "s of the Helmbold law: loss-fraction ratio = multiplier^-1 x strength ratio^-s",
            "recipe": "minus the slope of log loss-fraction ratio on log strength ratio, ordinary least "
            "squares, 654 battles",
            # Quarters at one standard error on either side, on the kernel's grid of eighths.
            "more": {"grid": {0.50: 0.25, 0.75: 0.50, 1.00: 0.25}, "standard_error": fit.error("ratio")},
        }
    }


def _spreads(battles: Battles) -> dict[str, dict[str, Any]]:
    parts = spread_fit(battles)
    recipe = (
        "residuals of the law with posture and surprise, from one side of each war-dyad with at least three "
        f"battles, no parts of other battles: {parts.rows} battles, {parts.groups} dyads; analysis-of-variance moments"
    )
    sizes = {
        "spread_total": (
            parts.together,
            "sigma: spread of log relative effectiveness, a new war and its circumstance",
            0.5,
            2.06,
        ),
        "spread_between": (
            parts.between,
            "spread between war-dyads: lasting superiority of one army over another",
            0.5,
            1.0,
        ),
        "spread_within": (
            parts.within,
            "spread within a war-dyad: circumstance (surprise, plan, weather); log-sd of eps",
            0.5,
            2.0,
        ),
    }
    return {
        name: {
            "value": round(size, 2),
            "measured": size,
            "unit": "1",
            "mark": "derived",
            "interval": [low, high],
            "interval_kind": "range to run, judgement",
            "meaning": meaning,
            "recipe": recipe,
        }
        for name, (size, meaning, low, high) in sizes.items()
    }


def _link(battles: Battles) -> dict[str, dict[str, Any]]:
    fit = link_fit(battles)
    recipe = f"logit of victory on E, casualty fractions capped at one, {fit.rows} decided battles"
    meanings = {
        "link_intercept": ("intercept", "a of P(prevail) = logistic(a + b E)"),
        "link_slope": ("advantage", "b of P(prevail) = logistic(a + b E); E the log loss-fraction ratio"),
    }
    return {
        name: {
            "value": round(fit.value(term), 2),
            "measured": fit.value(term),
            "unit": "1",
            "mark": "derived",
            "interval": [round(end, 2) for end in fit.interval(term)],
            "interval_kind": "95 % confidence, clustered by war",
            "meaning": meaning,
            "recipe": recipe,
        }
        for name, (term, meaning) in meanings.items()
    }


def _multiplier(battles: Battles) -> dict[str, dict[str, Any]]:
    effects = published_predictives(battles)
    opponent, war = effects["opponent"], effects["war_without_1956"]
    median, measured = float(np.exp(opponent.mean)), (opponent.predictive_sd + war.predictive_sd) / 2
    # The two differ by 0.05: a second decimal would claim more than three opponents and three wars can carry.
    log_sd = round(round(measured / 0.05) * 0.05, 2)
    ends = [round(round(median, 1) * float(np.exp(sign * NORMAL_90 * log_sd)), 1) for sign in (-1, 1)]
    groups = by_group(battles, battles.opponent)
    low, middle, high = posterior_quantiles(groups, HierarchicalPrior())
    between = spread_fit(battles).between
    rest = max(0.0, round(between, 2) ** 2 - log_sd**2) ** 0.5
    return {
        "multiplier": {
            "value": round(median, 1),
            "measured": median,
            "unit": "1",
            "mark": "derived",
            "interval": ends,
            "interval_kind": "90 % predictive for a new war or opponent",
            "meaning": "M: the protected state's effectiveness multiplier, lognormal; M = 1 is always run beside it. "
            + LEAVES_OUT,
            "recipe": "random effects over opponents (Egypt, Syria, Jordan) and over wars without 1956: median "
            "by opponent, log-sd the mean of the two predictive ones to the nearest 0.05; battles 1939-1982",
            "more": {
                "log_sd": log_sd,
                "measured_log_sd": measured,
                "log_sd_by_opponent": opponent.predictive_sd,
                "log_sd_by_war": war.predictive_sd,
                "equal_citizen": 1.0,
                "median_range": [1.0, 3.1],
                "log_sd_range": [0.5, 1.0],
                "seen_by_wars": ["1948 0.9", "1956 12 (four battles)", "1967 2.8", "1973 3.0"],
            },
        },
        "multiplier_spread_uncertain": {
            "value": round(middle, 1),
            "measured": middle,
            "unit": "1",
            "mark": "derived",
            "interval": [round(low, 1), round(high, 1)],
            "interval_kind": "90 % posterior predictive for a new opponent",
            "meaning": "M when it is also counted that a spread seen in three opponents is itself poorly known. "
            + LEAVES_OUT,
            "recipe": "two-level normal model of the three opponents' log multipliers; half-normal prior of "
            "scale 1 on the spread, normal prior of scale 1.5 on the mean; quantiles of the exact mixture",
            "more": {"log_sd": round((float(np.log(high)) - float(np.log(low))) / (2 * NORMAL_90), 2)},
        },
        "actor_effectiveness": {
            "value": 1.0,
            "measured": None,
            "unit": "1",
            "mark": "derived",
            "interval": [0.3, 0.7],
            "interval_kind": "log-sd, judgement",
            "meaning": "median of every other actor's effectiveness, lognormal with the log-sd of `more`",
            "recipe": "log-sd such that with the multiplier's it gives the spread between war-dyads; the "
            "split is judgement",
            "more": {"log_sd": round(rest, 2)},
        },
    }


def _support(battles: Battles) -> dict[str, dict[str, Any]]:
    ratio = np.exp(battles.log_ratio[battles.decided])
    low, high = (float(end) for end in np.quantile(ratio, [0.01, 0.99]))
    return {
        "support_ratio": {
            "value": round(float(np.median(ratio)), 2),
            "measured": float(np.median(ratio)),
            "unit": "1",
            "mark": "derived",
            "interval": [round(low, 2), round(high)],
            "interval_kind": "1st to 99th percentile of the record",
            "meaning": "strength ratios that history holds; a coalition outside is flagged as extrapolated",
            "recipe": "attacker over defender, 614 decided battles",
        }
    }


NOT_CALIBRATED = [
    {
        "what": "artillery",
        "because": "34 battles with gun losses on both sides, in 12 wars: too few for a law of its own",
    },
    {
        "what": "aircraft",
        "because": "six battles with losses of close-support aircraft on both sides; no air battle at all",
    },
    {"what": "missiles, drones, stand-off weapons, air defence", "because": "the record ends in 1982 and holds none"},
    {"what": "naval forces", "because": "the record holds land battles only"},
    {"what": "non-state actors", "because": "hardly any battle against one"},
    {
        "what": "quality of equipment",
        "because": "it is inside the multiplier and cannot be told from training and command",
    },
]
