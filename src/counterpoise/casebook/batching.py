"""Readings into rows, table by table, written every few hundred documents inside one transaction."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from counterpoise.casebook.mentions import WHOLE, mention_rows, quotation_row, whole_mention
from counterpoise.casebook.reconcile import grade_rank
from counterpoise.casebook.statements import as_row, check_statements, digest
from counterpoise.casebook.store import Writer
from counterpoise.dates import PartialDate, last_possible_day
from counterpoise.errors import InvalidInput
from counterpoise.sources import Document, NotApplicable, Statement, Unknown
from counterpoise.vocabulary import index, words

DOCUMENTS_A_WRITE = 500
_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReading:
    """A document with what was read in it, ready to be recorded.

    `attached_to` is the mention (document_id#transfer) that a signed statement is about. `is_text_withheld` marks a
    document that came from an export without its text: its statements cannot be held against it.
    """

    document: Document
    statements: Sequence[Statement[Any]]
    kind: str
    grade: str
    title: str | None = None
    published_on: PartialDate | None = None
    language: str | None = None
    reader: str = ""
    source_url: str | None = None
    author: str | None = None
    reason: str | None = None
    attached_to: str | None = None
    is_text_withheld: bool = False
    recorded_at: str | None = None  # when it was first recorded, for what comes from another casebook


class Batch:
    """The rows of a run of readings. `changed` are the mentions that came or went, for `update_cases`."""

    def __init__(self, tx: Writer, at: str) -> None:
        self.tx, self.at = tx, at
        self.changed: list[Mapping[str, Any]] = []
        self._digests: dict[str, str] = {}
        self._superseded: list[int] = []
        self._rows: dict[str, list[Sequence[Any]]] = {}
        self._maps: dict[str, list[Mapping[str, Any]]] = {}
        self._n_waiting = 0

    def add(self, new: NewReading) -> bool:
        """Gather one reading; false when it is there already, word for word. Raises InvalidInput."""
        check_reading(new)
        rows = [as_row(s) for s in new.statements]
        mark = digest_of(new, rows)
        document_id = new.document.id
        if document_id in self._digests:
            if self._digests[document_id] == mark:
                return False
            raise InvalidInput(
                f"{new.document.path} comes twice in one import with different statements. Keep one of the two."
            )
        self._digests[document_id] = mark
        known = self.tx.stored_document(document_id)
        if known is None:
            document_key = self._add_document(new)
        else:
            document_key = known["document_key"]
            if not known["has_text"] and not new.is_text_withheld:
                self.tx.supply_text(document_key, new.document.text)
            if known["digest"] == mark:
                return False
            if known["reading_key"] is not None:
                self._superseded.append(known["reading_key"])
                self.changed += self.tx.mentions_of_document(document_id)
        self._add_reading(new, document_key, mark, rows)
        self._n_waiting += 1
        if self._n_waiting >= DOCUMENTS_A_WRITE:
            self.write()
        return True

    def _keep(self, table: str, row: Mapping[str, Any]) -> None:
        self._maps.setdefault(table, []).append(row)

    def _add_document(self, new: NewReading) -> int:
        d = new.document
        key = self.tx.next_key("documents")
        self._keep("documents", {
            "document_key": key, "document_id": d.id, "path": d.path, "media_type": d.media_type,
            "encoding": d.encoding, "size_bytes": d.size_bytes, "text": None if new.is_text_withheld else d.text,
            "source_url": new.source_url, "recorded_at": new.recorded_at or self.at,
        })  # fmt: skip
        return key

    def _add_reading(self, new: NewReading, document_key: int, mark: str, rows: Sequence[Sequence[Any]]) -> None:
        reading_key = self.tx.next_key("readings")
        known_from, known_because = known_from_of(new, new.recorded_at or self.at)
        published = new.published_on
        self._keep("readings", {
            "reading_key": reading_key, "document_key": document_key, "kind": new.kind, "grade": new.grade,
            "title": new.title, "language": new.language, "reader": new.reader,
            "published_on": published.date if published else None,
            "published_precision": published.precision if published else None,
            "published_inferred": int(published.inferred) if published else None,
            "published_because": published.because if published else None, "known_from": known_from.isoformat(),
            "known_because": known_because, "author": new.author, "reason": new.reason, "digest": mark,
            "recorded_at": new.recorded_at or self.at, "superseded_at": None,
        })  # fmt: skip
        first = self.tx.next_keys("statements", len(rows))
        statements = self._rows.setdefault("statements", [])
        for ordinal, (statement, row) in enumerate(zip(new.statements, rows, strict=True)):
            statements.append((first + ordinal, reading_key, ordinal, *row))
            if quotation := quotation_row(statement):
                self._keep("quotations", {"statement_key": first + ordinal, "reading_key": reading_key, **quotation})
        told = mention_rows(new.statements, known_from=known_from)
        if not told and any(row["transfer"] == WHOLE for row in self.changed if row["document_id"] == new.document.id):
            told = [whole_mention(known_from)]  # attached by hand before it was read anew
        for mention in told:
            self._add_mention(new, reading_key, mention)

    def _add_mention(self, new: NewReading, reading_key: int, mention: Mapping[str, Any]) -> None:
        key = self.tx.next_key("mentions")
        row = {"mention_key": key, "reading_key": reading_key, "document_id": new.document.id,
               "grade_rank": grade_rank(new.grade), "attached_to": new.attached_to, **mention}  # fmt: skip
        self._keep("mentions", row)
        self.changed.append(row)
        for system, class_ in sorted({(item[0], item[1]) for item in json.loads(mention["items"])}, key=str):
            if system or class_:
                self._keep("mention_systems", {"mention_key": key, "system_id": system, "class_id": class_})

    def write(self) -> None:
        """Write what is gathered."""
        self.tx.close("readings", self._superseded, "superseded_at", self.at)
        for table in ("documents", "readings"):
            self.tx.insert(table, self._maps.pop(table, ()))
        self.tx.insert_rows("statements", self._rows.pop("statements", ()))
        for table in ("quotations", "mentions", "mention_systems"):
            self.tx.insert(table, self._maps.pop(table, ()))
        self._superseded, self._n_waiting = [], 0


def digest_of(new: NewReading, rows: Sequence[Sequence[Any]]) -> str:
    """Give a hash of everything a reading says; equal readings have equal hashes in any casebook."""
    published = new.published_on
    told = json.dumps(published.as_json(), sort_keys=True) if published else None
    return digest(rows, new.kind, new.grade, new.title, told, new.language, new.author, new.reason, new.attached_to)


def check_reading(new: NewReading) -> None:
    """Hold a reading to the casebook's conditions. Raises InvalidInput."""
    for word, table, column in ((new.kind, "document_kinds", "kind"), (new.grade, "grades", "grade")):
        if word not in index(table, column):
            raise InvalidInput(
                f"{new.document.path}: {word!r} is no {column} of document. Use one of "
                f"{', '.join(words(table, column))} (vocabulary/{table}.csv)."
            )
    check_statements(new.document, new.statements, with_words=not new.is_text_withheld)
    told = (new.document.text, new.title, new.document.path, new.author, new.reason)
    if any(part and _UNKEEPABLE.search(part) for part in told):
        raise InvalidInput(
            f"{new.document.path!a} holds NUL or half a surrogate pair in its text, title or name, which no database "
            "keeps. Save the document as UTF-8 and read it again."
        )
    for said in new.statements:
        if said.field == "received_on" and not isinstance(said.value, Unknown | NotApplicable):
            _check_day(new, said.value)


def _check_day(new: NewReading, value: Any) -> None:
    try:
        date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise InvalidInput(
            f"{new.document.path}: received_on is {value!r}, which is no day. Write YYYY-MM-DD."
        ) from error


def known_from_of(new: NewReading, at: str) -> tuple[date, str]:
    """Give the first day on which a document may be used, and why.

    The day of publication (its last possible day when only a month or year is known); without one, the latest day
    on which the text itself says that Congress received the notice; without that, the day it was recorded.
    """
    if new.published_on and (day := last_possible_day(new.published_on)):
        how = "inferred" if new.published_on.inferred else "printed or given"
        if new.published_on.precision != "day":
            how += f", last day of {new.published_on.date}"
        return day, f"published on {day.isoformat()} ({how})"
    received = [s.value for s in new.statements if s.field == "received_on" and isinstance(s.value, str)]
    if received and new.author is None:
        day = date.fromisoformat(max(received))
        return day, f"no day of publication is known; Congress received the notice on {day.isoformat()}"
    day = date.fromisoformat(at[:10])
    if new.author is not None:
        return day, f"signed on {day.isoformat()}"
    return day, f"no day of publication is known; recorded on {day.isoformat()}"
