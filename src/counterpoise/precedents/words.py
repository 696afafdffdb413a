"""Precedents in words: the terminal and the dossier say the same."""

from counterpoise.casebook.notifications import LedgerNotification
from counterpoise.precedents.contents import AskedAround, FollowedBy, Precedent, PrecedentClock, ResolutionAgainst
from counterpoise.units import Money
from counterpoise.vocabulary.parties import party_of

DUE = {"required": "due", "not_required": "not due", "unknown": "not known to be due"}
TIME = {"earlier": "", "same_day": "; of the same day: part of one sale", "later": "; later than the case"}


def notified_words(notification: LedgerNotification) -> tuple[str, str, str]:
    """Give day, purchasers and value, with how sure the day is where that is not exact."""
    who = ", ".join(party_of(code).name for code in notification.purchasers)
    value = Money(notification.total_usd).in_words() if notification.total_usd is not None else "value not stated"
    day = f"{notification.notified_on}{'' if notification.day == 'exact' else f' ({notification.day})'}"
    return day, who, value


def time_words(precedent: Precedent, *, several: bool) -> str:
    """Say how it stands in time to the case, and beside which of several cases it is."""
    return TIME[precedent.relation] + (f" (beside {precedent.subject_id})" if several else "")


def clock_words(clock: PrecedentClock) -> str:
    """Say which review period it had and whether a determination was due, or why no clock is given."""
    if clock.because_none:
        return f"none: {clock.because_none}"
    due = DUE[clock.determination or ""]
    parts = f" with parts {', '.join(clock.determination_parts)}" if clock.determination_parts else ""
    if clock.emergency:
        period = "no review: an emergency was certified"
    else:
        period = f"{clock.review_days} days, last protected day {clock.last_protected_day or 'not given'}"
    sure = "" if clock.day == "exact" else f", on an {clock.day} day"
    return f"{period}{sure}; determination {due}{parts}"


def resolution_words(resolution: ResolutionAgainst) -> str:
    """Name a resolution of disapproval with its votes and a veto."""
    begun = f"introduced {resolution.introduced_on}" if resolution.introduced_on else f"known {resolution.known_from}"
    said = [f"{resolution.label} ({resolution.congress}th Congress), {begun}"]
    for vote in resolution.votes:
        count = f"{vote.yeas} to {vote.nays}" if vote.yeas is not None else vote.citation
        said.append(f"{vote.on} {vote.chamber} {vote.motion} {count}: {vote.meaning or vote.outcome}")
    if resolution.vetoed_on:
        said.append(f"vetoed {resolution.vetoed_on}")
    return "; ".join(said)


def asked_words(asked: AskedAround) -> str:
    """Say who asked for, got or was promised what, and what became of it."""
    later = f"; {asked.later}" if asked.later else ""
    return f"{asked.by} {asked.nature.replace('_', ' ')}: {asked.what}{later}"


def followed_words(followed: FollowedBy) -> str:
    """Say what followed, and when."""
    return f"{followed.on} {followed.what.replace('_', ' ')}: {followed.words}"
