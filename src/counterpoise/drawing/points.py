"""Points in a plane with the interval of each: labelled where they stand, joined where they can be told apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from counterpoise.drawing.figure import Caption
from counterpoise.drawing.letters import width as wide_of
from counterpoise.drawing.letters import wrapped
from counterpoise.drawing.scales import Scale, linear, ticks
from counterpoise.drawing.sheet import LINE, TICK, Sheet

HEIGHT = 270.0  # [px] of the plot
LABEL_ROOM = 130.0  # [px] how wide a label may be


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A point with the interval of its height, and its words; `is_joined`: a line leads to it from the one before."""

    x: float
    y: float
    low: float
    high: float
    label: str = ""
    is_hollow: bool = False
    is_joined: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Plane:
    """What both axes are called, and what stands before and after a number of the horizontal one."""

    x_label: str
    y_label: str
    x_prefix: str = ""
    x_suffix: str = ""


def points(caption: Caption, width: int, dots: Sequence[Dot], plane: Plane) -> str:
    """Draw points over axes that begin at zero."""
    sheet = Sheet(caption, width)
    top = sheet.top + 40
    left, right = (46.0, 24.0) if sheet.is_narrow else (72.0, 70.0)
    x = linear([dot.x for dot in dots], left, sheet.width - sheet.margin - right, with_zero=True)
    y = linear([end for dot in dots for end in (dot.low, dot.high)], top + HEIGHT, top, with_zero=True)
    _axes(sheet, x, y, plane)
    solid = [dot for dot in dots if not dot.is_hollow]
    for before, dot in pairwise(solid):
        if dot.is_joined:
            sheet.polyline([(x.at(before.x), y.at(before.y)), (x.at(dot.x), y.at(dot.y))], "a", thick=1.5, dash="5 4")
    for dot in dots:
        at = x.at(dot.x)
        sheet.line((at, y.at(dot.low)), (at, y.at(dot.high)), "a", thick=4, faint=0.4)
        sheet.mark("circle", (at, y.at(dot.y)), "a", size=5 if not dot.is_hollow else 4, is_hollow=dot.is_hollow)
    for dot in solid:
        _label(sheet, dot, x, y.at(dot.high) - 8)
    return sheet.finish(y.start + 44)


def _axes(sheet: Sheet, x: Scale, y: Scale, plane: Plane) -> None:
    for value in ticks(y, 6):
        sheet.line((x.start, y.at(value)), (x.end, y.at(value)), "grid")
        sheet.text(x.start - 8, y.at(value) + 4, f"{value:g}", size=TICK, colour="soft", anchor="end")
    for value in ticks(x, 5 if sheet.is_narrow else 8):
        words = f"{plane.x_prefix}{value:g}{plane.x_suffix}" if value else "0"
        sheet.text(x.at(value), y.start + 20, words, size=TICK, colour="soft", anchor="middle")
    sheet.text((x.start + x.end) / 2, y.start + 40, plane.x_label, size=TICK, colour="soft", anchor="middle")
    sheet.text(sheet.margin, sheet.top + 14, plane.y_label, size=TICK, colour="soft")


def _label(sheet: Sheet, dot: Dot, scale: Scale, y: float) -> None:
    """Write a label above its interval, held between the axis and the edge of the sheet."""
    lines = wrapped(dot.label, TICK, LABEL_ROOM if not sheet.is_narrow else 84.0) if dot.label else []
    half = max((wide_of(line, TICK) for line in lines), default=0.0) / 2
    x = min(max(scale.at(dot.x), scale.start + half - 4), sheet.width - sheet.margin / 2 - half)
    for n, line in enumerate(reversed(lines)):
        sheet.text(x, y - n * TICK * LINE, line, size=TICK, anchor="middle", halo=True)
