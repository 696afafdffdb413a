"""The balance without a war: what a transfer changes in counts, shares, ratios, quality, reach and counters.

No battle is simulated here. Every number leads to the rows it rests on. Relative capabilities are part of
22 U.S.C. 2776(h)(2)(B), the capacity to address the capability of (A).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any

from counterpoise.balance.assessment_run import prepare
from counterpoise.balance.counters import CounterHolding, PurchaserReach, counter_holdings, purchaser_reach
from counterpoise.balance.draws import Draws
from counterpoise.balance.force_ratios import ForceRatio, Strengths
from counterpoise.balance.inventories import Spread, significant
from counterpoise.balance.profile import Profile
from counterpoise.balance.relative_sections import (
    Accumulation,
    ActorPosture,
    Addition,
    EnablerCount,
    ItemSchedule,
    RivalRatio,
    accumulation,
    additions,
    enablers,
    postures,
    ratios,
    restore,
    rivals,
    schedules,
    top_bands,
)
from counterpoise.balance.relative_words import DISCLAIMER, NOT_ASSESSED, answers, first_sentence, warnings
from counterpoise.balance.superiority_section import TechnicalComparison, technical_comparisons
from counterpoise.balance.top_band import TopBand, YearsToRestore
from counterpoise.balance.transfer_items import SCENARIO_QUANTITIES, OutsideModel, ProposedTransfer
from counterpoise.errors import InvalidInput, ProfileOutOfDate

SECTIONS = (
    "schedules", "outside_model", "additions", "top_bands", "restore", "technical", "reach", "counters", "ratios",
    "rivals", "accumulation", "enablers", "postures",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class RelativeCapabilities:
    """The whole assessment. `first_sentence` says what must be said before any number."""

    profile: Profile
    protected: str
    known_on: date
    seed: int
    n_draws: int
    years: tuple[int, ...]
    benchmark_years: tuple[int, ...]
    transfers: tuple[ProposedTransfer, ...]
    scenarios: tuple[int | None, ...]
    first_sentence: str
    answers: tuple[str, ...]
    warnings: tuple[tuple[str, str], ...]
    schedules: tuple[ItemSchedule, ...]
    outside_model: tuple[OutsideModel, ...]
    additions: tuple[Addition, ...]
    top_bands: tuple[TopBand, ...]
    restore: tuple[YearsToRestore, ...]
    technical: tuple[TechnicalComparison, ...]
    reach: tuple[PurchaserReach, ...]
    counters: tuple[CounterHolding, ...]
    ratios: tuple[ForceRatio, ...]
    rivals: tuple[RivalRatio, ...]
    accumulation: tuple[Accumulation, ...]
    enablers: tuple[EnablerCount, ...]
    postures: tuple[ActorPosture, ...]

    def as_json(self) -> dict[str, Any]:
        """Give the object of schemas/assessment.schema.json, with every row and source that a number leads to."""
        sections = {name: [_plain(entry) for entry in getattr(self, name)] for name in SECTIONS}
        cited = set(_strings_under(sections, "rows")) | set(_strings_under(sections, "not_counted"))
        rows = {row.row_id: _plain(row) for row in self.profile.forces if row.row_id in cited}
        rows |= {row.order_id: _plain(row) for row in self.profile.deliveries if row.order_id in cited}
        assumptions = {name: _plain(row) for name, row in self.profile.assumption_index.items() if name in cited}
        used = set(_strings_under([sections, rows, assumptions], "source"))
        return {
            "kind": "relative_capabilities",
            "disclaimer": DISCLAIMER,
            "first_sentence": self.first_sentence,
            "answers": list(self.answers),
            "protected": self.protected,
            "known_on": self.known_on.isoformat(),
            "profile": {
                "name": self.profile.name,
                "title": self.profile.title,
                "hash": self.profile.content_hash,
                "valid_from": self.profile.valid_from.isoformat(),
                "valid_to": self.profile.valid_to.isoformat(),
                "verified_to": self.profile.verified_to.isoformat(),
                "about": self.profile.about,
                "actors": {actor.actor_id: actor.name for actor in self.profile.actors},
            },
            "seed": self.seed,
            "n_draws": self.n_draws,
            "years": list(self.years),
            "benchmark_years": list(self.benchmark_years),
            "scenarios": list(self.scenarios),
            "transfers": [_plain(transfer) for transfer in self.transfers],
            "warnings": [{"code": code, "message": message} for code, message in self.warnings],
            **sections,
            "not_assessed": list(NOT_ASSESSED),
            "rows": rows,
            "assumptions": assumptions,
            "sources": {name: _plain(self.profile.sources[name]) for name in sorted(used)},
        }


def assess_relative_capabilities(
    profile: Profile,
    transfers: Sequence[ProposedTransfer] = (),
    *,
    protected: str | None = None,
    known_on: date,
    scenarios: Sequence[int] = SCENARIO_QUANTITIES,
    earlier: Sequence[ProposedTransfer] = (),
    seed: int = 0,
    n_draws: int = 1000,
    profile_anyway: bool = False,
) -> RelativeCapabilities:
    """Assess relative capabilities with and without transfers, as known on a day.

    `protected` is the profile's own unless another actor is named: every instrument works for any of them.
    Quantities that no text states are assessed as `scenarios`. `earlier` transfers enter the regional accumulation
    alone. ProfileOutOfDate if the profile does not hold on `known_on` and `profile_anyway` is not set; InvalidInput
    if an actor is not in the profile or a figure is impossible.
    """
    gap = profile.problem_with_day(known_on)
    if gap and not profile_anyway:
        raise ProfileOutOfDate(
            f"{gap}, so nothing was computed. Choose another profile, or say --profile-anyway: the gap is then the "
            f"first thing printed."
        )
    protected = protected or profile.protected
    profile.opponents(protected)  # refuses a state that is no actor
    ids = [transfer.transfer_id for transfer in transfers]
    if len(set(ids)) != len(ids):
        raise InvalidInput(f"Two transfers share an id among {', '.join(ids)}. Give each its own.")
    run = prepare(
        profile, transfers, protected=protected, known_on=known_on, scenarios=scenarios, draws=Draws(seed, n_draws)
    )
    tops = top_bands(run)
    base = Strengths(profile, run.base, run.years, run.draws, protected)
    return RelativeCapabilities(
        profile=profile,
        protected=protected,
        known_on=known_on,
        seed=seed,
        n_draws=n_draws,
        years=run.years,
        benchmark_years=run.benchmark,
        transfers=run.transfers,
        scenarios=run.quantities,
        first_sentence=first_sentence(run, gap),
        answers=tuple(answers(run, tops)),
        warnings=tuple(warnings(run, gap)),
        schedules=tuple(schedules(run)),
        outside_model=run.outside,
        additions=tuple(additions(run)),
        top_bands=tops,
        restore=tuple(restore(run)),
        technical=technical_comparisons(run),
        reach=tuple(
            purchaser_reach(profile, purchaser, protected, class_id)
            for purchaser in run.purchasers
            for class_id in run.added_to_others
        ),
        counters=tuple(
            counter
            for class_id in run.added_to_others
            for counter in counter_holdings(base, class_id, (run.years[0], *run.benchmark))
        ),
        ratios=tuple(ratios(run)),
        rivals=tuple(rivals(run)),
        accumulation=tuple(accumulation(run, earlier)),
        enablers=tuple(enablers(run)),
        postures=tuple(postures(run)),
    )


def _plain(value: Any) -> Any:
    """Turn a result into what JSON holds: spreads as p10, p50, p90; numbers to four significant digits."""
    if isinstance(value, Spread):
        return value.as_json()
    if is_dataclass(value):
        return {item.name: _plain(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    if isinstance(value, date):
        return value.isoformat()
    return significant(value, 4) if isinstance(value, float) else value


def _strings_under(value: Any, key: str) -> Iterator[str]:
    """Give the strings in every list that stands under `key`, at any depth."""
    if isinstance(value, dict):
        for name, entry in value.items():
            if name == key and isinstance(entry, list):
                yield from (word for word in entry if isinstance(word, str))
            else:
                yield from _strings_under(entry, key)
    elif isinstance(value, list):
        for entry in value:
            yield from _strings_under(entry, key)
