"""A stance judged by what a speaker does: asks, promises, denies consent, speaks for or against a resolution."""

import re

from counterpoise.reading.stance_cues import FLIP, NEGATION
from counterpoise.reading.stance_words import ABOUT_IT, Stance, judge_words

IF = re.compile(
    r"\b(?:if|unless|provided(?! (?:with|by|to|for|in|under)\b)|as long as|so long as|only after|"
    r"on (?:the )?condition|until|contingent)\b",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"\b(?:consent(?:ed)?|green light|go-ahead|approval|"
    r"(?:agree|agreed|agrees) to (?:the |a |any |such |allow |permit |let )*(?:sale|"
    r"deal|transfer|sell|selling))\b",
    re.IGNORECASE,
)
_AT_NO_POINT = re.compile(
    r"\b(?:at no (?:point|time)|never|not|no|didn't|did not|denie[sd]|deny(?:ing)?|neither)\b", re.IGNORECASE
)


def denied_consent(content: str, manner: str | None) -> Stance | None:
    consent = _CONSENT.search(content)
    if consent is None:
        return None
    negation = _AT_NO_POINT.search(content, 0, consent.start())
    if negation is not None and consent.start() - negation.start() < 140:
        return Stance("opposes", f"denies consent: {negation[0]!r} ... {consent[0]!r}")
    if manner == "deny":
        return Stance("opposes", f"denies consent: a verb of denial with {consent[0]!r}")
    return None


_BLOCK = r"(?:block|reject|cancel|stop|refus|halt|delay|withh[eo]ld|deny|prevent|suspend)\w*"
_BLOCKING_IS_BAD = re.compile(  # "To reject these sales is to reward aggression", "unfortunate if it blocked them"
    rf"\b{_BLOCK}\b[^.;]{{0,40}}?\b(?:sales?|deals?|transfers?|weapons|arms|jets)\b[^.;]{{0,70}}?"
    r"\b(?:is|would|will|could|sends?|risks?)\b"
    r"[^.;]{0,60}?\b(?:reward|harm|hurt|weaken|undermin|endanger|damag|embolden|encourag|mistake|wrong|danger|reckless|drive|push)\w*"
    r"|\b(?:unfortunate|mistake|wrong|harmful|dangerous|reckless|foolish|a gift to \w+) (?:if|to|for)\b[^.;]{0,30}?"
    rf"\b{_BLOCK}\b",
    re.IGNORECASE,
)


def against_blocking(content: str) -> Stance | None:
    """Judge words by which to stop the sale would be wrong: they are for it."""
    match = _BLOCKING_IS_BAD.search(content)
    return Stance("supports", f"to stop it would be wrong: {match[0]!r}") if match is not None else None


_RESOLUTION = re.compile(
    r"\b(?:disapproval|(?:joint )?resolutions?|(?:the |these |both )?(?:measures?|motions?)|legislation|bill)\b"
    r"|\b(?:efforts?|attempts?|bids?|push|move|vote|votes|initiatives?|campaign|calls?|letters?|appeals?) (?:\w+ ){0,2}"
    r"to (?:block|stop|halt|ban|kill|prevent)",
    re.IGNORECASE,
)
_DISAPPROVES = re.compile(
    r"\bdisapprov\w+|\b(?:block|stop|halt|ban|kill|prevent|scuttle|oppose|reject|nullify|thwart)\w*\b", re.IGNORECASE
)
_AGAINST_IT = re.compile(
    r"\b(?:against|oppos\w+|reject\w*|veto\w*|defeat\w*|fail\w*|vot(?:e|ed|ing) down|vot(?:e|ed|ing) no)\b"
    r"(?=(?:\W+[\w’']+){0,7}?\W+(?:disapproval|resolutions?|measures?|motions?|legislation|bill|push|efforts?|attempts?|bids?)\b)",
    re.IGNORECASE,
)
_FOR_IT = re.compile(
    r"\b(?:introduc\w+|support\w*|back\w*|for|co-?sponsor\w*|fil(?:e|ed|ing)|offer\w*|pass\w*|lead\w*|propos\w+|push\w*|unveil\w*|announc\w+)\b"
    r"(?=(?:\W+[\w’']+){0,7}?\W+(?:resolutions?|measures?|motions?|legislation|bill|efforts?|attempts?|bids?|initiatives?|"
    r"campaign|calls?|appeals?)\b)"
    r"|\b(?:resolutions?|measures?|motions?|bill)\b(?:\W+\w+){0,5}?\W+(?:be|been|was|were) "
    r"(?:introduced|filed|passed|brought|tabled|offered)\b"
    r"|\b(?:overrid\w+|overrode)\b|\b(?:supported|backed|endorsed|joined) by\b",
    re.IGNORECASE,
)


def on_resolution(content: str) -> Stance | None:
    """Judge words about a resolution that would block a sale: who is against it is for the sale."""
    if _RESOLUTION.search(content) is None or _DISAPPROVES.search(content) is None:
        return None
    against, backing = _AGAINST_IT.search(content), _FOR_IT.search(content)
    if against is not None and (backing is None or against.start() <= backing.start()):
        return Stance("supports", f"against what would block the sale: {against[0]!r}")
    if backing is not None:
        return Stance("opposes", f"for what would block the sale: {backing[0]!r}")
    return None


def judge_promise(content: str, verb: str | None, verb_stance: str | None, negated: bool) -> Stance:
    """A promise takes the side of what is promised; a vow of the edge or the sale that takes no other side supports."""
    words = judge_words(content)
    stopping = _TO_STOP.search(content)
    if stopping is not None:
        return Stance("opposes", f"promises to stop it: {stopping[0]!r}")
    if words.stance != "unknown" or verb_stance is None or "both sides" in words.because:
        return words
    if ABOUT_IT.search(content) is None:
        return Stance("neutral", f"a promise about something else: the verb {verb!r}")
    stance = FLIP.get(verb_stance, verb_stance) if negated else verb_stance
    return Stance(stance, f"the verb {verb!r}{' negated' if negated else ''}")


_TO_STOP = re.compile(
    r"\bto (?:stop|block|halt|fight|oppose|kill|prevent|thwart|vote against) (?:it|them|the|this|these|any|such)\b",
    re.IGNORECASE,
)


_LET_IT_GO = re.compile(
    r"\b(?:(?:move|go|press) (?:forward|ahead) with|bring forth|let (?:[\w-]+ ){1,4}?(?:through|proceed|go))\b",
    re.IGNORECASE,
)


_LIFT_BAN = re.compile(
    r"\b(?:overrul\w+|lift\w*|remov\w+|drop\w*|overturn\w*|waiv\w+) (?:\S+ ){0,5}?"
    r"(?:ban|embargo|veto|hold|freeze|restrictions?) on\b",
    re.IGNORECASE,
)


def judge_request(content: str, manner: str) -> Stance:
    ahead = _LET_IT_GO.search(content)
    if ahead is not None and NEGATION.search(content[: ahead.start()].removesuffix("to ")) is None:
        return Stance("supports", f"asks that it go ahead: {ahead[0]!r}")
    if (ban := _LIFT_BAN.search(content)) is not None:
        return Stance("supports", f"asks that what holds it be lifted: {ban[0]!r}")
    if content.rstrip(" ,").endswith("?"):
        return judge_words(content)  # "If it is so good, why was it hidden?" he asked
    if re.search(
        r"\b(?:block|halt|stop|reject|oppose|reconsider|cancel|suspend|pause|delay|vote against|refrain|prevent|freeze|"
        r"end(?:ing)? (?:\w+ ){0,3}(?:support|sales|involvement)|"
        r"not to (?:\w+ ){0,2}?(?:sell|supply|approve|deliver|go|transfer|export|allow|proceed|arm|send|"
        r"provide|sign|let|permit))\b",
        content,
        re.IGNORECASE,
    ):
        return Stance("opposes", "asks that it be stopped, delayed or refused")
    if (price := re.search(r"\b(?:assurances?|guarantees?|safeguards)\b", content, re.IGNORECASE)) is not None:
        return Stance("conditional", f"asks for {price[0]!r}")
    if (held := IF.search(content)) is not None and "until" not in held[0].lower():
        return Stance("conditional", f"a request with a condition: {held[0]!r}")
    if re.search(
        r"\b(?:approve|expedite|go ahead|proceed|speed up|fast-track|support|allow|back)\b", content, re.IGNORECASE
    ):
        return Stance("supports", "asks that it go ahead")
    words = judge_words(content)
    return (
        words if words.stance != "unknown" else Stance("unknown", "a request whose bearing on the transfer is not said")
    )
