"""Whether a headline belongs to its body: a page may carry the address or headline of another story."""

import re
from collections.abc import Sequence
from functools import cache

from counterpoise.reading.gazetteer import find_mentions
from counterpoise.vocabulary import word_list

_WORD = re.compile(r"[^\W\d_]{3,}|[A-Z]{2,}|\d+")
_COMMON = word_list("headlines.common")


@cache
def _stem(word: str) -> str:
    word = word.lower()
    for ending in ("ings", "ing", "ers", "ies", "ed", "es", "s", "er"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)].rstrip("e")
    return word.rstrip("e")


def content_words(text: str) -> set[str]:
    """Give the stems of the words that carry meaning."""
    return {_stem(word) for word in _WORD.findall(text) if word.lower() not in _COMMON}


def shares_nothing(headline: str, body: str, body_ids: Sequence[tuple[str, str]]) -> bool:
    """Tell whether headline and body share no more than a state that any such story names.

    Names of the vocabulary count by what they mean ("Emirates", "UAE"); other words by their stem.
    """
    names = {(m.kind, m.id or m.name) for m in find_mentions(headline)}
    common = names & set(body_ids)
    if {pair for pair in common if pair[0] != "state"} or len(common) >= 2:
        return False
    words = content_words(headline)
    covered = {stem for m in find_mentions(headline) for stem in content_words(m.wording)}
    if not words - covered and common:
        return len(words) > 1 and len(names) > 1
    own = words - covered
    if not own:
        return False
    return not (own & content_words(body))
