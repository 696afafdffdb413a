"""What several documents tell together: one timeline of their dated events, and the utterances that they share.

Two sentences tell one event if they give the same date with the same precision, stand in different documents and share
most of their words of content; a wrong join would hide an event, so where in doubt both stay.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from counterpoise.dates import PartialDate
from counterpoise.reading.contract import Event, Reading
from counterpoise.reading.utterances import Utterance, join_utterances
from counterpoise.sources import Span
from counterpoise.vocabulary import word_list

_WORD = re.compile(r"[^\W_][\w’'.-]*")
_SAME = 0.6  # share of the shorter sentence's words of content
_FEW = 3  # words of content below which two sentences agree by chance


@dataclass(frozen=True, slots=True)
class Printing:
    """Where a document tells an event: its words of date, and the sentence."""

    document_id: str
    path: str
    wording: str
    span: Span
    what: str


@dataclass(frozen=True, slots=True)
class DatedEvent:
    """An event on the timeline, with each document that tells it."""

    on: PartialDate
    printings: tuple[Printing, ...]
    because: str

    def as_json(self) -> dict[str, Any]:
        """Give the object of schemas/together.schema.json."""
        return {
            "on": self.on.as_json(),
            "what": self.printings[0].what,
            "printed": [
                {"document": p.document_id, "path": p.path, "what": p.what, "wording": p.wording,
                 "span": [p.span.start, p.span.end]}
                for p in self.printings
            ],
            "because": self.because,
        }  # fmt: skip


def timeline_of(readings: Sequence[Reading]) -> list[DatedEvent]:
    """Give the events of several readings by date, those without a date last; one told by two documents once.

    Of equal dates the more exact comes first, then the order of the documents.
    """
    groups: list[tuple[Event, list[Printing]]] = []
    by_date: dict[tuple[str | None, str], list[int]] = {}
    for reading in readings:
        for event in reading.events:
            printing = Printing(
                reading.document.id, reading.document.path, event.quoted.wording, event.quoted.span, event.what
            )
            same_day = by_date.setdefault((event.on.date, event.on.precision), [])
            home = next((n for n in same_day if _is_same(groups[n][1], printing)), None) if event.on.date else None
            if home is None:
                same_day.append(len(groups))
                groups.append((event, [printing]))
            else:
                groups[home][1].append(printing)
    entries = [DatedEvent(event.on, tuple(printings), _because(event, printings)) for event, printings in groups]
    return sorted(entries, key=lambda entry: (entry.on.date is None, entry.on.date or "", -len(entry.on.date or "")))


def told_together(readings: Sequence[Reading]) -> dict[str, Any]:
    """Give timeline and shared utterances as the object of schemas/together.schema.json."""
    paths = {reading.document.id: reading.document.path for reading in readings}
    return {
        "documents": [{"id": r.document.id, "path": r.document.path} for r in readings],
        "timeline": [entry.as_json() for entry in timeline_of(readings)],
        "utterances": [
            _utterance_as_json(one, paths) for one in join_utterances(readings) if len(one.variants) > 1
        ],
    }  # fmt: skip


def _utterance_as_json(one: Utterance, paths: Mapping[str, str]) -> dict[str, Any]:
    return {
        "speaker": one.speaker,
        "speaker_id": one.speaker_id,
        "printed": [
            {"document": v.document_id, "path": paths[v.document_id], "attribution": v.attribution,
             "wording": v.wording, "span": [v.span.start, v.span.end]}
            for v in one.variants
        ],
        "differences": [list(pair) for pair in one.differences],
        "because": one.because,
    }  # fmt: skip


def _is_same(told: Sequence[Printing], printing: Printing) -> bool:
    if any(p.document_id == printing.document_id for p in told):
        return False
    own, other = _content(printing.what), _content(told[0].what)
    fewer = min(len(own), len(other))
    return fewer >= _FEW and len(own & other) >= _SAME * fewer


def _content(sentence: str) -> set[str]:
    words = (word.lower().strip(".'’-") for word in _WORD.findall(sentence))
    return {word.removesuffix("s") for word in words if len(word) > 2 and word not in word_list("headlines.common")}


def _because(event: Event, printings: Sequence[Printing]) -> str:
    how = event.on.because or event.because
    return how if len(printings) == 1 else f"{how}; told by {len(printings)} documents in mostly the same words"
