"""The numbered fields of a notice: "(ii) Total Estimated Value:", with or without its numeral, misspelt or not."""

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from counterpoise.reading.notice_text import NoticeText

_LABELS = {  # our name: the printed heading
    "purchaser": r"(?:Prospective\s+)?Purchasers?(?:\s?\(s\))?",
    "value": r"Total\s+Estimated\s+(?:Value|Cost)",
    "description": r"Description\s+(?:and\s+Quantity\s+or\s+Quantities\s+)?of\s+(?:the\s+)?(?:Defense\s+)?Articles\s+"
    r"(?:or|and)\s+(?:Defense\s+)?Services(?:\s+under\s+Consideration(?:\s+for\s+Purchase)?|\s+Offered)?"
    r"|Description",
    "department": r"Military\s+Department",
    "prior": r"Prior\s+Related\s+Cases?(?:,\s+if\s+any)?",
    "commission": r"Sales\s+Commission,?\s+Fee,?\s+etc\.?,?\s+Paid,?\s+Offered,?\s+or\s+Agreed\s+to\s+be\s+Paid",
    "sensitivity": r"Sensitivity\s+of\s+Technology(?:\s+Contained\s+in\s+the\s+Defense\s+Articles?\s+or\s+Defense\s+"
    r"Services?\s+Proposed\s+to\s+be\s+Sold)?",
    "delivered": r"Date\s+Report\s+Delivered(?:\s+to\s+Congress)?",
    "original": r"Sec(?:tion|\.)?\s*36\s*\(b\)\s*\([1lI]\),?\s*AECA,?\s+Transmittal\s+(?:No|Number)\.?",
    "significance": r"Significance",
    "justification": r"Justification",
    "funding": r"Funding\s+Source",
    "agency": r"Implementing\s+Agency",
    "date": r"Date",
}
_NUMERAL = r"\(\s?(?P<numeral>[ivxlIVXL1]{1,6})\s?\)"
_NAMED = "|".join(f"(?P<{name}>{label})" for name, label in _LABELS.items())
_HEAD = re.compile(rf"^[ \t]*(?:{_NUMERAL}\s*)?(?:{_NAMED})[ \t]*(?:\n[ \t]*)?:", re.MULTILINE | re.IGNORECASE)
_NUMBERED = re.compile(
    rf"^[ \t]*{_NUMERAL}\s*(?P<label>[^:()]{{3,160}}(?:\([^:()]{{1,30}}\)[^:()]{{0,120}})?):", re.MULTILINE
)
_BARE_THIRD = re.compile(
    r"^[ \t]*\(\s?(?:iii|xi)\s?\)[ \t]*\n", re.MULTILINE | re.IGNORECASE
)  # "(iii)" without its heading
_AFTER_THE_FIELDS = re.compile(
    r"^[ \t]*(?:\*\s*as\s+defined\s+in\s+Section|POLICY\s+JUSTIFICATION|\[FR\s+Doc|BILLING\s+CODE"
    r"|\[?Transmittal\s+No|(?:DEPARTMENT\s+OF\s+STATE\s+)?TRANSMITTAL\s+NO|NOTICE\s+OF\s+PROPOSED"
    r"|REPORT\s+OF\s+ENHANCEMENT|Annex\b)",
    re.MULTILINE | re.IGNORECASE,
)
_DOCUMENT_END = re.compile(r"\[FR\s+Doc\.?\s[^\]\[]{4,80}\]")
_CANONICAL = {  # for headings with a misprint
    "purchaser": "prospective purchaser",
    "value": "total estimated value",
    "description": "description and quantity or quantities of articles or services under consideration for purchase",
    "department": "military department",
    "prior": "prior related cases if any",
    "commission": "sales commission fee etc paid offered or agreed to be paid",
    "sensitivity": "sensitivity of technology contained in the defense article or defense services proposed to be sold",
    "delivered": "date report delivered to congress",
    "original": "sec 36 b 1 aeca transmittal no",
}
_STARTS_A_NOTICE = ("purchaser", "value", "original")


@dataclass(frozen=True, slots=True)
class Head:
    """A heading: its name among ours, and where it starts and ends (after the colon)."""

    name: str
    start: int
    end: int
    is_misprint: bool = False


@dataclass(slots=True)
class NumberedFields:
    """The fields of one notice, by name: where the printed value of each starts and ends."""

    start: int
    end: int
    values: dict[str, tuple[int, int]] = field(default_factory=dict)
    heads: list[Head] = field(default_factory=list)

    def has(self, name: str) -> bool:
        """Tell whether the notice prints this heading."""
        return name in self.values


def find_notices(notice: NoticeText) -> list[NumberedFields]:
    """Find the notices in a text by their numbered fields, in order.

    A heading belongs to the notice that began before it; a new notice begins where a purchaser (or, that heading
    being damaged, a value or original transmittal) is named again. The headings of an annex repeat earlier ones and
    add nothing.
    """
    heads = _heads(notice)
    groups: list[NumberedFields] = []
    for head in heads:
        if not groups or (head.name in _STARTS_A_NOTICE and _is_taken(groups[-1], head.name)):
            groups.append(NumberedFields(head.start, len(notice.even)))
            if len(groups) > 1:
                groups[-2].end = head.start
        groups[-1].heads.append(head)
        if head.name not in groups[-1].values:
            groups[-1].values[head.name] = (head.end, head.end)
    notices = [group for group in groups if group.has("purchaser") or group.has("value") or group.has("original")]
    starts = [head.start for head in heads]
    for group in notices:
        document_end = _DOCUMENT_END.search(notice.even, group.heads[-1].end, group.end)
        group.end = document_end.end() if document_end else group.end
        _close_values(notice, group, starts)
    return notices


def _is_taken(group: NumberedFields, name: str) -> bool:
    """Tell whether a heading of this name begins a new notice, given those already met."""
    return group.has(name) or (name == "purchaser" and any(group.has(other) for other in ("value", "original")))


def _heads(notice: NoticeText) -> list[Head]:
    found = []
    for match in _HEAD.finditer(notice.even):
        name = next(name for name in _LABELS if match[name])
        if (
            name in ("date", "justification", "significance", "agency", "funding")
            or match["numeral"]
            or _is_long(match)
        ):
            found.append(Head(name, match.start(), match.end()))
    starts = {head.start for head in found}
    for match in _NUMBERED.finditer(notice.even):
        if match.start() not in starts:
            misprinted = _closest(match["label"])
            if misprinted:
                found.append(Head(misprinted, match.start(), match.end(), is_misprint=True))
    starts |= {head.start for head in found}
    found += [
        Head("description", match.start(), match.end(), is_misprint=True)
        for match in _BARE_THIRD.finditer(notice.even)
        if match.start() not in starts
    ]
    return sorted(found, key=lambda head: head.start)


def _is_long(match: re.Match[str]) -> bool:
    """A heading without its numeral must be spelled out, but for "Description:" in the amendments."""
    return len(match[0].split()) > 1 or bool(match["description"] or match["purchaser"])


def _close_values(notice: NoticeText, group: NumberedFields, starts: list[int]) -> None:
    for name, (start, _) in group.values.items():
        following = bisect_left(starts, start)
        end = starts[following] if following < len(starts) else group.end
        stop = _AFTER_THE_FIELDS.search(notice.even, start, end)
        group.values[name] = (start, stop.start() if stop else max(start, end))


def _closest(label: str) -> str | None:
    """Give the heading of the form that a misprinted one must be, or None when it resembles none."""
    printed = _pairs(label)
    scores = {name: _likeness(printed, _pairs(text)) for name, text in _CANONICAL.items()}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] >= 0.7 else None


def resembles(printed: str, expected: str, at_least: float = 0.7) -> bool:
    """Tell whether a printed heading is `expected` with a misprint or two (Dice likeness of letter pairs)."""
    return _likeness(_pairs(printed), _pairs(expected)) >= at_least


def _pairs(words: str) -> set[str]:
    letters = re.sub(r"[^a-z0-9]+", " ", words.lower()).strip()
    return {letters[i : i + 2] for i in range(len(letters) - 1)}


def _likeness(a: set[str], b: set[str]) -> float:
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 0.0
