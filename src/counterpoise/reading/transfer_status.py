"""How far a transfer has come, by what the words say and not by the words alone: "must be approved" approves nothing."""

import re

_RANK = {"reported": 0, "requested": 1, "proposed": 2, "notified": 4, "emergency": 4.5, "contracted": 5, "delivered": 6, "suspended": 7,
         "withdrawn": 8, "blocked": 9}  # fmt: skip
_HYPOTHETICAL = re.compile(
    r"\b(?:would|could|should|may|might|will|must|if|unless|before|until|expected|needs?|subject to|pending|require[sd]?|"
    r"plans?|planned|hopes?|likely|to be|yet to|not yet|awaiting|await|possible|potential|once|whether|called on|urged?|"
    r"calls?|wants?|try|trying|seek|sought|demand\w*|vowed|threaten\w*|resolutions? to|bill to|efforts? to|move to|bid to|fail\w*|unable|"
    r"cannot|can't|not|never|no|without|should|refus\w+)\b[^.;,]{0,45}$",
    re.IGNORECASE,
)
_EMERGENCY = re.compile(
    r"\bemergency (?:declaration|certification|sales?|authority|waiver|provision|powers?|determination|arms)\b|\bdeclared an emergency\b",
    re.IGNORECASE,
)
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (status, re.compile(words, re.IGNORECASE))
    for status, words in (
        ("blocked", r"\b(?:block(?:ed|s)|barred|banned|prohibited|vetoed the sale|refuse[sd] to (?:sell|supply|approve)|"
                    r"rejected (?:the|a) (?:sale|request)|turned down|ruled out (?:the )?(?:sale|selling)|will not sell|would not sell|won't sell)\b"),
        ("withdrawn", r"\b(?:withdr[ae]wn?|cancel(?:l)?ed|scrapped|called off|dropped|abandoned|pulled out of)\b"),
        ("suspended", r"\b(?:suspend(?:ed|s)|paused?|pauses|frozen|froze|halted|put on hold|on hold|held up|temporarily stopped|under review)\b"),
        ("delivered", r"\b(?:deliver(?:ed|y of the first)|took delivery|taken delivery|received|arrived|handed over|landed)\b"),
        ("contracted", r"\b(?:signed|inked|contracted|concluded|finali[sz]ed|sealed|bought|purchased|acquired|ordered|struck a deal|"
                       r"letters? of (?:offer and )?acceptance|clinched|sold)\b"),
        ("notified", r"\b(?:notified (?:the )?(?:US |U\.S\. )?(?:Congress|lawmakers|Senate|House)|(?:Congress|lawmakers) (?:was|were|has been|had been) (?:\w+ )?notified|"
                     r"formal(?:ly)? noti(?:fied|fication)|(?:told|informed) (?:the )?(?:US |U\.S\. )?(?:Congress|lawmakers) of|notified us of|approved (?:the |a |an )?(?:\w+ ){0,4}?(?:sale|sales|deal|package|transfer|request|export)|"
                     r"(?:sale|deal|package) (?:was|has been|had been|is) (?:\w+ )?approved|made a determination approving|cleared (?:the |a )?(?:\w+ ){0,3}sale|"
                     r"delivered the required certification|sent (?:the )?(?:formal )?notification|(?:has|have|had) approved|"
                     r"gave (?:its |the |final |preliminary )*(?:approval|green light)|approved)\b"),
        ("requested", r"\b(?:request(?:ed|s|ing)?|asked (?:for|to buy|to purchase|the U)|sought|seeks?|seeking|wants? to (?:buy|acquire|purchase)|"
                      r"interested in (?:buying|acquiring|purchasing)|interest in (?:buying|acquiring|purchasing)|"
                      r"hopes? to (?:buy|acquire|purchase)|has long (?:sought|wanted)|bid to (?:buy|acquire))\b"),
        ("proposed", r"\b(?:propos(?:ed|al|es|ing)|possible|potential|plans?|planned|planning|plan|intends?|intention|consider(?:s|ing|ed)?|weigh(?:s|ing)|"
                     r"offer(?:ed|s|ing)?|would|could|will|may|might|prospective|agreed to (?:sell|buy|purchase|acquire|supply|provide)|agrees to (?:sell|buy)|agreement to sell|ready to sell|willing to|"
                     r"to sell|to be (?:sold|discussed)|goes ahead|go ahead|going ahead|moves? (?:ahead|forward)|problem with|prepared to|"
                     r"expected to|must be approved|subject to|approval|pending|looking at|discuss\w*|talks|opposes?|oppos\w+|consent)\b"),
    )
)  # fmt: skip
_REACH = 140


def status_in(text: str, start: int, end: int, cue_start: int, cue_end: int, sense: str) -> tuple[str, str]:
    """Give what a sentence says of the state of the transfer at a cue, and the words it says it with.

    What would, must, may or is yet to happen has not happened. A finished act counts only near the cue.
    """
    low, high = max(start, cue_start - _REACH), min(end, cue_end + _REACH)
    verb = text[cue_start:cue_end].lower()
    if sense == "take_verb" and verb.startswith(("request", "s", "ask")):
        return "requested", text[cue_start:cue_end]
    emergency = _EMERGENCY.search(text, start, end)
    if emergency is not None:
        return "emergency", emergency[0]
    for status, pattern in _PATTERNS:
        for match in pattern.finditer(text, low, high):
            before = text[max(start, match.start() - 60) : match.start()]
            if status not in ("requested", "proposed") and _HYPOTHETICAL.search(before):
                continue
            if status in ("blocked", "withdrawn", "suspended") and re.search(r"\bhad\s+(?:\w+\s+)?$", before):
                continue  # it had been held and is no longer
            if status == "delivered" and match[0].lower().startswith("deliver") and re.match(
                r"\s+(?:the required|a (?:speech|statement|message)|remarks)", text[match.end() : match.end() + 20]):  # fmt: skip
                continue
            if status in ("contracted", "delivered") and _is_other_thing(text, match):
                continue
            return status, match[0]
    return "reported", ""


def _is_other_thing(text: str, match: re.Match[str]) -> bool:
    """Tell whether what was signed or received is not the sale: an accord, a law, a delegation."""
    after = text[match.end() : match.end() + 60]
    return re.match(r"\s+(?:\w+\s+){0,4}?(?:accords?|treaty|peace|normali[sz]ation|law|bill|letter to|petition|statement|memorandum|MOU|"
                    r"delegation|minister|president|assurances?|criticism|a call|word|reports?|Abraham|declaration|approval)\b", after) is not None  # fmt: skip


def prevailing(statuses: list[tuple[str, str]]) -> tuple[str, str]:
    """Choose among what several sentences say: the furthest that has happened."""
    return max(statuses, key=lambda pair: _RANK[pair[0]], default=("reported", ""))
