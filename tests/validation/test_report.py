"""The score card as a whole: rows without data, the page, the commands."""

import csv
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from counterpoise.validation.news_scored import SECTION as NEWS
from counterpoise.validation.page import draw_curve, render_page, sceptic_view
from counterpoise.validation.report import Report, run
from counterpoise.validation.rows import ABSENT, HOLDS, MISSES, Curve, Row, Settings

Run = Callable[..., subprocess.CompletedProcess[str]]


def _report(*rows: Row) -> Report:
    return Report(
        version="0",
        run_on="2026-01-01",
        seed=1,
        quick=True,
        seconds=1.0,
        section_seconds={},
        abouts={},
        rows=rows,
        data=(),
    )


def test_a_run_without_data_says_of_each_section_where_to_get_them(quick: Settings) -> None:
    report = run(quick, run_on="2026-01-01")
    absent = [row for row in report.rows if row.status == ABSENT]
    assert len(absent) == 11
    assert all("counterpoise data get" in row.note for row in absent)
    assert report.count(HOLDS) > 70
    # The news rows need no data and are measured here; whether they hold is theirs to say (test_news_scores.py).
    assert [row.id for row in report.rows if row.status == MISSES and row.section != NEWS] == []
    json.loads(report.as_json())
    assert "The case that such models are worthless" in render_page(report)


def test_a_spoiled_file_is_a_row_that_says_so_and_no_crash(data_dir: Path, tmp_path: Path) -> None:
    (tmp_path / "cdb90").mkdir()
    for path in (data_dir / "cdb90").glob("*.csv"):
        if path.name not in ("battles_signed.csv", "CDB90-patched-wide.csv"):
            shutil.copyfile(path, tmp_path / "cdb90" / path.name)
    rows = run(Settings(folder=tmp_path, seed=1, quick=True), run_on="2026-01-01").rows
    refused = [row for row in rows if row.section.startswith("Battles")]
    assert {row.status for row in refused} == {MISSES}
    assert all("lost its negative codes" in row.note for row in refused)


def test_the_sceptic_s_sentences_carry_this_run_s_numbers() -> None:
    report = _report(
        Row(id="larger_wins", section="s", title="t", figure=0.602),
        Row(id="attacker_always", section="s", title="t", figure=0.6466),
    )
    sentences = sceptic_view(report)
    assert "60.2 %" in sentences[0]
    assert "64.7 %" in sentences[0]
    assert len(sentences) == 2  # the others' rows are absent and nothing is made up


def test_markup_in_a_row_stays_text() -> None:
    page = render_page(_report(Row(id="x", section="s", title="<script>alert(1)</script>", note="a & b")))
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_a_page_asks_for_nothing_outside_itself() -> None:
    page = render_page(_report(Row(id="x", section="s", title="t", figure=-0.5, interval=(-0.6, -0.4))))

    found: list[str] = []

    class Links(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.extend(value or "" for name, value in attrs if name in ("src", "href"))

    Links().feed(page)
    assert found
    assert all(link.startswith("#") for link in found)
    assert "\N{MINUS SIGN}0.500" in page


def test_a_reliability_diagram_says_its_numbers_in_words_too() -> None:
    curve = Curve(title="any", forecast=(0.4,), observed=(0.5,), low=(0.3,), high=(0.7,), count=(10,))
    drawing = draw_curve(curve)
    assert drawing.count("<circle") == 1
    assert "forecast 0.40, came true 0.50" in drawing


def test_the_command_writes_a_page_and_json_where_no_data_are(counterpoise: Run, tmp_path: Path) -> None:
    done = counterpoise("validate", "--quick", "--json", "--data-dir", tmp_path, "-o", "page.html")
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert document["summary"]["data absent"] == 11
    assert document["seed"] == 20260630
    assert "<h1>What history supports</h1>" in (tmp_path / "page.html").read_text()


def test_against_without_texts_is_refused(counterpoise: Run) -> None:
    done = counterpoise("validate", "--against", "old.json")
    assert done.returncode == 2
    assert "--texts" in done.stderr


def test_texts_are_scored_by_the_same_command(counterpoise: Run, shared: Path) -> None:
    done = counterpoise("validate", "--texts", shared / "data" / "notices", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["texts"] > 50


def test_data_get_without_a_folder_says_where_to_get_it(counterpoise: Run) -> None:
    done = counterpoise("data", "get", "cdb90")
    assert done.returncode == 0
    assert "github.com/jrnold/CDB90" in done.stdout


def test_data_get_copies_and_check_agrees(counterpoise: Run, shared: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    assert counterpoise("data", "get", "wars", shared / "data" / "disputes", "--data-dir", folder).returncode == 0
    done = counterpoise("data", "check", "wars", "--data-dir", folder, "--format", "csv")
    assert done.returncode == 0
    assert [row["state"] for row in csv.DictReader(done.stdout.splitlines())] == ["as measured"] * 2


def test_data_check_of_an_empty_folder_leaves_with_the_code_of_absent_data(counterpoise: Run, tmp_path: Path) -> None:
    assert counterpoise("data", "check", "disputes", "--data-dir", tmp_path).returncode == 7


def test_data_list_is_machine_readable(counterpoise: Run) -> None:
    rows = json.loads(counterpoise("data", "list", "--format", "json").stdout)
    assert {row["name"] for row in rows} == {"cdb90", "disputes", "dispute_record", "wars", "notices"}


@pytest.mark.slow
def test_the_quick_run_ends_within_a_minute_and_misses_only_the_bars_it_is_known_to_miss(data_dir: Path) -> None:
    report = run(Settings(folder=data_dir, seed=20260630, quick=True), run_on="2026-01-01")
    misses = {row.id for row in report.rows if row.status == MISSES and row.section != NEWS}
    # The last two are misses of the quick run alone: five folds, and learners that weigh the same.
    assert misses == {"outcome_log_loss", "outcome_auc", "doe1_best", "doe1_own"}
    assert not re.search("NaN|Infinity", report.as_json())
    assert report.seconds < 120  # a minute on two idle cores; the suite shares them
