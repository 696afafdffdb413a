"""The days of a matter in order: what table, calendar and picture all show."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from counterpoise.law.clock import ReviewClock


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One day that matters. `id` is stable for a matter and a rule, whatever the day becomes."""

    id: str
    on: date
    title: str
    detail: str
    kind: str  # event, deadline, opening, expiry
    provision: str

    def as_json(self) -> dict[str, Any]:
        """Give the object of `timeline` in clock.schema.json."""
        return {"id": self.id, "on": self.on.isoformat(), "weekday": self.on.strftime("%A"), "title": self.title,
                "detail": self.detail, "kind": self.kind, "provision": self.provision}  # fmt: skip


def timeline(clock: "ReviewClock") -> tuple[TimelineEntry, ...]:
    """Give the days of a matter, earliest first."""
    entries = [*_receipts(clock), *_resolutions(clock), *_other(clock)]
    return tuple(sorted(entries, key=lambda entry: (entry.on, ORDER[entry.kind], entry.id)))


ORDER = {"event": 0, "deadline": 1, "opening": 2, "expiry": 3}


def _receipts(clock: "ReviewClock") -> list[TimelineEntry]:
    entries = []
    several = len(clock.candidates) > 1
    for n, candidate in enumerate(clock.candidates, start=1):
        tail = f"-{n}" if several else ""
        which = f" (candidate {n} of {len(clock.candidates)})" if several else ""
        provision = candidate.track.limbs[0].threshold.provision if candidate.track.limbs else "22 U.S.C. 2776"
        provision = clock.words.provision if clock.words else provision
        emergency = ", with an emergency certification: no days run" if clock.facts.emergency else ""
        entries.append(TimelineEntry(f"received{tail}", candidate.received_on, f"Congress receives the notice{which}",
                                     f"Day zero{emergency}", "event", provision))  # fmt: skip
        period = candidate.period
        if period is None:
            continue
        if period.last_protected_day is not None:
            entries.append(TimelineEntry(
                f"last-protected-day{tail}", period.last_protected_day, f"Last protected day{which}",
                f"Day {period.review_days}: the last day on which enactment inside the period stops it", "deadline",
                provision,
            ))  # fmt: skip
        act = clock.words.act if clock.words else "go on with the transfer"
        entries.append(TimelineEntry(f"first-free-day{tail}", period.first_free_day, f"First free day{which}",
                                     f"The executive may {act}", "opening", provision))  # fmt: skip
    for n, day in enumerate(clock.disapproval.latest_introduction, start=1):
        tail = f"-{n}" if several else ""
        which = f" (candidate {n})" if several else ""
        entries.append(TimelineEntry(
            f"latest-introduction{tail}", day, f"Last introduction for discharge in the period{which}",
            f"{clock.disapproval.discharge_days} days before discharge, no day excluded. A later one is in order too",
            "deadline", "Pub. L. 94-329 s. 601(b)(3)(A)",
        ))  # fmt: skip
    return entries


def _resolutions(clock: "ReviewClock") -> list[TimelineEntry]:
    entries = []
    for n, found in enumerate(clock.disapproval.discharges, start=1):
        name = found.resolution.label or f"Resolution {n}"
        tail = f"-{n}"
        entries.append(TimelineEntry(f"introduced{tail}", found.resolution.introduced_on, f"{name} introduced",
                                     f"Congress {found.resolution.congress}", "event",
                                     "Pub. L. 94-329 s. 601(b)"))  # fmt: skip
        if found.resolution.chamber == "senate":
            excluded = f", {found.n_excluded} excluded days left out" if found.n_excluded else ""
            entries.append(TimelineEntry(
                f"discharge-in-order{tail}", found.in_order_from, f"{name}: discharge in order",
                f"{found.days} days after introduction{excluded}", "opening", "Pub. L. 94-329 s. 601(b)(3)(A)",
            ))  # fmt: skip
        entries += [
            TimelineEntry(f"{rule}{tail}", day, f"{name} {title}", "As given", "event", "stated")
            for day, rule, title in (
                (found.resolution.reported_on, "reported", "reported"),
                (found.resolution.passed_senate_on, "passed-senate", "passed by the Senate"),
                (found.resolution.passed_house_on, "passed-house", "passed by the House"),
                (found.resolution.vetoed_on, "vetoed", "vetoed"),
            ) if day is not None
        ]  # fmt: skip
        entries.append(TimelineEntry(f"dies-with-congress{tail}", found.dies_on, f"{name} dies with its Congress",
                                     "Noon on 3 January", "expiry",
                                     "U.S. Constitution amend. XX"))  # fmt: skip
    return entries


def _other(clock: "ReviewClock") -> list[TimelineEntry]:
    facts, entries = clock.facts, []
    if clock.report_due_on is not None:
        entries.append(TimelineEntry("upgrade-report-due", clock.report_due_on, "Report of the upgrade due",
                                     "45 days before delivery", "deadline", "22 U.S.C. 2776(b)(5)(A)"))  # fmt: skip
    if clock.shipment_notice is not None and clock.shipment_notice.value is not None:
        entries.append(TimelineEntry("shipment-notice-due", clock.shipment_notice.value, "Notice before shipment due",
                                     "To the committee that asked", "deadline", "22 U.S.C. 2776(i)"))  # fmt: skip
    for day, rule, title in ((facts.signed_on, "signed", "Signed"), (facts.shipment_on, "shipment", "Shipment"),
                             (facts.delivery_on, "delivery", "Delivery")):  # fmt: skip
        if day is not None:
            entries.append(TimelineEntry(rule, day, title, "As given", "event", "stated"))
    return entries
