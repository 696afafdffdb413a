"""Words and marks of a text with exact offsets, each knowing the name of the vocabulary it belongs to."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from counterpoise.reading.gazetteer import Mention

_TOKEN = re.compile(
    r"""
      (?P<quote> ■+ )
    | (?P<dotted> (?:[A-Za-z]\.){2,} )                                    # U.S., U.A.E.
    | (?P<title> (?:Sen|Sens|Rep|Reps|Gen|Lt|Maj|Brig|Col|Adm|Capt|Cmdr|Sgt|Dr|Mr|Mrs|Ms|Prof|Gov|Amb|Jr|Sr|St)\. )
    | (?P<initial> (?<!\w)[A-Z]\.(?=\s+[A-Z]) )
    | (?P<word> [^\W_■]+ (?: [-–'’&./] [^\W_■]+ )* )
    | (?P<mark> [^\s■] )
    """,
    re.VERBOSE,
)
_POSSESSIVE = re.compile(r"(?<=\w)['’]s$", re.IGNORECASE)
_CONTRACTIONS = frozenset(["it", "he", "she", "that", "there", "what", "who", "here", "let", "where", "how"])


# "Menendez (D-N.J.)", "Murphy, D-Conn.,": a member's party and state stand between name and verb and say neither.
_PARTY_TAG = re.compile(r"\s\([DRI]-[A-Z][\w. -]{0,20}\)|,\s[DRI]-[A-Z][\w-]{0,14}(?:\.[A-Z]?)*\.?(?P<close>,)?")


def _tags(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Give the spans of party tags; the comma after one stays where a list of names goes on."""
    found = []
    for match in _PARTY_TAG.finditer(text, start, end):
        goes_on = match["close"] and re.match(r"\s(?:and\b|[A-Z])", text[match.end() : match.end() + 5])
        found.append((match.start(), match.end() - 1 if goes_on else match.end()))
    return found


@dataclass(slots=True)
class Token:
    """A word, a mark or a masked quotation. `kind`: word, possessive, mark, quote."""

    start: int
    end: int
    text: str
    lower: str
    kind: str
    mention: Mention | None = None

    @property
    def is_capital(self) -> bool:
        """Tell whether the word begins with a capital letter."""
        return self.kind == "word" and self.text[0].isupper()


class TokenList:
    """The tokens of a text, found by offset."""

    def __init__(self, skeleton: str, spans: list[tuple[int, int]], mentions: list[Mention]) -> None:
        """Cut the given spans of the text (quotations masked) into tokens and tie them to the mentions."""
        self.skeleton = skeleton
        self.tokens: list[Token] = []
        for start, end in spans:
            self._cut(start, end)
        self._starts = [token.start for token in self.tokens]
        for mention in mentions:
            first, last = self.between(mention.span.start, mention.span.end)
            for token in self.tokens[first:last]:
                if token.kind != "quote":
                    token.mention = mention

    def _cut(self, start: int, end: int) -> None:
        tags = _tags(self.skeleton, start, end)
        for match in _TOKEN.finditer(self.skeleton, start, end):
            if any(a <= match.start() < b for a, b in tags):
                continue
            text, at = match[0], match.start()
            kind = "quote" if match.lastgroup == "quote" else "mark" if match.lastgroup == "mark" else "word"
            if kind == "word":
                tail = _POSSESSIVE.search(text)
                if tail and text[: tail.start()].lower() not in _CONTRACTIONS:
                    cut = at + tail.start()
                    self.tokens.append(Token(at, cut, text[: tail.start()], text[: tail.start()].lower(), "word"))
                    self.tokens.append(Token(cut, match.end(), tail[0], "'s", "possessive"))
                    continue
                text = text.rstrip("’'")
            elif text in "’'" and self.tokens and self.tokens[-1].end == at and self.tokens[-1].lower.endswith("s"):
                kind = "possessive"
            self.tokens.append(Token(at, match.end(), text, text.lower(), kind))

    def between(self, start: int, end: int) -> tuple[int, int]:
        """Give the range of tokens that begin in [start, end)."""
        return bisect_left(self._starts, start), bisect_left(self._starts, end)

    def at(self, position: int) -> int:
        """Give the index of the token that holds or precedes a position."""
        return max(0, bisect_right(self._starts, position) - 1)
