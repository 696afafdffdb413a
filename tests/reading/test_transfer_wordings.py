"""Transfers as single reports word them: who would supply what to whom."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from counterpoise.reading.documents import document_from_bytes
from counterpoise.reading.news import read_news

CASES = yaml.safe_load(Path(__file__).with_name("transfer_wordings.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_a_wording_yields_supplier_purchaser_and_system(case: dict[str, Any]) -> None:
    document = document_from_bytes(f"A story of the day\n\n{case['text']}\n".encode(), "story.txt")
    told = {
        f"{one.supplier and one.supplier.code} {one.purchaser and one.purchaser.code} {item.system_id or 'general'}"
        for one in read_news(document, use_model=False).transfers
        for item in one.items
    }
    assert sorted(told) == sorted(case["expect"])
