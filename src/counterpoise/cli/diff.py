"""`counterpoise diff`: what moved between two dossiers, and why."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterpoise.cli.options import format_option

if TYPE_CHECKING:
    from counterpoise.dossier.differences import Move

COLUMNS = ("section", "what", "before", "after", "because")


@click.command(name="diff")
@click.argument("before", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("after", type=click.Path(path_type=Path, dir_okay=False))
@format_option()
def command(before: Path, after: Path, output_format: str) -> None:
    """Show what moved from the dossier BEFORE to the dossier AFTER, both written as JSON, and what can have moved it.

    \b
    Example:
      counterpoise diff monday.json friday.json
    """
    from counterpoise.cli.assess_page import as_csv
    from counterpoise.dossier.differences import as_json, differences, read_dossier

    moves = differences(read_dossier(before), read_dossier(after))
    if output_format == "json":
        click.echo(as_json(moves), nl=False)
    elif output_format == "csv":
        rows = [(m.section, m.what, m.before, m.after, "; ".join(m.because)) for m in moves]
        click.echo(as_csv(COLUMNS, rows), nl=False)
    else:
        _show(moves)


def _show(moves: "tuple[Move, ...]") -> None:
    from counterpoise.cli.assess_page import wrapped

    if not moves:
        click.echo("Nothing moved.")
        return
    section = ""
    for move in moves:
        if move.section != section:
            section = move.section
            click.echo(f"\n{section[:1].upper()}{section[1:]}")
        click.echo(wrapped(f"{move.what}: {move.before or 'none'} -> {move.after or 'none'}"))
        if move.section != "the run":
            click.echo(f"      because of: {', '.join(move.because)}")
