"""Amendments: reports of enhancement, upgrade or higher cost under section 36(b)(5)(A) or (C).

An amendment belongs to the original that its field (ii) names. Its values are the revised totals of the whole case;
its items are only what it adds.
"""

import re
from dataclasses import replace

from counterpoise.dates import PartialDate
from counterpoise.reading.boilerplate import sentence_end, sentence_start
from counterpoise.reading.contract import Event, Item, Quoted, Transfer
from counterpoise.reading.descriptions import ALSO_INCLUDED, read_counted, read_non_mde
from counterpoise.reading.federal_register import for_each_purchaser, purchasers, read_received_on
from counterpoise.reading.field_heads import NumberedFields
from counterpoise.reading.item_lines import count_at, make_item, read_list, split_prose
from counterpoise.reading.notice_text import NoticeText
from counterpoise.reading.notice_values import PrintedValues, warn_unconfirmed
from counterpoise.reading.parties import UNITED_STATES
from counterpoise.reading.printed_dates import first_day
from counterpoise.reading.revised_values import read_revised_values
from counterpoise.reading.transmittals import find_transmittals, first_bare_number
from counterpoise.sources import Span

OWN_WORDS = re.compile(r"\bThis\s+(?:transmittal|notification|report|certification|amendment)\b", re.IGNORECASE)
_ADDS = re.compile(
    r"\breplacement\s+of\b[^.;]{1,200}?\bwith\b"
    r"|\b(?:inclusion|addition|sale|purchase|transfer|upgrade|replacement|increase\s+in\s+quantity)\s+of\b"
    r"|\b(?:add|includ)(?:s|es|ing)\b|\bfollowing\b|\bnotifies\s+additional\b|\breports\s+additional\b",
    re.IGNORECASE,
)
_NON_MDE = re.compile(r"non-?\s?(?:MDE|Major\s+Defense)", re.IGNORECASE)
_MDE_AND = re.compile(r"(?<!non-)\b(?:MDE|Major\s+Defense\s+Equipment(?:\s*\(MDE\))?)\s+and\s+non-", re.IGNORECASE)
_MARK = re.compile(r"\((?P<non>non-?\s?)?MDE\)", re.IGNORECASE)
_PREVIOUS_NOTICE = re.compile(
    r"On\s+(?=[A-Z][a-z]{2,9}\s+\d)[^.;]{6,40}?,?\s+Congress\s+was\s+notified\s+by\b", re.IGNORECASE
)


def read_amendment(notice: NoticeText, fields: NumberedFields, *, floor: int) -> tuple[list[Transfer], list[Event]]:
    """Read one amendment: its transfer (one a purchaser) and the notices of the case that it retells, as events."""
    evidence: dict[str, Quoted] = {}
    amends = _original(notice, fields, evidence)
    number = _own_number(notice, fields, floor, amends, evidence)
    received_on = read_received_on(notice, fields, evidence)
    start, end = _narrative(notice, fields)
    own = OWN_WORDS.search(notice.even, start, end)
    current = sentence_start(notice.even, own.start(), start) if own else _last_paragraph(notice.even, start, end)
    if own is None:
        notice.warn(
            "missing_field",
            'The amendment has no sentence beginning "This transmittal"; its last paragraph was read as its own words.',
            Span(current, end),
        )
    values = read_revised_values(notice, start, current, end)
    evidence.update(values.evidence)
    _warn_missing(notice, values, current, end)
    warn_unconfirmed(notice, values)
    core = Transfer(
        id="t0", supplier=UNITED_STATES, purchaser=None, route="fms", status="amended",
        quoted=notice.quote(current, sentence_end(notice.even, current)), transmittal=number, amends=amends,
        received_on=received_on, total_usd=values.total_usd, mde_usd=values.mde_usd, other_usd=values.other_usd,
        items=tuple(_added_items(notice, current, end, values)), evidence=evidence,
        because="report under section 36(b)(5): values are the revised totals of the case, items only what it adds",
    )  # fmt: skip
    return for_each_purchaser(notice, core, purchasers(notice, fields)), _events(notice, start, current)


def _original(notice: NoticeText, fields: NumberedFields, evidence: dict[str, Quoted]) -> str | None:
    if fields.has("original"):
        printed = first_bare_number(notice.even, *fields.values["original"])
        if printed:
            evidence["amends"] = notice.quote(*printed.span)
            return printed.number
    notice.warn(
        "missing_field", "Field (ii) names no transmittal number of the original: the amendment attaches to no case."
    )
    return None


def _own_number(
    notice: NoticeText, fields: NumberedFields, floor: int, amends: str | None, evidence: dict[str, Quoted]
) -> str | None:
    before = [
        found
        for found in find_transmittals(notice.even, max(floor, fields.start - 2500), fields.start)
        if found.number != amends
    ]
    if not before:
        notice.warn("missing_field", "No transmittal number of its own stands before the fields of the amendment.")
        return None
    evidence["transmittal"] = notice.quote(*before[-1].span)
    other = next((found for found in before if found.number != before[-1].number), None)
    if other:
        notice.warn(
            "conflicting_values",
            f"The amendment is headed {before[-1].number}, but the text before it says {other.number}.",
            other.span,
        )
    return before[-1].number


def _narrative(notice: NoticeText, fields: NumberedFields) -> tuple[int, int]:
    """Give the span of field (iii); where its heading is lost, everything from field (ii) on to the next."""
    for name in ("description", "original", "purchaser"):
        if fields.has(name):
            start, end = fields.values[name]
            later = [
                at for key, (at, _) in fields.values.items() if key in ("significance", "justification") and at > start
            ]
            return start, min(later, default=end) if name != "description" else end
    return fields.start, fields.end


def _last_paragraph(text: str, start: int, end: int) -> int:
    stop = end
    while stop > start and text[stop - 1].isspace():
        stop -= 1
    found = re.compile(r"\n[ \t]*(?=On\s|The\s)").finditer(text, start, stop)
    return max((match.end() for match in found), default=start)


def _warn_missing(notice: NoticeText, values: PrintedValues, start: int, end: int) -> None:
    for name, label in (("total_usd", "total value of the case"), ("mde_usd", "value of major defense equipment")):
        if name not in values.evidence:
            notice.warn(
                "missing_field",
                f"The amendment's own words state no revised {label}. Earlier values are not taken for it.",
                Span(start, end),
            )


def _added_items(notice: NoticeText, start: int, end: int, values: PrintedValues) -> list[Item]:
    """Read what the amendment's own words add: the first sentence that adds something, its list, and the non-MDE."""
    also = ALSO_INCLUDED.search(notice.even, start, end)
    items: list[Item] = []
    adds = _ADDS.search(notice.even, start, also.start() if also else end)
    if adds:
        stop = _end_of_list(notice.even, adds.end(), also.start() if also else end)
        lead = notice.even[start : min(stop, adds.end() + 60)]
        non_mde = _NON_MDE.search(lead) is not None and _MDE_AND.search(lead) is None
        is_mde = not non_mde and values.mde_usd != 0
        because = "part of the sentence that says what the transmittal notifies"
        items += _listed(notice, adds.end(), stop, mde=is_mde, because=because)
    if also:
        items += read_non_mde(notice, also.start(), _end_of_list(notice.even, also.start(), end))
    return items


def _listed(notice: NoticeText, start: int, end: int, *, mde: bool, because: str) -> list[Item]:
    colon = notice.even.find(":", start, min(end, start + 90))
    first = colon + 1 if colon >= 0 and count_at(notice.even, start, colon) is None else start
    after = re.compile(r"[ \t]*\n").match(notice.even, first, end)
    if after and count_at(notice.even, after.end(), end) and ";" not in notice.even[first:end]:
        return read_list(notice, after.end(), end, mde=mde, because=because)
    if mde:  # "pricing of previously reported helicopters" has no count and adds no item
        counted = read_counted(notice, first, end, mde=True, because=because)
        return [_as_marked(item) for item in counted]
    parts = [part for part in split_prose(notice.even, first, end) if any(map(str.isalnum, notice.even[slice(*part)]))]
    return [_as_marked(make_item(notice, *part, mde=mde, because=because)) for part in parts]


def _as_marked(item: Item) -> Item:
    """Take the word of a mark behind an item: "two (2) test sets (non-MDE)"."""
    mark = _MARK.search(item.system)
    return replace(item, mde=mark["non"] is None) if mark else item


def _end_of_list(text: str, start: int, end: int) -> int:
    """Give the end of the sentence, which may run over the lines of a list."""
    sentence = re.compile(r"\.(?=\s+(?:[A-Z]|\[)|\s*\Z)")
    for stop in sentence.finditer(text, start, end):
        if not re.search(r"\b(?:U\.S|No|Inc|e\.g|[A-Z])\Z", text[max(start, stop.start() - 4) : stop.start()]):
            return stop.start()
    return end


def _events(notice: NoticeText, start: int, end: int) -> list[Event]:
    """Give the earlier notices of the case that the narrative retells."""
    events = []
    for match in _PREVIOUS_NOTICE.finditer(notice.even, start, end):
        day = first_day(notice.even, match.start(), match.end())
        numbers = find_transmittals(notice.even, match.start(), min(end, match.end() + 90))
        if day and day.day:
            what = f"Congress was notified by transmittal {numbers[0].number}" if numbers else "Congress was notified"
            events.append(
                Event(what=what, on=PartialDate(date=day.day.isoformat(), precision="day"),
                      quoted=notice.quote(match.start(), numbers[0].span.end if numbers else match.end()),
                      because="the amendment retells the earlier notices of its case")
            )  # fmt: skip
    return events
