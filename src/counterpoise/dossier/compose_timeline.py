"""The timeline: events of the texts, days of the documents, days of the clock; what came later stands apart."""

from typing import Any

from counterpoise import vocabulary
from counterpoise.casebook.case import SourcedStatement
from counterpoise.dossier import phrases
from counterpoise.dossier.compose_positions import distinct
from counterpoise.dossier.contents import TimelineRow
from counterpoise.dossier.material import DOCUMENTS, Material, document_title
from counterpoise.dossier.references import Notes
from counterpoise.reading.contract import Event, Reading
from counterpoise.sources import file_name


def timeline(material: Material, notes: Notes) -> tuple[tuple[TimelineRow, ...], tuple[TimelineRow, ...]]:
    """Give the rows up to `known_on` and the rows after it, each by day; undated rows stand last."""
    rows = [_event(material, notes, s) for s in distinct(material, "events")]
    rows += _published(material, notes)
    rows += _clock_days(material, notes)
    ordered = sorted(dict.fromkeys(rows), key=lambda row: (row.date == "", row.date, row.kind, row.what))
    if material.known_on is None:
        return tuple(ordered), ()
    limit = material.known_on.isoformat()
    announced = [r for r in ordered if r.kind == "clock" or r.date <= limit]
    next_rows = [r for r in ordered if r not in announced]
    next_rows += [
        _later_event(material, notes, reading, event) for reading in material.later for event in reading.events
    ]
    return tuple(announced), tuple(sorted(next_rows, key=lambda row: (row.date == "", row.date, row.what)))


def _later_event(material: Material, notes: Notes, reading: Reading, event: Event) -> TimelineRow:
    grade = vocabulary.index("document_kinds", "kind")[reading.kind]["grade"]
    title = reading.title or file_name(reading.document.path)
    return TimelineRow(
        date=event.on.date or "",
        shown=phrases.partial_date(event.on.as_json()),
        what=event.what,
        kind="after_known_on",
        inferred=event.on.inferred,
        because=event.on.because or "",
        notes=(notes.cite_words(reading.document, event.quoted.span, title=title, grade=grade),),
    )


def _event(material: Material, notes: Notes, statement: SourcedStatement) -> TimelineRow:
    told: dict[str, Any] = statement.value
    on = told["on"]
    return TimelineRow(
        date=on["date"] or "",
        shown=phrases.partial_date(on, " ".join(statement.statement.wording.split())[:80])
        if on["date"]
        else "not dated",
        what=told["what"],
        kind="event",
        inferred=on["inferred"],
        because=on.get("because") or "",
        notes=(material.cite(notes, statement),),
    )


def _published(material: Material, notes: Notes) -> list[TimelineRow]:
    rows = []
    for reading in material.readings:
        record = material.records[reading.document.id]
        on = reading.published_on
        if on is not None and on.date is not None:
            note = notes.cite_run(
                f"Reading of {document_title(record)}", on.because or "date printed in the document", (DOCUMENTS,)
            )
            rows.append(
                TimelineRow(
                    date=on.date, shown=phrases.day(on.date), what=f"Document: {document_title(record)}",
                    kind="published", inferred=on.inferred, because=on.because or "", notes=(note,),
                )
            )  # fmt: skip
    return rows


def _clock_days(material: Material, notes: Notes) -> list[TimelineRow]:
    several = len(material.cases) > 1
    return [
        TimelineRow(
            date=entry.on.isoformat(),
            shown=phrases.weekday(entry.on),
            what=f"{case.title}: {entry.title}" if several else entry.title,
            kind="clock",
            inferred=False,
            because=entry.detail,
            notes=(notes.cite_provision(entry.provision, entry.title, "computed"),),
        )
        for case in material.cases
        for entry in material.clocks[case.case_id].entries
    ]
