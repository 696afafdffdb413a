"""Names of states, bodies and firms as they stand in a sentence about a sale: by name, as owner, joined with others."""

import re
from collections.abc import Sequence
from functools import cache

from counterpoise.reading.gazetteer import Mention
from counterpoise.vocabulary import index, rows, split_list, word_list

REACH = 170  # characters of one clause that are looked over


def _words(name: str) -> str:
    return "|".join(sorted(map(re.escape, word_list(name)), key=len, reverse=True))


@cache
def _qualified() -> str:
    """Give what may stand between a preposition and the state: "to its wealthy Gulf ally Qatar"."""
    return rf"(?:(?:{_words('transfers.qualifiers')})[\s,]+){{0,7}}"


@cache
def patterns() -> dict[str, re.Pattern[str]]:
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


_EXPORTS_MUCH = 20  # systems of ours that a state makes; below it "the Saudi arms sale" is a sale to that state


@cache
def exporters() -> frozenset[str]:
    """Give the states that make many systems of the vocabulary."""
    made: dict[str, int] = {}
    for row in rows("systems"):
        made[row["maker_state"]] = made.get(row["maker_state"], 0) + 1
    return frozenset(state for state, count in made.items() if count >= _EXPORTS_MUCH)


POSSESSION = re.compile(r"^(?:['’]s\b|(?<=s)['’](?=\s))")


_AND = re.compile(
    r"^(?:,?\s+(?:and|or|as well as|and also|plus)\s+|,\s+)(?:both\s+|to\s+|for\s+|by\s+)?(?:the\s+|its\s+)?$"
)


SAID_IT = re.compile(  # "Egypt said it would", "officials said they would": the same party goes on
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
    if actor.kind == "organisation" and _OF_ITS_MEMBERS.match(text, actor.span.end, actor.span.end + 16):
        return False  # "one NATO ally"
    if actor.kind == "person" or actor.form != "adjective" or actor.wording.replace(".", "").isupper():
        return True
    if actor.wording.endswith("s") and (actor.wording[:-1] in _demonyms() or actor.wording in _peoples()):
        return True
    if patterns()["institution"].match(text, actor.span.end, actor.span.end + 40) is not None:
        return True
    the = text[max(0, actor.span.start - 4) : actor.span.start].lower() == "the "
    return the and _PEOPLE_DO.match(text, actor.span.end, actor.span.end + 16) is not None


_PEOPLE_DO = re.compile(  # "the British offered": the people, not an adjective
    r"\s+(?:have|had|are|were|will|would|could|may|might|do|did|also|offered|want|wanted|bought|sold|said|say|agreed|asked|"
    r"decided|plan|planned|ordered|signed|need|gave|took)\b"
)


_OF_ITS_MEMBERS = re.compile(r"\s+(?:ally|allies|members?|countr(?:y|ies)|states?|partners?|summit|standards?|chief)\b")


def may_receive(text: str, actor: Mention) -> bool:
    """Tell whether a name can be a receiver: a state, an organisation, or the forces and government of a state."""
    if actor.kind == "body":
        return patterns()["force"].search(actor.wording) is not None
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
        and not patterns()["attitude"].search(gap)
    )


def one_clause(gap: str, reach: int = REACH) -> bool:
    """Tell whether a gap lies within one clause."""
    return len(gap) < reach and patterns()["break"].search(SAID_IT.sub(" ", gap)) is None


def leads_to(text: str, start: int, end: int) -> bool:
    """Tell whether "to" or "for" and words of description stand right before `end`, and no "threat to"."""
    p = patterns()
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


def within_phrase(gap: str) -> bool:
    """Tell whether only goods, numbers and prepositions stand in a gap: no new clause, no new subject."""
    gap = re.sub(r"\b(?:more|less|fewer|other) than\b", "", gap)
    return len(gap) < 2 * REACH and not re.search(
        r"[;:?!]|\.\s|\b(?:who|said|says|while|because|although|if|when|whether|despite|amid|according|than|has|have|had|will|would|could|may|might)\b",
        gap,
    )


def owns_something(text: str, actor: Mention) -> bool:
    at = owner_end(text, actor)
    return at is not None and patterns()["institution"].match(text, at, at + 40) is None


_GIVES_AS_WELL = re.compile(r"\s+(?:another|a\s+further)\s+[\w-]+")  # "to Ukraine, and Norway another six"


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
        if _GIVES_AS_WELL.match(text, actor.span.end):
            break
        if re.search(r"\b(?:and|or|plus|well)\b", gap):
            group += [*commas, actor]
            commas = []
        else:
            commas.append(actor)
    distinct: dict[str | None, Mention] = {}
    for actor in group:
        distinct.setdefault(code_of(actor), actor)
    return list(distinct.values())


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
