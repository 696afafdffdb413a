"""The timeline as one SVG picture: days downwards, the review period as a bar, gaps in days."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from counterpoise.law.answers import DISCLAIMER, conditional
from counterpoise.law.timeline import TimelineEntry, timeline

if TYPE_CHECKING:
    from counterpoise.law.clock import ReviewClock

WIDTH, LEFT, AXIS, TEXT = 760, 28, 212, 240  # [px] width of the picture; date column; axis; text column
TOP, ROW, LINE = 108, 52, 18  # [px] first row; least height of a row; one line of text
ENTRY = 44  # [px] height of a further entry of the same day
PER_DAY, MOST_GAP = 1.6, 64  # [px] how much a day of distance adds, and the most it may add
STYLE = """
  .review-clock { color-scheme: light dark; }
  .review-clock text { font-family: system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
  .review-clock .paper { fill: #ffffff; }
  .review-clock .ink, .review-clock .event { fill: #16202c; }
  .review-clock .soft { fill: #55606d; }
  .review-clock .axis { stroke: #9aa5b1; }
  .review-clock .period { fill: #2a6fb0; }
  .review-clock .deadline { fill: #b3261e; }
  .review-clock .opening { fill: #1b7a43; }
  .review-clock .expiry { fill: #7a4ea3; }
  @media (prefers-color-scheme: dark) {
    .review-clock .paper { fill: #14181d; }
    .review-clock .ink, .review-clock .event { fill: #eef2f6; }
    .review-clock .soft { fill: #a9b4c0; }
    .review-clock .axis { stroke: #5d6975; }
    .review-clock .period { fill: #6aa9e6; }
    .review-clock .deadline { fill: #ff8a80; }
    .review-clock .opening { fill: #6fd39b; }
    .review-clock .expiry { fill: #c6a5ea; }
  }
"""
SHAPES = {"event": "circle", "deadline": "square", "opening": "triangle", "expiry": "diamond"}


@dataclass(frozen=True, slots=True)
class Day:
    """The entries of one day and the height at which they stand."""

    y: float
    entries: tuple[TimelineEntry, ...]


def as_svg(clock: "ReviewClock") -> str:
    """Give the picture as a standalone SVG text with title and description for readers who do not see it."""
    days = _laid_out(timeline(clock))
    height = (days[-1].y + ROW + ENTRY * len(days[-1].entries) if days else TOP + ROW) + 30
    title = _title(clock)
    description = "; ".join(f"{e.on.isoformat()}: {e.title}" for day in days for e in day.entries) or "No day is known."
    size = f'viewBox="0 0 {WIDTH} {height:.0f}" width="{WIDTH}" height="{height:.0f}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} class="review-clock" role="img">',
        f'<title>{escape(title)}</title>', f'<desc>{escape(description)}</desc>',
        f"<style>{STYLE}</style>", f'<rect class="paper" width="{WIDTH}" height="{height:.0f}"/>',
        *_heading(clock, title), *_axis(days), *_periods(clock, days),
    ]  # fmt: skip
    for before, day in zip((None, *days), days, strict=False):
        parts += _gap(before, day)
        parts += _day(day)
    if not days:
        parts.append(_text(LEFT, TOP, _without_days(clock), "soft", 14))
    parts += [_text(LEFT, height - 16, DISCLAIMER, "soft", 11), "</svg>"]
    return "\n".join(parts) + "\n"


def _without_days(clock: "ReviewClock") -> str:
    if clock.track.required is False:
        return "No certification is due on these facts: no clock runs."
    condition = conditional(clock)
    return condition["says"] if condition is not None else "No certification is known: no clock runs."


def _title(clock: "ReviewClock") -> str:
    buyers = ", ".join(party.name for party in clock.facts.parties)
    under = f", section {clock.track.track}" if clock.track.track != "none" else ""
    return f"Review clock: {buyers}{under}"


def _heading(clock: "ReviewClock", title: str) -> list[str]:
    if clock.facts.emergency:
        line = "Emergency certified: no review days; notice, publication and 36(h) remain"
    elif clock.track.review_days:
        usual = "the day of receipt is day zero; weekends and recesses count"
        how = "counted by readings that the user chose" if clock.law.readings else usual
        line = f"{clock.track.review_days} calendar days; {how}"
    else:
        line = "No review period runs under this provision"
    return [_text(LEFT, 40, title, "ink", 20, weight=600), _text(LEFT, 66, line, "soft", 14)]


def _laid_out(entries: Sequence[TimelineEntry]) -> list[Day]:
    days: list[Day] = []
    for on in sorted({entry.on for entry in entries}):
        same = tuple(entry for entry in entries if entry.on == on)
        if not days:
            days.append(Day(TOP, same))
            continue
        before = days[-1]
        gap = (on - before.entries[0].on).days
        used = ROW + ENTRY * (len(before.entries) - 1)
        days.append(Day(before.y + used + min(MOST_GAP, gap * PER_DAY), same))
    return days


def _axis(days: Sequence[Day]) -> list[str]:
    if len(days) < 2:
        return []
    first, last = days[0].y, days[-1].y
    return [f'<line class="axis" x1="{AXIS}" x2="{AXIS}" y1="{first:.1f}" y2="{last:.1f}" stroke-width="2"/>']


def _periods(clock: "ReviewClock", days: Sequence[Day]) -> list[str]:
    at = {day.entries[0].on: day.y for day in days}
    bars = []
    for n, period in enumerate(clock.periods):
        if period.last_protected_day is None:
            continue
        top, bottom = at[period.received_on], at[period.last_protected_day]
        place = f'x="{AXIS - 5 - 12 * n}" y="{top:.1f}" width="10" height="{bottom - top:.1f}"'
        bars.append(f'<rect class="period" {place} rx="5" opacity="0.85"/>')
    return bars


def _gap(before: Day | None, day: Day) -> list[str]:
    if before is None:
        return []
    days = (day.entries[0].on - before.entries[0].on).days
    middle = (before.y + day.y) / 2 + 4
    return [_text(AXIS - 34, middle, f"{days} day{'' if days == 1 else 's'}", "soft", 11, anchor="end")]


def _day(day: Day) -> list[str]:
    on = day.entries[0].on
    parts = [_text(LEFT, day.y + 5, f"{on:%a} {on.day} {on:%b %Y}", "ink", 14, weight=600)]
    for n, entry in enumerate(day.entries):
        y = day.y + ENTRY * n
        parts.append(_mark(entry.kind, y))
        parts.append(_text(TEXT, y + 5, entry.title, "ink", 14, weight=600))
        parts.append(_text(TEXT, y + 5 + LINE, entry.detail, "soft", 12))
    return parts


def _mark(kind: str, y: float) -> str:
    shape, x = SHAPES[kind], AXIS
    if shape == "circle":
        return f'<circle class="{kind}" cx="{x}" cy="{y:.1f}" r="7"/>'
    corners = {
        "square": ((-6, -6), (6, -6), (6, 6), (-6, 6)), "triangle": ((0, -8), (8, 6), (-8, 6)),
        "diamond": ((0, -8), (8, 0), (0, 8), (-8, 0)),
    }[shape]  # fmt: skip
    points = " ".join(f"{x + dx},{y + dy:.1f}" for dx, dy in corners)
    return f'<polygon class="{kind}" points="{points}"/>'


def _text(x: float, y: float, text: str, style: str, size: int, *, weight: int = 400, anchor: str = "start") -> str:
    return (f'<text class="{style}" x="{x}" y="{y:.1f}" font-size="{size}" font-weight="{weight}" '
            f'text-anchor="{anchor}">{escape(text)}</text>')  # fmt: skip
