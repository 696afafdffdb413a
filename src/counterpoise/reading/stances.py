"""Where the speaker of an attribution stands, with a reason a reader can check; unknown otherwise."""

import re

from counterpoise.reading.stance_acts import (
    IF,
    against_blocking,
    denied_consent,
    judge_promise,
    judge_request,
    on_resolution,
)
from counterpoise.reading.stance_cues import FLIP
from counterpoise.reading.stance_words import Stance, judge_words
from counterpoise.vocabulary import word_list

_MARKS = re.compile("[“”\"„«»‘]|(?<!\\w)['’]|['’](?!\\w)")


_IDIOMS = re.compile(r"\b(?:without objection|as long as (?:it|they|we) (?:has|have) ever)\b", re.IGNORECASE)


_OTHERS = re.compile(  # what others worry about or threaten with takes no side of the speaker's
    r"\b(?:in response to|because of|despite|over|amid|to (?:allay|address|ease|meet|overcome|answer)) "
    r"(?:[\w'.]+ ){0,3}(?:concerns?|objections?|opposition|worries|fears)\b"
    r"|\b(?:Congress|lawmakers|legislators|senators|members|critics|opponents) (?:\w+ )?(?:can|could|"
    r"may|might|ha[sd]|have) "
    r"(?:\d+ days to |until \w+ \w* ?to |still |time to )?(?:object|block|oppose|reject|stop)\b(?: to)?"
    r"|\b(?:understand\w*|acknowledg\w*|recogni[sz]\w*|appreciat\w*) (?:[\w'.]+ ){0,3}"
    r"(?:concerns?|worries|objections?)\b"
    r"|\bopposition (?:in|within|from|among) (?:the )?(?:Congress|House|Senate|lawmakers|parliament)\b"
    r"|\b(?:support|backing|financing|funding) (?:for|of) (?:\w+ )?(?:terror\w*|militants?|extremis\w+|militias?|Hamas|"
    r"Hezbollah|Houthis?)\b"
    r"|\b(?:threats?|dangers?) (?:posed |presented |coming |emanating )?(?:by|from) (?:\w+ )?\w+",
    re.IGNORECASE,
)
_NO_COMMENT = re.compile(
    r"\bnot (?:\w+ly )?(?:\w+ (?:or|nor) )?(?:confirm or )?(?:comment|confirm)\b|\b(?:would|will|could|"
    r"can) (?:only )?comment (?:only )?"
    r"(?:when|after|once|on)\b|\bno comment\b",
    re.IGNORECASE,
)


def judge(
    text: str, start: int, end: int, *, kind: str, verb: str | None, manner: str | None, verb_stance: str | None,
    negated: bool, is_clause: bool = True, by_outlet: bool = False, side: tuple[str, str] | None = None,
) -> Stance:  # fmt: skip
    """Judge the stance of an attribution from its verb of speech and the words of its content.

    Two cues that disagree, or none, give `unknown`. A condition attached gives `conditional`.
    """
    plain = _IDIOMS.sub("", _MARKS.sub("", text[start:end].replace("’", "'")))
    others, content = _OTHERS.search(plain), _OTHERS.sub(" ", plain)
    denial = denied_consent(content, manner)
    if denial is not None:
        return denial
    if manner == "decline" or (_NO_COMMENT.search(content) and "should" not in content):
        return Stance("neutral", "declined to take a position or to comment")
    procedure = on_resolution(content)
    if procedure is not None:
        return procedure
    blocking = against_blocking(content)
    if blocking is not None:
        return blocking
    if manner in ("ask", "urge"):
        return judge_request(content, manner)
    if manner == "commit":
        return judge_promise(content, verb, verb_stance, negated)
    if verb_stance is not None:
        stance = FLIP.get(verb_stance, verb_stance) if negated else verb_stance
        if manner == "support" and _BARE_RESOLUTION.search(content):
            return Stance("unknown", "what the resolution would do is not said")
        claim = verb in _REJECTS_CLAIMS and not content.lower().startswith(verb[:5])
        if claim and judge_words(content).stance == "opposes":
            return Stance("supports", f"the verb {verb!r} with words against it: {judge_words(content).because}")
        if manner in ("support", "commit", "reject") and verb_stance == "supports" and (held := IF.search(content)):
            return Stance("conditional", f"the verb {verb!r} with a condition: {held[0]!r}")
        return Stance(stance, f"the verb {verb!r}{' negated' if negated else ''}")
    words = judge_words(content)
    if verb in _REJECTS_CLAIMS and _CLAIMS.match(content) and words.stance in FLIP:
        return Stance(FLIP[words.stance], f"the verb {verb!r} of what is claimed: {words.because}")
    if manner == "deny" and words.stance == "unknown" and kind != "direct" and _CLAIMS.match(content) is None:
        return Stance("neutral", f"denies that it is so: the verb {verb!r}")
    if side is not None and words.stance != "conditional":
        return Stance(*side)
    if kind == "indirect" and by_outlet and words.stance in FLIP:
        return Stance("neutral", f"told as a fact by an outlet: {words.because}")
    if (
        words.stance == "unknown"
        and "both sides" not in words.because
        and (by_outlet or (kind != "direct" and is_clause and manner not in _JUDGING and verb not in _ARGUING))
    ):
        if others is not None and _OPINION.search(content) is None:
            return Stance("neutral", f"tells what others fear or may do: {others[0]!r}")
        return _fact(content, words)
    return words


_JUDGING = frozenset(
    {"think", "describe", "question", "warn", "accuse"}
)  # what is said so is a judgement, whatever its words
_ARGUING = frozenset({"argue", "insist", "quip"})
_CLAIMS = re.compile(  # "dismissed suggestions that it was entitled to"
    r"\w+ (?:\w+ ){0,2}?(?:suggestions?|claims?|allegations?|accusations?|assertions?|arguments?|warnings?|fears|"
    r"concerns|criticism|worries|the (?:idea|notion|view))\b",
    re.IGNORECASE,
)
_REJECTS_CLAIMS = frozenset({"reject", "dismiss", "rebut", "refute", "deny", "dispute"})  # "rejected that it was dear"


_BARE_RESOLUTION = re.compile(
    r"\b(?:the|these|those|all|both) (?:\w+ )?(?:resolutions?|measures?|motions?)\b", re.IGNORECASE
)


def _fact(content: str, words: Stance) -> Stance:
    """Give `neutral` to reported words that state something and hold no word of opinion."""
    if _OPINION.search(content) is not None:
        return words
    step = _PROCEDURE.search(content)
    if step is None:
        return words  # a bare assertion may serve either side
    return Stance("neutral", f"reported as a fact or a procedure: {step[0]!r}, and no word of opinion")


_PROCEDURE = re.compile(
    r"\b(?:notif\w+|Congress|committees?|talks|negotiations|contract|signed|signature|deliver\w*|arriv\w*|review\w*|approv\w*|"
    r"licen[cs]e\w*|inform\w*|discuss\w*|decision|decided|schedule|price|cost|budget|billion|million|percent|letter|notice|"
    r"consult\w*|training|trained|operational|squadron|includ\w+|cleared|certif\w+|on hold|releas\w+|fleet|"
    r"ship(?:ped|ment)?s?|funds?|fund(?:ed|ing)|expected|initially|spare parts|take place|under (?:study|review|way)|"
    r"worth|units?|batter(?:y|ies))\b",
    re.IGNORECASE,
)


_OPINION = re.compile(
    rf"\b(?:{'|'.join(sorted(map(re.escape, word_list('stances.opinion')), key=len, reverse=True))})\b|[!?]",
    re.IGNORECASE,
)
