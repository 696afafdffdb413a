"""Writing an export: JSON Lines, CSV or Parquet in a ZIP, an SQLite casebook. Same tables, same heading in each."""

import csv
import io
import json
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from counterpoise import __version__
from counterpoise.casebook.assembling import document_of
from counterpoise.casebook.citations import CITATION_WRITERS, in_order
from counterpoise.casebook.interchange import TABLES, Contents, Record, gather, readings_of
from counterpoise.casebook.search import CaseFilter
from counterpoise.casebook.store import Store
from counterpoise.errors import InvalidInput

README = """An export of a Counterpoise casebook.

metadata.json says what was exported: filters, counts, licence, version. Each table is one file:
  documents   what was read, by whom it was published, when, and where it is from
  statements  what each document says of one field, in its words, with the span they stand at
  decisions   merges, splits and bundles that a person signed
  cases       one line a case, made from the statements
  links       which document belongs to which case, how surely, and why
An empty cell is "not known". `value` is JSON; `state` tells a value from unknown and from not applicable.
`counterpoise cases import FILE` takes the file back.
"""
SUFFIXES = {".jsonl": "jsonl", ".zip": "csv", ".parquet.zip": "parquet", ".sqlite": "sqlite", ".json": "csl",
            ".ris": "ris", ".bib": "bibtex"}  # fmt: skip
_FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)  # the earliest a ZIP can say: the same export gives the same bytes


def format_of(path: Path) -> str:
    """Give the format that a file's name asks for. Raises InvalidInput."""
    name = path.name.lower()
    for suffix in sorted(SUFFIXES, key=len, reverse=True):
        if name.endswith(suffix):
            return SUFFIXES[suffix]
    raise InvalidInput(
        f"{path} says no format. End the name in {', '.join(SUFFIXES)}, or give one with --as "
        f"({', '.join(SUFFIXES.values())})."
    )


def write_file(path: Path, write: Callable[[Path], None]) -> None:
    """Let `write` fill a file beside `path` and put it there only when it is whole. Raises InvalidInput."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        os.close(handle)
        try:
            write(Path(name))
            os.chmod(name, 0o666 & ~_umask())
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise InvalidInput(
            f"{path} cannot be written: {error.strerror}. Name a file in a folder you may write."
        ) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def write_jsonl(contents: Contents, path: Path) -> None:
    """Write one JSON object a line: the heading, then every record with the name of its table."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(_line(contents.heading))
        for table in TABLES:
            file.writelines(_line({"table": table, **record}) for record in contents.tables[table])


def _line(record: Mapping[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"


def write_csv(contents: Contents, path: Path) -> None:
    """Write a ZIP of one CSV file a table, with metadata.json and README.txt."""
    files = {f"{table}.csv": _csv(table, contents.tables[table]).encode() for table in TABLES}
    _write_zip(path, contents, files)


def _csv(table: str, records: Iterable[Record]) -> str:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=list(TABLES[table]), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(records)
    return text.getvalue()


def _write_zip(path: Path, contents: Contents, files: Mapping[str, bytes]) -> None:
    metadata = json.dumps({**contents.heading, "columns": TABLES}, ensure_ascii=False, indent=1).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {"metadata.json": metadata, "README.txt": README.encode(), **files}.items():
            archive.writestr(zipfile.ZipInfo(name, _FIRST_MOMENT), data, compress_type=zipfile.ZIP_DEFLATED)


def write_parquet(contents: Contents, path: Path) -> None:
    """Write a ZIP of one Parquet file a table, the heading in each file's metadata too. Needs the extra `data`."""
    duckdb = import_duckdb()
    files = {}
    with tempfile.TemporaryDirectory() as folder, duckdb.connect(":memory:") as connection:
        connection.execute("SET threads = 1")
        for table, columns in TABLES.items():
            source, target = Path(folder) / f"{table}.jsonl", Path(folder) / f"{table}.parquet"
            with source.open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(_line(record) for record in contents.tables[table])
            kinds = {"text": "VARCHAR", "whole": "BIGINT", "number": "DOUBLE"}
            shape = ", ".join(f"{name}: '{kinds[kind]}'" for name, kind in columns.items())
            heading = json.dumps(contents.heading, ensure_ascii=False).replace("'", "''")
            connection.execute(
                f"COPY (SELECT * FROM read_json('{source}', format='newline_delimited', columns={{{shape}}}, "  # noqa: S608
                f"maximum_object_size=67108864)) TO '{target}' "
                f"(FORMAT parquet, KV_METADATA {{counterpoise: '{heading}'}})"
            )
            files[f"{table}.parquet"] = target.read_bytes()
    _write_zip(path, contents, files)


def import_duckdb() -> Any:
    """Give the library that reads and writes Parquet. Raises InvalidInput where it is not installed."""
    try:
        import duckdb
    except ModuleNotFoundError as error:
        raise InvalidInput("Parquet needs DuckDB: pip install 'counterpoise[data]'. Or export as .jsonl.") from error
    return duckdb


WRITERS: Mapping[str, Callable[[Contents, Path], None]] = {
    "jsonl": write_jsonl, "csv": write_csv, "parquet": write_parquet,
}  # fmt: skip


def export_cases(
    store: Store, path: Path, *, wanted: CaseFilter | None, form: str | None, with_texts: bool
) -> Mapping[str, Any]:  # fmt: skip
    """Write the cases that a filter lets through, or everything for None, to a file; give the heading."""
    form = form or format_of(path)
    with store.reading() as tx:
        case_ids = None if wanted is None else [row["case_id"] for row in tx.list_cases(wanted)]
        contents = gather(tx, case_ids, filters=wanted.as_json() if wanted else {}, version=__version__,
                          with_texts=with_texts)  # fmt: skip
        if form in CITATION_WRITERS:
            documents = in_order(document_of(row) for row in tx.everything_of(case_ids)[0])
            text = CITATION_WRITERS[form](documents, contents.heading)
            write_file(path, lambda target: _write_text(target, text))
            return contents.heading
    if form == "sqlite":
        write_file(path, lambda target: write_casebook(contents, target))
    elif form in WRITERS:
        write_file(path, lambda target: WRITERS[form](contents, target))
    else:
        known = ", ".join([*WRITERS, "sqlite", *CITATION_WRITERS])
        raise InvalidInput(f"{form!r} is no format of an export. Use one of {known}.")
    return contents.heading


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")


def write_casebook(contents: Contents, path: Path) -> None:
    """Write a casebook of its own in SQLite, with the heading in the table `export_metadata`."""
    import sqlite3

    from counterpoise.casebook.recording import record_readings
    from counterpoise.casebook.sqlite import SqliteStore

    path.unlink()
    store = SqliteStore(path)
    at = max((record["recorded_at"] for record in contents.tables["documents"]), default="1970-01-01T00:00:00+00:00")
    with store.writing() as tx:
        rows = readings_of(contents.tables["documents"], contents.tables["statements"])
        for row in contents.tables["decisions"]:
            tx.add_decision(row)
        record_readings(tx, (reading for _, reading in rows), at)
    store.dispose()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE export_metadata (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
        told = [(name, json.dumps(value, ensure_ascii=False)) for name, value in contents.heading.items()]
        connection.executemany("INSERT INTO export_metadata VALUES (?, ?)", told)
    connection.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
    connection.close()


def read_export(path: Path) -> tuple[Mapping[str, Any], Mapping[str, Sequence[Record]]]:
    """Read a JSON Lines, CSV or Parquet export: heading and tables. Raises InvalidInput: what is wrong, and where."""
    with path.open("rb") as start:
        if start.read(4) == b"PK\x03\x04":
            return _read_zip(path)
    number = 0
    tables: dict[str, list[Record]] = {table: [] for table in TABLES}
    heading: Mapping[str, Any] = {}
    with path.open(encoding="utf-8") as file:
        try:
            for number, line in enumerate(file, 1):
                record = json.loads(line)
                if number == 1:
                    heading = record
                elif record.get("table") in tables:
                    tables[record.pop("table")].append(record)
                else:
                    raise InvalidInput(f"{path}, line {number}: {record.get('table')!r} is no table of an export.")
        except (json.JSONDecodeError, UnicodeDecodeError, AttributeError) as error:
            raise InvalidInput(
                f"{path}, line {number + 1 if isinstance(error, UnicodeDecodeError) else number}: {error}. The export "
                "is cut off or damaged: export it again."
            ) from error
    return heading, tables


def _read_zip(path: Path) -> tuple[Mapping[str, Any], Mapping[str, Sequence[Record]]]:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if "metadata.json" not in names:
                raise InvalidInput(f"{path} is a ZIP archive without metadata.json: no export of a casebook.")
            heading = json.loads(archive.read("metadata.json"))
            if "documents.parquet" in names:
                return heading, {table: _read_parquet(archive.read(f"{table}.parquet")) for table in TABLES}
            return heading, {table: _read_csv(table, archive.read(f"{table}.csv").decode()) for table in TABLES}
    except (zipfile.BadZipFile, KeyError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise InvalidInput(f"{path} is damaged or not whole ({error}). Export it again.") from error


def _read_csv(table: str, text: str) -> list[Record]:
    records = []
    for number, row in enumerate(csv.DictReader(io.StringIO(text, newline="")), 2):
        record: Record = {}
        for name, kind in TABLES[table].items():
            cell = row.get(name)
            if cell is None:
                raise InvalidInput(f"{table}.csv, row {number}: the column {name} is missing.")
            try:
                record[name] = _EMPTY.get((table, name)) if cell == "" else _READ[kind](cell)
            except ValueError as error:
                raise InvalidInput(f"{table}.csv, row {number}: {name} is {cell!r}, which is no number.") from error
        records.append(record)
    return records


_READ: Mapping[str, Callable[[str], Any]] = {"text": str, "whole": int, "number": float}
_EMPTY = {("statements", "wording"): "", ("documents", "reader"): ""}  # the columns in which empty is a value


def _read_parquet(data: bytes) -> list[Record]:
    with tempfile.NamedTemporaryFile(suffix=".parquet") as file:
        file.write(data)
        file.flush()
        with import_duckdb().connect(":memory:") as connection:
            found = connection.execute("SELECT * FROM read_parquet(?)", [file.name])
            names = [column[0] for column in found.description]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
