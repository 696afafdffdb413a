"""What a broken profile gets: every slip named by file, row and remedy, before any number appears."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterpoise.balance.profile import find_problems, load_profile
from counterpoise.balance.profile_folders import copy_profile
from counterpoise.errors import InvalidInput, NothingFound

Edit = Callable[[list[dict[str, str]]], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the teaching profile to break."""
    return copy_profile("lake-region-example", tmp_path / "region")


def change(folder: Path, table: str, edit: Edit) -> None:
    """Rewrite one table of a profile."""
    path = folder / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows, columns = list(reader), list(reader.fieldnames or ())
    edit(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


SLIPS = yaml.safe_load((Path(__file__).parents[1] / "oracles/profiles/slips.yaml").read_text(encoding="utf-8"))


def applied(edit: dict[str, Any]) -> Edit:
    """Give the edit that a slip of the oracle file describes."""

    def edit_rows(rows: list[dict[str, str]]) -> None:
        if "drop" in edit:
            ((column, value),) = edit["drop"].items()
            rows[:] = [row for row in rows if row[column] != value]
        elif "add" in edit:
            rows.append({**dict.fromkeys(rows[0], ""), **edit["add"]})
        elif "remove_row" in edit:
            rows.pop(edit["remove_row"])
        elif "update" in edit:
            ((column, value),) = edit["update"].items()
            next(row for row in rows if row[column] == value).update(edit["cells"])
        else:
            rows[edit["row"]][edit["column"]] = edit["value"]

    return edit_rows


@pytest.mark.parametrize("slip", SLIPS, ids=[slip["name"] for slip in SLIPS])
def test_a_slip_is_named_with_its_remedy(folder: Path, slip: dict[str, Any]) -> None:
    change(folder, slip["table"], applied(slip["edit"]))
    told = [str(problem) for problem in find_problems(folder)]
    assert any(slip["says"] in one and slip["remedy"] in one for one in told), told
    with pytest.raises(InvalidInput) as caught:
        load_profile(folder)
    assert slip["says"] in caught.value.message


def test_a_total_below_its_parts_is_named(folder: Path) -> None:
    change(folder, "forces", lambda rows: rows[13].update(quantity_low="50", quantity_best="90", quantity_high="100"))
    assert any("the total, at most 100, is below its parts, at least 200" in str(p) for p in find_problems(folder))


def test_a_prior_outside_its_guards_is_refused(folder: Path) -> None:
    def everybody_fights(rows: list[dict[str, str]]) -> None:
        for row in rows:
            if row["parameter"].startswith("posture."):
                row.update(value="5", range_high="9")

    change(folder, "prior", everybody_fights)
    assert any("expected size of a coalition" in str(p) and "widen the guard" in str(p) for p in find_problems(folder))


@pytest.mark.parametrize("table", ["forces", "actors", "profile", "bands"])
@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00nonsense", b"a,b\n1,2\n", b'"unclosed\n', b"\x00\x00"])
def test_any_bytes_in_a_table_give_problems_and_no_traceback(folder: Path, table: str, data: bytes) -> None:
    (folder / f"{table}.csv").write_bytes(data)
    problems = find_problems(folder)
    assert any(problem.file == f"{table}.csv" for problem in problems)


def test_a_missing_file_says_which_header_it_needs(folder: Path) -> None:
    (folder / "access.csv").unlink()
    assert any("the file is missing" in str(p) and "land_border" in str(p) for p in find_problems(folder))


def test_a_row_with_too_few_cells_says_how_many_it_needs(folder: Path) -> None:
    with (folder / "access.csv").open("a", encoding="utf-8") as file:
        file.write("norland,southmark\n")
    assert any("it has 2 cells" in str(p) for p in find_problems(folder))


def test_an_unknown_profile_says_which_there_are() -> None:
    with pytest.raises(NothingFound, match="middle-east-2020"):
        load_profile("no-such-region")


def test_many_problems_are_counted_and_the_first_twenty_shown(folder: Path) -> None:
    def break_all(rows: list[dict[str, str]]) -> None:
        for row in rows:
            row["unit"], row["grade"] = "", "hearsay"

    change(folder, "forces", break_all)
    with pytest.raises(InvalidInput) as caught:
        load_profile(folder)
    assert "problems; nothing was computed" in caught.value.message
    assert "more: counterpoise profile check" in caught.value.message
    assert len(caught.value.message.splitlines()) == 22


TABLES = {
    path.stem: path.read_text(encoding="utf-8").splitlines()
    for path in (Path(__file__).parents[2] / "src/counterpoise/profiles/lake-region-example").glob("*.csv")
}
ODD_CELLS = st.one_of(
    st.sampled_from(
        ["", "0", "-1", "1e999", "nan", "2020-13-45", "<script>", "'; drop table", "|", "norland", "A", "x" * 5000]
    ),
    st.text(max_size=20),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(TABLES)), st.data())
def test_any_cell_may_hold_anything(tmp_path_factory: pytest.TempPathFactory, table: str, data: st.DataObject) -> None:
    """A profile with one odd cell loads, or is refused by name; it never ends in a traceback."""
    folder = tmp_path_factory.mktemp("odd") / "region"
    copy_profile("lake-region-example", folder)

    def edit(rows: list[dict[str, str]]) -> None:
        row = rows[data.draw(st.integers(0, len(rows) - 1))]
        row[data.draw(st.sampled_from(sorted(row)))] = data.draw(ODD_CELLS)

    change(folder, table, edit)
    problems = find_problems(folder)
    if problems:
        with pytest.raises(InvalidInput):
            load_profile(folder)
    else:
        load_profile(folder)
