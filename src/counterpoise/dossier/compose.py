"""compose(): the whole dossier from its material. Says nothing that no note carries."""

from collections.abc import Sequence

from counterpoise.balance.relative_words import WORLDS
from counterpoise.casebook.case import Case
from counterpoise.dossier import phrases
from counterpoise.dossier.compose_balance import run_note
from counterpoise.dossier.compose_case import case_section, missing_sentences
from counterpoise.dossier.compose_clock import clock_section, determination_sentence, no_clock, period_sentence
from counterpoise.dossier.compose_parts import parts, position_rows
from counterpoise.dossier.compose_timeline import timeline
from counterpoise.dossier.contents import DISCLAIMER, DocumentRow, DossierContents, PartSection, PositionRow, Sentence
from counterpoise.dossier.material import Material, document_title, file_name
from counterpoise.dossier.references import Notes
from counterpoise.dossier.sentences import fill

_LOUD = ("supports", "conditional", "opposes")
_VERBS = {
    "supports": ("supports it", "support it"), "opposes": ("opposes it", "oppose it"),
    "conditional": ("sets a condition", "set conditions"),
}  # fmt: skip
MAX_ITEMS = 4  # articles named in the summary; all stand under the case
MAX_IN_SUMMARY = 6  # actors named in the summary; all stand under Positions


def compose(material: Material) -> DossierContents:
    """Arrange, word and cite everything. Raises UncitedClaim if a sentence has no source."""
    notes = Notes()
    this_is = [material.cite_readers(notes)]
    what_this_is = tuple(notes.say(key, fill(key), this_is) for key in ("this_is", "this_is_not"))
    positions = position_rows(material, notes)
    summary = _summary(material, notes, positions)
    cases = tuple(case_section(material, notes, case) for case in material.cases)
    clocks = tuple(clock_section(material, notes, case) for case in material.cases)
    all_parts: tuple[PartSection, ...] = parts(material, notes)
    before, after = timeline(material, notes)
    missing = [s for case in material.cases for s in missing_sentences(material, notes, case)]
    missing += _undated(material, notes)
    return DossierContents(
        title=_title(material),
        disclaimer=DISCLAIMER,
        version=material.version,
        known_on=phrases.day(material.known_on) if material.known_on else None,
        what_this_is=what_this_is,
        summary=summary,
        documents=tuple(_document(material, r.document.id, r.reader) for r in material.readings),
        cases=cases,
        clocks=clocks,
        parts=all_parts,
        positions=positions,
        timeline=before,
        after_known_on=after,
        missing=tuple({s.text: s for s in missing}.values()),
        warnings=tuple(_warnings(material)),
        notes=notes.all(),
        manifest=dict(material.manifest),
    )


def _title(material: Material) -> str:
    if not material.cases:
        return "No arms transfer found"
    first, *others = material.cases
    more = f", and {len(others)} more" if others else ""
    return f"{first.title}{more}"


def _summary(material: Material, notes: Notes, positions: tuple[PositionRow, ...]) -> tuple[Sentence, ...]:
    if not material.cases:
        said = [notes.say("no_transfer", fill("no_transfer"), [material.cite_readers(notes)])]
        return tuple(said + _who(notes, positions))
    first, *others = material.cases
    said = [_proposed(material, notes, first, others)]
    entry = material.clocks[first.case_id]
    if entry.clock is None:
        said.append(no_clock(notes, entry))
    else:
        said += [period_sentence(notes, entry.clock), determination_sentence(notes, entry.clock)]
    return (*said, *_balance(material, notes), *_who(notes, positions))


def _balance(material: Material, notes: Notes) -> list[Sentence]:
    """Give the one sentence on the balance: the answer with the transfer, or why there is none."""
    result = material.assessment
    if result is None:
        text = fill("balance_not_assessed", because=material.not_assessed_because)
        return [notes.say("balance_not_assessed", text, [material.cite_readers(notes)])]
    with_it = [answer for answer in result.answers if answer.startswith(WORLDS["with"])]
    said = " ".join([*with_it[:1], fill("balance_no_war")])
    return [notes.say("balance_answer", said, [run_note(notes, result)])]


def _whole(material: Material, notes: Notes, case: Case) -> int:
    """Cite the words from which a case's purchaser, or else its first fact, was read."""
    for field in ("purchaser", "status", *case.fields):
        choice = case.fields.get(field)
        if choice is not None and choice.chosen is not None:
            return material.cite(notes, choice.chosen)
    return material.cite_readers(notes)


def _proposed(material: Material, notes: Notes, case: Case, others: Sequence[Case]) -> Sentence:
    status = str(case.known("status") or "reported")
    named = [s for s in case.items if s.value.get("mde") is not False] or list(case.items)
    more = [f"{len(named) - MAX_ITEMS} more"] if len(named) > MAX_ITEMS else []
    what = phrases.listed([*(phrases.item(s.value) for s in named[:MAX_ITEMS]), *more]) or "articles that are not named"
    total, received = case.known("total_usd"), case.known("received_on")
    text = fill(
        f"proposed_{status}",
        what=what,
        supplier=phrases.with_article(phrases.value("supplier", case.value("supplier"))),
        purchaser=phrases.with_article(phrases.value("purchaser", case.value("purchaser"))),
        value=f", for up to {phrases.value('total_usd', total)}" if total is not None else ", at a value not stated",
        received=f", received on {phrases.day(received)}" if received else "",
    )
    if named and all(s.value.get("quantity") is None for s in named):
        text += " " + fill("quantity_not_stated")
    if others:
        text += " " + fill("more_cases", n=len(others), transfers=phrases.plural(len(others), "transfer", "transfers"),
                           what="; ".join(other.title for other in others))  # fmt: skip
    cited = [material.cite(notes, s) for s in named[:MAX_ITEMS]]
    for field in ("supplier", "purchaser", "status", "total_usd", "received_on"):
        choice = case.fields.get(field)
        if choice is not None and choice.chosen is not None:
            cited.append(material.cite(notes, choice.chosen))
    cited += [_whole(material, notes, other) for other in others]
    return notes.say(f"proposed_{status}", text, cited or [material.cite_readers(notes)])


def _who(notes: Notes, positions: tuple[PositionRow, ...]) -> list[Sentence]:
    """Say who stands where on the transfer, as far as the readers could place them."""
    said: list[str] = []
    cited: list[int] = []
    for stance in _LOUD:
        rows = [p for p in positions if p.stance == stance and p.is_about_transfer]
        speakers = list(dict.fromkeys(p.speaker for p in rows))[:MAX_IN_SUMMARY]
        if speakers:
            verb = phrases.plural(len(speakers), *_VERBS[stance])
            said.append(f"{phrases.listed(speakers)} {verb}")
            cited += [n for p in rows for n in p.notes]
    if not said:
        return []
    return [notes.say("who_stands", fill("who_stands", who="; ".join(said)), cited)]


def _document(material: Material, document_id: str, reader: str) -> DocumentRow:
    record = material.records[document_id]
    on = record.published_on
    return DocumentRow(
        name=file_name(record.path),
        title=document_title(record),
        kind=phrases.spelled(record.kind),
        grade=record.grade,
        published_on=phrases.partial_date(on.as_json()) if on else "on a day not known",
        published_because=(on.because or "") if on else "",
        id=document_id,
        reader=reader or "Counterpoise",
    )


def _undated(material: Material, notes: Notes) -> list[Sentence]:
    said = []
    for reading in material.readings:
        if reading.published_on is None or reading.published_on.date is None:
            record = material.records[reading.document.id]
            note = notes.cite_run(f"Reading of {document_title(record)}", reading.reader or "Counterpoise")
            said.append(notes.say("missing_date", fill("missing_date", document=file_name(record.path)), [note]))
    return said


def _warnings(material: Material) -> list[str]:
    return [f"{file_name(r.document.path)}: {w.message}" for r in material.readings for w in r.warnings]
