"""Documents into readings, and readings into cases of the casebook."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from counterpoise import vocabulary
from counterpoise.casebook.case import DocumentRecord, SourcedStatement
from counterpoise.casebook.recording import NewReading
from counterpoise.reading.contract import Reading
from counterpoise.reading.documents import load_document
from counterpoise.reading.readings import read_document
from counterpoise.reading.statements import statements_of
from counterpoise.sources import file_name

if TYPE_CHECKING:
    from counterpoise.casebook.casebook import Casebook

Tell = Callable[[str, float | None], None]


def read_all(
    paths: Sequence[str], *, published_on: date | None = None, use_model: bool = True,
    tell: Tell = lambda words, share: None,
) -> tuple[Reading, ...]:  # fmt: skip
    """Load and read documents, in order."""
    readings = []
    for path in paths:
        tell(f"Reading {file_name(path)}", None)
        readings.append(read_document(load_document(path), published_on=published_on, use_model=use_model))
    return tuple(readings)


def record(casebook: "Casebook", readings: Sequence[Reading], recorded_at: datetime) -> tuple[str, ...]:
    """Record readings, all or none, and give the cases they belong to, in the order in which they are told."""
    new = [
        NewReading(
            document=r.document, statements=statements_of(r), kind=r.kind, grade=grade_of(r.kind), title=r.title,
            published_on=r.published_on, language=r.language, reader=r.reader,
        )
        for r in readings
    ]  # fmt: skip
    added = casebook.add_readings(new, recorded_at=recorded_at)
    return tuple(dict.fromkeys(c for one in added for c in casebook.find_case(one.document_id)))


def grade_of(kind: str) -> str:
    """Give the grade of a kind of document."""
    return vocabulary.index("document_kinds", "kind")[kind]["grade"]


def record_of(reading: Reading, recorded_at: datetime) -> DocumentRecord:
    """Describe a document that belongs to no case."""
    return DocumentRecord(
        document_id=reading.document.id, path=reading.document.path, kind=reading.kind, grade=grade_of(reading.kind),
        title=reading.title, published_on=reading.published_on, known_from=recorded_at.date(),
        known_because="the day it was recorded", recorded_at=recorded_at.isoformat(), language=reading.language,
        reader=reading.reader,
    )  # fmt: skip


def sourced(reading: Reading, document: DocumentRecord) -> list[SourcedStatement]:
    """Give the statements of a document that belongs to no case."""
    return [
        SourcedStatement(id=f"{document.document_id}#{n}", statement=s, document=document, said_on=document.known_from)
        for n, s in enumerate(statements_of(reading))
    ]
