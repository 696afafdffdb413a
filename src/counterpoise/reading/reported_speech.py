"""Attributions of a text: who is said to have said what, directly, indirectly or in part in quotation marks."""

import re
from collections.abc import Sequence
from dataclasses import replace

from counterpoise.reading.nested_speech import add_nested, add_reported_in_quotes, add_support_nouns
from counterpoise.reading.noun_heads import NounPhrase
from counterpoise.reading.noun_phrases import parse_phrase
from counterpoise.reading.paragraphs import Paragraph, Sentence
from counterpoise.reading.quotations import Quotation
from counterpoise.reading.quoted_speech import UNKNOWN, place_quote, settle
from counterpoise.reading.reported_clauses import before_relative, complement, limit_of, looks_like_clause
from counterpoise.reading.scene import SPEAKING, Said, Scene, named_in, remember, said_in, tidy, words
from counterpoise.reading.speaker import Speaker
from counterpoise.reading.speakers import Speakers
from counterpoise.reading.speech_cue import Cue
from counterpoise.reading.speech_cues import find_cues
from counterpoise.reading.tokens import TokenList
from counterpoise.vocabulary import word_list


def find_said(
    text: str, tokens: TokenList, paragraphs: Sequence[Paragraph], sentences: Sequence[Sentence],
    quotations: Sequence[Quotation], speakers: Speakers,
) -> list[Said]:  # fmt: skip
    """Find the attributions of a text in order."""
    scene = Scene(text, tokens, speakers, named_in=named_in(speakers.cast.people, sentences), common=_IMPERATIVES)
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
    settle(scene, pending, None)
    _give_to_only_speaker(scene)
    add_nested(scene, [q for q in quotations if q.depth == 1])
    add_reported_in_quotes(scene)
    scene.said.sort(key=lambda s: (s.start, s.end))
    return scene.said


def _give_to_only_speaker(scene: Scene) -> None:
    """Let a quotation set out alone, beside which nobody is named, be of the one person quoted in the text."""
    quoted = {s.speaker.id: s.speaker for s in scene.said if s.kind == "direct" and s.speaker.kind == "person"}
    if len(quoted) != 1 or None in quoted:
        return
    only = next(iter(quoted.values()))
    for said in scene.said:
        if said.speaker.name == UNKNOWN:
            said.speaker = replace(only, because="the one person whom the text quotes")


def _read_sentence(
    scene: Scene, sentence: Sentence, quotes: list[Quotation], following: Sentence | None,
    pending: list[tuple[Quotation, Sentence]],
) -> None:  # fmt: skip
    tokens = scene.tokens.tokens
    if pending and pending[-1][1].paragraph != sentence.paragraph and not _goes_on_here(pending[-1], sentence, quotes):
        settle(scene, pending, None)
    first, last = scene.tokens.between(sentence.start, sentence.end)
    cues = find_cues(tokens, first, last, scene.text)
    resolved: list[tuple[Cue, Speaker]] = []
    own: list[Speaker] = []
    scene.speakers.states_here = {
        token.mention.state for token in tokens[first:last] if token.mention and token.mention.state
        and token.mention.kind in ("body", "office", "organisation", "outlet")
    }  # fmt: skip
    if last - first > 3 and (tokens[first].lower, tokens[first + 1].lower) == ("as", "for"):
        topic = parse_phrase(tokens, first + 2, last, scene.text)  # "As for Amir Weld, he said"
        if topic is not None and topic.kind in ("person", "name", "office"):
            own.append(scene.speakers.resolve(topic, sentence.paragraph))
    for cue in cues:
        if cue.subject is None or _is_no_name(scene, cue.subject, first):
            continue
        speaker = (
            resolved[_same_subject(resolved, cue)][1]
            if cue.manner in ("participle", "coordinated") and resolved
            else scene.speakers.resolve(cue.subject, sentence.paragraph, own=own)
        )
        resolved.append((cue, speaker))
        if cue.subject.kind != "pronoun":
            own.append(speaker)
    taken: set[int] = set()
    for quote in quotes:
        place_quote(scene, sentence, quote, resolved, pending, taken, first, last, following)
    speaking_first = sorted(range(len(resolved)), key=lambda n: resolved[n][0].verb.manner in _ATTITUDES)
    for number in speaking_first:
        cue = resolved[number][0]
        if _is_within(scene, cue, sentence):
            continue
        if number in taken and cue.manner == "before":
            _add_after_quote(scene, sentence, quotes, *resolved[number], limit_of(scene, resolved, number, first, last))
        if number not in taken or cue.verb.manner != "say":
            _add_indirect(scene, sentence, quotes, resolved, number, first, last, taken)
    add_support_nouns(scene, sentence, first, last)
    remember(scene, sentence, resolved, first, last)


def _same_subject(resolved: list[tuple[Cue, Speaker]], cue: Cue) -> int:
    """Give the place of the act of speech whose subject goes on, the last one where none is the same."""
    return next((n for n, (other, _) in enumerate(resolved) if other.subject is cue.subject), len(resolved) - 1)


_ATTITUDES = frozenset({"support", "reject", "question"})


def _goes_on_here(
    waiting: tuple[Quotation, Sentence], sentence: Sentence, quotes: list[Quotation]
) -> bool:  # fmt: skip
    """Tell whether a quotation left open at the end of its paragraph goes on in this one: its speaker may follow."""
    quote, before = waiting
    return not quote.closed and sentence.paragraph - before.paragraph <= 2 and bool(quotes) and quotes[0].continued


def _add_indirect(
    scene: Scene, sentence: Sentence, quotes: list[Quotation], resolved: list[tuple[Cue, Speaker]], number: int,
    first: int, last: int, taken: set[int],
) -> None:  # fmt: skip
    """Add what a verb of speech reports without marks, or with a few words in marks (mixed)."""
    cue, speaker = resolved[number]
    if cue.negated and cue.verb.manner in ("say", "report") and cue.verb.verb not in ("comment",):
        return  # what somebody did not say
    if cue.verb.verb == "seek" and not _seeks_words(scene, cue, last):
        return  # "seeks to boost its defences": an aim
    if cue.verb.manner == "ask" and _NO_NAME.match(scene.text, scene.tokens.tokens[cue.at].end):
        return  # "who asked not to be named": an act
    if speaker.kind == "pronoun" and speaker.name == "it":
        return  # "sales that it thinks might pose a threat": whose thought is not said
    if cue.subject is not None and scene.tokens.tokens[cue.subject.first - 1].lower in ("whether", "if"):
        return  # "asked whether Israel would oppose it"
    if (cue.negated and cue.verb.verb == "threaten") or (cue.modal and cue.verb.verb in ("hope", "fear")):
        return  # "has never threatened", "can hope for"
    if (
        (cue.subject is not None and cue.subject.head in ("i", "we") and cue.subject.kind == "pronoun")
        or cue.verb.manner == "offer"
        or (cue.verb.verb in ("welcome", "back") and _names_person(scene, cue, last))
    ):
        return
    limit = limit_of(scene, resolved, number, first, last)
    span = complement(scene, cue, sentence, first, limit, resolved, number)
    if span is None:
        return
    start, end = tidy(scene.text, *_up_to_semicolon(scene, *span))
    direct = [s for s in said_in(scene, sentence) if s.kind == "direct"]
    for said in direct:  # what is already given as a quotation is not given again
        if said.start <= start + 2 and said.end >= end - 3:
            return
        if said.start - 2 <= start < said.end:
            start = said.end + 1
        if start < said.start < end:
            end = said.start - 1
    start, end = tidy(scene.text, start, end)
    if end - start < 8 or words(scene.text[start:end]) < 2:
        return
    if cue.manner in ("before", "inverted") and span[1] <= scene.tokens.tokens[min(cue.group_first, cue.at)].start:
        _add_rest(scene, sentence, quotes, cue, speaker, limit)
    for part in _split_further(scene, start, end):
        _add_report(scene, sentence, quotes, cue, speaker, *tidy(scene.text, *part), limit)
    taken.add(number)


def _is_within(scene: Scene, cue: Cue, sentence: Sentence) -> bool:
    """Tell whether an attitude ("would not oppose") is only part of what an earlier verb of the sentence reports."""
    at = scene.tokens.tokens[cue.at].start
    return cue.verb.manner not in SPEAKING and any(
        s.kind != "direct" and s.start <= at < s.end for s in said_in(scene, sentence)
    )


def _up_to_semicolon(scene: Scene, start: int, end: int) -> tuple[int, int]:
    """Cut reported words at a semicolon: another statement begins there."""
    cut = scene.tokens.skeleton.find(";", start, end)
    return start, cut if cut > start + 12 else end


_OPENING, _CLOSING = frozenset("“\"‘'«„"), frozenset("”\"’'»“")
_AND_THAT = re.compile(r",?\s+(?:and|but)\s+(?=that\s)")


def _split_further(scene: Scene, start: int, end: int) -> list[tuple[int, int]]:
    """Split "A, and that B" into two reports."""
    parts: list[tuple[int, int]] = []
    for match in _AND_THAT.finditer(scene.tokens.skeleton, start, end):
        parts.append((start, match.start()))
        start = match.end()
    return [*parts, (start, end)]


def _names_person(scene: Scene, cue: Cue, last: int) -> bool:
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


_AND_THAT_TOO = re.compile(r"[”\"’»]?,?\s+(?:and|but)\s+that\s+")


def _add_after_quote(
    scene: Scene, sentence: Sentence, quotes: list[Quotation], cue: Cue, speaker: Speaker, limit: int
) -> None:  # fmt: skip
    """Add what goes on without being set off: said, “...,” and that the capital “knows what we need”."""
    told = [s for s in said_in(scene, sentence) if s.kind == "direct" and s.speaker.name == speaker.name]
    match = _AND_THAT_TOO.match(scene.text, told[-1].end) if told else None
    if match is not None:
        end = scene.tokens.tokens[limit - 1].end
        _add_report(scene, sentence, quotes, cue, speaker, *tidy(scene.text, match.end(), end), limit)


def _add_rest(
    scene: Scene, sentence: Sentence, quotes: list[Quotation], cue: Cue, speaker: Speaker, limit: int
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
    scene: Scene,
    sentence: Sentence,
    quotes: list[Quotation],
    cue: Cue,
    speaker: Speaker,
    start: int,
    end: int,
    limit: int,
) -> None:
    """Add one report: indirect, or mixed where words of it stand in marks."""
    for quote in quotes:  # marks belong to words quoted at either end
        if quote.start == start and start > 0 and scene.text[start - 1] in _OPENING:
            start -= 1
        if quote.end == end and scene.text[end : end + 1] and scene.text[end] in _CLOSING:
            end += 1
    quoted = [q for q in quotes if q.start >= start and q.end <= end + 2]
    outside = end - start - sum(q.end - q.start + 2 for q in quoted)
    if cue.verb.manner == "describe" and len(quoted) == 1 and start < quoted[0].start:
        start, end = quoted[0].start, quoted[0].end  # "called it “a gamble”": the quoted words are what was said
    kind = "mixed" if any(not _is_term(scene.text, q) for q in quoted) else "indirect"
    if quoted and outside <= 2:
        kind = "mixed"
    tokens = scene.tokens.tokens
    at = tokens[cue.at].start
    inside = [
        s
        for s in said_in(scene, sentence)
        if s.kind != "direct" and not s.act and s.start < at < s.end and s.cue_start != at
    ]
    if any(s.speaker.name == speaker.name for s in inside):
        return  # "said it accepted the plan": one report
    act = kind == "indirect" and start >= scene.tokens.tokens[cue.at].start and _is_act(scene, cue, limit)
    outer = next(
        (
            s
            for s in said_in(scene, sentence)
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


_NO_NAME = re.compile(
    r"\s+(?:that (?:he|she|they) )?(?:not (?:to )?be (?:named|identified|quoted)|(?:for|to remain) anonym\w+)"
)
_SEEKS = frozenset(
    {"block", "stop", "prevent", "halt", "delay", "buy", "acquire", "purchase", "obtain", "get", "sell", "persuade",
     "convince", "dissuade", "assure", "reassure", "cancel", "limit", "restrict", "condition", "suspend", "end"}
)  # fmt: skip


def _seeks_words(scene: Scene, cue: Cue, last: int) -> bool:
    """Tell whether "seek to" takes a side on a sale, or asks for something."""
    tokens = scene.tokens.tokens
    j = cue.complement
    return j + 1 >= last or tokens[j].lower != "to" or tokens[j + 1].lower in _SEEKS


_WITHOUT_WORDS = frozenset({"welcome", "praise", "defend", "thank"})


def _is_act(scene: Scene, cue: Cue, limit: int) -> bool:
    """Tell an act from words: "asked for tankers", "declined to comment", "promised investments" report no words."""
    if cue.verb.verb == "defend" and any(t.lower == "as" for t in scene.tokens.tokens[cue.last : cue.last + 8]):
        return False  # "defends the deal as vital"
    if cue.verb.manner in ("decline", "describe", "refuse") or cue.verb.verb in _WITHOUT_WORDS:
        return True
    j = cue.complement
    word = scene.tokens.tokens[j].lower if j < limit else ""
    if cue.verb.manner == "ask" and cue.verb.verb in ("ask", "request", "seek"):
        return not any(t.lower in ("to", "that", "whether", "if") for t in scene.tokens.tokens[j : min(limit, j + 8)])
    if cue.verb.verb == "threaten" and word not in ("to", "that"):
        return True
    if cue.verb.manner == "say" and "object" in cue.verb.takes and cue.complement > cue.at:
        if any(t.lower in _POSITIONS for t in scene.tokens.tokens[j : min(limit, j + 9)]):
            return False  # "confirmed his opposition": a position is as good as words
        return word not in _CLAUSE_WORDS and not looks_like_clause(scene, j + 1, before_relative(scene, j, limit))
    if cue.verb.manner == "commit":
        return word not in ("to", "that") and not looks_like_clause(scene, j, before_relative(scene, j, limit))
    return False


_POSITIONS = word_list("reported_speech.positions")
_CLAUSE_WORDS = frozenset({"that", "how", "why", "whether", "if", "what", "when"})


def _is_term(text: str, quote: Quotation) -> bool:
    """Tell a term in marks, such as a name with its short form in brackets, from quoted words."""
    return re.match(r"[\"'”’»]\s*\([A-Z]{2,}\)", text[quote.end : quote.end + 12]) is not None


def _is_no_name(scene: Scene, phrase: NounPhrase, first: int) -> bool:
    """Tell a word that only opens the sentence ("Send questions") from a name that nobody bears elsewhere."""
    if phrase.kind != "name" or phrase.name is None or " " in phrase.name or phrase.first != first:
        return False
    person, _ = scene.speakers.cast.find(phrase.name)
    return person is None and phrase.name.lower() in scene.common
