"""Shortcuts for tests that read notices."""

from pathlib import Path
from typing import Any

from counterpoise.reading.contract import Reading
from counterpoise.reading.documents import document_from_bytes
from counterpoise.reading.notices import find_form, read_notice

DOCUMENTS = Path(__file__).resolve().parents[1] / "documents" / "notices"


def reading_of(text: str | bytes) -> Reading:
    """Read a text that has an official form."""
    data = text.encode() if isinstance(text, str) else text
    document = document_from_bytes(data, "notice.txt")
    form = find_form(document.text)
    assert form is not None, "the text has no official form"
    return read_notice(document, form)


def example(name: str) -> Reading:
    """Read one of the texts written for these tests."""
    return reading_of((DOCUMENTS / f"{name}.txt").read_bytes())


def codes(reading: Reading) -> list[str]:
    """Give the codes of the warnings, sorted."""
    return sorted(warning.code for warning in reading.warnings)


def spans_are_exact(reading: Reading) -> bool:
    """Tell whether every wording is the document's own text at its span."""
    text = reading.document.text
    quoted = [*reading.boilerplate, *(event.quoted for event in reading.events)]
    for transfer in reading.transfers:
        quoted += [transfer.quoted, *transfer.evidence.values(), *(item.quoted for item in transfer.items)]
    in_text = all(text[q.span.start : q.span.end] == q.wording for q in quoted)
    return in_text and all(w.span is None or 0 <= w.span.start <= w.span.end <= len(text) for w in reading.warnings)


def core(reading: Reading) -> list[Any]:
    """Give what must not depend on how the text is set: fields, quantities and names of systems without blanks."""
    return [
        (
            t.purchaser.code if t.purchaser else None, t.transmittal, t.amends, t.received_on, t.status,
            t.total_usd, t.mde_usd, t.other_usd,
            [(i.quantity, i.qualifier, "".join(i.system.split())) for i in t.items if i.mde],
        )
        for t in reading.transfers
    ]  # fmt: skip
