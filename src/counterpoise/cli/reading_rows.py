"""Readings as CSV: one row a fact, so that a spreadsheet can sort and filter them."""

import csv
import io
import json
from typing import Any

import click

from counterpoise.errors import CounterpoiseError
from counterpoise.reading.statements import statements_of

COLUMNS = ("path", "document_id", "kind", "transfer", "field", "value", "wording", "start", "end")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def print_csv(answers: list[tuple[str, Any]]) -> None:
    """Print a row for each fact, then for each warning; an unreadable file has one row with its error."""
    page = io.StringIO(newline="")
    writer = csv.writer(page)
    writer.writerow(COLUMNS)
    for path, answer in answers:
        rows = _error_rows(path, answer) if isinstance(answer, CounterpoiseError) else _rows(path, answer)
        writer.writerows([safe(cell) for cell in row] for row in rows)
    click.echo(page.getvalue().encode("utf-8", "backslashreplace"), nl=False)


def _rows(path: str, reading: Any) -> list[tuple[Any, ...]]:
    document, kind = reading.document.id, reading.kind
    rows: list[tuple[Any, ...]] = []
    for told in statements_of(reading):
        value = json.dumps(told.value, ensure_ascii=False) if isinstance(told.value, (dict, list)) else told.value
        rows.append((path, document, kind, told.transfer, told.field, value, told.wording, *told.span))
    rows += [
        (path, document, kind, None, "boilerplate", None, quoted.wording, *quoted.span)
        for quoted in reading.boilerplate
    ]
    for warning in reading.warnings:
        words = reading.document.text[warning.span.start : warning.span.end][:400] if warning.span else None
        rows.append(
            (path, document, kind, None, "warning", f"{warning.code}: {warning.message}", words,
             *(warning.span or (None, None)))
        )  # fmt: skip
    return rows


def _error_rows(path: str, error: CounterpoiseError) -> list[tuple[Any, ...]]:
    return [(path, None, None, None, "error", f"{error.code}: {error.message}", None, None, None)]


def safe(cell: Any) -> Any:
    """Keep a spreadsheet from taking the words of a document for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS) else cell
