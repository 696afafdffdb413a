"""Readings into the store, and the cases they change: one transaction for all of them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from counterpoise.casebook.assembling import assemble_case, summary_of
from counterpoise.casebook.case import Added, Touched
from counterpoise.casebook.identity import Decision, Group, Mention, group_mentions
from counterpoise.casebook.mentions import WHOLE, mention_of, mention_rows, quotation_row, whole_mention
from counterpoise.casebook.reconcile import grade_rank
from counterpoise.casebook.statements import COLUMNS, as_row, check_statements, digest
from counterpoise.casebook.store import Row, Writer
from counterpoise.dates import PartialDate, last_possible_day
from counterpoise.errors import InvalidInput
from counterpoise.sources import Document, NotApplicable, Statement, Unknown
from counterpoise.vocabulary import index, words


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReading:
    """A document with what was read in it, ready to be recorded."""

    document: Document
    statements: Sequence[Statement[Any]]
    kind: str
    grade: str
    title: str | None = None
    published_on: PartialDate | None = None
    language: str | None = None
    reader: str = ""
    source_url: str | None = None
    author: str | None = None
    reason: str | None = None
    attached_to: str | None = None  # document_id#transfer that a signed statement is about


def moment(recorded_at: datetime | str) -> str:
    """Give a moment as ISO 8601 in UTC with microseconds, so that moments sort as text. Raises InvalidInput."""
    if isinstance(recorded_at, str):
        try:
            recorded_at = datetime.fromisoformat(recorded_at)
        except ValueError as error:
            raise InvalidInput(f"{recorded_at!r} is no moment: write 2026-11-22T10:00:00+00:00.") from error
    if recorded_at.tzinfo is None:
        raise InvalidInput(f"The moment {recorded_at.isoformat()} has no time zone. Give it with one, best in UTC.")
    return recorded_at.astimezone(UTC).isoformat(timespec="microseconds")


def record_readings(tx: Writer, new: Sequence[NewReading], at: str) -> list[Added]:
    """Write readings and find their cases. A reading that is there word for word already changes nothing."""
    known = {row["document_id"]: row for row in tx.documents([n.document.id for n in new])}
    batch = _Batch(tx, at, known)
    is_new = [batch.add(one) for one in new]
    batch.write()
    touched = update_cases(tx, batch.changed, at) if batch.changed else {}
    answers = []
    for one, fresh in zip(new, is_new, strict=True):
        cases = touched.get(one.document.id) if fresh else None
        if cases is None:
            cases = tuple(
                Touched(case_id=k["case_id"], score=k["score"], reasons=tuple(json.loads(k["reasons"])), is_new=False)
                for k in _links_of(tx, one.document.id)
            )
        answers.append(Added(document_id=one.document.id, is_new=fresh, cases=cases))
    return answers


def _links_of(tx: Writer, document_id: str) -> list[Row]:
    return tx.links_of_mentions(row["mention_key"] for row in tx.mentions_of_document(document_id))


class _Batch:
    """The rows of several readings, gathered table by table and written at once."""

    def __init__(self, tx: Writer, at: str, known: Mapping[str, Row]) -> None:
        self.tx, self.at = tx, at
        self.keys = {document_id: row["document_key"] for document_id, row in known.items()}
        self.stored = set(self.keys)
        self.digests: dict[str, str] = {}
        self.rows: dict[str, list[dict[str, Any]]] = {
            name: [] for name in ("documents", "readings", "statements", "quotations", "mentions", "mention_systems")
        }
        self.superseded: list[int] = []
        self.changed: list[Mapping[str, Any]] = []  # mention rows that came or went

    def add(self, new: NewReading) -> bool:
        """Gather one reading; false when it is there already."""
        check_reading(new)
        document_id = new.document.id
        rows = [as_row(s) for s in new.statements]
        published = new.published_on
        told = json.dumps(published.as_json(), sort_keys=True) if published else None
        mark = digest(rows, new.kind, new.grade, new.title, told, new.language, new.author, new.reason, new.attached_to)
        if document_id in self.digests:
            if self.digests[document_id] == mark:
                return False
            raise InvalidInput(
                f"{new.document.path} comes twice in one import with different statements. Keep one of the two."
            )
        self.digests[document_id] = mark
        if document_id in self.stored:
            before = self.tx.reading_in_force(document_id)
            if before is not None:
                if before["digest"] == mark:
                    return False
                self.superseded.append(before["reading_key"])
                self.changed += self.tx.mentions_of_document(document_id)
        else:
            self._add_document(new)
        self._add_reading(new, mark, rows)
        return True

    def _add_document(self, new: NewReading) -> None:
        d = new.document
        self.keys[d.id] = self.tx.next_key("documents")
        self.rows["documents"].append({
            "document_key": self.keys[d.id], "document_id": d.id, "path": d.path, "media_type": d.media_type,
            "encoding": d.encoding, "size_bytes": d.size_bytes, "text": d.text, "source_url": new.source_url,
            "recorded_at": self.at,
        })  # fmt: skip

    def _add_reading(self, new: NewReading, mark: str, rows: Sequence[Sequence[Any]]) -> None:
        tx = self.tx
        reading_key = tx.next_key("readings")
        known_from, known_because = known_from_of(new, self.at)
        published = new.published_on
        self.rows["readings"].append({
            "reading_key": reading_key, "document_key": self.keys[new.document.id], "kind": new.kind,
            "grade": new.grade, "title": new.title, "language": new.language, "reader": new.reader,
            "published_on": published.date if published else None,
            "published_precision": published.precision if published else None,
            "published_inferred": int(published.inferred) if published else None,
            "published_because": published.because if published else None, "known_from": known_from.isoformat(),
            "known_because": known_because, "author": new.author, "reason": new.reason, "digest": mark,
            "recorded_at": self.at, "superseded_at": None,
        })  # fmt: skip
        for ordinal, (statement, row) in enumerate(zip(new.statements, rows, strict=True)):
            key = tx.next_key("statements")
            self.rows["statements"].append(
                {
                    "statement_key": key,
                    "reading_key": reading_key,
                    "ordinal": ordinal,
                    **dict(zip(COLUMNS, row, strict=True)),
                }
            )
            if quotation := quotation_row(statement):
                self.rows["quotations"].append({"statement_key": key, "reading_key": reading_key, **quotation})
        told = mention_rows(new.statements, known_from=known_from)
        if not told and any(row["transfer"] == WHOLE for row in self.changed if row["document_id"] == new.document.id):
            told = [whole_mention(known_from)]  # attached by hand before it was read anew
        for mention in told:
            key = tx.next_key("mentions")
            row_ = {"mention_key": key, "reading_key": reading_key, "document_id": new.document.id,
                    "grade_rank": grade_rank(new.grade), "attached_to": new.attached_to, **mention}  # fmt: skip
            self.rows["mentions"].append(row_)
            self.changed.append(row_)
            seen = {(item[0], item[1]) for item in json.loads(mention["items"])}
            self.rows["mention_systems"] += [
                {"mention_key": key, "system_id": system, "class_id": class_}
                for system, class_ in sorted(seen, key=str) if system or class_
            ]  # fmt: skip

    def write(self) -> None:
        """Write everything gathered."""
        if self.superseded:
            self.tx.close("readings", self.superseded, "superseded_at", self.at)
        for table, rows in self.rows.items():
            self.tx.insert(table, rows)


def check_reading(new: NewReading) -> None:
    """Hold a reading to the casebook's conditions. Raises InvalidInput."""
    for word, table, column in ((new.kind, "document_kinds", "kind"), (new.grade, "grades", "grade")):
        if word not in index(table, column):
            raise InvalidInput(
                f"{new.document.path}: {word!r} is no {column} of document. Use one of "
                f"{', '.join(words(table, column))} (vocabulary/{table}.csv)."
            )
    check_statements(new.document, new.statements)
    for name, text in (("text", new.document.text), ("title", new.title or "")):
        if "\x00" in text or any("\ud800" <= c <= "\udfff" for c in text):
            raise InvalidInput(
                f"The {name} of {new.document.path} holds NUL or half a surrogate pair, which no database keeps. "
                "Save the document as UTF-8 and read it again."
            )
    for said in new.statements:
        if said.field == "received_on" and not isinstance(said.value, Unknown | NotApplicable):
            try:
                date.fromisoformat(said.value)
            except (TypeError, ValueError) as error:
                raise InvalidInput(
                    f"{new.document.path}: received_on is {said.value!r}, which is no day. Write YYYY-MM-DD."
                ) from error


def known_from_of(new: NewReading, at: str) -> tuple[date, str]:
    """Give the first day on which a document may be used, and why.

    The day of publication (its last possible day when only a month or year is known); without one, the latest day
    on which the text itself says that Congress received the notice; without that, the day it was recorded.
    """
    if new.published_on and (day := last_possible_day(new.published_on)):
        how = "inferred" if new.published_on.inferred else "printed or given"
        if new.published_on.precision != "day":
            how += f", last day of {new.published_on.date}"
        return day, f"published on {day.isoformat()} ({how})"
    received = [s.value for s in new.statements if s.field == "received_on" and isinstance(s.value, str)]
    if received and new.author is None:
        day = date.fromisoformat(max(received))
        return day, f"no day of publication is known; Congress received the notice on {day.isoformat()}"
    day = date.fromisoformat(at[:10])
    if new.author is not None:
        return day, f"signed on {day.isoformat()}"
    return day, f"no day of publication is known; recorded on {day.isoformat()}"


def update_cases(tx: Writer, changed: Iterable[Mapping[str, Any]], at: str) -> dict[str, tuple[Touched, ...]]:
    """Decide anew which mentions belong together wherever the changed ones could matter; write what moved.

    Gives, for each document among the changed, the cases it belongs to.
    """
    changed = list(changed)
    mentions, decisions = _everything_that_matters(tx, changed)
    groups = group_mentions(mentions.values(), decisions)
    current = {row["mention_key"]: row for row in tx.links_of_mentions([m.key for m in mentions.values()])}
    gone = [row["mention_key"] for row in changed if row["mention_key"] not in mentions]
    ended = tx.links_of_mentions(gone)
    left = {row["case_id"] for row in ended}
    tx.close("links", [row["link_key"] for row in ended], "ended_at", at)
    moved, stale, fresh = _moves(tx, groups, current, at)
    tx.close("links", stale, "ended_at", at)
    tx.insert("links", fresh)
    left |= {old for old, _ in moved}
    touched_keys = {row["mention_key"] for row in changed}
    dirty = {g.case_id for g in groups if any(m.mention.key in touched_keys for m in g.members)}
    dirty |= {row["case_id"] for row in fresh} | left
    existing = _summarise(tx, dirty, moved, at)
    wanted = {row["document_id"] for row in changed}
    answer: dict[str, list[Touched]] = {document_id: [] for document_id in wanted}
    for group in groups:
        for member in group.members:
            if member.mention.document_id in wanted:
                answer[member.mention.document_id].append(
                    Touched(case_id=group.case_id, score=member.score, reasons=member.reasons,
                            is_new=group.case_id not in existing)
                )  # fmt: skip
    return {document_id: tuple(cases) for document_id, cases in answer.items()}


def _moves(
    tx: Writer, groups: Sequence[Group], current: Mapping[int, Row], at: str
) -> tuple[list[tuple[str, str]], list[int], list[dict[str, Any]]]:
    """Compare the groups with the links in force: (old case, new case) moves, links to end, links to add."""
    moved: list[tuple[str, str]] = []
    stale: list[int] = []
    fresh: list[dict[str, Any]] = []
    for group in groups:
        for member in group.members:
            reasons = json.dumps(list(member.reasons), ensure_ascii=False)
            before = current.get(member.mention.key)
            if before is not None:
                if before["case_id"] == group.case_id and before["reasons"] == reasons:
                    continue
                stale.append(before["link_key"])
                if before["case_id"] != group.case_id:
                    moved.append((before["case_id"], group.case_id))
            fresh.append({
                "link_key": tx.next_key("links"), "mention_key": member.mention.key, "case_id": group.case_id,
                "score": member.score, "reasons": reasons, "recorded_at": at, "ended_at": None,
            })  # fmt: skip
    return moved, stale, fresh


def _everything_that_matters(
    tx: Writer, changed: Sequence[Mapping[str, Any]]
) -> tuple[dict[int, Mention], list[Decision]]:
    """Load every mention whose case could depend on the changed ones: same purchaser, same number, joined by hand."""
    rows: dict[int, Row] = {}
    purchasers: set[str] = set()
    numbers: set[str] = set()
    refs: set[str] = set()
    active = [d for d in tx.decisions() if d["revoked_at"] is None and d["kind"] in ("merge", "split")]
    subjects = [tuple(json.loads(d["subject"])) for d in active]
    ahead_purchasers = {row["purchaser"] for row in changed if row["purchaser"]}
    ahead_numbers = {n for row in changed for n in (row["transmittal"], row["amends"]) if n}
    ahead_refs = {f"{row['document_id']}#{row['transfer']}" for row in changed}
    ahead_refs |= {row["attached_to"] for row in changed if row["attached_to"]}
    while ahead_purchasers or ahead_numbers or ahead_refs:
        found = tx.mentions_of_purchasers(ahead_purchasers) + tx.mentions_of_numbers(ahead_numbers)
        found += tx.mentions_of_refs(ahead_refs)
        purchasers, numbers, refs = purchasers | ahead_purchasers, numbers | ahead_numbers, refs | ahead_refs
        rows.update((row["mention_key"], row) for row in found)
        loaded = {f"{row['document_id']}#{row['transfer']}" for row in rows.values()}
        tied = {ref for subject in subjects if loaded & set(subject) for ref in subject}
        signed = {
            f"{row['document_id']}#{row['transfer']}" for row in tx.signed_mentions() if row["attached_to"] in loaded
        }
        by_hand = [row for row in rows.values() if f"{row['document_id']}#{row['transfer']}" in tied | ahead_refs]
        ahead_purchasers = {row["purchaser"] for row in by_hand if row["purchaser"]} - purchasers
        ahead_numbers = {n for row in found for n in (row["transmittal"], row["amends"]) if n} - numbers
        ahead_refs = (tied | signed) - refs
    return {key: mention_of(row) for key, row in rows.items()}, [
        Decision(d["kind"], subject, d["author"], d["reason"]) for d, subject in zip(active, subjects, strict=True)
    ]


def _summarise(tx: Writer, dirty: set[str], moved: Sequence[tuple[str, str]], at: str) -> set[str]:
    """Write the lines of the changed cases, let the ids of vanished cases lead on; give the ids that existed before."""
    existing = tx.existing_cases(dirty)
    lines, gone = [], []
    for case_id in sorted(dirty):
        links, statements = tx.case_rows(case_id)
        if links:
            lines.append(summary_of(assemble_case(case_id, links, statements, known_on=None, former_ids=())))
        else:
            gone.append(case_id)
    tx.replace_cases(gone, lines)
    for old in gone:
        targets = [new for before, new in moved if before == old]
        if targets:
            to = min(set(targets), key=lambda new: (-targets.count(new), new))
            tx.replace_alias({"alias": old, "case_id": to, "because": "its documents belong to this case now",
                              "recorded_at": at})  # fmt: skip
    return existing
