"""The clause of superior technical characteristics as tables."""

from collections.abc import Iterator

from counterpoise.balance.inventories import significant
from counterpoise.balance.relative_capabilities import RelativeCapabilities
from counterpoise.balance.superiority_section import SystemPair
from counterpoise.balance.table_words import STATUS_WORDS, Table, actor_name, number_words, system_name, world_words


def technical_tables(result: RelativeCapabilities) -> Iterator[Table]:
    """Best k against best k by mission area, world and year."""
    for area in result.technical:
        rows = []
        if area.state != "compared":
            rows.append((area.because, "", "", "", "", "", "", ""))
        changes = {(c.world, c.scenario, c.year): c for c in area.changes}
        for scenario, best in area.headline:
            change = changes.get((best.world, scenario, best.year))
            rows.append(
                (
                    str(best.year),
                    world_words(best.world, scenario),
                    STATUS_WORDS[best.status],
                    "" if best.p is None else f"{best.p:.2f}",
                    _pair(best.bounds),
                    "" if change is None else number_words(change.change) or _pair(change.bounds),
                    "" if change is None or change.p_material is None else f"{change.p_material:.2f}",
                    "" if change is None else change.level or "",
                )
            )
        k = "" if area.headline_k is None else f", best {area.headline_k:g} against best {area.headline_k:g}"
        yield Table(
            f"technical_{area.mission_area}_{area.purchaser}",
            f"{area.name} against {actor_name(result, area.purchaser)}{k}",
            (
                "year",
                "world",
                "rests on",
                "P(superior)",
                "bounds",
                "change",
                f"P(falls by {area.margin:g})",
                "a fall is",
            ),
            tuple(rows),
            "Probability that one of the best k is superior to one of theirs, a tie a half. Bounds: characteristics "
            "not known at their worst and best, the others at their best reading; where only bounds may be printed, "
            "the change shows them too. The words for a fall follow settings, not law.",
        )


def _pair(bounds: tuple[float, float] | None) -> str:
    return "" if bounds is None else f"{significant(bounds[0], 2):g} to {significant(bounds[1], 2):g}"


def pair_table(result: RelativeCapabilities) -> Table:
    """Each system added against each of the protected state's."""
    rows = tuple(
        (
            area.name,
            system_name(result, pair.ours),
            system_name(result, pair.added),
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
        "Orders: share of the rank orders of the attributes in which one is at least as good for every weighting, "
        "whatever is not known.",
    )


def _better(pair: SystemPair) -> str:
    if pair.ours_dominates or pair.added_dominates:
        return "always" if pair.ours_dominates else "never"
    never_worse, never_better = pair.orders_for == 1.0, pair.orders_against == 1.0
    if never_worse or never_better:
        return "equal" if never_worse and never_better else "never worse" if never_worse else "never better"
    return "depends on weights"
