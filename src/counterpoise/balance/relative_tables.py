"""The assessment without a war as tables for people."""

from collections.abc import Iterable, Iterator, Sequence

from counterpoise.balance.force_ratios import ForceRatio
from counterpoise.balance.inventories import Spread, significant
from counterpoise.balance.relative_capabilities import RelativeCapabilities
from counterpoise.balance.superiority_tables import pair_table, technical_tables
from counterpoise.balance.table_words import (
    STARRED,
    STATE_WORDS,
    Table,
    actor_name,
    class_name,
    count_words,
    number_words,
    scenario_words,
    starred,
    world_words,
    year_words,
)
from counterpoise.balance.top_band import TopBand


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
        posture_table(result),
        outside_table(result),
    )
    return tuple(table for table in made if table.rows)


def schedule_table(result: RelativeCapabilities) -> Table:
    """Deliveries of each item by year."""
    years = _shown_years(result)
    rows = tuple(
        (
            entry.system,
            actor_name(result, entry.purchaser),
            str(entry.quantity),
            "stated" if entry.quantity_stated else "scenario",
            year_words(entry.first_delivery),
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
        if any(top.at_ceiling for top in result.top_bands if top.class_id == class_id):
            caption += STARRED
        top = next(top for top in result.top_bands if top.class_id == class_id)
        for words, actors in (("Not in the profile", top.not_in_profile), ("Held, not counted", top.not_counted)):
            if actors:
                caption += f" {words}: {', '.join(actor_name(result, actor) for actor in actors)}."
        yield Table(
            f"top_band_{class_id}", class_name(class_id), ("world", "holder", *map(str, years)), tuple(rows), caption
        )


def _top_band_rows(result: RelativeCapabilities, top: TopBand, years: Sequence[int]) -> list[tuple[str, ...]]:
    by_year = {entry.year: entry for entry in top.years}
    world = world_words(top.world, top.scenario)
    holders = [actor for actor in top.years[0].others if top.world == "without" or _differs(top, actor)]
    rows = []
    if top.world == "without" or result.protected in [transfer.purchaser for transfer in result.transfers]:
        mine = (by_year[year].protected for year in years)
        rows.append((world_words(top.world, top.scenario), *_holder(result, top, result.protected, mine)))
    rows += [(world, *_holder(result, top, actor, (by_year[y].others[actor] for y in years))) for actor in holders]
    share = [by_year[year].share for year in years]
    name = actor_name(result, result.protected)
    rows.append((world, f"share of {name}", *(number_words(one) or "none held" for one in share)))
    rows.append((world, "P(only holder)", *(f"{significant(by_year[y].p_only_holder, 2):g}" for y in years)))
    return rows


def _holder(result: RelativeCapabilities, top: TopBand, actor: str, counts: Iterable[Spread]) -> tuple[str, ...]:
    ceiling = (actor,) if actor in top.at_ceiling else ()
    return (actor_name(result, actor), *(starred(count_words(count), ceiling) for count in counts))


def _differs(top: TopBand, actor: str) -> bool:
    return actor in top.years[0].in_service


def restore_table(result: RelativeCapabilities) -> Table:
    """Part (B)(ii): years until signed orders restore the earlier margin."""
    rows = tuple(
        (
            class_name(entry.class_id),
            actor_name(result, entry.purchaser),
            scenario_words(entry.scenario),
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
        f"Margin: {actor_name(result, result.protected)}'s count less the purchaser's. Part (B)(ii).",
    )


def addition_table(result: RelativeCapabilities) -> Table:
    """What the transfer adds to the purchaser's class."""
    rows = tuple(
        (
            class_name(entry.class_id),
            actor_name(result, entry.purchaser),
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
            class_name(entry.class_id),
            actor_name(result, entry.purchaser),
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
            class_name(entry.capability_class_id),
            class_name(entry.counter_class_id),
            entry.confidence,
            *(
                (starred(count_words(entry.in_service[year]), entry.at_ceiling) for year in years)
                if entry.in_service
                else ("not in the profile",) * len(years)
            ),
        )
        for entry in result.counters
    )
    title = f"What {actor_name(result, result.protected)} holds that can engage it"
    return Table(
        "counters",
        title,
        ("added", "can be engaged by", "confidence", *map(str, years)),
        rows,
        "In service at the end of the year. Confidence is judgement by doctrine; no outcome is claimed. Part (A)."
        + STARRED,
    )


def ratio_table(result: RelativeCapabilities) -> Table:
    """Force ratios by class in the first benchmark year and the classes touched in every world of the last."""
    last = result.benchmark_years[-1]
    rows = tuple(
        (
            class_name(entry.class_id),
            entry.group,
            world_words(entry.world, entry.scenario),
            "as held" if entry.preset is None else f"reach: {entry.preset.replace('_', ' ')}",
            starred(count_words(entry.ours), _ceilings_of(result, entry, ours=True)),
            starred(count_words(entry.theirs), _ceilings_of(result, entry, ours=False)),
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
        "Unit of the class; middle of the draws (10 to 90 %). No verdict follows from a ratio." + STARRED,
    )


def _ceilings_of(result: RelativeCapabilities, entry: ForceRatio, *, ours: bool) -> tuple[str, ...]:
    force = result.profile.force_index
    return tuple(row for row in entry.at_ceiling if (force[row].actor_id == result.protected) == ours)


def rival_table(result: RelativeCapabilities) -> Table:
    """The purchaser against its own rivals."""
    rows = tuple(
        (
            actor_name(result, entry.purchaser),
            actor_name(result, entry.rival),
            entry.relation.replace("_", " "),
            class_name(entry.ratio.class_id),
            world_words(entry.ratio.world, entry.ratio.scenario),
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
            actor_name(result, entry.actor_id),
            class_name(entry.class_id),
            scenario_words(entry.scenario),
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
    rows = tuple(
        (class_name(entry.class_id), actor_name(result, entry.actor_id), count_words(entry.count))
        for entry in result.enablers
    )
    return Table(
        "enablers",
        "Command, control, surveillance: counts alone",
        ("class", "actor", "count"),
        rows,
        "The network itself is not assessed.",
    )


def posture_table(result: RelativeCapabilities) -> Table:
    """How each actor stands towards the protected state."""
    rows = tuple(
        (
            actor_name(result, entry.actor_id),
            entry.posture.replace("_", " "),
            entry.because,
            f"{entry.band}, {entry.distance_km:,.0f} km" if entry.distance_km else entry.band,
        )
        for entry in result.postures
    )
    title = f"Towards {actor_name(result, result.protected)} on {result.known_on}"
    return Table("postures", title, ("actor", "posture", "because", "reach band"), rows)


def outside_table(result: RelativeCapabilities) -> Table:
    """Items outside the model."""
    rows = tuple((item.item.system, item.because) for item in result.outside_model)
    return Table("outside_model", "Items outside the model", ("item", "because"), rows)


def _shown_years(result: RelativeCapabilities) -> tuple[int, ...]:
    """Choose the years of a table: now, the benchmark years, those between, at most eight."""
    years = list(range(result.years[0], result.benchmark_years[-1] + 1))
    while len(years) > 8:
        years = [year for i, year in enumerate(years) if i % 2 == 0 or year in result.benchmark_years]
        if all(year in result.benchmark_years for year in years[1:-1]):
            break
    return tuple(years)
