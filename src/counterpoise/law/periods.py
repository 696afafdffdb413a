"""Counting the days Congress has: receipt is day zero, calendar days, no roll-over, no recess."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from counterpoise.dates import ONE_DAY
from counterpoise.law.parameters import Law
from counterpoise.law.tracks import Words

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class ReviewPeriod:
    """The days of one candidate receipt. `last_protected_day` is None where the words name no last day.

    `press_days` are the days newspapers are likely to print: counts scatter by one either side.
    """

    received_on: date
    review_days: int
    last_protected_day: date | None
    first_free_day: date
    earliest_arguable_day: date
    press_days: tuple[date, ...]

    def as_json(self) -> dict[str, Any]:
        """Give the object of `candidates` in clock.schema.json."""
        return {
            "received_on": self.received_on.isoformat(), "review_days": self.review_days,
            "last_protected_day": self.last_protected_day and self.last_protected_day.isoformat(),
            "last_protected_weekday": self.last_protected_day and self.last_protected_day.strftime("%A"),
            "first_free_day": self.first_free_day.isoformat(),
            "earliest_arguable_day": self.earliest_arguable_day.isoformat(),
            "press_dates": [day.isoformat() for day in self.press_days],
        }  # fmt: skip


def review_period(received_on: date, days: int, words: Words, law: Law, excluded: Set[date]) -> ReviewPeriod:
    """Count a review period. Weekends, holidays and recesses count unless a chosen reading says otherwise."""
    end = _counted(received_on, days, law, excluded)
    last = end + words.last_offset * ONE_DAY if words.last_offset is not None else None
    return ReviewPeriod(
        received_on, days, last, end + words.first_offset * ONE_DAY, end + words.earliest_arguable_offset * ONE_DAY,
        tuple(end + n * ONE_DAY for n in (-1, 0, 1)),
    )  # fmt: skip


def _counted(received_on: date, days: int, law: Law, excluded: Set[date]) -> date:
    first_counts = law.choice("readings/day_of_receipt").value == "day_of_receipt"
    end = received_on + timedelta(days=days - 1 if first_counts else days)
    if law.choice("readings/recess").value == "recess_excluded":
        end = _leaving_out(received_on, days - 1 if first_counts else days, excluded)
    if law.choice("readings/roll_over").value == "next_weekday":
        while end.weekday() >= SATURDAY:
            end += ONE_DAY
    return end


def _leaving_out(received_on: date, days: int, excluded: Set[date]) -> date:
    day, counted = received_on, 0
    while counted < days:
        day += ONE_DAY
        counted += day not in excluded
    return day
