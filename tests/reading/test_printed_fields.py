"""The value, purchaser and date fields of an original notice in many printings."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from counterpoise.reading.contract import Reading
from tests.reading.reading_of import codes, reading_of

MILLION = 10**6
CASES = yaml.safe_load(Path(__file__).with_name("printed_fields.yaml").read_text(encoding="utf-8"))
NOT_STATED = {"missing_field", "damaged_text", "unit_missing"}


def notice(
    *, purchaser: str = "Government of Poland", values: str = CASES["dollars"], day: str = "May 8, 2024"
) -> Reading:
    return reading_of(CASES["notice"] % (purchaser, values, day))


def printed(case: dict[str, Any]) -> str:
    return " ".join(str(case["printed"]).split())[:60]


@pytest.mark.parametrize("case", CASES["values"], ids=printed)
def test_the_values_are_read_or_warned_of(case: dict[str, Any]) -> None:
    reading = notice(values=case["printed"])
    transfer = reading.transfers[0]
    for name in ("mde", "other", "total"):
        expected = case[name]
        assert getattr(transfer, f"{name}_usd") == (None if expected is None else expected * MILLION)
        assert expected is not None or NOT_STATED & set(codes(reading))


@pytest.mark.parametrize("case", CASES["purchasers"], ids=printed)
def test_the_purchasers_are_resolved(case: dict[str, Any]) -> None:
    transfers = notice(purchaser=case["printed"]).transfers
    assert [transfer.purchaser and transfer.purchaser.code for transfer in transfers] == case["codes"]


@pytest.mark.parametrize("case", CASES["dates"], ids=printed)
def test_the_day_of_delivery_is_read_or_warned_of(case: dict[str, Any]) -> None:
    """A day that does not exist, or could be one of two, is no day."""
    reading = notice(day=case["printed"])
    assert reading.transfers[0].received_on == case["day"]
    assert case["day"] or NOT_STATED & set(codes(reading))
