"""Scores: closed forms, limits, and what a difference by war does."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.validation.scores import (
    bootstrap,
    brier,
    brier_parts,
    calibration_slope,
    crps_normal,
    discrimination,
    log_loss,
    mean_difference,
    reliability,
)

WIN = np.array([1.0, 1, 0, 1, 0, 0, 1, 0])


def test_a_coin_scores_the_log_of_two_and_one_quarter() -> None:
    coin = np.full(8, 0.5)
    assert log_loss(WIN, coin) == pytest.approx(np.log(2))
    assert brier(WIN, coin) == pytest.approx(0.25)
    assert discrimination(WIN, coin) == pytest.approx(0.5)


def test_discrimination_counts_pairs() -> None:
    chance = np.array([0.9, 0.8, 0.7, 0.4, 0.3, 0.2, 0.4, 0.4])
    pairs = [(a > b) + 0.5 * (a == b) for a in chance[WIN == 1] for b in chance[WIN == 0]]
    assert discrimination(WIN, chance) == pytest.approx(np.mean(pairs))


def test_a_calibrated_forecaster_has_slope_one_and_a_bold_one_less() -> None:
    rng = np.random.default_rng(0)
    odds = rng.normal(0, 1, 40_000)
    win = (rng.uniform(size=40_000) < 1 / (1 + np.exp(-odds))).astype(float)
    assert calibration_slope(win, 1 / (1 + np.exp(-odds))) == pytest.approx(1.0, abs=0.03)
    assert calibration_slope(win, 1 / (1 + np.exp(-2 * odds))) == pytest.approx(0.5, abs=0.02)


def test_crps_of_a_standard_normal_at_its_middle_is_the_closed_form() -> None:
    found = crps_normal(np.zeros(1), np.zeros(1), np.ones(1))[0]
    assert found == pytest.approx((np.sqrt(2) - 1) / np.sqrt(np.pi), abs=1e-14)


def test_crps_agrees_with_its_definition_by_draws() -> None:
    """E|X - y| - E|X - X'| / 2 (Gneiting and Raftery 2007)."""
    rng = np.random.default_rng(1)
    draws = rng.normal(0.3, 1.7, (2, 400_000))
    expected = np.mean(np.abs(draws[0] - 1.1)) - np.mean(np.abs(draws[0] - draws[1])) / 2
    assert crps_normal(np.array([1.1]), np.array([0.3]), np.array([1.7]))[0] == pytest.approx(expected, abs=0.01)


@given(st.lists(st.tuples(st.sampled_from([0.1, 0.4, 0.6, 0.9]), st.booleans()), min_size=5, max_size=60))
def test_the_brier_score_is_reliability_less_resolution_plus_uncertainty(rows: list[tuple[float, bool]]) -> None:
    chance, outcome = np.array([row[0] for row in rows]), np.array([float(row[1]) for row in rows])
    parts = brier_parts(outcome, chance)
    assert brier(outcome, chance) == pytest.approx(parts[0] - parts[1] + parts[2])


def test_a_difference_to_oneself_is_nothing_with_no_width() -> None:
    losses = np.random.default_rng(2).uniform(size=50)
    wars = np.repeat(range(10), 5)
    assert mean_difference(losses, losses, wars, draws=50, seed=0) == (0.0, (0.0, 0.0))


def test_one_dominant_war_makes_the_interval_by_war_wider_than_by_battle() -> None:
    rng = np.random.default_rng(3)
    gap = np.concatenate([rng.normal(-0.3, 0.1, 100), rng.normal(0.3, 0.1, 100)])
    by_war = bootstrap(lambda rows: float(gap[rows].mean()), np.repeat([0, 1], 100), draws=300, seed=0)
    by_battle = bootstrap(lambda rows: float(gap[rows].mean()), np.arange(200), draws=300, seed=0)
    assert by_war[1] - by_war[0] > 3 * (by_battle[1] - by_battle[0])


def test_a_reliability_diagram_holds_every_battle_once() -> None:
    rng = np.random.default_rng(4)
    chance = rng.uniform(size=203)
    curve = reliability("any", (rng.uniform(size=203) < chance).astype(float), chance)
    assert sum(curve.count) == 203
    assert all(low <= share <= high for low, share, high in zip(curve.low, curve.observed, curve.high, strict=True))
