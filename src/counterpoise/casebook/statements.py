"""Statements into rows and back; what a statement must be before a casebook takes it."""

import hashlib
import json
from collections.abc import Sequence
from json.encoder import encode_basestring
from typing import Any

from counterpoise.errors import InvalidInput
from counterpoise.sources import Document, NotApplicable, Span, Statement, Unknown
from counterpoise.vocabulary import index, words

STATES = ("value", "unknown", "not_applicable")
COLUMNS = ("transfer", "field", "state", "value", "wording", "span_start", "span_end")

_as_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode

Row = tuple[str | None, str, str, str, str, int, int]


def as_row(statement: Statement[Any]) -> Row:
    """Give a statement as one row: transfer, field, state, value as JSON, wording, start and end of its span."""
    value = statement.value
    state = "value"
    if type(value) is str:  # most values are plain words and whole numbers: the quick way for both
        text = encode_basestring(value)
    elif type(value) is int:
        text = str(value)
    elif isinstance(value, Unknown):
        state, text = "unknown", _as_json(value.because)
    elif isinstance(value, NotApplicable):
        state, text = "not_applicable", _as_json(value.because)
    else:
        text = _as_json(value)
    return (statement.transfer, statement.field, state, text, statement.wording, *statement.span)


def from_row(row: Row, document_id: str) -> Statement[Any]:
    """Give the statement that a row holds."""
    transfer, field, state, text, wording, start, end = row
    value = json.loads(text)
    if state == "unknown":
        value = Unknown(value)
    elif state == "not_applicable":
        value = NotApplicable(value)
    return Statement(
        field=field, value=value, wording=wording, span=Span(start, end), document_id=document_id, transfer=transfer
    )


def check_statements(document: Document, statements: Sequence[Statement[Any]], *, with_words: bool = True) -> None:
    """Hold each statement to the casebook's conditions.

    Raises InvalidInput for a field that vocabulary/case_fields.csv does not have, a statement of another document, or
    a wording that does not stand at its span (left out without `with_words`, where the text is withheld).
    """
    fields = index("case_fields", "field")
    text, document_id = document.text, document.id
    for place, statement in enumerate(statements):
        start, end = statement.span
        is_there = not with_words or (0 <= start <= end <= len(text) and text[start:end] == statement.wording)
        if is_there and statement.field in fields and statement.document_id == document_id:
            continue
        where = f"statement {place} ({statement.field}) of {document.path}"
        if statement.field not in fields:
            raise InvalidInput(
                f"{where} names no field of a case. The fields are {', '.join(words('case_fields', 'field'))} "
                "(vocabulary/case_fields.csv)."
            )
        if statement.document_id != document_id:
            raise InvalidInput(
                f"{where} belongs to the document {statement.document_id}, not to {document.id}. "
                "Add each document with its own statements."
            )
        raise InvalidInput(
            f"{where} quotes words that do not stand at its span {start} to {end}. "
            "A statement's wording is the document's own text at its span; read the document again."
        )


def digest(rows: Sequence[Sequence[Any]], *heading: str | None) -> str:
    """Give a hash of a reading: equal for equal statements under an equal heading, in any casebook."""
    # No text holds NUL (recording.py refuses it), so that no two readings give the same line.
    lines = [f"{t}\x00{f}\x00{s}\x00{v}\x00{w}\x00{a}\x00{b}" for t, f, s, v, w, a, b in rows]
    text = "\x00".join([*map(str, heading), *lines])
    return hashlib.sha256(text.encode()).hexdigest()
