"""The items of a transfer mapped to classes of the model, or put outside it with a reason."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from counterpoise import vocabulary
from counterpoise.balance.profile import Profile, System
from counterpoise.errors import InvalidInput

SCENARIO_QUANTITIES = (12, 25, 50)


@cache
def _support() -> re.Pattern[str]:
    """Match words that make of a named system something for it: spare parts of a Patriot are no Patriot."""
    words = "|".join(sorted(map(re.escape, vocabulary.word_list("items.support")), key=len, reverse=True))
    return re.compile(rf"\b(?:{words})\b(?! aircraft\b)|\bsupport$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferItem:
    """One line of a proposed transfer as the case states it; None is not stated, never zero."""

    system: str
    system_id: str | None = None  # a row of vocabulary/systems.csv
    class_id: str | None = None  # a row of vocabulary/classes.csv; decides where no system is known
    quantity: int | None = None
    qualifier: str | None = None  # "up_to", ...
    wording: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedTransfer:
    """A transfer as plain facts. Without `signed_on` it is proposed, as of the assessment's `known_on`."""

    purchaser: str
    items: tuple[TransferItem, ...]
    supplier: str = "USA"
    transfer_id: str = "t1"
    label: str = ""
    signed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MappedItem:
    """An item with its class and, where there is one, the banded system that stands for it.

    `quality_basis`: own_bands (bands of the purchaser's variant), type_bands (another service's bands of the type),
    class_range (no characteristics: the range of the class).
    """

    item: TransferItem
    class_id: str
    system: System | None
    quality_basis: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideModel:
    """An item that the model does not hold, and why."""

    item: TransferItem
    class_id: str | None
    because: str


@dataclass(slots=True)
class Coverage:
    """How many items of how many transfers map to a class."""

    n_items: int = 0
    n_mapped: int = 0
    n_transfers: int = 0
    n_transfers_mapped: int = 0
    outside: dict[str, int] = field(default_factory=dict)  # reason: items


def map_item(profile: Profile, purchaser: str, item: TransferItem) -> MappedItem | OutsideModel:
    """Map an item to its class and banded system, or say why it stands outside the model."""
    class_id = _class_of(item)
    if class_id is None:
        named = f"the system {item.system!r} is not in the vocabulary" if item.system else "no system is named"
        return OutsideModel(item=item, class_id=None, because=f"{named}, and no class was given")
    row = vocabulary.index("classes", "class_id")[class_id]
    support = _support().search(re.sub(r"\([^)]*\)", "", item.system).strip())
    if support is not None:
        because = f"“{item.system}” names {support.group().lower()} for a system, not more of it: nothing is added"
        return OutsideModel(item=item, class_id=class_id, because=because)
    if row["in_kernel"] != "true":
        return OutsideModel(
            item=item, class_id=class_id, because=row["unit_rule"] or f"{row['name']}: out of the model"
        )
    system = _banded_system(profile, purchaser, item)
    if system is None:
        because = "no characteristics of this type are in the profile: the range of its class is used"
        return MappedItem(item=item, class_id=class_id, system=None, quality_basis="class_range", because=because)
    if system.actor_id == purchaser:
        because = f"bands of {system.name} as {profile.actor_index[purchaser].name} holds or would receive it"
        return MappedItem(item=item, class_id=class_id, system=system, quality_basis="own_bands", because=because)
    because = f"bands of {system.name} as {profile.actor_index[system.actor_id].name} holds it: facts about the type"
    return MappedItem(item=item, class_id=class_id, system=system, quality_basis="type_bands", because=because)


def map_transfer(
    profile: Profile, transfer: ProposedTransfer
) -> tuple[tuple[MappedItem, ...], tuple[OutsideModel, ...]]:
    """Map every item of a transfer; InvalidInput if the purchaser is no actor of the profile."""
    if transfer.purchaser not in profile.actor_index:
        raise InvalidInput(
            f"The purchaser {transfer.purchaser!r} is no actor of the profile {profile.name}, so its effect cannot be "
            f"assessed there. Actors: {', '.join(profile.actor_ids)}. Add it to a copy of the profile."
        )
    mapped = [map_item(profile, transfer.purchaser, item) for item in transfer.items]
    return (
        tuple(item for item in mapped if isinstance(item, MappedItem)),
        tuple(item for item in mapped if isinstance(item, OutsideModel)),
    )


def coverage(transfers: Iterable[Sequence[TransferItem]]) -> Coverage:
    """Count how much of a ledger the classes of the model hold: one sequence of items for each transfer."""
    result = Coverage()
    for items in transfers:
        result.n_transfers += 1
        n_before = result.n_mapped
        for item in items:
            result.n_items += 1
            class_id = _class_of(item)
            row = vocabulary.index("classes", "class_id")[class_id] if class_id else None
            if row is not None and row["in_kernel"] == "true":
                result.n_mapped += 1
            else:
                reason = row["name"] if row is not None else "not in the vocabulary"
                result.outside[reason] = result.outside.get(reason, 0) + 1
        result.n_transfers_mapped += result.n_mapped > n_before
    return result


def scenario_quantities(
    items: Sequence[MappedItem], scenarios: Sequence[int] = SCENARIO_QUANTITIES
) -> tuple[int | None, ...]:
    """Give the quantities to assess: the scenarios if any mapped item states none, else (None,): as stated."""
    if any(number < 1 for number in scenarios):
        raise InvalidInput(f"The scenarios are {', '.join(map(str, scenarios))}. Give whole numbers of 1 or more.")
    for mapped in items:
        if mapped.item.quantity is not None and mapped.item.quantity < 0:
            raise InvalidInput(
                f"The quantity of {mapped.item.system} is {mapped.item.quantity}. It cannot be below zero."
            )
    return tuple(scenarios) if any(mapped.item.quantity is None for mapped in items) else (None,)


def _class_of(item: TransferItem) -> str | None:
    known = vocabulary.index("systems", "system_id")
    classes = vocabulary.index("classes", "class_id")
    if item.class_id is not None and item.class_id not in classes:
        raise InvalidInput(f"{item.class_id!r} is no class. Classes: {', '.join(classes)}.")
    if item.system_id is not None and item.system_id not in known:
        raise InvalidInput(
            f"The item {item.system!r} names the unknown system {item.system_id!r}. Use a system_id of "
            f"vocabulary/systems.csv, or give a class_id."
        )
    if item.class_id is not None:
        return item.class_id
    return known[item.system_id]["class_id"] if item.system_id else None


def _banded_system(profile: Profile, purchaser: str, item: TransferItem) -> System | None:
    """Choose the bands that stand for an item: the purchaser's variant, else the type's own, else a relative of it."""
    if item.system_id is None:
        return None
    fitting = [system for system in profile.systems.values() if item.system_id in system.vocabulary_ids]
    own = [system for system in fitting if system.actor_id == purchaser]
    exact = [system for system in fitting if system.vocabulary_ids[0] == item.system_id]
    return next(iter(own or exact or fitting), None)
