"""`counterpoise assess` and `counterpoise profile` as a user runs them."""

import csv
import io
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
SALE = ("assess", "--what-if", "ARE:f-35", "--known-on", "2020-09-23", "--depth", "counts")


def schema(repository: Path, name: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(
        (repository / f"src/counterpoise/schemas/{name}.schema.json").read_text(encoding="utf-8")
    )
    return found


def test_the_quantity_not_stated_is_the_first_line(counterpoise: Run) -> None:
    done = counterpoise(*SALE)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0].endswith("it is assessed as scenarios of 12, 25 and 50.")
    assert "not a determination of the U.S. Government." in done.stdout.splitlines()[-1]


def test_json_fits_the_schema(counterpoise: Run, repository: Path) -> None:
    done = counterpoise(*SALE, "--format", "json", "--draws", "200")
    jsonschema.validate(json.loads(done.stdout), schema(repository, "assessment"))


def test_csv_names_rows_sources_and_grades(counterpoise: Run) -> None:
    done = counterpoise(*SALE, "--format", "csv", "--draws", "200")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert len(rows) > 500
    counted = [
        row for row in rows if row["actor"] == "ISR" and row["class_id"] == "fighter_5gen" and row["year"] == "2020"
    ]
    assert any("isr-01" in row["rows"] and "sipri-atd" in row["sources"] and row["grades"] for row in counted)


def test_figures_come_with_their_data(counterpoise: Run, tmp_path: Path) -> None:
    done = counterpoise(*SALE, "--draws", "200", "--figures", tmp_path / "figures")
    assert done.returncode == 0, done.stderr
    drawn = {path.stem for path in (tmp_path / "figures").glob("*.svg")}
    assert len(drawn) >= 4
    for ending in ("csv", "json"):
        assert {path.stem for path in (tmp_path / "figures").glob(f"*.{ending}")} == drawn


def test_another_actor_may_be_protected(counterpoise: Run) -> None:
    done = counterpoise(
        "assess",
        "--what-if",
        "IRN:su-27:24@RUS",
        "--protected",
        "ARE",
        "--known-on",
        "2020-09-23",
        "--draws",
        "200",
        "--depth",
        "counts",
    )
    assert done.returncode == 0, done.stderr
    assert "United Arab Emirates" in done.stdout


def test_a_case_of_the_casebook_is_assessed(counterpoise: Run, tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text(
        "WASHINGTON, Sept 23, 2020 - The United States plans to sell 24 F-35A fighter jets to the United Arab "
        "Emirates, two officials said.\n",
        encoding="utf-8",
    )
    read = counterpoise("dossier", report, "--no-model", "--published-on", "2020-09-23", "-o", tmp_path / "d.json")
    assert read.returncode == 0, read.stderr
    listed = json.loads(counterpoise("cases", "list", "--format", "json").stdout)
    cases = listed if isinstance(listed, list) else listed["cases"]
    done = counterpoise("assess", cases[0]["case_id"], "--draws", "200", "--depth", "counts")
    assert done.returncode == 0, done.stderr
    assert "24" in done.stdout
    assert "known on 2020-09-23" in done.stdout


def test_coverage_over_the_ledger_is_shown_with_reasons(counterpoise: Run, repository: Path) -> None:
    assert counterpoise("cases", "import", "ledger").returncode == 0
    found = json.loads(counterpoise("assess", "--coverage", "--format", "json").stdout)
    jsonschema.validate(found, schema(repository, "assessment"))
    assert found["n_cases"] > 150
    assert found["n_items"] == found["n_items_mapped"] + sum(found["outside"].values())
    assert 0.1 < found["n_cases_mapped"] / found["n_cases"] < 0.9
    assert "items map to a class" in counterpoise("assess", "--coverage").stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--what-if", "ARE"), "is no what-if"),
        (("--what-if", "ARE:starfighter-9"), "is an unknown system"),
        (("--what-if", "Atlantis:f-35a"), "is no actor of the profile"),
        (("--protected", "Atlantis"), "is no actor of the profile"),
        (("--known-on", "2025-01-01"), "--profile-anyway"),
        (("--profile", "nowhere"), "There is no profile"),
        (("--known-on", "yesterday"), "Write it as YYYY-MM-DD"),
        (("--scenarios", "twelve"), "Write it as 12,25,50"),
        (("no-such-case",), "no-such-case"),
        (("--depth", "usual", "--preset", "rosy"), "There is no assumption preset"),
        (("--depth", "usual", "--reach", "nowhere"), "There is no reach preset"),
        (("--depth", "usual", "--member", "oracle"), "There is no member"),
    ],
)  # fmt: skip
def test_bad_input_gets_a_message_and_no_traceback(counterpoise: Run, arguments: tuple[str, ...], says: str) -> None:
    done = counterpoise("assess", *arguments)
    assert done.returncode in (2, 4), done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_the_gap_is_the_first_sentence_when_the_profile_does_not_hold(counterpoise: Run) -> None:
    done = counterpoise(
        "assess",
        "--what-if",
        "ARE:f-35a:50",
        "--known-on",
        "2025-01-01",
        "--profile-anyway",
        "--draws",
        "200",
        "--depth",
        "counts",
    )
    assert done.stdout.startswith(
        "The profile middle-east-2020 holds from 2020-01-01 to 2021-06-30; 2025-01-01 lies after it"
    )


def test_profiles_are_listed_checked_copied_and_compared(counterpoise: Run, repository: Path, tmp_path: Path) -> None:
    shape = schema(repository, "profile")
    listed = json.loads(counterpoise("profile", "list", "--format", "json").stdout)
    jsonschema.validate(listed, shape)
    assert {row["name"] for row in listed} == {"middle-east-2020", "lake-region-example"}
    assert counterpoise("profile", "check", "middle-east-2020").returncode == 0
    mine = tmp_path / "mine"
    assert counterpoise("profile", "copy", "lake-region-example", mine).returncode == 0
    assert counterpoise("profile", "diff", "lake-region-example", mine).stdout == "No difference.\n"
    path = mine / "forces.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("20,24,26", "20,25,26"), encoding="utf-8")
    changed = json.loads(counterpoise("profile", "diff", "lake-region-example", mine, "--format", "json").stdout)
    jsonschema.validate(changed, shape)
    assert changed == [{"table": "forces", "row": "no-1", "column": "quantity_best", "before": "24", "after": "25"}]
    path.write_text(path.read_text(encoding="utf-8").replace("20,25,26", "30,25,26"), encoding="utf-8")
    broken = counterpoise("profile", "check", mine, "--format", "json")
    assert broken.returncode == 4
    jsonschema.validate(json.loads(broken.stdout), shape)
    again = counterpoise("profile", "copy", "lake-region-example", mine)
    assert again.returncode == 4
    assert "exists already" in again.stderr


def test_a_register_replaces_the_orders_of_the_actors_it_names(counterpoise: Run, tmp_path: Path) -> None:
    register = tmp_path / "register.csv"
    register.write_text(
        "Recipient,Supplier,Year of order,,Number ordered,,Weapon designation,Weapon description,Number delivered,,"
        "Year(s) of delivery,status,Comments\n"
        "United Arab Emirates,United States,2018,,4,,F-16E,fighter,4,,2019; 2020; 2021; 2022,New,\n"
        "United Arab Emirates,United States,2018,,4,,F-16E,fighter,4,,2019,New,\n",
        encoding="utf-8",
    )
    mine = tmp_path / "mine"
    done = counterpoise("profile", "copy", "middle-east-2020", mine, "--register", register)
    assert done.returncode == 0, done.stderr
    assert "nothing delivered after the holdings" in done.stderr
    with (mine / "deliveries.csv").open(encoding="utf-8") as file:
        orders = [row for row in csv.DictReader(file) if row["actor_id"] == "ARE"]
    assert [(row["class_id"], row["quantity_best"], row["first_year"], row["last_year"]) for row in orders] == [
        ("fighter_4gen", "2", "2021", "2022")
    ]
    assert counterpoise("profile", "check", mine).returncode == 0
