"""Where somebody is said to say something: the verb, its subject by position, and what it takes."""

from collections.abc import Sequence

from counterpoise.reading.after_verbs import after_verb
from counterpoise.reading.noun_heads import NounPhrase
from counterpoise.reading.noun_phrases import parse_phrase, phrase_ending_at, phrase_from
from counterpoise.reading.speech_cue import Cue
from counterpoise.reading.speech_verbs import SpeechVerb, speech_phrases, speech_verbs
from counterpoise.reading.subjects import sentence_subject, subject_before
from counterpoise.reading.tokens import Token
from counterpoise.reading.verb_cues import AUXILIARIES, BE, CHAIN, step_back, verb_cue


def find_cues(tokens: Sequence[Token], first: int, last: int, text: str) -> list[Cue]:
    """Find the acts of speech in the sentence of tokens [first, last), in order."""
    cues: list[Cue] = []
    i = first
    while i < last:
        token = tokens[i]
        if token.kind == "word":
            cue = _according(tokens, i, first, last, text)
            if cue is None:
                cue = _phrase_cue(tokens, i, first, last, text, cues)
                verb = speech_verbs().get(token.lower)
                if cue is None and verb is not None and token.mention is None:
                    cue = verb_cue(tokens, i, first, last, text, verb, cues)
            if cue is not None:
                cue.words = _cue_words(tokens, cue, text)
                cues.append(cue)
                i = max(i + 1, cue.last)
                continue
        i += 1
    colon = _colon_cue(tokens, first, last, text) if not cues else None
    return [colon] if colon else cues


def _phrase_cue(
    tokens: Sequence[Token], i: int, first: int, last: int, text: str, earlier: list[Cue]
) -> Cue | None:  # fmt: skip
    """Read "made it clear that", "is opposed to" with the subject before it; adverbs may stand between the words."""
    for words, verb in speech_phrases().get(tokens[i].lower, ()):
        j, k = i, 0
        negated = False
        while j < last and k < len(words):
            if tokens[j].lower == words[k]:
                k += 1
            elif k and (
                tokens[j].lower.endswith("ly") or tokens[j].lower in ("not", "also", "very", "deeply", "been", "still")
            ):
                negated = negated or tokens[j].lower == "not"
            else:
                break
            j += 1
        if k < len(words):
            continue
        back, _, intention, also_negated, modal, _ = step_back(tokens, i, first)
        subject = subject_before(tokens, back, first, text)
        manner = "before"
        if subject is None and earlier and back > first and tokens[back - 1].lower in ("and", "but", ","):
            subject, manner = earlier[-1].subject, "coordinated"
        if subject is None:
            return None
        if tokens[j - 1].lower in ("to", "of", "against") and k:
            complement = j
        else:
            complement = after_verb(tokens, j, last, text, verb)
        return Cue(
            verb,
            i,
            j,
            subject,
            manner,
            complement,
            min(subject.first, i) if manner == "before" else back,
            intention=intention,
            negated=negated or also_negated,
            modal=modal,
            because="subject before the phrase",
        )
    return None


def _cue_words(tokens: Sequence[Token], cue: Cue, text: str) -> str:
    start = cue.at
    while (
        start > 0
        and tokens[start - 1].kind == "word"
        and (
            tokens[start - 1].lower in AUXILIARIES
            or tokens[start - 1].lower.endswith("ly")
            or tokens[start - 1].lower in BE
            or tokens[start - 1].lower in CHAIN
        )
    ):
        start -= 1
    return " ".join(text[tokens[start].start : tokens[cue.last - 1].end].split())


def _according(tokens: Sequence[Token], i: int, first: int, last: int, text: str) -> Cue | None:
    """Read "according to NP", ", per NP", "in the words of NP", "in the view of NP" and, at first, "for NP,"."""
    word, following = tokens[i].lower, tokens[i + 1].lower if i + 2 < last else ""
    if (word == "according" and following == "to") or (word in _VIEWS and following == "of" and i >= first + 2):
        at, begin = i, i + 2
    elif (word == "for" and i == first and following) or (
        word == "per" and first < i < last - 1 and tokens[i - 1].kind in ("mark", "quote") and tokens[i + 1].is_capital
    ):
        at, begin = i, i + 1
    else:
        return None
    subject = phrase_from(tokens, begin, last, text)
    if subject is None:
        return None
    if word == "for" and (
        not (subject.kind in ("person", "spokesperson", "unnamed") or (subject.kind == "name" and " " in subject.head))
        or not _closed_by_comma(tokens, subject.last, last)
    ):
        return None
    verb = SpeechVerb("according to", "according", "say", frozenset({"clause", "quote"}), None)
    opens = word == "for" or (word == "according" and i <= first + 1)
    complement = _after_insertion(tokens, subject.last, last, text) if opens else subject.last
    return Cue(verb, at, begin, subject, "according", complement, at, because="according to")


def _after_insertion(tokens: Sequence[Token], j: int, last: int, text: str) -> int:
    """Give where words go on behind "For Layla Haddad, an analyst at the centre," and "the Times, which cited two,"."""
    j = j if tokens[j - 1].text != "," else j - 1
    if j + 1 < last and tokens[j].text == "," and tokens[j + 1].lower in ("who", "which", "whose", "citing"):
        return next((k + 1 for k in range(j + 2, min(last - 1, j + 24)) if tokens[k].text == ","), j)
    role = parse_phrase(tokens, j + 1, last, text) if j < last and tokens[j].text == "," else None
    if role is None or role.kind not in ("office", "unnamed", "spokesperson"):
        return j
    return next((k + 1 for k in range(role.last, min(last, role.last + 12)) if tokens[k].text == ","), j)


_VIEWS = frozenset({"words", "view", "eyes", "opinion", "judgment", "judgement", "estimate", "estimation"})


def _closed_by_comma(tokens: Sequence[Token], j: int, last: int) -> bool:
    return j < last and (tokens[j].text == "," or tokens[j - 1].text == ",")


def _described_by_clause(tokens: Sequence[Token], first: int, colon: int, text: str) -> NounPhrase | None:
    """Read the name in "Ruth Okafor, a member of the panel:" and "Mr Okafor, who sits on the panel:"."""
    comma = next((j for j in range(first, colon) if tokens[j].text == ","), None)
    if comma is None or comma + 2 >= colon:
        return None
    name = parse_phrase(tokens, first, comma, text)
    if name is None or name.kind not in ("person", "name") or name.last != comma:
        return None
    word = tokens[comma + 1].lower
    inserted = word == "who" or parse_phrase(tokens, comma + 1, colon, text) is not None
    verbs = {t.lower for t in tokens[comma + 1 : colon]} & speech_verbs().keys()
    full = " " in (name.name or "") or name.kind == "person" or word == "who"
    return name if inserted and full and not verbs else None


def _colon_cue(tokens: Sequence[Token], first: int, last: int, text: str) -> Cue | None:
    """Read "Esper: “...”", "Added Esper: “...”" and "the statement from Gantz's office: “...”"."""
    if first + 1 < last and tokens[first].lower in speech_verbs() and tokens[first + 1].is_capital:
        first += 1
    for j in range(first + 1, last - 1):
        if tokens[j].text == ":" and tokens[j].kind == "mark" and any(t.kind == "quote" for t in tokens[j + 1 : j + 3]):
            subject = _described_by_clause(tokens, first, j, text) or phrase_ending_at(tokens, first, j, text)
            if subject is None or (subject.kind == "document" and subject.possessor is None and subject.of is None):
                subject = sentence_subject(tokens, first, j, text) or subject  # "the minister issued this statement:"
            if subject is None and j == first + 1 and tokens[first].is_capital:  # "A: ..."
                label = tokens[first]
                subject = NounPhrase(first, j, "name", label.text, label.start, label.end, name=label.text)
            if subject is None:
                return None
            verb = SpeechVerb(":", ":", "say", frozenset({"quote"}), None)
            return Cue(
                verb, j, j + 1, subject, "colon", j + 1, subject.first, because="name and colon before the quotation"
            )
    return None
