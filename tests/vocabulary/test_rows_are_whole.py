"""Every row of every table has the cells that its header names: a comma in a pattern must be quoted."""

import csv
import re
from importlib import resources

import pytest

TABLES = sorted(p.name for p in resources.files("counterpoise.vocabulary").iterdir() if p.name.endswith(".csv"))


def table(name: str) -> list[list[str]]:
    text = resources.files("counterpoise.vocabulary").joinpath(name).read_text(encoding="utf-8")
    return list(csv.reader(text.splitlines()))


@pytest.mark.parametrize("name", TABLES)
def test_each_row_has_as_many_cells_as_the_header(name: str) -> None:
    header, *rows = table(name)
    assert [number for number, row in enumerate(rows, 2) if len(row) != len(header)] == []


@pytest.mark.parametrize(("name", "column"), [("stance_cues.csv", "words"), ("status_cues.csv", "pattern")])
def test_each_pattern_is_one(name: str, column: str) -> None:
    header, *rows = table(name)
    for row in rows:
        cells = dict(zip(header, row, strict=True))
        if cells.get("kind", "pattern") == "pattern":
            re.compile(cells[column])
