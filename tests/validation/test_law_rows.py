"""The law's rows of the score card: all hold, a spoiled one misses by name, memory is never asserted."""

from pathlib import Path

import pytest

from counterpoise.validation import law
from counterpoise.validation.rows import ABSENT, HOLDS, MISSES, UNVERIFIED, Settings


def test_every_oracle_file_holds_and_memory_is_only_listed(quick: Settings) -> None:
    rows = law.law_rows(quick)
    assert {row.status for row in rows if not row.id.startswith("law_memory")} == {HOLDS}
    assert {row.status for row in rows if row.id.startswith("law_memory")} == {UNVERIFIED}
    assert len({row.id for row in rows}) == len(rows)


def test_a_spoiled_expectation_misses_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quick: Settings) -> None:
    folder = law.oracle_folder()
    assert folder is not None
    for name in (*law.TITLES, "from_memory"):
        text = (folder / f"{name}.yaml").read_text(encoding="utf-8")
        (tmp_path / f"{name}.yaml").write_text(text.replace("2020-12-10", "2020-12-11"), encoding="utf-8")
    monkeypatch.setattr(law, "oracle_folder", lambda: tmp_path)
    spoiled = {row.id: row for row in law.law_rows(quick)}
    assert spoiled["law_worked_cases"].status == MISSES
    assert "UAE F-35" in spoiled["law_worked_cases"].note
    assert spoiled["law_tracks"].status == HOLDS


def test_without_oracle_files_the_row_says_so(monkeypatch: pytest.MonkeyPatch, quick: Settings) -> None:
    monkeypatch.setattr(law, "oracle_folder", lambda: None)
    assert [row.status for row in law.law_rows(quick)] == [ABSENT]
