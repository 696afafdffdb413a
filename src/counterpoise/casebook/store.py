"""What a casebook needs of a database, whichever it is: snapshots to read from, one writer at a time, rows by name.

`sql.py` fulfils this with SQLAlchemy Core; `sqlite.py` and `postgres.py` add what differs between the engines: how
to open, how to search text, and what each engine's complaints mean. Rows are plain dictionaries by column name.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from counterpoise.casebook.search import CaseFilter, TextQuery

Row = Mapping[str, Any]


class Snapshot(Protocol):
    """Reads that all see the same state."""

    def document(self, document_id: str) -> Row | None:
        """Give a document with its text."""

    def documents(self, document_ids: Sequence[str]) -> list[Row]:
        """Give documents with their key and without their text."""

    def reading_in_force(self, document_id: str) -> Row | None:
        """Give the latest reading of a document, unless it was revoked."""

    def mentions_of_document(self, document_id: str) -> list[Row]:
        """Give the mentions of a document's reading in force."""

    def mentions_of_purchasers(self, purchasers: Iterable[str]) -> list[Row]:
        """Give the mentions in force that name one of the purchasers."""

    def mentions_of_numbers(self, numbers: Iterable[str]) -> list[Row]:
        """Give the mentions in force whose transmittal, or the one they amend, is one of the numbers."""

    def mentions_of_refs(self, refs: Iterable[str]) -> list[Row]:
        """Give the mentions in force by document_id#transfer."""

    def signed_mentions(self) -> list[Row]:
        """Give the mentions in force of signed statements, which say what they are attached to."""

    def existing_cases(self, case_ids: Iterable[str]) -> set[str]:
        """Give those of the ids that are cases now."""

    def links_of_mentions(self, mention_keys: Iterable[int]) -> list[Row]:
        """Give the links in force of the mentions."""

    def case_ids_of_document(self, document_id: str) -> list[str]:
        """Give the cases a document belongs to."""

    def resolve_case(self, case_id: str) -> str | None:
        """Give the id that a case has now, from any id it ever had; None when there is no such case."""

    def case_rows(
        self, case_id: str, recorded_by: str | None = None, *, with_statements: bool = True
    ) -> tuple[list[Row], list[Row]]:
        """Give a case's links (with reading and document columns) and its statements, as recorded by a moment."""

    def rows_of_cases(self, case_ids: Iterable[str], fields: Sequence[str]) -> tuple[list[Row], list[Row]]:
        """Give what `case_rows` gives for many cases as they are now, with the statements of some fields only."""

    def former_ids(self, case_id: str) -> list[str]:
        """Give the ids that lead to this case."""

    def same_day_cases(self, purchaser: str, received_on: str) -> list[Row]:
        """Give the cases of one purchaser that Congress received on one day."""

    def list_cases(self, wanted: CaseFilter, *, limit: int | None = None) -> list[Row]:
        """Give the lines of the cases that a filter lets through, latest first."""

    def find_text(self, query: TextQuery, most: int) -> tuple[list[Row], list[Row]]:
        """Give the best places in documents and in quotations, with marks around the words."""

    def cases_of_readings(self, reading_keys: Iterable[int]) -> list[Row]:
        """Give the (reading, case) pairs of some readings."""

    def spoken_by(self, actor: str | None, state: str | None) -> list[Row]:
        """Give the statements in which a person or a state speaks, with their reading and document."""

    def everything_of(self, case_ids: Sequence[str] | None) -> tuple[list[Row], list[Row], list[Row], list[Row]]:
        """Give documents (with texts and readings in force), statements, cases and links for an export, each in order.

        None is everything, documents without a case too.
        """

    def decisions(self) -> list[Row]:
        """Give every decision, in order, revoked ones too."""

    def history_rows(self, case_id: str) -> tuple[list[Row], list[Row]]:
        """Give all links a case ever had (with reading and document columns) and the aliases that lead to it."""


class Writer(Snapshot, Protocol):
    """A snapshot that can also write; everything it writes is kept, or nothing."""

    def next_key(self, table: str) -> int:
        """Give the next free key of a table."""

    def next_keys(self, table: str, n: int) -> int:
        """Take a run of free keys of a table and give the first."""

    def stored_document(self, document_id: str) -> Row | None:
        """Give a document's key, whether it has its text, and the key and digest of its reading in force."""

    def supply_text(self, document_key: int, text: str) -> None:
        """Give a document the text that an export had withheld."""

    def insert_rows(self, table: str, rows: Sequence[Sequence[Any]]) -> None:
        """Add rows to a table, each in the order of the table's columns."""

    def insert(self, table: str, rows: Sequence[Row]) -> None:
        """Add rows to a table."""

    def close(self, table: str, keys: Sequence[int], column: str, at: str, **also: str) -> None:
        """Set a closing mark on rows that have none; the only change a row ever sees."""

    def replace_cases(self, gone: Sequence[str], rows: Sequence[Row]) -> None:
        """Replace lines of the table of cases."""

    def add_decision(self, row: Row) -> bool:
        """Add a decision that another casebook made; false when it is there already."""

    def replace_alias(self, row: Row) -> None:
        """Let an id lead to a case from now on."""


class Store(Protocol):
    """A database that holds one casebook."""

    where: str

    def reading(self) -> AbstractContextManager[Snapshot]:
        """Open a snapshot. Raises StoreError."""

    def writing(self) -> AbstractContextManager[Writer]:
        """Become the writer: commit on leaving, undo on an exception. Raises StoreError."""

    def check(self) -> None:
        """Check the database's own integrity. Raises StoreError."""

    def dispose(self) -> None:
        """Close all connections."""
