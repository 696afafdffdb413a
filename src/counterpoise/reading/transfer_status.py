"""How far a transfer has come, by what the words say: "must be approved" approves nothing."""

import re
from functools import cache

from counterpoise.vocabulary import rows, word_list

_RANK = {
    "reported": 0,
    "weakly proposed": 0.5,
    "requested": 1,
    "proposed": 2,
    "notified": 4,
    "emergency": 4.5,
    "contracted": 5,
    "delivered": 6,
    "suspended": 7,
    "withdrawn": 8,
    "blocked": 9,
}
_HYPOTHETICAL = re.compile(
    r"\b(?:would|could|should|may|might|will|must|if|unless|before|until|expected|needs?|subject to|pending|"
    r"require[sd]?|"
    r"plans?|planned|hopes?|likely|to be|yet to|not yet|awaiting|await|possible|potential|once|whether|called on|"
    r"urged?|"
    r"calls?|wants?|try|trying|seek|sought|demand\w*|vowed|threaten\w*|resolutions? to|bill to|efforts? to|"
    r"move to|bid to|fail\w*|unable|"
    r"cannot|can't|not|never|no|without|should|refus\w+)\b[^.;,]{0,45}$",
    re.IGNORECASE,
)
_EMERGENCY = re.compile(
    r"\bemergency (?:declaration|certification|sales?|authority|waiver|provision|powers?|determination|arms)\b|"
    r"\bdeclared an emergency\b",
    re.IGNORECASE,
)
_REACH = 140
_AFTER = 60  # a finished act told further behind the cue belongs to another clause
# A proposal that is only said to be opposed, discussed or waited for; a request outranks it.
_WEAKLY_PROPOSED = "weakly proposed"
_WEAK = re.compile(
    r"oppos\w+|consent|discuss\w*|talks|problem with|goes ahead|go ahead|going ahead|approval|pending|subject to|"
    r"expected to",
    re.IGNORECASE,
)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Give each status with the patterns of status_cues.csv, in the order in which they are tried."""
    by_status: dict[str, list[str]] = {}
    for row in rows("status_cues"):
        by_status.setdefault(row["status"], []).append(row["pattern"])
    return tuple(
        (status, re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)) for status, words in by_status.items()
    )


def status_in(text: str, start: int, end: int, cue_start: int, cue_end: int, sense: str) -> tuple[str, str]:
    """Give what a sentence says of the state of the transfer at a cue, and the words it says it with.

    What would, must, may or is yet to happen has not happened. A finished act counts only near the cue.
    """
    low, high = max(start, cue_start - _REACH), min(end, cue_end + _REACH)
    verb = text[cue_start:cue_end].lower()
    if sense == "take_verb" and verb.startswith(("request", "seek", "sought", "ask", "want")):
        return "requested", text[cue_start:cue_end]
    if sense == "give_verb" and verb in word_list("transfers.withheld"):
        return "blocked", text[cue_start:cue_end]
    emergency = _EMERGENCY.search(text, start, end)
    if emergency is not None:
        return "emergency", emergency[0]
    fallback = ""
    for status, pattern in _patterns():
        for match in pattern.finditer(text, low, high):
            before = text[max(start, match.start() - 60) : match.start()]
            if status not in ("requested", "proposed") and _HYPOTHETICAL.search(before):
                continue
            if status in ("blocked", "withdrawn", "suspended") and re.search(r"\bhad\s+(?:\w+\s+){0,3}$", before):
                continue  # it had been held and is no longer
            if (
                status == "delivered"
                and match[0].lower().startswith("deliver")
                and re.match(
                    r"\s+(?:the required|a (?:speech|statement|message)|remarks)", text[match.end() : match.end() + 20]
                )
            ):
                continue
            if status in ("contracted", "delivered") and (
                _is_other_thing(text, match)
                or match.start() > cue_end + _AFTER
                or _NOT_SO_FAR.search(before)
                or (match.end() <= cue_start and _RELATIVE.search(before))
            ):
                continue
            if status == "notified" and _ANOTHERS_LEAVE.match(text, match.end(), high):
                continue
            if status in ("notified", "contracted", "delivered") and _NOT_DONE.search(before):
                continue  # "denied that it gave approval", "the jets being sold"
            if status == "notified" and _IN_A_CLAUSE.search(before):
                continue
            weak = status == "proposed" and _WEAK.fullmatch(match[0]) is not None
            if weak:
                fallback = fallback or match[0]
                continue
            return status, match[0]
    return (_WEAKLY_PROPOSED, fallback) if fallback else ("reported", "")


_NOT_SO_FAR = re.compile(  # "when delivered", "a letter signed by"
    r"\b(?:when|letters?|petition|statement|bill|appeal|resolution|accords?|those|who)[,\s]+$", re.IGNORECASE
)


_RELATIVE = re.compile(r",\s+which\s+(?:has\s+|had\s+)?$")  # "Bahrain, which signed a pact, wants to buy"


_NOT_DONE = re.compile(r"\b(?:den(?:y|ies|ied|ying)\b[^.;,]{0,50}|being\s+)$", re.IGNORECASE)
_ANOTHERS_LEAVE = re.compile(  # "approved by Netanyahu": not by who reviews the sale
    r"\s+by\s+(?!(?:the\s+)?(?:Congress|State|US|U\.S\.|United States|Senate|House|Pentagon|Department|White House|"
    r"[A-Z]\w+\s+administration|administration|Washington|Trump|Biden|Obama|Bush))(?:the\s+)?[A-Z]"
)
_IN_A_CLAUSE = re.compile(r"\b(?:clause|provision|article|accord|pact)\s+(?:that\s+|which\s+)?$", re.IGNORECASE)


def _is_other_thing(text: str, match: re.Match[str]) -> bool:
    """Tell whether what was signed or received is not the sale: an accord, a law, a delegation."""
    after = text[match.end() : match.end() + 60]
    return (
        re.match(
            r"\s+(?:\w+\s+){0,4}?(?:accords?|pacts?|treaty|peace|requests?|normali[sz]ation|normali[sz]e|law|bill|"
            r"letter to|petition|statement|memorandum|MOU|"
            r"delegation|minister|president|assurances?|criticism|a call|word|reports?|Abraham|declaration|approval)\b",
            after,
        )
        is not None
    )


def prevailing(statuses: list[tuple[str, str]]) -> tuple[str, str]:
    """Choose among what several sentences say: the furthest that has happened."""
    status, words = max(statuses, key=lambda pair: _RANK[pair[0]], default=("reported", ""))
    return ("proposed" if status == _WEAKLY_PROPOSED else status), words
