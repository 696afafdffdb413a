"""`counterpoise data`: the data that are not shipped; where to get them, whether a copy is the right one."""

import csv
import io
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from counterpoise.cli.options import format_option
from counterpoise.errors import ExitCode

if TYPE_CHECKING:
    from counterpoise.validation.datasets import FileState

_FOLDER = click.option(
    "--data-dir", type=click.Path(path_type=Path), help="Where the data lie; else COUNTERPOISE_DATA."
)


@click.group(name="data")
def command() -> None:
    """The data that are not shipped: where to get them, whether a copy is the right one.

    \b
    Example:
      counterpoise data get cdb90 ~/Downloads/CDB90
      counterpoise data check
    """


@command.command(name="list")
@format_option()
def list_sets(output_format: str) -> None:
    """List the data sets, what each is used for, its licence, and where to get it.

    \b
    Example:
      counterpoise data list
    """
    from counterpoise.validation.datasets import data_sets

    rows = [
        {"name": chosen.name, "title": chosen.title, "used_for": chosen.used_for, "licence": chosen.licence,
         "files": "|".join(file.name for file in chosen.files), "get": f"{chosen.get}."}
        for chosen in data_sets().values()
    ]  # fmt: skip
    if output_format != "table":
        _print(rows, output_format)
        return
    for row in rows:
        click.echo(f"{row['name']}: {row['title']}")
        for key in ("used_for", "licence", "files", "get"):
            click.echo(f"  {key.replace('_', ' '):9} {row[key].replace('|', ', ') if key == 'files' else row[key]}")


@command.command(name="get")
@click.argument("name")
@click.argument("source", type=click.Path(path_type=Path), required=False)
@_FOLDER
def get_set(name: str, source: Path | None, data_dir: Path | None) -> None:
    """Copy a data set from a folder you name and check it; without a folder, say where to get it. No network is used.

    \b
    Example:
      counterpoise data get cdb90 ~/Downloads/CDB90
    """
    from counterpoise.validation.datasets import copy_in, data_set

    chosen = data_set(name)
    if source is None:
        click.echo(f"{chosen.title}\n{chosen.get}.\nLicence: {chosen.licence}.")
        return
    folder = _writable(data_dir)
    states = copy_in(name, source, folder)
    _report(states, folder)


@command.command(name="check")
@click.argument("name", required=False)
@_FOLDER
@format_option()
@click.pass_context
def check(ctx: click.Context, name: str | None, data_dir: Path | None, output_format: str) -> int:
    """Say of every file whether it is there and whether it is the one our figures were measured on.

    A table of battles that has lost its negative codes is refused. Exit code 7 if something needed is absent.

    \b
    Example:
      counterpoise data check --data-dir ~/data
    """
    from counterpoise.validation.battles import load_battles
    from counterpoise.validation.datasets import ABSENT, data_folder, data_set, data_sets, is_complete, states

    folder = data_folder(data_dir)
    names = [data_set(name).name] if name else list(data_sets())
    found = [state for each in names for state in states(folder, each)]
    if output_format == "table":
        _report(found, folder)
    else:
        _print([asdict(state) for state in found], output_format)
    if "cdb90" in names and is_complete(folder, "cdb90"):
        load_battles(folder)  # refuses an edition whose signs are lost
    return ExitCode.DATA_ABSENT if any(state.state == ABSENT for state in found) else ExitCode.OK


def _writable(named: Path | None) -> Path:
    from counterpoise.validation.datasets import data_folder

    if named is not None:
        named.mkdir(parents=True, exist_ok=True)
    return data_folder(named)


def _report(states: "list[FileState]", folder: Path) -> None:
    click.echo(f"{folder}")
    width = max(len(f"{state.data_set}/{state.file}") for state in states)
    for state in states:
        click.echo(f"  {f'{state.data_set}/{state.file}'.ljust(width)}  {state.state}")


def _print(rows: list[dict[str, Any]], output_format: str) -> None:
    if output_format == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    click.echo(text.getvalue(), nl=False)
