"""The reading contract: what a reader returns, and its JSON (schemas/reading.schema.json).

Every wording is the document's own text at its span, so `text[start:end] == wording` holds always. Absent is None;
a printed zero is 0. Countries are ISO 3166-1 alpha-3; organisations and non-state actors have ids of our own
(vocabulary/states.csv, organisations.csv).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from counterpoise.dates import PartialDate
from counterpoise.errors import CounterpoiseError
from counterpoise.sources import Document, Span


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of the document and where they stand."""

    wording: str
    span: Span

    @classmethod
    def of(cls, document_text: str, start: int, end: int) -> "Quoted":
        """Quote `document_text[start:end]`."""
        return cls(document_text[start:end], Span(start, end))

    def as_json(self) -> dict[str, Any]:
        """Give wording and span."""
        return {"wording": self.wording, "span": list(self.span)}


@dataclass(frozen=True, slots=True)
class Party:
    """A state or organisation: its code in our tables and its name there."""

    code: str | None
    name: str

    def as_json(self) -> dict[str, Any]:
        """Give code and name."""
        return {"code": self.code, "name": self.name}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of the articles or services.

    `qualifier` is one of "up_to", "at_least", "about", "not_to_exceed", "to_be_determined", "or_equivalent" or None.
    `details` keeps what the line says besides: "24 installed, 3 spares", "includes 7 fly-to-buy missiles", "and/or".
    `alternatives` are systems printed as "A or B". `because` names the rule that made the item.
    """

    system: str
    system_id: str | None
    class_id: str | None
    quantity: int | None
    qualifier: str | None
    mde: bool | None
    quoted: Quoted
    details: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    because: str = ""

    def as_json(self, *, why: bool = False) -> dict[str, Any]:
        """Give the object of the contract; `why` adds the rule."""
        answer = {
            "system": self.system, "system_id": self.system_id, "class": self.class_id,
            "quantity": self.quantity, "qualifier": self.qualifier, "mde": self.mde,
            "details": list(self.details), "alternatives": list(self.alternatives), **self.quoted.as_json(),
        }  # fmt: skip
        return answer | ({"because": self.because} if why else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """One proposed transfer as one text tells it. `evidence` quotes the words behind each field."""

    id: str
    supplier: Party | None
    purchaser: Party | None
    route: str
    status: str
    quoted: Quoted
    transmittal: str | None = None
    amends: str | None = None
    received_on: str | None = None  # ISO day
    total_usd: int | None = None
    mde_usd: int | None = None
    other_usd: int | None = None
    items: tuple[Item, ...] = ()
    evidence: Mapping[str, Quoted] = field(default_factory=dict)
    because: str = ""

    def as_json(self, *, why: bool = False) -> dict[str, Any]:
        """Give the object of the contract; `why` adds the rule."""
        answer = {
            "id": self.id,
            "supplier": self.supplier and self.supplier.as_json(),
            "purchaser": self.purchaser and self.purchaser.as_json(),
            "route": self.route, "status": self.status, "transmittal": self.transmittal, "amends": self.amends,
            "received_on": self.received_on, "total_usd": self.total_usd, "mde_usd": self.mde_usd,
            "other_usd": self.other_usd,
            "evidence": {name: quoted.as_json() for name, quoted in self.evidence.items()},
            "items": [item.as_json(why=why) for item in self.items], **self.quoted.as_json(),
        }  # fmt: skip
        return answer | ({"because": self.because} if why else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Words and who is said to have said them.

    `kind` is "direct" (in quotation marks), "indirect" (reported speech) or "mixed". `stance` is toward the transfer or
    topic in `about`: "supports", "opposes", "conditional", "neutral" or "unknown". `nested_in` is the index of the
    attribution whose speaker quotes this one.
    """

    speaker: str
    speaker_id: str | None
    role: str | None
    on_behalf_of: str | None
    quoted: Quoted
    kind: str
    cue: str | None
    hedged: bool
    topic: str | None
    transfer: str | None
    stance: str
    stance_because: str = ""
    because: str = ""
    nested_in: int | None = None

    def as_json(self, *, why: bool = False) -> dict[str, Any]:
        """Give the object of the contract; `why` adds the rules for the attribution and its stance."""
        answer = {
            "speaker": self.speaker, "speaker_id": self.speaker_id, "role": self.role,
            "on_behalf_of": self.on_behalf_of, **self.quoted.as_json(), "kind": self.kind, "cue": self.cue,
            "hedged": self.hedged, "about": {"topic": self.topic, "transfer": self.transfer}, "stance": self.stance,
            "nested_in": self.nested_in,
        }  # fmt: skip
        return answer | ({"because": self.because, "stance_because": self.stance_because} if why else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """An assurance. `status`: made, requested, reported_intention, offered, refused.

    `nature`: security_assurance, materiel, undetermined. `connected_to_sale`: stated, inferred, unknown. A general vow
    is not an assurance in connection with the sale.
    """

    by: str
    to: str | None
    what: str
    nature: str
    connected_to_sale: str
    status: str
    hedged: bool
    quoted: Quoted
    because: str = ""

    def as_json(self, *, why: bool = False) -> dict[str, Any]:
        """Give the object of the contract; `why` adds the rule."""
        answer = {
            "by": self.by, "to": self.to, "what": self.what, "nature": self.nature,
            "connected_to_sale": self.connected_to_sale, "status": self.status, "hedged": self.hedged,
            **self.quoted.as_json(),
        }  # fmt: skip
        return answer | ({"because": self.because} if why else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What an actor asks for, or is said to mean to ask for. Words as in Commitment; `condition` as printed."""

    by: str
    to: str | None
    what: str
    condition: str | None
    nature: str
    connected_to_sale: str
    status: str
    hedged: bool
    quoted: Quoted
    because: str = ""

    def as_json(self, *, why: bool = False) -> dict[str, Any]:
        """Give the object of the contract; `why` adds the rule."""
        answer = {
            "by": self.by, "to": self.to, "what": self.what, "condition": self.condition, "nature": self.nature,
            "connected_to_sale": self.connected_to_sale, "status": self.status, "hedged": self.hedged,
            **self.quoted.as_json(),
        }  # fmt: skip
        return answer | ({"because": self.because} if why else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened, or is expected, with its day as far as the text and its publication date allow."""

    what: str
    on: PartialDate
    quoted: Quoted
    because: str = ""

    def as_json(self, *, why: bool = False) -> dict[str, Any]:
        """Give the object of the contract; `why` adds the rule."""
        answer = {"what": self.what, "on": self.on.as_json(), **self.quoted.as_json()}
        return answer | ({"because": self.because} if why else {})


@dataclass(frozen=True, slots=True)
class ReadingWarning:
    """Something a reader of the answer must know. `code` is a row of vocabulary/warnings.csv."""

    code: str
    message: str
    span: Span | None = None

    def as_json(self) -> dict[str, Any]:
        """Give code, message and span."""
        return {"code": self.code, "message": self.message, "span": list(self.span) if self.span else None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Everything one document says, in the shape of the contract."""

    document: Document
    kind: str
    title: str | None
    published_on: PartialDate | None
    language: str
    transfers: tuple[Transfer, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    requests: tuple[Request, ...] = ()
    events: tuple[Event, ...] = ()
    boilerplate: tuple[Quoted, ...] = ()
    warnings: tuple[ReadingWarning, ...] = ()
    reader: str = ""  # which reader and model ran, with version and hash

    def as_json(self, *, why: bool = False) -> dict[str, Any]:
        """Give the object of the contract."""
        return {
            "document": {
                "path": self.document.path, "id": self.document.id, "kind": self.kind, "title": self.title,
                "published_on": self.published_on and self.published_on.as_json(), "language": self.language,
                "reader": self.reader,
            },
            "transfers": [x.as_json(why=why) for x in self.transfers],
            "attributions": [x.as_json(why=why) for x in self.attributions],
            "commitments": [x.as_json(why=why) for x in self.commitments],
            "requests": [x.as_json(why=why) for x in self.requests],
            "events": [x.as_json(why=why) for x in self.events],
            "boilerplate": [x.as_json() for x in self.boilerplate],
            "warnings": [x.as_json() for x in self.warnings],
        }  # fmt: skip


def error_as_json(path: str, error: CounterpoiseError) -> dict[str, Any]:
    """Give the object that keeps an unreadable document's place in the array."""
    document = {"path": path, "id": None, "kind": None, "title": None, "published_on": None, "language": None,
                "reader": None}  # fmt: skip
    return {"document": document, "error": {"code": error.code, "message": error.message}}
