"""review_clock(): what must be notified, which days Congress has, when each ends, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from counterpoise.law import aeca_36i
from counterpoise.law.disapproval import Adjournment, Resolution, excluded_days
from counterpoise.law.emergency import emergency_warnings, remaining_duties
from counterpoise.law.facts import SaleFacts
from counterpoise.law.findings import Finding, LawWarning, Reason, Ternary, distinct
from counterpoise.law.lawfiles import check_folder
from counterpoise.law.mde import find_mde, find_record
from counterpoise.law.parameters import Law, Scenario
from counterpoise.law.periods import ReviewPeriod, review_period
from counterpoise.law.qme import QmeFinding, determination
from counterpoise.law.resolutions import DisapprovalFinding, assess_disapproval
from counterpoise.law.routes import assess_route, receipt_implies_notice
from counterpoise.law.tracks import TrackFinding, Words, words_of
from counterpoise.sources import Unknown

READINGS = "readings/"


@dataclass(frozen=True, slots=True)
class Candidate:
    """What holds if Congress received the paper on one day: the law of that day, the finding, the period."""

    received_on: date
    law: Law
    track: TrackFinding
    period: ReviewPeriod | None
    receipt_shows_mde: bool  # receipt itself shows that the equipment limit was the one reached


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewClock:
    """The whole answer for one transfer. `candidates` is empty while no certification is known: then no clock runs.

    `law` is the law of the first candidate, or of the day asked for. `track` is the first candidate's finding.
    """

    facts: SaleFacts
    law: Law
    as_of: date | None
    known_on: date | None
    track: TrackFinding
    words: Words | None
    candidates: tuple[Candidate, ...]
    mde: Finding[Ternary]
    qme: QmeFinding
    disapproval: DisapprovalFinding
    record: Mapping[str, Any] | None
    shipment_notice: Finding[date | None] | None
    because: tuple[Reason, ...]
    warnings: tuple[LawWarning, ...]

    @property
    def periods(self) -> tuple[ReviewPeriod, ...]:
        """The review periods of all candidate days; empty in an emergency and where no clock runs."""
        return tuple(c.period for c in self.candidates if c.period is not None)

    @property
    def report_due_on(self) -> date | None:
        """The last day for the report of an upgrade below the limits; None where none is due or delivery is unknown."""
        days = (self.track.extra or {}).get("report_days_before_delivery")
        if days is None or self.facts.delivery_on is None:
            return None
        return self.facts.delivery_on - timedelta(days=days)

    def as_json(self) -> dict[str, Any]:
        """Give the object of clock.schema.json."""
        from counterpoise.law.answers import clock_as_json

        return clock_as_json(self)


def review_clock(
    facts: SaleFacts, *, as_of: date | None = None, known_on: date | None = None,
    resolutions: Sequence[Resolution] = (), adjournments: Sequence[Adjournment] = (),
    readings: Mapping[str, str] | None = None, scenarios: Sequence[Scenario] = (), folder: Path | None = None,
) -> ReviewClock:  # fmt: skip
    """Say what must be notified for one transfer, how long Congress has, when that ends, and what 36(h) asks.

    `as_of` is the day whose law is applied; without it the law of the day of receipt, else of `known_on`, else as last
    verified. `known_on` is the day up to which facts are used: a receipt or resolution later than it is not known yet.
    `readings` settles doubtful readings otherwise than the files do; `scenarios` are bills taken as law. `folder` may
    hold law files of the user's own.

    LawNotModelled for a day before the files begin; InvalidInput for facts or readings that cannot be.
    """
    chosen = {name if name.startswith(READINGS) else READINGS + name: value for name, value in (readings or {}).items()}
    if folder is not None:
        check_folder(folder)
    base = Law(as_of or date.max, chosen, tuple(scenarios), folder)
    for name in chosen:
        base.choice(name)
    if known_on is not None and facts.signed_on is not None and facts.signed_on > known_on:
        facts = replace(facts, signed_on=None)
    days = tuple(day for day in facts.candidate_days if known_on is None or day <= known_on)
    warnings = list(_receipt_warnings(facts, days, as_of, known_on))
    law_day, day_warnings = _law_day(as_of, days, known_on, base)
    law = Law(law_day, chosen, base.scenarios, folder)
    mde = find_mde(facts, law)
    candidates = tuple(
        _candidate(facts, Law(as_of or day, chosen, base.scenarios, folder), day, adjournments) for day in days
    )
    track = candidates[0].track if candidates else assess_route(facts, law)
    if candidates and candidates[0].receipt_shows_mde:
        mde = _mde_from_receipt(mde, track)
    qme = determination(facts, track, mde, law)
    known_resolutions = [
        r.as_known_on(known_on) for r in resolutions if known_on is None or r.introduced_on <= known_on
    ]
    periods = tuple(c.period for c in candidates if c.period is not None)
    disapproval = assess_disapproval(facts, track, law, known_resolutions, adjournments, periods, days)
    shipment = aeca_36i.shipment_notice(facts, law) if facts.shipment_notice_requested else None
    words = words_of(track.words_id, law) if track.words_id else None
    because = [*track.because, *((words.reason,) if words and not facts.emergency else ())]
    if words and not facts.emergency:
        because += [law.choice(READINGS + name).reason() for name in ("day_of_receipt", "roll_over", "recess")]
    if facts.emergency and track.review_days == 0:
        because += remaining_duties(_emergency_track(track))
        warnings += emergency_warnings(_emergency_track(track), track.review_group, facts)
    elif facts.emergency:
        warnings.append(
            LawWarning("emergency_without_review", "No review period runs here that an emergency could waive.")
        )
    because += disapproval.because
    if shipment:
        because += shipment.because
        warnings += shipment.warnings
    warnings += [*day_warnings, *_not_due(candidates), *track.warnings, *mde.warnings, *qme.warnings,
                 *disapproval.warnings, *law.currency_warnings(track.track), *_scenario_warnings(base)]  # fmt: skip
    return ReviewClock(
        facts=facts, law=law, as_of=as_of, known_on=known_on, track=track, words=words, candidates=candidates, mde=mde,
        qme=qme, disapproval=disapproval, record=find_record(facts, law), shipment_notice=shipment,
        because=distinct(because), warnings=tuple(dict.fromkeys(warnings)),
    )  # fmt: skip


def _law_day(
    as_of: date | None, days: tuple[date, ...], known_on: date | None, base: Law
) -> tuple[date, tuple[LawWarning, ...]]:
    if as_of is not None:
        return as_of, ()
    if days:
        return days[0], ()
    if known_on is not None:
        return known_on, ()
    verified = base.table("currency").verified_to
    return verified, (
        LawWarning("law_of_last_verified_day", f"No day is given: the law as last verified, {verified}, is applied."),
    )


def _candidate(facts: SaleFacts, law: Law, day: date, adjournments: Sequence[Adjournment]) -> Candidate:
    implied = receipt_implies_notice(assess_route(facts, law))
    track, period = implied.value, None
    if track.review_days and track.words_id:
        words = words_of(track.words_id, law)
        period = review_period(day, track.review_days, words, law, excluded_days(adjournments, law))
    return Candidate(day, law, track, period, implied.rule == "mde_from_receipt")


def _mde_from_receipt(mde: Finding[Ternary], track: TrackFinding) -> Finding[Ternary]:
    if not isinstance(mde.value, Unknown):
        return mde
    gate = next(limb for limb in track.limbs if limb.name == "mde")
    return Finding(True, "mde_inferred", (Reason(gate.threshold.provision, gate.says, "inference"),))


def _emergency_track(track: TrackFinding) -> str:
    return track.track.split("+")[0].split(" or ")[0]


def _receipt_warnings(
    facts: SaleFacts, days: tuple[date, ...], as_of: date | None, known_on: date | None
) -> list[LawWarning]:
    warnings = []
    if facts.candidate_days and not days:
        warnings.append(LawWarning(
            "not_yet_known",
            f"The day of receipt given is later than {known_on}; on that day no certification was known, so no "
            "clock runs.",
        ))  # fmt: skip
    if len(days) > 1:
        listed = ", ".join(day.isoformat() for day in days)
        warnings.append(LawWarning(
            "several_receipt_days",
            f"Sources give {len(days)} days of receipt ({listed}); all are carried. If House and Senate received it on "
            "different days, the later is the cautious one. If the certification was sent again, a material change "
            "starts a new period and a clerical correction does not; no text says which is which.",
        ))  # fmt: skip
    if as_of is not None and days and as_of not in days:
        warnings.append(LawWarning(
            "law_of_another_day",
            f"The law of {as_of} is applied, as asked; the law that governs is that of the day of receipt ({days[0]}).",
        ))  # fmt: skip
    if facts.mde_usd is not None and facts.total_usd is not None and facts.mde_usd > facts.total_usd:
        warnings.append(LawWarning(
            "mde_exceeds_total", "Major defense equipment is given as more than the total; both are kept as given."
        ))  # fmt: skip
    return warnings


def _not_due(candidates: Sequence[Candidate]) -> list[LawWarning]:
    """Warn where a day of receipt is given for something that no limit makes Congress be told of."""
    if not any(candidate.track.required is False for candidate in candidates):
        return []
    return [LawWarning(
        "received_though_not_due",
        "A day of receipt is given, but on these facts no limit is reached and no notice was due. If Congress did "
        "receive one, an amount, the purchaser or the route is probably not as given; the days run from receipt.",
    )]  # fmt: skip


def _scenario_warnings(law: Law) -> list[LawWarning]:
    return [
        LawWarning("scenario_not_law", f"{scenario.title} is taken as if it were law; it is not ({scenario.stage}).")
        for scenario in law.scenarios
    ]
