"""What an exponent and a spread imply: limits, inverses, and agreement with simulation."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.balance.calibration_regression import logit, probability
from counterpoise.balance.calibration_steepness import (
    implied_chance,
    implied_discrimination,
    implied_slope,
    spread_for_slope,
)

LINK = (0.14, 1.43)
RATIO = np.random.default_rng(0).normal(0.5, 0.8, 300)


def test_without_spread_the_slope_is_link_times_exponent() -> None:
    assert implied_slope(RATIO, exponent=0.7, spread=0.0, link=LINK) == pytest.approx(1.43 * 0.7, rel=1e-9)


@given(st.floats(0.3, 2.0), st.floats(0.2, 3.0))
@settings(max_examples=5, deadline=None)
def test_the_spread_found_for_a_slope_gives_that_slope(exponent: float, spread: float) -> None:
    slope = implied_slope(RATIO, exponent=exponent, spread=spread, link=LINK)
    assert spread_for_slope(RATIO, exponent=exponent, slope=slope, link=LINK) == pytest.approx(spread, abs=1e-4)


def test_quadrature_agrees_with_simulated_outcomes() -> None:
    rng = np.random.default_rng(1)
    many = np.repeat(RATIO, 400)
    advantage = 0.71 * many + 1.36 * rng.normal(size=len(many))
    outcome = (rng.uniform(size=len(many)) < probability(LINK[0] + LINK[1] * advantage)).astype(float)
    simulated = logit(outcome, {"ratio": many}).value("ratio")
    assert implied_slope(RATIO, exponent=0.71, spread=1.36, link=LINK) == pytest.approx(simulated, abs=0.02)


def test_an_exponent_of_nothing_discriminates_nothing() -> None:
    assert implied_discrimination(RATIO, exponent=0.0, spread=1.36, link=LINK) == pytest.approx(0.5, abs=1e-9)


def test_chances_rise_with_the_ratio() -> None:
    chance = implied_chance(np.sort(RATIO), exponent=0.71, spread=1.36, link=LINK)
    assert np.all(np.diff(chance) >= 0)
