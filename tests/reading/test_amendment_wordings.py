"""The revised values of an amendment in many wordings.

The notice of 1 March 2019 that each retells stated $500 million in all, of which $200 million was major defense
equipment.
"""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.reading.reading_of import reading_of

MILLION = 10**6
CASES = yaml.safe_load(Path(__file__).with_name("amendment_wordings.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES["wordings"], ids=lambda case: case["words"][:60])
def test_the_revised_total_and_mde_are_read(case: dict[str, float | str]) -> None:
    transfer = reading_of(CASES["amendment"] % case["words"]).transfers[0]
    assert (transfer.total_usd, transfer.mde_usd) == (case["total"] * MILLION, case["mde"] * MILLION)
    assert (transfer.transmittal, transfer.amends) == ("21-0B", "19-04")


@pytest.mark.parametrize("case", CASES["additions"], ids=lambda case: case["words"][:60])
def test_only_what_is_added_as_major_defense_equipment_is_listed_so(case: dict[str, Any]) -> None:
    transfer = reading_of(CASES["amendment"] % case["words"]).transfers[0]
    assert [[item.quantity, item.qualifier, item.system] for item in transfer.items if item.mde] == case["items"]
