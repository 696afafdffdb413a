"""compose(): the whole dossier from its material. Says nothing that no note carries."""

from counterpoise.casebook.case import DocumentRecord
from counterpoise.dossier import phrases
from counterpoise.dossier.compose_balance import change_chapters
from counterpoise.dossier.compose_case import case_section, missing_sentences
from counterpoise.dossier.compose_clock import clock_section
from counterpoise.dossier.compose_figures import key_figures
from counterpoise.dossier.compose_method import method_chapter, references, score_chapter
from counterpoise.dossier.compose_parts import parts
from counterpoise.dossier.compose_positions import drawn_positions, position_rows
from counterpoise.dossier.compose_precedents import precedents_chapter
from counterpoise.dossier.compose_side import side_chapters
from counterpoise.dossier.compose_summary import summary, who_stands
from counterpoise.dossier.compose_timeline import timeline
from counterpoise.dossier.contents import DISCLAIMER, Chapter, DocumentRow, DossierContents, Sentence
from counterpoise.dossier.material import DOCUMENTS, Material, document_title
from counterpoise.dossier.references import Notes
from counterpoise.dossier.sentences import fill
from counterpoise.sources import file_name


def compose(material: Material) -> DossierContents:
    """Arrange, word and cite everything. Raises UncitedClaim if a sentence has no source."""
    notes = Notes()
    title = _title(material)
    this_is = [material.cite_readers(notes)]
    what_this_is = tuple(notes.say(key, fill(key), this_is) for key in ("this_is", "this_is_not"))
    said = summary(material, notes)
    positions = position_rows(material, notes)
    said += who_stands(notes, positions)
    figures = key_figures(material, notes)
    cases = tuple(case_section(material, notes, case) for case in material.cases)
    clocks = tuple(clock_section(material, notes, case) for case in material.cases)
    all_parts = parts(material, notes)
    chapters = _chapters(material, notes)
    before, after = timeline(material, notes)
    missing = [s for case in material.cases for s in missing_sentences(material, notes, case)]
    missing += _undated(material, notes)
    return DossierContents(
        title=title,
        disclaimer=DISCLAIMER,
        version=material.version,
        known_on=phrases.day(material.known_on) if material.known_on else None,
        what_this_is=what_this_is,
        summary=said,
        documents=_documents(material),
        cases=cases,
        clocks=clocks,
        key_figures=figures,
        parts=all_parts,
        positions=positions,
        positions_figure=drawn_positions(material, notes),
        chapters=chapters,
        timeline=before,
        after_known_on=after,
        missing=tuple({s.text: s for s in missing}.values()),
        warnings=tuple(_warnings(material)),
        notes=notes.all(),
        references=references(material, title),
        manifest=dict(material.manifest),
    )


def _title(material: Material) -> str:
    if not material.cases:
        found = material.weighed.balance
        if material.readings or found is None:
            return "No arms transfer found"
        return f"{found.profile.title}: the balance as known on {phrases.day(found.request.known_on)}"
    first, *others = material.cases
    more = f", and {len(others)} more" if others else ""
    return f"{first.title}{more}"


def _chapters(material: Material, notes: Notes) -> tuple[Chapter, ...]:
    found, precedents = material.weighed.balance, material.weighed.precedents
    hangs_on = () if found is None else change_chapters(notes, found)
    alike = () if precedents is None else (precedents_chapter(notes, precedents),)
    scores = () if found is None else (score_chapter(notes),)
    return (*side_chapters(material, notes), *alike, *hangs_on, method_chapter(material, notes), *scores)


def _documents(material: Material) -> tuple[DocumentRow, ...]:
    """List the documents given, in order, then those that the casebook adds to their cases."""
    readers = {r.document.id: r.reader for r in material.readings}
    others = sorted((r for r in material.records.values() if r.document_id not in readers),
                    key=lambda r: (r.known_from, r.document_id))  # fmt: skip
    rows = [material.records[document_id] for document_id in readers] + others
    return tuple(_document(record, readers.get(record.document_id)) for record in rows)


def _document(record: DocumentRecord, reader: str | None) -> DocumentRow:
    on = record.published_on
    return DocumentRow(
        name=file_name(record.path),
        title=document_title(record),
        kind=phrases.spelled(record.kind),
        grade=record.grade,
        published_on=phrases.partial_date(on.as_json()) if on else "on a day not known",
        published_because=(on.because or "") if on else "",
        id=record.document_id,
        reader=reader if reader is not None else record.reader or "Counterpoise",
        is_given=reader is not None,
    )


def _undated(material: Material, notes: Notes) -> list[Sentence]:
    said = []
    for reading in material.readings:
        if reading.published_on is None or reading.published_on.date is None:
            record = material.records[reading.document.id]
            note = notes.cite_run(
                f"Reading of {document_title(record)}", reading.reader or "Counterpoise", (DOCUMENTS,)
            )
            said.append(notes.say("missing_date", fill("missing_date", document=file_name(record.path)), [note]))
    return said


def _warnings(material: Material) -> list[str]:
    return [f"{file_name(r.document.path)}: {w.message}" for r in material.readings for w in r.warnings]
