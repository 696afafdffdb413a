"""find_precedents(): the notifications most like a sale, joined with the law, Congress, the asks and what followed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from counterpoise.casebook.case import Case
from counterpoise.casebook.notifications import LedgerNotification, shipped_notifications
from counterpoise.casebook.precedents import PrecedentSubject, RankedNotification, rank_precedents
from counterpoise.casebook.similarity_settings import settings
from counterpoise.errors import InvalidInput
from counterpoise.precedents.asked import asked_around, asked_note
from counterpoise.precedents.clocks import clock_of, in_middle_east
from counterpoise.precedents.congress import resolutions_against
from counterpoise.precedents.contents import Precedent, PrecedentSearch, SoughtFor
from counterpoise.precedents.sequels import followed_by, followed_note
from counterpoise.precedents.subjects import subject_of_case

DISCLAIMER = (
    "Open-source analysis: the likeness is a documented judgement, a row is a notification and no delivery; not a "
    "determination of the U.S. Government."
)
NOTES = (
    "The ledger is incomplete, above all before 2024: that no precedent is shown does not mean that there was none.",
    "The weights are judgement (casebook/data/similarity.yaml); what a source does not state adds nothing to a score.",
)


def precedents_of(cases: Sequence[Case], *, known_on: date | None, count: int = 5) -> tuple[Precedent, ...]:
    """Give the `count` notifications of the shipped ledger most like the cases, as known on a day.

    Nothing notified, voted or done after `known_on` is used; None sets no limit. The cases' own notices and amendments
    are left out. With several cases each notification is compared with the one that it is most like.
    """
    return find_precedents([subject_of_case(case) for case in cases], known_on=known_on, count=count).precedents


def find_precedents(
    subjects: Sequence[PrecedentSubject], *, known_on: date | None, count: int = 5,
    ledger: Sequence[LedgerNotification] | None = None,
) -> PrecedentSearch:  # fmt: skip
    """Give the precedents with what was left out and why, the weights, and how far the data reach.

    `ledger` is the shipped one unless given. InvalidInput for a `count` below 1.
    """
    if count < 1:
        raise InvalidInput(f"{count} precedents were asked for; ask for 1 or more.")
    notices = shipped_notifications() if ledger is None else ledger
    ranked, excluded = rank_precedents(subjects, notices, in_region=in_middle_east, known_on=known_on)
    later = [n.transmittal for n in notices if known_on and n.notified_on > known_on and n.transmittal]
    return PrecedentSearch(
        known_on=known_on,
        sought_for=tuple(
            SoughtFor(subject_id=s.subject_id, title=s.title, on=s.traits.on, notified_on=s.notified_on)
            for s in subjects
        ),
        n_considered=len(ranked),
        precedents=tuple(_precedent(rank, one, known_on, later) for rank, one in enumerate(ranked[:count], 1)),
        excluded=excluded,
        weights=settings().components,
        notes=NOTES,
        disclaimer=DISCLAIMER,
    )


def _precedent(rank: int, one: RankedNotification, known_on: date | None, later: Sequence[str]) -> Precedent:
    notification = one.notification
    if any(number in notification.note for number in later):  # a note that tells of a notice nobody had seen yet
        notification = replace(notification, note="read in a later document that restates it")
    asked = asked_around(notification.notification_id, known_on)
    followed = followed_by(notification, one.amendments, known_on)
    return Precedent(
        rank=rank,
        relation=one.relation,
        subject_id=one.subject.subject_id,
        notification=notification,
        likeness=one.similarity.in_words,
        similarity=one.similarity,
        clock=clock_of(notification, known_on),
        against=resolutions_against((notification, *one.amendments), known_on),
        asked=asked,
        asked_note=asked_note(asked),
        followed=followed,
        followed_note=followed_note(followed),
    )
