"""`counterpoise cases`: the casebook. List, show, search, similar, edit, merge, split, import, export, history."""

import csv
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from counterpoise.cli.options import format_option, parse_day
from counterpoise.cli.similar import similar

if TYPE_CHECKING:
    from counterpoise.casebook.casebook import Casebook
    from counterpoise.casebook.importing import ImportReport
    from counterpoise.casebook.search import CaseFilter

_FILTERS = (
    click.option("--purchaser", metavar="STATE", help="Name or ISO code."),
    click.option("--supplier", metavar="STATE", help="Name or ISO code."),
    click.option("--route", metavar="ROUTE", help="fms, dcs, lease, foreign ..."),
    click.option("--system", metavar="ID", help="A system of our tables, such as f-35a."),
    click.option("--class", "class_id", metavar="ID", help="A class of our tables, such as fighter_5gen."),
    click.option("--since", type=parse_day, metavar="DAY", help="First day of notification, or of the last document."),
    click.option("--until", type=parse_day, metavar="DAY", help="Last day of the same."),
    click.option("--stage", metavar="STAGE", help="reported, formally_notified, delivered, blocked ..."),
    click.option("--min-usd", metavar="USD", help="Smallest notified value: 1e9, 1bn, 1,000,000,000."),
    click.option("--max-usd", metavar="USD", help="Largest notified value."),
    click.option("--actor", metavar="NAME", help="Somebody who spoke: a person's id or name, or a state's code."),
    click.option("--stance", metavar="STANCE", help="supports, opposes, conditional, neutral."),
)  # fmt: skip
_SIGNED = (
    click.option("--by", "author", required=True, metavar="NAME", help="Who signs."),
    click.option("--because", "reason", required=True, metavar="WORDS", help="Why."),
)  # fmt: skip


def _with(options: Sequence[Callable[..., Any]]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def add(function: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            function = option(function)
        return function

    return add


@click.group(name="cases")
@click.option("--casebook", "where", metavar="FILE|URL", envvar="COUNTERPOISE_CASEBOOK",
              help="The casebook: a file or a PostgreSQL URL. [default: your data folder]")  # fmt: skip
@click.pass_context
def command(context: click.Context, where: str | None) -> None:
    """Keep, find and follow cases: proposed transfers through their life.

    \b
    Example:
      counterpoise cases import ledger
      counterpoise cases list --purchaser ARE --min-usd 1bn
    """
    context.obj = where


command.add_command(similar)


def _open(where: str | None) -> "Casebook":
    from counterpoise.casebook import open_casebook

    return open_casebook(where)


def _now() -> datetime:
    return datetime.now(UTC)


def _filter(given: Mapping[str, Any]) -> "CaseFilter":
    """Make the filter of the options; names of states become codes. Raises InvalidInput."""
    from counterpoise.casebook.search import CaseFilter
    from counterpoise.units import parse_usd
    from counterpoise.vocabulary.parties import resolve_party

    parts = {name: value for name, value in given.items() if value is not None and name in CaseFilter.__slots__}
    for name in ("purchaser", "supplier"):
        if name in parts:
            parts[name] = resolve_party(parts[name]).code
    for name in ("min_usd", "max_usd"):
        if name in parts:
            parts[name] = parse_usd(parts[name])
    return CaseFilter(**parts)


@command.command(name="list")
@_with(_FILTERS)
@click.option("--limit", type=click.IntRange(min=1), help="How many lines at most.")
@format_option()
@click.pass_obj
def list_(where: str | None, /, limit: int | None, output_format: str, **given: Any) -> None:
    """List the cases that all given filters let through, the latest first.

    \b
    Example:
      counterpoise cases list --class fighter_5gen --since 2015-01-01 --format csv
    """
    with _open(where) as casebook:
        lines = casebook.list_cases(_filter(given), limit=limit)
    records = [line.as_json() for line in lines]
    if output_format == "json":
        _print_json(records)
    elif output_format == "csv":
        _print_csv(records, list(records[0]) if records else ["case_id"])
    else:
        _print_lines(records)


def _print_lines(records: Sequence[Mapping[str, Any]]) -> None:
    from counterpoise.cli.case_page import printable
    from counterpoise.units import Money

    if not records:
        click.echo("No case. `counterpoise cases import ledger` brings in the project's own ledger.")
    for line in records:
        amount = Money(line["total_usd"]).in_words() if line["total_usd"] is not None else "not stated"
        day = line["received_on"] or f"({line['last_on']})"
        stage = line["stage"].replace("_", " ")
        click.echo(f"{day:<12}  {amount:>15}  {stage:<17}  {line['case_id']:<28}  {printable(line['title'])}")
    if records:
        click.echo(f"{len(records)} case{'s' * (len(records) != 1)}. A day in brackets is that of the last document.")


@command.command()
@click.argument("case_ids", nargs=-1, required=True, metavar="CASE...")
@click.option("--known-on", type=parse_day, metavar="DAY", help="Use only what was known by the end of this day.")
@click.option("--recorded-by", metavar="MOMENT", help="Use only what the casebook held by this moment (ISO 8601).")
@click.option("--bundle", "with_bundle", is_flag=True, help="Add the cases that belong to the same bundle.")
@click.option("--why", is_flag=True, help="Add the reasons for choices and links.")
@click.option("--format", "output_format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def show(
    where: str | None, /, case_ids: tuple[str, ...], known_on: date | None, recorded_by: str | None, with_bundle: bool,
    why: bool, output_format: str,
) -> None:  # fmt: skip
    """Show cases on one page: facts, items, what happened, who said what, promises, sources.

    \b
    Example:
      counterpoise cases show dsca-24-1-isr --known-on 2024-09-01 --why
    """
    with _open(where) as casebook:
        cases = [casebook.case(case_id, known_on=known_on, recorded_by=recorded_by) for case_id in case_ids]
        if with_bundle:
            wanted = {case.case_id for case in cases}
            more = sorted({c for case in cases for bundle in case.bundles for c in bundle.case_ids} - wanted)
            cases += [casebook.case(case_id, known_on=known_on, recorded_by=recorded_by) for case_id in more]
    if output_format == "json":
        _print_json([case.as_json() for case in cases])
        return
    from counterpoise.cli.case_page import render_page

    click.echo(render_page(cases, why=why), nl=False)


class _Search(click.Command):
    """A command whose words may begin with a hyphen: `-senate` leaves a word out and is no option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Keep the parser from taking such a word for options; a space before it changes no query."""
        return super().parse_args(ctx, [f" {arg}" if re.match(r"-[^\W\d_]\w|-\"", arg) else arg for arg in args])


@command.command(cls=_Search)
@click.argument("words", nargs=-1, required=True)
@_with(_FILTERS)
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="How many of each kind.")
@format_option()
@click.pass_obj
def search(where: str | None, /, words: tuple[str, ...], limit: int, output_format: str, **given: Any) -> None:
    """Search documents and quotations. All words are wanted; '"these words"' stand together; `or` between two gives
    either; -word leaves it out.

    \b
    Example:
      counterpoise cases search 'qualitative military edge' -senate --purchaser ARE
    """
    wanted = _filter(given)
    with _open(where) as casebook:
        hits = casebook.search(" ".join(words), limit=limit, wanted=wanted if wanted.as_json() else None)
    records = [hit.as_json() for hit in hits]
    if output_format == "json":
        _print_json(records)
    elif output_format == "csv":
        columns = ["kind", "known_from", "case_ids", "title", "extract", "document_id", "statement_id"]
        _print_csv([{**r, "case_ids": "|".join(r["case_ids"])} for r in records], columns)
    else:
        from counterpoise.cli.case_page import printable

        for hit in hits:
            cases = ", ".join(hit.case_ids) or "no case"
            click.echo(f"{hit.known_from}  {hit.kind:<12}  {printable(hit.title or '')}  ({cases})")
            click.echo(f"    {_highlighted(hit.extract, hit.marks)}")
        if not hits:
            click.echo("Nothing found.")


def _highlighted(extract: str, marks: Iterable[tuple[int, int]]) -> str:
    """Give the extract with its matches in bold on a terminal and between asterisks elsewhere."""
    from counterpoise.cli.case_page import printable

    is_bold = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    pieces, at = [], 0
    for start, end in marks:
        word = extract[start:end]
        pieces += [
            _piece(extract[at:start]),
            click.style(printable(word), bold=True) if is_bold else f"*{printable(word)}*",
        ]
        at = end
    return "".join([*pieces, _piece(extract[at:])]).strip()


def _piece(text: str) -> str:
    """Give a printable piece that keeps the space at its ends."""
    from counterpoise.cli.case_page import printable

    return f"{' ' * text[:1].isspace()}{printable(text)}{' ' * (text[-1:].isspace() and len(text) > 1)}"


@command.command()
@click.argument("case_id", metavar="CASE")
@click.argument("field", required=False)
@click.argument("value", required=False)
@click.option("--unknown", metavar="WORDS", help="Sign that the value is not known, and why, instead of a value.")
@click.option("--not-applicable", metavar="WORDS", help="Sign that the case cannot have such a value, and why.")
@click.option("--attach", metavar="DOCUMENT", help="Let a document that tells no transfer belong to the case.")
@click.option("--bundle-with", "bundled", multiple=True, metavar="CASE", help="Say that cases belong together.")
@click.option("--revoke", metavar="WHAT", help="Take back a correction (document) or a decision (number).")
@_with(_SIGNED)
@click.pass_obj
def edit(
    where: str | None, /, case_id: str, field: str | None, value: str | None, unknown: str | None,
    not_applicable: str | None, attach: str | None, bundled: tuple[str, ...], revoke: str | None, author: str,
    reason: str,
) -> None:  # fmt: skip
    """Sign a correction of a FIELD of a case, or attach a document, bundle cases, revoke what was signed.

    \b
    Example:
      counterpoise cases edit dsca-21-5-are total_usd 10.4e9 --by 'J. Doe' --because 'printed in the notice'
    """
    from counterpoise.sources import NotApplicable, Unknown

    values = [v for v in (value, unknown, not_applicable) if v is not None]
    asked = [x for x in (field, attach, revoke) if x is not None] + [bundled] * bool(bundled)
    if len(asked) != 1 or (field is None and values) or (field is not None and len(values) != 1):
        raise click.UsageError("Give a FIELD with one value (or --unknown, --not-applicable), or --attach, "
                               "--bundle-with or --revoke; one of them.")  # fmt: skip
    signed: dict[str, Any] = {"author": author, "reason": reason, "recorded_at": _now()}
    with _open(where) as casebook:
        if field is not None:
            new: Any = Unknown(unknown) if unknown else NotApplicable(not_applicable) if not_applicable else value
            click.echo(f"Signed: {casebook.correct(case_id, field, new, **signed)}")
        elif attach is not None:
            click.echo(f"Decision {casebook.attach(attach, case_id, **signed)}")
        elif bundled:
            click.echo(f"Decision {casebook.bundle([case_id, *bundled], **signed)}")
        elif revoke is not None:
            casebook.revoke(int(revoke) if revoke.isdigit() else revoke, **signed)
            click.echo(f"Revoked: {revoke}")


@command.command()
@click.argument("case_ids", nargs=-1, required=True, metavar="CASE CASE...")
@_with(_SIGNED)
@click.pass_obj
def merge(where: str | None, /, case_ids: tuple[str, ...], author: str, reason: str) -> None:
    """Make one case of several; `cases edit CASE --revoke NUMBER` undoes it.

    \b
    Example:
      counterpoise cases merge are-2020-09-f-35 dsca-21-1-are --by 'J. Doe' --because 'same aircraft, same talks'
    """
    with _open(where) as casebook:
        number = casebook.merge(case_ids, author=author, reason=reason, recorded_at=_now())
        click.echo(f"Decision {number}: {casebook.case(case_ids[0]).case_id}")


@command.command()
@click.argument("case_id", metavar="CASE")
@click.argument("documents", nargs=-1, required=True, metavar="DOCUMENT...")
@_with(_SIGNED)
@click.pass_obj
def split(where: str | None, /, case_id: str, documents: tuple[str, ...], author: str, reason: str) -> None:
    """Take documents (ids, or the first six letters of their hash) out of a case into one of their own.

    \b
    Example:
      counterpoise cases split dsca-21-1-are 3f9a12c04b77 --by 'J. Doe' --because 'about another sale'
    """
    with _open(where) as casebook:
        number = casebook.split(case_id, documents, author=author, reason=reason, recorded_at=_now())
        click.echo(f"Decision {number}")


@command.command(name="import")
@click.argument("sources", nargs=-1, required=True, metavar="FILE|ledger|resolutions...")
@click.option("--skip-rejected", is_flag=True, help="Take the rows that can be taken, and report the others.")
@format_option()
@click.pass_obj
def import_(where: str | None, /, sources: tuple[str, ...], skip_rejected: bool, output_format: str) -> None:
    """Take in exports, ledgers, a SIPRI trade register, statements by hand; or the shipped ledger and resolutions.

    Each file is taken as a whole or not at all.

    \b
    Example:
      counterpoise cases import ledger resolutions
    """
    reports = []
    with _open(where) as casebook:
        for source in sources:
            reports.append(casebook.import_from(source, recorded_at=_now(), skip_rejected=skip_rejected))
            if output_format == "table":
                _print_report(reports[-1])
    records = [report.as_json() for report in reports]
    if output_format == "json":
        _print_json(records)
    elif output_format == "csv":
        columns = ["name", "kind", "n_rows", "n_new", "n_known", "n_rejected"]
        _print_csv([{**r, "n_rejected": len(r["rejected"])} for r in records], columns)


def _print_report(report: "ImportReport") -> None:
    counts = f"{report.n_rows} rows: {report.n_new} new, {report.n_known} known, {len(report.rejected)} rejected"
    click.echo(f"{report.name} ({report.kind}), {counts}; {len(report.case_ids)} cases touched.")
    for row in report.rejected:
        click.echo(f"  not taken, {row}")


@command.command()
@click.option("-o", "--output", "path", required=True, type=click.Path(path_type=Path), metavar="FILE",
              help="Ends in .jsonl, .zip (CSV), .parquet.zip, .sqlite, .json (CSL), .ris or .bib.")  # fmt: skip
@click.option("--as", "form", type=click.Choice(["jsonl", "csv", "parquet", "sqlite", "csl", "ris", "bibtex"]),
              help="The format, whatever the name.")  # fmt: skip
@click.option("--with-texts", is_flag=True, help="Include the full texts of news and registers. For yourself only.")
@_with(_FILTERS)
@click.pass_obj
def export(where: str | None, /, path: Path, form: str | None, with_texts: bool, **given: Any) -> None:
    """Write the cases that the filters let through, or everything, with filters, counts, licence and version in it.

    \b
    Example:
      counterpoise cases export -o gulf.zip --purchaser SAU --since 2015-01-01
    """
    wanted = _filter(given) if any(value is not None for value in given.values()) else None
    with _open(where) as casebook:
        heading = casebook.export_to(path, wanted=wanted, form=form, with_texts=with_texts)
    counts = ", ".join(f"{n} {name}" for name, n in heading["counts"].items())
    click.echo(f"Written: {path} ({counts}; texts: {heading['texts']})")


@command.command()
@click.argument("case_id", metavar="CASE")
@format_option()
@click.pass_obj
def history(where: str | None, /, case_id: str, output_format: str) -> None:
    """Show everything that ever happened to a case, in the order in which it was recorded.

    \b
    Example:
      counterpoise cases history dsca-24-1-isr
    """
    with _open(where) as casebook:
        entries = casebook.history(case_id)
    records = [entry.as_json() for entry in entries]
    if output_format == "json":
        _print_json(records)
    elif output_format == "csv":
        columns = ["at", "what", "document_id", "author", "because", "detail"]
        _print_csv([{**r, "detail": json.dumps(r["detail"], ensure_ascii=False)} for r in records], columns)
    else:
        from counterpoise.cli.case_page import printable

        for entry in entries:
            document = (entry.document_id or "").removeprefix("sha256:")[:12]
            number = f" {entry.detail['decision']}" if "decision" in entry.detail else ""
            signed = f" by {entry.author}" if entry.author else ""
            title = entry.detail.get("title") or entry.detail.get("case_id") or entry.detail.get("from") or ""
            text = printable(f"{entry.what.replace('_', ' ')}{number}{signed} {title}: {entry.because}".rstrip(": "))
            click.echo(f"{entry.at[:19]}  {document:<12}  {text}")


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


def _print_csv(records: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> None:
    writer = csv.DictWriter(sys.stdout, fieldnames=list(columns), extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    for record in records:
        writer.writerow({name: _no_formula(record.get(name)) for name in columns})


def _no_formula(cell: Any) -> Any:
    """Keep a spreadsheet from running what a text begins with: a leading = + - @ gets an apostrophe before it."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
