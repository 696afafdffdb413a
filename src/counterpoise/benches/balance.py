"""Every coalition in every draw: the boundary search against batched numpy and a differential-equation solver.

All in one run on one machine: the same model, state model, years and draws, and the same verdicts, which is checked.
Slow alternatives are timed on slices and scaled up by the number of encounters; the report says so. Times are of the
processor, so that what else runs on the machine counts little; wall times of two workers are given beside them.
"""

import multiprocessing
import os
import platform
import resource
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from counterpoise.balance.attrition import build_coefficients, calibrate_scale
from counterpoise.balance.boundary_search import decide_draws
from counterpoise.balance.coalitions import joined_in_profile
from counterpoise.balance.draws import Draws
from counterpoise.balance.engine_room import make_engine
from counterpoise.balance.kernels import CLASSES, LANES, STEPS, Coefficients, Forces
from counterpoise.balance.parameters import ModelParameters, load_parameters
from counterpoise.balance.profile import load_profile
from counterpoise.balance.simulation import prepare_draws
from counterpoise.balance.simulation_plan import HEADLINE, Plan, make_plan
from counterpoise.balance.theatre import build_forces
from counterpoise.balance.transfer_items import ProposedTransfer, TransferItem
from counterpoise.benches.attrition_baselines import lost_shares_numpy, lost_shares_odeint
from counterpoise.compute.on_threads import run_in_order

FULL_DRAWS = 10_000
BARS = {"numpy": 300.0, "odeint": 20_000.0, "memory_mb": 300.0, "preview_seconds": 0.2}
PROPOSAL = ProposedTransfer(
    purchaser="ARE",
    items=(
        TransferItem(system="F-35A", system_id="f-35a", quantity=50),
        TransferItem(system="MQ-9B", system_id="mq-9b", quantity=18),
    ),
)
PREVIEW_ACTORS, PREVIEW_DRAWS, PREVIEW_TRIALS = 12, 1000, 5


@dataclass(frozen=True, slots=True)
class Instance:
    """Draws of a pair of scenarios, without and with, ready to be decided."""

    coefficients: Coefficients
    forces: Forces
    parameters: ModelParameters

    @property
    def n_draws(self) -> int:
        """Draws."""
        return int(self.coefficients.law.size)

    @property
    def n_actors(self) -> int:
        """Actors beside the protected state."""
        return int(self.forces.actor_count.shape[2])

    @property
    def limits(self) -> dict[str, float]:
        """The scalars of the model."""
        return {name: self.parameters.value(name) for name in ("dilution", "capacity")}


def measure(*, seed: int = 0, n_draws: int = 400, growth: bool = True) -> Mapping[str, Any]:
    """Measure speeds, ratios, growth and memory, and check that verdicts are the same; plain values, ready for JSON."""
    plan = proposal_plan(seed, n_draws)
    decide(_instance(proposal_plan(seed, 10)))  # compiled, or read from the cache, before anything is timed
    shipped, preparing = timed(lambda: _instance(plan))
    report: dict[str, Any] = {
        "machine": {
            "cores": os.cpu_count(), "load": os.getloadavg()[0], "python": platform.python_version(),
            "numpy": np.__version__, "lanes": LANES, "classes": CLASSES, "steps": STEPS,
        },
        "draws_measured": n_draws, "draws_reported": FULL_DRAWS, "seed": seed, "bars": BARS,
        "shipped profile, proposal of 2020": compare(shipped, preparing, seed),
        "sixteen nearly equal actors (made up)": compare(hard_instance(seed, max(40, n_draws // 10)), 0.0, seed),
        "preview": preview(seed), "memory_mb": memory_of_a_run(min(n_draws, 1000)),
    }  # fmt: skip
    if growth:
        report["growth"] = measure_growth(seed)
    return report


def proposal_plan(seed: int, n_draws: int) -> Plan:
    """Lay out the world without and with the proposal of 2020, at the end of its deliveries."""
    settings: dict[str, Any] = {"known_on": date(2020, 9, 23), "parameters": load_parameters(), "worlds": ("with",)}
    first = make_plan(load_profile(), [PROPOSAL], seed=seed, n_draws=n_draws, **settings)
    last = max(key.year for key in first.keys)
    return make_plan(load_profile(), [PROPOSAL], seed=seed, n_draws=n_draws, years=(last,), **settings)


def hard_instance(seed: int, n_draws: int, n_actors: int = 16) -> Instance:
    """Make up near-equal actors and no common factor, so that nearly every draw has a long boundary: the worst case."""
    random = np.random.default_rng(seed)
    parameters = load_parameters(
        changes={"circumstance_log_sd": 0.0, "multiplier_log_sd": 0.0, "multiplier_median": 1.0}
    )
    coefficients = build_coefficients(parameters, Draws(seed, n_draws), "ISR")
    coefficients = coefficients._replace(loss_scale=np.full(n_draws, 0.3, dtype=np.float32))
    held = random.lognormal(0.0, 0.5, (n_actors, 1)) * random.lognormal(0.0, 0.5, (n_actors, CLASSES)) * 16.0 / n_actors
    count = (held * random.lognormal(0.0, 0.2, (2, n_draws, n_actors, CLASSES))).astype(np.float32)
    count[1] = count[0]
    count[1, :, n_actors // 2, 0] += np.float32(2.0)
    own = np.full((2, n_draws, CLASSES), 8.0, dtype=np.float32)
    weights = np.full((1, CLASSES), 1.0 / CLASSES)
    everyone = np.full(1 << n_actors, (1 << n_actors) - 1, dtype=np.int64)
    forces = Forces(own, own, count, count, everyone, np.zeros(CLASSES, bool), weights, weights, weights[0])
    return Instance(coefficients, forces, parameters)


def compare(instance: Instance, preparing: float, seed: int) -> dict[str, Any]:
    """Time the search against its alternatives on one instance, verdicts compared; `preparing` in processor seconds."""
    counts, fought, deciding = decide(instance)
    _, _, wall = decide(instance, workers=2, clock=time.perf_counter)
    encounters = 2.0 * ((1 << instance.n_actors) - 1)
    search = (preparing + deciding) / instance.n_draws
    numpy_rate, odeint_rate = _numpy_rate(instance, seed), _odeint_rate(instance, seed)
    by_numpy, by_odeint = encounters / numpy_rate, encounters / odeint_rate
    return {
        "actors": instance.n_actors, "encounters_a_draw": int(encounters),
        "fought_a_draw": round(float(fought[:, 0].sum()) / instance.n_draws, 1),
        "fought_roughly_a_draw": round(float(fought[:, 2].sum()) / instance.n_draws, 1),
        "fought_again_in_float64_a_draw": round(float(fought[:, 1].sum()) / instance.n_draws, 3),
        "share_failing": round(float(counts.mean()) / instance.n_draws, 4),
        "search_seconds_10000_draws_one_core": round(search * FULL_DRAWS, 1),
        "search_wall_seconds_10000_draws_two_workers": round(wall / instance.n_draws * FULL_DRAWS, 1),
        "numpy_encounters_a_second": round(numpy_rate),
        "numpy_hours_10000_draws": round(by_numpy * FULL_DRAWS / 3600, 2),
        "odeint_encounters_a_second": round(odeint_rate, 1),
        "odeint_hours_10000_draws": round(by_odeint * FULL_DRAWS / 3600, 1),
        "ratio_to_numpy_one_core": round(by_numpy / search),
        "ratio_to_odeint_one_core": round(by_odeint / search),
        "ratio_to_numpy_two_workers_wall": round(by_numpy * instance.n_draws / (wall + preparing)),
        "verdicts": check_verdicts(instance, seed),
    }  # fmt: skip


def decide(
    instance: Instance, *, workers: int = 1, clock: Callable[[], float] = time.process_time
) -> tuple[NDArray[np.int64], NDArray[np.int64], float]:
    """Decide every coalition: failing draws (scenario, coalition), fought (scenario, 3), and the seconds it took."""
    n_parts = max(workers, 1)
    edges = [instance.n_draws * i // n_parts for i in range(n_parts + 1)]
    parts = [shipped_slice(instance, stop, start) for start, stop in pairwise(edges) if stop > start]

    def one(part: Instance) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        counts = np.zeros((2, 1, 1 << part.n_actors), dtype=np.int64)
        fought = np.zeros((2, 3), dtype=np.int64)
        _decide(part, counts, fought, np.zeros((0, 1, 1, 1), dtype=np.uint64))
        return counts, fought

    start = clock()
    done = list(run_in_order(one, parts, workers=workers))
    spent = clock() - start
    return sum(c for c, _ in done)[:, 0], sum(f for _, f in done), spent  # type: ignore[index, return-value]


def _decide(instance: Instance, counts: NDArray[np.int64], fought: NDArray[np.int64], kept: NDArray[np.uint64]) -> None:
    engine = make_engine(instance.coefficients, instance.forces, **instance.limits, n_verdicts=1)
    decide_draws(engine, np.array([-1, 0]), np.array([HEADLINE.as_inequality()]), counts, fought, kept)


def check_verdicts(instance: Instance, seed: int, n_draws: int = 24, n_coalitions: int = 400) -> dict[str, int]:
    """Compare verdicts of the search with float64 numpy: some coalitions of many draws, and every one of the first."""
    some = shipped_slice(instance, min(n_draws, instance.n_draws))
    words = max(1, (1 << some.n_actors) // 64)
    kept = np.zeros((some.n_draws, 2, 1, words), dtype=np.uint64)
    _decide(some, np.zeros((2, 1, 1 << some.n_actors), np.int64), np.zeros((2, 3), np.int64), kept)
    bits = np.unpackbits(kept.view(np.uint8), axis=-1, bitorder="little")[:, :, 0]
    random = np.random.default_rng(seed)
    compared = differing = 0
    for scenario in (0, 1):
        masks = random.integers(1, 1 << some.n_actors, n_coalitions)
        pieces = [(np.arange(some.n_draws), masks)]
        everyone = np.arange(1, 1 << some.n_actors)
        pieces += [(np.arange(1), part) for part in np.array_split(everyone, max(1, everyone.size // 4096))]
        for draws, chosen in pieces:
            own, other = lost_shares_numpy(some.coefficients, some.forces, scenario, draws, chosen, **some.limits)
            fails = own > other
            differing += int((fails != bits[draws[:, None], scenario, chosen].astype(bool)).sum())
            compared += fails.size
    return {"compared": compared, "different": differing}


def preview(seed: int) -> dict[str, Any]:
    """Time a preview: 12 actors, 1,000 draws, both worlds, every coalition; warm, from drawing the forces on.

    Wall time is what a user waits; processor time what it would be with nothing else on the machine.
    """
    plan = proposal_plan(seed, PREVIEW_DRAWS)
    chosen = ("ARE", *[actor for actor in plan.coalitions.actors if actor != "ARE"][: PREVIEW_ACTORS - 1])
    actors = tuple(actor for actor in plan.coalitions.actors if actor in chosen)

    def prepared() -> Instance:
        draws = Draws(seed, PREVIEW_DRAWS)
        joined = joined_in_profile(plan.profile, actors, plan.protected)
        run = plan.run_of(draws, (plan.protected, *actors))
        forces = build_forces(run, plan.keys, plan.parameters, preset=plan.reach, actors=actors, joined=joined)
        coefficients = build_coefficients(plan.parameters, draws, plan.protected)
        return Instance(calibrate_scale(coefficients, forces, plan.parameters, draws), forces, plan.parameters)

    instance = prepared()
    drawing = min(timed(prepared, clock=time.perf_counter)[1] for _ in range(PREVIEW_TRIALS))
    drawing_processor = min(timed(prepared)[1] for _ in range(PREVIEW_TRIALS))
    deciding = min(decide(instance, workers=2, clock=time.perf_counter)[2] for _ in range(PREVIEW_TRIALS))
    deciding_processor = min(decide(instance)[2] for _ in range(PREVIEW_TRIALS))
    return {
        "actors": len(actors), "draws": PREVIEW_DRAWS, "seconds_two_workers": round(drawing + deciding, 3),
        "processor_seconds": round(drawing_processor + deciding_processor, 3),
        "of_them_drawing_forces": round(drawing_processor, 3),
        "seconds_two_idle_cores_at_best": round(drawing_processor + deciding_processor / 2, 3),
    }  # fmt: skip


def measure_growth(seed: int) -> list[dict[str, float]]:
    """Time the search by number of actors and of draws, on the made-up instance."""
    rows = []
    for n_actors in (6, 8, 10, 12, 14, 16):
        spent = decide(hard_instance(seed, 20, n_actors))[2]
        rows.append({"actors": n_actors, "draws": 20, "processor_ms_a_draw": round(spent / 20 * 1e3, 3)})
    for n_draws in (10, 20, 40, 80):
        spent = decide(hard_instance(seed, n_draws, 14))[2]
        rows.append({"actors": 14, "draws": n_draws, "processor_ms_a_draw": round(spent / n_draws * 1e3, 3)})
    return rows


def memory_of_a_run(n_draws: int) -> float:
    """Give the peak memory [MB] of a fresh process that decides every coalition, shard by shard, everything loaded."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return round(float(pool.apply(_run_for_memory, (n_draws,))), 1)


def _run_for_memory(n_draws: int) -> float:
    plan = proposal_plan(0, n_draws)
    for draws in Draws(0, n_draws).shards(100):
        coefficients, forces = prepare_draws(plan, draws)
        decide(Instance(coefficients, forces, plan.parameters), workers=2)
    return _peak_mb()


def _peak_mb() -> float:
    """Give this process's peak memory [MB]. Linux: its own since it began, where `getrusage` counts its parent's "
    "too."""
    status = Path("/proc/self/status")
    if status.is_file():
        peak = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM:"))
        return float(peak.split()[1]) / 1024.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0


def timed(work: Callable[[], Any], *, clock: Callable[[], float] = time.process_time) -> tuple[Any, float]:
    """Give what `work` gives and the seconds it took."""
    start = clock()
    result = work()
    return result, clock() - start


def shipped_slice(instance: Instance, stop: int, start: int = 0) -> Instance:
    """Give some draws of an instance."""
    chosen = slice(start, stop)
    parts: Any = [part[chosen] for part in instance.coefficients]
    coefficients = Coefficients(*parts)
    drawn: dict[str, Any] = {name: getattr(instance.forces, name)[:, chosen] for name in Forces._fields[:4]}
    return replace(instance, coefficients=coefficients, forces=instance.forces._replace(**drawn))


def _instance(plan: Plan) -> Instance:
    coefficients, forces = prepare_draws(plan, Draws(plan.seed, plan.n_draws))
    return Instance(coefficients, forces, plan.parameters)


def _numpy_rate(instance: Instance, seed: int) -> float:
    """Give encounters a processor second of batched numpy, the best of batch shapes."""
    random = np.random.default_rng(seed)
    rates = []
    for n_draws, n_coalitions in ((64, 64), (16, 256), (4, 1024)):
        draws = np.arange(min(n_draws, instance.n_draws))
        masks = random.integers(1, 1 << instance.n_actors, n_coalitions)
        batch = partial(lost_shares_numpy, instance.coefficients, instance.forces, 1, draws, masks, **instance.limits)
        spent = min(timed(batch)[1] for _ in range(3))
        rates.append(draws.size * n_coalitions / spent)
    return max(rates)


def _odeint_rate(instance: Instance, seed: int, n: int = 20) -> float:
    """Give encounters a processor second of a loop over an adaptive solver."""
    masks = np.random.default_rng(seed).integers(1, 1 << instance.n_actors, n)

    def loop() -> None:
        for i, mask in enumerate(masks):
            lost_shares_odeint(
                instance.coefficients, instance.forces, 1, i % instance.n_draws, int(mask), **instance.limits
            )

    loop()
    return n / timed(loop)[1]


def growth_figure(rows: Sequence[Mapping[str, float]]) -> str:
    """Draw the search's time a draw against the number of coalitions as SVG, both axes logarithmic, beside one line of
    slope 1: what fighting every coalition would follow."""
    points = [(1 << int(row["actors"]), float(row["processor_ms_a_draw"])) for row in rows if row["draws"] == 20]
    left, bottom, width, height = 60.0, 250.0, 420.0, 220.0
    xs, ys = np.log10([p[0] for p in points]), np.log10([p[1] for p in points])
    x_low, x_high, y_low, y_high = xs.min(), xs.max(), ys.min(), ys[0] + xs.max() - xs.min()

    def at(x: float, y: float) -> str:
        across, up = (x - x_low) / (x_high - x_low), (y - y_low) / (y_high - y_low)
        return f"{left + across * width:.1f},{bottom - up * height:.1f}"

    line = " ".join(at(x, y) for x, y in zip(xs, ys, strict=True))
    brute = f"{at(xs[0], ys[0])} {at(xs[-1], ys[0] + xs[-1] - xs[0])}"
    dots = "".join(
        f'<circle cx="{at(x, y).split(",")[0]}" cy="{at(x, y).split(",")[1]}" r="3"/>'
        for x, y in zip(xs, ys, strict=True)
    )
    labels = "".join(
        f'<text x="{at(x, y_low).split(",")[0]}" y="{bottom + 18}" text-anchor="middle">{n:,}</text>'
        for x, (n, _) in zip(xs, points, strict=True)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 520 300" font-family="sans-serif" font-size="11" '
        'role="img" aria-label="Time a draw against the number of coalitions">'
        f'<polyline points="{brute}" fill="none" stroke="#999" stroke-dasharray="4 3"/>'
        f'<polyline points="{line}" fill="none" stroke="#0072b2" stroke-width="2"/><g fill="#0072b2">{dots}</g>'
        f'{labels}<text x="{left + width / 2}" y="{bottom + 38}" text-anchor="middle">coalitions</text>'
        f'<text x="{left}" y="16">time a draw, both worlds: {points[0][1]:g} to {points[-1][1]:g} ms (log)</text>'
        f'<text x="{left + 10}" y="34" fill="#666">dashed: in proportion to the coalitions</text></svg>'
    )
