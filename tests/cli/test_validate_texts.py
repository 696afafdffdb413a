"""`counterpoise validate --texts`: scores of a folder, and facts gained and lost since a saved reading."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

Run = Callable[..., subprocess.CompletedProcess[str]]


def test_a_saved_reading_is_compared_fact_by_fact(counterpoise: Run, repository: Path, tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    notice = repository / "tests" / "documents" / "notices" / "unit_missing.txt"
    (texts / notice.name).write_bytes(notice.read_bytes())
    saved = tmp_path / "old.json"
    old = json.loads(counterpoise("read", "--format", "json", texts / notice.name).stdout)
    old[0]["transfers"][0]["total_usd"] = 5
    saved.write_text(json.dumps(old), encoding="utf-8")
    done = counterpoise("validate", "--texts", texts, "--against", saved)
    assert done.returncode == 0, done.stderr
    assert "1 facts moved since the saved reading" in done.stdout
    assert "transfer 1 total_usd: 5 -> 1070000000" in done.stdout


def test_the_comparison_has_a_json_form(counterpoise: Run, repository: Path) -> None:
    done = counterpoise("validate", "--texts", repository / "tests" / "documents" / "notices", "--format", "json")
    answer = json.loads(done.stdout)
    assert answer["texts"] > 30
    assert answer["changes"] is None


def test_a_folder_that_is_none_is_refused(counterpoise: Run, tmp_path: Path) -> None:
    done = counterpoise("validate", "--texts", tmp_path / "none")
    assert done.returncode == 4
    assert "Traceback" not in done.stderr


def test_news_texts_are_scored_by_part_and_phenomenon(counterpoise: Run, repository: Path) -> None:
    done = counterpoise("validate", "--texts", repository / "tests" / "documents" / "news", "--format", "json")
    answer = json.loads(done.stdout)
    assert answer["texts"] == 78
    assert set(answer["news"]) == {"tune", "check"}
    tune = answer["news"]["tune"]
    assert set(tune["scores"]["direct"]) == {"value", "right", "found", "expected"}
    assert "denial" in tune["by_phenomenon"]
    held_out = [miss for miss in answer["misses"] if "held-out part" in miss]
    assert len(held_out) == 1
    assert len(answer["misses"]) == len(tune["misses"]) + 1


def test_news_gained_and_lost_since_a_saved_reading(counterpoise: Run, repository: Path, tmp_path: Path) -> None:
    texts = tmp_path / "news"
    texts.mkdir()
    source = repository / "tests" / "documents" / "news"
    for name in ("metonymy_capitals.txt", "metonymy_capitals.expected.json"):
        (texts / name).write_bytes((source / name).read_bytes())
    (texts / "split.csv").write_text("name,part\nmetonymy_capitals,tune\n", encoding="utf-8")
    saved = tmp_path / "old.json"
    old = json.loads(counterpoise("read", "--no-model", "--format", "json", texts / "metonymy_capitals.txt").stdout)
    gone = old[0]["attributions"].pop()
    saved.write_text(json.dumps(old), encoding="utf-8")
    done = counterpoise("validate", "--texts", texts, "--against", saved)
    assert done.returncode == 0, done.stderr
    assert f"+ metonymy_capitals.txt: attribution: {gone['speaker'] + ': ' + gone['wording']!r}" in done.stdout


def test_a_news_folder_without_an_expectation_says_which_text_lacks_it(counterpoise: Run, tmp_path: Path) -> None:
    (tmp_path / "split.csv").write_text("name,part\nlonely,tune\n", encoding="utf-8")
    (tmp_path / "lonely.txt").write_text("The sale is off.", encoding="utf-8")
    done = counterpoise("validate", "--texts", tmp_path)
    assert done.returncode == 4
    assert "lonely.expected.json" in done.stderr
    assert "Traceback" not in done.stderr
