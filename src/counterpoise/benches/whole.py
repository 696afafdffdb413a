"""Every bench in one run, with machine, versions and commit; and what is left of it when a bench cannot run."""

import importlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from counterpoise.benches.machine import commit, machine, versions
from counterpoise.benches.speeds import measured
from counterpoise.errors import CounterpoiseError

KIND = "counterpoise bench"
Tell = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Bench:
    """One bench: its module, what it measures in words, its arguments, and about how long it takes."""

    module: str
    about: str
    arguments: Mapping[str, Any]
    minutes: float


def run(benches: Mapping[str, Bench], *, seed: int, run_on: str, tell: Tell) -> dict[str, Any]:
    """Run benches one after the other; plain values, ready for JSON.

    A bench that says why it cannot run, outside a clone or without a library, leaves its reason and stops no other.
    """
    began = time.perf_counter()
    whole: dict[str, Any] = {
        "kind": KIND, "run_on": run_on, "commit": commit(), "seed": seed, "machine": machine(), "versions": versions(),
    }  # fmt: skip
    total = sum(one.minutes for one in benches.values())
    done, reports, seconds, absent = 0.0, {}, {}, {}
    for name, one in benches.items():
        tell(f"{name}: {one.about}", done / total)
        started = time.perf_counter()
        try:
            reports[name] = importlib.import_module(one.module).measure(seed=seed, **one.arguments)
        except CounterpoiseError as error:
            absent[name] = error.message
        seconds[name] = round(time.perf_counter() - started, 1)
        done += one.minutes
    return whole | {
        "seconds": round(time.perf_counter() - began, 1), "seconds_by_bench": seconds, "absent": absent,
        "speeds": [one.as_json() for one in measured(reports)], "benches": reports,
    }  # fmt: skip
