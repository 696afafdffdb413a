"""`counterpoise read`: documents to transfers, attributions and events, each with the words it rests on."""

import json
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from counterpoise.cli.options import format_option, parse_day
from counterpoise.errors import CounterpoiseError, ExitCode

if TYPE_CHECKING:
    from counterpoise.reading.contract import Reading


@click.command(name="read", short_help="Read documents into transfers, attributions and events.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(allow_dash=True))
@format_option()
@click.option("--why", is_flag=True, help="Show the rule behind each answer and the words of each field.")
@click.option("--published-on", type=parse_day, metavar="DAY", help="Day the texts were published, as YYYY-MM-DD.")
@click.option("--no-model", is_flag=True, help="Read news by rules alone, without the statistical model.")
@click.option(
    "--to",
    "output",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="Write one line of JSON for each document here; FILE may then be folders, archives and JSON Lines.",
)
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="With --to: processes.")
@click.option("--all", "read_all", is_flag=True, help="With --to: read also what cannot be about a transfer.")
@click.option("--together", is_flag=True, help="Print one timeline of all files, and what several of them quote.")
@click.option("--endpoint", metavar="URL", help="A language model of yours whose claims are checked word for word.")
def command(
    files: tuple[str, ...],
    output_format: str,
    why: bool,
    published_on: date | None,
    no_model: bool,
    output: str | None,
    workers: int,
    read_all: bool,
    together: bool,
    endpoint: str | None,
) -> int:
    """Read news reports and official notices: what is to be transferred, who said what, what happened when.

    Each answer carries the words it rests on. A file that cannot be read keeps its place in the answer, and the exit
    code tells of the first one. `-` reads standard input.

    \b
    Example:
      counterpoise read examples/uae-2020/report.txt --published-on 2020-09-23
    """
    if output is not None and together:
        raise click.UsageError("--together prints one answer for all files, --to writes one line for each. Say one.")
    if output is not None:
        return _read_in_bulk(files, output, published_on, workers, use_model=not no_model, read_all=read_all, why=why)
    answers = [(path, _read(path, published_on, use_model=not no_model)) for path in files]
    if endpoint is not None:
        answers = _with_claims(answers, endpoint)
    if together:
        _print_together(answers, output_format)
    elif output_format == "json":
        _print_json(answers, why=why)
    elif output_format == "csv":
        from counterpoise.cli.reading_rows import print_csv

        print_csv(answers)
    else:
        from counterpoise.cli.reading_page import print_page

        print_page(answers, why=why)
    errors = [answer for _, answer in answers if isinstance(answer, CounterpoiseError)]
    if not errors:
        return ExitCode.OK
    for error in errors if together else errors[:1] if len(files) == 1 else ():
        click.echo(f"counterpoise: {error.message}", err=True)
    return errors[0].exit_code


def _read_in_bulk(
    files: tuple[str, ...],
    output: str,
    published_on: date | None,
    workers: int,
    *,
    use_model: bool,
    read_all: bool,
    why: bool,
) -> int:
    """Read many documents into JSON Lines, saying on standard error how far it is."""
    from pathlib import Path
    from time import monotonic

    from counterpoise.reading.bulk import BulkProgress, read_in_bulk

    last = monotonic()

    def say(now: BulkProgress) -> None:
        nonlocal last
        if monotonic() - last >= 2.0:
            last = monotonic()
            left = "" if now.seconds_left is None else f", about {now.seconds_left:,.0f} s left"
            click.echo(f"read {now.n_done:,} documents, {now.share:.0%}{left}", err=True)

    final = read_in_bulk(files, Path(output), workers=workers, published_on=published_on, use_model=use_model,
                         read_all=read_all, why=why, progress=say)  # fmt: skip
    click.echo(
        f"{final.n_done:,} documents in {output}: {final.n_passed_by:,} passed by as not about a transfer, "
        f"{final.n_errors:,} unreadable",
        err=True,
    )
    return ExitCode.UNREADABLE_DOCUMENT if final.n_errors else ExitCode.OK


def _with_claims(
    answers: "list[tuple[str, Reading | CounterpoiseError]]", address: str
) -> "list[tuple[str, Reading | CounterpoiseError]]":
    """Ask the user's language model about each text that was read."""
    from counterpoise.reading.language_endpoint import Endpoint, add_claims

    endpoint = Endpoint(address)
    return [
        (path, answer if isinstance(answer, CounterpoiseError) else add_claims(answer, endpoint))
        for path, answer in answers
    ]


def _read(path: str, published_on: date | None, *, use_model: bool) -> "Reading | CounterpoiseError":
    from counterpoise.reading.documents import document_from_bytes, load_document
    from counterpoise.reading.readings import read_document

    try:
        document = document_from_bytes(sys.stdin.buffer.read(), "-") if path == "-" else load_document(path)
        return read_document(document, published_on=published_on, use_model=use_model)
    except CounterpoiseError as error:
        return error


def _print_together(answers: "list[tuple[str, Reading | CounterpoiseError]]", output_format: str) -> None:
    """Print what the files that could be read tell together; an unreadable one is told of on standard error."""
    from counterpoise.cli.together_page import print_together, together_csv
    from counterpoise.reading.timeline import told_together

    told = told_together([answer for _, answer in answers if not isinstance(answer, CounterpoiseError)])
    if output_format == "json":
        click.echo(json.dumps(told, ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace"))
    elif output_format == "csv":
        click.echo(together_csv(told), nl=False)
    else:
        print_together(told)


def _print_json(answers: list[tuple[str, Any]], *, why: bool) -> None:
    from counterpoise.reading.contract import error_as_json

    array = [
        error_as_json(path, answer) if isinstance(answer, CounterpoiseError) else answer.as_json(why=why)
        for path, answer in answers
    ]
    # Bytes, so that neither the terminal's encoding nor a file name that is no UTF-8 can stop the answer.
    click.echo(json.dumps(array, ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace"))
