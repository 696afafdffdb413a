"""Worlds with known answers: the rows hold, and they would not if the assessment were wrong in the ways they watch."""

from pathlib import Path

import numpy as np
import pytest

from counterpoise.balance.levels import EVERY_SET, LIKELY, NO_EFFECT, UNDETERMINED, UNLIKELY
from counterpoise.validation.rows import HOLDS, MISSES, Row, Settings
from counterpoise.validation.synthetic_worlds import (
    SHIFT,
    STATED_ERROR,
    Answer,
    Ensemble,
    MadeUp,
    coverage_row,
    designed_thin_rate,
    false_rows,
    is_false,
    make_worlds,
    synthetic_rows,
    thin_row,
)


@pytest.fixture(scope="module")
def rows() -> dict[str, Row]:
    return {row.id: row for row in synthetic_rows(Settings(folder=Path(), seed=0, quick=True))}


@pytest.fixture(scope="module")
def ensemble() -> Ensemble:
    return Ensemble(0)


def test_every_row_holds(rows: dict[str, Row]) -> None:
    assert [row.id for row in rows.values() if row.status != HOLDS] == []
    assert {"synthetic_thin", "synthetic_coverage", "synthetic_engine_coverage"} <= rows.keys()
    assert {f"synthetic_false_{level.replace(' ', '_')}" for level in STATED_ERROR} <= rows.keys()


def test_the_designed_rate_is_what_counting_gives() -> None:
    """The integral against the rule applied to the medians themselves, without any analysis."""
    margin = 0.1
    worlds = make_worlds(200_000, 5)
    side = [-margin if world.median <= 0 else margin for world in worlds]
    outside = [abs(world.median) >= margin for world in worlds]

    def across(value: float, edge: float, is_out: bool) -> bool:
        return (value <= edge if edge < 0 else value >= edge) != is_out

    thin = [
        any(across(value, edge, out) for value in (w.rival, w.median - w.gap, w.median + w.gap))
        for w, edge, out in zip(worlds, side, outside, strict=True)
    ]
    assert np.mean(thin) == pytest.approx(designed_thin_rate(SHIFT), abs=0.004)
    assert designed_thin_rate(0.0) == 0.0


def test_clear_worlds_get_clear_words(ensemble: Ensemble) -> None:
    def world(median: float, *, rival: float | None = None, gap: float = 0.0) -> MadeUp:
        return MadeUp(median, 0.02, median if rival is None else rival, gap, median)

    assert ensemble.level(world(-0.4)).level == EVERY_SET
    assert ensemble.level(world(0.0)).level == NO_EFFECT
    assert ensemble.level(world(-0.1)).level == UNDETERMINED
    assert not ensemble.level(world(-0.4)).thin
    disagreed = ensemble.level(world(-0.4, rival=0.0))
    assert "members of the ensemble" in disagreed.thin[0].reason
    missing = ensemble.level(world(-0.15, gap=0.2))
    assert "missing data" in missing.thin[0].reason
    assert all(reason.remedy for reason in (*disagreed.thin, *missing.thin))


def test_a_word_is_false_only_where_the_world_says_otherwise() -> None:
    assert is_false(LIKELY, False)
    assert not is_false(LIKELY, True)
    assert is_false(NO_EFFECT, True)
    assert is_false(UNLIKELY, True)
    assert not is_false(UNDETERMINED, True)


def test_an_overconfident_assessment_would_be_seen(ensemble: Ensemble) -> None:
    """Worlds whose truth is spread ten times as widely as the analysis believes: intervals and words fail."""
    random = np.random.default_rng(3)
    worlds = [
        MadeUp(world.median, 0.03, world.median, 0.0, world.median + 0.3 * random.standard_normal())
        for world in make_worlds(300, 3, shift=0.0)
    ]
    answers = [ensemble.answer(world) for world in worlds]
    assert coverage_row("x", "x", answers).status == MISSES
    assert MISSES in {row.status for row in false_rows(answers, "made up")}


def test_an_assessment_that_never_calls_evidence_thin_would_be_seen() -> None:
    blind = [Answer(LIKELY, is_thin=False, is_false=False, covers=True)] * 800
    assert thin_row(blind).status == MISSES
