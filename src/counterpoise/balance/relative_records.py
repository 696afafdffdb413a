"""The assessment without a war as records in which every number names its rows, sources and grades.

A record's `p10`, `p50`, `p90` are the ends and the middle of a spread; a number that has none stands under `p50`; the
low, middle and high of a judged share stand in their places. `rows` are ids of forces.csv and deliveries.csv, names of
rows of lead_times.csv and substitutes.csv, the attributes of a system ("bands/il_f35i/air_to_air"), the range of a
class where a system has none ("class:fighter_older:ARE", judgement), or a transfer's id.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from counterpoise.balance.inventories import Spread
from counterpoise.balance.profile import Profile
from counterpoise.balance.relative_capabilities import RelativeCapabilities
from counterpoise.balance.relative_sections import ItemSchedule
from counterpoise.balance.superiority_section import TechnicalComparison
from counterpoise.balance.transfer_schedule import lead_time

COLUMNS = (
    "section", "class_id", "year", "world", "scenario", "group", "preset", "actor", "measure", "state", "p10", "p50",
    "p90", "rows", "sources", "grades",
)  # fmt: skip
Value = Spread | float | tuple[float | None, float | None, float | None] | None


def records(result: RelativeCapabilities) -> list[dict[str, Any]]:
    """Give every number as one record with the rows, sources and grades it rests on, for CSV."""
    makers = (
        _top_bands, _schedules, _additions, _restore, _technical, _reach, _counters, _ratios, _rivals, _accumulation,
        _enablers, _postures,
    )  # fmt: skip
    return [record for maker in makers for record in maker(_Ledger(result))]


class _Ledger:
    """Makes records: knows of each row what it rests on."""

    def __init__(self, result: RelativeCapabilities) -> None:
        self.result = result
        self.profile: Profile = result.profile
        self.purchasers = {transfer.purchaser for transfer in result.transfers}

    def record(
        self, section: str, measure: str, value: Value, rows: Iterable[str], *, sources: Iterable[str] = (),
        grades: Iterable[str] = (), **more: Any,
    ) -> dict[str, Any]:  # fmt: skip
        """Give one record; sources and grades are those of the rows and the ones named beside."""
        rows = tuple(dict.fromkeys(rows))
        found = [about for row in rows for about in self._about(row)]
        given: dict[str, Any] = dict.fromkeys(COLUMNS, "") | more
        return given | {
            "section": section, "measure": measure, "state": more.get("state", "counted"), **_numbers(value),
            "rows": "|".join(rows),
            "sources": "|".join(dict.fromkeys((*sources, *(name for _, names in found for name in names)))),
            "grades": "|".join(dict.fromkeys((*grades, *(grade for grade, _ in found)))),
        }  # fmt: skip

    def _about(self, row: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Give grade and sources of a row; nothing for a transfer, which is a case or the user's own."""
        profile = self.profile
        known = profile.force_index.get(row) or profile.delivery_index.get(row) or profile.assumption_index.get(row)
        if known is not None:
            yield known.grade, known.source
        elif row.startswith("class:"):
            yield "judgement", ()
        elif row.startswith("bands/"):
            _, system, area = row.split("/")
            for band in profile.bands:
                if (band.system_id, band.mission_area) == (system, area):
                    yield band.grade, band.source

    def of_actor(self, rows: Iterable[str], actor: str) -> list[str]:
        """Give those of some rows that an actor's count rests on: its own, and what its orders and transfers use."""
        rows = list(rows)
        own = [row for row in rows if self._owner(row) == actor]
        used = [row for row in rows if self._owner(row) is None]
        if actor in self.purchasers:
            return own + used
        orders = [self.profile.delivery_index[row] for row in own if row in self.profile.delivery_index]
        waits = {lead_time(self.profile, order.class_id, order.supplier).row_id for order in orders}
        return own + [row for row in used if row in waits]

    def _owner(self, row: str) -> str | None:
        known = self.profile.force_index.get(row) or self.profile.delivery_index.get(row)
        return known.actor_id if known else None


def _numbers(value: Value) -> dict[str, float | None]:
    if isinstance(value, Spread):
        return dict(value.as_json())
    low, middle, high = value if isinstance(value, tuple) else (None, value, None)
    return {"p10": low, "p50": middle, "p90": high}


def _top_bands(ledger: _Ledger) -> Iterator[dict[str, Any]]:
    for top in ledger.result.top_bands:
        about: dict[str, Any] = {"class_id": top.class_id, "world": top.world, "scenario": top.scenario}
        for entry in top.years:
            counts: Mapping[str, Spread] = {ledger.result.protected: entry.protected, **entry.others}
            for actor, count in counts.items():
                mine = ledger.of_actor(entry.rows, actor)
                yield ledger.record("top_band", "delivered", count, mine, year=entry.year, actor=actor, **about)
            about_year: dict[str, Any] = {"year": entry.year, "actor": ledger.result.protected, **about}
            yield ledger.record("top_band", "share", entry.share, entry.rows, **about_year)
            yield ledger.record("top_band", "p_only_holder", entry.p_only_holder, entry.rows, **about_year)


def _schedules(ledger: _Ledger) -> Iterator[dict[str, Any]]:
    for item in ledger.result.schedules:
        about: dict[str, Any] = {
            "class_id": item.class_id,
            "world": "with",
            "scenario": item.scenario,
            "actor": item.purchaser,
        }
        yield ledger.record("schedule", "quantity", float(item.quantity), item.rows[:1], **about)
        yield ledger.record("schedule", "first_delivery", item.first_delivery, item.rows, **about)
        yield ledger.record("schedule", "complete", item.complete, item.rows, **about)
        yield from _by_year(ledger, item, about)


def _by_year(ledger: _Ledger, item: ItemSchedule, about: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for measure, counts in (("delivered", item.delivered), ("in_service", item.in_service)):
        for year, count in counts.items():
            yield ledger.record("schedule", measure, count, item.rows, year=year, **about)


def _additions(ledger: _Ledger) -> Iterator[dict[str, Any]]:
    for entry in ledger.result.additions:
        about: dict[str, Any] = {"class_id": entry.class_id, "scenario": entry.scenario, "actor": entry.purchaser}
        yield ledger.record("addition", "quantity", float(entry.quantity), (entry.transfer_id,), **about)
        yield ledger.record("addition", "without", entry.without, entry.rows, **about)
        rows = (entry.transfer_id, *entry.rows)
        yield ledger.record("addition", "share_of_without", entry.share_of_without, rows, **about)


def _restore(ledger: _Ledger) -> Iterator[dict[str, Any]]:
    for entry in ledger.result.restore:
        about: dict[str, Any] = {"class_id": entry.class_id, "scenario": entry.scenario, "group": entry.purchaser,
                 "actor": ledger.result.protected}  # fmt: skip
        measures: Mapping[str, Value] = {
            "margin_before": entry.margin_before, "margin_last_year": entry.margin_last_year, "years": entry.years,
            "p_restored": entry.p_restored,
        }  # fmt: skip
        for measure, value in measures.items():
            yield ledger.record("restore", measure, value, entry.rows, **about)


def _technical(ledger: _Ledger) -> Iterator[dict[str, Any]]:
    for entry in ledger.result.technical:
        about: dict[str, Any] = {"group": entry.purchaser, "actor": ledger.result.protected}
        fleets = {}
        for scenario, best in (*entry.headline, *entry.curve):
            rows = [_bands(system, entry.mission_area) for system in best.systems]
            fleets[best.world, scenario, best.year, best.k] = rows
            told: dict[str, Any] = {
                "year": best.year,
                "world": best.world,
                "scenario": scenario,
                "state": best.status,
                **about,
            }
            name = f"{entry.mission_area}, best {best.k:g}"
            yield ledger.record("technical", f"{name}: p_superior", best.p, rows, **told)
            yield ledger.record("technical", f"{name}: p_superior over data", best.data, rows, **told)
            yield ledger.record("technical", f"{name}: bounds", _ends(best.bounds), rows, **told)
        for change in entry.changes:
            rows = fleets[change.world, change.scenario, change.year, change.k]
            told = {"year": change.year, "world": change.world, "scenario": change.scenario, "state": change.status,
                    **about}  # fmt: skip
            name = f"{entry.mission_area}, best {change.k:g}"
            yield ledger.record("technical", f"{name}: change", change.change, rows, **told)
            yield ledger.record("technical", f"{name}: p_material", change.p_material, rows, **told)
            yield ledger.record("technical", f"{name}: bounds of the change", _ends(change.bounds), rows, **told)
        yield from _pairs(ledger, entry, about)


def _pairs(ledger: _Ledger, entry: TechnicalComparison, about: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for pair in entry.pairs:
        rows = [_bands(system, entry.mission_area) for system in (pair.ours, pair.added)]
        name = f"{entry.mission_area}, {pair.ours} over {pair.added}"
        measures = {"p_superior": pair.p, "orders_for": pair.orders_for, "orders_against": pair.orders_against}
        for measure, value in measures.items():
            yield ledger.record("technical", f"{name}: {measure}", value, rows, state=pair.status, **about)


def _bands(system: str, area: str) -> str:
    """Name what is known of a system in an area: its rows of bands.csv, or the range of its class where it has none."""
    return system if system.startswith("class:") else f"bands/{system}/{area}"


def _ends(bounds: tuple[float, float] | None) -> Value:
    return None if bounds is None else (bounds[0], None, bounds[1])


def _reach(ledger: _Ledger) -> Iterator[dict[str, Any]]:
    for entry in ledger.result.reach:
        about: dict[str, Any] = {"class_id": entry.class_id, "actor": entry.purchaser, "sources": entry.source,
                 "grades": entry.grades}  # fmt: skip
        yield ledger.record("reach", "distance_km", entry.distance_km, (), state=f"band {entry.band}", **about)
        for preset, shares in entry.shares.items():
            told: dict[str, Any] = {"preset": preset, "state": f"band {entry.band}", **about}
            yield ledger.record("reach", "share that can be brought to bear", shares, (), **told)


def _counters(ledger: _Ledger) -> Iterator[dict[str, Any]]:
    for entry in ledger.result.counters:
        about: dict[str, Any] = {
            "class_id": entry.counter_class_id, "group": entry.capability_class_id, "state": entry.confidence,
            "actor": ledger.result.protected, "sources": entry.source, "grades": (entry.grade,),
        }  # fmt: skip
        for year, count in (entry.in_service or {}).items():
            yield ledger.record("counter", "in_service", count, entry.rows, year=year, **about)


def _ratios(ledger: _Ledger) -> Iterator[dict[str, Any]]:
    for ratio in ledger.result.ratios:
        about: dict[str, Any] = {
            "class_id": ratio.class_id, "year": ratio.year, "world": ratio.world, "scenario": ratio.scenario,
            "group": ratio.group, "preset": ratio.preset or "as held", "actor": ledger.result.protected,
            "state": ratio.state,
        }  # fmt: skip
        for measure, value in {"ours": ratio.ours, "theirs": ratio.theirs, "ratio": ratio.ratio}.items():
            yield ledger.record("force_ratio", measure, value, ratio.rows, **about)


def _rivals(ledger: _Ledger) -> Iterator[dict[str, Any]]:
    for entry in ledger.result.rivals:
        ratio = entry.ratio
        about: dict[str, Any] = {
            "class_id": ratio.class_id, "year": ratio.year, "world": ratio.world, "scenario": ratio.scenario,
            "group": entry.rival, "preset": "as held", "actor": entry.purchaser, "state": ratio.state,
        }  # fmt: skip
        for measure, value in {"ours": ratio.ours, "theirs": ratio.theirs, "ratio": ratio.ratio}.items():
            yield ledger.record("rival", measure, value, ratio.rows, **about)


def _accumulation(ledger: _Ledger) -> Iterator[dict[str, Any]]:
    for entry in ledger.result.accumulation:
        about: dict[str, Any] = {"class_id": entry.class_id, "scenario": entry.scenario, "actor": entry.actor_id}
        earlier = None if entry.earlier_transfers is None else float(entry.earlier_transfers)
        measures: Mapping[str, Value] = {
            "signed_orders": entry.signed_orders, "earlier_transfers": earlier,
            "these_transfers": float(entry.these_transfers),
        }  # fmt: skip
        for measure, value in measures.items():
            yield ledger.record("accumulation", measure, value, entry.rows, **about)


def _enablers(ledger: _Ledger) -> Iterator[dict[str, Any]]:
    for entry in ledger.result.enablers:
        about: dict[str, Any] = {"class_id": entry.class_id, "actor": entry.actor_id}
        yield ledger.record("enabler", "count", entry.count, entry.rows, **about)


def _postures(ledger: _Ledger) -> Iterator[dict[str, Any]]:
    for entry in ledger.result.postures:
        grades = (entry.grade,) if entry.grade else ()
        yield ledger.record("posture", "distance_km", entry.distance_km, (), actor=entry.actor_id, state=entry.posture,
                            group=f"band {entry.band}", sources=entry.source, grades=grades)  # fmt: skip
