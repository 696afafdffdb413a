"""`counterpoise cases` as a user runs it."""

import csv
import io
import json
import subprocess
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import jsonschema
import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def story(counterpoise: Run, repository: Path) -> Run:
    """Give the command with the 2020 story in its casebook."""
    answer = counterpoise("cases", "import", repository / "examples/uae-2020/life.json")
    assert answer.returncode == 0, answer.stderr
    return counterpoise


def test_the_ledger_comes_in_with_one_command(counterpoise: Run) -> None:
    answer = counterpoise("cases", "import", "ledger")
    assert "180 rows: 180 new, 0 known, 0 rejected" in answer.stdout
    answer = counterpoise("cases", "list", "--purchaser", "Saudi Arabia", "--min-usd", "10bn", "--format", "json")
    assert {line["purchaser"] for line in json.loads(answer.stdout)} == {"SAU"}


def test_an_empty_casebook_says_what_to_do(counterpoise: Run) -> None:
    answer = counterpoise("cases", "list")
    assert answer.returncode == 0
    assert "cases import ledger" in answer.stdout


def test_a_case_as_json_keeps_to_its_schema(story: Run) -> None:
    answer = story("cases", "show", "are-2020-11-10-f-35a", "--bundle", "--format", "json")
    schema = json.loads(resources.files("counterpoise.schemas").joinpath("case.schema.json").read_text())
    cases = json.loads(answer.stdout)
    assert len(cases) == 3
    jsonschema.validate(cases, schema)


def test_show_prints_the_page_with_sources(story: Run) -> None:
    answer = story("cases", "show", "are-2020-11-10-f-35a", "--known-on", "2020-12-09", "--why")
    assert "47 to 49, rejected" in answer.stdout
    assert "Not used: known only later" in answer.stdout
    assert "because " in answer.stdout


def test_search_marks_what_it_found(story: Run) -> None:
    answer = story("cases", "search", "qualitative", "military", "edge")
    assert "*qualitative* *military* *edge*" in answer.stdout


def test_a_word_with_a_hyphen_before_it_is_left_out(story: Run) -> None:
    def found(*words: str) -> list[str]:
        answer = story("cases", "search", *words, "--format", "csv")
        assert answer.returncode == 0, answer.stderr
        return [row["title"] for row in csv.DictReader(io.StringIO(answer.stdout))]

    assert "Votes of 9 December" in found("sale") + found("drones")
    assert "Votes of 9 December" not in found("sale", "-senate")
    assert found("edge", "-senate", "--limit", "3")


def test_a_case_whose_row_lists_nothing_is_not_named_after_the_row(counterpoise: Run) -> None:
    counterpoise("cases", "import", "ledger")
    lines = json.loads(counterpoise("cases", "list", "--format", "json").stdout)
    assert not [line["title"] for line in lines if "Ledger" in line["title"]]
    assert "United Arab Emirates: items not stated, transmittal 25-70" in [line["title"] for line in lines]


def test_a_correction_merge_and_split_are_signed_and_revoked(story: Run) -> None:
    signed = ("--by", "J. Doe", "--because", "a test")
    answer = story("cases", "edit", "are-2020-11-10-f-35a", "total_usd", "11bn", *signed)
    document = answer.stdout.split()[-1]
    assert '"value": 11000000000' in story("cases", "show", "are-2020-11-10-f-35a", "--format", "json").stdout
    assert story("cases", "edit", "are-2020-11-10-f-35a", "--revoke", document, *signed).returncode == 0
    merged = story("cases", "merge", "are-2020-11-10-f-35a", "are-2020-11-10-mq-9b", *signed)
    assert merged.stdout.startswith("Decision 1")
    assert story("cases", "edit", "are-2020-11-10-f-35a", "--revoke", "1", *signed).returncode == 0
    told = story("cases", "history", "are-2020-11-10-f-35a", "--format", "csv").stdout
    what = [row["what"] for row in csv.DictReader(io.StringIO(told))]
    assert {"corrected", "reading_superseded", "merge", "revoked"} <= set(what)


@pytest.mark.parametrize("name", ["x.jsonl", "x.zip", "x.sqlite", "x.json", "x.ris", "x.bib"])
def test_export_writes_each_format_by_its_name(story: Run, tmp_path: Path, name: str) -> None:
    answer = story("cases", "export", "-o", tmp_path / name, "--purchaser", "ARE")
    assert answer.returncode == 0, answer.stderr
    assert (tmp_path / name).stat().st_size > 100


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("show", "nowhere"), 4, "has no case 'nowhere'"),
        (("import", "nowhere.csv"), 4, "cannot be read"),
        (("export", "-o", "x.doc"), 4, "says no format"),
        (("list", "--stage", "sold"), 4, "is no stage"),
        (("list", "--purchaser", "Ruritania"), 4, "neither a state nor an organisation"),
        (("search", "-x"), 2, ""),
        (("edit", "x", "--by", "a", "--because", "b"), 2, "one of them"),
        (("merge", "a", "b"), 2, "--by"),
        (("--casebook", "/proc/nothing/c.sqlite", "list"), 8, "cannot be made"),
    ],
)
def test_a_mistake_has_a_message_and_an_exit_code(
    counterpoise: Run, arguments: tuple[str, ...], code: int, message: str
) -> None:
    answer = counterpoise("cases", *arguments)
    assert answer.returncode == code, answer.stderr
    assert message in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_cell_that_a_spreadsheet_would_run_is_made_plain(counterpoise: Run, tmp_path: Path) -> None:
    entry = {"document": {"text": "The sale to ARE of =cmd()", "kind": "fact_note", "grade": "secondary",
                          "title": "=HYPERLINK(1)"},
             "statements": [{"field": "purchaser", "value": "ARE", "wording": "ARE", "transfer": "t1"}]}  # fmt: skip
    (tmp_path / "h.json").write_text(json.dumps([entry]))
    counterpoise("cases", "import", tmp_path / "h.json")
    answer = counterpoise("cases", "search", "sale", "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(answer.stdout))
    assert row["title"] == "'=HYPERLINK(1)"
