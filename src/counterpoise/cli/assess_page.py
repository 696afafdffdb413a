"""How `counterpoise assess` shows what it found: tables, JSON, CSV, figures, and what it is doing meanwhile."""

import csv
import io
import json
import textwrap
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from counterpoise.balance.assessment import BalanceAssessment
    from counterpoise.balance.relative_capabilities import RelativeCapabilities
    from counterpoise.balance.table_words import Table
    from counterpoise.drawing.figure import Figure

WIDEST = 36  # characters of a column on a terminal


def write_figures(figures: "Iterable[Figure]", folder: Path) -> None:
    """Write figures as files, and say what is missing for PNG; InvalidInput where the folder cannot be written."""
    from counterpoise.drawing.files import write_figures as write

    written = write(figures, folder)
    if written.note is not None:
        click.echo(written.note, err=True)


def show(relative: "RelativeCapabilities", found: "BalanceAssessment | None", output_format: str) -> None:
    """Print an assessment: what was counted, and what was fought where something was."""
    if output_format == "json":
        record = None
        if found is not None:
            from counterpoise.balance.assessment_record import balance_record

            record = balance_record(found)
        click.echo(as_json(relative.as_json() | {"balance": record}), nl=False)
        return
    if output_format == "csv":
        from counterpoise.balance.relative_records import records

        rows = records(relative)
        click.echo(
            as_csv(tuple(rows[0]), [tuple("" if v is None else str(v) for v in row.values()) for row in rows]), nl=False
        )
        return
    _show_tables(relative, found)


def _show_tables(relative: "RelativeCapabilities", found: "BalanceAssessment | None") -> None:
    from counterpoise.balance.relative_tables import tables
    from counterpoise.balance.relative_words import DISCLAIMER, NOT_ASSESSED, SCOPE

    click.echo(f"{relative.first_sentence}\n")
    for answer in relative.answers:
        click.echo(wrapped(answer))
    if found is not None:
        from counterpoise.balance.assessment_tables import tables as balance_tables
        from counterpoise.balance.assessment_words import summary_sentences, untouched_sentences

        click.echo()
        for sentence in (*summary_sentences(found), *untouched_sentences(found)):
            click.echo(wrapped(sentence))
        for table in balance_tables(found):
            show_table(table)
    for table in tables(relative):
        show_table(table)
    if found is not None:
        click.echo("\n" + wrapped(SCOPE))
    click.echo("\nNot assessed: " + "; ".join(NOT_ASSESSED) + ".")
    for _, message in relative.warnings:
        click.echo(f"Note: {message}")
    click.echo(
        f"Profile {relative.profile.name}, known on {relative.known_on}, {relative.n_draws} draws, seed "
        f"{relative.seed}. --format csv names the rows and sources behind each count.\n{DISCLAIMER}"
    )


def show_table(table: "Table") -> None:
    """Print a table with its title and caption."""
    click.echo(f"\n{table.title}")
    click.echo("\n".join(aligned((table.columns, *table.rows))))
    if table.caption:
        click.echo(wrapped(table.caption))


def wrapped(words: str) -> str:
    """Break a sentence into indented lines."""
    return textwrap.fill(words, width=110, initial_indent="  ", subsequent_indent="  ", break_long_words=False)


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Give rows as lines with columns side by side; cells longer than WIDEST go on below, in their own column."""
    wrapped = [[textwrap.wrap(cell, WIDEST, break_long_words=False) or [""] for cell in row] for row in rows]
    widths = [max(len(line) for row in wrapped for line in row[i]) for i in range(len(rows[0]))]
    lines = []
    for row in wrapped:
        for n in range(max(len(cell) for cell in row)):
            parts = [(cell[n] if n < len(cell) else "").ljust(width) for cell, width in zip(row, widths, strict=True)]
            lines.append("  " + "  ".join(parts).rstrip())
    return lines


def as_csv(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Give rows as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()


def as_json(data: Any) -> str:
    """Give a value as JSON with a newline at its end."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
