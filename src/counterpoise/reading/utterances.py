"""The same words in several documents as one utterance: one outlet prints "U.S. policy", another "US priority".

Two quotations are one utterance if the same speaker is given (or one of the two is not resolved) and nearly all their
words agree in order. Who printed what is kept: an utterance has its variants, and says in which words they differ.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from counterpoise.reading.contract import Attribution, Reading
from counterpoise.sources import Span

_WORD = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*")
_SHINGLE = 3  # words; two quotations are compared only if they share so many in a row
_SAME = 0.75  # share of the shorter one's words that agree in order
_MIN_WORDS = 4  # shorter ones ("no problem") agree by chance
_EQUAL = {  # spellings of one word
    "defence": "defense",
    "defences": "defenses",
    "honour": "honor",
    "favour": "favor",
    "u.s": "us",
    "u.s.": "us",
    "programme": "program",
    "organisation": "organization",
    "recognise": "recognize",
    "labour": "labor",
    "behaviour": "behavior",
    "neighbours": "neighbors",
}


@dataclass(frozen=True, slots=True)
class Variant:
    """One printing of an utterance: the document, the attribution's place in its reading, and the words."""

    document_id: str
    attribution: int
    wording: str
    span: Span
    speaker_id: str | None
    speaker: str


@dataclass(frozen=True, slots=True)
class Utterance:
    """Words said once and printed in one or more documents.

    `differences` are pairs of words in which the first printing and another disagree.
    """

    speaker: str
    speaker_id: str | None
    variants: tuple[Variant, ...]
    differences: tuple[tuple[str, str], ...]
    because: str


def join_utterances(readings: Sequence[Reading]) -> list[Utterance]:
    """Join the direct quotations of several readings into utterances, in the order of their first printing.

    A quotation that no other document prints is an utterance with one variant. Time grows with the number of shared
    three-word sequences, not with all pairs.
    """
    variants = [_variant(r, n, a) for r in readings for n, a in enumerate(r.attributions) if a.kind == "direct"]
    words = [_words(v.wording) for v in variants]
    home = list(range(len(variants)))
    for left, right in _candidates(words):
        apart = variants[left].document_id != variants[right].document_id
        may_be_one = apart and _one_speaker(variants[left], variants[right])
        if may_be_one and _agreement(words[left], words[right]) >= _SAME:
            _join(home, left, right)
    groups: dict[int, list[int]] = {}
    for number in range(len(variants)):
        groups.setdefault(_root(home, number), []).append(number)
    return [_utterance([variants[n] for n in group], [words[n] for n in group]) for group in groups.values()]


def _variant(reading: Reading, number: int, attribution: Attribution) -> Variant:
    return Variant(
        reading.document.id,
        number,
        attribution.quoted.wording,
        attribution.quoted.span,
        attribution.speaker_id,
        attribution.speaker,
    )


def _words(wording: str) -> list[str]:
    found = [word.lower().replace("’", "'") for word in _WORD.findall(wording)]
    return [_EQUAL.get(word, word) for word in found]


def _candidates(words: Sequence[Sequence[str]]) -> Iterable[tuple[int, int]]:
    """Give the pairs that share three words in a row; a sequence that very many share says nothing."""
    places: dict[tuple[str, ...], list[int]] = {}
    for number, own in enumerate(words):
        if len(own) < _MIN_WORDS:
            continue
        for start in range(len(own) - _SHINGLE + 1):
            here = places.setdefault(tuple(own[start : start + _SHINGLE]), [])
            if not here or here[-1] != number:
                here.append(number)
    pairs = {
        (left, right)
        for here in places.values()
        if len(here) <= 50
        for i, left in enumerate(here)
        for right in here[i + 1 :]
    }
    return sorted(pairs)


def _one_speaker(left: Variant, right: Variant) -> bool:
    if left.speaker_id is not None and right.speaker_id is not None:
        return left.speaker_id == right.speaker_id
    return left.speaker_id is None or right.speaker_id is None


def _agreement(left: Sequence[str], right: Sequence[str]) -> float:
    shared = sum(block.size for block in SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks())
    return shared / min(len(left), len(right))


def _root(home: list[int], number: int) -> int:
    while home[number] != number:
        home[number] = home[home[number]]
        number = home[number]
    return number


def _join(home: list[int], left: int, right: int) -> None:
    a, b = sorted((_root(home, left), _root(home, right)))
    home[b] = a


def _utterance(variants: list[Variant], words: list[list[str]]) -> Utterance:
    named = next((v for v in variants if v.speaker_id is not None), variants[0])
    differences: dict[tuple[str, str], None] = {}
    for other in words[1:]:
        matcher = SequenceMatcher(None, words[0], other, autojunk=False)
        for tag, a, b, c, d in matcher.get_opcodes():
            if tag == "replace":
                differences[" ".join(words[0][a:b]), " ".join(other[c:d])] = None
    because = (
        f"printed in {len({v.document_id for v in variants})} documents in nearly the same words"
        if len(variants) > 1
        else "printed once"
    )
    return Utterance(named.speaker, named.speaker_id, tuple(variants), tuple(differences), because)
