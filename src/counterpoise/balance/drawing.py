"""Pictures as SVG: lines labelled where they end, intervals in rows; title, source and disclaimer inside the image.

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
  .cp-text { font-family: system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
  @media (prefers-color-scheme: dark) {
    .cp-paper { fill: #14181d; } .cp-ink { fill: #eef2f6; } .cp-soft { fill: #a9b4c0; } .cp-grid { stroke: #36404a; }
    .cp-a { --c: #6ab7ee; } .cp-b { --c: #f0a35e; } .cp-c { --c: #4fd1a5; } .cp-d { --c: #d9a3cf; }
    .cp-band { opacity: 0.22; }
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


def ranges(name: str, title: str, says: str, entries: Sequence[tuple[str, str, Spread]]) -> str:
    """Draw intervals on a logarithmic axis, one row for each entry."""
    row, left = 30, 300
    height = TOP + row * len(entries) + BOTTOM
    positive = [value for _, _, s in entries for value in (s.low, s.high) if value > 0]
    low, high = floor(log10(min([*positive, 1.0]))), ceil(log10(max([*positive, 1.0])))
    high = max(high, low + 1)
    wide = WIDTH - left - 40

    def x_of(value: float) -> float:
        return left + (log10(max(value, 10.0**low)) - low) / (high - low) * wide

    parts = frame(name, title, says, says, height)
    for power in range(low, high + 1):
        x = x_of(10.0**power)
        parts.append(f'<line class="cp-grid" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP - 6}" y2="{height - BOTTOM + 4}"/>')
        parts.append(text(x, height - BOTTOM + 22, f"{10.0**power:g}", "cp-soft", 12, anchor="middle"))
    for n, (label, world, spread) in enumerate(entries):
        y, colour = TOP + row * n + row / 2, "b" if world == "with" else "a"
        parts.append(text(left - 14, y + 4, label, "cp-ink", 13, anchor="end"))
        ends = f'x1="{x_of(spread.low):.1f}" x2="{x_of(spread.high):.1f}" y1="{y}" y2="{y}"'
        parts.append(f'<line class="cp-range cp-{colour}" {ends}/>')
        parts.append(f'<circle class="cp-dot cp-{colour}" cx="{x_of(spread.median):.1f}" cy="{y}" r="5"/>')
    return "\n".join([*parts, "</svg>"]) + "\n"


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
