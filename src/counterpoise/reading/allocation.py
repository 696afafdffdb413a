"""Arms that no word of sale took, given to the state they are said to be to or for."""

import re
from collections.abc import Iterator, Sequence

from counterpoise.reading.gazetteer import Mention
from counterpoise.reading.goods import Goods
from counterpoise.reading.paragraphs import Sentence
from counterpoise.reading.party_names import JOINS, code_of, leads_to, may_receive, owns_something, stands_as_name

_ABOUT_SALE = re.compile(
    r"\b(?:notif\w+|told (?:Congress|lawmakers) of|approv\w+|clear(?:ed|s)|hold|paused|meant|destined|bound|"
    r"earmarked|deliver\w+|contracts?|"
    r"agreements?|deals?|sales?|sell|purchases?|buy\w*|package|order\w*|sold|export\w*|transfer\w*|shipments?|"
    r"arms|acquir\w+|request\w*|supply|supplied)\b",
    re.IGNORECASE,
)


_AMONG_THEM = re.compile(r"[^,.;]{0,20}\bamong them\b")
_RIGHT_FOR = re.compile(r"s?(?:\s+[\w-]+){0,2}\s+(?:for|to)\s+(?:the\s+)?")  # "48 jets for Riyadh" needs no other word
_AT_ONCE_FOR = re.compile(r"s?\s+for\s+(?:the\s+)?")  # "the review of the F-35s for the Emirates"
_STRAIGHT_TO = re.compile(r"s?\s+to\s+(?:the\s+)?")  # "weapons to Saudi Arabia"
_MOVES = re.compile(  # "sent jets to Jordan" may move forces of one's own
    r"\b(?:sen[dt]\w*|deploy\w*|redeploy\w*|mov(?:e|es|ed|ing)|fl(?:y|ew|own|ying)|dispatch\w*|rush\w*|return\w*|"
    r"brought|bring\w*|back)\b",
    re.IGNORECASE,
)
_STATIONS = re.compile(r"\b(?:re)?(?:deploy\w*|mov(?:e|es|ed|ing)|station\w*)\b", re.IGNORECASE)
_TOLD_OF = re.compile(r"\b(?:told|notified|informed)\s+(?:\w+\s+)?of\b", re.IGNORECASE)
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


def allocated(
    text: str, sentence: Sentence, goods: list[Goods], actors: list[Mention], used: set[int]
) -> Iterator[tuple[Mention, list[Goods]]]:  # fmt: skip
    """Give the goods that no cue took with whom they are said to be for: "and of 96 missiles to the Emirates"."""
    receivers = [a for a in actors if _is_receiver(text, sentence, a)]
    if not receivers:
        return
    about_sale = any(p.search(text, sentence.start, sentence.end) for p in (_ABOUT_SALE, JOINS))
    groups: list[list[Goods]] = []
    for g in goods:
        if groups and _is_listed(text, groups[-1][-1].end, g.start, actors):
            groups[-1].append(g)
        else:
            groups.append([g])
    for number, group in enumerate(groups):
        fresh = [g for g in group if id(g) not in used]
        if not fresh:
            continue
        following = groups[number + 1][0].start if number + 1 < len(groups) else sentence.end
        before = [r for r in receivers if r.span.end <= group[0].start]
        among = _AMONG_THEM.match(text, group[-1].end, sentence.end)
        if before and (among or _INCLUDING.search(text, before[-1].span.end, group[0].start)):
            yield before[-1], fresh
            continue
        if len(receivers) == 1 and _TOLD_OF.search(text, sentence.start, group[0].start):
            yield receivers[0], fresh
            continue
        after = [r for r in receivers if group[-1].end <= r.span.start < following]
        gap = text[group[-1].end : after[0].span.start] if after else ""
        right_for = _RIGHT_FOR if fresh[0].quantity is not None else _AT_ONCE_FOR
        stays_own = _STATIONS.search(text, sentence.start, group[0].start) is not None and _STRAIGHT_TO.fullmatch(gap)
        counted = fresh[0].system_id is not None and right_for.fullmatch(gap) and not stays_own
        straight = _STRAIGHT_TO.fullmatch(gap) and not _MOVES.search(text, sentence.start, group[0].start)
        if after and (counted or straight or (about_sale and _leads_to(gap))):
            yield after[0], fresh


_AND_FOR = re.compile(r"s?(?:\s+[\w-]+){0,2}\s+(?:for|to)\s+(?:the\s+)?")


def goes_to_another(text: str, goods: Goods, receiver: Mention, actors: Sequence[Mention]) -> bool:
    """Tell whether goods behind a receiver have one of their own: "munitions for Riyadh and F-35s for Abu Dhabi"."""
    if goods.start < receiver.span.end:
        return False
    after = next((a for a in actors if a.span.start >= goods.end), None)
    return (
        after is not None
        and code_of(after) != code_of(receiver)
        and stands_as_name(text, after)
        and _AND_FOR.fullmatch(text, goods.end, after.span.start) is not None
    )


def _is_receiver(text: str, sentence: Sentence, actor: Mention) -> bool:
    """Tell whether a state stands after "to" or "for" and is no owner of something else."""
    if not may_receive(text, actor) or not stands_as_name(text, actor):
        return False
    if owns_something(text, actor):
        return False
    return leads_to(text, max(sentence.start, actor.span.start - 90), actor.span.start)


def _is_listed(text: str, end: int, start: int, actors: Sequence[Mention]) -> bool:
    gap = text[end:start]
    if any(end <= a.span.start < start and stands_as_name(text, a) for a in actors):
        return False
    return len(gap) < 60 and re.search(r",|\band\b|\bor\b|\bplus\b", gap) is not None and not _CLAUSE.search(gap)


def _leads_to(gap: str) -> bool:
    if len(gap) > 90:
        return False
    return not _CLAUSE.search(_PASSIVE.sub(" ", gap))
