"""Pictures as SVG: lines labelled where they end, intervals, matrices, distributions; title and source inside.

Colours are of the Okabe-Ito set, told apart by shape and label too; light and dark by the reader's setting.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import ceil, floor, log10
from xml.sax.saxutils import escape

from counterpoise.balance.inventories import Spread
from counterpoise.balance.relative_words import DISCLAIMER

WIDTH, HEIGHT = 760, 430  # [px]
LEFT, RIGHT, TOP, BOTTOM = 64, 214, 92, 74  # [px] margins of the plot
LABEL_GAP = 17  # [px] least distance between two labels
TICK_GAP = 42  # [px] least distance between two ticks
BAR_STEP = 7  # [px] bars of one place stand beside each other
STYLE = """
  .cp-paper { fill: #ffffff; } .cp-ink { fill: #16202c; } .cp-soft { fill: #55606d; } .cp-grid { stroke: #d6dce2; }
  .cp-a { --c: #0072b2; } .cp-b { --c: #b34d00; } .cp-c { --c: #007a5a; } .cp-d { --c: #8a4c7d; }
  .cp-line { stroke: var(--c); fill: none; stroke-width: 2.5; } .cp-band { fill: var(--c); opacity: 0.16; }
  .cp-dot, .cp-label { fill: var(--c); } .cp-range { stroke: var(--c); stroke-width: 2.5; }
  .cp-leader { stroke: var(--c); stroke-width: 1; opacity: 0.6; }
  .cp-bar { stroke: var(--c); stroke-width: 4; opacity: 0.45; }
  .cp-mark { stroke: #55606d; stroke-width: 1.5; } .cp-dashed { stroke-dasharray: 5 4; } .cp-cell { fill: #b34d00; }
  .cp-text { font-family: system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
  @media (prefers-color-scheme: dark) {
    .cp-paper { fill: #14181d; } .cp-ink { fill: #eef2f6; } .cp-soft { fill: #a9b4c0; } .cp-grid { stroke: #36404a; }
    .cp-a { --c: #6ab7ee; } .cp-b { --c: #f0a35e; } .cp-c { --c: #4fd1a5; } .cp-d { --c: #d9a3cf; }
    .cp-band { opacity: 0.22; } .cp-mark { stroke: #a9b4c0; } .cp-cell { fill: #f0a35e; }
  }
"""
Place = Callable[[float, float], tuple[float, float]]
DASHES = {"without": "6 4", "with": "", "substitute": "2 4"}


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its title, what it shows in words, and the data behind it as a table of text."""

    name: str
    title: str
    svg: str
    description: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(slots=True)
class Series:
    """One line of a picture: points (x, y or None) and, where there is one, the interval at each point."""

    label: str
    colour: str  # a, b, c, d
    world: str
    points: list[tuple[float, float | None]]
    band: list[tuple[float, float] | None] = field(default_factory=list)


def chart(
    name: str, title: str, says: str, description: str, series: Sequence[Series], *, x_label: str, y_label: str,
    top: float | None = None, marks: bool = False,
) -> str:  # fmt: skip
    xs = [x for line in series for x, _ in line.points]
    ys = [y for line in series for _, y in line.points if y is not None]
    ys += [high for line in series for pair in line.band if pair for high in pair]
    x0, x1 = min(xs), max(max(xs), min(xs) + 1)
    if marks:  # bars stand beside the first and last place too
        x0, x1 = x0 - (x1 - x0) * 0.05, x1 + (x1 - x0) * 0.03
    y1 = top or ceiling(max([*ys, 1.0]))
    wide, high = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM

    def at(x: float, y: float) -> tuple[float, float]:
        return LEFT + (x - x0) / (x1 - x0) * wide, TOP + high - min(max(y / y1, 0.0), 1.0) * high

    parts = frame(name, title, says, description, HEIGHT)
    for step in range(5):
        value = y1 * step / 4
        y = at(x0, value)[1]
        parts.append(f'<line class="cp-grid" x1="{LEFT}" x2="{LEFT + wide}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(text(LEFT - 8, y + 4, f"{value:g}", "cp-soft", 12, anchor="end"))
    for x in ticks(sorted(set(xs)), lambda x: at(x, 0)[0]):
        parts.append(text(at(x, 0)[0], TOP + high + 20, f"{x:g}", "cp-soft", 12, anchor="middle"))
    parts.append(text(LEFT + wide / 2, TOP + high + 40, x_label, "cp-soft", 12, anchor="middle"))
    parts.append(text(LEFT - 44, TOP - 12, y_label, "cp-soft", 12))
    for n, line in enumerate(series):
        parts += _marked(line, at, (n - (len(series) - 1) / 2) * BAR_STEP) if marks else _line(line, at)
    parts += _labels(series, at, LEFT + wide)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _line(line: Series, at: Place) -> list[str]:
    parts = []
    banded = [(x, pair) for (x, _), pair in zip(line.points, line.band, strict=False) if pair]
    if len(banded) > 1:
        upper = [at(x, pair[1]) for x, pair in banded]
        lower = [at(x, pair[0]) for x, pair in reversed(banded)]
        outline = " ".join(f"{x:.1f},{y:.1f}" for x, y in (*upper, *lower))
        parts.append(f'<polygon class="cp-band cp-{line.colour}" points="{outline}"/>')
    return [*parts, *_path(line, at, 0.0)]


def _path(line: Series, at: Place, aside: float) -> list[str]:
    drawn = [at(x, y) for x, y in line.points if y is not None]
    if len(drawn) < 2:
        return []
    dash = f' stroke-dasharray="{DASHES[line.world]}"' if DASHES[line.world] else ""
    path = " ".join(f"{x + aside:.1f},{y:.1f}" for x, y in drawn)
    return [f'<polyline class="cp-line cp-{line.colour}" points="{path}"{dash}/>']


def _marked(line: Series, at: Place, aside: float) -> list[str]:
    """Draw a line with a dot at each point and a bar for its bounds, moved aside so that worlds do not hide another."""
    parts = []
    for (x, y), pair in zip(line.points, line.band, strict=True):
        if pair is not None:
            (left, low), (_, high) = at(x, pair[0]), at(x, pair[1])
            low, high = (low + 2, high - 2) if low - high < 4 else (low, high)  # bounds that meet stay visible
            ends = f'x1="{left + aside:.1f}" x2="{left + aside:.1f}" y1="{low:.1f}" y2="{high:.1f}"'
            parts.append(f'<line class="cp-bar cp-{line.colour}" {ends}/>')
        if y is not None:
            place = at(x, y)
            parts.append(
                f'<circle class="cp-dot cp-{line.colour}" cx="{place[0] + aside:.1f}" cy="{place[1]:.1f}" r="4.5"/>'
            )
    return [*_path(line, at, aside), *parts]


def _labels(series: Sequence[Series], at: Place, x: float) -> list[str]:
    """Put each label at its line's end, pushed apart where lines meet."""
    ends = []
    for line in series:
        last = line.points[-1][1]
        if last is None:
            pairs = [pair for pair in line.band if pair]
            last = (pairs[-1][0] + pairs[-1][1]) / 2 if pairs else 0.0
        ends.append((at(line.points[-1][0], last)[1], line))
    ends.sort(key=lambda end: end[0])
    placed: list[float] = []
    for wanted, _ in ends:
        placed.append(max(wanted, placed[-1] + LABEL_GAP) if placed else wanted)
    overflow = placed[-1] - (HEIGHT - BOTTOM) if placed else 0.0
    shift = max(0.0, overflow)
    parts = []
    for y, (wanted, line) in zip(placed, ends, strict=True):
        leader = f'x1="{x + 3:.1f}" y1="{wanted:.1f}" x2="{x + 15:.1f}" y2="{y - shift:.1f}"'
        parts.append(f'<line class="cp-leader cp-{line.colour}" {leader}/>')
        parts.append(text(x + 18, y - shift + 4, line.label, f"cp-label cp-{line.colour}", 13, weight=600))
    return parts


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a picture of intervals: its label, colour, and interval."""

    label: str
    colour: str
    spread: Spread


def ranges(name: str, title: str, says: str, entries: Sequence[tuple[str, str, Spread]]) -> str:
    """Draw intervals by world on a logarithmic axis, one row for each entry (label, world, interval)."""
    rows = [Row(label, "b" if world == "with" else "a", spread) for label, world, spread in entries]
    return intervals(name, title, says, rows)


def intervals(
    name: str, title: str, says: str, rows: Sequence[Row], *, shaded: tuple[float, float] | None = None,
    is_linear: bool = False, mark: float | None = None,
) -> str:  # fmt: skip
    """Draw intervals, one row each, on a logarithmic axis or a linear one; a shaded range, a marked value."""
    row, left = 30, 300
    height = TOP + row * len(rows) + BOTTOM
    values = [value for one in rows for value in (one.spread.low, one.spread.high) if 0 < value < float("inf")]
    values += [*(shaded or ()), *([mark] if mark is not None else []), *([] if is_linear else [1.0])]
    wide = WIDTH - left - 40
    if is_linear:
        low, high = min(values), max(values)
        low, high = low - 0.05 * (high - low or 1.0), high + 0.05 * (high - low or 1.0)
        ticks = [low + (high - low) * step / 4 for step in range(5)]
    else:
        low, high = float(floor(log10(min(values)))), float(ceil(log10(max(values))))
        high = max(high, low + 1)
        ticks = [10.0**power for power in range(int(low), int(high) + 1)]

    def x_of(value: float) -> float:
        place = value if is_linear else log10(min(max(value, 10.0**low), 10.0**high))
        return left + (min(max(place, low), high) - low) / (high - low) * wide

    parts = frame(name, title, says, says, height)
    if shaded is not None:
        x0, x1 = x_of(shaded[0]), x_of(shaded[1])
        size = f'x="{x0:.1f}" y="{TOP - 6}" width="{x1 - x0:.1f}" height="{row * len(rows) + 10}"'
        parts.append(f'<rect class="cp-band cp-c" {size}/>')
    for tick in ticks:
        x = x_of(tick)
        parts.append(f'<line class="cp-grid" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP - 6}" y2="{height - BOTTOM + 4}"/>')
        parts.append(
            text(x, height - BOTTOM + 22, f"{tick:.2g}" if is_linear else f"{tick:g}", "cp-soft", 12, anchor="middle")
        )
    if mark is not None:
        x = x_of(mark)
        ends = f'x1="{x:.1f}" x2="{x:.1f}" y1="{TOP - 6}" y2="{height - BOTTOM + 4}"'
        parts.append(f'<line class="cp-mark" {ends}/>')
    for n, one in enumerate(rows):
        y = TOP + row * n + row / 2
        parts.append(text(left - 14, y + 4, one.label, "cp-ink", 13, anchor="end"))
        ends = f'x1="{x_of(one.spread.low):.1f}" x2="{x_of(one.spread.high):.1f}" y1="{y}" y2="{y}"'
        parts.append(f'<line class="cp-range cp-{one.colour}" {ends}/>')
        parts.append(f'<circle class="cp-dot cp-{one.colour}" cx="{x_of(one.spread.median):.1f}" cy="{y}" r="5"/>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def matrix(
    name: str, title: str, says: str, columns: Sequence[str], names: Sequence[str],
    cells: Sequence[Sequence[tuple[str, float]]],
) -> str:  # fmt: skip
    """Draw a table of cells, each with its words and a darkness from 0 to 1."""
    row, left = 30, 300
    height = TOP + 14 + row * len(names) + BOTTOM - 30
    width = (WIDTH - left - 24) / max(len(columns), 1)
    parts = frame(name, title, says, says, height)
    for c, column in enumerate(columns):
        parts.append(text(left + c * width + width / 2, TOP, column, "cp-soft", 12, anchor="middle"))
    for n, label in enumerate(names):
        y = TOP + 14 + row * n
        parts.append(
            text(
                left - 14, y + row / 2 + 4, label if len(label) <= 40 else label[:39] + "…", "cp-ink", 13, anchor="end"
            )
        )
        for c, (words, dark) in enumerate(cells[n]):
            shade = 0.06 + 0.5 * min(max(dark, 0.0), 1.0)
            size = f'x="{left + c * width + 2:.1f}" y="{y + 1:.1f}" width="{width - 4:.1f}" height="{row - 2}" rx="3"'
            parts.append(f'<rect class="cp-cell" style="fill-opacity:{shade:.2f}" {size}/>')
            parts.append(text(left + c * width + width / 2, y + row / 2 + 4, words, "cp-ink", 12, anchor="middle"))
    return "\n".join([*parts, "</svg>"]) + "\n"


def density(
    name: str, title: str, says: str, shown: Sequence[tuple[str, str, Sequence[float]]], margin: float, bins: int = 36
) -> tuple[str, tuple[tuple[str, str, str, str], ...]]:
    """Draw the distribution of values by member as outlines of shares, with a margin; give the shares as rows too."""
    every = sorted(value for _, _, values in shown for value in values)
    low, high = every[len(every) // 200], every[-1 - len(every) // 200]
    low, high = min(low, margin) - 0.02, max(high, 0.0, margin) + 0.02
    step = (high - low) / bins
    rows: list[tuple[str, str, str, str]] = []
    series = []
    for label, colour, values in shown:
        counts = [0] * bins
        for value in values:
            counts[min(max(int((value - low) / step), 0), bins - 1)] += 1
        shares = [count / len(values) for count in counts]
        rows += [
            (label, f"{low + i * step:.3g}", f"{low + (i + 1) * step:.3g}", f"{share:.4f}")
            for i, share in enumerate(shares)
        ]
        series.append((label, colour, shares))
    most = max(share for _, _, shares in series for share in shares)
    wide, tall = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM

    def at(value: float, share: float) -> tuple[float, float]:
        return LEFT + (value - low) / (high - low) * wide, TOP + tall - share / most * tall

    parts = frame(name, title, says, says, HEIGHT)
    for tick in range(5):
        value = low + (high - low) * tick / 4
        x = at(value, 0)[0]
        parts.append(f'<line class="cp-grid" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{TOP + tall}"/>')
        parts.append(text(x, TOP + tall + 20, f"{value:.2g}", "cp-soft", 12, anchor="middle"))
    for value, style in ((0.0, "cp-mark"), (margin, "cp-mark cp-dashed")):
        x = at(value, 0)[0]
        parts.append(f'<line class="{style}" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{TOP + tall}"/>')
    for n, (label, colour, shares) in enumerate(series):
        points = " ".join("{:.1f},{:.1f}".format(*at(low + (i + 0.5) * step, share)) for i, share in enumerate(shares))
        parts.append(f'<polyline class="cp-line cp-{colour}" points="{points}"/>')
        parts.append(text(LEFT + wide + 18, TOP + 14 + n * LABEL_GAP, label, f"cp-label cp-{colour}", 13, weight=600))
    return "\n".join([*parts, "</svg>"]) + "\n", tuple(rows)


def frame(name: str, title: str, says: str, description: str, height: float) -> list[str]:
    size = f'viewBox="0 0 {WIDTH} {height:.0f}" width="{WIDTH}" height="{height:.0f}"'
    return [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="{name}-t {name}-d">',
        f'<title id="{name}-t">{escape(title)}</title>',
        f'<desc id="{name}-d">{escape(description)}</desc>',
        f"<style>{STYLE}</style>",
        f'<rect class="cp-paper" width="{WIDTH}" height="{height:.0f}"/>',
        text(24, 34, title, "cp-ink", 17, weight=600),
        text(24, 58, says, "cp-soft", 12.5),
        text(24, height - 14, DISCLAIMER, "cp-soft", 11),
    ]


def text(x: float, y: float, words: str, style: str, size: float, *, weight: int = 400, anchor: str = "start") -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" font-weight="{weight}" text-anchor="{anchor}"'
    return f'<text class="cp-text {style}" {place}>{escape(words)}</text>'


def ceiling(value: float) -> float:
    """Round up to a number that four grid lines divide well."""
    step = 10.0 ** (len(f"{int(value)}") - 1)
    for times in (1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10):
        if value <= times * step:
            return times * step
    return 10 * step


def ticks(xs: Sequence[float], place: Callable[[float], float]) -> list[float]:
    """Choose from the left the ticks that can stand side by side."""
    chosen: list[float] = []
    for x in xs:
        if not chosen or place(x) - place(chosen[-1]) >= TICK_GAP:
            chosen.append(x)
    return chosen
