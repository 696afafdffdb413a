"""The tables of a profile folder as typed rows, and every problem found in them with file, row and remedy.

`vocabulary/profile_tables.csv` is the one definition: which tables there are, their columns, types, allowed words and
units. Nothing here knows what the tables mean; `profile.py` does.
"""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from counterpoise import vocabulary

KEYS = {  # the column whose value a person would use to name a row
    "sources": "source_id", "actors": "actor_id", "gap_rules": "rule_id", "systems": "system_id", "forces": "row_id",
    "prior": "parameter", "deliveries": "order_id",
}  # fmt: skip
_REFERS_TO = {"actors": "actors", "systems": "systems", "gap_rules": "gap_rules", "sources": "sources"}
_PARTIAL_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_MAX_FILE_BYTES = 20_000_000
_MAX_COUNT = 1e9

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a profile: where, what, and what would be right."""

    file: str
    row: str  # "row 12 (isr-11)", "row 12" or "" for the whole file
    message: str
    remedy: str

    def __str__(self) -> str:
        where = f"{self.file}, {self.row}" if self.row else self.file
        return f"{where}: {self.message} {self.remedy}"


@dataclass(slots=True)
class Tables:
    """The rows of a folder by table, as far as they could be read, and the problems met on the way."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def add(self, table: str, row: Row | None, message: str, remedy: str) -> None:
        """Note a problem of a row (None: of the file as a whole)."""
        where = "" if row is None else row_name(table, row)
        self.problems.append(Problem(f"{table}.csv", where, message, remedy))


def row_name(table: str, row: Mapping[str, Any]) -> str:
    """Give a row's place in words: its line in the file and, where the table has one, its key."""
    key = row.get(KEYS.get(table, ""))
    return f"row {row['line']} ({key})" if key else f"row {row['line']}"


@cache
def table_columns(table: str) -> tuple[Mapping[str, str], ...]:
    """Give the columns of a table as rows of vocabulary/profile_tables.csv, in file order."""
    return tuple(row for row in vocabulary.rows("profile_tables") if row["table"] == table)


def table_names() -> tuple[str, ...]:
    """Give the names of the tables, in the order in which they are read."""
    return tuple(dict.fromkeys(vocabulary.words("profile_tables", "table")))


def read_tables(folder: Path | Traversable) -> Tables:
    """Read every table of a profile folder; unreadable cells and files become problems, never exceptions."""
    tables = Tables()
    for table in table_names():
        tables.rows[table] = _read_table(folder, table, tables)
    _check_keys(tables)
    _check_references(tables)
    return tables


def _read_table(folder: Path | Traversable, table: str, tables: Tables) -> list[Row]:
    path = folder / f"{table}.csv"
    wanted = [column["column"] for column in table_columns(table)]
    header = ",".join(wanted)
    if not path.is_file():
        tables.add(table, None, "the file is missing.", f"Add it with the header {header}")
        return []
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        lines = [] if len(data) > _MAX_FILE_BYTES else list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        tables.add(table, None, f"the file cannot be read as CSV in UTF-8 ({error}).", "Save it as UTF-8 CSV.")
        return []
    if not lines or lines[0] != wanted:
        found = ",".join(lines[0])[:200] if lines else "nothing"
        tables.add(table, None, f"the header is {found!r}.", f"It must be {header}")
        return []
    rows = []
    for number, cells in enumerate(lines[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(wanted):
            row = {"line": number}
            tables.add(table, row, f"it has {len(cells)} cells.", f"It needs {len(wanted)}: {header}")
            continue
        rows.append(_read_row(table, number, dict(zip(wanted, cells, strict=True)), tables))
    return rows


def _read_row(table: str, line: int, cells: Mapping[str, str], tables: Tables) -> Row:
    row: Row = {"line": line}
    key = KEYS.get(table)
    if key:
        row[key] = cells[key].strip()
    for column in table_columns(table):
        name, cell = column["column"], cells[column["column"]].strip()
        row[name] = () if column["type"] in ("list", "sources") else None
        if not cell:
            if column["type"] == "text":
                row[name] = ""
            if column["required"] == "true":
                unit = "unit" if name == "unit" else name
                tables.add(table, row, f"the {unit} is missing.", _wanted(column))
            continue
        try:
            row[name] = _value(column, cell)
        except ValueError as error:
            tables.add(table, row, f"{name} is {cell[:60]!r}{_because(error)}.", _wanted(column))
    return row


def _because(error: ValueError) -> str:
    return f" ({error})" if str(error) else ""


def _value(column: Mapping[str, str], cell: str) -> Any:
    """Read one cell by its column's type; ValueError says what is wrong with it."""
    kind = column["type"]
    if kind in ("list", "sources"):
        return vocabulary.split_list(cell)
    if kind in ("count", "number", "share", "band"):
        return _number(kind, cell)
    if kind == "year":
        if not re.fullmatch(r"[12]\d{3}", cell):
            raise ValueError
        return int(cell)
    if kind == "day":
        return date.fromisoformat(cell)
    if kind == "partial_date" and not _PARTIAL_DATE.fullmatch(cell):
        raise ValueError
    lists = {"grades": ("grades", "grade"), "classes": ("classes", "class_id"), "units": ("force_units", "unit")}
    if kind in lists and cell not in vocabulary.index(*lists[kind]):
        raise ValueError("not in the vocabulary")
    if column["allowed"] and cell not in vocabulary.split_list(column["allowed"]):
        raise ValueError("not one of the words allowed")
    return cell


def _number(kind: str, cell: str) -> float | int:
    if kind == "band":
        if cell not in ("0", "1", "2", "3", "4", "5"):
            raise ValueError
        return int(cell)
    number = float(cell)
    if not -_MAX_COUNT <= number <= _MAX_COUNT:  # also refuses nan and inf
        raise ValueError("out of range")
    if kind in ("count", "share") and number < 0:
        raise ValueError("below zero")
    if kind == "share" and number > 1:
        raise ValueError("above one")
    return number


def _wanted(column: Mapping[str, str]) -> str:
    """Say what a column takes."""
    if column["allowed"]:
        return f"Write one of {', '.join(vocabulary.split_list(column['allowed']))}."
    says = {
        "count": "Write a number of 0 or more, or leave it empty if it is unknown.",
        "number": "Write a number.",
        "share": "Write a share from 0 to 1.",
        "band": "Write a band from 0 to 5 (vocabulary/band_definitions.csv).",
        "year": "Write a year, for example 2024.",
        "day": "Write a day as YYYY-MM-DD.",
        "partial_date": "Write YYYY, YYYY-MM or YYYY-MM-DD.",
        "grades": f"Write one of {', '.join(vocabulary.words('grades', 'grade'))}.",
        "classes": "Write a class_id of vocabulary/classes.csv.",
        "units": f"Write what is counted: {', '.join(vocabulary.words('force_units', 'unit'))}.",
        "actors": "Write an actor_id of actors.csv.",
        "systems": "Write a system_id of systems.csv, or leave it empty.",
        "sources": "Name a row of sources.csv.",
    }
    return says.get(column["type"], "Fill it in." if column["required"] == "true" else "Correct it.")


def _check_keys(tables: Tables) -> None:
    for table, key in {**KEYS, "profile": "key"}.items():
        seen: set[str] = set()
        for row in tables.rows[table]:
            if row[key] and row[key] in seen:
                tables.add(table, row, f"{key} {row[key]!r} occurs twice.", "Remove one or rename it.")
            seen.add(row[key])


def _check_references(tables: Tables) -> None:
    known = {name: {row[KEYS[name]] for row in tables.rows[name]} for name in _REFERS_TO.values()}
    for table in table_names():
        for column in table_columns(table):
            target = _REFERS_TO.get(column["type"])
            if target is None or column["type"] == table:
                continue
            for row in tables.rows[table]:
                value = row[column["column"]]
                for word in value if isinstance(value, tuple) else (value,):
                    if word and word not in known[target]:
                        noun = {"systems": "unknown system", "actors": "unknown actor"}.get(
                            target, f"no row of {target}"
                        )
                        tables.add(
                            table, row, f"{column['column']} {word[:60]!r} is no row of {target}.csv ({noun}).",
                            f"Correct it, or add the row to {target}.csv.",
                        )  # fmt: skip
