"""Resolutions of disapproval: when the Senate may take one up, what each house can still do, and until when."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from counterpoise.dates import ONE_DAY
from counterpoise.errors import InvalidInput
from counterpoise.law.facts import SaleFacts
from counterpoise.law.findings import Finding, LawWarning, Reason
from counterpoise.law.groups import DISCHARGE_LIST, NATO_PLUS_5, group_of
from counterpoise.law.parameters import Law
from counterpoise.law.tracks import TrackFinding

FIRST_CONGRESS_YEAR = 1789
CHAMBERS = ("senate", "house")


def _until(happened: date | None, day: date) -> date | None:
    return happened if happened is not None and happened <= day else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """One joint resolution of disapproval. Numbers repeat each Congress: (congress, label) is its name."""

    introduced_on: date
    label: str = ""
    chamber: str = "senate"
    transmittals: tuple[str, ...] = ()
    reported_on: date | None = None
    passed_senate_on: date | None = None
    passed_house_on: date | None = None
    vetoed_on: date | None = None

    def __post_init__(self) -> None:
        if self.chamber not in CHAMBERS:
            raise InvalidInput(f"{self.chamber!r} is no chamber; it is senate or house.")
        for what in ("reported_on", "passed_senate_on", "passed_house_on", "vetoed_on"):
            day = getattr(self, what)
            if day is not None and day < self.introduced_on:
                raise InvalidInput(f"{what} is {day}, before it was introduced on {self.introduced_on}.")
        passed = self.passed_both_on
        if self.vetoed_on is not None and (passed is None or self.vetoed_on < passed):
            raise InvalidInput(f"vetoed on {self.vetoed_on}, before both houses had passed it.")

    @property
    def passed_both_on(self) -> date | None:
        """The day on which the second house passed it; None until then."""
        if self.passed_senate_on is None or self.passed_house_on is None:
            return None
        return max(self.passed_senate_on, self.passed_house_on)

    def as_known_on(self, day: date | None) -> "Resolution":
        """Give it without what happened after `day`; as it is where `day` is None."""
        if day is None:
            return self
        return replace(
            self, reported_on=_until(self.reported_on, day), passed_senate_on=_until(self.passed_senate_on, day),
            passed_house_on=_until(self.passed_house_on, day), vetoed_on=_until(self.vetoed_on, day),
        )  # fmt: skip

    @property
    def congress(self) -> int:
        """The Congress in which it was introduced."""
        return congress_on(self.introduced_on)


@dataclass(frozen=True, slots=True)
class Adjournment:
    """Days on which a house is not in session, both ends included. `chamber` is senate, house or both."""

    first: date
    last: date
    chamber: str = "both"
    sine_die: bool = False

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise InvalidInput(f"An adjournment from {self.first} to {self.last} ends before it begins.")

    @property
    def n_days(self) -> int:
        """Days out of session."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Discharge:
    """When a motion to discharge the Senate committee of one resolution is in order."""

    resolution: Resolution
    days: int
    in_order_after: date
    n_excluded: int
    dies_on: date

    @property
    def in_order_from(self) -> date:
        """The first day of a motion."""
        return self.in_order_after + ONE_DAY

    def as_json(self) -> dict[str, Any]:
        """Give the object of `disapproval.resolutions`."""
        senate = self.resolution.chamber == "senate"
        return {
            "label": self.resolution.label or None, "congress": self.resolution.congress,
            "chamber": self.resolution.chamber, "introduced_on": self.resolution.introduced_on.isoformat(),
            "discharge_days": self.days if senate else None,
            "discharge_in_order_after": self.in_order_after.isoformat() if senate else None,
            "discharge_in_order_from": self.in_order_from.isoformat() if senate else None,
            "excluded_days": self.n_excluded, "dies_with_congress_on": self.dies_on.isoformat(),
        }  # fmt: skip


def congress_on(day: date) -> int:
    """Give the number of the Congress that sits on a day. A Congress ends at noon on 3 January of odd years."""
    year = day.year if (day.month, day.day) >= (1, 3) else day.year - 1
    return (year - FIRST_CONGRESS_YEAR) // 2 + 1


def end_of_congress(congress: int) -> date:
    """Give the 3 January on which a Congress ends, and every resolution pending in it dies."""
    return date(FIRST_CONGRESS_YEAR + 2 * congress, 1, 3)


def legislative_day(voted_at: datetime) -> date:
    """Give the day in Washington of a roll call stamped in UTC: rolls stamped after midnight UTC belong to the evening.

    The legislative day of a chamber may run on past midnight in Washington; a stamp cannot show that.
    """
    from zoneinfo import ZoneInfo

    if voted_at.tzinfo is None:
        raise InvalidInput(f"{voted_at.isoformat()} has no time zone; roll-call stamps are UTC: write +00:00.")
    return voted_at.astimezone(ZoneInfo("America/New_York")).date()


def excluded_days(adjournments: Sequence[Adjournment], law: Law) -> frozenset[date]:
    """Give the days that do not count for discharge: either house out by an adjournment of more than three days.

    Pub. L. 94-329 s. 601(b)(1). An adjournment sine die ends the session instead and excludes nothing.
    """
    more_than = law.value("disapproval/adjournment").number
    return frozenset(
        adjournment.first + timedelta(days=n)
        for adjournment in adjournments if adjournment.n_days > more_than and not adjournment.sine_die
        for n in range(adjournment.n_days)
    )  # fmt: skip


def discharge_days(facts: SaleFacts, track: TrackFinding, law: Law) -> Finding[int]:
    """Find the days before discharge: 5 for a listed purchaser under 36(b)(2), 10 in every other case.

    36(c)(3), 36(d)(5) and 3(d) apply section 601(b) without the shorter period.
    """
    group = group_of(facts, DISCHARGE_LIST, law)
    if track.five_day_clause and group.value == NATO_PLUS_5:
        days = law.value("disapproval/discharge_days", group=NATO_PLUS_5)
        says = (
            f"The Senate committee can be discharged {days.number} calendar days after introduction: 36(b)(2), "
            "listed purchaser"
        )
        return Finding(days.number, "discharge_days", (days.reason(says), *group.because))
    days = law.value("disapproval/discharge_days")
    says = (
        f"The Senate committee can be discharged {days.number} calendar days after introduction, excluded days left out"
    )
    reasons = [days.reason(says)]
    if group.value == NATO_PLUS_5:
        reasons.append(Reason("22 U.S.C. 2776(c)(3), (d)(5); 2753(d)",
                              "The five-day period is for government-to-government sales only", "seen", "",
                              "U.S. Code at Pub. L. 119-34"))  # fmt: skip
    return Finding(days.number, "discharge_days", tuple(reasons))


def discharge(resolution: Resolution, days: int, excluded: frozenset[date]) -> Discharge:
    """Count `days` calendar days from the day after introduction, leaving out the excluded ones."""
    day, counted, left_out = resolution.introduced_on, 0, 0
    while counted < days:
        day += ONE_DAY
        if day in excluded:
            left_out += 1
        else:
            counted += 1
    return Discharge(resolution, days, day, left_out, end_of_congress(resolution.congress))


def vote_meaning(motion: str, yeas: int, nays: int, law: Law) -> Finding[str]:
    """Say what a vote decided: a failed discharge, a successful motion to table and a failed passage all differ.

    Simple majority of those voting, a tie fails; an override needs two thirds. `motion` is a row of
    disapproval/outcomes.
    """
    table = law.table("disapproval/outcomes")
    rows = {row["id"]: row for row in table.rows}
    if motion not in rows:
        raise InvalidInput(f"{motion!r} is no motion; motions are {', '.join(rows)}.")
    carried = 3 * yeas >= 2 * (yeas + nays) if motion == "override" else yeas > nays
    row = rows[motion]
    says = f"{yeas} to {nays} on the motion {motion}: {row['yeas_win'] if carried else row['yeas_lose']}"
    outcome = "carried" if carried else "failed"
    return Finding(outcome, "vote_meaning", (Reason(table.provision, says, row["mark"], table.path, row["citation"]),))


def same_matter(resolutions: Sequence[Resolution]) -> tuple[tuple[Resolution, ...], ...]:
    """Group resolutions that cite a common transmittal: corrections and companions of one another.

    A corrected text is a new resolution: its discharge clock starts with its own introduction.
    """
    groups: list[list[Resolution]] = []
    for resolution in sorted(resolutions, key=lambda r: (r.introduced_on, r.label)):
        cited = set(resolution.transmittals)
        joined = [group for group in groups if any(cited & set(other.transmittals) for other in group)]
        groups = [group for group in groups if group not in joined]
        groups.append([*(member for group in joined for member in group), resolution])
    return tuple(tuple(group) for group in groups)


def adjournment_warnings(adjournments: Sequence[Adjournment], law: Law) -> tuple[LawWarning, ...]:
    """Warn when no adjournments were given, and of what a short or a final adjournment does not do."""
    if not adjournments:
        return (LawWarning(
            "no_adjournments_given",
            "No adjournments were given, so no day is excluded from the discharge clock. Days on which either house "
            "is out "
            "by an adjournment of more than three days to a day certain do not count; pro-forma sessions every "
            "third day defeat that. Give the days with --adjourned.",
        ),)  # fmt: skip
    more_than = law.value("disapproval/adjournment").number
    warnings = []
    if any(a.n_days <= more_than and not a.sine_die for a in adjournments):
        warnings.append(LawWarning("short_adjournment", f"Adjournments of {more_than} days or fewer exclude nothing."))
    if any(a.sine_die for a in adjournments):
        warnings.append(LawWarning(
            "sine_die",
            "An adjournment sine die breaks the continuity of session (s. 601(b)(1)); how the days then begin again "
            "is not modelled, and nothing is excluded for it.",
        ))  # fmt: skip
    return tuple(warnings)
