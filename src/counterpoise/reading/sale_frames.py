"""Both sides of one word of sale: receivers and supplier, by the grammar of verbs, of nouns and of deals."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from counterpoise.reading.gazetteer import Mention
from counterpoise.reading.goods import Goods
from counterpoise.reading.paragraphs import Sentence
from counterpoise.reading.party_names import code_of, coordinated, exporters, joined_before, stands_as_name
from counterpoise.reading.sale_cues import SaleCue
from counterpoise.reading.sale_receivers import fronted, partner_before, receivers_after, receivers_by
from counterpoise.reading.sale_subjects import subject_of
from counterpoise.reading.sale_suppliers import (
    between,
    decider,
    maker_beside,
    owner_of_deal,
    pair_before,
    seller_before,
    source_after,
)


@dataclass(slots=True)
class Sides:
    """Who receives and who supplies. `sure`: the grammar itself says who supplies, against what makers suggest."""

    receivers: list[Mention]
    supplier: str | None = None
    because: str = ""
    sure: bool = False
    by_state: bool = False
    others: list[Mention] = field(default_factory=list)  # who supplies as well: "Denmark and the Netherlands will give"


def sides_of(
    text: str, cue: SaleCue, actors: Sequence[Mention], near: Sequence[Goods], sentence: Sentence
) -> Sides:  # fmt: skip
    """Read who receives and who supplies at one word of sale."""
    won = _won(text, cue, actors, sentence)
    aid = _package_of_aid(text, cue, actors, sentence)
    if won is not None or aid is not None:
        found = won or aid or Sides([])
    elif cue.sense == "role_noun":
        subject = subject_of(text, cue, actors, sentence)
        found = Sides([subject] if subject is not None and _IS_NEW.search(text, subject.span.end, cue.start) else [])
    elif cue.sense == "neutral":
        found = _sides_of_deal(text, cue, actors, near, sentence)
    elif cue.sense in ("take_verb", "take_noun"):
        found = _sides_of_taking(text, cue, actors, near, sentence)
    else:
        found = _sides_of_giving(text, cue, actors, near, sentence)
    if found.supplier is None:
        beside = next(maker_beside(text, near, actors), None)
        if beside is not None:
            found.supplier, found.because = code_of(beside), f"beside the goods: {beside.wording}"
    found.receivers = [r for r in found.receivers if code_of(r) and code_of(r) != found.supplier]
    return found


_IS_NEW = re.compile(  # "is the first foreign user of": not "is the only operator of"
    r"\b(?:is|are|was|were|be|become|becomes|became|becoming|as)\s+(?:the\s+|its\s+|an?\s+)?(?:[\w-]+['’]s\s+)?"
    r"(?:first|second|third|fourth|launch|latest|new|newest|foreign|export|next)\b",
    re.IGNORECASE,
)
_WINS = re.compile(
    r"\b(?:receive[sd]?|won|wins|winning|secure[sd]?|landed|booked|got|gets|clinched|bagged|(?:been|was|were)\s+awarded|awarded)\s+"
    r"(?:[\w$.,-]+\s+){0,5}$",
    re.IGNORECASE,
)


def _won(text: str, cue: SaleCue, actors: Sequence[Mention], sentence: Sentence) -> Sides | None:
    """Read "Saab has received an order from Lithuania": who wins the order supplies, who places it receives."""
    if cue.word.lower() not in ("order", "orders", "contract", "contracts"):
        return None
    if _WINS.search(text, max(sentence.start, cue.start - 60), cue.start) is None:
        return None
    buyer = source_after(text, cue, actors, sentence)
    seller = subject_of(text, cue, actors, sentence)
    if buyer is None or seller is None:
        return None
    return Sides([buyer], code_of(seller), f"who wins the {cue.word}: {seller.wording}", sure=True)


_AID_TO = re.compile(
    r"(?:\s+(?:worth|valued at)\s+[\w$€£.,]+(?:\s+\w+)?)?\s+of\s+(?:[\w-]+\s+){0,3}?"
    r"(?:aid|assistance|support|help)\s+(?:to|for)\s+(?:the\s+)?$"
)


def _package_of_aid(text: str, cue: SaleCue, actors: Sequence[Mention], sentence: Sentence) -> Sides | None:
    """Read "Stockholm announced a package of military aid to Ukraine": whose package it is gives."""
    if not cue.word.lower().startswith("package"):
        return None
    receiver = next((a for a in actors if a.span.start > cue.end and _AID_TO.match(text[cue.end : a.span.start])), None)
    giver = subject_of(text, cue, actors, sentence)
    if receiver is None:
        return None
    named = f"whose {cue.word} of aid it is: {giver.wording}" if giver is not None else ""
    return Sides([receiver], code_of(giver) if giver is not None else None, named, sure=giver is not None)


_NO_HEIR = frozenset({"export", "exports", "supplies", "supply", "deliveries", "delivery", "shipment", "shipments"})


def _sides_of_giving(
    text: str, cue: SaleCue, actors: Sequence[Mention], near: Sequence[Goods], sentence: Sentence
) -> Sides:  # fmt: skip
    told = _told_it(text, cue, actors, near, sentence)
    sides = Sides([told] if told is not None else receivers_after(text, cue, actors, near, sentence))
    partner = partner_before(text, cue, actors, sentence) or fronted(text, cue, actors, sentence)
    if not sides.receivers and partner is not None:
        sides.receivers = [partner]
    source = source_after(text, cue, actors, sentence)
    if source is not None and source not in sides.receivers:
        sides.supplier, sides.because = code_of(source), f"named after 'from' or 'by': {source.wording}"
        sides.sure = cue.passive or bool(sides.receivers)
    elif cue.sense == "give_verb" and not cue.passive:
        subject = subject_of(text, cue, actors, sentence)
        own = {code_of(r) for r in sides.receivers}
        if subject is not None and code_of(subject) not in own and not _LEAVE.search(text, subject.span.end, cue.start):
            sides.supplier, sides.because = code_of(subject), f"subject of {cue.word!r}: {subject.wording}"
            sides.by_state = subject.kind in ("state", "body") and subject.form != "pronoun"
            sides.others = [a for a in joined_before(text, actors, subject) if code_of(a) not in own]
            sides.sure = subject.form != "pronoun" or _OWN_STOCKS.search(text, cue.end, sentence.end) is not None
    elif cue.sense == "give_noun":
        _owner_of_sale(text, cue, actors, near, sentence, sides)
    return sides


def _told_it(
    text: str, cue: SaleCue, actors: Sequence[Mention], near: Sequence[Goods], sentence: Sentence
) -> Mention | None:  # fmt: skip
    """Read "Jordan was denied the drones", "Jordan, denied the drones by Washington, turned to": whom it happens to."""
    if not cue.is_to_subject or any(g.start < cue.end for g in near):
        return None
    before = [a for a in actors if sentence.start <= a.span.start and a.span.end <= cue.start]
    if before and stands_as_name(text, before[-1]) and text[before[-1].span.end : cue.start] == ", ":
        return before[-1]
    return subject_of(text, cue, actors, sentence)


_OWN_STOCKS = re.compile(
    r"\b(?:own|its|their|army|existing)\s+(?:\w+\s+){0,2}(?:stocks?|stockpiles?|holdings|inventor(?:y|ies)|arsenals?|depots|"
    r"reserves)\b",
    re.IGNORECASE,
)
_LICENCE = re.compile(r"\b(?:licen[cs](?:es?|ing|ed)|permits?)\b", re.IGNORECASE)  # only who exports gives them
_LEAVE = re.compile(  # "agreed on the request to sell": who gives leave does not sell
    r"\b(?:requests?|permission|go-ahead|green light|consent|approval|waiver|agreed that|leave|role in|"
    r"agreement (?:on|to|for))\b",
    re.IGNORECASE,
)


_ANNOUNCED_IT = re.compile(
    r"\s+(?:had\s+|has\s+)?(?:announced|approved|proposed|cleared|unveiled|authori[sz]ed|licensed|made)\b"
)
_THAT = re.compile(r"\b(?:that|which)\s+(?:the\s+)?$")


def _who_announced(text: str, cue: SaleCue, actors: Sequence[Mention], sentence: Sentence) -> Mention | None:
    """Give who announced it in a clause that follows: "the sale of arms to Taiwan that Washington announced"."""
    return next(
        (a for a in actors if cue.end < a.span.start < sentence.end and _ANNOUNCED_IT.match(text, a.span.end)
         and _THAT.search(text, cue.end, a.span.start)),
        None,
    )  # fmt: skip


def _owner_of_sale(
    text: str, cue: SaleCue, actors: Sequence[Mention], near: Sequence[Goods], sentence: Sentence, sides: Sides
) -> None:  # fmt: skip
    """Read "the US-UAE sale", "the Saudi F-15 sale", "Washington's sale of", "Germany approved the sale of"."""
    pair = pair_before(text, cue, actors)
    if pair is not None:
        _set_pair(sides, cue, near, *pair)
        return
    owner = owner_of_deal(text, cue, actors, near)
    heir = owner is not None and cue.word.lower() not in _NO_HEIR and code_of(owner) not in exporters()
    if owner is not None and heir and not sides.receivers:
        sides.receivers = [owner]
        return
    seller = seller_before(text, cue, actors)
    if seller is not None and not (owner is seller and heir):
        sides.supplier, sides.because = code_of(seller), f"before {cue.word!r}: {seller.wording}"
        return
    judge = decider(text, cue, actors, sentence) or _who_announced(text, cue, actors, sentence)
    if judge is not None and code_of(judge) not in {code_of(r) for r in sides.receivers}:
        sides.supplier, sides.because = code_of(judge), f"who decides on the {cue.word}: {judge.wording}"
        sides.sure = cue.word.lower() in _NO_HEIR
        return
    if cue.word.lower() in _NO_HEIR and _LICENCE.search(text, sentence.start, sentence.end):
        official = next((a for a in actors if sentence.start <= a.span.start and a.span.end <= cue.start
                         and a.kind in ("person", "office", "body") and a.state), None)  # fmt: skip
        if official is not None and official.state not in {code_of(r) for r in sides.receivers}:
            sides.supplier, sides.because = official.state, f"who speaks of licences: {official.wording}"
            sides.sure = True


def _sides_of_taking(
    text: str, cue: SaleCue, actors: Sequence[Mention], near: Sequence[Goods], sentence: Sentence
) -> Sides:  # fmt: skip
    asker = _request_from(text, cue, actors)
    if asker is not None:
        return Sides([asker])
    asked = _asked(text, cue, actors, near)
    sides = Sides(receivers_by(text, cue, actors, near, sentence))
    if asked is not None:
        sides.supplier, sides.because = code_of(asked), f"who is asked: {asked.wording}"
        sides.sure = _turns_to(cue)
        sides.receivers = [r for r in sides.receivers if r is not asked]
        return sides
    if _turns_to(cue):
        return Sides([])
    source = source_after(text, cue, actors, sentence) or partner_before(text, cue, actors, sentence)
    if source is not None and source not in sides.receivers:
        sides.supplier, sides.because = code_of(source), f"named after 'from', 'by' or 'with': {source.wording}"
        sides.sure = True
        joined = coordinated(text, actors, actors.index(source))[1:]
        sides.others = [a for a in joined if a not in sides.receivers and a.kind == "state"]
    return sides


def _request_from(text: str, cue: SaleCue, actors: Sequence[Mention]) -> Mention | None:
    """Read "a request from Jordan for 66 jets": who asks, where the goods follow."""
    if cue.sense != "take_noun":
        return None
    after = (a for a in actors if a.span.start > cue.end)
    return next(
        (
            a
            for a in after
            if _FROM.fullmatch(text, cue.end, a.span.start) and re.match(r"\s+for\b", text[a.span.end :])
        ),
        None,
    )


_FROM = re.compile(r"\s+from\s+(?:the\s+)?")


def _turns_to(cue: SaleCue) -> bool:
    return cue.word.lower().endswith(" to")


_FOR_GOODS = re.compile(r"\s+for\s+(?:\w+\s+){0,3}")


def _asked(text: str, cue: SaleCue, actors: Sequence[Mention], near: Sequence[Goods]) -> Mention | None:
    """Read "asked the United States for F-35s", "turned to China for drones": whose goods are asked for."""
    if not cue.word.lower().startswith(("ask", "request")) and not _turns_to(cue):
        return None
    asked = next((a for a in actors if a.span.start >= cue.end
                  and re.fullmatch(r"\s+(?:the\s+)?", text[cue.end : a.span.start])), None)  # fmt: skip
    if asked is None or not _turns_to(cue):
        return asked
    at = [(g.quantity_span[0] if g.quantity_span else g.start) for g in near]
    return asked if any(_FOR_GOODS.fullmatch(text, asked.span.end, start) for start in at) else None


def _sides_of_deal(
    text: str, cue: SaleCue, actors: Sequence[Mention], near: Sequence[Goods], sentence: Sentence
) -> Sides:  # fmt: skip
    """Read deals, contracts and packages: of two sides, who makes the goods supplies them."""
    sides = Sides([])
    pair = pair_before(text, cue, actors) or between(text, cue, actors, sentence)
    if pair is not None:
        _set_pair(sides, cue, near, *pair)
        return sides
    signer = _signer(text, cue, actors, sentence)
    other = _other_side(text, cue, actors, sentence) if signer is not None else None
    if signer is not None and other is None:
        place = list(actors).index(signer)
        before = actors[place - 1] if place else None
        if (
            before is not None
            and code_of(before) != code_of(signer)
            and re.fullmatch(r"\s+and\s+(?:the\s+)?", text[before.span.end : signer.span.start])
        ):
            other = before
    if signer is not None and other is not None:
        _set_pair(sides, cue, near, other, signer)
        return sides
    sides.receivers = receivers_after(text, cue, actors, near, sentence)
    if not sides.receivers:
        owner = owner_of_deal(text, cue, actors, near)
        sides.receivers = [owner] if owner is not None else []
    makers = {g.maker for g in near if g.maker}
    signs = signer is not None and signer.kind == "state" and code_of(signer) not in makers | {"USA"}
    if not sides.receivers and signer is not None and signs:
        sides.receivers = [signer]
    source = source_after(text, cue, actors, sentence)
    if source is not None and source not in sides.receivers:
        sides.supplier, sides.because = code_of(source), f"named after 'from' or 'by': {source.wording}"
        return sides
    seller = seller_before(text, cue, actors)
    if seller is not None and code_of(seller) == "USA":
        sides.supplier, sides.because = "USA", f"before {cue.word!r}: {seller.wording}"
        return sides
    judge = decider(text, cue, actors, sentence) or _who_announced(text, cue, actors, sentence)
    if judge is not None and code_of(judge) not in {code_of(r) for r in sides.receivers}:
        sides.supplier, sides.because = code_of(judge), f"who decides on the {cue.word}: {judge.wording}"
        sides.sure = text[: cue.start].rstrip().lower().endswith(("export", "exports"))
    return sides


def _set_pair(sides: Sides, cue: SaleCue, near: Sequence[Goods], first: Mention, second: Mention) -> None:
    """Of two sides of a deal, who makes the goods supplies; else the United States does; else the one named first."""
    makers = {g.maker for g in near if g.maker}
    giver, taker = first, second
    for maker, other in ((first, second), (second, first)):
        if code_of(maker) in makers and code_of(other) not in makers:
            giver, taker = maker, other
            break
    else:
        one, two = code_of(first), code_of(second)
        from_second = (two == "USA" and not makers - {"USA"}) or (one != "USA" and two in exporters() - {one})
        if from_second and not (one in exporters() and two != "USA"):
            giver, taker = second, first
        elif "USA" not in (one, two) and {one, two} <= exporters():
            return  # either may be the one that receives
    sides.receivers = [taker]
    sides.supplier, sides.because = code_of(giver), f"of the two sides of {cue.word!r}: {giver.wording}"


_SIGNS = re.compile(
    r"\b(?:sign(?:ed|s|ing)?|seal(?:ed|s)?|inked|struck|closed|clos(?:e|ing)\s+in|reached|concluded|finali[sz]ed|"
    r"finali[sz]ing|clinched|agreed|negotiat\w+|announced|made|has|have|had|close|near|nearing|won|secured|approved|"
    r"unveiled|placed|awarded|entered|ratified|activated|awaits?|awaiting|expects?|set)\b",
    re.IGNORECASE,
)


def _signer(text: str, cue: SaleCue, actors: Sequence[Mention], sentence: Sentence) -> Mention | None:
    """Find the state that signs or negotiates: the subject of the clause in which the deal stands."""
    subject = subject_of(text, cue, actors, sentence)
    if subject is None or not stands_as_name(text, subject):
        return None
    return subject if _SIGNS.search(text, subject.span.end, cue.start) else None


def _other_side(text: str, cue: SaleCue, actors: Sequence[Mention], sentence: Sentence) -> Mention | None:
    for actor in actors:
        if cue.end <= actor.span.start < min(sentence.end, cue.end + 90) and re.search(
            r"\b(?:with|from)\s+(?:the\s+)?(?:[\w.'’-]+\s+){0,3}$", text[cue.end : actor.span.start]
        ):
            return actor
    return None
