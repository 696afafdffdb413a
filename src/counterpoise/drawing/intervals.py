"""Intervals, one row each, on a linear or a logarithmic axis: a bar, a mark at the median, the numbers in words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isfinite

from counterpoise.drawing.figure import Caption
from counterpoise.drawing.letters import width as wide_of
from counterpoise.drawing.letters import wrapped
from counterpoise.drawing.scales import Scale, linear, logarithmic, ticks
from counterpoise.drawing.sheet import LABEL, LINE, SHAPES, TICK, Sheet

PAD = 9.0  # [px] above and below the words of a row
SMALL = 11.5  # [px] letters below a label
BAR = 24.0  # [px] height of a bar's strip on a narrow sheet


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


@dataclass(frozen=True, slots=True)
class _Words:
    """The lines of a row, and its height; `is_under`: the numbers stand below the bar, which has no room beside it."""

    label: list[str]
    below: list[str]
    beside: list[str]
    is_under: bool
    height: float

    @property
    def tall(self) -> float:
        """The height of label and what stands below it [px]."""
        return len(self.label) * LABEL * LINE + len(self.below) * SMALL * LINE


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
    tops = [top + sum(words.height for words in layout.rows[:n]) for n in range(len(rows) + 1)]
    strips = [(top, tops[-1])]
    if sheet.is_narrow:  # the axis runs beside the bars, not through the words above them
        strips = [
            (y + words.tall + PAD / 2, y + words.tall + BAR)
            for row, words, y in zip(rows, layout.rows, tops, strict=False)
            if row.middle is not None
        ]
    _ground(sheet, scale, axis, strips or [(top, top)], tops[-1])
    for row, words, y in zip(rows, layout.rows, tops, strict=False):
        _row(sheet, scale, row, words, y, layout.left)
    return sheet.finish(tops[-1] + 46)


def _laid_out(sheet: Sheet, rows: Sequence[Row]) -> _Layout:
    beside = max((wide_of(row.beside, TICK) for row in rows if row.middle is not None), default=0.0)
    if sheet.is_narrow:
        is_under = beside > 96.0
        left, right = sheet.margin + 4, 20.0 if is_under else beside + 20
        return _Layout(tuple(_narrow_words(sheet, row, is_under) for row in rows), left, right)
    has_below = any(row.below for row in rows)
    longest = max((wide_of(row.label, LABEL) for row in rows), default=0.0)
    room = min(max(longest, 200.0 if has_below else 0.0), 330.0 if has_below else 300.0)
    left, right = sheet.margin + room + 18, min(beside, 150.0) + 34
    found = []
    for row in rows:
        told = right - 18 if row.middle is not None else sheet.width - left - sheet.margin - 8
        words = _words(row, room, told, is_under=False)
        height = max(words.tall, len(words.beside) * TICK * LINE) + 2 * PAD
        found.append(replace(words, height=height))
    return _Layout(tuple(found), left, right)


def _narrow_words(sheet: Sheet, row: Row, is_under: bool) -> _Words:
    words = _words(row, sheet.room, sheet.room, is_under=is_under or row.middle is None)
    told = len(words.beside) * TICK * LINE if words.is_under else 0.0
    return replace(words, height=words.tall + told + (BAR if row.middle is not None else 0.0) + PAD)


def _words(row: Row, room: float, told: float, *, is_under: bool) -> _Words:
    below = wrapped(row.below, SMALL, room, even=False) if row.below else []
    beside = wrapped(row.beside, TICK, told, even=False) if row.beside else []
    return _Words(wrapped(row.label, LABEL, room), below, beside, is_under, 0.0)


def _ground(sheet: Sheet, scale: Scale, axis: Axis, strips: Sequence[tuple[float, float]], bottom: float) -> None:
    top = strips[0][0]
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
    if sheet.is_narrow:
        x, anchor, first, middle = sheet.margin, "start", y + PAD + LABEL * 0.6, y + words.tall + (BAR + PAD) / 2
    else:
        x, anchor, first = left - 14, "end", y + (words.height - words.tall) / 2 + LABEL
        middle = y + words.height / 2
    for n, line in enumerate(words.label):
        sheet.text(x, first + n * LABEL * LINE, line, anchor=anchor)
    first += len(words.label) * LABEL * LINE
    for n, line in enumerate(words.below):
        sheet.text(x, first + n * SMALL * LINE, line, size=SMALL, colour="soft", anchor=anchor)
    _bar(sheet, scale, row, middle)
    if words.is_under:
        x, at = sheet.margin, y + words.tall + PAD + TICK * 0.6 + (BAR if row.middle is not None else 0.0)
    else:
        x = scale.end + 14 if row.middle is not None else scale.start + 4
        at = middle + 4 - (len(words.beside) - 1) * TICK * LINE / 2
    for n, line in enumerate(words.beside):
        sheet.text(x, at + n * TICK * LINE, line, size=TICK, colour="soft", halo=row.middle is None)


def _bar(sheet: Sheet, scale: Scale, row: Row, y: float) -> None:
    if row.low is not None and row.high is not None:
        sheet.line((scale.at(row.low), y), (scale.at(row.high), y), row.colour, thick=2.5)
        for end, value, beyond in (("left", row.low, row.low < scale.low), ("right", row.high, row.high > scale.high)):
            if beyond or not isfinite(value):
                sheet.mark(f"triangle_{end}", (scale.at(value), y), row.colour, size=4.5)
    if row.middle is not None and scale.holds(row.middle):
        sheet.mark(SHAPES[row.colour], (scale.at(row.middle), y), row.colour)
