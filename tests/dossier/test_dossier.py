"""The dossier of the examples: what it says, that each number leads to its source, that it opens offline."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import jsonschema
import pytest

from counterpoise import schemas
from counterpoise.dossier.as_html import environment, render_html
from counterpoise.dossier.as_json import render_json
from counterpoise.dossier.contents import DISCLAIMER, DossierContents
from counterpoise.dossier.contents_schema import dossier_schema
from counterpoise.dossier.sentences import wordings
from tests.dossier.conftest import dossier_of

SOURCE = Path(__file__).resolve().parents[2] / "src/counterpoise/dossier"


def test_the_published_schema_is_made_from_the_contents() -> None:
    assert schemas.load("dossier") == dossier_schema()


def test_the_json_of_the_example_fits_its_schema(example: DossierContents) -> None:
    jsonschema.validate(json.loads(render_json(example)), schemas.load("dossier"))


def test_the_summary_says_what_is_proposed_and_when_the_review_ends(example: DossierContents) -> None:
    said = " ".join(s.text for s in example.summary)
    assert "up to 50 F-35A" in said
    assert "$10.4 billion" in said
    assert "Thursday 10 December 2020" in said
    assert "parts (A) to (D)" in said


def test_the_summary_has_at_most_five_sentences(example: DossierContents) -> None:
    assert 1 <= len(example.summary) <= 5


def test_both_documents_belong_to_the_case_of_the_aircraft(example: DossierContents) -> None:
    [case] = [c for c in example.cases if any("F-35A" in i.system for i in c.items)]
    cited = {example.notes[n - 1].title for f in case.facts for n in f.notes}
    assert {"State Department notifies Congress of F-35 sale to the United Arab Emirates"} < cited


def test_nothing_is_titled_a_determination(example: DossierContents) -> None:
    assert "etermination" not in example.title
    assert DISCLAIMER in render_html(example)


def test_every_reference_leads_to_a_note_and_every_note_is_referred_to(example: DossierContents) -> None:
    page = render_html(example)
    targets = set(re.findall(r'<li id="note-(\d+)"', page))
    links = set(re.findall(r'href="#note-(\d+)"', page))
    assert targets == links == {str(n.number) for n in example.notes}


def test_every_internal_link_has_its_target(example: DossierContents) -> None:
    page = render_html(example)
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(re.findall(r'\bid="([^"]+)"', page))


def test_ids_are_unique(example: DossierContents) -> None:
    ids = re.findall(r'\bid="([^"]+)"', render_html(example))
    assert len(ids) == len(set(ids))


def test_the_page_makes_no_request(example: DossierContents) -> None:
    found: list[str] = []

    class Requests(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            for name, value in attrs:
                inside = (value or "").startswith(("#", "data:"))
                fetches = name in ("src", "srcset", "action", "href", "poster", "background")
                if (fetches and not inside) or tag in ("link", "script", "iframe", "object", "embed", "form"):
                    found.append(f"{tag} {name}={value}")

    Requests().feed(render_html(example))
    assert found == []
    assert "url(" not in (SOURCE / "templates/style.css").read_text(encoding="utf-8")


def test_the_same_input_gives_the_same_bytes(repository: Path, tmp_path: Path, example: DossierContents) -> None:
    folder = repository / "examples/uae-2020"
    again = dossier_of(folder / "report.txt", folder / "notice.txt", casebook=tmp_path / "again.sqlite")
    assert render_html(again) == render_html(example)
    assert render_json(again) == render_json(example)


def test_markup_in_a_text_is_shown_as_text(tmp_path: Path) -> None:
    path = tmp_path / "hostile.txt"
    path.write_text(
        'Sale of F-35 to the UAE\n\n"We support <script>alert(1)</script> the sale of F-35 aircraft to the UAE," '
        "Donald Trump said on Tuesday.\n",
        encoding="utf-8",
    )
    page = render_html(dossier_of(path, casebook=tmp_path / "c.sqlite"))
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_facts_learnt_after_known_on_stand_in_a_box_of_their_own(repository: Path, tmp_path: Path) -> None:
    contents = dossier_of(
        repository / "examples/uae-2020/report.txt", casebook=tmp_path / "c.sqlite", known_on="2020-10-01"
    )
    said = " ".join(s.text for s in contents.summary)
    assert "10.4 billion" not in said
    assert "formally notified" not in said


def test_a_text_about_no_transfer_says_so_and_keeps_its_attributions(tmp_path: Path) -> None:
    path = tmp_path / "other.txt"
    path.write_text(
        'Harvest festival opens\n\n"We are glad to see so many people here," Mayor Jane Doe said.\n', encoding="utf-8"
    )
    contents = dossier_of(path, casebook=tmp_path / "c.sqlite")
    assert contents.cases == ()
    assert contents.summary[0].id == "no_transfer"
    assert len(contents.positions) == 1


def test_every_wording_is_used_and_every_used_wording_exists() -> None:
    code = "".join(p.read_text(encoding="utf-8") for p in SOURCE.glob("*.py"))
    used = set(re.findall(r"fill\(\s*f?[\"']([a-z_{}\.\(\)]+)[\"']", code))
    used |= set(re.findall(r'key = "(\w+)"', code))
    used |= set(re.findall(r'"((?:clock|this|determination)_\w+)"', code))
    patterns = [re.compile(re.sub(r"\{[^}]*\}", r"\\w+", name) + "$") for name in used]
    unused = [key for key in wordings() if not any(p.match(key) for p in patterns)]
    assert unused == []


@pytest.mark.parametrize("template", sorted(environment().list_templates(extensions=["j2"])))
def test_templates_name_only_what_the_contents_have(template: str) -> None:
    from jinja2 import meta

    loader = environment().loader
    assert loader is not None
    source = loader.get_source(environment(), template)[0]
    assert meta.find_undeclared_variables(environment().parse(source)) <= {"d", "m", "style", "is_print"}
