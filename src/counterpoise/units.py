"""Money and the words allowed in unit columns."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from counterpoise.errors import InvalidInput

UNITS = (
    "1", "usd", "usd_million", "calendar_day", "year", "month", "formation", "fire_unit", "vehicle", "aircraft", "ship",
    "person", "round", "km", "nmi", "hour", "share", "per_day", "strength_point", "word", "party",
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


AMOUNT = re.compile(
    r"""^ (?: US\s?D \s* | US\s?\$ \s* | \$ \s* )?
    (?P<sign> [-−] )? (?: \$ \s* )?
    (?P<number> \d{1,3} (?: ,\d{3} )+ (?: \.\d+ )?   # 10,400,000,000
              | \d+ (?: \.\d+ )? (?: e [+]? \d{1,2} )? # 10.4e9
    )
    \s* (?P<size> k | thousand | m | mn | mm | million | b | bn | billion | t | tn | trillion )? \.?
    (?: \s* (?: USD | US \s? dollars | dollars ) )? $""",
    re.VERBOSE | re.IGNORECASE,
)
LARGEST = 10**15  # dollars: more than the whole world makes in years
SIZES = {"": 0, "k": 3, "t": 12, "m": 6, "b": 9}


def parse_usd(text: str) -> int:
    """Read an amount of dollars, exactly: 10.4e9, 10.4bn, "$10.4 billion", 10,400,000,000.

    InvalidInput for what is not an amount, is negative, or is no whole number of dollars.
    """
    found = AMOUNT.match(text.strip())
    if found is None:
        raise InvalidInput(
            f"{text!r} is not an amount of dollars. Write it as 10.4e9, 10.4bn, '$10.4 billion' or 10,400,000,000."
        )
    if found["sign"]:
        raise InvalidInput(f"{text!r} is negative; an amount is never negative. Leave it out if it is not known.")
    size = (found["size"] or "").lower()
    power = 3 if size == "thousand" else SIZES[size[:1]]
    try:
        usd = Decimal(found["number"].replace(",", "")).scaleb(power)
    except InvalidOperation as error:  # pragma: no cover - the pattern admits only what Decimal reads
        raise InvalidInput(f"{text!r} is too large to be an amount of dollars.") from error
    if usd != usd.to_integral_value():
        raise InvalidInput(f"{text!r} is no whole number of dollars. Round it as the source does.")
    if usd > LARGEST:
        raise InvalidInput(
            f"{text!r} is more than any transfer could cost ({Money(LARGEST).in_words()}). Check the unit."
        )
    return int(usd)
