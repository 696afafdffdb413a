"""Words by which a text keeps its distance: "reportedly", "is said to", "according to reports"."""

import re
from functools import cache

from counterpoise.vocabulary import rows


@cache
def _pattern() -> re.Pattern[str]:
    words = "|".join(sorted((re.escape(row["phrase"]) for row in rows("hedges")), key=len, reverse=True))
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


def hedge_in(text: str, start: int, end: int) -> str | None:
    """Give the first hedge in `text[start:end]`, or None."""
    match = _pattern().search(text, start, end)
    return match[0] if match else None
