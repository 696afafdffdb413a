"""What a notice says of the articles in a description: under headings, as a list of lines, or in one sentence."""

import re

from counterpoise.reading.contract import Item
from counterpoise.reading.item_lines import count_at, make_item, read_list, split_prose
from counterpoise.reading.notice_text import NoticeText

MDE_HEADER = re.compile(
    r"^[ \t]*(?:\(?[a-z]\)\s{0,9})?(?:Major\s+Defense\s+Equipment|MDE)(?:\s*\(MDE\))?"
    r"(?:\s+(?:items?|includes?|included))?[ \t]*(?::|$)",
    re.MULTILINE | re.IGNORECASE,
)
NON_MDE_HEADER = re.compile(
    r"^[ \t]*(?:\(?[a-z]\)\s{0,9})?Non-?\s{0,9}(?:Major\s+Defense\s+Equipment|MDE)(?:\s*\((?:Non-)?MDE\))?"
    r"(?:\s+(?:items?|includes?|included))?[ \t]*(?::|$)",
    re.MULTILINE | re.IGNORECASE,
)
ALSO_INCLUDED = re.compile(
    r"(?<!\w)(?:The\s+following\s+non-?\s?(?:MDE|Major\s+Defense)|Also\s+included|Also\s+being\s+included|Included\s+(?:are|is|was|were)\b"
    r"|The\s+following\s+(?:is|are|items?|equipment|articles)\b[^.;:]{0,60}\binclude|Non-?\s?MDE\s+(?:items\s+)?include"
    r"|There\s+(?:is|are|will\s+be)\s+also|Additionally\s+included|The\s+(?:proposed\s+)?(?:sale|package|case)\s+(?:will\s+)?also\s+includes?)",
    re.IGNORECASE,
)
_INTRO = re.compile(
    r"\s*(?:(?:The\s+following\s+(?:non-?\s?(?:MDE|Major\s+Defense\s+Equipment)(?:\s*\(MDE\))?\s+)?"
    r"(?:items?\s+|articles\s+|equipment\s+)?(?:is|are|will|would)?\s*(?:also\s+)?(?:be\s+)?(?:also\s+)?included?"
    r"|Also\s+included(?:\s+(?:is|are|was|were))?|Included(?:\s+(?:is|are|was|were))?)"
    r"(?:\s+the\s+following(?:\s+non-?\s?MDE)?(?:\s+items)?)?\s*:?\s*"
    r"|The\s+following\s+non-?\s?(?:MDE|Major\s+Defense)[^:;.]{0,60}:\s*)?",
    re.IGNORECASE,
)
_RUNS_ON = re.compile(r",\s+(?:and\s+)?(?:[a-z]{3,}\b(?!-)|U\.S\.\s+Government)")
_LINES_OF_COUNTS = re.compile(r"\n[ \t]*(?:[—–•*-][ \t]*)?(?:[A-Z][a-z-]+[ \t]){1,5}\(\d[\d,]*\)")


def read_non_mde(notice: NoticeText, start: int, end: int) -> list[Item]:
    """Read the articles that are no major defense equipment: a sentence, one item a semicolon, or a list."""
    intro = _INTRO.match(notice.even, start, end)
    first = intro.end() if intro else start
    if ";" not in notice.even[first:end] and _LINES_OF_COUNTS.search(notice.even, first, end):
        return read_list(notice, first, end, mde=False, because="line under the heading for other articles")
    because = "part of the sentence on articles that are no major defense equipment"
    items = []
    for part_start, part_end in split_prose(notice.even, first, end, at_commas=True):
        if any(c.isalnum() for c in notice.even[part_start:part_end]):
            item = make_item(notice, part_start, part_end, mde=False, because=because)
            if item.system.lower().rstrip(".") not in ("none", "n/a"):
                items.append(item)
    return items


def read_counted(notice: NoticeText, start: int, end: int, *, mde: bool | None, because: str) -> list[Item]:
    """Read the parts of a description that open with a quantity, in a sentence or as lines of their own."""
    if _counted_lines(notice.even, start, end) > 1 and ";" not in notice.even[start:end]:
        items = read_list(notice, start, end, mde=mde, because=because)
        return [item for item in items if item.quantity is not None or item.qualifier == "to_be_determined"]
    runs_on = ";" not in notice.even[start:end]
    items = []
    for part_start, part_end in split_prose(notice.even, start, end):
        if count_at(notice.even, part_start, part_end) is not None:
            stop = _end_of_counted(notice.even, part_start, part_end) if runs_on else part_end
            items.append(make_item(notice, part_start, stop, mde=mde, because=because))
    return items


def _counted_lines(text: str, start: int, end: int) -> int:
    position, counted = start, 0
    for line in text[start:end].splitlines(keepends=True):
        counted += count_at(text, position, position + len(line)) is not None
        position += len(line)
    return counted


def _end_of_counted(text: str, start: int, end: int) -> int:
    """Give where a counted part ends: without semicolons a sentence runs on: ", containers, spare parts"."""
    depth = 0
    for position in range(start, end):
        character = text[position]
        depth += (character == "(") - (character == ")")
        if character == "," and depth <= 0 and _RUNS_ON.match(text, position, end):
            return position
    return end
