"""Open notices of the field, read as a whole: scores, spans, schema, both renderings, speed."""

import csv
import json
import random
import sys
import time
from html import escape
from importlib import resources
from pathlib import Path

import jsonschema
import pytest

from counterpoise.reading.documents import load_document
from counterpoise.reading.notices import find_form, read_notice
from counterpoise.validation.texts import report
from tests.reading.reading_of import DOCUMENTS, codes, core, example, reading_of, spans_are_exact
from tests.reading.rendering import as_raw_text

PER_MINUTE = 2_000


@pytest.fixture(scope="module")
def texts(shared: Path) -> list[Path]:
    """The open notices with ground truth."""
    return sorted((shared / "data" / "notices").glob("*.txt"))


def test_every_field_and_nearly_every_text_of_the_open_set_is_read_right(shared: Path) -> None:
    scores = report(shared / "data" / "notices")
    assert {name: tally.f1 for name, tally in scores.tallies.items() if (tally.f1 or 0) < 0.99} == {}
    assert (scores.n_wholly_right or 0) / scores.n_texts >= 0.95, scores.misses


def test_every_wording_is_the_words_at_its_span(texts: list[Path]) -> None:
    assert [path.name for path in texts if not spans_are_exact(reading_of(path.read_bytes()))] == []


def test_every_reading_fits_the_published_schema(texts: list[Path]) -> None:
    schema = json.loads(
        resources.files("counterpoise").joinpath("schemas/reading.schema.json").read_text(encoding="utf-8")
    )
    own = [*DOCUMENTS.glob("*.txt"), *DOCUMENTS.glob("*.html")]
    array = [reading_of(path.read_bytes()).as_json(why=why) for path in [*texts, *own] for why in (False, True)]
    jsonschema.Draft202012Validator(schema).validate(json.loads(json.dumps(array)))


def test_a_notice_reads_the_same_in_the_other_rendering(texts: list[Path]) -> None:
    """Bulk XML set as lines, against raw text at 72 columns with leaders and page marks inside sentences."""
    lines = [path for path in texts if path.name.startswith(("fr-2024", "fr-2025"))]
    assert len(lines) > 60
    different = []
    for path in lines:
        text = path.read_text(encoding="utf-8")
        for seed in range(2):
            raw = reading_of(as_raw_text(text, random.Random(seed)))
            if core(raw) != core(reading_of(text)) or not spans_are_exact(raw):
                different.append((path.name, seed))
    assert different == []


def test_windows_line_ends_and_non_breaking_spaces_change_nothing(texts: list[Path]) -> None:
    for path in texts[::7]:
        text = path.read_text(encoding="utf-8")
        odd = text.replace("\n", "\r\n").replace(" million", "\u00a0million")
        assert core(reading_of(odd)) == core(reading_of(text)), path.name


def test_hyphens_that_do_not_break_are_hyphens(texts: list[Path]) -> None:
    for path in texts[::7]:
        text = path.read_text(encoding="utf-8")
        odd = reading_of(text.replace("-", "\u2011"))
        assert core(odd) == core(reading_of(text)), path.name
        assert spans_are_exact(odd)


def test_a_notice_on_a_page_reads_as_its_text(texts: list[Path]) -> None:
    """Each line a paragraph of HTML, or the whole inside <pre>, as the Federal Register serves it."""
    for path in [path for path in texts if path.name.startswith("fr-")][::7]:
        text = path.read_text(encoding="utf-8")
        lines = "".join(f"<p>{escape(line)}</p>\n" for line in text.split("\n"))
        for page in (f"<!DOCTYPE html><html><body>{lines}</body></html>", f"<html><pre>\n{escape(text)}</pre></html>"):
            assert core(reading_of(page)) == core(reading_of(text)), path.name


def test_several_notices_in_one_file_give_each_its_transfers(texts: list[Path]) -> None:
    chosen = [path for path in texts if path.name.startswith("fr-")][::9]
    one = reading_of("\n\n".join(path.read_text(encoding="utf-8") for path in chosen))
    each = [entry for path in chosen for entry in core(reading_of(path.read_bytes()))]
    assert core(one) == each
    assert [t.id for t in one.transfers] == [f"t{n}" for n in range(1, len(each) + 1)]
    assert spans_are_exact(one)


def test_several_releases_in_one_file_give_each_its_transfer() -> None:
    names = ("release_of_2015", "release_of_2026_combined", "release_of_2007", "state_page_emergency")
    one = reading_of("\n\n".join(example(name).document.text for name in names))
    assert [entry[:2] + entry[5:6] for entry in core(one)] == [
        entry[:2] + entry[5:6] for name in names for entry in core(example(name))
    ]


def test_each_official_kind_has_a_text_of_its_own(texts: list[Path]) -> None:
    with (texts[0].parent / "index.csv").open(encoding="utf-8", newline="") as lines:
        kinds = {row["file"]: row["kind"] for row in csv.DictReader(lines)}
    ours = {
        "fr_36b1": "federal_register_notice", "fr_36b5c_amendment": "federal_register_amendment",
        "crec_letter": "congressional_record_letter", "dsca_release_repost": "dsca_release", "fact_sheet": "fact_sheet",
    }  # fmt: skip
    assert {path.name: reading_of(path.read_bytes()).kind for path in texts} == {n: ours[k] for n, k in kinds.items()}


def test_no_open_notice_is_warned_of_but_for_what_is_odd_in_it(texts: list[Path]) -> None:
    """A warning that stands on every notice warns of nothing."""
    warned = [p.name for p in texts if p.name.startswith("fr-") and codes(reading_of(p.read_bytes()))]
    assert len(warned) <= 8, warned


def test_two_thousand_notices_a_minute_are_read_on_one_core(texts: list[Path]) -> None:
    documents = [load_document(path) for path in texts]
    began = time.process_time()
    for document in documents:
        form = find_form(document.text)
        assert form is not None
        read_notice(document, form)
    took = time.process_time() - began
    assert len(documents) / took * 60 >= PER_MINUTE


def test_reading_notices_needs_no_heavy_library(counterpoise_modules: set[str]) -> None:
    assert counterpoise_modules & {"spacy", "numpy", "scipy", "rich", "sqlalchemy"} == set()


@pytest.fixture(scope="module")
def counterpoise_modules() -> set[str]:
    """The top-level modules that a fresh process has loaded after reading a notice."""
    import subprocess

    path = DOCUMENTS / "unit_missing.txt"
    program = (
        "import sys; from counterpoise.reading.documents import load_document as load; "
        "from counterpoise.reading.readings import read_document; "
        f"read_document(load({str(path)!r})); print(' '.join(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return {name.split(".")[0] for name in done.stdout.split()}
