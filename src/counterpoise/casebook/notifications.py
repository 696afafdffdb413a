"""The shipped ledger as typed notifications, each with an id, its items by system and class, and its source."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from counterpoise.casebook.identity import slug
from counterpoise.casebook.ledger import item_value, items_of_cell, shipped_table
from counterpoise.casebook.similarity import SoldItem, class_of_words, sold_as
from counterpoise.casebook.tellings import authority_of, transmittal_key
from counterpoise.vocabulary import split_list

GRADES = {"official_text": "official", "secondary": "secondary"}


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerNotification:
    """One row of the ledger: a notification to Congress, neither a contract nor a delivery; amounts are ceilings.

    `day` says how sure the day is: exact, inferred, unverified. `kind`: original, amendment (amounts are the revised
    totals of the case) or package (several notifications in one row). None is not stated by the source read.
    """

    notification_id: str
    notified_on: date
    day: str
    transmittal: str | None
    amends: str | None
    kind: str
    purchasers: tuple[str, ...]
    supplier: str
    route: str
    emergency: bool
    items: tuple[SoldItem, ...]
    total_usd: int | None
    mde_usd: int | None
    grade: str
    source_url: str
    note: str

    @property
    def numbers(self) -> frozenset[str]:
        """The numbers that tie notices of one case together, its own and the one it amends, each with its office."""
        return numbers_of((self.transmittal, self.amends), self.route)


def numbers_of(transmittals: Iterable[str | None], route: str | None) -> frozenset[str]:
    """Give transmittal numbers in the form that is compared, with the office: DSCA 24-104 is not DDTC 24-104."""
    return frozenset(f"{authority_of(number, route)}-{transmittal_key(number)}" for number in transmittals if number)


@cache
def shipped_notifications() -> tuple[LedgerNotification, ...]:
    """Give the ledger that comes with Counterpoise, in order of day and id."""
    return notifications(row for _, row in shipped_table("ledger").records())


def notifications(rows: Iterable[Mapping[str, str]]) -> tuple[LedgerNotification, ...]:
    """Give rows of the open ledger format as notifications, in order of day and id whatever the order of the rows."""
    found = [(_notification(row), _fingerprint(row)) for row in rows]
    shared = Counter(one.notification_id for one, _ in found)
    named = [
        replace(one, notification_id=f"{one.notification_id}-{mark}") if shared[one.notification_id] > 1 else one
        for one, mark in found
    ]
    return tuple(sorted(named, key=lambda one: (one.notified_on, one.notification_id)))


def _fingerprint(row: Mapping[str, str]) -> str:
    cells = "\n".join(value for name, value in row.items() if name != "n_cells")
    return hashlib.sha256(cells.encode()).hexdigest()[:6]


def _notification(row: Mapping[str, str]) -> LedgerNotification:
    items = tuple(_item(wording) for wording, _ in items_of_cell(row["items"]))
    purchasers = tuple(split_list(row["purchaser"]))
    return LedgerNotification(
        notification_id=_readable_id(row, purchasers, items), notified_on=date.fromisoformat(row["notified_on"]),
        day=row["day"], transmittal=row["transmittal"] or None, amends=row["amends"] or None, kind=row["kind"],
        purchasers=purchasers, supplier="USA", route=row["route"], emergency=row["emergency"] == "true", items=items,
        total_usd=_amount(row["total_usd"]), mde_usd=_amount(row["mde_usd"]), grade=GRADES[row["source"]],
        source_url=row["source_url"], note=row["note"],
    )  # fmt: skip


def _item(wording: str) -> SoldItem:
    value = item_value(wording)
    return SoldItem(
        wording=wording, system_id=value["system_id"], class_id=value["class"] or class_of_words(wording),
        sold_as=sold_as(wording, value["quantity"]),
    )  # fmt: skip


def _amount(cell: str) -> int | None:
    return int(cell) if cell else None


def _readable_id(row: Mapping[str, str], purchasers: tuple[str, ...], items: tuple[SoldItem, ...]) -> str:
    """Give an id in the manner of the casebook's: office, number, purchaser; else purchaser, day and system."""
    who = "-".join(purchasers).lower()
    if row["transmittal"]:
        (number,) = numbers_of((row["transmittal"],), row["route"])
        return f"{number.lower()}-{who}"
    when = row["notified_on"] if row["day"] == "exact" else row["notified_on"][:7]
    what = next((item.system_id for item in items if item.system_id), None)
    what = what or next((slug(item_value(item.wording)["system"]) for item in items), "transfer")
    return f"{who}-{when}-{what}"
