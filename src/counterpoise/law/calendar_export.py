"""The timeline as iCalendar: stable identifiers, all-day events, alarms before deadlines."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from counterpoise.law.answers import DISCLAIMER
from counterpoise.law.timeline import TimelineEntry, timeline

if TYPE_CHECKING:
    from icalendar import Alarm, Event

    from counterpoise.law.clock import ReviewClock

ALARM_DAYS_BEFORE = (7, 1)
DOMAIN = "counterpoise"


def matter_id(clock: "ReviewClock", case_id: str | None = None) -> str:
    """Give the name under which a matter's events keep their identity: the case's id, or purchaser, route and total.

    The day of receipt is no part of it, so that a corrected day moves the events and makes no new ones.
    """
    if case_id:
        return case_id
    parties = "-".join(party.code.lower() for party in clock.facts.parties)
    total = clock.facts.total_usd if clock.facts.total_usd is not None else "unknown"
    return f"{parties}-{clock.facts.route}-{total}".replace("_", "-")


def as_icalendar(
    clock: "ReviewClock", *, case_id: str | None = None, sequence: int = 0, stamped_at: datetime | None = None
) -> str:
    """Give the timeline as one iCalendar text (RFC 5545).

    Each event has the identifier "<matter>.<rule>@counterpoise". `sequence` is raised by the caller when a day moved.
    `stamped_at` is when the answer was made; without it the day of the law applied stands in, so that equal answers
    give equal bytes.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Counterpoise//review clock//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    name = matter_id(clock, case_id)
    calendar.add("x-wr-calname", f"Review clock {name}")
    day = clock.law.on
    stamp = stamped_at or datetime(day.year, day.month, day.day, tzinfo=UTC)
    for entry in timeline(clock):
        calendar.add_component(_event(entry, name, sequence, stamp))
    raw: bytes = calendar.to_ical()
    return raw.decode("utf-8")


def _event(entry: TimelineEntry, name: str, sequence: int, stamp: datetime) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", f"{name}.{entry.id}@{DOMAIN}")
    event.add("dtstamp", stamp)
    event.add("sequence", sequence)
    event.add("dtstart", entry.on)
    event.add("dtend", entry.on + timedelta(days=1))
    event.add("summary", f"{entry.title} ({name})")
    event.add("description", f"{entry.detail}. {entry.provision}. {DISCLAIMER}")
    event.add("categories", [entry.kind])
    event.add("transp", "TRANSPARENT")
    event.add("status", "CONFIRMED")
    if entry.kind == "deadline":
        for alarm in _alarms(entry, ALARM_DAYS_BEFORE):
            event.add_component(alarm)
    return event


def _alarms(entry: TimelineEntry, days_before: Sequence[int]) -> list["Alarm"]:
    from icalendar import Alarm

    alarms = []
    for days in days_before:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", f"{entry.title} in {days} day{'' if days == 1 else 's'}: {_iso(entry.on)}")
        alarm.add("trigger", timedelta(days=-days))
        alarms.append(alarm)
    return alarms


def _iso(day: date) -> str:
    return day.isoformat()
