"""What the supplier could do instead of a package: not transferring, fewer, later, a lesser configuration; always "
"compared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from counterpoise.balance.results import log_loss_ratio
from counterpoise.balance.simulation import measure_encounters, prepare_draws
from counterpoise.balance.simulation_plan import Encounters, Plan, make_plan
from counterpoise.balance.theatre import ScenarioKey
from counterpoise.balance.transfer_items import ProposedTransfer, TransferItem
from counterpoise.compensation.measures import data_file
from counterpoise.compensation.packages import Compensation
from counterpoise.compensation.requirement import Requirement

TOP_CLASS = "fighter_5gen"
YEARS_TO_SIGNATURE = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """One thing the supplier could do, and how much of each shortfall it removes.

    `shortfall`: the most that is still missing of a probability in the last year; `before`: with the transfer as
    proposed. `applies` is False where the alternative has no meaning for this transfer.
    """

    name: str
    title: str
    because: str
    applies: bool
    before: float
    shortfall: float
    tail_missing: float


def alternatives(found: Compensation) -> tuple[Alternative, ...]:
    """Compare every alternative of the data file on the search's own draws, last year, the coalitions that bind."""
    if found.oracle is None:
        return ()
    rows = [row for row in found.requirements if row.year == max(found.oracle.years)]
    return tuple(_alternative(found, entry, rows) for entry in data_file("alternatives")["alternatives"])


def conditions() -> str:
    """Say why conditions are not modelled."""
    return str(data_file("alternatives")["conditions"])


def _alternative(found: Compensation, entry: Mapping[str, Any], rows: Sequence[Requirement]) -> Alternative:
    before = max((row.shortfall for row in rows), default=0.0)
    applies, levels = True, None
    if entry["name"] == "not_transfer":
        levels = _levels(found, found.assessment.transfers, "without", rows)
    elif entry["name"] == "substitute":
        levels = _levels(found, found.assessment.transfers, "substitute", rows)
        applies = levels is not None
    else:
        changed = [changed_transfer(t, entry, _quantity(found), found.assessment.request.known_on)
                   for t in found.assessment.transfers]  # fmt: skip
        applies = all(one is not None for one in changed)
        if applies:
            levels = _levels(found, [one for one in changed if one is not None], "with", rows)
    missing = [_missing(row, values) for row, values in zip(rows, levels, strict=True)] if levels is not None else []
    return Alternative(
        name=entry["name"], title=entry["title"], because=entry["because"], applies=applies, before=before,
        shortfall=max((p for p, _ in missing), default=before),
        tail_missing=max((t for _, t in missing), default=0.0),
    )  # fmt: skip


def _missing(row: Requirement, values: np.ndarray) -> tuple[float, float]:
    from counterpoise.compensation.requirement import tail_mean

    short = max(0.0, row.p_wanted - float((values >= 0).mean()))
    return short, max(0.0, row.tail_wanted - tail_mean(values, row.tail_share))


def changed_transfer(
    transfer: ProposedTransfer, entry: Mapping[str, Any], quantity: int | None, known_on: date
) -> ProposedTransfer | None:
    """Give a transfer as an alternative would have it; None where the alternative has no meaning for it."""
    items = []
    for item in transfer.items:
        n = item.quantity if item.quantity is not None else quantity
        if n is None:
            return None
        new = replace(item, quantity=max(1, round(n * entry["share"])))
        if entry["class_id"] is not None:
            from counterpoise import vocabulary

            row = vocabulary.index("systems", "system_id").get(item.system_id or "")
            if (row or {}).get("class_id", item.class_id) != TOP_CLASS:
                return None
            new = TransferItem(system=item.system, class_id=entry["class_id"], quantity=new.quantity)
        items.append(new)
    later = entry["delay_years"]
    signed = date(known_on.year + YEARS_TO_SIGNATURE + later, 7, 1) if later else transfer.signed_on
    return replace(transfer, items=tuple(items), signed_on=signed)


def _quantities(found: Compensation) -> tuple[int, ...]:
    quantity = _quantity(found)
    return found.assessment.plan.quantities if quantity is None else (quantity,)


def _quantity(found: Compensation) -> int | None:
    return found.oracle.quantity if found.oracle is not None else None


def _levels(
    found: Compensation, transfers: Sequence[ProposedTransfer], world: str, rows: Sequence[Requirement]
) -> list[np.ndarray] | None:
    """Give E by draw in one world for each row; None where the world does not exist."""
    assert found.oracle is not None
    base = found.oracle.plan
    plan = make_plan(
        base.profile, transfers, known_on=base.known_on, parameters=base.parameters, protected=base.protected,
        quantities=_quantities(found),
        years=tuple(dict.fromkeys(key.year for key in base.keys)), reach=base.reach, seed=base.seed,
        n_draws=base.n_draws, every_coalition=False,
    )  # fmt: skip
    last = max(key.year for key in plan.keys)
    worlds = [key for key in plan.keys if key.world == world and key.year == last]
    if not worlds:
        return None
    return _fought(plan, worlds[-1], [row.mask for row in rows])


def _fought(plan: Plan, key: ScenarioKey, masks: Sequence[int]) -> list[np.ndarray]:
    from counterpoise.balance.draws import Draws

    at = np.full(len(masks), plan.keys.index(key), dtype=np.int64)
    encounters = Encounters(at, np.array(masks, dtype=np.int64), at[:, None])
    parts = []
    for draws in Draws(plan.seed, plan.n_draws).shards(250):
        coefficients, forces = prepare_draws(plan, draws)
        own, other, _, _ = measure_encounters(coefficients, forces, encounters, plan.parameters)
        parts.append(log_loss_ratio(own[0].astype(np.float64), other[0].astype(np.float64)))
    return list(np.concatenate(parts, axis=-1))
