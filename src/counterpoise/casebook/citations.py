"""References to the documents of cases, for reference managers: CSL-JSON, RIS, BibTeX."""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from counterpoise.casebook.case import DocumentRecord

_CSL_TYPES = {
    "news": "article-newspaper", "dsca_release": "webpage", "state_notice": "webpage", "fact_sheet": "webpage",
    "resolution_record": "bill", "trade_register_row": "dataset", "ledger_row": "dataset",
    "congressional_record_letter": "legislation",
}  # fmt: skip
_RIS_TYPES = {"article-newspaper": "NEWS", "webpage": "ELEC", "bill": "BILL", "dataset": "DATA", "legislation": "STAT",
              "report": "RPRT"}  # fmt: skip
_BIBTEX_ESCAPES = str.maketrans({
    "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", "\\": r"\textbackslash{}",
})  # fmt: skip


def _key(document: DocumentRecord) -> str:
    return f"counterpoise-{document.document_id.removeprefix('sha256:')[:12]}"


def _title(document: DocumentRecord) -> str:
    return re.sub(r"\s+", " ", document.title or document.path).strip()


def _type(document: DocumentRecord) -> str:
    return _CSL_TYPES.get(document.kind, "report")


def _date_parts(document: DocumentRecord) -> list[int]:
    """Give year, month and day as far as the day of publication is known."""
    published = document.published_on.date if document.published_on else None
    found = re.match(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$", published or "")
    return [int(part) for part in found.groups() if part] if found else []


def as_csl(documents: Sequence[DocumentRecord], heading: Mapping[str, Any]) -> str:
    """Give CSL-JSON; each item's note says where it is in the casebook, and the first says what was exported."""
    items = []
    for document in documents:
        item: dict[str, Any] = {"id": _key(document), "type": _type(document), "title": _title(document)}
        if document.source_url:
            item["URL"] = document.source_url
        if parts := _date_parts(document):
            item["issued"] = {"date-parts": [parts]}
        if document.language:
            item["language"] = document.language
        item["note"] = f"{document.kind}, {document.grade}; {document.document_id}"
        items.append(item)
    if items:
        items[0]["note"] += f"; exported by Counterpoise: {json.dumps(heading, ensure_ascii=False)}"
    return json.dumps(items, ensure_ascii=False, indent=1) + "\n"


def as_ris(documents: Sequence[DocumentRecord], heading: Mapping[str, Any]) -> str:
    """Give RIS, one record a document."""
    lines = [] if not documents else [f"N1  - Exported by Counterpoise: {json.dumps(heading, ensure_ascii=False)}"]
    records = []
    for document in documents:
        record = [f"TY  - {_RIS_TYPES[_type(document)]}", f"ID  - {_key(document)}", f"TI  - {_title(document)}"]
        parts = _date_parts(document)
        if parts:
            record += [f"PY  - {parts[0]}", f"DA  - {'/'.join(f'{part:02d}' for part in parts)}"]
        if document.source_url:
            record.append(f"UR  - {document.source_url}")
        record += [f"N1  - {document.kind}, {document.grade}; {document.document_id}", *lines, "ER  - "]
        lines = []
        records.append("\r\n".join(record) + "\r\n")
    return "\r\n".join(records)


def as_bibtex(documents: Sequence[DocumentRecord], heading: Mapping[str, Any]) -> str:
    """Give BibTeX, one entry a document."""
    entries = [f"% Exported by Counterpoise: {json.dumps(heading, ensure_ascii=True)}"]
    for document in documents:
        fields = {"title": f"{{{_title(document).translate(_BIBTEX_ESCAPES)}}}"}
        parts = _date_parts(document)
        if parts:
            fields["year"] = str(parts[0])
        if document.published_on and document.published_on.date and len(parts) == 3:
            fields["date"] = document.published_on.date
        if document.source_url:
            fields["url"] = re.sub(r"[{}\\\s]", "", document.source_url)
        fields["note"] = f"{document.kind}, {document.grade}".translate(_BIBTEX_ESCAPES)
        inside = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
        entries.append(f"@misc{{{_key(document)},\n{inside}\n}}")
    return "\n\n".join(entries) + "\n"


CITATION_WRITERS: Mapping[str, Callable[[Sequence[DocumentRecord], Mapping[str, Any]], str]] = {
    "csl": as_csl, "ris": as_ris, "bibtex": as_bibtex,
}  # fmt: skip


def in_order(documents: Iterable[DocumentRecord]) -> list[DocumentRecord]:
    """Give each document once, by the day from which it was known."""
    found = {document.document_id: document for document in documents}
    return sorted(found.values(), key=lambda d: (d.known_from, d.document_id))
