"""The dossier's files as a user gets them: formats, manifest, rerun, citations, what is refused."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

Run = Callable[..., CompletedProcess[str]]
QUICK = ("--quick", "--draws", "200", "--no-model")


@pytest.fixture
def report(tmp_path: Path, repository: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_bytes((repository / "examples/uae-2020/report.txt").read_bytes())
    return path


def test_a_run_is_made_again_to_the_byte(counterpoise: Run, report: Path, tmp_path: Path) -> None:
    first = counterpoise("dossier", report.name, *QUICK, "-o", "a.html", "-o", "a.json", "-o", "a.md")
    assert first.returncode == 0, first.stderr
    again = counterpoise("rerun", "a.manifest.json")
    assert again.returncode == 0, again.stdout + again.stderr
    assert re.findall(r"Same bytes: (\S+)", again.stdout) == ["a.html", "a.json", "a.md"]
    manifest = json.loads((tmp_path / "a.manifest.json").read_text(encoding="utf-8"))
    assert manifest["request"]["paths"] == ["report.txt"]


def test_a_run_whose_document_has_changed_is_not_made_again(counterpoise: Run, report: Path, tmp_path: Path) -> None:
    counterpoise("dossier", report.name, *QUICK, "-o", "a.json")
    report.write_text(report.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    again = counterpoise("rerun", "a.manifest.json")
    assert again.returncode == 4
    assert "bytes have changed" in again.stderr


def test_a_changed_output_is_told_from_the_run_that_the_manifest_records(
    counterpoise: Run, report: Path, tmp_path: Path
) -> None:
    counterpoise("dossier", report.name, *QUICK, "-o", "a.json")
    path = tmp_path / "a.manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["request"]["weighing"]["seed"] = 5
    path.write_text(json.dumps(manifest), encoding="utf-8")
    again = counterpoise("rerun", path.name, "-o", "b.json")
    assert again.returncode == 6
    assert "Not the same: a.json" in again.stdout
    moved = counterpoise("diff", "a.json", "b.json", "--format", "json")
    assert {cause for move in json.loads(moved.stdout)["moves"] for cause in move["because"]} <= {
        "draws and seed", "asked for or given"
    }  # fmt: skip


def test_references_are_written_for_reference_managers(counterpoise: Run, report: Path, tmp_path: Path) -> None:
    made = counterpoise("dossier", report.name, *QUICK, "--citation", "a.bib", "--citation", "a.ris", "--citation",
                        "a.csl.json")  # fmt: skip
    assert made.returncode == 0, made.stderr
    csl = json.loads((tmp_path / "a.csl.json").read_text(encoding="utf-8"))
    assert csl[0]["type"] == "report"
    assert csl[0]["author"] == [{"literal": "Counterpoise"}]
    assert csl[1]["issued"] == {"date-parts": [[2020, 11, 10]]}
    ris = (tmp_path / "a.ris").read_bytes().decode()
    assert ris.count("TY  - ") == ris.count("ER  - ") == len(csl)
    bib = (tmp_path / "a.bib").read_text(encoding="utf-8")
    assert bib.count("@misc{") == len(csl)
    assert bib.count("{") == bib.count("}")


@pytest.mark.parametrize("name", ["a.docx", "a", "nowhere/a.html"])
def test_a_name_that_cannot_be_written_is_refused_before_anything_is_read(
    counterpoise: Run, report: Path, tmp_path: Path, name: str
) -> None:
    made = counterpoise("dossier", report.name, "-o", name)
    assert made.returncode == 4
    assert name in made.stderr
    assert not (tmp_path / "casebook.sqlite").exists()


def test_nothing_to_read_is_refused_with_what_would_be_right(counterpoise: Run) -> None:
    made = counterpoise("dossier")
    assert made.returncode == 4
    assert "--region" in made.stderr


def test_the_region_without_a_transfer_has_a_dossier_of_its_own(counterpoise: Run, tmp_path: Path) -> None:
    made = counterpoise("dossier", "--region", "--profile", "lake-region-example", *QUICK, "-o", "lake.json")
    assert made.returncode == 0, made.stderr
    contents = json.loads((tmp_path / "lake.json").read_text(encoding="utf-8"))
    assert contents["cases"] == []
    assert contents["summary"][0]["text"].startswith("Lake region (invented), as known on")
    assert [part["letter"] for part in contents["parts"]] == ["B"]
