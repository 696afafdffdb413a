"""The casebook: add what was read, ask for cases as they stood on any day, correct, merge, split. Nothing is lost."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterpoise.casebook.assembling import assemble_case, spoken_statements, summary_from_row
from counterpoise.casebook.case import Added, Bundle, Case, CaseSummary, SourcedStatement
from counterpoise.casebook.history import HistoryEntry, history_of
from counterpoise.casebook.recording import NewReading, moment, record_readings
from counterpoise.casebook.search import CaseFilter, Hit, marked, parse_query
from counterpoise.casebook.signing import (
    check_signature,
    parse_value,
    revoke_correction,
    revoke_decision,
    sign_attachment,
    sign_bundle,
    sign_correction,
    sign_merge,
    sign_split,
)
from counterpoise.casebook.store import Row, Snapshot, Store
from counterpoise.dates import PartialDate
from counterpoise.errors import InvalidInput, NothingFound
from counterpoise.sources import Document, NotApplicable, Statement, Unknown

if TYPE_CHECKING:
    from counterpoise.casebook.importing import ImportReport


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

    def check(self) -> None:
        """Check the database's own integrity. Raises StoreError."""
        self.store.check()

    # What is added

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

    def add_readings(self, new: Iterable[NewReading], *, recorded_at: datetime | str) -> list[Added]:
        """Record several readings, all or none. Raises InvalidInput, StoreError."""
        at = moment(recorded_at)
        with self.store.writing() as tx:
            return record_readings(tx, new, at)

    def import_from(
        self, what: str | Path, *, recorded_at: datetime | str, skip_rejected: bool = False
    ) -> "ImportReport":  # fmt: skip
        """Take a file in: an export, a ledger, a trade register, statements by hand; or "ledger", "resolutions".

        All of it or nothing: raises ImportRejected with each row and reason, unless `skip_rejected`. What is there
        already changes nothing. Raises InvalidInput for a file of another kind, StoreError.
        """
        from counterpoise.casebook.importing import import_source, open_source

        return import_source(self.store, open_source(what), moment(recorded_at), skip_rejected=skip_rejected)

    def export_to(
        self, path: Path, *, wanted: CaseFilter | None = None, form: str | None = None, with_texts: bool = False
    ) -> Mapping[str, Any]:  # fmt: skip
        """Write the cases that a filter lets through, or everything, to a file; give the export's heading.

        `form` is jsonl, csv (a ZIP), parquet (a ZIP), sqlite, csl, ris or bibtex; by default the name says it. Texts
        of news and registers are withheld without `with_texts`. Raises InvalidInput, StoreError.
        """
        from counterpoise.casebook.exporting import export_cases

        return export_cases(self.store, path, wanted=wanted, form=form, with_texts=with_texts)

    # What is asked

    def case(self, case_id: str, *, known_on: date | None = None, recorded_by: datetime | str | None = None) -> Case:
        """Give a case by any id it ever had.

        `known_on` leaves out every document that was not known by the end of that day (Case.later_documents lists
        them). `recorded_by` leaves out what the casebook had not recorded by that moment. Raises NothingFound.
        """
        with self.store.reading() as tx:
            return read_case(tx, case_id, known_on=known_on, recorded_by=recorded_by)

    def document(self, document_id: str) -> Document | None:
        """Give a document with its text; None when it is unknown or the export it came from withheld its text."""
        with self.store.reading() as tx:
            row = tx.document(document_id)
        if row is None or row["text"] is None:
            return None
        return Document(
            id=row["document_id"], path=row["path"], text=row["text"], media_type=row["media_type"],
            encoding=row["encoding"], size_bytes=row["size_bytes"],
        )  # fmt: skip

    def find_case(self, document_id: str) -> tuple[str, ...]:
        """Give the ids of the cases that a document belongs to; empty when it is unknown or tells no transfer."""
        with self.store.reading() as tx:
            return tuple(tx.case_ids_of_document(document_id))

    def list_cases(self, wanted: CaseFilter | None = None, *, limit: int | None = None) -> list[CaseSummary]:
        """Give a line for each case that a filter lets through, the latest first."""
        with self.store.reading() as tx:
            return [summary_from_row(row) for row in tx.list_cases(wanted or CaseFilter(), limit=limit)]

    def search(self, words: str, *, limit: int = 20, wanted: CaseFilter | None = None) -> list[Hit]:
        """Find words in documents and quotations, quotations first, each best first; `search.py` says what to type.

        `wanted` keeps the hits that belong to a case the filter lets through. Raises InvalidInput for a query without
        words.
        """
        query = parse_query(words)
        with self.store.reading() as tx:
            documents, quotations = tx.find_text(query, limit if wanted is None else 50 * limit)
            rows = [*quotations, *documents]
            cases: dict[int, list[str]] = {}
            for row in tx.cases_of_readings(row["reading_key"] for row in rows) if rows else ():
                cases.setdefault(row["reading_key"], []).append(row["case_id"])
            if wanted is not None:
                allowed = {row["case_id"] for row in tx.list_cases(wanted)}
                rows = [row for row in rows if allowed & set(cases.get(row["reading_key"], ()))]
        return [_hit(row, cases.get(row["reading_key"], ())) for row in rows[: 2 * limit]]

    def spoken_by(
        self, *, actor: str | None = None, state: str | None = None, known_on: date | None = None
    ) -> list[SourcedStatement]:
        """Give everything a person (id or name) or a state is on record for, over all cases, in order of time."""
        if actor is None and state is None:
            raise InvalidInput("Say whose words you want: a person (actor) or a state.")
        with self.store.reading() as tx:
            return spoken_statements(tx.spoken_by(actor, state), known_on=known_on)

    def history(self, case_id: str) -> list[HistoryEntry]:
        """Give everything that ever happened to a case, in the order of recording. Raises NothingFound."""
        with self.store.reading() as tx:
            return history_of(tx, _resolved(tx, case_id))

    def text(self, document_id: str) -> str | None:
        """Give the text of a document; None when an export withheld it. Raises NothingFound."""
        with self.store.reading() as tx:
            row = tx.document(document_id)
        if row is None:
            raise NothingFound(f"The casebook has no document {document_id}.")
        found: str | None = row["text"]
        return found

    # What a person signs

    def correct(
        self, case_id: str, field: str, value: str | Unknown | NotApplicable, *, author: str, reason: str,
        recorded_at: datetime | str,
    ) -> str:  # fmt: skip
        """Sign a correction of one field; it prevails over every source until it is revoked.

        `value` is typed as in the command line, or Unknown, or NotApplicable. Gives the correction's document id.
        Raises InvalidInput for a value that the field cannot have, NothingFound, StoreError.
        """
        author, reason = check_signature(author, reason)
        typed = parse_value(field, value) if isinstance(value, str) else value
        at = moment(recorded_at)
        with self.store.writing() as tx:
            case = _resolved(tx, case_id)
            return sign_correction(tx, case, field, typed, author=author, reason=reason, at=at)

    def merge(self, case_ids: Sequence[str], *, author: str, reason: str, recorded_at: datetime | str) -> int:
        """Make one case of several; give the decision's number, by which it can be revoked."""
        author, reason = check_signature(author, reason)
        with self.store.writing() as tx:
            return sign_merge(tx, [_resolved(tx, c) for c in case_ids], author=author, reason=reason,
                              at=moment(recorded_at))  # fmt: skip

    def split(
        self, case_id: str, document_ids: Sequence[str], *, author: str, reason: str, recorded_at: datetime | str
    ) -> int:  # fmt: skip
        """Take documents out of a case into one of their own; give the decision's number."""
        author, reason = check_signature(author, reason)
        with self.store.writing() as tx:
            return sign_split(tx, _resolved(tx, case_id), document_ids, author=author, reason=reason,
                              at=moment(recorded_at))  # fmt: skip

    def attach(
        self, document_id: str, case_id: str, *, author: str, reason: str, recorded_at: datetime | str
    ) -> int:  # fmt: skip
        """Let a document that tells no transfer belong to a case; give the decision's number."""
        author, reason = check_signature(author, reason)
        with self.store.writing() as tx:
            return sign_attachment(tx, document_id, _resolved(tx, case_id), author=author, reason=reason,
                                   at=moment(recorded_at))  # fmt: skip

    def bundle(self, case_ids: Sequence[str], *, author: str, reason: str, recorded_at: datetime | str) -> int:
        """Say that cases belong together without being one; give the decision's number."""
        author, reason = check_signature(author, reason)
        with self.store.writing() as tx:
            return sign_bundle(tx, [_resolved(tx, c) for c in case_ids], author=author, reason=reason,
                               at=moment(recorded_at))  # fmt: skip

    def revoke(self, what: int | str, *, author: str, reason: str, recorded_at: datetime | str) -> None:
        """Take back a decision (by number) or a correction (by document id); both stay in the history."""
        author, reason = check_signature(author, reason)
        at = moment(recorded_at)
        with self.store.writing() as tx:
            if isinstance(what, int):
                revoke_decision(tx, what, author=author, reason=reason, at=at)
            elif not revoke_correction(tx, what, at=at):
                raise NothingFound(f"There is no correction {what} in force. `counterpoise cases history CASE` lists "
                                   "corrections and decisions.")  # fmt: skip


def _resolved(tx: Snapshot, case_id: str) -> str:
    found = tx.resolve_case(case_id)
    if found is None:
        raise NothingFound(
            f"The casebook has no case {case_id!r}. `counterpoise cases list` shows them, "
            "`counterpoise cases search WORDS` finds them."
        )
    return found


def read_case(
    tx: Snapshot, case_id: str, *, known_on: date | None = None, recorded_by: datetime | str | None = None
) -> Case:
    """Give a case by any id it ever had, from one snapshot. Raises NothingFound."""
    found = _resolved(tx, case_id)
    links, statements = tx.case_rows(found, moment(recorded_by) if recorded_by else None)
    case = assemble_case(found, links, statements, known_on=known_on, former_ids=tx.former_ids(found))
    bundles = [*_same_day_bundle(tx, case), *_signed_bundles(tx, case)]
    return replace(case, bundles=tuple(bundles)) if bundles else case


def _same_day_bundle(tx: Snapshot, case: Case) -> Iterable[Bundle]:
    purchaser, received_on = case.known("purchaser"), case.known("received_on")
    if not purchaser or not received_on:
        return
    same = [row["case_id"] for row in tx.same_day_cases(purchaser, received_on)]
    if len(same) > 1:
        because = f"Congress received {len(same)} notifications for {purchaser} on {received_on}"
        yield Bundle(bundle_id=f"{purchaser.lower()}-{received_on}", case_ids=tuple(same), because=because)


def _signed_bundles(tx: Snapshot, case: Case) -> Iterable[Bundle]:
    ours = {f"{link.document_id}#{link.transfer}" for link in case.links}
    for row in tx.decisions():
        refs = json.loads(row["subject"])
        if row["kind"] == "bundle" and row["revoked_at"] is None and ours & set(refs):
            keys = [mention["mention_key"] for mention in tx.mentions_of_refs(refs)]
            ids = sorted({link["case_id"] for link in tx.links_of_mentions(keys)})
            yield Bundle(bundle_id=f"bundle-{row['decision_key']}", case_ids=tuple(ids), because=row["reason"],
                         author=row["author"])  # fmt: skip


def _hit(row: Row, case_ids: Sequence[str]) -> Hit:
    extract, marks = marked(row["extract"] or "")
    return Hit(
        kind=row["kind"], document_id=row["document_id"], case_ids=tuple(case_ids), title=row["title"],
        statement_id=f"{row['document_id']}/{row['ordinal']}" if row["ordinal"] is not None else None,
        known_from=date.fromisoformat(row["known_from"]), extract=extract, marks=marks,
    )  # fmt: skip


def _partial(day: PartialDate | date | None) -> PartialDate | None:
    """Give a day that the caller states as a PartialDate."""
    if isinstance(day, date):
        return PartialDate(date=day.isoformat(), precision="day")
    return day
