"""Money rules that bound a package: the grant by year, the room it leaves, the stockpile."""

import pytest

from counterpoise.errors import InvalidInput, LawNotModelled
from counterpoise.law.money import grant_year, grant_years, stockpile_cap, uncommitted_room


def test_the_memorandum_adds_up_to_thirty_eight_billion() -> None:
    years = [year for fiscal_year, year in grant_years().items() if fiscal_year >= 2019]
    assert len(years) == 10
    assert sum(year.fmf_usd for year in years) == 33_000_000_000
    assert sum(year.missile_defence_usd or 0 for year in years) == 5_000_000_000


@pytest.mark.parametrize(
    ("fiscal_year", "osp", "percent"),
    [(2018, 815_300_000, 26.3), (2019, 815_300_000, 24.7), (2024, 725_300_000, 21.98), (2025, 450_300_000, 13.6),
     (2026, 250_300_000, 7.6), (2028, 0, 0)],
)  # fmt: skip
def test_seen_off_shore_figures_and_their_share_of_the_grant(fiscal_year: int, osp: int, percent: float) -> None:
    year = grant_year(fiscal_year)
    assert (year.osp_usd, year.osp_mark) == (osp, "seen")
    assert 100 * year.osp_usd / year.fmf_usd == pytest.approx(percent, abs=0.06)


@pytest.mark.parametrize("fiscal_year", [2020, 2021, 2022, 2023, 2027])
def test_off_shore_figures_from_memory_are_marked(fiscal_year: int) -> None:
    assert grant_year(fiscal_year).osp_mark == "memory"


def test_the_off_shore_share_never_grows() -> None:
    osp = [year.osp_usd for _, year in sorted(grant_years().items())]
    assert osp == sorted(osp, reverse=True)


def test_the_room_of_2026_before_instalments_is_an_upper_bound_of_3049_7_million() -> None:
    found = uncommitted_room(grant_year(2026), None)
    assert found.value == 3_049_700_000
    assert "upper bound" in found.because[0].says
    assert uncommitted_room(grant_year(2026), 1_000_000_000).value == 2_049_700_000
    assert uncommitted_room(grant_year(2026), 9_000_000_000).value == 0


def test_instalments_beyond_the_grant_leave_no_room_and_are_said() -> None:
    says = uncommitted_room(grant_year(2026), 4_000_000_000).because[0].says
    assert "by $950,300,000" in says  # 4,000.0 less 3,049.7 million


def test_the_house_bill_for_2027_repeats_the_off_shore_figure_of_2026() -> None:
    """H.R. 8595 (119th): $250.3 million, where the schedule of the memorandum has 175.3."""
    assert [year for year, row in grant_years().items() if row.bill_osp_usd is not None] == [2027]
    assert grant_year(2027).bill_osp_usd == grant_year(2026).osp_usd
    assert [warning.code for warning in uncommitted_room(grant_year(2027), 0).warnings] == ["appropriation_differs"]
    assert uncommitted_room(grant_year(2026), 0).warnings == ()


def test_negative_instalments_are_refused() -> None:
    with pytest.raises(InvalidInput, match="never negative"):
        uncommitted_room(grant_year(2026), -1)


def test_years_beyond_the_memorandum_need_a_named_scenario() -> None:
    with pytest.raises(LawNotModelled, match="name a scenario"):
        grant_year(2029)
    assert grant_year(2029, beyond="none").fmf_usd == 0
    continued = grant_year(2029, beyond="continued")
    assert (continued.fmf_usd, continued.is_scenario) == (3_300_000_000, True)
    with pytest.raises(InvalidInput, match="no scenario"):
        grant_year(2029, beyond="doubled")
    with pytest.raises(LawNotModelled):
        grant_year(2017, beyond="continued")


def test_the_stockpile_of_israel_is_capped_at_200_million_in_the_years_of_the_paragraph() -> None:
    assert stockpile_cap(2023).value == stockpile_cap(2027).value == 200_000_000
    for year in (2022, 2028):
        with pytest.raises(LawNotModelled, match="stockpile"):
            stockpile_cap(year)
