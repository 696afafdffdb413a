"""Sentences that stand in nearly every notice: shown as such, evidence of nothing, never scored.

The sentence on the basic military balance is in nearly every notice of any size to any purchaser; it says nothing
about the transfer at hand.
"""

import re

from counterpoise.reading.contract import Quoted
from counterpoise.reading.notice_text import NoticeText

_MARKS = (  # words by which a sentence of boilerplate is known
    r"will\s+not\s+(?:alter|affect|change|upset)\s+the\s+(?:basic\s+|regional\s+)?(?:military\s+)?balance",
    r"no\s+adverse\s+(?:impact|effect)\s+on\s+U\.?S\.?\s+defense\s+readiness",
    r"will\s+have\s+no\s+difficult(?:y|ies)\s+(?:absorbing|in\s+absorbing)",
    r"will\s+(?:support|contribute\s+to)\s+the\s+foreign\s+policy\s+(?:goals\s+)?and\s+(?:the\s+)?national\s+security",
    r"vital\s+to\s+(?:the\s+)?U\.?S\.?\s+national\s+interests?\s+to\s+assist",
    r"highest\s+level\s+of\s+classification\s+of\s+(?:the\s+)?defense\s+articles",
    r"If\s+a\s+technologically\s+advanced\s+adversary\s+were\s+to\s+obtain",
    r"substantially\s+the\s+same\s+degree\s+of\s+protection\s+for\s+the\s+sensitive\s+technology",
    r"All\s+defense\s+articles\s+and\s+services\s+listed\s+in\s+this\s+transmittal",
    r"This\s+sale\s+is\s+necessary\s+in\s+furtherance\s+of",
    r"not\s+aware\s+of\s+any\s+offset\s+agreement|no\s+known\s+offset\s+agreements?",
)
_ANY = re.compile("|".join(_MARKS), re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?][\"”’')\]]{0,2}(?=\s|$)")
_NEXT_SENTENCE = re.compile(r"[.](?=\s+[A-Z])")
_ABBREVIATION = re.compile(r"(?:\b(?:U\.S|No|Inc|Corp|Co|Sec|Lt|Gen|Mr|Ms|Dr|St|D\.C)|\b[A-Z])\.$")
_REACH = 900  # characters: no sentence of boilerplate is longer


def find_boilerplate(notice: NoticeText) -> tuple[Quoted, ...]:
    """Quote each sentence of boilerplate once, in order."""
    found: list[Quoted] = []
    last_end = 0
    for match in _ANY.finditer(notice.even):
        if match.start() < last_end:
            continue
        start = sentence_start(notice.even, match.start(), last_end)
        last_end = sentence_end(notice.even, match.end())
        found.append(notice.quote(start, last_end))
    return tuple(found)


def sentence_start(text: str, position: int, floor: int = 0) -> int:
    """Give where the sentence around `position` begins, not before `floor`."""
    floor = max(floor, position - _REACH)
    start = floor
    for end in _SENTENCE_END.finditer(text, floor, position):
        if not _ABBREVIATION.search(text, max(floor, end.start() - 6), end.start() + 1):
            start = end.end()
    paragraph = text.rfind("\n\n", start, position)
    return max(start, paragraph + 2) if paragraph >= 0 else start


def sentence_end(text: str, position: int) -> int:
    """Give where the sentence around `position` ends."""
    ceiling = min(len(text), position + _REACH)
    for end in _SENTENCE_END.finditer(text, position, ceiling):
        if not _ABBREVIATION.search(text, max(position, end.start() - 6), end.start() + 1):
            return end.end()
    paragraph = text.find("\n\n", position, ceiling)
    return paragraph if paragraph >= 0 else ceiling


def find_sentence_end(text: str, start: int, end: int) -> int | None:
    """Find where the first sentence of `text[start:end]` ends and another begins; None where it goes on to `end`."""
    for stop in _NEXT_SENTENCE.finditer(text, start, end):
        if not _ABBREVIATION.search(text, max(start, stop.start() - 6), stop.start() + 1):
            return stop.start()
    return None
