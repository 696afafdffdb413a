"""A run of the attrition model as plain values for JSON."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from counterpoise.balance.inventories import significant
from counterpoise.balance.parameters import ModelParameters, load_parameters
from counterpoise.balance.profile import Profile
from counterpoise.balance.relations import coalition_prior
from counterpoise.balance.relative_words import SCOPE
from counterpoise.balance.results import BalanceResults, label_results
from counterpoise.balance.simulation import simulate
from counterpoise.balance.simulation_findings import (
    actor_values,
    break_evens,
    breakers,
    encounters,
    index_agreement,
    reachability,
)
from counterpoise.balance.simulation_plan import make_plan
from counterpoise.balance.theatre import ScenarioKey
from counterpoise.balance.transfer_items import SCENARIO_QUANTITIES, ProposedTransfer
from counterpoise.compute.on_threads import Progress

BREAKER_LEVEL, BREAKER_MEMBERS, BREAKER_FLOOR = 0.5, 4, 1e-3


def run_simulation(
    profile: Profile, transfers: Sequence[ProposedTransfer], *, known_on: date, protected: str | None = None,
    quantities: Sequence[int] = SCENARIO_QUANTITIES, parameters: ModelParameters | None = None,
    reach: str = "default", seed: int = 0, n_draws: int = 1000, years: Sequence[int] | None = None,
    workers: int = 1, every_coalition: bool = True, checkpoint: Path | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> BalanceResults:  # fmt: skip
    """Simulate every coalition in every world and benchmark year, on the same draws."""
    plan = make_plan(
        profile, transfers, known_on=known_on, parameters=parameters or load_parameters(), protected=protected,
        quantities=quantities, years=years, reach=reach, seed=seed, n_draws=n_draws, every_coalition=every_coalition,
    )  # fmt: skip
    return label_results(plan, simulate(plan, workers=workers, checkpoint=checkpoint, progress=progress))


def simulation_record(results: BalanceResults, profile: Profile) -> dict[str, Any]:
    """Give everything a run says as plain values: numbers to three digits, infinite ones as null with a bound named."""
    labels = results.labels
    record: dict[str, Any] = {
        "kind": "simulation", "scope": SCOPE, "protected": labels.protected, "actors": list(labels.actors),
        "known_on": labels.known_on, "seed": labels.seed, "n_draws": labels.n_draws, "reach": labels.reach,
        "assumptions": {"preset": labels.preset, "member": labels.member, "multiplier": labels.multiplier},
        "profile": {"name": labels.profile, "hash": labels.profile_hash}, "fingerprint": labels.fingerprint,
        "versions": dict(labels.versions),
        "units": {"break_even": "1", "log_loss_ratio": "1", "surviving_share": "share", "own_loss_ratio": "1"},
        "history_of_multiplier": {"p5": labels.history[0], "p95": labels.history[1], "unit": "1"},
        "break_even": [_plain(asdict(row)) for row in break_evens(results)],
        "encounters": [_plain(asdict(row)) for row in encounters(results)],
        "index_explains": significant(index_agreement(results)),
    }  # fmt: skip
    if labels.every_coalition:
        record |= {
            "actors_values": [_plain(asdict(row)) for row in actor_values(results)],
            "coalitions": [_plain(asdict(row)) for row in reachability(results)],
            "breakers": [
                _plain(asdict(row)) for key in results.keys for row in _breakers(results, key, profile)
            ],
        }  # fmt: skip
    return record


def _breakers(results: BalanceResults, key: ScenarioKey, profile: Profile) -> Any:
    day = date.fromisoformat(results.labels.known_on)
    prior_table = coalition_prior(profile, results.labels.protected, day)
    prior = prior_table.probabilities
    return breakers(results, key, level=BREAKER_LEVEL, most_members=BREAKER_MEMBERS, prior=prior)


def _plain(value: Any) -> Any:
    """Round to what the draws support; infinity becomes null, and a scenario its parts."""
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, bool) or not isinstance(value, float):
        return value
    return significant(value) if np.isfinite(value) else None
