"""Lines and log-odds with errors by war: closed forms, known answers, and refusals."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.balance.calibration_regression import (
    bootstrap_slope,
    least_squares,
    logit,
    probability,
    resample_clusters,
)
from counterpoise.errors import InvalidInput


def test_a_line_through_exact_points_is_found_with_no_residual() -> None:
    x = np.arange(10.0)
    fit = least_squares(3.0 - 0.5 * x, {"x": x})
    assert fit.value("intercept") == pytest.approx(3.0)
    assert fit.value("x") == pytest.approx(-0.5)
    assert fit.residual_sd == pytest.approx(0.0, abs=1e-12)


def test_plain_errors_are_the_textbook_ones() -> None:
    """y on x with x = 1..5, y = 2, 4, 5, 4, 5: slope 0.6, se 0.28284 (Montgomery's standard example)."""
    fit = least_squares(np.array([2.0, 4, 5, 4, 5]), {"x": np.arange(1.0, 6)})
    assert fit.value("x") == pytest.approx(0.6)
    assert fit.error("x") == pytest.approx(0.2828427)


def test_clusters_of_one_battle_each_give_hc1_but_for_their_own_factor() -> None:
    rng = np.random.default_rng(1)
    x, y = rng.normal(size=(2, 50))
    by_one = least_squares(y, {"x": x}, clusters=np.arange(50))
    robust = least_squares(y, {"x": x}, robust=True)
    # G/(G-1) x (n-1)/(n-k) with G = n is n/(n-k), which is HC1's factor.
    assert by_one.error("x") == pytest.approx(robust.error("x"))


def test_copying_every_battle_leaves_clustered_errors_but_shrinks_the_naive_ones() -> None:
    rng = np.random.default_rng(2)
    x, y = rng.normal(size=(2, 80))
    wars = np.arange(80)
    twice = [np.concatenate([v, v]) for v in (x, y, wars)]
    once, double = (least_squares(v[1], {"x": v[0]}, clusters=v[2]) for v in ((x, y, wars), twice))
    assert double.error("x") == pytest.approx(once.error("x"), rel=0.02)
    naive = least_squares(twice[1], {"x": twice[0]}).error("x")
    assert naive < 0.8 * least_squares(y, {"x": x}).error("x")


def test_a_two_by_two_table_gives_its_log_odds_ratio_and_its_error() -> None:
    """Woolf (1955): log odds ratio = log(ad/bc), variance 1/a + 1/b + 1/c + 1/d."""
    a, b, c, d = 30, 10, 12, 24
    x = np.repeat([1.0, 1.0, 0.0, 0.0], [a, b, c, d])
    win = np.repeat([1.0, 0.0, 1.0, 0.0], [a, b, c, d])
    fit = logit(win, {"x": x})
    assert fit.value("x") == pytest.approx(np.log(a * d / (b * c)))
    assert fit.error("x") == pytest.approx(np.sqrt(1 / a + 1 / b + 1 / c + 1 / d))


def test_separated_outcomes_are_refused_with_what_to_do() -> None:
    x = np.arange(-5.0, 5)
    with pytest.raises(InvalidInput, match="shrunken model"):
        logit((x >= 0).astype(float), {"x": x})


def test_a_ridge_makes_separated_outcomes_finite() -> None:
    x = np.arange(-5.0, 5)
    assert 0 < logit((x >= 0).astype(float), {"x": x}, ridge=1.0).value("x") < 5


def test_missing_values_are_refused() -> None:
    with pytest.raises(InvalidInput, match="missing values"):
        least_squares(np.array([1.0, np.nan, 2.0]), {"x": np.arange(3.0)})


@given(st.lists(st.floats(-800, 800), min_size=1, max_size=20))
def test_a_probability_and_that_of_the_other_side_add_to_one(odds: list[float]) -> None:
    values = np.array(odds)
    assert np.allclose(probability(values) + probability(-values), 1.0)


@given(st.integers(0, 1000))
@settings(max_examples=25)
def test_a_bootstrap_by_war_takes_wars_whole(seed: int) -> None:
    wars = np.array(["a", "b", "a", "c", "c", "c"])
    rows = resample_clusters(wars, np.random.default_rng(seed))
    counts = {war: int(np.sum(wars[rows] == war)) for war in "abc"}
    assert counts["a"] % 2 == 0
    assert counts["c"] % 3 == 0
    assert sum(counts[war] // size for war, size in (("a", 2), ("b", 1), ("c", 3))) == 3


def test_the_same_seed_gives_the_same_bootstrap() -> None:
    rng = np.random.default_rng(3)
    ratio = rng.normal(size=200)
    win = (rng.uniform(size=200) < probability(0.5 * ratio)).astype(float)
    wars = rng.integers(0, 20, 200)
    first, second = (bootstrap_slope(win, ratio, wars, draws=20, seed=0) for _ in range(2))
    assert np.array_equal(first, second)
