"""From any number on the page to its source in two clicks: every link and every note is walked."""

import re
from html.parser import HTMLParser

from counterpoise.dossier.as_html import render_html
from counterpoise.dossier.contents import DossierContents, Note

CONTEXT = 40  # words of context that an excerpt may carry


class Walker(HTMLParser):
    """Ids, and links inside the page by the id of the section they stand in."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if tag == "a":
            self.links.append(str(given.get("href")))


def walked(contents: DossierContents) -> Walker:
    walker = Walker()
    walker.feed(render_html(contents))
    return walker


def is_source(note: Note) -> bool:
    """Say whether a note shows the thing itself: words, a provision's text, or a row's citation."""
    return bool(note.excerpt) or (note.kind in ("provision", "data") and bool(note.title and note.locator))


def test_every_link_of_the_page_leads_somewhere_on_it(whole: DossierContents) -> None:
    walker = walked(whole)
    assert [link for link in walker.links if not link.startswith("#")] == []
    assert {link[1:] for link in walker.links} - set(walker.ids) == set()
    assert len(walker.ids) == len(set(walker.ids))


def test_every_note_is_a_source_or_leads_to_rows_that_have_theirs(whole: DossierContents) -> None:
    ids = set(walked(whole).ids)
    for note in whole.notes:
        if not is_source(note):
            assert note.see, note.title
            assert {anchor.id for anchor in note.see} <= ids


def test_every_table_and_figure_names_its_source(whole: DossierContents) -> None:
    for section in whole.sections():
        assert [t.id for t in section.tables if not t.source and not all(t.notes)] == []
        assert [f.id for f in section.figures if not f.source] == []
    assert [clock.title for clock in whole.clocks if clock.figure and not clock.figure.source] == []


def test_the_rows_behind_the_counts_each_lead_to_a_citation(whole: DossierContents) -> None:
    [holdings] = [t for part in whole.parts for t in part.tables if t.id == "table-holdings"]
    assert len(holdings.rows) > 100
    by_number = {note.number: note for note in whole.notes}
    for row, cited in zip(holdings.rows, holdings.notes, strict=True):
        assert cited, row
        assert all(by_number[n].kind == "data" and by_number[n].title for n in cited)


def test_every_number_in_a_sentence_stands_with_a_note(whole: DossierContents) -> None:
    sections = whole.sections()
    said = [*whole.summary, *whole.missing, *(s for x in sections for s in (*x.sentences, *x.cautions))]
    assert [s.text for s in said if re.search(r"\d", s.text) and not s.notes] == []
    assert all(figure.notes for figure in whole.key_figures)


def test_excerpts_carry_little_context(whole: DossierContents) -> None:
    for note in whole.notes:
        assert len(note.before.split()) + len(note.after.split()) <= CONTEXT
