"""The assessment as plain values for JSON (schemas/balance.schema.json, made from the types here).

python -m counterpoise.balance.assessment_record > src/counterpoise/schemas/balance.schema.json
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import numpy as np

from counterpoise.balance.assessment import BalanceAssessment, Sensitivity
from counterpoise.balance.assessment_words import summary_sentences, untouched_sentences
from counterpoise.balance.assumption_sets import SideBySide
from counterpoise.balance.audit import ClassAudit
from counterpoise.balance.clause_levels import ClauseLevel
from counterpoise.balance.inventories import significant
from counterpoise.balance.ledger import Assumption
from counterpoise.balance.levels import Materiality
from counterpoise.balance.missile_table import LeakersAtStock
from counterpoise.balance.relative_words import SCOPE
from counterpoise.balance.response import Response
from counterpoise.balance.simulation_findings import (
    ActorValue,
    BreakEven,
    Encounter,
    Reachability,
    actor_values,
    break_evens,
    encounters,
    index_agreement,
    reachability,
)
from counterpoise.schemas.from_types import schema_of


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceRecord:
    """Everything that an assessment says. An infinite number is null: beyond the range searched."""

    kind: str
    summary: tuple[str, ...]
    unaffected_by_construction: tuple[str, ...]
    scope: str
    protected: str
    actors: tuple[str, ...]
    known_on: str
    depth: str
    seed: int
    n_draws: int
    reach: str
    assumptions: dict[str, str]
    margins: Materiality
    profile: dict[str, str]
    fingerprint: str
    versions: dict[str, str]
    history_of_multiplier: tuple[float, float]
    index_explains: float
    levels: tuple[ClauseLevel, ...]
    break_even: tuple[BreakEven, ...]
    encounters: tuple[Encounter, ...]
    actor_values: tuple[ActorValue, ...]
    coalitions: tuple[Reachability, ...]
    response: tuple[Response, ...]
    missiles: tuple[LeakersAtStock, ...]
    sensitivity: Sensitivity | None
    sets: SideBySide | None
    ledger: tuple[Assumption, ...]
    audit: tuple[ClassAudit, ...]


def balance_record(found: BalanceAssessment) -> dict[str, Any]:
    """Give the assessment as plain values, numbers to three digits."""
    labels, every = found.main.labels, found.main.labels.every_coalition
    record = BalanceRecord(
        kind="balance",
        summary=summary_sentences(found),
        unaffected_by_construction=tuple(untouched_sentences(found)),
        scope=SCOPE,
        protected=labels.protected,
        actors=labels.actors,
        known_on=labels.known_on,
        depth=found.request.depth,
        seed=labels.seed,
        n_draws=labels.n_draws,
        reach=labels.reach,
        assumptions={"preset": labels.preset, "member": labels.member, "multiplier": labels.multiplier},
        margins=found.request.margins,
        profile={"name": labels.profile, "hash": labels.profile_hash},
        fingerprint=labels.fingerprint,
        versions=dict(labels.versions),
        history_of_multiplier=labels.history,
        index_explains=index_agreement(found.main),
        levels=found.levels,
        break_even=break_evens(found.main),
        encounters=encounters(found.main),
        actor_values=actor_values(found.main) if every else (),
        coalitions=reachability(found.main) if every else (),
        response=found.response,
        missiles=(*found.missiles.at_stocks, found.missiles.stock_drawn),
        sensitivity=found.sensitivity,
        sets=found.sets,
        ledger=found.ledger,
        audit=found.audit,
    )
    plain: dict[str, Any] = _plain(asdict(record))
    return plain


def balance_schema() -> dict[str, Any]:
    """Give the schema of a record."""
    return schema_of(
        BalanceRecord,
        name="balance",
        title="Balance assessment",
        description="The attrition model's answer in `counterpoise assess --format json`, under the key `balance`.",
        open_numbers=True,
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool) or not isinstance(value, float):
        return value
    return significant(value) if np.isfinite(value) else None


if __name__ == "__main__":
    print(json.dumps(balance_schema(), indent=2, ensure_ascii=False))  # noqa: T201 - the command's output
