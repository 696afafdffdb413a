"""Transfers told in prose: who would supply what to whom, how many, for how much, and how far it has come."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from counterpoise.reading.gazetteer import Mention
from counterpoise.reading.goods import Goods, goods_in
from counterpoise.reading.paragraphs import Sentence
from counterpoise.reading.transfer_parties import (
    POSSESSION,
    TO_BEFORE,
    code_of,
    only_words,
    purchasers_of,
    signers,
    supplier_of,
)
from counterpoise.reading.transfer_status import status_in
from counterpoise.sources import Span
from counterpoise.vocabulary import index, rows

_OTHER_SALE = re.compile(
    r"\b(?:sales?|deals?|transfers?|exports?|contracts?|agreements?|purchases?|requests?)\b", re.IGNORECASE
)


@dataclass(slots=True)
class TransferFound:
    """A transfer as one or more sentences tell it; offsets are into the tidy text."""

    supplier: str | None
    purchaser: str | None
    goods: list[Goods]
    start: int
    end: int
    sentence: int
    paragraph: int
    status: str
    status_words: str
    rule: str
    evidence: dict[str, tuple[int, int]] = field(default_factory=dict)
    supplier_because: str = ""
    year: str | None = None
    sentences: list[int] = field(default_factory=list)
    negated: bool = False


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
    ordered = sorted([*mentions, *_stand_ins(text, sentences, mentions)], key=lambda m: m.span.start)
    starts = [m.span.start for m in ordered]
    for sentence in sentences:
        while at < len(starts) and starts[at] < sentence.start:
            at += 1
        stop = at
        while stop < len(starts) and starts[stop] < sentence.end:
            stop += 1
        here = ordered[at:stop]
        if here or found:
            for one in _in_sentence(text, sentence, here):
                near = last if last is not None and sentence.number - last_in <= 2 else None
                one.goods = _named_before(text, one.goods, _last_system(here, one) or near)
                found.append(one)
        systems = [m for m in here if m.kind == "system" and m.id]
        if systems:
            last, last_in = _as_goods(systems[-1]), sentence.number
    return found


def _as_goods(mention: Mention) -> Goods:
    row = index("systems", "system_id")[mention.id]
    return Goods(
        mention.span.start, mention.span.end, mention.wording, mention.id, row["class_id"], False, row["maker_state"]
    )


def _last_system(here: Sequence[Mention], one: TransferFound) -> Goods | None:
    """Give the system named last before the goods in the same sentence."""
    before = [m for m in here if m.kind == "system" and m.id and m.span.end <= one.goods[0].start]
    return _as_goods(before[-1]) if before else None


_KINGDOM = re.compile(
    r"\b[Tt]he (?P<what>kingdom|emirate|emirates|sultanate|monarchy|Gulf (?:state|nation|monarchy|kingdom|country|"
    r"ally))\b(?! of\b)"
)
_PRONOUN = re.compile(r"\b(?:it|they|It|They)\b(?=['’]?\s)")
_KINGDOMS = frozenset({"SAU", "BHR", "JOR", "MAR"})
_GULF = frozenset({"SAU", "ARE", "QAT", "KWT", "BHR", "OMN"})


def _stand_ins(text: str, sentences: Sequence[Sentence], mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Give "the kingdom", "the Gulf state" and "it" the state or body that they stand for, where one is named before."""
    states = [m for m in mentions if (m.kind == "state" and m.id) or (m.kind in ("office", "body") and m.state)]
    state_starts = [m.span.start for m in states]
    actors = [
        m for m in mentions if m.kind in ("state", "body", "organisation") and (m.id if m.kind == "state" else m.state)
    ]
    actor_starts = [m.span.start for m in actors]
    previous: Sentence | None = None
    for sentence in sentences:
        for match in _KINGDOM.finditer(text, sentence.start, sentence.end):
            what = match["what"].lower()
            before = states[
                max(0, bisect_left(state_starts, match.start()) - 40) : bisect_left(state_starts, match.start())
            ]
            last = next((m for m in reversed(before) if _has_form(m.state or m.id, what)), None)
            if last is not None:
                code = last.state or last.id or ""
                yield Mention("state", code, last.name, match[0], Span(*match.span()), state=code)
        for match in _PRONOUN.finditer(text, sentence.start, sentence.end):
            low = bisect_left(actor_starts, sentence.start)
            first = actors[low] if low < len(actors) and actors[low].span.end <= match.start() else None
            if first is None and previous is not None and match.start() - sentence.start < 3:
                low = bisect_left(actor_starts, previous.start)
                first = actors[low] if low < len(actors) and actors[low].span.end <= previous.end else None
            if first is not None:
                code = (first.id if first.kind == "state" else first.state) or ""
                yield Mention(
                    "state", code or "", first.name, match[0], Span(*match.span()), form="pronoun", state=code
                )
        previous = sentence


def _has_form(code: str, what: str) -> bool:
    if what.startswith("gulf"):
        return code in _GULF
    official = index("states", "code")[code]["official_name"].lower()
    if what == "kingdom":
        return "kingdom" in official or code in _KINGDOMS
    if what == "monarchy":
        return code in _KINGDOMS or code in _GULF
    if what.startswith("emirate"):
        return code in {"ARE", "QAT", "KWT"}
    return what in official or (what == "sultanate" and code == "OMN")


def _in_sentence(text: str, sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[TransferFound]:
    goods = goods_in(text, sentence.start, sentence.end, mentions)
    if not goods:
        return
    actors = [m for m in mentions if m.kind != "system" and (m.kind in ("state", "organisation") or m.state)]
    pattern, senses = _cue_pattern()
    cues = [m for m in pattern.finditer(text, sentence.start, sentence.end)
            if not any(g.start <= m.start() < g.end for g in goods)]  # fmt: skip
    used: set[int] = set()
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
        purchasers = [p for p in purchasers if p.id and code_of(p) != supplier]
        if not purchasers:
            if any(g.system_id for g in near):
                yield _without_purchaser(text, cue, sense, sentence, near, supplier, how)
            continue
        fresh = [g for g in near if id(g) not in used] or near
        used.update(id(g) for g in fresh)
        status, words = status_in(text, sentence.start, sentence.end, cue.start(), cue.end(), sense)
        for purchaser in purchasers:
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
    for purchaser, group in _allocated(text, sentence, goods, actors, used):
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


_ABOUT_SALE = re.compile(
    r"\b(?:notif\w+|told (?:Congress|lawmakers) of|approv\w+|clear(?:ed|s)|hold|paused|meant|destined|bound|"
    r"earmarked|deliver\w+|contracts?|"
    r"agreements?|deals?|sales?|sell|purchases?|buy\w*|package|order\w*|sold|export\w*|transfer\w*|shipments?|"
    r"arms|acquir\w+|request\w*|supply|supplied)\b",
    re.IGNORECASE,
)
_INCLUDING = re.compile(
    r"\b(?:including|includes?|covering|covers?|comprising|consist\w+ of|among them|featuring|"
    r"made up of)\b[^.;]{0,40}$",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    r"\b(?:(?:is|are|was|were|be|been|being|had|has|have|to|not|yet|also|\w+ly)\s+)*(?:approved|meant|intended|"
    r"destined|bound|earmarked|cleared|built|"
    r"proposed|planned|sold|delivered|shipped|offered|acceptable|ordered|worth|valued|requested|made|transferred|"
    r"exported|supplied)\b"
)
_CLAUSE = re.compile(
    r"[;:]|\b(?:that|who|which|said|says|while|but|because|although|if|when|after|before|is|are|was|were|has|have|"
    r"had|will|would|could|may|"
    r"from|against|between|over|by)\b"
)


def _allocated(
    text: str, sentence: Sentence, goods: list[Goods], actors: list[Mention], used: set[int]
) -> Iterator[tuple[Mention, list[Goods]]]:  # fmt: skip
    """Give the goods that no cue took with whom they are said to be for: "and of 96 missiles to the Emirates"."""
    receivers = [a for a in actors if _is_receiver(text, sentence, a)]
    if not receivers or not _ABOUT_SALE.search(text, sentence.start, sentence.end):
        return
    groups: list[list[Goods]] = []
    for g in goods:
        if groups and _is_listed(text, groups[-1][-1].end, g.start, receivers):
            groups[-1].append(g)
        else:
            groups.append([g])
    for number, group in enumerate(groups):
        fresh = [g for g in group if id(g) not in used]
        if not fresh:
            continue
        following = groups[number + 1][0].start if number + 1 < len(groups) else sentence.end
        before = [r for r in receivers if r.span.end <= group[0].start]
        if before and _INCLUDING.search(text, before[-1].span.end, group[0].start):
            yield before[-1], fresh
            continue
        after = [r for r in receivers if group[-1].end <= r.span.start < following]
        if after and _leads_to(text[group[-1].end : after[0].span.start]):
            yield after[0], fresh


def _is_receiver(text: str, sentence: Sentence, actor: Mention) -> bool:
    """Tell whether a state stands after "to" or "for" and is no owner of something else."""
    if actor.kind not in ("state", "organisation") or (actor.form == "adjective" and not actor.wording.isupper()):
        adjective_of_force = re.match(
            r"\s+(?:air force|army|navy|military|armed forces|government)\b", text[actor.span.end : actor.span.end + 20]
        )
        if actor.kind != "state" or adjective_of_force is None:
            return False
    if POSSESSION.match(text[actor.span.end : actor.span.end + 2]):
        return False
    return (
        TO_BEFORE.search(text, max(sentence.start, actor.span.start - 70), actor.span.start) is not None
        and re.search(r"\b(?:to|for)\b[^,;]*$", text[max(sentence.start, actor.span.start - 40) : actor.span.start])
        is not None
    )


def _is_listed(text: str, end: int, start: int, receivers: list[Mention]) -> bool:
    gap = text[end:start]
    if any(end <= r.span.start < start for r in receivers):
        return False
    return len(gap) < 60 and re.search(r",|\band\b|\bor\b|\bplus\b", gap) is not None and not _CLAUSE.search(gap)


def _leads_to(gap: str) -> bool:
    if len(gap) > 90:
        return False
    return not _CLAUSE.search(_PASSIVE.sub(" ", gap))


_RELATIVE = re.compile(r"s?(?:\s\w+){0,3},?\s+(?:which|that)\s")  # "the jets that Egypt has paid for"
_STANDS_FOR = (  # a general word with "the" may stand for a system of these classes named shortly before
    (
        re.compile(r"(?:jets?|aircraft|planes?|warplanes?|fighters?|fighter jets?)$", re.IGNORECASE),
        re.compile("fighter|aircraft|tanker|aew"),
    ),
    (re.compile(r"(?:drones?|unmanned aircraft)$", re.IGNORECASE), re.compile("uav")),
    (re.compile(r"missiles?$", re.IGNORECASE), re.compile("missile|sam|interceptor")),
    (re.compile(r"helicopters?$", re.IGNORECASE), re.compile("helicopter")),
    (re.compile(r"tanks$", re.IGNORECASE), re.compile("tank|mbt")),
    (re.compile(r"bombs$", re.IGNORECASE), re.compile("munition|ammunition")),
)


def _named_before(text: str, goods: list[Goods], last: Goods | None) -> list[Goods]:
    """Let "the aircraft" be the system named shortly before, if its class can be called so."""
    if last is None or any(g.system_id for g in goods):
        return goods
    answer = []
    for g in goods:
        definite = re.search(r"\b(?:the|these|those|such|this|that)\s+$", text[max(0, g.start - 8) : g.start])
        fits = any(words.search(g.words) and classes.search(last.class_id or "") for words, classes in _STANDS_FOR)
        answer.append(
            replace(g, system_id=last.system_id, class_id=last.class_id, general=False, maker=last.maker)
            if definite and fits
            else g
        )
    return answer


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


def _with_list(text: str, after: list[Goods], chosen: list[Goods], high: int) -> list[Goods]:
    """Add the goods listed on after the first: "50 F-35s, 18 MQ-9B drones and munitions"."""
    listed = list(chosen)
    for g in after:
        if g in listed or g.start < listed[-1].end:
            continue
        gap = text[listed[-1].end : g.start]
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
