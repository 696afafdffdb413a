"""Days as sources print them, and as we infer them. Nothing here asks what day it is."""

from dataclasses import dataclass
from datetime import date, timedelta
from re import fullmatch

ONE_DAY = timedelta(days=1)

PRECISIONS = ("day", "week", "month", "quarter", "season", "year", "fiscal_year", "decade", "unresolved")


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialDate:
    """A date with the precision its source gives it.

    `date` is ISO 8601 cut to its precision ("2020-09-23", "2020-09", "2020", "2020-Q3", "FY2021"), or None while
    unresolved. `inferred` is true when it was worked out and not printed in full, and then `because` says how.
    """

    date: str | None
    precision: str
    inferred: bool = False
    because: str | None = None

    def __post_init__(self) -> None:
        if self.precision not in PRECISIONS:
            raise ValueError(f"precision {self.precision!r} is none of {', '.join(PRECISIONS)}")

    def as_json(self) -> dict[str, str | bool | None]:
        """Give the object of the reading contract (schemas/reading.schema.json)."""
        return {"date": self.date, "precision": self.precision, "inferred": self.inferred, "because": self.because}


@dataclass(frozen=True, slots=True)
class DateRange:
    """A run of days; both ends belong to it."""

    first: date
    last: date

    @property
    def n_days(self) -> int:
        """Calendar days in the range, both ends counted."""
        return (self.last - self.first).days + 1

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def last_possible_day(partial: PartialDate) -> date | None:
    """Give the last day that a partial date may mean: "2020-09" is 30 September 2020. None while unresolved.

    Forms: a day, "2020-09", "2020-Q3", "2020", "FY2021" (the U.S. fiscal year, to 30 September), "2010s"; a week or a
    season is written as its month, year or a day.
    """
    text = partial.date or ""
    if fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return date.fromisoformat(text)
    if found := fullmatch(r"(\d{4})-(\d{2})", text):
        year, month = int(found[1]), int(found[2])
    elif found := fullmatch(r"(\d{4})-Q([1-4])", text):
        year, month = int(found[1]), 3 * int(found[2])
    elif found := fullmatch(r"FY(\d{4})", text):
        year, month = int(found[1]), 9
    elif found := fullmatch(r"(\d{3})0s", text):
        year, month = int(found[1]) * 10 + 9, 12
    elif found := fullmatch(r"(\d{4})", text):
        year, month = int(found[1]), 12
    else:
        return None
    return date(year + month // 12, month % 12 + 1, 1) - ONE_DAY
