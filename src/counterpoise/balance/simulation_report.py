"""A run as plain values for JSON, and as lines for a terminal: break-evens first, absolute probabilities last."""

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
from counterpoise.balance.results import BalanceResults, label_results
from counterpoise.balance.simulation import simulate
from counterpoise.balance.simulation_findings import (
    BreakEven,
    Encounter,
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
SCOPE = (
    "Aggregate attrition of conventional forces within reach. No war is predicted: weapons of mass destruction, "
    "outside intervention, missiles and rockets (a table of their own), training and politics are not in it. "
    "Non-state actors are not assessed by themselves."
)


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


def simulation_lines(results: BalanceResults, profile: Profile) -> list[str]:
    """Give the run for a terminal: break-evens, what the transfer changes, who matters; the last benchmark year."""
    labels, last = results.labels, max(key.year for key in results.keys)
    low, high = labels.history
    lines = [
        f"Break-even: the effectiveness multiplier of {labels.protected} at which its edge just holds, end of {last}.",
        f"History supports {low:g} to {high:g} for a new war (90 %). In brackets 80 % of {labels.n_draws:,} draws.",
        "",
    ]
    lines += _table(
        ("against", "world", "coalition", "break-even", "change by the world"),
        [_break_even_row(row, labels.actors) for row in break_evens(results) if row.scenario.year == last],
    )
    changed = [row for row in encounters(results) if row.scenario.year == last and _is_changed(row)]
    if changed:
        lines += ["", "What the transfer changes, same draws with and without (10, 50, 90 %):", ""]
        lines += _table(
            ("coalition", "world", "loss exchange x", "own losses x"),
            [_change_row(row) for row in changed if row.coalition.count("+") < 3],
        )
    if labels.every_coalition:
        lines += ["", *_every_coalition_lines(results, profile, last)]
    lines += [
        "",
        f"A one-line index explains {index_agreement(results):.1%} of the variation between coalitions.",
        SCOPE,
    ]
    return lines


def _every_coalition_lines(results: BalanceResults, profile: Profile, year: int) -> list[str]:
    lines = [
        f"{_world(row.scenario)}: {row.n_with_a_changed_actor:,} of {row.n_coalitions:,} coalitions hold the "
        f"purchaser; {row.n_changed:,} change at all; either way {row.n_settled_holding:,} are settled as holding "
        f"and {row.n_settled_failing:,} as failing."
        for row in reachability(results)
        if row.scenario.year == year and row.scenario.world != "without"
    ]
    for value in actor_values(results):
        if value.actor in results.labels.purchasers and value.scenario.year == year and value.shapley > 0:
            before = value.shapley - value.shapley_change
            lines.append(
                f"{_world(value.scenario)}: {value.actor} adds {value.shapley:.4f} to the probability that the edge "
                f"fails (Shapley; {before:.4f} without)."
            )
    found = _breakers(results, ScenarioKey("without", None, year), profile)
    if found:
        lines.append(f"Least implausible coalition that breaks the edge at {BREAKER_LEVEL:.0%}: {found[0].coalition}.")
    return lines


def _breakers(results: BalanceResults, key: ScenarioKey, profile: Profile) -> Any:
    day = date.fromisoformat(results.labels.known_on)
    prior_table = coalition_prior(profile, results.labels.protected, day)
    prior = prior_table.probabilities
    return breakers(results, key, level=BREAKER_LEVEL, most_members=BREAKER_MEMBERS, prior=prior)


def _break_even_row(row: BreakEven, actors: Sequence[str]) -> tuple[str, ...]:
    who = "everybody" if row.coalition.count("+") == len(actors) - 1 else row.coalition
    change = (
        "" if row.scenario.world == "without" else f"x{row.change[1]:.3g} ({row.change[0]:.3g} to {row.change[2]:.3g})"
    )
    return row.tier, _world(row.scenario), _short(who), f"{row.median:.2g} ({row.p10:.2g} to {row.p90:.2g})", change


def _change_row(row: Encounter) -> tuple[str, ...]:
    exchange = " ".join(f"{np.exp(value):.2f}" for value in row.change_in_log_loss_ratio)
    return row.coalition, _world(row.scenario), exchange, " ".join(f"{value:.2f}" for value in row.own_loss_ratio)


def _is_changed(row: Encounter) -> bool:
    return row.assessed and row.change_in_log_loss_ratio != (0.0, 0.0, 0.0)


def _world(key: ScenarioKey) -> str:
    return key.world if key.quantity is None else f"{key.world} {key.quantity}"


def _short(label: str, most: int = 4) -> str:
    members = label.split("+")
    return label if len(members) <= most else f"{'+'.join(members[:most])}+{len(members) - most} more"


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(row[i]) for row in (header, *rows)) for i in range(len(header))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in (header, *rows)
    ]


def _plain(value: Any) -> Any:
    """Round to what the draws support; infinity becomes null, and a scenario its parts."""
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, bool) or not isinstance(value, float):
        return value
    return significant(value) if np.isfinite(value) else None
