"""Fact sheets: announcements of sales among investments. They notify nothing, and most of their money is no arms money.

Only the paragraphs on defense are read. A total is taken where one defense sale or package has one; the amounts of
several single agreements stay with their items. Everything else in dollars is listed as no value of a transfer.
"""

import re

from counterpoise.reading.amounts import Amount, find_amounts
from counterpoise.reading.contract import Item, Party, Transfer
from counterpoise.reading.gazetteer import find_mentions
from counterpoise.reading.item_lines import make_item
from counterpoise.reading.notice_text import NoticeText
from counterpoise.reading.notice_values import PrintedValues, keep_amount, warn_unconfirmed
from counterpoise.reading.parties import UNITED_STATES
from counterpoise.reading.quantities import find_quantities, qualifier_before
from counterpoise.sources import Span
from counterpoise.vocabulary import index

_DEFENSE = re.compile(
    r"\b(?:defen[cs]e\s+sales?|arms\s+(?:sales?|package|deal)|military\s+(?:equipment|sales?)|warfighting|weapons?\b"
    r"|foreign\s+military\s+sales?|remotely\s+piloted|counter-drone|air\s+defen[cs]e|missiles?\b|fighter\s+(?:jets?|aircraft)"
    r"|tanks?\b|armed\s+forces|F-\d{2}|munitions|frigates?|warships?|combat\s+aircraft)",
    re.IGNORECASE,
)
_SALE = re.compile(
    r"\b(?:sales?|agreements?|agreed|cooperation|deals?|package|purchase|procure(?:ment)?|acquisition|acquire|buy|order|deliver(?:y|ies))\b",
    re.I,
)
_PACKAGE = re.compile(
    r"\b(?:defen[cs]e|arms|military)\s+(?:sales?|cooperation|purchases?|procurements?|agreements?|packages?|deals?)"
    r"(?:\s+(?:agreements?|packages?|deals?))?\b[^.$]{0,80}\Z|\bpackage\b[^.$]{0,60}\Z",
    re.IGNORECASE,
)
_SALE_NAMED = re.compile(
    r"\b(?:defen[cs]e|arms|weapons?|military\s+equipment)\s+(?:sales?|deals?|packages?|purchases?|procurements?)\b",
    re.I,
)
_AGREEMENT_OF = re.compile(
    r"\A[\s-]{0,3}(?:\w+[\s-]){0,2}?(?:agreements?|contracts?|orders?|deals?|sales?)\s+for\s+", re.IGNORECASE
)
_STANDING = re.compile(r"\b(?:active\s+cases|trade\s+(?:surplus|totaled)|invest\w*|in\s+potential)\b", re.IGNORECASE)
_TO_BUY = re.compile(
    r"\b(?:to\s+(?:purchase|buy|procure|acquire)|purchase\s+of|acquisition\s+of|including(?:\s+future)?)\s+", re.I
)
_PARAGRAPH = re.compile(r"[^\n]+")


def read_fact_sheet(notice: NoticeText) -> list[Transfer]:
    """Read the defense sales of a fact sheet: one transfer for the state that it is about, or none."""
    buyer = _buyer(notice)
    paragraphs = [
        match.span() for match in _PARAGRAPH.finditer(notice.even)
        if _DEFENSE.search(match[0]) and _SALE.search(match[0]) and not _is_title(match[0])
    ]  # fmt: skip
    items: list[Item] = []
    totals: list[tuple[Amount, tuple[int, int]]] = []
    used: set[Span] = set()
    first: tuple[int, int] | None = None
    for start, end in paragraphs:
        for amount in find_amounts(notice.even, start, end):
            if _is_other_money(notice.even, amount, start, end):
                continue
            if _PACKAGE.search(notice.even, start, amount.span.start):
                totals.append((amount, (start, end)))
                used.add(amount.span)
            elif _AGREEMENT_OF.match(notice.even[amount.span.end : end]):
                items += _of_agreement(notice, amount, end)
                used.add(amount.span)
        bought = _bought(notice, start, end)
        items += [item for item in bought if not any(_overlap(item, other) for other in items)]
        if first is None and (bought or used):
            first = (start, end)
    if first is None and not totals:
        first = next((span for span in paragraphs if _names_a_sale(notice.even[slice(*span)])), None)
        if first is None:
            return []
        notice.warn("missing_field", "A defense sale is announced without articles and without a value.", Span(*first))
    values = PrintedValues()
    if totals:
        keep_amount(notice, values, "total_usd", totals[0][0])
        _warn_of_several_totals(notice, [amount for amount, _ in totals])
        warn_unconfirmed(notice, values)
    _list_other_money(notice, used)
    evidence = dict(values.evidence)
    if buyer:
        evidence["purchaser"] = notice.quote(*buyer[1])
    else:
        notice.warn("missing_field", "The fact sheet names no state as the purchaser.")
    return [
        Transfer(
            id="t0", supplier=UNITED_STATES, purchaser=buyer[0] if buyer else None, route="unknown", status="proposed",
            quoted=notice.quote(*(totals[0][1] if totals else first or (0, 0))), total_usd=values.total_usd,
            items=tuple(items), evidence=evidence,
            because="paragraphs on defense sales of a fact sheet; it is an announcement and notifies nothing",
        )
    ]  # fmt: skip


def _names_a_sale(paragraph: str) -> bool:
    return _SALE_NAMED.search(paragraph) is not None and _STANDING.search(paragraph) is None


def _warn_of_several_totals(notice: NoticeText, amounts: list[Amount]) -> None:
    other = next((amount for amount in amounts[1:] if amount.value != amounts[0].value), None)
    if other:
        notice.warn(
            "conflicting_values",
            f"Two packages are given a value, {amounts[0].wording} and {other.wording}; the first was taken.",
            other.span,
        )


def _buyer(notice: NoticeText) -> tuple[Party, Span] | None:
    """Give the state that the title names, or else the first but the United States that a defense paragraph names."""
    title_end = notice.even.find("\n", notice.even.lower().find("fact sheet"))
    for start, end in ((0, max(0, title_end)), (0, min(len(notice.even), 20_000))):
        for mention in find_mentions(notice.even[start:end], {"state"}):
            if mention.id and mention.id != "USA" and not mention.ambiguous:
                name = index("states", "code")[mention.id]["name"]
                return Party(mention.id, name), Span(start + mention.span.start, start + mention.span.end)
    return None


def _is_title(paragraph: str) -> bool:
    return paragraph.lstrip(" #*").lower().startswith("fact sheet") or paragraph.startswith("<!--")


def _is_other_money(text: str, amount: Amount, start: int, end: int) -> bool:
    around = text[max(start, amount.span.start - 80) : min(end, amount.span.end + 30)]
    return _STANDING.search(around) is not None


def _of_agreement(notice: NoticeText, amount: Amount, end: int) -> list[Item]:
    """Read "a $1 billion agreement for Qatar's acquisition of counter-drone capabilities"."""
    lead = _AGREEMENT_OF.match(notice.even[amount.span.end : end])
    start = amount.span.end + (lead.end() if lead else 0)
    bought = _TO_BUY.search(notice.even, start, min(end, start + 80))
    start = bought.end() if bought else start
    stop = re.compile(r"[,.;]").search(notice.even, start, end)
    item = make_item(
        notice, start, stop.start() if stop else end, mde=None, because="subject of an agreement announced"
    )
    qualified = qualifier_before(notice.even, amount.span.start)
    detail = f"agreement of {notice.tidy(qualified[1] if qualified else amount.span.start, amount.span.end)}"
    return [Item(system=_without_article(item.system), system_id=item.system_id, class_id=item.class_id,
                 quantity=item.quantity, qualifier=item.qualifier, mde=None, quoted=item.quoted,
                 details=(*item.details, detail), because=item.because)]  # fmt: skip


def _bought(notice: NoticeText, start: int, end: int) -> list[Item]:
    """Read "to purchase nearly 300 American tanks" and "a defense sale package, including future F-35 deliveries"."""
    items = []
    for match in _TO_BUY.finditer(notice.even, start, end):
        stop = re.compile(r"[,.;]").search(notice.even, match.end(), end)
        last = stop.start() if stop else end
        named = find_mentions(notice.even[match.end() : last], {"system"})
        counted = find_quantities(notice.even, match.end(), min(last, match.end() + 30))
        if (named or counted) and _DEFENSE.search(notice.even, match.end(), last):
            items.append(make_item(notice, match.end(), last, mde=None, because="what the fact sheet says is sold"))
    return items


def _without_article(name: str) -> str:
    return re.sub(r"^(?:the|an?)\s+", "", name, flags=re.IGNORECASE)


def _overlap(a: Item, b: Item) -> bool:
    return a.quoted.span.start < b.quoted.span.end and b.quoted.span.start < a.quoted.span.end


def _list_other_money(notice: NoticeText, used: set[Span]) -> None:
    other = [amount for amount in find_amounts(notice.even) if amount.span not in used]
    if other:
        notice.warn(
            "not_a_transfer_value",
            f"{len(other)} other amounts in this text are investments, trade or standing totals, the first "
            f"{other[0].wording!r}: none was read as the value of a transfer.",
            other[0].span,
        )
