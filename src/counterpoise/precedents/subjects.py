"""What precedents are sought for: a case of the casebook, or a sale given in a few words."""

from datetime import date
from typing import Any

from counterpoise.casebook.case import Case
from counterpoise.casebook.mentions import NOTIFICATION
from counterpoise.casebook.notifications import numbers_of
from counterpoise.casebook.precedents import PrecedentSubject
from counterpoise.casebook.similarity import SaleTraits, SoldItem, class_of_words, constant_usd, sold_as
from counterpoise.precedents.clocks import in_middle_east
from counterpoise.vocabulary import index


def subject_of_case(case: Case) -> PrecedentSubject:
    """Give what a case states; what no document states stays unknown and counts for nothing."""
    purchaser, supplier, route = (case.known(name) for name in ("purchaser", "supplier", "route"))
    total, mde = case.known("total_usd"), case.known("mde_usd")
    notified_on = _notified_on(case)
    on = notified_on or max(document.known_from for document in case.documents)
    return PrecedentSubject(
        subject_id=case.case_id,
        title=case.title,
        traits=SaleTraits(
            purchasers=frozenset({purchaser} if purchaser else ()),
            in_region=in_middle_east(purchaser) if purchaser else None,
            supplier=supplier,
            route=route,
            items=tuple(_item(statement.value, statement.statement.wording) for statement in case.items),
            value_usd=constant_usd(total, on.year),
            mde_share=mde / total if total and mde is not None else None,
            emergency=case.known("status") == "emergency" if case.known("status") else None,
            on=on,
        ),
        numbers=numbers_of((case.known("transmittal"), case.known("amends")), route),
        notified_on=notified_on,
    )


def what_if_subject(
    *, subject_id: str, title: str, purchaser: str, items: tuple[SoldItem, ...], on: date, supplier: str = "USA",
    route: str = "fms", total_usd: int | None = None, emergency: bool = False,
) -> PrecedentSubject:  # fmt: skip
    """Give a sale of one's own, as of a day. It has no notification, so nothing of the ledger is its own."""
    return PrecedentSubject(
        subject_id=subject_id,
        title=title,
        traits=SaleTraits(
            purchasers=frozenset({purchaser}), in_region=in_middle_east(purchaser), supplier=supplier, route=route,
            items=items, value_usd=constant_usd(total_usd, on.year), mde_share=None, emergency=emergency, on=on,
        ),
    )  # fmt: skip


def sold_item(wording: str, system_id: str | None, class_id: str | None, quantity: int | None) -> SoldItem:
    """Give an item with its class: as given, else its system's, else what its words mean."""
    row = index("systems", "system_id").get(system_id or "")
    known = class_id if class_id in index("classes", "class_id") else None
    return SoldItem(
        wording=wording, system_id=system_id if row else None,
        class_id=known or (row and row["class_id"]) or class_of_words(wording), sold_as=sold_as(wording, quantity),
    )  # fmt: skip


def _item(value: Any, wording: str) -> SoldItem:
    return sold_item(value.get("system") or wording, value.get("system_id"), value.get("class"), value.get("quantity"))


def _notified_on(case: Case) -> date | None:
    """Give the day Congress received the notice, as printed or as a table infers it."""
    received = case.known("received_on")
    if received:
        return date.fromisoformat(received)
    days = [
        statement.value["on"]["date"]
        for statement in case.events
        if statement.value.get("what") == NOTIFICATION and (statement.value.get("on") or {}).get("precision") == "day"
    ]
    return date.fromisoformat(days[0]) if days else None
