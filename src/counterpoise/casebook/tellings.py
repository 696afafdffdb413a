"""What one document says of one transfer, as far as it tells which case it belongs to."""

import math
import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

NOTIFIED = frozenset({"notified", "amended", "emergency"})


_AMOUNT_STEP = -math.log(0.95)  # amounts within 5 % lie in the same step or in neighbours


_VARIANT = re.compile(r"(?<=\d)[a-z]+$")


_RSAT = re.compile(r"^(?:RSAT|DDTC|DSCA|TRANSMITTAL|NO\.?|#|[\s:-])+", re.IGNORECASE)


_NUMBER = re.compile(r"^(\d{2})-0*(\d+)$")


_LETTERS_FIRST = re.compile(r"^(\d[A-Z])-(\d{2})$")


@dataclass(frozen=True, slots=True)
class ItemMention:
    """An item as far as identity needs it."""

    system_id: str | None
    class_id: str | None
    name: str
    quantity: int | None = None


@dataclass(frozen=True, kw_only=True)
class Mention:
    """A transfer as one document tells it. What is compared again and again is worked out once."""

    key: int
    document_id: str
    transfer: str
    said_on: date
    grade_rank: int
    supplier: str | None = None
    purchaser: str | None = None
    route: str | None = None
    status: str | None = None
    authority: str | None = None
    transmittal: str | None = None
    amends: str | None = None
    received_on: date | None = None
    notified_about: date | None = None  # a day of notification that a table gives and no source prints
    ordered_by: date | None = None  # last day of the year in which a register says it was ordered
    total_usd: int | None = None
    items: tuple[ItemMention, ...] = ()
    attached_to: str | None = None

    @cached_property
    def ref(self) -> str:
        """Give the name that decisions use: it is the same in every casebook."""
        return f"{self.document_id}#{self.transfer}"

    @cached_property
    def number(self) -> tuple[str, str] | None:
        """Give office and number of the case this mention names: for an amendment, the number it amends."""
        named = self.amends or self.transmittal
        return (self.authority or "dsca", transmittal_key(named)) if named else None

    @cached_property
    def day(self) -> date:
        """Give the day that counts for nearness in time."""
        return self.received_on or self.notified_about or self.said_on

    @cached_property
    def is_dated_notice(self) -> bool:
        """Say whether it tells of a notification whose day of receipt is printed."""
        return self.received_on is not None and (self.status in NOTIFIED or self.grade_rank == 1)

    @cached_property
    def is_notice(self) -> bool:
        """Say whether it tells of one notification, by number or by day."""
        return bool(self.number or self.notified_about) or self.is_dated_notice

    @cached_property
    def systems(self) -> frozenset[str]:
        """Give the systems named."""
        return frozenset(i.system_id for i in self.items if i.system_id)

    @cached_property
    def words(self) -> frozenset[str]:
        """Give the words of the items that tell them from others."""
        return frozenset(w for i in self.items for w in _telling_words(i.name))

    @cached_property
    def tokens(self) -> frozenset[tuple[str, str]]:
        """Give what two mentions must share, at least one, to reach THRESHOLD: purchaser and system, word or amount."""
        if self.purchaser is None:
            return frozenset()
        found = {stem(system) for system in self.systems} | self.words
        if self.total_usd:
            step = int(math.log(self.total_usd) / _AMOUNT_STEP)
            found |= {f"$ {step + near}" for near in (-1, 0, 1)}
        return frozenset((self.purchaser, token) for token in found)


@lru_cache(maxsize=65536)
def transmittal_key(number: str) -> str:
    """Give a transmittal number in the one form that is compared: "22-041" is "22-41", "0G-23" is "23-0G"."""
    bare = _RSAT.sub("", number.strip()).upper().replace("–", "-").replace(" ", "")
    if found := _NUMBER.match(bare):
        return f"{found[1]}-{found[2]}"
    if found := _LETTERS_FIRST.match(bare):
        return f"{found[2]}-{found[1]}"
    return bare


def authority_of(number: str | None, route: str | None) -> str | None:
    """Say which office numbered a notice: DDTC licenses commercial exports, DSCA runs government sales."""
    if number is None:
        return None
    is_commercial = "DDTC" in number.upper() or route in ("dcs", "manufacture_abroad")
    return "ddtc" if is_commercial else "dsca"


_COMMON_WORDS = frozenset(
    {"advanced", "aircraft", "and", "bomb", "bombs", "defense", "equipment", "fleet", "follow", "for",
     "kit", "kits", "logistics", "major", "missile", "missiles", "parts", "possible", "radar", "related",
     "sale", "services", "spare", "spares", "support", "sustainment", "system", "systems", "the", "training", "upgrade",
     "vehicle", "vehicles", "weapons", "with"}
)  # fmt: skip


@lru_cache(maxsize=65536)
def _telling_words(name: str) -> frozenset[str]:
    """Give the words of an item that tell it from others: designations with a digit, and rare words."""
    found = re.findall(r"[a-z0-9][a-z0-9/.-]*[a-z0-9]", name.lower())
    return frozenset(w for w in found if w not in _COMMON_WORDS and len(w) > 2 and not w.isdigit())


@lru_cache(maxsize=65536)
def stem(system_id: str) -> str:
    """Give a system without the letters of its variant: "f-35a" is "f-35"."""
    return _VARIANT.sub("", system_id)
