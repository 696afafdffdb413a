"""Who would supply and who would receive: states by their place around one word of sale.

A subject is looked for backwards over the words of one clause; a receiver forwards, after "to", "for", "with" or right
after the verb. What stands in another clause, after a preposition that leads elsewhere ("threats from"), or only judges
the sale is no party of it.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from counterpoise.reading.gazetteer import Mention
from counterpoise.reading.goods import Goods
from counterpoise.reading.paragraphs import Sentence
from counterpoise.reading.sale_cues import SaleCue
from counterpoise.vocabulary import index, split_list, word_list

REACH = 170  # characters of one clause that are looked over


def _words(name: str) -> str:
    return "|".join(sorted(map(re.escape, word_list(name)), key=len, reverse=True))


@cache
def _qualified() -> str:
    """Give what may stand between a preposition and the state: "to its wealthy Gulf ally Qatar"."""
    return rf"(?:(?:{_words('transfers.qualifiers')})[\s,]+){{0,7}}"


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    q = _qualified()
    institution = _words("transfers.institutions")
    return {
        "to": re.compile(rf"\b(?:to|for)\s+{q}$", re.IGNORECASE),
        "only to": re.compile(rf"\bto\s+{q}$", re.IGNORECASE),
        "with": re.compile(rf"\b(?:with|involving|involves|covering|for|to)\s+{q}$", re.IGNORECASE),
        "by": re.compile(rf"\bby\s+{q}$", re.IGNORECASE),
        "from": re.compile(rf"\b(?:from|by)\s+{q}$", re.IGNORECASE),
        "dative": re.compile(rf"\s+{q}", re.IGNORECASE),
        "preposition": re.compile(rf"\b(?:{_words('transfers.prepositions')})\s+{q}$", re.IGNORECASE),
        "elsewhere": re.compile(
            rf"\b(?:(?:{_words('transfers.elsewhere')})\s+(?:to|with|for|from|by|of|over)|(?:hours|days|weeks?|months?)\s+"
            rf"(?:to|for|from|of))\s+{q}$",
            re.IGNORECASE,
        ),
        "institution": re.compile(rf"\s+(?:{institution})\b", re.IGNORECASE),
        "force": re.compile(rf"\b(?:{institution})$", re.IGNORECASE),
        "purpose": re.compile(rf"\s+(?:{_words('transfers.purposes')})\b"),
        "attitude": re.compile(rf"\b(?:{_words('transfers.attitudes')})\b", re.IGNORECASE),
        "break": re.compile(rf"[;:“”\"?!]|\.\s|\s[–—-]\s|\b(?:{_words('transfers.clause_breaks')})\b", re.IGNORECASE),
    }


POSSESSION = re.compile(r"^(?:['’]s\b|(?<=s)['’](?=\s))")
_AND = re.compile(
    r"^(?:,?\s+(?:and|or|as well as|and also|plus)\s+|,\s+)(?:both\s+|to\s+|for\s+|by\s+)?(?:the\s+|its\s+)?$"
)
_HYPHEN_PAIR = re.compile(r"^\s*[-–/]\s*$")
_INSERTION = re.compile(r"^,[^,]{3,90},\s*|^\s*\([^()]*\)\s*")
_OF_THEM = re.compile(
    r",\s+(?:most|all|some|many|both|half|each|\w+)\s+of\s+(?:them|which)\b"
)  # "24 Rafales, most of them bought"
_HAS_SINCE = re.compile(r"\b(?:has|have|had)\s+since\b", re.IGNORECASE)  # no new clause
_SAID_IT = re.compile(  # "Egypt said it would", "officials said they would": the same party goes on
    r"\b(?:said|says|say|announced|announces|confirmed|confirms|declared|told\s+\w+(?:\s+\w+)?|hinted|indicated|revealed|"
    r"insisted|made\s+clear|signal(?:led|ed)|decided|hoped|hopes|that)\s+(?:on\s+\w+day\s+|\w+day\s+)?(?:that\s+)?"
    r"(?:it|they|he|she|his\s+government|his\s+country|the\s+country)\b",
    re.IGNORECASE,
)


def code_of(mention: Mention) -> str | None:
    """Give the state, or the organisation of no state, that a name belongs to."""
    if mention.kind == "state" or (mention.kind == "organisation" and not mention.state):
        return mention.id
    return mention.state


@cache
def _demonyms() -> frozenset[str]:
    """Give the adjectives of states whose plural names the people: "the Saudis", "Israelis"."""
    return frozenset(a for row in _states() for a in split_list(row["adjectives"]))


@cache
def _peoples() -> frozenset[str]:
    """Give the plurals that states.csv itself lists: "Poles", "Turks"; "Swiss" is an adjective."""
    return frozenset(
        a for row in _states() for a in split_list(row["adjectives"]) if a.endswith("s") and not a.endswith(("ss", "."))
    )


def _states() -> Sequence[dict[str, str]]:
    return [dict(row) for row in index("states", "code").values()]


def stands_as_name(text: str, actor: Mention) -> bool:
    """Tell whether a state is named as an actor: "Israel", "US", "the Saudis", "the Turkish air force"."""
    if actor.kind == "person" or actor.form != "adjective" or actor.wording.replace(".", "").isupper():
        return True
    if actor.wording.endswith("s") and (actor.wording[:-1] in _demonyms() or actor.wording in _peoples()):
        return True
    if _patterns()["institution"].match(text, actor.span.end, actor.span.end + 40) is not None:
        return True
    the = text[max(0, actor.span.start - 4) : actor.span.start].lower() == "the "
    return the and _PEOPLE_DO.match(text, actor.span.end, actor.span.end + 16) is not None


_PEOPLE_DO = re.compile(  # "the British offered": the people, not an adjective
    r"\s+(?:have|had|are|were|will|would|could|may|might|do|did|also|offered|want|wanted|bought|sold|said|say|agreed|asked|"
    r"decided|plan|planned|ordered|signed|need|gave|took)\b"
)


def may_receive(text: str, actor: Mention) -> bool:
    """Tell whether a name can be a receiver: a state, an organisation, or the forces and government of a state."""
    if actor.kind == "body":
        return _patterns()["force"].search(actor.wording) is not None
    return actor.kind in ("state", "organisation")


def owner_end(text: str, actor: Mention) -> int | None:
    """Give where a possessive ends ("Egypt's ..."), or None where the name owns nothing."""
    match = POSSESSION.match(text[actor.span.end : actor.span.end + 3])
    return actor.span.end + match.end() if match else None


def only_words(gap: str, count: int) -> bool:
    """Tell whether nothing but a few words that qualify a noun stands in a gap."""
    return (
        len(gap.split()) <= count
        and not re.search(
            r"[,.;:()“”\"](?!\d)|\b(?:to|for|from|in|and|that|of|with|by|is|was|has|have|on|over|before|after|when|while|if|than)\b",
            gap,
        )
        and not _patterns()["attitude"].search(gap)
    )


def one_clause(gap: str, reach: int = REACH) -> bool:
    """Tell whether a gap lies within one clause."""
    return len(gap) < reach and _patterns()["break"].search(_SAID_IT.sub(" ", gap)) is None


def subject_of(text: str, cue: SaleCue, actors: Sequence[Mention], sentence: Sentence) -> Mention | None:
    """Find the state whose clause a verb of sale stands in, or that owns the plan to do it.

    "Germany will sell", "Qatar, which has asked", "Cairo signed a deal to buy", "Washington's plan to sell".
    """
    for actor in reversed(actors):
        if actor.span.end > cue.start or actor.span.start < sentence.start:
            continue
        at = owner_end(text, actor)
        if at is None and not stands_as_name(text, actor):
            gap = text[actor.span.end : cue.start]
            if _owns_plan(gap) and _leads_to_verb(gap):  # "the German deal to sell"
                return actor
            continue
        if _is_object(text, actor, sentence) and not _does_it(text, actor, cue):
            continue
        gap = text[at if at is not None else actor.span.end : cue.start]
        if actor.form == "adjective" and not actor.wording.isupper():
            body = _patterns()["institution"].match(gap)
            gap = gap[body.end() :] if body is not None else gap
        if at is not None and not _owns_plan(gap):
            continue
        if _leads_to_verb(gap):
            return actor
        if not one_clause(gap) and actor.form != "pronoun":
            return None
    return None


_PLANS = re.compile(
    r"^\s*(?:[\w-]+\s+){0,4}?(?:plans?|decision|intention|bid|attempts?|efforts?|offer|proposal|request|desire|wish|hopes?|"
    r"interest|deal|contract|agreement|talks|negotiations|move|readiness|willingness|promise|pledge|refusal|quest|order|"
    r"(?:air\s+force|army|navy|military|armed\s+forces|government|administration|ministry|defen[cs]e\s+ministry|cabinet|"
    r"parliament|president|prime\s+minister|king|crown\s+prince|minister|officials|ruler|leader))\b",
    re.IGNORECASE,
)


def _owns_plan(gap: str) -> bool:
    return _PLANS.match(gap) is not None


def _leads_to_verb(gap: str) -> bool:
    """Tell whether from a name the words lead within one clause to the verb, whatever they are."""
    for _ in range(2):
        gap = _INSERTION.sub(" ", gap)
    gap = re.sub(r"^,?\s*(?:which|who|that)\b", " ", gap)
    gap = _OF_THEM.sub(" ", gap)
    gap = _HAS_SINCE.sub(" ", _SAID_IT.sub(" ", gap))
    return one_clause(gap) and _patterns()["attitude"].search(gap) is None and "," not in re.sub(r"\d,\d", "", gap)


def _is_object(text: str, actor: Mention, sentence: Sentence) -> bool:
    """Tell whether a name follows a preposition and so is no subject. "With Qatar set to buy" opens a sentence."""
    low = max(sentence.start, actor.span.start - 60)
    match = _patterns()["preposition"].search(text, low, actor.span.start)
    if match is None or (match.start() == sentence.start and match[0].lower().startswith("with")):
        return False
    if match[0].lower().startswith(("for", "to", "on")) and re.match(
        r"\s+to\s", text[actor.span.end : actor.span.end + 5]
    ):
        return False  # "a green light for Washington to sell"
    return _STATE_OF.search(text, low, match.end()) is None


def _does_it(text: str, actor: Mention, cue: SaleCue) -> bool:
    """Tell whether a gerund follows the name at once: "reports of Pakistan buying jets"."""
    return cue.word.lower().endswith("ing") and text[actor.span.end : cue.start].strip() in ("", "'s", "’s", "’", "'")


_STATE_OF = re.compile(
    r"\b(?:government|kingdom|state|republic|sultanate|emirate|ministry|military|army|navy|air force|armed forces)"
    r"\s+of\s+(?:the\s+)?$",
    re.IGNORECASE,
)


def receivers_after(
    text: str, cue: SaleCue, actors: Sequence[Mention], near: Sequence[Goods], sentence: Sentence
) -> list[Mention]:  # fmt: skip
    """Find who would receive after the cue: "sell Qatar jets", "sale of jets to Qatar", "a deal with Qatar"."""
    p = _patterns()
    reach = min(sentence.end, max([cue.end, *(g.end for g in near)]) + REACH)
    makers = {g.maker for g in near if g.maker}
    for number, actor in enumerate(actors):
        if not cue.end <= actor.span.start < reach or not may_receive(text, actor):
            continue
        if not stands_as_name(text, actor) or owns_something(text, actor):
            continue
        gap = text[cue.end : actor.span.start]
        if not _within_phrase(gap):
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


def leads_to(text: str, start: int, end: int) -> bool:
    """Tell whether "to" or "for" and words of description stand right before `end`, and no "threat to"."""
    p = _patterns()
    if any(m.end() == end for m in JOINS.finditer(text, start, end)):
        return True
    return p["to"].search(text, start, end) is not None and p["elsewhere"].search(text, start, end) is None


JOINS = re.compile(  # "to join Iran's army", "in service with the navy"
    r"\b(?:to\s+join|join(?:ed|s|ing)?|service\s+with|destined\s+for|bound\s+for|earmarked\s+for)\s+(?:the\s+)?",
    re.IGNORECASE,
)


_ACTS = re.compile(
    r"\s+(?:has|have|had|is|was|were|will|would|could|may|did|does|\w{3,}ed|said|says|sent|gave|went|took)\b"
)
_AND_ITS_MEMBERS = re.compile(
    r"\s+(?:countries|states|members|nations|partners),?\s+(?:including|such as|namely)\b|\s*:"
)


_ONLY_TO = re.compile(
    r"\bonly\s+(?:to|for|by)\s+(?:the\s+)?$", re.IGNORECASE
)  # "so far supplied only to Israel": in use


def _within_phrase(gap: str) -> bool:
    """Tell whether only goods, numbers and prepositions stand in a gap: no new clause, no new subject."""
    gap = re.sub(r"\b(?:more|less|fewer|other) than\b", "", gap)
    return len(gap) < 2 * REACH and not re.search(
        r"[;:?!]|\.\s|\b(?:who|said|says|while|because|although|if|when|whether|despite|amid|according|than|has|have|had|will|would|could|may|might)\b",
        gap,
    )


def owns_something(text: str, actor: Mention) -> bool:
    at = owner_end(text, actor)
    return at is not None and _patterns()["institution"].match(text, at, at + 40) is None


def coordinated(text: str, actors: Sequence[Mention], first: int) -> list[Mention]:
    """Give the names joined with the one at `first`: "Qatar, Oman and Kuwait"; a comma alone joins nothing."""
    group = [actors[first]]
    commas: list[Mention] = []
    for actor in actors[first + 1 :]:
        last = (commas or group)[-1]
        gap = text[last.span.end : actor.span.start]
        if len(gap) > 22 or _AND.match(gap) is None or not stands_as_name(text, actor):
            break
        if gap.startswith(",") and not commas and _ACTS.match(text, actor.span.end):
            break  # ", and Washington followed with": a clause of its own
        if re.search(r"\b(?:and|or|plus|well)\b", gap):
            group += [*commas, actor]
            commas = []
        else:
            commas.append(actor)
    distinct: dict[str | None, Mention] = {}
    for actor in group:
        distinct.setdefault(code_of(actor), actor)
    return list(distinct.values())


def receivers_by(
    text: str, cue: SaleCue, actors: Sequence[Mention], near: Sequence[Goods], sentence: Sentence
) -> list[Mention]:  # fmt: skip
    """Find who would receive for a word of taking: its subject, its owner, or "by" whom."""
    reach = min(sentence.end, max([cue.end, *(g.end for g in near)]) + 60)
    if cue.passive or cue.sense == "take_noun":
        for number, actor in enumerate(actors):
            if cue.end <= actor.span.start < reach and _patterns()["by"].search(text, cue.end, actor.span.start):
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


def joined_before(text: str, actors: Sequence[Mention], subject: Mention) -> list[Mention]:
    """Give the names joined before a subject: "Norway and Denmark ordered"."""
    place = list(actors).index(subject)
    group: list[Mention] = []
    last = subject
    for actor in reversed(actors[:place]):
        gap = text[actor.span.end : last.span.start]
        joined = re.fullmatch(r"\s+and\s+(?:the\s+)?", gap) or (group and re.fullmatch(r",\s+(?:the\s+)?", gap))
        if not joined or code_of(actor) == code_of(last) or not stands_as_name(text, actor):
            break
        group.insert(0, actor)
        last = actor
    return group


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
        rules = owner_end(text, actor) is None or _patterns()["institution"].match(text, at, at + 40) is not None
        return [actor] if rules and stands_as_name(text, actor) and not _is_object(text, actor, sentence) else []
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
    p = _patterns()
    for actor in actors:
        if not cue.end <= actor.span.start < min(sentence.end, cue.end + REACH):
            continue
        gap = text[cue.end : actor.span.start]
        if not _within_phrase(gap) or re.search(r"\bto\s+(?:help|counter|confront|deter|defend|protect|face)\b", gap):
            return None
        if owns_something(text, actor) and actor.kind == "state" and not _owns_firm(text, actor, actors):
            continue
        ordered = cue.sense == "take_verb" and "order" in cue.word.lower() and _WITH.search(gap)
        match = p["from"].search(gap) or _DEAL_WITH.search(gap) or (ordered or None)
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
_PARTNER = re.compile(
    r"\b(?:deals?|contracts?|agreements?|accords?|pacts?|memorandum|talks|negotiations|discussions|orders?)\s+"
    r"(?:[\w$€£.,-]+\s+){0,7}?with\s+(?:the\s+)?(?:[\w-]+\s+){0,2}?$",
    re.IGNORECASE,
)
_TO_DO = re.compile(r"(?:\s+[^.;:]{0,60}?)?\s+(?:to|that\s+(?:will|would)(?:\s+see)?)\s+(?:[a-z]+ly\s+)?")


def partner_before(text: str, cue: SaleCue, actors: Sequence[Mention], sentence: Sentence) -> Mention | None:
    """Read "signed a contract with Poland to export tanks": the other side of a deal to give or to take."""
    if not cue.is_verb or cue.passive:
        return None
    for actor in reversed(actors):
        if sentence.start <= actor.span.start and actor.span.end <= cue.start and may_receive(text, actor):
            with_ = _PARTNER.search(text, max(sentence.start, actor.span.start - 120), actor.span.start)
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


def decider(text: str, cue: SaleCue, actors: Sequence[Mention], sentence: Sentence) -> Mention | None:
    """Read "The Netherlands blocked the export": who decides on a sale supplies it, unless another owns it."""
    for actor in reversed(actors):
        if sentence.start <= actor.span.start and actor.span.end <= cue.start:
            gap = text[actor.span.end : cue.start]
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
            if inside or before:
                yield actor
