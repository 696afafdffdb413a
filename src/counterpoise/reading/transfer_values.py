"""Amounts tied to the transfers whose value they are; what other amounts are."""

import re
from collections.abc import Sequence

from counterpoise.reading.amounts import Amount, find_amounts
from counterpoise.reading.bundles import Bundle
from counterpoise.reading.paragraphs import Sentence
from counterpoise.reading.transfer_merging import SALE_NOUN, Merged

_VALUE_BEFORE = re.compile(
    r"\b(?:worth|valued at|value of|cost(?:s|ing)?(?: of)?|costing|priced at|price(?: tag)? of|estimated(?: at|"
    r" to cost)?|totall?ing|total of|total|"
    r"for|at|to|of|as much as|up to|more than|about|around|some|nearly|over|approximately|an estimated|roughly|"
    r"almost|a|the|exceed(?:ing|s)?|is|be|reach)\s*(?:\(?US\)?\s*)?$",
    re.IGNORECASE,
)


_VALUE_AFTER = re.compile(
    r"^[\s-]*(?:\(|US\b|dollars?\b)?\s*(?:(?:in all|in total|altogether|overall|worth of|in\s+(?:all\b|total\b|"
    r"[\w-]+\s+){0,2}(?:arms|weapons|weaponry|drones|jets|munitions|equipment|missiles|sales|aircraft|military)|"
    r"arms|weapons?|sale|deal|package|contract|purchase|agreement|order|transaction|military|defen[cs]e|"
    r"transfer|proposed|possible|fighter|jet|missile|F-\d+|in (?:arms|weapons))\b)",
    re.IGNORECASE,
)


_NOT_VALUE = (
    (
        "a price for one",
        re.compile(
            r"^\s*(?:each|apiece|a piece|per\b|a plane|an aircraft|a jet|a copy|a unit|planes\b|jets\b)", re.IGNORECASE
        ),
        None,
    ),
    (
        "a yearly sum",
        re.compile(
            r"^\s*(?:a year|per year|annually|every year|each year|over (?:ten|10) years|in (?:annual|yearly))",
            re.IGNORECASE,
        ),
        None,
    ),
    (
        "aid, investment, budget or trade",
        re.compile(
            r"^\s*(?:(?:in|of)\s+)?(?:[\w.]+\s+){0,3}?(?:aid|assistance|foreign military financing|military financing|"
            r"invest\w*|trade|loans?|loan guarantees|grants?|budget|funding|economic|commercial|infrastructure)\b",
            re.IGNORECASE,
        ),
        re.compile(
            r"\b(?:invest\w*|aid|assistance|budget|trade|threshold|exceed\w* the threshold|loan|grant|memorandum|"
            r"MOU|fund|economy|"
            r"sales (?:over|above|exceeding)|deals? (?:over|above|exceeding)|sales of (?:at least|more than)|"
            r"profits?|revenues?|stock|shares?|fined?|penalt\w+|ransom|savings?)\b[^.;]{0,50}$",
            re.IGNORECASE,
        ),
    ),
)


def find_values(
    text: str, sentences: Sequence[Sentence], merged: Sequence[Merged], bundles: Sequence[Bundle]
) -> tuple[list[tuple[Merged, Amount]], list[tuple[Amount, str]]]:  # fmt: skip
    """Tie amounts to transfers. Gives the values, and the amounts that are none with what they are."""
    values: list[tuple[Merged, Amount]] = []
    others: list[tuple[Amount, str]] = []
    wholes, parts = {b.whole.span for b in bundles}, {b.price.span: b.priced for b in bundles}
    told: dict[int, list[Merged]] = {}
    for one in merged:
        for member in one.members:
            if one not in told.setdefault(member.sentence, []):
                told[member.sentence].append(one)
    for sentence in sentences:
        amounts = [a for a in find_amounts(text, sentence.start, sentence.end) if a.value]
        if not amounts:
            continue
        here = told.get(sentence.number, [])
        for number, amount in enumerate(amounts):
            if amount.span in wholes:
                others.append((amount, "the price of a whole package"))
                continue
            if amount.span in parts:
                values.append((parts[amount.span], amount))
                continue
            said = _said_before(text, amounts, number)
            what = _not_a_value(text, sentence, amount) or _not_a_value(text, sentence, said)
            if what is not None:
                others.append((amount, what))
                continue
            if not (_looks_like_value(text, sentence, amount) or _looks_like_value(text, sentence, said)):
                continue
            home = _home(text, sentence, amount, here, merged, told)
            if home is not None:
                values.append((home, amount))
    return values, others


def _said_before(text: str, amounts: Sequence[Amount], number: int) -> Amount:
    """Give the amount that one in brackets repeats in dollars: "10 billion zlotys ($2.7 billion)"; else itself."""
    if number == 0:
        return amounts[number]
    between = text[amounts[number - 1].span.end : amounts[number].span.start]
    repeats = re.fullmatch(
        r"\s*[(\[,]\s*(?:or\s+)?(?:about|some|roughly|around|nearly|almost|equal to)?\s*(?:US)?\s*", between
    )
    return amounts[number - 1] if repeats is not None else amounts[number]


def _not_a_value(text: str, sentence: Sentence, amount: Amount) -> str | None:
    after = text[amount.span.end : min(sentence.end, amount.span.end + 60)]
    before = text[max(sentence.start, amount.span.start - 80) : amount.span.start]
    for what, following, preceding in _NOT_VALUE:
        if following.search(after) or (preceding is not None and preceding.search(before)):
            return what
    return None


def _looks_like_value(text: str, sentence: Sentence, amount: Amount) -> bool:
    after = text[amount.span.end : min(sentence.end, amount.span.end + 60)]
    before = text[max(sentence.start, amount.span.start - 60) : amount.span.start]
    return any(p.search(words) for p, words in ((_VALUE_AFTER, after), (_VALUE_BEFORE, before), (_CONVERTED, before)))


_CONVERTED = (
    re.compile(  # "worth about 10 billion zlotys ($2.7 billion)", "the P18.9-billion (about $375 million) contract"
        r"(?:\b(?:worth|valued|value|costs?|price|priced|for|at|of|the|is|to|was)\b[^();]{0,40}\d[\d.,]*[^();]{0,25})"
        r"[(\[]\s*(?:or\s+)?(?:about|some|roughly|around|nearly|almost|equal to|US)?\s*$",
        re.IGNORECASE,
    )
)


_ITS_VALUE = re.compile(  # "It is worth", "The price is about", "the value of the order"
    r"\b(?:[Ii]t|[Tt]hey)\s+(?:is|are|was|were|will be|would be)\s+(?:\w+\s+)?(?:worth|valued|priced|to cost)\b"
    r"|\b[Tt]he\s+(?:\w+\s+)?(?:price|value|cost|bill|order|contract|purchase)\b"
)


def _home(
    text: str, sentence: Sentence, amount: Amount, here: list[Merged], merged: Sequence[Merged],
    told: dict[int, list[Merged]],
) -> Merged | None:  # fmt: skip
    if len(here) == 1:
        return here[0]
    if len(here) > 1 and _is_shared(text, sentence, amount, here):
        return None
    if len(here) > 1:
        named = [m for m in here for x in m.members if x.sentence == sentence.number
                 and 0 <= x.start - amount.span.end <= 30 and _PACKAGE_AFTER.match(text, amount.span.end)]  # fmt: skip
        if named:
            return named[0]  # "a $23 billion package for the Emiratis"
        told_before = _goods_before(text, sentence, amount, here)
        if told_before is not None:
            return told_before
        distances = sorted(
            (
                min(
                    4 * abs(x.start - amount.span.end)
                    if x.start > amount.span.end
                    else max(0, amount.span.start - x.end)
                    for x in m.members
                    if x.sentence == sentence.number
                ),
                i,
            )
            for i, m in enumerate(here)
        )
        return here[distances[0][1]]
    if not any(p.search(text, sentence.start, sentence.end) for p in (SALE_NOUN, _ITS_VALUE)):
        return None
    before = [m for m in merged if not m.earlier and m.first.sentence < sentence.number]
    if len(before) == 1:
        return before[0]
    near = [m for number in range(sentence.number - 3, sentence.number) for m in told.get(number, []) if not m.earlier]
    return near[0] if near and all(m is near[0] for m in near) else None


_PACKAGE_AFTER = re.compile(r"\s+(?:[\w-]+\s+){0,3}?(?:package|deal|sale|contract|order|purchase|agreement)\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_PRICE_OF_IT = re.compile(
    r"[^.;:]{0,70}?(?:\b(?:for|at|worth|costing|valued\s+at|priced\s+at)|[,(]|\bfor\s+(?:about|"
    r"around|some|nearly|up to|an estimated))\s*$",
    re.IGNORECASE,
)


def _goods_before(text: str, sentence: Sentence, amount: Amount, here: list[Merged]) -> Merged | None:
    """Give the transfer whose goods stand last before an amount that follows as their price: "54 howitzers for"."""
    ends = [
        (g.end, m) for m in here for x in m.members if x.sentence == sentence.number for g in x.goods
        if sentence.start <= g.start and g.end <= amount.span.start
    ]  # fmt: skip
    if not ends:
        return None
    end, home = max(ends, key=lambda pair: pair[0])
    gap = text[end : amount.span.start]
    other = re.search(r"\d|\bto\s", _YEAR.sub("", gap))  # another number or receiver stands between
    return home if _PRICE_OF_IT.fullmatch(gap) and other is None else None


def _is_shared(text: str, sentence: Sentence, amount: Amount, here: list[Merged]) -> bool:
    """Tell whether an amount is the sum of several transfers: one cue with several purchasers, or a package of all."""
    spans = [x for m in here for x in m.members if x.sentence == sentence.number]
    starts = {tuple(g.start for g in x.goods) for x in spans}
    if len(starts) < len(here):
        return True
    return (
        re.search(r"\b(?:together|combined|in all|altogether)\b", text[sentence.start : sentence.end], re.IGNORECASE)
        is not None
    )
