"""What each house, the President and the executive can still do on a given day."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from counterpoise.law.disapproval import Discharge

if TYPE_CHECKING:
    from counterpoise.law.clock import ReviewClock

PHASES = {
    "no_certification": "No certification is known: no clock runs.",
    "not_required": "No certification is due on these facts: no clock runs.",
    "report_only": "A report, not a certification: no review period runs.",
    "waived": "An emergency was certified: no review period runs, and the paper may already be signed.",
    "in_period": "Inside the review period.",
    "depends_on_receipt": "Inside the review period by one candidate day of receipt, after it by another.",
    "closed": "The review period is closed; the paper may already be signed.",
    "signed": "The letter of offer or licence is signed; what is not delivered can still be stopped by law.",
    "delivered": "Delivered: nothing can be stopped any more, later deliveries excepted.",
}


@dataclass(frozen=True, slots=True)
class Possibility:
    """Something that an actor may or may not do on a day. `in_order` is "unknown" where facts are missing."""

    who: str
    act: str
    in_order: bool | str
    says: str
    provision: str
    mark: str

    def as_json(self) -> dict[str, Any]:
        """Give the object of `still_possible` in clock.schema.json."""
        return {"who": self.who, "act": self.act, "in_order": self.in_order, "says": self.says,
                "provision": self.provision, "mark": self.mark}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a matter stands on a day."""

    on: date
    phase: str
    says: str

    def as_json(self) -> dict[str, Any]:
        """Give the object `standing` of clock.schema.json."""
        return {"on": self.on.isoformat(), "phase": self.phase, "says": self.says}


def standing_on(clock: "ReviewClock", on: date) -> Standing:
    """Say in which phase the matter is on a day, and which day of the period it is."""
    phase = _phase(clock, on)
    says = PHASES[phase]
    if phase == "in_period":
        period = clock.periods[0]
        says = f"Day {(on - period.received_on).days} of {period.review_days}; the day of receipt is day zero."
    return Standing(on, phase, says)


def _phase(clock: "ReviewClock", on: date) -> str:
    facts = clock.facts
    if facts.delivery_on is not None and facts.delivery_on <= on:
        return "delivered"
    if facts.signed_on is not None and facts.signed_on <= on:
        return "signed"
    received = [candidate for candidate in clock.candidates if candidate.received_on <= on]
    if not received:
        return "not_required" if clock.track.required is False else "no_certification"
    if clock.track.track == "36(b)(5)(A)":
        return "report_only"
    if facts.emergency:
        return "waived"
    if not clock.periods:
        return "no_certification"
    inside = [on < period.first_free_day for period in clock.periods if period.received_on <= on]
    return "in_period" if all(inside) else "depends_on_receipt" if any(inside) else "closed"


def possibilities(clock: "ReviewClock", on: date) -> tuple[Possibility, ...]:
    """List what may still happen on a day. A resolution after the period is never out of time."""
    phase = _phase(clock, on)
    if clock.track.track == "none":
        return ()
    before_delivery = phase != "delivered"
    found = [_executive(clock, on, phase)] if phase not in ("signed", "delivered") else []
    joint = clock.disapproval.instrument == "joint_resolution"
    if clock.disapproval.discharge_days is not None and phase not in ("no_certification", "not_required"):
        found.append(_introduce(clock, on, phase))
        found += [_discharge(d, on, phase) for d in clock.disapproval.discharges if d.resolution.chamber == "senate"]
        found.append(_house(on, clock.disapproval.discharges, before_delivery=before_delivery))
        passed = [d for d in clock.disapproval.discharges if _on(d.resolution.passed_both_on, on)]
        found.append(_president(passed, on, joint=joint, before_delivery=before_delivery))
    found.append(Possibility(
        "congress", "legislate against the transfer", before_delivery,
        "By ordinary law Congress can stop or change a transfer at any time up to delivery"
        if before_delivery else "What is delivered cannot be stopped by law",
        "U.S. Constitution art. I; CRS RL31675", "seen",
    ))  # fmt: skip
    return tuple(found)


def _executive(clock: "ReviewClock", on: date, phase: str) -> Possibility:
    act, words = (clock.words.act if clock.words else "go on with the transfer"), clock.words
    provision, mark = (words.provision, words.mark) if words else ("22 U.S.C. 2776", "inference")
    if phase in ("waived", "closed"):
        return Possibility("executive", act, True, "Nothing in the review stands in the way", provision, mark)
    if phase == "depends_on_receipt":
        return Possibility("executive", act, "unknown", "Depends on which day of receipt is right", provision, mark)
    if phase == "in_period":
        free = clock.periods[-1].first_free_day
        return Possibility("executive", act, False, f"Not before {free}", provision, mark)
    if phase in ("not_required", "report_only"):
        return Possibility("executive", act, True, "No review period stands in the way", provision, mark)
    return Possibility("executive", act, False, "Not before a certification and its days", provision, mark)


def _introduce(clock: "ReviewClock", on: date, phase: str) -> Possibility:
    days = clock.disapproval.discharge_days or 0
    in_order_from = on + timedelta(days=days + 1)
    late = " It is not out of time: the Senate has voted on such resolutions after the period." if phase in (
        "closed", "signed") else ""  # fmt: skip
    return Possibility(
        "senate", "introduce a resolution of disapproval", phase != "delivered",
        f"Introduced on {on}, discharge of the committee is in order from {in_order_from}, if no day is excluded."
        + late, "Pub. L. 94-329 s. 601(b); 22 U.S.C. 2776(b)(2), (c)(3), (d)(5)", "computed",
    )  # fmt: skip


def _discharge(found: Discharge, on: date, phase: str) -> Possibility:
    name = found.resolution.label or f"the resolution of {found.resolution.introduced_on}"
    provision, act = "Pub. L. 94-329 s. 601(b)(3)(A)", f"move to discharge the committee of {name}"
    if on >= found.dies_on:
        return Possibility("senate", act, False, f"{name} died with its Congress on {found.dies_on}", provision, "seen")
    if on < found.in_order_from:
        return Possibility("senate", act, False, f"In order from {found.in_order_from}", provision, "computed")
    closed = f" {PHASES[phase]}" if phase in ("closed", "signed", "waived") else ""
    says = f"In order since {found.in_order_from}, unless the committee has reported.{closed}"
    return Possibility("senate", act, phase != "delivered", says, provision, "computed")


def _house(on: date, discharges: tuple[Discharge, ...], *, before_delivery: bool) -> Possibility:
    reported = any(
        d.resolution.chamber == "house" and d.resolution.reported_on and d.resolution.reported_on <= on
        for d in discharges
    )  # fmt: skip
    says = (
        "A resolution is reported, so a motion to proceed is highly privileged"
        if reported else "No discharge, and no privilege before the committee reports: left alone, a resolution dies"
    )  # fmt: skip
    act = "take up a resolution"
    return Possibility("house", act, reported and before_delivery, says, "22 U.S.C. 2776(b)(3)", "seen")


def _on(day: date | None, on: date) -> bool:
    return day is not None and day <= on


def _president(passed: list[Discharge], on: date, *, joint: bool, before_delivery: bool) -> Possibility:
    if not joint:
        says = "A concurrent resolution of both houses is not presented to the President"
        return Possibility("president", "veto", False, says, "22 U.S.C. 2776(b)(1) before 12 February 1986", "seen")
    vetoed = [d for d in passed if _on(d.resolution.vetoed_on, on)]
    if vetoed:
        name = vetoed[0].resolution.label or "The resolution"
        says = f"{name} was vetoed on {vetoed[0].resolution.vetoed_on}; two thirds of both houses override"
        return Possibility(
            "congress", "override the veto", before_delivery, says, "U.S. Constitution art. I s. 7", "seen"
        )
    if passed:
        name = passed[0].resolution.label or "The resolution"
        says = f"{name} has passed both houses and is before the President; two thirds of both override a veto"
        return Possibility("president", "sign or veto", before_delivery, says, "U.S. Constitution art. I s. 7", "seen")
    says = "A joint resolution that both houses pass can be vetoed; two thirds of both override"
    return Possibility("president", "veto", before_delivery, says, "U.S. Constitution art. I s. 7", "seen")
