"""Amounts of dollars as people write them, read exactly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.errors import InvalidInput
from counterpoise.units import Money, parse_usd


@pytest.mark.parametrize(
    ("text", "usd"),
    [("10.4e9", 10_400_000_000), ("10.4E9", 10_400_000_000), ("10.4bn", 10_400_000_000),
     ("$10.4 billion", 10_400_000_000),
     ("10,400,000,000", 10_400_000_000), ("US$ 138 million", 138_000_000), ("52.8M", 52_800_000), ("0", 0),
     ("950,000", 950_000), ("1.5 trillion", 1_500_000_000_000), ("250k", 250_000), ("0.97m", 970_000),
     ("$500 million USD", 500_000_000), ("96.51 mn", 96_510_000)],
)  # fmt: skip
def test_an_amount_is_read_exactly(text: str, usd: int) -> None:
    assert parse_usd(text) == usd


@pytest.mark.parametrize("text", ["", "lots", "-5", "$-5m", "10,4bn", "1,00,000", "nan", "inf", "1.005", "5 euros",
                                  "1e-3",
                                  "0x10", "ten", "1 2", "$"])  # fmt: skip
def test_what_is_no_whole_amount_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        parse_usd(text)


@given(st.integers(0, 10**15))
def test_a_plain_or_grouped_number_reads_back_to_itself(usd: int) -> None:
    assert parse_usd(str(usd)) == parse_usd(f"{usd:,}") == parse_usd(f"${usd:,}") == usd


@given(st.integers(0, 9_999_999))
def test_an_amount_in_words_reads_back(thousands: int) -> None:
    assert parse_usd(Money(thousands * 1000).in_words()) == thousands * 1000 or thousands >= 1_000_000
