"""The assessment as pictures: break-even ladder, coalitions by clause, years, paired difference, tornado, breakers."""

from collections.abc import Iterator, Sequence
from functools import partial
from math import exp, log

import numpy as np

from counterpoise.balance.assessment import BalanceAssessment
from counterpoise.balance.assessment_words import coalition_words
from counterpoise.balance.clause_levels import COUNTER, DAMAGES, index_change, statistic
from counterpoise.balance.critical_values import FactorMove, ParameterMove
from counterpoise.balance.figure_captions import caption
from counterpoise.balance.inventories import significant
from counterpoise.balance.levels import level_of
from counterpoise.balance.results import quantiles
from counterpoise.balance.simulation_findings import WITH_PURCHASER, BreakEven, break_evens, breakers
from counterpoise.balance.table_words import world_words
from counterpoise.balance.theatre import ScenarioKey
from counterpoise.drawing.densities import densities, outlines
from counterpoise.drawing.figure import Figure, compose
from counterpoise.drawing.intervals import Axis, Row, intervals
from counterpoise.drawing.lines import Axes, Series, lines
from counterpoise.drawing.matrix import Cell, matrix

BARS = 10
MOST_COALITIONS = 18
COLOURS = {"without": "a", "with": "b", "substitute": "c"}
WORLD_LABELS = {"with": "with the transfer", "substitute": "with a substitute"}
TIER_LABELS = {
    "single actors": "hardest single actor",
    "and those without relations": "the same and those without relations",
}


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
    rows = [
        Row(
            label=_ladder_label(row), colour=COLOURS[row.scenario.world], low=row.p10, middle=row.median, high=row.p90,
            beside=f"{significant(row.median, 2):g}",
        )
        for row in shown
    ]  # fmt: skip
    low, high = found.main.labels.history
    about = caption(
        found.relative, "break_even", f"Break-even multiplier by tier, end of {found.last_year}",
        "The multiplier at which the edge just holds against the hardest coalition of each tier. Mark: median, bar: "
        "80 % of the draws, arrow: beyond the range searched. Circle: without the transfer, square: with it, "
        "triangle: with a substitute.",
    )  # fmt: skip
    axis = Axis(label="effectiveness multiplier", shaded=(low, high, f"what history supports: {low:.2g} to {high:.2g}"))
    data = [
        (row.tier, row.coalition, row.scenario.world, _scenario(row.scenario), *_cells((row.p10, row.median, row.p90)))
        for row in shown
    ]
    columns = ("tier", "coalition", "world", "scenario", "p10", "p50", "p90")
    return compose(about, partial(intervals, rows=rows, axis=axis), columns, data)


def _ladder_label(row: BreakEven) -> str:
    plain = row.tier.removesuffix(f", {WITH_PURCHASER}")
    words = TIER_LABELS.get(plain, plain) + (", and the purchaser" if plain != row.tier else "")
    world, quantity = row.scenario.world, row.scenario.quantity
    return (
        words + (f": {WORLD_LABELS[world]}" if world in WORLD_LABELS else "") + (f" ({quantity})" if quantity else "")
    )


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
    )[:MOST_COALITIONS]
    shown = [_clauses(found, key, mask) for mask in masks]
    about = caption(
        found.relative, "coalitions_by_clause",
        f"What the transfer changes against each coalition it can join, {key.year}",
        "Factors are medians; the word says how likely the change is material. Darker: more probable. Coalitions "
        "without the purchaser change by nothing.",
    )  # fmt: skip
    heads = ("loss exchange", "own losses", "P(edge holds), without to with (appendix)")
    names = [coalition_words(found.profile, results, mask) for mask in masks]
    columns = (
        "coalition", "loss_exchange", "p_material", "own_losses", "p_material_own_losses", "p_holds_without",
        "p_holds_with",
    )  # fmt: skip
    draw = partial(matrix, columns=heads, names=names, cells=[cells for cells, _ in shown])
    return compose(about, draw, columns, [row for _, row in shown])


def _clauses(found: BalanceAssessment, key: ScenarioKey, mask: int) -> tuple[list[Cell], tuple[str, ...]]:
    """Give a coalition's cells, and the same as a row of data."""
    results, margins = found.main, found.request.margins
    e, k = statistic(results, key, mask, COUNTER), statistic(results, key, mask, DAMAGES)
    p_e = float((e <= -margins.change_in_log_loss_ratio).mean())
    p_k = float((k >= margins.own_loss_ratio).mean())
    before = float((results.log_loss_ratio(results.base_of(key), mask) >= 0).mean())
    after = float((results.log_loss_ratio(key, mask) >= 0).mean())
    exchange, losses = exp(float(np.median(e))), float(np.median(k))
    cells: list[Cell] = [
        (f"x{exchange:.2f} {level_of(p_e)}", p_e),
        (f"x{losses:.2f} {level_of(p_k)}", p_k),
        (f"{before:.2f} to {after:.2f}", 0.0),  # shown beside, never decides
    ]
    numbers = (exchange, p_e, losses, p_k, before, after)
    return cells, (results.coalitions.label(mask), *(f"{number:.3g}" for number in numbers))


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
    about = caption(
        found.relative, "years", f"Loss exchange against {who}, with the transfer over without",
        "Solid: with the transfer; dotted: with a substitute; shaded: 80 % of the draws.",
    )  # fmt: skip
    axes = Axes(x_label="end of year", y_label="factor", mark=(1.0, "1: no change"), with_zero=False)
    columns = ("year", "world", "scenario", "p10", "p50", "p90")
    return compose(about, partial(lines, series=series, axes=axes), columns, data)


def difference_figure(found: BalanceAssessment) -> Figure:
    """The paired difference of E, draw by draw, by member of the ensemble."""
    headline = found.headline
    assert headline is not None
    mask, key = found.main.coalitions.mask(headline.coalition.split("+")), headline.scenario
    shown = [("main kernel", "a", list(statistic(found.main, key, mask, COUNTER)))]
    rival = found.variants.get("rival_kernel")
    if rival is not None and key in rival.keys:
        shown.append(("rival kernel", "b", list(statistic(rival, key, mask, COUNTER))))
    shown.append(("one-line index", "c", list(index_change(found.main, key, mask))))
    drawn = outlines(shown, (0.0, headline.margin))
    who = coalition_words(found.profile, found.main, mask)
    about = caption(
        found.relative, "paired_difference", f"Paired change of the log loss exchange, {who}, {key.year}",
        "Share of the draws by size of the change: the same draws with and without the transfer.",
    )  # fmt: skip
    marks = ((headline.margin, "5 4", f"margin {headline.margin:g}"), (0.0, "", "no change"))
    draw = partial(densities, shown=drawn, marks=marks, x_label="change of the log loss exchange")
    return compose(about, draw, ("member", "from", "to", "share"), [row for one in drawn for row in one.rows])


def tornado_figure(found: BalanceAssessment) -> Figure:
    """How far each assumption moves the median change over its range."""
    sensitivity = found.sensitivity
    assert sensitivity is not None
    moves: list[ParameterMove | FactorMove] = [*sensitivity.parameters, *sensitivity.factors]
    moves = sorted(moves, key=lambda move: -move.swing)[:BARS]
    rows = [_tornado_row(found, move) for move in moves]
    about = caption(
        found.relative, "tornado", "What moves the answer: the loss exchange over the range of each assumption",
        "Each alone, the others at their defaults or medians. Mark: at the default. Square: judgement; circle: derived "
        "or sourced.",
    )  # fmt: skip
    data = [
        (words, f"{exp(ends[0]):.3g}", f"{exp(ends[1]):.3g}", move.grade)
        for move in moves
        for words, ends in [_named(move)]
    ]
    axis = Axis(label="loss exchange, with the transfer over without", is_log=False, marks=((1.0, "1: no change"),))
    columns = ("assumption", "at_low_end", "at_high_end", "grade")
    return compose(about, partial(intervals, rows=rows, axis=axis), columns, data)


def _named(move: ParameterMove | FactorMove) -> tuple[str, tuple[float, float]]:
    """Give what an assumption is called, and the change at both ends of its range."""
    if isinstance(move, ParameterMove):
        return move.meaning, (move.ends[0][1], move.ends[1][1])
    return move.title, move.deciles


def _tornado_row(found: BalanceAssessment, move: ParameterMove | FactorMove) -> Row:
    words, ends = _named(move)
    headline = found.headline
    # A default's range moves the median over the draws; a latent factor's the change with all others at their medians.
    of_draws = headline.change[1] if headline is not None and headline.change is not None else None
    middle = of_draws if isinstance(move, ParameterMove) else move.nominal
    plain = words.split(";")[0].rstrip(".")
    low, high = exp(min(ends)), exp(max(ends))
    return Row(
        label=plain[:1].upper() + plain[1:], colour="b" if move.grade == "judgement" else "a", low=low,
        middle=None if middle is None else exp(middle), high=high, beside=f"{low:.2f} to {high:.2f}",
    )  # fmt: skip


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
    about = caption(
        found.relative, "breakers",
        f"Smallest coalitions of at most four that break the edge in half of the draws, {key.year}",
        "P(E < 0) without and with the transfer; prior: given that some war happens. Least implausible first.",
    )  # fmt: skip
    draw = partial(matrix, columns=("without", "with", "prior"), names=names, cells=cells)
    yield compose(about, draw, ("coalition", "p_fails_without", "p_fails_with", "prior"), data)


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


def _cells(values: Sequence[float]) -> tuple[str, ...]:
    return tuple(f"{significant(v, 3):g}" if np.isfinite(v) and v > 0 and abs(log(v)) < 50 else "" for v in values)
