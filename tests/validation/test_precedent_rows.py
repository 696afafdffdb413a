"""The rows on precedents: better than purchaser and date alone, and still so when the names of systems are hidden."""

from pathlib import Path

import pytest

from counterpoise.validation.precedents import precedent_rows
from counterpoise.validation.rows import Row, Settings
from counterpoise.validation.scores import wilson


@pytest.fixture(scope="module")
def rows() -> dict[str, Row]:
    return {row.id: row for row in precedent_rows(Settings(folder=Path(), seed=0))}


def naive(row: Row) -> float:
    return float(row.baseline.rsplit(" ", 1)[1])


@pytest.mark.parametrize("row_id", ["precedents_siblings", "precedents_siblings_hidden", "precedents_originals"])
def test_likeness_finds_more_than_purchaser_and_date(rows: dict[str, Row], row_id: str) -> None:
    figure = rows[row_id].figure
    assert figure is not None
    assert figure > naive(rows[row_id])
    assert rows[row_id].status == "reported"  # no bar was promised: the weights are judgement


def test_nearly_every_sibling_is_found(rows: dict[str, Row]) -> None:
    assert (rows["precedents_siblings"].figure or 0) > 0.9


def test_wilson_s_interval_is_that_of_the_textbook_and_stays_within_0_and_1() -> None:
    """81 of 263: 0.255 to 0.366 (Newcombe 1998, Statistics in Medicine 17, table I, method 3)."""
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-4)
    assert wilson(0, 5)[0] == 0
    assert wilson(5, 5)[1] == 1
