"""Who would supply: after "from" or "by", as one of two sides of a deal, as who decides on it or makes the goods."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from counterpoise.reading.gazetteer import Mention
from counterpoise.reading.goods import Goods
from counterpoise.reading.paragraphs import Sentence
from counterpoise.reading.party_names import (
    REACH,
    code_of,
    exporters,
    only_words,
    owner_end,
    owns_something,
    patterns,
    within_phrase,
)
from counterpoise.reading.sale_cues import SaleCue

_HYPHEN_PAIR = re.compile(r"^\s*[-–/]\s*$")


def pair_before(text: str, cue: SaleCue, actors: Sequence[Mention]) -> tuple[Mention, Mention] | None:
    """Read "the US-UAE arms deal": give the two states joined by a hyphen before the noun."""
    before = [a for a in actors if a.kind == "state" and a.span.end <= cue.start and cue.start - a.span.end < 40]
    if len(before) < 2 or not _HYPHEN_PAIR.match(text[before[-2].span.end : before[-1].span.start]):
        return None
    return before[-2], before[-1]


def owner_of_deal(text: str, cue: SaleCue, actors: Sequence[Mention], near: Sequence[Goods]) -> Mention | None:
    """Read "the Saudi arms deal", "Qatar's F-15 package": a state before the noun, unless it makes the goods."""
    makers = {g.maker for g in near if g.maker} | {"USA"}
    for actor in reversed(actors):
        if actor.kind != "state" or actor.span.end > cue.start or cue.start - actor.span.end > 45:
            continue
        at = owner_end(text, actor)
        if at is None and actor.form not in ("adjective", "name", "capital"):
            continue
        if only_words(text[at if at is not None else actor.span.end : cue.start], 5):
            return None if code_of(actor) in makers else actor
    return None


_BETWEEN = re.compile(r"\bbetween\s+(?:the\s+)?$", re.IGNORECASE)


def between(text: str, cue: SaleCue, actors: Sequence[Mention], sentence: Sentence) -> tuple[Mention, Mention] | None:
    """Read "a deal between France and India"."""
    after = [a for a in actors if cue.end <= a.span.start < min(sentence.end, cue.end + REACH)]
    for first, second in pairwise(after):
        if (
            len(text[cue.end : first.span.start]) < 60
            and _BETWEEN.search(text, cue.end, first.span.start)
            and re.fullmatch(r"\s+and\s+(?:the\s+)?", text[first.span.end : second.span.start])
        ):
            return first, second
    return None


def source_after(text: str, cue: SaleCue, actors: Sequence[Mention], sentence: Sentence) -> Mention | None:
    """Find who supplies after "from" or "by": "bought from France", "the sale by Germany of"."""
    p = patterns()
    for actor in actors:
        if not cue.end <= actor.span.start < min(sentence.end, cue.end + REACH):
            continue
        gap = text[cue.end : actor.span.start]
        if not within_phrase(gap) or re.search(r"\bto\s+(?:help|counter|confront|deter|defend|protect|face)\b", gap):
            return None
        if owns_something(text, actor) and actor.kind == "state" and not _owns_firm(text, actor, actors):
            continue
        ordered = cue.sense == "take_verb" and "order" in cue.word.lower() and _WITH.search(gap)
        deal_with = _DEAL_WITH.search(gap) if not cue.sense.startswith("give") else None
        match = p["from"].search(gap) or deal_with or (ordered or None)
        if match is None or p["elsewhere"].search(gap) or re.search(r"\baway\s+$", gap[: match.start()]):
            continue
        if match[0].lower().startswith("by") and (
            (cue.sense == "take_verb" and not cue.passive) or _BY_ANOTHER.search(gap[: match.start()])
        ):
            continue
        return actor
    return None


def _owns_firm(text: str, actor: Mention, actors: Sequence[Mention]) -> bool:
    """Tell whether a state stands before its own firm: "from Italy's Fincantieri"."""
    at = owner_end(text, actor)
    return at is not None and any(
        a.kind == "organisation" and a.state == actor.id and 0 < a.span.start - at < 30 for a in actors
    )


_WITH = re.compile(r"\bwith\s+(?:the\s+)?$", re.IGNORECASE)


_DEAL_WITH = re.compile(r"\b(?:deals?|contracts?|agreements?|orders?|package)\s+with\s+(?:the\s+)?$", re.IGNORECASE)


_BY_ANOTHER = re.compile(  # "70 jets purchased by": another verb has its agent there
    r"\b(?!(?:proposed|planned|offered|made|approved|supplied|sold|provided|announced|authori[sz]ed)\b)\w+(?:ed|ught)\s+$",
    re.IGNORECASE,
)


_DECIDES = re.compile(
    r"^(?:['’]s)?(?:\s+(?:[\w-]+\s+){0,2}?(?:administration|government|officials|parliament|court|council))?\s+"
    r"(?:(?:has|have|had|is|are|was|were|will|would|did|does|may|can|could|not|also|recently|formally|temporarily|quietly|\w+ly)\s+)*"
    r"(?:approv|clear|block|halt|suspend|fr[eo]ez?|paus|bann|barr|stopp|resum|allow|authori[sz]|licen[cs]|consider|weigh|"
    r"propos|announc|okay|delay|cancel|scrapp|revok|lift|mull|review|notif|informed|proceed|mov(?:e|ing))\w*\b[^.;:]{0,60}$",
    re.IGNORECASE,
)


_LETS_IT_BE = re.compile(r"\b(?:object|objection|oppos\w+|consent|stand in the way|approval of)\b", re.IGNORECASE)


def decider(text: str, cue: SaleCue, actors: Sequence[Mention], sentence: Sentence) -> Mention | None:
    """Read "The Netherlands blocked the export": who decides on a sale supplies it, unless another owns it."""
    for actor in reversed(actors):
        if sentence.start <= actor.span.start and actor.span.end <= cue.start:
            gap = text[actor.span.end : cue.start]
            if _LETS_IT_BE.search(gap):
                return None  # "announced that it would not object to the sale": another sells
            if _DECIDES.match(gap) and "’s " not in gap[3:] and "'s " not in gap[3:]:
                return actor
    return None


def seller_before(text: str, cue: SaleCue, actors: Sequence[Mention]) -> Mention | None:
    """Read "the U.S. sale", "Washington's proposed transfer": who gives, right before the noun."""
    for actor in reversed(actors):
        if actor.span.end > cue.start or actor.kind not in ("state", "body", "organisation"):
            continue
        at = owner_end(text, actor)
        gap = text[at if at is not None else actor.span.end : cue.start]
        if only_words(gap, 4) and (cue.sense == "give_noun" or code_of(actor) == "USA"):
            return actor
    return None


_ITS_OWN = re.compile(r"['’]s\s+(?:[a-z-]+\s+){0,3}")  # "America's most advanced jet"
_MADE_IN = re.compile(r"(?:-(?:made|built|supplied|manufactured|produced|designed))?\s+(?:[\w-]+\s+){0,3}")


def maker_beside(text: str, near: Sequence[Goods], actors: Sequence[Mention]) -> Iterator[Mention]:
    """Read "Russian S-400", "US-made jets", "American weapons": states that stand as makers at the goods."""
    for g in near:
        for actor in actors:
            if actor.kind != "state":
                continue
            inside = g.start <= actor.span.start < g.end
            as_maker = actor.form == "adjective" or text.startswith("-", actor.span.end)
            gap = text[actor.span.end : g.start]
            before = (
                as_maker and 0 <= len(gap) < 30 and _MADE_IN.fullmatch(gap) and not re.search(r"\bof\b|\bin\b", gap)
            )
            own = 0 <= len(gap) < 40 and code_of(actor) in exporters() and _ITS_OWN.fullmatch(gap)
            if inside or before or own:
                yield actor
