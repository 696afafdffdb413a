"""Attributions of a text: who is said to have said what, directly, indirectly or in part in quotation marks."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from counterpoise.reading.cast import Person
from counterpoise.reading.noun_phrases import NounPhrase, nouns, parse_phrase
from counterpoise.reading.paragraphs import Paragraph, Sentence
from counterpoise.reading.quotations import Quotation
from counterpoise.reading.speakers import Speaker, Speakers, Trace
from counterpoise.reading.speech_cues import Cue, find_cues, sentence_subject, speech_verbs
from counterpoise.reading.tokens import TokenList
from counterpoise.vocabulary import word_list

_LAST = 60  # more acts of speech than one sentence has
_TRAILING = " \n,;:—–-"
_CONNECTIVES = re.compile(r"(?:that|how|why|whether|and that|but that)\s+", re.IGNORECASE)


@dataclass(slots=True)
class Said:
    """An attribution before it is judged: offsets are into the tidy text."""

    start: int
    end: int
    kind: str  # direct, indirect, mixed
    speaker: Speaker
    cue: str | None
    verb: str | None
    manner: str | None
    sentence: int
    paragraph: int
    sentence_start: int
    sentence_end: int
    because: str
    stance_of_verb: str | None = None
    intention: bool = False
    negated: bool = False
    nested_in: "Said | None" = None
    cue_start: int | None = None
    act: bool = False  # an act told without words ("asked for jets"): it may be a request, and is no attribution


@dataclass(slots=True)
class _Scene:
    """What the reader knows while it goes through the sentences."""

    text: str
    tokens: TokenList
    speakers: Speakers
    said: list[Said] = field(default_factory=list)
    last_quoted: tuple[int, Speaker, str] | None = None  # paragraph, speaker, how
    introduced: tuple[int, Speaker, Cue | None] | None = None  # a paragraph that ends with a colon
    common: frozenset[str] = frozenset()  # words that the text also prints without a capital
    named_in: dict[int, list[tuple[Person, int]]] = field(
        default_factory=dict
    )  # sentence: who is named in it, and where


def find_said(
    text: str, tokens: TokenList, paragraphs: Sequence[Paragraph], sentences: Sequence[Sentence],
    quotations: Sequence[Quotation], speakers: Speakers,
) -> list[Said]:  # fmt: skip
    """Find the attributions of a text in order."""
    scene = _Scene(text, tokens, speakers, named_in=_named_in(speakers.cast.people, sentences), common=_IMPERATIVES)
    outer = [q for q in quotations if q.depth == 0]
    pending: list[tuple[Quotation, Sentence]] = []
    at = 0
    for number, sentence in enumerate(sentences):
        here: list[Quotation] = []
        while at < len(outer) and outer[at].start < sentence.end + 2:
            if outer[at].start >= sentence.start - 1:
                here.append(outer[at])
            at += 1
        following = sentences[number + 1] if number + 1 < len(sentences) else None
        _read_sentence(scene, sentence, here, following, pending)
    _settle(scene, pending, None)
    _add_nested(scene, [q for q in quotations if q.depth == 1])
    _add_reported_in_quotes(scene)
    scene.said.sort(key=lambda s: (s.start, s.end))
    return scene.said


def _read_sentence(
    scene: _Scene, sentence: Sentence, quotes: list[Quotation], following: Sentence | None,
    pending: list[tuple[Quotation, Sentence]],
) -> None:  # fmt: skip
    tokens = scene.tokens.tokens
    if pending and pending[-1][1].paragraph != sentence.paragraph:
        _settle(scene, pending, None)
    first, last = scene.tokens.between(sentence.start, sentence.end)
    cues = find_cues(tokens, first, last, scene.text)
    resolved: list[tuple[Cue, Speaker]] = []
    own: list[Speaker] = []
    scene.speakers.states_here = {
        token.mention.state for token in tokens[first:last] if token.mention and token.mention.state
        and token.mention.kind in ("body", "office", "organisation", "outlet")
    }  # fmt: skip
    for cue in cues:
        if cue.subject is None or _is_no_name(scene, cue.subject, first):
            continue
        speaker = (
            resolved[-1][1]
            if cue.manner in ("participle", "coordinated") and resolved
            else scene.speakers.resolve(cue.subject, sentence.paragraph, own=own)
        )
        resolved.append((cue, speaker))
        if cue.subject.kind != "pronoun":
            own.append(speaker)
    taken: set[int] = set()
    for quote in quotes:
        _place_quote(scene, sentence, quote, resolved, pending, taken, first, last, following)
    for number, (cue, _) in enumerate(resolved):
        if _is_within(scene, cue, sentence):
            continue
        if number not in taken or cue.verb.manner != "say":
            _add_indirect(scene, sentence, quotes, resolved, number, first, last, taken)
    _add_support_nouns(scene, sentence, first, last)
    _remember(scene, sentence, resolved, first, last)


# --- quotations -------------------------------------------------------------------------------------------------------


def _place_quote(
    scene: _Scene, sentence: Sentence, quote: Quotation, resolved: list[tuple[Cue, Speaker]],
    pending: list[tuple[Quotation, Sentence]], taken: set[int], first: int, last: int, following: Sentence | None,
) -> None:  # fmt: skip
    """Give a quotation to its speaker, or leave it to the indirect rule (mixed), or pass it by (a term)."""
    tokens = scene.tokens.tokens
    found = _cue_of(scene, quote, resolved, first, last)
    stands_alone = _stands_alone(scene.text, quote, sentence)
    if found is not None:
        number, cue = found
        if _is_direct(scene, quote, cue, sentence):
            taken.add(number)
            speaker = resolved[number][1]
            _add_direct(scene, quote, sentence, speaker, cue, cue.because)
            scene.last_quoted = (sentence.paragraph, speaker, cue.words)
            _settle(scene, pending, (sentence.paragraph, speaker, cue))
        return
    if not stands_alone:
        return
    if quote.continued and scene.last_quoted is not None:
        _add_direct(
            scene, quote, sentence, scene.last_quoted[1], None, "goes on from the paragraph before: opening marks only"
        )
        scene.last_quoted = (sentence.paragraph, *scene.last_quoted[1:])
        return
    if scene.introduced is not None and sentence.paragraph - scene.introduced[0] <= 1 and not resolved:
        _add_direct(
            scene, quote, sentence, scene.introduced[1], scene.introduced[2], "introduced by the paragraph before"
        )
        scene.last_quoted = (sentence.paragraph, scene.introduced[1], "")
        return
    tail = _tail_attribution(scene, quote, following)
    if tail is not None:
        cue, speaker = tail
        _add_direct(scene, quote, sentence, speaker, cue, "named in the short sentence after it")
        scene.last_quoted = (sentence.paragraph, speaker, cue.words)
        return
    if scene.last_quoted is not None and scene.last_quoted[0] == sentence.paragraph:
        _add_direct(scene, quote, sentence, scene.last_quoted[1], None, "goes on in the same paragraph")
        return
    before = _actor_before(scene, sentence)
    if before is not None:
        _add_direct(scene, quote, sentence, before, None, "the subject of the sentence before it in the paragraph")
        scene.last_quoted = (sentence.paragraph, before, "")
        return
    if any(p[1].paragraph == sentence.paragraph for p in pending) or not resolved:
        pending.append((quote, sentence))
    del tokens


def _actor_before(scene: _Scene, sentence: Sentence) -> Speaker | None:
    """Give who spoke in, or is the subject of, the sentence before in the same paragraph."""
    trace = scene.speakers.traces[-1] if scene.speakers.traces else None
    if trace is None or trace.paragraph != sentence.paragraph:
        return None
    if trace.speakers:
        return trace.speakers[-1]
    return (
        trace.subjects[0]
        if trace.subjects and trace.subjects[0].kind in ("person", "unnamed", "office", "spokesperson")
        else None
    )


def _cue_of(
    scene: _Scene, quote: Quotation, resolved: list[tuple[Cue, Speaker]], first: int, last: int
) -> tuple[int, Cue] | None:  # fmt: skip
    """Find the act of speech a quotation belongs to: right before it, right after it, or governing its clause."""
    tokens = scene.tokens.tokens
    after: tuple[int, Cue] | None = None
    before: tuple[int, Cue] | None = None
    for number, (cue, _) in enumerate(resolved):
        position = tokens[cue.at].start
        if position < quote.start:
            before = (number, cue)
        elif after is None:
            after = (number, cue)
    if after is not None and _closely_follows(scene, quote, after[1], first):
        if before is None or not _closely_precedes(scene, quote, before[1]) or _opens_sentence(scene, quote, first):
            return after
    if before is not None and ("quote" in before[1].verb.takes or before[1].verb.takes):
        return before
    return None


def _opens_sentence(scene: _Scene, quote: Quotation, first: int) -> bool:
    return scene.tokens.tokens[first].start >= quote.start - 1


def _closely_follows(scene: _Scene, quote: Quotation, cue: Cue, first: int) -> bool:
    """Tell whether subject and verb come right after the quotation, with a comma or nothing between."""
    if cue.manner in ("participle", "colon", "agent"):
        return False
    tokens = scene.tokens.tokens
    begin = tokens[min(cue.group_first, cue.at)].start
    gap = scene.text[quote.end : begin].strip(" \n\"'”’»,.?!—–-")
    return gap == "" or (
        len(gap.split()) <= 4
        and not re.search(r"[“\"]", gap)
        and scene.text[quote.end - 1] in ",.?!"
        and re.match(r"(?:the|a|but|as|and|in|at|on|mr|ms|mrs|former|sen|rep)\b", gap, re.IGNORECASE) is not None
    )


def _closely_precedes(scene: _Scene, quote: Quotation, cue: Cue) -> bool:
    tokens = scene.tokens.tokens
    end = tokens[max(cue.last, cue.complement if cue.manner != "according" else cue.last) - 1].end
    return scene.text[end : quote.start].strip(" \n\"'“‘«,:—–-") in ("", "that")


def _is_direct(scene: _Scene, quote: Quotation, cue: Cue, sentence: Sentence) -> bool:
    """Tell speech set off as a quotation from words quoted inside a reported clause (mixed)."""
    text = scene.text
    before = text[max(sentence.start, quote.start - 80) : quote.start].rstrip("\"'“”‘«„ ")
    if quote.lone_close or quote.continued or cue.manner == "colon":
        return True
    if _opens(text, quote, sentence):
        return (
            text[quote.end - 1] in ",.?!…—–"
            or text[quote.end : quote.end + 3].strip("\"'”’» ")[:1] in (",", "")
            or cue.manner == "inverted"
        )
    if before.endswith((":", ",")) and not before.endswith((" a,", " the,")):
        return (
            text[quote.start].isupper()
            or quote.end - quote.start > 40
            or before.endswith(":")
            or text[quote.start] in "…."
        )
    if text[quote.start].isupper() and before.endswith((" that", " said", " saying", " is", " was", "—", "–")):
        return _words(text[quote.start : quote.end]) > 4
    return False


def _opens(text: str, quote: Quotation, sentence: Sentence) -> bool:
    return not text[sentence.start : quote.start].strip("\"'“”‘’«„( \n")


def _stands_alone(text: str, quote: Quotation, sentence: Sentence) -> bool:
    """Tell whether the quotation is a sentence of its own and no term within one."""
    if _opens(text, quote, sentence):
        rest = text[quote.end : sentence.end].strip("\"'”’»,.?!;…) \n")
        return not rest or text[quote.end - 1] in ",.?!" or quote.lone_close
    before = text[sentence.start : quote.start].rstrip("\"'“‘«„ ")
    return before.endswith(":") and text[quote.start].isupper()


def _tail_attribution(scene: _Scene, quote: Quotation, following: Sentence | None) -> tuple[Cue, Speaker] | None:
    """Read a short sentence after the quotation that only says who spoke: “No.” Esper said."""
    if (
        following is None
        or following.end - following.start > 120
        or "■" in scene.tokens.skeleton[following.start : following.end]
    ):
        return None
    if following.start - quote.end > 4:
        return None
    first, last = scene.tokens.between(following.start, following.end)
    cues = find_cues(scene.tokens.tokens, first, last, scene.text)
    if len(cues) != 1 or cues[0].subject is None or last - max(cues[0].last, cues[0].subject.last) > 2:
        return None
    if min(cues[0].group_first, cues[0].at) > first:
        return None
    return cues[0], scene.speakers.resolve(cues[0].subject, following.paragraph)


def _settle(scene: _Scene, pending: list[tuple[Quotation, Sentence]], known: tuple[int, Speaker, Cue] | None) -> None:
    """Give quotations that waited in the paragraph to the speaker named later in it, the others to the speaker before."""
    for quote, sentence in pending:
        if known is not None and known[0] == sentence.paragraph:
            _add_direct(scene, quote, sentence, known[1], None, "the speaker is named later in the paragraph")
        elif _words(scene.text[quote.start : quote.end]) >= 3:
            speaker, because = _speaker_of_standalone(scene, sentence)
            _add_direct(scene, quote, sentence, speaker, None, because)
            scene.last_quoted = (sentence.paragraph, speaker, "")
    pending.clear()


def _speaker_of_standalone(scene: _Scene, sentence: Sentence) -> tuple[Speaker, str]:
    """A paragraph that is only a quotation belongs to whoever spoke in the paragraph before."""
    for trace in reversed(scene.speakers.traces):
        if trace.paragraph >= sentence.paragraph:
            continue
        if sentence.paragraph - trace.paragraph > 2:
            break
        if len({(s.id, s.name) for s in trace.speakers}) == 1:
            return trace.speakers[-1], "no speaker beside it: the one who spoke in the paragraph before"
        if trace.speakers:
            break
    return Speaker(
        "unknown", None, "pronoun", because="no speaker is named beside the quotation"
    ), "no speaker is named beside it"


def _add_direct(
    scene: _Scene, quote: Quotation, sentence: Sentence, speaker: Speaker, cue: Cue | None, because: str
) -> None:  # fmt: skip
    tokens = scene.tokens.tokens
    scene.said.append(
        Said(quote.start, quote.end, "direct", speaker, cue.words if cue else None, cue.verb.verb if cue else None,
             cue.verb.manner if cue else None, sentence.number, sentence.paragraph, sentence.start, sentence.end,
             f"quotation; {because}", cue.verb.stance if cue else None, bool(cue and cue.intention),
             bool(cue and cue.negated), cue_start=tokens[cue.at].start if cue else None)
    )  # fmt: skip


# --- reported speech --------------------------------------------------------------------------------------------------


def _add_indirect(
    scene: _Scene, sentence: Sentence, quotes: list[Quotation], resolved: list[tuple[Cue, Speaker]], number: int,
    first: int, last: int, taken: set[int],
) -> None:  # fmt: skip
    """Add what a verb of speech reports without marks, or with a few words in marks (mixed)."""
    cue, speaker = resolved[number]
    if cue.negated and cue.verb.manner in ("say", "report") and cue.verb.verb not in ("comment",):
        return  # what somebody did not say
    if (
        (cue.subject is not None and cue.subject.head in ("i", "we") and cue.subject.kind == "pronoun")
        or cue.verb.manner == "offer"
        or (cue.verb.verb in ("welcome", "back") and _names_person(scene, cue, last))
    ):
        return
    limit = _limit(scene, resolved, number, last)
    span = _complement(scene, cue, sentence, first, limit, resolved, number)
    if span is None:
        return
    start, end = _tidy(scene.text, *_up_to_semicolon(scene, *span))
    direct = [s for s in _said_in(scene, sentence) if s.kind == "direct"]
    for said in direct:  # what is already given as a quotation is not given again
        if said.start <= start + 2 and said.end >= end - 3:
            return
        if said.start - 2 <= start < said.end:
            start = said.end + 1
        if start < said.start < end:
            end = said.start - 1
    start, end = _tidy(scene.text, start, end)
    if end - start < 8 or _words(scene.text[start:end]) < 2:
        return
    if cue.manner in ("before", "inverted") and span[1] <= scene.tokens.tokens[min(cue.group_first, cue.at)].start:
        _add_rest(scene, sentence, quotes, cue, speaker, limit)
    for part in _split_further(scene, start, end):
        _add_report(scene, sentence, quotes, cue, speaker, *_tidy(scene.text, *part), limit)
    taken.add(number)


_SPEAKING = frozenset({"say", "report", "warn", "deny", "describe", "commit"})


def _is_within(scene: _Scene, cue: Cue, sentence: Sentence) -> bool:
    """Tell whether an attitude ("would not oppose") is only part of what an earlier verb of the sentence reports."""
    at = scene.tokens.tokens[cue.at].start
    return cue.verb.manner not in _SPEAKING and any(
        s.kind != "direct" and s.start <= at < s.end for s in _said_in(scene, sentence)
    )


def _up_to_semicolon(scene: _Scene, start: int, end: int) -> tuple[int, int]:
    """Cut reported words at a semicolon: another statement begins there."""
    cut = scene.tokens.skeleton.find(";", start, end)
    return start, cut if cut > start + 12 else end


_AND_THAT = re.compile(r",?\s+and\s+(?=that\s)")


def _split_further(scene: _Scene, start: int, end: int) -> list[tuple[int, int]]:
    """Split "A, and that B" into two reports."""
    parts: list[tuple[int, int]] = []
    for match in _AND_THAT.finditer(scene.tokens.skeleton, start, end):
        parts.append((start, match.start()))
        start = match.end()
    return [*parts, (start, end)]


def _names_person(scene: _Scene, cue: Cue, last: int) -> bool:
    """Tell whether the object of the verb is a person: "welcomed the minister" reports no words."""
    phrase = parse_phrase(scene.tokens.tokens, cue.complement, last, scene.text)
    return phrase is not None and phrase.kind in ("person", "name", "office") and phrase.possessor is None


_IMPERATIVES = frozenset(
    [
        "send",
        "read",
        "see",
        "click",
        "call",
        "ask",
        "note",
        "find",
        "join",
        "sign",
        "follow",
        "watch",
        "listen",
        "share",
        "write",
        "tell",
        "let",
    ]
)
_GOES_ON = frozenset(
    ["since", "because", "and", "but", "although", "though", "while", "adding", "unless", "if", "whether"]
)


def _add_rest(
    scene: _Scene, sentence: Sentence, quotes: list[Quotation], cue: Cue, speaker: Speaker, limit: int
) -> None:  # fmt: skip
    """Add what goes on after "he noted,": "..., he noted, and only if the government wishes"."""
    tokens = scene.tokens.tokens
    j = max(cue.last, cue.subject.last if cue.subject is not None and cue.manner == "inverted" else cue.last)
    while j < limit and tokens[j].text != ",":
        if tokens[j].kind == "quote":
            return
        j += 1
    if j + 4 < limit and tokens[j + 1].lower in _GOES_ON and not any(t.kind == "quote" for t in tokens[j:limit]):
        start, end = tokens[j + 1].start, tokens[limit - 1].end
        while end > start and scene.text[end - 1] in ". ":
            end -= 1
        _add_report(scene, sentence, quotes, cue, speaker, start, end, limit)


def _add_report(
    scene: _Scene,
    sentence: Sentence,
    quotes: list[Quotation],
    cue: Cue,
    speaker: Speaker,
    start: int,
    end: int,
    limit: int,
) -> None:
    """Add one report: indirect, or mixed where words of it stand in marks."""
    quoted = [q for q in quotes if q.start >= start and q.end <= end + 2]
    outside = end - start - sum(q.end - q.start + 2 for q in quoted)
    kind = "mixed" if any(not _is_term(scene.text, q) for q in quoted) else "indirect"
    if quoted and outside <= 2:
        kind = "mixed"
    tokens = scene.tokens.tokens
    at = tokens[cue.at].start
    act = kind == "indirect" and _is_act(scene, cue, limit)
    outer = next(
        (
            s
            for s in _said_in(scene, sentence)
            if s.start <= at < s.end and s.start <= start and end <= s.end + 2 and s.speaker.name != speaker.name
        ),
        None,
    )
    scene.said.append(
        Said(
            start,
            end,
            kind,
            speaker,
            cue.words,
            cue.verb.verb,
            cue.verb.manner,
            sentence.number,
            sentence.paragraph,
            sentence.start,
            sentence.end,
            f"reported speech; {cue.because}",
            cue.verb.stance,
            cue.intention,
            cue.negated,
            nested_in=outer,
            cue_start=at,
            act=act,
        )
    )


_WITHOUT_WORDS = frozenset({"welcome", "praise", "defend", "thank"})


def _is_act(scene: _Scene, cue: Cue, limit: int) -> bool:
    """Tell an act from words: "asked for tankers", "declined to comment", "promised investments" report no words."""
    if cue.verb.manner in ("decline", "describe") or cue.verb.verb in _WITHOUT_WORDS:
        return True
    j = cue.complement
    word = scene.tokens.tokens[j].lower if j < limit else ""
    if cue.verb.manner == "ask" and cue.verb.verb in ("ask", "request", "seek"):
        return not any(t.lower in ("to", "that", "whether", "if") for t in scene.tokens.tokens[j : min(limit, j + 8)])
    if cue.verb.manner == "commit":
        relative = next((k for k in range(j, limit) if scene.tokens.tokens[k].lower in ("that", "which", "who")), limit)
        return word not in ("to", "that") and not _looks_like_clause(scene, j, relative)
    return False


def _is_term(text: str, quote: Quotation) -> bool:
    """Tell a term in marks, such as a name with its short form in brackets, from quoted words."""
    return re.match(r"[\"'”’»]\s*\([A-Z]{2,}\)", text[quote.end : quote.end + 12]) is not None


def _limit(scene: _Scene, resolved: list[tuple[Cue, Speaker]], number: int, last: int) -> int:
    """Give the token where the next act of speech of the sentence begins, so that this one ends before it."""
    cue = resolved[number][0]
    tokens = scene.tokens.tokens
    for later, _ in resolved[number + 1 :]:
        begin = min(later.group_first, later.at)
        if begin <= cue.last:
            if later.at > cue.last + 1 and tokens[later.at - 1].text == ",":
                return later.at - 1  # "who has criticised it, tweeted"
            continue
        before = tokens[begin - 1].lower if begin > 0 else ""
        if later.manner in ("participle", "coordinated") or before in (
            ",",
            ";",
            "and",
            "but",
            "while",
            "as",
            "though",
            "—",
            "–",
        ):
            return begin
    return last


_TAKES_THING = frozenset(["reject", "support", "deny", "question"])


def _complement(
    scene: _Scene,
    cue: Cue,
    sentence: Sentence,
    first: int,
    limit: int,
    resolved: list[tuple[Cue, Speaker]],
    number: int,
) -> tuple[int, int] | None:
    """Find the words a verb of speech reports: a clause after it or before it, an infinitive, or the thing opposed."""
    tokens = scene.tokens.tokens
    if cue.manner == "according":
        return _beside_according(scene, cue, sentence, first, limit, resolved, number)
    end = tokens[limit - 1].end if limit > first else sentence.end
    j = cue.complement
    if cue.manner == "inverted":
        return _clause_before(scene, cue, sentence, first, resolved, number)
    if cue.manner == "agent":
        return sentence.start, end
    if j >= limit or (tokens[j].kind == "mark" and tokens[j].text in (".", ",", ";", "—", "–")):
        if j < limit and tokens[j].text == "," and j + 1 < limit and tokens[j + 1].lower in ("saying", "adding"):
            return None
        return _clause_before(scene, cue, sentence, first, resolved, number)
    word = tokens[j].lower
    takes = cue.verb.takes
    if (
        cue.verb.manner in ("say", "think", "report", "warn")
        and word not in ("that", "to")
        and _ends_clause(scene, cue, first)
    ):
        if not _looks_like_clause(scene, j, limit) or tokens[j].lower in _WHEN_WORDS or tokens[j].lower.endswith("day"):
            return _clause_before(scene, cue, sentence, first, resolved, number)
    if word == "that" and "clause" in takes:
        return tokens[j + 1].start if j + 1 < limit else end, end
    if word == "to" and (
        "infinitive" in takes or "to" in takes or cue.verb.manner in ("commit", "urge", "ask", "reject")
    ):
        return tokens[cue.at].start if cue.verb.manner not in ("urge", "ask") else tokens[cue.at].start, end
    if word in ("for", "on", "against", "over", "about"):
        if word in takes or cue.verb.manner in ("warn", "reject", "support", "ask", "urge"):
            return tokens[cue.at].start, end
        if cue.verb.manner == "say" and word in ("about", "on", "over"):
            return None
    if word == "of" and cue.verb.manner in ("say", "report"):
        return None  # "told Congress of three units": an act
    if cue.verb.manner in _TAKES_THING:
        return tokens[cue.at].start, end
    if "recipient" in takes and cue.verb.manner in ("urge", "ask", "commit", "warn"):
        return tokens[cue.at].start if cue.verb.manner in ("urge", "ask") else tokens[min(j, limit - 1)].start, end
    if "clause" in takes and (_looks_like_clause(scene, j, limit) or _bare_clause(scene, cue, j, limit)):
        return tokens[j].start, end
    if "object" in takes:
        return tokens[cue.at].start, end
    if tokens[j].kind == "quote" or word in ("how", "why", "whether", "if", "what", "when"):
        return tokens[j].start, end
    before = _clause_before(scene, cue, sentence, first, resolved, number)
    if before is not None:
        return before
    return None


_WHEN_WORDS = word_list("reported_speech.when_words")
_OPENS_ADJUNCT = word_list("reported_speech.opens_adjunct")


def _ends_clause(scene: _Scene, cue: Cue, first: int) -> bool:
    """Tell whether subject and verb follow a comma that ends a clause and no opening adjunct."""
    tokens = scene.tokens.tokens
    begin = min(cue.group_first, cue.at)
    if begin - first < 5 or tokens[begin - 1].text not in (",", "—", "–"):
        return False
    if tokens[first].lower not in _OPENS_ADJUNCT:
        return True
    return any(t.text == "," for t in tokens[first : begin - 1])


def _bare_clause(scene: _Scene, cue: Cue, j: int, limit: int) -> bool:
    """Tell whether words after "says" can only be a clause though no verb of ours is seen: "the Americans sow fear"."""
    token = scene.tokens.tokens[j]
    if cue.verb.manner not in ("say", "think") or "object" in cue.verb.takes or limit - j < 4:
        return False
    return (
        token.kind == "word"
        and token.lower not in _WHEN_WORDS
        and token.lower not in _OPENS_ADJUNCT
        and not token.lower.endswith("ly")
    )


_FINITE = word_list("reported_speech.finite")


def _looks_like_clause(scene: _Scene, j: int, limit: int) -> bool:
    """Tell whether a finite verb follows within the words after the verb of speech."""
    tokens = scene.tokens.tokens
    for k in range(j, min(limit, j + 28)):
        token = tokens[k]
        if token.kind == "word" and (
            token.lower in _FINITE or (token.lower.endswith(("ed", "s")) and k > j and token.lower in speech_verbs())
        ):
            return True
        if (
            token.kind == "word"
            and k > j
            and not token.is_capital
            and token.lower.endswith(("ed", "es"))
            and len(token.lower) > 4
        ):
            return True
        if token.kind == "quote" and k > j:
            return True
        if token.kind == "word" and token.lower in _PAST:
            return True
    return False


_PAST = word_list("reported_speech.past")


def _clause_before(
    scene: _Scene, cue: Cue, sentence: Sentence, first: int, resolved: list[tuple[Cue, Speaker]], number: int
) -> tuple[int, int] | None:  # fmt: skip
    """Read "The sale will go ahead, officials said": the words before subject and verb."""
    tokens = scene.tokens.tokens
    begin = min(cue.group_first, cue.at)
    if begin - first < 4 or (tokens[begin - 1].text not in (",", "—", "–") and tokens[begin - 1].kind != "quote"):
        as_first = begin - 1 if tokens[begin - 1].lower == "as" else None
        if as_first is None or as_first - first < 4:
            return None
        begin = as_first
    floor = sentence.start
    for earlier, _ in resolved[:number]:
        if earlier.verb.manner in _SPEAKING:  # an attitude ("opposes") may be what is reported
            floor = max(floor, tokens[max(earlier.last, earlier.complement) - 1].end)
    start = max(floor, sentence.start)
    end = tokens[begin - 1].end if begin > first else tokens[begin].start
    if end - start < 12:
        return None
    return start, end


def _beside_according(
    scene: _Scene,
    cue: Cue,
    sentence: Sentence,
    first: int,
    limit: int,
    resolved: list[tuple[Cue, Speaker]],
    number: int,
) -> tuple[int, int] | None:
    tokens = scene.tokens.tokens
    if cue.at <= first + 1:
        comma = next((k for k in range(cue.last, limit) if tokens[k].text == ","), None)
        if comma is None or comma + 1 >= limit:
            return None
        return tokens[comma + 1].start, tokens[limit - 1].end
    floor = sentence.start
    for earlier, _ in resolved[:number]:
        floor = max(floor, tokens[max(earlier.last, earlier.complement) - 1].end)
    return floor, tokens[cue.at - 1].end


def _said_in(scene: _Scene, sentence: Sentence) -> list[Said]:
    """Give what is already attributed in a sentence; it is among the last added."""
    return [s for s in scene.said[-_LAST:] if s.sentence == sentence.number]


def _tidy(text: str, start: int, end: int) -> tuple[int, int]:
    """Trim marks, spaces and a leading "that" from a span, keeping quotation marks in pairs."""
    while start < end and (text[start] in _TRAILING or text[start] == "."):
        start += 1
    connective = _CONNECTIVES.match(text, start, end)
    if connective:
        start = connective.end()
    while end > start and (text[end - 1] in _TRAILING or text[end - 1] == "."):
        end -= 1
    while end > start and text[start:end].split()[-1].lower() in ("and", "but", "while", "as", "with", "though"):
        end = start + len(text[start:end].rstrip()) - len(text[start:end].split()[-1])
        while end > start and text[end - 1] in _TRAILING:
            end -= 1
    return start, end


_SUPPORT = re.compile(
    r"\b(?P<noun>support|backing|opposition|resistance|criticism|praise|objections?|concerns?|condemnation)\b"
    r"(?P<what>[^.;:]{0,90}?)\s(?P<prep>from|by|among|voiced by|expressed by|raised by)\s",
)
_SUPPORT_STANCE = {"support": "supports", "backing": "supports", "praise": "supports"}


def _add_support_nouns(scene: _Scene, sentence: Sentence, first: int, last: int) -> None:
    """Read "There has been support for the position from the adviser": a position without a verb of speech."""
    match = _SUPPORT.search(scene.tokens.skeleton, sentence.start, sentence.end)
    if match is None or bool(_said_in(scene, sentence)):
        return
    k = scene.tokens.between(match.end(), sentence.end)[0]
    phrase = parse_phrase(scene.tokens.tokens, k, last, scene.text)
    if phrase is None or phrase.kind == "pronoun":
        return
    speaker = scene.speakers.resolve(phrase, sentence.paragraph)
    start, end = _tidy(scene.text, sentence.start, sentence.end)
    stance = _SUPPORT_STANCE.get(match["noun"], "opposes")
    scene.said.append(
        Said(start, end, "indirect", speaker, f"{match['noun']} ... {match['prep']}", match["noun"],
             "support" if stance == "supports" else "reject", sentence.number, sentence.paragraph, sentence.start,
             sentence.end, f"the noun {match['noun']!r} with {match['prep']!r}", stance, cue_start=match.start())
    )  # fmt: skip


# --- what pronouns look back to ---------------------------------------------------------------------------------------


def _remember(scene: _Scene, sentence: Sentence, resolved: list[tuple[Cue, Speaker]], first: int, last: int) -> None:
    tokens = scene.tokens.tokens
    speakers = [speaker for cue, speaker in resolved if speaker.is_resolved and not _is_nested(scene, cue, sentence)]
    subjects: list[Speaker] = []
    subject = sentence_subject(tokens, first, last, scene.text)
    if subject is not None and subject.kind not in ("document",):
        resolved_subject = scene.speakers.resolve(subject, sentence.paragraph)
        if resolved_subject.is_resolved:
            subjects.append(resolved_subject)
    others: list[Speaker] = []
    for person, position in scene.named_in.get(sentence.number, ()):
        if not _owns(scene, position, last):
            others.append(scene.speakers.of_person(person, "named"))
    scene.speakers.traces.append(Trace(sentence.paragraph, speakers, subjects, others))
    tail = scene.text[max(sentence.start, sentence.end - 2) : sentence.end].rstrip()
    if tail.endswith(":") and resolved:
        scene.introduced = (sentence.paragraph, resolved[-1][1], resolved[-1][0])
    elif tail.endswith(":") and subjects:
        scene.introduced = (sentence.paragraph, subjects[0], None)
    elif scene.introduced is not None and sentence.paragraph > scene.introduced[0] and resolved:
        scene.introduced = None


def _is_no_name(scene: _Scene, phrase: NounPhrase, first: int) -> bool:
    """Tell a word that only opens the sentence ("Send questions") from a name that nobody bears elsewhere."""
    if phrase.kind != "name" or phrase.name is None or " " in phrase.name or phrase.first != first:
        return False
    person, _ = scene.speakers.cast.find(phrase.name)
    return person is None and phrase.name.lower() in scene.common


def _is_nested(scene: _Scene, cue: Cue, sentence: Sentence) -> bool:
    """Tell whether an act of speech stands inside what somebody else in the sentence reports."""
    at = scene.tokens.tokens[cue.at].start
    return any(s.kind != "direct" and s.start < at < s.end and s.cue_start != at for s in _said_in(scene, sentence))


def _named_in(people: Sequence[Person], sentences: Sequence[Sentence]) -> dict[int, list[tuple[Person, int]]]:
    """Give for each sentence the people named in it, each at his first place."""
    starts = [sentence.start for sentence in sentences]
    found: dict[int, list[tuple[Person, int]]] = {}
    for person in people:
        for position in sorted(person.positions):
            number = bisect_right(starts, position) - 1
            here = found.setdefault(number, [])
            if not here or here[-1][0] is not person:
                here.append((person, position))
    return found


def _owns(scene: _Scene, position: int, last: int) -> bool:
    """Tell whether a name only owns what follows: "Trump's adviser"."""
    i = scene.tokens.at(position)
    tokens = scene.tokens.tokens
    for k in range(i, min(last, i + 9)):
        if tokens[k].kind == "possessive":
            return True
        if tokens[k].kind != "word" or not tokens[k].is_capital:
            return False
    return False


_NESTED = re.compile(
    r"(?P<subject>(?:(?:[Tt]he|[Hh]is|[Mm]y|[Oo]ur)\s+(?:\w+\s+)?[\w-]+|[A-Z][\w.'’-]+(?:\s+[A-Z][\w.'’-]+){0,3}|"
    r"he|she|they|it))\s+"
    r"(?:(?:has|have|had|also|once|just|clearly|explicitly)\s+){0,2}(?P<verb>said|told|says|promised|assured|"
    r"wrote|stated|asked|"
    r"declared|warned|added)\b[^.;“”\"‘’]{0,40}$"
)


def _add_nested(scene: _Scene, inner: list[Quotation]) -> None:
    """Add what one speaker quotes of another inside his own quotation."""
    direct = sorted((s for s in scene.said if s.kind == "direct"), key=lambda s: s.start)
    starts = [s.start for s in direct]
    for quote in inner:
        at = bisect_right(starts, quote.start) - 1
        outer = direct[at] if at >= 0 and quote.end <= direct[at].end else None
        if outer is None or outer.start == quote.start or _words(scene.text[quote.start : quote.end]) < 2:
            continue
        before = scene.text[outer.start : quote.start].rstrip("\"'“”‘’ ,:")
        match = _NESTED.search(before)
        if match is None:
            continue
        name = match["subject"]
        bare = _without_titles(name)
        person, because = scene.speakers.cast.find(bare) if bare[:1].isupper() else (None, "words inside a quotation")
        if person is None and name.lower().startswith("the "):
            holders = scene.speakers.cast.holding(name[4:], None, quote.start)
            person, because = (
                (holders[0], f"introduced as {holders[0].roles[0]!r}") if len(holders) == 1 else (None, because)
            )
        speaker = (
            scene.speakers.of_person(person, because) if person else Speaker(name, None, "pronoun", because=because)
        )
        scene.said.append(
            Said(quote.start, quote.end, "direct", speaker, match["verb"], match["verb"], "say", outer.sentence,
                 outer.paragraph, outer.sentence_start, outer.sentence_end,
                 f"quoted by {outer.speaker.name} inside a quotation", nested_in=outer)
        )  # fmt: skip


_TOLD_IN_QUOTE = re.compile(
    r"(?<![\w’'])(?P<subject>[Tt]he\s+[a-z][\w-]+(?:\s[a-z][\w-]+)?|"
    r"[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+){0,3})\s+(?:(?:has|have|had|also)\s+)?"
    r"(?P<verb>told\s+(?:us|me|Congress|this\s+committee)|said|says|promised|assured\s+(?:us|me)|claims|claimed|"
    r"warned(?:\s+us)?|insists|insisted)\s+"
    r"(?:that\s+)?(?P<what>(?!so\b)[^.;:“”\"‘’?!]{12,200})"
)
_NO_TELLERS = frozenset(
    [
        "i",
        "we",
        "he",
        "she",
        "they",
        "it",
        "this",
        "that",
        "there",
        "who",
        "nobody",
        "everyone",
        "people",
        "which",
        "what",
        "and",
        "but",
    ]
)


def _add_reported_in_quotes(scene: _Scene) -> None:
    """Add what a speaker reports of somebody else inside his quotation: "The administration told us these were needed"."""
    for outer in [s for s in scene.said if s.kind == "direct" and s.nested_in is None]:
        for match in _TOLD_IN_QUOTE.finditer(scene.text, outer.start, outer.end):
            name = match["subject"]
            if name.lower() in _NO_TELLERS or name.split()[0].lower() in _NO_TELLERS:
                continue
            start, end = _tidy(scene.text, match.start("what"), match.end("what"))
            bare = _without_titles(name)
            person, because = (
                scene.speakers.cast.find(bare)
                if bare[:1].isupper() and bare.lower() != name.lower()[4:]
                else (None, "")
            )
            if person is None and not name.lower().startswith("the "):
                continue
            speaker = (
                scene.speakers.of_person(person, because)
                if person
                else Speaker(
                    name.removeprefix("The ").removeprefix("the "), None, "body", because="words inside a quotation"
                )
            )
            scene.said.append(
                Said(
                    start,
                    end,
                    "indirect",
                    speaker,
                    match["verb"],
                    match["verb"].split()[0],
                    "say",
                    outer.sentence,
                    outer.paragraph,
                    outer.sentence_start,
                    outer.sentence_end,
                    f"reported by {outer.speaker.name} inside a quotation",
                    nested_in=outer,
                )
            )


def _without_titles(name: str) -> str:
    """Give a name without the titles before it: "Secretary Pompeo" is Pompeo."""
    words = name.split()
    while len(words) > 1 and words[0].lower() in nouns():
        words = words[1:]
    return " ".join(words)


def _words(text: str) -> int:
    return len(text.split())
