"""Whose clause a word of sale stands in: its subject, looked for backwards over the words of one clause."""

import re
from collections.abc import Sequence

from counterpoise.reading.gazetteer import Mention
from counterpoise.reading.paragraphs import Sentence
from counterpoise.reading.party_names import SAID_IT, one_clause, owner_end, patterns, stands_as_name
from counterpoise.reading.sale_cues import SaleCue

_INSERTION = re.compile(r"^,[^,]{3,90},\s*|^\s*\([^()]*\)\s*")


_OF_THEM = re.compile(
    r",\s+(?:most|all|some|many|both|half|each|\w+)\s+of\s+(?:them|which)\b"
)  # "24 Rafales, most of them bought"


_HAS_SINCE = re.compile(r"\b(?:has|have|had)\s+since\b", re.IGNORECASE)  # no new clause


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
        if is_object(text, actor, sentence) and not _does_it(text, actor, cue):
            continue
        gap = text[at if at is not None else actor.span.end : cue.start]
        if actor.form == "adjective" and not actor.wording.isupper():
            body = patterns()["institution"].match(gap)
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
    gap = _HAS_SINCE.sub(" ", SAID_IT.sub(" ", gap))
    return one_clause(gap) and patterns()["attitude"].search(gap) is None and "," not in re.sub(r"\d,\d", "", gap)


def is_object(text: str, actor: Mention, sentence: Sentence) -> bool:
    """Tell whether a name follows a preposition and so is no subject. "With Qatar set to buy" opens a sentence."""
    low = max(sentence.start, actor.span.start - 60)
    match = patterns()["preposition"].search(text, low, actor.span.start)
    if match is None or (match.start() == sentence.start and match[0].lower().startswith("with")):
        return False
    if match[0].lower().startswith(("for", "to", "on")) and re.match(
        r"\s+to\s", text[actor.span.end : actor.span.end + 5]
    ):
        return False  # "a green light for Washington to sell"
    return _STATE_OF.search(text, low, match.end()) is None


_HAS_DONE = re.compile(
    r"\s+(?:has\s+|had\s+|having\s+)?(?:submitted|submitting|made|making|sent|filed|requested|requesting|asked|asking|sought|"
    r"seeking|signed|agreed|decided|wants|wanting|plans|planning|ordered)\b"
)


def _does_it(text: str, actor: Mention, cue: SaleCue) -> bool:
    """Tell whether the name acts all the same: "reports of Pakistan buying jets", "of Qatar submitted a request"."""
    if _HAS_DONE.match(text, actor.span.end):
        return True
    return cue.word.lower().endswith("ing") and text[actor.span.end : cue.start].strip() in ("", "'s", "’s", "’", "'")


_STATE_OF = re.compile(
    r"\b(?:government|kingdom|state|republic|sultanate|emirate|ministry|military|army|navy|air force|armed forces)"
    r"\s+of\s+(?:the\s+)?$",
    re.IGNORECASE,
)
