"""Who holds what by year in each world: holdings, orders known, and the transfer or its substitute.

Three worlds: `without` the transfer, `with` it, and `substitute`: without it, but with what another supplier would
provide. No retirements are modelled. Counts are in the unit of their class, by draw and at the end of each year.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from counterpoise import vocabulary
from counterpoise.balance.draws import Draws, Floats
from counterpoise.balance.holdings import bias_draws, counted_rows, is_judged, row_draws, unit_factor
from counterpoise.balance.profile import Profile
from counterpoise.balance.transfer_items import MappedItem, ProposedTransfer
from counterpoise.balance.transfer_schedule import Order, Schedule, known_orders, order_schedule, transfer_schedule

WORLDS = ("without", "with", "substitute")
HORIZON_YEARS = 15


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One source of a class in an actor's hands. Arrays are (draw, year) or (draw, 1) where every year is the same."""

    actor_id: str
    class_id: str
    system_id: str | None
    name: str
    origin: str  # holding, order, transfer, substitute
    rows: tuple[str, ...]  # rows of forces, deliveries, lead_times, substitutes, or ids of transfers
    delivered: Floats
    in_service: Floats
    judged: bool = False  # a figure or an end of it is judgement, so that it may be over- or undercounted


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle of the draws and the interval that holds 80 % of them (10 to 90)."""

    low: float
    median: float
    high: float

    def as_json(self) -> dict[str, float]:
        """Give the three numbers, rounded to what 1,000 draws support."""
        return {"p10": significant(self.low), "p50": significant(self.median), "p90": significant(self.high)}


def significant(number: float, digits: int = 3) -> float:
    """Round to significant digits; whole numbers of 1,000 and more keep their three leading digits."""
    return 0.0 if abs(number) < 1e-9 else float(f"{number:.{digits}g}")


class Years(Spread):
    """The same of calendar years: they are not rounded to three digits."""

    __slots__ = ()

    def as_json(self) -> dict[str, float]:
        """Give the three years, to a tenth of one."""
        return {"p10": round(self.low, 1), "p50": round(self.median, 1), "p90": round(self.high, 1)}


def spread(values: Floats) -> Spread:
    """Give the 10, 50 and 90 % points of draws, interpolated between neighbours."""
    ordered = np.sort(values)
    points = []
    for share in (0.1, 0.5, 0.9):
        place = share * (len(ordered) - 1)
        below = int(place)
        above = min(below + 1, len(ordered) - 1)
        points.append(float(ordered[below] + (place - below) * (ordered[above] - ordered[below])))
    return Spread(*points)


def spread_of_years(values: Floats) -> Years:
    """Give the same of calendar years."""
    points = spread(values)
    return Years(points.low, points.median, points.high)


def years_from(known_on: date) -> tuple[int, ...]:
    """Give the years that an assessment covers, from that of `known_on`."""
    return tuple(range(known_on.year, known_on.year + HORIZON_YEARS + 1))


def kernel_classes() -> tuple[str, ...]:
    """Give the classes that fight in the model, in the vocabulary's order."""
    return tuple(row["class_id"] for row in vocabulary.rows("classes") if row["in_kernel"] == "true")


def baseline(
    profile: Profile, years: tuple[int, ...], draws: Draws, known_on: date, *, classes: Collection[str]
) -> tuple[Line, ...]:
    """Give the lines of every actor without the transfer: holdings, and orders signed by `known_on`."""
    lines = []
    for actor in profile.actor_ids:
        for class_id in classes:
            for row in counted_rows(profile, actor, class_id):
                count = (row_draws(profile, row, draws) * (unit_factor(row.unit) or 0.0))[:, None]
                lines.append(
                    Line(
                        actor,
                        class_id,
                        row.system_id,
                        row.system,
                        "holding",
                        (row.row_id,),
                        count,
                        count,
                        is_judged(row),
                    )
                )
    for order in known_orders(profile, known_on)[0]:
        if order.class_id in classes:
            plan = order_schedule(profile, order, years, draws, known_on)
            lines.append(
                Line(
                    order.actor_id, order.class_id, order.system_id, order.system, "order",
                    (order.order_id, *plan.rows), plan.delivered, plan.in_service,
                )
            )  # fmt: skip
    return tuple(lines)


def transfer_lines(
    profile: Profile,
    transfer: ProposedTransfer,
    items: Sequence[MappedItem],
    scenario: int | None,
    years: tuple[int, ...],
    draws: Draws,
    known_on: date,
) -> tuple[tuple[Line, Schedule], ...]:
    """Give the lines that a transfer adds; `scenario` is the quantity of items that state none.

    The draws of a transfer's schedule do not depend on its quantity: scenarios differ in the quantity alone.
    """
    lines = []
    for place, mapped in enumerate(items):
        quantity = float(mapped.item.quantity if mapped.item.quantity is not None else scenario or 0)
        order = Order(
            name=f"{transfer.transfer_id}/{place}/{mapped.class_id}", actor_id=transfer.purchaser,
            class_id=mapped.class_id, system_id=mapped.system.system_id if mapped.system else None,
            supplier=transfer.supplier, quantity=(quantity, quantity, quantity), signed_on=transfer.signed_on,
            proposed_on=known_on,
        )  # fmt: skip
        plan = transfer_schedule(profile, order, years, draws)
        lines.append(
            (
                Line(
                    transfer.purchaser, mapped.class_id, order.system_id, mapped.item.system, "transfer",
                    (transfer.transfer_id, *plan.rows), plan.delivered, plan.in_service,
                ),
                plan,
            )
        )  # fmt: skip
    return tuple(lines)


def substitute_lines(
    profile: Profile, transfer: ProposedTransfer, items: Sequence[MappedItem], scenario: int | None,
    years: tuple[int, ...], draws: Draws, known_on: date,
) -> tuple[Line, ...]:  # fmt: skip
    """Give what another supplier would provide instead, by the profile's scenario rows; nothing where there is none."""
    lines = []
    for place, mapped in enumerate(items):
        row = next((row for row in profile.substitutes if row.class_id == mapped.class_id), None)
        quantity = float(mapped.item.quantity if mapped.item.quantity is not None else scenario or 0)
        if row is None or quantity == 0:
            continue
        order = Order(
            name=f"substitute/{transfer.transfer_id}/{place}/{row.substitute_class_id}", actor_id=transfer.purchaser,
            class_id=row.substitute_class_id, system_id=row.system_id, supplier=row.supplier,
            quantity=(row.share_low * quantity, row.share_mode * quantity, row.share_high * quantity),
            signed_on=None, proposed_on=known_on,
        )  # fmt: skip
        plan = transfer_schedule(profile, order, years, draws)
        name = profile.systems[row.system_id].name if row.system_id else f"{row.substitute_class_id} from elsewhere"
        lines.append(
            Line(
                transfer.purchaser, row.substitute_class_id, row.system_id, name, "substitute",
                (transfer.transfer_id, row.row_id, *plan.rows), plan.delivered, plan.in_service,
            )
        )  # fmt: skip
    return tuple(lines)


def total(
    lines: Sequence[Line], actor: str, class_id: str, n_years: int, draws: Draws, *, in_service: bool, bias: bool
) -> Floats:
    """Sum an actor's class over lines: (draw, year).

    With `bias`, figures that are judgement are multiplied by the actor's common factor. Recorded deliveries and
    orders are not: to spread them would print more aircraft than were ever ordered.
    """
    recorded, judged = np.zeros((draws.count, n_years)), np.zeros((draws.count, n_years))
    for line in lines:
        if line.actor_id == actor and line.class_id == class_id:
            count = line.in_service if in_service else line.delivered
            if line.judged and bias:
                judged += count
            else:
                recorded += count
    return recorded + judged * bias_draws(actor, draws)[:, None] if judged.any() else recorded
