"""What an attribution is about: the transfer, the edge, or what else its words name."""

import re
from functools import cache

from counterpoise.vocabulary import rows, split_list


@cache
def _topics() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (
            row["topic"],
            re.compile(
                r"\b(?:" + "|".join(sorted(map(re.escape, split_list(row["words"])), key=len, reverse=True)) + r")\b",
                re.IGNORECASE if row["topic"] not in ("qme", "congress_review") else 0,
            ),
        )
        for row in rows("topics")
    )


def topics_of(text: str, start: int, end: int) -> list[tuple[int, str, str]]:
    """Give the topics that words of a stretch name: place, topic, words, in order of place."""
    return sorted((m.start(), topic, m[0]) for topic, pattern in _topics() for m in pattern.finditer(text, start, end))


def main_topic(text: str, start: int, end: int, cue_at: int | None, *, transfers: bool) -> tuple[str | None, str]:
    """Choose what an attribution is about: the transfer first, then the edge, then what its words name first."""
    found = topics_of(text, start, end)
    if not found:
        return None, "no words of a known topic"
    order = ("compensation", "transfer", "qme") if transfers else ("compensation", "qme")
    names = [topic for _, topic, _ in found]
    for topic in order:
        if topic in names:
            word = next(w for _, t, w in found if t == topic)
            return topic, f"{word!r}"
    _, topic, word = found[0]
    return topic, f"{word!r}"


_HARM = re.compile(
    r"\b(?:affect|harm|undermin|undercut|erod|weaken|jeopardi|endanger|threat|diminish|alter|chang|compromis|tilt|upset|"
    r"reduc|blunt|hurt|damag|los[et]|imperil|negative|adverse)\w*",
    re.IGNORECASE,
)


def harms_edge(text: str, start: int, end: int, stance: str) -> bool:
    """Tell whether words of opposition speak of harm to the edge: they oppose the transfer and not the edge."""
    return stance == "opposes" and _HARM.search(text, start, end) is not None
