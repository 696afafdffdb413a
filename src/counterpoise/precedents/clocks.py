"""What the law made of a notification of the ledger: its review period, and whether a determination was due."""

from datetime import date

from counterpoise.casebook.notifications import LedgerNotification
from counterpoise.errors import CounterpoiseError
from counterpoise.law.clock import ReviewClock, review_clock
from counterpoise.law.facts import SaleFacts, SoldItem
from counterpoise.law.findings import ternary_as_json
from counterpoise.law.parameters import Law, weakest
from counterpoise.law.qme import in_region
from counterpoise.precedents.contents import PrecedentClock
from counterpoise.sources import Unknown
from counterpoise.vocabulary.parties import party_of

REQUIRED = {True: "required", False: "not_required", "unknown": "unknown"}


def in_middle_east(code: str) -> bool:
    """Say whether section 36(h) covers a purchaser, by the list and the reading of the law files as last verified."""
    return in_region(party_of(code), Law(date.max))[0]


def clock_of(notification: LedgerNotification, known_on: date | None) -> PrecedentClock:
    """Run the clock on what a row states; where none can be run, say why."""
    if notification.kind == "package":
        return _none(notification, "the row holds several notifications, each with a clock of its own")
    try:
        clock = review_clock(_facts(notification), known_on=known_on)
    except (
        CounterpoiseError
    ) as error:  # a day before the modelled law, a purchaser outside our tables: said, not hidden
        return _none(notification, error.message)
    return _clock(notification, clock)


def _facts(notification: LedgerNotification) -> SaleFacts:
    is_amendment = notification.kind == "amendment"
    first, *others = notification.purchasers
    return SaleFacts(
        purchaser=first,
        other_parties=tuple(others),
        route=notification.route,
        # The amounts of an amendment are the revised totals of the case, not the cost of the upgrade that is tested.
        total_usd=None if is_amendment else notification.total_usd,
        mde_usd=None if is_amendment else notification.mde_usd,
        items=tuple(SoldItem(item.wording, item.class_id) for item in notification.items),
        received_on=notification.notified_on,
        emergency=notification.emergency,
        is_upgrade=is_amendment,
        is_new_certification=is_amendment,
    )


def _clock(notification: LedgerNotification, clock: ReviewClock) -> PrecedentClock:
    track = clock.candidates[0].track if clock.candidates else clock.track
    period = clock.periods[0] if clock.periods else None
    parts = () if isinstance(clock.qme.parts, Unknown) else clock.qme.parts
    marks = [reason.mark for reason in clock.because]
    return PrecedentClock(
        received_on=notification.notified_on, day=notification.day, track=track.track, review_days=track.review_days,
        last_protected_day=period.last_protected_day if period else None,
        first_free_day=period.first_free_day if period else None,
        emergency=notification.emergency, determination=REQUIRED[ternary_as_json(clock.qme.required)],
        determination_parts=parts, mark=weakest(*marks) if marks else None, because_none="",
    )  # fmt: skip


def _none(notification: LedgerNotification, because: str) -> PrecedentClock:
    return PrecedentClock(
        received_on=notification.notified_on, day=notification.day, track=None, review_days=None,
        last_protected_day=None, first_free_day=None, emergency=notification.emergency, determination=None,
        determination_parts=(), mark=None, because_none=because,
    )  # fmt: skip
