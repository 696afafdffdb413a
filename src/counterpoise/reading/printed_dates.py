"""Whole days as documents print them: "March 10, 2026", "22 March 1991", "26-Jan-2024", "1/26/2024"."""

import re
from dataclasses import dataclass
from datetime import date

from counterpoise.sources import Span

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_NAMES = "|".join([*MONTHS, r"jan\.?|feb\.?|mar\.?|apr\.?|jun\.?|jul\.?|aug\.?|sept?\.?|oct\.?|nov\.?|dec\.?"])
_GAP = r"(?: -? | \s{1,120} )"  # "26JAN2024", "26-Jan-2024"; a page mark may have stood between the two
_COMMA = r"(?: -? | \s{0,120} , \s{0,120} | \s{1,120} )"
DAY = re.compile(
    rf"""
    (?<!\w) (?:
      (?P<month> {_NAMES}) {_GAP} (?P<day> \d{{1,2}}) (?:st|nd|rd|th)? (?!\d) {_COMMA} (?P<year> \d{{4}})
    | (?P<day2> \d{{1,2}}) (?:st|nd|rd|th)? {_GAP} (?P<month2> {_NAMES}) {_COMMA} (?P<year2> \d{{4}})
    | (?P<year3> \d{{4}}) - (?P<month3> \d{{2}}) - (?P<day3> \d{{2}})
    | (?P<month4> \d{{1,2}}) / (?P<day4> 1[3-9]|2\d|3[01]) / (?P<year4> \d{{4}})  # 05/06/2024 could be either
    ) (?!\d)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NO_YEAR = re.compile(
    rf"(?P<month>{_NAMES})\s{{1,12}}(?P<day>\d{{1,2}})(?!\w)|(?P<day2>\d{{1,2}})\s{{1,12}}(?P<month2>{_NAMES})(?!\w)",
    re.I,
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


def day_at(text: str, start: int, end: int, *, before: date | None) -> PrintedDay | None:
    """Give the day printed right at `start`. Without a year it is one of the 90 days before `before`, if known."""
    full = DAY.match(text, start, end)
    if full:
        return _printed(full)
    short = _NO_YEAR.match(text, start, end)
    if short is None or before is None:
        return None
    month = _month(short["month"] or short["month2"])
    for year in (before.year, before.year - 1):
        try:
            day = date(year, month, int(short["day"] or short["day2"]))
        except ValueError:
            continue
        if 0 <= (before - day).days <= 90:
            return PrintedDay(day, short[0], Span(*short.span()))
    return None


def names_a_month(text: str, start: int, end: int) -> bool:
    """Tell whether a month stands in `text[start:end]`: a date that cannot be read may be damaged."""
    return _MONTH_ONLY.search(text, start, end) is not None


def _printed(match: re.Match[str]) -> PrintedDay:
    name = match["month"] or match["month2"]
    number = _month(name) if name else int(match["month3"] or match["month4"])
    try:
        day = date(int(_any(match, "year")), number, int(_any(match, "day")))
    except ValueError:
        day = None
    return PrintedDay(day, match[0], Span(*match.span()))


def _any(match: re.Match[str], part: str) -> str:
    return next(match[name] for name in (part, f"{part}2", f"{part}3", f"{part}4") if match[name])


def _month(name: str) -> int:
    return next(i for i, month in enumerate(MONTHS, 1) if month.startswith(name.lower().rstrip(".")[:3]))
