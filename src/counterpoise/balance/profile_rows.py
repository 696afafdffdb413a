"""The rows of a profile as frozen data, one class for each table of vocabulary/profile_tables.csv."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a fact comes from, and under whose terms."""

    source_id: str
    title: str
    upstream: str
    url: str
    published_on: str | None
    terms: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A state or a non-state actor. `groups` are memberships that the prior knows."""

    actor_id: str
    name: str
    kind: str
    stands_in: str
    groups: tuple[str, ...]
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GapRule:
    """How a missing end of a figure is filled for drawing: shares of its ceiling or of its best figure [1]."""

    rule_id: str
    applies_to: str
    share_low: float
    share_mode: float
    share_high: float
    grade: str
    source: tuple[str, ...]
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """A system as one actor holds, has ordered or would receive it."""

    system_id: str
    name: str
    actor_id: str
    class_id: str
    type_family: str
    vocabulary_ids: tuple[str, ...]
    status: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """One characteristic of a system as an ordinal band, 0 to 5, with its grade and reason."""

    system_id: str
    mission_area: str
    attribute: str
    band_low: int
    band_best: int
    band_high: int
    grade: str
    type_level: str
    known_from: str | None
    because: str
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Force:
    """One row of the order of battle. An empty quantity (None) is unknown, never zero."""

    row_id: str
    actor_id: str
    class_id: str
    system_id: str | None
    system: str
    unit: str
    quantity_low: float | None
    quantity_best: float | None
    quantity_high: float | None
    as_of: str
    row_kind: str
    gap_rule: str | None
    grade: str
    ends_grade: str
    source: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """A land border or a distance between two actors [km]."""

    actor_id: str
    other_id: str
    land_border: str
    distance_km: float
    grade: str
    source: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReachShare:
    """What part of a holding can be brought to bear from a band, low, mode, high [share]."""

    preset: str
    band: str
    domain: str
    share_low: float
    share_mode: float
    share_high: float
    grade: str
    source: tuple[str, ...]
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A dated relation between two actors; in a sponsorship `actor_id` is the sponsor. Both days belong to it."""

    actor_id: str
    other_id: str
    kind: str
    valid_from: date | None
    valid_to: date | None
    grade: str
    source: tuple[str, ...]
    note: str

    def holds_on(self, day: date) -> bool:
        """Say whether the relation holds on a day; an empty end is open."""
        return (self.valid_from or date.min) <= day <= (self.valid_to or date.max)


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorValue:
    """One parameter of the coalition prior, with its range."""

    parameter: str
    value: float
    range_low: float
    range_high: float
    grade: str
    source: tuple[str, ...]
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """An order and what is known of its schedule. With `completes_row` the quantity is the end state of that row."""

    order_id: str
    actor_id: str
    system_id: str | None
    class_id: str
    system: str
    unit: str
    supplier: str
    signed_on: str
    quantity_low: float | None
    quantity_best: float | None
    quantity_high: float | None
    completes_row: str
    first_year: int | None
    last_year: int | None
    schedule_known_on: str | None
    grade: str
    source: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadTime:
    """Years from order to first delivery, units delivered a year, years from delivery to service: low, mode, high."""

    group: str
    supplier: str
    class_ids: tuple[str, ...]
    first_low: float
    first_mode: float
    first_high: float
    per_year_low: float | None
    per_year_mode: float | None
    per_year_high: float | None
    absorption_low: float | None
    absorption_mode: float | None
    absorption_high: float | None
    n_orders: float | None
    grade: str
    source: tuple[str, ...]
    because: str

    @property
    def row_id(self) -> str:
        """Give the name by which a number leads to this row."""
        return f"lead_times/{self.group}/{self.supplier}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """A class that can engage a class which a sale adds."""

    capability_class_id: str
    counter_class_id: str
    confidence: str
    because: str
    grade: str
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Substitute:
    """What another supplier would provide for each unit that is not supplied."""

    class_id: str
    substitute_class_id: str
    system_id: str | None
    supplier: str
    share_low: float
    share_mode: float
    share_high: float
    because: str
    grade: str
    source: tuple[str, ...]

    @property
    def row_id(self) -> str:
        """Give the name by which a number leads to this row."""
        return f"substitutes/{self.class_id}"
