"""Profiles as folders: copy one to edit, and say what differs between two."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from counterpoise.balance.profile import profile_folder
from counterpoise.balance.profile_tables import KEYS, Tables, read_tables, table_columns, table_names
from counterpoise.errors import InvalidInput

_IDENTITY = {  # what names a row in the tables without a key of their own
    "profile": ("key",),
    "bands": ("system_id", "mission_area", "attribute"),
    "access": ("actor_id", "other_id"),
    "reach": ("preset", "band", "domain"),
    "relations": ("actor_id", "other_id", "kind", "valid_from"),
    "lead_times": ("group", "supplier"),
    "counters": ("capability_class_id", "counter_class_id"),
    "substitutes": ("class_id", "substitute_class_id", "supplier"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference between two profiles; `before` or `after` is None where a row is only in the other."""

    table: str
    row: str
    column: str
    before: str | None
    after: str | None


def copy_profile(name_or_path: str | Path, target: Path) -> Path:
    """Copy a profile to a new folder for editing and give that folder; an existing folder is never written into."""
    source = profile_folder(name_or_path)
    if target.exists():
        raise InvalidInput(f"{target} exists already. Name a folder that does not, so that nothing is overwritten.")
    try:
        target.mkdir(parents=True)
        for table in table_names():
            with resources.as_file(source / f"{table}.csv") as path:
                shutil.copyfile(path, target / f"{table}.csv")
    except OSError as error:
        raise InvalidInput(
            f"The profile cannot be copied to {target}: {error}. Choose a folder you may write to."
        ) from error
    return target


def diff_profiles(before: str | Path, after: str | Path) -> tuple[Difference, ...]:
    """Give every difference between two profiles by table, row and column, in the order of the tables."""
    return tuple(_differences(read_tables(profile_folder(before)), read_tables(profile_folder(after))))


def _differences(before: Tables, after: Tables) -> Iterator[Difference]:
    for table in table_names():
        old, new = _by_name(table, before), _by_name(table, after)
        columns = [column["column"] for column in table_columns(table)]
        for name in dict.fromkeys([*old, *new]):
            if name not in new:
                yield Difference(table, name, "", "row", None)
            elif name not in old:
                yield Difference(table, name, "", None, "row")
            else:
                for column in columns:
                    one, other = _shown(old[name][column]), _shown(new[name][column])
                    if one != other:
                        yield Difference(table, name, column, one, other)


def _by_name(table: str, tables: Tables) -> dict[str, dict[str, Any]]:
    columns = _IDENTITY.get(table) or (KEYS[table],)
    named: dict[str, dict[str, Any]] = {}
    for row in tables.rows[table]:
        name = " ".join(_shown(row[column]) for column in columns).strip()
        while name in named:  # a second row of the same name is compared as such
            name += " (again)"
        named[name] = row
    return named


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "|".join(value)
    return f"{value:g}" if isinstance(value, float) else str(value)
