"""The development set for news is frozen, fits its texts and is split once (tests/documents/news/ANNOTATION.md)."""

import csv
import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from counterpoise.vocabulary import words

NEWS = Path(__file__).resolve().parents[1] / "documents" / "news"
NAMES = sorted(path.stem for path in NEWS.glob("*.txt"))
KINDS = {"direct", "indirect", "mixed"}
STANCES = {"supports", "opposes", "conditional", "neutral", "unknown"}


def expected(name: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads((NEWS / f"{name}.expected.json").read_text(encoding="utf-8"))
    return answer


def text(name: str) -> str:
    return (NEWS / f"{name}.txt").read_bytes().decode("utf-8")


def table(name: str) -> list[dict[str, str]]:
    with (NEWS / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@cache
def known_ids() -> frozenset[str]:
    columns = [
        ("office_holders", "person_id"), ("offices", "office_id"), ("bodies", "body_id"), ("states", "code"),
        ("organisations", "org_id"), ("outlets", "outlet_id"),
    ]  # fmt: skip
    return frozenset(value for name, column in columns for value in words(name, column))


def test_there_are_at_least_sixty_texts_and_eight_about_no_transfer() -> None:
    assert len(NAMES) >= 60
    assert sum(not expected(name)["about_transfer"] for name in NAMES) >= 8


def test_the_files_are_those_that_were_frozen() -> None:
    frozen = {row["file"]: row["sha256"] for row in table("frozen.csv")}
    assert set(frozen) == {path.name for path in NEWS.iterdir() if path.suffix in {".txt", ".json"}}
    changed = [
        name for name, digest in frozen.items() if hashlib.sha256((NEWS / name).read_bytes()).hexdigest() != digest
    ]
    assert changed == []


def test_the_split_follows_the_names_and_covers_every_text() -> None:
    split = {row["name"]: row["part"] for row in table("split.csv")}
    assert sorted(split) == NAMES
    for name, part in split.items():
        even = int(hashlib.sha256(name.encode()).hexdigest()[:8], 16) % 2 == 0
        assert part == ("tune" if even else "check")


@pytest.mark.parametrize("name", NAMES)
def test_every_wording_stands_at_its_span(name: str) -> None:
    given, answer = text(name), expected(name)
    for part in ("attributions", "commitments", "requests", "events", "not_transfer_values"):
        for entry in answer[part]:
            start, end = entry["span"]
            assert given[start:end] == entry["wording"] == entry["wording"].strip() != ""


@pytest.mark.parametrize("name", NAMES)
def test_words_and_ids_are_those_of_the_vocabulary(name: str) -> None:
    answer = expected(name)
    assert answer["name"] == name
    assert answer["basis"] in {"invented", "public facts"}
    assert answer["phenomena"]
    assert answer["about_transfer"] == bool(answer["transfers"])
    assert set(answer["warnings"]) <= set(words("warnings", "code"))
    states = {None, *words("states", "code")}
    for transfer in answer["transfers"]:
        assert {transfer["supplier"], transfer["purchaser"]} <= states
        assert set(transfer["status_accept"]) <= set(words("transfer_statuses", "status"))
        for item in transfer["items"]:
            assert item["system_id"] in {None, *words("systems", "system_id")}
    for attribution in answer["attributions"]:
        assert attribution["kind"] in KINDS
        assert attribution["stance"] in STANCES
        assert attribution["speaker"]
        assert attribution["speaker_id"] in {None, *known_ids()}
        assert attribution["nested_in"] is None or attribution["nested_in"] < len(answer["attributions"])


@pytest.mark.parametrize("name", NAMES)
def test_a_nested_attribution_lies_inside_the_one_that_holds_it(name: str) -> None:
    attributions = expected(name)["attributions"]
    for attribution in attributions:
        if attribution["nested_in"] is not None:
            outer = attributions[attribution["nested_in"]]["span"]
            assert outer[0] <= attribution["span"][0] <= attribution["span"][1] <= outer[1]
