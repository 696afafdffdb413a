"""Verbs of speech with their subject: before or after the verb, in the passive, as a participle."""

from collections.abc import Sequence

from counterpoise.reading.after_verbs import OF_A_STATEMENT, WHEN, after_verb
from counterpoise.reading.noun_heads import NounPhrase
from counterpoise.reading.noun_phrases import parse_phrase, phrase_ending_at, phrase_from
from counterpoise.reading.speech_cue import Cue
from counterpoise.reading.speech_verbs import SpeechVerb, speech_verbs
from counterpoise.reading.subjects import sentence_subject, subject_before
from counterpoise.reading.tokens import Token
from counterpoise.vocabulary import word_list

AUXILIARIES = word_list("speech_cues.auxiliaries")


BE = frozenset(["is", "are", "was", "were", "be", "been", "being", "am"])


CHAIN = word_list("speech_cues.chain")


_NOUNISH = word_list("speech_cues.nounish")


_BASE_FORMS = word_list("speech_cues.base_forms")


_PROPOSED_THINGS = frozenset(
    {"arms", "sale", "sales", "deal", "deals", "transfer", "transfers", "package", "weapons", "legislation", "export",
     "exports", "purchase", "purchases"}
)  # fmt: skip
_AFTER_REPORTS = frozenset({"following", "about", "on", "in", "from", "suggesting", "indicating", "claiming", "saying"})
_BEFORE_NOUN = frozenset({"in", "of", "with", "during", "by", "from", "amid", "despite"})
_WHO = frozenset({"he", "she", "they", "who", "which", "has", "have", "had", "officials", "lawmakers", "senators"})
_ASKED = frozenset({"about", "by", "whether", "if", "how", "why", "what", "when", "for", "on", "repeatedly"})


def verb_cue(
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
    if (
        verb.form == "proposed"
        and v + 1 < last
        and tokens[v + 1].lower in _PROPOSED_THINGS
        and (before is None or (before.mention is None and not before.is_capital and before.lower not in _WHO))
    ):
        return None  # "seek to block proposed arms sales"
    if verb.form == "disputed" and before is not None and before.lower in ("over", "in", "of", "on", "across", "for"):
        return None  # "over disputed airspace"
    if verb.form == "briefed" and v + 1 < last and tokens[v + 1].lower in ("on", "by", "about"):
        return None  # "people briefed on the plan say"
    if verb.form in ("object", "objects", "objected") and (v + 1 >= last or tokens[v + 1].lower not in ("to", "that")):
        return None
    if verb.form in _NOUNISH and before is not None and before.lower in _BEFORE_NOUN:
        return None  # "said the minister in remarks with"
    if verb.form == "reports" and v + 1 < last and tokens[v + 1].lower in _AFTER_REPORTS:
        return None  # "media reports following the deal said"
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
    k, passive, intention, negated, modal, progressive = step_back(tokens, v, first)
    if passive and verb.form in ("saying", "telling") and k > first and tokens[k - 1].lower == "as":
        passive = False
    cited_as = v > first + 1 and tokens[v - 1].lower == "as" and tokens[v - 2].lower in ("quoted", "cited", "described")
    if cited_as:
        k, passive, *_ = step_back(tokens, v - 2, first)
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
        not before.is_capital and before.lower not in AUXILIARIES and not before.lower.endswith("ly")
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
    complement = after_verb(tokens, v + 1, last, text, verb)
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
    return Cue(verb, v, v + 1, subject, "before", after_verb(tokens, v + 1, last, text, verb), subject.first,
               because="whom the report quotes")  # fmt: skip


def _who_is_quoted(
    tokens: Sequence[Token], v: int, first: int, last: int, text: str, verb: SpeechVerb
) -> Cue | None:  # fmt: skip
    """Read "The paper quoted one such official on Friday, “...”": the official speaks."""
    if verb.manner != "cite" or verb.form.endswith("ing") or v + 2 >= last or tokens[v - 1].lower in BE:
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


_SPEAKS = frozenset(
    {"outlet", "person", "name", "office", "spokesperson", "unnamed", "body", "organisation", "party", "group"}
)


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
    return cue if tokens[j].text == "," or tokens[j].lower in _GOES_ON_AFTER | WHEN else None


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
    return j >= last or tokens[j].kind == "mark" or tokens[j].lower in WHEN | _GOES_ON_AFTER | {"to", "and", "as"}


def step_back(tokens: Sequence[Token], v: int, first: int) -> tuple[int, bool, bool, bool, bool, bool]:
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
        if word in BE:
            if saw_to or intention:
                pass
            elif tokens[v].lower.endswith("ing"):
                progressive = True
            else:
                passive = True
        elif word == "to":
            saw_to = True
        elif word in CHAIN and saw_to:
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
        elif word not in AUXILIARIES:
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
    of_it = before is not None and (before.lower in _STATEMENTS or before.lower.endswith("day"))
    if of_it and verb.form in OF_A_STATEMENT:
        return None  # "said in a statement announcing the sale"
    if before is not None and before.kind == "word" and before.lower not in _BEFORE_PARTICIPLE:
        absolute = phrase_ending_at(tokens, first, v, text)  # "despite Netanyahu expressing opposition"
        whom = absolute is not None and absolute.first > first and tokens[absolute.first - 1].lower == "to"
        if whom:
            return None  # "a letter sent to the president expressing their opposition"
        if absolute is not None and absolute.kind in ("person", "name") and absolute.of is None:
            return Cue(verb, v, v + 1, absolute, "before", after_verb(tokens, v + 1, last, text, verb), absolute.first,
                       because="participle of the name before it")  # fmt: skip
        if verb.manner not in ("say", "describe", "warn") or verb.form in _NOUN_LIKE:
            return None
    subject = _main_subject(earlier) if earlier else sentence_subject(tokens, first, v, text)
    if subject is None and v == first:
        comma = next((j for j in range(v, last) if tokens[j].text == ","), None)
        subject = parse_phrase(tokens, comma + 1, last, text) if comma is not None else None
    if subject is None:
        return None
    return Cue(verb, v, v + 1, subject, "participle", after_verb(tokens, v + 1, last, text, verb), v,
               because="participle of the sentence's subject")  # fmt: skip


_STATEMENTS = frozenset({"statement", "release", "notice", "letter", "report", "email", "post"})
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
