"""One set of contents in four formats: the same words and numbers, nothing fetched, nothing read as markup."""

import json
import os
import re
import time
from functools import partial
from html import unescape
from pathlib import Path

import pytest

from counterpoise.dossier import as_pdf
from counterpoise.dossier.as_html import render_html
from counterpoise.dossier.as_json import render_json
from counterpoise.dossier.as_markdown import render_markdown, text
from counterpoise.dossier.contents import DossierContents
from counterpoise.errors import MissingLibrary
from tests.dossier.conftest import dossier_of

MOST_BYTES = 2_000_000
NUMBER = re.compile(r"\d[\d,.]*")


def words_of_page(contents: DossierContents) -> str:
    page = re.sub(r"<(style|head)\b.*?</\1>", " ", render_html(contents), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def printed(contents: DossierContents) -> list[str]:
    """Every sentence, key figure and cell that the contents hold."""
    said = [s.text for s in (*contents.summary, *contents.missing)]
    said += [cell for k in contents.key_figures for cell in (k.label, k.value, k.interval)]
    for section in contents.sections():
        said += [s.text for s in (*section.sentences, *section.cautions)]
        said += [cell for table in section.tables for row in table.rows for cell in row]
    return [" ".join(words.split()) for words in said if words.strip()]


def test_the_page_holds_every_sentence_and_number_of_the_contents(whole: DossierContents) -> None:
    page = words_of_page(whole)
    assert [words for words in printed(whole) if words not in page] == []


def test_markdown_holds_the_same_numbers_as_the_json(whole: DossierContents) -> None:
    markdown = render_markdown(whole)
    numbers = {number for words in printed(whole) for number in NUMBER.findall(words)}
    assert numbers - set(NUMBER.findall(markdown)) == set()


def test_every_footnote_of_the_markdown_is_defined_once(whole: DossierContents) -> None:
    markdown = render_markdown(whole)
    defined = re.findall(r"^\[\^(\d+)\]:", markdown, flags=re.MULTILINE)
    used = set(re.findall(r"\[\^(\d+)\](?!:)", markdown))
    assert len(defined) == len(set(defined))
    assert used <= set(defined)
    assert set(defined) == {str(note.number) for note in whole.notes}


def test_rows_of_a_markdown_table_have_as_many_cells_as_its_head(whole: DossierContents) -> None:
    cells = [line.replace(r"\|", "").count("|") for line in render_markdown(whole).split("\n") if line.startswith("|")]
    blocks = re.findall(r"(?:^\|.*\n)+", render_markdown(whole), flags=re.MULTILINE)
    assert cells
    for block in blocks:
        counts = {line.replace(r"\|", "").count("|") for line in block.strip().split("\n")}
        assert len(counts) == 1, block[:200]


def test_the_page_is_small_enough_to_be_sent_by_mail(whole: DossierContents) -> None:
    assert len(render_html(whole).encode()) < MOST_BYTES


def test_the_json_is_the_contents_and_no_path_of_a_machine(whole: DossierContents, repository: Path) -> None:
    document = render_json(whole)
    assert json.loads(document)["title"] == whole.title
    assert str(repository) not in document


def test_what_markdown_reads_as_markup_is_escaped() -> None:
    assert text("a|b *c* _d_ [e](f) `g` <h> # i") == r"a\|b \*c\* \_d\_ \[e\](f) \`g\` \<h\> \# i"


def test_the_pdf_holds_the_text_of_the_page(example: DossierContents) -> None:
    pytest.importorskip("weasyprint", reason="needs the extra pdf and the system's Pango")
    pdfium = pytest.importorskip("pypdfium2")
    made = as_pdf.render_pdf(example)
    document = pdfium.PdfDocument(made)
    found = "".join(document[n].get_textpage().get_text_bounded() for n in range(len(document)))
    letters = re.sub(r"[\W_]+", "", found)  # lines break, and words are hyphenated, anywhere
    lost = [s.text for s in example.summary if re.sub(r"[\W_]+", "", s.text) not in letters]
    assert lost == []
    assert as_pdf.render_pdf(example) == made, "the same contents, the same bytes"


def test_a_pdf_does_not_depend_on_the_clock_where_the_library_that_cuts_fonts_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fonts = pytest.importorskip("weasyprint.pdf.fonts", reason="needs the extra pdf and the system's Pango")
    monkeypatch.delenv(as_pdf.EPOCH, raising=False)
    monkeypatch.setattr(fonts, "harfbuzz_subset", None)
    made = []
    for day in range(2):
        monkeypatch.setattr(time, "time", partial(float, 1_700_000_000 + 86_400 * day))
        made.append(as_pdf.print_page("<title>A page</title><p>Words.</p>", identifier=b"one"))
    assert made[0] == made[1]
    assert as_pdf.EPOCH not in os.environ


def test_without_weasyprint_the_message_names_the_package(
    example: DossierContents, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(MissingLibrary, match=r"counterpoise\[pdf\]"):
        as_pdf.render_pdf(example)


def test_names_in_any_script_come_through_every_format(tmp_path: Path) -> None:
    path = tmp_path / "scripts.txt"
    path.write_text(
        "Sale of F-35 to the UAE\n\n“We support the sale of F-35 aircraft to the UAE,” said Łukasz Żółć, "
        "كمال, יוסי and 王小明.\n",
        encoding="utf-8",
    )
    contents = dossier_of(path, casebook=tmp_path / "c.sqlite")
    for made in (render_html(contents), render_json(contents), render_markdown(contents)):
        assert "F-35" in made
        made.encode()
