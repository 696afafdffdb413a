"""`counterpoise read`: one answer for each file in file order, in three forms, and exit codes that tell."""

import csv
import io
import json
import subprocess
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import jsonschema
import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def notices(repository: Path) -> Path:
    """The folder of notices written for the tests."""
    return repository / "tests" / "documents" / "notices"


def test_json_is_one_array_in_file_order_that_fits_the_schema(counterpoise: Run, notices: Path, tmp_path: Path) -> None:
    names = ["unit_missing.txt", "release_of_2007.txt", "missing.txt", "alternatives.txt"]
    done = counterpoise("read", "--format", "json", "--why", *(notices / name for name in names))
    array = json.loads(done.stdout)
    assert [Path(answer["document"]["path"]).name for answer in array] == names
    schema = resources.files("counterpoise").joinpath("schemas/reading.schema.json").read_text(encoding="utf-8")
    jsonschema.Draft202012Validator(json.loads(schema)).validate(array)
    assert array[2]["error"]["code"] == "unreadable_document"
    assert done.returncode == 3


def test_why_adds_the_rule_behind_each_answer(counterpoise: Run, notices: Path) -> None:
    (plain,), (why,) = (
        json.loads(counterpoise("read", "--format", "json", *more, notices / "unit_missing.txt").stdout)
        for more in ((), ("--why",))
    )
    assert "because" not in plain["transfers"][0]
    assert "numbered fields" in why["transfers"][0]["because"]


def test_why_names_rule_words_and_model_for_each_attribution_and_transfer(counterpoise: Run, tmp_path: Path) -> None:
    text = tmp_path / "report.txt"
    text.write_text(
        "Yoweri Mbeke Okello said the United States would sell 20 F-35s to Poland.\n\n"
        "The sale will be signed in May, the Polish defence ministry announced.\n"
    )
    (why,) = json.loads(counterpoise("read", "--format", "json", "--why", text).stdout)
    page = counterpoise("read", "--why", text).stdout
    assert "'sell' (give verb)" in why["transfers"][0]["because"]
    assert "subject of 'sell': United States" in why["transfers"][0]["because"]
    assert why["attributions"]
    for said in why["attributions"]:
        assert said["because"]
        assert said["cue"]
        assert f"by “{said['cue']}”" in page
    assert all(transfer["because"] in " ".join(page.split()) for transfer in why["transfers"])
    if "names proposed by" in why["document"]["reader"]:
        named = next(a for a in why["attributions"] if a["speaker"] == "Yoweri Mbeke Okello")
        assert "the statistical model proposed" in named["because"]


def test_one_unreadable_file_alone_says_so_on_standard_error(counterpoise: Run, tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    done = counterpoise("read", "--format", "json", empty)
    assert json.loads(done.stdout)[0]["error"]["code"] == "unreadable_document"
    assert "is empty" in done.stderr
    assert done.returncode == 3


def test_csv_has_a_row_for_each_fact_and_warning(counterpoise: Run, notices: Path, tmp_path: Path) -> None:
    done = counterpoise("read", "--format", "csv", notices / "unit_missing.txt", tmp_path / "none.txt")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert {"purchaser", "total_usd", "item", "warning", "error"} <= {row["field"] for row in rows}
    text = (notices / "unit_missing.txt").read_text(encoding="utf-8")
    for row in rows:
        if row["start"] and row["field"] not in ("warning",):
            assert text[int(row["start"]) : int(row["end"])] == row["wording"]


def test_words_of_a_document_are_no_formula_in_a_spreadsheet(counterpoise: Run, notices: Path, tmp_path: Path) -> None:
    text = (notices / "unit_missing.txt").read_text(encoding="utf-8")
    odd = tmp_path / "odd.txt"
    odd.write_text(text.replace("Government of Belgium", "=HYPERLINK(1)"), encoding="utf-8")
    rows = csv.DictReader(io.StringIO(counterpoise("read", "--format", "csv", odd).stdout))
    cells = [cell for row in rows for cell in row.values() if cell]
    assert not any(cell.startswith("=") for cell in cells)
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)


def test_the_page_names_the_purchaser_the_values_and_the_warnings(counterpoise: Run, notices: Path) -> None:
    done = counterpoise("read", notices / "sum_that_does_not_add_up.txt")
    for words in (
        "Spain",
        "31-03",
        "total $230 million",
        "MDE $150 million",
        "sum_mismatch",
        "boilerplate, not scored",
    ):
        assert words in done.stdout


def test_why_on_the_page_quotes_the_words_with_their_offsets(counterpoise: Run, notices: Path) -> None:
    done = counterpoise("read", "--why", notices / "sum_that_does_not_add_up.txt")
    assert "total_usd: “$230 million” [" in done.stdout


def test_the_day_of_publication_can_be_given(counterpoise: Run, notices: Path) -> None:
    done = counterpoise("read", "--format", "json", "--published-on", "2031-04-01", notices / "release_of_2007.txt")
    assert json.loads(done.stdout)[0]["document"]["published_on"]["date"] == "2031-04-01"


def test_a_day_that_is_none_is_refused_with_the_right_form(counterpoise: Run, notices: Path) -> None:
    done = counterpoise("read", "--published-on", "1 April", notices / "release_of_2007.txt")
    assert done.returncode == 2
    assert "YYYY-MM-DD" in done.stderr


def test_a_file_name_that_is_no_utf8_stops_nothing(counterpoise: Run, notices: Path, tmp_path: Path) -> None:
    odd = tmp_path / b"n\xe9.txt".decode("utf-8", "surrogateescape")
    odd.write_bytes((notices / "unit_missing.txt").read_bytes())
    for form in ("json", "csv", "table"):
        done = counterpoise("read", "--format", form, odd)
        assert done.returncode == 0, done.stderr


def test_several_files_are_told_together(counterpoise: Run, tmp_path: Path) -> None:
    schema = json.loads(
        resources.files("counterpoise").joinpath("schemas/together.schema.json").read_text(encoding="utf-8")
    )
    said = "“The sale is good for the region and good for us,” Minister Amir Weld said on 10 November 2020.\n"
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(f"Jets for Bahrain in {name}\n\n{said}", encoding="utf-8")
    files = [str(tmp_path / name) for name in ("a.txt", "missing.txt", "b.txt")]
    ran = counterpoise("read", "--no-model", "--together", "--format", "json", *files)
    told = json.loads(ran.stdout)
    jsonschema.validate(told, schema)
    assert [event["on"]["date"] for event in told["timeline"]] == ["2020-11-10"]
    assert len(told["utterances"][0]["printed"]) == 2
    assert ran.returncode != 0
    assert "missing.txt does not exist" in ran.stderr
    page = counterpoise("read", "--no-model", "--together", files[0], files[2]).stdout
    assert "2020-11-10" in page
    assert "Said once, printed by several" in page
