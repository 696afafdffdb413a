"""What moved between two dossiers, and why: a cause is named only where the runs differ in it."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from counterpoise import schemas
from counterpoise.dossier.as_json import render_json
from counterpoise.dossier.contents import DossierContents
from counterpoise.dossier.contents_schema import differences_schema
from counterpoise.dossier.differences import UNEXPLAINED, as_json, differences, read_dossier
from counterpoise.errors import InvalidInput
from tests.dossier.conftest import dossier_of


def as_dict(contents: DossierContents) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(render_json(contents))
    return found


def test_nothing_moves_between_a_dossier_and_itself(example: DossierContents) -> None:
    assert differences(as_dict(example), as_dict(example)) == ()


def test_another_seed_moves_numbers_and_nothing_of_the_facts_or_the_law(
    example: DossierContents, repository: Path, tmp_path: Path
) -> None:
    folder = repository / "examples/uae-2020"
    other = dossier_of(folder / "report.txt", folder / "notice.txt", casebook=tmp_path / "c.sqlite", seed=7)
    moves = differences(as_dict(example), as_dict(other))
    sections = {move.section for move in moves}
    assert sections <= {"the run", "balance", "packages", "summary"}
    assert {cause for move in moves if move.section == "balance" for cause in move.because} == {"draws and seed"}


def test_a_further_document_moves_facts_and_clock(example: DossierContents, repository: Path, tmp_path: Path) -> None:
    alone = dossier_of(repository / "examples/uae-2020/report.txt", casebook=tmp_path / "c.sqlite")
    moves = differences(as_dict(alone), as_dict(example))
    received = [move for move in moves if move.section == "facts" and move.what.endswith("Received by Congress")]
    assert [(move.before, move.after, move.because) for move in received] == [
        ("not stated", "10 November 2020", ("documents",))
    ]


def test_a_change_that_nothing_recorded_explains_is_called_unexplained(example: DossierContents) -> None:
    before = as_dict(example)
    after = json.loads(json.dumps(before))
    after["cases"][0]["facts"][0]["value"] = "somebody else"
    [move] = differences(before, after)
    assert move.because == (UNEXPLAINED,)
    assert (move.section, move.after) == ("facts", "somebody else")


def test_the_published_schema_is_that_of_the_types_and_fits(example: DossierContents) -> None:
    assert schemas.load("differences") == differences_schema()
    after = as_dict(example)
    after["cases"][0]["stage"] = "withdrawn"
    document = json.loads(as_json(differences(as_dict(example), after)))
    jsonschema.validate(document, schemas.load("differences"))
    assert document["moves"] == [asdict(move) | {"because": list(move.because)} for move in differences(
        as_dict(example), after)]  # fmt: skip


@pytest.mark.parametrize("content", ["", "{", "[]", '{"kind": "something else"}'])
def test_a_file_that_is_no_dossier_is_refused_with_what_would_be_right(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"-o NAME\.json"):
        read_dossier(path)
