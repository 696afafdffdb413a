"""Write every made page into a folder that is not kept in the repository."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from docs.made.commands import commands_page
from docs.made.data_files import data_files_page
from docs.made.schemas import schemas_page
from docs.made.score_card import score_card_page

FIGURES = Path(__file__).resolve().parents[1] / "figures" / "validate.json"


def _score_card() -> str:
    report = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.is_file() else None
    return score_card_page(report)


PAGES: Mapping[str, Callable[[], str]] = {
    "commands": commands_page,
    "data-files": data_files_page,
    "schemas": schemas_page,
    "score-card": _score_card,
}


def write_pages(folder: Path) -> None:
    """Write each page where it differs from what is there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        path, text = folder / f"{name}.md", page()
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
