"""Numbers of things as notices and news print them: "fifty (50)", "Two Thousand Five Hundred Three (2,503)", "12"."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from counterpoise.sources import Span

_ONES = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "fourty": 40, "ninty": 90,  # misspelt so in print
}  # fmt: skip
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_WORD = "|".join(sorted((*_ONES, *_TENS, *_SCALES), key=len, reverse=True))

NUMBER_WORDS = re.compile(
    rf"""
    (?<![\w-]) (?:{_WORD})
    # three-hundred twenty; one hundred and six; three thousand, two hundred
    (?: (?: \s*-\s* | (?: (?<=thousand), | (?<=million), )? \s+ (?:and\s+)? ) (?:{_WORD}) (?!\w) ){{0,15}}
    (?!\w)
    """,
    re.VERBOSE | re.IGNORECASE,
)

_FIGURE = r"\d{1,3}(?:,\d{3})+(?![\d,]*\d)|\d{1,9}(?![\d,.]*\d)"
FIGURE = re.compile(rf"(?<![\w.,$/-])(?:{_FIGURE})(?![\w/%-])")
FIGURE_IN_BRACKETS = re.compile(rf"\s*\(\s*({_FIGURE})\s*\)")

QUALIFIERS_BEFORE = (  # what may stand before a quantity or an amount, and our word for it
    (r"not\s+to\s+exceed|not\s+more\s+than|no\s+more\s+than", "not_to_exceed"),
    (r"up\s+to|as\s+many\s+as|as\s+much\s+as|as\s+high\s+as|a\s+maximum\s+of", "up_to"),
    (r"at\s+least|a\s+minimum\s+of|no\s+fewer\s+than|not\s+less\s+than|more\s+than|over|in\s+excess\s+of|exceeding",
     "at_least"),
    (r"nearly|almost|close\s+to|about|approximately|around|roughly|some|an\s+estimated|circa|just\s+under|just\s+over",
     "about"),
)  # fmt: skip
_BEFORE = re.compile(
    r"(?<!\w)(?:" + "|".join(f"(?P<q{i}>{words})" for i, (words, _) in enumerate(QUALIFIERS_BEFORE)) + r")\s+\Z",
    re.IGNORECASE,
)
_AT_START = re.compile(
    "|".join(rf"(?P<q{i}>(?:{words})\s+)" for i, (words, _) in enumerate(QUALIFIERS_BEFORE)), re.IGNORECASE
)
_LOOK_BACK = 40  # longer than the longest qualifier printed over a line end


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of things in a text.

    `value` is the figure where one is printed and the value of the words otherwise. `in_words` is what the words say,
    None where there are none or they cannot be read. `span` covers words and figure, not the qualifier.
    """

    value: int
    in_words: int | None
    in_figures: int | None
    qualifier: str | None  # "up_to", "at_least", "about", "not_to_exceed"
    wording: str
    span: Span

    @property
    def agrees(self) -> bool:
        """Tell whether words and figure, where both are printed, say the same."""
        return self.in_words is None or self.in_figures is None or self.in_words == self.in_figures


def value_of_words(words: str) -> int | None:
    """Give the number that English number words say, or None where they make no number ("two thirty one")."""
    total = group = 0
    last = 10**12  # the value of the last word within the group: each must fit under the one before
    for word in re.findall(r"[a-z]+", words.lower()):
        if word == "and":
            continue
        if word in _SCALES:
            scale = _SCALES[word]
            if scale == 100:
                if not 0 < group < 100:
                    return None
                group, last = group * 100, 100
            else:
                if not group or (total and total % (scale * 1000)):
                    return None
                total, group, last = total + group * scale, 0, 10**12
        else:
            size = _TENS.get(word, _ONES.get(word))
            if size is None or (10 < last < 100 and size >= 10) or last < 20 or size >= last:
                return None
            group, last = group + size, size
    return total + group


def value_of_figure(figure: str) -> int:
    """Give the number a figure says: "2,503" is 2503."""
    return int(figure.replace(",", ""))


def qualifier_before(text: str, position: int) -> tuple[str, int] | None:
    """Give the qualifier that ends right before `position` and where it starts: "up to " before a number."""
    found = _BEFORE.search(text, max(0, position - _LOOK_BACK), position)
    if found is None or found.lastgroup is None:
        return None
    return QUALIFIERS_BEFORE[int(found.lastgroup[1:])][1], found.start()


def qualifier_words(text: str, start: int, end: int) -> tuple[str, int] | None:
    """Give the qualifier that opens `text[start:end]` and where the words after it begin."""
    found = _AT_START.match(text, start, end)
    if found is None or found.lastgroup is None:
        return None
    return QUALIFIERS_BEFORE[int(found.lastgroup[1:])][1], found.end()


def find_quantities(text: str, start: int = 0, end: int | None = None) -> list[Quantity]:
    """Find the numbers of things in `text[start:end]`, in order: words, figures, or words with the figure in brackets.

    Money, years of four figures in a date and numbers inside designations (F-16, 120mm) are not told apart from
    quantities by meaning: figures glued to letters, hyphens or currency signs are passed over, and nothing else is.
    """
    stop = len(text) if end is None else end
    found: list[Quantity] = []
    for match in NUMBER_WORDS.finditer(text, start, stop):
        in_words = value_of_words(match[0])
        bracket = FIGURE_IN_BRACKETS.match(text, match.end(), stop)
        in_figures = value_of_figure(bracket[1]) if bracket else None
        value = in_figures if in_figures is not None else in_words
        if value is not None:
            found.append(
                _quantity(text, match.start(), bracket.end() if bracket else match.end(), value, in_words, in_figures)
            )
    starts, ends = [quantity.span.start for quantity in found], [quantity.span.end for quantity in found]
    for match in FIGURE.finditer(text, start, stop):
        before = bisect_right(starts, match.start()) - 1
        if before < 0 or match.start() >= ends[before]:
            value = value_of_figure(match[0])
            found.append(_quantity(text, match.start(), match.end(), value, None, value))
    found.sort(key=lambda quantity: quantity.span)
    return found


def _quantity(text: str, start: int, end: int, value: int, in_words: int | None, in_figures: int | None) -> Quantity:
    before = qualifier_before(text, start)
    return Quantity(value, in_words, in_figures, before[0] if before else None, text[start:end], Span(start, end))
