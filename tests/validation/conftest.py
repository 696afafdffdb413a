"""What the tests of validation share: the record of battles, read once, and settings of a quick run."""

from pathlib import Path

import pytest

from counterpoise.validation.battles import Battles, load_battles
from counterpoise.validation.rows import Settings


@pytest.fixture(scope="session")
def data_dir(shared: Path) -> Path:
    """The folder with the data that may not be shipped."""
    return shared / "data"


@pytest.fixture(scope="session")
def battles(data_dir: Path) -> Battles:
    """CDB90, signs and all."""
    return load_battles(data_dir)


@pytest.fixture
def quick(tmp_path: Path) -> Settings:
    """Settings of a quick run without data."""
    return Settings(folder=tmp_path, seed=7, quick=True)
