"""A case of the casebook as a transfer that can be assessed: plain facts, each item once."""

from datetime import date

from counterpoise import vocabulary
from counterpoise.balance.assumption_sets import Claim
from counterpoise.balance.transfer_items import Coverage, ProposedTransfer, TransferItem, coverage
from counterpoise.casebook.case import Case
from counterpoise.casebook.casebook import Casebook
from counterpoise.errors import MissingField


def transfer_of_case(case: Case) -> ProposedTransfer:
    """Give the transfer that a case tells; MissingField if no document names a purchaser.

    A text names one thing several times ("advanced fighters", "the F-35"): lines of one system with no quantity of
    their own are one item, and a line that names only a class is not counted beside a system of that class.
    """
    purchaser = case.known("purchaser")
    if purchaser is None:
        raise MissingField(
            f"The case {case.case_id} names no purchaser, so nothing can be assessed. Add it: "
            f"counterpoise cases edit {case.case_id}."
        )
    return ProposedTransfer(
        purchaser=str(purchaser),
        supplier=str(case.known("supplier") or "USA"),
        items=_items(case),
        transfer_id=case.case_id,
        label=case.title,
        signed_on=_signed_on(case),
    )


def claims_of_case(case: Case) -> tuple[Claim, ...]:
    """Give what is quoted or reported of the transfer itself by parties that can be told apart, in document order."""
    found = []
    for statement in case.attributions:
        said = statement.value
        about = said.get("about") or {}
        if about.get("transfer") and said.get("on_behalf_of") and said.get("stance") not in (None, "unknown"):
            words = " ".join(statement.statement.wording.split())
            found.append(Claim(said["on_behalf_of"], said["speaker"], words, said["stance"], statement.id))
    return tuple(found)


def coverage_of_casebook(casebook: Casebook) -> Coverage:
    """Count how many items and cases of a casebook the classes of the model hold."""
    return coverage(_items(casebook.case(summary.case_id)) for summary in casebook.list_cases())


def _signed_on(case: Case) -> date | None:
    return case.stage.since if case.stage.stage in ("contracted", "delivered") else None


def _items(case: Case) -> tuple[TransferItem, ...]:
    items: list[TransferItem] = []
    for statement in case.items:
        value = statement.value
        items.append(
            TransferItem(
                system=str(value.get("system") or ""),
                system_id=value.get("system_id"),
                class_id=None if value.get("system_id") else _class(value.get("class")),
                quantity=value.get("quantity"),
                qualifier=value.get("qualifier"),
                wording=statement.statement.wording,
            )
        )
    return _each_once(items)


def _class(word: str | None) -> str | None:
    return word if word in vocabulary.index("classes", "class_id") else None


def _each_once(items: list[TransferItem]) -> tuple[TransferItem, ...]:
    known = vocabulary.index("systems", "system_id")
    kept: list[TransferItem] = []
    for item in items:
        same = [one for one in kept if one.system_id is not None and one.system_id == item.system_id]
        if same and (item.quantity is None or any(one.quantity == item.quantity for one in same)):
            continue
        if same and any(one.quantity is None for one in same):
            kept = [one for one in kept if one.system_id != item.system_id or one.quantity is not None]
        kept.append(item)
    named = {
        known[item.system_id]["class_id"] for item in kept if item.system_id is not None and item.system_id in known
    }
    return tuple(
        item for item in kept if item.system_id is not None or item.quantity is not None or item.class_id not in named
    )
