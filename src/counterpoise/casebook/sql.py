"""The store on SQLAlchemy Core: everything that SQLite and PostgreSQL have in common."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from counterpoise.casebook import schema
from counterpoise.casebook.search import CaseFilter, TextQuery
from counterpoise.casebook.sql_queries import (
    cases_of_readings,
    cases_where,
    exported_documents,
    exported_links,
    exported_statements,
    spoken_by,
)
from counterpoise.casebook.store import Row, Snapshot, Writer
from counterpoise.errors import StoreError

FindText = Callable[[Connection, TextQuery, int], tuple[list[Row], list[Row]]]
InsertRows = Callable[[Connection, str, Sequence[str], Sequence[Sequence[Any]]], None]
IndexText = Callable[[Connection, str, int, int], None]
SEARCHED = ("documents", "quotations")

_CHUNK = 500  # values in one IN list
_KEYS = {table.name: next(iter(table.primary_key)).name for table in schema.metadata.sorted_tables if table.primary_key}

_reading_columns = [
    *(c for c in schema.readings.c if c.name not in ("document_key", "digest")),
    schema.documents.c.document_id, schema.documents.c.path, schema.documents.c.source_url,
]  # fmt: skip


def _case_links() -> sa.Select[Any]:
    m, k, r, d = schema.mentions, schema.links, schema.readings, schema.documents
    return (
        sa.select(k.c.case_id, k.c.score, k.c.reasons, k.c.recorded_at.label("linked_at"), m.c.transfer, m.c.said_on,
                  m.c.amends, m.c.received_on, m.c.transmittal, m.c["items"], *_reading_columns)
        .join(m, m.c.mention_key == k.c.mention_key).join(r, r.c.reading_key == m.c.reading_key)
        .join(d, d.c.document_key == r.c.document_key)
    )  # fmt: skip


class SqlSnapshot:
    """Reads inside one transaction."""

    def __init__(self, connection: Connection, find_text: FindText) -> None:
        self.connection = connection
        self._find_text = find_text

    def list_cases(self, wanted: CaseFilter, *, limit: int | None = None) -> list[Row]:
        """Give the lines of the cases that a filter lets through, latest first."""
        return self._rows(cases_where(wanted).limit(limit))

    def find_text(self, query: TextQuery, most: int) -> tuple[list[Row], list[Row]]:
        """Give the best places in documents and in quotations, with marks around the words."""
        return self._find_text(self.connection, query, most)

    def cases_of_readings(self, reading_keys: Iterable[int]) -> list[Row]:
        """Give the (reading, case) pairs of some readings."""
        return self._rows(cases_of_readings(reading_keys))

    def spoken_by(self, actor: str | None, state: str | None) -> list[Row]:
        """Give the statements in which a person or a state speaks, with their reading and document."""
        return self._rows(spoken_by(actor, state))

    def _rows(self, query: sa.Select[Any], **values: Any) -> list[Row]:
        return list(self.connection.execute(query, values).mappings())  # type: ignore[arg-type]

    def _rows_in(self, query: sa.Select[Any], column: sa.ColumnElement[Any], values: Iterable[Any]) -> list[Row]:
        wanted = sorted(set(values))
        found: list[Row] = []
        for start in range(0, len(wanted), _CHUNK):
            found += self._rows(query.where(column.in_(wanted[start : start + _CHUNK])))
        return found

    def document(self, document_id: str) -> Row | None:
        """Give a document with its text."""
        found = self._rows(sa.select(schema.documents).where(schema.documents.c.document_id == document_id))
        return found[0] if found else None

    def documents(self, document_ids: Sequence[str]) -> list[Row]:
        """Give documents with their key and without their text."""
        t = schema.documents
        return self._rows_in(sa.select(t.c.document_id, t.c.document_key, t.c.path), t.c.document_id, document_ids)

    def reading_in_force(self, document_id: str) -> Row | None:
        """Give the latest reading of a document, unless it was revoked."""
        r, d = schema.readings, schema.documents
        found = self._rows(
            sa.select(r).join(d, d.c.document_key == r.c.document_key)
            .where(d.c.document_id == document_id, r.c.superseded_at.is_(None))
        )  # fmt: skip
        return found[0] if found else None

    def _mentions(self) -> sa.Select[Any]:
        m, r = schema.mentions, schema.readings
        return sa.select(m).join(r, r.c.reading_key == m.c.reading_key).where(r.c.superseded_at.is_(None))

    def mentions_of_document(self, document_id: str) -> list[Row]:
        """Give the mentions of a document's reading in force."""
        return self._rows(self._mentions().where(schema.mentions.c.document_id == document_id))

    def mentions_of_purchasers(self, purchasers: Iterable[str]) -> list[Row]:
        """Give the mentions in force that name one of the purchasers."""
        return self._rows_in(self._mentions(), schema.mentions.c.purchaser, purchasers)

    def mentions_of_numbers(self, numbers: Iterable[str]) -> list[Row]:
        """Give the mentions in force whose transmittal, or the one they amend, is one of the numbers."""
        wanted = sorted(set(numbers))
        m = schema.mentions.c
        found = self._rows_in(self._mentions(), m.transmittal, wanted)
        found += self._rows_in(self._mentions(), m.amends, wanted)
        return list({row["mention_key"]: row for row in found}.values())

    def mentions_of_refs(self, refs: Iterable[str]) -> list[Row]:
        """Give the mentions in force by document_id#transfer."""
        wanted = set(refs)
        found = self._rows_in(self._mentions(), schema.mentions.c.document_id, {ref.split("#")[0] for ref in wanted})
        return [row for row in found if f"{row['document_id']}#{row['transfer']}" in wanted]

    def signed_mentions(self) -> list[Row]:
        """Give the mentions in force of signed statements, which say what they are attached to."""
        return self._rows(self._mentions().where(schema.mentions.c.attached_to.is_not(None)))

    def existing_cases(self, case_ids: Iterable[str]) -> set[str]:
        """Give those of the ids that are cases now."""
        found = self._rows_in(sa.select(schema.cases.c.case_id), schema.cases.c.case_id, case_ids)
        return {row["case_id"] for row in found}

    def links_of_mentions(self, mention_keys: Iterable[int]) -> list[Row]:
        """Give the links in force of the mentions."""
        query = sa.select(schema.links).where(schema.links.c.ended_at.is_(None))
        return self._rows_in(query, schema.links.c.mention_key, mention_keys)

    def case_ids_of_document(self, document_id: str) -> list[str]:
        """Give the cases a document belongs to."""
        m, k = schema.mentions, schema.links
        query = (
            sa.select(k.c.case_id).join(m, m.c.mention_key == k.c.mention_key)
            .where(m.c.document_id == document_id, k.c.ended_at.is_(None)).distinct().order_by(k.c.case_id)
        )  # fmt: skip
        return [row["case_id"] for row in self._rows(query)]

    def resolve_case(self, case_id: str) -> str | None:
        """Give the id that a case has now, from any id it ever had; None when there is no such case."""
        seen: set[str] = set()
        while case_id not in seen:
            seen.add(case_id)
            if self._rows(sa.select(schema.cases.c.case_id).where(schema.cases.c.case_id == case_id)):
                return case_id
            found = self._rows(sa.select(schema.aliases.c.case_id).where(schema.aliases.c.alias == case_id))
            if not found:
                return None
            case_id = found[0]["case_id"]
        return None

    def case_rows(
        self, case_id: str, recorded_by: str | None = None, *, with_statements: bool = True
    ) -> tuple[list[Row], list[Row]]:
        """Give a case's links (with reading and document columns) and its statements, as recorded by a moment."""
        k, r, s = schema.links, schema.readings, schema.statements
        query = _case_links().where(k.c.case_id == case_id)
        if recorded_by is None:
            query = query.where(k.c.ended_at.is_(None), r.c.superseded_at.is_(None))
        else:
            query = query.where(
                k.c.recorded_at <= recorded_by, sa.or_(k.c.ended_at.is_(None), k.c.ended_at > recorded_by),
                r.c.recorded_at <= recorded_by, sa.or_(r.c.superseded_at.is_(None), r.c.superseded_at > recorded_by),
            )  # fmt: skip
        links = self._rows(query)
        if not with_statements:
            return links, []
        query = sa.select(s).order_by(s.c.statement_key)
        statements = self._rows_in(query, s.c.reading_key, {row["reading_key"] for row in links})
        return links, statements

    def rows_of_cases(self, case_ids: Iterable[str], fields: Sequence[str]) -> tuple[list[Row], list[Row]]:
        """Give what `case_rows` gives for many cases as they are now, with the statements of some fields only."""
        k, r, s = schema.links, schema.readings, schema.statements
        query = _case_links().where(k.c.ended_at.is_(None), r.c.superseded_at.is_(None))
        links = self._rows_in(query, k.c.case_id, case_ids)
        said = sa.select(s).where(s.c.field.in_(fields)).order_by(s.c.statement_key)
        return links, self._rows_in(said, s.c.reading_key, {row["reading_key"] for row in links})

    def former_ids(self, case_id: str) -> list[str]:
        """Give the ids that lead to this case."""
        found: set[str] = set()
        ahead = {case_id}
        while ahead:
            query = sa.select(schema.aliases.c.alias)
            ahead = {row["alias"] for row in self._rows_in(query, schema.aliases.c.case_id, ahead)} - found - {case_id}
            found |= ahead
        return sorted(found)

    def same_day_cases(self, purchaser: str, received_on: str) -> list[Row]:
        """Give the cases of one purchaser that Congress received on one day."""
        c = schema.cases.c
        return self._rows(
            sa.select(schema.cases).where(c.purchaser == purchaser, c.received_on == received_on).order_by(c.case_id)
        )

    def everything_of(self, case_ids: Sequence[str] | None) -> tuple[list[Row], list[Row], list[Row], list[Row]]:
        """Give documents (with texts and readings in force), statements, cases and links for an export, each in order.

        None is everything, documents without a case too.
        """
        keys: set[int] | None = None
        if case_ids is not None:
            m, k = schema.mentions, schema.links
            query = sa.select(m.c.reading_key).join(k, k.c.mention_key == m.c.mention_key)
            found = self._rows_in(query.where(k.c.ended_at.is_(None)), k.c.case_id, case_ids)
            keys = {row["reading_key"] for row in found}

        def some(query: sa.Select[Any], column: sa.ColumnElement[Any], wanted: Iterable[Any] | None) -> list[Row]:
            return self._rows(query) if wanted is None else self._rows_in(query, column, wanted)

        documents = some(exported_documents(), schema.readings.c.reading_key, keys)
        statements = some(exported_statements(), schema.readings.c.reading_key, keys)
        cases = some(sa.select(schema.cases), schema.cases.c.case_id, case_ids)
        links = some(exported_links(), schema.links.c.case_id, case_ids)
        return (
            documents, sorted(statements, key=lambda r: (r["document_id"], r["ordinal"])),
            sorted(cases, key=lambda r: str(r["case_id"])),
            sorted(links, key=lambda r: (r["case_id"], r["document_id"], r["transfer"])),
        )  # fmt: skip

    def decisions(self) -> list[Row]:
        """Give every decision, in order, revoked ones too."""
        return self._rows(sa.select(schema.decisions).order_by(schema.decisions.c.decision_key))

    def history_rows(self, case_id: str) -> tuple[list[Row], list[Row]]:
        """Give all links a case ever had (with reading and document columns) and the aliases that lead to it."""
        m, k, r, d = schema.mentions, schema.links, schema.readings, schema.documents
        links = self._rows(
            sa.select(k.c.link_key, k.c.score, k.c.reasons, k.c.recorded_at.label("linked_at"), k.c.ended_at,
                      m.c.transfer, *_reading_columns)
            .join(m, m.c.mention_key == k.c.mention_key).join(r, r.c.reading_key == m.c.reading_key)
            .join(d, d.c.document_key == r.c.document_key).where(k.c.case_id == case_id).order_by(k.c.link_key)
        )  # fmt: skip
        aliases = self._rows(sa.select(schema.aliases).where(schema.aliases.c.case_id == case_id))
        return links, aliases


class SqlWriter(SqlSnapshot):
    """A snapshot that also writes."""

    def __init__(
        self, connection: Connection, find_text: FindText, insert_rows: InsertRows, index_text: IndexText
    ) -> None:
        super().__init__(connection, find_text)
        self._insert_rows = insert_rows
        self._index_text = index_text
        self._n_stored: int | None = None
        self._next: dict[str, int] = {}

    def next_key(self, table: str) -> int:
        """Give the next free key of a table."""
        return self.next_keys(table, 1)

    def next_keys(self, table: str, n: int) -> int:
        """Take a run of free keys of a table and give the first; with one writer at a time no two get the same."""
        if table not in self._next:
            column = schema.metadata.tables[table].c[_KEYS[table]]
            self._next[table] = (self.connection.execute(sa.select(sa.func.max(column))).scalar() or 0) + 1
        first = self._next[table]
        self._next[table] += n
        return first

    def stored_document(self, document_id: str) -> Row | None:
        """Give a document's key, whether it has its text, and the key and digest of its reading in force."""
        d, r = schema.documents, schema.readings
        if self._n_stored is None:
            self._n_stored = self.connection.execute(sa.select(sa.func.count()).select_from(d)).scalar() or 0
        if self._n_stored == 0:
            return None  # an empty casebook is filled without asking a million times
        in_force = sa.and_(r.c.document_key == d.c.document_key, r.c.superseded_at.is_(None))
        query = (
            sa.select(d.c.document_key, d.c.text.is_not(None).label("has_text"), r.c.reading_key, r.c.digest)
            .join(r, in_force, isouter=True).where(d.c.document_id == document_id)
        )  # fmt: skip
        found = self._rows(query)
        return found[0] if found else None

    def supply_text(self, document_key: int, text: str) -> None:
        """Give a document the text that an export had withheld."""
        t = schema.documents
        self.connection.execute(t.update().where(t.c.document_key == document_key).values(text=text))
        self._index_text(self.connection, "documents", document_key, document_key)

    def insert_rows(self, table: str, rows: Sequence[Sequence[Any]]) -> None:
        """Add rows to a table, each in the order of the table's columns."""
        if rows:
            columns = [c.name for c in schema.metadata.tables[table].c]
            self._insert_rows(self.connection, table, columns, rows)
            if table in SEARCHED:
                self._index_text(self.connection, table, rows[0][0], rows[-1][0])

    def insert(self, table: str, rows: Sequence[Row]) -> None:
        """Add rows to a table."""
        columns = [c.name for c in schema.metadata.tables[table].c]
        self.insert_rows(table, [tuple(map(row.__getitem__, columns)) for row in rows])

    def close(self, table: str, keys: Sequence[int], column: str, at: str, **also: str) -> None:
        """Set a closing mark on rows that have none; the only change a row ever sees."""
        where = schema.metadata.tables[table]
        for start in range(0, len(keys), _CHUNK):
            chosen = where.c[_KEYS[table]].in_(keys[start : start + _CHUNK])
            self.connection.execute(
                where.update().where(chosen, where.c[column].is_(None)).values({column: at, **also})
            )

    def replace_cases(self, gone: Sequence[str], rows: Sequence[Row]) -> None:
        """Replace lines of the table of cases."""
        ids = sorted({*gone, *(row["case_id"] for row in rows)})
        for start in range(0, len(ids), _CHUNK):
            chosen = schema.cases.c.case_id.in_(ids[start : start + _CHUNK])
            self.connection.execute(schema.cases.delete().where(chosen))
        self.insert("cases", rows)

    def add_decision(self, row: Row) -> bool:
        """Add a decision that another casebook made; false when it is there already."""
        same = ("kind", "subject", "author", "reason", "recorded_at")
        for known in self.decisions():
            if all(known[name] == row[name] for name in same):
                return False
        self.insert("decisions", [{**row, "decision_key": self.next_key("decisions")}])
        return True

    def replace_alias(self, row: Row) -> None:
        """Let an id lead to a case from now on."""
        t = schema.aliases
        self.connection.execute(t.delete().where(t.c.alias == row["alias"]))
        self.insert("aliases", [row])


class SqlStore:
    """A casebook in an SQL database. The engines fill in `_name_error`, `_begin_writing` and `check`."""

    find_text: FindText
    insert_rows: InsertRows
    index_text: IndexText
    writing_options: ClassVar[Mapping[str, Any]] = {"counterpoise_writes": True}

    def __init__(self, engine: Engine, where: str) -> None:
        self.engine = engine
        self.where = where

    @contextmanager
    def reading(self) -> Iterator[Snapshot]:
        """Open a snapshot. Raises StoreError."""
        with self.named_errors(), self.engine.connect() as connection, connection.begin():
            yield SqlSnapshot(connection, self.find_text)

    @contextmanager
    def writing(self) -> Iterator[Writer]:
        """Become the writer: commit on leaving, undo on an exception. Raises StoreError."""
        with self.named_errors(), self.engine.connect() as connection:
            connection = connection.execution_options(**self.writing_options)
            with connection.begin():
                self._begin_writing(connection)
                yield SqlWriter(connection, self.find_text, self.insert_rows, self.index_text)

    @contextmanager
    def named_errors(self) -> Iterator[None]:
        """Turn the engine's complaints into StoreError with a message a person can act on."""
        try:
            yield
        except sa.exc.DBAPIError as error:
            raise StoreError(self._name_error(str(error.orig))) from error

    @contextmanager
    def closing_on_failure(self) -> Iterator[None]:
        """Close all connections when opening fails."""
        try:
            yield
        except BaseException:
            self.engine.dispose()
            raise

    def _name_error(self, complaint: str) -> str:
        raise NotImplementedError

    def _begin_writing(self, connection: Connection) -> None:
        """Wait until this is the only writer."""

    def check(self) -> None:
        """Check the database's own integrity. Raises StoreError."""
        raise NotImplementedError

    def dispose(self) -> None:
        """Close all connections."""
        self.engine.dispose()
