"""The search held to enumeration, to weak duality, to its own bounds; budgets and risk at their extremes."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.compensation.formulation import Objective, build_programme, cost_of
from counterpoise.compensation.requirement import Target, tail_mean
from counterpoise.compensation.search import SearchSettings, monotone_bound, search
from counterpoise.compensation.solvers import solve
from counterpoise.errors import InvalidInput
from tests.compensation.linear_world import cheapest_by_enumeration, made_up

EXACT = SearchSettings(gap=0.0, seconds=20.0)


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("n_years", [1, 2])
def test_the_cut_loop_finds_what_enumeration_finds(seed: int, n_years: int) -> None:
    oracle, problem = made_up(seed, n_years=n_years)
    found = search(oracle, problem, settings=EXACT)
    best = cheapest_by_enumeration(oracle, problem)
    if best is None:
        assert found.status == "not_restorable"
    elif best == 0.0:
        assert found.status == "nothing_needed"
    else:
        assert found.status == "restored"
        assert found.cost == pytest.approx(best)
        assert found.bound <= found.cost + 1e-6


@pytest.mark.parametrize("seed", range(12))
def test_the_relaxation_is_a_lower_bound(seed: int) -> None:
    oracle, problem = made_up(seed)
    rows = [row for row in oracle.requirements if row.shortfall > 0]
    programme = build_programme(problem, oracle.cuts(oracle.nothing(), rows), Objective())
    whole, relaxed = solve(programme, gap=0.0), solve(programme, relaxed=True)
    assert relaxed.objective <= whole.objective + 1e-6
    assert whole.bound <= whole.objective + 1e-6


@pytest.mark.parametrize("seed", range(12))
def test_monotone_cuts_never_bound_above_the_cheapest(seed: int) -> None:
    oracle, problem = made_up(seed)
    best = cheapest_by_enumeration(oracle, problem)
    if not best:
        return
    failing = [oracle.nothing()]
    for m in range(3):
        one = oracle.nothing()
        one[m, 0] = 1.0
        if any(s.is_short(oracle.target) for s in oracle.states(one)):
            failing.append(one)
    bound = monotone_bound(problem, failing)
    assert 0.0 < bound <= best + 1e-6


@pytest.mark.parametrize("seed", range(10))
def test_more_budget_never_costs_more_and_never_restores_less(seed: int) -> None:
    oracle, problem = made_up(seed)
    richer = replace(problem, budgets=tuple(replace(b, most=b.most + 50.0) for b in problem.budgets))
    one, two = (search(oracle, p, settings=EXACT) for p in (problem, richer))
    if one.status == "restored":
        assert two.status == "restored"
        assert two.cost <= one.cost + 1e-6


def test_an_empty_transfer_needs_an_empty_package() -> None:
    oracle, problem = made_up(3)
    nothing = replace(oracle, effect=np.zeros_like(oracle.effect))
    found = search(nothing, problem, settings=EXACT)
    assert found.status == "nothing_needed"
    assert not found.orders.any()
    assert found.cost == 0.0


def test_an_interrupt_keeps_the_best(monkeypatch: pytest.MonkeyPatch) -> None:
    seed = next(s for s in range(50) if cheapest_by_enumeration(*made_up(s)))
    oracle, problem = made_up(seed)
    calls = {"n": 0}
    ask = type(oracle).states

    def interrupted(self: object, orders: object) -> object:
        calls["n"] += 1
        if calls["n"] == 4:
            raise KeyboardInterrupt
        return ask(self, orders)  # type: ignore[arg-type]

    monkeypatch.setattr(type(oracle), "states", interrupted)
    found = search(oracle, problem, settings=replace(EXACT, gap=0.5))
    assert found.status in ("restored", "stopped", "nothing_needed")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(-5, 5), min_size=2, max_size=40), st.floats(0.01, 1.0))
def test_the_tail_mean_lies_between_minimum_and_mean_and_rises_with_the_share(
    values: list[float], share: float
) -> None:
    x = np.array(values)
    found = tail_mean(x, share)
    assert x.min() - 1e-9 <= found <= x.mean() + 1e-9
    assert found <= tail_mean(x, min(1.0, share * 1.5)) + 1e-9


def test_the_tail_mean_at_its_extremes() -> None:
    """METHODS 9, item 17: at 1 the mean, towards 0 the extreme."""
    x = np.array([3.0, -1.0, 2.0, 0.5])
    assert tail_mean(x, 1.0) == pytest.approx(x.mean())
    assert tail_mean(x, 1e-6) == -1.0
    assert tail_mean(x, 0.5) == pytest.approx((-1.0 + 0.5) / 2)
    assert tail_mean(x, 0.375) == pytest.approx((-1.0 + 0.5 * 0.5) / 1.5)


@pytest.mark.parametrize("wrong", [0.3, 1.0, -1.0])
def test_a_target_that_cannot_be_is_refused(wrong: float) -> None:
    with pytest.raises(InvalidInput, match="target"):
        Target(wrong)


def test_a_package_costs_what_its_lots_cost_at_each_end() -> None:
    _, problem = made_up(1)
    orders = np.array([[2.0], [0.0], [1.0]])
    assert cost_of(problem, orders) == pytest.approx(2 * problem.measures[0].cost + problem.measures[2].cost)
    assert cost_of(problem, orders, "cost_low") <= cost_of(problem, orders) <= cost_of(problem, orders, "cost_high")
