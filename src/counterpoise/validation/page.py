"""The score card as one HTML page that opens offline: the sceptic's view first, then every row, then the data."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

from counterpoise.validation.features import allowed_columns
from counterpoise.validation.report import Report
from counterpoise.validation.rows import HOLDS, MISSES, UNVERIFIED, Curve, Row

SIZE, EDGE = 300, 40  # of a diagram, in pixels
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
LONGEST_TABLE = 20
SIGN = re.compile(r"(?<![\w.])-(?=\d)")  # "-0.03 to 0.02", not "2020-2" and not "1939-1982"
RECORD_ENDS = (
    "The record ends in 1982, counts land battles only, and knows nothing of missiles, drones or air campaigns. Its "
    "figures are estimates: where a second team looked again at battles that seemed odd, it differed in virtually "
    "every case."
)


@dataclass(frozen=True, slots=True)
class Table:
    """One section of the page."""

    name: str
    anchor: str
    about: str
    seconds: float
    shown: tuple[Row, ...]
    folded: tuple[Row, ...]  # in a long table, the rows that merely hold
    curves: tuple[tuple[Curve, str], ...]  # with its drawing
    inputs: tuple[tuple[str, str], ...]  # (file, sha256) of every row


def render_page(report: Report) -> str:
    """Give the page as HTML; everything in it comes from the report."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["minus"] = _minus
    text = files(__package__).joinpath("templates/page.html.j2").read_text(encoding="utf-8")
    return environment.from_string(text).render(
        r=report,
        tables=_tables(report),
        missed=[row for row in report.rows if row.status == MISSES],
        sceptic=sceptic_view(report),
        columns=allowed_columns(),
        statuses=("holds", "misses", "reported", "data absent", "not asserted"),
    )


def sceptic_view(report: Report) -> list[str]:
    """Give the case of a reader who holds such models to be worthless, in sentences with this run's numbers.

    A sentence whose row is absent from the run is left out.
    """

    def told(sentence: str, *ids: str) -> str | None:
        rows = [report.row(row_id) for row_id in ids]
        if any(row is None for row in rows):
            return None
        return sentence.format(*[_Words(row) for row in rows if row is not None])

    sentences = [
        told(
            "Counting heads, or not looking: the larger force wins {0.percent} of decided battles; the attacker, "
            "whoever he is, wins {1.percent}.",
            "larger_wins",
            "attacker_always",
        ),
        told(
            "The slope of victory on the force ratio is {0.figure}. When whole wars are drawn again it runs from "
            "{1.figure} to {2.figure}" + _leaves_open(report) + ".",
            "slope",
            "slope_bootstrap_low",
            "slope_bootstrap_high",
        ),
        told(
            "In a war that the model has not seen, force ratio alone has a log loss (lower is better) of {0.figure}, "
            "the plain share of attackers' wins {1.figure}, a coin 0.6931.",
            "baseline_force_ratio",
            "baseline_base_rate",
        ),
        told(
            "With everything recorded beforehand it is {0.figure}. The gain over the plain share is {1.figure}, "
            "{1.interval}: an interval that {1.zero}. In ranking battles the AUC gains {2.figure} over force ratio "
            "alone, {2.interval}.",
            "outcome_log_loss",
            "outcome_gain_base_rate",
            "outcome_auc_gain_force_ratio",
        ),
        told("Without the one column of air superiority it is {0.figure}.", "outcome_no_air"),
        told(
            "What would help is what nobody has beforehand: with surprise achieved, the log loss is {0.figure}.",
            "outcome_surprise",
        ),
        told(
            "How losses will divide: {0.note} The law exponent that the engine uses is {1.figure}, {1.interval}.",
            "fraction_coverage_90",
            "exponent",
        ),
        told(
            "One army's multiplier was {0.figure} in one war and {1.figure} in another. For the next opponent the "
            "honest range is {2.interval}; 1 {2.one}.",
            "multiplier_1948",
            "multiplier_1956",
            "posterior_opponent",
        ),
        told(
            "Between states, raw power takes {0.percent} off the log loss on disputes; the calendar takes {1.percent}.",
            "doe1_power",
            "doe1_trend",
        ),
        RECORD_ENDS,
    ]
    return [_minus(sentence) for sentence in sentences if sentence is not None]


def _leaves_open(report: Report) -> str:
    """Say what the interval of the slope leaves open, if it holds zero."""
    ends = [report.row(f"slope_bootstrap_{end}") for end in ("low", "high")]
    low, high = [row.figure if row is not None and row.figure is not None else 1.0 for row in ends]
    return ": history does not rule out that force ratio says nothing" if low <= 0 <= high else ""


class _Words:
    """A row's numbers as words of a sentence."""

    def __init__(self, row: Row) -> None:
        self.figure = row.printed
        self.percent = "" if row.figure is None else f"{row.figure:.1%}".replace("%", " %")
        low, high = row.interval or (0.0, 0.0)
        self.interval = f"{low:.{row.digits}f} to {high:.{row.digits}f}"
        self.one = "lies inside" if low <= 1 <= high else "lies outside"
        self.note = row.note
        self.zero = "holds zero, so by this test no skill is shown" if low <= 0 <= high else "excludes zero"


def _tables(report: Report) -> list[Table]:
    names = list(dict.fromkeys(row.section for row in report.rows))
    tables = []
    for name in names:
        rows = tuple(row for row in report.rows if row.section == name)
        curves = tuple((row.curve, draw_curve(row.curve)) for row in rows if row.curve is not None)
        anchor = "".join(letter if letter.isalnum() else "-" for letter in name.lower())
        tables.append(
            Table(
                name=name,
                anchor=anchor,
                about=report.abouts.get(name, ""),
                seconds=report.section_seconds.get(name, 0.0),
                shown=tuple(sorted((row for row in rows if not _is_folded(row, len(rows))), key=_is_unread)),
                folded=tuple(row for row in rows if _is_folded(row, len(rows))),
                curves=curves,
                inputs=tuple(dict.fromkeys(pair for row in rows for pair in row.inputs)),
            )
        )
    return tables


def _is_folded(row: Row, length: int) -> bool:
    return length > LONGEST_TABLE and row.status == HOLDS and row.source != ""


def _is_unread(row: Row) -> bool:
    """Put what is only listed after what was measured."""
    return row.status == UNVERIFIED


def _minus(text: str) -> str:
    """Print a true minus sign before a digit that follows no other character of a number or word."""
    return SIGN.sub("\N{MINUS SIGN}", text)


def draw_curve(curve: Curve) -> str:
    """Draw a reliability diagram as SVG: forecast across, share that came true upwards, intervals as bars."""

    def across(value: float) -> float:
        return EDGE + value * (SIZE - EDGE - 12)

    def up(value: float) -> float:
        return SIZE - EDGE - value * (SIZE - EDGE - 12)

    marks = [
        f'<line class="grid" x1="{across(tick):.1f}" y1="{up(0):.1f}" x2="{across(tick):.1f}" y2="{up(1):.1f}"/>'
        f'<line class="grid" x1="{across(0):.1f}" y1="{up(tick):.1f}" x2="{across(1):.1f}" y2="{up(tick):.1f}"/>'
        f'<text x="{across(tick):.1f}" y="{up(0) + 15:.1f}" text-anchor="middle">{tick:g}</text>'
        f'<text x="{across(0) - 6:.1f}" y="{up(tick) + 4:.1f}" text-anchor="end">{tick:g}</text>'
        for tick in TICKS
    ]
    points = [
        f'<line class="reach" x1="{across(f):.1f}" y1="{up(low):.1f}" x2="{across(f):.1f}" y2="{up(high):.1f}"/>'
        f'<circle cx="{across(f):.1f}" cy="{up(o):.1f}" r="3.6"><title>forecast {f:.2f}, came true {o:.2f}, '
        f"{many} battles</title></circle>"
        for f, o, low, high, many in zip(
            curve.forecast, curve.observed, curve.low, curve.high, curve.count, strict=True
        )
    ]
    words = _spoken(curve.forecast, curve.observed)
    below, beside = f'x="{across(0.5):.1f}" y="{SIZE - 6}"', f'x="{-up(0.5):.1f}" y="11"'
    return (
        f'<svg viewBox="0 0 {SIZE} {SIZE}" role="img" aria-label="Reliability diagram. {words}">'
        + "".join(marks)
        + f'<line class="even" x1="{across(0):.1f}" y1="{up(0):.1f}" x2="{across(1):.1f}" y2="{up(1):.1f}"/>'
        + "".join(points)
        + f'<text {below} text-anchor="middle">forecast chance that the attacker wins</text>'
        + f'<text transform="rotate(-90)" {beside} text-anchor="middle">share that did</text></svg>'
    )


def _spoken(forecast: Sequence[float], observed: Sequence[float]) -> str:
    return "; ".join(f"forecast {f:.2f}, came true {o:.2f}" for f, o in zip(forecast, observed, strict=True))
