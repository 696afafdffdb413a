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
