"""Documents and statements that a person writes down by hand, as JSON: the way in for what no reader can read.

The file is a list of objects with `document` and `statements`:

    [{"document": {"text": "...", "kind": "fact_note", "grade": "secondary", "title": "...",
                   "published_on": "2020-12-09", "source_url": "https://..."},
      "statements": [{"field": "purchaser", "value": "ARE", "wording": "the Emirates", "transfer": "t1"},
                     {"field": "total_usd", "unknown": "the figure is blacked out", "wording": "the sale"}]}]

`text_file` may stand for `text`: a file beside this one. A wording that stands more than once in the text needs its
`span` ([start, end]) as well. `value`, `unknown` and `not_applicable` exclude one another.
"""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from counterpoise.casebook.batching import NewReading
from counterpoise.dates import PartialDate
from counterpoise.errors import InvalidInput
from counterpoise.sources import Document, NotApplicable, Span, Statement, Unknown

_PRECISION = {4: "year", 7: "month", 10: "day"}


def read_handmade(data: bytes, path: Path) -> list[tuple[int, Mapping[str, Any]]]:
    """Read the file into its entries, numbered from 1. Raises InvalidInput."""
    try:
        entries = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise InvalidInput(f"{path} is no JSON in UTF-8: {error}.") from error
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise InvalidInput(f"{path} should hold a list of objects, each with a document and its statements.")
    return list(enumerate(entries, 1))


def handmade_reading(entry: Mapping[str, Any], folder: Path) -> NewReading:
    """Give an entry as a document with statements. Raises InvalidInput with what is wrong in it."""
    about = entry.get("document")
    if not isinstance(about, dict):
        raise InvalidInput("it has no document: give an object with text, kind and grade")
    unknown = set(about) - {"text", "text_file", "kind", "grade", "title", "published_on", "source_url", "language",
                            "name"}  # fmt: skip
    if unknown:
        raise InvalidInput(f"its document has parts that are not known: {', '.join(sorted(unknown))}")
    document = _document(about, folder)
    told = entry.get("statements", [])
    if not isinstance(told, list):
        raise InvalidInput("its statements are no list")
    statements = tuple(_statement(document, place, said) for place, said in enumerate(told, 1))
    for part in ("kind", "grade"):
        if not isinstance(about.get(part), str):
            raise InvalidInput(f"its document has no {part}")
    return NewReading(
        document=document, statements=statements, kind=about["kind"], grade=about["grade"], title=about.get("title"),
        published_on=_published(about.get("published_on")), language=about.get("language"), reader="by hand",
        source_url=about.get("source_url"),
    )  # fmt: skip


def _document(about: Mapping[str, Any], folder: Path) -> Document:
    text = about.get("text")
    name = about.get("name") or about.get("text_file") or "written by hand"
    if text is None and isinstance(about.get("text_file"), str):
        file = (folder / about["text_file"]).resolve()
        if not file.is_relative_to(folder.resolve()):
            raise InvalidInput(f"its text_file {about['text_file']!r} lies outside the folder of this file")
        try:
            text = file.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise InvalidInput(f"its text_file {about['text_file']!r} cannot be read: {error}") from error
    if not isinstance(text, str) or not text.strip():
        raise InvalidInput("its document has no text: give text, or text_file")
    try:
        data = text.encode()
    except UnicodeEncodeError as error:
        raise InvalidInput(f"its text holds half a surrogate pair at {error.start}") from error
    return Document(id=f"sha256:{sha256(data).hexdigest()}", path=str(name), text=text, media_type="text/plain",
                    encoding="utf-8", size_bytes=len(data))  # fmt: skip


def _statement(document: Document, place: int, said: Any) -> Statement[Any]:
    where = f"its statement {place}"
    if not isinstance(said, dict) or not isinstance(said.get("field"), str) or not isinstance(said.get("wording"), str):
        raise InvalidInput(f"{where} needs field and wording")
    given = [name for name in ("value", "unknown", "not_applicable") if name in said]
    if len(given) != 1:
        raise InvalidInput(f"{where} ({said['field']}) needs exactly one of value, unknown, not_applicable")
    value: Any = said[given[0]]
    if given[0] != "value":
        value = Unknown(str(value)) if given[0] == "unknown" else NotApplicable(str(value))
    return Statement(field=said["field"], value=value, wording=said["wording"], span=_span(document, where, said),
                     document_id=document.id, transfer=said.get("transfer"))  # fmt: skip


def _span(document: Document, where: str, said: Mapping[str, Any]) -> Span:
    wording = said["wording"]
    if "span" in said:
        if not isinstance(said["span"], Sequence) or len(said["span"]) != 2:
            raise InvalidInput(f"{where}: a span is [start, end]")
        return Span(int(said["span"][0]), int(said["span"][1]))
    n_found = document.text.count(wording) if wording else 0
    if n_found != 1:
        how = "does not stand in the text" if n_found == 0 else f"stands {n_found} times in the text: give its span"
        raise InvalidInput(f"{where} ({said['field']}): {wording!r} {how}")
    start = document.text.index(wording)
    return Span(start, start + len(wording))


def _published(day: Any) -> PartialDate | None:
    if day is None:
        return None
    if not isinstance(day, str) or len(day) not in _PRECISION:
        raise InvalidInput(f"published_on is {day!r}; write 2020-12-09, 2020-12 or 2020")
    return PartialDate(date=day, precision=_PRECISION[len(day)])
