"""The rows of the score card, from what `counterpoise validate -o docs/figures/validate.json` wrote."""

from collections.abc import Mapping, Sequence
from typing import Any

ABSENT = (
    "No run is kept with this copy of the documentation: `docs/figures/validate.json` is absent. "
    "`counterpoise validate -o page.html` measures every row on your machine."
)


def score_card_page(report: Mapping[str, Any] | None) -> str:
    """Give the page in Markdown; without a report it says that there is none."""
    head = ["# Rows of the score card", ""]
    if report is None:
        return "\n".join([*head, ABSENT, ""])
    quick = ", quick" if report["quick"] else ""
    head += [
        f"Measured {report['run_on']} with version {report['version']} at commit `{report['commit'] or 'unknown'}`, "
        f"seed {report['seed']}{quick}, in {report['seconds'] / 60:.0f} minutes. "
        + ", ".join(f"{count} {word}" for word, count in report["summary"].items())
        + ". How to read a row: [the score card](../../score-card.md).",
        "",
    ]
    sections = dict.fromkeys(row["section"] for row in report["rows"])
    lines = [line for section in sections for line in _section(section, report)]
    return "\n".join([*head, *lines])


def _section(section: str, report: Mapping[str, Any]) -> list[str]:
    lines = [f"## {section}", "", _cell(report["abouts"].get(section, "")), ""]
    lines += ["| row | figure | interval | held against | baseline | status |", "|---|---|---|---|---|---|"]
    return [*lines, *(_row(row) for row in report["rows"] if row["section"] == section), ""]


def _row(row: Mapping[str, Any]) -> str:
    digits = row["digits"]
    figure = "" if row["figure"] is None else f"{row['figure']:.{digits}f}"
    interval = "" if row["interval"] is None else _interval(row["interval"], digits)
    cells = (row["title"], figure, interval, row["target"], row["baseline"], row["status"])
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _interval(ends: Sequence[float], digits: int) -> str:
    return f"{ends[0]:.{digits}f} to {ends[1]:.{digits}f}"


def _cell(words: str) -> str:
    return " ".join(words.split()).replace("|", "\\|").replace("<", "&lt;")
