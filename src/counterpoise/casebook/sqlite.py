"""The store on SQLite, the default: one file, write-ahead log, full synchronisation."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from counterpoise.casebook import schema
from counterpoise.casebook.migrating import upgrade
from counterpoise.casebook.search import RANKED, TextQuery, matches_any
from counterpoise.casebook.sql import SqlStore
from counterpoise.casebook.store import Row
from counterpoise.errors import StoreError

APPLICATION_ID = 0x43504F53  # "CPOS" in the file's header tells a casebook from any other SQLite file
WAIT_SECONDS = 10.0

# Full text stands beside the tables it indexes. It is filled by `index_text`, a run of rows at once: a trigger would do
# it row by row and take seven times as long. `check` compares the two.
FULL_TEXT = (
    """CREATE VIRTUAL TABLE documents_fts USING fts5(text, content='documents', content_rowid='document_key',
       tokenize='porter unicode61 remove_diacritics 2')""",
    """CREATE VIRTUAL TABLE quotations_fts USING fts5(wording, content='quotations', content_rowid='statement_key',
       tokenize='porter unicode61 remove_diacritics 2')""",
)
_INDEX = {
    "documents": """INSERT INTO documents_fts(rowid, text) SELECT document_key, text FROM documents
                    WHERE document_key BETWEEN ? AND ? AND text IS NOT NULL""",
    "quotations": """INSERT INTO quotations_fts(rowid, wording) SELECT statement_key, wording FROM quotations
                     WHERE statement_key BETWEEN ? AND ?""",
}

# First the keys of the best matches; only those have their extract made.
_FIRST_KEYS = "SELECT rowid FROM {table} WHERE {table} MATCH :words ORDER BY rowid DESC LIMIT :enough"
_BEST_KEYS = "SELECT rowid FROM {table} WHERE {table} MATCH :words ORDER BY rank LIMIT :most"
_FIND_DOCUMENTS = """
SELECT 'document' AS kind, d.document_id, r.reading_key, NULL AS ordinal, r.title, r.known_from,
       snippet(documents_fts, 0, char(1), char(2), ' ... ', 32) AS extract, documents_fts.rowid AS key
FROM documents_fts JOIN documents d ON d.document_key = documents_fts.rowid
JOIN readings r ON r.document_key = d.document_key AND r.superseded_at IS NULL
WHERE documents_fts MATCH :words AND documents_fts.rowid IN :keys"""
_FIND_QUOTATIONS = """
SELECT q.field AS kind, d.document_id, r.reading_key, s.ordinal, r.title, r.known_from,
       highlight(quotations_fts, 0, char(1), char(2)) AS extract, quotations_fts.rowid AS key
FROM quotations_fts JOIN quotations q ON q.statement_key = quotations_fts.rowid
JOIN statements s ON s.statement_key = q.statement_key
JOIN readings r ON r.reading_key = q.reading_key AND r.superseded_at IS NULL
JOIN documents d ON d.document_key = r.document_key
WHERE quotations_fts MATCH :words AND quotations_fts.rowid IN :keys"""


def find_text(connection: Connection, query: TextQuery, most: int) -> tuple[list[Row], list[Row]]:
    """Give the best places in documents and in quotations, with marks around the words."""
    words = " AND ".join(matches_any(group) for group in query.wanted)
    words = " NOT ".join([f"({words})", *([matches_any(query.unwanted)] if query.unwanted else [])])
    return (
        _find(connection, "documents_fts", _FIND_DOCUMENTS, words, most),
        _find(connection, "quotations_fts", _FIND_QUOTATIONS, words, most),
    )


def _find(connection: Connection, table: str, statement: str, words: str, most: int) -> list[Row]:
    """Give the best rows of one full-text table, the best first."""
    values: dict[str, Any] = {"words": words, "most": most, "enough": RANKED + 1}
    keys = list(connection.execute(sa.text(_FIRST_KEYS.format(table=table)), values).scalars())
    if len(keys) <= RANKED:  # of more, the newest stand for the best: ranking them would take seconds
        keys = list(connection.execute(sa.text(_BEST_KEYS.format(table=table)), values).scalars())
    place = {key: number for number, key in enumerate(keys[:most])}
    if not place:
        return []
    shown = sa.text(statement).bindparams(sa.bindparam("keys", expanding=True))
    rows = connection.execute(shown, {"words": words, "keys": list(place)}).mappings()
    return sorted(rows, key=lambda row: place[row["key"]])  # type: ignore[arg-type]


def insert_rows(connection: Connection, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Add many rows by the driver's own means; the names are those of our schema."""
    places = ", ".join("?" * len(columns))
    connection.exec_driver_sql(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})", list(rows))  # noqa: S608


def index_text(connection: Connection, table: str, first_key: int, last_key: int) -> None:
    """Put a run of rows into the full-text index."""
    connection.exec_driver_sql(_INDEX[table], (first_key, last_key))


class SqliteStore(SqlStore):
    """A casebook in one SQLite file."""

    find_text = staticmethod(find_text)
    insert_rows = staticmethod(insert_rows)
    index_text = staticmethod(index_text)

    def __init__(self, path: Path, *, read_only: bool = False, wait_seconds: float = WAIT_SECONDS) -> None:
        self.path = path
        self.wait_seconds = wait_seconds
        super().__init__(_engine(path, read_only=read_only, wait_seconds=wait_seconds), str(path))
        with self.closing_on_failure(), self.named_errors(), self.engine.connect() as connection:
            self._make_or_check(connection, read_only=read_only)

    def _make_or_check(self, connection: Connection, *, read_only: bool) -> None:
        """Make the tables in an empty file, or bring an older casebook to this schema: wholly or not at all."""
        with connection.begin():
            state = self._state(connection)
        if state == "casebook" or (state == "empty" and read_only):
            return
        if read_only:
            raise StoreError(f"{self.path} has an older schema. Open it once for writing to bring it up to date.")
        with connection.execution_options(**self.writing_options).begin():
            state = self._state(connection)  # another process may have been quicker
            if state == "empty":
                create_tables(connection)
            elif state == "older":
                upgrade(connection)

    def _state(self, connection: Connection) -> str:
        """Give "empty", "older" or "casebook". Raises StoreError for another program's file or an unknown version."""
        tables = set(connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars())
        if not tables:
            return "empty"
        mark = connection.exec_driver_sql("PRAGMA application_id").scalar()
        if mark != APPLICATION_ID or "alembic_version" not in tables:
            raise StoreError(
                f"{self.path} is an SQLite file of another program (its first table is {min(tables)}). "
                "Name another file for the casebook; one that does not exist is made."
            )
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        if found not in schema.RELEASED:
            raise StoreError(
                f"{self.path} was written by a newer Counterpoise (its schema is {found}; this one knows "
                f"{', '.join(schema.RELEASED)}). Update Counterpoise, or open another casebook. Nothing was changed."
            )
        return "casebook" if found == schema.SCHEMA_VERSION else "older"

    def check(self) -> None:
        """Run SQLite's integrity check and its check of foreign keys. Raises StoreError."""
        with self.reading() as snapshot:
            connection: Connection = snapshot.connection  # type: ignore[attr-defined]
            said = list(connection.exec_driver_sql("PRAGMA integrity_check").scalars())
            orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if said != ["ok"] or orphans:
            raise StoreError(self._name_error(f"malformed: {'; '.join(said[:3])}; {len(orphans)} rows without parent"))

    def _name_error(self, complaint: str) -> str:
        for marks, message in _COMPLAINTS:
            if any(mark in complaint for mark in marks):
                return message.format(path=self.path, wait=self.wait_seconds, complaint=complaint)
        return f"The casebook {self.path} failed: {complaint}. Nothing of this step was saved."


_LOCKED = """The casebook {path} is locked: another process has been writing for more than {wait:g} s. Wait for it to \
end, or stop it, and repeat the command. Nothing of this step was saved."""
_FULL = """The disk that holds the casebook {path} is full or fails ({complaint}). Free some space and repeat the \
command. Nothing of this step was saved; what was saved before is kept."""
_DAMAGED = """The casebook {path} is damaged or no SQLite file ({complaint}). Do not write to it. Restore a copy, or \
recover what can be read with `sqlite3 {path} .recover`, and check the copy with `counterpoise cases list`."""
_READ_ONLY = """The casebook {path} cannot be written: the file or its folder is read-only. Change its permissions, \
or name another casebook."""
_UNREACHABLE = """The casebook {path} cannot be opened. Check that the folder exists and may be written, or name \
another file."""
_COMPLAINTS = (
    (("locked", "busy"), _LOCKED),
    (("disk is full", "disk I/O error"), _FULL),
    (("not a database", "malformed", "file is encrypted", "missing from index"), _DAMAGED),
    (("readonly", "read-only"), _READ_ONLY),
    (("unable to open",), _UNREACHABLE),
)


def _engine(path: Path, *, read_only: bool, wait_seconds: float) -> sa.Engine:
    def connect() -> sqlite3.Connection:
        address = f"{path.resolve().as_uri()}{'?mode=ro' if read_only else ''}"
        connection = sqlite3.connect(address, uri=True, timeout=wait_seconds, isolation_level=None,
                                     check_same_thread=False)  # fmt: skip
        try:
            _prepare(connection, read_only=read_only)
        except BaseException:
            connection.close()
            raise
        return connection

    engine = sa.create_engine("sqlite://", creator=connect, poolclass=sa.pool.QueuePool)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection, *, read_only: bool) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA cache_size = -65536")
    connection.execute("PRAGMA temp_store = MEMORY")
    if not read_only:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")  # acknowledged means on the disk, even when the power goes


def _begin(connection: Connection) -> None:
    # The driver is in autocommit mode; a writer takes the lock at once, so that it cannot fail half-way.
    writes = connection.get_execution_options().get("counterpoise_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def create_tables(connection: Connection) -> None:
    """Make the newest schema in an empty database. A test holds it equal to what the migrations make."""
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    schema.metadata.create_all(connection, checkfirst=False)
    for statement in FULL_TEXT:
        connection.exec_driver_sql(statement)
    connection.execute(schema.alembic_version.insert(), {"version_num": schema.SCHEMA_VERSION})
