"""What a casebook holds, as frozen data: documents, statements with their source, choices, cases. Knows no database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from counterpoise.dates import PartialDate
from counterpoise.sources import NotApplicable, Statement, Unknown

Value = Any  # JSON: text, whole number, truth, list or object; or Unknown, or NotApplicable


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRecord:
    """A document as the casebook knows it, with how it was read; without its text.

    `known_from` is the first day on which what it says may be used: see `known_because`. `author` and `reason` are set
    when an analyst signed it.
    """

    document_id: str
    path: str
    kind: str
    grade: str
    title: str | None
    published_on: PartialDate | None
    known_from: date
    known_because: str
    recorded_at: str
    source_url: str | None = None
    language: str | None = None
    reader: str = ""
    author: str | None = None
    reason: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Give every part by name."""
        return {
            "document_id": self.document_id, "path": self.path, "kind": self.kind, "grade": self.grade,
            "title": self.title, "published_on": self.published_on and self.published_on.as_json(),
            "known_from": self.known_from.isoformat(), "known_because": self.known_because,
            "recorded_at": self.recorded_at, "source_url": self.source_url, "language": self.language,
            "reader": self.reader, "author": self.author, "reason": self.reason,
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcedStatement:
    """One statement with the document it comes from.

    `id` is the document's id and the statement's place in its reading: it stays the same in every casebook. `said_on`
    is the day that counts when statements are ranked: the day Congress received the notice when the text prints it,
    otherwise the day from which the document was known.
    """

    id: str
    statement: Statement[Any]
    document: DocumentRecord
    said_on: date
    is_amendment: bool = False  # told by a notice that changes an earlier one
    is_notice: bool = False  # told by a text that gives the number or the day of the notification

    @property
    def value(self) -> Value:
        """Give the statement's value."""
        return self.statement.value

    def as_json(self) -> dict[str, Any]:
        """Give the statement, its words and its source."""
        return {
            "id": self.id, "field": self.statement.field, "value": value_as_json(self.statement.value),
            "wording": self.statement.wording, "span": list(self.statement.span),
            "document_id": self.document.document_id, "transfer": self.statement.transfer, "grade": self.document.grade,
            "kind": self.document.kind, "said_on": self.said_on.isoformat(), "is_amendment": self.is_amendment,
            "is_notice": self.is_notice, "author": self.document.author, "reason": self.document.reason,
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a case says of one field, the statement it rests on, and the statements this one overrules.

    `value` is Unknown when nothing states it, or when `is_contested`: equally ranked sources differ and nobody has
    signed a correction.
    """

    field: str
    value: Value
    chosen: SourcedStatement | None
    agreeing: tuple[SourcedStatement, ...] = ()
    overruled: tuple[SourcedStatement, ...] = ()
    because: str = ""
    is_contested: bool = False

    def as_json(self) -> dict[str, Any]:
        """Give value, reason and every statement behind or against it."""
        return {
            "field": self.field, "value": value_as_json(self.value),
            "chosen": self.chosen and self.chosen.as_json(),
            "agreeing": [x.as_json() for x in self.agreeing], "overruled": [x.as_json() for x in self.overruled],
            "because": self.because, "is_contested": self.is_contested,
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Why a transfer told by a document belongs to a case. `score` is 0 to 1; 1 is a key or a person's decision."""

    document_id: str
    transfer: str
    score: float
    reasons: tuple[str, ...]
    recorded_at: str

    def as_json(self) -> dict[str, Any]:
        """Give every part by name."""
        return {
            "document_id": self.document_id, "transfer": self.transfer, "score": self.score,
            "reasons": list(self.reasons), "recorded_at": self.recorded_at,
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Where a case stands as its sources say. The review's own dates are computed by the pipeline, not here."""

    stage: str  # a row of vocabulary/stages.csv
    since: date | None
    because: str
    rests_on: SourcedStatement | None

    def as_json(self) -> dict[str, Any]:
        """Give every part by name."""
        return {
            "stage": self.stage, "since": self.since.isoformat() if self.since else None, "because": self.because,
            "rests_on": self.rests_on and self.rests_on.id,
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """Cases that belong together, as the three notifications of the 2020 sale do, and why."""

    bundle_id: str
    case_ids: tuple[str, ...]
    because: str
    author: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Give every part by name."""
        return {
            "bundle_id": self.bundle_id, "case_ids": list(self.case_ids), "because": self.because,
            "author": self.author,
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One proposed transfer as its statements tell it, up to `known_on` when that is given.

    `fields` holds a Choice for each single-valued field of vocabulary/case_fields.csv. `items` are the lines that
    prevail; `items_overruled` what other sources list instead. Everything else is kept whole, in order of `said_on`.
    """

    case_id: str
    title: str
    known_on: date | None
    fields: Mapping[str, Choice]
    stage: Stage
    items: tuple[SourcedStatement, ...] = ()
    items_overruled: tuple[SourcedStatement, ...] = ()
    items_because: str = ""
    attributions: tuple[SourcedStatement, ...] = ()
    commitments: tuple[SourcedStatement, ...] = ()
    requests: tuple[SourcedStatement, ...] = ()
    events: tuple[SourcedStatement, ...] = ()
    resolutions: tuple[SourcedStatement, ...] = ()
    votes: tuple[SourcedStatement, ...] = ()
    documents: tuple[DocumentRecord, ...] = ()
    links: tuple[Link, ...] = ()
    bundles: tuple[Bundle, ...] = ()
    former_ids: tuple[str, ...] = ()
    later_documents: tuple[DocumentRecord, ...] = ()  # known only after `known_on`: never used in the case

    def value(self, name: str) -> Value:
        """Give the chosen value of a field; Unknown with a reason when no source states it."""
        choice = self.fields.get(name)
        return choice.value if choice else Unknown("no document of this case states it")

    def known(self, name: str) -> Value | None:
        """Give the chosen value of a field, or None when it is unknown or not applicable."""
        value = self.value(name)
        return None if isinstance(value, Unknown | NotApplicable) else value

    def as_json(self) -> dict[str, Any]:
        """Give the case in the shape of schemas/case.schema.json."""
        lists = ("items", "items_overruled", "attributions", "commitments", "requests", "events", "resolutions",
                 "votes", "documents", "links", "bundles", "later_documents")  # fmt: skip
        return {
            "case_id": self.case_id, "title": self.title,
            "known_on": self.known_on.isoformat() if self.known_on else None,
            "stage": self.stage.as_json(), "fields": {name: x.as_json() for name, x in self.fields.items()},
            "items_because": self.items_because, "former_ids": list(self.former_ids),
            **{name: [x.as_json() for x in getattr(self, name)] for name in lists},
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSummary:
    """One line of a list of cases. An amount or a day that no source states is None here."""

    case_id: str
    title: str
    supplier: str | None
    purchaser: str | None
    route: str
    stage: str
    transmittal: str | None
    total_usd: int | None
    received_on: str | None
    first_on: str
    last_on: str
    n_documents: int

    def as_json(self) -> dict[str, Any]:
        """Give every part by name."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """A case that a document was found to belong to: how sure, and why."""

    case_id: str
    score: float
    reasons: tuple[str, ...]
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What came of handing a reading to the casebook. `is_new` is false when it was there already, word for word."""

    document_id: str
    is_new: bool
    cases: tuple[Touched, ...] = ()
    notes: tuple[str, ...] = field(default=())


def value_as_json(value: Value) -> Any:
    """Give a value so that unknown, not applicable and zero stay three things."""
    if isinstance(value, Unknown):
        return {"unknown": value.because}
    if isinstance(value, NotApplicable):
        return {"not_applicable": value.because}
    return value
