"""A tidied copy of a text for the rules to read, and the way back to the original offsets.

Zero-width characters, soft hyphens and direction marks are left out; every space-like character becomes a space; in a
word that mixes Latin with Cyrillic or Greek letters the look-alikes become Latin. Spans found in the tidy copy lead
back to the document's own characters, so quoted wording is always as printed.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass

from counterpoise.reading.contract import Quoted
from counterpoise.sources import Span

_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]"
)
_BROKEN_WORD = re.compile(r"(?<=[a-z])-[ ]?\n[ ]*(?=[a-z])")  # a word divided at the end of a line
_SPACES = dict.fromkeys([0x09, 0x0B, 0x0C, 0x1C, 0x1D, 0x1E, 0x1F, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F,
                         0x3000], " ")  # fmt: skip
_LINES = {0x0D: "\n", 0x85: "\n", 0x2028: "\n", 0x2029: "\n"}
_SAME_LENGTH = {**_SPACES, **_LINES}
_FOREIGN = re.compile("[\u0370-\u03ff\u0400-\u04ff]")
_MIXED_WORD = re.compile("[A-Za-z\u0370-\u03ff\u0400-\u04ff]+")
_LOOK_ALIKES = str.maketrans("АВЕКМНОРСТУХасеорухіјѕАΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEKMHOPCTYXaceopyxijsABEZHIKMNOPTYXo")


@dataclass(frozen=True, slots=True)
class CleanText:
    """The tidy copy and where the leading runs of it stand in the original.

    `_starts` are offsets in `text` at which a run begins; `_shifts` are what to add to an offset of that run.
    """

    original: str
    text: str
    _starts: tuple[int, ...] = (0,)
    _shifts: tuple[int, ...] = (0,)

    def offset(self, position: int) -> int:
        """Give the original offset of a position in the tidy copy."""
        return position + self._shifts[bisect_right(self._starts, position) - 1]

    def span(self, start: int, end: int) -> Span:
        """Give the original span of a span in the tidy copy; unseen characters inside stay inside."""
        if end <= start:
            return Span(self.offset(start), self.offset(start))
        return Span(self.offset(start), self.offset(end - 1) + 1)

    def quote(self, start: int, end: int) -> Quoted:
        """Quote the original words at a span of the tidy copy."""
        span = self.span(start, end)
        return Quoted(self.original[span.start : span.end], span)


def clean_text(original: str) -> CleanText:
    """Give the tidy copy of a text with the way back."""
    text = original.replace("\r\n", " \n").translate(_SAME_LENGTH)
    if _FOREIGN.search(text):
        text = _MIXED_WORD.sub(_latin, text)
    gaps = [m.span() for m in _UNSEEN.finditer(text)] + [m.span() for m in _BROKEN_WORD.finditer(text)]
    if not gaps:
        return CleanText(original, text)
    pieces: list[str] = []
    starts, shifts = [0], [0]
    position = kept = 0
    for start, end in sorted(gaps):
        if start < position:
            continue
        piece = text[position:start]
        pieces.append(piece)
        kept += len(piece)
        position = end
        if starts[-1] == kept:
            shifts[-1] = position - kept
        else:
            starts.append(kept)
            shifts.append(position - kept)
    pieces.append(text[position:])
    return CleanText(original, "".join(pieces), tuple(starts), tuple(shifts))


def _latin(match: re.Match[str]) -> str:
    """Give a mixed word in Latin letters; a word wholly in another script stays as it is."""
    word = match[0]
    return word.translate(_LOOK_ALIKES) if any("A" <= c <= "z" for c in word) and _FOREIGN.search(word) else word
