"""Every value a template may use, typed. One set of contents feeds HTML and JSON alike.

Each sentence and each fact carries the numbers of its notes; `references.Notes` makes the notes. Nothing here is
computed: `compose.py` fills these from a case, its clock and its readings.
"""

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of ours with the notes that carry it."""

    id: str  # its key in templates/sentences.yaml
    text: str
    notes: tuple[int, ...]


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
    """An assurance or a request, with its status and whether the text connects it with the sale."""

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
    svg: str
    description: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A plain table with a title; `notes` holds, for each row, the numbers of its notes."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[tuple[int, ...], ...] = ()
    caption: str = ""
    is_folded: bool = False


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
    parts: tuple[PartSection, ...]
    positions: tuple[PositionRow, ...]
    timeline: tuple[TimelineRow, ...]
    after_known_on: tuple[TimelineRow, ...]
    missing: tuple[Sentence, ...]
    warnings: tuple[str, ...]
    notes: tuple[Note, ...]
    manifest: dict[str, str]
