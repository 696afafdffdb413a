"""Orders and transfers as deliveries by year: lead times with spread, a rate a year, absorption into service.

The schedule of an order is used only from the day on which it was known; before that, and for a proposed transfer,
years are drawn from the lead times of the register (profile table lead_times). Undelivered orders are absent there,
so true waits are longer; the high ends are lengthened for it.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from counterpoise.balance.draws import Draws, Floats
from counterpoise.balance.holdings import row_draws, unit_factor
from counterpoise.balance.profile import Delivery, LeadTime, Profile
from counterpoise.errors import InvalidInput

DAYS_IN_YEAR = 365.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Something signed or proposed: how many [unit of the class], from whom, since when."""

    name: str  # stable: it keys the draws
    actor_id: str
    class_id: str
    system_id: str | None
    supplier: str
    quantity: tuple[float, float, float]
    signed_on: date | None  # None: only proposed, and signed after a drawn delay
    proposed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Schedule:
    """Cumulative deliveries and units in service at the end of each year, by draw [unit of the class]."""

    years: tuple[int, ...]
    delivered: Floats  # (draw, year)
    in_service: Floats  # (draw, year)
    basis: str  # what the years rest on, in words
    rows: tuple[str, ...]  # the rows of lead times behind them; none where the years are recorded


def period_end(partial: str) -> date:
    """Give the last day of a partial date: 2020 ends on 31 December, 2020-02 on the 29th."""
    parts = [int(part) for part in partial.split("-")]
    if len(parts) == 3:
        return date(*parts)
    year, month = parts[0], parts[1] if len(parts) == 2 else 12
    return date(year + month // 12, month % 12 + 1, 1) - date.resolution


def decimal_year(day: date) -> float:
    """Give a day as a year with a fraction."""
    return day.year + (day - date(day.year, 1, 1)).days / DAYS_IN_YEAR


def known_orders(profile: Profile, known_on: date) -> tuple[tuple[Delivery, ...], tuple[Delivery, ...]]:
    """Split the orders into those signed by `known_on` and those not shown to be: later, or the day is not known."""
    known = tuple(row for row in profile.deliveries if period_end(row.signed_on) <= known_on)
    return known, tuple(row for row in profile.deliveries if row not in known)


def lead_time(profile: Profile, class_id: str, supplier: str) -> LeadTime:
    """Choose the lead times of a class and supplier: the named supplier first, then `other`, then any."""
    for wanted in (supplier, "other" if supplier != "USA" else "", "*"):
        rows = [row for row in profile.lead_times if class_id in row.class_ids and row.supplier == wanted]
        if rows:
            return min(rows, key=lambda row: len(row.class_ids))  # the row that is narrowest speaks of this class
    raise InvalidInput(
        f"lead_times.csv of {profile.name} covers neither {class_id} from {supplier} nor from any supplier. Add a row."
    )


def order_schedule(profile: Profile, order: Delivery, years: tuple[int, ...], draws: Draws, known_on: date) -> Schedule:
    """Draw the deliveries of an order that has been signed; units already in the holdings are not counted again."""
    factor = unit_factor(order.unit) or 0.0
    best = order.quantity_best or 0.0
    low = best if order.quantity_low is None else order.quantity_low
    high = best if order.quantity_high is None else order.quantity_high
    quantity = draws.triangular(f"order/{order.order_id}", low, best, high)
    if order.completes_row:
        quantity = np.maximum(0.0, quantity - row_draws(profile, profile.force_index[order.completes_row], draws))
    quantity = quantity * factor
    lead = lead_time(profile, order.class_id, order.supplier)
    rows: tuple[str, ...]
    known = order.schedule_known_on is not None and period_end(order.schedule_known_on) <= known_on
    if known and order.first_year is not None:
        first = max(float(order.first_year), decimal_year(profile.holdings_on))
        last = float(order.last_year or order.first_year) + 1.0
        rate = quantity / max(last - first, 1.0)
        start: Floats = np.full(draws.count, first)
        basis, rows = "recorded years", ()
    else:
        signed = decimal_year(_middle(order.signed_on))
        start = signed + draws.triangular(f"lead/{order.order_id}", lead.first_low, lead.first_mode, lead.first_high)
        start = np.maximum(start, decimal_year(profile.holdings_on))
        rate = _rate(draws, order.order_id, lead) * factor
        basis, rows = f"lead times of {lead.group} from {lead.supplier}", (lead.row_id,)
    return _schedule(years, start, rate, quantity, _absorption(draws, order.order_id, lead), basis, rows)


def transfer_schedule(profile: Profile, order: Order, years: tuple[int, ...], draws: Draws) -> Schedule:
    """Draw the deliveries of a proposed or newly signed transfer."""
    lead = lead_time(profile, order.class_id, order.supplier)
    rows: tuple[str, ...]
    if order.signed_on is not None:
        signed: Floats = np.full(draws.count, decimal_year(order.signed_on))
        basis, rows = f"signed on {order.signed_on}; lead times of {lead.group} from {lead.supplier}", (lead.row_id,)
    elif order.proposed_on is not None:
        wait = next((row for row in profile.lead_times if row.group == "signature"), None)
        if wait is None:
            raise InvalidInput(
                f"lead_times.csv of {profile.name} has no row signature. Add the years from proposal to order."
            )
        signed = decimal_year(order.proposed_on) + draws.triangular(
            f"signature/{order.name}", wait.first_low, wait.first_mode, wait.first_high
        )
        basis = (
            f"not signed: an order {wait.first_low:g} to {wait.first_high:g} years after {order.proposed_on} assumed; "
            f"lead times of {lead.group} from {lead.supplier}"
        )
        rows = (lead.row_id, wait.row_id)
    else:
        raise InvalidInput(f"The transfer {order.name} has neither a day of signature nor of proposal. Give one.")
    start = signed + draws.triangular(f"lead/{order.name}", lead.first_low, lead.first_mode, lead.first_high)
    quantity = draws.triangular(f"order/{order.name}", *order.quantity)
    return _schedule(
        years, start, _rate(draws, order.name, lead), quantity, _absorption(draws, order.name, lead), basis, rows
    )


def _schedule(
    years: tuple[int, ...], start: Floats, rate: Floats, quantity: Floats, absorption: Floats, basis: str,
    rows: tuple[str, ...],
) -> Schedule:  # fmt: skip
    ends: NDArray[np.float64] = np.asarray(years, dtype=np.float64) + 1.0
    elapsed = ends[None, :] - start[:, None]
    delivered = np.clip(elapsed * np.broadcast_to(rate, start.shape)[:, None], 0.0, quantity[:, None])
    late = np.clip(
        (elapsed - absorption[:, None]) * np.broadcast_to(rate, start.shape)[:, None], 0.0, quantity[:, None]
    )
    return Schedule(years, delivered, late, basis, rows)


def _middle(partial: str) -> date:
    """Give the middle of a partial date: 1 July of a year, the 15th of a month."""
    parts = [int(part) for part in partial.split("-")]
    if len(parts) == 1:
        return date(parts[0], 7, 1)
    return date(parts[0], parts[1], parts[2] if len(parts) > 2 else 15)


def _rate(draws: Draws, name: str, lead: LeadTime) -> Floats:
    values = (lead.per_year_low, lead.per_year_mode, lead.per_year_high)
    if values[0] is None or values[1] is None or values[2] is None:
        raise InvalidInput(
            f"The row {lead.group} of lead_times.csv gives no units a year. Fill in its per_year columns."
        )
    return draws.triangular(f"rate/{name}", values[0], values[1], values[2])


def _absorption(draws: Draws, name: str, lead: LeadTime) -> Floats:
    values = (lead.absorption_low, lead.absorption_mode, lead.absorption_high)
    if values[0] is None or values[1] is None or values[2] is None:
        return np.zeros(draws.count)
    return draws.triangular(f"absorption/{name}", values[0], values[1], values[2])
