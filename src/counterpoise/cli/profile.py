"""`counterpoise profile`: the regions as data; list, check, copy, compare."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import click

from counterpoise.cli.options import format_option


def _print(rows: list[dict[str, Any]], output_format: str, *, empty: str) -> None:
    """Print rows as an aligned table, JSON or CSV."""
    if output_format == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    if not rows:
        click.echo(empty, err=output_format == "csv")
        return
    if output_format == "csv":
        text = io.StringIO()
        writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        click.echo(text.getvalue(), nl=False)
        return
    widths = {name: max(len(name), *(len(str(row[name] or "")) for row in rows)) for name in rows[0]}
    for line in [{name: name for name in rows[0]}, *rows]:
        click.echo("  ".join(str(line[name] or "").ljust(widths[name]) for name in rows[0]).rstrip())


@click.group(name="profile")
def command() -> None:
    """The regions as data: list, check, copy, compare.

    \b
    Example:
      counterpoise profile copy middle-east-2020 my-region
      counterpoise profile check my-region
    """


@command.command(name="list")
@format_option()
def list_profiles(output_format: str) -> None:
    """List the profiles in the package with the days for which they hold.

    \b
    Example:
      counterpoise profile list
    """
    from counterpoise.balance.profile import load_profile, profile_names

    rows = []
    for name in profile_names():
        profile = load_profile(name)
        rows.append(
            {
                "name": name, "title": profile.title, "protected": profile.protected, "actors": len(profile.actors),
                "force_rows": len(profile.forces), "valid_from": str(profile.valid_from),
                "valid_to": str(profile.valid_to), "verified_to": str(profile.verified_to),
            }
        )  # fmt: skip
    _print(rows, output_format, empty="There is no profile.")


@command.command(name="check")
@click.argument("profile")
@format_option()
@click.pass_context
def check(ctx: click.Context, profile: str, output_format: str) -> None:
    """Check a profile, by name or folder, as a whole; exit code 4 if it has a problem.

    \b
    Example:
      counterpoise profile check my-region
    """
    from counterpoise.balance.profile import find_problems, load_profile
    from counterpoise.errors import ExitCode

    problems = find_problems(profile)
    rows = [{"file": p.file, "row": p.row, "message": p.message, "remedy": p.remedy} for p in problems]
    if output_format == "table" and problems:
        for problem in problems:
            click.echo(str(problem))
        click.echo(f"{len(problems)} problem{'s' if len(problems) > 1 else ''}.")
    elif output_format == "table":
        loaded = load_profile(profile)
        click.echo(
            f"{loaded.name}: no problem. {len(loaded.actors)} actors, {len(loaded.forces)} force rows, "
            f"{len(loaded.bands)} bands, {len(loaded.deliveries)} orders, {len(loaded.sources)} sources; "
            f"holds from {loaded.valid_from} to {loaded.valid_to}."
        )
    else:
        _print(rows, output_format, empty="no problem")
    if problems:
        ctx.exit(ExitCode.INVALID_INPUT)


@command.command(name="copy")
@click.argument("profile")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--forces",
    type=click.Path(path_type=Path),
    metavar="CSV",
    help="Your own order of battle: replaces the rows of the actors it names.",
)
@click.option(
    "--register",
    type=click.Path(path_type=Path),
    metavar="CSV",
    help="Your own SIPRI trade register: replaces the orders of the actors it names.",
)
def copy(profile: str, folder: Path, forces: Path | None, register: Path | None) -> None:
    """Copy a profile to a new folder, to edit it or to fill in figures that may not be shipped.

    \b
    Example:
      counterpoise profile copy middle-east-2020 my-region
    """
    from counterpoise.balance.profile_folders import copy_profile
    from counterpoise.balance.profile_import import fill_profile

    copy_profile(profile, folder)
    left_out = fill_profile(folder, forces=forces, register=register)
    for line in left_out:
        click.echo(f"Left out: {line}", err=True)
    click.echo(f"{folder}: edit the files, then run `counterpoise profile check {folder}`.")


@command.command(name="diff")
@click.argument("before")
@click.argument("after")
@format_option()
def diff(before: str, after: str, output_format: str) -> None:
    """Show what differs between two profiles, by table, row and column.

    \b
    Example:
      counterpoise profile diff middle-east-2020 my-region
    """
    from counterpoise.balance.profile_folders import diff_profiles

    rows = [
        {"table": d.table, "row": d.row, "column": d.column, "before": d.before, "after": d.after}
        for d in diff_profiles(before, after)
    ]
    _print(rows, output_format, empty="No difference.")
