"""Where somebody is said to say something: the verb, its subject by position, and what it takes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from counterpoise.reading.noun_phrases import NounPhrase, parse_phrase, phrase_ending_at, phrase_from
from counterpoise.reading.speech_verbs import SpeechVerb, speech_phrases, speech_verbs
from counterpoise.reading.subjects import sentence_subject, subject_before
from counterpoise.reading.tokens import Token
from counterpoise.vocabulary import word_list

_AUXILIARIES = word_list("speech_cues.auxiliaries")


_BE = frozenset(["is", "are", "was", "were", "be", "been", "being", "am"])


_CHAIN = word_list("speech_cues.chain")


_NOUNISH = word_list("speech_cues.nounish")


_BASE_FORMS = word_list("speech_cues.base_forms")


@dataclass(slots=True)
class Cue:
    """One act of speech: token indices of the verb, the subject if found, and where the complement begins."""

    verb: SpeechVerb
    at: int
    last: int  # exclusive, of the verb group
    subject: NounPhrase | None
    manner: str  # "before", "inverted", "according", "colon", "participle", "coordinated", "agent", "noun"
    complement: int
    group_first: int  # where subject and verb together begin
    words: str = ""
    intention: bool = False
    negated: bool = False
    modal: bool = False
    after_as: bool = False
    because: str = ""


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
                    cue = _verb_cue(tokens, i, first, last, text, verb, cues)
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
        back, _, intention, also_negated, modal, _ = _step_back(tokens, i, first)
        subject = subject_before(tokens, back, first, text)
        manner = "before"
        if subject is None and earlier and back > first and tokens[back - 1].lower in ("and", "but", ","):
            subject, manner = earlier[-1].subject, "coordinated"
        if subject is None:
            return None
        if tokens[j - 1].lower in ("to", "of", "against") and k:
            complement = j
        else:
            complement = _after_verb(tokens, j, last, text, verb)
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
            tokens[start - 1].lower in _AUXILIARIES
            or tokens[start - 1].lower.endswith("ly")
            or tokens[start - 1].lower in _BE
            or tokens[start - 1].lower in _CHAIN
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
    complement = _after_apposition(tokens, subject.last, last, text) if word == "for" else subject.last
    return Cue(verb, at, begin, subject, "according", complement, at, because="according to")


def _after_apposition(tokens: Sequence[Token], j: int, last: int, text: str) -> int:
    """Give where words go on behind "For Layla Haddad, an analyst at the centre,"."""
    j = j if tokens[j - 1].text != "," else j - 1
    role = parse_phrase(tokens, j + 1, last, text) if j < last and tokens[j].text == "," else None
    if role is None or role.kind not in ("office", "unnamed", "spokesperson"):
        return j
    return next((k + 1 for k in range(role.last, min(last, role.last + 12)) if tokens[k].text == ","), j)


_ASKED = frozenset({"about", "by", "whether", "if", "how", "why", "what", "when", "for", "on", "repeatedly"})
_VIEWS = frozenset({"words", "view", "eyes", "opinion", "judgment", "judgement", "estimate", "estimation"})


def _closed_by_comma(tokens: Sequence[Token], j: int, last: int) -> bool:
    return j < last and (tokens[j].text == "," or tokens[j - 1].text == ",")


def _verb_cue(
    tokens: Sequence[Token], v: int, first: int, last: int, text: str, verb: SpeechVerb, earlier: list[Cue]
) -> Cue | None:  # fmt: skip
    """Decide whether a form of a speech verb is an act of speech here, and whose."""
    before = tokens[v - 1] if v > first else None
    if before is not None and (before.kind == "possessive" or before.lower in _ARTICLES):
        return None
    if (
        verb.form == "asked"
        and before is not None
        and before.text == ","
        and v + 1 < last
        and tokens[v + 1].lower in _ASKED
    ):
        return None  # "the minister, asked about it, declined"
    if verb.form == "expect" and before is not None and before.lower in ("can", "could", "may"):
        return None  # "Cairo can expect to receive the jets in 2023"
    if (
        verb.verb == "reply"
        and (v + 1 >= last or tokens[v + 1].text in (".", ";"))
        and not _holds_quote(tokens, first, v)
    ):
        return None  # "Two days later opponents responded."
    if verb.form in ("estimated", "reported", "expected") and v + 1 < last and tokens[v + 1].lower == "at":
        return None  # "a package estimated at"
    if verb.form == "disputed" and before is not None and before.lower in ("over", "in", "of", "on", "across", "for"):
        return None  # "over disputed airspace"
    if verb.form == "briefed" and v + 1 < last and tokens[v + 1].lower in ("on", "by", "about"):
        return None  # "people briefed on the plan say"
    if verb.form in ("object", "objects", "objected") and (v + 1 >= last or tokens[v + 1].lower not in ("to", "that")):
        return None
    if verb.form in _NOUNISH and v + 1 < last and tokens[v + 1].lower in ("of", "as"):
        return None  # "press reports of 24 aircraft", "remarks as delivered"
    quoted_before = _follows_quote(tokens, v, first)
    inverted = _inverted(tokens, v, last, text, verb) if quoted_before else None
    if inverted is not None:
        return inverted
    cited = _quoted_as_saying(tokens, v, first, last, text, verb) or _who_is_quoted(tokens, v, first, last, text, verb)
    if cited is not None:
        return cited
    inverted = _after_clause(tokens, v, first, last, text, verb)
    if inverted is not None:
        return inverted
    k, passive, intention, negated, modal, progressive = _step_back(tokens, v, first)
    if passive and verb.form in ("saying", "telling") and k > first and tokens[k - 1].lower == "as":
        passive = False
    cited_as = v > first + 1 and tokens[v - 1].lower == "as" and tokens[v - 2].lower in ("quoted", "cited", "described")
    if cited_as:
        k, passive, *_ = _step_back(tokens, v - 2, first)
        passive = False
    if passive and not progressive:
        return _agent_cue(tokens, v, last, text, verb)
    if verb.form.endswith("ing") and not progressive and not cited_as:
        return _participle_cue(tokens, v, first, last, text, verb, earlier, k)
    if verb.form in _BASE_FORMS and not (
        modal or intention or (k < v and tokens[v - 1].lower in ("to", "did", "does", "do"))
    ):
        subject = subject_before(tokens, k, first, text)
        if subject is None or not (subject.plural or subject.head in ("i", "we", "they") or subject.members):
            return None
        if verb.form in _NOUNISH and tokens[k - 1].lower not in ("they", "we", "i") and not subject.plural:
            return None
    elif verb.form in _NOUNISH and before is not None and before.kind == "word" and before.mention is None and (
        not before.is_capital and before.lower not in _AUXILIARIES and not before.lower.endswith("ly")
        and parse_ends(tokens, v, first, text) is None
    ):  # fmt: skip
        return None
    subject = subject_before(tokens, k, first, text)
    manner = "before"
    if subject is None and _follows_clause(tokens, v, first):
        inverted = _inverted(tokens, v, last, text, verb)
        if inverted is not None and _closes(tokens, inverted, last):
            return inverted
    if subject is None and k > first and tokens[k - 1].lower in ("and", "but", ",") and (earlier or k - 1 > first):
        subject = _clause_subject(tokens, first, k, text)
        manner = "before" if subject is not None else "coordinated"
        subject = subject or (earlier[-1].subject if earlier else sentence_subject(tokens, first, k, text))
    if subject is None:
        return None
    subject = _whom_others_join(tokens, subject, first, text)
    complement = _after_verb(tokens, v + 1, last, text, verb)
    if verb.verb == "call" and v + 1 < last and tokens[v + 1].lower in ("for", "on", "upon"):
        kind = "ask" if tokens[v + 1].lower == "for" else "urge"
        verb = SpeechVerb(f"call {tokens[v + 1].lower}", verb.form, kind, verb.takes, None)
    return Cue(verb, v, v + 1, subject, manner, complement, min(subject.first, v) if manner == "before" else k,
               intention=intention, negated=negated, modal=modal,
               after_as=subject.first > first and tokens[subject.first - 1].lower == "as",
               because="subject before the verb" if manner == "before" else "subject of the verb before")  # fmt: skip


def _whom_others_join(tokens: Sequence[Token], subject: NounPhrase, first: int, text: str) -> NounPhrase:
    """Give the one who leads "Senator Bell, the top Democrat, along with Senators Roe and Adler, announced"."""
    joined = any(
        tokens[j].text == "," and (tokens[j + 1].lower, tokens[j + 2].lower) in _JOINING
        for j in range(first, subject.first - 2)
    )
    leader = sentence_subject(tokens, first, subject.first, text) if joined else None
    return leader if leader is not None and leader.kind in ("person", "name") else subject


_JOINING = frozenset({("along", "with"), ("together", "with"), ("joined", "by")})
_ARTICLES = word_list("speech_cues.articles")


def parse_ends(tokens: Sequence[Token], end: int, first: int, text: str) -> NounPhrase | None:
    """Give the phrase that ends right before token `end`, or None."""
    return phrase_ending_at(tokens, first, end, text)


def _follows_quote(tokens: Sequence[Token], v: int, first: int) -> bool:
    j = v - 1
    while j >= first and tokens[j].kind == "mark" and tokens[j].text not in "()":
        j -= 1
    return j >= first and tokens[j].kind == "quote"


def _holds_quote(tokens: Sequence[Token], first: int, end: int) -> bool:
    return any(t.kind == "quote" for t in tokens[first:end])


def _follows_clause(tokens: Sequence[Token], v: int, first: int) -> bool:
    return v > first + 3 and tokens[v - 1].text == ","


def _inverted(tokens: Sequence[Token], v: int, last: int, text: str, verb: SpeechVerb) -> Cue | None:
    """Read "added Esper" after a quotation or a clause."""
    if verb.form.endswith("ing") or "quote" not in verb.takes or v + 1 >= last:
        return None
    subject = phrase_from(tokens, v + 1, last, text)
    if subject is None or (subject.kind == "pronoun" and tokens[v + 1].lower not in ("he", "she", "they")):
        return None
    after = tokens[subject.last] if subject.last < last else None
    if after is not None and after.lower in speech_verbs() and verb.form in _NOUNISH:
        return None
    return Cue(verb, v, v + 1, subject, "inverted", subject.last, v, because="subject after the verb")


def _quoted_as_saying(
    tokens: Sequence[Token], v: int, first: int, last: int, text: str, verb: SpeechVerb
) -> Cue | None:  # fmt: skip
    """Read "CNN quoted a senior official as saying": the official speaks."""
    if verb.form not in ("saying", "telling") or v - 3 < first or tokens[v - 1].lower != "as":
        return None
    at = next((k for k in range(v - 3, max(first, v - 20) - 1, -1) if _cites(tokens[k])), None)
    if at is None:
        return None
    subject = phrase_from(tokens, at + 1, v - 1, text)
    marked = next((t for t in tokens[at + 1 : at + 3] if t.kind == "quote"), None)
    if subject is None and marked is not None:  # quoted a "senior official" as saying
        words = text[marked.start : marked.end]
        subject = NounPhrase(at + 1, at + 2, "unnamed", words, marked.start, marked.end, role=words, indefinite=True)
    if subject is None or subject.kind == "pronoun":
        return None
    return Cue(verb, v, v + 1, subject, "before", _after_verb(tokens, v + 1, last, text, verb), subject.first,
               because="whom the report quotes")  # fmt: skip


def _who_is_quoted(
    tokens: Sequence[Token], v: int, first: int, last: int, text: str, verb: SpeechVerb
) -> Cue | None:  # fmt: skip
    """Read "The paper quoted one such official on Friday, “...”": the official speaks."""
    if verb.manner != "cite" or verb.form.endswith("ing") or v + 2 >= last or tokens[v - 1].lower in _BE:
        return None
    subject = phrase_from(tokens, v + 1, last, text)
    quoted = next((k for k in range(v + 2, last) if tokens[k].kind == "quote"), None)
    if subject is None or quoted is None or subject.kind in ("pronoun", "document") or quoted - subject.last > 6:
        return None
    saying = SpeechVerb("quote", verb.form, "say", frozenset({"quote"}), None)
    return Cue(saying, v, v + 1, subject, "before", subject.last, v, because="whom the report quotes")


def _cites(token: Token) -> bool:
    found = speech_verbs().get(token.lower)
    return found is not None and found.manner == "cite"


_SPEAKS = frozenset({"person", "name", "office", "spokesperson", "unnamed", "body", "organisation", "party", "group"})
_GOES_ON_AFTER = frozenset({"of", "for", "at", "from", "with", "in", "on", "who", "whose", "during", "after", "late"})


def _after_clause(
    tokens: Sequence[Token], v: int, first: int, last: int, text: str, verb: SpeechVerb
) -> Cue | None:  # fmt: skip
    """Read "The sale will go ahead, said Jane Harlow of the embassy": verb and speaker end the sentence."""
    if verb.manner not in ("say", "report", "think", "warn"):
        return None
    if "quote" not in verb.takes or "recipient" in verb.takes or not _follows_clause(tokens, v, first):
        return None
    cue = _inverted(tokens, v, last, text, verb)
    if cue is None or cue.subject is None or cue.subject.kind not in _SPEAKS:
        return None
    j = cue.subject.last
    if j >= last or tokens[j].text in (".", "!", "?") or tokens[j].kind == "quote":
        return cue
    rest = tokens[j:last]
    if any(t.lower in _FINITE or (t.lower in speech_verbs() and k) for k, t in enumerate(rest)) and (
        tokens[j].lower not in ("who", "whose") and not any(t.lower in ("who", "whose", "adding") for t in rest)
    ):
        return None
    return cue if tokens[j].text == "," or tokens[j].lower in _GOES_ON_AFTER | _WHEN else None


_FINITE = word_list("reported_speech.finite")


def _clause_subject(tokens: Sequence[Token], first: int, end: int, text: str) -> NounPhrase | None:
    """Give the pronoun that opens the clause of a coordinated verb: "he was asked about it and answered"."""
    start = next((j + 1 for j in range(end - 2, first - 1, -1) if tokens[j].text in (",", ";", "—", "–")), None)
    if start is None or start >= end or tokens[start].lower not in ("he", "she", "they"):
        return None
    return parse_phrase(tokens, start, end, text)


def _closes(tokens: Sequence[Token], cue: Cue, last: int) -> bool:
    """Tell whether the sentence ends, or only goes on with time and place, after "said Jane Harlow"."""
    if cue.subject is None:
        return False
    j = cue.subject.last
    return j >= last or tokens[j].kind == "mark" or tokens[j].lower in _WHEN | _GOES_ON_AFTER | {"to", "and", "as"}


def _step_back(tokens: Sequence[Token], v: int, first: int) -> tuple[int, bool, bool, bool, bool, bool]:
    """Step over auxiliaries, adverbs and "is expected to" before a verb.

    Gives the index after the subject, and whether the verb is passive, an intention, negated, modal, progressive.
    """
    k = v
    passive = intention = negated = modal = progressive = False
    saw_to = False
    while k > first:
        word = tokens[k - 1].lower
        if tokens[k - 1].kind != "word":
            break
        if word in _BE:
            if saw_to or intention:
                pass
            elif tokens[v].lower.endswith("ing"):
                progressive = True
            else:
                passive = True
        elif word == "to":
            saw_to = True
        elif word in _CHAIN and saw_to:
            intention = intention or word not in ("continued", "continues", "went", "goes", "began", "used", "able")
        elif word in ("reportedly", "allegedly", "apparently") or (
            word.endswith("ly") and tokens[k - 1].mention is None
        ):
            pass
        elif word in ("not", "never"):
            negated = True
        elif word in ("will", "would", "may", "might", "could", "should", "shall", "must", "can", "did", "does", "do"):
            modal = True
            if word in ("will", "would", "may", "might", "could", "shall"):
                intention = True
        elif word not in _AUXILIARIES:
            break
        k -= 1
    if saw_to and not intention and tokens[k].lower == "to":
        return v, True, False, negated, modal, progressive  # a bare infinitive has no subject of its own
    return k, passive, intention, negated, modal, progressive


def _agent_cue(tokens: Sequence[Token], v: int, last: int, text: str, verb: SpeechVerb) -> Cue | None:
    """Read "was criticised by lawmakers"."""
    for j in range(v + 1, min(last, v + 6)):
        if tokens[j].kind != "word" or tokens[j].lower in ("that", "to"):
            return None
        if tokens[j].lower == "by":
            subject = phrase_from(tokens, j + 1, last, text)
            if subject is None or "object" not in verb.takes or verb.form == verb.verb:  # "support provided by"
                return None
            return Cue(verb, v, v + 1, subject, "agent", subject.last, v, because="agent of the passive")
    return None


def _participle_cue(
    tokens: Sequence[Token], v: int, first: int, last: int, text: str, verb: SpeechVerb, earlier: list[Cue], k: int
) -> Cue | None:  # fmt: skip
    """Read ", adding that", "saying:" and "X, quoting Y," with the subject of the sentence."""
    if verb.verb == "ask" and any(
        t.lower in ("named", "identified", "anonymous", "anonymity") for t in tokens[v : v + 7]
    ):
        return None
    if verb.manner == "cite" or ("quote" not in verb.takes and "clause" not in verb.takes):
        return None
    if verb.form in _ANSWERING and (v + 1 >= last or tokens[v + 1].lower not in ("that", ":")):
        return None  # "Answering the channel's question on ..., the minister said"
    if v > first and tokens[v - 1].lower in (
        "of",
        "by",
        "for",
        "without",
        "from",
        "in",
        "about",
        "against",
        "a",
        "the",
    ):
        return None
    before = tokens[v - 1] if v > first else None
    if before is not None and (before.lower in speech_verbs() or before.lower.endswith("ing")):
        return None  # "is considering agreeing to a deal"
    if before is not None and before.kind == "word" and before.lower not in _BEFORE_PARTICIPLE:
        absolute = phrase_ending_at(tokens, first, v, text)  # "despite Netanyahu expressing opposition"
        whom = absolute is not None and absolute.first > first and tokens[absolute.first - 1].lower == "to"
        if whom:
            return None  # "a letter sent to the president expressing their opposition"
        if absolute is not None and absolute.kind in ("person", "name") and absolute.of is None:
            return Cue(verb, v, v + 1, absolute, "before", _after_verb(tokens, v + 1, last, text, verb), absolute.first,
                       because="participle of the name before it")  # fmt: skip
        if verb.manner not in ("say", "describe", "warn") or verb.form in _NOUN_LIKE:
            return None
    subject = _main_subject(earlier) if earlier else sentence_subject(tokens, first, v, text)
    if subject is None and v == first:
        comma = next((j for j in range(v, last) if tokens[j].text == ","), None)
        subject = parse_phrase(tokens, comma + 1, last, text) if comma is not None else None
    if subject is None:
        return None
    return Cue(verb, v, v + 1, subject, "participle", _after_verb(tokens, v + 1, last, text, verb), v,
               because="participle of the sentence's subject")  # fmt: skip


_ANSWERING = frozenset({"answering", "responding", "replying", "reacting"})
_NOUN_LIKE = frozenset(
    {"questioning", "expressing", "voicing", "answering", "beginning", "reading", "briefing", "wondering"}
)
_BEFORE_PARTICIPLE = word_list("speech_cues.before_participle")


def _main_subject(earlier: list[Cue]) -> NounPhrase | None:
    """Give whom a participle goes on from: who speaks first, not who is spoken of in his words."""
    speaks = [
        c for c in earlier if c.manner in ("before", "inverted") and c.verb.manner in ("say", "warn", "report", "deny")
    ]
    return (speaks[0] if speaks else earlier[-1]).subject


_ADJUNCT = re.compile(  # when and where something was said, before what was said
    r"(?:(?:on|late|early|last|this|earlier|next|later)\s+){0,3}"
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|week|month|year)(?:\s+(?:morning|afternoon|evening|night))?\b(?!['’])"
    r"|(?:yesterday|today)\b"
    r"|in\s+(?:an?|his|her|their|its|the|written)\s+(?:[\w-]+\s+){0,2}(?:statement|interview|tweet|speech|letter|briefing|report|email|post|call)"
    r"(?:\s+(?:to|with|on|at)\s+(?:the\s+)?[A-Z][\w-]*(?:\s[A-Z\d][\w-]*)*)?"
    r"|at\s+(?:an?|the|his|her)\s+(?:[\w-]+\s+){0,2}(?:briefing|conference|hearing|meeting|event|forum)"
)
_RECIPIENT_NOUNS = frozenset(
    ["reporters", "journalists", "lawmakers", "members", "parliament", "congress", "him", "her", "them", "us", "me"]
)


_WHEN = word_list("speech_cues.when")


def _after_verb(tokens: Sequence[Token], i: int, last: int, text: str, verb: SpeechVerb) -> int:
    """Give where the complement begins: after the recipient and phrases of time and place, before "that"."""
    j = i
    if "recipient" in verb.takes or (
        j < last and tokens[j].lower == "to" and verb.manner == "say" and verb.verb != "agree"
    ):
        if j < last and tokens[j].lower == "to":
            j += 1
        phrase = parse_phrase(tokens, j, last, text)
        if phrase is not None and phrase.first == j:
            j = phrase.last
        elif j < last and tokens[j].lower in _RECIPIENT_NOUNS:
            j += 1
        elif j < last and verb.verb in ("tell", "assure", "inform"):
            k = next(
                (
                    k
                    for k in range(j, min(last, j + 9))
                    if tokens[k].lower == "that" or tokens[k].kind in ("mark", "quote")
                ),
                None,
            )
            j = k if k is not None else j
    for _ in range(4):
        if j >= last:
            break
        adjunct = _ADJUNCT.match(text, tokens[j].start, tokens[last - 1].end)
        if adjunct is not None and tokens[j].kind == "word":
            further = next((k for k in range(j, last) if tokens[k].start >= adjunct.end()), last)
            if further < last:
                j = further
                continue
        word = tokens[j].lower
        if tokens[j].kind == "word" and (word in _WHEN or (word.endswith("day") and tokens[j].is_capital)):
            k = next(
                (
                    k
                    for k in range(j + 1, min(last, j + 14))
                    if tokens[k].lower == "that" or tokens[k].kind == "quote" or tokens[k].text in (",", ":")
                ),
                None,
            )
            if k is None:
                break
            if tokens[k].text == ",":
                j = k + 1 if _resumes(tokens, k + 1, last) else j
                if j != k + 1:
                    break
            else:
                j = k
                break
        elif tokens[j].text == "," and "recipient" in verb.takes and (that := _that_after(tokens, j, last)) is not None:
            return that  # "told the prince, his guest at the White House, that ..."
        else:
            break
    return j


def _that_after(tokens: Sequence[Token], j: int, last: int) -> int | None:
    """Give the "that" which follows an apposition closed by a comma."""
    for k in range(j + 2, min(last, j + 16)):
        if tokens[k].kind == "quote" or tokens[k].text in (".", ":", ";"):
            return None
        if tokens[k].lower == "that" and tokens[k - 1].text == ",":
            return k
    return None


def _resumes(tokens: Sequence[Token], j: int, last: int) -> bool:
    return j < last and (
        tokens[j].kind == "quote"
        or tokens[j].lower in ("that", "saying", "adding", "calling")
        or tokens[j].text in "\"“‘'"
    )


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
    """Read "Esper: “...”" and "the statement from Gantz's office: “...”"."""
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
