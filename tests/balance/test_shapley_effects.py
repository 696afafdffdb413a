"""Shapley effects against closed forms, and against SALib where it is installed."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from counterpoise.balance.draws import Draws
from counterpoise.balance.shapley_effects import Exchange, shapley_effects

N = 20_000
Inputs = dict[str, NDArray[np.float64]]


def _effects(
    function: Callable[[Inputs], NDArray[np.float64]], names: tuple[str, ...], count: int = N
) -> dict[str, float]:
    def evaluate(exchanged: Exchange) -> dict[str, NDArray[np.float64]]:
        inputs = {
            name: np.where(exchanged[name], Draws(2, count).uniform(name), Draws(1, count).uniform(name))
            for name in names
        }
        return {"y": function(inputs)}

    found = shapley_effects(evaluate, names, seed=1, count=count)
    return {effect.group: effect.share for effect in found}


def _ishigami(x: Inputs) -> NDArray[np.float64]:
    a, b, c = (np.pi * (2 * x[name] - 1) for name in ("x1", "x2", "x3"))
    return np.asarray(np.sin(a) + 7.0 * np.sin(b) ** 2 + 0.1 * c**4 * np.sin(a))


def test_ishigami_agrees_with_its_closed_form() -> None:
    """Ishigami and Homma (1990), a = 7, b = 0.1: V1, V2, V13 in closed form; Shapley splits V13 evenly."""
    pi4, pi8 = np.pi**4, np.pi**8
    v1, v2 = 0.5 * (1 + 0.1 * pi4 / 5) ** 2, 49 / 8
    v13 = 0.01 * pi8 * (1 / 18 - 1 / 50)
    total = v1 + v2 + v13
    found = _effects(_ishigami, ("x1", "x2", "x3"))
    # 20,000 draws: standard errors of the shares are about 0.01.
    assert found["x1"] == pytest.approx((v1 + v13 / 2) / total, abs=0.04)
    assert found["x2"] == pytest.approx(v2 / total, abs=0.04)
    assert found["x3"] == pytest.approx(v13 / 2 / total, abs=0.04)
    assert sum(found.values()) == pytest.approx(1.0)


def test_sobol_g_function_agrees_with_its_closed_form() -> None:
    """Sobol' g-function, a = (0, 1, 4.5): V_u is the product of the V_i; each V_u is shared evenly by its members."""
    a = np.array([0.0, 1.0, 4.5])
    single = 1.0 / (3.0 * (1.0 + a) ** 2)

    def g(x: Inputs) -> NDArray[np.float64]:
        return np.asarray(np.prod([(np.abs(4 * x[f"x{i}"] - 2) + a[i]) / (1 + a[i]) for i in range(3)], axis=0))

    parts = {(i,): single[i] for i in range(3)} | {
        (0, 1): single[0] * single[1], (0, 2): single[0] * single[2], (1, 2): single[1] * single[2],
        (0, 1, 2): float(np.prod(single)),
    }  # fmt: skip
    expected = [sum(v / len(u) for u, v in parts.items() if i in u) / sum(parts.values()) for i in range(3)]
    found = _effects(g, ("x0", "x1", "x2"))
    assert [found[f"x{i}"] for i in range(3)] == pytest.approx(expected, abs=0.04)


def test_an_additive_linear_model_has_its_squared_weights() -> None:
    weights = {"x1": 3.0, "x2": 2.0, "x3": 1.0, "x4": 0.0}
    found = _effects(lambda x: np.sum([w * x[name] for name, w in weights.items()], axis=0), tuple(weights))
    assert found["x1"] == pytest.approx(9 / 14, abs=0.02)
    assert found["x2"] == pytest.approx(4 / 14, abs=0.02)
    assert found["x4"] == 0.0


def test_an_output_that_does_not_vary_has_no_effects() -> None:
    assert _effects(lambda x: np.ones_like(x["x1"]), ("x1", "x2"), 100) == {}


def test_salib_gives_the_same_on_ishigami() -> None:
    problems = pytest.importorskip("SALib.test_functions.Ishigami", reason="SALib is not installed")
    sample = pytest.importorskip("SALib.sample.shapley", reason="this SALib has no Shapley effects")
    analyze = pytest.importorskip("SALib.analyze.shapley", reason="this SALib has no Shapley effects")
    names = ["x1", "x2", "x3"]
    problem = {"num_vars": 3, "names": names, "bounds": [[-np.pi, np.pi]] * 3}
    points = sample.sample(problem, 4096, seed=3)
    theirs = analyze.analyze(problem, points, problems.evaluate(points))
    found = _effects(_ishigami, ("x1", "x2", "x3"))
    values = np.asarray(theirs["Sh"] if "Sh" in theirs else theirs["shapley"], dtype=float)
    assert [found[name] for name in names] == pytest.approx(values / values.sum(), abs=0.06)
