"""Cover letters of the Defense Security Cooperation Agency as the Congressional Record prints them.

"We are forwarding herewith Transmittal No. 16-80, concerning the Army's proposed Letter(s) of Offer and Acceptance to
the Government of Kuwait for defense articles and services estimated to cost $319 million." The Record may print the
numbered notice after the letter; then the notice is the transfer and the letter is compared with it.
"""

import re
from dataclasses import dataclass

from counterpoise.reading.amounts import Amount, find_amounts
from counterpoise.reading.boilerplate import sentence_end, sentence_start
from counterpoise.reading.contract import Item, Party, Quoted, Transfer
from counterpoise.reading.federal_register import for_each_purchaser
from counterpoise.reading.item_lines import make_item, split_prose
from counterpoise.reading.notice_text import NoticeText
from counterpoise.reading.notice_values import PrintedValues, keep_amount, warn_unconfirmed
from counterpoise.reading.parties import UNITED_STATES, resolve_parties
from counterpoise.reading.transmittals import PrintedTransmittal, find_transmittals
from counterpoise.sources import Span
from counterpoise.units import Money

FORWARDS = re.compile(r"\b(?:we\s+are|I\s+am)\s+(?:forwarding|transmitting|submitting)\b", re.IGNORECASE)
_OFFER = re.compile(r"Letter(?:\(s\)|s)?\s+of\s+Offer(?:\s+and\s+Acceptance)?(?:\s+\(LOAs?\))?\s+to\s+", re.IGNORECASE)
_PURPOSE = re.compile(r"\s+for\s+|\s+estimated\s+to\s+cost", re.IGNORECASE)
_COST = re.compile(r"\bestimated\s+(?:to\s+cost|at|cost\s+(?:of|is))\s+", re.IGNORECASE)
_AMENDMENT = re.compile(r"36\s?\(b\)\s?\(5\)|cost\s+increase|enhancement\s+or\s+upgrade", re.IGNORECASE)
_EMERGENCY = re.compile(r"\bemergency\s+exists\b", re.IGNORECASE)
_REVISED = re.compile(r"\b(?:total|revised|new)\b[^.]{0,80}\bto\s+\Z|\brevised\b[^.]{0,60}\bof\s+\Z", re.I)


@dataclass(frozen=True, slots=True)
class Letter:
    """A cover letter: its transfers, the number it forwards, and the cost it states."""

    span: Span
    number: PrintedTransmittal | None
    cost: Amount | None
    transfers: tuple[Transfer, ...]


def find_letters(notice: NoticeText) -> list[Span]:
    """Find the letters by the sentence that forwards a transmittal; each runs to the next."""
    found = [match.start() for match in FORWARDS.finditer(notice.even)]
    letters = []
    for position, at in enumerate(found):
        start = sentence_start(notice.even, at, found[position - 1] if position else 0)
        end = found[position + 1] if position + 1 < len(found) else len(notice.even)
        if find_transmittals(notice.even, at, min(end, at + 200)):
            letters.append(Span(start, min(end, at + 3000)))
    return letters


def read_letter(notice: NoticeText, span: Span, *, has_notice: bool = False) -> Letter:
    """Read one letter. `has_notice` says that the numbered notice follows, which outranks the letter."""
    forwards = FORWARDS.search(notice.even, span.start, span.end)
    at = forwards.start() if forwards else span.start
    first_end = sentence_end(notice.even, at)
    numbers = find_transmittals(notice.even, at, span.end)
    number = numbers[0] if numbers else None
    cost_at = _COST.search(notice.even, at, first_end)
    costs = find_amounts(notice.even, cost_at.end(), min(cost_at.end() + 60, span.end)) if cost_at else []
    cost = costs[0] if costs else None
    if has_notice:
        return Letter(span, number, cost, ())
    evidence: dict[str, Quoted] = {}
    if number:
        evidence["transmittal"] = notice.quote(*number.span)
    is_amendment = _AMENDMENT.search(notice.even, span.start, span.end) is not None
    amends = _amended(notice, number, first_end, span, evidence) if is_amendment else None
    values = PrintedValues()
    if cost:
        keep_amount(notice, values, "total_usd", cost)
    elif is_amendment:
        _revised_total(notice, values, at, span.end)
    if not values.evidence:
        notice.warn("missing_field", "The letter states no estimated cost.", Span(at, first_end))
    warn_unconfirmed(notice, values)
    evidence.update(values.evidence)
    named, items = _offer(notice, at, first_end, cost_at.start() if cost_at else first_end)
    emergency = _EMERGENCY.search(notice.even, span.start, span.end)
    if emergency:
        evidence["status"] = notice.quote(*emergency.span())
    core = Transfer(
        id="t0", supplier=UNITED_STATES, purchaser=None, route="fms",
        status="emergency" if emergency else "amended" if is_amendment else "proposed",
        quoted=notice.quote(span.start, first_end), transmittal=number.number if number else None, amends=amends,
        total_usd=values.total_usd, items=items, evidence=evidence,
        because="cover letter; it prints no day on which Congress received the transmittal",
    )  # fmt: skip
    return Letter(span, number, cost, tuple(for_each_purchaser(notice, core, named)))


def _offer(
    notice: NoticeText, start: int, end: int, end_of_items: int
) -> tuple[list[tuple[Party, Span]], tuple[Item, ...]]:
    """Give to whom the letter offers, and what: "to the Government of Kuwait for airbase construction"."""
    offer = _OFFER.search(notice.even, start, end)
    if offer is None:
        notice.warn("missing_field", "The letter names no purchaser that can be read.", Span(start, end))
        return [], ()
    purpose = _PURPOSE.search(notice.even, offer.end(), end)
    named = resolve_parties(notice, offer.end(), purpose.start() if purpose else end)
    says_what = purpose is not None and purpose[0].split()[0].lower() == "for"
    return named, _what(notice, purpose.end(), end_of_items) if purpose and says_what else ()


def compare(notice: NoticeText, letter: Letter, transfer: Transfer) -> None:
    """Warn where the letter and the notice that follows it state different costs."""
    if letter.cost and letter.cost.usd is not None and transfer.total_usd not in (None, letter.cost.usd):
        notice.warn(
            "conflicting_values",
            f"The letter says {letter.cost.wording}, the notice {Money(transfer.total_usd or 0).in_words()}. "
            "The notice is kept.",
            letter.cost.span,
        )


def _amended(
    notice: NoticeText, own: PrintedTransmittal | None, start: int, span: Span, evidence: dict[str, Quoted]
) -> str | None:
    for found in find_transmittals(notice.even, own.span.end if own else start, span.end):
        if own is None or found.number != own.number:
            evidence["amends"] = notice.quote(*found.span)
            return found.number
    notice.warn("missing_field", "The letter reports an amendment and names no original transmittal.", span)
    return None


def _revised_total(notice: NoticeText, values: PrintedValues, start: int, end: int) -> None:
    for amount in find_amounts(notice.even, start, end):
        if _REVISED.search(notice.even, max(start, amount.span.start - 120), amount.span.start):
            keep_amount(notice, values, "total_usd", amount)


def _what(notice: NoticeText, start: int, end: int) -> tuple[Item, ...]:
    """Give what the letter names; "defense articles and services" names nothing in particular."""
    items = []
    for part in split_prose(notice.even, start, end):
        item = make_item(notice, *part, mde=None, because="what the letter says the offer is for")
        if not re.fullmatch(
            r"(?:the\s+)?(?:following\s+)?defense\s+(?:articles|services|articles\s+and\s+(?:defense\s+)?services)",
            item.system,
            re.I,
        ):
            items.append(item)
    return tuple(items)
