"""How much more an army may inflict than its numbers say: by war, by front, by opponent, and for the next war.

The published mean hides the spread. What is used is the predictive for a war or an opponent not seen; beside it stands
"multiplier = 1", which history does not exclude.
"""

from dataclasses import dataclass

import numpy as np

from counterpoise.balance.calibration_effects import (
    HierarchicalPrior,
    RandomEffects,
    hierarchical_posterior,
    random_effects,
)
from counterpoise.balance.calibration_regression import Labels, Regression, least_squares, resample_clusters
from counterpoise.errors import InvalidInput
from counterpoise.validation.battles import Battles
from counterpoise.validation.facts import FIRST_MODERN_YEAR, controls, only
from counterpoise.validation.oracles import Measured, against_oracles
from counterpoise.validation.rows import REPORTED, Row, Settings

SECTION = "Effectiveness multiplier"
LEAST_BATTLES = 4  # a war or an opponent with fewer gives no estimate of its own
FRAGILE_WAR = "Sinai War of 1956"  # four battles, a multiplier of 12


@dataclass(frozen=True, slots=True)
class GroupEstimates:
    """One multiplier a group [log], with its error and the number of battles."""

    names: tuple[str, ...]
    estimates: tuple[float, ...]
    errors: tuple[float, ...]
    battles: tuple[int, ...]

    def without(self, name: str) -> "GroupEstimates":
        """Give the groups without one."""
        kept = [i for i, found in enumerate(self.names) if found != name]
        return GroupEstimates(
            tuple(self.names[i] for i in kept),
            tuple(self.estimates[i] for i in kept),
            tuple(self.errors[i] for i in kept),
            tuple(self.battles[i] for i in kept),
        )


def multiplier_rows(battles: Battles, settings: Settings) -> list[Row]:
    """Give the multiplier by recipe, by group and for the next war, with the published figures."""
    war, opponent = by_group(battles, battles.war), by_group(battles, battles.opponent)
    fits = {
        "main": main_fit(battles),
        "air": main_fit(battles, "air"),
        "all_eras": main_fit(battles, since=0.0),
        "all_eras_air": main_fit(battles, "air", since=0.0),
        "since_1946": main_fit(battles, since=1946.0),
    }
    measured = {f"multiplier_{name}": _factor(fit) for name, fit in fits.items()}
    low, high = _bootstrap(battles, settings)
    measured["multiplier_bootstrap_low"] = Measured(low)
    measured["multiplier_bootstrap_high"] = Measured(high)
    measured |= {f"multiplier_{key}": _one(war, name) for key, name in _WARS.items()}
    measured |= {f"multiplier_{name}": _one(opponent, name) for name in ("Egypt", "Syria", "Jordan")}
    for key, effects in published_predictives(battles).items():
        measured[f"next_{key}_median"] = Measured(float(np.exp(effects.mean)), note=f"{effects.groups} groups.")
        ends = np.exp(effects.predictive())
        measured[f"next_{key}_low"], measured[f"next_{key}_high"] = Measured(float(ends[0])), Measured(float(ends[1]))
    return [*against_oracles("multiplier", SECTION, measured, inputs=battles.hashes), *_posterior_rows(battles)]


_WARS = {
    "1948": "Arab-Israeli War of 1948-1949",
    "1956": FRAGILE_WAR,
    "1967": "Six Day War of 1967",
    "1973": "Yom Kippur War of 1973",
}


def main_fit(battles: Battles, *extra: str, since: float = float(FIRST_MODERN_YEAR)) -> Regression:
    """Fit log of defender's over attacker's casualties on who Israel is, force ratio, posture and surprise; HC1."""
    rows = battles.with_losses & ((battles.year >= since) | (since == 0.0))
    terms = controls(battles, "israel", "ratio", "posture", "surprise", *extra)
    return least_squares(-battles.log_casualties[rows], only(terms, rows), robust=True)


def by_group(battles: Battles, groups: Labels) -> GroupEstimates:
    """Fit the main model with one multiplier a war, front or opponent in place of one for all."""
    rows = battles.with_losses & (battles.year >= FIRST_MODERN_YEAR)
    israeli = groups[rows & battles.is_arab_israeli]
    names, counts = np.unique(israeli[israeli != ""], return_counts=True)
    own = {f"group {name}": np.where(groups == name, battles.israel, 0.0) for name in names}
    fit = least_squares(
        -battles.log_casualties[rows], only(own | controls(battles, "ratio", "posture", "surprise"), rows), robust=True
    )
    kept = [(str(name), int(many)) for name, many in zip(names, counts, strict=True) if many >= LEAST_BATTLES]
    if not kept:
        raise InvalidInput("The record holds no Arab-Israeli battles; the multiplier cannot be measured.")
    return GroupEstimates(
        tuple(name for name, _ in kept),
        tuple(fit.value(f"group {name}") for name, _ in kept),
        tuple(fit.error(f"group {name}") for name, _ in kept),
        tuple(many for _, many in kept),
    )


def published_predictives(battles: Battles) -> dict[str, RandomEffects]:
    """Give the random-effects predictives of the model's document: by opponent, by war without 1956 and with it."""
    war, opponent = by_group(battles, battles.war), by_group(battles, battles.opponent)
    plain = war.without(FRAGILE_WAR)
    return {
        "opponent": random_effects(opponent.estimates, opponent.errors),
        "war_without_1956": random_effects(plain.estimates, plain.errors),
        "war": random_effects(war.estimates, war.errors),
    }


def posterior_quantiles(groups: GroupEstimates, prior: HierarchicalPrior) -> tuple[float, float, float]:
    """Give 5, 50 and 95 % of the multiplier of a group not seen, counting that the spread itself is uncertain."""
    posterior = hierarchical_posterior(groups.estimates, groups.errors, prior)
    low, middle, high = np.exp(posterior.predictive_quantiles([0.05, 0.5, 0.95]))
    return float(low), float(middle), float(high)


def _factor(fit: Regression) -> Measured:
    low, high = fit.interval("israel")
    return Measured(
        float(np.exp(fit.value("israel"))), (float(np.exp(low)), float(np.exp(high))), f"{fit.rows} battles."
    )


def _one(groups: GroupEstimates, name: str) -> Measured:
    place = groups.names.index(name)
    middle, error = groups.estimates[place], groups.errors[place]
    ends = np.exp([middle - 1.96 * error, middle + 1.96 * error])
    return Measured(float(np.exp(middle)), (float(ends[0]), float(ends[1])), f"{groups.battles[place]} battles.")


def _bootstrap(battles: Battles, settings: Settings) -> tuple[float, float]:
    """Draw wars and fronts again with replacement (the finer list of wars), since 1939."""
    rows = np.flatnonzero(battles.with_losses & (battles.year >= FIRST_MODERN_YEAR))
    rng = np.random.default_rng(settings.seed)
    values = []
    for _ in range(settings.draws(2000, 400)):
        again = rows[resample_clusters(battles.campaign[rows], rng)]
        terms = {
            name: value[again] for name, value in controls(battles, "israel", "ratio", "posture", "surprise").items()
        }
        varied = {name: value for name, value in terms.items() if np.ptp(value) > 0}
        if "israel" in varied:
            values.append(least_squares(-battles.log_casualties[again], varied).value("israel"))
    low, high = np.exp(np.quantile(values, [0.025, 0.975]))
    return float(low), float(high)


def _posterior_rows(battles: Battles) -> list[Row]:
    rows = []
    for name, labels in {"war": battles.war, "front": battles.campaign, "opponent": battles.opponent}.items():
        groups = by_group(battles, labels)
        low, middle, high = posterior_quantiles(groups, HierarchicalPrior())
        other = [posterior_quantiles(groups, HierarchicalPrior(spread_scale=scale)) for scale in (0.5, 2.0)]
        spread = "; ".join(f"{ends[0]:.1f} to {ends[2]:.1f}" for ends in other)
        parts = ", ".join(
            f"{group.title() if group.isupper() else group} {np.exp(value):.1f} (n {many})"
            for group, value, many in zip(groups.names, groups.estimates, groups.battles, strict=True)
        )
        rows.append(
            Row(
                id=f"posterior_{name}",
                section=SECTION,
                title=f"Posterior predictive for a new {name}, median",
                figure=middle,
                digits=1,
                interval=(low, high),
                interval_kind="90 % predictive",
                status=REPORTED,
                baseline="1 (no advantage): inside" if low < 1 < high else "1 (no advantage): outside",
                inputs=battles.hashes,
                note=f"By {name}: {parts}. Two-level normal model of the logs; half-normal prior of scale 1 on the "
                f"spread. With scale 0.5 and 2: {spread}. Land battles to 1982 only.",
            )
        )
    return rows
