"""What tests share: where the data that may not be shipped lie, and a way to run the command line."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def repository() -> Path:
    """The repository's folder."""
    return REPOSITORY


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with texts and data that may not be shipped; skips the test where it is absent."""
    beside = REPOSITORY.parent / "shared"
    if not (beside / "data").is_dir():
        pytest.skip("needs the shared data folder beside the repository, which is not shipped")
    return beside


@pytest.fixture
def counterpoise(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run `counterpoise ARGUMENTS...` as a user would, in an empty folder and with a casebook of its own."""

    def run(*arguments: str | Path, cwd: Path = tmp_path) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {"COUNTERPOISE_CASEBOOK": str(tmp_path / "casebook.sqlite"), "NO_COLOR": "1"}
        return subprocess.run(
            [sys.executable, "-m", "counterpoise", *map(str, arguments)],
            capture_output=True, text=True, cwd=cwd, env=environment, timeout=120,
        )  # fmt: skip

    return run
