"""The reference page is the data files, and nothing else."""

from pathlib import Path

from counterpoise.law.lawfiles import Interpretation, all_paths, load
from counterpoise.law.reference import page, unplaced


def test_the_page_in_the_repository_is_up_to_date(repository: Path) -> None:
    written = (repository / "docs" / "reference" / "law.md").read_text(encoding="utf-8")
    assert written == page(), "run: python -m counterpoise.law.reference docs/reference/law.md"


def test_every_law_file_stands_on_the_page() -> None:
    assert unplaced() == ()
    text = page()
    for path in all_paths():
        assert text.count(f"`{path}.yaml`") == 1


def test_every_reading_shows_its_choice_and_its_alternatives() -> None:
    text = page()
    for path in all_paths():
        file = load(path)
        if isinstance(file, Interpretation):
            assert f"- `{file.chosen}` (**chosen**)" in text
            assert all(f"- `{name}` (alternative)" in text for name in file.alternatives if name != file.chosen)
