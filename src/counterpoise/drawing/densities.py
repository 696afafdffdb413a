"""Distributions over the draws as outlines of shares, each labelled at its peak, with the values that are marked."""

from collections.abc import Sequence
from dataclasses import dataclass

from counterpoise.drawing.figure import Caption
from counterpoise.drawing.letters import width as wide_of
from counterpoise.drawing.scales import Scale, ticks
from counterpoise.drawing.sheet import LABEL, LINE, TICK, Sheet

HEIGHT = 220.0  # [px] of the plot
MOST_BINS = 36
DASHES = {"a": "", "b": "6 4", "c": "2 4", "d": "8 3 2 3"}


@dataclass(frozen=True, slots=True)
class Outline:
    """The shares of the draws of one label in bins of equal width; values beyond the ends count in the last bins."""

    label: str
    colour: str
    low: float
    step: float
    shares: tuple[float, ...]

    @property
    def rows(self) -> list[tuple[str, str, str, str]]:
        """The bins as rows: label, from, to, share."""
        return [
            (self.label, f"{self.low + i * self.step:.3g}", f"{self.low + (i + 1) * self.step:.3g}", f"{share:.4f}")
            for i, share in enumerate(self.shares)
        ]


def outlines(shown: Sequence[tuple[str, str, Sequence[float]]], marked: Sequence[float]) -> tuple[Outline, ...]:
    """Count values (label, colour, values) in common bins; the outermost half percent at each end counts in the last.

    As many bins as the square root of the fewest values, 36 at most.
    """
    bins = max(4, min(MOST_BINS, int(min(len(values) for _, _, values in shown) ** 0.5)))
    every = sorted(value for _, _, values in shown for value in values)
    low, high = every[len(every) // 200], every[-1 - len(every) // 200]
    low, high = min([low, *marked]) - 0.02, max([high, *marked]) + 0.02
    step = (high - low) / bins
    found = []
    for label, colour, values in shown:
        counts = [0] * bins
        for value in values:
            counts[min(max(int((value - low) / step), 0), bins - 1)] += 1
        found.append(Outline(label, colour, low, step, tuple(count / len(values) for count in counts)))
    return tuple(found)


def densities(
    caption: Caption, width: int, shown: Sequence[Outline], marks: Sequence[tuple[float, str, str]], x_label: str
) -> str:
    """Draw outlines and marked values (value, dash, words)."""
    sheet = Sheet(caption, width)
    ordered = sorted(shown, key=_peak)
    top = sheet.top + 20 + 20 * len(ordered)
    bottom = top + HEIGHT
    first = shown[0]
    x = Scale(first.low, first.low + first.step * len(first.shares), sheet.margin, sheet.width - sheet.margin)
    y = Scale(0.0, max(share for one in shown for share in one.shares), bottom, top)
    for tick in ticks(x, 5 if sheet.is_narrow else 8):
        sheet.line((x.at(tick), top), (x.at(tick), bottom), "grid")
        sheet.text(x.at(tick), bottom + 18, f"{tick:g}", size=TICK, colour="soft", anchor="middle")
    for value, dash, _ in marks:
        sheet.line((x.at(value), top), (x.at(value), bottom), "soft", thick=1.5, dash=dash)
    below = _named(sheet, [(x.at(value), words) for value, _, words in marks], bottom + 34)
    sheet.text(sheet.width / 2, below + 4, x_label, size=TICK, colour="soft", anchor="middle")
    for one in ordered:
        points = [(x.at(one.low + (i + 0.5) * one.step), y.at(share)) for i, share in enumerate(one.shares)]
        sheet.polyline(points, one.colour, dash=DASHES[one.colour])
    for n, one in enumerate(ordered):
        _label(sheet, one, x, y, sheet.top + 14 + 20 * n)
    return sheet.finish(below + 8)


def _peak(one: Outline) -> int:
    return max(range(len(one.shares)), key=lambda i: one.shares[i])


def _label(sheet: Sheet, one: Outline, x: Scale, y: Scale, at: float) -> None:
    """Write a label above its line's peak, beside the thread that leads down to it."""
    peak = _peak(one)
    where = x.at(one.low + (peak + 0.5) * one.step)
    sheet.line((where, at - 10), (where, y.at(one.shares[peak])), one.colour, faint=0.55)
    room = wide_of(one.label, LABEL, bold=True)
    start = min(where + 5, sheet.width - sheet.margin / 2 - room)
    sheet.text(start, at, one.label, size=LABEL, colour=one.colour, bold=True, halo=True)


def _named(sheet: Sheet, marks: Sequence[tuple[float, str]], y: float) -> float:
    """Write what the marked values are, on further lines where they would meet; give the next base line."""
    taken = -1.0
    for x, words in sorted(marks):
        half = wide_of(words, TICK) / 2
        at = min(max(x, sheet.margin + half), sheet.width - sheet.margin - half)
        if at - half < taken:
            y += TICK * LINE
        sheet.text(at, y, words, size=TICK, colour="soft", anchor="middle")
        taken = at + half + 6
    return y + TICK * LINE
