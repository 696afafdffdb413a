"""Shrunken models for a war not seen: they agree with brute force, find known answers, and never look ahead."""

import numpy as np
import pytest

from counterpoise.balance.calibration_regression import Labels, Real, probability
from counterpoise.balance.calibration_shrinkage import ShrunkenModel, shrunken_line, shrunken_logit


def _record(seed: int, *, rows: int = 400, wars: int = 30) -> tuple[Real, Real, Labels]:
    rng = np.random.default_rng(seed)
    war = rng.integers(0, wars, rows)
    terms = rng.normal(size=(rows, 4))
    linear = 0.4 + terms @ np.array([0.5, -0.3, 0.0, 0.2]) + rng.normal(0, 0.6, wars)[war]
    return linear, terms, war


def test_elimination_of_the_wars_gives_the_same_mode_as_solving_everything_at_once() -> None:
    """Newton's method on the full penalised system, all war intercepts kept: a second way to the same number."""
    linear, terms, war = _record(1)
    outcome = (np.random.default_rng(2).uniform(size=len(linear)) < probability(linear)).astype(float)
    model = shrunken_logit(outcome, terms, war, variances=(0.1, 0.3))
    design = np.column_stack([model.scaling.apply(terms), war[:, None] == np.unique(war)])
    precision = np.concatenate([[1e-4], np.full(4, 10.0), np.full(30, 1 / 0.3)])
    mode = np.zeros(design.shape[1])
    for _ in range(30):
        chance = probability(design @ mode)
        hessian = (design * (chance * (1 - chance))[:, None]).T @ design + np.diag(precision)
        mode = mode + np.linalg.solve(hessian, design.T @ (outcome - chance) - precision * mode)
    assert np.allclose(model.coefficients, mode[:5], atol=1e-5)
    assert np.allclose(model.covariance, np.linalg.inv(hessian)[:5, :5], atol=1e-5)


def test_a_line_finds_noise_and_spread_of_wars_again() -> None:
    rng = np.random.default_rng(3)
    war = rng.integers(0, 200, 4000)
    terms = rng.normal(size=(4000, 3))
    outcome = terms @ np.array([1.0, 0.0, -0.5]) + rng.normal(0, 0.8, 200)[war] + rng.normal(0, 1.1, 4000)
    model = shrunken_line(outcome, terms, war)
    assert model.noise_sd == pytest.approx(1.1, abs=0.04)
    assert model.war_sd == pytest.approx(0.8, abs=0.1)
    middle, spread = model.forecast(terms)
    assert float(np.mean(np.abs(outcome - middle) <= 1.645 * spread)) == pytest.approx(0.9, abs=0.03)


def test_terms_that_say_nothing_are_shrunk_to_nothing() -> None:
    rng = np.random.default_rng(4)
    terms, war = rng.normal(size=(600, 12)), rng.integers(0, 50, 600)
    outcome = (rng.uniform(size=600) < 0.6).astype(float)
    model = shrunken_logit(outcome, terms, war)
    assert float(np.abs(model.coefficients[1:]).max()) < 0.12
    assert float(np.std(model.chance(terms))) < 0.05


def test_evidence_prefers_the_terms_that_made_the_record() -> None:
    linear, terms, war = _record(5, rows=800)
    outcome = (np.random.default_rng(6).uniform(size=800) < probability(linear)).astype(float)
    noise = np.random.default_rng(7).normal(size=(800, 4))
    true, false = (shrunken_logit(outcome, matrix, war).evidence for matrix in (terms, noise))
    assert true > false + 5


def test_a_wider_spread_of_wars_pulls_forecasts_toward_one_half() -> None:
    linear, terms, war = _record(8)
    outcome = (np.random.default_rng(9).uniform(size=len(linear)) < probability(linear)).astype(float)
    far = terms * 3

    def boldness(model: ShrunkenModel) -> float:
        return float(np.mean(np.abs(model.chance(far) - 0.5)))

    assert boldness(shrunken_logit(outcome, terms, war, variances=(0.1, 4.0))) < boldness(
        shrunken_logit(outcome, terms, war, variances=(0.1, 0.01))
    )


def test_a_term_that_never_varies_in_training_is_switched_off() -> None:
    linear, terms, war = _record(10)
    outcome = (linear > 0).astype(float)
    flat = np.column_stack([terms, np.zeros(len(terms))])
    model = shrunken_logit(outcome, flat, war)
    elsewhere = flat.copy()
    elsewhere[:, -1] = 7.0
    assert np.array_equal(model.chance(flat), model.chance(elsewhere))
