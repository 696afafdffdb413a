"""The clock as a page that can be read aloud: plain sentences, then the provisions they rest on."""

import textwrap
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from counterpoise.law.answers import DISCLAIMER, conditional, facts_needed, informal_review
from counterpoise.law.emergency import WAIVER
from counterpoise.law.findings import Reason
from counterpoise.law.possibilities import possibilities, standing_on
from counterpoise.law.tracks import recipients
from counterpoise.sources import Unknown
from counterpoise.units import Money
from counterpoise.vocabulary import index

if TYPE_CHECKING:
    from counterpoise.law.clock import ReviewClock

WIDTH = 96
COUNTING = ("aeca/counting_words", "readings/day_of_receipt", "readings/roll_over", "readings/recess")
MARK_WORDS = {"seen": "Read in the source", "computed": "Worked out from texts read", "inference": "Our reading",
              "memory": "From memory, not verified"}  # fmt: skip
CAN: dict[bool | str, str] = {True: "can", False: "cannot", "unknown": "may or may not be able to"}
WHO = {"executive": "The executive", "senate": "The Senate", "house": "The House", "president": "The President",
       "congress": "Congress"}  # fmt: skip


def day_in_words(day: date) -> str:
    """Give "Thursday 10 December 2020"."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def _joined(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def page(clock: "ReviewClock") -> str:
    """Give the whole page: the matter, four questions, what to know, and what it rests on."""
    notes = Notes()
    blocks = [_title(clock), *_sections(clock, notes)]
    warnings = [f"- {warning.message}" for warning in clock.warnings]
    if warnings:
        blocks.append("What a reader must know\n" + "\n".join(_wrap(line, "  ") for line in warnings))
    blocks.append("What this rests on\n" + "\n".join(notes.lines()))
    blocks.append(_wrap(f"Law as of {clock.law.on}. {DISCLAIMER}", ""))
    return "\n\n".join(blocks) + "\n"


class Notes:
    """Numbers the reasons as the sentences cite them."""

    def __init__(self) -> None:
        self._numbers: dict[Reason, int] = {}
        self._spoken: set[Reason] = set()

    def cite(self, *reasons: Reason) -> str:
        """Give "[1][2]" for some reasons."""
        return "".join(f"[{self._numbers.setdefault(reason, len(self._numbers) + 1)}]" for reason in reasons)

    def spoken(self, reason: Reason) -> str:
        """Give the reason as a sentence with its number."""
        self._spoken.add(reason)
        return f"{reason.says[0].upper()}{reason.says[1:].rstrip('.')}. {self.cite(reason)}"

    def lines(self) -> Iterator[str]:
        """Give the numbered notes."""
        for reason, number in self._numbers.items():
            says = "" if reason in self._spoken else f" {reason.says.rstrip('.')}."
            source = f" {reason.citation[0].upper()}{reason.citation[1:]}." if reason.citation else ""
            text = f"[{number}] {reason.provision}.{says} {MARK_WORDS[reason.mark]}.{source}"
            yield _wrap(text, "  ", hanging=5)


def _wrap(text: str, indent: str, *, hanging: int = 2) -> str:
    return textwrap.fill(text, WIDTH, initial_indent=indent, subsequent_indent=indent + " " * hanging,
                         break_long_words=False, break_on_hyphens=False)  # fmt: skip


def _title(clock: "ReviewClock") -> str:
    facts = clock.facts
    route = index("routes", "route")[facts.route]["name"] if facts.route != "unknown" else "Transfer, route not stated"
    total = f", {Money(facts.total_usd).in_words()}" if facts.total_usd is not None else ", value not stated"
    buyers = _joined([party.in_sentence for party in clock.facts.parties])
    days = _joined([day_in_words(c.received_on) for c in clock.candidates]) if clock.candidates else None
    when = f"received by Congress on {' or '.join(days.split(' and '))}" if days else "no certification known"
    kind = "Upgrade after a notice: " if facts.is_upgrade else ""
    title = f"{kind}{route} to {buyers}{total}; {when}."
    return _wrap(title, "", hanging=0) + "\n" + "=" * WIDTH


def _sections(clock: "ReviewClock", notes: Notes) -> Iterator[str]:
    for head, sentences in (
        ("1. Must Congress be told?", _notice(clock, notes)),
        ("2. How long does Congress have?", _days(clock, notes)),
        ("3. What can each house do?", _houses(clock, notes)),
        ("4. Israel's qualitative military edge: section 36(h)", _edge(clock, notes)),
    ):
        yield head + "\n" + "\n".join(_wrap(sentence, "   ", hanging=0) for sentence in sentences)


def _notice(clock: "ReviewClock", notes: Notes) -> Iterator[str]:
    track = clock.track
    undecided = isinstance(track.required, Unknown)
    answer = "It cannot be said from these facts" if undecided else "Yes" if track.required else "No"
    joined = " (section {})" if undecided else ", under section {}"
    yield f"{answer}{joined.format(track.track) if track.track != 'none' else ''}."
    for limb in track.limbs:
        yield notes.spoken(limb.reason)
    limb_reasons = {limb.reason for limb in track.limbs}
    for reason in track.because:
        if reason not in limb_reasons and not _is_about_days(reason):
            yield notes.spoken(reason)
    yield from _before_growth(clock)
    to = recipients(track.track, clock.law)
    if to and track.required is not False:
        verb = "A notice would go" if undecided else "The notice goes"
        yield f"{verb} to {_joined([f'the {reason.says}' for reason in to])}. {notes.cite(*to)}"
    needed = facts_needed(clock)
    if needed:
        yield f"To say more, one would need: {'; '.join(needed)}."


def _before_growth(clock: "ReviewClock") -> Iterator[str]:
    growth = (clock.track.extra or {}).get("case_growth")
    if growth is None:
        return
    due = {True: "was due already", False: "was not due", "unknown": "may have been due"}[growth["prior_required"]]
    limits = ". ".join(limb["says"] for limb in growth["prior_limbs"])
    yield f"Before the case grew a notice {due}. {limits}."


def _is_about_days(reason: Reason) -> bool:
    return reason.file.startswith("lists/review") or reason.file.endswith("_days") or reason.says == WAIVER


def _days(clock: "ReviewClock", notes: Notes) -> Iterator[str]:
    track = clock.track
    cited = [r for r in track.because if _is_about_days(r)]
    counting = [r for r in clock.because if r.file in COUNTING]
    if clock.facts.emergency and track.review_days == 0:
        yield "None: an emergency was certified, so the review is waived. There is no last protected day."
        for reason in cited:
            if reason.says == WAIVER:
                yield notes.spoken(reason)
        for reason in clock.because:
            if reason not in track.because and reason.provision.startswith("22 U.S.C. 2776") and "still" in reason.says:
                yield notes.spoken(reason)
        return
    if not track.review_days:
        yield "No review period runs under this provision." if track.required is not False else "No period runs."
        if clock.report_due_on is not None:
            yield f"The report is due by {day_in_words(clock.report_due_on)}."
        return
    yield f"{track.review_days} calendar days. {notes.cite(*cited)}"
    for period in clock.periods:
        if len(clock.periods) > 1:
            yield f"If received on {day_in_words(period.received_on)}:"
        if period.last_protected_day is not None:
            yield f"Last protected day: {day_in_words(period.last_protected_day)}. {notes.cite(*counting)}"
        else:
            yield f"The words of this provision name no last protected day. {notes.cite(*counting)}"
        yield f"First free day: {day_in_words(period.first_free_day)}."
        if period.earliest_arguable_day != period.first_free_day:
            yield f"The words can be argued to allow {day_in_words(period.earliest_arguable_day)} already."
        first, last = period.press_days[0], period.press_days[-1]
        yield f"The press may print any day from {day_in_words(first)} to {day_in_words(last)}: counts differ by one."
    condition = conditional(clock)
    if condition is not None:
        yield condition["says"]
    for stage in informal_review(clock):
        days = (f"{stage['days_least']}" if stage["days_least"] == stage["days_most"]
                else f"{stage['days_least']} to {stage['days_most']}")  # fmt: skip
        yield f"Before the notice, by policy and not by law: {stage['name'].lower()} of {days} days."


def _houses(clock: "ReviewClock", notes: Notes) -> Iterator[str]:
    found = clock.disapproval
    if found.discharge_days is None or clock.track.track == "none":
        yield "No resolution of disapproval is provided for here."
        return
    reasons = [r for r in found.because if r.file.startswith("disapproval")]
    instrument = found.instrument.replace("_", " ")
    yield (f"Congress acts by {instrument}; the Senate's Committee on Foreign Relations can be discharged after "
           f"{found.discharge_days} calendar days, excluded days left out. {notes.cite(*reasons)}")  # fmt: skip
    if found.instrument == "joint_resolution" and clock.periods:
        yield ("To bar it inside the period a resolution must be enacted in it: passed by both houses and signed, or "
               "passed again by two thirds over a veto.")  # fmt: skip
    if found.latest_introduction:
        by = " or ".join(day_in_words(day) for day in found.latest_introduction)
        yield (f"For a motion to discharge inside the period a resolution must be introduced by {by}; a later one is "
               "in order too, and has been voted on.")  # fmt: skip
    for item in found.discharges:
        name = item.resolution.label or "The resolution"
        after = f"; discharge in order after {day_in_words(item.in_order_after)}" if (
            item.resolution.chamber == "senate") else ""  # fmt: skip
        yield f"{name}, introduced on {day_in_words(item.resolution.introduced_on)}{after}."
    if clock.known_on is not None:
        yield f"On {day_in_words(clock.known_on)}: {standing_on(clock, clock.known_on).says}"
        for possibility in possibilities(clock, clock.known_on):
            yes = CAN[possibility.in_order]
            yield f"{WHO[possibility.who]} {yes} {possibility.act}: {possibility.says.rstrip('.')}."


def _edge(clock: "ReviewClock", notes: Notes) -> Iterator[str]:
    qme = clock.qme
    if isinstance(qme.required, Unknown):
        yield "A determination is due if a certification is; that cannot be said from these facts."
    elif qme.required:
        yield "Yes: the certification must include a determination that the sale will not adversely affect the edge."
    else:
        yield "No determination is asked for."
    parts = [reason for reason in qme.because if reason.file == "aeca/36h/parts"]
    for reason in qme.because:
        if reason not in parts:
            yield notes.spoken(reason)
    if isinstance(qme.parts, Unknown):
        yield f"Whether parts (A) to (D) apply is not known: one would need {qme.parts.because}."
    for reason in parts:
        yield notes.spoken(reason)
