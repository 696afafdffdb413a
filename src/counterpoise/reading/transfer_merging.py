"""Mentions of transfers in several sentences joined into transfers, with their values: each told once."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from counterpoise.reading.amounts import Amount
from counterpoise.reading.goods import Goods, TransferFound
from counterpoise.reading.merged_goods import can_mean, distinct, family, head, may_be_one
from counterpoise.reading.paragraphs import Sentence
from counterpoise.reading.party_names import exporters
from counterpoise.reading.transfer_status import prevailing, status_in
from counterpoise.vocabulary import index, rows

_EARLIER = re.compile(
    r"\b(?:in (?P<year>(?:19|20)\d\d)|earlier (?:deal|sale|purchase|package)|previous(?:ly)? (?:deal|sale|sold|"
    r"bought|purchased)|"
    r"(?P<decade>(?:19|20)?\d0s)|already (?:operates?|has|flies|bought|received|owns|acquired|"
    r"purchased|delivered|in service))\b",
    re.IGNORECASE,
)


SALE_NOUN = re.compile(
    r"\b(?:the|this|that|such|a|any|proposed|possible|potential)\s+(?:[\w$.-]+\s+){0,4}?(?:sale|sales|deal|"
    r"package|transfer|purchase|agreement|contract|arms)\b",
    re.IGNORECASE,
)


@dataclass(slots=True, eq=False)
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
    families: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.families.update(family(g) for g in self.goods if g.system_id)

    def add(self, one: TransferFound) -> None:
        """Add another mention of the same transfer."""
        self.members.append(one)
        self.goods.extend(one.goods)
        self.families.update(family(g) for g in one.goods if g.system_id)
        self.statuses.append((one.status, one.status_words))
        if self.supplier is None and one.supplier is not None:
            self.supplier, self.supplier_because = one.supplier, one.supplier_because

    @property
    def status(self) -> tuple[str, str]:
        """The furthest state that the text tells. Another state's consent notifies nothing to Congress."""
        status, words = prevailing(self.statuses)
        return ("proposed", words) if status == "notified" and self.supplier not in (None, "USA") else (status, words)


def merge(
    text: str,
    found: Sequence[TransferFound],
    sentences: Sequence[Sentence],
    states_named: set[str],
    *,
    us_review: bool = False,
    headline_states: frozenset[str] = frozenset(),
) -> list[Merged]:
    """Join what is told of the same transfer: same purchaser, no other supplier, goods that may be one."""
    merged: list[Merged] = []
    waiting: list[TransferFound] = []
    for one in found:
        sentence = sentences[one.sentence]
        earlier = _is_earlier(text, sentence, one)
        if one.purchaser is None:
            if not _add_to_last(merged, one):
                waiting.append(one)
            continue
        home = next((m for m in merged if _same(text, m, one, earlier, sentence)), None)
        if home is None:
            merged.append(Merged(one, list(one.goods), [(one.status, one.status_words)], [one], supplier=one.supplier,
                                 supplier_because=one.supplier_because, earlier=earlier))  # fmt: skip
            continue
        home.add(one)
    merged = _join_repeated(merged)
    for one in waiting:
        _add_to_only(merged, one)
    merged = _join_alike(_absorb_general(merged))
    us_review = us_review and {one.supplier for one in merged} <= {"USA", None}
    for transfer in list(merged):
        transfer.goods = distinct(transfer.goods)
        _prefer_maker(transfer)
        if transfer.supplier is None:
            transfer.supplier, transfer.supplier_because = _supplier_by_maker(
                transfer.goods, states_named, transfer.first.purchaser, us_review=us_review
            )
        if transfer.supplier is None:
            _supply_by_president(text, sentences, transfer)
        if transfer.supplier is None:
            _supply_by_headline(transfer, headline_states)
    _supply_alike(merged)
    return [m for m in merged if m.supplier is None or m.supplier != m.first.purchaser]


@cache
def _presidents() -> re.Pattern[str]:
    """Give the surnames by which a text calls U.S. presidents and their administrations."""
    held = (row for row in rows("office_holders") if row["office_id"] == "us-president")
    names = "|".join(sorted({row["surname"] or row["name"].split()[-1] for row in held}))
    return re.compile(rf"\b(?:{names})\b")


def _supply_by_president(text: str, sentences: Sequence[Sentence], transfer: Merged) -> None:
    """Let arms of no known maker come from the United States where the sentence names its president: "Biden paused"."""
    if any(g.maker not in (None, "USA") for g in transfer.goods):
        return
    for number in sorted({m.sentence for m in transfer.members}):
        named = _presidents().search(text, sentences[number].start, sentences[number].end)
        if named is not None:
            transfer.supplier = "USA"
            transfer.supplier_because = (
                f"inferred: no supplier is named; a U.S. president stands in its sentence: {named[0]}"
            )
            return


def _supply_by_headline(transfer: Merged, headline_states: frozenset[str]) -> None:
    """Let arms of a general kind come from the one other state of the headline: "UK suspends licences to Israel"."""
    others = headline_states - {transfer.first.purchaser}
    if len(others) == 1 and transfer.first.purchaser in headline_states and not transfer.families:
        transfer.supplier = next(iter(others))
        transfer.supplier_because = "inferred: the other state of the headline"


def _supply_alike(merged: list[Merged]) -> None:
    """Let arms of a general kind come from the one supplier of the same purchaser's other transfers of that kind."""
    for one in merged:
        kinds = {head(g.words) for g in one.goods}
        others = {m.supplier for m in merged if m is not one and m.first.purchaser == one.first.purchaser and m.supplier
                  and kinds & {head(g.words) for x in m.members for g in x.goods}}  # fmt: skip
        if one.supplier is None and len(others) == 1:
            one.supplier = others.pop()
            one.supplier_because = "inferred: who supplies the same kind of arms to that purchaser in the text"
        told = {x.sentence for x in one.members}
        beside = {m.supplier for m in merged if m is not one and m.supplier and told & {x.sentence for x in m.members}}
        if one.supplier is None and len(beside) == 1 and one.first.purchaser not in beside:
            one.supplier = beside.pop()
            one.supplier_because = "inferred: who supplies the other transfer of the sentence"


def _join_repeated(merged: list[Merged]) -> list[Merged]:
    """Join what only a year or "already" made an earlier case, where its systems are those of another transfer."""
    kept: list[Merged] = []
    for one in merged:
        bare = not any(g.quantity for g in one.goods)
        finished = any(status in ("delivered", "contracted") for status, _ in one.statuses)
        home = next((m for m in kept if m.first.purchaser == one.first.purchaser and one.families
                     and m.families == one.families and m.earlier != one.earlier
                     and (m.supplier is None or one.supplier in (None, m.supplier))), None)  # fmt: skip
        if home is None or not bare or finished:
            kept.append(one)
            continue
        for member in one.members:
            home.add(member)
    return kept


def _join_alike(merged: list[Merged]) -> list[Merged]:
    """Join transfers of one system between the same states that grew apart because it was told in parts."""
    kept: list[Merged] = []
    for one in merged:
        home = next((m for m in kept if m.first.purchaser == one.first.purchaser and m.earlier == one.earlier
                     and (m.supplier == one.supplier or None in (m.supplier, one.supplier))
                     and one.families and one.families <= m.families), None)  # fmt: skip
        if home is None:
            kept.append(one)
            continue
        for member in one.members:
            home.add(member)
    return kept


def _prefer_maker(transfer: Merged) -> None:
    """Let the one state that makes all systems supply them, where only the place of a name said otherwise."""
    makers = {g.maker for g in transfer.goods if g.system_id and g.maker}
    if transfer.supplier is None or len(makers) != 1 or transfer.supplier in makers:
        return
    if not any(one.supplier_sure and one.supplier == transfer.supplier for one in transfer.members):
        transfer.supplier, transfer.supplier_because = None, ""


def _add_to_last(merged: list[Merged], one: TransferFound) -> bool:
    """Let a sale whose purchaser is not said again join the one transfer that it can be; tell whether it did."""
    families = {family(g) for g in one.goods if g.system_id}
    near = [m for m in merged if one.paragraph - m.members[-1].paragraph <= 6 and not m.earlier
            and (m.supplier is None or one.supplier is None or m.supplier == one.supplier)]  # fmt: skip
    fitting = [m for m in near if families & m.families]
    fitting = fitting or [m for m in near if not m.families and (
        can_mean(m.goods, one.goods) if families else may_be_one(m.goods, one.goods))]  # fmt: skip
    if len(fitting) == 1:
        fitting[0].add(_without_status(one))
        return True
    others = [m for m in merged if families & m.families and m.supplier not in (None, one.supplier) and not m.earlier]
    if one.by_verb and one.supplier_sure and others and len({m.first.purchaser for m in others}) == 1:
        one.purchaser = others[-1].first.purchaser  # "Belgium will deliver 30": to whom the others do
        if one.purchaser != one.supplier:
            merged.append(Merged(one, list(one.goods), [(one.status, one.status_words)], [one], supplier=one.supplier,
                                 supplier_because=one.supplier_because))  # fmt: skip
            return True
        one.purchaser = None
    plain = families or not all(g.general for g in one.goods)
    if one.by_verb and one.supplier_sure and plain and _follows_gifts(merged, one):
        one.purchaser = merged[-1].first.purchaser
        merged.append(Merged(one, list(one.goods), [(one.status, one.status_words)], [one], supplier=one.supplier,
                             supplier_because=one.supplier_because))  # fmt: skip
        return True
    purchasers = {m.first.purchaser for m in merged}
    arrived = one.status in ("delivered", "contracted", "suspended", "blocked") and "deliver" in one.rule
    if families and len(purchasers) == 1 and arrived:
        one.purchaser = next(iter(purchasers))
        merged.append(
            Merged(
                one,
                list(one.goods),
                [(one.status, one.status_words)],
                [one],
                supplier=one.supplier or merged[0].supplier,
                supplier_because=one.supplier_because or merged[0].supplier_because,
            )
        )
        return True
    return False


def _follows_gifts(merged: list[Merged], one: TransferFound) -> bool:
    """Tell whether what is told right before all goes to one state from others: "Portugal will send three tanks"."""
    near: list[Merged] = []
    for reach in (1, 2):
        near = near or [m for m in merged if 0 <= one.paragraph - m.members[-1].paragraph <= reach and not m.earlier]
    makers = set() if one.by_state else {g.maker for g in one.goods if g.maker}
    return (
        len(near) > 0
        and near[-1] is merged[-1]
        and {m.first.purchaser for m in near} == {merged[-1].first.purchaser}
        and one.supplier not in {m.supplier for m in near}
        and any((x.supplier_sure and x.by_verb) or re.search("give verb|receiv", x.rule) for x in near[-1].members)
        and one.supplier not in makers | {merged[-1].first.purchaser}
    )


def _add_to_only(merged: list[Merged], one: TransferFound) -> None:
    """Let a sale told before its purchaser join the only transfer of the text that it can be."""
    families = {family(g) for g in one.goods if g.system_id}
    current = [m for m in merged if not m.earlier]
    if families and len(current) == 1 and not current[0].families:
        current[0].add(_without_status(one))


def _without_status(one: TransferFound) -> TransferFound:
    """Let a verb without a receiver ("has only sold it to allies") say nothing of how far the transfer has come."""
    return replace(one, status="reported", status_words="") if one.by_verb else one


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


_PART_OF = re.compile(
    r"\b(?:the|this)\s+(?:[\w$.,-]+\s+){0,5}?(?:deal|package|sale|order|contract|agreement)\b[^.;]{0,90}?"
    r"\b(?:includ\w+|compris\w+|cover\w*|contain\w*|consist\w*)",
    re.IGNORECASE,
)


def _same(text: str, home: Merged, one: TransferFound, earlier: bool, sentence: Sentence) -> bool:
    told = text[min(home.members[-1].start, one.start) - 40 : max(home.members[-1].end, one.end) + 40]
    together = (
        one.sentence == home.members[-1].sentence
        and bool(home.families & set(map(family, one.goods)))
        and re.search(r"\b(?:previous|earlier|already)", told) is None
    )
    if home.first.purchaser != one.purchaser or (home.earlier != earlier and not together):
        return False
    makers = {g.maker for g in home.goods if g.system_id and g.maker}
    others = {g.maker for g in one.goods if g.system_id and g.maker}
    if home.supplier is not None and one.supplier is not None and home.supplier != one.supplier:
        doubtful = not home.first.supplier_sure and home.supplier not in makers and one.supplier in makers
        if not doubtful:
            return False
    if makers and others and not makers & others and (home.supplier is None or one.supplier is None):
        return False
    mine = home.families
    other = {family(g) for g in one.goods if g.system_id}
    if not mine and not other:
        return one.sentence == home.members[-1].sentence or may_be_one(home.goods, one.goods)
    if not mine or not other:
        general, named = (home.goods, one.goods) if not mine else (one.goods, home.goods)
        return (
            can_mean(general, named)
            or one.sentence == home.members[-1].sentence
            or _PART_OF.search(text, sentence.start, sentence.end) is not None
            or _is_package(text, home, one)
        )
    if mine & other:
        return True
    if _PART_OF.search(text, sentence.start, sentence.end) and home.status[0] not in ("delivered", "withdrawn"):
        return True
    return one.sentence == home.members[-1].sentence or _is_package(text, home, one)


def _is_package(text: str, home: Merged, one: TransferFound) -> bool:
    between = text[min(home.first.start, one.start) : max(home.first.end, one.end)]
    return (
        0 <= one.paragraph - home.members[-1].paragraph <= 2
        and re.search(r"\b(?:package|also includes?|includes|including|as well as|along with)\b", between) is not None
    )


def _absorb_general(merged: list[Merged]) -> list[Merged]:
    """Let "the sale of advanced weapons" join the one transfer to that purchaser that names its systems."""
    named: dict[str | None, list[Merged]] = {}
    for one in merged:
        if one.families:
            named.setdefault(one.first.purchaser, []).append(one)
    kept: list[Merged] = []
    for one in merged:
        homes = [] if one.families else [
            m for m in named.get(one.first.purchaser, []) if m.earlier == one.earlier and can_mean(one.goods, m.goods)
            and (m.supplier in (None, one.supplier) or one.supplier is None or not one.first.supplier_sure)
        ]  # fmt: skip
        if len(homes) != 1:
            kept.append(one)
            continue
        for member in one.members:
            homes[0].add(member)
    return kept


def _supplier_by_maker(
    goods: list[Goods], states_named: set[str], purchaser: str | None, *, us_review: bool
) -> tuple[str | None, str]:  # fmt: skip
    """Infer the supplier from who makes the systems, or from who alone of the states named sells arms abroad."""
    makers = {g.maker for g in goods if g.system_id and g.maker}
    if len(makers) == 1:
        maker = next(iter(makers))
        name = index("states", "code")[maker]["name"]
        also = "and is named" if maker in states_named else "though the text does not name it"
        return maker, f"inferred: the text names no supplier here; {name} makes the system {also}"
    if us_review and makers <= {"USA"}:
        return "USA", "inferred: the text names no supplier here; it is before U.S. bodies that review U.S. sales"
    sellers = (states_named & exporters()) - {purchaser}
    if sellers == {"USA"} and not makers:
        return (
            "USA",
            "inferred: the text names no supplier; United States alone of its states sells arms abroad",
        )
    return None, ""


def later_statuses(text: str, sentences: Sequence[Sentence], merged: Sequence[Merged]) -> None:
    """Add what sentences that only say "the sale" or "the deal" tell of the state of the one transfer of the text."""
    current = [m for m in merged if not m.earlier]
    if len(current) != 1:
        return
    told = {x.sentence for m in merged for x in m.members}
    for sentence in sentences:
        if sentence.number in told:
            continue
        match = SALE_NOUN.search(text, sentence.start, sentence.end)
        if match is None or _EARLIER.search(text, sentence.start, sentence.end):
            continue
        status, words = status_in(text, sentence.start, sentence.end, match.start(), match.end(), "neutral")
        if status in ("notified", "suspended", "withdrawn", "blocked", "proposed"):
            current[0].statuses.append((status, words))


def maker_states() -> frozenset[str]:
    """Give the states that make a system of the vocabulary."""
    return frozenset(row["maker_state"] for row in rows("systems") if row["maker_state"])
