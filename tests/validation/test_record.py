"""The record against the published figures, and forecasts that never see the war they are scored on."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from counterpoise.balance.calibration import fitted_parameters
from counterpoise.errors import InvalidInput
from counterpoise.validation.battles import Battles
from counterpoise.validation.facts import fact_rows
from counterpoise.validation.features import ADDED, CORE, OPTIONAL, allowed_columns, terms
from counterpoise.validation.multiplier import by_group, multiplier_rows
from counterpoise.validation.oracles import Measured, against_oracles, oracle_rows
from counterpoise.validation.outcomes import Fits, Sample, baselines, forecast
from counterpoise.validation.parameters import fit_parameters
from counterpoise.validation.rows import HOLDS, MISSES, UNVERIFIED, Row, Settings
from counterpoise.validation.scores import calibration_slope, log_loss
from counterpoise.validation.steepness import steepness_rows


def _misses(rows: list[Row]) -> list[str]:
    return [f"{row.id}: {row.printed} {row.interval}, published {row.target}" for row in rows if row.status == MISSES]


def test_every_fact_of_the_record_is_reproduced(battles: Battles, quick: Settings) -> None:
    assert _misses(fact_rows(battles, quick)) == []


@pytest.fixture(scope="module")
def steepness(battles: Battles) -> list[Row]:
    """Every row of the two tables, computed once."""
    return steepness_rows(battles, Settings(folder=Path(), seed=7, quick=True))


def test_every_row_of_the_steepness_tables_is_reproduced(steepness: list[Row]) -> None:
    assert _misses(steepness) == []
    assert sum(row.status == HOLDS for row in steepness) >= 40


def test_every_multiplier_is_reproduced(battles: Battles, quick: Settings) -> None:
    assert _misses(multiplier_rows(battles, quick)) == []


def test_what_the_record_is_too_thin_for_is_said(steepness: list[Row]) -> None:
    said = " ".join(row.title + row.note for row in steepness if "not_calibrated" in row.id)
    for word in ("gun losses", "aircraft", "missiles"):
        assert word in said


def test_the_parameters_shipped_are_what_the_record_gives(battles: Battles) -> None:
    fitted = fit_parameters(battles, fitted_on="2026-01-01")
    shipped = fitted_parameters()
    assert set(fitted) == set(shipped)
    for name, row in fitted.items():
        assert row["value"] == shipped[name].value, name
        if row["measured"] is not None:
            assert row["measured"] == pytest.approx(shipped[name].measured, rel=1e-4), name
        assert dict(shipped[name].inputs) == row["inputs"], name


def test_a_figure_that_moved_is_a_miss() -> None:
    measured = {row["id"]: Measured(float(row["expected"])) for row in oracle_rows("wars") if row["verified"] == "yes"}
    assert _misses(against_oracles("wars", "any", measured)) == []
    moved = measured | {"wars_milper": Measured(0.53)}
    assert [row.id for row in against_oracles("wars", "any", moved) if row.status == MISSES] == ["wars_milper"]


def test_a_figure_that_is_no_number_is_a_miss() -> None:
    measured = {row["id"]: Measured(float(row["expected"])) for row in oracle_rows("wars") if row["verified"] == "yes"}
    rows = against_oracles("wars", "any", measured | {"wars_cinc": Measured(float("nan"))})
    assert [row.id for row in rows if row.status == MISSES] == ["wars_cinc"]


def test_a_table_and_its_code_cannot_come_apart_unseen() -> None:
    with pytest.raises(InvalidInput, match="wars_cinc"):
        against_oracles("wars", "any", {})


@pytest.mark.parametrize("table", ["battle_facts", "steepness", "multiplier", "papers", "wars", "disputes"])
def test_published_figures_have_a_source_and_the_unread_ones_no_assertion(table: str) -> None:
    rows = oracle_rows(table)
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        assert row["source"]
        assert row["verified"] in ("yes", "no")
        assert row["verified"] == "no" or row["tolerance"] != ""


def test_numbers_nobody_read_are_listed_not_asserted(battles: Battles, quick: Settings) -> None:
    listed = [row for row in multiplier_rows(battles, quick) if row.status == UNVERIFIED]
    assert {row.id for row in listed} >= {"dupuy_cev_1967_egypt", "dupuy_cev_1973_syria"}
    assert all(row.figure is None for row in listed)


def test_a_column_that_is_not_allowed_cannot_be_used(battles: Battles) -> None:
    with pytest.raises(InvalidInput, match="no allowed column"):
        terms(battles, ["losses"])


def test_every_block_of_the_forecasts_stands_in_the_published_list() -> None:
    allowed = {row["block"] for row in allowed_columns() if row["allowed"] == "yes"}
    assert set(CORE) | set(OPTIONAL) | set(ADDED) == allowed
    assert all(row["reason"] for row in allowed_columns())
    assert {row["column"]: row["allowed"] for row in allowed_columns()}["surpa"] == "no"


def test_what_a_forecast_may_use_does_not_change_when_the_outcome_does(battles: Battles) -> None:
    turned = replace(
        battles,
        outcome=1 - battles.outcome,
        casualties=battles.casualties[::-1],
        tank_losses=battles.tank_losses[::-1],
        surprise=-battles.surprise,
        judgements=-battles.judgements,
    )
    names = (*CORE, *OPTIONAL, *ADDED)
    assert np.array_equal(terms(battles, names), terms(turned, names))


def test_an_unknown_gun_count_adds_nothing(battles: Battles) -> None:
    unknown = ~np.isfinite(battles.guns[0]) | ~np.isfinite(battles.guns[1])
    assert np.all(terms(battles, ["arms"])[unknown, 3] == 0)


def test_an_unknown_tank_count_is_neither_none_nor_some(battles: Battles) -> None:
    unknown = ~np.isfinite(battles.tanks[0]) | ~np.isfinite(battles.tanks[1])
    assert unknown.sum() > 5
    assert np.all(terms(battles, ["arms"])[unknown, :3] == 0)


def test_all_arab_israeli_wars_are_held_out_together(battles: Battles) -> None:
    assert len(np.unique(battles.war[battles.is_arab_israeli])) == 6
    assert set(battles.fold[battles.is_arab_israeli]) == {"Arab-Israeli wars"}


def test_a_war_s_own_outcomes_never_reach_its_forecast(battles: Battles) -> None:
    sample = Sample.of(battles)
    some = np.isin(sample.fold, ["Arab-Israeli wars", "Korean War of 1950-1953", "World War I of 1914-1918"])
    small = sample.only(some)
    for war in np.unique(small.fold):
        own = small.fold == war
        turned = small.with_outcome(np.where(own, 1 - small.outcome, small.outcome))
        assert np.array_equal(forecast(small, CORE).chance[own], forecast(turned, CORE).chance[own])
        assert np.array_equal(baselines(small)["force ratio"].chance[own], baselines(turned)["force ratio"].chance[own])


def test_core_forecasts_are_calibrated_and_better_than_the_base_rate(battles: Battles) -> None:
    sample = Sample.of(battles)
    ours, base = forecast(sample, CORE), baselines(sample)["base rate"]
    assert 0.9 <= calibration_slope(ours.outcome, ours.chance) <= 1.1
    assert log_loss(ours.outcome, ours.chance) == pytest.approx(0.621, abs=0.002)
    assert log_loss(ours.outcome, ours.chance) < log_loss(base.outcome, base.chance) - 0.02


def test_the_choice_of_columns_is_made_without_the_war_that_is_scored(battles: Battles) -> None:
    sample = Sample.of(battles)
    some = sample.only(
        np.isin(sample.fold, ["Arab-Israeli wars", "Korean War of 1950-1953", "World War I of 1914-1918"])
    )
    menus = [CORE, (*CORE, "initiator")]
    fits = Fits(some, menus)
    free, bound = fits.forecast(), fits.forecast(without=("initiator",))
    assert all(blocks == () for _, blocks in bound.chosen)
    assert len(free.chosen) == 3


def test_battles_dealt_at_random_look_better_than_a_war_nobody_has_seen(battles: Battles) -> None:
    """Why a bar measured on a random split cannot be met on new wars: a war's own battles tell its level."""
    sample = Sample.of(battles)
    deal = np.random.default_rng(1).permutation(len(sample.outcome)) % 5
    dealt, held_out = forecast(sample, CORE, deal), forecast(sample, CORE)
    gain = log_loss(held_out.outcome, held_out.chance) - log_loss(dealt.outcome, dealt.chance)
    assert 0.003 < gain < 0.02


def test_dropping_a_war_drops_its_multiplier(battles: Battles) -> None:
    keep = battles.war != "Sinai War of 1956"
    fewer = replace(battles, israel=np.where(keep, battles.israel, 0.0))
    assert "Sinai War of 1956" in by_group(battles, battles.war).names
    assert "Sinai War of 1956" not in by_group(fewer, fewer.war).names
