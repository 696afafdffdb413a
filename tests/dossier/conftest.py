"""One dossier made from the example notice, shared by the tests of its parts."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from counterpoise.dossier.contents import DossierContents
from counterpoise.pipeline.dossiers import DossierRequest, make_dossier

MOMENT = datetime(2020, 11, 12, 9, 0, tzinfo=UTC)


def dossier_of(*paths: Path, casebook: Path, known_on: str | None = None) -> DossierContents:
    """Make a dossier as the command does, at a fixed moment, by rules alone."""
    from datetime import date

    return make_dossier(
        DossierRequest(
            paths=[str(p) for p in paths], casebook=casebook, recorded_at=MOMENT, use_model=False,
            known_on=date.fromisoformat(known_on) if known_on else None,
        )
    )  # fmt: skip


@pytest.fixture(scope="session")
def example(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> DossierContents:
    """The dossier of both example documents."""
    folder = repository / "examples/uae-2020"
    return dossier_of(
        folder / "report.txt", folder / "notice.txt", casebook=tmp_path_factory.mktemp("book") / "cases.sqlite"
    )
