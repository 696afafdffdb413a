"""Verbs and phrases by which somebody is said to say something: the rows of speech_verbs.csv by form."""

from dataclasses import dataclass
from functools import cache

from counterpoise.vocabulary import rows, split_list


@dataclass(frozen=True, slots=True)
class SpeechVerb:
    """A row of speech_verbs.csv for one of its forms."""

    verb: str
    form: str
    manner: str
    takes: frozenset[str]
    stance: str | None


@cache
def speech_phrases() -> dict[str, list[tuple[tuple[str, ...], SpeechVerb]]]:
    """Speech verbs of several words ("made it clear", "is opposed to") by their first word, longest first."""
    table: dict[str, list[tuple[tuple[str, ...], SpeechVerb]]] = {}
    for form, verb in speech_verbs().items():
        words = tuple(form.split())
        if len(words) > 1:
            table.setdefault(words[0], []).append((words, verb))
    for entries in table.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return table


@cache
def speech_verbs() -> dict[str, SpeechVerb]:
    """Speech verbs by form."""
    table: dict[str, SpeechVerb] = {}
    for row in rows("speech_verbs"):
        for form in split_list(row["forms"]):
            table[form] = SpeechVerb(
                row["verb"], form, row["manner"], frozenset(split_list(row["takes"])), row["stance"] or None
            )
    return table
