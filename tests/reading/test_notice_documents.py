"""Each text written for the tests yields what a person has read in it and accepted.

`name.txt` lies beside `name.json`. A missing expectation is written and the test fails, asking a person to read it.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from counterpoise.reading.contract import Reading
from tests.reading.reading_of import DOCUMENTS, codes, reading_of, spans_are_exact

TEXTS = sorted(DOCUMENTS.glob("*.txt")) + sorted(DOCUMENTS.glob("*.html"))


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_a_text_yields_the_statements_beside_it(path: Path) -> None:
    reading = reading_of(path.read_bytes())
    expected = path.with_suffix(".json")
    if not expected.exists():
        expected.write_text(json.dumps(told(reading), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        pytest.fail(
            f"{expected.name} was written from what the reader says now. Read it against the text, then keep it."
        )
    assert told(reading) == json.loads(expected.read_text(encoding="utf-8"))
    assert spans_are_exact(reading)


def test_each_text_says_that_it_is_an_example() -> None:
    assert all("xample written for the Counterpoise project" in path.read_text(encoding="utf-8") for path in TEXTS)


def told(reading: Reading) -> dict[str, Any]:
    """Give what a reading says, without ids of the vocabulary and without spans."""
    return {
        "kind": reading.kind,
        "title": reading.title,
        "published_on": reading.published_on and reading.published_on.date,
        "transfers": [
            {
                "purchaser": t.purchaser and t.purchaser.code, "route": t.route, "status": t.status,
                "transmittal": t.transmittal, "amends": t.amends, "received_on": t.received_on,
                "total_usd": t.total_usd, "mde_usd": t.mde_usd, "other_usd": t.other_usd,
                "evidence": {name: quoted.wording for name, quoted in t.evidence.items()},
                "items": [
                    [i.quantity, i.qualifier, i.system, i.mde, list(i.details), list(i.alternatives)] for i in t.items
                ],
            }
            for t in reading.transfers
        ],
        "events": [[event.on.date, event.what] for event in reading.events],
        "boilerplate": [" ".join(quoted.wording.split()) for quoted in reading.boilerplate],
        "warnings": codes(reading),
    }  # fmt: skip
