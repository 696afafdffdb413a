"""Spread between and within groups, random effects and the posterior of a new group."""

import numpy as np
import pytest

from counterpoise.balance.calibration_effects import (
    HierarchicalPrior,
    hierarchical_posterior,
    random_effects,
    variance_components,
)


def test_equal_groups_give_the_textbook_analysis_of_variance() -> None:
    """Three groups of three: MS between 21, MS within 1, so the between variance is (21 - 1) / 3."""
    values = np.array([1.0, 2, 3, 4, 5, 6, 6.3, 7.3, 8.3])
    groups = np.repeat([0, 1, 2], 3)
    means = values.reshape(3, 3).mean(axis=1)
    ms_between = 3 * means.var(ddof=1)
    parts = variance_components(values, groups, least_rows=2)
    assert parts.within == pytest.approx(1.0)
    assert parts.between**2 == pytest.approx((ms_between - 1.0) / 3)
    assert parts.together == pytest.approx(np.hypot(parts.between, parts.within))


def test_groups_that_do_not_differ_have_no_spread_between_them() -> None:
    assert variance_components(np.tile([1.0, 3.0], 6), np.repeat(range(6), 2), least_rows=2).between == 0.0


def test_small_groups_are_left_out() -> None:
    parts = variance_components(np.arange(7.0), np.array([0, 0, 0, 1, 1, 1, 2]), least_rows=3)
    assert (parts.groups, parts.rows) == (2, 6)


def test_random_effects_of_equal_errors_are_the_closed_form() -> None:
    """With equal errors the spread is the sample variance less the error's (DerSimonian and Laird 1986, eq. 8)."""
    values, error = [0.1, 0.5, 0.9, 1.3], 0.2
    found = random_effects(values, [error] * 4)
    assert found.mean == pytest.approx(0.7)
    assert found.spread**2 == pytest.approx(np.var(values, ddof=1) - error**2)
    assert found.predictive_sd**2 == pytest.approx(found.spread**2 + found.mean_error**2)


def test_groups_that_agree_have_no_spread_but_their_mean_still_has_an_error() -> None:
    found = random_effects([1.0, 1.0, 1.0], [0.3, 0.3, 0.3])
    assert found.spread == 0.0
    low, high = found.predictive()
    assert low < 1.0 < high


def test_the_posterior_of_one_group_with_a_tight_spread_is_the_normal_one() -> None:
    """With the spread forced to nothing, a normal prior of variance 2.25 and one estimate give the conjugate answer."""
    prior = HierarchicalPrior(spread_scale=1e-6)
    posterior = hierarchical_posterior([1.0], [0.5], prior)
    precision = 1 / 1.5**2 + 1 / 0.5**2
    assert float(posterior.weights @ posterior.mean) == pytest.approx(1.0 / 0.25 / precision, rel=1e-6)
    low, middle, high = posterior.predictive_quantiles([0.05, 0.5, 0.95])
    assert (high - low) / 2 == pytest.approx(1.6448536 * precision**-0.5, rel=1e-4)
    assert middle == pytest.approx(1.0 / 0.25 / precision, rel=1e-6)


def test_counting_that_the_spread_is_unknown_widens_the_next_group() -> None:
    estimates, errors = [1.27, 0.84, 0.09], [0.18, 0.21, 0.27]
    plain = random_effects(estimates, errors)
    low, _, high = hierarchical_posterior(estimates, errors).predictive_quantiles([0.05, 0.5, 0.95])
    assert high - low > plain.predictive()[1] - plain.predictive()[0]


def test_draws_agree_with_the_exact_quantiles() -> None:
    posterior = hierarchical_posterior([1.0, 0.2, 0.7], [0.2, 0.2, 0.2])
    rng = np.random.default_rng(0)
    means, spreads = posterior.draw(40_000, rng)
    drawn = np.quantile(rng.normal(means, spreads), [0.1, 0.9])
    assert np.allclose(drawn, posterior.predictive_quantiles([0.1, 0.9]), atol=0.03)
