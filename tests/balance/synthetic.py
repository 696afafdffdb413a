"""Made-up worlds for the kernel: no state, no system, only numbers drawn by name."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from counterpoise.balance.attrition import build_coefficients
from counterpoise.balance.boundary_search import decide_draws
from counterpoise.balance.draws import Draws
from counterpoise.balance.engine_room import make_engine
from counterpoise.balance.kernels import (
    CLASSES,
    LANES,
    STEPS,
    Coefficients,
    Forces,
    fight_once,
    fight_pointer,
    make_work,
)
from counterpoise.balance.parameters import ModelParameters, load_parameters

DILUTION, CAPACITY = 0.05, 3.0
EDGE = np.array([[1.0, 1.0, 0.0]])  # E < 0
LAND = np.isin(np.arange(CLASSES), (7, 8, 9))


@dataclass(frozen=True)
class World:
    """Coefficients and forces of a made-up world."""

    coefficients: Coefficients
    forces: Forces
    parameters: ModelParameters

    @property
    def n_actors(self) -> int:
        """Actors beside the protected state."""
        return int(self.forces.actor_count.shape[2])

    def with_forces(self, **changes: NDArray[Any]) -> "World":
        """The same world with other arrays."""
        whole: Any = {name: np.ascontiguousarray(values) for name, values in changes.items()}
        return replace(self, forces=self.forces._replace(**whole))


def made_up(
    n_actors: int, n_draws: int, *, seed: int = 0, n_scenarios: int = 1, parameters: ModelParameters | None = None,
    strength: float = 1.0, chained: bool = False, actor_spread: float = 0.8,
) -> World:  # fmt: skip
    """Draw a world. Scenarios after the first add to the last actor's class 0; `chained`: land needs its neighbours."""
    random = np.random.default_rng(seed)
    parameters = parameters or load_parameters()
    coefficients = build_coefficients(parameters, Draws(seed, n_draws), "ISR")
    coefficients = coefficients._replace(loss_scale=random.uniform(0.1, 1.0, n_draws).astype(np.float32))
    held = random.lognormal(0.0, 1.0, (n_actors, CLASSES)) * (random.random((n_actors, CLASSES)) < 0.8)
    held *= random.lognormal(0.0, actor_spread, (n_actors, 1)) * strength * 8.0 / n_actors
    count = held * random.lognormal(0.0, 0.2, (n_draws, n_actors, CLASSES))
    fire = count * random.lognormal(0.0, 0.5, (n_draws, n_actors, 1))
    counts, fires = (np.repeat(part[None], n_scenarios, axis=0).astype(np.float32) for part in (count, fire))
    counts[1:, :, -1, 0] += np.float32(2.0)
    fires[1:, :, -1, 0] += np.float32(4.0)
    own = random.lognormal(2.0, 0.3, (1, n_draws, CLASSES)).astype(np.float32).repeat(n_scenarios, axis=0)
    masks = np.arange(1 << n_actors)
    joined = masks.copy()
    if chained:  # actor i reaches the protected state by land only with i - 1 .. 0
        joined = np.array([sum(1 << i for i in range(n_actors) if m & ((2 << i) - 1) == (2 << i) - 1) for m in masks])
    weights = np.full((1, CLASSES), 1.0 / CLASSES)
    forces = Forces(own, own.copy(), counts, fires, joined.astype(np.int64), LAND, weights, weights, weights[0].copy())
    return World(coefficients, forces, parameters)


def decided(
    world: World, bases: tuple[int, ...] | None = None, verdicts: NDArray[np.float64] = EDGE
) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Give the failing coalitions (draw, scenario, verdict, coalition), and how many were fought (scenario, 3)."""
    n_scenarios, n_draws, n, _ = world.forces.actor_count.shape
    engine = make_engine(
        world.coefficients, world.forces, dilution=DILUTION, capacity=CAPACITY, n_verdicts=len(verdicts)
    )
    words = max(1, (1 << n) // 64)
    counts = np.zeros((n_scenarios, len(verdicts), 1 << n), dtype=np.int64)
    fought = np.zeros((n_scenarios, 3), dtype=np.int64)
    kept = np.zeros((n_draws, n_scenarios, len(verdicts), words), dtype=np.uint64)
    decide_draws(engine, np.array(bases or (-1,) * n_scenarios, dtype=np.int64), verdicts, counts, fought, kept)
    bits = np.unpackbits(kept.view(np.uint8), axis=-1, bitorder="little")[..., : 1 << n].astype(bool)
    assert (bits.sum(axis=0) == counts).all()
    return bits, fought


def fought(
    own_count: NDArray[np.float64], own_fire: NDArray[np.float64], other_count: NDArray[np.float64],
    other_fire: NDArray[np.float64], *, preference: NDArray[np.float64], pressure: NDArray[np.float64], law: int,
    rate: float = 1.0, log_multiplier: float = 0.0, steps: int = STEPS, precision: str = "double",
    dilution: float = DILUTION, capacity: float = CAPACITY,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:  # fmt: skip
    """Fight one encounter in all lanes and give the surviving shares of both sides by class; lanes must agree."""
    work = make_work(dilution=dilution, capacity=capacity)
    for block, values in zip(work[:4], (own_count, own_fire, other_count, other_fire), strict=True):
        block.reshape(CLASSES, LANES)[:] = np.asarray(values)[:, None]
    work.own_rate[:] = rate * np.exp(-0.5 * log_multiplier) / steps
    work.other_rate[:] = rate * np.exp(0.5 * log_multiplier) / steps
    work.preference[:], work.pressure[:] = preference.ravel(), pressure.ravel()
    fight_once(fight_pointer(precision), work, law, steps, LANES)
    own, other = (lost.reshape(CLASSES, LANES) for lost in (work.own_lost, work.other_lost))
    assert (own == own[:, :1]).all()
    assert (other == other[:, :1]).all()
    return 1.0 - own[:, 0], 1.0 - other[:, 0]
