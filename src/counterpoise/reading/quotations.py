"""Quotations of a text: what stands in marks of any kind, split, continued over paragraphs, nested, or closed only."""

import re
from dataclasses import dataclass

from counterpoise.reading.paragraphs import Paragraph

_MARKS = re.compile("``|''|[“”„‟\"«»‘’‚‛'‹›]")
_DOUBLE_OPEN, _DOUBLE_CLOSE = frozenset("“„‟«"), frozenset("”»")
_SINGLE_OPEN = frozenset("‘‚‛‹")
_BEFORE_OPEN = frozenset(" \n([{—–-:/\"“‘'")
_MAX_DEPTH = 3


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words in quotation marks; the span is inside the marks.

    `continued` is true when the quotation goes on from an earlier paragraph; `closed` is false when no closing mark
    stands in the paragraph; `lone_close` when only a closing mark was printed. `depth` is 0 for the outermost.
    """

    start: int
    end: int
    paragraph: int
    depth: int = 0
    single: bool = False
    continued: bool = False
    closed: bool = True
    lone_close: bool = False


@dataclass(slots=True)
class _Open:
    start: int
    single: bool
    mark: str = ""


def find_quotations(text: str, paragraphs: list[Paragraph]) -> list[Quotation]:
    """Find the quotations of body paragraphs, outermost and nested, in order of their start."""
    found: list[Quotation] = []
    goes_on = False
    for paragraph in paragraphs:
        if paragraph.kind != "body":
            continue
        here = _in_paragraph(text, paragraph, goes_on=goes_on)
        found.extend(here)
        last = max((q for q in here if q.depth == 0), key=lambda q: q.start, default=None)
        goes_on = last is not None and not last.closed and last.end >= paragraph.end - 1
    return sorted(found, key=lambda q: (q.start, q.depth))


def mask(text: str, quotations: list[Quotation]) -> str:
    """Give the text with the words of outermost quotations replaced by ■, all offsets unchanged."""
    pieces: list[str] = []
    position = 0
    for quotation in quotations:
        if quotation.depth or quotation.start < position:
            continue
        closing = text[quotation.end - 1] if text[quotation.end - 1] in ".!?…" else "■"  # it may end the sentence
        pieces += [text[position : quotation.start], "■" * (quotation.end - quotation.start - 1), closing]
        position = quotation.end
    return "".join([*pieces, text[position:]])


def _in_paragraph(text: str, paragraph: Paragraph, *, goes_on: bool) -> list[Quotation]:
    start, end = paragraph.body_start, paragraph.end
    found: list[Quotation] = []
    stack: list[_Open] = []
    for match in _MARKS.finditer(text, start, end):
        role = _role(text, match, start, end, stack)
        if role == "open" and len(stack) < _MAX_DEPTH:
            stack.append(_Open(match.end(), _is_single(match[0]), match[0]))
        elif role == "close" and stack:
            if stack[-1].single != _is_single(match[0]):
                stack = _unwind(stack, _is_single(match[0]))
            if stack:
                opened = stack.pop()
                _add(found, text, opened.start, match.start(), paragraph, len(stack), opened.single)
        elif role == "close" and not found and not _is_single(match[0]) and match.start() > start:
            lone = _start_of_lone(text, start, match.start())
            _add(found, text, lone, match.start(), paragraph, 0, False, continued=goes_on, lone=True)
    if stack and (not stack[0].single or stack[0].start - start <= 1):
        _add(found, text, stack[0].start, end, paragraph, 0, stack[0].single, closed=False)
    if goes_on and found:
        first = min(found, key=lambda q: (q.start, q.depth))
        if first.start - start <= 2 and first.depth == 0:
            found[found.index(first)] = Quotation(
                first.start, first.end, first.paragraph, 0, first.single, True, first.closed, first.lone_close
            )
    outer = [(q.start, q.end) for q in found if q.depth == 0]
    return [q for q in found if q.depth == 0 or any(a <= q.start and q.end <= b for a, b in outer)]


def _add(
    found: list[Quotation], text: str, start: int, end: int, paragraph: Paragraph, depth: int, single: bool,
    *, continued: bool = False, closed: bool = True, lone: bool = False,
) -> None:  # fmt: skip
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        found.append(Quotation(start, end, paragraph.number, depth, single, continued, closed, lone))


def _is_single(mark: str) -> bool:
    return mark in ("'", "‘", "’", "‚", "‛", "‹", "›")


def _unwind(stack: list[_Open], single: bool) -> list[_Open]:
    """Drop inner marks that were never closed, down to the last of the same kind."""
    for depth in range(len(stack) - 1, -1, -1):
        if stack[depth].single == single:
            return stack[: depth + 1]
    return [] if not single else stack


def _role(text: str, match: re.Match[str], start: int, end: int, stack: list[_Open]) -> str | None:
    """Say whether a mark opens, closes, or is an apostrophe, an inch or a foot (None)."""
    mark, at, after_at = match[0], match.start(), match.end()
    before = text[at - 1] if at > start else " "
    after = text[after_at] if after_at < end else " "
    if mark == "“" and stack and stack[-1].mark == "„":
        return "close"  # „German marks“
    if mark == "``" or mark in _DOUBLE_OPEN:
        return "open"
    if mark == "''":
        return "close" if stack else "open" if _looks_open(before, after) else None
    if mark in _DOUBLE_CLOSE:
        # a closing mark that opens: some sites print ” at both ends
        return "open" if not stack and _looks_open(before, after) else "close"
    if mark == '"':
        if before.isdigit() and not stack:
            return None
        if _looks_open(before, after):
            return "open"
        if stack and not stack[-1].single:
            return "close"
        if not stack and after.isspace() and before in ",:" and _is_closed_next(text, after_at, end):
            return "open"  # adding," The state
        return "close" if stack or not after.isalnum() else "open"
    return _single_role(text, mark, at, before, after, start, end, stack)


def _is_closed_next(text: str, start: int, end: int) -> bool:
    """Tell whether the next straight mark can only close a quotation."""
    following = text.find('"', start, end)
    return following > start and not _looks_open(text[following - 1], text[following + 1 : following + 2] or " ")


def _looks_open(before: str, after: str) -> bool:
    return before in _BEFORE_OPEN and not after.isspace() and after not in ",.;:)!?"


def _single_role(
    text: str, mark: str, at: int, before: str, after: str, start: int, end: int, stack: list[_Open]
) -> str | None:  # fmt: skip
    if before.isalnum() and after.isalnum():
        return None
    if mark in _SINGLE_OPEN or (mark in "'’" and before in _BEFORE_OPEN and (after.isalnum() or after in '“"')):
        if mark in "'’" and after.isdigit():
            return None  # '90s
        return "open" if at == start or _closes_later(text, at + 1, end) else None  # 'em has no end
    if before.isspace() or not any(opened.single for opened in stack):
        return None
    opened = next(o for o in reversed(stack) if o.single)
    if before == "s" and after == " " and text[at + 2 : at + 3].islower() and _closes_later(text, at + 1, end):
        return None  # the officials' view, inside single marks
    return "close" if at > opened.start else None


_SINGLE_CLOSING = re.compile(
    r"(?: (?<=[.,?!…\w])(?<!s)[’'](?!\w) | (?<=s)[’'](?=[,.;:?!)—–]|\s(?![a-z])|$) | [’'](?=[,.;:?!]) )", re.VERBOSE
)
_REACH = 1500  # the longest quotation in single marks that is looked for


def _closes_later(text: str, start: int, end: int) -> bool:
    """Tell whether a single closing mark follows before the next opening one, within reach."""
    following = text.find("‘", start, min(end, start + _REACH))
    return _SINGLE_CLOSING.search(text, start, following if following >= 0 else min(end, start + _REACH)) is not None


def _start_of_lone(text: str, start: int, close: int) -> int:
    """Give where a quotation with only a closing mark begins: after a colon, otherwise at the paragraph."""
    colon = text.rfind(": ", start, close)
    return colon + 2 if colon >= 0 else start
