"""Attrition laws as the literature states them, computed here and held against closed forms and published tables.

These are not the engine's kernel: they show that what the engine is compared with is understood. Notation: x' = -a y
and y' = -b x with a the rate at which one y kills x.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from counterpoise.balance.calibration_regression import Real
from counterpoise.validation.oracles import Measured

TIGHT = 1e-12


@dataclass(frozen=True, slots=True)
class Law:
    """One attrition law and the quantity that it conserves."""

    name: str
    rates: Callable[[float, float], tuple[float, float]]  # (x', y')
    conserved: Callable[[float, float], float]


A, B, HELMBOLD_W, P, Q = 0.9e-3, 0.8e-3, 0.35, 1.3, 0.7
S = P - Q + 1
LAWS = (
    Law("square", lambda x, y: (-A * y, -B * x), lambda x, y: B * x**2 - A * y**2),
    Law("area fire", lambda x, y: (-A * x * y / 500, -B * x * y / 500), lambda x, y: B * x - A * y),
    Law("single combat", lambda x, y: (-A * 500, -B * 500), lambda x, y: B * x - A * y),
    Law("ambush", lambda x, y: (-A * x * y / 500, -B * x), lambda x, y: B * x - A * y**2 / 1000),
    Law("logarithmic", lambda x, y: (-A * x, -B * y), lambda x, y: float(np.log(x) / A - np.log(y) / B)),
    Law(
        "Helmbold",
        lambda x, y: (-A * (x / y) ** (1 - HELMBOLD_W) * y, -B * (y / x) ** (1 - HELMBOLD_W) * x),
        lambda x, y: float(B * x ** (2 * HELMBOLD_W) - A * y ** (2 * HELMBOLD_W)),
    ),
    Law(
        "general (p, q)",
        lambda x, y: (-A * y**P * x**Q / 1000, -B * x**P * y**Q / 1000),
        lambda x, y: float(B * x**S - A * y**S),
    ),
)


def attrition_figures() -> dict[str, Measured]:
    """Give every figure of the attrition part of the table of papers."""
    strength, time = square_law_end(1000, 800, 0.9, 0.8)
    figures = {
        "square_end_strength": Measured(strength),
        "square_end_time": Measured(time),
        "perron_drift": Measured(perron_drift()),
        **{f"drift_{law.name.split()[0].lower()}": Measured(conservation_drift(law)) for law in LAWS},
        **{f"iwo_jima_{side}_{day}": Measured(value) for (side, day), value in iwo_jima().items()},
    }
    for key, (own, other, share) in {
        "10_8_0.5": (10, 8, 0.5),
        "10_12_0.6": (10, 12, 0.6),
        "5_5_0.4": (5, 5, 0.4),
    }.items():
        figures[f"markov_linear_{key}"] = Measured(linear_law_win(own, other, share))
        figures[f"markov_linear_beta_{key}"] = Measured(linear_law_closed(own, other, share))
    for own, other, rate in _SQUARE_DUELS:
        figures[f"markov_square_{own}_{other}_{rate:g}"] = Measured(square_law_win(own, other, rate))
    for own, other, rate in ((50, 45, 1.0), (30, 40, 2.0), (30, 45, 2.0), (20, 30, 2.0), (50, 35, 0.5), (10, 14, 2.0)):
        figures[f"diffusion_{own}_{other}_{rate:g}"] = Measured(square_law_diffusion(own, other, rate))
    for each in (10, 50, 100, 200):
        figures[f"equal_fight_{each}"] = Measured(equal_fight_survivors(each))
    return figures


_SQUARE_DUELS = (
    (2, 1, 1.0),
    (3, 2, 1.0),
    (5, 4, 1.0),
    (10, 8, 1.0),
    (10, 9, 1.0),
    (20, 18, 1.0),
    (50, 45, 1.0),
    (100, 95, 1.0),
    (30, 40, 2.0),
    (30, 45, 2.0),
    (20, 30, 2.0),
    (50, 35, 0.5),
    (10, 14, 2.0),
)


def square_law_end(x: float, y: float, a: float, b: float) -> tuple[float, float]:
    """Give the winner's strength and the duration of a fight to the end under the square law; x must win."""
    left = float(np.sqrt(x**2 - a / b * y**2))
    return left, float(np.arctanh(np.sqrt(a / b) * y / x) / np.sqrt(a * b))


def conservation_drift(law: Law) -> float:
    """Integrate a law to about half strength and give the largest relative drift of what it conserves."""
    from scipy.integrate import solve_ivp

    path = solve_ivp(
        lambda _, state: law.rates(*state),
        (0, 600),
        [1000.0, 800.0],
        method="DOP853",
        rtol=1e-12,
        atol=1e-12,
        max_step=5.0,
    )
    values = np.array([law.conserved(x, y) for x, y in path.y.T])
    return float(np.max(np.abs(values - values[0])) / abs(values[0]))


def iwo_jima() -> dict[tuple[str, int], float]:
    """Integrate Engel's model with the recalled inputs: landings by day, constant rates."""
    from scipy.integrate import solve_ivp

    rate_on_us, rate_on_japan = 0.0544, 0.0106
    landings = {0: 54_000.0, 2: 6_000.0, 5: 13_000.0}
    state, strengths = np.array([0.0, 21_500.0]), {}
    for day in range(36):
        landed = landings.get(day, 0.0)
        path = solve_ivp(
            lambda _, s, landed=landed: (landed - rate_on_us * s[1], -rate_on_japan * s[0]),
            (0, 1),
            state,
            rtol=1e-10,
            atol=1e-8,
        )
        state = path.y[:, -1]
        strengths[("us", day + 1)], strengths[("japan", day + 1)] = float(state[0]), float(state[1])
    return {key: value for key, value in strengths.items() if key[1] in (1, 3, 6, 10, 20, 28, 36)}


def linear_law_win(own: int, other: int, share: float) -> float:
    """Give the chance that `own` duellists outlast `other` when each duel is won with chance `share` (Brown 1963)."""
    return _win(own, other, lambda m, n: share)


def linear_law_closed(own: int, other: int, share: float) -> float:
    """Give the same by the regularised incomplete beta function."""
    from scipy.special import betainc

    return float(betainc(other, own, share))


def square_law_win(own: int, other: int, rate: float) -> float:
    """Give the chance that `own` outlasts `other` under aimed fire, one of `own` firing `rate` times as fast."""
    return _win(own, other, lambda m, n: rate * m / (rate * m + n))


def square_law_diffusion(own: int, other: int, rate: float) -> float:
    """Give the same by the normal approximation of the invariant's walk: Phi of its mean over its spread."""
    from scipy.special import ndtr

    variance = 4 / 3 * (rate**0.5 * other**3 + rate**1.5 * own**3)
    return float(ndtr((rate * own**2 - other**2) / variance**0.5))


def equal_fight_survivors(each: int) -> float:
    """Give the expected survivors of the winner when two equal sides fight to the end under the square law."""
    chance: Real = np.zeros((each + 1, each + 1))
    chance[each, each] = 1.0
    for m in range(each, 0, -1):
        for n in range(each, 0, -1):
            hit = m / (m + n)
            chance[m, n - 1] += chance[m, n] * hit
            chance[m - 1, n] += chance[m, n] * (1 - hit)
    left = np.arange(each + 1)
    return float(left @ chance[:, 0] + left @ chance[0, :])


def perron_drift(classes: int = 12, seed: int = 20) -> float:
    """Give the largest relative drift of potential and antipotential of a random linear many-class fight.

    With fixed allocation y' = -K y; the Perron left eigenvector weighs the classes so that u.B - v.R grows as
    exp(mu t) and u.B + v.R falls as exp(-mu t).
    """
    from scipy.linalg import expm

    rng = np.random.default_rng(seed)
    by_red, by_blue = rng.uniform(0.01, 0.2, (2, classes, classes))
    kills = np.block([[np.zeros((classes, classes)), by_red], [by_blue, np.zeros((classes, classes))]])
    values, vectors = np.linalg.eig(kills.T)
    largest = int(np.argmax(values.real))
    weights, growth = np.abs(vectors[:, largest].real), float(values[largest].real)
    signs = np.concatenate([np.ones(classes), -np.ones(classes)])
    start = rng.uniform(1, 2, 2 * classes)
    drifts = []
    for time in np.linspace(0.1, 2.0, 8):
        now = expm(-kills * time) @ start
        for weight, sign in ((weights * signs, 1.0), (weights, -1.0)):
            expected = float(weight @ start) * np.exp(sign * growth * time)
            drifts.append(abs(float(weight @ now) - expected) / abs(expected))
    return float(max(drifts))


def _win(own: int, other: int, hit: Callable[[int, int], float]) -> float:
    @cache
    def table() -> Real:
        chance: Real = np.zeros((own + 1, other + 1))
        chance[1:, 0] = 1.0
        for m in range(1, own + 1):
            for n in range(1, other + 1):
                share = hit(m, n)
                chance[m, n] = share * chance[m, n - 1] + (1 - share) * chance[m - 1, n]
        return chance

    return float(table()[own, other])
