"""Who would receive: after "to", "for", "with" or right after the verb, or as the subject of a word of taking.

What stands in another clause, after a preposition that leads elsewhere ("threats from"), or only judges the sale
receives nothing.
"""

import re
from collections.abc import Sequence

from counterpoise.reading.gazetteer import Mention
from counterpoise.reading.goods import Goods
from counterpoise.reading.paragraphs import Sentence
from counterpoise.reading.party_names import (
    REACH,
    code_of,
    coordinated,
    joined_before,
    may_receive,
    only_words,
    owner_end,
    owns_something,
    patterns,
    stands_as_name,
    within_phrase,
)
from counterpoise.reading.sale_cues import SaleCue
from counterpoise.reading.sale_subjects import is_object, subject_of


def receivers_after(
    text: str, cue: SaleCue, actors: Sequence[Mention], near: Sequence[Goods], sentence: Sentence
) -> list[Mention]:  # fmt: skip
    """Find who would receive after the cue: "sell Qatar jets", "sale of jets to Qatar", "a deal with Qatar"."""
    p = patterns()
    reach = min(sentence.end, max([cue.end, *(g.end for g in near)]) + REACH)
    makers = {g.maker for g in near if g.maker}
    for number, actor in enumerate(actors):
        if not cue.end <= actor.span.start < reach or not may_receive(text, actor):
            continue
        if not stands_as_name(text, actor) or owns_something(text, actor):
            continue
        gap = text[cue.end : actor.span.start]
        if not within_phrase(gap):
            return []
        if (
            p["elsewhere"].search(gap)
            or p["purpose"].match(text, actor.span.end)
            or _ONLY_TO.search(gap)
            or (actor.kind == "organisation" and _AND_ITS_MEMBERS.match(text, actor.span.end))
        ):
            continue
        dative = cue.sense == "give_verb" and not cue.passive and p["dative"].fullmatch(gap)
        only_to = cue.sense == "give_verb" and not cue.word.lower().startswith(_MEANT_FOR)
        to = (p["only to"] if only_to else p["to"]).search(gap)
        with_ = cue.sense == "neutral" and p["with"].search(gap) and code_of(actor) not in makers | {"USA"}
        if dative or to or with_:
            return coordinated(text, actors, number)
    return []


_MEANT_FOR = (
    "built",
    "build",
    "is build",
    "are build",
    "will build",
    "would build",
    "pledg",
    "promis",
)  # "for Ukraine"


_AND_ITS_MEMBERS = re.compile(
    r"\s+(?:countries|states|members|nations|partners),?\s+(?:including|such as|namely)\b|\s*:"
)


_ONLY_TO = re.compile(
    r"\bonly\s+(?:to|for|by)\s+(?:the\s+)?$", re.IGNORECASE
)  # "so far supplied only to Israel": in use


def receivers_by(
    text: str, cue: SaleCue, actors: Sequence[Mention], near: Sequence[Goods], sentence: Sentence
) -> list[Mention]:  # fmt: skip
    """Find who would receive for a word of taking: its subject, its owner, or "by" whom."""
    reach = min(sentence.end, max([cue.end, *(g.end for g in near)]) + 60)
    if cue.passive or cue.sense == "take_noun":
        for number, actor in enumerate(actors):
            if cue.end <= actor.span.start < reach and patterns()["by"].search(text, cue.end, actor.span.start):
                return coordinated(text, actors, number)
    if cue.sense == "take_noun":
        return _owner(text, cue, actors, sentence) or _buys_by_decision(text, cue, actors, near, sentence)
    if cue.passive:
        return []
    subject = subject_of(text, cue, actors, sentence)
    if subject is None:
        return _planner(text, cue, actors, near, sentence)
    return [*joined_before(text, actors, subject), subject, *_so_did(text, cue, actors, sentence)]


_SO_DID = re.compile(r"\b(?:and\s+so|so|as)\s+(?:did|has|have|had|will)\s+(?:the\s+)?$", re.IGNORECASE)


def _so_did(text: str, cue: SaleCue, actors: Sequence[Mention], sentence: Sentence) -> list[Mention]:
    """Read "Iraq bought them, and so did Saudi Arabia"."""
    after = [a for a in actors if cue.end <= a.span.start < sentence.end and stands_as_name(text, a)]
    return [a for a in after if _SO_DID.search(text, cue.end, a.span.start)]


def _owner(text: str, cue: SaleCue, actors: Sequence[Mention], sentence: Sentence) -> list[Mention]:
    """Read "Egypt's request", "the Saudi purchase", "Qatar's possible acquisition"."""
    for actor in reversed(actors):
        if actor.span.end > cue.start or actor.span.start < sentence.start or actor.kind == "organisation":
            continue
        at = owner_end(text, actor)
        gap = text[at if at is not None else actor.span.end : cue.start]
        if only_words(gap, 6 if at is not None else 4):
            return [actor]
    return []


_DECIDES_TO_BUY = re.compile(
    r"\b(?:vot(?:e|es|ed|ing)\s+(?:\w+\s+){0,3}on|approv\w+|clear(?:s|ed)|sign(?:s|ed|ing)?|plan(?:s|ned|ning)?|consider\w*|announc\w+|"
    r"finali[sz]\w+|complet\w+|confirm\w+|delay\w*|suspend\w*|cancel\w*|decid\w+\s+on|agree\w*\s+(?:on|to)|discuss\w*|mull\w*|"
    r"weigh\w*|ratif\w+|financ\w+|fund\w*|authori[sz]\w+|negotiat\w+|pursu\w+|press\w*\s+ahead\s+with|okay\w*)\s+"
    r"(?:\w+\s+){0,2}?(?:the|a|an|its|their|any|further|such)\s+(?:[\w$€£.,-]+\s+){0,4}$",
    re.IGNORECASE,
)


def _buys_by_decision(
    text: str, cue: SaleCue, actors: Sequence[Mention], near: Sequence[Goods], sentence: Sentence
) -> list[Mention]:  # fmt: skip
    """Read "Romania's parliament will vote on the purchase of": who decides on a purchase buys, unless he makes it."""
    makers = {g.maker for g in near if g.maker} | {"USA"}
    for actor in reversed(actors):
        if not sentence.start <= actor.span.start or actor.span.end > cue.start or code_of(actor) in makers:
            continue
        at = owner_end(text, actor) or actor.span.end
        gap = text[at : cue.start]
        if _DECIDES_TO_BUY.search(gap) is None or "," in re.sub(r"\d,\d", "", gap) or len(gap) > 110:
            continue
        rules = owner_end(text, actor) is None or patterns()["institution"].match(text, at, at + 40) is not None
        return [actor] if rules and stands_as_name(text, actor) and not is_object(text, actor, sentence) else []
    return []


_PLAN_TO = re.compile(
    r"\b(?:deals?|contracts?|agreements?|plans?|requests?|bid|talks|negotiations|discussions|intention|desire|interest|"
    r"efforts?|offer|proposal|letter of request)\s+(?:to|in|on|for|over)\s+(?:\w+ly\s+)?$",
    re.IGNORECASE,
)


def _planner(
    text: str, cue: SaleCue, actors: Sequence[Mention], near: Sequence[Goods], sentence: Sentence
) -> list[Mention]:  # fmt: skip
    """Read "Egypt said it would suspend talks on a deal to buy jets": whose deal it is opens the sentence."""
    if _PLAN_TO.search(text, sentence.start, cue.start) is None:
        return []
    makers = {g.maker for g in near if g.maker} | {"USA"}
    states = [a for a in actors if sentence.start <= a.span.start and a.span.end <= cue.start and a.kind == "state"]
    first = next((a for a in states if code_of(a) not in makers and stands_as_name(text, a)), None)
    return [first] if first is not None else []


_PARTNER = re.compile(
    r"\b(?:deals?|contracts?|agreements?|accords?|pacts?|memorandum|talks|negotiations|discussions|orders?)\s+"
    r"(?:[\w$€£.,-]+\s+){0,7}?with\s+(?:the\s+)?(?:[\w-]+\s+){0,2}?$",
    re.IGNORECASE,
)


_TO_DO = re.compile(r"(?:\s+[^.;:,]{0,60}?)?\s+(?:to|that\s+(?:will|would)(?:\s+see)?)\s+(?:[a-z]+ly\s+)?")


_TIES = re.compile(r"\b(?:normali[sz]\w+|peace|ties|relations|friendship|recogni\w+)\b", re.IGNORECASE)


def partner_before(text: str, cue: SaleCue, actors: Sequence[Mention], sentence: Sentence) -> Mention | None:
    """Read "signed a contract with Poland to export tanks": the other side of a deal to give or to take."""
    if not cue.is_verb or cue.passive:
        return None
    for actor in reversed(actors):
        if sentence.start <= actor.span.start and actor.span.end <= cue.start and may_receive(text, actor):
            with_ = _PARTNER.search(text, max(sentence.start, actor.span.start - 120), actor.span.start)
            if with_ is not None and _TIES.search(with_[0]):
                return None  # "its agreement to normalize ties with Israel"
            if with_ is not None and _TO_DO.fullmatch(text, actor.span.end, cue.start):
                return actor
    return None


def fronted(text: str, cue: SaleCue, actors: Sequence[Mention], sentence: Sentence) -> Mention | None:
    """Read "For Egypt the Americans are going to supply": a receiver that opens the sentence."""
    first = next((a for a in actors if a.span.start >= sentence.start), None)
    if first is None or not cue.is_verb or cue.start - first.span.end > 60 or not may_receive(text, first):
        return None
    opens = re.fullmatch(r"\W*(?:For|To)\s+(?:the\s+)?", text[sentence.start : first.span.start])
    return first if opens is not None and stands_as_name(text, first) and owner_end(text, first) is None else None
