"""What a dossier is made from: cases, texts, readings, clocks. All of it was found elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from counterpoise.casebook.case import Case, DocumentRecord, SourcedStatement
from counterpoise.dossier.contents import Anchor
from counterpoise.dossier.references import Notes
from counterpoise.drawing.figure import Figure as Drawing
from counterpoise.law.clock import ReviewClock
from counterpoise.law.possibilities import Possibility
from counterpoise.law.timeline import TimelineEntry
from counterpoise.reading.contract import Reading
from counterpoise.sources import Document, Span, file_name

if TYPE_CHECKING:  # the weighing rooms bring NumPy, which a clock does not need
    from counterpoise.balance.assessment import BalanceAssessment
    from counterpoise.balance.relative_capabilities import RelativeCapabilities
    from counterpoise.balance.transfer_comparison import TransferComparison
    from counterpoise.compensation.comparison import Comparison
    from counterpoise.compensation.packages import Compensation
    from counterpoise.precedents.contents import PrecedentSearch


DOCUMENTS = Anchor("the documents, each with its day, grade and hash", "documents")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseClock:
    """A case's clock, or the reason why there is none."""

    clock: ReviewClock | None
    because: str = ""  # why there is no clock: not a transfer of the United States, law not modelled
    provision: str = ""
    entries: tuple[TimelineEntry, ...] = ()
    figure: Drawing | None = None
    possible_on: date | None = None  # the day for which `possible` holds
    possible: tuple[Possibility, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """What the balance and the packages are, as far as they were asked for; each absence with its reason."""

    relative: "RelativeCapabilities | None" = None
    balance: "BalanceAssessment | None" = None
    packages: "Compensation | None" = None
    beside: "Comparison | None" = None
    compared: "TransferComparison | None" = None  # each of several transfers by itself, in one year
    set_aside: tuple[tuple[str, str], ...] = ()  # cases that are not weighed: title and reason
    precedents: "PrecedentSearch | None" = None
    day_because: str = ""  # why the holdings and orders are of the day they are of
    not_assessed_because: str = ""
    no_packages_because: str = ""
    is_whole: bool = False  # sensitivity, several packages and precedents are in it


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """The inputs of one dossier, by document and by case."""

    readings: tuple[Reading, ...]  # the documents given to this run, in order
    cases: tuple[Case, ...]
    documents: Mapping[str, Document]  # every text that a case rests on, by document id
    records: Mapping[str, DocumentRecord]
    clocks: Mapping[str, CaseClock]  # by case id
    weighed: Weighed = field(default_factory=Weighed)
    later: tuple[Reading, ...] = ()  # documents not known on `known_on`: used in no section but the last box
    loose: tuple[SourcedStatement, ...] = ()  # what documents without a transfer say
    known_on: date | None = None
    version: str = ""
    manifest: Mapping[str, str] = field(default_factory=dict)

    def cite(self, notes: Notes, statement: SourcedStatement) -> int:
        """Cite the words that a statement rests on; without context where the casebook has not the text."""
        document = self.documents.get(statement.document.document_id)
        title, grade = document_title(statement.document), statement.document.grade
        if document is None:
            return notes.cite_data(title, f"“{statement.statement.wording}”", grade, statement.document.source_url)
        return notes.cite_words(document, statement.statement.span, title=title, grade=grade)

    def cite_span(self, notes: Notes, document_id: str, span: Span) -> int:
        """Cite words of a document by their span."""
        record = self.records[document_id]
        return notes.cite_words(self.documents[document_id], span, title=document_title(record), grade=record.grade)

    def cite_whole(self, notes: Notes, case: Case) -> int:
        """Cite the words from which a case's purchaser, or else its first fact, was read."""
        for name in ("purchaser", "status", *case.fields):
            choice = case.fields.get(name)
            if choice is not None and choice.chosen is not None:
                return self.cite(notes, choice.chosen)
        return self.cite_readers(notes)

    def cite_readers(self, notes: Notes) -> int:
        """Cite the reading itself: for what the documents do not say."""
        names = ", ".join(file_name(r.document.path) for r in self.readings) or "no document"
        readers = ", ".join(dict.fromkeys(r.reader for r in self.readings if r.reader)) or "Counterpoise"
        see = (DOCUMENTS,) if self.records else ()
        return notes.cite_run(f"Reading of {names}", f"{readers}, version {self.version}", see)


def document_title(record: DocumentRecord) -> str:
    """Give a document's title, or its file's name."""
    return record.title or file_name(record.path)
