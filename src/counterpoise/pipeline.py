"""The whole way on one page: documents, readings, cases, clocks, dossier."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from counterpoise import __version__, vocabulary
from counterpoise.balance.case_transfers import transfer_of_case
from counterpoise.balance.profile import load_profile
from counterpoise.balance.relative_capabilities import RelativeCapabilities, assess_relative_capabilities
from counterpoise.casebook import open_casebook
from counterpoise.casebook.case import Case, DocumentRecord, SourcedStatement
from counterpoise.casebook.recording import NewReading
from counterpoise.dossier.contents import DossierContents
from counterpoise.dossier.material import CaseClock, Material, file_name
from counterpoise.errors import CounterpoiseError, MissingField
from counterpoise.law.clock import ReviewClock, review_clock
from counterpoise.law.disapproval import Resolution
from counterpoise.law.facts import SaleFacts, SoldItem
from counterpoise.law.possibilities import possibilities
from counterpoise.law.timeline import timeline
from counterpoise.law.timeline_svg import as_svg
from counterpoise.reading.contract import Reading
from counterpoise.reading.documents import load_document
from counterpoise.reading.readings import read_document
from counterpoise.reading.statements import statements_of
from counterpoise.sources import Document

if TYPE_CHECKING:
    from counterpoise.casebook.casebook import Casebook

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierRequest:
    """What is asked for. `recorded_at` is the moment to record readings at; `known_on` leaves out later facts."""

    paths: Sequence[str]
    casebook: str | Path | None
    recorded_at: datetime
    known_on: date | None = None
    as_of: date | None = None
    published_on: date | None = None
    use_model: bool = True
    profile: str = "middle-east-2020"
    protected: str | None = None
    profile_anyway: bool = False
    seed: int = 0
    n_draws: int = 1000


def make_dossier(request: DossierRequest, tell: Tell = lambda _: None) -> DossierContents:
    """Read the documents, update the casebook, run the clocks, compose the dossier. Raises the named errors."""
    readings = read_all(request.paths, published_on=request.published_on, use_model=request.use_model, tell=tell)
    tell("Recording what was read in the casebook")
    with open_casebook(request.casebook) as casebook:
        case_ids = record(casebook, readings, request.recorded_at)
        cases = tuple(casebook.case(case_id, known_on=request.known_on) for case_id in case_ids)
        tell("Counting what the transfer changes")
        material = _material(casebook, request, readings, cases)
    tell("Writing the dossier")
    from counterpoise.dossier.compose import compose

    return compose(material)


def read_all(
    paths: Sequence[str], *, published_on: date | None = None, use_model: bool = True, tell: Tell = lambda _: None
) -> tuple[Reading, ...]:
    """Load and read documents, in order."""
    readings = []
    for path in paths:
        tell(f"Reading {file_name(path)}")
        readings.append(read_document(load_document(path), published_on=published_on, use_model=use_model))
    return tuple(readings)


def record(casebook: "Casebook", readings: Sequence[Reading], recorded_at: datetime) -> tuple[str, ...]:
    """Record readings, all or none, and give the cases they belong to, in the order in which they are told."""
    new = [
        NewReading(
            document=r.document, statements=statements_of(r), kind=r.kind, grade=grade_of(r.kind), title=r.title,
            published_on=r.published_on, language=r.language, reader=r.reader,
        )
        for r in readings
    ]  # fmt: skip
    added = casebook.add_readings(new, recorded_at=recorded_at)
    return tuple(dict.fromkeys(c for one in added for c in casebook.find_case(one.document_id)))


def clock_of_case(case: Case, *, as_of: date | None = None, known_on: date | None = None) -> ReviewClock:
    """Run the clock on what a case's statements say. Raises MissingField, InvalidInput, LawNotModelled."""
    return review_clock(facts_of_case(case), as_of=as_of, known_on=known_on, resolutions=resolutions_of_case(case))


def facts_of_case(case: Case) -> SaleFacts:
    """Give what the law needs to know of a case; what no document states stays unknown."""
    purchaser, received = case.known("purchaser"), case.known("received_on")
    if purchaser is None:
        raise MissingField(
            f"The case {case.case_id} names no purchaser, so no clock can be given. Add it: "
            f"counterpoise cases edit {case.case_id}."
        )
    return SaleFacts(
        purchaser=str(purchaser),
        route=str(case.known("route") or "unknown"),
        total_usd=case.known("total_usd"),
        mde_usd=case.known("mde_usd"),
        items=tuple(SoldItem(s.value["system"], s.value.get("class"), s.value.get("mde")) for s in case.items),
        received_on=date.fromisoformat(received) if received else None,
        emergency=case.known("status") == "emergency",
    )


def resolutions_of_case(case: Case) -> tuple[Resolution, ...]:
    """Give the joint resolutions of disapproval that a case's documents name with a day."""
    return tuple(
        Resolution(
            introduced_on=date.fromisoformat(s.value["introduced_on"]),
            label=str(s.value["resolution"]),
            chamber="house" if str(s.value["resolution"]).upper().startswith("H") else "senate",
        )
        for s in case.resolutions
        if s.value.get("introduced_on") and len(s.value["introduced_on"]) == len("2020-11-10")
    )


def grade_of(kind: str) -> str:
    """Give the grade of a kind of document."""
    return vocabulary.index("document_kinds", "kind")[kind]["grade"]


def _case_clock(case: Case, request: DossierRequest) -> CaseClock:
    supplier = case.known("supplier")
    if supplier not in (None, "USA"):
        return CaseClock(clock=None, because="Section 36 covers sales and licences by the United States.",
                         provision="22 U.S.C. 2776")  # fmt: skip
    on = request.known_on or _last_day(case)
    try:
        clock = clock_of_case(case, as_of=request.as_of, known_on=on)
    except (
        CounterpoiseError
    ) as error:  # a purchaser outside our tables, a date before the modelled law: said, not hidden
        return CaseClock(clock=None, because=error.message, provision="The limits of the law files")
    return CaseClock(
        clock=clock, entries=timeline(clock), svg=as_svg(clock) if clock.periods else "", possible_on=on,
        possible=possibilities(clock, on) if on else (),
    )  # fmt: skip


def _assessment(cases: Sequence[Case], request: DossierRequest) -> tuple[RelativeCapabilities | None, str]:
    """Assess relative capabilities for all cases together; None and the reason where that cannot be done."""
    if not cases:
        return None, "The documents name no transfer."
    try:
        profile = load_profile(request.profile)
        days = [day for case in cases if (day := _day_of_proposal(case)) is not None]
        known_on = request.known_on or max(days, default=min(profile.holdings_on, profile.valid_to))
        protected = request.protected or profile.protected
        # What the protected state itself asks for is no transfer to a neighbour: it belongs to part (C).
        transfers = [transfer_of_case(case) for case in cases if case.known("purchaser") != protected]
        if not transfers:
            return None, "The purchaser is the protected state itself, so no neighbour's balance is changed."
        result = assess_relative_capabilities(
            profile, transfers, protected=protected, known_on=known_on, seed=request.seed,
            n_draws=request.n_draws, profile_anyway=request.profile_anyway,
        )  # fmt: skip
    except CounterpoiseError as error:  # a day or a purchaser outside the profile: said, not hidden
        return None, error.message
    return result, ""


def _day_of_proposal(case: Case) -> date | None:
    """Give the day whose orders count: receipt by Congress, else the last dated document.

    Notices are printed long after receipt; what was signed in between was not known when the sale was proposed.
    """
    received = case.known("received_on")
    return date.fromisoformat(received) if received else _last_day(case)


def _last_day(case: Case) -> date | None:
    """Give the day of the last dated document or receipt of a case: law, orders and what may happen are of that day."""
    days = [d.known_from for d in case.documents if d.published_on is not None]
    received = case.known("received_on")
    return max([*days, *([date.fromisoformat(received)] if received else [])], default=None)


def _material(
    casebook: "Casebook", request: DossierRequest, readings: Sequence[Reading], cases: tuple[Case, ...]
) -> Material:
    later_ids = {d.document_id for case in cases for d in case.later_documents}
    used = tuple(r for r in readings if r.document.id not in later_ids)
    records = {d.document_id: d for case in cases for d in case.documents}
    documents: dict[str, Document] = {r.document.id: r.document for r in readings}
    for document_id in records:
        if document_id not in documents and (document := casebook.document(document_id)) is not None:
            documents[document_id] = document
    loose: list[SourcedStatement] = []
    for reading in used:
        if reading.document.id not in records:
            records[reading.document.id] = _record_of(reading, request)
            loose += _sourced(reading, records[reading.document.id])
    assessment, because = _assessment(cases, request)
    return Material(
        assessment=assessment,
        not_assessed_because=because,
        readings=used,
        cases=cases,
        documents=documents,
        records=records,
        clocks={case.case_id: _case_clock(case, request) for case in cases},
        later=tuple(r for r in readings if r.document.id in later_ids),
        loose=tuple(loose),
        known_on=request.known_on,
        version=__version__,
        manifest=_manifest(request, readings, assessment),
    )


def _record_of(reading: Reading, request: DossierRequest) -> DocumentRecord:
    """Describe a document that belongs to no case."""
    day = request.recorded_at.date()
    return DocumentRecord(
        document_id=reading.document.id, path=reading.document.path, kind=reading.kind, grade=grade_of(reading.kind),
        title=reading.title, published_on=reading.published_on, known_from=day, known_because="the day it was recorded",
        recorded_at=request.recorded_at.isoformat(), language=reading.language, reader=reading.reader,
    )  # fmt: skip


def _sourced(reading: Reading, document: DocumentRecord) -> list[SourcedStatement]:
    return [
        SourcedStatement(id=f"{document.document_id}#{n}", statement=s, document=document, said_on=document.known_from)
        for n, s in enumerate(statements_of(reading))
    ]


def _manifest(
    request: DossierRequest, readings: Sequence[Reading], assessment: RelativeCapabilities | None
) -> dict[str, str]:
    """Give what a rerun needs: version, days asked for, readers, the hash of every input."""
    manifest = {
        "Counterpoise": __version__,
        "Known on": request.known_on.isoformat() if request.known_on else "no limit",
        "Law as of": request.as_of.isoformat() if request.as_of else "the day of receipt, else as last verified",
        "Vocabulary": _vocabulary_hash(),
    }
    if assessment is not None:
        manifest["Profile"] = f"{assessment.profile.name}, {assessment.profile.content_hash}"
        manifest["Draws"] = f"{assessment.n_draws}, seed {assessment.seed}"
    for reading in readings:
        manifest[f"Input {file_name(reading.document.path)}"] = f"{reading.document.id}; {reading.reader}"
    return manifest


def _vocabulary_hash() -> str:
    folder = Path(vocabulary.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.csv")):
        digest.update(path.name.encode() + path.read_bytes())
    return f"sha256:{digest.hexdigest()[:16]}"
