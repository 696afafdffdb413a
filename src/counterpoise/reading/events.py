"""Events of a text with their days: what a sentence with a date expression tells."""

import re
from collections.abc import Sequence

from counterpoise.dates import PartialDate
from counterpoise.reading.cleaning import CleanText
from counterpoise.reading.contract import Event
from counterpoise.reading.paragraphs import Sentence
from counterpoise.reading.relative_dates import find_dates

_FUTURE = re.compile(
    r"\b(?:will|shall|is expected to|are expected to|is set to|are set to|is due to|are due to|is to|are to|"
    r"is scheduled|are scheduled|is slated|"
    r"would|plans? to|planning to|upcoming|is likely to|are likely to|going to)\b",
    re.IGNORECASE,
)
_EXPECTED = re.compile(
    r"\b(?:is|are|was|were) (?:\w+ly )?(?:expected|scheduled|due|set|slated|likely) to\b|\bwill (?!not\b)",
    re.IGNORECASE,
)
_NOUN_AFTER = re.compile(
    r"['’]s\s+(?:[\w-]+\s+){0,3}?(?:ceremony|meeting|talks|visit|statement|summit|election|elections|vote|"
    r"announcement|signing|report|decision|hearing|call|"
    r"agreement|deal|attack|strike|war)\b"
)
_MAX_WHAT = 300


def find_events(
    clean: CleanText, text: str, skeleton: str, sentences: Sequence[Sentence], published: PartialDate | None
) -> list[Event]:
    """Find the dated events, and those expected without a day.

    Words inside quotations date nothing: they were said on another day. `text` is the tidy text with lines joined.
    """
    events: list[Event] = []
    for sentence in sentences:
        dated = False
        for found in find_dates(skeleton, sentence.start, sentence.end, published, future=False):
            future = _speaks_of_future(skeleton, sentence, found.start, found.end)
            if future:
                again = next((f for f in find_dates(skeleton, sentence.start, sentence.end, published, future=True)
                              if f.start == found.start), found)  # fmt: skip
                found = again
            dated = True
            start, end = found.start, found.end
            noun = _NOUN_AFTER.match(text, end) or _NOUN_AFTER.match(text, end - 2)
            if noun:
                end = noun.end()
            events.append(Event(what=_what(text, sentence), on=found.on, quoted=clean.quote(start, end),
                                because="a date expression in the sentence"))  # fmt: skip
        expected = _EXPECTED.search(skeleton, sentence.start, sentence.end)
        if not dated and expected is not None and "expected" in expected[0]:
            on = PartialDate(date=None, precision="unresolved", because="expected; no day is named")
            end = sentence.start + len(text[sentence.start : sentence.end].rstrip(" ."))
            events.append(Event(what=_what(text, sentence), on=on, quoted=clean.quote(sentence.start, end),
                                because=f"the words {expected[0]!r}"))  # fmt: skip
    return events


def _what(text: str, sentence: Sentence) -> str:
    return " ".join(text[sentence.start : sentence.end].split())[:_MAX_WHAT]


def _speaks_of_future(text: str, sentence: Sentence, start: int, end: int) -> bool:
    """Tell whether the clause of a date speaks of what is to come: "will meet on Tuesday", not "said on Tuesday"."""
    low = max(sentence.start, max(text.rfind(mark, sentence.start, start) for mark in (",", ";", "—")) + 1)
    clause = text[low:start]
    future = list(_FUTURE.finditer(clause))
    if not future:
        after = text[end : min(sentence.end, end + 40)]
        return low == sentence.start and re.match(r",?\s+(?:[\w’']+\s+){1,4}will\b", after) is not None
    past = re.search(
        r"\b(?:said|told|announced|met|signed|was|were|had|voted|arrived|visited|reported|came|held|"
        r"spoke)\b[^,]{0,30}$",
        clause[future[-1].end() :],
    )
    return past is None
