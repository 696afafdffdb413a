"""Which notifications of a ledger are most like a proposed sale, leaving out its own and whatever was not known yet."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from counterpoise.casebook.likeness import SAME_NOTICE_AMOUNT
from counterpoise.casebook.notifications import LedgerNotification
from counterpoise.casebook.similarity import SaleTraits, Similarity, basic_type, constant_usd, similarity
from counterpoise.casebook.similarity_settings import settings

InRegion = Callable[[str], bool]

UNSURE_DAYS = 31  # a day that is inferred or unverified may be this far from the day Congress received the notice


@dataclass(frozen=True, slots=True, kw_only=True)
class PrecedentSubject:
    """A proposed sale for which precedents are sought.

    `numbers` are those that its notices bear or amend, as `notifications.numbers_of` gives them; `notified_on` is the
    day of its own notification, None while there is none or none is known.
    """

    subject_id: str
    title: str
    traits: SaleTraits
    numbers: frozenset[str] = frozenset()
    notified_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedNotification:
    """A notification, the subject it is most like, how alike they are, and how it stands to that subject in time.

    `relation`: earlier, same_day (a notice of the same day to the same purchaser: part of one sale in all but number)
    or later. `amendments` are the later notices that change it, in order of day.
    """

    notification: LedgerNotification
    subject: PrecedentSubject
    similarity: Similarity
    relation: str
    amendments: tuple[LedgerNotification, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExcludedNotification:
    """A notification that is not taken for a precedent, and why."""

    notification_id: str
    because: str


def traits_of(notification: LedgerNotification, in_region: InRegion) -> SaleTraits:
    """Give what is compared of a row of the ledger."""
    total, mde = notification.total_usd, notification.mde_usd
    return SaleTraits(
        purchasers=frozenset(notification.purchasers),
        in_region=any(in_region(code) for code in notification.purchasers),
        supplier=notification.supplier,
        route=notification.route,
        items=notification.items,
        value_usd=constant_usd(total, notification.notified_on.year),
        mde_share=mde / total if total and mde is not None else None,
        emergency=notification.emergency,
        on=notification.notified_on,
    )


def rank_precedents(
    subjects: Sequence[PrecedentSubject],
    ledger: Iterable[LedgerNotification],
    *,
    in_region: InRegion,
    known_on: date | None = None,
) -> tuple[tuple[RankedNotification, ...], tuple[ExcludedNotification, ...]]:
    """Rank the notifications known on a day by their likeness to the nearest subject, the most alike first.

    A notification later than `known_on` is as if it did not exist. Each case stands once, by its first notice; its
    amendments hang on it. The subjects' own notices are left out and named with the reason. The order of the ledger
    changes nothing. Without a subject nothing is like it.
    """
    if not subjects:
        return (), ()
    known = sorted(
        (one for one in ledger if known_on is None or one.notified_on <= known_on),
        key=lambda one: (one.notified_on, one.notification_id),
    )
    excluded: list[ExcludedNotification] = []
    ranked: list[RankedNotification] = []
    for first, amendments in _cases(known):
        own = _own(subjects, (first, *amendments))
        if own:
            excluded += own
            continue
        ranked.append(_ranked(first, amendments, subjects, in_region))
    ranked.sort(key=_nearest_first)
    return tuple(ranked), tuple(excluded)


def _nearest_first(one: RankedNotification) -> tuple[float, int, str]:
    apart = abs((one.notification.notified_on - one.subject.traits.on).days)
    return -round(one.similarity.total, 9), apart, one.notification.notification_id


def _cases(
    known: Sequence[LedgerNotification],
) -> list[tuple[LedgerNotification, tuple[LedgerNotification, ...]]]:
    """Give each case by its first notice, with the notices that amend it. An amendment without its original stands."""
    cases: list[tuple[LedgerNotification, list[LedgerNotification]]] = []
    for one in known:
        home = next((later for first, later in cases if one.kind == "amendment" and _same_case(first, one)), None)
        if home is None:
            cases.append((one, []))
        else:
            home.append(one)
    return [(first, tuple(later)) for first, later in cases]


def _same_case(a: LedgerNotification, b: LedgerNotification) -> bool:
    return bool(a.numbers & b.numbers) and bool({*a.purchasers} & {*b.purchasers})


def _ranked(
    first: LedgerNotification,
    amendments: tuple[LedgerNotification, ...],
    subjects: Sequence[PrecedentSubject],
    in_region: InRegion,
) -> RankedNotification:
    traits = traits_of(first, in_region)
    found = [(similarity(subject.traits, traits), subject) for subject in subjects]
    best, subject = min(found, key=lambda pair: (-round(pair[0].total, 9), pair[1].subject_id))
    return RankedNotification(
        notification=first, subject=subject, similarity=best, relation=_relation(first, subjects, subject),
        amendments=amendments,
    )  # fmt: skip


def _relation(notification: LedgerNotification, subjects: Sequence[PrecedentSubject], nearest: PrecedentSubject) -> str:
    same = any(
        subject.notified_on is not None
        and _same_day(notification, subject.notified_on)
        and subject.traits.purchasers & {*notification.purchasers}
        for subject in subjects
    )
    if same:
        return "same_day"
    return "earlier" if notification.notified_on <= nearest.traits.on else "later"


def _same_day(notification: LedgerNotification, day: date) -> bool:
    slack = 0 if notification.day == "exact" else UNSURE_DAYS
    return abs((notification.notified_on - day).days) <= slack


def _own(subjects: Sequence[PrecedentSubject], notices: Sequence[LedgerNotification]) -> list[ExcludedNotification]:
    """Give every notice of a case that is the case of a subject, with why it is held to be."""
    for subject in subjects:
        for notice in notices:
            because = _own_because(subject, notice)
            if because:
                return [ExcludedNotification(notification_id=n.notification_id, because=because) for n in notices]
    return []


def _own_because(subject: PrecedentSubject, notice: LedgerNotification) -> str:
    if not subject.traits.purchasers & {*notice.purchasers}:
        return ""
    if subject.numbers and notice.numbers:
        shared = ", ".join(sorted(subject.numbers & notice.numbers))
        return f"the case's own notice or one of its amendments (transmittal {shared})" if shared else ""
    if not _same_articles(subject, notice):
        return ""
    if subject.notified_on is not None:
        same = _same_day(notice, subject.notified_on) and _same_value(subject, notice)
        return "the case's own notice: same purchaser, articles and day" if same else ""
    latest = subject.traits.on + timedelta(days=settings().own_notification_days)
    if not subject.numbers and subject.traits.on < notice.notified_on <= latest:
        return f"taken for the notification of what was proposed by {subject.traits.on}: same purchaser and articles"
    return ""


def _same_value(subject: PrecedentSubject, notice: LedgerNotification) -> bool:
    """Say whether two texts may print one amount; an amount that is not stated contradicts nothing."""
    ours, theirs = subject.traits.value_usd, constant_usd(notice.total_usd, notice.notified_on.year)
    return ours is None or theirs is None or min(ours, theirs) >= SAME_NOTICE_AMOUNT * max(ours, theirs)


def _same_articles(subject: PrecedentSubject, notice: LedgerNotification) -> bool:
    """Say whether two texts sell the same: they share a type, or neither names one and their words are the same."""
    ours = {basic_type(item.system_id) for item in subject.traits.items if item.system_id}
    theirs = {basic_type(item.system_id) for item in notice.items if item.system_id}
    if ours or theirs:
        return bool(ours & theirs)
    return {item.wording for item in subject.traits.items} == {item.wording for item in notice.items}
