"""A run of the benches as one HTML page that opens offline, and as labels with values."""

from collections.abc import Mapping
from importlib.resources import files
from typing import Any


def render_page(whole: Mapping[str, Any]) -> str:
    """Give the page of a whole run; everything in it comes from the run's plain values."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["figure"] = figure
    text = files(__package__).joinpath("templates/page.html.j2").read_text(encoding="utf-8")
    details = {name: flat(report) for name, report in whole["benches"].items()}
    return environment.from_string(text).render(r=whole, details=details) + "\n"


def figure(value: float) -> str:
    """Print a figure with three digits that count, and thousands apart."""
    if abs(value) >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.3g}"


def flat(value: Any, label: str = "") -> list[tuple[str, Any]]:
    """Give a nested report as labels and values, in order."""
    if isinstance(value, Mapping):
        return [row for key, inner in value.items() for row in flat(inner, f"{label}: {key}" if label else str(key))]
    if isinstance(value, list | tuple) and any(isinstance(inner, Mapping) for inner in value):
        return [row for i, inner in enumerate(value) for row in flat(inner, f"{label} {i + 1}")]
    return [(label, value)]
