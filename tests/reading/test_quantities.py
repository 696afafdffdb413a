"""Numbers of things: words, figures and both."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.reading.quantities import find_quantities, value_of_words

_ONES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
  "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]  # fmt: skip
_TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def spell(n: int) -> str:
    """Write a number below a thousand million as notices do: "two thousand five hundred three"."""
    if n < 20:
        return _ONES[n]
    if n < 100:
        return _TENS[n // 10] + (f"-{_ONES[n % 10]}" if n % 10 else "")
    for size, word in ((1_000_000, "million"), (1000, "thousand"), (100, "hundred")):
        if n >= size:
            return f"{spell(n // size)} {word}" + (f" {spell(n % size)}" if n % size else "")
    raise AssertionError


@given(st.integers(0, 999_999_999))
def test_words_are_read_back_to_the_number_they_spell(n: int) -> None:
    assert value_of_words(spell(n)) == n
    (quantity,) = find_quantities(f"{spell(n)} ({n:,}) things")
    assert (quantity.value, quantity.agrees) == (n, True)


@pytest.mark.parametrize("words", ["two thirty one", "hundred", "thousand five", "twenty twelve", "five six"])
def test_words_that_make_no_number_have_no_value(words: str) -> None:
    assert value_of_words(words) is None


@pytest.mark.parametrize(
    ("text", "value", "qualifier"),
    [
        ("Three-hundred twenty (320) launchers", 320, None),
        ("up to fifty (50) F-15IA", 50, "up_to"),
        ("thirty(30) missiles", 30, None),
        ("twenty-four T-700 GE 401 C engines", 24, None),
        ("one hundred and six vehicles", 106, None),
        ("Not to exceed twelve (12) aircraft", 12, "not_to_exceed"),
        ("nearly 300 American tanks", 300, "about"),
        ("147 missiles", 147, None),
        ("sixty\n(60) helicopters", 60, None),
    ],
)
def test_a_quantity_is_found_in_the_forms_that_are_printed(text: str, value: int, qualifier: str | None) -> None:
    quantity = find_quantities(text)[0]
    assert (quantity.value, quantity.qualifier) == (value, qualifier)
    assert text[quantity.span.start : quantity.span.end] == quantity.wording


def test_words_and_figure_that_differ_are_told() -> None:
    (quantity,) = find_quantities("twelve (13) engines")
    assert not quantity.agrees
    assert (quantity.in_words, quantity.in_figures) == (12, 13)


def test_figures_inside_designations_are_no_quantities() -> None:
    assert find_quantities("F-16 aircraft with AIM-120C-8, 120mm guns, AN/APG-78 and $5 million") == []
