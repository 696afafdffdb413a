"""The summary: at most five sentences. What is proposed; the law and when; the balance; what restores it; who stands
where."""

from collections.abc import Sequence
from dataclasses import replace

from counterpoise.balance.assessment import BalanceAssessment
from counterpoise.balance.assessment_words import one_sentence as balance_sentence
from counterpoise.balance.levels import TOO_THIN
from counterpoise.balance.relative_words import WORLDS
from counterpoise.casebook.case import Case
from counterpoise.compensation.words import one_sentence as package_sentence
from counterpoise.dossier import phrases
from counterpoise.dossier.compose_balance import count_note, run_note
from counterpoise.dossier.compose_clock import determination_sentence, no_clock, period_sentence, short_period
from counterpoise.dossier.compose_packages import search_note
from counterpoise.dossier.contents import PositionRow, Sentence
from counterpoise.dossier.material import Material
from counterpoise.dossier.references import Notes
from counterpoise.dossier.sentences import fill

MOST_SENTENCES = 5
MAX_ITEMS = 4  # articles named in the summary; all stand under the case
MAX_CASES = 2  # further cases named in the summary
MAX_ACTORS = 6  # actors named in the summary; all stand under Positions
_LOUD = ("supports", "conditional", "opposes")
_VERBS = {
    "supports": ("supports it", "support it"), "opposes": ("opposes it", "oppose it"),
    "conditional": ("sets a condition", "set conditions"),
}  # fmt: skip


def summary(material: Material, notes: Notes) -> tuple[Sentence, ...]:
    """Give the summary without who stands where, which `who_stands` adds: at most MOST_SENTENCES together."""
    if not material.readings and not material.cases:
        return _of_region(material, notes)
    if not material.cases:
        return (notes.say("no_transfer", fill("no_transfer"), [material.cite_readers(notes)]),)
    first, *others = material.cases
    return (
        _led("proposed", _proposed(material, notes, first, others)),
        _led("law", _law(material, notes, first, others)),
        *(_led("balance", said) for said in _balance(material, notes)),
        *(_led("restore", said) for said in _packages(material, notes)),
    )


def _led(name: str, sentence: Sentence) -> Sentence:
    return replace(sentence, lead=fill(f"lead_{name}"))


def _of_region(material: Material, notes: Notes) -> tuple[Sentence, ...]:
    found = material.weighed.balance
    assert found is not None  # the region is always weighed whole, or an error was raised
    cited = [run_note(notes, found)]
    counted = [count_note(notes, found.relative)]
    said = [notes.say("region_title", fill("region_says", day=phrases.day(found.request.known_on),
                                           region=found.profile.title), counted)]  # fmt: skip
    return (*said, notes.say("balance_summary", balance_sentence(found), cited))


def _proposed(material: Material, notes: Notes, case: Case, others: Sequence[Case]) -> Sentence:
    """Say what is proposed, that a quantity is not stated, what else is, and that the evidence is too thin if it is."""
    status = str(case.known("status") or "reported")
    named = [s for s in case.items if s.value.get("mde") is not False] or list(case.items)
    more = [f"{len(named) - MAX_ITEMS} more"] if len(named) > MAX_ITEMS else []
    what = phrases.listed([*(phrases.item(s.value) for s in named[:MAX_ITEMS]), *more]) or "articles that are not named"
    total, received = case.known("total_usd"), case.known("received_on")
    text = fill(
        f"proposed_{status}",
        what=what,
        supplier=phrases.with_article(phrases.value("supplier", case.value("supplier"))),
        purchaser=phrases.with_article(phrases.value("purchaser", case.value("purchaser"))),
        value=f", for up to {phrases.value('total_usd', total)}" if total is not None else ", at a value not stated",
        received=f", received on {phrases.day(received)}" if received else "",
    )
    beside = _beside(material, others)
    if named and all(s.value.get("quantity") is None for s in named):
        beside.insert(0, _scenarios(material))
    cited = [material.cite(notes, s) for s in named[:MAX_ITEMS]]
    for field in ("supplier", "purchaser", "status", "total_usd", "received_on"):
        choice = case.fields.get(field)
        if choice is not None and choice.chosen is not None:
            cited.append(material.cite(notes, choice.chosen))
    cited += [material.cite_whole(notes, other) for other in others[:MAX_CASES]]
    if material.weighed.balance is not None:
        cited.append(run_note(notes, material.weighed.balance))
    whole = "; ".join([text.rstrip("."), *(phrases.lower_first(part.rstrip(".")) for part in beside)]) + "."
    return notes.say(f"proposed_{status}", whole, cited or [material.cite_readers(notes)])


def _scenarios(material: Material) -> str:
    found = material.weighed.balance
    if found is None:
        return fill("quantity_not_stated")
    numbers = phrases.listed([str(n) for n in found.request.quantities])
    return fill("quantity_as_scenarios", numbers=numbers)


def _titles(cases: Sequence[Case]) -> str:
    """Give the titles of cases, numbered where there are several: a title has commas of its own."""
    if len(cases) == 1:
        return cases[0].title
    return ", ".join(f"({number}) {case.title}" for number, case in enumerate(cases, 1))


def _beside(material: Material, others: Sequence[Case]) -> list[str]:
    said = []
    if others:
        more = f" and {len(others) - MAX_CASES} more" if len(others) > MAX_CASES else ""
        said.append(
            fill("more_cases", n=len(others), transfers=phrases.plural(len(others), "transfer", "transfers"),
                 what=_titles(others[:MAX_CASES]) + more)
        )  # fmt: skip
    thin = _too_thin(material.weighed.balance)
    if thin:
        said.append(fill("too_thin", reason=thin))
    return said


def _too_thin(found: BalanceAssessment | None) -> str:
    headline = None if found is None else found.headline
    if headline is None or not (headline.thin or headline.level == TOO_THIN):
        return ""
    return headline.thin[0].reason if headline.thin else headline.level


def _law(material: Material, notes: Notes, case: Case, others: Sequence[Case]) -> Sentence:
    """Say in one sentence how long Congress has and whether a determination is needed; for others, how long."""
    said = _law_of(material, notes, case)
    if not others:
        return said
    parts, cited = [said.text.rstrip(".")], list(said.notes)
    here = short_period(material.clocks[case.case_id])
    for other in others[:MAX_CASES]:
        entry = material.clocks[other.case_id]
        there = short_period(entry)
        same = fill("law_same", title=other.title)
        own = fill("law_others", title=other.title, period=phrases.lower_first(there))
        parts.append(phrases.lower_first(same if there == here else own))
        cited += (no_clock(notes, entry) if entry.clock is None else period_sentence(notes, entry.clock)).notes
    if len(others) > MAX_CASES:
        parts.append(phrases.lower_first(fill("law_more", n=len(others) - MAX_CASES)))
    return notes.say(said.id, "; ".join(parts) + ".", tuple(dict.fromkeys(cited)))


def _law_of(material: Material, notes: Notes, case: Case) -> Sentence:
    entry = material.clocks[case.case_id]
    if entry.clock is None:
        return no_clock(notes, entry)
    period, determination = period_sentence(notes, entry.clock), determination_sentence(notes, entry.clock)
    text = f"{period.text.rstrip('.')}; {phrases.lower_first(determination.text)}"
    return notes.say("law_summary", text, (*period.notes, *determination.notes))


def _balance(material: Material, notes: Notes) -> list[Sentence]:
    weighed = material.weighed
    if weighed.balance is not None:
        return [_of_balance(material, notes, weighed.balance)]
    text = fill("balance_not_assessed", because=weighed.not_assessed_because)
    if weighed.relative is None:
        return [notes.say("balance_not_assessed", text, [material.cite_readers(notes)])]
    with_it = [answer for answer in weighed.relative.answers if answer.startswith(WORLDS["with"])]
    said = "; ".join(part.rstrip(".") for part in [*with_it[:1], text]) + "."
    return [notes.say("balance_answer", said, [count_note(notes, weighed.relative)])]


def _of_balance(material: Material, notes: Notes, found: BalanceAssessment) -> Sentence:
    """Say what the transfers change, several of them together, and which are not weighed."""
    text, cited = balance_sentence(found), [run_note(notes, found)]
    neighbours = [case for case in material.cases if case.title in dict(material.weighed.set_aside)
                  and case.known("purchaser") != found.plan.protected]  # fmt: skip
    if neighbours:
        left_out = fill("not_in_it", which=", ".join(case.title for case in neighbours))
        text = f"{text.rstrip('.')}; {phrases.lower_first(left_out)}"
        cited += [material.cite_whole(notes, case) for case in neighbours]
    return notes.say("balance_summary", text, cited)


def _packages(material: Material, notes: Notes) -> list[Sentence]:
    weighed = material.weighed
    if weighed.packages is not None:
        return [
            notes.say("package_summary", package_sentence(weighed.packages), [search_note(notes, weighed.packages)])
        ]
    if not weighed.no_packages_because or weighed.balance is None:
        return []  # not asked yet, or there is no balance to restore, as the sentence before has said
    text = fill("no_packages", because=weighed.no_packages_because)
    return [notes.say("no_packages", text, [run_note(notes, weighed.balance)])]


def _named(speakers: list[str]) -> str:
    """List speakers; those who spoke together come last, so that "A, B and C" reads as three."""
    together = sorted(speakers, key=lambda name: " and " in name)
    return ", ".join(together) if any(" and " in name for name in speakers) else phrases.listed(speakers)


def who_stands(notes: Notes, positions: tuple[PositionRow, ...]) -> tuple[Sentence, ...]:
    """Say who stands where on the transfer, as far as the readers could place them."""
    said: list[str] = []
    cited: list[int] = []
    for stance in _LOUD:
        rows = [p for p in positions if p.stance == stance and p.is_about_transfer]
        speakers = list(dict.fromkeys(p.speaker for p in rows))[:MAX_ACTORS]
        if speakers:
            verb = phrases.plural(len(speakers) + sum(" and " in name for name in speakers), *_VERBS[stance])
            said.append(f"{_named(speakers)} {verb}")
            cited += [n for p in rows for n in p.notes]
    if not said:
        return ()
    return (_led("who", notes.say("who_stands", fill("who_stands", who="; ".join(said)), cited)),)
