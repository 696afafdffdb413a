"""The sheet that every picture is drawn on: title above, source below, shapes with a colour for day and one for night.

Colours stand as attributes, so that a picture shows in any reader of SVG, on paper too; the style sheet inside holds
nothing but their dark counterparts, for screens whose reader has asked for it. They are of the Okabe-Ito set, darkened
until text in them is legible, and never tell anything alone: a shape, a dash or a word says it too.
"""

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from counterpoise.drawing.figure import WIDE, Caption
from counterpoise.drawing.letters import FAMILY, clean, wrapped

COLOURS = {  # name: by day, by night
    "paper": ("#ffffff", "#14181d"), "ink": ("#16202c", "#eef2f6"), "soft": ("#55606d", "#a9b4c0"),
    "grid": ("#d6dce2", "#36404a"), "a": ("#0072b2", "#6ab7ee"), "b": ("#b34d00", "#f0a35e"),
    "c": ("#007a5a", "#4fd1a5"), "d": ("#8a4c7d", "#d9a3cf"), "land": ("#eef0f2", "#2b323a"),
    "sea": ("#f8fbfd", "#171c22"),
}  # fmt: skip
SHAPES = {"a": "circle", "b": "square", "c": "triangle", "d": "diamond"}  # the mark that goes with a colour
OUTLINES = {  # corners of a mark, in its sizes
    "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    "triangle": ((0, -1.2), (1.1, 0.85), (-1.1, 0.85)),
    "triangle_down": ((0, 1.2), (1.1, -0.85), (-1.1, -0.85)),
    "triangle_left": ((-1.3, 0), (0.7, -1), (0.7, 1)),
    "triangle_right": ((1.3, 0), (-0.7, -1), (-0.7, 1)),
    "diamond": ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)),
}  # fmt: skip
TITLE, SAYS, LABEL, TICK, FOOT = 17.0, 12.5, 13.0, 12.0, 11.0  # [px] sizes of letters
LINE = 1.32  # height of a line of text, in sizes
Point = tuple[float, float]


class Sheet:
    """A picture in the making: shapes are added one over the other, and `finish` gives the SVG text."""

    def __init__(self, caption: Caption, width: int = WIDE) -> None:
        """Begin with title and reading aid; `top` is where the drawing may begin [px]."""
        self.caption, self.width, self.parts = caption, width, list[str]()
        self.fills, self.strokes = set[str](), set[str]()
        self.is_narrow = width < WIDE
        self.margin = 12.0 if self.is_narrow else 24.0
        y, size = (26.0, 15.5) if self.is_narrow else (34.0, TITLE)
        y = self.paragraph(self.margin, y, caption.title, size=size, bold=True, even=True)
        self.top = self.paragraph(self.margin, y + 2, caption.says, colour="soft", size=SAYS) + 4

    @property
    def room(self) -> float:
        """The width that lines of words may take [px]; their measure holds spare room, so the margin counts half."""
        return self.width - 1.5 * self.margin

    def paragraph(
        self, x: float, y: float, words: str, *, size: float = LABEL, colour: str = "ink", bold: bool = False,
        anchor: str = "start", room: float | None = None, even: bool = False,
    ) -> float:  # fmt: skip
        """Write words in as many lines as they need, the first on the base line `y`; give the next base line."""
        for line in wrapped(words, size, self.room if room is None else room, bold=bold, even=even):
            self.text(x, y, line, size=size, colour=colour, bold=bold, anchor=anchor)
            y += size * LINE
        return y

    def text(
        self, x: float, y: float, words: str, *, size: float = LABEL, colour: str = "ink", bold: bool = False,
        anchor: str = "start", halo: bool = False,
    ) -> None:  # fmt: skip
        """Write one line of words; with a halo of paper around it where it stands on a drawing."""
        weight = ' font-weight="700"' if bold else ""
        at = "" if anchor == "start" else f' text-anchor="{anchor}"'
        place = f'x="{_n(x)}" y="{_n(y)}" font-size="{size:g}"{weight}{at}'
        if halo:  # a copy behind it, because not every reader of SVG knows paint-order
            edge = self.paint("paper", "paper", thick=3)
            self.parts.append(f'<text aria-hidden="true" {place} {edge}>{escape(clean(words))}</text>')
        self.parts.append(f"<text {place} {self.paint(colour)}>{escape(clean(words))}</text>")

    def line(
        self, start: Point, end: Point, colour: str, *, thick: float = 1.0, dash: str = "", faint: float = 1.0
    ) -> None:
        """Draw a straight line."""
        ends = f'x1="{_n(start[0])}" y1="{_n(start[1])}" x2="{_n(end[0])}" y2="{_n(end[1])}"'
        self.parts.append(f"<line {ends} {self.paint(None, colour, thick=thick, dash=dash, faint=faint)}/>")

    def polyline(self, points: Sequence[Point], colour: str, *, thick: float = 2.5, dash: str = "") -> None:
        """Draw a line through points."""
        paint = self.paint("none", colour, thick=thick, dash=dash)
        self.parts.append(f'<polyline points="{_points(points)}" {paint}/>')

    def polygon(self, points: Sequence[Point], fill: str, *, stroke: str | None = None, faint: float = 1.0) -> None:
        """Fill the area that points enclose; `stroke` draws its edge."""
        self.parts.append(f'<polygon points="{_points(points)}" {self.paint(fill, stroke, thick=1.8, faint=faint)}/>')

    def box(
        self, x: float, y: float, wide: float, high: float, fill: str, *, faint: float = 1.0, corner: float = 0.0
    ) -> None:
        """Fill a rectangle."""
        size = f'x="{_n(x)}" y="{_n(y)}" width="{_n(max(wide, 0))}" height="{_n(max(high, 0))}"'
        rounded = f' rx="{_n(corner)}"' if corner else ""
        self.parts.append(f"<rect {size}{rounded} {self.paint(fill, faint=faint)}/>")

    def mark(self, shape: str, at: Point, colour: str, *, size: float = 5.0, is_hollow: bool = False) -> None:
        """Draw a mark: a circle or one of OUTLINES; a hollow one shows the paper inside."""
        fill, stroke = ("paper", colour) if is_hollow else (colour, None)
        x, y = at
        if shape == "circle":
            paint = self.paint(fill, stroke, thick=1.8)
            self.parts.append(f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{size:g}" {paint}/>')
            return
        self.polygon([(x + dx * size, y + dy * size) for dx, dy in OUTLINES[shape]], fill, stroke=stroke)

    def path(
        self, steps: str, fill: str | None, stroke: str | None = None, *, thick: float = 1.0, dash: str = "",
        faint: float = 1.0,
    ) -> None:  # fmt: skip
        """Draw a path of SVG steps; rings inside rings are holes."""
        paint = self.paint(fill or "none", stroke, thick=thick, dash=dash, faint=faint)
        self.parts.append(f'<path d="{steps}" fill-rule="evenodd" {paint}/>')

    def paint(
        self, fill: str | None, stroke: str | None = None, *, thick: float = 1.0, dash: str = "", faint: float = 1.0
    ) -> str:
        """Give the attributes of a shape's colours; `faint` is the opacity of all of it."""
        parts, classes = [], []
        if fill is not None:
            parts.append(f'fill="{COLOURS[fill][0] if fill != "none" else fill}"')
            if fill != "none":
                classes.append(f"cp-f-{fill}")
                self.fills.add(fill)
        if stroke is not None:
            dashes = f' stroke-dasharray="{dash}"' if dash else ""
            parts.append(f'stroke="{COLOURS[stroke][0]}" stroke-width="{thick:g}" stroke-linejoin="round"{dashes}')
            classes.append(f"cp-s-{stroke}")
            self.strokes.add(stroke)
        parts += [f'opacity="{faint:.2f}"'] if faint < 1 else []
        return " ".join([*parts, f'class="{" ".join(classes)}"'])

    def finish(self, bottom: float) -> str:
        """Write source and disclaimer below `bottom` [px] and give the SVG text."""
        y = self.paragraph(self.margin, bottom + 20, f"Source: {self.caption.source}", colour="soft", size=FOOT)
        height = round(self.paragraph(self.margin, y + 1, self.caption.disclaimer, colour="soft", size=FOOT) + 1)
        name = f"{self.caption.name}-{self.width}"
        size = f'viewBox="0 0 {self.width} {height}" width="{self.width}" height="{height}"'
        labelled = f"aria-labelledby={quoteattr(f'{name}-t {name}-d')}"
        paper = f'<rect width="{self.width}" height="{height}" {self.paint("paper")}/>'
        return "\n".join([
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" font-family="{FAMILY}" {labelled}>',
            f"<title id={quoteattr(f'{name}-t')}>{escape(clean(self.caption.title))}</title>",
            f"<desc id={quoteattr(f'{name}-d')}>{escape(clean(self.caption.told))}</desc>",
            f"<style>{self._at_night()}</style>", paper, *self.parts, "</svg>",
        ]) + "\n"  # fmt: skip

    def _at_night(self) -> str:
        rules = [f".cp-f-{name}{{fill:{COLOURS[name][1]}}}" for name in sorted(self.fills)]
        rules += [f".cp-s-{name}{{stroke:{COLOURS[name][1]}}}" for name in sorted(self.strokes)]
        return f"@media screen and (prefers-color-scheme: dark) {{ {' '.join(rules)} }}"


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _points(points: Sequence[Point]) -> str:
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
