"""What an export holds, whatever its format: four tables and a heading. The same tables come back on import.

Texts of news stay in the local casebook unless asked for: an export then says "withheld", and an import takes the
statements on trust. Cases and links are written for the reader; an import makes them anew from the statements.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from counterpoise.casebook.batching import NewReading
from counterpoise.casebook.statements import COLUMNS, from_row
from counterpoise.casebook.store import Row, Snapshot
from counterpoise.dates import PartialDate
from counterpoise.errors import InvalidInput
from counterpoise.sources import Document

FORMAT = 1
LICENCE = (
    "Facts with their citation: free to use (CC0 1.0 for the selection and our own words). Wordings quoted from news "
    "and registers remain their publishers'."
)
WITHHELD_KINDS = frozenset({"news", "trade_register_row"})

TABLES: Mapping[str, Mapping[str, str]] = {  # table: column: what it holds, text or whole
    "documents": {
        "document_id": "text", "path": "text", "media_type": "text", "encoding": "text", "size_bytes": "whole",
        "source_url": "text", "text": "text", "kind": "text", "grade": "text", "title": "text", "language": "text",
        "reader": "text", "published_on": "text", "published_precision": "text", "published_inferred": "whole",
        "published_because": "text", "author": "text", "reason": "text", "attached_to": "text", "recorded_at": "text",
    },
    "statements": {
        "document_id": "text", "ordinal": "whole", "transfer": "text", "field": "text", "state": "text",
        "value": "text", "wording": "text", "span_start": "whole", "span_end": "whole",
    },
    "decisions": {
        "kind": "text", "subject": "text", "author": "text", "reason": "text", "recorded_at": "text",
        "revoked_at": "text", "revoked_by": "text", "revoked_because": "text",
    },
    "cases": {
        "case_id": "text", "title": "text", "supplier": "text", "purchaser": "text", "route": "text", "stage": "text",
        "transmittal": "text", "total_usd": "whole", "received_on": "text", "first_on": "text", "last_on": "text",
        "n_documents": "whole",
    },
    "links": {"document_id": "text", "transfer": "text", "case_id": "text", "score": "number", "reasons": "text"},
}  # fmt: skip
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Contents:
    """What is exported: the heading (filters, counts, licence, version) and the rows of each table."""

    heading: Mapping[str, Any]
    tables: Mapping[str, Sequence[Record]]


def gather(tx: Snapshot, case_ids: Iterable[str] | None, *, filters: Mapping[str, Any], version: str,
           with_texts: bool) -> Contents:  # fmt: skip
    """Gather what the named cases rest on, or all of the casebook for None, in an order of its own.

    `version` is Counterpoise's; the heading also counts the rows and says whether texts are withheld.
    """
    documents, statements, cases, links = tx.everything_of(None if case_ids is None else sorted(set(case_ids)))
    shown = [_document_record(row, with_texts=with_texts) for row in documents]
    kept = {record["document_id"] for record in shown}
    decisions = [
        {name: row[name] for name in TABLES["decisions"]} for row in tx.decisions()
        if case_ids is None or {ref.split("#")[0] for ref in json.loads(row["subject"])} <= kept
    ]  # fmt: skip
    tables = {
        "documents": sorted(shown, key=lambda r: (r["recorded_at"], r["document_id"])),
        "statements": [{name: row[name] for name in TABLES["statements"]} for row in statements],
        "decisions": decisions,
        "cases": [{name: row[name] for name in TABLES["cases"]} for row in cases],
        "links": [{name: row[name] for name in TABLES["links"]} for row in links],
    }
    n_withheld = sum(row["text"] is None for row in tables["documents"])
    heading = {
        "counterpoise_export": FORMAT, "version": version, "licence": LICENCE, "filters": dict(filters),
        "counts": {name: len(rows) for name, rows in tables.items()},
        "texts": "all" if not n_withheld else f"{n_withheld} withheld (news and registers)",
    }  # fmt: skip
    return Contents(heading, tables)


def _document_record(row: Row, *, with_texts: bool) -> Record:
    record = {name: row[name] for name in TABLES["documents"]}
    if not with_texts and row["kind"] in WITHHELD_KINDS:
        record["text"] = None
    return record


def readings_of(documents: Iterable[Record], statements: Iterable[Record]) -> Iterator[tuple[int, NewReading]]:
    """Give the documents of an export as readings, numbered from 1 in the order of the table."""
    said: dict[str, list[Record]] = {}
    for record in statements:
        said.setdefault(record["document_id"], []).append(record)
    for number, record in enumerate(documents, 1):
        yield number, _reading(record, sorted(said.get(record["document_id"], ()), key=lambda r: r["ordinal"]))


def _reading(record: Record, said: Sequence[Record]) -> NewReading:
    missing = [name for name in TABLES["documents"] if name not in record]
    if missing:
        raise InvalidInput(f"the document lacks {', '.join(missing)}")
    document_id = record["document_id"]
    document = Document(
        id=document_id, path=record["path"], text=record["text"] or "", media_type=record["media_type"],
        encoding=record["encoding"], size_bytes=record["size_bytes"],
    )  # fmt: skip
    published = None
    if record["published_precision"]:
        published = PartialDate(
            date=record["published_on"], precision=record["published_precision"],
            inferred=bool(record["published_inferred"]), because=record["published_because"],
        )  # fmt: skip
    statements = tuple(from_row(tuple(row[name] for name in COLUMNS), document_id) for row in said)
    return NewReading(
        document=document, statements=statements, kind=record["kind"], grade=record["grade"], title=record["title"],
        published_on=published, language=record["language"], reader=record["reader"] or "",
        source_url=record["source_url"], author=record["author"], reason=record["reason"],
        attached_to=record["attached_to"], is_text_withheld=record["text"] is None, recorded_at=record["recorded_at"],
    )  # fmt: skip


def check_heading(heading: Any, name: str) -> Mapping[str, Any]:
    """See that a file is an export that this version can read. Raises InvalidInput."""
    if not isinstance(heading, dict) or "counterpoise_export" not in heading:
        raise InvalidInput(f"{name} is no export of a casebook: its heading is missing.")
    if heading["counterpoise_export"] != FORMAT:
        raise InvalidInput(
            f"{name} is an export of format {heading['counterpoise_export']}; this Counterpoise reads format {FORMAT}. "
            "Update Counterpoise, or export again with this version."
        )
    return heading
