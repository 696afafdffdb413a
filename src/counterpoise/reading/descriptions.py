"""What a notice says of the articles in a description: under headings, as a list of lines, or in one sentence."""

import re

from counterpoise.reading.boilerplate import find_sentence_end
from counterpoise.reading.contract import Item
from counterpoise.reading.item_lines import count_at, cut_outside_brackets, make_item, read_list, split_prose
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
    r"(?<!\w)(?:The\s+following\s+non-?\s?(?:MDE|Major\s+Defense)|Also\s+included|Also\s+being\s+included|Also\s+includes?\b"
    r"|Included\s+(?:are|is|was|were)\b"
    r"|The\s+following\s+(?:is|are|items?|equipment|articles)\b[^.;:]{0,60}\binclude|Non-?\s?MDE\s+(?:items\s+)?include"
    r"|Other\s+(?:[\w-]+\s+){0,3}(?:equipment|items|articles|services|support)\s+(?:to\s+be\s+)?includ(?:es?|ed)\b"
    r"|There\s+(?:is|are|will\s+be)\s+also|Additionally\s+included"
    r"|The\s+(?:proposed\s+)?(?:sale|package|case|request)\s+(?:will\s+)?also\s+includes?)",
    re.IGNORECASE,
)
_INTRO = re.compile(
    r"\s*(?:(?:The\s+following\s+(?:non-?\s?(?:MDE|Major\s+Defense\s+Equipment)(?:\s*\(MDE\))?\s+)?"
    r"(?:items?\s+|articles\s+|equipment\s+)?(?:is|are|will|would)?\s*(?:also\s+)?(?:be\s+)?(?:also\s+)?included?"
    r"|Also\s+includ(?:ed(?:\s+(?:is|are|was|were))?|es?)|(?:Additionally\s+)?Included(?:\s+(?:is|are|was|were))?"
    r"|Non-?\s?MDE\s+(?:items\s+)?includes?|There\s+(?:is|are|will\s+be)\s+also(?:\s+included)?"
    r"|The\s+(?:proposed\s+)?(?:sale|package|case|request)\s+(?:will\s+)?also\s+includes?"
    r"|Other\s+(?:[\w-]+\s+){0,3}(?:equipment|items|articles|services|support)\s+(?:to\s+be\s+)?includ(?:es?|ed))"
    r"(?:\s+the\s+following(?:\s+non-?\s?MDE)?(?:\s+items)?)?\s*:?\s*"
    r"|The\s+following\s+non-?\s?(?:MDE|Major\s+Defense)[^:;.]{0,60}:\s*)?",
    re.IGNORECASE,
)
_RUNS_ON = re.compile(r",\s+(?:and\s+)?(?:[a-z]{3,}\b(?!-)|U\.S\.\s+Government)")
_LISTS = re.compile(
    r"\b(?:including|includes?|consist(?:s|ing)\s+of|compris(?:es|ing)|to\s+include|as\s+follows"
    r"|(?:of|for|the)\s+following(?:\s+(?:items|articles|equipment))?)\s*:?\s*|:\s*(?=\S)",
    re.IGNORECASE,
)
_NAMES_SOMETHING = re.compile(r"\s*(?:and\s+)?(?=\w)")
_LINK_IN_LINE = re.compile(r",[ \t]+(?:and[ \t]+)?(?=\w)")
_LINES_OF_COUNTS = re.compile(r"\n[ \t]*(?:[—–•*-][ \t]*)?(?:[A-Z][a-z-]+[ \t]){1,5}\(\d[\d,]*\)")


def read_non_mde(notice: NoticeText, start: int, end: int) -> list[Item]:
    """Read the articles that are no major defense equipment: a sentence, one item a semicolon, or a list."""
    later = [also.start() for also in ALSO_INCLUDED.finditer(notice.even, start, end) if also.start() > start]
    return [item for span in zip([start, *later], [*later, end], strict=True) for item in _read_non_mde(notice, *span)]


def _read_non_mde(notice: NoticeText, start: int, end: int) -> list[Item]:
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
    """Read a description that counts its articles, in a sentence or as lines of their own.

    Parts that open with a quantity are `mde`; those listed after them without one are kept, but the form does not say
    what they are: their `mde` is None, or False where nothing of the whole is major defense equipment.
    """
    text = notice.even
    start = _first_count(text, start, end)
    if ";" not in text[start:end] and _is_list_of_lines(text, start, end):
        items = read_list(notice, start, end, mde=mde, because=because)
        return [item for item in items if item.quantity is not None or item.qualifier == "to_be_determined"]
    runs_on = ";" not in text[start:end]
    items, rest = [], False if mde is False else None
    for part_start, part_end in split_prose(text, start, end):
        stop = find_sentence_end(text, part_start, part_end) or part_end
        counted = part_start
        if count_at(text, part_start, part_end) is not None:
            counted = _end_of_counted(text, part_start, stop) if runs_on else stop
            items.append(make_item(notice, part_start, counted, mde=mde, because=because))
        if items:
            items += _uncounted(notice, counted, stop, "," if runs_on else ";", mde=rest)
    return items


def _uncounted(notice: NoticeText, start: int, end: int, mark: str, *, mde: bool | None) -> list[Item]:
    """Read what a sentence lists after its counted articles, cut at `mark`: ", containers, spare parts"."""
    because = "listed after the counted articles, without a quantity"
    return [
        make_item(notice, *part, mde=mde, because=because)
        for part in cut_outside_brackets(notice.even, start, end, mark)
        if _NAMES_SOMETHING.match(notice.even, *part)
    ]


def _first_count(text: str, start: int, end: int) -> int:
    """Give where the counted articles begin: "equipment and services related to a system, including: ten (10) ..."."""
    if count_at(text, start, end) is None:
        for cue in _LISTS.finditer(text, start, end):
            if count_at(text, cue.end(), end) is not None:
                return cue.end()
    return start


def _is_list_of_lines(text: str, start: int, end: int) -> bool:
    """Tell whether lines open with the quantities. In wrapped prose a few do by chance, and more stand inside lines."""
    position, opening = start, 0
    for line in text[start:end].splitlines(keepends=True):
        opening += count_at(text, position, position + len(line)) is not None
        position += len(line)
    if opening < 2:
        return False
    inside = sum(count_at(text, link.end(), end) is not None for link in _LINK_IN_LINE.finditer(text, start, end))
    return inside < opening


def _end_of_counted(text: str, start: int, end: int) -> int:
    """Give where a counted part ends: without semicolons a sentence runs on: ", containers, spare parts"."""
    depth = 0
    for position in range(start, end):
        character = text[position]
        depth += (character == "(") - (character == ")")
        if character == "," and depth <= 0 and _RUNS_ON.match(text, position, end):
            return position
    return end
