"""The main job on one page: documents, readings, cases, clocks, balance, packages, dossier."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from counterpoise import __version__
from counterpoise.casebook import open_casebook
from counterpoise.casebook.case import Case, SourcedStatement
from counterpoise.dossier.compose import compose
from counterpoise.dossier.contents import DossierContents
from counterpoise.dossier.material import Material
from counterpoise.pipeline.assessing import WeighingOptions, first_look, region, whole
from counterpoise.pipeline.clocks import case_clock
from counterpoise.pipeline.manifest import run_lines
from counterpoise.pipeline.readings import Tell, read_all, record, record_of, sourced
from counterpoise.reading.contract import Reading
from counterpoise.sources import Document

if TYPE_CHECKING:
    from counterpoise.casebook.casebook import Casebook


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierRequest:
    """What is asked for. `recorded_at` is the moment to record readings at; `known_on` leaves out later facts.

    Without `paths` and `case_ids` the dossier is the ongoing assessment of the region.
    """

    paths: Sequence[str] = ()
    case_ids: Sequence[str] = ()
    casebook: str | Path | None
    recorded_at: datetime
    known_on: date | None = None
    as_of: date | None = None
    published_on: date | None = None
    use_model: bool = True
    weighing: WeighingOptions = field(default_factory=WeighingOptions)


def make_dossier(request: DossierRequest, tell: Tell = lambda words, share: None) -> DossierContents:
    """Read the documents, update the casebook, run the clocks, weigh, compose. Raises the named errors."""
    *_, last = dossier_steps(request, tell)
    return last


def dossier_steps(request: DossierRequest, tell: Tell = lambda words, share: None) -> Iterator[DossierContents]:
    """Give the dossier twice: as soon as its summary stands, and whole. What stands first is not taken back."""
    material = _read(request, tell)
    options, cases, day = request.weighing, material.cases, request.known_on
    if not request.paths and not request.case_ids:
        weighed = region(options, day, tell)
        yield _composed(request, replace(material, weighed=weighed), tell)
        return
    first = first_look(cases, options, day, tell)
    yield _composed(request, replace(material, weighed=first), tell)
    yield _composed(request, replace(material, weighed=whole(cases, options, day, first, tell)), tell)


def _composed(request: DossierRequest, material: Material, tell: Tell) -> DossierContents:
    tell("Writing the dossier", None)
    return compose(replace(material, manifest=run_lines(request, material)))


def _read(request: DossierRequest, tell: Tell) -> Material:
    """Read, record, and find the cases with their clocks."""
    readings = read_all(request.paths, published_on=request.published_on, use_model=request.use_model, tell=tell)
    if not request.paths and not request.case_ids:
        return Material(readings=(), cases=(), documents={}, records={}, clocks={}, known_on=request.known_on,
                        version=__version__)  # fmt: skip
    tell("Recording what was read in the casebook", None)
    with open_casebook(request.casebook) as casebook:
        case_ids = (*record(casebook, readings, request.recorded_at), *request.case_ids)
        cases = tuple(casebook.case(case_id, known_on=request.known_on) for case_id in dict.fromkeys(case_ids))
        return _material(casebook, request, readings, cases)


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
            records[reading.document.id] = record_of(reading, request.recorded_at)
            loose += sourced(reading, records[reading.document.id])
    return Material(
        readings=used,
        cases=cases,
        documents=documents,
        records=records,
        clocks={case.case_id: case_clock(case, as_of=request.as_of, known_on=request.known_on) for case in cases},
        later=tuple(r for r in readings if r.document.id in later_ids),
        loose=tuple(loose),
        known_on=request.known_on,
        version=__version__,
    )
