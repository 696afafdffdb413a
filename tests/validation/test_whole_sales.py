"""Sales run end to end: chosen by a rule, known on the day before, and no figure from one positive."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from counterpoise.balance.profile import load_profile
from counterpoise.validation.rows import REPORTED, UNVERIFIED, Row, Settings
from counterpoise.validation.whole_sales import (
    MANY,
    OUTSIDE,
    Sale,
    _contested_row,
    chosen_rows,
    has_combat_aircraft,
    rules,
    run_sale,
    sale_rows,
)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(folder=tmp_path_factory.mktemp("no_data"), seed=1, quick=True)


@pytest.fixture(scope="module")
def rows(settings: Settings) -> Sequence[Row]:
    return sale_rows(settings)


@pytest.fixture(scope="module")
def f35() -> Sale:
    row = next(row for row in chosen_rows(load_profile()) if "F-35A" in row["items"])
    return run_sale(row, n_draws=100)


def test_ten_sales_to_neighbours_inside_the_profile_are_chosen_best_documented_first() -> None:
    profile, chosen = load_profile(), chosen_rows(load_profile())
    assert len(chosen) == MANY
    assert all(profile.valid_from <= date.fromisoformat(row["notified_on"]) <= profile.valid_to for row in chosen)
    assert profile.protected not in {row["purchaser"] for row in chosen}
    assert [row["source"] for row in chosen] == sorted(
        (row["source"] for row in chosen), key=("official_text", "secondary").index
    )


def test_each_label_and_each_event_belongs_to_a_row_and_carries_its_source() -> None:
    chosen = chosen_rows(load_profile(), 10_000)
    for table in ("labels", "happened"):
        for one in rules()[table]:
            found = [row for row in chosen if row["purchaser"] == one["purchaser"] and one["item"] in row["items"]
                     and row["notified_on"] == str(one["notified_on"])]  # fmt: skip
            assert len(found) == 1, one
            assert one.get("source") or one["label"] == "unknown"


def test_the_sale_of_2020_is_weighed_on_the_day_before_and_beside_it_stands_the_vote(f35: Sale) -> None:
    assert f35.weighed.balance is not None
    assert f35.weighed.balance.request.known_on == date(2020, 11, 9)
    assert f35.review == "30 days of review, last protected day 2020-12-10"
    assert "47-49" in f35.happened
    assert f35.label == "contested"
    assert has_combat_aircraft(f35)


def test_ammunition_for_tanks_and_spare_parts_are_not_counted_as_tanks_or_batteries() -> None:
    chosen = {row["items"]: row for row in chosen_rows(load_profile())}
    for item in ("Patriot spare parts", "M1A2K training ammunition", "refurbishment of 43 AH-64E Apache and equipment"):
        assert run_sale(chosen[item], n_draws=100).verdict == OUTSIDE


def test_one_positive_gives_no_figure_but_the_case(f35: Sale, settings: Settings) -> None:
    row = _contested_row([f35], settings)
    assert row.figure is None
    assert row.status == UNVERIFIED
    assert "up to 50 F-35A" in row.note


def test_fifteen_positives_give_a_figure_beside_its_rivals(f35: Sale, settings: Settings) -> None:
    others = [replace(f35, label="not_contested", weighed=replace(f35.weighed, balance=None))] * 15
    row = _contested_row([f35] * 15 + others, settings)
    assert row.figure == 1.0  # every contested one got more than every other
    assert "value rank 0.500" in row.baseline


def test_every_sale_is_a_row_that_asserts_nothing(rows: Sequence[Row]) -> None:
    assert {row.status for row in rows} == {REPORTED, UNVERIFIED}
    assert all(row.note for row in rows)


def test_data_of_nobody_are_needed(rows: Sequence[Row], settings: Settings) -> None:
    assert list(Path(settings.folder).iterdir()) == []
    assert len(rows) == 4  # two sales in a quick run, the count, the contested
