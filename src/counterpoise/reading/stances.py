"""What an attribution is about and where its speaker stands, with a reason a reader can check; unknown otherwise."""

import re
from dataclasses import dataclass
from functools import cache

from counterpoise.vocabulary import rows, split_list, word_list

_NEGATION = re.compile(
    r"\b(?:not(?! only\b)|no|never|neither|nor|without|hardly|n't|cannot|don't|doesn't|didn't|won't|wouldn't|isn't|"
    r"aren't|at no point|denied|deny|denies|no longer)\b(?:\s+[\w'’]+){0,4}\s*$",
    re.IGNORECASE,
)
_MARKS = re.compile("[“”\"„«»‘]|(?<!\\w)['’]|['’](?!\\w)")
_CONSENT = re.compile(
    r"\b(?:consent(?:ed)?|green light|go-ahead|approval|(?:agree|agreed|agrees) to (?:the |a |any |such )?(?:sale|"
    r"deal|transfer|sell|selling))\b",
    re.IGNORECASE,
)
_AT_NO_POINT = re.compile(
    r"\b(?:at no (?:point|time)|never|not|no|didn't|did not|denie[sd]|deny(?:ing)?|neither)\b", re.IGNORECASE
)
_FLIP = {"supports": "opposes", "opposes": "supports"}
_IF = re.compile(
    r"\b(?:if|unless|provided(?! (?:with|by|to|for|in|under)\b)|as long as|so long as|only after|"
    r"on (?:the )?condition|until|contingent)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Stance:
    """A stance with its reason."""

    stance: str
    because: str


@dataclass(frozen=True, slots=True)
class _CueRow:
    stance: str
    words: str


@cache
def _cues() -> tuple[re.Pattern[str], dict[str, str]]:
    table = {row["words"].lower(): row["stance"] for row in rows("stance_cues") if row["kind"] != "pattern"}
    words = "|".join(sorted(map(re.escape, table), key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{words})\b(?!-)", re.IGNORECASE), table  # not in "Iran-backed"


@cache
def _cue_patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(row["words"], re.IGNORECASE), row["stance"])
        for row in rows("stance_cues")
        if row["kind"] == "pattern"
    )


@cache
def _topics() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (
            row["topic"],
            re.compile(
                r"\b(?:" + "|".join(sorted(map(re.escape, split_list(row["words"])), key=len, reverse=True)) + r")\b",
                re.IGNORECASE if row["topic"] not in ("qme", "congress_review") else 0,
            ),
        )
        for row in rows("topics")
    )


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


def topics_of(text: str, start: int, end: int) -> list[tuple[int, str, str]]:
    """Give the topics that words of a stretch name: place, topic, words, in order of place."""
    return sorted((m.start(), topic, m[0]) for topic, pattern in _topics() for m in pattern.finditer(text, start, end))


def main_topic(text: str, start: int, end: int, cue_at: int | None, *, transfers: bool) -> tuple[str | None, str]:
    """Choose what an attribution is about: the transfer first, then the edge, then what its words name first."""
    found = topics_of(text, start, end)
    if not found:
        return None, "no words of a known topic"
    order = ("compensation", "transfer", "qme") if transfers else ("compensation", "qme")
    names = [topic for _, topic, _ in found]
    for topic in order:
        if topic in names:
            word = next(w for _, t, w in found if t == topic)
            return topic, f"{word!r}"
    _, topic, word = found[0]
    return topic, f"{word!r}"


def judge(
    text: str, start: int, end: int, *, kind: str, verb: str | None, manner: str | None, verb_stance: str | None,
    negated: bool, is_clause: bool = True, by_outlet: bool = False, side: tuple[str, str] | None = None,
) -> Stance:  # fmt: skip
    """Judge the stance of an attribution from its verb of speech and the words of its content.

    Two cues that disagree, or none, give `unknown`. A condition attached gives `conditional`.
    """
    plain = _IDIOMS.sub("", _MARKS.sub("", text[start:end].replace("’", "'")))
    others, content = _OTHERS.search(plain), _OTHERS.sub(" ", plain)
    denial = _denied_consent(content, manner)
    if denial is not None:
        return denial
    if manner == "decline" or (_NO_COMMENT.search(content) and "should" not in content):
        return Stance("neutral", "declined to take a position or to comment")
    procedure = _on_resolution(content)
    if procedure is not None:
        return procedure
    blocking = _against_blocking(content)
    if blocking is not None:
        return blocking
    if manner in ("ask", "urge"):
        return _judge_request(content, manner)
    if manner == "commit":
        return _judge_promise(content, verb, verb_stance, negated)
    if verb_stance is not None:
        stance = _FLIP.get(verb_stance, verb_stance) if negated else verb_stance
        if manner == "support" and _BARE_RESOLUTION.search(content):
            return Stance("unknown", "what the resolution would do is not said")
        claim = verb in _REJECTS_CLAIMS and not content.lower().startswith(verb[:5])
        if claim and _judge_words(content).stance == "opposes":
            return Stance("supports", f"the verb {verb!r} with words against it: {_judge_words(content).because}")
        if manner in ("support", "commit", "reject") and verb_stance == "supports" and (held := _IF.search(content)):
            return Stance("conditional", f"the verb {verb!r} with a condition: {held[0]!r}")
        return Stance(stance, f"the verb {verb!r}{' negated' if negated else ''}")
    words = _judge_words(content)
    if side is not None and words.stance != "conditional":
        return Stance(*side)
    if kind == "indirect" and by_outlet and words.stance in _FLIP:
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
_REJECTS_CLAIMS = frozenset({"reject", "dismiss", "rebut", "refute", "deny", "dispute"})  # "rejected that it was dear"
_BLOCK = r"(?:block|reject|cancel|stop|refus|halt|delay|withh[eo]ld|deny|prevent|suspend)\w*"
_BLOCKING_IS_BAD = re.compile(  # "To reject these sales is to reward aggression", "unfortunate if it blocked them"
    rf"\b{_BLOCK}\b[^.;]{{0,40}}?\b(?:sales?|deals?|transfers?|weapons|arms|jets)\b[^.;]{{0,70}}?"
    r"\b(?:is|would|will|could|sends?|risks?)\b"
    r"[^.;]{0,60}?\b(?:reward|harm|hurt|weaken|undermin|endanger|damag|embolden|encourag|mistake|wrong|danger|reckless|drive|push)\w*"
    r"|\b(?:unfortunate|mistake|wrong|harmful|dangerous|reckless|foolish|a gift to \w+) (?:if|to|for)\b[^.;]{0,30}?"
    rf"\b{_BLOCK}\b",
    re.IGNORECASE,
)


def _against_blocking(content: str) -> Stance | None:
    """Judge words by which to stop the sale would be wrong: they are for it."""
    match = _BLOCKING_IS_BAD.search(content)
    return Stance("supports", f"to stop it would be wrong: {match[0]!r}") if match is not None else None


_BARE_RESOLUTION = re.compile(
    r"\b(?:the|these|those|all|both) (?:\w+ )?(?:resolutions?|measures?|motions?)\b", re.IGNORECASE
)
_RESOLUTION = re.compile(
    r"\b(?:(?:joint )?resolutions?(?: of disapproval)?|(?:the |these |both )?(?:measures?|motions?)|legislation|bill)\b"
    r"|\b(?:efforts?|attempts?|bids?|push|move|vote|votes|initiatives?|campaign|calls?|letters?|appeals?) (?:\w+ ){0,2}"
    r"to (?:block|stop|halt|ban|kill|prevent)",
    re.IGNORECASE,
)
_DISAPPROVES = re.compile(
    r"\bdisapprov\w+|\b(?:block|stop|halt|ban|kill|prevent|scuttle|oppose|reject|nullify|thwart)\w*\b", re.IGNORECASE
)
_AGAINST_IT = re.compile(
    r"\b(?:against|oppos\w+|reject\w*|veto\w*|defeat\w*|fail\w*|vot(?:e|ed|ing) down|vot(?:e|ed|ing) no)\b"
    r"(?=(?:\W+[\w’']+){0,7}?\W+(?:resolutions?|measures?|motions?|legislation|bill|push|efforts?|attempts?|bids?)\b)",
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


def _on_resolution(content: str) -> Stance | None:
    """Judge words about a resolution that would block a sale: who is against it is for the sale."""
    if _RESOLUTION.search(content) is None or _DISAPPROVES.search(content) is None:
        return None
    against, backing = _AGAINST_IT.search(content), _FOR_IT.search(content)
    if against is not None and (backing is None or against.start() <= backing.start()):
        return Stance("supports", f"against what would block the sale: {against[0]!r}")
    if backing is not None:
        return Stance("opposes", f"for what would block the sale: {backing[0]!r}")
    return None


def _judge_promise(content: str, verb: str | None, verb_stance: str | None, negated: bool) -> Stance:
    """A promise takes the side of what is promised; a vow of the edge or the sale that takes no other side supports."""
    words = _judge_words(content)
    stopping = _TO_STOP.search(content)
    if stopping is not None:
        return Stance("opposes", f"promises to stop it: {stopping[0]!r}")
    if words.stance != "unknown" or verb_stance is None or "both sides" in words.because:
        return words
    if _ABOUT_IT.search(content) is None:
        return Stance("neutral", f"a promise about something else: the verb {verb!r}")
    stance = _FLIP.get(verb_stance, verb_stance) if negated else verb_stance
    return Stance(stance, f"the verb {verb!r}{' negated' if negated else ''}")


_TO_STOP = re.compile(
    r"\bto (?:stop|block|halt|fight|oppose|kill|prevent|thwart|vote against) (?:it|them|the|this|these|any|such)\b",
    re.IGNORECASE,
)
_ABOUT_IT = re.compile(
    r"\b(?:edge|superiority|security|sales?|sell|deal|jets?|aircraft|weapons|arms|missiles?|F-\d+|advantage|aid|defen[cs]e|"
    r"commitment|ally|allies|advanced|systems?|drones?|transfer|deliver\w*|compensat\w*)\b",
    re.IGNORECASE,
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
    r"consult\w*|training|trained|operational|squadron)\b",
    re.IGNORECASE,
)


_OPINION = re.compile(
    rf"\b(?:{'|'.join(sorted(map(re.escape, word_list('stances.opinion')), key=len, reverse=True))})\b|[!?]",
    re.IGNORECASE,
)


def _denied_consent(content: str, manner: str | None) -> Stance | None:
    consent = _CONSENT.search(content)
    if consent is None:
        return None
    negation = _AT_NO_POINT.search(content, 0, consent.start())
    if negation is not None and consent.start() - negation.start() < 140:
        return Stance("opposes", f"denies consent: {negation[0]!r} ... {consent[0]!r}")
    if manner == "deny":
        return Stance("opposes", f"denies consent: a verb of denial with {consent[0]!r}")
    return None


_LET_IT_GO = re.compile(
    r"\b(?:(?:move|go|press) (?:forward|ahead) with|bring forth|let (?:[\w-]+ ){1,4}?(?:through|proceed|go))\b",
    re.IGNORECASE,
)


def _judge_request(content: str, manner: str) -> Stance:
    ahead = _LET_IT_GO.search(content)
    if ahead is not None and _NEGATION.search(content[: ahead.start()].removesuffix("to ")) is None:
        return Stance("supports", f"asks that it go ahead: {ahead[0]!r}")
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
    if (held := _IF.search(content)) is not None and "until" not in held[0].lower():
        return Stance("conditional", f"a request with a condition: {held[0]!r}")
    if re.search(
        r"\b(?:approve|expedite|go ahead|proceed|speed up|fast-track|support|allow|back)\b", content, re.IGNORECASE
    ):
        return Stance("supports", "asks that it go ahead")
    words = _judge_words(content)
    return (
        words if words.stance != "unknown" else Stance("unknown", "a request whose bearing on the transfer is not said")
    )


_NOT_BEFORE = re.compile(  # "Until the strikes end, I will not approve this sale"
    r"\b(?:until|unless)\b[^.;]{3,260}?,[^.;,]{0,40}?\b(?P<act>(?:(?:I|we|he|she|it|they) "
    r"(?:will|would|can|could) ?(?:not|never)|(?:I|we) (?:won't|can't)) "
    r"(?:approve|support|back|vote|agree|lift|sign)\b)"
    r"|\b(?P<first>(?:will|would) (?:not|never) (?:approve|support|back|agree to|lift|sign off on)\b)[^.;]{0,120}?"
    r"\b(?:until|unless)\b",
    re.IGNORECASE,
)


def _judge_words(content: str) -> Stance:
    """Judge by the cues in the words. A longer cue prevails over one inside it; both sides together decide nothing."""
    held = _NOT_BEFORE.search(content)
    if held is not None:
        return Stance("conditional", f"refused for as long as something is not done: {held['act'] or held['first']!r}")
    votes = _votes(content)
    directed = [(s, w) for s, w in votes if s in _FLIP]
    rest = _after_but(content)
    if directed and rest is not None and not any(s in _FLIP or s == "conditional" for s, _ in _votes(rest)):
        return Stance("unknown", f"words granted before a 'but': {directed[0][1]}")
    conditional = [w for s, w in votes if s == "conditional"]
    sides = {s for s, _ in directed}
    if sides == {"opposes"} and conditional and all("until" in w for w in conditional):
        return Stance("opposes", f"the words {directed[0][1]}, {conditional[0]}")
    if conditional and not directed and all("until" in w for w in conditional) and _ABOUT_IT.search(content) is None:
        return Stance("unknown", f"a condition that nothing ties to the transfer: {conditional[0]}")
    if conditional and len(sides) <= 1:
        return Stance("conditional", f"a condition: {conditional[0]}" + (f" with {directed[0][1]}" if directed else ""))
    if sides == {"supports"} and (held := _HANGS_ON.search(content)) is not None:
        return Stance("conditional", f"a condition: {held[0]!r} with {directed[0][1]}")
    if sides == {"supports"} and content.rstrip(" ,").endswith("?"):
        return Stance("unknown", f"a question with the words {directed[0][1]}")
    if len(directed) == 1 and directed[0][1].strip("'").lower() in _KIND_WORDS and _ABOUT_IT.search(content) is None:
        return Stance("unknown", f"kind words that nothing ties to the transfer: {directed[0][1]}")
    if len(sides) == 1:
        return Stance(directed[0][0], f"the words {directed[0][1]}")
    if not directed and (hangs := _ONLY_THEN.search(content)) is not None:
        return Stance("conditional", f"what would be done on a condition: {hangs[0]!r}")
    if directed:
        return Stance("unknown", "words on both sides: " + ", ".join(w for _, w in directed[:4]))
    neutral = [w for s, w in votes if s == "neutral"]
    if neutral:
        return Stance("neutral", f"a fact, a procedure or a question: {neutral[0]}")
    fact = _FACT.search(content)
    if fact is not None and not _JUDGES.search(content):
        return Stance("neutral", f"a fact or a procedure: {fact[0]!r}")
    return Stance("unknown", "no words that take a side")


_KIND_WORDS = word_list("stances.kind_words")  # praise that may be of anything
_HANGS_ON = re.compile(
    r"\b(?:if|unless|provided(?: that)?(?! (?:with|by|to|for|in|under)\b)|as long as|so long as|"
    r"on (?:the )?condition|in (?:exchange|return) for|only after|subject to|"
    r"with (?:safeguards|conditions|guarantees|assurances))\b",
    re.IGNORECASE,
)
_ONLY_THEN = (
    re.compile(  # "If training is delivered as well, the sale will stand", "could be provided if he so ordered"
        r"^\W*(?:only )?(?:if|unless|provided)\b[^.;?]{4,120},[^.;?]{0,60}\b(?:will|would|can|could|may|might|is)\b"
        r"|\b(?:could|would|might|can)\b[^.;?]{3,80}\b(?:if|unless|provided that)\b",
        re.IGNORECASE,
    )
)
_FACT = re.compile(  # what was done, is done or will be: acts of procedure, not of opinion
    r"\b(?:was|were|is|are|has|have|had|will|would)\s+(?:(?:been|be|not|yet|also|already|being|\w+ly)\s+){0,3}"
    r"(?:made|taken|reached|held|under way|underway|submitted|notified|signed|discussed|raised|reviewed|informed|"
    r"briefed|consulted|"
    r"sent|delivered|received|completed|concluded|agreed|finali[sz]ed|postponed|scheduled|expected|required|"
    r"covered|included|"
    r"worth|based|built|trained|paid|launched|extended|renewed|cancelled|canceled|transferred|shipped|announced|"
    r"published|issued|"
    r"working on|in talks|in contact|looking into|aware of|examining|studying|reviewing|considering|waiting)\b",
    re.IGNORECASE,
)
_JUDGES = re.compile(r"\b(?:should|must|ought|we|our|us|I|my|never|nobody|too|very|so|only|even|finally)\b|[!?]")


_BUT = re.compile(r",? \b(?:but|however|although|though|yet)\b ", re.IGNORECASE)


def _after_but(content: str) -> str | None:
    """Give what stands after the last "but", which weighs more than what is granted before it."""
    last = max((m.end() for m in _BUT.finditer(content)), default=0)
    return content[last:] if last and len(content) - last > 20 else None


def _turned(content: str, match: re.Match[str], stance: str) -> tuple[int, int, str, str]:
    """Give a cue, turned round where the words before it deny it: "does not oppose the sale"."""
    before = content[max(0, match.start() - 50) : match.start()]
    if stance in _FLIP and not match[0].lower().startswith(("not ", "no ", "never ")) and _NEGATION.search(before):
        return match.start(), match.end(), _FLIP[stance], f"{match[0]!r} negated"
    return match.start(), match.end(), stance, repr(match[0])


def _votes(content: str) -> list[tuple[str, str]]:
    """Give the cues of a content with their stance, negation taken into account."""
    pattern, table = _cues()
    spans: list[tuple[int, int, str, str]] = []
    for regex, stance in _cue_patterns():
        spans += [_turned(content, m, stance) for m in regex.finditer(content)]
    taken = [(a, b) for a, b, stance, _ in spans if stance != "neutral"]
    for match in pattern.finditer(content):
        stance = table[match[0].lower()]
        if any(a <= match.start() and match.end() <= b for a, b in taken):
            continue
        if (
            stance in _FLIP
            and " " not in match[0]
            and _NEGATION.search(content[max(0, match.start() - 50) : match.start()])
        ):
            if stance == "supports":  # not to oppose is no support: the phrases that amount to it are cues themselves
                spans.append((match.start(), match.end(), "opposes", f"{match[0]!r} negated"))
        else:
            spans.append((match.start(), match.end(), stance, repr(match[0])))
    return [(stance, words) for _, _, stance, words in _apart(sorted(spans))]


def _apart(spans: list[tuple[int, int, str, str]]) -> list[tuple[int, int, str, str]]:
    """Leave out a cue that begins inside one of the other side: "good for" in "not good for"."""
    kept: list[tuple[int, int, str, str]] = []
    for span in spans:
        inside = any(
            span[0] < end and words.startswith("'not ") and stance != span[2] for _, end, stance, words in kept
        )
        if not inside:
            kept.append(span)
    return kept
