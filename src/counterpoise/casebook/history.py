"""Everything that ever happened to a case, in the order in which the casebook recorded it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from counterpoise.casebook.store import Row, Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """One thing that happened: when, what, to which document, by whom, why."""

    at: str
    what: str  # one of WHAT
    document_id: str | None = None
    author: str | None = None
    because: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Give every part by name."""
        return {"at": self.at, "what": self.what, "document_id": self.document_id, "author": self.author,
                "because": self.because, "detail": dict(self.detail)}  # fmt: skip


def history_of(tx: Snapshot, case_id: str) -> list[HistoryEntry]:
    """Give the history of a case by the id it has now, and of the cases that went into it."""
    entries: list[HistoryEntry] = []
    refs: set[str] = set()
    for one in (case_id, *tx.former_ids(case_id)):
        links, aliases = tx.history_rows(one)
        refs |= {f"{row['document_id']}#{row['transfer']}" for row in links}
        entries += _readings(links)
        entries += [x for row in links for x in _link(one, row)]
        entries += [
            HistoryEntry(at=row["recorded_at"], what="renamed", because=row["because"],
                         detail={"from": row["alias"], "to": row["case_id"]})
            for row in aliases
        ]  # fmt: skip
    entries += [x for row in tx.decisions() if refs & set(json.loads(row["subject"])) for x in _decision(row)]
    unique = {json.dumps(entry.as_json(), sort_keys=True): entry for entry in entries}
    return sorted(unique.values(), key=lambda x: (x.at, WHAT.index(x.what), x.document_id or ""))


WHAT = ("document_added", "read_anew", "corrected", "reading_superseded", "merge", "split", "bundle", "revoked",
          "left", "joined", "renamed")  # fmt: skip


def _readings(links: Sequence[Row]) -> list[HistoryEntry]:
    readings = {row["reading_key"]: row for row in links}
    first: dict[str, int] = {}
    for key in sorted(readings):
        first.setdefault(readings[key]["document_id"], key)
    entries = []
    for key, row in readings.items():
        what = "corrected" if row["author"] else "document_added" if first[row["document_id"]] == key else "read_anew"
        detail = {"kind": row["kind"], "grade": row["grade"], "title": row["title"], "path": row["path"],
                  "known_from": row["known_from"], "reader": row["reader"]}  # fmt: skip
        because = row["reason"] or row["known_because"]
        entries.append(HistoryEntry(at=row["recorded_at"], what=what, document_id=row["document_id"],
                                    author=row["author"], because=because, detail=detail))  # fmt: skip
        if row["superseded_at"]:
            why = "correction revoked" if row["author"] else "the document was read anew with other statements"
            entries.append(HistoryEntry(at=row["superseded_at"], what="reading_superseded",
                                        document_id=row["document_id"], because=why))  # fmt: skip
    return entries


def _link(case_id: str, row: Row) -> list[HistoryEntry]:
    detail = {"case_id": case_id, "transfer": row["transfer"], "score": row["score"]}
    because = "; ".join(json.loads(row["reasons"]))
    entries = [HistoryEntry(at=row["linked_at"], what="joined", document_id=row["document_id"], because=because,
                            detail=detail)]  # fmt: skip
    if row["ended_at"]:
        entries.append(HistoryEntry(at=row["ended_at"], what="left", document_id=row["document_id"], detail=detail))
    return entries


def _decision(row: Row) -> list[HistoryEntry]:
    detail = {"decision": row["decision_key"], "mentions": json.loads(row["subject"])}
    entries = [HistoryEntry(at=row["recorded_at"], what=row["kind"], author=row["author"], because=row["reason"],
                            detail=detail)]  # fmt: skip
    if row["revoked_at"]:
        entries.append(HistoryEntry(at=row["revoked_at"], what="revoked", author=row["revoked_by"],
                                    because=row["revoked_because"] or "", detail=detail))  # fmt: skip
    return entries
