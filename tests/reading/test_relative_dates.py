"""Days in running text, printed or counted from the publication date."""

import pytest

from counterpoise.dates import PartialDate
from counterpoise.reading.relative_dates import find_dates

WEDNESDAY = PartialDate(date="2020-09-23", precision="day")


def _one(words: str, *, published: PartialDate | None = WEDNESDAY, future: bool = False) -> PartialDate:
    (found,) = find_dates(words, 0, len(words), published, future=future)
    return found.on


@pytest.mark.parametrize(
    ("words", "day", "precision"),
    [
        ("on Tuesday", "2020-09-22", "day"),
        ("on Wednesday", "2020-09-23", "day"),
        ("on Thursday", "2020-09-17", "day"),
        ("last Friday", "2020-09-18", "day"),
        ("next Monday", "2020-09-28", "day"),
        ("yesterday", "2020-09-22", "day"),
        ("Yesterday", "2020-09-22", "day"),
        ("last week’s ceremony", "2020-09-14", "week"),
        ("this year", "2020", "year"),
        ("last month", "2020-08", "month"),
        ("two weeks ago", "2020-09-07", "week"),
        ("three years ago", "2017", "year"),
        ("Sept. 15", "2020-09-15", "day"),
        ("December 9", "2020-12-09", "day"),
        ("in August", "2020-08", "month"),
        ("10 November 2020", "2020-11-10", "day"),
        ("November 10, 2020", "2020-11-10", "day"),
        ("in March 2019", "2019-03", "month"),
        ("in 2016", "2016", "year"),
        ("fiscal year 2021", "FY2021", "fiscal_year"),
    ],
)
def test_dates(words: str, day: str, precision: str) -> None:
    on = _one(words)
    assert (on.date, on.precision) == (day, precision)


def test_a_weekday_to_come_is_the_next_one() -> None:
    assert _one("on Tuesday", future=True).date == "2020-09-29"


@pytest.mark.parametrize("words", ["on Tuesday", "last week", "this year", "yesterday", "Sept. 15", "in August"])
def test_without_a_publication_date_relative_words_stay_unresolved_with_the_reason(words: str) -> None:
    on = _one(words, published=None)
    assert (on.date, on.precision, on.inferred) == (None, "unresolved", False)
    assert on.because


def test_what_is_counted_is_marked_inferred_with_the_day_it_was_counted_from() -> None:
    on = _one("on Tuesday")
    assert on.inferred
    assert "2020-09-23" in (on.because or "")


def test_what_is_printed_in_full_is_not_inferred() -> None:
    assert not _one("10 November 2020").inferred


@pytest.mark.parametrize("words", ["they may decide", "he will march on", "30 percent", "F-35 jets", "1,000 bombs"])
def test_words_that_are_no_dates(words: str) -> None:
    assert list(find_dates(words, 0, len(words), WEDNESDAY, future=False)) == []
