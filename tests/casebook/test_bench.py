"""The bench of the casebook runs on both engines, leaves nothing behind, and is honest about its bars."""

import json
import subprocess
from collections.abc import Callable

import pytest

from counterpoise.benches.casebook import BARS, held, measure
from counterpoise.casebook import open_casebook
from counterpoise.errors import InvalidInput
from tests.casebook.conftest import Clock, notice

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def test_a_small_world_is_measured_on_each_engine_at_two_sizes(where: str) -> None:
    report = measure(n_cases=20, n_asked=8, database=where if "://" in where else None)
    small, large = report["growth"]
    assert 0 < small["n_statements"] < large["n_statements"]
    assert large["n_documents"] == pytest.approx(50, abs=10)
    assert set(report["bars"]) == {name for name, *_ in BARS}
    if "://" in where:
        with open_casebook(where) as casebook:
            assert casebook.list_cases() == []


def test_a_database_that_holds_something_is_not_emptied(where: str, now: Clock) -> None:
    if "://" not in where:
        pytest.skip("a file is always a new one")
    with open_casebook(where) as casebook:
        casebook.add_readings([notice().reading()], recorded_at=now())
        with pytest.raises(InvalidInput, match="holds a casebook with 1 documents"):
            measure(n_cases=20, database=where)
        assert len(casebook.list_cases()) == 1


def test_a_bar_holds_below_a_time_and_above_a_rate() -> None:
    times = {name: {"p95_ms": bar - 1} for name, part, bar, _ in BARS if part}
    good = held({**times, "statements_a_second": 20_000})
    bad = held({**{name: {"p95_ms": bar} for name, part, bar, _ in BARS if part}, "statements_a_second": 19_999})
    assert all(row["holds"] for row in good.values())
    assert not any(row["holds"] for row in bad.values())


def test_the_command_takes_a_size_and_prints_json(counterpoise: Run) -> None:
    answer = counterpoise("bench", "casebook", "--size", "10", "--format", "json")
    assert answer.returncode == 0, answer.stderr
    assert [size["n_cases"] > 0 for size in json.loads(answer.stdout)["benches"]["casebook"]["growth"]] == [True, True]
    assert counterpoise("bench", "law", "--size", "10").returncode == 2
    assert counterpoise("bench", "casebook", "--figure", "x.svg").returncode == 2
    assert counterpoise("bench", "casebook", "--database", "a-file.sqlite").returncode == 2
