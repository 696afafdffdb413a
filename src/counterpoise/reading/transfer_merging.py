"""Mentions of transfers in several sentences joined into transfers, with their values: each told once."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from counterpoise.reading.amounts import Amount, find_amounts
from counterpoise.reading.news_transfers import Goods, TransferFound
from counterpoise.reading.paragraphs import Sentence
from counterpoise.reading.transfer_status import prevailing, status_in
from counterpoise.vocabulary import index, rows

_EARLIER = re.compile(
    r"\b(?:in (?P<year>(?:19|20)\d\d)|earlier (?:deal|sale|purchase|package)|previous(?:ly)? (?:deal|sale|sold|bought|purchased)|"
    r"(?P<decade>\d0s)|already (?:operates?|has|flies|bought|received|owns))\b",
    re.IGNORECASE,
)
_SALE_NOUN = re.compile(r"\b(?:the|this|that|such|a|any|proposed|possible|potential)\s+(?:[\w$.-]+\s+){0,4}?(?:sale|sales|deal|package|transfer|purchase|agreement|contract|arms)\b",
                        re.IGNORECASE)  # fmt: skip
_VALUE_BEFORE = re.compile(
    r"\b(?:worth|valued at|value of|cost(?:s|ing)?(?: of)?|costing|priced at|price(?: tag)? of|estimated(?: at| to cost)?|totall?ing|total of|total|"
    r"for|at|to|of|as much as|up to|more than|about|around|some|nearly|over|approximately|an estimated|roughly|almost|a|the|exceed(?:ing|s)?|is|be|reach)\s*(?:\(?US\)?\s*)?$",
    re.IGNORECASE,
)
_VALUE_AFTER = re.compile(
    r"^[\s-]*(?:\(|US\b|dollars?\b)?\s*(?:(?:worth of|in\s+(?:[\w-]+\s+){0,2}(?:arms|weapons|weaponry|drones|jets|munitions|equipment|missiles|sales|aircraft|military)|arms|weapons?|sale|deal|package|contract|purchase|agreement|order|transaction|military|defen[cs]e|"
    r"transfer|proposed|possible|fighter|jet|missile|F-\d+|in (?:arms|weapons))\b)",
    re.IGNORECASE,
)
_NOT_VALUE = (
    ("a price for one", re.compile(r"^\s*(?:each|apiece|a piece|per\b|a plane|an aircraft|a jet|a copy|a unit)", re.IGNORECASE), None),
    ("a yearly sum", re.compile(r"^\s*(?:a year|per year|annually|every year|each year|over (?:ten|10) years|in (?:annual|yearly))", re.IGNORECASE), None),
    ("aid, investment, budget or trade", re.compile(
        r"^\s*(?:(?:in|of)\s+)?(?:\w+\s+){0,3}?(?:aid|assistance|invest\w*|trade|loans?|loan guarantees|grants?|budget|funding|economic|commercial|infrastructure)\b",
        re.IGNORECASE),
     re.compile(r"\b(?:invest\w*|aid|assistance|budget|trade|threshold|exceed\w* the threshold|loan|grant|memorandum|MOU|fund|economy|"
                r"sales (?:over|above|exceeding)|deals? (?:over|above|exceeding)|sales of (?:at least|more than)|profits?|revenues?|stock|shares?|fined?|penalt\w+|ransom|savings?)\b[^.;]{0,50}$",
                re.IGNORECASE)),
)  # fmt: skip


@dataclass(slots=True)
class Merged:
    """A transfer of the text: the mention that tells it best, all its goods and its value."""

    first: TransferFound
    goods: list[Goods]
    statuses: list[tuple[str, str]]
    members: list[TransferFound]
    value: Amount | None = None
    supplier: str | None = None
    supplier_because: str = ""
    earlier: bool = False

    @property
    def status(self) -> tuple[str, str]:
        """The furthest state that the text tells, with its words."""
        return prevailing(self.statuses)


def merge(
    text: str, found: Sequence[TransferFound], sentences: Sequence[Sentence], states_named: set[str]
) -> list[Merged]:
    """Join what is told of the same transfer: same purchaser, no other supplier, goods that do not exclude each other."""
    merged: list[Merged] = []
    for one in found:
        sentence = sentences[one.sentence]
        earlier = _is_earlier(text, sentence, one)
        if one.purchaser is None:
            _add_to_last(merged, one)
            continue
        home = next((m for m in merged if _same(text, m, one, earlier)), None)
        if home is None:
            merged.append(Merged(one, list(one.goods), [(one.status, one.status_words)], [one], supplier=one.supplier,
                                 supplier_because=one.supplier_because, earlier=earlier))  # fmt: skip
            continue
        home.members.append(one)
        home.goods.extend(one.goods)
        home.statuses.append((one.status, one.status_words))
        if home.supplier is None and one.supplier is not None:
            home.supplier, home.supplier_because = one.supplier, one.supplier_because
    merged = _absorb_general(merged)
    for transfer in merged:
        transfer.goods = _distinct(transfer.goods)
        if transfer.supplier is None:
            transfer.supplier, transfer.supplier_because = _supplier_by_maker(transfer.goods, states_named)
    return merged


def _add_to_last(merged: list[Merged], one: TransferFound) -> None:
    """Let a sale whose purchaser is not said again join the one transfer that it can be."""
    families = {_family(g) for g in one.goods if g.system_id}
    near = [m for m in merged if one.paragraph - m.members[-1].paragraph <= 6 and not m.earlier
            and (m.supplier is None or one.supplier is None or m.supplier == one.supplier)]  # fmt: skip
    fitting = [m for m in near if families & {_family(g) for g in m.goods if g.system_id}]
    fitting = fitting or [m for m in near if not any(g.system_id for g in m.goods)]
    if len(fitting) == 1:
        home = fitting[0]
        home.members.append(one)
        home.goods.extend(one.goods)
        home.statuses.append((one.status, one.status_words))
        home.supplier, home.supplier_because = (
            (home.supplier, home.supplier_because) if home.supplier else (one.supplier, one.supplier_because)
        )


def _is_earlier(text: str, sentence: Sentence, one: TransferFound) -> bool:
    window = text[max(sentence.start, one.start - 50) : min(sentence.end, one.end + 50)]
    return _EARLIER.search(window) is not None and one.status in (
        "contracted",
        "delivered",
        "notified",
        "blocked",
        "reported",
        "withdrawn",
    )


def _same(text: str, home: Merged, one: TransferFound, earlier: bool) -> bool:
    if home.first.purchaser != one.purchaser or home.earlier != earlier:
        return False
    if home.supplier is not None and one.supplier is not None and home.supplier != one.supplier:
        return False
    mine = {_family(g) for g in home.goods if g.system_id}
    other = {_family(g) for g in one.goods if g.system_id}
    if not mine or not other:
        return True
    if mine & other:
        return True
    return one.sentence == home.members[-1].sentence or _is_package(text, home, one)


def _is_package(text: str, home: Merged, one: TransferFound) -> bool:
    between = text[min(home.first.start, one.start) : max(home.first.end, one.end)]
    return (
        one.paragraph - home.members[-1].paragraph <= 2
        and re.search(r"\b(?:package|also includes?|includes|including|as well as|along with)\b", between) is not None
    )


def _family(goods: Goods) -> str:
    """Give the family of a system: f-35a and f-35 are one."""
    row = index("systems", "system_id").get(goods.system_id or "")
    family = row.get("family") if row else None
    if family:
        return family
    match = re.match(r"([a-z]+-?\d+)", goods.system_id or "")
    return match[1] if match else goods.system_id or ""


def _absorb_general(merged: list[Merged]) -> list[Merged]:
    """Let "the sale of advanced weapons" join the one transfer to that purchaser that names its systems."""
    kept: list[Merged] = []
    for one in merged:
        named = any(g.system_id for g in one.goods)
        homes = [m for m in merged if m is not one and m.first.purchaser == one.first.purchaser and any(g.system_id for g in m.goods)
                 and m.earlier == one.earlier and (m.supplier is None or one.supplier is None or m.supplier == one.supplier)]  # fmt: skip
        if named or len(homes) != 1:
            kept.append(one)
            continue
        homes[0].members.extend(one.members)
        homes[0].statuses.extend(one.statuses)
        homes[0].goods.extend(one.goods)
        if homes[0].supplier is None:
            homes[0].supplier, homes[0].supplier_because = one.supplier, one.supplier_because
    return kept


_JETS = re.compile(
    r"(?i)jets?|fighters?|warplanes?|planes?|aircraft|weapon|arms|equipment|hardware|systems?|weaponry|armaments|articles"
)


def _distinct(goods: list[Goods]) -> list[Goods]:
    """Keep each system once, the mention with a quantity first; drop general words where systems are named."""
    kept: dict[str, Goods] = {}
    specific = [g for g in goods if g.system_id]
    exact = {_family(g): g.system_id for g in specific if re.search(r"\d[a-z]", g.system_id or "")}
    for g in goods:
        if g.system_id:
            key = exact.get(_family(g)) or g.system_id
        elif specific and (g.general or _JETS.search(g.words)):
            continue
        else:
            key = g.words.lower()
        known = kept.get(key)
        if known is None or (known.quantity is None and g.quantity is not None) or (
            known.system_id != key and g.system_id == key and known.quantity is None):  # fmt: skip
            kept[key] = g
    if len(kept) > 1:  # "arms" beside "missiles": the general word adds nothing
        narrowed = {k: g for k, g in kept.items() if not g.general}
        kept = narrowed or kept
    return list(kept.values())


def _supplier_by_maker(goods: list[Goods], states_named: set[str]) -> tuple[str | None, str]:
    """Infer the supplier from who makes the systems, only where the text names that state or a body of it."""
    makers = {g.maker for g in goods if g.system_id and g.maker}
    if len(makers) == 1 and makers <= states_named:
        maker = next(iter(makers))
        return (
            maker,
            f"inferred: the text names no supplier here; {index('states', 'code')[maker]['name']} makes the system and is named",
        )
    return None, ""


def find_values(
    text: str, sentences: Sequence[Sentence], merged: Sequence[Merged]
) -> tuple[list[tuple[Merged, Amount]], list[tuple[Amount, str]]]:  # fmt: skip
    """Tie amounts to transfers. Gives the values, and the amounts that are none with what they are."""
    values: list[tuple[Merged, Amount]] = []
    others: list[tuple[Amount, str]] = []
    for sentence in sentences:
        amounts = [a for a in find_amounts(text, sentence.start, sentence.end) if a.value]
        if not amounts:
            continue
        here = [m for m in merged if any(x.sentence == sentence.number for x in m.members)]
        for amount in amounts:
            what = _not_a_value(text, sentence, amount)
            if what is not None:
                others.append((amount, what))
                continue
            if not _looks_like_value(text, sentence, amount):
                continue
            home = _home(text, sentence, amount, here, merged)
            if home is not None:
                values.append((home, amount))
    return values, others


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
    return _VALUE_AFTER.search(after) is not None or _VALUE_BEFORE.search(before) is not None


def _home(
    text: str, sentence: Sentence, amount: Amount, here: list[Merged], merged: Sequence[Merged]
) -> Merged | None:  # fmt: skip
    if len(here) == 1:
        return here[0]
    if len(here) > 1:
        distances = sorted((min(abs(x.start - amount.span.end) if x.start > amount.span.end else max(0, amount.span.start - x.end)
                                for x in m.members if x.sentence == sentence.number), i) for i, m in enumerate(here))  # fmt: skip
        return here[distances[0][1]]
    if not _SALE_NOUN.search(text, sentence.start, sentence.end):
        return None
    before = [m for m in merged if not m.earlier and any(x.sentence < sentence.number for x in m.members)]
    if len(before) == 1:
        return before[0]
    near = [m for m in before if any(sentence.number - 3 <= x.sentence < sentence.number for x in m.members)]
    return near[0] if len(near) == 1 else None


def later_statuses(text: str, sentences: Sequence[Sentence], merged: Sequence[Merged]) -> None:
    """Add what sentences that only say "the sale" or "the deal" tell of the state of the one transfer of the text."""
    current = [m for m in merged if not m.earlier]
    if len(current) != 1:
        return
    told = {x.sentence for m in merged for x in m.members}
    for sentence in sentences:
        if sentence.number in told:
            continue
        match = _SALE_NOUN.search(text, sentence.start, sentence.end)
        if match is None or _EARLIER.search(text, sentence.start, sentence.end):
            continue
        status, words = status_in(text, sentence.start, sentence.end, match.start(), match.end(), "neutral")
        if status in ("notified", "suspended", "withdrawn", "blocked", "proposed"):
            current[0].statuses.append((status, words))


def maker_states() -> frozenset[str]:
    """Give the states that make a system of the vocabulary."""
    return frozenset(row["maker_state"] for row in rows("systems") if row["maker_state"])
