"""Superiority when neither weights nor values nor all facts are known: closed forms, dominance, best k."""

from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.balance.draws import Draws
from counterpoise.balance.levels import level_of, level_of_bounds
from counterpoise.balance.quality import (
    FleetComparison,
    dominates,
    even_values,
    increasing_values,
    ranked_weights,
    scores,
    share_of_orders_decided,
    simplex_weights,
    winning_probability,
)

ORACLES = yaml.safe_load((Path(__file__).parents[1] / "oracles/balance/superiority.yaml").read_text(encoding="utf-8"))
N = 200_000
FOUR_SIGMA = 4 * np.sqrt(0.25 / N)  # four standard errors of a share of N independent draws
values_of = st.lists(st.integers(0, 5).map(float), min_size=4, max_size=4)


def weights(n_criteria: int, n: int = N) -> Any:
    draws = Draws(0, n)
    return simplex_weights(np.stack([draws.uniform(f"w{c}") for c in range(n_criteria)], axis=-1))


@pytest.mark.parametrize("oracle", ORACLES, ids=[oracle["name"] for oracle in ORACLES])
def test_a_known_probability_is_found(oracle: dict[str, Any]) -> None:
    p = winning_probability(oracle["ours"], oracle["theirs"], weights(len(oracle["ours"])))
    assert p == pytest.approx(oracle["p"], abs=0.0 if oracle["p"] in (0.5, 1.0) else FOUR_SIGMA)


@settings(max_examples=50, deadline=None)
@given(values_of, values_of, st.integers(1, 4))
def test_swapping_labels_gives_the_complement_and_a_common_constant_changes_nothing(
    ours: list[float], theirs: list[float], shift: int
) -> None:
    w = weights(4, 2000)
    p = winning_probability(ours, theirs, w)
    assert winning_probability(theirs, ours, w) == pytest.approx(1 - p, abs=1e-12)
    assert winning_probability([ours[0] + shift, *ours[1:]], [theirs[0] + shift, *theirs[1:]], w) == pytest.approx(
        p, abs=1e-12
    )


@settings(max_examples=80, deadline=None)
@given(values_of, values_of)
def test_the_share_of_rank_orders_decided_is_that_of_going_through_them_all(
    ours: list[float], theirs: list[float]
) -> None:
    difference = np.subtract(ours, theirs)
    decided = [bool((np.cumsum(difference[list(order)]) >= -1e-12).all()) for order in permutations(range(4))]
    assert share_of_orders_decided(ours, theirs) == pytest.approx(np.mean(decided))
    if dominates(ours, theirs):
        assert share_of_orders_decided(ours, theirs) == 1.0
        assert winning_probability(ours, theirs, weights(4, 500)) == 1.0


def test_ranked_weights_fall_in_order_and_sum_to_one() -> None:
    draws = Draws(3, 1000)
    w = ranked_weights(np.stack([draws.uniform(f"w{c}") for c in range(5)], axis=-1))
    assert (np.diff(w, axis=-1) <= 0).all()
    assert w.sum(axis=-1) == pytest.approx(1.0)


def test_values_of_bands_increase_from_nothing_to_one() -> None:
    draws = Draws(3, 1000)
    values = increasing_values(np.stack([draws.uniform(f"v{i}") for i in range(4)], axis=-1))
    assert (values[:, 0] == 0).all()
    assert (values[:, -1] == 1).all()
    assert (np.diff(values, axis=-1) >= 0).all()


def test_a_better_band_never_lowers_a_score() -> None:
    draws = Draws(5, 400)
    v = increasing_values(
        np.stack([np.stack([draws.uniform(f"v{c}{i}") for i in range(4)], axis=-1) for c in range(3)], axis=1)
    )
    w = weights(3, 400)
    low = np.broadcast_to(np.array([[[1, 2, 3]]]), (400, 1, 3))
    high = np.broadcast_to(np.array([[[1, 4, 3]]]), (400, 1, 3))
    assert (scores(high, v, w) >= scores(low, v, w)).all()


def test_even_values_make_the_score_the_mean_band() -> None:
    bands = np.array([[[5, 0, 5, 0]]])
    assert scores(bands, even_values((1, 4)), np.full((1, 4), 0.25))[0, 0] == pytest.approx(0.5)


def comparison() -> FleetComparison:
    """Ours: a good and a poor system; theirs: a middling one."""
    return FleetComparison(np.array([[0.9, 0.1]]), np.array([[0.5]]))


def test_the_best_k_are_taken_from_the_top() -> None:
    match = comparison().match(np.array([[10.0, 90.0]]), np.array([[40.0]]))
    assert match.our_best(24).tolist() == [[10.0, 14.0]]
    assert match.p_best(10)[0] == 1.0
    assert match.p_best(20)[0] == 0.5


def test_a_smaller_fleet_gives_all_it_has() -> None:
    match = comparison().match(np.array([[10.0, 0.0]]), np.array([[40.0]]))
    assert match.our_best(24).sum() == 10
    assert match.p_best(24)[0] == 1.0


def test_an_empty_fleet_leaves_nothing_to_compare() -> None:
    match = comparison().match(np.array([[0.0, 0.0]]), np.array([[40.0]]))
    assert np.isnan(match.p_best(24)[0])


def test_equal_aircraft_tie_so_more_of_the_same_cannot_restore_superiority() -> None:
    same = FleetComparison(np.array([[0.7]]), np.array([[0.7]]))
    for n in (10.0, 1000.0):
        assert same.match(np.array([[n]]), np.array([[50.0]])).p_best(50)[0] == 0.5


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.floats(0, 1), min_size=3, max_size=3), st.lists(st.floats(0, 1), min_size=2, max_size=2),
    st.lists(st.integers(0, 60), min_size=3, max_size=3), st.lists(st.integers(0, 60), min_size=2, max_size=2),
    st.integers(1, 80),
)  # fmt: skip
def test_swapping_the_fleets_gives_the_complement(
    ours: list[float], theirs: list[float], our_n: list[int], their_n: list[int], k: int
) -> None:
    a, b = np.array([ours]), np.array([theirs])
    n, m = np.array([our_n], dtype=float), np.array([their_n], dtype=float)
    p, q = FleetComparison(a, b).match(n, m).p_best(k)[0], FleetComparison(b, a).match(m, n).p_best(k)[0]
    assert np.isnan(p) == np.isnan(q) == (n.sum() == 0 or m.sum() == 0)
    if not np.isnan(p):
        assert p + q == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("p", "word"),
    [
        (0.0, "no material effect"), (0.049, "no material effect"), (0.05, "unlikely"), (0.2, "undetermined"),
        (0.79, "undetermined"), (0.8, "likely"), (1.0, "likely"),
    ],
)  # fmt: skip
def test_a_probability_has_its_word(p: float, word: str) -> None:
    assert level_of(p) == word


@pytest.mark.parametrize(
    ("bounds", "word"),
    [((-0.05, 0.0), "no material effect"), ((-0.4, -0.2), "likely"), ((-0.4, 0.0), "evidence too thin")],
)
def test_bounds_on_both_sides_of_the_margin_are_too_thin(bounds: tuple[float, float], word: str) -> None:
    assert level_of_bounds(bounds, 0.1) == word
