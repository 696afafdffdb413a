"""The clock as the JSON of clock.schema.json."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from counterpoise.law.findings import as_json_list, ternary_as_json
from counterpoise.law.possibilities import possibilities, standing_on
from counterpoise.law.timeline import timeline
from counterpoise.law.tracks import recipients
from counterpoise.sources import Unknown

if TYPE_CHECKING:
    from counterpoise.law.clock import ReviewClock

DISCLAIMER = "Open-source reading of public law; not legal advice and not a determination of the U.S. Government."


def one_or_list(values: Sequence[Any]) -> Any:
    """Give the one value that all candidates share, the list of them where they differ, None where there is none."""
    distinct = list(dict.fromkeys(values))
    return None if not distinct else distinct[0] if len(distinct) == 1 else distinct


def clock_as_json(clock: "ReviewClock") -> dict[str, Any]:
    """Give the object of clock.schema.json. Where candidate days of receipt differ, a day is a list of days."""
    candidates, track = clock.candidates, clock.track
    periods = [period.as_json() for period in clock.periods]
    findings = [candidate.track for candidate in candidates] or [track]
    return {
        "notification_required": ternary_as_json(track.required),
        "facts_needed": facts_needed(clock),
        "notice_goes_to": [reason.says for reason in recipients(track.track, clock.law)],
        "limbs": [limb.as_json() for limb in track.limbs],
        "track": track.track,
        "route": clock.facts.route,
        "purchaser": [{"code": party.code, "name": party.name} for party in clock.facts.parties],
        "review_group": one_or_list([found.review_group for found in findings]),
        "threshold_group": one_or_list([found.threshold_group for found in findings]),
        "review_days": one_or_list([found.review_days for found in findings]),
        "received_on": one_or_list([candidate.received_on.isoformat() for candidate in candidates]),
        "last_protected_day": one_or_list([period["last_protected_day"] for period in periods]),
        "first_free_day": one_or_list([period["first_free_day"] for period in periods]),
        "press_dates": sorted({day for period in periods for day in period["press_dates"]}),
        "candidates": periods,
        "conditional": conditional(clock),
        "emergency": clock.facts.emergency,
        "mde": {"sold": ternary_as_json(clock.mde.value), "because": as_json_list(clock.mde.because)},
        "qme_determination": clock.qme.as_json(),
        "disapproval": clock.disapproval.as_json(),
        "shipment_notice_due_on": _shipment_day(clock),
        "report_due_on": clock.report_due_on and clock.report_due_on.isoformat(),
        "informal_review": informal_review(clock),
        "standing": standing_on(clock, clock.known_on).as_json() if clock.known_on else None,
        "still_possible": [p.as_json() for p in possibilities(clock, _day_asked(clock))],
        "timeline": [entry.as_json() for entry in timeline(clock)],
        "interpretations": interpretations(clock),
        "law_as_of": clock.law.on.isoformat(),
        "known_on": clock.known_on and clock.known_on.isoformat(),
        "because": as_json_list(clock.because),
        "warnings": as_json_list(clock.warnings),
        "disclaimer": DISCLAIMER,
        "case_growth": (track.extra or {}).get("case_growth"),
    }


def _day_asked(clock: "ReviewClock") -> date:
    # Without a known_on the question is what may happen once the paper is received.
    return clock.known_on or max((candidate.received_on for candidate in clock.candidates), default=clock.law.on)


def _shipment_day(clock: "ReviewClock") -> str | None:
    notice = clock.shipment_notice
    return notice.value.isoformat() if notice is not None and notice.value is not None else None


def informal_review(clock: "ReviewClock") -> list[dict[str, Any]]:
    """Give the informal stages that practice knows for this purchaser. Policy, never law."""
    if not clock.track.track.startswith("36("):
        return []
    rows = clock.law.table("policy/informal_review").rows
    return [
        {"stage": row["id"], "name": row["name"], "days_least": row["days_least"], "days_most": row["days_most"],
         "applies_to": row["applies_to"], "is_law": False, "mark": row["mark"], "citation": row["citation"]}
        for row in rows if row["id"] != "advance_notification" or clock.track.review_group == "general"
    ]  # fmt: skip


def interpretations(clock: "ReviewClock") -> list[dict[str, Any]]:
    """Give the doubtful readings this answer rests on, with what else could be chosen."""
    reasons = (*clock.because, *clock.qme.because)
    files = dict.fromkeys(reason.file for reason in reasons if reason.file.startswith("readings/"))
    return [clock.law.choice(file).as_json() for file in files]


def facts_needed(clock: "ReviewClock") -> list[str]:
    """Name the facts without which something in the answer stays unknown."""
    needed = []
    if isinstance(clock.track.required, Unknown):
        needed.append(clock.track.required.because)
    if isinstance(clock.qme.parts, Unknown):
        needed.append(clock.qme.parts.because)
    if not clock.candidates and clock.track.words_id is not None:
        needed.append("the day on which Congress received the certification")
    return list(dict.fromkeys(needed))


def conditional(clock: "ReviewClock") -> dict[str, Any] | None:
    """Give what would hold if a certification came on a day D; None once one is known or where no period runs."""
    if clock.candidates or clock.words is None or not clock.track.review_days:
        return None
    days, words = clock.track.review_days, clock.words
    last = None if words.last_offset is None else f"D+{days + words.last_offset}"
    first = f"D+{days + words.first_offset}"
    says = (
        f"No certification is known, so no clock runs. If received on D: last protected day {last}, first free "
        f"day {first}."
    )
    return {"says": says, "last_protected_day": last, "first_free_day": first}
