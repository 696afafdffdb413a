"""Numbers the sources: each claim finds its note, each note its words, provision or run."""

from collections.abc import Iterable
from dataclasses import replace

from counterpoise.dossier.contents import Anchor, Note, Sentence
from counterpoise.errors import UncitedClaim
from counterpoise.sources import Document, Span

CONTEXT_WORDS = 24  # around the quoted words, both sides together; the design allows forty


class Notes:
    """Collects notes in the order in which they are first cited; the same source has one number."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, ...], int] = {}
        self._notes: list[Note] = []

    def _add(self, key: tuple[str, ...], note: Note) -> int:
        if key not in self._numbers:
            self._notes.append(replace(note, number=len(self._notes) + 1))
            self._numbers[key] = len(self._notes)
        return self._numbers[key]

    def cite_words(self, document: Document, span: Span, *, title: str, grade: str) -> int:
        """Cite words of a document; the excerpt carries at most CONTEXT_WORDS words of context."""
        before, after = context(document.text, span)
        note = Note(
            number=0, kind="document", title=title, locator=f"characters {span.start} to {span.end}", grade=grade,
            before=before, excerpt=" ".join(document.wording(span).split()), after=after, document_id=document.id,
            span=(span.start, span.end),
        )  # fmt: skip
        return self._add(("document", document.id, str(span.start), str(span.end)), note)

    def cite_provision(self, provision: str, says: str, mark: str) -> int:
        """Cite a provision of law or a stated reading of it."""
        note = Note(number=0, kind="provision", title=provision, locator=says, grade=mark)
        return self._add(("provision", provision, says), note)

    def cite_data(self, title: str, locator: str, grade: str, url: str | None = None) -> int:
        """Cite a row of a data file with its own source."""
        note = Note(number=0, kind="data", title=title, locator=locator, grade=grade, url=url)
        return self._add(("data", title, locator), note)

    def cite_run(self, what: str, how: str, see: tuple[Anchor, ...] = ()) -> int:
        """Cite this run: which reader, rule or model gave a result, with its version, and where its rows stand."""
        note = Note(number=0, kind="run", title=what, locator=how, grade="derived", see=see)
        return self._add(("run", what, how), note)

    def say(self, sentence_id: str, text: str, notes: Iterable[int]) -> Sentence:
        """Make a sentence with its notes. Raises UncitedClaim when there are none."""
        numbers = tuple(dict.fromkeys(notes))
        if not numbers:
            raise UncitedClaim(
                f"The sentence {sentence_id!r} ({text!r}) has no note. Nothing was written. "
                "Cite a document, a provision, a data row or a run for it in dossier/compose.py."
            )
        return Sentence(id=sentence_id, text=text, notes=numbers)

    def all(self) -> tuple[Note, ...]:
        """Give the notes by number."""
        return tuple(self._notes)


def context(text: str, span: Span) -> tuple[str, str]:
    """Give up to CONTEXT_WORDS words around a span, half on each side, within its own paragraph."""
    half = CONTEXT_WORDS // 2
    start = text.rfind("\n\n", 0, span.start) + 2 if "\n\n" in text[: span.start] else 0
    end = text.find("\n\n", span.end)
    before = text[start : span.start].split()
    after = text[span.end : end if end >= 0 else len(text)].split()
    lead = "… " if len(before) > half else ""
    tail = " …" if len(after) > half else ""
    return lead + " ".join(before[-half:]), " ".join(after[:half]) + tail
