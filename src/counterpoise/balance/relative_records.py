"""The assessment without a war as records in which every number names its rows, sources and grades."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from counterpoise.balance.inventories import Spread
from counterpoise.balance.relative_capabilities import RelativeCapabilities


def records(result: RelativeCapabilities) -> list[dict[str, Any]]:
    """Give every count and ratio as one record with the rows, sources and grades it rests on, for CSV."""
    return list(_records(result))


def _records(result: RelativeCapabilities) -> Iterator[dict[str, Any]]:
    for top in result.top_bands:
        for entry in top.years:
            base = {
                "section": "top_band",
                "class_id": top.class_id,
                "year": entry.year,
                "world": top.world,
                "scenario": top.scenario,
                "group": "",
                "preset": "",
            }
            counts: Mapping[str, Spread] = {result.protected: entry.protected, **entry.others}
            for actor, count in counts.items():
                mine = [row for row in entry.rows if _owner(result, row) in (actor, None)]
                yield _record(result, {**base, "actor": actor, "measure": "delivered"}, count, mine)
    for ratio in result.ratios:
        base = {
            "section": "force_ratio",
            "class_id": ratio.class_id,
            "year": ratio.year,
            "world": ratio.world,
            "scenario": ratio.scenario,
            "group": ratio.group,
            "preset": ratio.preset or "as held",
            "actor": result.protected,
        }
        measures = {"ours": ratio.ours, "theirs": ratio.theirs, "ratio": ratio.ratio}
        for measure, value in measures.items():
            yield _record(result, {**base, "measure": measure, "state": ratio.state}, value, ratio.rows)


def _owner(result: RelativeCapabilities, row: str) -> str | None:
    force = result.profile.force_index.get(row)
    if force is not None:
        return force.actor_id
    return next((order.actor_id for order in result.profile.deliveries if order.order_id == row), None)


def _record(
    result: RelativeCapabilities, base: dict[str, Any], value: Spread | None, rows: Iterable[str]
) -> dict[str, Any]:
    rows = list(rows)
    known = [row for row in rows if row in result.profile.force_index]
    grades = dict.fromkeys(result.profile.force_index[row].grade for row in known)
    sources = dict.fromkeys(name for row in known for name in result.profile.force_index[row].source)
    numbers = value.as_json() if value else {"p10": None, "p50": None, "p90": None}
    return {
        **base,
        "state": base.get("state", "counted"),
        **numbers,
        "rows": "|".join(rows),
        "sources": "|".join(sources),
        "grades": "|".join(grades),
    }
