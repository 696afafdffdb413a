"""What a person types to search, read once for both engines; and what a search gives back.

Words are all wanted; `"words in quotation marks"` stand together; `or` between two gives either; a leading `-` leaves
out. Words are compared without case, accents and endings. Nothing that is typed reaches the database as syntax.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from counterpoise.errors import InvalidInput
from counterpoise.sources import Span
from counterpoise.vocabulary import index, words

RANKED = 1000  # of more matches than this the newest come first, unranked: to rank them all would take seconds
MARK_START, MARK_END = "\x01", "\x02"  # around a match in what an engine returns; no document holds them
_PART = re.compile(r'(?P<minus>-?)"(?P<phrase>[^"]*)"?|(?P<word>\S+)')


@dataclass(frozen=True, slots=True)
class TextQuery:
    """`wanted` are groups that must all be met, each by any of its phrases; `unwanted` phrases must not occur."""

    wanted: tuple[tuple[str, ...], ...]
    unwanted: tuple[str, ...]


def parse_query(text: str) -> TextQuery:
    """Read what a person typed. Raises InvalidInput when there is nothing in it to look for."""
    wanted: list[list[str]] = []
    unwanted: list[str] = []
    is_alternative = False
    for part in _PART.finditer(text):
        phrase = part["phrase"] if part["word"] is None else part["word"]
        is_unwanted = bool(part["minus"]) or (part["word"] or "").startswith("-")
        if part["word"] is not None and phrase.lower() == "or":
            is_alternative = bool(wanted)
            continue
        phrase = " ".join(re.findall(r"\w+", phrase))
        if not phrase:
            continue
        if is_unwanted:
            unwanted.append(phrase)
        elif is_alternative:
            wanted[-1].append(phrase)
        else:
            wanted.append([phrase])
        is_alternative = False
    if not wanted:
        raise InvalidInput(f"{text!r} has no word to look for. Write words, or a phrase in quotation marks.")
    return TextQuery(tuple(tuple(group) for group in wanted), tuple(unwanted))


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A place where the words were found. `marks` are the spans of the words in `extract`."""

    kind: str  # document, or the field of a quotation: attribution, commitment, request
    document_id: str
    statement_id: str | None
    case_ids: tuple[str, ...]
    title: str | None
    known_from: date
    extract: str
    marks: tuple[Span, ...]

    def as_json(self) -> dict[str, Any]:
        """Give every part by name."""
        return {
            "kind": self.kind, "document_id": self.document_id, "statement_id": self.statement_id,
            "case_ids": list(self.case_ids), "title": self.title, "known_from": self.known_from.isoformat(),
            "extract": self.extract, "marks": [list(span) for span in self.marks],
        }  # fmt: skip


def marked(text: str) -> tuple[str, tuple[Span, ...]]:
    """Take an engine's marks out of an extract and give the spans they stood around."""
    plain: list[str] = []
    spans: list[Span] = []
    length, start = 0, 0
    for piece in re.split(f"([{MARK_START}{MARK_END}])", text):
        if piece == MARK_START:
            start = length
        elif piece == MARK_END:
            spans.append(Span(start, length))
        else:
            plain.append(piece)
            length += len(piece)
    return "".join(plain), tuple(spans)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilter:
    """Which cases are wanted; every part that is given must be met. Amounts in dollars, days inclusive.

    `since` and `until` are held against the day Congress received the notice, or where there is none against the
    latest day from which a document of the case was known.
    """

    purchaser: str | None = None
    supplier: str | None = None
    route: str | None = None
    system: str | None = None
    class_id: str | None = None
    since: date | None = None
    until: date | None = None
    stage: str | None = None
    min_usd: int | None = None
    max_usd: int | None = None
    actor: str | None = None
    stance: str | None = None
    words: str | None = None

    def __post_init__(self) -> None:
        for word, table, column in ((self.stage, "stages", "stage"), (self.class_id, "classes", "class_id"),
                                    (self.route, "routes", "route")):  # fmt: skip
            if word is not None and word not in index(table, column):
                raise InvalidInput(f"{word!r} is no {column}. Use one of {', '.join(words(table, column))}.")

    def as_json(self) -> dict[str, Any]:
        """Give the parts that are set."""
        parts = {name: getattr(self, name) for name in self.__slots__}
        return {k: v.isoformat() if isinstance(v, date) else v for k, v in parts.items() if v is not None}


def matches_any(phrases: Sequence[str]) -> str:
    """Give phrases in FTS5's syntax, any of which will do."""
    return "(" + " OR ".join(f'"{phrase}"' for phrase in phrases) + ")"
