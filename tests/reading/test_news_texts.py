"""The two sets for news are frozen, fit their texts and are split once (tests/documents/news*/ANNOTATION.md)."""

import csv
import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from counterpoise.vocabulary import words

DOCUMENTS = Path(__file__).resolve().parents[1] / "documents"
SETS = {"news": 78, "news_second": 60}  # and how many texts each has
NAMES = sorted(f"{path.parent.name}/{path.stem}" for name in SETS for path in (DOCUMENTS / name).glob("*.txt"))
KINDS = {"direct", "indirect", "mixed"}
STANCES = {"supports", "opposes", "conditional", "neutral", "unknown"}


def expected(name: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads((DOCUMENTS / f"{name}.expected.json").read_text(encoding="utf-8"))
    return answer


def text(name: str) -> str:
    return (DOCUMENTS / f"{name}.txt").read_bytes().decode("utf-8")


def table(folder: str, name: str) -> list[dict[str, str]]:
    with (DOCUMENTS / folder / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@cache
def known_ids() -> frozenset[str]:
    columns = [
        ("office_holders", "person_id"), ("offices", "office_id"), ("bodies", "body_id"), ("states", "code"),
        ("organisations", "org_id"), ("outlets", "outlet_id"),
    ]  # fmt: skip
    return frozenset(value for name, column in columns for value in words(name, column))


def test_there_are_at_least_sixty_texts_and_eight_about_no_transfer() -> None:
    for folder, count in SETS.items():
        assert sum(name.startswith(f"{folder}/") for name in NAMES) == count >= 60
    assert sum(not expected(name)["about_transfer"] for name in NAMES) >= 8


@pytest.mark.parametrize("folder", SETS)
def test_the_files_are_those_that_were_frozen(folder: str) -> None:
    frozen = {row["file"]: row["sha256"] for row in table(folder, "frozen.csv")}
    files = {path.name: path for path in (DOCUMENTS / folder).iterdir() if path.suffix in {".txt", ".json"}}
    assert set(frozen) == set(files)
    changed = [
        name for name, digest in frozen.items() if hashlib.sha256(files[name].read_bytes()).hexdigest() != digest
    ]
    assert changed == []


@pytest.mark.parametrize("folder", SETS)
def test_the_split_follows_the_names_and_covers_every_text(folder: str) -> None:
    split = {row["name"]: row["part"] for row in table(folder, "split.csv")}
    assert sorted(f"{folder}/{name}" for name in split) == [name for name in NAMES if name.startswith(f"{folder}/")]
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
    assert answer["name"] == name.partition("/")[2]
    assert answer["basis"] in {"invented", "public facts"}
    assert answer["phenomena"]
    assert answer["about_transfer"] == bool(answer["transfers"])
    assert set(answer["warnings"]) <= set(words("warnings", "code"))
    parties = {None, *words("states", "code"), *words("organisations", "org_id")}
    for transfer in answer["transfers"]:
        assert {transfer["supplier"], transfer["purchaser"]} <= parties
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
