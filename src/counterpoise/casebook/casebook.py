"""The casebook: add what was read, ask for cases as they stood on any day, correct, merge, split. Nothing is lost."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from counterpoise.casebook.assembling import assemble_case
from counterpoise.casebook.case import Added, Bundle, Case
from counterpoise.casebook.recording import NewReading, moment, record_readings
from counterpoise.casebook.store import Snapshot, Store
from counterpoise.dates import PartialDate
from counterpoise.errors import NothingFound
from counterpoise.sources import Document, Statement


class Casebook:
    """All cases in one place. Made by `open_casebook`; use it in a `with`, or call `close`."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def __enter__(self) -> "Casebook":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def where(self) -> str:
        """Give the file or the database (without password)."""
        return self.store.where

    def close(self) -> None:
        """Close the casebook's connections."""
        self.store.dispose()

    def add_reading(
        self, document: Document, statements: Sequence[Statement[Any]], *, kind: str, grade: str,
        recorded_at: datetime | str, title: str | None = None, published_on: PartialDate | date | None = None,
        language: str | None = None, reader: str = "", source_url: str | None = None,
    ) -> Added:  # fmt: skip
        """Record what one document says, and give the cases it belongs to, each with score and reasons.

        The same document with the same statements changes nothing (`Added.is_new` is false); with others, the new
        reading counts from now on and the old one stays in the history. `grade` is a row of vocabulary/grades.csv,
        `kind` of document_kinds.csv. Raises InvalidInput for statements that do not stand in the text, StoreError.
        """
        new = NewReading(
            document=document, statements=tuple(statements), kind=kind, grade=grade, title=title,
            published_on=_partial(published_on), language=language, reader=reader, source_url=source_url,
        )  # fmt: skip
        return self.add_readings([new], recorded_at=recorded_at)[0]

    def add_readings(self, new: Sequence[NewReading], *, recorded_at: datetime | str) -> list[Added]:
        """Record several readings, all or none. Raises InvalidInput, StoreError."""
        at = moment(recorded_at)
        with self.store.writing() as tx:
            return record_readings(tx, new, at)

    def case(self, case_id: str, *, known_on: date | None = None, recorded_by: datetime | str | None = None) -> Case:
        """Give a case by any id it ever had.

        `known_on` leaves out every document that was not known by the end of that day (Case.later_documents lists
        them). `recorded_by` leaves out what the casebook had not recorded by that moment. Raises NothingFound.
        """
        with self.store.reading() as tx:
            return read_case(tx, case_id, known_on=known_on, recorded_by=recorded_by)

    def find_case(self, document_id: str) -> tuple[str, ...]:
        """Give the ids of the cases that a document belongs to; empty when it is unknown or tells no transfer."""
        with self.store.reading() as tx:
            return tuple(tx.case_ids_of_document(document_id))


def read_case(
    tx: Snapshot, case_id: str, *, known_on: date | None = None, recorded_by: datetime | str | None = None
) -> Case:
    """Give a case by any id it ever had, from one snapshot. Raises NothingFound."""
    found = tx.resolve_case(case_id)
    if found is None:
        raise NothingFound(
            f"The casebook has no case {case_id!r}. `counterpoise cases list` shows them, "
            "`counterpoise cases search WORDS` finds them."
        )
    links, statements = tx.case_rows(found, moment(recorded_by) if recorded_by else None)
    case = assemble_case(found, links, statements, known_on=known_on, former_ids=tx.former_ids(found))
    return _with_bundles(tx, case)


def _with_bundles(tx: Snapshot, case: Case) -> Case:
    purchaser, received_on = case.known("purchaser"), case.known("received_on")
    if not purchaser or not received_on:
        return case
    same = [row["case_id"] for row in tx.same_day_cases(purchaser, received_on)]
    if len(same) < 2:
        return case
    because = f"Congress received {len(same)} notifications for {purchaser} on {received_on}"
    bundle = Bundle(bundle_id=f"{purchaser.lower()}-{received_on}", case_ids=tuple(same), because=because)
    return replace(case, bundles=(bundle,))


def _partial(day: PartialDate | date | None) -> PartialDate | None:
    """Give a day that the caller states as a PartialDate."""
    if isinstance(day, date):
        return PartialDate(date=day.isoformat(), precision="day")
    return day
