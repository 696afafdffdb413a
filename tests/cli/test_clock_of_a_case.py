"""`counterpoise clock CASE`: the facts come from the casebook and from nowhere else."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from counterpoise.errors import ExitCode

Run = Callable[..., subprocess.CompletedProcess[str]]
CASE = "are-2020-11-10-f-35a"


@pytest.fixture
def with_case(counterpoise: Run, repository: Path) -> Run:
    done = counterpoise("dossier", "--no-model", repository / "examples/uae-2020/notice.txt")
    assert done.returncode == ExitCode.OK, done.stderr
    return counterpoise


def test_the_clock_of_a_case_is_that_of_its_facts(with_case: Run) -> None:
    of_case = json.loads(with_case("clock", CASE, "--format", "json").stdout)
    bare = json.loads(
        with_case(
            "clock", "--purchaser", "ARE", "--total", "10.4e9", "--received-on", "2020-11-10", "--item", "F-35A",
            "--format", "json",
        ).stdout
    )  # fmt: skip
    for key in ("notification_required", "track", "review_days", "last_protected_day", "first_free_day"):
        assert of_case[key] == bare[key]
    assert of_case["qme_determination"]["parts"] == ["A", "B", "C", "D"]


def test_facts_beside_a_case_are_refused(with_case: Run) -> None:
    done = with_case("clock", CASE, "--total", "1bn")
    assert done.returncode == ExitCode.INVALID_INPUT
    assert "--total would contradict" in done.stderr


def test_neither_case_nor_facts_is_a_question_without_a_subject(counterpoise: Run) -> None:
    done = counterpoise("clock")
    assert done.returncode == ExitCode.USAGE
    assert "--purchaser" in done.stderr


def test_a_case_that_is_not_there_is_said_not_to_be_there(counterpoise: Run) -> None:
    done = counterpoise("clock", "no-such-case")
    assert done.returncode == ExitCode.INVALID_INPUT
    assert "no-such-case" in done.stderr


def test_on_a_day_before_receipt_the_case_has_no_clock(with_case: Run) -> None:
    done = with_case("clock", CASE, "--known-on", "2020-11-01", "--format", "json")
    assert done.returncode != ExitCode.OK or json.loads(done.stdout)["last_protected_day"] is None
    assert "Traceback" not in done.stderr
