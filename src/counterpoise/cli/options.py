"""Options that several commands share."""

from collections.abc import Callable
from datetime import date
from typing import Any

import click


def parse_day(value: str) -> date:
    """Read a calendar day in ISO form; use as `type=parse_day` of an option."""
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise click.BadParameter(
            f"{value!r} is not a day ({error}). Write it as YYYY-MM-DD, for example 2020-09-23."
        ) from error


def format_option(*, default: str = "table") -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add `--format table|json|csv`."""
    return click.option(
        "--format", "output_format", type=click.Choice(["table", "json", "csv"]), default=default, show_default=True,
        help="How to print the result.",
    )  # fmt: skip
