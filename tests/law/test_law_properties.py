"""What must hold for all inputs, found by hypothesis and not by example."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from counterpoise.law.clock import review_clock
from counterpoise.law.disapproval import Adjournment, Resolution, discharge, excluded_days
from counterpoise.law.facts import SaleFacts
from counterpoise.law.parameters import Law
from tests.law.schemas import clock_schema

PURCHASERS = ("ARE", "SAU", "IRQ", "EGY", "TUN", "ISR", "GBR", "DEU", "SWE", "FIN", "TUR", "KOR", "JPN", "AUS", "NZL",
              "IND", "CHE", "TWN", "PER", "nato", "nspa", "occar")  # fmt: skip
days = st.dates(date(1996, 7, 21), date(2026, 6, 30))
amounts = st.one_of(st.integers(0, 400_000_000), st.sampled_from(
    [13_999_999, 14_000_000, 25_000_000, 49_999_999, 50_000_000, 100_000_000, 199_999_999, 200_000_000]))  # fmt: skip
purchasers = st.sampled_from(PURCHASERS)
routes = st.sampled_from(["fms", "dcs", "manufacture_abroad", "third_party_transfer"])
quick = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def answer(**facts: Any) -> dict[str, Any]:
    return review_clock(SaleFacts(**facts)).as_json()


@quick
@given(purchasers, routes, days, st.integers(0, 4000))
def test_within_one_group_a_later_receipt_never_ends_earlier(who: str, route: str, day: date, later: int) -> None:
    assume(day + timedelta(days=later) <= date(2026, 6, 30))
    one, two = (answer(purchaser=who, route=route, total_usd=10**9, received_on=day + timedelta(days=n))
                for n in (0, later))  # fmt: skip
    if (one["review_group"], one["review_days"]) == (two["review_group"], two["review_days"]):
        assert (one["last_protected_day"] or "") <= (two["last_protected_day"] or "")
        assert one["first_free_day"] <= two["first_free_day"]


@quick
@given(purchasers, routes, days, amounts, amounts)
def test_an_emergency_never_removes_the_duty_to_notify_nor_the_determination(
    who: str, route: str, day: date, total: int, mde: int
) -> None:
    facts = {"purchaser": who, "route": route, "received_on": day, "total_usd": total, "mde_usd": min(mde, total)}
    plain, emergency = answer(**facts), answer(**facts, emergency=True)
    assert emergency["notification_required"] == plain["notification_required"]
    assert emergency["qme_determination"]["required"] == plain["qme_determination"]["required"]
    assert emergency["qme_determination"]["parts"] == plain["qme_determination"]["parts"]
    assert emergency["review_days"] == 0
    assert emergency["last_protected_day"] is None
    assert emergency["first_free_day"] is None


@quick
@given(st.lists(purchasers, min_size=2, max_size=4, unique=True), st.sampled_from(["dcs", "manufacture_abroad"]), days,
       amounts)  # fmt: skip
def test_the_strictest_party_governs(who: list[str], route: str, day: date, total: int) -> None:
    facts = {"route": route, "received_on": day, "total_usd": total, "mde_usd": total // 2}
    together = answer(purchaser=who[0], other_parties=tuple(who[1:]), **facts)
    alone = [answer(purchaser=one, **facts) for one in who]
    assert together["review_days"] == max(one["review_days"] for one in alone)
    if any(one["notification_required"] for one in alone):
        assert together["notification_required"] is True


@quick
@given(purchasers, days, amounts, amounts, amounts)
def test_more_money_never_removes_a_duty(who: str, day: date, total: int, mde: int, more: int) -> None:
    mde = min(mde, total)
    less_required = answer(purchaser=who, received_on=day, total_usd=total, mde_usd=mde)["notification_required"]
    more_required = answer(purchaser=who, received_on=day, total_usd=total + more, mde_usd=mde + more)
    assert more_required["notification_required"] or not less_required


@quick
@given(purchasers, days, amounts, st.integers(0, 10**6))
def test_a_definite_answer_without_the_equipment_amount_holds_whatever_the_amount(
    who: str, day: date, total: int, per_million: int
) -> None:
    without = review_clock(SaleFacts(purchaser=who, total_usd=total), as_of=day).as_json()
    mde = total * per_million // 10**6
    known = review_clock(SaleFacts(purchaser=who, total_usd=total, mde_usd=mde), as_of=day).as_json()
    assert without["notification_required"] in ("unknown", known["notification_required"])
    if without["notification_required"] == "unknown":
        assert without["facts_needed"]


@quick
@given(purchasers, days, st.sampled_from(["fms", "dcs", "manufacture_abroad"]))
def test_receipt_is_day_zero_and_the_day_after_the_last_is_free(who: str, day: date, route: str) -> None:
    period = answer(purchaser=who, route=route, total_usd=10**9, received_on=day)["candidates"][0]
    last, free = (date.fromisoformat(period[key]) for key in ("last_protected_day", "first_free_day"))
    assert (last - day).days == period["review_days"]
    assert free - last == timedelta(days=1)


@quick
@given(days, st.integers(1, 12), st.lists(st.tuples(st.integers(-20, 60), st.integers(1, 30)), max_size=4))
def test_excluded_days_only_ever_postpone_discharge(day: date, count: int, runs: list[tuple[int, int]]) -> None:
    law = Law(date(2025, 1, 1))
    out = [Adjournment(day + timedelta(days=start), day + timedelta(days=start + length - 1)) for start, length in runs]
    excluded = excluded_days(out, law)
    plain = discharge(Resolution(introduced_on=day), count, frozenset())
    late = discharge(Resolution(introduced_on=day), count, excluded)
    assert plain.in_order_after == day + timedelta(days=count)
    assert late.in_order_after == plain.in_order_after + timedelta(days=late.n_excluded)
    counted = [
        n for n in range(1, (late.in_order_after - day).days + 1) if day + timedelta(days=n) not in excluded
    ]  # fmt: skip
    assert len(counted) == count
    assert late.in_order_after not in excluded


@quick
@given(st.data())
def test_whatever_the_facts_the_json_follows_its_schema_and_gives_reasons(data: st.DataObject) -> None:
    maybe = st.one_of(st.none(), amounts)
    facts: dict[str, Any] = {
        "purchaser": data.draw(purchasers),
        "route": data.draw(st.sampled_from(
            ["fms", "dcs", "manufacture_abroad", "third_party_transfer", "unknown", "foreign", "drawdown"])),
        "total_usd": data.draw(maybe), "mde_usd": data.draw(maybe), "emergency": data.draw(st.booleans()),
        "received_on": data.draw(st.one_of(st.none(), days, st.tuples(days, days))),
        "is_upgrade": data.draw(st.booleans()), "new_sales_territory": data.draw(st.booleans()),
    }  # fmt: skip
    introduced = data.draw(st.lists(days, max_size=3))
    found = review_clock(
        SaleFacts(**facts), known_on=data.draw(st.one_of(st.none(), days)),
        resolutions=[Resolution(introduced_on=day, chamber=data.draw(st.sampled_from(["senate", "house"])))
                     for day in introduced],
    ).as_json()  # fmt: skip
    clock_schema().validate(found)
    assert found["because"]
    if found["notification_required"] == "unknown":
        assert found["facts_needed"]


@pytest.mark.parametrize("who", PURCHASERS)
def test_every_group_changes_only_on_the_days_the_files_name(who: str) -> None:
    changes = [date(1981, 12, 29), date(1982, 5, 30), date(2002, 9, 30), date(2008, 10, 15), date(2010, 10, 8),
               date(2023, 4, 4), date(2024, 3, 7)]  # fmt: skip
    before: tuple[Any, ...] | None = None
    day = date(1980, 12, 20)
    while day < date(2026, 6, 1):
        found = answer(purchaser=who, total_usd=10**9, received_on=day)
        now = (found["review_days"], found["threshold_group"])
        step = timedelta(days=89)
        if before is not None and now != before:
            assert any(day - step < change <= day for change in changes), (who, day)
        before, day = now, day + step
