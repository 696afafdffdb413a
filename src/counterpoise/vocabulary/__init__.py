"""The words everything else uses: tables that code, schemas and docs all read.

Each table is a CSV file in this folder with a header row; `rows(name)` gives it as dictionaries of strings, read once.
Lists inside a cell are separated by `|`.
"""

import csv
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType


@cache
def rows(table: str) -> tuple[Mapping[str, str], ...]:
    """Give the rows of `table` (the file's name without `.csv`) in file order."""
    text = resources.files(__name__).joinpath(f"{table}.csv").read_text(encoding="utf-8")
    return tuple(MappingProxyType(row) for row in csv.DictReader(text.splitlines()))


def split_list(cell: str) -> tuple[str, ...]:
    """Give the parts of a cell that holds a list: "a|b" is ("a", "b"), an empty cell is ()."""
    return tuple(part.strip() for part in cell.split("|") if part.strip())


@cache
def index(table: str, key: str) -> Mapping[str, Mapping[str, str]]:
    """Give `table` by the values of its column `key`, which are unique (a test holds this)."""
    return MappingProxyType({row[key]: row for row in rows(table)})


@cache
def words(table: str, key: str) -> tuple[str, ...]:
    """Give the closed list of words in the column `key`, in file order."""
    return tuple(row[key] for row in rows(table))


@cache
def word_list(name: str) -> frozenset[str]:
    """Give a closed list of English words that the rules for prose use (grammar_words.csv)."""
    return frozenset(split_list(index("grammar_words", "list")[name]["words"]))
