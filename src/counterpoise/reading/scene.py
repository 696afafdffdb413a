"""What the reader of speech knows while it goes through the sentences: who spoke, who was named, what is attributed."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from counterpoise.reading.cast import Person
from counterpoise.reading.noun_phrases import parse_phrase, phrase_from
from counterpoise.reading.paragraphs import Sentence
from counterpoise.reading.speaker import Speaker, Trace
from counterpoise.reading.speakers import Speakers
from counterpoise.reading.speech_cue import Cue
from counterpoise.reading.subjects import sentence_subject
from counterpoise.reading.tokens import TokenList
from counterpoise.reading.transcripts import REMARKS_FOLLOW

_LAST = 60  # more acts of speech than one sentence has


_TRAILING = " \n,;:—–-"


_CONNECTIVES = re.compile(
    r"(?:(?:earlier|later|today|yesterday|recently|on \w+day|(?:earlier |"
    r"later )?this \w+)\s*,\s*)?(?:that|how|why|whether|and that|but that)\s+"
    r"|(?:earlier|later|yesterday|recently|on \w+day|(?:earlier |later )?this (?:week|month|year))\s*,\s*",
    re.IGNORECASE,
)

SPEAKING = frozenset({"say", "report", "warn", "deny", "describe", "commit"})


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
class Scene:
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


def said_in(scene: Scene, sentence: Sentence) -> list[Said]:
    """Give what is already attributed in a sentence; it is among the last added."""
    return [s for s in scene.said[-_LAST:] if s.sentence == sentence.number]


def tidy(text: str, start: int, end: int) -> tuple[int, int]:
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


def remember(scene: Scene, sentence: Sentence, resolved: list[tuple[Cue, Speaker]], first: int, last: int) -> None:
    tokens = scene.tokens.tokens
    speakers = [speaker for cue, speaker in resolved if speaker.is_resolved and not _is_nested(scene, cue, sentence)]
    subjects: list[Speaker] = []
    subject = sentence_subject(tokens, first, last, scene.text)
    if subject is not None and subject.kind not in ("document",):
        resolved_subject = scene.speakers.resolve(subject, sentence.paragraph)
        if resolved_subject.is_resolved:
            subjects.append(resolved_subject)
    _note_papers(scene, sentence, subjects)
    others: list[Speaker] = []
    for person, position in scene.named_in.get(sentence.number, ()):
        if not _owns(scene, position, last):
            others.append(scene.speakers.of_person(person, "named"))
    scene.speakers.earlier.traces.append(Trace(sentence.paragraph, speakers, subjects, others))
    tail = scene.text[max(sentence.start, sentence.end - 2) : sentence.end].rstrip()
    line = scene.tokens.skeleton[sentence.start : sentence.end]
    remarks = REMARKS_FOLLOW.search(line) if tail.endswith(":") else None
    owner = _owner_of_remarks(scene, sentence, first, last, sentence.start + remarks.start()) if remarks else None
    if owner is not None:
        scene.introduced = (sentence.paragraph, owner, None)
    elif tail.endswith(":") and resolved:
        scene.introduced = (sentence.paragraph, resolved[-1][1], resolved[-1][0])
    elif tail.endswith(":") and subjects:
        scene.introduced = (sentence.paragraph, subjects[0], None)
    elif scene.introduced is not None and sentence.paragraph > scene.introduced[0] and resolved:
        scene.introduced = None


def _owner_of_remarks(scene: Scene, sentence: Sentence, first: int, last: int, start: int) -> Speaker | None:
    """Give whose remarks a paragraph announces: who is named there, else the one person who spoke last before."""
    tokens = scene.tokens.tokens
    for k in range(first, last):
        phrase = parse_phrase(tokens, k, last, scene.text) if tokens[k].kind == "word" else None
        owner = phrase.possessor if phrase is not None and phrase.possessor is not None else phrase
        if owner is not None and owner.kind in ("person", "office") and tokens[k].start >= start:
            speaker = scene.speakers.resolve(owner, sentence.paragraph)
            if speaker.kind == "person" and speaker.id:
                return speaker
    before = [
        s for t in scene.speakers.earlier.traces[-4:] for s in (*t.speakers, *t.subjects) if s.kind == "person" and s.id
    ]
    return before[-1] if before else None


_PAPER = re.compile(
    r"\b(?P<noun>statement|announcement|letter|communiqu[eé]|readout|memo|report)\b(?:\s+(?:on|last)\s+\w+|\s+\w+day)?"
    r"(?:,?\s+(?:issued|released|published|put\s+out|signed|sent|posted))?\s+(?:on\s+\w+day\s+)?(?P<by>by|from|of)\s+",
    re.IGNORECASE,
)
_GIVES_PAPER = re.compile(
    r"\b(?:issued|issues|released|releases|published|put\s+out|posted|sent|wrote|signed)\s+(?:a|an|the|this|the\s+following)\s+"
    r"(?:[\w-]+\s+){0,2}?(?P<noun>statement|announcement|letter|communiqu[eé]|readout|memo|report)\b",
    re.IGNORECASE,
)


def _note_papers(scene: Scene, sentence: Sentence, subjects: Sequence[Speaker]) -> None:
    """Remember whose a statement or letter is: "a statement issued by the ministry", "Gantz issued a statement"."""
    text, tokens = scene.tokens.skeleton, scene.tokens.tokens
    for match in _PAPER.finditer(text, sentence.start, sentence.end):
        first, last = scene.tokens.between(match.end(), sentence.end)
        phrase = phrase_from(tokens, first, last, scene.text) if first < last else None
        if phrase is not None and phrase.kind not in ("pronoun", "document"):
            giver = scene.speakers.resolve(phrase, sentence.paragraph)
            scene.speakers.earlier.papers.append((sentence.paragraph, match["noun"].lower(), giver))
    given = _GIVES_PAPER.search(text, sentence.start, sentence.end)
    if given is not None and len(subjects) == 1:
        scene.speakers.earlier.papers.append((sentence.paragraph, given["noun"].lower(), subjects[0]))


def _is_nested(scene: Scene, cue: Cue, sentence: Sentence) -> bool:
    """Tell whether an act of speech stands inside what somebody else in the sentence reports."""
    at = scene.tokens.tokens[cue.at].start
    return any(s.kind != "direct" and s.start < at < s.end and s.cue_start != at for s in said_in(scene, sentence))


def named_in(people: Sequence[Person], sentences: Sequence[Sentence]) -> dict[int, list[tuple[Person, int]]]:
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


def _owns(scene: Scene, position: int, last: int) -> bool:
    """Tell whether a name only owns what follows: "Trump's adviser"."""
    i = scene.tokens.at(position)
    tokens = scene.tokens.tokens
    for k in range(i, min(last, i + 9)):
        if tokens[k].kind == "possessive":
            return True
        if tokens[k].kind != "word" or not tokens[k].is_capital:
            return False
    return False


def words(text: str) -> int:
    return len(text.split())
