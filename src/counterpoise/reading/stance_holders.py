"""Whose side the words of an attribution tell: the speaker's own, or that of another state named as their subject."""

import re
from collections.abc import Sequence

from counterpoise.reading.gazetteer import Mention

_BETWEEN = r"(?:['’]s\s+(?:government|administration|leaders?|officials?))?(?:\s*\([^)]{1,12}\))?\s+"
_AUXILIARIES = (
    r"(?:(?:would|will|did|does|do|has|have|had|is|are|was|were|not|no|longer|been|already|also|now|still|long|strongly|"
    r"firmly|never|\w+ly)\s+){0,4}"
)
_ATTITUDE = re.compile(
    _BETWEEN
    + _AUXILIARIES
    + r"(?P<act>oppos(?:es|ed|ing|e)\b|object(?:s|ed)?\b|support(?:s|ed|ing)?\b|back(?:s|ed)\b|welcom(?:es|ed|e)\b|"
    r"reject(?:s|ed)?\b|fear(?:s|ed)?\b|worr(?:y|ies|ied)|favou?r(?:s|ed)?\b|approv(?:es|ed|e) of|against\b|"
    r"concerned\b|(?:express(?:es|ed)?|voiced?|raised?) (?:\w+ ){0,2}(?:concerns?|objections?|"
    r"opposition|support|alarm)|"
    r"lobb(?:y|ies|ied)|wants?\b|wanted\b|seeks?\b|sought\b|"
    r"(?:given|gave|give) (?:\w+ ){0,2}(?:consent|approval|green light|blessing)|"
    r"agreed? (?:to|on)\b)",
    re.IGNORECASE,
)
_FEELINGS = re.compile(
    r"\s+(?:objections?|opposition|concerns?|fears|worries|resistance|support|approval)\b", re.IGNORECASE
)
_DEED = re.compile(
    r"\s+(?:(?:would|will|also|now|is going to|are going to|remain(?:s|ed)?|ready|willing|determined|"
    r"interested in|wants?|wanted|intends?|intended|plans?|planned|hopes?|hoped|decided|like)\s+){1,4}"
    r"(?:to\s+)?(?P<act>(?:be\s+)?(?:sell|selling|buy|buying|supply|supplying|send|sending|deliver|delivering|provide|providing|give|giving|"
    r"donate|donating|lend|lease|export|transfer|order|procure|approve|approving|proceed with|"
    r"move (?:forward|ahead) with|go ahead with|acquire|acquiring)\b)"
    r"(?! (?:an? |the )?(?:\w+,? ){0,4}(?:response|answer|lesson|explanation|details|evidence|notice)\b)",
    re.IGNORECASE,
)
_REFUSAL = re.compile(
    r"\s+(?:(?:will|would|could|can)\s+(?:not|never)|cannot|won['’]t|wouldn['’]t)\s+(?:\w+ly\s+)?(?P<act>(?:be\s+)?"
    r"(?:sell|selling|buy|buying|supply|supplying|send|sending|deliver|delivering|provide|providing|give|giving|export|"
    r"approve|allow|agree to|accept)\b(?! up\b| in\b))",
    re.IGNORECASE,
)
_OWN_PRONOUN = re.compile(r"\W*(?:that\s+)?(?:he|she|they|it|we|I)(?=\s)", re.IGNORECASE)
_MATTER = re.compile(
    r"\b(?:sales?|deals?|transfers?|purchases?|package|plans?|deliver\w+|jets|aircraft|weapons?|arms|missiles?|submarines?|drones?|"
    r"systems?|exports?|move|request|selling|buying|edge|it)\b",
    re.IGNORECASE,
)
_NEW_SENTENCE = re.compile(r"[.!?;]\s+[A-Z“\"]")
_OPENING = 45  # characters before which the subject of the clause has begun


def whose_side(text: str, start: int, end: int, named: Sequence[Mention], own: str | None) -> tuple[str, str] | None:
    """Tell the stance that follows from the subject of the words, with the reason; None where the subject says nothing.

    `named` are the names in [start, end), `own` is the code of the state the speaker speaks for. Another state's
    attitude, told by the speaker, is `neutral`; what the speaker's own side will sell or buy is `supports`, what
    another will is `neutral`.
    """
    pronoun = _OWN_PRONOUN.match(text, start, end)
    if pronoun is not None and (deed := _DEED.match(text, pronoun.end(), end)) is not None and not _denied(deed[0]):
        return "supports", f"the speaker's own intention: {_shown(text, pronoun.start(), deed.end())}"
    refusal = _REFUSAL.match(text, pronoun.end(), end) if pronoun is not None else None
    if refusal is not None and _MATTER.search(text, refusal.end(), end) is not None:
        return "opposes", f"what the speaker's side will not do: {_shown(text, start, refusal.end())}"
    for mention in named:
        if mention.span.start - start > _OPENING or (code := _state_of(mention)) is None:
            continue
        at = mention.span.end
        refusal = _REFUSAL.match(text, at, end)
        if refusal is not None and own is not None:
            words = _shown(text, mention.span.start, refusal.end())
            return ("opposes", f"what the speaker's side will not do: {words}") if code == own else (
                "neutral", f"what another state will not do: {words}")  # fmt: skip
        deed = _DEED.match(text, at, end)
        if deed is not None and not _denied(deed[0]) and own is not None:
            words = _shown(text, mention.span.start, deed.end())
            return ("supports", f"what the speaker's side will do: {words}") if code == own else (
                "neutral", f"what another state will do: {words}")  # fmt: skip
        if own is None or code == own or _NEW_SENTENCE.search(text, start, end) is not None:
            continue
        held = _ATTITUDE.match(text, at, end) or (
            _FEELINGS.match(text, at, end) if mention.form == "adjective" else None
        )
        if held is not None and _MATTER.search(text, held.end(), end) is not None:
            return "neutral", f"tells where another state stands: {_shown(text, mention.span.start, held.end())}"
    return None


def _state_of(mention: Mention) -> str | None:
    return (mention.id or None) if mention.kind == "state" else mention.state


def _denied(words: str) -> bool:
    return re.search(r"\b(?:not|never|no)\b", words, re.IGNORECASE) is not None


def _shown(text: str, start: int, end: int) -> str:
    return repr(" ".join(text[start:end].split()))
