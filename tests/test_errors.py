"""Error names and exit codes are one table, in code and in the docs."""

import re
from pathlib import Path

from counterpoise import errors
from counterpoise.errors import CounterpoiseError, ExitCode


def named_errors() -> list[type[CounterpoiseError]]:
    return [e for e in vars(errors).values() if isinstance(e, type) and issubclass(e, CounterpoiseError)]


def test_the_documented_exit_codes_are_those_of_the_code(repository: Path) -> None:
    page = (repository / "docs/reference/exit-codes.md").read_text(encoding="utf-8")
    documented = {int(code): name for code, name in re.findall(r"^\| (\d+) \| `(\w+)` \|", page, re.MULTILINE)}
    assert documented == {code.value: code.name for code in ExitCode}


def test_every_named_error_has_its_own_code_word_and_a_sentence() -> None:
    codes = [error.code for error in named_errors()]
    assert len(codes) == len(set(codes))
    assert all((error.__doc__ or "").strip().endswith(".") for error in named_errors())


def test_no_named_error_leaves_with_success() -> None:
    assert all(error.exit_code != ExitCode.OK for error in named_errors())
