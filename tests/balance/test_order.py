"""Order: whatever adds to one side never helps the other, in every layer and in every statistic that decides.

The kernel class by class is in test_kernels.py, reach and chains of land in test_reach.py, packages in
tests/compensation.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.balance.missile_table import leakers
from counterpoise.balance.parameters import load_parameters
from counterpoise.balance.results import log_loss_ratio
from counterpoise.balance.simulation import measure_encounters
from counterpoise.balance.simulation_plan import Encounters
from tests.balance.synthetic import made_up

ROUNDING = 2e-6  # float32 over sixty steps, relative
ACTORS = 6
rounds = st.floats(0.0, 1e5)


@pytest.mark.parametrize("member", ["helmbold", "proportional"])
@given(st.integers(0, 2**31), st.integers(1, 2**ACTORS - 1), st.integers(0, ACTORS - 1), st.booleans())
@settings(max_examples=40, deadline=None)
def test_no_statistic_rises_when_an_actor_joins(member: str, seed: int, mask: int, joins: int, chained: bool) -> None:
    """K = 1 - own loss and E of a coalition, and of the same with one member more."""
    world = made_up(ACTORS, 2, seed=seed, parameters=load_parameters(member=member), chained=chained)
    at = np.zeros(2, dtype=np.int64)
    encounters = Encounters(at, np.array([mask, mask | 1 << joins], dtype=np.int64), at[:, None])
    own, other, _, _ = measure_encounters(world.coefficients, world.forces, encounters, world.parameters)
    narrow, wide = own[0].astype(np.float64)
    assert (wide >= narrow * (1.0 - ROUNDING)).all()
    ratio = log_loss_ratio(own[0].astype(np.float64), other[0].astype(np.float64))
    assert (ratio[1] <= ratio[0] + 2.0 * ROUNDING).all()


@given(rounds, rounds, st.floats(0.0, 1.0), rounds, rounds)
def test_more_launches_never_leak_less_and_more_interceptors_never_more(
    launched: float, more: float, hit: float, able: float, further: float
) -> None:
    def through(engaged: float, engagements: float) -> float:
        return float(leakers(np.array(engaged), np.array(hit), np.array(engagements)))

    slack = 1e-9 * (1.0 + launched + more)
    assert through(launched + more, able) >= through(launched, able) - slack
    assert through(launched, able + further) <= through(launched, able) + slack
