"""Closed forms and published tables that need no engine; simulated records with known answers; states."""

from fractions import Fraction
from math import factorial
from pathlib import Path

import numpy as np
import pytest

from counterpoise.errors import DataAbsent
from counterpoise.validation.attrition_papers import LAWS, conservation_drift, square_law_win
from counterpoise.validation.inference import RANK_DRAWS, rank_p_value, simulated_rows
from counterpoise.validation.papers import paper_rows
from counterpoise.validation.rows import MISSES, UNVERIFIED, Settings
from counterpoise.validation.salvo_papers import even_leak, magazine_leak, salvo_loss
from counterpoise.validation.states import dispute_rows, war_rows


def test_every_closed_form_and_published_table_is_met(quick: Settings) -> None:
    rows = paper_rows(quick)
    assert [row.id for row in rows if row.status == MISSES] == []
    assert sum(row.status == UNVERIFIED for row in rows) >= 6


def test_the_stochastic_square_law_is_the_exact_sum() -> None:
    """P(m, n) = sum over k of (-1)^(m-k) k^(m+n) / ((m-k)! (n+k)!), in rationals."""
    for m, n in ((2, 1), (3, 2), (5, 4), (7, 9)):
        exact = sum(
            Fraction((-1) ** (m - k) * k ** (m + n), factorial(m - k) * factorial(n + k)) for k in range(1, m + 1)
        )
        assert square_law_win(m, n, 1.0) == pytest.approx(float(exact), abs=1e-12)


def test_integration_notices_a_law_that_conserves_something_else() -> None:
    square, area = LAWS[0], LAWS[1]
    wrong = type(square)("wrong", square.rates, area.conserved)
    assert conservation_drift(square) < 1e-8
    assert conservation_drift(wrong) > 1e-3


def test_a_full_magazine_leaks_what_two_looks_leak() -> None:
    assert magazine_leak(6, 2, 100, 0.7) == pytest.approx(6 * 0.3**2)
    assert magazine_leak(6, 2, 0, 0.7) == 6


def test_spreading_evenly_beats_doubling_up() -> None:
    assert even_leak(20, 30, 0.8) < 15 * 0.2**2 + 5


def test_a_salvo_never_takes_more_than_the_force() -> None:
    assert salvo_loss(force=3, other=100, shots=4, intercepts=1, staying=1) == 3


def test_uniform_ranks_pass_and_overconfident_ones_do_not() -> None:
    rng = np.random.default_rng(0)
    assert rank_p_value(rng.integers(0, RANK_DRAWS + 1, 2000)) > 0.001
    narrow = np.where(rng.uniform(size=2000) < 0.5, rng.integers(0, 15, 2000), rng.integers(85, 100, 2000))
    assert rank_p_value(narrow) < 1e-6


@pytest.mark.slow
def test_the_fitting_code_finds_known_answers_again(quick: Settings) -> None:
    assert [f"{row.id} {row.printed}" for row in simulated_rows(quick) if row.status == MISSES] == []


def test_wars_between_states_give_the_published_slopes(data_dir: Path) -> None:
    rows = war_rows(Settings(folder=data_dir, seed=0, quick=True))
    assert [f"{row.id} {row.printed}" for row in rows if row.status == MISSES] == []


@pytest.mark.slow
def test_raw_power_says_about_as_little_of_disputes_as_published(data_dir: Path) -> None:
    rows = dispute_rows(Settings(folder=data_dir, seed=0, quick=True))
    assert [f"{row.id} {row.printed}" for row in rows if row.status == MISSES] == []


def test_without_the_disputes_the_row_says_where_to_get_them(quick: Settings) -> None:
    with pytest.raises(DataAbsent, match="counterpoise data get disputes"):
        dispute_rows(quick)
