"""Is the fitting code right, and does the report move when the data are spoiled? Checks with known answers.

Simulation-based calibration (Talts et al. 2018): draw parameters from the prior, data from the parameters, and see
whether the posterior ranks the truth uniformly. Then: permuted outcomes must show no skill, a dropped war must move
what rested on it and nothing else, and what is held out must not leak.
"""

import numpy as np

from counterpoise.balance.calibration_effects import HierarchicalPrior, hierarchical_posterior, variance_components
from counterpoise.balance.calibration_regression import Labels, Real, least_squares, logit, probability
from counterpoise.balance.calibration_shrinkage import shrunken_line, shrunken_logit
from counterpoise.validation.battles import Battles
from counterpoise.validation.features import CORE
from counterpoise.validation.outcomes import Sample, baselines, forecast
from counterpoise.validation.rows import HOLDS, MISSES, Row, Settings
from counterpoise.validation.scores import discrimination, log_loss
from counterpoise.validation.steepness import exponent_fit

SECTION = "Inference checked"
RANK_DRAWS = 99
RANK_BINS = 10
LEAST_CLUSTERED_COVERAGE = 0.75
_TERM_SD, _WAR_SD = 0.22, 0.45  # what the real record gives
SMALLEST_P = 0.001  # a dozen checks a run: a false alarm in about one run of a hundred


def simulated_rows(settings: Settings) -> list[Row]:
    """Check the fitting code on data made here, with known answers; needs no file."""
    rng = np.random.default_rng(settings.seed)
    rows = [_uniform(name, title, ranks) for name, title, ranks in _hierarchical_ranks(rng, settings.draws(1000, 300))]
    rows += [_uniform(*_logit_ranks(rng, settings.draws(400, 120)))]
    rows.append(_learned_coverage(rng, settings.draws(400, 150)))
    rows += _coverage(rng, settings.draws(600, 150))
    return [*rows, *_recovery(rng, settings.draws(60, 15))]


def spoiled_rows(battles: Battles, settings: Settings) -> list[Row]:
    """Check that the report moves as it should when the record is spoiled."""
    return [
        *_permuted(battles, settings),
        *_dropped_war(battles, settings),
        _no_leak(battles, settings),
    ]


def rank_p_value(ranks: Labels) -> float:
    """Give the p value of the chi-squared test that ranks 0 to RANK_DRAWS are uniform."""
    from scipy.stats import chi2

    counts = np.bincount((np.asarray(ranks) * RANK_BINS // (RANK_DRAWS + 1)).astype(int), minlength=RANK_BINS)
    expected = len(ranks) / RANK_BINS
    return float(chi2.sf(float(np.sum((counts - expected) ** 2 / expected)), RANK_BINS - 1))


def _uniform(name: str, title: str, ranks: Labels) -> Row:
    chance = rank_p_value(ranks)
    return Row(
        id=f"sbc_{name}",
        section=SECTION,
        title=f"Ranks of the truth are uniform: {title}, p value",
        figure=chance,
        target=f"at least {SMALLEST_P}",
        status=HOLDS if chance >= SMALLEST_P else MISSES,
        source="Talts et al. (2018)",
        note=f"{len(ranks)} simulated data sets, {RANK_BINS} bins.",
    )


def _hierarchical_ranks(rng: np.random.Generator, repeats: int) -> list[tuple[str, str, Labels]]:
    """Rank mean, spread and a new group's value of the two-level model, with four groups as in the record."""
    prior = HierarchicalPrior()
    ranks: dict[str, list[int]] = {"mean": [], "spread": [], "next": []}
    for _ in range(repeats):
        mean, spread = rng.normal(prior.mean, prior.mean_sd), abs(rng.normal(0, prior.spread_scale))
        errors = rng.uniform(0.13, 0.30, 4)
        estimates = rng.normal(rng.normal(mean, spread, 4), errors)
        means, spreads = hierarchical_posterior(estimates.tolist(), errors.tolist(), prior).draw(RANK_DRAWS, rng)
        # The grid has cells; a uniform jitter within the cell keeps ranks of the spread from tying.
        spreads = spreads + rng.uniform(-0.5, 0.5, RANK_DRAWS) * (5 * prior.spread_scale / 800)
        ranks["mean"].append(int(np.sum(means < mean)))
        ranks["spread"].append(int(np.sum(spreads < spread)))
        ranks["next"].append(int(np.sum(rng.normal(means, spreads.clip(0)) < rng.normal(mean, spread))))
    titles = {"mean": "mean over groups", "spread": "spread between groups", "next": "a group not seen"}
    return [(f"multiplier_{name}", titles[name], np.array(values)) for name, values in ranks.items()]


def _simulated_wars(rng: np.random.Generator) -> tuple[Real, Real, Labels, float]:
    """Give outcomes, terms (one row more than outcomes) and wars of a made record, and the last row's true log-odds."""
    wars = rng.integers(0, 60, 600)
    terms = rng.normal(size=(601, 10))
    weights, effects = rng.normal(0, _TERM_SD, 10), rng.normal(0, _WAR_SD, 61)
    linear = 0.6 + terms @ weights
    outcome = (rng.uniform(size=600) < probability(linear[:600] + effects[wars])).astype(float)
    return outcome, terms, wars, float(linear[600] + effects[60])


def _logit_ranks(rng: np.random.Generator, repeats: int) -> tuple[str, str, Labels]:
    """Rank a battle's log-odds in a war not seen, under the shrunken logit with its prior variances given."""
    ranks = []
    for _ in range(repeats):
        outcome, terms, wars, truth = _simulated_wars(rng)
        model = shrunken_logit(outcome, terms[:600], wars, variances=(_TERM_SD**2, _WAR_SD**2))
        middle, spread = model.linear(terms[600:])
        ranks.append(np.sum(rng.normal(middle[0], spread[0], RANK_DRAWS) < truth))
    return "outcome", "log-odds of a battle of a war not seen", np.array(ranks)


def _learned_coverage(rng: np.random.Generator, repeats: int) -> Row:
    """Count how often a 90 % interval holds the log-odds of a new war's battle when the variances are learned too."""
    inside = 0
    for _ in range(repeats):
        outcome, terms, wars, truth = _simulated_wars(rng)
        middle, spread = shrunken_logit(outcome, terms[:600], wars).linear(terms[600:])
        inside += abs(float(middle[0]) - truth) <= 1.645 * float(spread[0])
    share = inside / repeats
    return Row(
        id="coverage_learned",
        section=SECTION,
        title="Coverage of 90 % intervals for a new war, prior variances learned",
        figure=share,
        digits=2,
        target="0.84 to 0.95",
        status=HOLDS if 0.84 <= share <= 0.95 else MISSES,
        note=f"{repeats} simulated records. Learned variances are put in as if known, so a little is missing by "
        f"design.",
    )


def _coverage(rng: np.random.Generator, repeats: int) -> list[Row]:
    """Count how often 95 % intervals hold the true slope when battles of a war share an effect."""
    hits = {"by war": 0, "as if independent": 0}
    for _ in range(repeats):
        wars = rng.choice(60, 650, p=_war_shares())
        ratio = rng.normal(0, 0.8, 650) + 0.4 * rng.normal(size=60)[wars]
        outcome = -0.7 * ratio + 0.8 * rng.normal(size=60)[wars] + rng.normal(0, 1.1, 650)
        for name, clusters in (("by war", wars), ("as if independent", None)):
            low, high = least_squares(outcome, {"ratio": ratio}, clusters=clusters).interval("ratio")
            hits[name] += low <= -0.7 <= high
    share = {name: many / repeats for name, many in hits.items()}
    honest = share["by war"] > share["as if independent"] and share["by war"] >= LEAST_CLUSTERED_COVERAGE
    return [
        Row(
            id="coverage_by_war",
            section=SECTION,
            title="Coverage of 95 % intervals clustered by war, simulated record",
            figure=share["by war"],
            digits=2,
            target="above the other, and at least 0.75",
            status=HOLDS if honest else MISSES,
            baseline=f"as if battles were independent: {share['as if independent']:.2f}",
            note=f"{repeats} simulated records with the sizes of the real wars. Two wars hold half the battles, "
            "so even clustered intervals are too narrow: read every 95 % interval of this page as one of 80 to 85 %.",
        )
    ]


def _war_shares() -> Real:
    sizes = np.array([192, 124, 49, 33, 22, 18, 18, 14, 13, 11, 10, 9] + [3] * 48, dtype=float)
    shares: Real = sizes / sizes.sum()
    return shares


def _recovery(rng: np.random.Generator, repeats: int) -> list[Row]:
    """Fit data made with known spreads and slope, and report the mean error of the estimates."""
    between, within, noise, slope = [], [], [], []
    for _ in range(repeats):
        groups = rng.choice(44, 515)
        values = 0.82 * rng.normal(size=44)[groups] + rng.normal(0, 1.09, 515)
        parts = variance_components(values, groups, least_rows=3)
        between.append(parts.between)
        within.append(parts.within)
        terms = rng.normal(size=(515, 1))
        noise.append(shrunken_line(values - 0.7 * terms[:, 0], terms, groups).noise_sd)
        chance = probability(0.14 + 1.43 * values)
        fit = logit((rng.uniform(size=515) < chance).astype(float), {"advantage": values})
        slope.append(fit.value("advantage"))
    rows = []
    for name, title, found, truth, reach in (
        ("between", "spread between groups", between, 0.82, 0.06),
        ("within", "spread within groups", within, 1.09, 0.03),
        ("noise", "noise of the shrunken line", noise, 1.09, 0.03),
        ("link", "slope of the link", slope, 1.43, 0.12),
    ):
        middle = float(np.mean(found))
        rows.append(
            Row(
                id=f"recovery_{name}",
                section=SECTION,
                title=f"Known answer found again: {title}",
                figure=middle,
                target=f"{truth} ± {reach}",
                status=HOLDS if abs(middle - truth) <= reach else MISSES,
                note=f"Mean of {repeats} simulated records; their standard deviation {np.std(found):.3f}.",
            )
        )
    return rows


def _permuted(battles: Battles, settings: Settings) -> list[Row]:
    """Shuffle the outcomes and forecast again: whatever skill is left is an error of ours."""
    rng = np.random.default_rng(settings.seed)
    sample = Sample.of(battles)
    gains, areas = [], []
    for _ in range(settings.draws(12, 2)):
        shuffled = sample.with_outcome(rng.permutation(sample.outcome))
        ours = forecast(shuffled, CORE)
        base = baselines(shuffled)["base rate"]
        gains.append(log_loss(ours.outcome, ours.chance) - log_loss(base.outcome, base.chance))
        areas.append(discrimination(ours.outcome, ours.chance))
    real = forecast(sample, CORE)
    true_gain = log_loss(real.outcome, real.chance) - log_loss(sample.outcome, baselines(sample)["base rate"].chance)
    beaten = int(np.sum(np.array(gains) <= true_gain))
    return [
        Row(
            id="permuted_gain",
            section=SECTION,
            title="Outcomes shuffled: difference in log loss to the base rate",
            figure=float(np.mean(gains)),
            digits=4,
            interval=(min(gains), max(gains)),
            interval_kind="range of the shuffles",
            target="not below -0.005, and never as good as the real record",
            inputs=battles.hashes,
            status=HOLDS if np.mean(gains) > -0.005 and beaten == 0 else MISSES,
            note=f"{len(gains)} shuffles; the real record gives {true_gain:+.4f}, which {beaten} of them reach.",
        ),
        Row(
            id="permuted_auc",
            section=SECTION,
            title="Outcomes shuffled: AUC",
            figure=float(np.mean(areas)),
            interval=(min(areas), max(areas)),
            interval_kind="range of the shuffles",
            target="at most 0.53",
            status=HOLDS if np.mean(areas) <= 0.53 else MISSES,
            inputs=battles.hashes,
            note="Below one half is expected: a held-out war's wins are missing from the base rate it is "
            "forecast with.",
        ),
    ]


def _dropped_war(battles: Battles, settings: Settings) -> list[Row]:
    """Drop each of the largest wars from the law exponent, and show how far it moves."""
    whole = exponent_fit(battles)
    names, counts = np.unique(battles.war[battles.with_losses], return_counts=True)
    rows: list[Row] = []
    for name in names[np.argsort(-counts)][: settings.draws(5, 3)]:
        fit = exponent_fit(battles, battles.war != name)
        step = -fit.value("ratio") + whole.value("ratio")
        gone = int(np.sum(battles.with_losses & (battles.war == name)))
        as_expected = fit.rows == whole.rows - gone and step != 0.0
        rows.append(
            Row(
                id=f"dropped_{len(rows) + 1}",
                section=SECTION,
                title=f"Law exponent without: {name}",
                figure=-fit.value("ratio"),
                digits=2,
                interval=(-fit.interval("ratio")[1], -fit.interval("ratio")[0]),
                interval_kind="95 %, clustered by war",
                target="moves, and by no more than the published range",
                status=HOLDS if as_expected and 0.39 <= -fit.value("ratio") <= 1.03 else MISSES,
                inputs=battles.hashes,
                note=f"{gone} battles fewer; moves by {step:+.2f}.",
            )
        )
    return rows


def _no_leak(battles: Battles, settings: Settings) -> Row:
    """Turn every Arab-Israeli outcome round and forecast those battles again: to the bit, nothing may change."""
    sample = Sample.of(battles)
    inside = sample.fold == "Arab-Israeli wars"
    turned = sample.with_outcome(np.where(inside, 1 - sample.outcome, sample.outcome))
    fits = [shrunken_logit(s.outcome[~inside], s.design(CORE)[~inside], s.fold[~inside]) for s in (sample, turned)]
    gap = float(np.max(np.abs(np.subtract(*[fit.chance(sample.design(CORE)[inside]) for fit in fits]))))
    other = sample.fold == "World War II of 1939-1945"
    whole = [shrunken_logit(s.outcome[~other], s.design(CORE)[~other], s.fold[~other]) for s in (sample, turned)]
    moved = float(np.max(np.abs(np.subtract(*[fit.chance(sample.design(CORE)[other]) for fit in whole]))))
    return Row(
        id="no_leak",
        section=SECTION,
        title="Arab-Israeli outcomes turned round: largest change of their own forecasts",
        figure=gap,
        digits=6,
        target="0 exactly, while forecasts of other wars move",
        inputs=battles.hashes,
        status=HOLDS if gap == 0.0 and moved > 0.005 else MISSES,
        note=f"Forecasts of the Second World War move by up to {moved:.2f}, as they should.",
    )
