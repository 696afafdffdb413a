"""Salvo exchange, missile-defence arithmetic, weights under uncertainty and scores, against published figures."""

from functools import cache

import numpy as np

from counterpoise.balance.calibration_regression import Real
from counterpoise.validation.oracles import Measured
from counterpoise.validation.rows import Settings
from counterpoise.validation.scores import brier, brier_parts, crps_normal


def salvo_figures(settings: Settings) -> dict[str, Measured]:
    """Give every figure of this part of the table of papers."""
    looks = {(1, 1): (0, 0), (1, 2): (0, 0), (2, 1): (0, 0), (2, 2): (0, 0), (3, 1): (0, 0)}
    figures = {
        "hughes_loss_a": Measured(salvo_loss(force=5, other=4, shots=3, intercepts=1, staying=2)),
        "hughes_loss_b": Measured(salvo_loss(force=4, other=5, shots=4, intercepts=1, staying=2)),
        "hughes_identity": Measured(_double_quality_gap()),
        "johns_kernel": Measured(mixed_salvo()[0]),
        "johns_loss": Measured(mixed_salvo()[1]),
        "five_shots": Measured(1 - 0.3**5),
        "saturation": Measured(saturation_leak(30, 20, 0.8)),
        "no_leak_twenty": Measured(0.8**20),
        "finite_magazine": Measured(magazine_leak(10, 2, 15, 0.7)),
        "even_spread": Measured(even_leak(20, 30, 0.8)),
        "smaa_two": Measured(_smaa_two(settings)),
        "smaa_three": Measured(_smaa_three(settings)),
        "smaa_two_swapped": Measured(1 - _smaa(np.array([0.4, 0.9]), np.array([1.0, 0.2]), settings)),
        "smaa_dominant": Measured(_smaa(np.array([0.5, 0.9, 0.3]), np.array([0.4, 0.9, 0.1]), settings)),
        "smaa_same": Measured(_smaa(np.array([0.3, 0.7]), np.array([0.3, 0.7]), settings)),
        "crps_standard": Measured(float(crps_normal(np.zeros(1), np.zeros(1), np.ones(1))[0])),
        "brier_parts": Measured(_brier_gap(settings)),
    }
    for many, each in looks:
        leak, used = shoot_look_shoot(many, each, 0.7)
        figures[f"leak_{many}_{each}"], figures[f"shots_{many}_{each}"] = Measured(leak), Measured(used)
    ours, theirs = coral_sea(settings)
    figures |= {"coral_sea_usn": Measured(ours), "coral_sea_ijn": Measured(theirs)}
    return figures


def salvo_loss(*, force: float, other: float, shots: float, intercepts: float, staying: float) -> float:
    """Give a side's loss in one salvo of `other` ships (Hughes 1995): shots less intercepts over staying power."""
    return min(max((shots * other - intercepts * force) / staying, 0.0), force)


def mixed_salvo() -> tuple[float, float]:
    """Give kernel and loss of the worked heterogeneous exchange (Johns, Pilnick and Hughes 2001)."""
    offence, attackers, defence, force, staying = (2, 1), (3, 2), (0.5, 0.2), 5, 2
    kernel = sum(o * b for o, b in zip(offence, attackers, strict=True)) - sum(d * force for d in defence)
    return kernel, max(0.0, kernel) / staying


def _double_quality_gap() -> float:
    """Give the difference of fractional losses when A has twice the quality in everything and B twice the ships."""
    shots, intercepts, staying, ships = 3.0, 1.0, 2.0, 4.0
    a = salvo_loss(force=ships, other=2 * ships, shots=shots, intercepts=2 * intercepts, staying=2 * staying) / ships
    b = salvo_loss(force=2 * ships, other=ships, shots=2 * shots, intercepts=intercepts, staying=staying) / (2 * ships)
    return abs(a - b)


def coral_sea(settings: Settings) -> tuple[float, float]:
    """Give mean losses of both sides at Coral Sea, squadron level (Armstrong and Powell 2005): USN, IJN [carrier].

    Two carriers a side. Hits are strikes that succeed less those intercepted; each takes one carrier on average with
    standard deviation one third, cut off at the force. How the paper cuts off is not known: hence the tolerance.
    """
    rng = np.random.default_rng(settings.seed)
    draws = 200_000

    def loss(squadrons: int, success: float, fighters: int, intercept: float) -> float:
        hits = np.maximum(rng.binomial(squadrons, success, draws) - rng.binomial(fighters, intercept, draws), 0)
        damage = hits + rng.normal(size=draws) * np.sqrt(hits) / 3
        return float(np.clip(damage, 0, 2).mean())

    return loss(4, 0.6429, 2, 0.2857), loss(6, 0.4762, 2, 0.4286)


def shoot_look_shoot(looks: int, each: int, kill: float) -> tuple[float, float]:
    """Give the leak and the interceptors expected against one threat with `looks` salvos of `each`."""
    survive = (1 - kill) ** each
    return survive**looks, each * sum(survive**look for look in range(looks))


def saturation_leak(threats: int, channels: int, kill: float) -> float:
    """Give the expected leakers when more threats arrive in one window than there are channels."""
    return threats - min(threats, channels) * kill


def magazine_leak(threats: int, looks: int, magazine: int, kill: float) -> float:
    """Give the expected leakers when each threat may be shot at `looks` times, one at a time, from one magazine."""

    @cache
    def leak(left: int, rounds: int) -> float:
        if left == 0:
            return 0.0
        expected, alive = 0.0, 1.0
        for shot in range(1, looks + 1):
            if shot > rounds:
                return expected + alive * (1 + leak(left - 1, 0))
            expected += alive * kill * leak(left - 1, rounds - shot)
            alive *= 1 - kill
        return expected + alive * (1 + leak(left - 1, rounds - looks))

    return leak(threats, magazine)


def even_leak(threats: int, interceptors: int, kill: float) -> float:
    """Give the expected leakers when interceptors are spread as evenly as whole numbers allow."""
    each, more = divmod(interceptors, threats)
    return float(more * (1 - kill) ** (each + 1) + (threats - more) * (1 - kill) ** each)


def _smaa(own: Real, other: Real, settings: Settings) -> float:
    """Give the chance that one system is worth more than another under weights uniform on the simplex."""
    rng = np.random.default_rng(settings.seed)
    gap = rng.dirichlet(np.ones(len(own)), 400_000) @ (own - other)
    return float(np.mean(np.where(np.abs(gap) < 1e-12, 0.5, gap > 0)))


def _smaa_two(settings: Settings) -> float:
    return _smaa(np.array([1.0, 0.2]), np.array([0.4, 0.9]), settings)


def _smaa_three(settings: Settings) -> float:
    """Give P(first weight above one half): a system better by 1 on the first and worse by 1 on both others."""
    return _smaa(np.array([1.0, 0.0, 0.0]), np.array([0.0, 1.0, 1.0]), settings)


def _brier_gap(settings: Settings) -> float:
    """Give how far reliability - resolution + uncertainty is from the Brier score over ten distinct forecasts."""
    rng = np.random.default_rng(settings.seed)
    chance = rng.integers(1, 11, 2000) / 11
    outcome = (rng.uniform(size=2000) < chance).astype(float)
    reliability, resolution, uncertainty = brier_parts(outcome, chance)
    return abs(brier(outcome, chance) - (reliability - resolution + uncertainty))
