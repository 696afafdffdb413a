"""Counts with gaps filled by rule, and deliveries by year: what must hold for every row and order."""

import csv
import re
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.balance.draws import Draws
from counterpoise.balance.holdings import between_in_ratio, holding, holding_draws, row_draws, row_interval
from counterpoise.balance.inventories import kernel_classes, spread
from counterpoise.balance.profile import Force, load_profile
from counterpoise.balance.transfer_items import TransferItem, coverage
from counterpoise.balance.transfer_schedule import Order, lead_time, period_end, transfer_schedule
from counterpoise.casebook.systems import find_system
from counterpoise.errors import InvalidInput

PROFILE = load_profile("middle-east-2020")
DRAWS = Draws(0, 400)


@pytest.mark.parametrize("force", PROFILE.forces, ids=[force.row_id for force in PROFILE.forces])
def test_every_draw_of_a_row_lies_in_its_interval(force: Force) -> None:
    interval = row_interval(PROFILE, force)
    drawn = row_draws(PROFILE, force, DRAWS)
    if interval is None:
        assert not drawn.any()
    else:
        assert interval.low - 1e-9 <= drawn.min() <= drawn.max() <= interval.high + 1e-9


def test_a_ceiling_is_drawn_below_itself() -> None:
    for force in PROFILE.forces:
        if force.row_kind == "ceiling" and force.quantity_high:
            assert row_draws(PROFILE, force, DRAWS).max() <= force.quantity_high


def test_without_the_common_factor_every_draw_lies_within_the_sums() -> None:
    for actor in PROFILE.actor_ids:
        for class_id in kernel_classes():
            held = holding(PROFILE, actor, class_id)
            if held.low is None or held.high is None:
                continue
            drawn = holding_draws(PROFILE, actor, class_id, DRAWS, bias=False)
            # Units that convert with a spread (launchers, ships) may leave the sums at their middle by half or double.
            assert held.low * 0.5 - 1e-6 <= drawn.min()
            assert drawn.max() <= held.high * 2 + 1e-6


@given(st.floats(0, 1000), st.floats(1, 1000), st.floats(0.001, 0.999))
def test_a_range_known_by_its_ends_is_kept(low: float, width: float, u: float) -> None:
    value = between_in_ratio(np.array([u]), low, low + width)[0]
    assert low * (1 - 1e-9) <= value <= (low + width) * (1 + 1e-9)


def order(quantity: float, **more: object) -> Order:
    given = {"actor_id": "ARE", "class_id": "fighter_5gen", "system_id": None, "supplier": "USA", "name": "t"}
    return Order(**{**given, "quantity": (quantity,) * 3, "signed_on": date(2021, 1, 20), **more})  # type: ignore[arg-type]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 200), st.sampled_from(["fighter_5gen", "fighter_4gen", "tank", "sam_area", "surface_combatant"]))
def test_deliveries_rise_to_the_quantity_and_service_follows_delivery(quantity: int, class_id: str) -> None:
    plan = transfer_schedule(PROFILE, order(float(quantity), class_id=class_id), tuple(range(2020, 2061)), DRAWS)
    assert (np.diff(plan.delivered, axis=1) >= -1e-9).all()
    assert (plan.in_service <= plan.delivered + 1e-9).all()
    assert plan.delivered.max() <= quantity + 1e-9
    assert (plan.delivered[:, 0] == 0).all()


def test_a_bigger_order_begins_on_the_same_day_in_the_same_draw() -> None:
    years = tuple(range(2020, 2041))
    few, many = (transfer_schedule(PROFILE, order(float(n)), years, DRAWS).delivered for n in (12, 50))
    assert np.allclose(np.minimum(many, 12), few)


def test_the_sale_of_2020_would_have_begun_about_when_it_was_said_to() -> None:
    """2027 was named as a possible first delivery if signed in January 2021 (press, January 2021)."""
    years = tuple(range(2020, 2041))
    plan = transfer_schedule(PROFILE, order(50.0), years, DRAWS)
    begun = np.asarray(years, dtype=float)[np.argmax(plan.delivered >= 0.5, axis=1)]
    assert spread(begun).low <= 2027 <= spread(begun).high + 1


def test_lead_times_come_from_the_narrowest_row_of_the_supplier() -> None:
    assert lead_time(PROFILE, "fighter_5gen", "USA").group == "fighter_5gen"
    assert lead_time(PROFILE, "fighter_4gen", "USA").group == "combat_aircraft"
    assert lead_time(PROFILE, "fighter_4gen", "FRA").supplier == "other"
    with pytest.raises(InvalidInput, match="covers neither"):
        lead_time(PROFILE, "ground", "USA")


@pytest.mark.parametrize(
    ("partial", "last"),
    [
        ("2020", date(2020, 12, 31)),
        ("2020-02", date(2020, 2, 29)),
        ("2019-12", date(2019, 12, 31)),
        ("2020-09-23", date(2020, 9, 23)),
    ],
)
def test_a_partial_date_ends_on_its_last_day(partial: str, last: date) -> None:
    assert period_end(partial) == last


def test_coverage_over_the_ledger_is_counted_with_reasons(shared: Path) -> None:
    with (shared / "data/notifications_middle_east.csv").open(encoding="utf-8") as file:
        lines = [re.split(r";|, (?=\d)| with | and ", row["items"]) for row in csv.DictReader(file)]
    found = coverage([TransferItem(system=item, system_id=find_system(item)[0]) for item in items] for items in lines)
    assert found.n_transfers == len(lines)
    assert found.n_items == found.n_mapped + sum(found.outside.values())
    assert 0.15 < found.n_transfers_mapped / found.n_transfers < 0.9
