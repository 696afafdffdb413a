"""Every value a template may use, typed. One set of contents feeds HTML and JSON alike.

Each sentence and each fact carries the numbers of its notes; `references.Notes` makes the notes. Nothing here is
computed: `compose.py` fills these from a case, its clock and its readings.
"""

from dataclasses import dataclass

from counterpoise.casebook.citations import Reference

DISCLAIMER = "Open-source analysis in the form of 22 U.S.C. 2776(h)(2); not a determination of the U.S. Government."


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A source: words in a document, a provision of law, or a run of this program."""

    number: int
    kind: str  # "document", "provision", "data" or "run"
    title: str
    locator: str
    grade: str  # vocabulary/grades.csv for documents, vocabulary/law_marks.csv for provisions
    before: str = ""  # at most forty words of context before and after together
    excerpt: str = ""
    after: str = ""
    document_id: str | None = None
    span: tuple[int, int] | None = None
    url: str | None = None
    see: tuple["Anchor", ...] = ()  # where on the page what it rests on is listed row by row


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place on the page."""

    text: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of ours with the notes that carry it."""

    id: str  # its key in templates/sentences.yaml
    text: str
    notes: tuple[int, ...]
    lead: str = ""  # what it answers, in a word or two: the summary's sentences have one


@dataclass(frozen=True, slots=True, kw_only=True)
class Overruled:
    """A value that another source gives and that does not prevail, with the reason."""

    value: str
    because: str
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One field of a case as the dossier prints it."""

    label: str
    value: str
    grade: str
    notes: tuple[int, ...]
    because: str = ""
    overruled: tuple[Overruled, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRow:
    """One article or service of the transfer."""

    quantity: str
    system: str
    class_name: str
    mde: str
    details: str
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """One document that was read."""

    name: str
    title: str
    kind: str
    grade: str
    published_on: str
    published_because: str
    id: str
    reader: str
    is_given: bool  # to this run; otherwise the casebook adds it to the case


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionRow:
    """What one actor is quoted or reported as saying, and where it stands."""

    speaker: str
    role: str
    stance: str
    stance_because: str
    about: str
    is_about_transfer: bool
    kind: str
    cue: str
    hedged: bool
    words: str
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AssuranceRow:
    """An assurance or a request, with its status and whether the text connects it with the sale.

    `heading`: assurances made, requested, reported or refused in connection with the sale, or general vows.
    """

    heading: str
    by: str
    to: str
    what: str
    condition: str
    status: str
    nature: str
    connected_to_sale: str
    hedged: bool
    words: str
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineRow:
    """A day, printed or inferred or computed."""

    date: str  # ISO, cut to its precision; "" while unresolved
    shown: str
    what: str
    kind: str  # "event", "published", "clock", "after_known_on"
    inferred: bool
    because: str
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a rule says what it says."""

    provision: str
    says: str
    mark: str
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockSection:
    """The review clock of one case."""

    case_id: str
    title: str
    sentences: tuple[Sentence, ...]
    facts: tuple[Fact, ...]
    figure: "Figure | None"
    reasons: tuple[Reason, ...]
    still_possible: tuple[Sentence, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A drawing with the data behind it."""

    id: str
    title: str
    svg: str  # for a page
    narrow: str  # the same for a phone
    description: str
    credit: str  # the source that stands inside the image
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    source: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A plain table with a title; `source` holds the notes of the whole, `notes` those of each row that has its own."""

    id: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[tuple[int, ...], ...] = ()
    source: tuple[int, ...] = ()
    caption: str = ""
    is_folded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFigure:
    """One number of the answer with its interval, unit and source."""

    id: str
    label: str
    value: str
    interval: str  # "" where it is exact
    unit: str
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A section of results: sentences first, then figures, tables and cautions."""

    id: str
    title: str
    sentences: tuple[Sentence, ...] = ()
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    cautions: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PartSection:
    """One of the four parts of 22 U.S.C. 2776(h)(2)."""

    letter: str
    title: str
    asks: str  # what the statute asks for, in our words
    state: str  # "assessed", "facts_only" or "not_assessed"
    sentences: tuple[Sentence, ...]
    cautions: tuple[Sentence, ...] = ()
    tables: tuple[Table, ...] = ()
    figures: tuple[Figure, ...] = ()
    assurances: tuple[AssuranceRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSection:
    """One proposed transfer with its facts."""

    case_id: str
    title: str
    stage: str
    facts: tuple[Fact, ...]
    items: tuple[ItemRow, ...]
    other_articles: tuple[ItemRow, ...]
    boilerplate: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierContents:
    """The whole dossier."""

    title: str
    disclaimer: str
    version: str
    known_on: str | None
    what_this_is: tuple[Sentence, ...]
    summary: tuple[Sentence, ...]
    documents: tuple[DocumentRow, ...]
    cases: tuple[CaseSection, ...]
    clocks: tuple[ClockSection, ...]
    key_figures: tuple[KeyFigure, ...]
    parts: tuple[PartSection, ...]
    positions: tuple[PositionRow, ...]
    positions_figure: Figure | None
    chapters: tuple[Chapter, ...]  # comparison, what would change the answer, sets, precedents, ledger, audit, method
    timeline: tuple[TimelineRow, ...]
    after_known_on: tuple[TimelineRow, ...]
    missing: tuple[Sentence, ...]
    warnings: tuple[str, ...]
    notes: tuple[Note, ...]
    references: tuple[Reference, ...]  # the dossier itself first, then every document it rests on
    manifest: dict[str, str]

    def sections(self) -> tuple[PartSection | Chapter, ...]:
        """Give the four parts and the chapters, in the order of the page."""
        return (*self.parts, *self.chapters)

    def figures(self) -> tuple[Figure, ...]:
        """Give every figure of the dossier, in the order of the page."""
        clocks = [clock.figure for clock in self.clocks if clock.figure is not None]
        positions = [self.positions_figure] if self.positions_figure is not None else []
        of_chapters = [figure for chapter in self.chapters for figure in chapter.figures]
        return (*clocks, *(figure for part in self.parts for figure in part.figures), *positions, *of_chapters)
