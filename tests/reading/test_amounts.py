"""Money in text becomes whole dollars, and what cannot be a sum is said to be none."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.reading.amounts import find_amounts

PRINTED = [
    ("$1.70 billion", 1_700_000_000, "USD"),
    ("$ .17 billion", 170_000_000, "USD"),
    ("$.97 million", 970_000, "USD"),
    ("$  0", 0, "USD"),
    ("$ 0 million", 0, "USD"),
    ("$2.5 billion.", 2_500_000_000, "USD"),
    ("$600-billion commitment", 600_000_000_000, "USD"),
    ("$8.50\n    billion", 8_500_000_000, "USD"),
    ("$100,000,000 or more", 100_000_000, "USD"),
    ("US$ 5 million", 5_000_000, "USD"),
    ("U.S. $3 million", 3_000_000, "USD"),
    ("$10.4bn", 10_400_000_000, "USD"),
    ("$5m", 5_000_000, "USD"),
    ("10.4 billion dollars", 10_400_000_000, "USD"),
    ("two hundred million U.S. dollars", 200_000_000, "USD"),
    ("€3 billion", 3_000_000_000, "EUR"),
    ("NT$5 billion", 5_000_000_000, "TWD"),
    ("3.5 billion shekels", 3_500_000_000, "ILS"),
]


@pytest.mark.parametrize(("text", "value", "currency"), PRINTED)
def test_a_printed_sum_has_its_value_and_currency(text: str, value: int, currency: str) -> None:
    (amount,) = find_amounts(text)
    assert (amount.value, amount.currency) == (value, currency)
    assert amount.usd == (value if currency == "USD" else None)
    assert amount.is_plain
    assert text[amount.span.start : amount.span.end] == amount.wording


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("nearly $142 billion", "about"),
        ("could be as high as $276 million", "up_to"),
        ("not to exceed $5 million", "not_to_exceed"),
        ("over $38 billion", "at_least"),
        ("$50,000,000 or more", "at_least"),
        ("for an estimated cost of $675 million", "estimated"),
        ("worth $5 million", None),
    ],
)
def test_words_around_a_sum_become_its_qualifier(text: str, qualifier: str | None) -> None:
    assert find_amounts(text)[0].qualifier == qualifier


def test_a_sum_without_its_unit_is_marked_and_gets_no_value_from_a_fraction() -> None:
    first, second = find_amounts("Other $1.42\nTOTAL $1.42 billion")
    assert first.unit_missing
    assert first.usd is None
    assert second.usd == 1_420_000_000


def test_a_bare_whole_number_below_a_thousand_keeps_its_literal_value_and_the_mark() -> None:
    (amount,) = find_amounts("a fee of $500")
    assert (amount.usd, amount.unit_missing) == (500, True)


@pytest.mark.parametrize(
    "text", ["$1,42 million", "$1x0 million", "$3.0 mil1ion", "$13 8 million", "$1.2.3 billion", "$1#2 billion"]
)
def test_a_damaged_sum_is_never_plain(text: str) -> None:
    assert not any(amount.is_plain for amount in find_amounts(text))


@pytest.mark.parametrize("text", ["$1-2 billion", "between $1 and $2 billion", "$1 to $2 billion"])
def test_both_ends_of_a_range_take_the_unit_printed_once(text: str) -> None:
    low, high = find_amounts(text)
    assert (low.usd, low.qualifier) == (1_000_000_000, "range_low")
    assert high.usd == 2_000_000_000


@given(st.integers(0, 10**6), st.integers(0, 999), st.sampled_from(["million", "billion", "bn", "trillion"]))
def test_no_sum_loses_a_dollar_to_floating_point(whole: int, thousandths: int, unit: str) -> None:
    (amount,) = find_amounts(f"${whole:,}.{thousandths:03} {unit}")
    scale = {"million": 10**6, "billion": 10**9, "bn": 10**9, "trillion": 10**12}[unit]
    assert amount.usd == whole * scale + thousandths * scale // 1000


@given(st.text(alphabet="$€1234567890., \nmbilonthusdrea-US(){}x"))
def test_any_text_gives_sums_in_order_whose_spans_are_exact(text: str) -> None:
    amounts = find_amounts(text)
    assert all(text[a.span.start : a.span.end] == a.wording for a in amounts)
    assert all(a.span.end <= b.span.start for a, b in pairwise(amounts))


@pytest.mark.parametrize(
    "unit", ["$", "1,", "1.", "$1", "$ ", "1 ", "one ", "one-", "US$", " dollars", "$1 - ", "up to ", "$.", "million "]
)
def test_time_grows_in_line_with_the_length(unit: str) -> None:
    short, long = (unit * n + " dollars" for n in (4_000, 32_000))
    assert _seconds(long) < 40 * max(_seconds(short), 0.002)  # eight times the text; a square law would give 64


def _seconds(text: str) -> float:
    timings = []
    for _ in range(3):
        began = time.perf_counter()
        find_amounts(text)
        timings.append(time.perf_counter() - began)
    return min(timings)
