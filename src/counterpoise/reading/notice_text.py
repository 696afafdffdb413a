"""A notice being read: its text, an even copy of the same length, and the warnings so far.

The even copy has blanks where the printer put page marks, dotted leaders, rules and classification marks, so that
what belongs together stands together. Both have the same offsets: a span found in the one is a span of the other.
"""

import re
from dataclasses import dataclass, field

from counterpoise.reading.contract import Quoted, ReadingWarning
from counterpoise.sources import Span

_PAGE_MARK = re.compile(r"\[\[?\s{0,3}Pages?\s{1,3}[A-Z]{0,2}\d{1,6}(?:-[A-Z]{0,2}\d{1,6})?\s{0,3}\]?\]")
_LEADERS_AND_RULES = re.compile(r"\.{4,}|(?:\. ){4,}|-{5,}|={5,}|_{5,}|\*{5,}")
_CLASSIFICATION = re.compile(
    r"^(?P<head>[ \t]*(?:\([ivxl]{1,6}\)\s{0,4})?)"
    r"(?P<mark>(?:\((?:U|C|S|TS|CUI|FOUO|U//FOUO|UNCLASSIFIED)\)[ ]?){1,3})(?=\s|$)",
    re.MULTILINE,
)
# The footnote to "Major Defense Equipment *", which printers set at the foot of a page: between any two lines.
_FOOTNOTE = re.compile(
    r"^[ \t]*(?:(?:\*|\\\d\\|\d)[ \t]*)?as[ \t]+defined[ \t]+in[ \t]+Section\s+47\(6\)\s+of\s+the\s+Arms\s+Export\s+"
    r"Control\s+Act\.?[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffd]")
_PLAIN = dict.fromkeys(
    [0x09, 0x0B, 0x0C, 0x0D, 0x1C, 0x1D, 0x1E, 0x1F, 0x85, 0xA0, *range(0x2000, 0x200C), 0x200E, 0x200F,
     *range(0x2028, 0x2030), 0x2060, 0x3000, 0xFEFF], " "
) | dict.fromkeys([0x2010, 0x2011, 0x2012, 0x2212, 0xFE63, 0xFF0D], "-")  # fmt: skip
_HYPHEN_AT_LINE_END = re.compile(r"(?<=[A-Za-z0-9)])-[ \t]*\n\s*(?=[A-Za-z0-9])")
_DIVIDED_WORD = re.compile(r"(?P<left>(?<![\w-])[A-Za-z]?[a-z]{1,20})-[ \t]*\n\s*(?P<right>[a-z]{2,})(?![\w-])")
# What stands before a hyphen in compounds of the field: with any other word the Record's hyphen only divides.
_KEEPS_HYPHEN = frozenset(
    [
        "air",
        "all",
        "anti",
        "co",
        "counter",
        "cross",
        "eight",
        "eighty",
        "fifty",
        "five",
        "follow",
        "forty",
        "four",
        "full",
        "ground",
        "high",
        "inter",
        "light",
        "long",
        "low",
        "medium",
        "mid",
        "multi",
        "ninety",
        "non",
        "off",
        "on",
        "post",
        "pre",
        "re",
        "sea",
        "self",
        "seventy",
        "short",
        "six",
        "sixty",
        "surface",
        "ten",
        "third",
        "thirty",
        "three",
        "twenty",
        "two",
        "up",
        "well",
        "wide",
    ]
)
_SPACE = re.compile(r"\s+")


@dataclass(slots=True)
class NoticeText:
    """A document's text while a notice is read from it."""

    text: str
    even: str
    warnings: list[ReadingWarning] = field(default_factory=list)
    splits_words: bool = False  # the Congressional Record divides words at line ends, the Register only at hyphens

    @classmethod
    def of(cls, text: str, *, splits_words: bool = False) -> "NoticeText":
        """Make the even copy; classification marks and damaged characters are warned of."""
        notice = cls(text, text.translate(_PLAIN), splits_words=splits_words)
        marks = [match.span("mark") for match in _CLASSIFICATION.finditer(notice.even)]
        if marks:
            notice.warn(
                "classification_mark",
                f"A classification mark stands before {len(marks)} fields or paragraphs, the first here. "
                "It was passed over.",
                Span(*marks[0]),
            )
        notice._blank(marks)
        broken = _CONTROL.search(notice.even)
        if broken:
            count = sum(1 for _ in _CONTROL.finditer(notice.even))
            notice.warn(
                "damaged_text",
                f"The text holds {count} characters that no print has, the first at {broken.start()}: it is damaged. "
                "Compare the figures with the original.",
                Span(*broken.span()),
            )
        notice._blank([match.span() for match in _LEADERS_AND_RULES.finditer(notice.even)])
        notice._blank([line for note in _FOOTNOTE.finditer(notice.even) for line in _lines(notice.even, *note.span())])
        notice._close_page_breaks()
        return notice

    def _blank(self, spans: list[tuple[int, int]]) -> None:
        if not spans:
            return
        pieces, last = [], 0
        for start, end in spans:
            pieces += [self.even[last:start], " " * (end - start)]
            last = end
        self.even = "".join([*pieces, self.even[last:]])

    def _close_page_breaks(self) -> None:
        """Blank page marks, and the empty lines around them where the sentence goes on after the break."""
        spans = []
        for mark in _PAGE_MARK.finditer(self.even):
            before, after = mark.start(), mark.end()
            while before > 0 and self.even[before - 1] in " \n":
                before -= 1
            while after < len(self.even) and self.even[after] in " \n":
                after += 1
            last = self.even[before - 1] if before else ""
            line_start = self.even.rfind("\n", mark.end(), after) + 1
            goes_on = bool(last) and last not in ".:" and after < len(self.even) and after == line_start
            # One line end stays, so that a word divided at the break is joined like one divided at a line end.
            spans.append((self.even.find("\n", before, after) + 1, after) if goes_on else mark.span())
        self._blank(spans)

    def quote(self, start: int, end: int) -> Quoted:
        """Quote the document at a span, blanks at both ends left out."""
        while start < end and (self.even[start].isspace() or self.text[start].isspace()):
            start += 1
        while end > start and (self.even[end - 1].isspace() or self.text[end - 1].isspace()):
            end -= 1
        return Quoted.of(self.text, start, end)

    def warn(self, code: str, message: str, span: Span | None = None) -> None:
        """Add a warning; `code` is a row of vocabulary/warnings.csv."""
        self.warnings.append(ReadingWarning(code, message, span))

    def tidy(self, start: int, end: int) -> str:
        """Give the words at a span on one line: wrapped lines and page breaks joined, split words too."""
        words = self.even[start:end]
        return tidy(_DIVIDED_WORD.sub(_joined, words) if self.splits_words else words)


def _lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Give the spans of the lines of `text[start:end]`, without their ends."""
    spans = []
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        spans.append((start, stop))
        start = stop + 1
    return spans


def _joined(match: re.Match[str]) -> str:
    return f"{match['left']}{'-' if match['left'].lower() in _KEEPS_HYPHEN else ''}{match['right']}"


def tidy(words: str) -> str:
    """Put words on one line: "multi-\\n   function  radar" is "multi-function radar"."""
    return _SPACE.sub(" ", _HYPHEN_AT_LINE_END.sub("-", words)).strip()
