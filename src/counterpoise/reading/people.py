"""People in a text: full names, surnames that the text itself licenses, and who held an office on a day."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from counterpoise.reading.gazetteer import Mention, find_mentions
from counterpoise.reading.name_index import Name, NameIndex
from counterpoise.sources import Span
from counterpoise.vocabulary import index, rows, split_list

_WORD_BEFORE = re.compile(r"([^\W\d_]+\.?)[ \t\u00a0]+$")
_ENDS_SENTENCE = re.compile(r"(?:^|[.!?:\n\"“”‘’'(\[—–-])\s*$")
# A capital letter before a surname that is no given name.
_NO_GIVEN_NAME = frozenset(
    {"And", "As", "After", "Although", "At", "Because", "Before", "Both", "But", "By", "Did", "Does", "Earlier", "For",
     "From", "Had", "Has", "How", "However", "If", "In", "Is", "Later", "Like", "Meanwhile", "Nor", "On", "Or", "Since",
     "So", "Than", "That", "Then", "Though", "To", "Today", "Under", "Unlike", "Until", "Was", "What", "When", "Where",
     "Whether", "While", "Why", "Will", "With", "Would", "Yesterday", "Yet"}
)  # fmt: skip
_COURTESY = frozenset({"Mr", "Mrs", "Ms", "Dr", "Sir", "Gen", "General", "Lt", "Col", "Adm", "Admiral", "Maj", "Prof"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A row of people of vocabulary/office_holders.csv, all their offices together. `gender` is "m", "f" or ""."""

    id: str
    name: str
    surname: str
    aliases: tuple[str, ...]
    gender: str
    offices: tuple[str, ...]
    state: str | None  # of the first office


@cache
def people() -> dict[str, Person]:
    """Give the people of the vocabulary by id."""
    found: dict[str, Person] = {}
    for row in rows("office_holders"):
        known = found.get(row["person_id"])
        found[row["person_id"]] = Person(
            id=row["person_id"],
            name=row["name"],
            surname=row["surname"] or row["name"].split()[-1],
            aliases=tuple(dict.fromkeys((*(known.aliases if known else ()), *split_list(row["aliases"])))),
            gender=row["gender"],
            offices=(*(known.offices if known else ()), row["office_id"]),
            state=known.state if known else index("offices", "office_id")[row["office_id"]]["state"] or None,
        )
    return found


def holders(office_id: str, on: date) -> tuple[Person, ...]:
    """Give who held an office on a day, from sourced rows alone (a row of grade `memory` resolves nothing).

    On a day of hand-over both are given. A date of month or year precision leaves that month or year undecided: nobody
    is given in it. A row without an end holds as far as `verified_to`, the last day on which a source names them.
    """
    found = []
    for row in rows("office_holders"):
        if row["office_id"] != office_id or row["grade"] == "memory" or not row["from_on"]:
            continue
        end = row["to_on"] or row["verified_to"]
        if end and _latest(row["from_on"]) <= on <= _earliest(end):
            found.append(people()[row["person_id"]])
    return tuple(found)


def _earliest(partial: str) -> date:
    parts = [int(part) for part in partial.split("-")]
    return date(*(parts + [1, 1][len(parts) - 1 :])) if len(parts) < 3 else date(*parts)


def _latest(partial: str) -> date:
    parts = [int(part) for part in partial.split("-")]
    if len(parts) == 3:
        return date(*parts)
    if len(parts) == 1:
        return date(parts[0], 12, 31)
    return date(parts[0] + parts[1] // 12, parts[1] % 12 + 1, 1)


def find_people(text: str) -> list[Mention]:
    """Find the people of the vocabulary in `text`: full names, and surnames where the text licenses them.

    A surname alone counts only if the full name or the surname with a title of the person ("Defence Minister Gantz",
    "Secretary Esper") stands somewhere in the text; never after another given name ("Sara Netanyahu"). A surname that
    the text licenses for two people is ambiguous.
    """
    named = find_mentions(text)
    full = [mention for mention in named if mention.kind == "person"]
    taken = {position for mention in named for position in range(*mention.span) if mention.kind != "office"}
    offices = {mention.span.end: mention for mention in named if mention.kind == "office"}
    surnames = [hit for hit in _surnames().find(text) if hit.start not in taken]
    licensed = {mention.id for mention in full if not mention.ambiguous}
    licensed |= {c for mention in full for c in mention.candidates}
    for hit in surnames:
        licensed |= {name.id for name in hit.names if _has_title(text, hit.start, people()[name.id], offices)}
    found = list(full)
    for hit in surnames:
        ids = tuple(dict.fromkeys(name.id for name in hit.names if name.id in licensed))
        with_title = tuple(id_ for id_ in ids if _has_title(text, hit.start, people()[id_], offices))
        ids = with_title or ids
        if not ids or _has_other_given_name(text, hit.start, bool(with_title)):
            continue
        wording, span = text[hit.start : hit.end], Span(hit.start, hit.end)
        if len(ids) == 1:
            person = people()[ids[0]]
            found.append(Mention("person", person.id, person.name, wording, span, form="surname", state=person.state))
        else:
            found.append(Mention("person", "", wording, wording, span, True, ids, "surname"))
    return sorted(found, key=lambda mention: mention.span)


@cache
def _surnames() -> NameIndex:
    return NameIndex(Name("person", person.id, person.surname, "name", "surname") for person in people().values())


@cache
def _short_titles(office_id: str) -> frozenset[str]:
    return frozenset(split_list(index("offices", "office_id")[office_id]["short_titles"]))


def _has_title(text: str, start: int, person: Person, offices: dict[int, Mention]) -> bool:
    """Tell whether a title of the person stands right before the surname."""
    end = start
    while end > 0 and text[end - 1] in " \t\u00a0,":
        end -= 1
    office = offices.get(end)
    if office is not None and end < start:
        return bool({office.id, *office.candidates} & set(person.offices))
    word = _WORD_BEFORE.search(text, max(0, start - 24), start)
    return word is not None and any(word[1] in _short_titles(office_id) for office_id in person.offices)


def _has_other_given_name(text: str, start: int, has_title: bool) -> bool:
    """Tell whether the word before a surname looks like the given name of somebody else."""
    word = _WORD_BEFORE.search(text, max(0, start - 24), start)
    if has_title or word is None or not word[1][0].isupper():
        return False
    if word[1].endswith(".") and len(word[1]) > 4:  # the end of a sentence, and no initial or "Sen."
        return False
    if word[1].rstrip(".") in _COURTESY or _is_title_word(word[1].rstrip(".").lower()):
        return False
    return not (word[1] in _NO_GIVEN_NAME and _ENDS_SENTENCE.search(text, max(0, word.start() - 8), word.start()))


@cache
def _title_words() -> frozenset[str]:
    spellings = [alias for row in rows("titles") for alias in split_list(row["aliases"])]
    spellings += [alias for row in rows("offices") for alias in (row["title"], *split_list(row["aliases"]))]
    spellings += [alias for row in rows("offices") for alias in split_list(row["short_titles"])]
    return frozenset(spelling.split()[-1].lower().rstrip(".") for spelling in spellings)


def _is_title_word(word: str) -> bool:
    return word in _title_words()
