"""The chapter on several transfers side by side: facts, clocks, and what each alone changes on the same draws."""

from collections.abc import Iterator
from itertools import combinations

from counterpoise.balance.comparison_figures import comparison_figures
from counterpoise.balance.transfer_comparison import comparison_tables
from counterpoise.casebook.case import Case
from counterpoise.dossier import phrases
from counterpoise.dossier.compose_balance import converted, run_note
from counterpoise.dossier.compose_clock import determination_sentence, no_clock, period_sentence, short_period
from counterpoise.dossier.contents import Chapter, Sentence, Table
from counterpoise.dossier.drawings import figures_of
from counterpoise.dossier.material import Material
from counterpoise.dossier.references import Notes
from counterpoise.dossier.sentences import fill

COLUMNS = ("transfer", "value", "status", "received", "review", "determination", "balance")
FIELDS = ("total_usd", "status", "received_on")


def side_chapters(material: Material, notes: Notes) -> tuple[Chapter, ...]:
    """Give the chapter; none where the dossier is of one transfer or of none."""
    if len(material.cases) < 2:
        return ()
    rows, cited = zip(*(_row(material, notes, case) for case in material.cases), strict=True)
    facts = Table(
        id="table-side", title=fill("side_facts_title"), columns=COLUMNS, rows=rows, notes=cited,
        caption=fill("side_facts_caption"),
    )  # fmt: skip
    weighed = material.weighed
    cautions = [*_overlaps(material, notes)]
    every = [material.cite_whole(notes, case) for case in material.cases]
    said = [notes.say("chapter_side_says", fill("chapter_side_says", n=len(material.cases)), every)]
    if weighed.balance is None or weighed.compared is None:
        return (
            Chapter(
                id="side", title=fill("chapter_side_title"), sentences=tuple(said), tables=(facts,),
                cautions=tuple(cautions),
            ),
        )  # fmt: skip
    run = [run_note(notes, weighed.balance)]
    said += [notes.say("side_order", text, run) for text in weighed.compared.summary]
    return (
        Chapter(
            id="side", title=fill("chapter_side_title"), sentences=tuple(said),
            figures=figures_of(comparison_figures(weighed.compared, weighed.balance.profile), run),
            tables=(facts, *converted(comparison_tables(weighed.compared), run)),
            cautions=(notes.say("side_together", fill("side_together"), run), *cautions),
        ),
    )  # fmt: skip


def _overlaps(material: Material, notes: Notes) -> Iterator[Sentence]:
    """Warn of two cases that name one system for one purchaser: they are weighed as two, and may be one."""
    for one, other in combinations(material.cases, 2):
        shared = _systems(one) & _systems(other)
        if shared and one.known("purchaser") == other.known("purchaser"):
            said = fill("side_overlap", one=one.title, other=other.title, first=one.case_id, second=other.case_id)
            yield notes.say("side_overlap", said, [material.cite_whole(notes, case) for case in (one, other)])


def _systems(case: Case) -> set[str]:
    return {str(item.value["system_id"]) for item in case.items if item.value.get("system_id")}


def set_aside_sentences(material: Material, notes: Notes) -> Iterator[Sentence]:
    """Say which transfers are not weighed, and why."""
    titles = {case.title: case for case in material.cases}
    for title, because in material.weighed.set_aside:
        cited = [material.cite_whole(notes, titles[title])]
        yield notes.say("set_aside", fill("set_aside", title=title, because=phrases.lower_first(because)), cited)


def _row(material: Material, notes: Notes, case: Case) -> tuple[tuple[str, ...], tuple[int, ...]]:
    cited = [material.cite_whole(notes, case)]
    values = []
    for name in FIELDS:
        choice = case.fields.get(name)
        known = choice is not None and choice.chosen is not None
        values.append(phrases.spelled(phrases.value(name, choice.value)) if known and choice else "not stated")
        if known and choice is not None and choice.chosen is not None:
            cited.append(material.cite(notes, choice.chosen))
    review, determination, law = _law(material, notes, case)
    aside = dict(material.weighed.set_aside)
    nothing = material.weighed.not_assessed_because
    balance = aside.get(case.title, nothing) or "weighed"
    row = (case.title, *values, review, determination, balance)
    return row, tuple(dict.fromkeys((*cited, *law)))


def _law(material: Material, notes: Notes, case: Case) -> tuple[str, str, tuple[int, ...]]:
    entry = material.clocks[case.case_id]
    if entry.clock is None:
        said = no_clock(notes, entry)
        return said.text, "none", said.notes
    period, asked = period_sentence(notes, entry.clock), determination_sentence(notes, entry.clock)
    return short_period(entry), asked.text, (*period.notes[:1], *asked.notes[:1])
