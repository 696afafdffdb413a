"""Verdicts on every coalition: pruned equals brute force, and what must not matter does not."""

import numpy as np
import pytest
from numpy.typing import NDArray

from counterpoise.balance.boundary_search import CLOSE
from counterpoise.balance.coalition_bits import close_downward, close_upward, mark_edge
from counterpoise.balance.parameters import load_parameters
from counterpoise.balance.simulation import measure_encounters
from counterpoise.balance.simulation_plan import Encounters
from counterpoise.benches.attrition_baselines import lost_shares_numpy
from tests.balance.synthetic import CAPACITY, DILUTION, EDGE, World, decided, made_up

BOTH = np.array([[1.0, 1.0, 0.0], [1.0, 0.0, 0.2], [2.3, 1.0, 0.0]])  # E < 0, K < 0.8, E < ln 2.3


def brute_force(world: World, scenario: int, verdicts: NDArray[np.float64] = EDGE) -> NDArray[np.bool_]:
    """Fight every coalition in float64 numpy: failing (draw, verdict, coalition)."""
    n_draws, n = world.forces.actor_count.shape[1:3]
    masks = np.arange(1 << n)
    found = np.empty((n_draws, len(verdicts), masks.size), dtype=bool)
    for draw in range(n_draws):
        own, other = lost_shares_numpy(
            world.coefficients, world.forces, scenario, np.array([draw]), masks, dilution=DILUTION, capacity=CAPACITY
        )
        for v, (first, second, limit) in enumerate(verdicts):
            found[draw, v] = first * own[0] - second * other[0] > limit
    found[:, :, 0] = False
    return found


@pytest.mark.parametrize("n_actors", range(1, 11))
def test_pruned_equals_brute_force_for_every_number_of_actors_up_to_ten(n_actors: int) -> None:
    """Exhaustive: every coalition of every draw, two scenarios, three verdicts, with and without chains of land."""
    for chained in (False, True):
        world = made_up(n_actors, 8, seed=n_actors, n_scenarios=2, chained=chained, strength=0.8)
        found, _ = decided(world, (-1, 0), BOTH)
        for scenario in (0, 1):
            assert (found[:, scenario] == brute_force(world, scenario, BOTH)).all()


def every_loss(world: World, scenario: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Fight every coalition without pruning in the compiled kernel: own and other losses (coalition, draw)."""
    masks = np.arange(1, 1 << world.n_actors, dtype=np.int64)
    pairs = Encounters(np.full_like(masks, scenario), masks, np.zeros((1, masks.size), np.int64))
    own, other, _, _ = measure_encounters(world.coefficients, world.forces, pairs, world.parameters)
    return own[0], other[0]


@pytest.mark.parametrize(("actor_spread", "strength"), [(0.3, 1.0), (1.5, 0.7)])
def test_pruned_equals_brute_force_on_random_draws_of_sixteen_actors(actor_spread: float, strength: float) -> None:
    """All 65,535 coalitions without pruning in float32; those within rounding of the threshold in float64 numpy."""
    world = made_up(16, 3, seed=5, n_scenarios=2, actor_spread=actor_spread, strength=strength)
    found, fought = decided(world, (-1, 0))
    for scenario in (0, 1):
        own, other = every_loss(world, scenario)
        near = np.abs(own - other) <= 5e-6 * (own + other)
        assert ((own > other) == found[:, scenario, 0, 1:].T)[~near].all()
        for place, draw in zip(*np.nonzero(near), strict=True):
            exact_own, exact_other = lost_shares_numpy(
                world.coefficients, world.forces, scenario, np.array([draw]), np.array([place + 1]),
                dilution=DILUTION, capacity=CAPACITY,
            )  # fmt: skip
            assert found[draw, scenario, 0, place + 1] == bool(exact_own[0, 0] > exact_other[0, 0])
    assert fought[:, 0].sum() < 3 * 2 * 65536 / 10  # the point of it: less than a tenth is fought


def test_pruned_equals_brute_force_for_the_rival_member() -> None:
    """Against the compiled kernel on every coalition: the numpy baseline knows Helmbold's form alone."""
    world = made_up(9, 12, seed=2, parameters=load_parameters(member="proportional"))
    assert (world.coefficients.law <= 0).all()
    own, other = every_loss(world, 0)
    clear = np.abs(own - other) > 5e-6 * (own + other)
    found, _ = decided(world)
    assert ((own > other) == found[:, 0, 0, 1:].T)[clear].all()


def test_rounding_moves_a_margin_by_far_less_than_what_is_fought_again() -> None:
    """Ten times the largest rounding seen in 4,000 encounters stays below the bar for a second fight in float64."""
    world = made_up(6, 64, seed=11)
    masks = np.arange(1, 64, dtype=np.int64)
    pairs = Encounters(np.zeros_like(masks), masks, np.zeros((1, 63), np.int64))
    own, other, _, _ = measure_encounters(world.coefficients, world.forces, pairs, world.parameters)
    exact_own, exact_other = lost_shares_numpy(
        world.coefficients, world.forces, 0, np.arange(64), masks, dilution=DILUTION, capacity=CAPACITY
    )
    margin = (own[0].T.astype(float) - other[0].T) / (own[0].T.astype(float) + other[0].T)
    exact = (exact_own - exact_other) / (exact_own + exact_other)
    assert np.abs(margin - exact).max() * 8 < CLOSE


def test_a_draw_at_the_threshold_is_fought_again_in_double() -> None:
    """A threshold laid exactly on a coalition's own result makes its margin zero."""
    world = made_up(4, 1, seed=1)
    own, other = lost_shares_numpy(
        world.coefficients, world.forces, 0, np.array([0]), np.array([15]), dilution=DILUTION, capacity=CAPACITY
    )
    _, fought = decided(world, verdicts=np.array([[float(other[0, 0] / own[0, 0]), 1.0, 0.0]]))
    assert fought[0, 1] >= 1


def test_a_null_transfer_changes_nothing_to_the_bit() -> None:
    world = made_up(8, 6, seed=4, n_scenarios=2)
    same = world.with_forces(
        actor_count=world.forces.actor_count[:1].repeat(2, axis=0),
        actor_fire=world.forces.actor_fire[:1].repeat(2, axis=0),
    )
    found, fought = decided(same, (-1, 0))
    assert (found[:, 0] == found[:, 1]).all()
    assert fought[1, 0] == 0  # nothing is left to decide


def test_a_transfer_to_an_actor_outside_a_coalition_changes_nothing_there_to_the_bit() -> None:
    world = made_up(7, 10, seed=6, n_scenarios=2)
    without = np.arange(1, 64, dtype=np.int64)  # the last of seven actors, who receives, is in none of them
    losses = []
    for scenario in (0, 1):
        pairs = Encounters(np.full_like(without, scenario), without, np.zeros((1, 63), np.int64))
        losses.append(measure_encounters(world.coefficients, world.forces, pairs, world.parameters)[:2])
    assert (losses[0][0] == losses[1][0]).all()
    assert (losses[0][1] == losses[1][1]).all()
    everyone = np.array([127], dtype=np.int64)
    changed = [
        measure_encounters(
            world.coefficients, world.forces,
            Encounters(np.full(1, s, np.int64), everyone, np.zeros((1, 1), np.int64)), world.parameters,
        )[0]
        for s in (0, 1)
    ]  # fmt: skip
    assert (changed[0] != changed[1]).any()  # and it does change what the recipient takes part in


def test_beginning_from_another_scenario_changes_no_verdict() -> None:
    world = made_up(9, 10, seed=7, n_scenarios=3)
    assert (decided(world, (-1, 0, 0))[0] == decided(world, (-1, -1, -1))[0]).all()


def test_a_scenario_that_is_easier_in_part_and_harder_in_part_is_decided_anew() -> None:
    """A base only predicts then: neither what held nor what failed is carried over."""
    world = made_up(8, 8, seed=9, n_scenarios=2)
    fire = world.forces.actor_fire.copy()
    fire[1, :, 0] *= 0.3
    own = world.forces.own_count.copy()
    own[1] *= 1.2
    mixed = world.with_forces(actor_fire=fire, own_count=own)
    assert (decided(mixed, (-1, 0))[0][:, 1, 0] == brute_force(mixed, 1)[:, 0]).all()


def test_permuting_actors_permutes_verdicts_to_the_bit() -> None:
    world = made_up(8, 12, seed=10)
    order = np.array([3, 0, 7, 5, 1, 2, 6, 4])
    permuted = world.with_forces(
        actor_count=world.forces.actor_count[:, :, order], actor_fire=world.forces.actor_fire[:, :, order]
    )
    masks = np.arange(256)
    moved = sum(((masks >> new & 1) << int(old)) for new, old in enumerate(order))
    assert (decided(permuted)[0] == decided(world)[0][..., moved]).all()


def test_a_superset_of_a_failing_coalition_fails() -> None:
    found, _ = decided(made_up(10, 20, seed=12, chained=True))
    for actor in range(10):
        pairs = found[:, 0, 0].reshape(20, -1, 2, 1 << actor)
        assert (pairs[:, :, 1] >= pairs[:, :, 0]).all()


@pytest.mark.parametrize("n_actors", [1, 3, 6, 7, 9])
def test_closures_and_edges_are_those_of_the_definition(n_actors: int) -> None:
    random = np.random.default_rng(n_actors)
    chosen = set(random.integers(1, 1 << n_actors, size=4).tolist())
    words = max(1, (1 << n_actors) // 64)

    def as_bits(masks: set[int]) -> NDArray[np.uint64]:
        bits = np.zeros(words, dtype=np.uint64)
        for mask in masks:
            bits[mask // 64] |= np.uint64(1 << (mask % 64))
        return bits

    everyone = range(1 << n_actors)
    upward = {m for m in everyone if any(m & c == c for c in chosen)}
    downward = {m for m in everyone if any(m & c == m for c in chosen)}
    up, down = as_bits(chosen), as_bits(chosen)
    close_upward(up, n_actors)
    close_downward(down, n_actors)
    assert (up == as_bits(upward)).all()
    assert (down == as_bits(downward)).all()
    edge = np.zeros(words, dtype=np.uint64)
    mark_edge(up, edge, n_actors)
    least = {m for m in upward if all(m & ~(1 << i) not in upward for i in range(n_actors) if m >> i & 1)}
    most = {
        m for m in everyone if m not in upward and all(m | 1 << i in upward for i in range(n_actors) if not m >> i & 1)
    }
    inside = as_bits(set(everyone))
    assert ((edge & inside) == as_bits(least | most)).all()
