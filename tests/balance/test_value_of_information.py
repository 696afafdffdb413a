"""Value of information: bounds, a closed form, and what cannot be learnt."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from counterpoise.balance.draws import Draws
from counterpoise.balance.value_of_information import Regret, information_values

N = 8000


def test_a_linear_rule_agrees_with_its_closed_form() -> None:
    """y = a + b > 0 with normal a, b: P(y | a) = Phi(a / sd_b), so E min(P, 1 - P) is an integral over a."""
    a, b = Draws(1, N).normal("a"), Draws(1, N).normal("b")
    material = (1.5 * a + b > 0.3).astype(float)
    grid = np.linspace(-8, 8, 20001)
    p = norm.cdf(1.5 * grid - 0.3)
    inner = float(np.trapezoid(np.minimum(p, 1 - p) * norm.pdf(grid), grid))
    whole = min(material.mean(), 1 - material.mean())
    found = {one.group: one for one in information_values(material, {"a": [a], "b": [b]})}
    # A quadratic stands for a probit: the regression is biased low by at most a few hundredths.
    assert found["a"].evppi == pytest.approx(whole - inner, abs=0.04)
    assert found["a"].evppi > found["b"].evppi > 0.0
    assert found["a"].evpi == pytest.approx(whole)


def test_nothing_is_learnt_from_what_does_not_matter_or_is_already_certain() -> None:
    a, noise = Draws(2, N).normal("a"), Draws(2, N).normal("noise")
    found = {one.group: one for one in information_values((a > 0).astype(float), {"noise": [noise], "none": []})}
    assert found["none"].evppi == 0.0
    assert found["noise"].evppi < 0.02
    assert information_values(np.ones(N), {"a": [a]})[0].evpi == 0.0


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 1000), st.floats(-2, 2), st.floats(0.1, 5), st.floats(0.1, 5))
def test_values_lie_between_nothing_and_perfect_information(seed: int, at: float, missed: float, alarm: float) -> None:
    a, b = Draws(seed, 400).normal("a"), Draws(seed, 400).normal("b")
    material = (a * b + a > at).astype(float)
    for one in information_values(material, {"a": [a], "b": [b], "both": [a, b]}, Regret(missed, alarm)):
        assert 0.0 <= one.evppi <= one.evpi
        assert 0.0 <= one.share <= 1.0
