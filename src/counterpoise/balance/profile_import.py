"""A user's own figures brought into a copy of a profile: an order of battle as plain CSV, a SIPRI register's orders.

What may not be shipped is filled in from the user's own copy. The rules for units, totals, missing ends and ceilings
are those of the balance model, sections 1 and 2; every row that could not be used is given back with its reason.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from counterpoise import vocabulary
from counterpoise.balance.profile import Profile, load_profile
from counterpoise.balance.profile_tables import table_columns
from counterpoise.casebook.register import read_register
from counterpoise.casebook.systems import find_system
from counterpoise.casebook.tabular import Table, read_bytes, read_table
from counterpoise.errors import InvalidInput
from counterpoise.vocabulary.parties import resolve_party

PLAIN_COLUMNS = ("actor", "class", "system", "quantity_low", "quantity_best", "quantity_high", "as_of")
_LAUNCHERS = (  # how many launchers make a fire unit, by the system's name
    (re.compile(r"S-75|S-200|HAWK|Hawk|HQ-2", re.I), "launcher_of_six"),
    (re.compile(r"S-125|Kub|Buk|SA-6", re.I), "launcher_of_four"),
    (re.compile(r"NASAMS", re.I), "launcher_of_three"),
)
_CEILING = re.compile(r"upper bound|ceiling|at most|not more than|up to", re.I)
_LEFT_OUT = re.compile(r"([\d,]+) of them 107 mm")  # the balance model leaves out launchers of 107 mm
_NESTED = re.compile(r"\band reserve\b", re.I)  # it contains the active row, which is counted by itself
_DAY = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?(?!\d))?")


@dataclass(slots=True)
class Imported:
    """What an import gave: rows for the profile's table, and the rows left out with their reasons."""

    rows: list[dict[str, str]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def import_forces(data: bytes, name: str, profile: Profile) -> Imported:
    """Read an order of battle (columns: PLAIN_COLUMNS and, if there, source and note) as rows of forces.csv.

    A row of nobody in the profile, or of no class of the model, is left out and said. InvalidInput if a column is
    missing.
    """
    table = read_table(data, name, starts_with=("actor",), required=PLAIN_COLUMNS)
    result, n_of = Imported(), dict[str, int]()
    for line, cells in _whole_rows(table, result):
        actor = _actor(profile, cells["actor"])
        word = vocabulary.index("force_class_words", "word").get(cells["class"])
        nested = _NESTED.search(cells["system"]) is not None
        if actor is None or word is None or not word["class_id"] or nested:
            reason = (
                "no actor of the profile"
                if actor is None
                else "no class of the model"
                if word is None
                else "contains rows that are counted by themselves"
                if nested
                else word["note"]
            )
            result.left_out.append(
                f"{name}, row {line} ({cells['actor']}, {cells['class']}, {cells['system']}): {reason}"
            )
            continue
        n_of[actor] = n_of.get(actor, 0) + 1
        result.rows.append(_force(profile, cells, actor, word, f"{actor.lower()}-u{n_of[actor]:03d}", name))
    _mark_parts(result.rows)
    return result


def _whole_rows(table: Table, result: Imported) -> Iterator[tuple[int, dict[str, str]]]:
    """Go through the rows that have every cell; the others are left out and said."""
    for line, cells in table.records():
        if cells["n_cells"] == str(len(table.columns)):
            yield line, cells
        else:
            result.left_out.append(
                f"{table.name}, row {line}: it has {cells['n_cells']} cells, not {len(table.columns)}"
            )


def _actor(profile: Profile, name: str) -> str | None:
    """Find the actor that a name means: an id or name of the profile, or any name of that state; None if it is none."""
    for actor in profile.actors:
        if name.casefold() in (actor.actor_id.casefold(), actor.name.casefold(), actor.name.split(" (")[0].casefold()):
            return actor.actor_id
    try:
        code = resolve_party(name).code
    except InvalidInput:
        return None
    return code if code in profile.actor_index else None


def _force(
    profile: Profile, cells: Mapping[str, str], actor: str, word: Mapping[str, str], row_id: str, name: str
) -> dict[str, str]:
    class_id, unit = word["class_id"], word["unit"]
    if class_id.startswith("fighter_"):
        class_id = "fighter_older" if find_system(cells["system"])[1] == "fighter_older" else class_id
    launchers = next((named for pattern, named in _LAUNCHERS if pattern.search(cells["system"])), None)
    if class_id == "sam_area" and launchers and ("launcher" in cells["system"] or launchers == "launcher_of_three"):
        unit = launchers
    low, best, high = (cells[f"quantity_{end}"].replace(",", "") for end in ("low", "best", "high"))
    note = cells.get("note", "")
    low, best, high = (_without_107(note, quantity) for quantity in (low, best, high))
    system_id = next(
        (
            system.system_id
            for system in profile.systems.values()
            if (system.actor_id, system.class_id, system.name.casefold())
            == (actor, class_id, cells["system"].casefold())
        ),
        "",
    )
    kind, rule = "total" if cells["class"].endswith("_total") else "count", ""
    if not low and _CEILING.search(note):
        kind, rule, best, high = "ceiling", "stale_ceiling", "", high or best
    elif not low and best:
        rule = "no_floor"
    elif not high and best:
        rule = "no_high"
    day = _DAY.match(cells["as_of"])
    return {
        "row_id": row_id, "actor_id": actor, "class_id": class_id, "system_id": system_id, "system": cells["system"],
        "unit": unit, "quantity_low": low, "quantity_best": best, "quantity_high": high,
        "as_of": day.group() if day else "", "row_kind": kind, "gap_rule": rule, "grade": "secondary",
        "ends_grade": "secondary", "source": "user-forces", "note": f"{name}: {note}" if note else name,
    }  # fmt: skip


def _without_107(note: str, quantity: str) -> str:
    match = _LEFT_OUT.search(note)
    return f"{float(quantity) - int(match.group(1).replace(',', '')):g}" if match and quantity else quantity


def _mark_parts(rows: list[dict[str, str]]) -> None:
    """Make the rows beside a total its parts: a total stands for them."""
    totals = {(row["actor_id"], row["class_id"]) for row in rows if row["row_kind"] == "total"}
    for row in rows:
        if (row["actor_id"], row["class_id"]) in totals and row["row_kind"] != "total":
            row["row_kind"] = "part"


def import_orders(data: bytes, name: str, profile: Profile) -> Imported:
    """Read a SIPRI register as rows of deliveries.csv: orders with deliveries after the profile's holdings.

    Only what is delivered after the year of the holdings is kept, in proportion to the years recorded, so that nothing
    in the holdings is counted twice. InvalidInput if it is no register.
    """
    table, result = read_register(data, name), Imported()
    units = {row["class_id"]: row["unit"] for row in vocabulary.rows("classes") if row["in_kernel"] == "true"}
    for line, cells in _whole_rows(table, result):
        actor, class_id = _actor(profile, cells["recipient"]), find_system(cells["designation"])[1]
        years = sorted({int(year) for year in re.findall(r"\d{4}", cells.get("delivery_years", ""))})
        later = [year for year in years if year > profile.holdings_on.year]
        quantity = cells["n_delivered"] or cells["n_ordered"]
        reason = (
            "no actor of the profile" if actor is None
            else "no class of the model" if class_id not in units
            else "nothing delivered after the holdings" if not later
            else "no quantity" if not re.fullmatch(r"\d+(\.0)?", quantity)
            else "a rebuild of what may be held" if "modernized" in cells["status"].casefold()
            else ""
        )  # fmt: skip
        if reason or actor is None or class_id is None:
            result.left_out.append(f"{name}, row {line} ({cells['recipient']}, {cells['designation']}): {reason}")
            continue
        count = f"{round(float(quantity) * len(later) / len(years))}"
        result.rows.append(
            {
                "order_id": f"{actor.lower()}-r{len(result.rows) + 1:04d}", "actor_id": actor, "system_id": "",
                "class_id": class_id, "system": cells["designation"], "unit": _ship_unit(class_id, units[class_id]),
                "supplier": _supplier(cells["supplier"]), "signed_on": re.sub(r"\D", "", cells["order_year"])[:4],
                "quantity_low": count, "quantity_best": count, "quantity_high": count, "completes_row": "",
                "first_year": str(later[0]), "last_year": str(later[-1]), "schedule_known_on": str(later[-1]),
                "grade": "secondary", "source": "user-register", "note": name,
            }
        )  # fmt: skip
    return result


def _ship_unit(class_id: str, unit: str) -> str:
    return {"surface_combatant": "frigate", "submarine": "submarine"}.get(class_id, unit)


def _supplier(name: str) -> str:
    try:
        return resolve_party(name).code
    except InvalidInput:
        return "other"


def fill_profile(folder: Path, *, forces: Path | None = None, register: Path | None = None) -> tuple[str, ...]:
    """Bring a user's files into a profile folder of their own and give what was left out, with reasons.

    Force rows of the actors that the file names are replaced; orders of the actors that the register names too.
    """
    profile = load_profile(folder)
    left_out: list[str] = []
    for path, table, source, read in (
        (forces, "forces", "user-forces", import_forces),
        (register, "deliveries", "user-register", import_orders),
    ):
        if path is not None:
            imported = read(read_bytes(path), path.name, profile)
            left_out += imported.left_out
            _add_source(folder, source, path.name)
            _replace(folder, table, imported.rows)
    return tuple(left_out)


def _replace(folder: Path, table: str, rows: Sequence[Mapping[str, str]]) -> None:
    """Put rows in the place of all rows of the same actors, and let go of references to rows that are gone."""
    columns = [column["column"] for column in table_columns(table)]
    actors = {row["actor_id"] for row in rows}
    kept = [row for row in _rows_of(folder, table) if row["actor_id"] not in actors]
    _write(folder, table, columns, [*kept, *rows])
    if table == "forces":
        present = {row["row_id"] for row in _rows_of(folder, "forces")}
        orders = [
            row for row in _rows_of(folder, "deliveries") if not row["completes_row"] or row["completes_row"] in present
        ]
        _write(folder, "deliveries", [column["column"] for column in table_columns("deliveries")], orders)


def _add_source(folder: Path, source_id: str, name: str) -> None:
    rows = [row for row in _rows_of(folder, "sources") if row["source_id"] != source_id]
    rows.append({"source_id": source_id, "title": f"The user's own file {name}", "upstream": "own", "url": "",
                 "published_on": "", "terms": "not shipped"})  # fmt: skip
    _write(folder, "sources", [column["column"] for column in table_columns("sources")], rows)


def _rows_of(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _write(folder: Path, table: str, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
