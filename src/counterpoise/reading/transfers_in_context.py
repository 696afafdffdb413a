"""Arms whose receiver no pattern names: the one state beside them in the sentence, or the one the text can mean.

Used only for systems that no sentence ties to a receiver, in sentences that speak of a sale. A state that only objects,
fears or comments is no receiver, nor is the maker of the system. Where two states fit, nothing is made.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from counterpoise.reading.gazetteer import Mention
from counterpoise.reading.goods import Goods, TransferFound, goods_in
from counterpoise.reading.mention_index import MentionIndex
from counterpoise.reading.paragraphs import Sentence
from counterpoise.reading.transfer_status import status_in
from counterpoise.vocabulary import index, rows

_IN_USE = re.compile(
    r"\b(?:flew|flies|flown|flying|crashed|struck|bombed|downed|exercises?|drill|operates?|operated|patrol\w*|fired|"
    r"shot down|intercepted|contenders?|competitors?|bidders|shortlist\w*|competed|competing|rival bids?)\b",
    re.IGNORECASE,
)
_SALE = re.compile(
    r"\b(?:sale|sales|sell|sells|sold|selling|deals?|contracts?|agreements?|purchas\w*|buy|buys|buying|bought|"
    r"deliver\w*|came (?:off|from)|arriv\w*|"
    r"transfer\w*|order\w*|acquir\w*|meant for|programme|program|package|export\w*|moderni[sz]ation|wants?|wanted|"
    r"supply|supplies|"
    r"supplied|notif\w+|approv\w+|licen[cs]\w+|offer\w*|bid|tender|pick\w*|chose|chosen|select\w*|signed|sign|pay|"
    r"pays|paid|price|worth|"
    r"hold|freeze|froze|frozen|block\w*|resolutions?|veto\w*|receiv\w*|gets?|ship\w*|handed over|leas\w+|"
    r"propos\w*|pitch\w*|request\w*|negotiat\w*|talks|gift|donat\w*|grant\w*|releas\w+|paus\w+|suspen\w+|"
    r"held (?:back|up)|touched down|decision for|customers?|"
    r"withh[eo]ld\w*)\b",
    re.IGNORECASE,
)
_ATTITUDE = re.compile(
    r"^(?:['’]s)?\s+(?:[\w-]+\s+){0,3}?(?:oppos\w+|object\w*|fear\w*|worr\w+|protest\w*|critici[sz]\w+|condemn\w*|"
    r"warn\w*|complain\w*|"
    r"sanction\w*|retaliat\w+|threaten\w*|accus\w+|urg(?:e|es|ed|ing)|welcom\w+|lobb\w+|veto\w*|consent\w*|trust\w*|edge|qualitative|superiority|security|concerns?|borders?|NATO|membership|accession|skies|"
    r"war|conflict|enemies)\b",
    re.IGNORECASE,
)
_FORCES = re.compile(
    r"^\s+(?:air force|army|navy|military|armed forces|request|order|purchase|bid|fleet|deal|contract)\b", re.IGNORECASE
)
_MAKES = re.compile(r"['’]s\s+(?:[\w-]+\s+){0,2}?(?=[A-Z]\w*[\d-]|[A-Z][a-z]+[,.]?\s)")  # "Sweden's Gripen"
_NOT_MEANT = re.compile(  # what the arms stand for or won against: "to replace Soviet-made Mi-24s", "beating the K2"
    r"\b(?:replac\w+|in place of|instead of|beat(?:ing|s)?|edged out|ahead of|rather than|successors? (?:to|of)|"
    r"los(?:t|ing) to|defeat\w+|unlike|compared (?:to|with)|"
    r"preferred to|chosen over|won over|older?|ageing|aging|retir\w+)\s+"
    r"(?:[\w-]+['’]?s?\s+){0,4}$",
    re.IGNORECASE,
)
_HELD = re.compile(  # "the only country that has F-35s": arms in service
    r"\b(?:has|have|had|having|possess\w*|owns?)\s+(?:(?:the|its|their|some|only|about|nearly|already|[\d,]+)\s+){0,3}$",
    re.IGNORECASE,
)
_TO_ANY = re.compile(  # "the sale of F-35s and other weapons to any country in the region"
    r"[^.;,]{0,40}?\bto (?:any|other|all|some|many|most|Arab|Gulf|regional|its|their)\b (?:\w+ ){0,2}?"
    r"(?:countr(?:y|ies)|states?|nations?|neighbou?rs?|customers?|allies|partners)\b"
)
_ON_ORDER = re.compile(r"[^.;,]{0,20}\bon order\b")
_PREPOSITION = re.compile(
    r"\b(?:good\s+for|bad\s+for|better\s+for|only\s+to|to|edge\s+for|against|over|near|in|from|by|of|with|between)\s+(?:the\s+)?$",
    re.IGNORECASE,
)


def find_in_context(
    text: str,
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    headline_states: set[str],
    found: Sequence[TransferFound],
) -> Iterator[TransferFound]:
    """Give transfers of arms that `found` ties to nobody, where sentence or text leaves one state for them."""
    context = _Context(text, mentions, headline_states, found)
    tied = {g.system_id for one in found if one.purchaser for g in one.goods if g.system_id}
    silent = not any(one.purchaser for one in found) and any(
        _SALE.search(text, s.start, s.end) for s in sentences
    )  # no grammar caught what the text is about
    places = MentionIndex(mentions)
    for sentence in sentences:
        here = places.between(sentence.start, sentence.end)
        told_here = any(sentence.number in one.sentences and one.purchaser for one in found)
        systems = [m for m in here if m.kind == "system" and m.id and (m.id not in tied or not told_here)]
        if not systems or _IN_USE.search(text, sentence.start, sentence.end):
            continue
        goes_on = _GOES_ON.match(text, sentence.start, sentence.end) is not None
        if not (silent or goes_on or _SALE.search(text, sentence.start, sentence.end)):
            continue
        offers = _OFFERS.search(text, sentence.start, sentence.end) is not None
        owners = {m.id: owner for m in systems if offers and (owner := _owner(text, m, here)) is not None}
        for mention in systems:
            if _NOT_MEANT.search(text, max(sentence.start, mention.span.start - 60), mention.span.start):
                continue
            if _is_held(text, sentence, mention) or _TO_ANY.match(text, mention.span.end, sentence.end):
                continue
            goods = [g for g in goods_in(text, sentence.start, sentence.end, [mention]) if g.system_id]
            rest = [m for m in here if m not in owners.values()]
            buyer, rule = context.buyer(sentence, rest, mention.id, _maker(mention), goes_on=goes_on)
            if buyer is None or buyer == _maker(mention) or not goods:
                continue
            if mention.id in tied and (rule != _BESIDE or buyer in context.buyers_of(mention.id)):
                continue
            giver = owners.get(mention.id) or _giver(found, sentence, mention)
            yield _told(text, sentence, mention, goods, buyer, rule, giver)
    for one in found:
        if one.purchaser is None and one.supplier and not any(g.system_id for g in one.goods):
            sentence = sentences[one.sentence]
            here = places.between(sentence.start, sentence.end)
            buyer, rule = context.buyer(sentence, here, "", one.supplier, goes_on=False)
            if buyer is not None and buyer != one.supplier and silent:
                yield replace(one, purchaser=buyer, rule=f"{one.rule}; {rule}")


@dataclass(frozen=True, slots=True)
class _Context:
    """What a text leaves open: whom arms can be for that no pattern ties to a receiver."""

    text: str
    mentions: Sequence[Mention]
    headline_states: set[str]
    found: Sequence[TransferFound]

    def buyer(
        self, sentence: Sentence, here: Sequence[Mention], system_id: str, maker: str | None, *, goes_on: bool
    ) -> tuple[str | None, str]:  # fmt: skip
        """Give the state that arms in a sentence can be for, with the rule; None where two can be."""
        suppliers = {one.supplier for one in self.found if one.sentence == sentence.number}
        beside = {m.id for m in here if _may_receive(self.text, m, maker)} - suppliers
        if beside:
            return _one_of(beside), _BESIDE
        told = [one for one in self.found if one.purchaser and one.sentence < sentence.number]
        before = {one.purchaser for one in told if sentence.number - one.sentence <= _NEAR}
        same = {one.purchaser for one in told if one.paragraph == sentence.paragraph}
        if goes_on and (len(before) == 1 or len(same) == 1):
            return _one_of(before) or _one_of(same), "the list of the sentence before goes on"
        if system_id in _users():
            return _users()[system_id], "a variant that is made for this state only"
        of_the_text = self._of_the_text(maker)
        if self._is_named(of_the_text, sentence.end):
            return of_the_text, "the only state of the text that the arms can be for"
        in_paragraph = {one.purchaser for one in told if one.paragraph == sentence.paragraph}
        return _one_of(in_paragraph), "to whom all that is told right before goes"

    def buyers_of(self, system_id: str) -> set[str | None]:
        """Give to whom the text is found to tell that a system goes."""
        return {one.purchaser for one in self.found if any(g.system_id == system_id for g in one.goods)}

    def _of_the_text(self, maker: str | None) -> str | None:
        """Give the one state that a maker's arms can be for: of the headline, of what is told, or of those named."""
        of_headline = _one_of(self.headline_states - {maker, "USA"})
        if of_headline is not None:
            return of_headline
        told = {one.purchaser for one in self.found if one.purchaser}
        most = self._most_named({maker, "USA"})
        if told:
            return _one_of(told - {maker}) if len(told) == 1 else (most if most in told else None)
        makers = {maker for m in self.mentions if m.kind == "system" and m.id and (maker := _maker(m))}
        named = {m.id for m in self.mentions if m.kind == "state" and m.id and m.form != "pronoun"}
        return _one_of(named - makers - {"USA"}) or self._most_named({*makers, maker, "USA"})

    def _most_named(self, others: set[str | None]) -> str | None:
        """Give the state that the text names, itself or by its offices, at least twice as often as any further one."""
        named = Counter(
            m.id if m.kind == "state" else m.state for m in self.mentions if m.form != "pronoun" and m.kind != "outlet"
        )
        ranked = [(n, state) for state, n in named.most_common() if state and state not in others]
        second = ranked[1][0] if len(ranked) > 1 else 0
        return ranked[0][1] if ranked and ranked[0][0] >= 2 * second else None

    def _is_named(self, state: str | None, end: int) -> bool:
        """Tell whether the headline, the text up to `end` or the words right behind it name a state."""
        if state is None or state in self.headline_states:
            return state is not None
        return any(m.span.start < end + _SOON and state in (m.id, m.state) for m in self.mentions)


_BESIDE = "the only state beside the arms in a sentence about a sale"
_NEAR = 3  # sentences over which a list goes on
_SOON = 400  # characters
_GOES_ON = re.compile(  # "Also on the list are", "The package also includes"
    r"(?:\W*)(?:Also|Other|Others|Another|Further|Separately|In addition|Additionally|The (?:list|"
    r"package|other|rest|deal|sale|second|"
    r"third|remainder|notifications?)|They (?:include|are|cover)|It (?:also )?(?:includes|covers)|"
    r"Included|A (?:second|third|separate))\b"
)
_OFFERS = re.compile(
    r"\b(?:between|offer\w*|compet\w+|bids?|rivals?|alternatives?|shortlist\w*|candidates?|options?|choos\w+|propos\w+|"
    r"pitch\w*)\b",
    re.IGNORECASE,
)
_OWNS = re.compile(r"['’]s?\s+(?:[\w.&-]+\s+){0,3}[\"“]?")


def _is_held(text: str, sentence: Sentence, mention: Mention) -> bool:
    """Tell whether somebody has the arms already: "the only country that has F-35s"."""
    before = max(sentence.start, mention.span.start - 60)
    return (
        _HELD.search(text, before, mention.span.start) is not None
        and _ON_ORDER.match(text, mention.span.end, sentence.end) is None
    )


@cache
def _users() -> dict[str, str]:
    """Give the state for which alone each variant of system_users.csv is made: the F-15QA for Qatar."""
    return {row["system_id"]: row["state"] for row in rows("system_users")}


def _owner(text: str, system: Mention, here: Sequence[Mention]) -> Mention | None:
    """Give whose offer a system is: "Italy's FREMM", "Turkey's Roketsan had proposed Hisar-O"."""
    before = [m for m in here if m.kind == "state" and m.id and m.span.end <= system.span.start]
    if not before or not _OWNS.fullmatch(text, before[-1].span.end, system.span.start):
        return None
    return before[-1]


def _giver(found: Sequence[TransferFound], sentence: Sentence, system: Mention) -> str | None:
    """Give who is said to supply the system in the sentence, though to nobody named: "Rheinmetall is to supply"."""
    return next(
        (one.supplier for one in found if one.sentence == sentence.number and one.purchaser is None
         and one.supplier_sure and any(g.system_id == system.id for g in one.goods)),
        None,
    )  # fmt: skip


def _told(
    text: str, sentence: Sentence, system: Mention, goods: list[Goods], buyer: str, rule: str,
    supplier: Mention | str | None,
) -> TransferFound:  # fmt: skip
    status, words = status_in(text, sentence.start, sentence.end, sentence.start, system.span.end, "neutral")
    code = supplier.id if isinstance(supplier, Mention) else supplier
    return TransferFound(
        code, buyer, goods, system.span.start, system.span.end, sentence.number, sentence.paragraph, status, words,
        rule, {}, f"named as its owner or giver: {code}" if code else "", sentences=[sentence.number],
        supplier_sure=code is not None,
    )  # fmt: skip


def _one_of(states: set[str] | set[str | None]) -> str | None:
    return next(iter(states)) if len(states) == 1 else None


def _maker(mention: Mention) -> str | None:
    row = index("systems", "system_id").get(mention.id)
    return (row["maker_state"] or None) if row else None


def _may_receive(text: str, mention: Mention, maker: str | None) -> bool:
    """Tell whether a state beside the arms may be who gets them."""
    if mention.kind != "state" or not mention.id or mention.form == "pronoun" or mention.id in ("USA", maker):
        return False
    after = text[mention.span.end : mention.span.end + 60]
    if after[:1] in ("-", "–") and after[1:2].isupper():
        return False  # "the Israel-Egypt border"
    if mention.form != "adjective" and maker is None and _MAKES.match(after):
        return False
    if mention.form == "adjective" and not mention.wording.isupper():
        return _FORCES.match(after) is not None
    if _ATTITUDE.match(after):
        return False
    return _PREPOSITION.search(text[max(0, mention.span.start - 12) : mention.span.start]) is None
