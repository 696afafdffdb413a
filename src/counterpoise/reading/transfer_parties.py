"""Who would supply and who would receive, by the place of states and bodies around a word of sale."""

import re

from counterpoise.reading.gazetteer import Mention
from counterpoise.reading.goods import Goods
from counterpoise.reading.paragraphs import Sentence

_QUALIFIED = (  # what may stand between "to" and a state: "to its wealthy Gulf ally Qatar"
    r"(?:(?:the|its|their|our|his|a|an|key|close|fellow|Gulf|Arab|NATO|US|U\.S\.|American|regional|neighbou?ring|oil-rich|wealthy|"
    r"long-?time|traditional|tiny|small|major|non-NATO|Sunni|both|countries|states|nations|kingdoms|allies|ally|partners?|rivals?|like|"
    r"such|as|including|neighbou?rs?|enemy|monarchy|monarchies|democracy|peninsula|customers?|buyers?)\s+){0,5}"
)
TO_BEFORE = re.compile(
    rf"\b(?:to|for|with)\s+{_QUALIFIED}(?:(?:government|kingdom|state|republic|military|armed\s+forces|air\s+force|army|navy)"
    r"\s+of\s+(?:the\s+)?)?$",
    re.IGNORECASE,
)
_TO = re.compile(rf"\bto\s+{_QUALIFIED}(?:(?:government|kingdom|state)\s+of\s+(?:the\s+)?)?$", re.IGNORECASE)
_AND_BEFORE = re.compile(r"(?:,|\band|\bor|,\s*and|\bboth)\s+(?:the\s+|to\s+|to\s+the\s+)*$", re.IGNORECASE)
_FROM_BEFORE = re.compile(r"\b(?:from|by)\s+(?:the\s+)?$", re.IGNORECASE)
_HYPHEN_PAIR = re.compile(r"^\s*[-–/]\s*$")
_SUBJECT_GAP = re.compile(
    r"^(?:['’]s)?\s*(?:\([^()]*\)\s*)?(?:(?:is|are|was|were|be|been|has|have|had|will|would|may|might|could|can|"
    r"should|must|to|not|also|now|"
    r"already|soon|still|recently|reportedly|formally|officially|\w+ly|administration|government|officials|army|"
    r"military|"
    r"air|force|navy|considering|weighing|planning|plans|planned|plan|intends|intending|agreed|agrees|agree|going|"
    r"set|ready|"
    r"willing|preparing|prepared|moves|moved|moving|offered|offers|offering|proposed|proposes|proposing|decided|"
    r"wants|wanted|want|hopes|hoped|seeks|sought|seeking|trying|tried|looking|interested|in|eager|keen|likely|expected|"
    r"wishes|due|began|begun|started|continues|continued|approved|about|first|Arab|country|the|become|becomes|"
    r"became|state|and|"
    r"nation|long|pushing|pushed|for|refused|refuses|refusing|able|on|track|of|deal|intention|its|their|plans|"
    r"possible|proposal|let|allowed|signed|an?|agreement|contract|letter|intent|offer|on\s+\w+day|\w+day|"
    r"last\s+\w+|this\s+\w+|today|yesterday)\s+)*$",
    re.IGNORECASE,
)
_FINITE_GAP = re.compile(  # "the deal came about with Israel struggling": what follows belongs to another verb
    r"\b(?:is|are|was|were|has|had|have|came|comes|went|goes|will|would|could|may|said|says|did|does|made|drew|"
    r"raised|\w{3,}ed)\b"
    r"(?=.*\b(?:with|for)\s+(?:[\w.-]+\s+){0,3}$)"
)
POSSESSION = re.compile(r"^['’]s?\b")


def code_of(mention: Mention) -> str | None:
    if mention.kind in ("state",):
        return mention.id
    if mention.kind == "organisation" and not mention.state:
        return mention.id
    return mention.state


_ACTS_ON = re.compile(  # "Israel would not oppose the sale": the state acts on the sale and is no party of it
    r"\b(?:not|will|would|oppos\w+|reject\w*|object\w*|block\w*|stop\w*|approv\w+|accept\w*|welcom\w+|criti[cq]\w+|"
    r"support\w*|back(?:s|ed)?|condemn\w*|protest\w*|fear\w*|discuss\w*|veto\w*|scrutini\w+|question\w*)\b",
    re.IGNORECASE,
)


def only_words(gap: str, count: int) -> bool:
    """Tell whether nothing but a few words that qualify a noun stands in a gap."""
    return (
        len(gap.split()) <= count
        and not re.search(r"[,.;:()]|\b(?:to|for|from|in|and|that|of|with|by|is|was|has)\b", gap)
        and not _ACTS_ON.search(gap)
    )


_SIGNS = re.compile(
    r"^(?:['’]s)?\s+(?:government\s+)?(?:(?:on\s+\w+day|last\s+\w+|earlier|\w+day|has|have|had|also|is|are|will|"
    r"would|to|recently|\w+ly)\s+)*(?:sign(?:ed|s|ing)?|seal(?:ed|s)?|inked|struck|closed|"
    r"reached|concluded|finali[sz]ed|finali[sz]ing|clinched|agreed|negotiat\w+|announced|made|has|have|had|close|"
    r"near|nearing)\b[^,.;]{0,60}$",
    re.IGNORECASE,
)


def signers(
    text: str, cue: re.Match[str], actors: list[Mention], near: list[Goods], low: int, high: int
) -> tuple[Mention, str | None, str] | None:  # fmt: skip
    """Read "Egypt signed a contract with France for Rafale jets": who makes the goods supplies them."""
    subject = next((a for a in reversed(actors) if low <= a.span.start and a.span.end <= cue.start()
                    and _SIGNS.match(text[a.span.end : cue.start()])), None)  # fmt: skip
    if subject is None:
        return None
    beside = [a for a in actors if a.span.end <= subject.span.start and code_of(a) != code_of(subject)
              and re.fullmatch(r"\s+and\s+(?:the\s+)?", text[a.span.end : subject.span.start])]  # fmt: skip
    other = next(
        (
            a
            for a in actors
            if a.span.start >= cue.end()
            and re.search(r"\b(?:with|from)\s+(?:the\s+)?(?:[\w.-]+\s+){0,2}$", text[cue.end() : a.span.start])
            and a.span.start - cue.end() < 90
        ),
        None,
    )
    other = other or (beside[-1] if beside else None)
    if other is None:
        makers = {g.maker for g in near if g.maker}
        if code_of(subject) in makers or subject.kind != "state":
            return None
        return subject, None, ""
    makers = {g.maker for g in near if g.maker}
    if code_of(other) in makers or (code_of(other) == "USA" and code_of(subject) not in makers):
        return subject, code_of(other), f"the other side of {cue[0]!r}, which makes the goods: {other.wording}"
    return other, code_of(subject), f"subject of {cue[0]!r}: {subject.wording}"


def purchasers_of(
    text: str, cue: re.Match[str], sense: str, actors: list[Mention], low: int, high: int, sentence: Sentence,
    near: list[Goods],
) -> list[Mention]:  # fmt: skip
    """Find who would receive: after "to", after "sell", the subject of "buy", the owner of "request"."""
    reach = max(high, max(g.end for g in near) + 60)
    found: list[Mention] = []
    if sense in ("take_verb", "take_noun"):
        subject = _subject_of(text, cue, actors, low, sentence, sense)
        if subject is not None:
            return [subject]
        by = [
            a
            for a in actors
            if cue.end() <= a.span.start < reach and re.search(r"\bby\s+(?:the\s+)?$", text[cue.end() : a.span.start])
        ]
        if by:
            return by[:1]
        if sense == "take_verb":
            return _planner(text, cue, actors, near, sentence)
    for actor in actors:
        if actor.span.start < cue.end() or actor.span.start >= reach or actor.kind == "person":
            continue
        if actor.form == "adjective" and not actor.wording.isupper():
            continue
        between = text[cue.end() : actor.span.start]
        following = text[actor.span.end : actor.span.end + 2]
        if POSSESSION.match(following) and not re.match(
            r"['’]s\s+(?:air force|military|army|navy|armed forces|government)",
            text[actor.span.end : actor.span.end + 20],
        ):
            continue
        if (
            (sense == "give_verb" and re.fullmatch(r"\s+(?:the\s+)?", between))
            or (
                TO_BEFORE.search(between)
                and not _FINITE_GAP.search(between)
                and (sense != "give_verb" or _TO.search(between))
                and not _goes_elsewhere(between)
            )
            or (
                found
                and _AND_BEFORE.search(text[found[-1].span.end : actor.span.start])
                and len(text[found[-1].span.end : actor.span.start]) < 12
            )
        ):
            found.append(actor)
    if found:
        return _first_group(text, found)
    if sense == "give_verb":
        return []
    return _paired(text, cue, actors, near, low) or _owner(text, cue, actors, near, low, sense)


_PLAN = re.compile(
    r"\b(?:deals?|contracts?|agreements?|plans?|requests?|bid|talks|negotiations|discussions|intention|desire|interest|efforts?|offer|proposal|"
    r"letter of request)\s+(?:to|in|on|for|over)\s+(?:\w+ly\s+)?$",
    re.IGNORECASE,
)


def _planner(
    text: str, cue: re.Match[str], actors: list[Mention], near: list[Goods], sentence: Sentence
) -> list[Mention]:  # fmt: skip
    """Read "Egypt said it would suspend talks on a deal to buy jets": whose deal it is opens the sentence."""
    if _PLAN.search(text, sentence.start, cue.start()) is None:
        return []
    makers = {g.maker for g in near if g.maker}
    states = [a for a in actors if sentence.start <= a.span.start and a.span.end <= cue.start() and a.kind == "state"]
    first = next((a for a in states if code_of(a) not in makers and code_of(a) != "USA"), None)
    return [first] if first is not None else []


def _goes_elsewhere(between: str) -> bool:
    """Tell whether "to" belongs to something else: "a threat to", "notified to Congress"."""
    return (
        re.search(
            r"\b(?:threat|objections?|objected|opposed|respon\w+|according|close|risk|due|contrary|similar|"
            r"subject|committed|commitment|"
            r"ambassador|visit\w*|travel\w*|flown|flew|said|told|submitted|notification|spoke|relations?|ties|"
            r"peace|accord|"
            r"normali[sz]\w+|recogni\w+)\s+(?:to|with|for)\s+(?:[\w.-]+\s+){0,3}$",
            between,
            re.IGNORECASE,
        )
        is not None
    )


def _first_group(text: str, found: list[Mention]) -> list[Mention]:
    group = found[:1]
    for actor in found[1:]:
        gap = text[group[-1].span.end : actor.span.start]
        if len(gap) < 12 and _AND_BEFORE.search(gap):
            group.append(actor)
        else:
            break
    distinct: dict[str | None, Mention] = {}
    for actor in group:
        distinct.setdefault(code_of(actor), actor)
    return list(distinct.values())


def _paired(text: str, cue: re.Match[str], actors: list[Mention], near: list[Goods], low: int) -> list[Mention]:
    """Read "the US-UAE arms deal": of two states joined by a hyphen the one that does not make the goods receives."""
    before = [a for a in actors if a.kind == "state" and a.span.end <= cue.start() and cue.start() - a.span.end < 40]
    if len(before) < 2 or not _HYPHEN_PAIR.match(text[before[-2].span.end : before[-1].span.start]):
        return []
    first, second = before[-2:]
    if second.id == "USA":
        return [first]
    return [second]


def _owner(
    text: str, cue: re.Match[str], actors: list[Mention], near: list[Goods], low: int, sense: str
) -> list[Mention]:  # fmt: skip
    """Read "the Saudi arms deal", "Egypt's F-35 request": a state before the noun, unless it makes the goods."""
    makers = {g.maker for g in near if g.maker}
    for actor in reversed(actors):
        if actor.kind != "state" or not low <= actor.span.start < cue.start() or cue.start() - actor.span.end > 45:
            continue
        if not only_words(re.sub(r"^['’]s", "", text[actor.span.end : cue.start()]), 5):
            continue
        if actor.id in makers or actor.id == "USA" or sense == "give_noun":
            return []
        return [actor]
    return []


def _subject_of(
    text: str, cue: re.Match[str], actors: list[Mention], low: int, sentence: Sentence, sense: str
) -> Mention | None:  # fmt: skip
    """Find the state that is the subject of "buy" or the owner of "request"."""
    for actor in reversed(actors):
        if actor.span.end > cue.start() or actor.span.start < sentence.start:
            continue
        gap = text[actor.span.end : cue.start()]
        if sense == "take_noun":
            if (re.match(r"^['’]s?\s", gap) and len(gap.split()) <= 6) or (
                actor.form == "adjective" and only_words(gap, 4)
            ):
                return actor
        elif actor.kind != "person" and _SUBJECT_GAP.match(gap):
            return actor
        relative = re.match(r"^,?\s+(?:which|who|that)\b", gap)
        if relative and sense == "take_verb" and _SUBJECT_GAP.match(gap[relative.end() :]):
            return actor
        relative = re.match(r"^,[^,]{3,80},\s*", gap)
        if relative and sense == "take_verb" and _SUBJECT_GAP.match(gap[relative.end() :]):
            return actor
    return None


_DECIDES = re.compile(
    r"^(?:['’]s)?(?:\s+(?:administration|government|officials|parliament|court))?\s+"
    r"(?:(?:has|have|had|is|are|was|were|will|would|also|recently|formally|reportedly|temporarily|quietly|\w+ly)\s+)*"
    r"(?:approv|clear|block|halt|suspend|fr[eo]ez?|paus|bann|barr|stopp|resum|allow|authori[sz]|licen[cs]|consider|weigh|propos|announc|"
    r"okay|delay|cancel|scrapp|revok|lift|mull|review|notif|informed)\w*\b[^.;:]{0,60}$",
    re.IGNORECASE,
)


def _decider(text: str, cue: re.Match[str], actors: list[Mention], sentence: Sentence) -> Mention | None:
    """Read "The Netherlands blocked the export": who decides on a sale supplies it, unless another owns it."""
    for actor in reversed(actors):
        if sentence.start <= actor.span.start and actor.span.end <= cue.start():
            gap = text[actor.span.end : cue.start()]
            if _DECIDES.match(gap) and "’s " not in gap[3:] and "'s " not in gap[3:]:
                return actor
    return None


def supplier_of(
    text: str, cue: re.Match[str], sense: str, actors: list[Mention], near: list[Goods], low: int, sentence: Sentence
) -> tuple[str | None, str]:  # fmt: skip
    """Find who would supply: the subject of "sell", "from Z", "by Z", an adjective before the noun or the goods."""
    for actor in actors:
        words = text[max(cue.end(), actor.span.start - 12) : actor.span.start]
        if actor.span.start >= cue.end() and _FROM_BEFORE.search(words):
            return code_of(actor), f"named after 'from' or 'by': {actor.wording}"
    if cue[0].lower().startswith("ask"):
        asked = next(
            (
                a
                for a in actors
                if a.span.start >= cue.end() and re.fullmatch(r"\s+(?:the\s+)?", text[cue.end() : a.span.start])
            ),
            None,
        )
        return (code_of(asked), f"who is asked: {asked.wording}") if asked else (None, "")
    if sense == "give_verb":
        for actor in reversed(actors):
            if actor.span.end <= cue.start() and _SUBJECT_GAP.match(text[actor.span.end : cue.start()]):
                return code_of(actor), f"subject of {cue[0]!r}: {actor.wording}"
    before = [a for a in actors if a.kind == "state" and a.span.end <= cue.start() and cue.start() - a.span.end < 40]
    if len(before) >= 2 and _HYPHEN_PAIR.match(text[before[-2].span.end : before[-1].span.start]):
        other = before[-1] if before[-1].id == "USA" else before[-2]
        return other.id, f"of the pair before {cue[0]!r}: {other.wording}"
    if sense == "give_noun" or sense == "neutral":
        for actor in reversed(actors):
            gap = text[actor.span.end : cue.start()] if actor.span.end <= cue.start() else "  ,"
            if (
                actor.span.end <= cue.start()
                and only_words(re.sub(r"^['’]s", "", gap), 4)
                and (sense == "give_noun" or actor.id == "USA")
            ):
                return code_of(actor), f"before {cue[0]!r}: {actor.wording}"
    decider = _decider(text, cue, actors, sentence) if sense in ("give_noun", "neutral") else None
    if decider is not None:
        return code_of(decider), f"who decides on the {cue[0]}: {decider.wording}"
    for g in near:
        for actor in actors:
            if (
                actor.kind == "state"
                and (actor.form == "adjective" or text.startswith("-", actor.span.end))
                and 0 <= g.start - actor.span.end < 30
                and re.fullmatch(
                    r"(?:-(?:made|built|supplied|manufactured))?\s+(?:[\w-]+\s+){0,3}", text[actor.span.end : g.start]
                )
            ):
                return actor.id, f"before the goods: {actor.wording}"
            if actor.kind == "state" and g.start <= actor.span.start < g.end and actor.form == "adjective":
                return actor.id, f"in the goods: {actor.wording}"
    return None, ""
