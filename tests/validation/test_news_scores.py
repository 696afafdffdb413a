"""The score of news texts counts what it says it counts, and the reader does not fall behind on the tuned half."""

from pathlib import Path
from typing import Any

import pytest

from counterpoise.validation.news_texts import NewsScore, match_attributions, score_news_texts, score_reading

NEWS = Path(__file__).resolve().parents[1] / "documents" / "news"


def _said(words: str, start: int, **changes: Any) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "speaker": "Ann Weld", "speaker_id": None, "kind": "direct", "wording": words,
        "span": [start, start + len(words)],
        "stance": "opposes", "hedged": False, "about": "transfer", "stance_because": "",
    }  # fmt: skip
    return answer | changes


def test_a_direct_quotation_agrees_but_for_marks_and_a_final_stop() -> None:
    assert match_attributions([_said("No sale.", 10)], [_said("“No sale”", 9)])


@pytest.mark.parametrize(
    "changes",
    [{"speaker": "Bob Weld"}, {"kind": "indirect"}, {"wording": "No sales."}, {"span": [90, 98]}],
    ids=["another speaker", "another kind", "other words", "another place"],
)
def test_a_quotation_that_differs_does_not_agree(changes: dict[str, Any]) -> None:
    assert not match_attributions([_said("No sale.", 10)], [_said("No sale.", 10) | changes])


def test_an_office_agrees_by_its_id_whatever_holder_is_printed() -> None:
    wanted = _said("No sale.", 10, speaker="the president", speaker_id="us-president")
    found = _said(
        "No sale.", 10, speaker="president [Somebody, holder on 2020-01-01, inferred]", speaker_id="us-president"
    )
    assert match_attributions([wanted], [found])


def test_misses_and_extras_are_counted() -> None:
    score = NewsScore()
    empty: dict[str, Any] = {"transfers": [], "events": [], "requests": [], "commitments": [], "warnings": []}
    expected = empty | {"name": "x", "phenomena": ["p"], "attributions": [_said("No sale.", 10), _said("Never.", 40)]}
    score_reading(score, expected, empty | {"attributions": [_said("No sale.", 10), _said("Perhaps.", 70)]})
    direct = score.total["direct"]
    assert (direct.right, direct.found, direct.expected) == (1, 2, 2)
    assert direct.f1 == 0.5
    assert len(score.misses) == 2


def test_the_tuned_half_is_read_as_well_as_before() -> None:
    total = score_news_texts(NEWS, "tune").total
    floors = {"direct": 0.96, "indirect_and_mixed": 0.92, "transfers": 0.88}
    assert {name: total[name].f1 for name in floors if (total[name].f1 or 0) < floors[name]} == {}
    assert (total["stance"].share or 0) >= 0.88
