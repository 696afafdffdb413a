"""The assessment without a war as pictures: SVG with the data beside it."""

from counterpoise import vocabulary
from counterpoise.balance.drawing import Figure, Series, chart, ranges
from counterpoise.balance.inventories import Spread, significant
from counterpoise.balance.relative_capabilities import RelativeCapabilities
from counterpoise.balance.superiority_section import TechnicalComparison
from counterpoise.balance.top_band import TopBand


def figures(result: RelativeCapabilities) -> tuple[Figure, ...]:
    """Give every picture: the best class by year, best k against best k, ratios by class."""
    classes = dict.fromkeys(top.class_id for top in result.top_bands)
    made = [_top_band_figure(result, class_id) for class_id in classes]
    made += [_curve_figure(result, area) for area in result.technical if area.curve]
    return (*made, *_ratio_figure(result))


def _top_band_figure(result: RelativeCapabilities, class_id: str) -> Figure:
    tops = [top for top in result.top_bands if top.class_id == class_id]
    without = next(top for top in tops if top.world == "without")
    name = result.profile.actor_index[result.protected].name
    series = [_count_series(name, "a", "without", without, None)]
    for actor in without.years[0].others:
        label = result.profile.actor_index[actor].name
        if actor not in without.years[0].in_service:
            other = _count_series(label, "d", "without", without, actor)
            other.band = []  # many holders: their intervals stand in the data
            series.append(other)
    shown = [top for top in tops if top.world == "with"]
    for top in shown:
        for actor in top.years[0].in_service:
            suffix = f", {top.scenario}" if top.scenario is not None else ""
            line = _count_series(f"{result.profile.actor_index[actor].name}{suffix}", "b", "with", top, actor)
            if top is not shown[-1]:
                line.band = []
            series.append(line)
    noun = vocabulary.index("classes", "class_id")[class_id]["name"]
    columns = ("year", "holder", "world", "scenario", "p10", "p50", "p90")
    rows = tuple(
        (str(entry.year), actor, top.world, "" if top.scenario is None else str(top.scenario), *_three(count))
        for top in tops
        for entry in top.years
        for actor, count in ({result.protected: entry.protected} | dict(entry.others)).items()
    )
    title = f"{noun}: delivered by the end of each year"
    says = "Dashed: without the transfer. Solid: with it, by scenario. Shaded: 10 to 90 % of the draws. No retirements."
    description = " ".join(result.answers) or says
    svg = chart(f"top-band-{class_id}", title, says, description, series, x_label="year", y_label="delivered")
    return Figure(f"top_band_{class_id}", title, svg, description, columns, rows)


def _three(spread: Spread) -> tuple[str, str, str]:
    low, median, high = (f"{significant(value, 4):g}" for value in (spread.low, spread.median, spread.high))
    return low, median, high


def _count_series(label: str, colour: str, world: str, top: TopBand, actor: str | None) -> Series:
    counts = [entry.protected if actor is None else entry.others[actor] for entry in top.years]
    points: list[tuple[float, float | None]] = [
        (float(entry.year), count.median) for entry, count in zip(top.years, counts, strict=True)
    ]
    return Series(label, colour, world, points, [(count.low, count.high) for count in counts])


def _curve_figure(result: RelativeCapabilities, area: TechnicalComparison) -> Figure:
    colours = {"without": "a", "with": "b", "substitute": "c"}
    words = {"without": "without the transfer", "with": "with it", "substitute": "with a substitute"}
    last_scenario = next((scenario for scenario, best in reversed(area.curve) if best.world == "with"), None)
    series = []
    for world, colour in colours.items():
        found = [
            best
            for scenario, best in area.curve
            if best.world == world and (world == "without" or scenario == last_scenario)
        ]
        if found:
            points: list[tuple[float, float | None]] = [(best.k, best.p) for best in found]
            series.append(Series(words[world], colour, world, points, [best.bounds for best in found]))
    year, name = area.curve[0][1].year, result.profile.actor_index[result.protected].name
    other = result.profile.actor_index[area.purchaser].name
    title = f"{area.name}: best k, {name} and {other}, {year}"
    sold = f" (scenario of {last_scenario})" if last_scenario is not None else ""
    says = f"P({name}'s is superior){sold}; bars: missing data at worst and best; no dot: bounds only"
    columns = ("k", "world", "scenario", "rests on", "p", "bound_low", "bound_high")
    rows = tuple(
        (
            f"{best.k:g}",
            best.world,
            "" if scenario is None else str(scenario),
            best.status,
            "" if best.p is None else f"{significant(best.p, 3):g}",
            *(
                ("", "")
                if best.bounds is None
                else (f"{significant(best.bounds[0], 3):g}", f"{significant(best.bounds[1], 3):g}")
            ),
        )
        for scenario, best in area.curve
    )
    svg = chart(
        f"best-k-{area.mission_area}-{area.purchaser.lower()}", title, says, says, series, x_label="k, aircraft a side",
        y_label="P(superior)", top=1.0, marks=True,
    )  # fmt: skip
    return Figure(f"best_k_{area.mission_area}_{area.purchaser}", title, svg, says, columns, rows)


def _ratio_figure(result: RelativeCapabilities) -> tuple[Figure, ...]:
    last = result.benchmark_years[-1]
    purchasers = [
        result.profile.actor_index[t.purchaser].name for t in result.transfers if t.purchaser != result.protected
    ]
    scenario = result.scenarios[-1] if result.scenarios else None
    made = []
    for group in dict.fromkeys(purchasers):
        found = [
            ratio for ratio in result.ratios
            if ratio.group == group and ratio.year == last and ratio.preset == "default" and ratio.ratio is not None
            and (ratio.world == "without" or (ratio.world == "with" and ratio.scenario in (None, scenario)))
        ]  # fmt: skip
        if not found:
            continue
        name = result.profile.actor_index[result.protected].name
        title = f"{name} to {group}: ratio of counts within reach, {last}"
        says = "In service, default reach; bar: 10 to 90 % of the draws. Classes without a ratio stand in the table."
        columns = ("class", "world", "scenario", "p10", "p50", "p90")
        nouns = vocabulary.index("classes", "class_id")
        entries = [(r, r.ratio) for r in found if r.ratio is not None]
        rows = tuple(
            (nouns[r.class_id]["name"], r.world, "" if r.scenario is None else str(r.scenario), *_three(ratio))
            for r, ratio in entries
        )
        drawn = [
            (f"{nouns[r.class_id]['name']}{' (with)' if r.world == 'with' else ''}", r.world, ratio)
            for r, ratio in entries
        ]
        svg = ranges(f"ratios-{group.lower().replace(' ', '-')}", title, says, drawn)
        made.append(Figure(f"ratios_{group.lower().replace(' ', '_')}", title, svg, says, columns, rows))
    return tuple(made)
