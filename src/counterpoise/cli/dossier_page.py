"""The one-screen summary of a dossier: first as soon as it stands, then what the rest of the work adds.

Notes are numbered by the whole dossier, so their numbers stand at the end, by sentence of the summary.
"""

import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from counterpoise.dossier.contents import DossierContents, Sentence

WIDTH = 100
NOTES_SHOWN = 4


def first_screen(contents: "DossierContents") -> str:
    """Give the summary: what it is, its sentences, who asks for what, what is missing."""
    lines = [contents.title, "=" * min(len(contents.title), WIDTH), *_wrapped(contents.disclaimer), ""]
    lines += [line for sentence in contents.summary for line in _said(sentence)]
    wanted = [a for p in contents.parts for a in p.assurances]
    if wanted:
        lines += ["", "Asked and promised"]
        for a in wanted:
            hedge = ", hedged in the source" if a.hedged else ""
            condition = f"; {a.condition}" if a.condition else ""
            lines += _wrapped(f"{a.by}: {a.what} ({a.status}{hedge}{condition})", bullet="• ")
    if contents.missing:
        n = len(contents.missing)
        lines += ["", f"Not stated in these documents: {n} {'fact' if n == 1 else 'facts'}, listed in the dossier."]
    for warning in contents.warnings:
        lines += _wrapped(warning, bullet="! ")
    return "\n".join(lines) + "\n"


def later_sentences(before: "DossierContents", now: "DossierContents") -> str:
    """Give the sentences of the summary that the rest of the work has added or made more exact."""
    known = {sentence.text for sentence in before.summary}
    fresh = [sentence for sentence in now.summary if sentence.text not in known]
    if not fresh:
        return ""
    ids = {sentence.id for sentence in before.summary}
    lines = ["", "More exactly, and what would restore it"] if any(s.id in ids for s in fresh) else [""]
    return "\n".join([*lines, *(line for sentence in fresh for line in _said(sentence))]) + "\n"


def sources_of(contents: "DossierContents") -> str:
    """Give the notes of the dossier that each sentence of the summary cites, and the first of them in words."""
    lines = ["", f"Sources: {len(contents.notes)} notes in the dossier"]
    for sentence in contents.summary:
        more = ", ..." if len(sentence.notes) > NOTES_SHOWN else ""
        numbers = ", ".join(map(str, sentence.notes[:NOTES_SHOWN])) + more
        first = contents.notes[sentence.notes[0] - 1]
        said = f"[{first.number}] {first.title} ({first.grade}): {first.excerpt or first.locator}"
        lines += _wrapped(f"{sentence.lead or 'Summary'} [{numbers}]: {said}", bullet="• ")
    return "\n".join(lines)


def _said(sentence: "Sentence") -> list[str]:
    lead = f"{sentence.lead}. " if sentence.lead else ""
    return _wrapped(f"{lead}{sentence.text}", bullet="• ")


def _wrapped(text: str, bullet: str = "") -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=bullet, subsequent_indent=" " * len(bullet)) or [""]
