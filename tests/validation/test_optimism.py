"""Packages on fresh seeds: the gap is what it says, and the section runs without data."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from counterpoise.validation.optimism import BAR, optimism_rows
from counterpoise.validation.rows import HOLDS, Row, Settings


@pytest.fixture(scope="module")
def rows() -> Sequence[Row]:
    return optimism_rows(Settings(folder=Path("/nonexistent"), seed=1, quick=True))


def test_a_package_is_scored_on_seeds_that_the_search_did_not_see(rows: Sequence[Row]) -> None:
    whole, *each = rows
    assert whole.id == "optimism_all"
    assert whole.status == HOLDS
    assert whole.figure is not None
    assert whole.figure <= BAR
    assert each
    assert all(row.interval is not None and row.interval[0] <= (row.figure or 0.0) <= row.interval[1] for row in each)


def test_the_gap_is_the_mean_on_fresh_seeds_less_the_shortfall_of_the_search(rows: Sequence[Row]) -> None:
    whole, *each = rows
    own = [float(row.note.split("search: ")[1].split(".  ")[0].split(". ")[0]) for row in each]
    gaps = [(row.figure or 0.0) - before for row, before in zip(each, own, strict=True)]
    assert whole.figure == pytest.approx(sum(gaps) / len(gaps), abs=1e-4)
