"""Do the precedents found include what a person would look for? Siblings of a notification, and what it amends.

A sibling is another notification to the same purchaser with a system of the same type. Purchaser and system are part of
the score, so a high rate is nearly by construction: the row with the names of systems hidden and the amendments, whose
numbers the score never sees, say more.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from counterpoise.casebook.notifications import LedgerNotification, shipped_notifications
from counterpoise.casebook.precedents import traits_of
from counterpoise.casebook.similarity import SaleTraits, basic_type, similarity
from counterpoise.precedents.clocks import in_middle_east
from counterpoise.validation.rows import Row, Settings
from counterpoise.validation.scores import wilson

SECTION = "Precedents"
TOP = 5
QUICK_STEP = 4  # a quick run looks at every fourth notification

Nearest = Callable[[LedgerNotification], Sequence[LedgerNotification]]


def precedent_rows(run: Settings) -> list[Row]:
    """Give the rate at which siblings and originals are among the first five, beside purchaser and date alone."""
    ledger = shipped_notifications()
    siblings = {one.notification_id: _siblings(one, ledger) for one in ledger}
    seekers = [one for one in ledger if siblings[one.notification_id]][:: QUICK_STEP if run.quick else 1]
    named, hidden = _by_likeness(ledger, hide=False), _by_likeness(ledger, hide=True)
    originals = {one.notification_id: _originals(one, ledger) for one in ledger}
    amending = [one for one in ledger if originals[one.notification_id]]
    nearest = _by_date(ledger)
    return [
        _rate("precedents_siblings", "A sibling among the five most similar", seekers, siblings, named, nearest),
        _rate("precedents_siblings_hidden", "The same with the names of systems hidden", seekers, siblings, hidden,
              nearest),
        # An amendment lists what it adds and not what the case sells, so this one is hard.
        _rate("precedents_originals", "What an amendment amends among its five most similar", amending, originals,
              named, nearest),
    ]  # fmt: skip


def _rate(
    row_id: str, title: str, seekers: Sequence[LedgerNotification],
    wanted: Mapping[str, frozenset[str]], found_by: Nearest, baseline: Nearest,
) -> Row:  # fmt: skip
    def hits(nearest: Nearest) -> int:
        return sum(
            bool(wanted[one.notification_id] & {other.notification_id for other in nearest(one)[:TOP]})
            for one in seekers
        )

    n, found, naive = len(seekers), hits(found_by), hits(baseline)
    return Row(
        id=row_id, section=SECTION, title=title, figure=found / n, interval=wilson(found, n),
        interval_kind="95 % (Wilson)", baseline=f"same purchaser, nearest date: {naive / n:.3f}",
        held_out="the notification itself and its transmittal numbers",
        source="the shipped ledger", note=f"{found} of {n} notifications; the weights are judgement, not fitted.",
    )  # fmt: skip


def _siblings(one: LedgerNotification, ledger: Sequence[LedgerNotification]) -> frozenset[str]:
    types = _types(one)
    return frozenset(
        other.notification_id
        for other in ledger
        if other is not one
        and {*one.purchasers} & {*other.purchasers}
        and types & _types(other)
        and not one.numbers & other.numbers
    )


def _types(one: LedgerNotification) -> set[str]:
    return {basic_type(item.system_id) for item in one.items if item.system_id}


def _originals(one: LedgerNotification, ledger: Sequence[LedgerNotification]) -> frozenset[str]:
    if one.amends is None:
        return frozenset()
    return frozenset(o.notification_id for o in ledger if o.transmittal == one.amends)


def _by_likeness(ledger: Sequence[LedgerNotification], *, hide: bool) -> Nearest:
    traits = {one.notification_id: _traits(one, hide=hide) for one in ledger}

    def nearest(one: LedgerNotification) -> Sequence[LedgerNotification]:
        own = traits[one.notification_id]
        others = [other for other in ledger if other is not one]
        return sorted(
            others, key=lambda o: (-similarity(own, traits[o.notification_id]).total, o.notification_id)
        )  # fmt: skip

    return nearest


def _traits(one: LedgerNotification, *, hide: bool) -> SaleTraits:
    traits = traits_of(one, in_middle_east)
    return replace(traits, items=tuple(replace(i, system_id=None) for i in traits.items)) if hide else traits


def _by_date(ledger: Sequence[LedgerNotification]) -> Nearest:
    def nearest(one: LedgerNotification) -> Sequence[LedgerNotification]:
        same = [o for o in ledger if o is not one and {*one.purchasers} & {*o.purchasers}]
        return sorted(same, key=lambda o: (abs((o.notified_on - one.notified_on).days), o.notification_id))

    return nearest
