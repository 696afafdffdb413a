"""Money and the words allowed in unit columns."""

from dataclasses import dataclass

UNITS = (
    "1", "usd", "usd_million", "calendar_day", "year", "month", "formation", "fire_unit", "vehicle", "aircraft", "ship",
    "person", "round", "km", "nmi", "hour", "share", "per_day", "strength_point",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of money as a whole number of dollars, never a float."""

    usd: int

    def __str__(self) -> str:
        return f"${self.usd:,}"

    def in_words(self) -> str:
        """Give the amount the way notices print it: "$10.4 billion", "$138 million", "$950,000"."""
        for size, word in ((10**9, "billion"), (10**6, "million")):
            if self.usd >= size:
                return f"${f'{self.usd / size:,.3f}'.rstrip('0').rstrip('.')} {word}"
        return f"${self.usd:,}"
