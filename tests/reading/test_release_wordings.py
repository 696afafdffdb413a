"""Releases and pages in many wordings: every head, leading sentence and request together tell one sale."""

from itertools import product
from pathlib import Path

import pytest
import yaml

from tests.reading.reading_of import reading_of, spans_are_exact

WORDS = yaml.safe_load(Path(__file__).with_name("release_wordings.yaml").read_text(encoding="utf-8"))
TOGETHER = list(product(WORDS["heads"], WORDS["leads"], WORDS["requests"]))


@pytest.mark.parametrize("lead", WORDS["leads"], ids=lambda lead: lead[:60])
def test_every_wording_of_a_release_tells_the_same_sale(lead: str) -> None:
    for head, first, request in TOGETHER:
        if first != lead:
            continue
        reading = reading_of(f"{head}{lead}\n\n{request}{WORDS['rest']}")
        (transfer,) = reading.transfers
        assert reading.kind in ("dsca_release", "state_notice")
        assert transfer.purchaser is not None
        assert (transfer.purchaser.code, transfer.transmittal, transfer.total_usd) == ("JOR", "26-80", 70_500_000)
        assert [(item.quantity, item.system) for item in transfer.items if item.mde] == [
            (12, "test sets"),
            (2, "engines"),
        ]
        assert [item.system for item in transfer.items if item.mde is False] == ["spare parts"]
        assert spans_are_exact(reading)
