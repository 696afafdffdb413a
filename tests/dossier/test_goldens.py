"""Dossiers as they were read and found right: a changed number or word shows up as a line of a diff.

To accept a change after reading it: COUNTERPOISE_GOLDENS=write pytest tests/dossier/test_goldens.py, then `git diff`.
Drawings are left out (their data are in), and so is the manifest with the key made from it: it names the machine's
versions and the hash of every table. A note stands by its title, so that one more does not renumber the rest.
"""

import json
import os
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from difflib import unified_diff
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from counterpoise.dossier.as_html import render_html
from counterpoise.dossier.as_json import render_json
from counterpoise.dossier.contents import DossierContents
from counterpoise.pipeline.assessing import WeighingOptions
from counterpoise.pipeline.dossiers import DossierRequest, make_dossier

FOLDER = Path(__file__).parent / "goldens"
HIDDEN = {"picture", "style", "sup"}  # drawings, styles, numbers of notes
OF_THE_RUN = re.compile(r"(?<=<td class='mono'>).*|(?<=counterpoise-)[0-9a-f]{12}|(?<=run )[0-9a-f]{12}")
LEFT_OUT = {"svg", "narrow", "manifest"}
MOST_LINES = 60  # of a diff that a failure prints


@pytest.fixture(scope="module")
def lake() -> DossierContents:
    """The invented teaching region as it stands."""
    return make_dossier(
        DossierRequest(
            casebook=None, recorded_at=datetime(2026, 1, 1, tzinfo=UTC), known_on=date(2022, 6, 30), use_model=False,
            weighing=WeighingOptions(profile="lake-region-example", n_draws=200, depth="quick"),
        )
    )  # fmt: skip


def test_the_teaching_region_in_json(lake: DossierContents) -> None:
    held(FOLDER / "lake.json.txt", flattened(lake))


def test_the_teaching_region_in_html_by_section(lake: DossierContents) -> None:
    for name, lines in sections_of(lake).items():
        held(FOLDER / "lake" / f"{name}.html.txt", lines)


def test_the_example_of_2020_in_json(whole: DossierContents) -> None:
    held(FOLDER / "uae-2020.json.txt", flattened(whole))


def test_the_example_of_2020_in_html_by_section(example: DossierContents) -> None:
    for name, lines in sections_of(example).items():
        held(FOLDER / "uae-2020" / f"{name}.html.txt", lines)


def test_a_changed_number_is_one_line_of_the_difference(lake: DossierContents) -> None:
    before = flattened(lake)
    at = next(n for n, line in enumerate(before) if re.search(r"tables.*rows.*\d", line))
    after = [*before[:at], before[at] + "9", *before[at + 1 :]]
    told = [line for line in difference(before, after, "a") if line[:1] in "+-" and line[:3] not in ("+++", "---")]
    assert told == [f"-{before[at]}", f"+{before[at]}9"]


def held(path: Path, lines: list[str]) -> None:
    """Hold lines against the golden; write it instead where that is asked for."""
    lines = [OF_THE_RUN.sub("...", line) for line in lines]
    if os.environ.get("COUNTERPOISE_GOLDENS") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return
    assert path.is_file(), f"{path} is missing. Write it: COUNTERPOISE_GOLDENS=write pytest {__file__}"
    told = difference(path.read_text(encoding="utf-8").splitlines(), lines, path.name)
    more = [f"... and {len(told) - MOST_LINES} lines more"] if len(told) > MOST_LINES else []
    assert not told, "\n".join(["the dossier moved; read what did:", *told[:MOST_LINES], *more])


def difference(before: list[str], after: list[str], name: str) -> list[str]:
    return list(unified_diff(before, after, f"golden {name}", f"now {name}", lineterm="", n=1))


def flattened(contents: DossierContents) -> list[str]:
    """Give the JSON as one line a value, each with its path; a row of a table is one value."""
    held = json.loads(render_json(contents))
    titles = {note["number"]: note["title"] for note in held["notes"]}
    return list(_values(_titled(held, titles), ""))


def _titled(value: Any, titles: dict[int, str]) -> Any:
    """Put the titles of notes for their numbers, each once."""
    if isinstance(value, dict):
        return {key: _told(inner, titles) if key in ("notes", "source") else _titled(inner, titles)
                for key, inner in value.items() if key != "number"}  # fmt: skip
    return [_titled(inner, titles) for inner in value] if isinstance(value, list) else value


def _told(value: Any, titles: dict[int, str]) -> Any:
    if isinstance(value, int):
        return titles.get(value, value)
    if isinstance(value, list):
        told = [_told(inner, titles) for inner in value]
        return list(dict.fromkeys(told)) if all(isinstance(inner, str) for inner in told) else told
    return _titled(value, titles)


def _values(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in LEFT_OUT:
                yield from _values(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list) and value and all(isinstance(inner, dict | list) for inner in value):
        for n, inner in enumerate(value):
            yield from _values(inner, f"{path}[{_name_of(inner, n)}]")
    elif value not in ([], "", None):
        yield f"{path}: {json.dumps(value, ensure_ascii=False)}"


def _name_of(value: Any, n: int) -> str:
    """Name an entry by its id where it has one, so that one that moves in does not rename the rest."""
    return str(value.get("id") or value.get("letter") or n) if isinstance(value, dict) else str(n)


class _Sections(HTMLParser):
    """The page by section: a line a tag, a line a text, a line a row of a table; drawings and styles left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, list[str]] = {}
        self.open: list[str] = []
        self.hidden = 0
        self.row: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "section":
            self.open.append(dict(attrs).get("id") or f"section-{len(self.found)}")
        if tag in HIDDEN:
            self.hidden += 1
        elif not self.hidden:
            if tag == "tr":
                self.row = []
            self._line(f"<{tag}{''.join(f' {name}={value!r}' for name, value in attrs)}>")

    def handle_endtag(self, tag: str) -> None:
        if tag in HIDDEN:
            self.hidden -= 1
        if tag == "tr" and self.row is not None:
            line, self.row = " ".join(self.row), None
            self._line(line)
        if tag == "section":
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if not self.hidden and data.strip():
            self._line(" ".join(data.split()))

    def _line(self, line: str) -> None:
        if self.row is not None:
            self.row.append(line)
        elif self.open:
            self.found.setdefault(self.open[0], []).append(line)


def sections_of(contents: DossierContents) -> dict[str, list[str]]:
    """Give the page's lines by section."""
    parser = _Sections()
    parser.feed(render_html(contents))
    return parser.found
