"""Days in running text: printed in full, or said in relative words and counted from the publication date.

"On Tuesday", "last week", "this year" are resolved only against a publication date that is given or inferred from the
text; otherwise they keep their words, unresolved. What was worked out is marked inferred, with the reason.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from counterpoise.dates import PartialDate

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"), 1)
    for name in names.split()
}  # fmt: skip
_WEEKDAYS = {
    name: n for n, name in enumerate(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
}
_MONTHS_BUT_MAY = "January|February|March|April|June|July|August|September|October|November|December"
_MONTH_NAME = rf"(?:{_MONTHS_BUT_MAY}|May)"
_MONTH = rf"(?:{_MONTHS_BUT_MAY}|May|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)"
_UNIT = "week|month|year|weekend|summer|winter|spring|autumn|fall|quarter"
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_NUMBER = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
           "a": 1, "an": 1, "twelve": 12}  # fmt: skip
_COUNT = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|an?|\d{1,3})"

DATE_EXPRESSION = re.compile(
    rf"""
    \b(?:
      (?P<mdy_month>{_MONTH})\s+(?P<mdy_day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?\s+(?P<mdy_year>(?:19|20)\d\d))?
    | (?P<dmy_day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<dmy_month>{_MONTH})(?:,?\s+(?P<dmy_year>(?:19|20)\d\d))?
    | (?P<iso>(?:19|20)\d\d-\d\d-\d\d)
    | (?P<my_part>early\ |mid-|late\ |the\ end\ of\ )?
        (?P<my_month>{_MONTH_NAME})(?:\s+of)?,?\s+(?P<my_year>(?:19|20)\d\d)
    | (?:(?P<wd_rel>(?i:last|next|this|this\ coming|this\ past))\s+)?(?P<weekday>{_WEEKDAY})
        (?P<wd_part>\s+(?:morning|evening|night|afternoon))?(?!s)
    | (?P<day_word>(?i:yesterday|today|tomorrow|tonight))
    | (?P<rel>(?i:earlier\ this|later\ this|last|this|next|the\ previous|the\ following|the\ coming))
        \ (?P<unit>{_UNIT})(?P<rel_poss>['’]s)?
    | (?P<ago_n>{_COUNT})\s+(?P<ago_unit>day|week|month|year)s?\s+(?P<ago>ago|earlier)
    | (?:in|within)\ (?:the\ next\ )?(?P<in_n>{_COUNT})\s+(?P<in_unit>day|week|month|year)s?\b(?='?\ ?time|[,.;)]|\s*$)
    | (?P<in_month_rel>last|next|this|in|since|by|until|during|of|for|from|to)\s+
        (?P<in_month>{_MONTHS_BUT_MAY}|May(?=[\s,.;)](?!be|not|have)))(?!\s*\d)
    | (?P<the_rel>(?i:earlier|previously|recently|in\ the\ past|in\ recent\ (?:days|weeks|months)
        | in\ the\ (?:coming|next\ few|next)\ (?:days|weeks|months|years)
        | later\ today|earlier\ today))
    | (?:in|by|since|until|from|during|of|as\ early\ as|before|after)\s+(?P<year>(?:19|20)\d\d)(?![\d-])
    | (?:fiscal\ year|FY)\s*(?P<fiscal>(?:20)?\d\d)\b
    )
    """,
    re.VERBOSE,
)
_AS_PUBLISHED = re.compile(
    rf"(?:published|updated|posted|date[d]?|released?)(?:\s+(?:on|at))?\s*:?\s*(?:(?:{_WEEKDAY}|Mon|Tue|Wed|Thu|"
    rf"Fri|Sat|Sun),?\s+)?"
    rf"(?P<date>{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d|\d{{1,2}}\s+{_MONTH},?\s+(?:19|20)\d\d|"
    rf"(?:19|20)\d\d-\d\d-\d\d)",
    re.IGNORECASE,
)
_FULL_DATE = re.compile(
    rf"(?:{_WEEKDAY},?\s+)?(?P<date>{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d|\d{{1,2}}(?:st|nd|rd|"
    rf"th)?\s+{_MONTH},?\s+(?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d)"
)


@dataclass(frozen=True, slots=True)
class DateFound:
    """A date expression of a text: its place, the date as far as known, and whether its sense needs the tense."""

    start: int
    end: int
    on: PartialDate
    is_relative: bool


def inferred(day: date, because: str) -> PartialDate:
    """Give a day that was worked out."""
    return PartialDate(date=day.isoformat(), precision="day", inferred=True, because=because)


def printed_day(wording: str) -> date | None:
    """Read a date printed in full ("September 23, 2020", "23 Sept 2020", "2020-09-23"), or None."""
    match = DATE_EXPRESSION.search(wording)
    if match is None:
        return None
    if match["iso"]:
        return _day(*map(int, match["iso"].split("-")))
    if match["mdy_year"]:
        return _day(int(match["mdy_year"]), _month(match["mdy_month"]), int(match["mdy_day"]))
    if match["dmy_year"]:
        return _day(int(match["dmy_year"]), _month(match["dmy_month"]), int(match["dmy_day"]))
    return None


def find_publication(text: str, spans: list[tuple[int, int]]) -> tuple[PartialDate, int, int] | None:
    """Find a publication date printed on the page: after "Published", in a dateline, or alone on a line.

    `spans` are the lines and paragraphs where one may stand. Gives the date, marked inferred, and where it stands.
    """
    for start, end in spans:
        line = text[start:end]
        match = _AS_PUBLISHED.search(line) if end - start < 200 else None
        if match is None and end - start < 60:
            match = _FULL_DATE.search(line)
            if match is not None and len(line) - len(match[0]) > 32:
                match = None
        if match is not None:
            day = printed_day(match["date"])
            if day is not None:
                at = start + match.start("date")
                because = f"the page prints {match[0].strip()!r} outside the story"
                return inferred(day, because), at, at + len(match["date"])
    return None


def find_dates(text: str, start: int, end: int, published: PartialDate | None, *, future: bool) -> Iterator[DateFound]:
    """Find the date expressions of `text[start:end]`, resolved against the publication day where they need it.

    `future` says that the sentence speaks of what is to come: "on Tuesday" is then the next Tuesday.
    """
    day = _anchor(published)
    for match in DATE_EXPRESSION.finditer(text, start, end):
        found = _read(match, day, future=future)
        if found is not None:
            yield found


def _anchor(published: PartialDate | None) -> date | None:
    if published is None or published.precision != "day" or published.date is None:
        return None
    return date.fromisoformat(published.date)


def _read(match: re.Match[str], day: date | None, *, future: bool) -> DateFound | None:
    span = match.span()
    for read in (_printed, _weekday, _day_word, _unit, _ago, _month_alone, _vague, _year):
        on = read(match, day, future)
        if on is not None:
            return DateFound(*span, on, on.inferred or on.precision == "unresolved")
    return None


def _printed(match: re.Match[str], day: date | None, future: bool) -> PartialDate | None:
    full = printed_day(match[0])
    if full is not None:
        return PartialDate(date=full.isoformat(), precision="day")
    month, number = match["mdy_month"] or match["dmy_month"], match["mdy_day"] or match["dmy_day"]
    if month:
        return _without_year(_month(month), int(number), day, match[0], future=future)
    if match["my_month"]:
        part = f"{match['my_part'].strip()} in the month: kept at the month" if match["my_part"] else None
        return PartialDate(date=f"{match['my_year']}-{_month(match['my_month']):02d}", precision="month", because=part)
    return None


def _without_year(month: int, number: int, day: date | None, wording: str, *, future: bool) -> PartialDate:
    if day is None:
        return _unresolved(wording, "no year is printed and the publication date is not known")
    candidates = [c for year in (day.year - 1, day.year, day.year + 1) if (c := _day(year, month, number)) is not None]
    if not candidates:
        return _unresolved(wording, "no such day")
    nearest = min(candidates, key=lambda c: (abs((c - day).days), c))
    if future:
        nearest = next((c for c in candidates if c >= day), nearest)
    return inferred(nearest, f"the year nearest to the publication date {day.isoformat()}")


def _weekday(match: re.Match[str], day: date | None, future: bool) -> PartialDate | None:
    if not match["weekday"]:
        return None
    if day is None:
        return _unresolved(match[0], "a weekday, and the publication date is not known")
    number = _WEEKDAYS[match["weekday"].lower()]
    relation = (match["wd_rel"] or "").lower()
    back = (day.weekday() - number) % 7
    ahead = (number - day.weekday()) % 7
    if relation in ("next", "this coming") or (future and relation != "last" and relation != "this past"):
        target = day + timedelta(days=ahead or 7)
        how = f"the first {match['weekday']} after"
    elif relation in ("last", "this past"):
        target = day - timedelta(days=back or 7)
        how = f"the last {match['weekday']} before"
    else:
        target = day - timedelta(days=back)
        how = f"the last {match['weekday']} on or before"
    return inferred(target, f"{how} the publication date {day.isoformat()}")


def _day_word(match: re.Match[str], day: date | None, future: bool) -> PartialDate | None:
    word = match["day_word"]
    if not word:
        return None
    word = word.lower()
    if day is None:
        return _unresolved(match[0], "counted from the publication date, which is not known")
    shift = {"yesterday": -1, "tomorrow": 1}.get(word, 0)
    return inferred(day + timedelta(days=shift), f"{word}, from the publication date {day.isoformat()}")


def _unit(match: re.Match[str], day: date | None, future: bool) -> PartialDate | None:
    unit = match["unit"]
    if not unit:
        return None
    if day is None:
        return _unresolved(match[0], "counted from the publication date, which is not known")
    relation = match["rel"].lower().split()[-1]
    step = {"last": -1, "previous": -1, "next": 1, "following": 1, "coming": 1}.get(relation, 0)
    because = f"{match[0].strip()!r}, from the publication date {day.isoformat()}"
    if unit in ("week", "weekend"):
        monday = day - timedelta(days=day.weekday()) + timedelta(weeks=step)
        return PartialDate(
            date=monday.isoformat(), precision="week", inferred=True, because=because + ": the week of that Monday"
        )
    if unit == "month":
        months = day.year * 12 + day.month - 1 + step
        return PartialDate(
            date=f"{months // 12}-{months % 12 + 1:02d}", precision="month", inferred=True, because=because
        )
    if unit == "quarter":
        quarters = day.year * 4 + (day.month - 1) // 3 + step
        return PartialDate(
            date=f"{quarters // 4}-Q{quarters % 4 + 1}", precision="quarter", inferred=True, because=because
        )
    if unit == "year":
        return PartialDate(date=str(day.year + step), precision="year", inferred=True, because=because)
    if step == 0:
        return PartialDate(date=f"{day.year}-{unit}", precision="season", inferred=True, because=because)
    return _unresolved(match[0], "which year's season is meant is not said")


def _ago(match: re.Match[str], day: date | None, future: bool) -> PartialDate | None:
    word, unit, sign = (
        (match["ago_n"], match["ago_unit"], -1) if match["ago_n"] else (match["in_n"], match["in_unit"], 1)
    )
    if not word:
        return None
    if day is None or match["ago"] == "earlier":
        return _unresolved(match[0], "counted from a day that is not known")
    count = sign * (_NUMBER.get(word.lower()) or int(word) if not word.isdigit() else int(word))
    because = f"{match[0].strip()!r}, from the publication date {day.isoformat()}"
    if unit == "day":
        return inferred(day + timedelta(days=count), because)
    if unit == "week":
        target = day + timedelta(weeks=count)
        monday = target - timedelta(days=target.weekday())
        return PartialDate(date=monday.isoformat(), precision="week", inferred=True, because=because)
    if unit == "month":
        months = day.year * 12 + day.month - 1 + count
        return PartialDate(
            date=f"{months // 12}-{months % 12 + 1:02d}", precision="month", inferred=True, because=because
        )
    return PartialDate(date=str(day.year + count), precision="year", inferred=True, because=because)


def _month_alone(match: re.Match[str], day: date | None, future: bool) -> PartialDate | None:
    if not match["in_month"]:
        return None
    if day is None:
        return _unresolved(match[0], "no year is printed and the publication date is not known")
    month = _month(match["in_month"])
    ahead = match["in_month_rel"] == "next" or (future and match["in_month_rel"] not in ("last", "since"))
    if ahead:
        year = day.year if month >= day.month else day.year + 1
        how = "the next one"
    else:
        year = day.year if month <= day.month else day.year - 1
        how = "the last one"
    return PartialDate(date=f"{year}-{month:02d}", precision="month", inferred=True,
                       because=f"{how} from the publication date {day.isoformat()}")  # fmt: skip


def _vague(match: re.Match[str], day: date | None, future: bool) -> PartialDate | None:
    if not match["the_rel"]:
        return None
    return _unresolved(match[0], "the words name no day")


def _year(match: re.Match[str], day: date | None, future: bool) -> PartialDate | None:
    if match["year"]:
        return PartialDate(date=match["year"], precision="year")
    if match["fiscal"]:
        return PartialDate(
            date=f"FY{match['fiscal'] if len(match['fiscal']) == 4 else '20' + match['fiscal']}",
            precision="fiscal_year",
        )
    return None


def _unresolved(wording: str, because: str) -> PartialDate:
    return PartialDate(date=None, precision="unresolved", inferred=False, because=f"{wording.strip()!r}: {because}")


def _month(name: str) -> int:
    return _MONTHS[name.lower().rstrip(".")]


def _day(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None
