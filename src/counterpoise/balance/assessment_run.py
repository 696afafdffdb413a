"""One run of the assessment without a war: inputs mapped once, draws, years, and the lines of every world."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from counterpoise.balance.draws import Draws
from counterpoise.balance.inventories import (
    Line,
    baseline,
    kernel_classes,
    substitute_lines,
    transfer_lines,
    years_from,
)
from counterpoise.balance.profile import Profile
from counterpoise.balance.transfer_items import (
    MappedItem,
    OutsideModel,
    ProposedTransfer,
    map_transfer,
    scenario_quantities,
)
from counterpoise.balance.transfer_schedule import Schedule

ENABLERS = ("aew", "tanker", "isr", "missile_defence")


@dataclass(frozen=True, slots=True)
class AddedLine:
    """A line that a transfer adds, the item it comes from and its schedule."""

    transfer: ProposedTransfer
    mapped: MappedItem
    line: Line
    plan: Schedule


@dataclass(frozen=True, slots=True)
class Scenario:
    """One quantity scenario (None: every quantity is stated) with what it adds and what would substitute it."""

    quantity: int | None
    added: tuple[AddedLine, ...]
    substitutes: tuple[Line, ...]

    @property
    def added_lines(self) -> tuple[Line, ...]:
        """The lines that the transfers add."""
        return tuple(added.line for added in self.added)


@dataclass(frozen=True, slots=True)
class World:
    """A world of one scenario with all its lines; `scenario` is None in the world without the transfer.

    `quantity` names the scenario; None where every quantity that matters is stated.
    """

    name: str
    scenario: Scenario | None
    lines: tuple[Line, ...]
    quantity: int | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """Everything that the sections share."""

    profile: Profile
    transfers: tuple[ProposedTransfer, ...]
    protected: str
    known_on: date
    draws: Draws
    years: tuple[int, ...]
    mapped: Mapping[str, tuple[MappedItem, ...]]
    outside: tuple[OutsideModel, ...]
    quantities: tuple[int | None, ...]
    base: tuple[Line, ...]
    scenarios: tuple[Scenario, ...]
    benchmark: tuple[int, ...] = field(default=())

    @property
    def items(self) -> tuple[MappedItem, ...]:
        """The items that map to a class, of all transfers."""
        return tuple(item for items in self.mapped.values() for item in items)

    @property
    def purchasers(self) -> tuple[str, ...]:
        """The purchasers but the protected state itself, each once."""
        return tuple(dict.fromkeys(t.purchaser for t in self.transfers if t.purchaser != self.protected))

    @property
    def protected_buys(self) -> bool:
        """Whether a transfer goes to the protected state itself."""
        return any(transfer.purchaser == self.protected for transfer in self.transfers)

    @property
    def affected(self) -> tuple[str, ...]:
        """The classes that a transfer or its substitute adds to, in the vocabulary's order."""
        touched = {line.class_id for case in self.scenarios for line in (*case.added_lines, *case.substitutes)}
        return tuple(class_id for class_id in kernel_classes() if class_id in touched)

    @property
    def added_to_others(self) -> tuple[str, ...]:
        """The classes that the transfers add in other hands than the protected state's."""
        others = [t.transfer_id for t in self.transfers if t.purchaser != self.protected]
        touched = {mapped.class_id for name in others for mapped in self.mapped[name]}
        return tuple(class_id for class_id in kernel_classes() if class_id in touched)

    @property
    def added_classes(self) -> tuple[str, ...]:
        """The classes that the transfers themselves add to."""
        touched = {mapped.class_id for mapped in self.items}
        return tuple(class_id for class_id in kernel_classes() if class_id in touched)

    def cases(self, classes: Collection[str]) -> tuple[tuple[Scenario, int | None], ...]:
        """Give the scenarios that differ for some classes, with the quantity to name each by.

        Where every quantity that touches the classes is stated, one scenario stands for all and has no name.
        """
        unstated = {mapped.class_id for mapped in self.items if mapped.item.quantity is None}
        unstated |= {row.substitute_class_id for row in self.profile.substitutes if row.class_id in unstated}
        if unstated & set(classes):
            return tuple((case, case.quantity) for case in self.scenarios)
        return tuple((case, None) for case in self.scenarios[:1])

    def worlds(self, classes: Collection[str]) -> Iterator[World]:
        """Go through the worlds as they differ for some classes: `without` once, then `with` and `substitute`."""
        yield World("without", None, self.base)
        for case, quantity in self.cases(classes):
            yield World("with", case, self.base + case.added_lines, quantity)
            if case.substitutes:
                yield World("substitute", case, self.base + case.substitutes, quantity)


def prepare(
    profile: Profile, transfers: Sequence[ProposedTransfer], *, protected: str, known_on: date,
    scenarios: Sequence[int], draws: Draws, actors: Collection[str] | None = None,
) -> Run:  # fmt: skip
    """Map the transfers and draw every world's lines once; without a transfer, those of some actors alone if given."""
    years = years_from(known_on)
    mapped: dict[str, tuple[MappedItem, ...]] = {}
    outside: list[OutsideModel] = []
    for transfer in transfers:
        mapped[transfer.transfer_id], beside = map_transfer(profile, transfer)
        outside += beside
    items = [item for found in mapped.values() for item in found]
    quantities = scenario_quantities(items, scenarios) if items else ()
    base = baseline(profile, years, draws, known_on, classes=(*kernel_classes(), *ENABLERS), actors=actors)
    cases = []
    for quantity in quantities:
        added: list[AddedLine] = []
        substitutes: list[Line] = []
        for transfer in transfers:
            found = mapped[transfer.transfer_id]
            lines = transfer_lines(profile, transfer, found, quantity, years, draws, known_on)
            added += [AddedLine(transfer, item, *line) for item, line in zip(found, lines, strict=True)]
            substitutes += substitute_lines(profile, transfer, found, quantity, years, draws, known_on)
        cases.append(Scenario(quantity, tuple(added), tuple(substitutes)))
    return Run(
        profile, tuple(transfers), protected, known_on, draws, years, mapped, tuple(outside), quantities, base,
        tuple(cases), _benchmark_years(years, cases),
    )  # fmt: skip


def _benchmark_years(years: tuple[int, ...], cases: Sequence[Scenario]) -> tuple[int, ...]:
    """Choose first, middle and last delivery year of the largest scenario; without one: now, the middle, the end."""
    if not cases:
        return (years[0], years[len(years) // 2], years[-1])
    delivered = np.median(sum(line.delivered for line in cases[-1].added_lines), axis=0)
    begun = np.flatnonzero(delivered >= 0.5)
    first = int(begun[0]) if begun.size else len(years) - 1
    last = max(first, int(np.flatnonzero(delivered >= delivered[-1] - 0.5)[0]))
    return tuple(dict.fromkeys(years[i] for i in (first, (first + last) // 2, last)))
