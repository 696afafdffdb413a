"""What identity needs to know of each transfer that a reading tells, and the quotations that search needs."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from counterpoise.casebook.actors import state_of
from counterpoise.casebook.tellings import ItemMention, Mention, authority_of, transmittal_key
from counterpoise.sources import NotApplicable, Statement, Unknown
from counterpoise.vocabulary import index

QUOTED_FIELDS = ("attribution", "commitment", "request")
NOTIFICATION = "notification to Congress"  # what the event is called whose day a table infers
WHOLE = "whole"  # stands for a transfer in a document that tells none and was attached to a case by hand


def mention_rows(statements: Sequence[Statement[Any]], *, known_from: date) -> list[dict[str, Any]]:
    """Give a row of the table `mentions` for each transfer of a reading, without its keys and grade."""
    told: dict[str, list[Statement[Any]]] = {}
    for said in statements:
        if said.transfer is not None and (said.field not in (*QUOTED_FIELDS, "event") or _is_notification(said)):
            told.setdefault(said.transfer, []).append(said)
    return [_mention_row(transfer, said, known_from) for transfer, said in told.items()]


def _is_notification(said: Statement[Any]) -> bool:
    """Say whether an event is the day of notification that a table infers (ledger.py)."""
    return said.field == "event" and isinstance(said.value, dict) and said.value.get("what") == NOTIFICATION


def _day_told(stated: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """Give the inferred day of notification, and the last day of the year of an order."""
    event, order = stated.get("event"), stated.get("order")
    about = event["on"]["date"] if event else None
    return about, f"{order['ordered_in']}-12-31" if order and order.get("ordered_in") else None


def _mention_row(transfer: str, statements: Sequence[Statement[Any]], known_from: date) -> dict[str, Any]:
    stated = {s.field: s.value for s in statements if not isinstance(s.value, Unknown | NotApplicable)}
    items = [_item(s.value) for s in statements if s.field == "item" and isinstance(s.value, dict)]
    number, amends = stated.get("transmittal"), stated.get("amends")
    received_on = stated.get("received_on")
    notified_about, ordered_by = _day_told(stated)
    return {
        "transfer": transfer, "supplier": stated.get("supplier"), "purchaser": stated.get("purchaser"),
        "route": stated.get("route"), "status": stated.get("status"),
        "authority": authority_of(number or amends, stated.get("route")),
        "transmittal": transmittal_key(number) if number else None,
        "amends": transmittal_key(amends) if amends else None,
        "received_on": received_on, "notified_about": notified_about, "ordered_by": ordered_by,
        "said_on": received_on or ordered_by or known_from.isoformat(),
        "total_usd": stated.get("total_usd"), "items": json.dumps(items, ensure_ascii=False),
    }  # fmt: skip


def whole_mention(known_from: date) -> dict[str, Any]:
    """Give the row that stands for a whole document without a transfer."""
    return _mention_row(WHOLE, (), known_from)


def _item(value: Mapping[str, Any]) -> list[Any]:
    system_id = value.get("system_id")
    class_id = value.get("class")
    if class_id is None and system_id is not None and system_id in index("systems", "system_id"):
        class_id = index("systems", "system_id")[system_id]["class_id"]
    return [system_id, class_id, value.get("system") or "", value.get("quantity"), value.get("qualifier")]


def mention_of(row: Mapping[str, Any]) -> Mention:
    """Give the Mention that a row of the table holds."""
    return Mention(
        key=row["mention_key"], document_id=row["document_id"], transfer=row["transfer"],
        said_on=date.fromisoformat(row["said_on"]), grade_rank=row["grade_rank"], supplier=row["supplier"],
        purchaser=row["purchaser"], route=row["route"], status=row["status"], authority=row["authority"],
        transmittal=row["transmittal"], amends=row["amends"],
        received_on=_day(row["received_on"]), notified_about=_day(row["notified_about"]),
        ordered_by=_day(row["ordered_by"]),
        total_usd=row["total_usd"], items=tuple(ItemMention(*item[:4]) for item in json.loads(row["items"])),
        attached_to=row["attached_to"],
    )  # fmt: skip


def first_items(row: Mapping[str, Any], n: int) -> list[dict[str, Any]]:
    """Give the values of the first items of a mention's row, as far as a title needs them."""
    names = ("system_id", "class", "system", "quantity", "qualifier")
    return [dict(zip(names, item, strict=True)) for item in json.loads(row["items"])[:n]]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def quotation_row(statement: Statement[Any]) -> dict[str, Any] | None:
    """Give a row of the table `quotations`, without its keys, for a statement that is somebody's words."""
    if statement.field not in QUOTED_FIELDS or not isinstance(statement.value, dict):
        return None
    value = statement.value
    actor = value.get("speaker") or value.get("by")
    state = value.get("on_behalf_of") or state_of(value.get("speaker_id")) or state_of(actor)
    return {
        "transfer": statement.transfer, "field": statement.field, "actor_id": value.get("speaker_id"), "actor": actor,
        "state": state, "stance": value.get("stance"), "wording": statement.wording,
    }  # fmt: skip
