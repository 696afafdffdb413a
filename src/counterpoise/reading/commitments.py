"""What is promised and what is asked for: assurances and requests, with their conditions and their tie to a sale."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from counterpoise.reading.gazetteer import Mention
from counterpoise.reading.hedging import hedge_in
from counterpoise.reading.mention_index import MentionIndex
from counterpoise.reading.noun_phrases import parse_phrase
from counterpoise.reading.paragraphs import Sentence
from counterpoise.reading.scene import Said
from counterpoise.reading.speaker import Speaker
from counterpoise.reading.speakers import Speakers
from counterpoise.reading.subjects import sentence_subject
from counterpoise.reading.tokens import TokenList

_SECURITY = re.compile(
    r"\b(?:qualitative (?:military )?(?:edge|advantage|superiority)|military (?:edge|superiority)|QME|security|"
    r"defen[cs]e of|defend|"
    r"self-defen[cs]e|edge|protect\w*|safety)\b",
    re.IGNORECASE,
)
_MATERIEL = re.compile(
    r"\b(?:squadrons?|aircraft|jets?|F-\d+\w?s?|V-22|tankers?|helicopters?|missiles?|munitions|bombs?|weapons?|"
    r"systems?|interceptors?|"
    r"batter(?:y|ies)|hardware|equipment|arms|funding|money|billion|million|grants?)\b"
)
_COMMITS = re.compile(
    r"\b(?:(?:is|are|remain|remains|was|were|am) (?:\w+ly )?committed to|commitment (?:to|that)|"
    r"will (?:continue to|always|never)|will not (?:allow|permit|let|compromise)|"
    r"will (?:ensure|maintain|preserve|uphold|honou?r|safeguard|protect|guarantee|stand by|support|"
    r"do (?:everything|whatever))|"
    r"guarantee\w*|pledge[sd]?|vow(?:s|ed)?|promise[sd]?|assure[sd]?)\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?P<condition>(?:only )?(?:if|unless|should (?=the |a |any |it )|in the event (?:that|of)|"
    r"provided (?:that )?|as long as|so long as|"
    r"on (?:the )?condition that|once|in case(?: of)?)\s[^.;:“”\"]{4,160})",
    re.IGNORECASE,
)
_TIE = re.compile(
    r"\b(?:in (?:return|exchange) for|as part of the (?:\w+ )?(?:deal|sale|accord)|in connection with|"
    r"as compensation|to compensate|compensat\w+|to offset|"
    r"in light of the (?:\w+ ){0,2}(?:sale|deal)|despite the (?:\w+ ){0,3}(?:sale|deal)|"
    r"because of the (?:\w+ ){0,3}(?:sale|deal)|"
    r"(?:if|should|once|when|before|after) (?:the |a |any )?(?:[\w-]+ ){0,5}(?:sale|deal|transfer)|"
    r"over the (?:\w+ ){0,3}(?:sale|deal)|"
    r"(?:sale|deal|transfer)s? (?:will|would|does|do|must|should) not)\b",
    re.IGNORECASE,
)
_SALE = re.compile(r"\b(?:sale|sales|deal|transfer|jets|F-\d+\w?s?|arms)\b")
_ASKS = re.compile(
    r"\b(?P<verb>call(?:s|ed|ing)? (?:up)?on|call(?:s|ed|ing)? for|ask(?:s|ed|ing)? for|ask(?:s|ed|ing)?|"
    r"request(?:s|ed|ing)?|demand(?:s|ed|ing)?|"
    r"seek(?:s|ing)?|sought|urg(?:e|es|ed|ing)|press(?:es|ed|ing)? for|push(?:es|ed|ing)? for|appeal(?:s|ed|"
    r"ing)? (?:to|for)|insist(?:s|ed|ing)? on|"
    r"want(?:s|ed)?|lobb(?:y|ied|ying) for)\s"
)
_INTENTION = re.compile(
    r"\b(?:will|would|may|might|could|plans? to|intends? to|is (?:\w+ly )?expected to|are (?:\w+ly )?expected to|"
    r"is set to|are set to|"
    r"is going to|is preparing to|are preparing to|considering|is likely to|are likely to|hopes? to|wants? to|"
    r"is due to|planning to|about to|is poised to)\b",
    re.IGNORECASE,
)
_THING = re.compile(
    r"\b(?:compensation|package|assurances?|guarantees?|commitments?|squadrons?|jets?|aircraft|weapons?|systems?|"
    r"arms|missiles?|munitions|bombs?|tankers?|"
    r"security (?:package|guarantees?|assistance)|aid|F-\d+\w?s?|V-22s?|upgrade[sd]?|equipment|hardware|"
    r"assistance|interceptors?|batteries|"
    r"access|restrictions?|conditions?|consultations?)\b"
)
_FROM = re.compile(r"\bfrom (?:the )?(?P<who>[A-Z][\w.]*(?:\s[A-Z][\w.]*){0,3})")
_REFUSES = re.compile(
    r"\b(?:refuse[sd]?|declined?|reject(?:s|ed)?|ruled out|turned down) (?:to (?:give|offer|provide|make)|(?:the |"
    r"a |any )?(?:\w+ ){0,3}(?:request|demand))"
)


@dataclass(frozen=True, slots=True)
class Pledge:
    """A commitment or a request before it takes the contract's form; offsets are into the tidy text."""

    is_request: bool
    by: str
    to: str | None
    what: str
    condition: str | None
    nature: str
    connected: str
    status: str
    hedged: bool
    start: int
    end: int
    because: str


def find_pledges(
    text: str, tokens: TokenList, sentences: Sequence[Sentence], said: Sequence[Said], mentions: MentionIndex,
    speakers: Speakers,
) -> list[Pledge]:  # fmt: skip
    """Find the assurances made and the things asked for, from attributions and from plain sentences."""
    pledges: list[Pledge] = []
    told: set[int] = set()  # sentences whose request is already told by a verb of speech
    for number, one in enumerate(said):
        commitment = _commitment(text, one, mentions, said[number - 1] if number else None)
        if commitment is not None:
            pledges.append(commitment)
        request = _request_said(text, one, mentions)
        if request is not None:
            pledges.append(request)
            told.add(one.sentence)
    for sentence in sentences:
        request = _request_plain(text, tokens, sentence, mentions, speakers) if sentence.number not in told else None
        if request is not None:
            pledges.append(request)
    return sorted(pledges, key=lambda p: (p.start, p.end))


def _commitment(text: str, one: Said, mentions: MentionIndex, before: Said | None) -> Pledge | None:
    content = text[one.start : one.end]
    by_verb = one.manner == "commit"
    match = _COMMITS.search(content)
    if not by_verb and match is None:
        return None
    if one.negated or one.manner in ("reject", "ask", "urge", "deny", "question"):
        return None
    security = _SECURITY.search(content)
    if (
        security is None
        and match is not None
        and re.match(r"\s+(?:that|this|it)\b", content[match.end() :])
        and _goes_on(before, one)
    ):
        assert before is not None
        security = _SECURITY.search(text, before.start, before.end)  # "is committed to that": said of the words before
    if security is None and not by_verb:
        return None
    if not by_verb and match is not None and _is_reported_of_other(content, match):
        promisor = _named_promisor(one, match, mentions)
        if (
            promisor is None
            or one.speaker.on_behalf_of is None
            or one.speaker.on_behalf_of not in (promisor.id, promisor.state)
        ):
            return None  # what one hopes of another is no assurance by him
        by = promisor.name
    else:
        by = one.speaker.name
    nature = "security_assurance" if security else "materiel" if _MATERIEL.search(content) else "undetermined"
    to = _beneficiary(one, mentions)
    what = _short(re.sub(r"^(?:has |have )?(?:vow\w*|pledg\w*|promis\w*) (?:to )?", "", content))
    because = f"the verb {one.verb!r}" if by_verb else f"the words {match[0]!r}" if match else ""
    tie, how = _connected(text, one.sentence_start, one.sentence_end)
    status = "reported_intention" if one.intention else "made"
    return Pledge(False, by, to, what, None, nature, tie, status, _hedged(text, one), one.start, one.end,
                  f"{because}; {how}")  # fmt: skip


def _goes_on(before: Said | None, one: Said) -> bool:
    return before is not None and before.paragraph == one.paragraph and before.speaker.name == one.speaker.name


def _is_reported_of_other(content: str, match: re.Match[str]) -> bool:
    """Tell whether the words speak of another's commitment: "the US will honour its commitment"."""
    before = content[: match.start()].rstrip()
    last = before.split()[-1].lower() if before.split() else ""
    return bool(before) and last not in (
        "we",
        "i",
        "he",
        "she",
        "they",
        "it",
        "who",
        "and",
        "our",
        "my",
        "also",
        "—",
        ",",
    )


def _named_promisor(one: Said, match: re.Match[str], mentions: MentionIndex) -> Mention | None:
    at = one.start + match.start()
    before = [
        m
        for m in mentions.between(one.start, at)
        if m.span.end <= at and m.kind in ("state", "body", "person", "office")
    ]
    if not before or at - before[-1].span.end > 25:
        return None
    return before[-1]


def _beneficiary(one: Said, mentions: MentionIndex) -> str | None:
    """Give the state that the words name and that the speaker does not speak for."""
    own = one.speaker.on_behalf_of
    for mention in mentions.between(one.start, one.end):
        if mention.kind == "state" and mention.id != own:
            return mention.name
    return None


def _request_said(text: str, one: Said, mentions: MentionIndex) -> Pledge | None:
    if one.manner not in ("ask", "urge"):
        return None
    content = text[one.start : one.end]
    if _THING.search(content) is None and _SALE.search(content) is None:
        return None
    return _request(text, one.speaker, one.start, one.end, one.sentence_start, one.sentence_end, one.intention,
                    _hedged(text, one), mentions, f"the verb {one.verb!r}")  # fmt: skip


def _request_plain(
    text: str, tokens: TokenList, sentence: Sentence, mentions: MentionIndex, speakers: Speakers
) -> Pledge | None:  # fmt: skip
    """Read "Israel wants a squadron in return" and "Israel is expected to seek compensation"."""
    match = _ASKS.search(text, sentence.start, sentence.end)
    if match is None:
        return None
    after = text[match.end() : min(sentence.end, match.end() + 90)]
    thing = _THING.search(after)
    if thing is None:
        return None
    if _TIE.search(text, sentence.start, sentence.end) is None and "compensat" not in after and "package" not in after:
        return None
    first, _ = tokens.between(sentence.start, sentence.end)
    end = tokens.between(match.start(), sentence.end)[0]
    subject = sentence_subject(tokens.tokens, first, end, text)
    if subject is None:
        return None
    speaker = speakers.resolve(subject, sentence.paragraph)
    if not speaker.is_resolved:
        return None
    intention = _INTENTION.search(text, sentence.start, match.end()) is not None or match["verb"].startswith(
        ("want", "wants")
    )
    return _request(
        text,
        speaker,
        match.start(),
        sentence.end,
        sentence.start,
        sentence.end,
        intention,
        hedge_in(text, sentence.start, sentence.end) is not None,
        mentions,
        f"the words {match['verb']!r}",
    )


def _request(
    text: str, speaker: Speaker, start: int, end: int, low: int, high: int, intention: bool, hedged: bool,
    mentions: MentionIndex, because: str,
) -> Pledge:  # fmt: skip
    end = start + len(text[start:end].rstrip(" .,;"))
    condition = _CONDITION.search(text, low, high)
    inside = _CONDITION.search(text, start, end)
    what_end = inside.start() if inside else end
    what = text[start:what_end]
    what = re.sub(r"^\s*(?:will |would )?(?:reportedly )?(?:\w+ (?:for|on|upon) |\w+ )", "", what, count=1)
    source = _FROM.search(what)
    to = _addressee(text, start, end, speaker, mentions)
    if source:
        what = what[: source.start()] + what[source.end() :]
    intention = intention or _INTENTION.search(text, low, start + 12) is not None
    tie, how = _connected(text, low, high)
    nature = _nature(what)
    return Pledge(
        True,
        speaker.name,
        to,
        _short(what),
        condition["condition"].strip(" ,.") if condition else None,
        nature,
        tie,
        "reported_intention" if intention else "requested",
        hedged,
        start,
        end,
        f"{because}; {how}",
    )


def _nature(what: str) -> str:
    """Say whether weapons, an assurance, or something not said is asked for: a bare "package" may be either."""
    if _MATERIEL.search(what):
        return "materiel"
    if re.search(r"\b(?:assurances?|guarantees?|commitments?|qualitative|edge|QME)\b", what):
        return "security_assurance"
    return "undetermined"


def _addressee(text: str, start: int, end: int, speaker: Speaker, mentions: MentionIndex) -> str | None:
    """Give whom the request goes to: the state or body after "from" or "on", or right after the verb."""
    for mention in mentions.between(start, end):
        if mention.kind not in (
            "state",
            "body",
            "office",
            "person",
            "organisation",
        ):
            continue
        before = text[start : mention.span.start]
        if re.search(r"\b(?:from|on|upon|to|of)\s+(?:the\s+)?$", before) or len(before.split()) <= 3:
            if mention.kind == "state" and mention.id == speaker.on_behalf_of:
                continue
            return mention.name
    return None


def _connected(text: str, start: int, end: int) -> tuple[str, str]:
    """Say whether the words tie an assurance or request to a sale."""
    tie = _TIE.search(text, start, end)
    if tie is not None and (_SALE.search(text, start, end) or "compensat" in tie[0].lower()):
        return "stated", f"tied to the sale by {tie[0]!r}"
    return "unknown", "no words tie it to a sale"


def _hedged(text: str, one: Said) -> bool:
    at = one.cue_start if one.cue_start is not None else one.start
    return hedge_in(text, max(one.sentence_start, at - 60), min(one.sentence_end, at + 40)) is not None


def _short(words: str) -> str:
    return " ".join(words.split()).strip(" ,.;:")[:300]


__all__ = ["Pledge", "find_pledges", "parse_phrase"]
