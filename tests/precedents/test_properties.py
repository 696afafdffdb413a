"""What holds for all sales: symmetry, a row is most like itself, agreement never costs, nothing later shows."""

import random
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.casebook.notifications import notifications, shipped_notifications
from counterpoise.casebook.precedents import PrecedentSubject, rank_precedents, traits_of
from counterpoise.casebook.similarity import SaleTraits, SoldItem, similarity
from counterpoise.casebook.similarity_settings import COMPONENT_NAMES
from counterpoise.precedents import find_precedents
from counterpoise.precedents.clocks import in_middle_east
from counterpoise.precedents.sequels import _last_day

SYSTEMS = (
    ("f-35a", "fighter_5gen"), ("f-35", "fighter_5gen"), ("f-16v", "fighter_4gen"), ("aim-120c", "air_to_air_missile"),
    ("jdam", "air_to_surface_munition"), ("t700", "engine"), (None, "service"), (None, None),
)  # fmt: skip
items = st.builds(
    lambda kind, how: SoldItem(wording=str(kind), system_id=kind[0], class_id=kind[1], sold_as=how),
    st.sampled_from(SYSTEMS),
    st.sampled_from(["article", "upgrade", "support"]),
)
traits = st.builds(
    SaleTraits,
    purchasers=st.frozensets(st.sampled_from(["ARE", "SAU", "ISR", "POL"]), max_size=3),
    in_region=st.none() | st.booleans(),
    supplier=st.none() | st.sampled_from(["USA", "FRA"]),
    route=st.none() | st.sampled_from(["fms", "dcs", "lease", "unknown"]),
    items=st.lists(items, max_size=4).map(tuple),
    value_usd=st.none() | st.floats(0, 1e11),
    mde_share=st.none() | st.floats(0, 1),
    emergency=st.none() | st.booleans(),
    on=st.dates(date(1970, 1, 1), date(2035, 1, 1)),
)


@given(traits, traits)
def test_the_score_is_the_same_both_ways_and_between_zero_and_what_can_be_compared(
    a: SaleTraits, b: SaleTraits
) -> None:
    there, back = similarity(a, b), similarity(b, a)
    assert there.total == pytest.approx(back.total)
    assert there.comparable == pytest.approx(back.comparable)
    assert -1e-9 <= there.total <= there.comparable + 1e-9 <= 1 + 2e-9
    assert [part.name for part in there.parts] == list(COMPONENT_NAMES)
    assert sum(part.weight for part in there.parts) == pytest.approx(1)


@given(traits, traits)
def test_nothing_is_more_like_a_sale_than_itself(a: SaleTraits, b: SaleTraits) -> None:
    own = similarity(a, a)
    assert own.total >= similarity(a, b).total - 1e-9
    assert own.total == pytest.approx(own.comparable)


@given(traits, traits, st.sampled_from([field.name for field in fields(SaleTraits)]))
def test_agreeing_on_one_thing_more_never_lowers_the_score(a: SaleTraits, b: SaleTraits, name: str) -> None:
    closer = replace(b, **{name: getattr(a, name)})
    assert similarity(a, closer).total >= similarity(a, b).total - 1e-9


@pytest.mark.parametrize("other", [5e-324, 1e-300, 1e11])
def test_values_however_far_apart_have_a_score(other: float) -> None:
    nothing = SaleTraits(
        purchasers=frozenset(), in_region=None, supplier=None, route=None, items=(), value_usd=2.0, mde_share=None,
        emergency=None, on=date(2000, 1, 1),
    )  # fmt: skip
    for one, two in ((nothing, replace(nothing, value_usd=other)), (replace(nothing, value_usd=other), nothing)):
        assert 0.0 <= similarity(one, two).total <= 1.0


def subject(index: int) -> PrecedentSubject:
    """Give a row of the ledger as a sale for which precedents are sought."""
    row = shipped_notifications()[index]
    traits = traits_of(row, in_middle_east)
    return PrecedentSubject(subject_id="s", title="s", traits=traits, numbers=row.numbers, notified_on=row.notified_on)


few = settings(max_examples=20, deadline=None)  # each example searches the whole ledger
rows = st.integers(0, len(shipped_notifications()) - 1)
days = st.dates(date(1981, 1, 1), date(2026, 12, 31))


@few
@given(rows, st.integers(0, 10**6))
def test_the_order_of_the_ledger_changes_nothing(index: int, seed: int) -> None:
    shuffled = list(shipped_notifications())
    random.Random(seed).shuffle(shuffled)
    straight = rank_precedents([subject(index)], shipped_notifications(), in_region=in_middle_east)
    assert rank_precedents([subject(index)], shuffled, in_region=in_middle_east) == straight


def test_rows_of_a_file_in_another_order_are_the_same_notifications() -> None:
    from counterpoise.casebook.ledger import shipped_table

    records = [row for _, row in shipped_table("ledger").records()]
    assert notifications(reversed(records)) == shipped_notifications()
    assert len({one.notification_id for one in shipped_notifications()}) == len(records)


@few
@given(rows, days)
def test_what_is_notified_later_is_as_if_it_did_not_exist(index: int, known_on: date) -> None:
    early = [one for one in shipped_notifications() if one.notified_on <= known_on]
    everything = rank_precedents([subject(index)], shipped_notifications(), in_region=in_middle_east, known_on=known_on)
    assert everything == rank_precedents([subject(index)], early, in_region=in_middle_east)


@few
@given(rows, days)
def test_no_day_in_a_precedent_is_later_than_what_was_known(index: int, known_on: date) -> None:
    search = find_precedents([subject(index)], known_on=known_on, count=3)
    for precedent in search.precedents:
        told = (precedent.notification, precedent.against, precedent.asked)
        assert all(day <= known_on for part in told for day in _days(part))
        assert all(_last_day(one.on) <= known_on for one in precedent.followed)


def _days(value: Any) -> list[date]:
    if isinstance(value, date):
        return [value]
    if is_dataclass(value):
        return [day for field in fields(value) for day in _days(getattr(value, field.name))]
    return [day for one in value for day in _days(one)] if isinstance(value, tuple) else []


@few
@given(rows, st.integers(1, 6))
def test_asking_for_fewer_gives_the_first_of_more(index: int, count: int) -> None:
    fewer = find_precedents([subject(index)], known_on=None, count=count).precedents
    more = find_precedents([subject(index)], known_on=None, count=count + 2).precedents
    assert more[:count] == fewer
    assert [one.similarity.total for one in more] == sorted((o.similarity.total for o in more), reverse=True)


@few
@given(rows)
def test_its_own_notices_are_never_its_precedents(index: int) -> None:
    row = shipped_notifications()[index]
    ranked, excluded = rank_precedents([subject(index)], shipped_notifications(), in_region=in_middle_east)
    shown = [one.notification for one in ranked] + [later for one in ranked for later in one.amendments]
    assert row not in shown
    assert not any(row.numbers & one.numbers for one in shown if {*row.purchasers} & {*one.purchasers})
    assert row.notification_id in {one.notification_id for one in excluded}


@few
@given(rows, st.integers(1, 400))
def test_a_report_finds_its_own_notification_when_that_comes_within_the_year(index: int, days_before: int) -> None:
    row = shipped_notifications()[index]
    if not any(item.system_id for item in row.items):
        return
    told = subject(index)
    report = replace(
        told, numbers=frozenset(), notified_on=None,
        traits=replace(told.traits, on=row.notified_on - timedelta(days=days_before)),
    )  # fmt: skip
    _, excluded = rank_precedents([report], shipped_notifications(), in_region=in_middle_east)
    assert row.notification_id in {one.notification_id for one in excluded}
