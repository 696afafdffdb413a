"""Readings into the store, and the cases they change: one transaction for all of them."""

import gc
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from counterpoise.casebook.assembling import SUMMARY_FIELDS, assemble_case, summary_of
from counterpoise.casebook.batching import Batch, NewReading
from counterpoise.casebook.case import Added, Touched
from counterpoise.casebook.identity import Decision, Group, group_mentions
from counterpoise.casebook.mentions import first_items, mention_of
from counterpoise.casebook.store import Row, Writer
from counterpoise.casebook.tellings import Mention
from counterpoise.errors import InvalidInput

__all__ = ["NewReading", "moment", "record_readings", "update_cases"]


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


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """Look for no reference cycles meanwhile: a million rows make none, and looking takes a tenth of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def record_readings(tx: Writer, new: Iterable[NewReading], at: str) -> list[Added]:
    """Write readings and find their cases. A reading that is there word for word already changes nothing."""
    batch = Batch(tx, at)
    with without_garbage_collection():
        is_new = [(one.document.id, batch.add(one)) for one in new]
        batch.write()
        touched = update_cases(tx, batch.changed, at) if batch.changed else {}
    answers = []
    for document_id, fresh in is_new:
        cases = touched.get(document_id, ()) if fresh else _current_cases(tx, document_id)
        answers.append(Added(document_id=document_id, is_new=fresh, cases=cases))
    return answers


def _current_cases(tx: Writer, document_id: str) -> tuple[Touched, ...]:
    links = tx.links_of_mentions(row["mention_key"] for row in tx.mentions_of_document(document_id))
    return tuple(
        Touched(case_id=k["case_id"], score=k["score"], reasons=tuple(json.loads(k["reasons"])), is_new=False)
        for k in links
    )


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
    loaded: set[str] = set()
    seen: tuple[set[str], set[str], set[str]] = (set(), set(), set())
    active = [d for d in tx.decisions() if d["revoked_at"] is None and d["kind"] in ("merge", "split")]
    subjects = [tuple(json.loads(d["subject"])) for d in active]
    signed = [(_ref(row), row["attached_to"]) for row in tx.signed_mentions()]
    purchasers = {row["purchaser"] for row in changed if row["purchaser"]}
    numbers = {n for row in changed for n in (row["transmittal"], row["amends"]) if n}
    refs = {_ref(row) for row in changed} | {row["attached_to"] for row in changed if row["attached_to"]}
    while purchasers or numbers or refs:
        found = tx.mentions_of_purchasers(purchasers) + tx.mentions_of_numbers(numbers) + tx.mentions_of_refs(refs)
        for known, asked in zip(seen, (purchasers, numbers, refs), strict=True):
            known |= asked
        rows.update((row["mention_key"], row) for row in found)
        loaded |= {_ref(row) for row in found}
        tied = {ref for subject in subjects if not loaded.isdisjoint(subject) for ref in subject}
        by_hand = [row for row in rows.values() if _ref(row) in tied] if tied else []
        purchasers = {row["purchaser"] for row in by_hand if row["purchaser"]} - seen[0]
        numbers = {n for row in found for n in (row["transmittal"], row["amends"]) if n} - seen[1]
        refs = (tied | {ref for ref, attached_to in signed if attached_to in loaded}) - seen[2]
    return {key: mention_of(row) for key, row in rows.items()}, [
        Decision(d["kind"], subject, d["author"], d["reason"]) for d, subject in zip(active, subjects, strict=True)
    ]


def _first_item_rows(link: Row) -> list[dict[str, Any]]:
    """Give rows for the first items of a mention: a summary names two and says whether there are more."""
    return [
        {"reading_key": link["reading_key"], "ordinal": place, "transfer": link["transfer"], "field": "item",
         "state": "value", "value": json.dumps(value), "wording": "", "span_start": 0, "span_end": 0}
        for place, value in enumerate(first_items(link, 3))
    ]  # fmt: skip


def _ref(row: Mapping[str, Any]) -> str:
    return f"{row['document_id']}#{row['transfer']}"


def _summarise(tx: Writer, dirty: set[str], moved: Sequence[tuple[str, str]], at: str) -> set[str]:
    """Write the lines of the changed cases, let the ids of vanished cases lead on; give the ids that existed before."""
    existing = tx.existing_cases(dirty)
    links_of: dict[str, list[Row]] = {case_id: [] for case_id in dirty}
    statements_of: dict[int, list[Row]] = {}
    links, statements = tx.rows_of_cases(dirty, SUMMARY_FIELDS)
    for row in links:
        links_of[row["case_id"]].append(row)
    for row in statements:
        statements_of.setdefault(row["reading_key"], []).append(row)
    lines, gone = [], []
    for case_id in sorted(dirty):
        if links := links_of[case_id]:
            said = [row for key in {link["reading_key"] for link in links} for row in statements_of.get(key, ())]
            said += [row for link in links for row in _first_item_rows(link)]
            lines.append(summary_of(assemble_case(case_id, links, said, known_on=None, former_ids=())))
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
