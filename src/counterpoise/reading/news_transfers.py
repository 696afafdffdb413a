"""Transfers told in prose: who would supply what to whom, how many, for how much, and how far it has come."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from counterpoise.reading.allocation import allocated
from counterpoise.reading.gazetteer import Mention
from counterpoise.reading.goods import Goods, TransferFound, goods_in
from counterpoise.reading.paragraphs import Sentence
from counterpoise.reading.stand_ins import as_goods, last_system, named_before, stand_ins
from counterpoise.reading.transfer_parties import code_of, only_words, purchasers_of, signers, supplier_of
from counterpoise.reading.transfer_status import status_in
from counterpoise.vocabulary import rows

_OTHER_SALE = re.compile(
    r"\b(?:sales?|deals?|transfers?|exports?|contracts?|agreements?|purchases?|requests?)\b", re.IGNORECASE
)


@cache
def _cue_pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    senses = {row["word"]: row["sense"] for row in rows("transfer_words")}
    words = "|".join(sorted(map(re.escape, senses), key=len, reverse=True))
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE), senses


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


_THEM = re.compile(
    r"\b(?:sell|sold|selling|buy|bought|buying|for|deliver|delivered|delivering|receive|received|supply|supplied|"
    r"ordered|order)\s+"
    r"(?P<them>them)\b"
)


def _them(text: str, sentence: Sentence, near: Goods | None) -> list[Goods]:
    """Let "them" after a verb of sale be the system named shortly before."""
    match = _THEM.search(text, sentence.start, sentence.end) if near is not None else None
    if match is None or near is None:
        return []
    return [replace(near, start=match.start("them"), end=match.end("them"), quantity=None, quantity_span=None)]


def _in_sentence(
    text: str, sentence: Sentence, mentions: Sequence[Mention], near_before: Goods | None
) -> Iterator[TransferFound]:  # fmt: skip
    goods = goods_in(text, sentence.start, sentence.end, mentions) or _them(text, sentence, near_before)
    if not goods:
        return
    actors = [m for m in mentions if m.kind != "system" and (m.kind in ("state", "organisation") or m.state)]
    pattern, senses = _cue_pattern()
    cues = [
        m
        for m in pattern.finditer(text, sentence.start, sentence.end)
        if not any(g.start <= m.start() < g.end for g in goods) and not text.startswith(" up", m.end())
    ]
    used: set[int] = set()
    previous: Mention | None = None
    last_taken = 0
    for number, cue in enumerate(cues):
        sense = senses[cue[0].lower()]
        low = cues[number - 1].end() if number else sentence.start
        high = cues[number + 1].start() if number + 1 < len(cues) else sentence.end
        near = _goods_of(text, cue, sense, goods, low, high, sentence)
        if not near:
            continue
        signed = signers(text, cue, actors, near, low, high) if sense == "neutral" else None
        if signed is not None:
            purchasers, supplier, how = [signed[0]], signed[1], signed[2]
        else:
            purchasers = purchasers_of(text, cue, sense, actors, low, high, sentence, near)
            supplier, how = supplier_of(text, cue, sense, actors, near, low, sentence)
        sellers = {g.maker for g in near if g.maker} | {"USA"}
        if sense == "neutral" and supplier is None and purchasers and all(code_of(p) in sellers for p in purchasers):
            supplier, how = code_of(purchasers[0]), f"who makes the goods of the {cue[0]}: {purchasers[0].wording}"
            purchasers = []
        purchasers = [p for p in purchasers if p.id and code_of(p) != supplier]
        if not purchasers:
            if any(g.system_id for g in near):
                yield _without_purchaser(text, cue, sense, sentence, near, supplier, how)
            continue
        fresh = [g for g in near if id(g) not in used] or near
        used.update(id(g) for g in fresh)
        status, words = status_in(text, sentence.start, sentence.end, cue.start(), cue.end(), sense)
        if len(purchasers) == 1 and purchasers[0].form == "pronoun" and previous is not None:
            purchasers = [previous]  # "..., and Italy is selling it two frigates"
        for purchaser in purchasers:
            previous, last_taken = purchaser, max(g.end for g in fresh)
            begin = min(cue.start(), purchaser.span.start, *(g.start for g in fresh))
            end = max(cue.end(), purchaser.span.end, *(g.end for g in fresh))
            yield TransferFound(
                supplier,
                code_of(purchaser),
                list(fresh),
                begin,
                end,
                sentence.number,
                sentence.paragraph,
                status,
                words,
                f"{cue[0]!r} ({sense.replace('_', ' ')}) with what and to whom in one sentence",
                {"purchaser": (purchaser.span.start, purchaser.span.end)},
                how,
                sentences=[sentence.number],
            )
    left = list(allocated(text, sentence, goods, actors, used))
    taken = used | {id(g) for _, group in left for g in group}
    further = [g for g in goods if id(g) not in taken and g.start > last_taken]
    if previous is not None and further and _goes_on_with(text[last_taken : further[0].start]):
        left.append((previous, further))
    for purchaser, group in left:
        at = group[0].start
        status, words = status_in(text, sentence.start, sentence.end, sentence.start, group[-1].end, "neutral")
        yield TransferFound(
            None,
            code_of(purchaser),
            group,
            min(at, purchaser.span.start),
            max(group[-1].end, purchaser.span.end),
            sentence.number,
            sentence.paragraph,
            status,
            words,
            "arms said to be to or for a state in a sentence about a sale",
            {"purchaser": (purchaser.span.start, purchaser.span.end)},
            "",
            sentences=[sentence.number],
        )


def _goes_on_with(gap: str) -> bool:
    """Tell whether arms go on a list: "24 helicopters from the maker for $1 billion and 162 tanks"."""
    return len(gap) < 140 and re.search(r"\band\b", gap) is not None and not _OTHER_VERB.search(gap) and not re.search(
        r"[;:]|\.\s|\b(?:that|who|which|said|says|while|but|is|are|was|were|has|have|had|will|would|to)\b", gap
    )  # fmt: skip


_RELATIVE = re.compile(r"s?(?:\s\w+){0,3},?\s+(?:which|that)\s")  # "the jets that Egypt has paid for"


def _without_purchaser(
    text: str, cue: re.Match[str], sense: str, sentence: Sentence, near: list[Goods], supplier: str | None, how: str
) -> TransferFound:  # fmt: skip
    """Give what "the sale, which includes 50 F-35s" adds to a transfer told before."""
    status, words = status_in(text, sentence.start, sentence.end, cue.start(), cue.end(), sense)
    return TransferFound(
        supplier,
        None,
        list(near),
        min(cue.start(), near[0].start),
        max(cue.end(), near[-1].end),
        sentence.number,
        sentence.paragraph,
        status,
        words,
        f"{cue[0]!r} without a purchaser",
        {},
        how,
        sentences=[sentence.number],
    )


def _goods_of(
    text: str, cue: re.Match[str], sense: str, goods: list[Goods], low: int, high: int, sentence: Sentence
) -> list[Goods]:  # fmt: skip
    """Give the goods that a cue is about: its object, what it is the sale of, or the noun before "sale" and "deal"."""
    before = [g for g in goods if low <= g.start < cue.start()]
    after = [g for g in goods if cue.end() <= g.start]
    if sense.endswith("noun") or sense == "neutral":
        modifiers = [g for g in before if only_words(text[g.end : cue.start()], 3)]
        of = [g for g in after if g.start < high and _near(text[cue.end() : g.start])]
        if of and (modifiers or _near(text[cue.end() : of[0].start], 130)):
            of = _with_list(text, after, of[:1], high)
        if modifiers and of and all(m.general for m in modifiers):
            return of  # "arms deal ... of 50 F-35s": the noun is general
        chosen = modifiers or of
        if (
            modifiers
            and of
            and re.search(r"\b(?:including|includes|of|comprising|with)\b", text[cue.end() : of[0].start])
        ):
            chosen = modifiers + of if not all(m.general for m in modifiers) else of
        if not chosen and sense == "neutral":
            chosen = [g for g in before if g.start >= low][-1:] if before and cue.start() - before[-1].end < 40 else []
        return chosen
    if sense in ("give_verb", "take_verb"):
        objects = [g for g in after if g.start < high or g is after[0]]
        if (
            cue[0].lower().startswith("ask")
            and objects
            and not re.search(
                r"\b(?:for|to (?:buy|purchase|acquire|sell|supply|provide))\b", text[cue.end() : objects[0].start]
            )
        ):
            return []
        if (
            cue[0].lower().startswith(("paid", "pay"))
            and objects
            and not re.search(r"\bfor\b", text[cue.end() : objects[0].start])
        ):
            return []
        if objects and _OTHER_SALE.search(text, cue.end(), objects[0].start):
            return []  # "give consent to the sale of weapons": what is given is the consent
        if objects and _near(text[cue.end() : objects[0].start], 110):
            return _with_list(text, after, objects[:1], sentence.end)
        if re.search(
            r"\b(?:be|been|being|was|were|is|are)\s+(?:\w+ly\s+)?$", text[max(low, cue.start() - 30) : cue.start()]
        ):
            return before[-1:]
        earlier = [g for g in goods if g.end <= cue.start()]
        if sense == "take_verb" and earlier and _RELATIVE.match(text, earlier[-1].end, cue.start()):
            return earlier[-1:]
        return []
    return []


_OTHER_VERB = re.compile(  # "..., and Jordan received 12 F-16s": another clause
    r"\b(?!(?:armed|guided|advanced|unmanned|wheeled|tracked|modified|refurbished|used|combined|towed|unguided|"
    r"armoured|armored|"
    r"related|"
    r"improved|upgraded|associated|United)\b)\w{3,}ed\b(?!-)|\b(?:got|took|bought|won|sold|sought)\b"
)


def _with_list(text: str, after: list[Goods], chosen: list[Goods], high: int) -> list[Goods]:
    """Add the goods listed on after the first: "50 F-35s, 18 MQ-9B drones and munitions"."""
    listed = list(chosen)
    for g in after:
        if g in listed or g.start < listed[-1].end:
            continue
        gap = text[listed[-1].end : g.start]
        if _OTHER_VERB.search(gap):
            break
        if (
            len(gap) < 90
            and re.search(r",|\band\b|\bas well as\b|\bplus\b|\balong with\b|\bor\b|;", gap)
            and not re.search(
                r"\b(?:that|which|who|said|says|while|but|because|after|before|would|will|has|have|is|are|was|"
                r"were|from|to|hours|days)\b|[.:]",
                gap,
            )
        ):
            listed.append(g)
        elif g.start >= high:
            break
    return listed


def _near(gap: str, reach: int = 110) -> bool:
    return len(gap) < reach and not re.search(
        r"[;:]|\.\s|\b(?:that|who|said|says|while|but|because|although|if|when)\b", gap
    )
