"""The packages as plain values for JSON (schemas/package.schema.json, made from the types here).

python -m counterpoise.compensation.record > src/counterpoise/schemas/package.schema.json
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from counterpoise.balance.inventories import significant
from counterpoise.compensation.alternatives import Alternative
from counterpoise.compensation.budgets import YearBudget
from counterpoise.compensation.comparison import Comparison
from counterpoise.compensation.consequences import EffectOnOther, LegalTrigger, Regret, TechnicalAfter
from counterpoise.compensation.front import FrontPoint
from counterpoise.compensation.packages import Compensation, Package
from counterpoise.compensation.requirement import Requirement, Target
from counterpoise.compensation.words import asks_sentence, summary_sentences
from counterpoise.schemas.from_types import schema_of


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRecord:
    """Lots of one measure; costs in millions of dollars, low, usual, high."""

    measure_id: str
    name: str
    lots: int
    lots_by_year: dict[str, int]
    source: str
    lead_years: tuple[float, float, float]
    cost_usd_m: tuple[float, float, float]
    cost_grade: str
    lead_grade: str
    citation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoredRecord:
    """One coalition and year under a package."""

    coalition: str
    year: int
    p_without: float
    p_with: float
    p_wanted: float
    p_with_package: float
    shortfall: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageRecord:
    """One package with its certificate."""

    name: str
    title: str
    status: str
    orders: tuple[OrderRecord, ...]
    cost_usd_m: tuple[float, float, float]
    home_share: float
    restored_in: int | None
    restored: tuple[RestoredRecord, ...]
    gap_linearised: float
    simulated_shortfall: float
    fresh_shortfall: float
    held_out: dict[str, float]
    lower_bound_usd_m: float
    lower_bound_from: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedRecord:
    """The reported asks together."""

    says: str
    cost_usd_m: tuple[float, float, float]
    shortfall: tuple[float, float] | None
    restored_share: tuple[float, float] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompensationRecord:
    """Everything that one run says. Probabilities are that the edge holds."""

    kind: str
    summary: tuple[str, ...]
    indicated: bool
    because: tuple[str, ...]
    stress_set: str | None
    target: Target
    tier: str
    seed: int
    n_draws: int
    binding: tuple[Requirement, ...]
    packages: tuple[PackageRecord, ...]
    not_found: dict[str, str]
    measures_not_used: tuple[str, ...]
    alternatives: tuple[Alternative, ...]
    asked: AskedRecord | None
    front: tuple[FrontPoint, ...]
    regrets: tuple[Regret, ...]
    technical: tuple[TechnicalAfter, ...]
    law: tuple[LegalTrigger, ...]
    others: tuple[EffectOnOther, ...]
    budgets: tuple[YearBudget, ...]
    beyond: str


def compensation_record(found: Compensation, beside: Comparison) -> dict[str, Any]:
    """Give the answer as plain values, numbers to three digits."""
    asked = beside.asked
    record = CompensationRecord(
        kind="compensation",
        summary=summary_sentences(found),
        indicated=found.indicated,
        because=found.because,
        stress_set=found.request.stress,
        target=found.request.target,
        tier=found.request.tier,
        seed=found.request.seed,
        n_draws=found.request.n_draws,
        binding=found.binding,
        packages=tuple(_package(one) for one in found.packages),
        not_found=dict(found.not_found),
        measures_not_used=found.not_used,
        alternatives=beside.alternatives,
        asked=None
        if asked is None
        else AskedRecord(
            says=asks_sentence(asked),
            cost_usd_m=asked.cost,
            shortfall=asked.shortfall,
            restored_share=asked.restored_share,
        ),
        front=beside.front,
        regrets=beside.regrets,
        technical=beside.technical,
        law=beside.law,
        others=beside.others,
        budgets=found.problem.budgets if found.problem else (),
        beyond=found.request.budget.beyond,
    )
    plain: dict[str, Any] = _plain(asdict(record))
    return plain


def _package(one: Package) -> PackageRecord:
    orders = tuple(
        OrderRecord(
            measure_id=o.measure.measure_id,
            name=o.measure.name,
            lots=o.lots,
            lots_by_year={str(year): n for year, n in o.by_year.items()},
            source=o.measure.source,
            lead_years=(o.measure.lead_low, o.measure.lead, o.measure.lead_high),
            cost_usd_m=(o.cost("cost_low"), o.cost(), o.cost("cost_high")),
            cost_grade=o.measure.cost_grade,
            lead_grade=o.measure.lead_grade,
            citation=o.measure.citation,
        )
        for o in one.orders
    )
    restored = tuple(
        RestoredRecord(
            coalition=s.requirement.coalition,
            year=s.requirement.year,
            p_without=s.requirement.p_without,
            p_with=s.requirement.p_with,
            p_wanted=s.requirement.p_wanted,
            p_with_package=s.p,
            shortfall=s.shortfall,
        )
        for s in one.states
        if s.requirement.shortfall > 0
    )
    return PackageRecord(
        name=one.name,
        title=one.title,
        status=one.found.status,
        orders=orders,
        cost_usd_m=one.cost,
        home_share=one.home_share,
        restored_in=one.restored_in,
        restored=restored,
        gap_linearised=one.found.linear_gap,
        simulated_shortfall=one.shortfall,
        fresh_shortfall=one.fresh_shortfall,
        held_out=dict(one.held_out),
        lower_bound_usd_m=one.found.bound,
        lower_bound_from=one.found.bound_kind,
    )


def package_schema() -> dict[str, Any]:
    """Give the schema of a record."""
    return schema_of(
        CompensationRecord,
        name="package",
        title="Packages",
        description="What `counterpoise compensate --format json` prints: whether a package is indicated, and which.",
        open_numbers=True,
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, bool) or not isinstance(value, float):
        return value
    return significant(value) if np.isfinite(value) else None


if __name__ == "__main__":
    print(json.dumps(package_schema(), indent=2, ensure_ascii=False))  # noqa: T201 - the command's output
