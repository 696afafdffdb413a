"""Intervals, one row each, on a linear or a logarithmic axis: a bar, a mark at the median, the numbers in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from counterpoise.drawing.figure import Caption
from counterpoise.drawing.letters import width as wide_of
from counterpoise.drawing.letters import wrapped
from counterpoise.drawing.scales import Scale, linear, logarithmic, ticks
from counterpoise.drawing.sheet import LABEL, LINE, SHAPES, TICK, Sheet

PAD = 9.0  # [px] above and below the words of a row
SMALL = 11.5  # [px] letters below a label


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: its label, colour, the ends of its interval and the value inside it; None for no mark or no bar.

    `beside` is written at the right: the numbers, or why there is no bar. `below` is written small under the label.
    """

    label: str
    colour: str
    low: float | None = None
    middle: float | None = None
    high: float | None = None
    beside: str = ""
    below: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """The axis of intervals: what it is called, what is shaded and what is marked on it, with words above."""

    label: str
    is_log: bool = True
    with_zero: bool = False
    shaded: tuple[float, float, str] | None = None
    marks: tuple[tuple[float, str], ...] = ()
    prefix: str = ""  # before a number of the axis: "$"
    suffix: str = ""  # after it: " bn"


_Words = tuple[list[str], list[str], list[str], float]  # lines of label, below and beside; height of the row [px]


@dataclass(frozen=True, slots=True)
class _Layout:
    rows: tuple[_Words, ...]
    left: float
    right: float


def intervals(caption: Caption, width: int, rows: Sequence[Row], axis: Axis) -> str:
    """Draw intervals; what lies beyond the axis ends in an arrow."""
    sheet = Sheet(caption, width)
    layout = _laid_out(sheet, rows)
    values = [value for row in rows for value in (row.low, row.middle, row.high) if value is not None]
    values += [value for value, _ in axis.marks] + list(axis.shaded[:2] if axis.shaded else ())
    ends = layout.left, sheet.width - layout.right
    scale = logarithmic(values, *ends) if axis.is_log else linear(values, *ends, with_zero=axis.with_zero)
    top = sheet.top + (24 if axis.marks or axis.shaded else 6)
    tops = [top + sum(height for *_, height in layout.rows[:n]) for n in range(len(rows) + 1)]
    strips = [(top, tops[-1])]
    if sheet.is_narrow:  # the axis runs beside the bars, not through the labels above them
        strips = [(y + _tall(*words[:2]) + PAD / 2, y + words[3]) for y, words in zip(tops, layout.rows, strict=False)]
    _ground(sheet, scale, axis, strips)
    for row, words, y in zip(rows, layout.rows, tops, strict=False):
        _row(sheet, scale, row, words, y, layout.left)
    return sheet.finish(tops[-1] + 46)


def _tall(label: Sequence[str], below: Sequence[str]) -> float:
    return len(label) * LABEL * LINE + len(below) * SMALL * LINE


def _laid_out(sheet: Sheet, rows: Sequence[Row]) -> _Layout:
    beside = max((wide_of(line, TICK) for row in rows for line in [row.beside] if row.middle is not None), default=0.0)
    if sheet.is_narrow:
        right, left = min(beside, 96.0) + 20, sheet.margin + 4
        label_room = sheet.room
    else:
        longest = max((wide_of(row.label, LABEL) for row in rows), default=0.0)
        room = 300.0 if not any(row.below for row in rows) else 330.0
        label_room = min(max(longest, 200.0 if any(row.below for row in rows) else 0.0), room)
        left, right = sheet.margin + label_room + 18, min(beside, 150.0) + 34
    found = []
    for row in rows:
        label = wrapped(row.label, LABEL, label_room)
        below = wrapped(row.below, SMALL, label_room, most=6) if row.below else []
        told_room = right - 18 if row.middle is not None else sheet.width - left - sheet.margin - 8
        told = wrapped(row.beside, TICK, told_room)
        words = _tall(label, below)
        bar = max(len(told), 1) * TICK * LINE
        height = words + bar + PAD + 4 if sheet.is_narrow else max(words, bar) + 2 * PAD
        found.append((label, below, told if row.beside else [], height))
    return _Layout(tuple(found), left, right)


def _ground(sheet: Sheet, scale: Scale, axis: Axis, strips: Sequence[tuple[float, float]]) -> None:
    top, bottom = strips[0][0], strips[-1][1]
    for start, end in strips:
        if axis.shaded is not None:
            low, high = scale.at(axis.shaded[0]), scale.at(axis.shaded[1])
            sheet.box(low, start, high - low, end - start, "c", faint=0.17)
        for tick in ticks(scale, 5 if sheet.is_narrow else 7):
            sheet.line((scale.at(tick), start), (scale.at(tick), end), "grid")
        for value, _ in axis.marks:
            sheet.line((scale.at(value), start), (scale.at(value), end), "soft", thick=1.5)
    for tick in ticks(scale, 5 if sheet.is_narrow else 7):
        words = f"{axis.prefix}{tick:g}{axis.suffix}"
        sheet.text(scale.at(tick), bottom + 18, words, size=TICK, colour="soft", anchor="middle")
    sheet.text((scale.start + scale.end) / 2, bottom + 38, axis.label, size=TICK, colour="soft", anchor="middle")
    above = sheet.top + 16 if sheet.is_narrow else top - 8
    if axis.shaded is not None:
        _above(sheet, (scale.at(axis.shaded[0]) + scale.at(axis.shaded[1])) / 2, above, axis.shaded[2], "c")
    for value, words in axis.marks:
        _above(sheet, scale.at(value), above, words, "soft")


def _above(sheet: Sheet, x: float, y: float, words: str, colour: str) -> None:
    half = wide_of(words, TICK) / 2
    x = min(max(x, sheet.margin + half), sheet.width - sheet.margin - half)
    sheet.text(x, y, words, size=TICK, colour=colour, anchor="middle")


def _row(sheet: Sheet, scale: Scale, row: Row, words: _Words, y: float, left: float) -> None:
    label, below, beside, height = words
    tall = _tall(label, below)
    if sheet.is_narrow:
        x, anchor, first, middle = sheet.margin, "start", y + PAD + LABEL * 0.6, y + PAD + tall + TICK * 0.5
    else:
        x, anchor, first, middle = left - 14, "end", y + (height - tall) / 2 + LABEL, y + height / 2
    for n, line in enumerate(label):
        sheet.text(x, first + n * LABEL * LINE, line, anchor=anchor)
    for n, line in enumerate(below):
        at = first + len(label) * LABEL * LINE + n * SMALL * LINE
        sheet.text(x, at, line, size=SMALL, colour="soft", anchor=anchor)
    _bar(sheet, scale, row, middle)
    x = scale.end + 14 if row.middle is not None else scale.start + 4
    up = (len(beside) - 1) * TICK * LINE / 2
    for n, line in enumerate(beside):
        sheet.text(x, middle + 4 - up + n * TICK * LINE, line, size=TICK, colour="soft")


def _bar(sheet: Sheet, scale: Scale, row: Row, y: float) -> None:
    if row.low is not None and row.high is not None:
        sheet.line((scale.at(row.low), y), (scale.at(row.high), y), row.colour, thick=2.5)
        for end, value, beyond in (("left", row.low, row.low < scale.low), ("right", row.high, row.high > scale.high)):
            if beyond or not isfinite(value):
                sheet.mark(f"triangle_{end}", (scale.at(value), y), row.colour, size=4.5)
    if row.middle is not None and scale.holds(row.middle):
        sheet.mark(SHAPES[row.colour], (scale.at(row.middle), y), row.colour)
