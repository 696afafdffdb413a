"""Nouns that say what somebody is, and the words at which a noun phrase ends."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from counterpoise.reading.tokens import Token
from counterpoise.vocabulary import rows, word_list

PRONOUNS = frozenset(["he", "she", "they", "it", "we", "i"])


PREPOSITIONS = word_list("noun_phrases.prepositions")


BARRIERS = word_list("noun_phrases.barriers")


_NOT_NAMES = word_list("noun_phrases.not_names")


_PARTICLES = word_list("noun_phrases.particles")


@dataclass(frozen=True, slots=True)
class Noun:
    """A row of role_nouns.csv or body_nouns.csv."""

    noun: str
    kind: str
    plural: bool
    gender: str | None
    gives_name: bool
    is_role: bool


@cache
def nouns() -> dict[str, list[tuple[tuple[str, ...], Noun]]]:
    """Role and body nouns by their first word, longest first."""
    table: dict[str, list[tuple[tuple[str, ...], Noun]]] = {}
    for name in ("role_nouns", "body_nouns"):
        for row in rows(name):
            for cell, plural in (("noun", False), ("plural", True)):
                if row[cell]:
                    words = tuple(row[cell].split())
                    noun = Noun(
                        row["noun"], row["kind"], plural or row["noun"] in _PLURAL_NOUNS, row.get("gender") or None,
                        row.get("gives_name") == "true", name == "role_nouns",
                    )  # fmt: skip
                    table.setdefault(words[0], []).append((words, noun))
    for entries in table.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return table


_PLURAL_NOUNS = frozenset(
    [
        "people",
        "israelis",
        "americans",
        "emiratis",
        "saudis",
        "iranians",
        "turks",
        "egyptians",
        "qataris",
        "forces",
        "media",
    ]
)


def noun_at(tokens: Sequence[Token], i: int, limit: int) -> tuple[Noun, int] | None:
    """Give the role or body noun that stands at token i and the index after it."""
    for words, noun in nouns().get(tokens[i].lower, ()):
        last = i + len(words)
        if last <= limit and all(tokens[i + k].lower == word for k, word in enumerate(words)):
            return noun, last
    hyphen = tokens[i].lower.rpartition("-")[2]
    if hyphen != tokens[i].lower and tokens[i].mention is None:  # "then-president", "co-chairman"
        for words, noun in nouns().get(hyphen, ()):
            if len(words) == 1:
                return noun, i + 1
    return None


_ADJECTIVES = word_list("noun_phrases.adjectives")


_IRREGULAR_VERBS = word_list("noun_phrases.irregular_verbs")


_EXCELLENCIES = frozenset({"HE", "HH", "HRH", "HM", "H.E.", "H.H."})  # before a title; no pronoun and no name


def is_barrier(token: Token) -> bool:
    """Tell whether a noun phrase cannot go on past this token."""
    if token.kind in ("quote", "mark"):
        return True
    if token.text in _EXCELLENCIES:
        return True
    if token.is_capital:
        return (token.lower in BARRIERS and token.text != "US") or token.lower in PREPOSITIONS
    word = token.lower
    if word in BARRIERS or word in PREPOSITIONS or word in _IRREGULAR_VERBS:
        return True
    if word.endswith(("ly", "ed")):
        return word not in _ADJECTIVES and not word.endswith("-based") and "-" not in word
    return False


def name_run(tokens: Sequence[Token], i: int, limit: int) -> int:
    """Give the index after a run of capitalised words and particles that may be a name, or i where there is none."""
    j = i
    last_capital = i
    while j < limit:
        token = tokens[j]
        if token.kind != "word":
            break
        if token.is_capital and not token.text.isdigit():
            if token.lower in _NOT_NAMES and not (token.lower == "may" and j > i):
                break
            j += 1
            last_capital = j
        elif (j > i and token.lower in _PARTICLES and j + 1 < limit and tokens[j + 1].is_capital) or (
            j > i and token.lower in _PARTICLES and j + 2 < limit and tokens[j + 1].lower in _PARTICLES
        ):
            j += 1
        elif token.lower.startswith(("al-", "el-")) and len(token.lower) > 4 and j > i:
            j += 1
            last_capital = j
        else:
            break
    return last_capital


def words_of(tokens: Sequence[Token], first: int, last: int, text: str) -> str:
    """Give the words from token `first` to `last` as printed, on one line."""
    return re.sub(r"\s+", " ", text[tokens[first].start : tokens[last - 1].end]) if last > first else ""
