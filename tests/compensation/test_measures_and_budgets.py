"""The catalogue and the pots: whole, cited, refused where broken; what the law says of the years."""

from pathlib import Path

import pytest

from counterpoise.compensation.asks import REQUESTS
from counterpoise.compensation.budgets import BudgetSettings, budgets
from counterpoise.compensation.measures import data_file, load_measures, modelled, money_sources, parse_measures
from counterpoise.errors import InvalidInput
from counterpoise.law.lawfiles import Table, load
from counterpoise.law.parameters import expect

HEADER = ",".join(load_measures()[0].__dataclass_fields__)
GOOD = "x,Ten tanks,tank,,10,2,1,domestic,1,2,3,2019,judgement,0,1,2,3,judgement,none,true,because,own judgement"


def test_every_measure_is_cited_and_no_cost_is_zero() -> None:
    found = load_measures()
    assert len(found) >= 24
    assert len(modelled(found)) >= 10
    for one in found:
        assert one.citation
        assert one.because
        assert 0 < one.cost_low <= one.cost <= one.cost_high
        assert one.cost_grade in ("official", "secondary", "derived", "judgement")
        assert one.source in money_sources()
        assert one.is_modelled or one.why_not_modelled


def test_a_wide_range_stands_where_nothing_is_known() -> None:
    for one in load_measures():
        if one.citation == "own judgement":
            assert one.cost_grade == "judgement"
            assert one.cost_high >= 1.8 * one.cost_low


def test_every_ask_of_the_law_part_is_a_measure() -> None:
    reported = {row["id"] for row in expect(load(REQUESTS), Table).rows}
    asks = {row["id"]: row["measure"] for row in data_file("asks")["asks"]}
    assert set(asks) == reported
    assert set(asks.values()) <= {one.measure_id for one in load_measures()}


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (GOOD.replace("tank", "dragon", 2).replace("Ten dragons", "Ten"), "is no class"),
        (GOOD.replace("domestic", "gift"), "is no source"),
        (GOOD.replace("2019", ""), "cost_year is ''"),
        (GOOD.replace(",1,2,3,2019", ",3,2,1,2019"), "must rise"),
        (GOOD.replace(",1,2,3,2019", ",0,0,0,2019"), "nothing here is free"),
        (GOOD.replace("own judgement", ""), "no citation"),
        (GOOD.replace("10,2,1,domestic", "0,2,1,domestic"), "must be positive"),
    ],
)
def test_a_broken_row_is_named_with_its_remedy(row: str, says: str) -> None:
    with pytest.raises(InvalidInput, match="row 2") as error:
        parse_measures([HEADER, row], "mine.csv")
    assert says in error.value.message


def test_an_empty_catalogue_a_missing_column_and_a_missing_file_are_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="holds no measure"):
        parse_measures([HEADER], "mine.csv")
    with pytest.raises(InvalidInput, match="lacks the columns"):
        parse_measures(["measure_id,name", "x,y"], "mine.csv")
    with pytest.raises(InvalidInput, match="cannot be read"):
        load_measures(tmp_path / "none.csv")
    with pytest.raises(InvalidInput, match="stand there twice"):
        parse_measures([HEADER, GOOD, GOOD], "mine.csv")


def test_pots_follow_the_memorandum_and_say_what_is_an_upper_bound() -> None:
    """LAW 5.1, 5.3: FY2026 leaves 3,049.7 million for purchases in the United States before instalments."""
    held = {(one.pot, one.year): one for one in budgets(range(2024, 2031), "ISR")}
    assert held["grant", 2026].most == pytest.approx(3049.7)
    assert held["grant", 2026].is_upper_bound
    assert held["convertible", 2026].most == pytest.approx(250.3)
    assert held["convertible", 2028].most == 0.0
    assert held["stockpile", 2025].most == pytest.approx(200.0)
    assert held["grant", 2030].most == 0.0
    assert held["grant", 2030].is_scenario


def test_settings_move_the_pots() -> None:
    settings = BudgetSettings(own_a_year=100.0, instalments_due=1000.0, beyond="continued", caps={("own", 2025): 7.0})
    held = {(one.pot, one.year): one for one in budgets(range(2025, 2031), "ISR", settings)}
    assert held["grant", 2026].most == pytest.approx(2049.7)
    assert not held["grant", 2026].is_upper_bound
    assert held["grant", 2030].most == pytest.approx(2300.0)
    assert held["own", 2025].most == 7.0
    assert held["own", 2026].most == 100.0


def test_another_state_has_its_own_money_alone() -> None:
    held = {(one.pot, one.year): one for one in budgets((2025,), "ARE")}
    assert held["grant", 2025].most == 0.0
    assert held["own", 2025].most > 0.0


@pytest.mark.parametrize(
    "settings",
    [BudgetSettings(own_a_year=-1.0), BudgetSettings(beyond="forever"), BudgetSettings(caps={("own", 2025): -3.0})],
)
def test_money_that_cannot_be_is_refused(settings: BudgetSettings) -> None:
    with pytest.raises(InvalidInput):
        budgets((2025,), "ISR", settings)
