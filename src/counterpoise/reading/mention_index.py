"""The names of a text, found by place: which stand in a given stretch."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from counterpoise.reading.gazetteer import Mention


class MentionIndex:
    """Mentions in the order of the text; a stretch of them is found without going through all."""

    def __init__(self, mentions: Iterable[Mention]) -> None:
        self._mentions = sorted(mentions, key=lambda m: m.span.start)
        self._starts = [m.span.start for m in self._mentions]

    def between(self, start: int, end: int) -> Sequence[Mention]:
        """Give the mentions that begin in [start, end), from left to right."""
        return self._mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
