"""The dollar amounts of an amendment: what each sum in its narrative is about, and whether it is old, added or revised.

An amendment retells every earlier value before it states its own, so each amount is read in its clause: what it
measures (the case's total, its major defense equipment, the rest, or only the new items) and its part in the sentence
(what it was, by how much it changes, what it becomes).
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from counterpoise.reading.amounts import Amount, find_amounts
from counterpoise.reading.notice_text import NoticeText
from counterpoise.reading.notice_values import PrintedValues, keep_amount
from counterpoise.sources import Span
from counterpoise.units import Money

_MDE = r"(?:MDE|Major\s+Defense\s+Equipment(?:\s*\(MDE\))?)"
_ADDED = r"(?:new|added|additional)"
_SUBJECT = re.compile(
    rf"""
      (?P<both> {_MDE} \s+ and \s+ non-?\s?{_MDE} \s+ (?:values?|costs?) )
    | (?P<new> (?:{_ADDED}|newly\s+added|these|addition\s+of(?:\s+\w+){{0,2}}) \s+
               (?:(?:and|{_ADDED}|non-?\s?{_MDE}|{_MDE}) \s+){{0,3}}
               (?:items?|articles|services|equipment|quantit(?:y|ies)|capabilit(?:y|ies)) )
    | (?P<new2> {_ADDED} \s+ (?:non-?\s?)? {_MDE} )
    | (?P<other> non-?\s?{_MDE} (?:\s+(?:total\s+)?(?:values?|costs?))? )
    | (?P<mde> {_MDE} (?:\s+total)? (?:\s+(?:values?|costs?))? )
    | (?P<total> (?:(?:estimated|total|overall|revised|program|case|net|sale|notified)\s+){{1,5}} (?:value|cost|price)
               | (?:estimated\s+)? (?:case|program) \s+ total | cost \s+ total | case \s+ value
               | \b the \s+ total
                 (?= \s+ (?:will|would|remains?|is|stays?|rises?|increases?|decreases?|falls?|grows?) \b ) )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_BEFORE_AMOUNT = re.compile(
    r"""(?:
      (?P<old> \b(?:from|over|above|previously\s+(?:notified|reported)(?:\s+\w+){0,3}\s+of) )
    | (?P<delta> \b(?:by
             |(?:increases?|decreases?|reduction|growth|addition|rise)(?:\s+in\s+(?:the\s+)?[\w\s()-]{1,60})?\s+of) )
    | (?P<becomes> \b(?:to(?:\s+a)?(?:\s+(?:revised|new|total|estimated|combined)){0,4}(?:\s+(?:value|cost|total)\s+of)?
             |not\s+(?:exceed|increase\s+(?:above|beyond))(?:\s+(?:the\s+)?(?:previously\s+(?:notified|reported)|original))?
             |revised|remain(?:s|ed|ing)?(?:\s+unchanged)?(?:\s+(?:at|as))?|constitut(?:es?|ed|ing)|totals?|stays?\s+at
             |is|was|are|were|be|of|at|will\s+be|accounts?\s+for|comprises?) )
    )(?:\s+(?:an?|the|about|approximately|up\s+to|nearly|estimated|only|now)){0,3}\s*\Z""",
    re.VERBOSE | re.IGNORECASE,
)
_DECREASES = re.compile(r"\b(?:decreas|reduc|lower)", re.IGNORECASE)
_INCREASE_IN_CLAUSE = re.compile(
    r"\b(?:increase|decrease|reduction|growth)\s+(?:in|of|to)\b(?:(?!\b(?:to|revised)\b).)*\Z", re.I | re.DOTALL
)
_NO_INCREASE = re.compile(r"\b(?:not|no|without)\b[^.;]{0,60}?\b(?:increase|decrease|change)", re.IGNORECASE)
_UNCHANGED_AFTER = re.compile(
    r"\s*(?:will\s+|to\s+)?(?:remain(?:s|ed)?|is|be)\s+(?:the\s+same|unchanged)|\s*will\s+not\s+change", re.I
)
_STAYS = (
    r"\s+(?:\([^()]{1,40}\)\s+)?(?:will\s+|does\s+|do\s+)?"
    r"(?:remains?\s+(?:unchanged|the\s+same)|(?:is|are)\s+unchanged|not\s+(?:change|increase))"
)
_NO_CHANGE_OF = (
    r"(?:\bno|\bnot\b[^.;$]{0,40}?)\s+(?:net\s+)?(?:increase|change)\s+(?:in|to|of)?\s*"
    r"(?:the\s+)?(?:previously\s+notified\s+)?"
)
_TOTAL_VALUE = r"(?:(?:estimated|total|overall|program|case|sale|notified)\s+){1,5}(?:value|cost)"
_STAYS_AS_IT_WAS = {  # "the total case value remains unchanged", without an amount
    "total": re.compile(rf"{_TOTAL_VALUE}{_STAYS}|{_NO_CHANGE_OF}{_TOTAL_VALUE}", re.IGNORECASE),
    "mde": re.compile(
        rf"(?<!non-)(?<!non){_MDE}(?:\s+(?:value|cost))?{_STAYS}"
        rf"|{_NO_CHANGE_OF}(?:{_TOTAL_VALUE}\s+(?:or|and|nor)\s+(?:in\s+)?(?:the\s+)?)?(?:total\s+)?{_MDE}\s+(?:value|cost)",
        re.IGNORECASE,
    ),
}
_OF_WHICH = re.compile(r"(?:\(|\bof\s+which|\bincluding)\s*\Z", re.IGNORECASE)
_MDE_IN_BRACKET = re.compile(rf"\(\s*(?:of\s+which\s+)?{_MDE}(?:\s+(?:value|cost))?\s*(?::|of|is)?\s*\Z", re.IGNORECASE)
_OF_WHICH_MDE = re.compile(
    rf"\s*(?:(?:is|are|being|will\s+be|for|in|of)\s+)?{_MDE}(?!\s+(?:and|value|cost))", re.IGNORECASE
)
_NO_MDE = re.compile(
    rf"(?:\bno\s+{_MDE}\s+(?:is\s+)?(?:associated|included|involved|in\s+this|items?\s+associated)"
    rf"|{_MDE}\s+(?:value\s+)?(?:remains|is|was)\s+(?:zero|none))",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.](?=\s+[A-Z(“\"\[]|\s*\Z)")


@dataclass(frozen=True, slots=True)
class ValueStatement:
    """One amount of a narrative. `subject`: total, mde, other, new; `part`: old, delta, becomes."""

    subject: str
    part: str
    amount: Amount | None  # None for "There is no MDE associated with this sale"
    usd: int | None
    span: Span
    falls: bool = False  # a delta that lowers the value


@dataclass(frozen=True, slots=True)
class _Told:
    """What an amendment tells of one value: in the history, in its own words, and of the new items."""

    history: list[ValueStatement]
    own: list[ValueStatement]
    added: list[ValueStatement]

    def before(self) -> int | None:
        """Give the value before: the one it names as old, or the last of the history."""
        old = next((s.usd for s in self.own if s.part == "old" and s.usd is not None), None)
        if old is not None:
            return old
        return next((s.usd for s in reversed(self.history) if s.part == "becomes" and s.usd is not None), None)


def find_value_statements(text: str, start: int, end: int) -> list[ValueStatement]:
    """Find what a narrative says of values, in order. Amounts whose subject or part is not clear are passed over."""
    found: list[ValueStatement] = []
    for first, last in _sentences(text, start, end):
        found += _in_sentence(text, first, last)
        none = _NO_MDE.search(text, first, last)
        if none:
            found.append(ValueStatement("mde", "becomes", None, 0, Span(*none.span())))
    return sorted(found, key=lambda statement: statement.span)


def _sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    cuts = [match.end() for match in _SENTENCE.finditer(text, start, end)]
    bounds = [start, *cuts, end]
    return [(a, b) for a, b in pairwise(bounds) if b > a]


def _in_sentence(text: str, start: int, end: int) -> list[ValueStatement]:
    found: list[ValueStatement] = []
    amounts = find_amounts(text, start, end)
    subjects = [(match.start(), match.end(), match.lastgroup or "") for match in _SUBJECT.finditer(text, start, end)]
    last_end, inherited = start, ""
    for position, amount in enumerate(amounts):
        before = [kind for first, last, kind in subjects if last_end <= first and last <= amount.span.start]
        subject = before[-1] if before else inherited
        if position and found and inherited == "both":
            subject = "both"
        part = _part(text, last_end, amount, end)
        if found and _OF_WHICH.search(text, last_end, amount.span.start) and _OF_WHICH_MDE.match(text, amount.span.end):
            subject, part = "mde", "becomes"  # "$400 million, of which $300 million is MDE", "($300 million in MDE)"
        elif found and _MDE_IN_BRACKET.search(text, last_end, amount.span.start):
            subject, part = "mde", "becomes"  # "$640 million (MDE $300 million)"
        inherited = subject
        kind = {"new2": "new", "both": "other" if position and amounts[position - 1].span.end >= amount.span.start - 8
                else "mde"}.get(subject, subject)  # fmt: skip
        if kind and part:
            clause = text[last_end : amount.span.start]
            found.append(
                ValueStatement(kind, part, amount, amount.usd if amount.is_plain else None, amount.span,
                               falls=bool(_DECREASES.search(clause)))
            )  # fmt: skip
        last_end = amount.span.end
    return found


def _part(text: str, last_end: int, amount: Amount, end: int) -> str | None:
    window = max(last_end, amount.span.start - 160)
    if _UNCHANGED_AFTER.match(text, amount.span.end, end):
        return "becomes"
    match = _BEFORE_AMOUNT.search(text, window, amount.span.start)
    if match is None:
        joined = re.fullmatch(r"\s*,?\s*and\s*", text[last_end : amount.span.start])
        return "becomes" if joined else None
    part = match.lastgroup
    clause_start = max(text.rfind(mark, window, amount.span.start) for mark in (",", ";", "\n\n"))
    clause = (max(window, clause_start), amount.span.start)
    if part == "becomes" and _INCREASE_IN_CLAUSE.search(text, *clause) and not _NO_INCREASE.search(text, *clause):
        return "delta" if match[0].split()[0].lower() in ("of", "is", "at") else part
    return part


def read_revised_values(notice: NoticeText, start: int, current: int, end: int) -> PrintedValues:
    """Read the values after an amendment whose own words begin at `current`; `start` opens the history it retells.

    The revised total and revised MDE are the last that the amendment's own words state. Each is checked against the
    value before it and the change: a value that agrees counts as confirmed, one that does not is warned of.
    """
    values = PrintedValues()
    history = find_value_statements(notice.even, start, current)
    own = find_value_statements(notice.even, current, end)
    for subject, name in (("total", "total_usd"), ("mde", "mde_usd"), ("other", "other_usd")):
        told = _Told(
            history=[s for s in history if s.subject == subject], own=[s for s in own if s.subject == subject],
            added=[s for s in own if s.subject == "new" and s.usd is not None and subject == "total"],
        )  # fmt: skip
        final = next((s for s in reversed(told.own) if s.part == "becomes"), None)
        if final is None:
            _keep_unchanged(notice, values, name, told, (current, end))
        elif final.amount is not None:
            keep_amount(notice, values, name, final.amount)
            _check_change(notice, values, name, told)
        else:
            values.set(name, 0, notice.quote(*final.span))
            _check_change(notice, values, name, told)
    _check_parts(notice, values)
    return values


def _keep_unchanged(
    notice: NoticeText, values: PrintedValues, name: str, told: _Told, own_words: tuple[int, int]
) -> None:
    """Take the value before where the amendment says that it stays, without printing it again."""
    pattern = _STAYS_AS_IT_WAS.get(name.removesuffix("_usd"))
    last = next((s for s in reversed(told.history) if s.part == "becomes" and s.usd is not None), None)
    if pattern is not None and last is not None and pattern.search(notice.even, *own_words):
        values.set(name, last.usd, notice.quote(*last.span))


def _check_change(notice: NoticeText, values: PrintedValues, name: str, told: _Told) -> None:
    """Check the final value against earlier ones: other statements of it, the old value, and old plus change."""
    final = values.get(name)
    if final is None:
        return
    span = values.evidence[name].span
    _check_restated(notice, values, name, [s for s in told.own if s.part == "becomes" and s.span != span])
    old = told.before()
    changes = [s for s in told.own if s.part == "delta"]
    if old is None or any(s.usd is None for s in changes):
        return
    change = sum(-(s.usd or 0) if s.falls else (s.usd or 0) for s in changes)
    grown_by_new_items = not changes and any(old + (s.usd or 0) == final for s in told.added)
    if old + change == final or grown_by_new_items:
        values.confirmed.add(name)
    elif changes:
        notice.warn(
            "sum_mismatch",
            f"{_words(old)} before and a change of {_words(abs(change))} do not make the revised {_words(final)}. "
            "All are kept as printed.",
            span,
        )
    elif _says_unchanged(notice, span):
        notice.warn(
            "conflicting_values",
            f"The value is said to remain {_words(final)}, but the text gave {_words(old)} before. The last is kept.",
            span,
        )


def _check_restated(notice: NoticeText, values: PrintedValues, name: str, stated: list[ValueStatement]) -> None:
    """Compare the final value with other places of the amendment's own words that state it."""
    final = values.get(name)
    if any(s.usd == final for s in stated):
        values.confirmed.add(name)
    differs = next((s for s in stated if s.usd is not None and s.usd != final), None)
    if differs:
        notice.warn(
            "conflicting_values",
            f"The amendment states {_words(differs.usd)} and {_words(final)} for one value; the last was taken.",
            differs.span,
        )


def _says_unchanged(notice: NoticeText, span: Span) -> bool:
    before = notice.even[max(0, span.start - 60) : span.start]
    return "remain" in before.lower() or _UNCHANGED_AFTER.match(notice.even, span.end) is not None


def _check_parts(notice: NoticeText, values: PrintedValues) -> None:
    mde, other, total = values.mde_usd, values.other_usd, values.total_usd
    if mde is None or total is None:
        return
    if other is not None:
        if mde + other == total:
            values.confirmed |= {"mde_usd", "other_usd", "total_usd"}
        else:
            notice.warn(
                "sum_mismatch",
                f"The revised parts {_words(mde)} and {_words(other)} do not make the revised total {_words(total)}. "
                "All are kept as printed.",
                values.evidence["total_usd"].span,
            )
    elif mde > total:
        notice.warn(
            "sum_mismatch",
            f"Major defense equipment of {_words(mde)} is more than the total of {_words(total)}. Both are kept.",
            values.evidence["mde_usd"].span,
        )


def _words(usd: int | None) -> str:
    return Money(usd or 0).in_words()
