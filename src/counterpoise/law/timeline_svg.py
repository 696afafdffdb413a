"""The timeline as a picture: days downwards, the review period as a bar, gaps in days."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from counterpoise import __version__
from counterpoise.drawing.figure import WIDE, Caption, Figure, compose
from counterpoise.drawing.letters import wrapped
from counterpoise.drawing.sheet import LABEL, LINE, TICK, Sheet
from counterpoise.law.answers import DISCLAIMER, conditional
from counterpoise.law.timeline import TimelineEntry, timeline

if TYPE_CHECKING:
    from counterpoise.law.clock import ReviewClock

PER_DAY, LEAST_GAP, MOST_GAP = 1.6, 22.0, 72.0  # [px] what a day of distance adds, and the ends of what a gap may be
MARKS = {"event": ("circle", "ink"), "deadline": ("square", "b"), "opening": ("triangle", "c"),
         "expiry": ("diamond", "d")}  # fmt: skip
COLUMNS = ("day", "weekday", "what", "detail", "provision")


@dataclass(frozen=True, slots=True)
class _Day:
    """The entries of one day, the height of its first mark, and the lines of each entry."""

    y: float
    entries: tuple[TimelineEntry, ...]
    lines: tuple[tuple[list[str], list[str]], ...]  # title, detail
    height: float


def figure(clock: "ReviewClock", name: str = "review_clock") -> Figure:
    """Give the timeline as a picture with its days as data."""
    entries = timeline(clock)
    rows = [(e.on.isoformat(), f"{e.on:%A}", e.title, e.detail, e.provision) for e in entries]
    return compose(_caption(clock, entries, name), lambda caption, width: _drawn(clock, caption, width), COLUMNS, rows)


def as_svg(clock: "ReviewClock") -> str:
    """Give the picture as a standalone SVG text with title and description for readers who do not see it."""
    return _drawn(clock, _caption(clock, timeline(clock), "review_clock"), WIDE)


def _caption(clock: "ReviewClock", entries: Sequence[TimelineEntry], name: str) -> Caption:
    buyers = ", ".join(party.name for party in clock.facts.parties)
    under = f", section {clock.track.track}" if clock.track.track != "none" else ""
    return Caption(
        name=name, title=f"Review clock: {buyers}{under}", says=_how_counted(clock), source=_source(clock, entries),
        disclaimer=DISCLAIMER,
        description="; ".join(f"{e.on.isoformat()}: {e.title}" for e in entries) or "No day is known.",
    )  # fmt: skip


def _how_counted(clock: "ReviewClock") -> str:
    if clock.facts.emergency:
        return "Emergency certified: no review days; notice, publication and 36(h) remain"
    if clock.track.review_days:
        usual = "the day of receipt is day zero; weekends and recesses count"
        how = "counted by readings that the user chose" if clock.law.readings else usual
        return f"{clock.track.review_days} calendar days; {how}"
    return "No review period runs under this provision"


def _source(clock: "ReviewClock", entries: Sequence[TimelineEntry]) -> str:
    provisions = list(dict.fromkeys(e.provision for e in entries if e.provision != "stated")) or ["22 U.S.C. 2776"]
    known = f", facts known on {clock.known_on}" if clock.known_on else ""
    verified = clock.law.table("currency").verified_to
    return (
        f"{'; '.join(provisions)}. Law of {clock.law.on}{known}; law files verified to {verified}; "
        f"Counterpoise {__version__}."
    )


def _drawn(clock: "ReviewClock", caption: Caption, width: int) -> str:
    sheet = Sheet(caption, width)
    axis, left = (sheet.margin + 12, sheet.margin + 34) if sheet.is_narrow else (212.0, 240.0)
    days = _laid_out(sheet, timeline(clock), left)
    if not days:
        return sheet.finish(sheet.paragraph(sheet.margin, sheet.top + 24, _without_days(clock), size=14))
    down = LABEL * LINE if sheet.is_narrow else 0.0  # the day stands above the mark there
    if len(days) > 1:
        sheet.line((axis, days[0].y + down), (axis, days[-1].y + down), "soft", thick=2, faint=0.7)
    at = {day.entries[0].on: day.y + down for day in days}
    for n, period in enumerate(clock.periods):
        if period.last_protected_day is not None:
            top, bottom = at[period.received_on], at[period.last_protected_day]
            sheet.box(axis - 5 - 12 * n, top, 10, bottom - top, "a", faint=0.85, corner=5)
    for before, day in zip((None, *days), days, strict=False):
        if before is not None:
            _gap(sheet, before, day, axis)
        _day(sheet, day, axis, left)
    return sheet.finish(days[-1].y + days[-1].height)


def _without_days(clock: "ReviewClock") -> str:
    if clock.track.required is False:
        return "No certification is due on these facts: no clock runs."
    condition = conditional(clock)
    return condition["says"] if condition is not None else "No certification is known: no clock runs."


def _laid_out(sheet: Sheet, entries: Sequence[TimelineEntry], left: float) -> list[_Day]:
    days: list[_Day] = []
    room = sheet.width - left - sheet.margin / 2
    for on in sorted({entry.on for entry in entries}):
        same = tuple(entry for entry in entries if entry.on == on)
        lines = tuple((wrapped(e.title, 14, room, bold=True), wrapped(e.detail, TICK, room)) for e in same)
        height = sum(_height(*both) for both in lines) + (LABEL * LINE if sheet.is_narrow else 0.0)
        y = sheet.top + (14 if sheet.is_narrow else 26)
        if days:
            distance = (on - days[-1].entries[0].on).days * PER_DAY
            y = days[-1].y + days[-1].height + min(max(distance, LEAST_GAP), MOST_GAP)
        days.append(_Day(y, same, lines, height))
    return days


def _height(title: Sequence[str], detail: Sequence[str]) -> float:
    return len(title) * 14 * LINE + len(detail) * TICK * LINE + 6


def _gap(sheet: Sheet, before: _Day, day: _Day, axis: float) -> None:
    days = (day.entries[0].on - before.entries[0].on).days
    words = f"{days} day{'' if days == 1 else 's'}"
    if sheet.is_narrow:
        sheet.text(axis + 22, day.y - LABEL * 1.35, f"{words} later", size=TICK, colour="soft")
    else:
        middle = (before.y + day.y) / 2 + 4
        sheet.text(axis - 34, middle, words, size=TICK, colour="soft", anchor="end")


def _day(sheet: Sheet, day: _Day, axis: float, left: float) -> None:
    on = day.entries[0].on
    words, y = f"{on:%a} {on.day} {on:%b %Y}", day.y + 5
    if sheet.is_narrow:
        sheet.text(left, y, words, colour="soft", bold=True)
        y += LABEL * LINE + 2
    else:
        sheet.text(sheet.margin, y, words, size=14, bold=True)
    for entry, (title, detail) in zip(day.entries, day.lines, strict=True):
        shape, colour = MARKS[entry.kind]
        sheet.mark(shape, (axis, y - 5), colour, size=7)
        for line in title:
            sheet.text(left, y, line, size=14, bold=True)
            y += 14 * LINE
        for line in detail:
            sheet.text(left, y - 2, line, size=TICK, colour="soft")
            y += TICK * LINE
        y += 6
