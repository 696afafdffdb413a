"""One dossier made from the example notice, shared by the tests of its parts."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from counterpoise.dossier.contents import DossierContents
from counterpoise.pipeline.assessing import WeighingOptions
from counterpoise.pipeline.dossiers import DossierRequest, make_dossier

MOMENT = datetime(2020, 11, 12, 9, 0, tzinfo=UTC)


def request_of(*paths: Path, casebook: Path, known_on: str | None = None, **weighing: Any) -> DossierRequest:
    """Ask for a dossier at a fixed moment, by rules alone; quick and with few draws unless told otherwise."""
    return DossierRequest(
        paths=[str(p) for p in paths], casebook=casebook, recorded_at=MOMENT, use_model=False,
        known_on=date.fromisoformat(known_on) if known_on else None,
        weighing=replace(WeighingOptions(depth="quick", n_draws=200), **weighing),
    )  # fmt: skip


def dossier_of(*paths: Path, casebook: Path, known_on: str | None = None, **weighing: Any) -> DossierContents:
    """Make a dossier as the command does."""
    return make_dossier(request_of(*paths, casebook=casebook, known_on=known_on, **weighing))


@pytest.fixture(scope="session")
def whole(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> DossierContents:
    """The dossier of both example documents with everything that the usual depth weighs."""
    folder = repository / "examples/uae-2020"
    book = tmp_path_factory.mktemp("book") / "cases.sqlite"
    return dossier_of(folder / "report.txt", folder / "notice.txt", casebook=book, depth="usual")


@pytest.fixture(scope="session")
def example(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> DossierContents:
    """The dossier of both example documents."""
    folder = repository / "examples/uae-2020"
    return dossier_of(
        folder / "report.txt", folder / "notice.txt", casebook=tmp_path_factory.mktemp("book") / "cases.sqlite"
    )
