"""References to documents, for reference managers: CSL-JSON, RIS, BibTeX."""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from counterpoise.casebook.case import DocumentRecord
from counterpoise.sources import file_name

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One thing to cite. `type` is a CSL type; `issued` ISO, cut to its precision, "" where no day is known."""

    key: str
    type: str
    title: str
    issued: str
    note: str
    url: str = ""
    language: str = ""
    author: str = ""
    publisher: str = ""
    number: str = ""

    @property
    def date_parts(self) -> list[int]:
        """Year, month and day as far as they are known."""
        found = re.match(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$", self.issued)
        return [int(part) for part in found.groups() if part] if found else []


def reference_of(document: DocumentRecord) -> Reference:
    """Give the reference to a document of the casebook; its note says where it is there."""
    published = document.published_on.date if document.published_on else None
    return Reference(
        key=f"counterpoise-{document.document_id.removeprefix('sha256:')[:12]}",
        type=_CSL_TYPES.get(document.kind, "report"),
        title=re.sub(r"\s+", " ", document.title or file_name(document.path)).strip(),
        issued=published or "",
        note=f"{document.kind}, {document.grade}; {document.document_id}",
        url=document.source_url or "",
        language=document.language or "",
    )


def as_csl(references: Sequence[Reference], heading: Mapping[str, Any]) -> str:
    """Give CSL-JSON; the first item's note says what was exported."""
    items = []
    for one in references:
        item: dict[str, Any] = {"id": one.key, "type": one.type, "title": one.title}
        if one.author:
            item["author"] = [{"literal": one.author}]
        if one.url:
            item["URL"] = one.url
        if one.date_parts:
            item["issued"] = {"date-parts": [one.date_parts]}
        more = {"language": one.language, "publisher": one.publisher, "number": one.number, "note": one.note}
        item |= {name: value for name, value in more.items() if value}
        items.append(item)
    if items:
        items[0]["note"] += f"; exported by Counterpoise: {json.dumps(heading, ensure_ascii=False)}"
    return json.dumps(items, ensure_ascii=False, indent=1) + "\n"


def as_ris(references: Sequence[Reference], heading: Mapping[str, Any]) -> str:
    """Give RIS, one record a reference."""
    lines = [f"N1  - Exported by Counterpoise: {json.dumps(heading, ensure_ascii=False)}"]
    records = []
    for one in references:
        record = [f"TY  - {_RIS_TYPES[one.type]}", f"ID  - {one.key}", f"TI  - {one.title}"]
        if one.author:
            record.append(f"AU  - {one.author},")  # a body, not a person: the comma keeps its name whole
        if one.date_parts:
            record += [f"PY  - {one.date_parts[0]}", f"DA  - {'/'.join(f'{part:02d}' for part in one.date_parts)}"]
        more = (("UR", one.url), ("PB", one.publisher), ("M1", one.number))
        record += [f"{tag}  - {value}" for tag, value in more if value]
        record += [f"N1  - {one.note}", *lines, "ER  - "]
        lines = []
        records.append("\r\n".join(record) + "\r\n")
    return "\r\n".join(records)


def as_bibtex(references: Sequence[Reference], heading: Mapping[str, Any]) -> str:
    """Give BibTeX, one entry a reference."""
    entries = [f"% Exported by Counterpoise: {json.dumps(heading, ensure_ascii=True)}"]
    for one in references:
        fields = {"title": f"{{{one.title.translate(_BIBTEX_ESCAPES)}}}"}
        if one.author:
            fields["author"] = f"{{{one.author.translate(_BIBTEX_ESCAPES)}}}"
        if one.date_parts:
            fields["year"] = str(one.date_parts[0])
        if len(one.date_parts) == 3:
            fields["date"] = one.issued
        if one.url:
            fields["url"] = re.sub(r"[{}\\\s]", "", one.url)
        more = {"publisher": one.publisher, "number": one.number, "note": one.note.split(";")[0]}
        fields |= {name: value.translate(_BIBTEX_ESCAPES) for name, value in more.items() if value}
        inside = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
        entries.append(f"@misc{{{one.key},\n{inside}\n}}")
    return "\n\n".join(entries) + "\n"


CITATION_WRITERS: Mapping[str, Callable[[Sequence[Reference], Mapping[str, Any]], str]] = {
    "csl": as_csl, "ris": as_ris, "bibtex": as_bibtex,
}  # fmt: skip


def in_order(documents: Iterable[DocumentRecord]) -> list[Reference]:
    """Give each document's reference once, by the day from which it was known."""
    found = {document.document_id: document for document in documents}
    return [reference_of(d) for d in sorted(found.values(), key=lambda d: (d.known_from, d.document_id))]
