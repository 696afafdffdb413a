"""The assessment without a war as tables for people."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from counterpoise import vocabulary
from counterpoise.balance.inventories import Spread, significant
from counterpoise.balance.relative_capabilities import RelativeCapabilities
from counterpoise.balance.superiority_section import SystemPair
from counterpoise.balance.top_band import TopBand

WORLD_WORDS = {"without": "without", "with": "with", "substitute": "substitute"}
STATE_WORDS = {
    "none_opposing": "they hold none",
    "none_held": "it holds none",
    "no_row": "not in the profile",
    "not_counted": "held, not counted",
}
STATUS_WORDS = {
    "printed": "sourced",
    "sensitivity": "with inferred bands",
    "bounds_only": "bounds only",
    "nothing_to_compare": "nothing to compare",
}


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its title and what a reader must know of it."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""


def count_words(spread: Spread | None) -> str:
    """Give a count as its middle and interval in whole numbers: "26 (22-30)", "50"."""
    if spread is None:
        return ""
    low, median, high = (f"{round(value):,}" for value in (spread.low, spread.median, spread.high))
    return median if low == high else f"{median} ({low}-{high})"


def number_words(spread: Spread | None) -> str:
    """Give a ratio or share as its middle and interval to two significant digits."""
    if spread is None:
        return ""
    low, median, high = (f"{significant(value, 2):g}" for value in (spread.low, spread.median, spread.high))
    return median if low == high else f"{median} ({low} to {high})"


def _class(class_id: str) -> str:
    return vocabulary.index("classes", "class_id")[class_id]["name"]


def _world(world: str, scenario: int | None) -> str:
    return f"{WORLD_WORDS[world]}, {scenario}" if scenario is not None else WORLD_WORDS[world]


def tables(result: RelativeCapabilities) -> tuple[Table, ...]:
    """Give every table that has rows, in the order of reading."""
    made = (
        schedule_table(result),
        *top_band_tables(result),
        restore_table(result),
        *technical_tables(result),
        pair_table(result),
        addition_table(result),
        reach_table(result),
        counter_table(result),
        ratio_table(result),
        rival_table(result),
        accumulation_table(result),
        enabler_table(result),
        outside_table(result),
    )
    return tuple(table for table in made if table.rows)


def schedule_table(result: RelativeCapabilities) -> Table:
    """Deliveries of each item by year."""
    years = _shown_years(result)
    rows = tuple(
        (
            entry.system,
            _name(result, entry.purchaser),
            str(entry.quantity),
            "stated" if entry.quantity_stated else "scenario",
            count_words(entry.first_delivery).replace(",", ""),
            *(count_words(entry.delivered[year]) for year in years),
        )
        for entry in result.schedules
    )
    columns = ("item", "for", "quantity", "which is", "first delivery", *map(str, years))
    caption = (
        "Delivered by the end of the year. " + "; ".join(dict.fromkeys(entry.basis for entry in result.schedules)) + "."
    )
    return Table("schedule", "The transfer as deliveries", columns, rows, caption)


def top_band_tables(result: RelativeCapabilities) -> Iterator[Table]:
    """Counts of the best class by year, one table for each class."""
    years = _shown_years(result)
    for class_id in dict.fromkeys(top.class_id for top in result.top_bands):
        rows = []
        for top in (top for top in result.top_bands if top.class_id == class_id):
            rows += _top_band_rows(result, top, years)
        caption = (
            "Delivered by the end of the year, unit of the class; middle of the draws (10 to 90 %). Orders signed by "
            f"{result.known_on}; no retirements."
        )
        absent = next(top for top in result.top_bands if top.class_id == class_id).not_in_profile
        if absent:
            caption += f" Not in the profile: {', '.join(_name(result, actor) for actor in absent)}."
        yield Table(
            f"top_band_{class_id}", _class(class_id), ("world", "holder", *map(str, years)), tuple(rows), caption
        )


def _top_band_rows(result: RelativeCapabilities, top: TopBand, years: Sequence[int]) -> list[tuple[str, ...]]:
    by_year = {entry.year: entry for entry in top.years}
    world = _world(top.world, top.scenario)
    holders = [actor for actor in top.years[0].others if top.world == "without" or _differs(top, actor)]
    rows = []
    if top.world == "without":
        rows.append((world, _name(result, result.protected), *(count_words(by_year[y].protected) for y in years)))
    rows += [(world, _name(result, a), *(count_words(by_year[y].others[a]) for y in years)) for a in holders]
    share = [by_year[y].share for y in years]
    rows.append(
        (world, f"share of {_name(result, result.protected)}", *(number_words(one) or "none held" for one in share))
    )
    rows.append((world, "P(only holder)", *(f"{significant(by_year[y].p_only_holder, 2):g}" for y in years)))
    return rows


def _differs(top: TopBand, actor: str) -> bool:
    return actor in top.years[0].in_service


def restore_table(result: RelativeCapabilities) -> Table:
    """Part (B)(ii): years until signed orders restore the earlier margin."""
    rows = tuple(
        (
            _class(entry.class_id),
            _name(result, entry.purchaser),
            _scenario(entry.scenario),
            count_words(entry.margin_before),
            count_words(entry.margin_last_year),
            count_words(entry.years) if entry.p_restored >= 0.5 else f"not by {result.years[-1]}",
            f"{significant(entry.p_restored, 2):g}",
        )
        for entry in result.restore
    )
    columns = (
        "class",
        "against",
        "scenario",
        "margin before",
        f"margin in {result.years[-1]}",
        "years to restore it",
        "share of draws",
    )
    return Table(
        "restore",
        "Until orders already signed restore the earlier margin",
        columns,
        rows,
        f"Margin: {_name(result, result.protected)}'s count less the purchaser's. Part (B)(ii).",
    )


def technical_tables(result: RelativeCapabilities) -> Iterator[Table]:
    """Best k against best k by mission area, world and year."""
    for area in result.technical:
        rows = []
        if area.state != "compared":
            rows.append((area.because, "", "", "", "", "", ""))
        changes = {(c.world, c.scenario, c.year): c for c in area.changes}
        for scenario, best in area.headline:
            change = changes.get((best.world, scenario, best.year))
            rows.append(
                (
                    str(best.year),
                    _world(best.world, scenario),
                    STATUS_WORDS[best.status],
                    "" if best.p is None else f"{best.p:.2f}",
                    _pair(best.bounds),
                    "" if change is None else number_words(change.change) or _pair(change.bounds),
                    "" if change is None or change.p_material is None else f"{change.p_material:.2f}",
                )
            )
        k = "" if area.headline_k is None else f", best {area.headline_k:g} against best {area.headline_k:g}"
        yield Table(
            f"technical_{area.mission_area}_{area.purchaser}",
            f"{area.name} against {_name(result, area.purchaser)}{k}",
            ("year", "world", "rests on", "P(superior)", "bounds", "change", f"P(falls by {area.margin:g})"),
            tuple(rows),
            "Probability that one of the best k is superior to one of theirs, a tie a half. Where only bounds may be "
            "printed, the change shows the bounds too.",
        )


def _pair(bounds: tuple[float, float] | None) -> str:
    return "" if bounds is None else f"{significant(bounds[0], 2):g} to {significant(bounds[1], 2):g}"


def pair_table(result: RelativeCapabilities) -> Table:
    """Each system added against each of the protected state's."""
    rows = tuple(
        (
            area.name,
            _system(result, pair.ours),
            _system(result, pair.added),
            STATUS_WORDS[pair.status],
            "" if pair.p is None else f"{pair.p:.2f}",
            _better(pair),
            f"{pair.orders_for:.0%}",
            f"{pair.orders_against:.0%}",
        )
        for area in result.technical
        for pair in area.pairs
    )
    columns = (
        "area",
        "its system",
        "system added",
        "rests on",
        "P(its superior)",
        "its better",
        "orders for",
        "orders against",
    )
    return Table(
        "pairs",
        "System against system",
        columns,
        rows,
        "Orders: share of the rank orders of the attributes in which one is at least as good for every weighting.",
    )


def _better(pair: SystemPair) -> str:
    if pair.orders_for == pair.orders_against == 1.0:
        return "equal at best readings"
    return "always" if pair.ours_dominates else "never" if pair.added_dominates else "depends on weights"


def addition_table(result: RelativeCapabilities) -> Table:
    """What the transfer adds to the purchaser's class."""
    rows = tuple(
        (
            _class(entry.class_id),
            _name(result, entry.purchaser),
            str(entry.quantity),
            count_words(entry.without) if entry.without else "not in the profile",
            number_words(entry.share_of_without) or "new",
        )
        for entry in result.additions
    )
    return Table("additions", "What the transfer adds", ("class", "to", "adds", "to a holding of", "times that"), rows)


def reach_table(result: RelativeCapabilities) -> Table:
    """How far the purchaser reaches with what is added, all three presets together."""
    rows = tuple(
        (
            _class(entry.class_id),
            _name(result, entry.purchaser),
            entry.band if entry.distance_km is None else f"{entry.band}, {entry.distance_km:,.0f} km",
            *(" / ".join(f"{value:g}" for value in shares) for shares in entry.shares.values()),
            entry.says,
        )
        for entry in result.reach
    )
    presets = next((tuple(entry.shares) for entry in result.reach), ())
    return Table(
        "reach",
        "What can be brought to bear",
        ("class", "by", "band", *presets, "says"),
        rows,
        "Shares low / middle / high: judgement, ends may be moved by half.",
    )


def counter_table(result: RelativeCapabilities) -> Table:
    """Part (A): what can engage what is added."""
    years = tuple(dict.fromkeys((result.years[0], *result.benchmark_years)))
    rows = tuple(
        (
            _class(entry.capability_class_id),
            _class(entry.counter_class_id),
            entry.confidence,
            *(
                (count_words(entry.in_service[year]) for year in years)
                if entry.in_service
                else ("not in the profile",) * len(years)
            ),
        )
        for entry in result.counters
    )
    title = f"What {_name(result, result.protected)} holds that can engage it"
    return Table(
        "counters",
        title,
        ("added", "can be engaged by", "confidence", *map(str, years)),
        rows,
        "In service at the end of the year. Confidence is judgement by doctrine; no outcome is claimed. Part (A).",
    )


def ratio_table(result: RelativeCapabilities) -> Table:
    """Force ratios by class in the first benchmark year and the classes touched in every world of the last."""
    last = result.benchmark_years[-1]
    rows = tuple(
        (
            _class(entry.class_id),
            entry.group,
            _world(entry.world, entry.scenario),
            "as held" if entry.preset is None else f"reach: {entry.preset.replace('_', ' ')}",
            count_words(entry.ours),
            count_words(entry.theirs),
            number_words(entry.ratio) or STATE_WORDS[entry.state],
        )
        for entry in result.ratios
        if entry.year == last
    )
    return Table(
        "ratios",
        f"Counts in service and their ratio, {last}",
        ("class", "against", "world", "counted", "its", "theirs", "ratio"),
        rows,
        "Unit of the class; middle of the draws (10 to 90 %). No verdict follows from a ratio.",
    )


def rival_table(result: RelativeCapabilities) -> Table:
    """The purchaser against its own rivals."""
    rows = tuple(
        (
            _name(result, entry.purchaser),
            _name(result, entry.rival),
            entry.relation.replace("_", " "),
            _class(entry.ratio.class_id),
            _world(entry.ratio.world, entry.ratio.scenario),
            number_words(entry.ratio.ratio) or STATE_WORDS[entry.ratio.state],
        )
        for entry in result.rivals
    )
    return Table(
        "rivals",
        "The purchaser against its own rivals",
        ("purchaser", "rival", "relation", "class", "world", "ratio"),
        rows,
        "Purchaser over rival, counts in service.",
    )


def accumulation_table(result: RelativeCapabilities) -> Table:
    """What is ordered and proposed in the region."""
    rows = tuple(
        (
            _name(result, entry.actor_id),
            _class(entry.class_id),
            _scenario(entry.scenario),
            count_words(entry.signed_orders),
            "no quantity stated" if entry.earlier_transfers is None else str(entry.earlier_transfers or ""),
            str(entry.these_transfers or ""),
        )
        for entry in result.accumulation
    )
    return Table(
        "accumulation",
        f"Ordered and proposed in the region, by {result.years[-1]}",
        ("actor", "class", "scenario", "signed orders", "earlier transfers", "assessed here"),
        rows,
    )


def enabler_table(result: RelativeCapabilities) -> Table:
    """Early warning, tankers, intelligence aircraft, missile defence."""
    rows = tuple((_class(e.class_id), _name(result, e.actor_id), count_words(e.count)) for e in result.enablers)
    return Table(
        "enablers",
        "Command, control, surveillance: counts alone",
        ("class", "actor", "count"),
        rows,
        "The network itself is not assessed.",
    )


def outside_table(result: RelativeCapabilities) -> Table:
    """Items outside the model."""
    rows = tuple((item.item.system, item.because) for item in result.outside_model)
    return Table("outside_model", "Items outside the model", ("item", "because"), rows)


def _name(result: RelativeCapabilities, actor: str) -> str:
    return result.profile.actor_index[actor].name


def _system(result: RelativeCapabilities, system_id: str) -> str:
    system = result.profile.systems.get(system_id)
    return system.name if system else system_id


def _scenario(scenario: int | None) -> str:
    return "" if scenario is None else str(scenario)


def _shown_years(result: RelativeCapabilities) -> tuple[int, ...]:
    """Choose the years of a table: now, the benchmark years, those between, at most eight."""
    years = list(range(result.years[0], result.benchmark_years[-1] + 1))
    while len(years) > 8:
        years = [year for i, year in enumerate(years) if i % 2 == 0 or year in result.benchmark_years]
        if all(year in result.benchmark_years for year in years[1:-1]):
            break
    return tuple(years)
