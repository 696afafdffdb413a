"""The section on the clock: what must be notified, the days, the determination, the reasons, what may still happen."""

from counterpoise.casebook.case import Case
from counterpoise.dossier import phrases
from counterpoise.dossier.contents import ClockSection, Fact, Figure, Reason, Sentence
from counterpoise.dossier.drawings import figure_of
from counterpoise.dossier.material import CaseClock, Material
from counterpoise.dossier.references import Notes
from counterpoise.dossier.sentences import fill
from counterpoise.law.clock import ReviewClock
from counterpoise.law.findings import Reason as LawReason
from counterpoise.law.limbs import Limb
from counterpoise.sources import Unknown
from counterpoise.units import Money


def clock_section(material: Material, notes: Notes, case: Case) -> ClockSection:
    """Arrange the clock of one case."""
    entry = material.clocks[case.case_id]
    if entry.clock is None:
        return ClockSection(
            case_id=case.case_id, title=case.title, sentences=(no_clock(notes, entry),), facts=(), figure=None,
            reasons=(), still_possible=(), warnings=(),
        )  # fmt: skip
    clock = entry.clock
    return ClockSection(
        case_id=case.case_id,
        title=case.title,
        sentences=(period_sentence(notes, clock), determination_sentence(notes, clock)),
        facts=tuple(_facts(notes, clock)),
        figure=_figure(notes, entry),
        reasons=tuple(
            Reason(provision=r.provision, says=r.says, mark=r.mark, notes=(_cite(notes, r),)) for r in clock.because
        ),
        still_possible=tuple(_possible(notes, entry)),
        warnings=tuple(w.message for w in clock.warnings),
    )


def _figure(notes: Notes, entry: CaseClock) -> Figure | None:
    if entry.figure is None:
        return None
    cited = [notes.cite_provision(e.provision, e.title, "computed") for e in entry.entries]
    return figure_of(entry.figure, dict.fromkeys(cited))


def _possible(notes: Notes, entry: CaseClock) -> list[Sentence]:
    """Say what each actor could still do on the day of the last document, or on `known_on`."""
    if entry.possible_on is None:
        return []
    said = []
    for p in entry.possible:
        text = fill("still_possible", day=phrases.day(entry.possible_on), who=p.who, says=p.says)
        said.append(notes.say("still_possible", text, [notes.cite_provision(p.provision, p.says, p.mark)]))
    return said


def no_clock(notes: Notes, entry: CaseClock) -> Sentence:
    """Say why a case has no clock."""
    note = notes.cite_provision(entry.provision, entry.because, "seen")
    key = "clock_not_us" if entry.provision.startswith("22 U.S.C. 2776") else "clock_not_modelled"
    return notes.say(key, fill(key, because=entry.because), [note])


def period_sentence(notes: Notes, clock: ReviewClock) -> Sentence:
    """Say how long Congress has and when that ends, or what is missing to say so."""
    decisive = ("/review_days", "lists/review_15_days", "readings/day_of_receipt", "emergency")
    cited = [_cite(notes, r) for r in clock.because if any(name in r.file for name in decisive)][:4]
    cited = cited or [_cite(notes, r) for r in clock.because[:1]]
    if clock.facts.emergency:
        return notes.say("clock_emergency", fill("clock_emergency"), cited)
    last = clock.periods[0].last_protected_day if clock.periods else None
    if last is not None:
        period = clock.periods[0]
        received, first = phrases.day(period.received_on), phrases.weekday(period.first_free_day)
        text = fill("clock_dated", days=period.review_days, received=received, last=phrases.weekday(last), first=first)
        return notes.say("clock_dated", text, cited)
    if clock.track.required is False:
        because = _below(clock)
        return notes.say("clock_not_required", fill("clock_not_required", because=because), cited)
    days = clock.track.review_days
    if clock.words is not None and days:
        text = fill("clock_conditional", days=days, free=days + clock.words.first_offset)
        return notes.say("clock_conditional", text, cited)
    because = clock.track.required.because if isinstance(clock.track.required, Unknown) else clock.track.track
    return notes.say("clock_unknown", fill("clock_unknown", because=because), cited)


def short_period(entry: CaseClock) -> str:
    """Say in a few words how long Congress has and when that ends: "30 days, to Thursday 10 December 2020"."""
    clock = entry.clock
    if clock is None:
        return fill("short_none")
    if clock.facts.emergency:
        return fill("short_emergency")
    days = clock.track.review_days
    last = clock.periods[0].last_protected_day if clock.periods else None
    if last is not None:
        return fill("short_dated", days=clock.periods[0].review_days, last=phrases.weekday(last))
    if clock.track.required is False:
        return fill("short_none")
    if not days:
        return fill("short_unknown")
    return fill("short_conditional", days=days)


def _below(clock: ReviewClock) -> str:
    stated = [limb for limb in clock.track.limbs if limb.amount_usd is not None]
    return "; ".join(limb.says for limb in stated) or "it is outside the words of the section"


def determination_sentence(notes: Notes, clock: ReviewClock) -> Sentence:
    """Say whether 36(h) asks for a determination and with which parts."""
    qme = clock.qme
    parts_apart = [r for r in qme.because if r.file != "aeca/36h/parts"]  # each part has a section of its own
    cited = [_cite(notes, r) for r in parts_apart]
    if qme.required is True:
        parts = (
            "its parts depending on whether major defense equipment is sold" if isinstance(qme.parts, Unknown)
            else f"parts ({qme.parts[0]}) to ({qme.parts[-1]})" if qme.parts else "no parts prescribed"
        )  # fmt: skip
        return notes.say("determination_required", fill("determination_required", parts=parts), cited)
    last = qme.because[-1].says if qme.because else "no provision applies"
    if qme.required is False:
        return notes.say("determination_not_required", fill("determination_not_required", because=last), cited)
    because = qme.required.because if isinstance(qme.required, Unknown) else last
    return notes.say("determination_unknown", fill("determination_unknown", because=because), cited)


def _facts(notes: Notes, clock: ReviewClock) -> list[Fact]:
    rows = [
        Fact(label="Notification required", value=_ternary(clock.track.required), grade=_grade(clock.track.required),
             notes=tuple(_cite(notes, r) for r in clock.track.because[:1]),
             because=clock.track.required.because if isinstance(clock.track.required, Unknown) else ""),
        Fact(label="Track", value=clock.track.track, grade="computed",
             notes=tuple(_cite(notes, r) for r in clock.track.because[:1])),
    ]  # fmt: skip
    rows += [_limb(notes, limb) for limb in clock.track.limbs if limb.threshold_usd is not None]
    for period in clock.periods:
        cite = tuple(_cite(notes, r) for r in clock.because if "day_of_receipt" in r.file)
        shown = (("Last protected day", period.last_protected_day), ("First free day", period.first_free_day))
        rows += [
            Fact(label=label, value=phrases.weekday(on), grade="computed", notes=cite)
            for label, on in shown if on is not None
        ]  # fmt: skip
        press = phrases.listed([phrases.day(d) for d in period.press_days])
        rows.append(
            Fact(label="Days the press may print", value=press, grade="inference", notes=cite,
                 because="Counts in the press scatter by one day either side.")
        )  # fmt: skip
    return rows


def _limb(notes: Notes, limb: Limb) -> Fact:
    amount = "not stated" if limb.amount_usd is None else Money(limb.amount_usd).in_words()
    met = "not determined" if isinstance(limb.met, Unknown) else "reached" if limb.met else "not reached"
    limit = Money(limb.threshold_usd or 0).in_words()
    return Fact(label=f"{fill(f'limb_{limb.name}')}, limit {limit}", value=f"{amount}: {met}",
                grade=_grade(limb.met), notes=(_cite(notes, limb.reason),))  # fmt: skip


def _ternary(value: bool | Unknown) -> str:
    return "not determined" if isinstance(value, Unknown) else "yes" if value else "no"


def _grade(value: bool | Unknown) -> str:
    return "unknown" if isinstance(value, Unknown) else "computed"


def _cite(notes: Notes, reason: LawReason) -> int:
    says = f"{reason.says} [{reason.citation}]" if reason.citation else reason.says
    return notes.cite_provision(reason.provision, says, reason.mark)
