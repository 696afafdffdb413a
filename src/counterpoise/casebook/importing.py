"""Taking files into a casebook: all of a file or nothing of it, with a report of the rows that were not taken."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from counterpoise.casebook.batching import NewReading, check_reading
from counterpoise.casebook.exporting import read_export
from counterpoise.casebook.handmade import handmade_reading, read_handmade
from counterpoise.casebook.interchange import TABLES, check_heading, readings_of
from counterpoise.casebook.ledger import (
    ledger_reading,
    read_ledger,
    read_resolutions,
    resolution_readings,
    shipped_table,
)
from counterpoise.casebook.recording import record_readings, update_cases
from counterpoise.casebook.register import read_register, register_reading
from counterpoise.casebook.store import Store, Writer
from counterpoise.casebook.tabular import ImportRejected, RejectedRow, Table, read_bytes
from counterpoise.errors import InvalidInput

SHIPPED = ("ledger", "resolutions")
_READERS: Mapping[str, Callable[[bytes, str], Table]] = {
    "ledger": read_ledger, "resolutions": read_resolutions, "register": read_register,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What came of an import. `rejected` rows were left out because the user allowed it."""

    name: str
    kind: str
    n_rows: int
    n_new: int
    n_known: int
    rejected: tuple[RejectedRow, ...]
    case_ids: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Give every part by name."""
        return {
            "name": self.name, "kind": self.kind, "n_rows": self.n_rows, "n_new": self.n_new, "n_known": self.n_known,
            "rejected": [{"row": r.row, "reason": r.reason} for r in self.rejected], "case_ids": list(self.case_ids),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """A file made ready: what kind it is, its digest, its rows, and how each becomes a reading."""

    name: str
    kind: str
    digest: str
    rows: Sequence[tuple[int, Any]]
    read: Callable[[int, Any], Sequence[NewReading]]
    decisions: Sequence[Mapping[str, Any]] = ()


def open_source(what: str | Path) -> Source:
    """Make a file ready for import: an export, a ledger, a trade register, statements by hand; or a shipped table.

    `what` is a path, or "ledger" or "resolutions" for the tables that come with Counterpoise. Raises InvalidInput.
    """
    if str(what) in SHIPPED:
        return _table_source(shipped_table(str(what)), str(what))
    path = Path(what)
    data = read_bytes(path)
    if data.startswith(b"SQLite format 3\x00"):
        return _casebook_source(path, hashlib.sha256(data).hexdigest())
    if data.startswith((b"PK\x03\x04", b'{"counterpoise_export"')):
        return _export_source(path, hashlib.sha256(data).hexdigest())
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"[", b"{")):
        entries = read_handmade(data, path)
        return Source(str(path), "statements", hashlib.sha256(data).hexdigest(), entries,
                      lambda _, entry: [handmade_reading(entry, path.parent)])  # fmt: skip
    start = data[:20_000].decode("utf-8", "replace")
    for word, kind in (("notified_on,", "ledger"), ("resolution,congress", "resolutions"), ("ecipient,", "register")):
        if word in start:
            return _table_source(_READERS[kind](data, str(path)), kind)
    raise InvalidInput(
        f"{path} is none of the files that can be imported: an export (.jsonl, .zip, .sqlite), a ledger (its header "
        "begins with notified_on), a SIPRI trade register (Recipient), or statements by hand (.json). "
        "A notice or an article is read with `counterpoise dossier`."
    )


def _table_source(table: Table, kind: str) -> Source:
    def read(number: int, row: Mapping[str, str]) -> Sequence[NewReading]:
        name = f"{table.name}, row {number}"
        if kind == "resolutions":
            return resolution_readings(row, name)
        return [ledger_reading(row, name) if kind == "ledger" else register_reading(row, table.columns, name)]

    return Source(table.name, kind, table.digest, table.records(), read)


def _export_source(path: Path, digest: str) -> Source:
    heading, tables = read_export(path)
    check_heading(heading, str(path))
    wrong = [name for name, n in heading.get("counts", {}).items() if name in TABLES and len(tables[name]) != n]
    if wrong:
        raise InvalidInput(f"{path} is not whole: {wrong[0]} should have {heading['counts'][wrong[0]]} rows and has "
                           f"{len(tables[wrong[0]])}. Export it again.")  # fmt: skip
    rows = list(readings_of(tables["documents"], tables["statements"]))
    return Source(str(path), "export", digest, rows, lambda _, reading: [reading], tables["decisions"])


def _casebook_source(path: Path, digest: str) -> Source:
    from counterpoise.casebook.interchange import gather
    from counterpoise.casebook.opening import open_store

    store = open_store(path, read_only=True)
    try:
        store.check()
        with store.reading() as tx:
            contents = gather(tx, None, filters={}, version="", with_texts=True)
    finally:
        store.dispose()
    rows = list(readings_of(contents.tables["documents"], contents.tables["statements"]))
    return Source(str(path), "casebook", digest, rows, lambda _, reading: [reading], contents.tables["decisions"])


def import_source(store: Store, source: Source, at: str, *, skip_rejected: bool = False) -> ImportReport:
    """Take a source into a store in one transaction.

    Raises ImportRejected, with nothing taken, when a row cannot be read, unless `skip_rejected`. Rows that are there
    already, word for word, change nothing.
    """
    good, rejected = sort_rows(source)
    if rejected and not skip_rejected:
        raise ImportRejected(source.name, rejected, len(source.rows))
    with store.writing() as tx:
        added = record_readings(tx, good, at)
        changed = _add_decisions(tx, source.decisions)
        if changed:
            update_cases(tx, tx.mentions_of_refs(changed), at)
        n_new = sum(one.is_new for one in added)
        tx.insert("imports", [{
            "import_key": tx.next_key("imports"), "name": source.name, "kind": source.kind, "digest": source.digest,
            "n_rows": len(source.rows), "n_new": n_new, "n_rejected": len(rejected),
            "rejected": json.dumps([[r.row, r.reason] for r in rejected], ensure_ascii=False), "recorded_at": at,
        }] if n_new or rejected or changed else [])  # fmt: skip
    cases = {case.case_id for one in added if one.is_new for case in one.cases}
    return ImportReport(
        name=source.name, kind=source.kind, n_rows=len(source.rows), n_new=n_new, n_known=len(added) - n_new,
        rejected=tuple(rejected), case_ids=tuple(sorted(cases)),
    )  # fmt: skip


def sort_rows(source: Source) -> tuple[list[NewReading], list[RejectedRow]]:
    """Read every row of a source; give the readings and the rows that cannot be taken, with reasons."""
    good: list[NewReading] = []
    rejected: list[RejectedRow] = []
    seen: dict[str, int] = {}
    for number, row in source.rows:
        try:
            readings = source.read(number, row)
            for reading in readings:
                check_reading(reading)
        except InvalidInput as error:
            rejected.append(RejectedRow(number, error.message))
            continue
        first = min(seen.setdefault(reading.document.id, number) for reading in readings)
        if first != number:
            rejected.append(RejectedRow(number, f"says the same as row {first}: keep one of the two"))
            continue
        good += readings
    return good, rejected


def _add_decisions(tx: Writer, decisions: Iterable[Mapping[str, Any]]) -> list[str]:
    def fresh() -> Iterator[Mapping[str, Any]]:
        for row in decisions:
            if tx.add_decision({name: row[name] for name in TABLES["decisions"]}):
                yield row

    return sorted({ref for row in fresh() for ref in json.loads(row["subject"])})
