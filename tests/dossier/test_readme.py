"""The first screen that the README shows is the one that the first command prints."""

import re
from datetime import UTC, datetime
from pathlib import Path

from counterpoise.cli.dossier_page import first_screen
from counterpoise.pipeline.assessing import WeighingOptions
from counterpoise.pipeline.dossiers import DossierRequest, dossier_steps


def test_the_excerpt_of_the_readme_is_the_first_screen(repository: Path, tmp_path: Path) -> None:
    folder = repository / "examples/uae-2020"
    request = DossierRequest(
        paths=[str(folder / "report.txt"), str(folder / "notice.txt")], casebook=tmp_path / "c.sqlite",
        recorded_at=datetime(2026, 1, 1, tzinfo=UTC), use_model=False, weighing=WeighingOptions(),
    )  # fmt: skip
    printed = first_screen(next(dossier_steps(request)))
    shown = re.search(
        r"<!-- excerpt:demo -->\n```text\n(.*?)```\n<!-- /excerpt:demo -->",
        (repository / "README.md").read_text(encoding="utf-8"), flags=re.DOTALL,
    )  # fmt: skip
    assert shown is not None
    assert shown.group(1) == printed, f"Put into README.md between the marks:\n{printed}"
