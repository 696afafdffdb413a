"""Rows into a Case: the statements that count on a day, chosen among field by field."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from counterpoise.casebook.actors import state_name
from counterpoise.casebook.case import Case, CaseSummary, Choice, DocumentRecord, Link, SourcedStatement
from counterpoise.casebook.reconcile import choose_items, choose_statement, find_stage
from counterpoise.casebook.statements import Row as StatementRow
from counterpoise.casebook.statements import from_row
from counterpoise.casebook.store import Row
from counterpoise.casebook.tellings import transmittal_key
from counterpoise.dates import PartialDate

SINGLE_FIELDS = (
    "supplier", "purchaser", "route", "transmittal", "received_on", "total_usd", "mde_usd", "other_usd", "status",
)  # fmt: skip
SUMMARY_FIELDS = ("supplier", "purchaser", "route", "transmittal", "received_on", "total_usd", "status", "stage")


ROWS_OF_TABLES = frozenset({"ledger_row", "resolution_record", "trade_register_row"})  # their titles name a row
AMENDMENT_NUMBER = re.compile(r"\d{2}-\d[A-Z]$")


def document_of(row: Row) -> DocumentRecord:
    """Give the document that a row of documents and readings holds."""
    published = None
    if row["published_precision"] is not None:
        published = PartialDate(date=row["published_on"], precision=row["published_precision"],
                                inferred=bool(row["published_inferred"]), because=row["published_because"])  # fmt: skip
    return DocumentRecord(
        document_id=row["document_id"], path=row["path"], kind=row["kind"], grade=row["grade"], title=row["title"],
        published_on=published, known_from=date.fromisoformat(row["known_from"]), known_because=row["known_because"],
        recorded_at=row["recorded_at"], source_url=row["source_url"], language=row["language"], reader=row["reader"],
        author=row["author"], reason=row["reason"],
    )  # fmt: skip


def sourced_statements(
    links: Sequence[Row], statements: Iterable[Row], documents: Mapping[int, DocumentRecord]
) -> list[SourcedStatement]:
    """Give the statements that belong to a case: those of its own transfers and those of the whole document."""
    days = {(row["reading_key"], row["transfer"]): date.fromisoformat(row["said_on"]) for row in links}
    amending = {(row["reading_key"], row["transfer"]) for row in links if row["amends"]}
    notices = {(row["reading_key"], row["transfer"]) for row in links if row["received_on"] or row["transmittal"]}
    found = []
    for row in statements:
        reading, transfer = row["reading_key"], row["transfer"]
        document = documents[reading]
        said_on = document.known_from if transfer is None else days.get((reading, transfer))
        if said_on is None:
            continue  # another transfer of the same text, in another case
        statement = from_row(_statement_columns(row), document.document_id)
        found.append(SourcedStatement(id=f"{document.document_id}/{row['ordinal']}", statement=statement,
                                      document=document, said_on=said_on,
                                      is_amendment=(reading, transfer) in amending,
                                      is_notice=(reading, transfer) in notices))  # fmt: skip
    return found


def _statement_columns(row: Row) -> StatementRow:
    return (row["transfer"], row["field"], row["state"], row["value"], row["wording"], row["span_start"],
            row["span_end"])  # fmt: skip


def spoken_statements(rows: Iterable[Row], *, known_on: date | None) -> list[SourcedStatement]:
    """Give statements from rows that carry their reading and document, in order of time."""
    limit = (known_on or date.max).isoformat()
    found = []
    for row in rows:
        if row["known_from"] <= limit:
            document = document_of(row)
            statement = from_row(_statement_columns(row), document.document_id)
            found.append(SourcedStatement(id=f"{document.document_id}/{row['ordinal']}", statement=statement,
                                          document=document, said_on=document.known_from))  # fmt: skip
    return found


def assemble_case(
    case_id: str, links: Sequence[Row], statements: Iterable[Row], *, known_on: date | None, former_ids: Sequence[str]
) -> Case:
    """Make the case from its rows, with what was known by the end of `known_on` (all of it for None)."""
    limit = known_on or date.max
    records = {row["reading_key"]: document_of(row) for row in links}
    later = [record for record in records.values() if record.known_from > limit]
    if later:
        links = [row for row in links if records[row["reading_key"]].known_from <= limit]
    readings = {row["reading_key"] for row in links}
    documents = [records[key] for key in readings]
    said = sourced_statements(links, (row for row in statements if row["reading_key"] in readings), records)
    by_field: dict[str, list[SourcedStatement]] = {}
    for one in said:
        by_field.setdefault(one.statement.field, []).append(one)
    fields = choose_fields(by_field)
    items, items_overruled, items_because = choose_items(by_field.get("item", ()))

    def told(field: str) -> tuple[SourcedStatement, ...]:
        return tuple(sorted(by_field.get(field, ()), key=_by_said))

    return Case(
        case_id=case_id, title=title_of(fields, items, documents), known_on=known_on, fields=fields,
        stage=find_stage([*by_field.get("status", ()), *by_field.get("stage", ())]), items=items,
        items_overruled=items_overruled, items_because=items_because,
        documents=tuple(sorted(documents, key=_by_day)),
        later_documents=tuple(sorted(later, key=_by_day)),
        links=tuple(sorted((_link(row) for row in links), key=lambda x: (x.document_id, x.transfer))),
        former_ids=tuple(former_ids),
        attributions=told("attribution"), commitments=told("commitment"), requests=told("request"),
        events=told("event"), resolutions=told("resolution"), votes=told("vote"),
    )  # fmt: skip


def choose_fields(by_field: Mapping[str, Sequence[SourcedStatement]]) -> dict[str, Choice]:
    """Choose every single-valued field. An amendment's own number is not the number of its case.

    The day of receipt is that of the original notice too; an amendment's counts only where no original is known.
    """

    def candidates(name: str) -> Iterable[SourcedStatement]:
        said = by_field.get(name, ())
        if name not in ("transmittal", "received_on"):
            return said
        own = [s for s in said if not s.is_amendment]
        if name == "transmittal":  # a resolution may name the amendment that it is about
            own = [s for s in own if not AMENDMENT_NUMBER.match(transmittal_key(str(s.value)))] or own
        return own or (said if name == "received_on" else ())

    return {name: choose_statement(name, candidates(name)) for name in SINGLE_FIELDS}


def title_of(
    fields: Mapping[str, Choice], items: Sequence[SourcedStatement], documents: Iterable[DocumentRecord]
) -> str:
    """Give a short name for a case: the purchaser and the first things it would receive."""
    purchaser = fields["purchaser"].value
    who = state_name(purchaser) if isinstance(purchaser, str) else "Unknown purchaser"
    named = [x.value for x in items if isinstance(x.value, dict)]
    major = [x for x in named if x.get("mde") is not False] or named
    if major:
        return f"{who}: {', '.join(_thing(x) for x in major[:2])}{' and more' if len(major) > 2 else ''}"
    titles = sorted((d.known_from, d.title) for d in documents if d.title and d.kind not in ROWS_OF_TABLES)
    if titles:
        return f"{who}: {titles[0][1]}"
    number = fields["transmittal"].value
    return f"{who}: items not stated" + (f", transmittal {number}" if isinstance(number, str) else "")


def _thing(item: Mapping[str, Any]) -> str:
    name = str(item.get("system") or "item")
    name = name if len(name) <= 60 else f"{name[:57].rstrip()}..."
    quantity = item.get("quantity")
    words = [{"up_to": "up to", "about": "about", "at_least": "at least"}.get(item.get("qualifier") or "", "")]
    return " ".join([*filter(None, words), *([f"{quantity:,}"] if isinstance(quantity, int) else []), name])


def _link(row: Row) -> Link:
    return Link(document_id=row["document_id"], transfer=row["transfer"], score=row["score"],
                reasons=tuple(json.loads(row["reasons"])), recorded_at=row["linked_at"])  # fmt: skip


def _by_day(document: DocumentRecord) -> tuple[date, str]:
    return document.known_from, document.document_id


def _by_said(said: SourcedStatement) -> tuple[date, str, int]:
    return said.said_on, said.document.document_id, int(said.id.rsplit("/", 1)[1])


def summary_of(case: Case) -> dict[str, Any]:
    """Give the case's row in the table of cases."""
    days = sorted(d.known_from for d in case.documents)
    received = case.known("received_on")
    return {
        "case_id": case.case_id, "title": case.title, "supplier": case.known("supplier"),
        "purchaser": case.known("purchaser"), "route": case.known("route") or "unknown", "stage": case.stage.stage,
        "transmittal": case.known("transmittal"), "total_usd": case.known("total_usd"), "received_on": received,
        "first_on": min([days[0].isoformat(), *([received] if received else [])]), "last_on": days[-1].isoformat(),
        "n_documents": len(case.documents),
    }  # fmt: skip


def summary_from_row(row: Row) -> CaseSummary:
    """Give the line of a list of cases that a row holds."""
    return CaseSummary(**{name: row[name] for name in CaseSummary.__slots__})
