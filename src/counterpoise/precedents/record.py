"""Precedents as JSON and as flat rows, with the schema made from the types.

python -m counterpoise.precedents.record > src/counterpoise/schemas/precedents.schema.json
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from counterpoise.precedents.contents import Precedent, PrecedentSearch
from counterpoise.schemas.from_types import schema_of

DIGITS = 4  # of a score: more would claim what weights of judgement cannot carry
COLUMNS = (
    "rank", "notification_id", "relation", "similarity", "comparable", "likeness", "subject_id", "notified_on", "day",
    "purchasers", "items", "total_usd", "mde_usd", "route", "emergency", "transmittal", "review_days",
    "last_protected_day", "determination", "resolutions", "votes", "vetoed_on", "resolutions_state", "asked",
    "followed", "grade", "source_url", "note",
)  # fmt: skip


def as_record(search: PrecedentSearch) -> dict[str, Any]:
    """Give the object of precedents.schema.json."""
    plain: dict[str, Any] = _plain(asdict(search))
    return plain


def as_rows(search: PrecedentSearch) -> list[dict[str, Any]]:
    """Give one flat row for each precedent, by COLUMNS; lists inside a cell are separated by |."""
    return [_row(precedent) for precedent in search.precedents]


def _row(precedent: Precedent) -> dict[str, Any]:
    notification, clock, against = precedent.notification, precedent.clock, precedent.against
    votes = [f"{v.on} {v.chamber} {v.motion} {v.yeas}-{v.nays}" for r in against.resolutions for v in r.votes]
    row = {
        "rank": precedent.rank, "notification_id": notification.notification_id, "relation": precedent.relation,
        "similarity": precedent.similarity.total, "comparable": precedent.similarity.comparable,
        "likeness": precedent.likeness, "subject_id": precedent.subject_id,
        "notified_on": notification.notified_on, "day": notification.day,
        "purchasers": _joined(notification.purchasers), "items": _joined(i.wording for i in notification.items),
        "total_usd": notification.total_usd, "mde_usd": notification.mde_usd, "route": notification.route,
        "emergency": notification.emergency, "transmittal": notification.transmittal,
        "review_days": clock.review_days, "last_protected_day": clock.last_protected_day,
        "determination": clock.determination, "resolutions": _joined(r.label for r in against.resolutions),
        "votes": _joined(votes), "vetoed_on": _joined(str(r.vetoed_on) for r in against.resolutions if r.vetoed_on),
        "resolutions_state": against.state, "asked": _joined(a.what for a in precedent.asked),
        "followed": _joined(f"{f.on} {f.what}: {f.words}" for f in precedent.followed), "grade": notification.grade,
        "source_url": notification.source_url, "note": notification.note,
    }  # fmt: skip
    plain: dict[str, Any] = _plain(row)
    return plain


def _joined(parts: Any) -> str:
    return "|".join(parts)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, date):
        return value.isoformat()
    return round(value, DIGITS) if isinstance(value, float) else value


def precedents_schema() -> dict[str, Any]:
    """Give the schema of a record."""
    return schema_of(
        PrecedentSearch,
        name="precedents",
        title="Precedents",
        description="What `counterpoise cases similar --format json` prints: the notifications most like a sale.",
    )


if __name__ == "__main__":
    print(json.dumps(precedents_schema(), indent=2, ensure_ascii=False))  # noqa: T201 - the command's output
