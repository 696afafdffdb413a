"""Options that several commands share."""

from collections.abc import Callable
from datetime import date
from typing import Any

import click

Command = Callable[..., Any]


def parse_day(value: str) -> date:
    """Read a calendar day in ISO form; use as `type=parse_day` of an option."""
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise click.BadParameter(
            f"{value!r} is not a day ({error}). Write it as YYYY-MM-DD, for example 2020-09-23."
        ) from error


def parse_scenarios(value: str) -> tuple[int, ...]:
    """Read a list of quantities: "12,25,50"."""
    try:
        numbers = tuple(int(word) for word in value.split(","))
    except ValueError:
        numbers = ()
    if not numbers or min(numbers) < 1:
        raise click.BadParameter(f"{value!r} is no list of quantities. Write it as 12,25,50.")
    return numbers


def format_option(*, default: str = "table") -> Callable[[Command], Command]:
    """Add `--format table|json|csv`."""
    return click.option(
        "--format", "output_format", type=click.Choice(["table", "json", "csv"]), default=default, show_default=True,
        help="How to print the result.",
    )  # fmt: skip


def run_options(*, most_draws: int) -> Callable[[Command], Command]:
    """Add what every run on a region takes: the profile, the protected state, scenarios, the casebook, seed and draws.

    The command gets `protected`, `profile`, `profile_anyway`, `scenarios`, `casebook`, `seed`, `draws` and `workers`.
    """
    options = (
        click.option("--protected", metavar="ACTOR",
                     help="The state whose edge is asked about. [default: the profile's]"),
        click.option("--profile", default="middle-east-2020", show_default=True, metavar="NAME|FOLDER",
                     help="The region."),
        click.option("--profile-anyway", is_flag=True,
                     help="Use the profile on a day for which it does not hold, and say so."),
        click.option("--scenarios", type=parse_scenarios, metavar="N,N", default="12,25,50", show_default=True,
                     help="Quantities to assess where none is stated."),
        click.option("--casebook", help="The casebook: a file or a PostgreSQL URL. [default: your data folder]"),
        click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Seed of the draws."),
        click.option("--draws", type=click.IntRange(min=100, max=most_draws), default=1000, show_default=True,
                     help="Draws."),
        click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Threads."),
    )  # fmt: skip

    def add(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add
