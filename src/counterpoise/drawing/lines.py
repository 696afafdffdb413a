"""Lines over years or counts: each labelled where it ends, with the interval at its points where there is one."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from counterpoise.drawing.figure import Caption
from counterpoise.drawing.letters import width as wide_of
from counterpoise.drawing.letters import wrapped
from counterpoise.drawing.scales import Scale, linear, ticks
from counterpoise.drawing.sheet import LABEL, LINE, SHAPES, TICK, Sheet

HEIGHT = 250.0  # [px] of the plot
BAR_STEP = 7.0  # [px] bars of one place stand beside each other
DASHES = {"without": "6 4", "with": "", "substitute": "2 4"}


@dataclass(slots=True)
class Series:
    """One line of a picture: points (x, y or None) and, where there is one, the interval at each point."""

    label: str
    colour: str  # a, b, c, d
    world: str
    points: list[tuple[float, float | None]]
    band: list[tuple[float, float] | None] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Axes:
    """What the axes are called, and a level that is marked across with its words."""

    x_label: str
    y_label: str
    top: float | None = None
    with_zero: bool = True
    mark: tuple[float, str] | None = None


def lines(caption: Caption, width: int, series: Sequence[Series], axes: Axes, *, has_marks: bool = False) -> str:
    """Draw lines; with marks, a dot stands at each point and a bar for its interval, moved aside where they meet."""
    sheet = Sheet(caption, width)
    x, y = _scales(sheet, series, axes, has_marks)
    _axes(sheet, x, y, axes, sorted({value for line in series for value, _ in line.points}))
    for n, line in enumerate(series):
        if has_marks:
            _marked(sheet, line, x, y, (n - (len(series) - 1) / 2) * BAR_STEP)
        else:
            _line(sheet, line, x, y)
    _labels(sheet, series, x, y)
    return sheet.finish(y.start + 44)


def _scales(sheet: Sheet, series: Sequence[Series], axes: Axes, has_marks: bool) -> tuple[Scale, Scale]:
    xs = [x for line in series for x, _ in line.points]
    ys = [y for line in series for _, y in line.points if y is not None]
    ys += [end for line in series for pair in line.band if pair for end in pair]
    ys += [axes.mark[0]] if axes.mark else []
    left, right = (46.0, 112.0) if sheet.is_narrow else (66.0, 196.0)
    top = sheet.top + 28
    x0, x1 = min(xs), max(max(xs), min(xs) + 1)
    if has_marks:  # bars stand beside the first and last place too
        x0, x1 = x0 - (x1 - x0) * 0.06, x1 + (x1 - x0) * 0.04
    y = linear([*ys, *([axes.top] if axes.top is not None else [])], top + HEIGHT, top, with_zero=axes.with_zero)
    return Scale(x0, x1, left, sheet.width - right), y


def _axes(sheet: Sheet, x: Scale, y: Scale, axes: Axes, values: Sequence[float]) -> None:
    for value in ticks(y, 6):
        at = y.at(value)
        sheet.line((x.start, at), (x.end, at), "grid")
        sheet.text(x.start - 8, at + 4, f"{value:g}", size=TICK, colour="soft", anchor="end")
    for value in _standing(values, x):
        sheet.text(x.at(value), y.start + 20, f"{value:g}", size=TICK, colour="soft", anchor="middle")
    sheet.text((x.start + x.end) / 2, y.start + 40, axes.x_label, size=TICK, colour="soft", anchor="middle")
    sheet.text(sheet.margin, y.end - 14, axes.y_label, size=TICK, colour="soft")
    if axes.mark is not None:
        at = y.at(axes.mark[0])
        sheet.line((x.start, at), (x.end, at), "soft", thick=1.5)
        sheet.text(x.end, at - 6, axes.mark[1], size=TICK, colour="soft", anchor="end")


def _standing(values: Sequence[float], x: Scale) -> list[float]:
    """Choose the ticks that can stand side by side, the last one among them."""
    chosen: list[float] = []
    for value in reversed(values):
        room = (wide_of(f"{value:g}", TICK) + wide_of(f"{chosen[-1]:g}", TICK)) / 2 + 8 if chosen else 0.0
        if not chosen or x.at(chosen[-1]) - x.at(value) >= room:
            chosen.append(value)
    return chosen


def _line(sheet: Sheet, line: Series, x: Scale, y: Scale) -> None:
    banded = [(value, pair) for (value, _), pair in zip(line.points, line.band, strict=False) if pair]
    if len(banded) > 1:
        upper = [(x.at(value), y.at(pair[1])) for value, pair in banded]
        lower = [(x.at(value), y.at(pair[0])) for value, pair in reversed(banded)]
        sheet.polygon([*upper, *lower], line.colour, faint=0.17)
    _path(sheet, line, x, y, 0.0)


def _path(sheet: Sheet, line: Series, x: Scale, y: Scale, aside: float) -> None:
    drawn = [(x.at(value) + aside, y.at(level)) for value, level in line.points if level is not None]
    if len(drawn) > 1:
        sheet.polyline(drawn, line.colour, dash=DASHES[line.world])
    elif drawn:
        sheet.mark(SHAPES[line.colour], drawn[0], line.colour, size=4.5)


def _marked(sheet: Sheet, line: Series, x: Scale, y: Scale, aside: float) -> None:
    _path(sheet, line, x, y, aside)
    for (value, level), pair in zip(line.points, line.band, strict=True):
        at = x.at(value) + aside
        if pair is not None:
            low, high = y.at(pair[0]), y.at(pair[1])
            low, high = (low + 2, high - 2) if low - high < 4 else (low, high)  # bounds that meet stay visible
            sheet.line((at, low), (at, high), line.colour, thick=4, faint=0.5)
        if level is not None:
            sheet.mark(SHAPES[line.colour], (at, y.at(level)), line.colour, size=4.5)


def _labels(sheet: Sheet, series: Sequence[Series], x: Scale, y: Scale) -> None:
    """Put each label at its line's end, pushed apart where lines meet."""
    room = sheet.width - x.end - 20 - sheet.margin / 2
    size = LABEL if not sheet.is_narrow else 12.0
    ends = sorted(((y.at(_end(line)), n, line) for n, line in enumerate(series)), key=lambda end: end[:2])
    texts = [wrapped(line.label, size, room, bold=True) for _, _, line in ends]
    heights = [len(text) * size * LINE + 3 for text in texts]
    placed = stacked([end for end, _, _ in ends], heights, y.end - 6, y.start + 20)
    for (wanted, _, line), text, middle in zip(ends, texts, placed, strict=True):
        sheet.line((x.end + 3, wanted), (x.end + 14, middle), line.colour, faint=0.6)
        first = middle - (len(text) - 1) * size * LINE / 2 + size * 0.35
        for n, words in enumerate(text):
            sheet.text(x.end + 18, first + n * size * LINE, words, size=size, colour=line.colour, bold=True)


def _end(line: Series) -> float:
    last = line.points[-1][1]
    if last is not None:
        return last
    pairs = [pair for pair in line.band if pair]
    return (pairs[-1][0] + pairs[-1][1]) / 2 if pairs else 0.0


def stacked(wanted: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """Move middles, given in order, apart as their heights need, inside `low` to `high` where there is room."""
    placed: list[float] = []
    for n, (middle, height) in enumerate(zip(wanted, heights, strict=True)):
        least = low + height / 2 if n == 0 else placed[-1] + (heights[n - 1] + height) / 2
        placed.append(max(middle, least))
    most = high
    for n in reversed(range(len(placed))):
        placed[n] = min(placed[n], most - heights[n] / 2)
        most = placed[n] - heights[n] / 2
    return placed
