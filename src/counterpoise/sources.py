"""How anything is traced to its text: documents, spans, citations, statements."""

from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Span(NamedTuple):
    """Character offsets into a document's text, end exclusive: `text[start:end]` is the wording."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that is not known, with the reason. Unknown, not applicable and zero are three things."""

    because: str = "not stated"


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """A value that this case cannot have, with the reason."""

    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A text as read, and where it came from.

    `text` is what every span points into. For plain text it is the decoded file, character for character. For HTML it
    is the visible text, and `original_offsets` leads back into the decoded page; for an e-mail or a page saved with its
    parts it is their text, and the offsets are bytes of the file. A PDF's text has a form feed between its pages.
    """

    id: str  # "sha256:" and the hash of the bytes: the text cannot change under us
    path: str
    text: str
    media_type: str  # text/plain, text/html, message/rfc822, multipart/related (a saved page), application/pdf
    encoding: str
    size_bytes: int
    original_offsets: tuple[int, ...] | None = None  # (len(text) + 1,) or None when text is the original

    def wording(self, span: Span) -> str:
        """Give the words at a span, exactly as printed."""
        return self.text[span.start : span.end]

    def page(self, span: Span) -> int | None:
        """Give the page of a PDF on which a span begins, from 1; None for a document without pages."""
        return self.text.count("\f", 0, span.start) + 1 if self.media_type == "application/pdf" else None

    def original(self, span: Span) -> Span:
        """Give the span in the decoded original (the same for plain text)."""
        if self.original_offsets is None:
            return span
        return Span(self.original_offsets[span.start], self.original_offsets[span.end])


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Where a fact of ours comes from: a title, and an address, provision or page."""

    title: str
    locator: str
    url: str | None = None
    accessed_on: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Generic[T]):
    """What one document says about one field, in its own words and in ours."""

    field: str  # a row of vocabulary/case_fields.csv
    value: T | Unknown | NotApplicable
    wording: str
    span: Span
    document_id: str
    transfer: str | None = None  # the transfer's id in its reading; None for what concerns the whole document


def file_name(path: str) -> str:
    """Give the last part of a path: where a file lay on the user's machine is nobody's business."""
    return path.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
