"""The assessment as pictures: break-even ladder, coalitions by clause, years, paired difference, tornado, breakers."""

from collections.abc import Iterator, Sequence
from math import exp, log

import numpy as np

from counterpoise.balance.assessment import BalanceAssessment
from counterpoise.balance.assessment_words import coalition_words
from counterpoise.balance.clause_levels import COUNTER, DAMAGES, index_change, statistic
from counterpoise.balance.drawing import Figure, Row, Series, chart, density, intervals, matrix
from counterpoise.balance.inventories import Spread, significant
from counterpoise.balance.levels import level_of
from counterpoise.balance.results import quantiles
from counterpoise.balance.simulation_findings import WITH_PURCHASER, BreakEven, break_evens, breakers
from counterpoise.balance.table_words import world_words
from counterpoise.balance.theatre import ScenarioKey

BARS = 10
COLOURS = {"without": "a", "with": "b", "substitute": "c"}


def figures(found: BalanceAssessment) -> tuple[Figure, ...]:
    """Give every picture that the assessment carries."""
    made = [ladder_figure(found)]
    if found.headline is not None:
        made += [matrix_figure(found), years_figure(found), difference_figure(found)]
    if found.sensitivity is not None:
        made.append(tornado_figure(found))
    if found.main.labels.every_coalition:
        made += breaker_figure(found)
    return tuple(made)


def ladder_figure(found: BalanceAssessment) -> Figure:
    """Break-even multipliers by tier and world against the range that history supports."""
    shown = [
        row
        for row in break_evens(found.main)
        if row.scenario.year == found.last_year
        and row.scenario.quantity in (None, found.highest_quantity)
        and (row.scenario.world == "without" or WITH_PURCHASER in row.tier or row.tier == "all actors")
    ]
    rows = [Row(_ladder_label(row), COLOURS[row.scenario.world], Spread(row.p10, row.median, row.p90)) for row in shown]
    low, high = found.main.labels.history
    title = f"Break-even multiplier by tier, end of {found.last_year}"
    says = (
        "Multiplier at which the edge just holds; bars: 80 % of the draws; shaded: what history supports, "
        f"{low:.2g} to {high:.2g}."
    )
    columns = ("tier", "coalition", "world", "scenario", "p10", "p50", "p90")
    data = tuple(
        (row.tier, row.coalition, row.scenario.world, _scenario(row.scenario), *_cells((row.p10, row.median, row.p90)))
        for row in shown
    )
    return Figure(
        "break_even", title, intervals("break-even", title, says, rows, shaded=(low, high)), says, columns, data
    )


def _ladder_label(row: BreakEven) -> str:
    world = row.scenario.world
    beside = "" if world == "without" else f", {world_words(world, row.scenario.quantity)}"
    return f"{_short(row.tier)}{beside}"


def matrix_figure(found: BalanceAssessment) -> Figure:
    """The kept coalitions by clause, without and with: median change and the level's word."""
    results, key = found.main, _key(found)
    masks = [
        mask
        for mask in results.labels.shown
        if mask & results.coalitions.mask(results.labels.purchasers) and _states(found, mask)
    ]
    masks = sorted(
        masks, key=lambda mask: (mask.bit_count() > 1, float(np.median(statistic(results, key, mask, COUNTER))))
    )
    names, cells, data = [], [], []
    for mask in masks[:18]:
        e, k = statistic(results, key, mask, COUNTER), statistic(results, key, mask, DAMAGES)
        margins = found.request.margins
        p_e = float((e <= -margins.change_in_log_loss_ratio).mean())
        p_k = float((k >= margins.own_loss_ratio).mean())
        before = float((results.log_loss_ratio(results.base_of(key), mask) >= 0).mean())
        after = float((results.log_loss_ratio(key, mask) >= 0).mean())
        names.append(coalition_words(found.profile, results, mask))
        cells.append(
            [
                (f"x{exp(float(np.median(e))):.2f}  {level_of(p_e)}", p_e),
                (f"x{float(np.median(k)):.2f}  {level_of(p_k)}", p_k),
                (f"{before:.2f} to {after:.2f}", abs(after - before) * 5),
            ]
        )
        data.append(
            (
                results.coalitions.label(mask),
                f"{exp(float(np.median(e))):.3g}",
                f"{p_e:.3g}",
                f"{float(np.median(k)):.3g}",
                f"{p_k:.3g}",
                f"{before:.3g}",
                f"{after:.3g}",
            )
        )
    title = f"What the transfer changes against each coalition it can join, {key.year}"
    says = "Darker: a material change is more probable. Coalitions without the purchaser change by nothing."
    columns = (
        "coalition",
        "loss_exchange",
        "p_material",
        "own_losses",
        "p_material_own_losses",
        "p_holds_without",
        "p_holds_with",
    )
    svg = matrix("matrix", title, says, ("loss exchange", "own losses", "P(E >= 0), appendix"), names, cells)
    return Figure("coalitions_by_clause", title, svg, says, columns, tuple(data))


def years_figure(found: BalanceAssessment) -> Figure:
    """The change of the loss exchange by year, world and quantity, against the headline's coalition."""
    headline = found.headline
    assert headline is not None
    mask = found.main.coalitions.mask(headline.coalition.split("+"))
    series, data = [], []
    kinds = list(dict.fromkeys((key.world, key.quantity) for key in found.main.keys if key.world != "without"))
    for world, quantity in kinds:
        keys = [key for key in found.main.keys if (key.world, key.quantity) == (world, quantity)]
        points, bands = [], []
        for key in keys:
            low, middle, high = (exp(v) for v in quantiles(statistic(found.main, key, mask, COUNTER)))
            points.append((float(key.year), middle))
            bands.append((low, high))
            data.append((str(key.year), world, _scenario(key), *_cells((low, middle, high))))
        is_shaded = (world, quantity) == ("with", found.highest_quantity)
        series.append(
            Series(world_words(world, quantity), COLOURS[world], world, list(points), list(bands) if is_shaded else [])
        )
    who = coalition_words(found.profile, found.main, mask)
    title = f"Loss exchange against {who}, with the transfer over without"
    says = "1 is no change; solid: with the transfer; dotted: with a substitute; shaded: 80 % of the draws."
    svg = chart("years", title, says, says, series, x_label="end of year", y_label="factor", top=1.0)
    return Figure("years", title, svg, says, ("year", "world", "scenario", "p10", "p50", "p90"), tuple(data))


def difference_figure(found: BalanceAssessment) -> Figure:
    """The paired difference of E, draw by draw, by member of the ensemble."""
    headline = found.headline
    assert headline is not None
    mask, key = found.main.coalitions.mask(headline.coalition.split("+")), headline.scenario
    shown = [("main kernel", "a", statistic(found.main, key, mask, COUNTER))]
    rival = found.variants.get("rival_kernel")
    if rival is not None and key in rival.keys:
        shown.append(("rival kernel", "b", statistic(rival, key, mask, COUNTER)))
    shown.append(("one-line index", "c", index_change(found.main, key, mask)))
    title = f"Paired change of the log loss exchange, {coalition_words(found.profile, found.main, mask)}, {key.year}"
    says = f"The same draws with and without the transfer; dashed: the margin of {headline.margin:g}."
    svg, bins = density(
        "difference", title, says, [(name, colour, list(values)) for name, colour, values in shown], headline.margin
    )
    return Figure("paired_difference", title, svg, says, ("member", "from", "to", "share"), bins)


def tornado_figure(found: BalanceAssessment) -> Figure:
    """How far each assumption moves the median change over its range."""
    sensitivity = found.sensitivity
    assert sensitivity is not None
    bars = [(f"{move.meaning}", move.ends[0][1], move.ends[1][1], move.grade) for move in sensitivity.parameters]
    bars += [(move.title, move.deciles[0], move.deciles[1], move.grade) for move in sensitivity.factors]
    bars = sorted(bars, key=lambda bar: -abs(bar[2] - bar[1]))[:BARS]
    nominal = sensitivity.factors[0].nominal if sensitivity.factors else 0.0
    rows = [
        Row(
            _cut(name),
            "b" if grade == "judgement" else "a",
            Spread(exp(min(low, high)), exp(nominal), exp(max(low, high))),
        )
        for name, low, high, grade in bars
    ]
    title = "What moves the answer: the loss exchange over the range of each assumption"
    says = "Each alone, the others at their defaults or medians. Orange: judgement; blue: derived or sourced."
    columns = ("assumption", "at_low_end", "at_high_end", "grade")
    data = tuple((name, f"{exp(low):.3g}", f"{exp(high):.3g}", grade) for name, low, high, grade in bars)
    svg = intervals("tornado", title, says, rows, is_linear=True, mark=1.0)
    return Figure("tornado", title, svg, says, columns, data)


def breaker_figure(found: BalanceAssessment) -> Iterator[Figure]:
    """The smallest coalitions that break the edge, without the transfer and with it."""
    from counterpoise.balance.relations import coalition_prior

    prior = coalition_prior(found.profile, found.plan.protected, found.request.known_on).probabilities
    results, key = found.main, _key(found)
    shown = breakers(results, results.base_of(key), level=0.5, most_members=4, prior=prior)[:8]
    if not shown:
        return
    names, cells, data = [], [], []
    for row in shown:
        mask = results.coalitions.mask(row.coalition.split("+"))
        before, after = results.p_fails(results.base_of(key))[mask], results.p_fails(key)[mask]
        names.append(coalition_words(found.profile, results, mask))
        cells.append([(f"{before:.2f}", float(before)), (f"{after:.2f}", float(after)), (f"{row.prior or 0:.1g}", 0.0)])
        data.append((row.coalition, f"{before:.3g}", f"{after:.3g}", f"{row.prior or 0:.2g}"))
    title = f"Smallest coalitions of at most four that break the edge in half of the draws, {key.year}"
    says = "P(E < 0) without and with the transfer; prior: given that some war happens. Least implausible first."
    svg = matrix("breakers", title, says, ("without", "with", "prior"), names, cells)
    yield Figure("breakers", title, svg, says, ("coalition", "p_fails_without", "p_fails_with", "prior"), tuple(data))


def _key(found: BalanceAssessment) -> ScenarioKey:
    headline = found.headline
    return headline.scenario if headline is not None else found.main.keys[-1]


def _states(found: BalanceAssessment, mask: int) -> bool:
    members = found.main.coalitions.members(mask)
    outside = set(found.main.labels.not_assessed_alone)
    states = [actor for actor in members if actor not in outside]
    return len(members) == 1 or len(states) > 1


def _scenario(key: ScenarioKey) -> str:
    return "" if key.quantity is None else str(key.quantity)


def _short(tier: str) -> str:
    words = {
        "single actors": "hardest single actor",
        "belligerents and their sponsors' clients": "belligerents, clients",
        "and those without relations": "and no relations",
        "all actors": "all actors",
    }
    plain = tier.removesuffix(f", {WITH_PURCHASER}")
    return words.get(plain, plain) + (" + purchaser" if plain != tier else "")


def _cut(words: str, most: int = 46) -> str:
    first = words.split(";")[0].split(",")[0].rstrip(".")
    return first if len(first) <= most else first[: most - 1].rstrip() + "…"


def _cells(values: Sequence[float]) -> tuple[str, ...]:
    return tuple(f"{significant(v, 3):g}" if np.isfinite(v) and v > 0 and abs(log(v)) < 50 else "" for v in values)
