"""Whether major defense equipment is part of a transfer, as far as amounts, items and the record show."""

from collections.abc import Mapping
from typing import Any

from counterpoise.law.facts import SaleFacts
from counterpoise.law.findings import Finding, LawWarning, Reason, Ternary
from counterpoise.law.parameters import Law
from counterpoise.sources import Unknown
from counterpoise.units import Money
from counterpoise.vocabulary import index

PROVISION = "22 U.S.C. 2794(6)"


def find_mde(facts: SaleFacts, law: Law) -> Finding[Ternary]:
    """Say whether major defense equipment is sold: by amount, caller, items or the record."""
    stated = _from_amount(facts) or _from_caller(facts)
    if stated is not None:
        return stated
    found = _from_items(facts, law) or _from_record(facts, law)
    if found is not None:
        return found
    items = "the items given do not let one infer it" if facts.items else "no item is given from which to infer it"
    says = f"No amount of major defense equipment is published, and {items}"
    unknown = Unknown("whether major defense equipment is part of the transfer")
    return Finding(unknown, "mde_unknown", (Reason(PROVISION, says, "computed"),))


def _from_amount(facts: SaleFacts) -> Finding[Ternary] | None:
    if facts.mde_usd is None:
        return None
    if facts.mde_usd:
        says = f"Major defense equipment of {Money(facts.mde_usd).in_words()} is stated"
    else:
        says = "Major defense equipment is stated as zero"
    return Finding(facts.mde_usd > 0, "mde_stated", (Reason(PROVISION, says, "seen"),))


def _from_caller(facts: SaleFacts) -> Finding[Ternary] | None:
    if facts.has_mde == "none":
        return Finding(False, "mde_stated", (Reason(PROVISION, "No major defense equipment, as stated", "seen"),))
    if facts.has_mde == "stated":
        says = "Major defense equipment is part of the sale, as stated; its amount is not published"
        return Finding(True, "mde_stated", (Reason(PROVISION, says, "seen"),))
    if facts.has_mde == "inferred":
        says = (
            "Major defense equipment is part of the sale, inferred by the source of these facts; amount not published"
        )
        return Finding(True, "mde_inferred", (Reason(PROVISION, says, "inference"),))
    return None


def _from_items(facts: SaleFacts, law: Law) -> Finding[Ternary] | None:
    for item in facts.items:
        if item.mde:
            says = f"{item.name} is listed as major defense equipment; its amount is not published"
            return Finding(True, "mde_stated", (Reason(PROVISION, says, "seen"),))
    classes = {row["id"]: row for row in law.table("mde/classes").rows}
    for item in facts.items:
        if item.class_id in classes and item.mde is None:
            return Finding(True, "mde_inferred", (_class_reason(classes[item.class_id], item.name),))
    if facts.items and all(item.mde is False for item in facts.items):
        says = "Every item is listed as other than major defense equipment"
        return Finding(False, "mde_stated", (Reason(PROVISION, says, "seen"),))
    return None


def _class_reason(row: Mapping[str, Any], what: str) -> Reason:
    kind = row["name"][0].lower() + row["name"][1:]
    says = (
        f"{what}: {kind} are major defense equipment by inference, because every U.S. type we know of passes the cost "
        "test; the amount is not published"
    )
    return Reason(PROVISION, says, row["mark"], "mde/classes", row["citation"])


def find_record(facts: SaleFacts, law: Law) -> Mapping[str, Any] | None:
    """Find the one notification on record with the same purchaser, route, day and total; None if there is none."""
    if facts.total_usd is None or len(facts.parties) != 1 or facts.is_upgrade:
        return None
    purchaser, days = facts.parties[0].state, facts.candidate_days
    same = [
        row for row in law.table("record/notifications").rows
        if row["purchaser"] == purchaser and row["route"] == facts.route and row["received_on"] in days
        and row["total_usd"] == facts.total_usd
    ]  # fmt: skip
    return same[0] if len(same) == 1 else None


def _from_record(facts: SaleFacts, law: Law) -> Finding[Ternary] | None:
    row = find_record(facts, law)
    if row is None:
        return None
    what = f"the notification on record of {row['received_on']} with this purchaser and total ({row['what']})"
    warning = LawWarning(
        "recognised_from_record",
        f"No items were given. Purchaser, day and total agree with {what}; {row['citation']}. Its items are used to "
        "say whether major defense equipment is sold, and for nothing else.",
    )
    if row["mde_usd"] is not None:
        says = f"{what} states major defense equipment of {Money(row['mde_usd']).in_words()}"
        reason = Reason(PROVISION, says, row["mark"], "record/notifications", row["citation"])
        return Finding(row["mde_usd"] > 0, "mde_stated", (reason,), (warning,))
    classes = {r["id"]: r for r in law.table("mde/classes").rows}
    if row["class_id"] not in classes:
        return None
    name = index("classes", "class_id")[row["class_id"]]["name"]
    reason = _class_reason(classes[row["class_id"]], f"{row['what']} ({name.lower()}), recognised from the record")
    return Finding(True, "mde_inferred", (reason,), (warning,))
