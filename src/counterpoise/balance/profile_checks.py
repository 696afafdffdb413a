"""What must hold between the rows of a profile: every rule by name, each violation with its remedy."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from counterpoise import vocabulary
from counterpoise.balance.profile_tables import Row, Tables

MOST_OPPONENTS = 16  # every coalition is enumerated: 2^16
POSTURES = ("belligerent", "hostile", "none_hostile", "none", "strained", "treaty", "relations", "normalised")
PAIRS = ("sponsorship", "ally", "linked", "active_rivalry", "rivalry")
_SETTINGS = ("name", "title", "protected", "commitment", "about", "guarded_group")
_DAYS = ("valid_from", "valid_to", "verified_to", "holdings_on")
_PRIOR = (
    *(f"posture.{kind}" for kind in POSTURES), "posture.hostile_remote", "posture.unlisted",
    *(f"distance.{band}" for band in "ABCD"), *(f"pair.{kind}" for kind in PAIRS),
    "drift.onsets_per_dyad_year", "guard.expected_size_low", "guard.expected_size_high", "guard.five_of_group",
)  # fmt: skip


def check_tables(tables: Tables) -> Tables:
    """Add to `tables.problems` every rule that the rows break, and give the tables back.

    Rules over several rows run only where the rows themselves could be read, so that one slip is told once.
    """
    _check_settings(tables)
    _check_quantities(tables)
    _check_ranges(tables)
    if tables.problems:
        return tables
    for check in (
        _check_units, _check_totals, _check_counters, _check_sponsors, _check_access, _check_reach, _check_bands,
        _check_relations, _check_prior, _check_deliveries, _check_systems,
    ):  # fmt: skip
        check(tables)
    return tables


def _check_settings(tables: Tables) -> None:
    settings = {row["key"]: row for row in tables.rows["profile"]}
    for key in (*_SETTINGS, *_DAYS):
        if key not in settings and key != "guarded_group":
            tables.add("profile", None, f"the key {key} is missing.", f"Add a row {key},...")
    days: dict[str, date] = {}
    for key in _DAYS:
        if key in settings:
            try:
                days[key] = date.fromisoformat(str(settings[key]["value"]))
            except ValueError:
                tables.add("profile", settings[key], f"{key} is {settings[key]['value']!r}.", "Write YYYY-MM-DD.")
    if len(days) == len(_DAYS) and days["valid_from"] > days["valid_to"]:
        tables.add("profile", settings["valid_to"], "valid_to is before valid_from.", "Correct one of the two days.")
    actors = [row["actor_id"] for row in tables.rows["actors"]]
    if "protected" in settings and settings["protected"]["value"] not in actors:
        tables.add(
            "profile", settings["protected"], "the protected state is no actor.", "Name an actor_id of actors.csv."
        )
    if not 2 <= len(actors) <= MOST_OPPONENTS + 1:
        tables.add("actors", None, f"there are {len(actors)} actors.", f"Give 2 to {MOST_OPPONENTS + 1}.")


def _ordered(tables: Tables, table: str, columns: tuple[str, str, str], *, words: str) -> None:
    for row in tables.rows[table]:
        values = [float(row[column]) for column in columns if row.get(column) is not None]
        if values != sorted(values):
            shown = ", ".join(f"{column} {row[column]:g}" for column in columns if row.get(column) is not None)
            tables.add(table, row, f"{words} are out of order: {shown}.", "Put them as low, middle, high.")


def _check_ranges(tables: Tables) -> None:
    _ordered(tables, "bands", ("band_low", "band_best", "band_high"), words="bands")
    _ordered(tables, "prior", ("range_low", "value", "range_high"), words="the value and its range")
    for table in ("reach", "gap_rules", "substitutes"):
        _ordered(tables, table, ("share_low", "share_mode", "share_high"), words="shares")
    for prefix in ("first", "per_year", "absorption"):
        _ordered(tables, "lead_times", (f"{prefix}_low", f"{prefix}_mode", f"{prefix}_high"), words="years")


def _check_quantities(tables: Tables) -> None:
    columns = ("quantity_low", "quantity_best", "quantity_high")
    for table in ("forces", "deliveries"):
        _ordered(tables, table, columns, words="quantities")
    rules = {row["rule_id"]: row["applies_to"] for row in tables.rows["gap_rules"]}
    for row in tables.rows["forces"]:
        low, best, high = (row.get(column) for column in columns)
        kind, applies = row.get("row_kind"), rules.get(row.get("gap_rule") or "", "")
        is_ceiling = kind == "ceiling" or (kind == "part" and applies == "ceiling")
        if is_ceiling and (high is None or low is not None or best is not None or applies != "ceiling"):
            tables.add("forces", row, "a ceiling gives more or less than a high figure with a rule for ceilings.",
                       "Give quantity_high alone and a gap_rule that applies to a ceiling.")  # fmt: skip
        elif kind == "known_absent_count" and (low, best, high) != (None, None, None):
            tables.add(
                "forces",
                row,
                "held and not counted, yet it gives a number.",
                "Empty the quantities or change row_kind.",
            )
        elif kind == "scenario" and (low is None or high is None):
            tables.add("forces", row, "a range of ours lacks an end.", "Give quantity_low and quantity_high.")
        elif kind in ("count", "total") and best is None and (low is None or high is None):
            tables.add("forces", row, "it gives no figure and no range.", "Give quantity_best, or both ends.")
        elif kind == "count" and best is not None and None in (low, high) and applies != "best":
            tables.add("forces", row, "an end is missing and nothing says how to fill it.",
                       "Give the end, or a gap_rule that applies to the best figure.")  # fmt: skip
    for row in tables.rows["deliveries"]:
        if row.get("quantity_best") is None:
            tables.add("deliveries", row, "the quantity is missing.", "Give quantity_best.")


def _check_units(tables: Tables) -> None:
    units = vocabulary.index("force_units", "unit")
    classes = vocabulary.index("classes", "class_id")
    for table in ("forces", "deliveries"):
        for row in tables.rows[table]:
            wanted = classes[row["class_id"]]["unit"]
            special = [name for name, unit in units.items() if unit["class_id"] == row["class_id"]]
            # Ships weigh by type: where a class has units of its own, the plain "ship" would hide the type.
            right = sorted({*special, *([] if wanted == "ship" and special else [wanted])})
            if row["unit"] in right:
                continue
            tables.add(table, row, f"the unit {row['unit']!r} does not fit the class {row['class_id']}.",
                       f"Count it in {' or '.join(right)}.")  # fmt: skip


def _check_totals(tables: Tables) -> None:
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in tables.rows["forces"]:
        groups.setdefault((row["actor_id"], row["class_id"]), []).append(row)
    for (actor, class_id), rows in groups.items():
        totals = [row for row in rows if row["row_kind"] == "total"]
        parts = [row for row in rows if row["row_kind"] == "part"]
        if len(totals) > 1:
            tables.add(
                "forces", totals[1], f"a second total for {actor} and {class_id}.", "Keep one, or make them counts."
            )
        if parts and not totals:
            tables.add(
                "forces",
                parts[0],
                f"a part, and {actor} has no total for {class_id}.",
                "Add the total or change row_kind.",
            )
        if totals and any(row["row_kind"] in ("count", "scenario", "ceiling") for row in rows):
            tables.add("forces", totals[0], "a total beside rows that are not its parts.", "Make the other rows parts.")
        if totals and parts:
            least = sum(row["quantity_low"] or 0 for row in parts)
            most = totals[0]["quantity_high"]
            if most is not None and most < least:
                message = f"the total, at most {most:g}, is below its parts, at least {least:g}."
                tables.add("forces", totals[0], message, "Correct the total or the parts.")


def _check_counters(tables: Tables) -> None:
    classes = vocabulary.index("classes", "class_id")
    engaged = {row["capability_class_id"] for row in tables.rows["counters"]}
    held = {row["class_id"]: row for row in (*tables.rows["forces"], *tables.rows["deliveries"])}
    for class_id in held:
        if classes[class_id]["in_kernel"] == "true" and class_id not in engaged:
            tables.add("counters", None, f"nothing can engage {class_id}, which the profile holds.",
                       f"Add a row with capability_class_id {class_id}.")  # fmt: skip


def _check_sponsors(tables: Tables) -> None:
    clients: dict[str, set[str]] = {}
    for row in tables.rows["relations"]:
        if row["kind"] == "sponsorship":
            clients.setdefault(row["actor_id"], set()).add(row["other_id"])
    for row in tables.rows["relations"]:
        if row["kind"] != "sponsorship":
            continue
        reached, waiting = set(), [row["other_id"]]
        while waiting:
            actor = waiting.pop()
            if actor not in reached:
                reached.add(actor)
                waiting += clients.get(actor, ())
        if row["actor_id"] in reached:
            tables.add("relations", row, f"{row['actor_id']} is its own sponsor through {row['other_id']}.",
                       "Break the circle: a sponsor cannot be a client of its client.")  # fmt: skip
            return


def _repeated(pairs: Iterable[frozenset[str]]) -> set[frozenset[str]]:
    return {pair for pair, n in Counter(pairs).items() if n > 1}


def _check_access(tables: Tables) -> None:
    pairs = [frozenset((row["actor_id"], row["other_id"])) for row in tables.rows["access"]]
    for row, pair in zip(tables.rows["access"], pairs, strict=True):
        if len(pair) == 1:
            tables.add("access", row, "an actor with itself.", "Name two actors.")
        elif pair in _repeated(pairs):
            tables.add("access", row, "the pair occurs twice.", "Keep one row for a pair, in either order.")
    actors = [row["actor_id"] for row in tables.rows["actors"]]
    present = set(pairs)
    missing = [(a, b) for i, a in enumerate(actors) for b in actors[i + 1 :] if frozenset((a, b)) not in present]
    if missing:
        shown = ", ".join(f"{a}-{b}" for a, b in missing[:8])
        tables.add(
            "access",
            None,
            f"{len(missing)} pairs of actors have no row ({shown}).",
            "Add a border or a distance for each.",
        )


def _check_reach(tables: Tables) -> None:
    present = {(row["preset"], row["band"], row["domain"]) for row in tables.rows["reach"]}
    if len(present) != len(tables.rows["reach"]):
        tables.add("reach", None, "a preset, band and domain occur twice.", "Keep one row for each.")
    for preset in ("default", "forward_based", "all_brought_to_bear"):
        for band in ("A", "B", "C", "D", "protected"):
            for domain in ("ground", "air", "sea"):
                if (preset, band, domain) not in present:
                    tables.add("reach", None, f"no share for {preset}, {band}, {domain}.", "Add the row.")


def _check_bands(tables: Tables) -> None:
    areas: dict[str, list[str]] = {}
    for area in vocabulary.rows("mission_areas"):
        areas.setdefault(area["mission_area"], []).append(area["attribute"])
    by_system: dict[tuple[str, str], list[Row]] = {}
    for row in tables.rows["bands"]:
        if row["mission_area"] not in areas:
            tables.add("bands", row, f"no mission area {row['mission_area']!r}.", f"Write one of {', '.join(areas)}.")
            continue
        if row["attribute"] not in areas[row["mission_area"]]:
            tables.add("bands", row, f"{row['attribute']!r} is no attribute of {row['mission_area']}.",
                       f"Write one of {', '.join(areas[row['mission_area']])}.")  # fmt: skip
        by_system.setdefault((row["system_id"], row["mission_area"]), []).append(row)
    for (system, area_name), rows in by_system.items():
        found = Counter(row["attribute"] for row in rows)
        for attribute in areas[area_name]:
            if found[attribute] != 1:
                tables.add("bands", rows[0], f"{system} has {found[attribute]} rows for {attribute} in {area_name}.",
                           "Give exactly one; where nothing is known, a range with the grade judgement.")  # fmt: skip


def _check_relations(tables: Tables) -> None:
    spans: dict[frozenset[str], list[Row]] = {}
    for row in tables.rows["relations"]:
        if row["valid_from"] and row["valid_to"] and row["valid_from"] > row["valid_to"]:
            tables.add("relations", row, "it ends before it begins.", "Correct valid_from or valid_to.")
        if row["actor_id"] == row["other_id"]:
            tables.add("relations", row, "an actor with itself.", "Name two actors.")
        if row["kind"] in POSTURES:
            spans.setdefault(frozenset((row["actor_id"], row["other_id"])), []).append(row)
    for rows in spans.values():
        rows = sorted(rows, key=lambda row: row["valid_from"] or date.min)
        for one, after in pairwise(rows):
            if (one["valid_to"] or date.max) >= (after["valid_from"] or date.min):
                message = f"two postures between {one['actor_id']} and {one['other_id']} at one time."
                tables.add("relations", after, message, "End the earlier one the day before.")


def _check_prior(tables: Tables) -> None:
    present = {row["parameter"]: row for row in tables.rows["prior"]}
    for parameter in _PRIOR:
        if parameter not in present:
            tables.add("prior", None, f"the parameter {parameter} is missing.", "Add the row.")
    groups = {group for row in tables.rows["actors"] for group in row["groups"]}
    settings = {row["key"]: row["value"] for row in tables.rows["profile"]}
    for group in sorted(groups):
        if f"pair.{group}" not in present:
            if group == settings.get("guarded_group"):
                continue  # it is only counted for the guard
            tables.add("prior", None, f"the group {group} of actors.csv has no parameter pair.{group}.", "Add the row.")
        elif present[f"pair.{group}"]["value"] > 0.5:
            tables.add("prior", present[f"pair.{group}"], "a group's value is above 0.5.",
                       "Membership alone never weighs more: pacts were honoured in 22-41 % of cases.")  # fmt: skip


def _check_deliveries(tables: Tables) -> None:
    forces = {row["row_id"]: row for row in tables.rows["forces"]}
    groups = {class_id for row in tables.rows["lead_times"] for class_id in row["class_ids"]}
    for row in tables.rows["deliveries"]:
        target = forces.get(row["completes_row"])
        if row["completes_row"] and (
            target is None or (target["actor_id"], target["class_id"]) != (row["actor_id"], row["class_id"])
        ):
            message = f"completes_row {row['completes_row']!r} is no row of forces.csv of the same actor and class."
            tables.add("deliveries", row, message, "Name the row whose end state the order gives.")
        if row["first_year"] and row["last_year"] and row["first_year"] > row["last_year"]:
            tables.add("deliveries", row, "the last year is before the first.", "Correct one of them.")
        if row["first_year"] and row["first_year"] < int(row["signed_on"][:4]):
            tables.add("deliveries", row, "it is delivered before it was signed.", "Correct signed_on or first_year.")
        if row["class_id"] not in groups and row["first_year"] is None:
            tables.add("deliveries", row, f"no lead time covers {row['class_id']} and the row gives no years.",
                       "Add the class to a row of lead_times.csv.")  # fmt: skip


def _check_systems(tables: Tables) -> None:
    known = vocabulary.index("systems", "system_id")
    systems = {row["system_id"]: row for row in tables.rows["systems"]}
    for row in tables.rows["systems"]:
        for word in row["vocabulary_ids"]:
            if word not in known:
                tables.add("systems", row, f"unknown system {word!r}.", "Name system_ids of vocabulary/systems.csv.")
    for table in ("forces", "deliveries"):
        for row in tables.rows[table]:
            system = systems.get(row["system_id"] or "")
            if system and (system["actor_id"], system["class_id"]) != (row["actor_id"], row["class_id"]):
                message = f"the system {row['system_id']} belongs to {system['actor_id']}, {system['class_id']}."
                tables.add(table, row, message, "Name a system of the same actor and class.")
