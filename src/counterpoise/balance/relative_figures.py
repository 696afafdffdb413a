"""The assessment without a war as pictures: SVG with the data beside it."""

from functools import partial

from counterpoise import vocabulary
from counterpoise.balance.figure_captions import caption
from counterpoise.balance.force_ratios import ForceRatio
from counterpoise.balance.inventories import Spread, significant
from counterpoise.balance.region_map import region_figure
from counterpoise.balance.relative_capabilities import RelativeCapabilities
from counterpoise.balance.superiority_section import TechnicalComparison
from counterpoise.balance.technical_superiority import BestK
from counterpoise.balance.top_band import TopBand
from counterpoise.drawing.figure import Figure, compose
from counterpoise.drawing.intervals import Axis, Row, intervals
from counterpoise.drawing.lines import Axes, Series, lines

WORLD_COLOURS = {"without": "a", "with": "b", "substitute": "c"}
WORLD_LABELS = {"without": "without the transfer", "with": "with it", "substitute": "with a substitute"}


def figures(result: RelativeCapabilities) -> tuple[Figure, ...]:
    """Give every picture: the best class by year, best k against best k, ratios by class, the region as a map."""
    classes = dict.fromkeys(top.class_id for top in result.top_bands)
    made = [_top_band_figure(result, class_id) for class_id in classes]
    made += [_curve_figure(result, area) for area in result.technical if area.curve]
    region = region_figure(result)
    return (*made, *_ratio_figures(result), *([region] if region is not None else []))


def _top_band_figure(result: RelativeCapabilities, class_id: str) -> Figure:
    tops = [top for top in result.top_bands if top.class_id == class_id]
    noun = vocabulary.index("classes", "class_id")[class_id]["name"]
    rows = [
        (str(entry.year), actor, top.world, "" if top.scenario is None else str(top.scenario), *_three(count))
        for top in tops
        for entry in top.years
        for actor, count in ({result.protected: entry.protected} | dict(entry.others)).items()
    ]
    says = "Dashed: without the transfer. Solid: with it, by scenario. Shaded: 10 to 90 % of the draws. No retirements."
    about = caption(
        result, f"top_band_{class_id}", f"{noun}: delivered by the end of each year", says,
        " ".join(result.answers) or says,
    )  # fmt: skip
    axes = Axes(x_label="end of year", y_label="delivered")
    columns = ("year", "holder", "world", "scenario", "p10", "p50", "p90")
    return compose(about, partial(lines, series=_holders(result, tops), axes=axes), columns, rows)


def _holders(result: RelativeCapabilities, tops: list[TopBand]) -> list[Series]:
    """Give a line for the protected state, each other holder, and the purchaser in each scenario."""
    names = result.profile.actor_index
    without = next(top for top in tops if top.world == "without")
    series = [_count_series(names[result.protected].name, "a", "without", without, None)]
    for actor in without.years[0].others:
        if actor not in without.years[0].in_service:
            other = _count_series(names[actor].name, "d", "without", without, actor)
            other.band = []  # many holders: their intervals stand in the data
            series.append(other)
    shown = [top for top in tops if top.world == "with"]
    for top in shown:
        for actor in top.years[0].in_service:
            suffix = f", {top.scenario}" if top.scenario is not None else ""
            line = _count_series(f"{names[actor].name}{suffix}", "b", "with", top, actor)
            if top is not shown[-1]:
                line.band = []
            series.append(line)
    return series


def _count_series(label: str, colour: str, world: str, top: TopBand, actor: str | None) -> Series:
    counts = [entry.protected if actor is None else entry.others[actor] for entry in top.years]
    points: list[tuple[float, float | None]] = [
        (float(entry.year), count.median) for entry, count in zip(top.years, counts, strict=True)
    ]
    return Series(label, colour, world, points, [(count.low, count.high) for count in counts])


def _curve_figure(result: RelativeCapabilities, area: TechnicalComparison) -> Figure:
    last_scenario = next((scenario for scenario, best in reversed(area.curve) if best.world == "with"), None)
    series = []
    for world, colour in WORLD_COLOURS.items():
        found = [
            best
            for scenario, best in area.curve
            if best.world == world and (world == "without" or scenario == last_scenario)
        ]
        if found:
            points: list[tuple[float, float | None]] = [(best.k, best.p) for best in found]
            series.append(Series(WORLD_LABELS[world], colour, world, points, [best.bounds for best in found]))
    year, name = area.curve[0][1].year, result.profile.actor_index[result.protected].name
    other = result.profile.actor_index[area.purchaser].name
    sold = f" (scenario of {last_scenario})" if last_scenario is not None else ""
    about = caption(
        result, f"best_k_{area.mission_area}_{area.purchaser}", f"{area.name}: best k, {name} and {other}, {year}",
        f"P({name}'s is superior){sold}; bars: missing data at worst and best; no dot: bounds only.",
    )  # fmt: skip
    rows = [_curve_row(scenario, best) for scenario, best in area.curve]
    axes = Axes(x_label="k, aircraft a side", y_label="P(superior)", top=1.0)
    columns = ("k", "world", "scenario", "rests on", "p", "bound_low", "bound_high")
    return compose(about, partial(lines, series=series, axes=axes, has_marks=True), columns, rows)


def _curve_row(scenario: int | None, best: BestK) -> tuple[str, ...]:
    low, high = best.bounds if best.bounds is not None else (None, None)
    numbers = ["" if value is None else f"{significant(value, 3):g}" for value in (best.p, low, high)]
    return (f"{best.k:g}", best.world, "" if scenario is None else str(scenario), best.status, *numbers)


def _ratio_figures(result: RelativeCapabilities) -> tuple[Figure, ...]:
    purchasers = [
        result.profile.actor_index[t.purchaser].name for t in result.transfers if t.purchaser != result.protected
    ]
    found = {group: _ratios_within_reach(result, group) for group in dict.fromkeys(purchasers)}
    return tuple(_ratio_figure(result, group, entries) for group, entries in found.items() if entries)


def _ratios_within_reach(result: RelativeCapabilities, group: str) -> list[tuple[ForceRatio, Spread]]:
    scenario = result.scenarios[-1] if result.scenarios else None
    return [
        (ratio, ratio.ratio) for ratio in result.ratios
        if ratio.group == group and ratio.year == result.benchmark_years[-1] and ratio.preset == "default"
        and ratio.ratio is not None
        and (ratio.world == "without" or (ratio.world == "with" and ratio.scenario in (None, scenario)))
    ]  # fmt: skip


def _ratio_figure(result: RelativeCapabilities, group: str, entries: list[tuple[ForceRatio, Spread]]) -> Figure:
    nouns = vocabulary.index("classes", "class_id")
    name, last = result.profile.actor_index[result.protected].name, result.benchmark_years[-1]
    rows = [
        (nouns[r.class_id]["name"], r.world, "" if r.scenario is None else str(r.scenario), *_three(ratio))
        for r, ratio in entries
    ]
    drawn = [
        Row(
            label=f"{nouns[r.class_id]['name']}{', with the transfer' if r.world == 'with' else ''}",
            colour=WORLD_COLOURS[r.world], low=ratio.low, middle=ratio.median, high=ratio.high,
            beside=_ratio_words(ratio),
        )
        for r, ratio in entries
    ]  # fmt: skip
    about = caption(
        result, f"ratios_{group.lower()}", f"{name} to {group}: ratio of counts within reach, {last}",
        "In service, default reach; bar: 10 to 90 % of the draws. Classes without a ratio stand in the table.",
    )  # fmt: skip
    axis = Axis(label=f"{name}'s count to one of {group}", marks=((1.0, "equal"),))
    columns = ("class", "world", "scenario", "p10", "p50", "p90")
    return compose(about, partial(intervals, rows=drawn, axis=axis), columns, rows)


def _ratio_words(ratio: Spread) -> str:
    low, middle, high = (f"{significant(value, 2):g}" for value in (ratio.low, ratio.median, ratio.high))
    return f"{middle} ({low} to {high})"


def _three(spread: Spread) -> tuple[str, str, str]:
    low, median, high = (f"{significant(value, 4):g}" for value in (spread.low, spread.median, spread.high))
    return low, median, high
