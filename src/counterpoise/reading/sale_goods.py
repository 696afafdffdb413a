"""The goods that one word of sale is about: its object, what it is the sale of, or the noun before it ("arms deal")."""

import re
from collections.abc import Collection, Sequence

from counterpoise.reading.gazetteer import Mention
from counterpoise.reading.goods import Goods
from counterpoise.reading.paragraphs import Sentence
from counterpoise.reading.party_names import only_words
from counterpoise.reading.sale_cues import SaleCue

_OTHER_SALE = re.compile(
    r"\b(?:sales?|deals?|transfers?|exports?|contracts?|agreements?|purchases?|requests?|orders?)\b", re.IGNORECASE
)
_RELATIVE = re.compile(r"s?(?:\s\w+){0,3},?\s+(?:which|that)\s")  # "the jets that Egypt has paid for"
_PASSIVE = re.compile(r"\b(?:be|been|being|was|were|is|are)\s+(?:(?:not|also|already|\w+ly)\s+){0,2}$")
_WITH_MORE = re.compile(r"\b(?:including|includes?|included|of|comprising|covers?|covering|with|involv\w+|worth)\b")


def goods_of(
    text: str, cue: SaleCue, goods: Sequence[Goods], low: int, high: int, next_verb: int, sentence: Sentence
) -> list[Goods]:  # fmt: skip
    """Give the goods of a cue; the cues before and after it stand at `low` and `high`, the next verb at `next_verb`."""
    before = [g for g in goods if low <= g.start < cue.start]
    after = [g for g in goods if cue.end <= g.start]
    if cue.is_verb:
        return _object(text, cue, goods, before, after, low, high, next_verb, sentence)
    modifiers = [g for g in before if only_words(text[g.end : cue.start], 3)]
    of = [g for g in after if g.start < high and _near(text[cue.end : g.start])]
    if cue.sense == "neutral" and of and _OTHER_ACCORD.search(text[cue.end : of[0].start]):
        return list(modifiers)
    if of and (modifiers or _near(text[cue.end : of[0].start], 130)):
        of = with_list(text, after, of[:1], high)
    if modifiers and of:
        if all(m.general for m in modifiers):
            return of  # "arms deal ... of 50 F-35s": the noun is general
        if _WITH_MORE.search(text[cue.end : of[0].start]):
            return modifiers + of
    chosen = modifiers or of
    if not chosen and cue.sense == "neutral":
        chosen = [g for g in before if g.start >= low][-1:] if before and cue.start - before[-1].end < 40 else []
    return chosen


_OTHER_ACCORD = re.compile(  # "the agreement to establish relations increases the chances of an arms deal"
    r"\b(?:relations|normali[sz]\w+|diplomatic|peace|recogni\w+|Accords?|increases?|raises?|boosts?)\b", re.IGNORECASE
)


def of_another(text: str, goods: Goods, actors: Sequence[Mention], parties: Collection[str | None]) -> bool:
    """Tell whether goods belong to a state that is no party: "a jet similar to Israel's F-35I"."""
    for actor in actors:
        if actor.kind == "state" and 0 < goods.start - actor.span.end < 40:
            owner = _OWNER.fullmatch(text, actor.span.end, goods.start)
            return owner is not None and actor.id not in parties and actor.id != goods.maker
    return False


def lots(
    text: str, goods: Sequence[Goods], actors: Sequence[Mention], parties: Collection[str | None]
) -> list[tuple[Mention | None, list[Goods]]]:
    """Part goods of several makers, with whose they are said to be: "between France's FDI and Italy's FREMM"."""
    owners = {id(g): _owner_beside(text, g, actors, parties) for g in goods}
    keys = {id(g): (o.id if (o := owners[id(g)]) is not None else g.maker) for g in goods}
    if len({key for key in keys.values() if key}) < 2:
        return [(None, list(goods))]
    parts: dict[str, tuple[Mention | None, list[Goods]]] = {}
    last = next(key for key in keys.values() if key)
    for g in goods:
        last = keys[id(g)] or last
        parts.setdefault(last, (owners[id(g)], []))[1].append(g)
    return list(parts.values())


def _owner_beside(
    text: str, goods: Goods, actors: Sequence[Mention], parties: Collection[str | None]
) -> Mention | None:  # fmt: skip
    """Give the state whose possessive stands right before goods, if it is no party of the sale."""
    before = [a for a in actors if a.kind == "state" and a.span.end <= goods.start]
    if not before or before[-1].id in parties or not _OWNER.fullmatch(text, before[-1].span.end, goods.start):
        return None
    return before[-1]


_OWNER = re.compile(r"['’]s?\s+(?:[\w-]+\s+){0,3}")


def _object(
    text: str, cue: SaleCue, goods: Sequence[Goods], before: Sequence[Goods], after: Sequence[Goods], low: int,
    high: int, next_verb: int, sentence: Sentence,
) -> list[Goods]:  # fmt: skip
    """Give the object of a verb: what follows it, or what stands before a passive or a relative clause."""
    word = cue.word.lower()
    objects = [g for g in after if g.start < high or (g is after[0] and g.start < next_verb)]
    gap = text[cue.end : objects[0].start] if objects else ""
    if objects and word.startswith("ask") and not re.search(
        r"\b(?:for|to (?:buy|purchase|acquire|sell|supply|provide|lease|be (?:sold|allowed)))\b", gap
    ):  # fmt: skip
        return []
    if objects and word.startswith(("paid", "pay", "spen")) and not re.search(r"\b(?:for|on)\b", gap):
        return []
    if objects and _OTHER_SALE.search(gap):
        return []  # "give consent to the sale of weapons": what is given is the consent
    if objects and word.startswith(("want", "need", "seek", "sought")) and re.search(r"\bto\s+\w", gap):
        return []  # "wants Delhi to depend less on Russian arms"
    if objects and _near(gap, 110) and (not cue.passive or (cue.is_to_subject and not before)):
        return with_list(text, after, objects[:1], sentence.end)
    if cue.passive or _PASSIVE.search(text[max(low, cue.start - 30) : cue.start]):
        return list(before[-1:])
    earlier = [g for g in goods if g.end <= cue.start]
    if earlier and _RELATIVE.match(text, earlier[-1].end, cue.start):
        return earlier[-1:]
    if earlier and not objects and cue.sense == "take_verb" and re.fullmatch(
        r"s?\s+(?:[\w.'’-]+\s+){0,4}", text[earlier[-1].end : cue.start]
    ):  # fmt: skip
        return earlier[-1:]  # "the jets Egypt bought"
    return []


OTHER_VERB = re.compile(  # "..., and Jordan received 12 F-16s": another clause
    r"\b(?!(?:armed|guided|advanced|unmanned|wheeled|tracked|modified|refurbished|used|combined|towed|unguided|"
    r"armoured|armored|related|improved|upgraded|associated|United)\b)\w{3,}ed\b(?!-)"
    r"|\b(?:got|took|bought|won|sold|sought)\b"
)
_OTHER_GIVER = re.compile(  # "offered IRIS-T, MBDA the VL MICA"
    r"s?,\s*(?:and\s+|while\s+)?[A-Z][\w.&-]+(?:\s[A-Z][\w.&-]+)?\s+(?:the|an?|its|\d+|two|three|four|some)\s"
)
_NEXT_SALE = re.compile(r"\b(?:the|a|another)\s+(?:\w+\s+)?(?:sale|deal|transfer|export|contract|purchase)\s+of\b")
_LIST = re.compile(r",|\band\b|\bas well as\b|\bplus\b|\balong with\b|\bor\b|;")
_NO_LIST = re.compile(
    r"\b(?:that|which|who|said|says|while|but|because|after|before|would|will|has|have|is|are|was|were|from|to|hours|"
    r"days)\b|[.:](?!\d)"
)


_REFERENCE = re.compile(  # what general words mean: "certain weapons systems, an apparent reference to the F-35"
    r"[”\"’']?(?:\s+to\s+(?:the\s+)?[\w.]+(?:\s+[A-Z][\w.]+)*)?[,—–-]?[”\"’']?\s*(?:"
    r"(?:in\s+)?(?:an?\s+)?(?:apparent|clear|likely|possible)?\s*(?:reference|allusion)\s+to\s+"
    r"|(?:likely|probably|apparently|namely|presumably|believed\s+to\s+be|thought\s+to\s+be|such\s+as|like|"
    r"known\s+as|called|dubbed|designated|most\s+notably|notably|chiefly|including|above\s+all|first\s+of\s+all)\s+)(?:the\s+)?(?:[\w-]+\s+){0,3}",
    re.IGNORECASE,
)


def with_list(text: str, after: Sequence[Goods], chosen: Sequence[Goods], high: int) -> list[Goods]:
    """Add the goods listed on after the first: "50 F-35s, 18 MQ-9B drones and munitions"."""
    listed = list(chosen)
    for g in after:
        if g in listed or g.start < listed[-1].end:
            continue
        gap = text[listed[-1].end : g.start]
        if OTHER_VERB.search(gap) or _NEXT_SALE.search(gap) or _OTHER_GIVER.fullmatch(gap):
            break
        if _REFERENCE.fullmatch(gap) or (len(gap) < 90 and _LIST.search(gap) and not _NO_LIST.search(gap)):
            listed.append(g)
        elif g.start >= high:
            break
    return listed


def _near(gap: str, reach: int = 110) -> bool:
    return len(gap) < reach and not re.search(
        r"[;:]|\.\s|\b(?:that|who|said|says|while|but|because|although|if|when)\b", gap
    )
