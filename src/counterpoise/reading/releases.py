"""Releases of the Defense Security Cooperation Agency and pages of the State Department: items in prose, one value.

To about 2013: "notified Congress today of a possible Foreign Military Sale ... could be as high as $847 million". Then
"has made a determination approving a possible Foreign Military Sale to ... for an estimated cost of". Since February
2026 the same prose stands on pages of the Bureau of Political-Military Affairs. None prints a value for major defense
equipment. Major defense equipment stands first, the rest after "also included".
"""

import re
from datetime import date

from counterpoise.reading.amounts import Amount, find_amounts
from counterpoise.reading.boilerplate import sentence_end, sentence_start
from counterpoise.reading.contract import Item, Party, Quoted, Transfer
from counterpoise.reading.descriptions import (
    ALSO_INCLUDED,
    MDE_HEADER,
    NON_MDE_HEADER,
    read_counted,
    read_non_mde,
)
from counterpoise.reading.federal_register import for_each_purchaser
from counterpoise.reading.notice_text import NoticeText
from counterpoise.reading.notice_values import PrintedValues, keep_amount, warn_unconfirmed
from counterpoise.reading.parties import UNITED_STATES, resolve_parties, resolve_party
from counterpoise.reading.printed_dates import PrintedDay, day_at, find_days
from counterpoise.reading.purchase_requests import find_purchase_request
from counterpoise.reading.transmittals import PrintedTransmittal, find_transmittals
from counterpoise.sources import Span

LEAD = re.compile(
    r"(?:(?:notified|notifying|notification\s+to)\s+Congress\s+(?:[^\n;:$]{0,40}?\s)?of"
    r"|made\s+a\s+determination\s+(?:approving|to\s+approve)|determined\s+to\s+approve|(?:has\s+)?approved"
    r"|determination\s+approving|announced|(?:required\s+)?certification\s+(?:of|for))"
    r"\s+(?:the\s+|a\s+|an?\s+)?(?:emergency\s+|possible\s+|proposed\s+|potential\s+)*"
    r"(?:Foreign\s+Military\s+Sales?|FMS|sale)\b",
    re.IGNORECASE,
)
_STATE = r"(?:State\s+Department|(?:Department|Secretary)\s+of\s+State)"
AGENCY = re.compile(
    rf"Defense\s+Security\s+(?:Cooperation|Assistance)\s+Agency|delivered\s+the\s+required\s+certification"
    rf"|{_STATE}\s+(?:has\s+)?(?:made\s+a\s+determination|determined)",
    re.IGNORECASE,
)
# What a report of news says as well: a release only under the marks of one.
ACTS_OF_STATE = re.compile(
    rf"{_STATE}\s+(?:has\s+)?(?:approved|notified\s+Congress|delivered\s+to\s+Congress)"
    rf"|required\s+certification\s+(?:has\s+been|was)\s+delivered",
    re.IGNORECASE,
)
_BUYER = re.compile(r"\s*(?:\(FMS\)\s*)?(?:case\s+)?(?:to|for)\s+(?=(?:the\s+)?[A-Z])")
_END_OF_BUYER = re.compile(r"\s(?:of|for|to|in)(?=[\s:])|[.;:$]")
_LONGEST_BUYER = 200  # characters
_OF = re.compile(r"\s+(?:of|for)\s*:?\s*")
_COMBINED = re.compile(r"\bcombined\s+total\s+of\s+|\bcombined\s+as\s+follows:\s*", re.IGNORECASE)
_NOTIFIED_ON = re.compile(
    r"(?:notif(?:ied|ying)\s+Congress|certification)\b(?:[^.]{0,80}?\bon)?\s+(?=[A-Z][a-z]{2,8}\.?\s+\d|\d{1,2}\s+[A-Z])"
    r"|\bOn\s+(?=(?:[A-Z][a-z]{2,8}\.?\s+\d{1,2}|\d{1,2}\s+[A-Z][a-z]{2,8}\.?)(?:,?\s+\d{4})?\s?,?\s"
    r"(?:the\s+)?(?:U\.S\.\s+)?(?:Defense\s+Security\s+Cooperation\s+Agency|DSCA|Department\s+of\s+State|State\s+Department)\b[^.]{0,60}"
    r"\b(?:notified|notifying|certification))"
)
_END_OF_REQUEST = re.compile(
    r"(?<!\w)(?:(?:The\s+)?Total\s+estimated\s+(?:value|cost):|The\s+(?:total\s+)?(?:estimated|total)\s+(?:total\s+)?(?:program\s+|case\s+)?(?:cost|value)"
    r"|This\s+(?:proposed|potential|notification|possible)|The\s+(?:proposed|principal|prime|potential)\b|Implementation\s+of)"
)
_COST = re.compile(
    r"(?:for\s+an\s+estimated\s+(?:total\s+)?(?:cost|value)\s+of|estimated\s+(?:total\s+)?(?:program\s+|case\s+)?(?:cost|value)\s+(?:is|of|at)"
    r"|estimated\s+to\s+(?:cost|be(?:\s+valued\s+at)?)|total\s+(?:program\s+)?(?:value|cost)\s+(?:is|of)|(?:estimated|total)\s+(?:value|cost):|valued\s+at"
    r"|(?:package|sale)\s+worth(?:\s+approximately|\s+up\s+to|\s+an\s+estimated)?"
    r"|could\s+be\s+as\s+high\s+as|could\s+be\s+up\s+to|total\s+value,?\s+if\s+all\s+options\s+are\s+exercised,?\s+(?:could|may)\s+be(?:\s+as\s+high\s+as)?)\s+",
    re.IGNORECASE,
)
_PREVIOUS = re.compile(
    r"\bpreviously\s+(?:notified|approved|implemented)|\boriginal\s+(?:Foreign\s+Military\s+Sale|FMS|case)", re.I
)
_EMERGENCY = re.compile(
    r"\bemergency\s+(?:exists|declaration|determination|certification|Foreign\s+Military\s+Sale)", re.IGNORECASE
)
_TODAY = re.compile(r"\b(?:today|on\s+this\s+day)\b", re.IGNORECASE)
_DATELINE = re.compile(
    r"^[ \t>*(]{0,8}(?:Date:[ \t]{0,9}|[A-Z][A-Za-z., ]{2,60}?,[ \t]{1,9})?"
    r"(?=[A-Z](?:[a-z]{2,8}|[A-Z]{2,8})\.?\s+\d{1,2},?\s+\d{4}|\d{1,2}\s+[A-Z](?:[a-z]{2,8}|[A-Z]{2,8})\.?\s+\d{4}|\d{1,2}/\d{1,2}/\d{4})",
    re.MULTILINE,
)
_ISSUED = re.compile(r"\b[Ii]ssued\s+(?:on\s+)?(?=[A-Z0-9])")
_ONLY_THE_WORD = re.compile(r"[\s#*\[(]*transmittal\s*(?:no|number|num)?[.:\s#]*(?:RSAT[\s-]*)?", re.IGNORECASE)


def split_releases(notice: NoticeText, floor: int = 0) -> list[Span]:
    """Find the releases of `notice` from `floor` on, each from the head above its leading sentence to the next head."""
    starts: list[int] = []
    searched = floor
    for match in LEAD.finditer(notice.even, floor):
        request = find_purchase_request(notice.even, searched, match.start()) if starts else None
        if not starts or request:  # otherwise the same release says it again
            starts.append(_head_above(notice.even, match.start(), searched) if starts else floor)
        searched = match.end()
    if not starts:
        return [Span(floor, len(notice.even))]
    return [Span(at, starts[i + 1] if i + 1 < len(starts) else len(notice.even)) for i, at in enumerate(starts)]


def _head_above(text: str, lead: int, floor: int) -> int:
    """Give where the short lines above a release begin: title, number, contact, date."""
    start = text.rfind("\n", floor, lead) + 1
    while start > floor + 1:
        line_start = text.rfind("\n", floor, start - 1) + 1
        line = text[line_start : start - 1].strip()
        if len(line) > 120 or (len(line) > 50 and line.endswith(".")) or line_start <= floor:
            break
        start = line_start
    return start


def leads(notice: NoticeText, span: Span) -> bool:
    """Tell whether a span begins with the leading sentence of a release, and not merely mentions a sale."""
    lead = LEAD.search(notice.even, span.start, min(span.end, span.start + 4000))
    end = min(span.end, lead.end() + 1500) if lead else span.start
    return any(mark.search(notice.even, span.start, end) for mark in (AGENCY, ACTS_OF_STATE))


def names_a_request(notice: NoticeText) -> bool:
    """Tell whether the text has the sentence in which a purchaser requests something."""
    return find_purchase_request(notice.even, 0, len(notice.even)) is not None


def read_release(notice: NoticeText, span: Span, *, form: str) -> list[Transfer]:
    """Read one release: number and date stand above its first sentence, the value in it and after the items."""
    evidence: dict[str, Quoted] = {}
    lead = LEAD.search(notice.even, span.start, span.end)
    first = notice.even.rfind("\n", span.start, lead.start()) + 1 if lead else span.start
    number = _own_number(notice, span, max(first, span.start))
    if number:
        evidence["transmittal"] = notice.quote(*number.span)
    values = _total(notice, lead.start() if lead else span.start, span.end)
    warn_unconfirmed(notice, values)
    evidence.update(values.evidence)
    named = _buyers(notice, span, lead)
    items = _items(notice, span, lead)
    received = _received(notice, span, lead, form)
    if received:
        evidence["received_on"] = notice.quote(*received.span)
    emergency = _EMERGENCY.search(notice.even, span.start, span.end)
    if emergency:
        evidence["status"] = notice.quote(*emergency.span())
    day = received.day if received else None
    core = Transfer(
        id="t0", supplier=UNITED_STATES, purchaser=None, route="fms",
        status="emergency" if emergency else "notified" if day else "proposed",
        quoted=notice.quote(max(first, span.start), sentence_end(notice.even, lead.end() if lead else span.start)),
        transmittal=number.number if number else None, received_on=day.isoformat() if day else None,
        total_usd=values.total_usd, items=tuple(items), evidence=evidence, because=_because(form, day),
    )  # fmt: skip
    return for_each_purchaser(notice, core, named)


def _because(form: str, day: date | None) -> str:
    page = "page of the Bureau of Political-Military Affairs" if form == "state_notice" else "release of the agency"
    if day:
        return f'{page}; it says on which day Congress was notified, or "today" under its dateline'
    return f"{page}; it prints no day on which Congress received the certification"


def _own_number(notice: NoticeText, span: Span, first: int) -> PrintedTransmittal | None:
    """Give the number above the first sentence, or on a line of its own below it."""
    above = find_transmittals(notice.even, span.start, first)
    return above[-1] if above else number_on_its_own_line(notice, first, span.end)


def number_on_its_own_line(notice: NoticeText, start: int, end: int) -> PrintedTransmittal | None:
    """Give the first number that heads a line; numbers inside sentences are those of earlier notices."""
    for number in find_transmittals(notice.even, start, end):
        line_start = notice.even.rfind("\n", 0, number.span.start) + 1
        if _ONLY_THE_WORD.fullmatch(notice.even, line_start, number.span.start):
            return number
    return None


def _total(notice: NoticeText, start: int, end: int) -> PrintedValues:
    """Read the one value of a release; it stands in the first sentence and again after the items."""
    values = PrintedValues()
    stated: list[Amount] = []
    for match in _COST.finditer(notice.even, start, end):
        amount = next(iter(find_amounts(notice.even, match.end(), min(end, match.end() + 60))), None)
        if amount is None or amount.span.start - match.end() >= 25:
            continue
        if _PREVIOUS.search(notice.even, sentence_start(notice.even, match.start(), start), match.start()):
            notice.warn(
                "not_a_transfer_value",
                f"{amount.wording} is the value of an earlier case, not of this one.",
                amount.span,
            )
        else:
            stated.append(amount)
    plain = [amount for amount in stated if amount.is_plain]
    if not stated:
        notice.warn(
            "missing_field",
            "The text states no estimated cost that can be read.",
            Span(start, min(end, start + 400)),
        )
        return values
    keep_amount(notice, values, "total_usd", (plain or stated)[0])
    if len(plain) > 1 and plain[0].usd == plain[1].usd:
        values.confirmed.add("total_usd")
    for other in stated:
        if plain and other is not plain[0] and other.usd != plain[0].usd:
            notice.warn(
                "conflicting_values",
                f"The release states its cost as {plain[0].wording} and as {other.wording}. The first is kept.",
                other.span,
            )
    return values


def _buyers(notice: NoticeText, span: Span, lead: re.Match[str] | None) -> list[tuple[Party, Span]]:
    request = find_purchase_request(notice.even, lead.end() if lead else span.start, span.end)
    if request:
        return resolve_parties(notice, *request.buyer)
    named = _named_in_lead(notice, span, lead)
    if named:
        return resolve_parties(notice, *named)
    notice.warn("missing_field", "The text names no purchaser that can be read.", span)
    return []


def _named_in_lead(notice: NoticeText, span: Span, lead: re.Match[str] | None) -> tuple[int, int] | None:
    """Give the span of the purchaser in "a possible Foreign Military Sale to the Kingdom of Saudi Arabia of ...".

    Of what stands before each "of" and "for", the longest that our tables know; the first where they know none.
    """
    opens = _BUYER.match(notice.even, lead.end(), span.end) if lead else None
    if opens is None:
        return None
    ends = []
    for stop in _END_OF_BUYER.finditer(notice.even, opens.end(), min(span.end, opens.end() + _LONGEST_BUYER)):
        ends.append(stop.start())
        if not stop[0].isspace() and stop[0] in ".;:$":
            break
    known = [end for end in ends if resolve_party(notice.tidy(opens.end(), end)) is not None]
    return (opens.end(), known[-1] if known else ends[0]) if ends else None


def _items(notice: NoticeText, span: Span, lead: re.Match[str] | None) -> list[Item]:
    request = find_purchase_request(notice.even, span.start, span.end)
    named = None if request else _named_in_lead(notice, span, lead)
    if request is None and named is None:
        return []
    start = request.what if request else _after_of(notice.even, named[1] if named else span.start, span.end)
    also = ALSO_INCLUDED.search(notice.even, start, min(span.end, start + 20_000))
    combined = _COMBINED.search(notice.even, start, also.start() if also else span.end)
    if combined:  # a case that grew over the threshold: only the combined list counts
        start = combined.end()
    stop = _END_OF_REQUEST.search(notice.even, start, span.end)
    end = stop.start() if stop else min(span.end, start + 20_000)
    also = ALSO_INCLUDED.search(notice.even, start, end)
    rest = NON_MDE_HEADER.search(notice.even, start, end)
    also = rest if rest and (also is None or rest.start() < also.start()) else also
    header = MDE_HEADER.search(notice.even, start, end)
    because = "stands before the articles that are no major defense equipment"
    first = header.end() if header else start
    items = read_counted(notice, first, also.start() if also else end, mde=True, because=because)
    if also:
        items += read_non_mde(notice, also.end() if also is rest else also.start(), end)
    return items


def _after_of(text: str, start: int, end: int) -> int:
    """Give where what is sold begins: after "of" or "of:" that follows the purchaser."""
    opens = _OF.match(text, start, end)
    return opens.end() if opens else start


def _received(notice: NoticeText, span: Span, lead: re.Match[str] | None, form: str) -> PrintedDay | None:
    """Give the day on which the release says that Congress was notified: printed, or "today" under a dateline.

    Pages of the State Department bear the day of the page, which can be later than that of delivery: "today" dates
    nothing there.
    """
    printed = _NOTIFIED_ON.search(notice.even, span.start, min(span.end, span.start + 1500))
    if printed:
        dated = find_dateline(notice, span.start, lead.end() if lead else span.start + 300)
        day = day_at(notice.even, printed.end(), min(span.end, printed.end() + 30), before=dated.day if dated else None)
        if day and day.day:
            return day
    if form == "state_notice" or _TODAY.search(notice.even, span.start, min(span.end, span.start + 1500)) is None:
        return None
    return find_dateline(notice, span.start, lead.end() if lead else span.start + 300)


def find_dateline(notice: NoticeText, start: int, end: int) -> PrintedDay | None:
    """Give the day of a dateline or page date that stands before the text: "WASHINGTON, January 30, 2026 - ..."."""
    for line in _DATELINE.finditer(notice.even, start, end):
        day = next(iter(find_days(notice.even, line.end(), min(end, line.end() + 40))), None)
        if day and day.day and day.span.start - line.end() < 3:
            return day
    issued = _ISSUED.search(notice.even, start, end)
    return next(iter(find_days(notice.even, issued.end(), min(end, issued.end() + 30))), None) if issued else None
