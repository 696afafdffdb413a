"""Shapley and Banzhaf values: axioms, known games, and an implementation of another kind."""

from itertools import permutations
from math import factorial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from counterpoise.balance.power_indices import banzhaf_values, expected_pivotality, shapley_values
from counterpoise.errors import InvalidInput

Floats = NDArray[np.float64]


@st.composite
def games(draw: st.DrawFn, most: int = 6) -> Floats:
    """Draw the values of a game."""
    n = draw(st.integers(1, most))
    values = draw(st.lists(st.floats(-5, 5), min_size=1 << n, max_size=1 << n))
    return np.array(values)


def by_orders(values: Floats) -> Floats:
    """Give Shapley values from their definition: the mean over all orders of joining."""
    n = values.size.bit_length() - 1
    total = np.zeros(n)
    for order in permutations(range(n)):
        mask = 0
        for actor in order:
            total[actor] += values[mask | 1 << actor] - values[mask]
            mask |= 1 << actor
    return total / factorial(n)


@settings(max_examples=60, deadline=None)
@given(games(5))
def test_shapley_values_are_the_mean_over_all_orders(values: Floats) -> None:
    assert shapley_values(values) == pytest.approx(by_orders(values), abs=1e-10)


@settings(max_examples=100, deadline=None)
@given(games())
def test_shapley_values_share_out_the_whole(values: Floats) -> None:
    assert shapley_values(values).sum() == pytest.approx(values[-1] - values[0], abs=1e-9)


@settings(max_examples=100, deadline=None)
@given(games(5))
def test_an_actor_that_adds_nothing_gets_nothing(values: Floats) -> None:
    with_null = np.concatenate((values, values))
    assert shapley_values(with_null)[-1] == 0.0
    assert banzhaf_values(with_null)[-1] == 0.0
    assert shapley_values(with_null)[:-1] == pytest.approx(shapley_values(values), abs=1e-10)


@settings(max_examples=100, deadline=None)
@given(games(5), st.floats(-3, 3))
def test_values_of_a_sum_are_the_sum_of_values(values: Floats, factor: float) -> None:
    other = np.cos(np.arange(values.size)) * factor
    for index in (shapley_values, banzhaf_values):
        assert index(values + other) == pytest.approx(index(values) + index(other), abs=1e-9)


def test_permuting_the_actors_permutes_their_values() -> None:
    values = np.random.default_rng(0).random(32)
    order = [2, 0, 4, 1, 3]
    moved = np.array([values[sum((m >> i & 1) << old for i, old in enumerate(order))] for m in range(32)])
    assert shapley_values(moved) == pytest.approx(shapley_values(values)[order])


def test_the_united_nations_security_council_of_1965() -> None:
    """Weighted majority 39 of 5 x 7 + 10 x 1: Shapley 0.1963 a veto power, 0.001865 another (Shapley and Shubik)."""
    masks = np.arange(1 << 15)
    weight = np.array([(masks >> i & 1) * (7 if i < 5 else 1) for i in range(15)]).sum(axis=0)
    values = (weight >= 39).astype(float)
    found = shapley_values(values)
    assert found[:5] == pytest.approx(0.19627, abs=1e-5)
    assert found[5:] == pytest.approx(0.001865, abs=1e-6)


def test_banzhaf_counts_swings() -> None:
    """Majority 3 of weights 2, 1, 1: 3, 1 and 1 swings of 4 (Banzhaf)."""
    masks = np.arange(8)
    values = ((masks & 1) * 2 + (masks >> 1 & 1) + (masks >> 2 & 1) >= 3).astype(float)
    assert banzhaf_values(values) == pytest.approx([0.75, 0.25, 0.25])


def test_pivotality_weighs_by_how_probable_a_coalition_is() -> None:
    values = np.array([0.0, 0.0, 0.0, 1.0])
    together = np.array([0.0, 0.5, 0.0, 0.5])
    found = expected_pivotality(values, together)
    assert found[0] == pytest.approx(0.5)
    assert found[1] == pytest.approx(1.0)
    assert np.isnan(expected_pivotality(values, np.array([0.0, 1.0, 0.0, 0.0]))[1])


def test_a_table_that_is_no_game_is_refused() -> None:
    with pytest.raises(InvalidInput, match=r"2\^n values"):
        shapley_values(np.zeros(6))
