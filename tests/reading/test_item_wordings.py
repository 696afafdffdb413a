"""Lines under "Major Defense Equipment" in many shapes: the quantity, its qualifier and the system of each item."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.reading.reading_of import reading_of

CASES = yaml.safe_load(Path(__file__).with_name("item_wordings.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES["lists"], ids=lambda case: " ".join(case["lines"].split())[:60])
def test_the_items_of_a_list_are_read(case: dict[str, Any]) -> None:
    transfer = reading_of(CASES["notice"] % case["lines"]).transfers[0]
    assert [[item.quantity, item.qualifier, item.system] for item in transfer.items if item.mde] == case["items"]
