"""Whole days as documents print them: "March 10, 2026", "22 March 1991", "5-23-25"."""

import re
from dataclasses import dataclass
from datetime import date

from counterpoise.sources import Span

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_NAMES = "|".join([*MONTHS, r"jan\.?|feb\.?|mar\.?|apr\.?|jun\.?|jul\.?|aug\.?|sept?\.?|oct\.?|nov\.?|dec\.?"])
_GAP = r"\s{1,120}"  # a page mark may have stood between the two
_COMMA = r"(?:\s{0,120} , \s{0,120} | \s{1,120})"
DAY = re.compile(
    rf"""
    (?<!\w) (?:
      (?P<month> {_NAMES}) {_GAP} (?P<day> \d{{1,2}}) (?:st|nd|rd|th)? {_COMMA} (?P<year> \d{{4}})
    | (?P<day2> \d{{1,2}}) (?:st|nd|rd|th)? {_GAP} (?P<month2> {_NAMES}) {_COMMA} (?P<year2> \d{{4}})
    ) (?!\d)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MONTH_ONLY = re.compile(rf"(?<!\w)(?:{_NAMES})(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PrintedDay:
    """A day in a text. `day` is None where the print names no day that exists ("February 31, 2024")."""

    day: date | None
    wording: str
    span: Span


def find_days(text: str, start: int = 0, end: int | None = None) -> list[PrintedDay]:
    """Find the days printed in full in `text[start:end]`, in order."""
    stop = len(text) if end is None else end
    return [_printed(match) for match in DAY.finditer(text, start, stop)]


def first_day(text: str, start: int, end: int) -> PrintedDay | None:
    """Give the first day printed in full in `text[start:end]`."""
    match = DAY.search(text, start, end)
    return _printed(match) if match else None


def names_a_month(text: str, start: int, end: int) -> bool:
    """Tell whether a month stands in `text[start:end]`: a date that cannot be read may be damaged."""
    return _MONTH_ONLY.search(text, start, end) is not None


def _printed(match: re.Match[str]) -> PrintedDay:
    month = (match["month"] or match["month2"]).lower().rstrip(".")[:3]
    number = next(i for i, name in enumerate(MONTHS, 1) if name.startswith(month))
    try:
        day = date(int(match["year"] or match["year2"]), number, int(match["day"] or match["day2"]))
    except ValueError:
        day = None
    return PrintedDay(day, match[0], Span(*match.span()))
