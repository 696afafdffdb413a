"""The dossier as Markdown: the same contents with footnotes, tables and the data behind each figure."""

import re
from collections.abc import Iterable, Iterator, Sequence

from counterpoise.dossier.contents import (
    AssuranceRow,
    CaseSection,
    Chapter,
    ClockSection,
    DossierContents,
    Fact,
    Figure,
    ItemRow,
    Note,
    PartSection,
    Sentence,
    Table,
    TimelineRow,
)

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~])")


def render_markdown(contents: DossierContents) -> str:
    """Render the dossier as Markdown (CommonMark with the common tables and footnotes)."""
    d = contents
    lines = [f"# {text(d.title)}", "", f"**{text(d.disclaimer)}**", "", *said(d.what_this_is)]
    if d.known_on:
        lines += [f"Facts known on {d.known_on}. What was learnt later stands in a section of its own.", ""]
    lines += ["## Summary", "", *said(d.summary)]
    if d.key_figures:
        rows = [(k.label, k.value + marks(k.notes), k.interval, k.unit) for k in d.key_figures]
        lines += ["## Key figures", "", *grid(("what", "value", "interval", "unit"), rows)]
    if d.documents or d.cases:
        lines += ["## The case", "", *(line for case in d.cases for line in _case(case))]
        lines += ["## The clock", "", *(line for clock in d.clocks for line in _clock(clock))]
    for part in d.parts:
        lines += [f"## ({part.letter}) {text(part.title)}", "", f"*{text(part.asks)}*", "", *_block(part)]
        lines += list(_assurances(part.assurances))
    if d.documents or d.cases:
        lines += ["## Positions", "", *_positions(d), "## Timeline", "", *_timeline(d.timeline)]
        if d.after_known_on:
            lines += ["### What happened next", "", *_timeline(d.after_known_on)]
    for chapter in d.chapters:
        lines += [f"## {text(chapter.title)}", "", *_block(chapter)]
    lines += list(_end(d))
    return "\n".join(lines).rstrip() + "\n"


def text(words: str) -> str:
    """Escape what Markdown would read as markup: a text never becomes markup."""
    return _SPECIAL.sub(r"\\\1", " ".join(words.split()))


def marks(notes: Iterable[int]) -> str:
    """Give the footnote marks of notes."""
    return "".join(f"[^{n}]" for n in notes)


def said(sentences: Sequence[Sentence]) -> list[str]:
    """Give sentences as a paragraph each."""
    return [line for s in sentences for line in (f"{_lead(s)}{text(s.text)}{marks(s.notes)}", "")]


def _lead(sentence: Sentence) -> str:
    return f"**{text(sentence.lead)}.** " if sentence.lead else ""


def grid(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Give a table."""
    lines = [f"| {' | '.join(text(c) or ' ' for c in columns)} |", f"|{'---|' * len(columns)}"]
    lines += [f"| {' | '.join(_cell(cell) for cell in row)} |" for row in rows]
    return [*lines, ""]


def _cell(cell: str) -> str:
    """Escape a cell, but for the footnote marks that were put behind it."""
    words, mark, rest = cell.partition("[^")
    return text(words) + (mark + rest if mark else "")


def _facts(rows: Sequence[Fact]) -> list[str]:
    lines = []
    for fact in rows:
        lines.append((fact.label, fact.value + marks(fact.notes), fact.grade, fact.because))
        lines += [("", f"another source: {o.value}{marks(o.notes)}", o.because, "") for o in fact.overruled]
    return grid(("field", "value", "grade", "because"), lines)


def _items(rows: Sequence[ItemRow]) -> list[str]:
    cells = [(i.quantity, i.system + marks(i.notes), i.class_name, i.mde, i.details) for i in rows]
    return grid(("quantity", "article or service", "class", "MDE", "details"), cells)


def _case(case: CaseSection) -> Iterator[str]:
    yield from (f"### {text(case.title)}", "", f"{text(case.stage)}, case {text(case.case_id)}", "")
    yield from _facts(case.facts)
    if case.items:
        yield from _items(case.items)
    if case.other_articles:
        yield from ("#### Other articles and services", "", *_items(case.other_articles))
    if case.boilerplate:
        yield from ("#### Standard sentences, shown and never scored", "", *said(case.boilerplate))


def _clock(clock: ClockSection) -> Iterator[str]:
    yield from (f"### {text(clock.title)}", "", *said(clock.sentences), *_facts(clock.facts))
    if clock.figure is not None:
        yield from _figure(clock.figure)
    if clock.still_possible:
        yield from ("#### What may still happen", "", *said(clock.still_possible))
    rows = [(r.provision, r.says + marks(r.notes), r.mark) for r in clock.reasons]
    yield from ("#### Why", "", *grid(("provision", "says", "mark"), rows))
    yield from (line for warning in clock.warnings for line in (f"> {text(warning)}", ""))


def _block(section: PartSection | Chapter) -> Iterator[str]:
    yield from said(section.sentences)
    for figure in section.figures:
        yield from _figure(figure)
    for table in section.tables:
        yield from _table(table)
    if section.cautions:
        yield from ("Cautions:", "", *(f"- {text(s.text)}{marks(s.notes)}" for s in section.cautions), "")


def _table(table: Table) -> Iterator[str]:
    notes = table.notes or ((),) * len(table.rows)
    rows = [(row[0] + marks(cited), *row[1:]) for row, cited in zip(table.rows, notes, strict=True)]
    yield from (f"**{text(table.title)}**{marks(table.source)}", "", *grid(table.columns, rows))
    if table.caption:
        yield from (text(table.caption), "")


def _figure(figure: Figure) -> Iterator[str]:
    yield from (f"**Figure: {text(figure.title)}**{marks(figure.source)}", "", text(figure.description), "")
    yield from grid(figure.columns, figure.rows)


def _assurances(rows: Sequence[AssuranceRow]) -> Iterator[str]:
    heading = ""
    for a in rows:
        if a.heading != heading:
            heading = a.heading
            yield from (f"### {text(heading)}", "")
        yield f"- {text(_wanted(a))}"
        yield from (f"  > {text(a.words)}{marks(a.notes)}", "")


def _wanted(a: AssuranceRow) -> str:
    to = f" to {a.to}" if a.to else ""
    tags = [a.status, a.nature, f"connection with the sale: {a.connected_to_sale}"]
    tags += ["hedged in the source"] if a.hedged else []
    tags += [f"condition: {a.condition}"] if a.condition else []
    return f"{a.by}{to}: {a.what} ({', '.join(tags)})"


def _positions(d: DossierContents) -> Iterator[str]:
    if d.positions_figure is not None:
        yield from _figure(d.positions_figure)
    about = None
    for p in d.positions:
        if p.about != about:
            about = p.about
            yield from (f"### On {text(p.about)}", "")
        hedged = ", hedged in the source" if p.hedged else ""
        role = f", {p.role}" if p.role else ""
        yield f"- **{text(p.speaker)}**{text(f'{role} ({p.stance}, {p.kind}{hedged})')}"
        yield from (f"  > {text(p.words)}{marks(p.notes)}", "")


def _timeline(rows: Sequence[TimelineRow]) -> list[str]:
    cells = [(r.shown, r.what + marks(r.notes), "inferred" if r.inferred else "", r.because) for r in rows]
    return grid(("when", "what", "", "because"), cells)


def _end(d: DossierContents) -> Iterator[str]:
    if d.documents or d.cases:
        yield from ("## What is missing", "", *(f"- {text(s.text)}{marks(s.notes)}" for s in d.missing), "")
        yield from (f"- {text(w)}" for w in d.warnings)
        rows = [(x.title, x.kind, x.grade, x.published_on, x.name, x.id) for x in d.documents]
        columns = ("title", "kind", "grade", "published", "file", "id")
        yield from ("", "## Documents", "", *grid(columns, rows))
    first = d.references[0]
    what = f"*{text(first.title)}*. {text(first.note)}. {text(first.publisher)}, run {first.number}."
    yield from ("## How to cite", "", f"{text(first.author)} ({first.issued}): {what}", "")
    yield from ("## This run", "", *grid(("what", "value"), d.manifest.items()), "## Sources", "")
    for note in d.notes:
        yield f"[^{note.number}]: {_note(note)}"


def _note(note: Note) -> str:
    shown = f" {text(note.before)} **{text(note.excerpt)}** {text(note.after)}" if note.excerpt else ""
    url = f" <{note.url}>" if note.url else ""
    return f"{text(note.title)} ({note.grade}), {text(note.locator)}{url}{shown}".rstrip()
