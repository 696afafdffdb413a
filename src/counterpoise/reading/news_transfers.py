"""Transfers told in prose: who would supply what to whom, how many, for how much, and how far it has come."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from counterpoise.reading.allocation import allocated, goes_to_another
from counterpoise.reading.gazetteer import Mention
from counterpoise.reading.goods import Goods, TransferFound, goods_in
from counterpoise.reading.paragraphs import Sentence
from counterpoise.reading.party_names import code_of
from counterpoise.reading.sale_cues import SaleCue, find_sale_cues
from counterpoise.reading.sale_frames import Sides, sides_of
from counterpoise.reading.sale_goods import OTHER_VERB, goods_of, lots, of_another
from counterpoise.reading.stand_ins import as_goods, last_system, may_be_called, named_before, stand_ins
from counterpoise.reading.transfer_status import status_in


def find_transfers(text: str, sentences: Sequence[Sentence], mentions: Sequence[Mention]) -> list[TransferFound]:
    """Find what each sentence tells of transfers; the same transfer told twice is found twice (see `merge`)."""
    found: list[TransferFound] = []
    last: Goods | None = None
    last_in = 0
    at = 0
    ordered = sorted([*mentions, *stand_ins(text, sentences, mentions)], key=lambda m: m.span.start)
    starts = [m.span.start for m in ordered]
    for sentence in sentences:
        while at < len(starts) and starts[at] < sentence.start:
            at += 1
        stop = at
        while stop < len(starts) and starts[stop] < sentence.end:
            stop += 1
        here = ordered[at:stop]
        if here or found:
            near = last if last is not None and sentence.number - last_in <= 2 else None
            for one in _in_sentence(text, sentence, here, near):
                one.goods = named_before(text, one.goods, last_system(here, one) or near)
                found.append(one)
        systems = [m for m in here if m.kind == "system" and m.id]
        if systems:
            last, last_in = as_goods(systems[-1]), sentence.number
    return found


_TO_MANY = re.compile(  # "has sold drones to 36 countries"
    r"\bto\s+(?:[\w-]+\s+){0,4}?(?:countries|customers|buyers|states|nations|governments|clients)\b", re.IGNORECASE
)
_THE_ONE = re.compile(  # "buy the jet": one word for the system named before
    r"\b(?:the\s+same|the|this|that|such\s+an?)\s+(?:(?:stealth|advanced|fighter|fifth-generation|coveted|cutting-edge|US|U\.S\.|"
    r"American|Russian|combat|armed)\s+){0,2}(?P<one>jet|plane|warplane|fighter\s+jet|fighter\s+plane|fighter|missile|drone|tank|"
    r"helicopter|submarine|howitzer)\b(?!\s+(?:deals?|sales?|contracts?|orders?|purchases?|exports?|transfers?|program))"
)
_THEM = re.compile(
    r"\b(?:sell|sold|selling|buy|bought|buying|for|deliver|delivered|delivering|receive|received|supply|supplied|"
    r"ordered|order)\s+"
    r"(?P<them>them)\b"
)


def _them(text: str, sentence: Sentence, near: Goods | None) -> list[Goods]:
    """Let "them" after a verb of sale, and "the jet", be the system named shortly before."""
    if near is None:
        return []
    match = _THEM.search(text, sentence.start, sentence.end)
    if match is not None:
        return [replace(near, start=match.start("them"), end=match.end("them"), quantity=None, quantity_span=None)]
    found = _THE_ONE.search(text, sentence.start, sentence.end)
    if found is None or not may_be_called(near, found["one"]):
        return []
    return [replace(near, start=found.start("one"), end=found.end("one"), quantity=None, quantity_span=None)]


def _in_sentence(
    text: str, sentence: Sentence, mentions: Sequence[Mention], near_before: Goods | None
) -> Iterator[TransferFound]:  # fmt: skip
    goods = goods_in(text, sentence.start, sentence.end, mentions) or _them(text, sentence, near_before)
    if not goods:
        return
    actors = [m for m in mentions if _may_act(text, m)]
    cues = list(find_sale_cues(text, sentence, goods, mentions))
    used: set[int] = set()
    previous: Mention | None = None
    last_taken = 0
    for number, cue in enumerate(cues):
        low = cues[number - 1].end if number else sentence.start
        high = cues[number + 1].start if number + 1 < len(cues) else sentence.end
        next_verb = next((c.start for c in cues[number + 1 :] if c.is_verb), sentence.end)
        near = goods_of(text, cue, goods, low, high, next_verb, sentence)
        if not near:
            continue
        sides = sides_of(text, cue, actors, near, sentence)
        parties = {sides.supplier, *(code_of(r) for r in sides.receivers)}
        near = [g for g in near if not of_another(text, g, actors, parties)]
        if not near:
            continue
        sellers = {g.maker for g in near if g.maker} | {"USA"}
        if sides.supplier is None and sides.receivers and all(code_of(r) in sellers for r in sides.receivers):
            if cue.sense != "neutral":
                continue
            sides.supplier, sides.because = code_of(sides.receivers[0]), f"who makes the goods of the {cue.word}"
            sides.receivers = []
        fresh = [g for g in near if id(g) not in used] or near
        if not sides.receivers and _TO_MANY.search(text, cue.end, min(sentence.end, max(g.end for g in near) + 60)):
            continue
        if not sides.receivers:
            if any(g.system_id for g in near) or sides.supplier:
                yield _found(text, sentence, cue, near, None, sides, next_verb)
            continue
        used.update(id(g) for g in fresh)
        if (
            len(sides.receivers) == 1
            and sides.receivers[0].form == "pronoun"
            and previous is not None
            and (cue.sense == "give_verb")
        ):
            sides.receivers = [previous]  # "..., and Italy is selling it two frigates"
        if len(sides.receivers) == 1:
            fresh = [g for g in fresh if not goes_to_another(text, g, sides.receivers[0], actors)] or fresh
            used.difference_update(id(g) for g in near if g not in fresh)
        for receiver in sides.receivers:
            previous, last_taken = receiver, max(g.end for g in fresh)
            for owner, lot in lots(text, fresh, actors, parties) if sides.supplier is None else [(None, fresh)]:
                own = Sides([receiver], code_of(owner), f"whose it is: {owner.wording}", True) if owner else sides
                yield _found(text, sentence, cue, lot, receiver, own, next_verb)
            for other in sides.others:
                also = Sides([receiver], code_of(other), f"subject with others of {cue.word!r}: {other.wording}", True)
                yield _found(text, sentence, cue, fresh, receiver, also, next_verb)
    left = list(allocated(text, sentence, goods, actors, used))
    taken = used | {id(g) for _, group in left for g in group}
    further = [g for g in goods if id(g) not in taken and g.start > last_taken]
    if previous is not None and further and _goes_on_with(text[last_taken : further[0].start]):
        left.append((previous, further))
    for receiver, group in left:
        yield _told_beside(text, sentence, receiver, group)


def _may_act(text: str, mention: Mention) -> bool:
    """Tell whether a name can be a party of a sale: no system, and no short form or remark in brackets."""
    if mention.kind == "system" or not (mention.kind in ("state", "organisation") or mention.state):
        return False
    start, end = mention.span.start, mention.span.end
    return not (text[max(0, start - 1) : start] in ("(", "[") and text[end : end + 1] in (")", "]"))


def _found(
    text: str, sentence: Sentence, cue: SaleCue, near: list[Goods], receiver: Mention | None, sides: Sides,
    next_verb: int,
) -> TransferFound:  # fmt: skip
    """Give what one word of sale tells, to one receiver or to nobody named."""
    status, words = status_in(text, sentence.start, next_verb, cue.start, cue.end, cue.sense)
    starts = [g.start for g in near] + ([receiver.span.start] if receiver is not None else [])
    ends = [g.end for g in near] + ([receiver.span.end] if receiver is not None else [])
    rule = f"{cue.word!r} ({cue.sense.replace('_', ' ')}) with what and to whom in one sentence"
    return TransferFound(
        sides.supplier,
        code_of(receiver) if receiver is not None else None,
        list(near),
        min(cue.start, *starts),
        max(cue.end, *ends),
        sentence.number,
        sentence.paragraph,
        status,
        words,
        rule if receiver is not None else f"{cue.word!r} without a purchaser",
        {"purchaser": (receiver.span.start, receiver.span.end)} if receiver is not None else {},
        sides.because,
        sentences=[sentence.number],
        supplier_sure=sides.sure,
        by_verb=cue.is_verb,
        by_state=sides.by_state,
    )


def _told_beside(text: str, sentence: Sentence, receiver: Mention, group: list[Goods]) -> TransferFound:
    """Give arms that are said to be to or for a state though no word of sale takes them."""
    status, words = status_in(text, sentence.start, sentence.end, sentence.start, group[-1].end, "neutral")
    return TransferFound(
        None,
        code_of(receiver),
        group,
        min(group[0].start, receiver.span.start),
        max(group[-1].end, receiver.span.end),
        sentence.number,
        sentence.paragraph,
        status,
        words,
        "arms said to be to or for a state in a sentence about a sale",
        {"purchaser": (receiver.span.start, receiver.span.end)},
        "",
        sentences=[sentence.number],
    )


def _goes_on_with(gap: str) -> bool:
    """Tell whether arms go on a list: "24 helicopters from the maker for $1 billion and 162 tanks"."""
    return len(gap) < 140 and re.search(r"\band\b", gap) is not None and not OTHER_VERB.search(gap) and not re.search(
        r"[;:]|\.\s|\b(?:that|who|which|said|says|while|but|is|are|was|were|has|have|had|will|would|to)\b", gap
    )  # fmt: skip
