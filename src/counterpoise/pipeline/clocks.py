"""A case's clock: the facts that the law needs, taken from the case, and the reason where there is none."""

from datetime import date

from counterpoise.casebook.case import Case
from counterpoise.dossier.material import CaseClock
from counterpoise.drawing.figure import stem
from counterpoise.errors import CounterpoiseError, MissingField
from counterpoise.law.clock import ReviewClock, review_clock
from counterpoise.law.disapproval import Resolution
from counterpoise.law.facts import SaleFacts, SoldItem
from counterpoise.law.possibilities import possibilities
from counterpoise.law.timeline import timeline
from counterpoise.law.timeline_svg import figure


def clock_of_case(case: Case, *, as_of: date | None = None, known_on: date | None = None) -> ReviewClock:
    """Run the clock on what a case's statements say. Raises MissingField, InvalidInput, LawNotModelled."""
    return review_clock(facts_of_case(case), as_of=as_of, known_on=known_on, resolutions=resolutions_of_case(case))


def facts_of_case(case: Case) -> SaleFacts:
    """Give what the law needs to know of a case; what no document states stays unknown."""
    purchaser, received = case.known("purchaser"), case.known("received_on")
    if purchaser is None:
        raise MissingField(
            f"The case {case.case_id} names no purchaser, so no clock can be given. Add it: "
            f"counterpoise cases edit {case.case_id}."
        )
    return SaleFacts(
        purchaser=str(purchaser),
        route=str(case.known("route") or "unknown"),
        total_usd=case.known("total_usd"),
        mde_usd=case.known("mde_usd"),
        items=tuple(SoldItem(s.value["system"], s.value.get("class"), s.value.get("mde")) for s in case.items),
        received_on=date.fromisoformat(received) if received else None,
        emergency=case.known("status") == "emergency",
    )


def resolutions_of_case(case: Case) -> tuple[Resolution, ...]:
    """Give the joint resolutions of disapproval that a case's documents name with a day."""
    return tuple(
        Resolution(
            introduced_on=date.fromisoformat(s.value["introduced_on"]),
            label=str(s.value["resolution"]),
            chamber="house" if str(s.value["resolution"]).upper().startswith("H") else "senate",
        )
        for s in case.resolutions
        if s.value.get("introduced_on") and len(s.value["introduced_on"]) == len("2020-11-10")
    )


def case_clock(case: Case, *, as_of: date | None, known_on: date | None) -> CaseClock:
    """Give a case's clock with its days and what may still happen, or the reason why there is none."""
    if case.known("supplier") not in (None, "USA"):
        return CaseClock(
            clock=None, because="Section 36 covers sales and licences by the United States.", provision="22 U.S.C. 2776"
        )
    on = known_on or last_day(case)
    try:
        clock = clock_of_case(case, as_of=as_of, known_on=on)
    except CounterpoiseError as error:  # a purchaser outside our tables, a date before the modelled law: said
        return CaseClock(clock=None, because=error.message, provision="The limits of the law files")
    return CaseClock(
        clock=clock, entries=timeline(clock), possible_on=on,
        figure=figure(clock, stem(f"clock-{case.case_id}")) if clock.periods else None,
        possible=possibilities(clock, on) if on else (),
    )  # fmt: skip


def day_of_proposal(case: Case) -> date | None:
    """Give the day whose orders count: receipt by Congress, else the last dated document.

    Notices are printed long after receipt; what was signed in between was not known when the sale was proposed.
    """
    received = case.known("received_on")
    return date.fromisoformat(received) if received else last_day(case)


def last_day(case: Case) -> date | None:
    """Give the day of the last dated document or receipt of a case: law, orders and what may happen are of that day."""
    days = [d.known_from for d in case.documents if d.published_on is not None]
    received = case.known("received_on")
    return max([*days, *([date.fromisoformat(received)] if received else [])], default=None)
