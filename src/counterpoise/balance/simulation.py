"""Run the attrition model over every coalition: prepare arrays, run the kernel, add up; shards by draw, resumable.

`simulate` gives the same bits whatever the number of workers and whether or not it was interrupted on the way.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from counterpoise.balance.attrition import build_coefficients, calibrate_scale, circumstances, exponents
from counterpoise.balance.boundary_search import decide_draws
from counterpoise.balance.draw_bits import fill_uniforms
from counterpoise.balance.drawn_worlds import WorldMemory, draw_worlds
from counterpoise.balance.draws import Draws, Floats, use_compiled
from counterpoise.balance.encounter_runs import measure
from counterpoise.balance.engine_room import make_engine
from counterpoise.balance.few_encounters import break_evens, measure_few
from counterpoise.balance.kernels import CLASSES, Coefficients, Forces
from counterpoise.balance.parameters import ModelParameters
from counterpoise.balance.power_indices import shapley_values
from counterpoise.balance.simulation_plan import Encounters, Plan
from counterpoise.balance.theatre import build_forces
from counterpoise.compute.on_threads import Progress, run_in_order
from counterpoise.errors import StoreError

use_compiled(fill_uniforms)
SHARD_DRAWS = 250
MOST_GUESSED = 6.0  # of ln(M eps), where a search for the break-even begins
FEW = 24  # up to so many encounters, draws side by side are faster than encounters side by side


@dataclass(frozen=True, slots=True)
class Shard:
    """What a shard of draws adds. Encounters are those of `Plan.encounters(shown)` and `(binding)`."""

    failures: NDArray[np.int64]  # (scenario, verdict, coalition)  draws in which the edge fails
    shapley: Floats  # (part, scenario, actor)  of the first verdict's failures in the draws of each part
    fought: NDArray[np.int64]  # (scenario, 3)  coalitions fought, fought again in float64, and fought roughly
    own_loss: NDArray[np.float32]  # (group, encounter, draw)
    other_loss: NDArray[np.float32]  # (group, encounter, draw)
    own_lost: Floats  # (encounter, class)  summed over draws
    other_lost: Floats  # (encounter, class)
    log_ratio: NDArray[np.float32]  # (encounter, draw)  own over other by the one-line index
    log_break_even: NDArray[np.float32]  # (binding encounter, draw)  ln mu*, infinite beyond the range
    index_shift: NDArray[np.float32]  # (draw,)  ln(M eps)
    exponent: NDArray[np.float32]  # (draw,)


def simulate(
    plan: Plan, *, workers: int = 1, checkpoint: Path | None = None,
    progress: Callable[[Progress], None] | None = None, shard_draws: int = SHARD_DRAWS,
    worlds: WorldMemory | None = None,
) -> Shard:  # fmt: skip
    """Run a plan and give its sums over all draws; `worlds` keeps what it draws for plans that share it.

    With `checkpoint`, a folder, every finished shard is kept there, and a later call with the same plan goes on from
    what is there; shards of another plan are never used. Interrupting loses at most the shards under way.
    """
    shards = Draws(plan.seed, plan.n_draws).shards(shard_draws)

    def compute(draws: Draws) -> Shard:
        path = None if checkpoint is None else checkpoint / f"{plan.fingerprint[:16]}-{draws.first}-{draws.count}.npz"
        if path is not None and path.is_file():
            return _read_shard(path)
        shard = compute_shard(plan, draws, worlds)
        if path is not None:
            _write_shard(path, shard)
        return shard

    return _combined(list(run_in_order(compute, shards, workers=workers, progress=progress)))


def prepare_draws(plan: Plan, draws: Draws, worlds: WorldMemory | None = None) -> tuple[Coefficients, Forces]:
    """Draw the forces and coefficients of a shard, the loss scale set."""
    drawn = draw_worlds(plan, draws) if worlds is None else worlds.worlds(plan, draws)
    forces = build_forces(
        drawn.run, plan.keys, plan.parameters, preset=plan.reach, actors=plan.coalitions.actors, joined=plan.joined,
        scores=drawn.scores,
    )  # fmt: skip
    coefficients = build_coefficients(plan.parameters, draws, plan.protected)
    return calibrate_scale(coefficients, forces, plan.parameters, draws), forces


def compute_shard(plan: Plan, draws: Draws, worlds: WorldMemory | None = None) -> Shard:
    """Run the plan on a shard of draws."""
    coefficients, forces = prepare_draws(plan, draws, worlds)
    failures, fought = _failures(plan, coefficients, forces)
    n_actors = len(plan.coalitions.actors)
    shapley = np.array(
        [
            [
                shapley_values(counts[0] / draws.count) if plan.every_coalition else np.zeros(n_actors)
                for counts in failures
            ]
        ]
    )
    shown, binding = plan.encounters(plan.shown), plan.break_evens()
    losses = measure_encounters(coefficients, forces, shown, plan.parameters)
    root = break_even_of(coefficients, forces, binding, plan.parameters, threshold=0.0)
    return Shard(
        failures, shapley, fought, *losses, log_strength_ratio(forces, shown),
        (root - circumstances(plan.parameters, draws)).astype(np.float32),
        coefficients.log_multiplier.astype(np.float32), exponents(coefficients.law).astype(np.float32),
    )  # fmt: skip


def _failures(plan: Plan, coefficients: Coefficients, forces: Forces) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    n_scenarios, n_verdicts = len(plan.keys), len(plan.verdicts)
    counts = np.zeros((n_scenarios, n_verdicts, plan.coalitions.n_coalitions + 1), dtype=np.int64)
    fought = np.zeros((n_scenarios, 3), dtype=np.int64)
    if plan.every_coalition:
        bases, verdicts = plan.search_bases(), plan.verdict_array()
        count_failures(coefficients, forces, plan.parameters, bases, verdicts, counts, fought)
    return counts, fought


def count_failures(
    coefficients: Coefficients, forces: Forces, parameters: ModelParameters, bases: tuple[int, ...],
    verdicts: Floats, counts: NDArray[np.int64], fought: NDArray[np.int64],
) -> None:  # fmt: skip
    """Add to `counts` (scenario, verdict, coalition) the draws in which each coalition breaks the edge; exact."""
    engine = make_engine(
        coefficients, forces, dilution=parameters.value("dilution"), capacity=parameters.value("capacity"),
        n_verdicts=len(verdicts),
    )  # fmt: skip
    none_kept = np.zeros((0, 1, 1, 1), dtype=np.uint64)
    decide_draws(engine, np.array(bases, dtype=np.int64), verdicts, counts, fought, none_kept)


def measure_encounters(
    coefficients: Coefficients, forces: Forces, encounters: Encounters, parameters: ModelParameters
) -> tuple[NDArray[np.float32], NDArray[np.float32], Floats, Floats]:
    """Fight encounters in every draw: own and other lost shares (group, encounter, draw), and sums by class."""
    if encounters.masks.size <= FEW:
        return measure_few(
            coefficients, forces, encounters.scenarios, encounters.masks, dilution=parameters.value("dilution"),
            capacity=parameters.value("capacity"),
        )  # fmt: skip
    n, n_draws = encounters.masks.size, coefficients.law.size
    own, other = (np.zeros((len(forces.own_weights), n, n_draws), dtype=np.float32) for _ in range(2))
    own_classes, other_classes = (np.zeros((n, CLASSES)) for _ in range(2))
    engine = make_engine(
        coefficients, forces, dilution=parameters.value("dilution"), capacity=parameters.value("capacity")
    )
    measure(engine, encounters.scenarios, encounters.masks, own, other, own_classes, other_classes)
    return own, other, own_classes, other_classes


def break_even_of(
    coefficients: Coefficients, forces: Forces, encounters: Encounters, parameters: ModelParameters, *, threshold: float
) -> Floats:
    """Give ln(M eps) at which E of each encounter is the threshold, (encounter, draw); the one-line index guesses."""
    by_index = -exponents(coefficients.law) * log_strength_ratio(forces, encounters)
    guess = np.clip(np.nan_to_num(by_index, posinf=0.0, neginf=0.0), -MOST_GUESSED, MOST_GUESSED)
    return break_evens(
        coefficients, forces, encounters.scenarios, encounters.masks, guess, threshold=threshold,
        dilution=parameters.value("dilution"), capacity=parameters.value("capacity"),
    )  # fmt: skip


def log_strength_ratio(forces: Forces, encounters: Encounters) -> NDArray[np.float32]:
    """Give the log ratio of own to other strength by the one-line index, (encounter, draw); infinite against nobody."""
    weights = forces.score_weights
    own = forces.own_fire @ weights
    plain = forces.actor_fire @ np.where(forces.is_land, 0.0, weights)
    ground = forces.actor_fire @ np.where(forces.is_land, weights, 0.0)
    found = np.empty((encounters.masks.size, own.shape[1]), dtype=np.float32)
    bits = np.arange(plain.shape[2])
    for i, (scenario, mask) in enumerate(zip(encounters.scenarios, encounters.masks, strict=True)):
        members, joined = mask >> bits & 1, (mask & forces.joined[mask]) >> bits & 1
        other = plain[scenario] @ members + ground[scenario] @ joined
        with np.errstate(divide="ignore"):
            found[i] = np.log(own[scenario]) - np.log(other)
    return found


def _combined(parts: list[Shard]) -> Shard:
    """Add shards up, in order."""
    summed = ("failures", "fought", "own_lost", "other_lost")
    along_draws = ("own_loss", "other_loss", "log_ratio", "log_break_even", "index_shift", "exponent")
    found: dict[str, Any] = {name: sum(getattr(part, name) for part in parts) for name in summed}
    for name in along_draws:
        found[name] = np.concatenate([getattr(part, name) for part in parts], axis=-1)
    return Shard(shapley=np.concatenate([part.shapley for part in parts]), **found)


def _write_shard(path: Path, shard: Shard) -> None:
    """Write a shard so that a reader sees all of it or nothing."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".unfinished")
        with unfinished.open("wb") as file:
            np.savez_compressed(file, **{item.name: getattr(shard, item.name) for item in fields(shard)})
        unfinished.replace(path)
    except OSError as error:
        raise StoreError(
            f"The shard {path} cannot be written: {error}. Free space there, or give another folder."
        ) from error


def _read_shard(path: Path) -> Shard:
    try:
        with np.load(path) as stored:
            arrays: dict[str, Any] = {item.name: stored[item.name] for item in fields(Shard)}
    except (OSError, ValueError, KeyError) as error:
        raise StoreError(f"The shard {path} cannot be read: {error}. Delete it; the run computes it again.") from error
    return Shard(**arrays)
