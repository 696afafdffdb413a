"""The kernel against closed forms, against other programs, and its order, symmetry and aggregation."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from counterpoise.balance.kernels import CLASSES, LANES
from counterpoise.balance.parameters import load_parameters
from counterpoise.balance.simulation import measure_encounters
from counterpoise.balance.simulation_plan import Encounters
from counterpoise.benches.attrition_baselines import lost_shares_numpy, lost_shares_odeint
from tests.balance.synthetic import CAPACITY, DILUTION, fought, made_up

ONE_CLASS = np.zeros((CLASSES, CLASSES))
ONE_CLASS[7, 7] = 1.0
Floats = NDArray[np.float64]
Tables = tuple[Floats, ...]
# The kernel takes finite steps: 4,000 of them are compared with closed forms; the tolerance is their step error.
MANY_STEPS = 4000
NO_LIMIT = 1e12
NO_DILUTION = 1e-9


def of_class(place: int, amount: float) -> Floats:
    """Give one class's inventory."""
    forces = np.zeros(CLASSES)
    forces[place] = amount
    return forces


def single(amount: float) -> Floats:
    """Give the inventory of the one class of `ONE_CLASS`."""
    return of_class(7, amount)


def test_one_class_with_exponent_two_is_the_square_law() -> None:
    """Lanchester's square law: 1,000 at lethality 0.8 against 800 at 0.9 leaves 529.150262 after 1.474167.

    The law as written: x' = -0.9 y, y' = -0.8 x. Fire carries the lethality, so both rates are one.
    """
    ours, theirs = fought(
        single(1000.0), single(800.0), single(800.0), single(720.0), preference=ONE_CLASS, pressure=ONE_CLASS,
        law=0, rate=1.474167, steps=MANY_STEPS, dilution=NO_DILUTION,
    )  # fmt: skip
    assert 1000.0 * ours[7] == pytest.approx(529.150262, rel=2e-3)
    assert 800.0 * theirs[7] == pytest.approx(0.0, abs=2.0)


@pytest.mark.parametrize("law", [1, 2, 3, 4, 5, 6, 7, 8])
def test_one_class_conserves_what_helmbolds_law_conserves(law: int) -> None:
    """Helmbold: x' = -(y/x)^(s/2) x and its mirror conserve x^s - y^s, s = law / 4, at equal rates."""
    s = law / 4
    ours, theirs = fought(
        single(100.0), single(100.0), single(60.0), single(60.0), preference=ONE_CLASS, pressure=ONE_CLASS,
        law=law, rate=0.3, steps=MANY_STEPS, dilution=NO_DILUTION, capacity=NO_LIMIT,
    )  # fmt: skip
    before = 100.0**s - 60.0**s
    after = (100.0 * ours[7]) ** s - (60.0 * theirs[7]) ** s
    assert after == pytest.approx(before, rel=1e-3)


@pytest.mark.parametrize("law", [2, 3, 4])
def test_the_loss_fraction_ratio_of_like_forces_is_their_ratio_to_the_power_s(law: int) -> None:
    """For small losses: (loss of ours / loss of theirs) = (1 / M eps) (x / y)^-s."""
    ours, theirs = fought(
        single(100.0), single(100.0), single(40.0), single(40.0), preference=ONE_CLASS, pressure=ONE_CLASS,
        law=law, rate=1e-4, log_multiplier=0.7, dilution=NO_DILUTION, capacity=NO_LIMIT,
    )  # fmt: skip
    expected = math.exp(-0.7) * (100.0 / 40.0) ** (-law / 4)
    assert (1.0 - ours[7]) / (1.0 - theirs[7]) == pytest.approx(expected, rel=1e-3)


def test_the_rival_member_slides_from_the_square_to_the_linear_law() -> None:
    """Exponent 1 conserves x - y at equal rates (single combat in the limit of its own surviving share)."""
    ours, theirs = fought(
        single(100.0), single(100.0), single(100.0), single(50.0), preference=ONE_CLASS, pressure=ONE_CLASS,
        law=-16, rate=0.5, steps=MANY_STEPS, dilution=NO_DILUTION,
    )  # fmt: skip
    # x' = -(1/2) y (x/x0), y' = -x (y/y0): equal numbers conserve ln-free x - y / 2, the linear law with products.
    assert 100.0 * ours[7] - 50.0 * theirs[7] == pytest.approx(50.0, rel=1e-3)


@pytest.mark.parametrize(("member", "laws"), [("helmbold", 3), ("proportional", 6)])
def test_both_kernels_agree_with_batched_numpy_and_an_adaptive_solver(member: str, laws: int) -> None:
    """Float32 with coalitions or draws in lanes, float64 numpy, and odeint in time: 60 steps are within 2 %."""
    world = made_up(6, 12, seed=3, parameters=load_parameters(member=member))
    assert len(set(world.coefficients.law.tolist())) == laws
    masks = np.arange(1, 64)
    own, other = lost_shares_numpy(
        world.coefficients, world.forces, 0, np.arange(12), masks, dilution=DILUTION, capacity=CAPACITY
    )
    for chosen in (masks, masks[::13]):  # few enough for the kernel with the draws side by side
        pairs = Encounters(
            np.zeros(chosen.size, np.int64), chosen.astype(np.int64), np.zeros((1, chosen.size), np.int64)
        )
        ours, theirs, _, _ = measure_encounters(world.coefficients, world.forces, pairs, world.parameters)
        assert pytest.approx(own[:, chosen - 1], rel=5e-6) == ours[0].T
        assert pytest.approx(other[:, chosen - 1], rel=5e-6) == theirs[0].T
    for draw, mask in ((0, 63), (5, 21), (11, 8)):
        solved = lost_shares_odeint(
            world.coefficients, world.forces, 0, draw, mask, dilution=DILUTION, capacity=CAPACITY
        )
        assert solved == pytest.approx((own[draw, mask - 1], other[draw, mask - 1]), rel=2e-2)


def test_both_precisions_give_the_same_to_rounding() -> None:
    world = made_up(5, 1, seed=8)
    tables = [t[0].astype(np.float64) for t in (world.coefficients.preference, world.coefficients.pressure)]
    own, other = world.forces.own_count[0, 0], world.forces.actor_count[0, 0].sum(axis=0)
    sides = [
        fought(own, own, other, other, preference=tables[0], pressure=tables[1], law=3, rate=0.5, precision=precision)
        for precision in ("single", "double")
    ]
    assert sides[0][0] == pytest.approx(sides[1][0], rel=3e-6)
    assert sides[0][1] == pytest.approx(sides[1][1], rel=3e-6)


amounts = st.lists(
    st.one_of(st.just(0.0), st.floats(0.01, 50.0)), min_size=CLASSES, max_size=CLASSES
).map(np.array)  # fmt: skip
laws = st.sampled_from([1, 2, 3, 4, 6, 8, 0, -3, -8, -16])


def table_of(seed: int) -> Tables:
    """Give made-up preferences and pressures."""
    return tuple(t[0].astype(np.float64) for t in made_up(1, 1, seed=seed).coefficients[:2])


tables = st.integers(0, 2**31).map(table_of)
multipliers = st.one_of(st.just(0.0), st.floats(-3.0, 3.0))
ROUNDING = 1e-9  # float64 over sixty steps


@settings(max_examples=150, deadline=None)
@given(amounts, amounts, amounts, laws, tables, multipliers, st.floats(0.05, 3.0))
@example(of_class(10, 1.0), of_class(2, 36.0), of_class(11, 1.0), -8, table_of(1), 0.0, 1.0)
def test_adding_to_one_side_never_helps_the_other_in_any_class(
    own: Floats, other: Floats, added: Floats, law: int, table: Tables, log_multiplier: float, rate: float
) -> None:  # fmt: skip
    """Order: more on a side, of anything, never lowers its survivors and never raises the other's."""
    setting: dict[str, Any] = {
        "preference": table[0],
        "pressure": table[1],
        "law": law,
        "log_multiplier": log_multiplier,
        "rate": rate,
    }
    ours, theirs = fought(own, own, other, other, **setting)
    ours_then, theirs_then = fought(own, own, other + added, other + added, **setting)
    assert (ours_then <= ours + ROUNDING).all()
    assert (theirs_then >= theirs - ROUNDING).all()
    ours_more, theirs_more = fought(own + added, own + added, other, other, **setting)
    assert (ours_more >= ours - ROUNDING).all()
    assert (theirs_more <= theirs + ROUNDING).all()


@settings(max_examples=100, deadline=None)
@given(amounts, amounts, amounts, amounts, laws, tables, multipliers)
def test_exchanging_the_sides_and_inverting_the_factor_mirrors_the_result_to_the_bit(
    own: Floats, own_fire: Floats, other: Floats, other_fire: Floats, law: int, table: Tables,
    log_multiplier: float,
) -> None:  # fmt: skip
    setting: dict[str, Any] = {"preference": table[0], "pressure": table[1], "law": law, "precision": "single"}
    one = fought(own, own_fire, other, other_fire, log_multiplier=log_multiplier, **setting)
    two = fought(other, other_fire, own, own_fire, log_multiplier=-log_multiplier, **setting)
    assert (one[0] == two[1]).all()
    assert (one[1] == two[0]).all()


@settings(max_examples=100, deadline=None)
@given(amounts, amounts, laws, tables, st.integers(0, 4), st.integers(10, 11))
def test_splitting_a_class_into_two_identical_halves_changes_nothing(
    own: Floats, other: Floats, law: int, table: Tables, split: int, spare: int
) -> None:
    """The halves share the whole's row and column; the spare class they take the place of is empty before."""
    own, other = own.copy(), other.copy()
    own[spare] = other[spare] = 0.0
    w, a = (part.reshape(CLASSES, CLASSES).copy() for part in table)
    whole = fought(own, own, other, other, preference=w, pressure=a, law=law)
    for part in (w, a):
        part[spare, :], part[:, spare] = part[split, :], part[:, split]
        part[spare, spare] = part[split, split]
    own[spare], other[spare] = own[split] / 2, other[split] / 2
    own[split], other[split] = own[split] / 2, other[split] / 2
    halves = fought(own, own, other, other, preference=w, pressure=a, law=law)
    rest = [j for j in range(CLASSES) if j != spare]
    for before, after in zip(whole, halves, strict=True):
        assert after[rest] == pytest.approx(before[rest], rel=1e-10)
        assert after[spare] == pytest.approx(after[split], rel=1e-12)


def test_nobody_loses_against_nobody() -> None:
    ours, theirs = fought(
        single(10.0), single(10.0), np.zeros(CLASSES), np.zeros(CLASSES), preference=ONE_CLASS, pressure=ONE_CLASS,
        law=3,
    )  # fmt: skip
    assert (ours == 1.0).all()
    assert np.isfinite(theirs).all()
    assert LANES * CLASSES == 768
