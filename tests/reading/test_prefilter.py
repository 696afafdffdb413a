"""The prefilter: no text about a transfer passes by, few others stop it, and it is much faster than reading."""

import json
import time
from importlib import metadata
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from counterpoise.reading.prefilter import arms_anchors, may_concern_a_transfer
from counterpoise.vocabulary import rows

NEWS = [Path(__file__).resolve().parents[1] / "documents" / name for name in ("news", "news_second")]
ANCHORS = [row["anchor"] for row in rows("prefilter_anchors") if row["kind"] == "arms"]


def about_a_transfer() -> list[bytes]:
    found = []
    for path in sorted(path for folder in NEWS for path in folder.glob("*.expected.json")):
        answer = json.loads(path.read_text(encoding="utf-8"))
        if answer["about_transfer"]:
            found.append((path.parent / f"{answer['name']}.txt").read_bytes())
    return found


def documentation(limit: int) -> list[bytes]:
    """Give texts of installed packages: read-me files, licences, sources with their docstrings."""
    found: list[bytes] = []
    for distribution in metadata.distributions():
        for file in distribution.files or ():
            if file.suffix in {".md", ".rst", ".txt", ".py"} and len(found) < limit:
                path = Path(str(distribution.locate_file(file)))
                if path.is_file() and path.stat().st_size > 500:
                    found.append(path.read_bytes())
    return found


def test_every_anchor_has_the_bytes_that_the_search_needs() -> None:
    assert [anchor for anchor in ANCHORS if len(anchor.encode()) < 5] == []
    assert len(set(ANCHORS)) == len(ANCHORS)


@given(st.sampled_from(ANCHORS), st.integers(0, 9), st.booleans(), st.binary(max_size=8))
@settings(deadline=None)
@example("missile", 3, True, b"\xff" * 8)
def test_an_anchor_is_found_at_any_place_and_in_any_case(anchor: str, before: int, upper: bool, after: bytes) -> None:
    word = (anchor.upper() if upper else anchor).encode()
    assert before in [at for at, _ in arms_anchors(b"\x00" * before + word + after)]


@given(st.binary(max_size=400))
@settings(deadline=None)
@example(b"")
@example(b"\xff\xff\xff\xff" * 9)
def test_any_bytes_are_an_answer_and_never_an_error(data: bytes) -> None:
    assert may_concern_a_transfer(data) in (True, False)


def test_no_development_text_about_a_transfer_passes_by() -> None:
    assert [text[:60] for text in about_a_transfer() if not may_concern_a_transfer(text)] == []


def test_no_official_text_passes_by(shared: Path) -> None:
    texts = [path.read_bytes() for path in (shared / "data" / "notices").glob("*.txt")]
    assert len(texts) > 50
    kept = sum(may_concern_a_transfer(text) for text in texts)
    assert kept / len(texts) >= 0.995


def test_nearly_all_documentation_of_packages_passes_by() -> None:
    texts = documentation(1500)
    assert len(texts) > 500
    assert sum(may_concern_a_transfer(text) for text in texts) / len(texts) < 0.02


@pytest.mark.parametrize(
    "text", [b"a missile", b"Israel bought bread", b"a fighter was sold", b"The Patriots lost to Egypt"]
)
def test_arms_a_deal_and_a_party_are_all_needed(text: bytes) -> None:
    assert not may_concern_a_transfer(text)


def test_the_search_takes_at_most_sixty_times_as_long_as_looking_for_one_word() -> None:
    """On an idle core the ratio is about 10: 2,000 MB/s for one word, 200 for the prefilter."""
    data = b"".join(documentation(800)).replace(b"\x00", b"")

    def seconds(search: object) -> float:
        assert callable(search)
        spent = []
        for _ in range(3):
            start = time.process_time()
            search()
            spent.append(time.process_time() - start)
        return min(spent)

    may_concern_a_transfer(data)
    one_word = seconds(lambda: [b"zqxj missile" in data for _ in range(20)]) / 20
    assert seconds(lambda: sum(1 for _ in arms_anchors(data))) < 60 * one_word + 0.01
