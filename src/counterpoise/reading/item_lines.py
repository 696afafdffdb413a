"""Items of a notice: "up to fifty (50) F-15IA aircraft (48 installed, 2 spares)" into quantity, qualifier, system."""

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import lru_cache

from counterpoise.reading.contract import Item
from counterpoise.reading.gazetteer import match_system
from counterpoise.reading.notice_text import NoticeText, tidy
from counterpoise.reading.quantities import (
    FIGURE,
    FIGURE_IN_BRACKETS,
    NUMBER_WORDS,
    qualifier_words,
    value_of_figure,
    value_of_words,
)
from counterpoise.sources import Span
from counterpoise.vocabulary import index

_BULLET = re.compile(
    r"\s*(?:[—–\-•*·‣▪]{1,3}\s*|\(?\d{1,2}\)\s+|\d{1,2}\.\s+|\([a-z]\)\s+|[a-z][.)]\s+)?", re.IGNORECASE
)
_LEAD_IN = re.compile(
    r"(?:(?:and|plus|also|as\s+well\s+as|an?|the|additional|further|initial|new|combined|total\s+of|total|quantity\s+of"
    r"|option\s+for|options\s+for|possible\s+sale\s+of|sale\s+of|purchase\s+of)\s+){0,6}",
    re.IGNORECASE,
)
_UNDETERMINED = re.compile(
    r"(?:an?\s+)?(?:(?:quantity|number|amount)\s+)?to\s+be\s+determined(?:\s*\(TBD\))?(?:\s+(?:quantity|number))?(?:\s+of)?\s+"
    r"|TBD\s+",
    re.IGNORECASE,
)
_WORDS_IN_BRACKETS = re.compile(rf"\s*\(\s*(?P<words>{NUMBER_WORDS.pattern})\s*\)", re.VERBOSE | re.IGNORECASE)
_MISREAD_WORDS = re.compile(r"(?:[A-Za-z][\w-]{1,24}\s{1,4}){0,5}[A-Za-z][\w-]{1,24}")
_NOT_A_COUNT = re.compile(  # "120 mm cartridges", "five years of support", "two-seat", "first", "9.29 million"
    r"\s*-?\s*(?:mm|cm|km|m|in|inch(?:es)?|ft|feet|lbs?|pounds?|kg|tons?|k?hz|mhz|ghz|kva|volts?|watts?|caliber|gallons?"
    r"|years?|months?|weeks?|days?|hours?|percent|million|billion)\b|-[A-Za-z]|['’]",
    re.IGNORECASE,
)
_TIME = re.compile(r"\s*-?\s*(?:years?|months?|weeks?|days?)\b", re.IGNORECASE)
_NEXT_IN_LINE = re.compile(r"[,;]\s+(?=\S)|(?<=\s)(?:and|as\s+well\s+as|plus)\s+(?=\w)", re.IGNORECASE)
_OPENS_PARTS = re.compile(
    r"\b(?:with|including|includes?|consist(?:s|ing)|compris(?:es|ing)|each|of\s+which|containing|equipped)\b", re.I
)
_DETAIL_CLAUSE = re.compile(  # clauses that tell how an item is fitted or where it goes, and are no part of its name
    r"\s+(?:with\s+(?:(?!\bwith\b)[^;]){1,200}?\bprovided\s+by\b|(?:for\s+installation|to\s+be\s+installed)\s+(?:on|in|aboard)\b"
    r"|with\s+an?\s+options?\s+(?:to|for)\b)",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"[()]")
_LOWER_WORD = re.compile(r"\b[a-z]{4,}\b")
_SPLIT_PART = re.compile(
    r"(\d[\d,]*)\s+(?:installed|spares?|(?:for\s+)?test(?:s|ing)?|training|in\s+stock|test\s+and\s+training\s+rounds)\b",
    re.IGNORECASE,
)
_EQUIVALENT = re.compile(
    r"\bor\s+(?:\w+\s+){0,2}?(?:equivalents?|future|similar|replacements?|newer|follow-on)\b", re.IGNORECASE
)
_NO_ALTERNATIVE = re.compile(rf"{_EQUIVALENT.pattern}|friend\s+or\s+foe", re.IGNORECASE)
_ALTERNATIVE = re.compile(r"\s*[,;]?\s+(?:and/or|or)\s*[;:]?\s+", re.IGNORECASE)
_FEW_COMMAS = 4  # fewer may stand inside one item: "design, construction, and procurement of key facilities"
_LINK_WORDS = (
    " and", " and/or", " as well as", " or", " plus", " consisting of", " comprising", " including", " to include",
    " each",
)  # fmt: skip
_HOLDS = re.compile(r"\b(?:with|including|includes?|containing|consisting\s+of|comprising|equipped\s+with)\s*\Z", re.I)
_NUMBERED_PART = re.compile(r"(?:Phase|Lot|Tranche|Part|Increment|Option|Case|Group|Batch|Year)\s+\w{1,8}\s*:", re.I)
_NUMBER_AT_END = re.compile(rf"{NUMBER_WORDS.pattern}[\s-]*\Z", re.VERBOSE | re.IGNORECASE)
_EACH = re.compile(r"\s*(?:each|ea\.?)\s+(?:of\s+)?", re.IGNORECASE)
_OPEN_END = re.compile(r"(?:\b(?:with|of|and|for|the|at|to)|[,(/-])\s*\Z", re.IGNORECASE)
# A word that begins or ends as a number does, but is none: "Twelxe", "Eigthy-four".
_NUMBER_LIKE = re.compile(r"(?:tw|thr|fou?r|fif|six|sev|eig|nin|ten|ele|one)|[a-z]{2,9}(?:ty|teen)\b", re.IGNORECASE)
_AND = re.compile(r"(?:and|as\s+well\s+as)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CountAt:
    """A quantity that opens an item: its value, qualifier, and where the words after it begin."""

    value: int | None
    in_words: int | None
    qualifier: str | None
    start: int
    end: int
    is_sure: bool  # printed with a figure in brackets, so it cannot be part of a name
    misread: bool = False  # words stand before the figure that make no number


def count_at(text: str, start: int, end: int) -> CountAt | None:
    """Read the quantity that opens `text[start:end]`, after bullets and words like "an additional", or give None."""
    bullet = _BULLET.match(text, start, end)
    at = bullet.end() if bullet else start
    for _ in range(2):  # "an additional up to twelve", "up to an additional twelve", "a maximum of twelve"
        qualified = qualifier_words(text, at, end)
        if qualified:
            inner = _LEAD_IN.match(text, qualified[1], end)
            counted = _count(text, inner.end() if inner else qualified[1], end)
            return replace(counted, qualifier=qualified[0], start=at) if counted else None
        lead = _LEAD_IN.match(text, at, end)
        if lead and lead.end() > at:
            again = _BULLET.match(text, lead.end(), end)  # "; and\n- four (4) ..."
            at = again.end() if again else lead.end()
    undetermined = _UNDETERMINED.match(text, at, end)
    if undetermined:
        return CountAt(None, None, "to_be_determined", at, undetermined.end(), True)
    return _count(text, at, end)


def _count(text: str, at: int, end: int) -> CountAt | None:
    words = NUMBER_WORDS.match(text, at, end)
    if words:
        in_words = value_of_words(words[0])
        bracket = FIGURE_IN_BRACKETS.match(text, words.end(), end)
        if bracket and not _TIME.match(text, bracket.end(), end):
            return CountAt(
                value_of_figure(bracket[1]), in_words, None, at, bracket.end(), True, misread=in_words is None
            )
        if bracket:
            return None
        if in_words is not None and not _NOT_A_COUNT.match(text, words.end(), end):
            return CountAt(in_words, in_words, None, at, words.end(), False)
        return None
    figure = FIGURE.match(text, at, end)
    spelled = _WORDS_IN_BRACKETS.match(text, figure.end(), end) if figure else None
    if figure and spelled:
        value = value_of_figure(figure[0])
        return CountAt(value, value_of_words(spelled["words"]), None, at, spelled.end(), True)
    if figure and not _NOT_A_COUNT.match(text, figure.end(), end):
        return CountAt(value_of_figure(figure[0]), None, None, at, figure.end(), False)
    misread = _MISREAD_WORDS.match(text, at, end)
    bracket = FIGURE_IN_BRACKETS.match(text, misread.end(), end) if misread else None
    if misread and bracket and _NUMBER_LIKE.match(misread[0]):
        return CountAt(value_of_figure(bracket[1]), None, None, at, bracket.end(), True, misread=True)
    return None


def read_list(notice: NoticeText, start: int, end: int, *, mde: bool | None, because: str) -> list[Item]:
    """Read a printed list, one item a line; lines that open with no quantity go on the item before."""
    spans: list[tuple[int, int]] = []
    position = start
    for line in notice.even[start:end].splitlines(keepends=True):
        line_start, position = position, position + len(line)
        if not line.strip() or _is_subheading(line, spans, notice.even):
            continue
        if not spans or _opens_item(notice, line_start, position, spans[-1]):
            spans.append((line_start, position))
        else:
            spans[-1] = (spans[-1][0], position)
    items = []
    for first, last in spans:
        if notice.even[first:last].strip(" \n.*:;").lower() not in ("none", "n/a", "not applicable", ""):
            items += [
                make_item(notice, *part, mde=mde, because=because) for part in split_item(notice.even, first, last)
            ]
    return items


def _is_subheading(line: str, spans: list[tuple[int, int]], text: str) -> bool:
    """Tell whether a line only heads those after it ("Modernization:"), the item before being complete."""
    words = line.strip()
    if not words.endswith(":") or len(words) > 80 or _OPENS_PARTS.search(words):
        return False
    if any(c.isdigit() for c in words) and not _NUMBERED_PART.match(words):
        return False
    return not spans or not _OPEN_END.search(text, max(spans[-1][0], spans[-1][1] - 40), spans[-1][1])


def _opens_item(notice: NoticeText, start: int, end: int, previous: tuple[int, int]) -> bool:
    count = count_at(notice.even, start, end)
    if count is None:
        return False
    if _HOLDS.search(notice.even, max(previous[0], previous[1] - 40), previous[1]):
        return False  # "a radar, which includes\nfour (4) antennas"
    if _goes_on_number(notice.even, count, previous):
        return False
    if count.is_sure:
        return True
    # A bare number may begin a wrapped line: "... missiles with\n120 rounds". A list of bare numbers stands out by
    # the item before, which opens with one as well.
    before = count_at(notice.even, *previous)
    return before is not None and _OPEN_END.search(notice.even, max(previous[0], previous[1] - 40), previous[1]) is None


def _goes_on_number(text: str, count: CountAt, previous: tuple[int, int]) -> bool:
    """Tell whether a number wrapped over the line end: "... and one\nhundred twenty (120) ..."."""
    before = _NUMBER_AT_END.search(text, max(previous[0], previous[1] - 80), previous[1])
    return (
        before is not None
        and count.value != count.in_words
        and value_of_words(f"{before[0]} {text[count.start : count.end]}") == count.value
    )


def split_item(text: str, start: int, end: int, *, bare: bool = False) -> list[tuple[int, int]]:
    """Split a line in which a second quantity opens another item: "..., as well as twenty (20) ...".

    Quantities inside brackets, and those after "with", "including" or "each", belong to the item they stand in.
    `bare` says that the list prints bare figures ("125 tank kits and 250 guns"), so that a figure alone opens an item.
    """
    parts, part_start = [], start
    opens = count_at(text, start, end)
    at = opens.end if opens else start  # "two hundred and forty (240)" holds no second quantity
    depths = _depth_before(text, start, end)
    opening = [match.end() for match in _OPENS_PARTS.finditer(text, start, end) if not depths[match.start() - start]]
    for link in _NEXT_IN_LINE.finditer(text, start, end):
        if link.start() < at or depths[link.start() - start] or _any_between(opening, part_start, link.start()):
            continue
        count = count_at(text, link.end(), end)
        if count and (count.is_sure or bare or text[link.start() : link.end()].strip().startswith(";")):
            if count_at(text, part_start, link.start()) is None:
                continue
            parts.append((part_start, link.start()))
            part_start, at = link.end(), count.end
    return [*parts, (part_start, end)]


def _any_between(ends: list[int], start: int, stop: int) -> bool:
    """Tell whether one of the sorted `ends` lies after `start` and not after `stop`."""
    at = bisect_right(ends, start)
    return at < len(ends) and ends[at] <= stop


def split_prose(text: str, start: int, end: int, *, at_commas: bool = False) -> list[tuple[int, int]]:
    """Split a sentence of items at its semicolons, and where a further quantity opens an item.

    `at_commas` splits a sentence without semicolons at its commas, as older texts list what is also included.
    """
    if end <= start:
        return []
    first = count_at(text, start, end)
    bare = first is not None and not first.is_sure and ";" not in text[start:end]
    words = text[start:end]
    mark = "," if ";" not in words and (bare or (at_commas and words.count(",") >= _FEW_COMMAS)) else ";"
    return [
        piece
        for part in cut_outside_brackets(text, start, end, mark)
        if text[part[0] : part[1]].strip()
        for piece in split_item(text, *part, bare=bare)
    ]


def cut_outside_brackets(text: str, start: int, end: int, mark: str) -> list[tuple[int, int]]:
    """Cut `text[start:end]` at each `mark` that stands in no brackets."""
    depths = _depth_before(text, start, end)
    cuts = [start + i for i, c in enumerate(text[start:end]) if c == mark and not depths[i]]
    return list(zip([start, *(cut + 1 for cut in cuts)], [*cuts, end], strict=True))


def _depth_before(text: str, start: int, end: int) -> bytes:
    """Give for each position how many brackets are open; all zero where they do not pair (a damaged text)."""
    depth, last, depths = 0, 0, bytearray(end - start)
    for bracket in _BRACKET.finditer(text, start, end):
        opens = bracket[0] == "("
        at = bracket.start() - start + opens  # a bracket stands outside itself
        if depth:
            depths[last:at] = bytes([min(depth, 255)]) * (at - last)
        depth, last = (depth + 1 if opens else max(0, depth - 1)), at
    return bytes(depths) if depth == 0 else bytes(end - start)


def make_item(notice: NoticeText, start: int, end: int, *, mde: bool | None, because: str) -> Item:
    """Make the item at a span. Words and figure that differ, and splits that do not add up, are warned of."""
    quoted = notice.quote(start, end)
    count = count_at(notice.even, start, end)
    name_start = count.end if count else _skip_lead(notice.even, start, end)
    each = _EACH.match(notice.even, name_start, end) if count else None
    name_start = each.end() if each else name_start
    name = _without_trailing_links(notice.tidy(name_start, end))
    details = [*_bracket_details(name)]
    clause = _DETAIL_CLAUSE.search(name)
    if clause and clause.start() > 0:
        details.append(name[clause.start() :].strip())
        name = _without_trailing_links(name[: clause.start()])
    qualifier = count.qualifier if count else None
    if qualifier is None and _EQUIVALENT.search(name):
        qualifier = "or_equivalent"
    system_id, class_id = _known_system(name)
    item = Item(
        system=name or quoted.wording, system_id=system_id, class_id=class_id,
        quantity=count.value if count else None, qualifier=qualifier, mde=mde, quoted=quoted,
        details=tuple(details), alternatives=_alternatives(name), because=because,
    )  # fmt: skip
    if count:
        _check_count(notice, count, item)
    return item


def _skip_lead(text: str, start: int, end: int) -> int:
    bullet = _BULLET.match(text, start, end)
    at = bullet.end() if bullet else start
    lead = _AND.match(text, at, end)
    if lead is None:
        return at
    again = _BULLET.match(text, lead.end(), end)  # "; and 3) training"
    return again.end() if again else lead.end()


def _without_trailing_links(name: str) -> str:
    """Drop what only links an item to the next: "...; and"."""
    lower, end = name.lower(), len(name)
    while True:
        last = end
        while end and name[end - 1] in " ;,.:":
            end -= 1
        for link in _LINK_WORDS:
            if lower.endswith(link, 0, end):
                end -= len(link)
        if end == last:
            return name[:end]


@lru_cache(maxsize=8192)
def _known_system(name: str) -> tuple[str | None, str | None]:
    mention = match_system(name)
    if mention is None or mention.ambiguous:
        return None, None
    return mention.id, index("systems", "system_id")[mention.id]["class_id"] or None


def _bracket_details(name: str) -> list[str]:
    """Give the outermost brackets that say more than an abbreviation: "24 installed, 3 spares"."""
    found, depth, opened = [], 0, 0
    for position, character in enumerate(name):
        if character == "(":
            if depth == 0:
                opened = position + 1
            depth += 1
        elif character == ")" and depth:
            depth -= 1
            if depth == 0 and _LOWER_WORD.search(name, opened, position):
                found.append(name[opened:position].strip())
    return found


def _alternatives(name: str) -> tuple[str, ...]:
    """Give the systems of "A or B"; "or equivalent" and "or future replacement" name no second system."""
    if " or" not in name.lower() and "and/or" not in name.lower():
        return ()
    head, _, listed = name.partition(": ")
    qualified = _OPENS_PARTS.search(head)
    head = head[: qualified.start()] if qualified else head
    parts = [part.strip(" ;,:") for part in _ALTERNATIVE.split(listed or head)]
    if len(parts) < 2 or _NO_ALTERNATIVE.search(name) or not all(re.search(r"\d|[A-Z]{2}", part) for part in parts):
        return ()
    return tuple(parts)


def _check_count(notice: NoticeText, count: CountAt, item: Item) -> None:
    span = Span(count.start, count.end)
    printed = notice.text[count.start : count.end]
    if count.misread or (count.in_words is not None and count.in_words != count.value):
        notice.warn(
            "number_word_mismatch",
            f"The number in words and the figure differ in {tidy(printed)!r}; the figure was taken.",
            span,
        )
    for detail in item.details:
        level = re.sub(r"\([^()]*\)", "", detail)
        parts = [value_of_figure(number) for number in _SPLIT_PART.findall(level)]
        if len(parts) > 1 and count.value is not None and sum(parts) != count.value and "per" not in level:
            notice.warn(
                "sum_mismatch",
                f"{tidy(printed)} is split as {detail!r}, which makes {sum(parts)}. The quantity is kept as printed.",
                item.quoted.span,
            )


def whole_span(items: list[Item]) -> Span | None:
    """Give the span from the first item to the last."""
    spans = [item.quoted.span for item in items]
    return Span(min(s.start for s in spans), max(s.end for s in spans)) if spans else None
