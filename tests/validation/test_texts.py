"""Scores of a folder against its index, and facts gained and lost since a saved reading."""

import json
import shutil
from pathlib import Path

import pytest

from counterpoise.errors import InvalidInput
from counterpoise.reading.documents import load_document
from counterpoise.reading.readings import read_document
from counterpoise.validation.texts import report

INDEX = "file,source_url,kind,purchaser,date,transmittal,total_usd,mde_usd,items\n"
NAMES = (
    "unit_missing.txt",
    "two_quantities_in_one_line.txt",
    "classification_marks_and_two_notices_under_one_number.txt",
)
STINGERS = (
    "720 x Stinger missiles for exclusive use on vehicle-based Avenger systems;"
    "20 x Product Verification Flight Test (PVFT) munitions"
)
TWO = "[Portugal] 2 x MQ-9 Block 5 aircraft;[Poland] 48 x AIM-9X Sidewinder Block II+ Tactical Missiles"


@pytest.fixture
def folder(repository: Path, tmp_path: Path) -> Path:
    """Three notices written for the tests, in a folder of their own."""
    for name in NAMES:
        shutil.copy(repository / "tests" / "documents" / "notices" / name, tmp_path / name)
    return tmp_path


@pytest.fixture
def indexed(folder: Path) -> Path:
    """The folder with a true index."""
    rows = [
        f"{NAMES[0]},,fr_36b1,Belgium,2031-02-04,31-02,1070000000,0,",
        f"{NAMES[1]},,fr_36b1,Egypt,2031-02-18,31-11,740000000,720000000,{STINGERS}",
        f"{NAMES[2]},,fr_36b1,Portugal;Poland,2031-02-12,31-08,150000000;25000000,100000000;20000000,{TWO}",
    ]
    (folder / "index.csv").write_text(INDEX + "\n".join(rows) + "\n", encoding="utf-8")
    return folder


def save(folder: Path) -> Path:
    """Save the readings as `read --format json` prints them."""
    array = [read_document(load_document(path)).as_json() for path in sorted(folder.glob("*.txt"))]
    saved = folder / "saved.json"
    saved.write_text(json.dumps(array), encoding="utf-8")
    return saved


def test_a_true_index_gives_full_marks(indexed: Path) -> None:
    scores = report(indexed)
    assert {name: tally.f1 for name, tally in scores.tallies.items()} == dict.fromkeys(scores.tallies, 1.0)
    assert (scores.n_wholly_right, scores.misses) == (3, [])


def test_a_wrong_row_is_a_miss_by_field_and_text(indexed: Path) -> None:
    index = indexed / "index.csv"
    index.write_text(
        index.read_text(encoding="utf-8").replace("740000000", "750000000").replace("48 x", "49 x"), "utf-8"
    )
    scores = report(indexed)
    assert scores.n_wholly_right == 1
    assert [miss.split(": ")[1] for miss in scores.misses] == ["total_usd", "items"]
    assert scores.tallies["items"].right == 3


def test_nothing_moves_against_a_reading_of_the_same_version(folder: Path) -> None:
    assert report(folder, save(folder)).changes == []


def test_each_fact_that_moved_is_told_with_its_text_and_place(folder: Path) -> None:
    saved = save(folder)
    old = json.loads(saved.read_text(encoding="utf-8"))
    by_name = {Path(reading["document"]["path"]).name: reading for reading in old}
    by_name[NAMES[0]]["transfers"][0]["total_usd"] = 1
    by_name[NAMES[1]]["transfers"][0]["items"].pop(0)
    by_name[NAMES[1]]["warnings"] = []
    by_name[NAMES[1]]["transfers"][0]["mde_usd"] = None
    saved.write_text(json.dumps(old), encoding="utf-8")
    answer = report(folder, saved)
    moved = {(c.file, c.where, c.old is None, c.new is None) for c in answer.changes or ()}
    assert moved == {
        (NAMES[0], "transfer 1 total_usd", False, False),
        (NAMES[1], "transfer 1 item", True, False),
        (NAMES[1], "warning", True, False),
        (NAMES[1], "transfer 1 mde_usd", True, False),
    }
    assert "~ unit_missing.txt: transfer 1 total_usd: 1 -> 1070000000" in answer.as_table()
    assert json.loads(json.dumps(answer.as_json()))["changes"]


def test_a_text_that_is_gone_loses_its_facts(folder: Path) -> None:
    saved = save(folder)
    (folder / NAMES[0]).unlink()
    lost = [c for c in report(folder, saved).changes or () if c.file == NAMES[0]]
    assert lost
    assert all(change.new is None for change in lost)


@pytest.mark.parametrize("content", ["no json", "{}", "[1]", '[{"document": {}}]'])
def test_a_file_that_is_no_saved_reading_is_refused_by_name(folder: Path, content: str) -> None:
    saved = folder / "saved.json"
    saved.write_text(content, encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"saved\.json"):
        report(folder, saved)


def test_a_folder_without_texts_and_an_index_without_its_columns_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="holds no texts"):
        report(tmp_path)
    with pytest.raises(InvalidInput, match="no folder"):
        report(tmp_path / "none")
    (tmp_path / "index.csv").write_text("file,kind\na.txt,fr_36b1\n", encoding="utf-8")
    with pytest.raises(InvalidInput, match="lacks the columns"):
        report(tmp_path)
