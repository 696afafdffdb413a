"""Which system of our tables a short printed name means, for rows whose items are names and not prose."""

import re
from collections.abc import Mapping
from functools import cache

from counterpoise.vocabulary import index, rows, split_list

_WORDS = re.compile(r"[a-z0-9]+")


@cache
def _by_words() -> Mapping[tuple[str, ...], str]:
    """Give the system for each name and alias as words; a name that two systems bear is left out."""
    found: dict[tuple[str, ...], set[str]] = {}
    for row in rows("systems"):
        for name in (row["name"], *split_list(row["aliases"])):
            found.setdefault(_split(name), set()).add(row["system_id"])
    return {words: next(iter(ids)) for words, ids in found.items() if words and len(ids) == 1}


@cache
def _longest() -> int:
    return max(map(len, _by_words()))


def _split(name: str) -> tuple[str, ...]:
    return tuple(_WORDS.findall(name.casefold()))


def find_system(name: str) -> tuple[str | None, str | None]:
    """Give system and class of the longest name of ours that stands in `name`, the first among equals; else None."""
    words = _split(name)
    for length in range(min(len(words), _longest()), 0, -1):
        for start in range(len(words) - length + 1):
            system_id = _by_words().get(words[start : start + length])
            if system_id is not None:
                return system_id, index("systems", "system_id")[system_id]["class_id"] or None
    return None, None
