"""Part (C) from the packages: whether one is indicated, those found side by side, the asks costed, what they leave."""

from collections.abc import Iterable
from typing import Any

from counterpoise.compensation.comparison import Comparison
from counterpoise.compensation.figures import figures as drawn
from counterpoise.compensation.packages import Compensation
from counterpoise.compensation.tables import tables as package_tables
from counterpoise.compensation.words import (
    alternative_words,
    asks_sentence,
    infeasible_note,
    summary_sentences,
)
from counterpoise.dossier.compose_balance import converted
from counterpoise.dossier.contents import Anchor, Sentence, Table
from counterpoise.dossier.drawings import figures_of
from counterpoise.dossier.material import Weighed
from counterpoise.dossier.references import Notes

OPEN = ("binding", "packages", "restored", "alternatives", "asks")
ORDERS = Anchor("each measure with its cost, lead time and source", "table-orders")
TEXT_COLUMN = "source"  # the column of the orders' and asks' tables that cites their row


def search_note(notes: Notes, found: Compensation) -> int:
    """Cite the search: target, draws, seed, stress set."""
    request = found.request
    stress = f"stress set {request.stress}" if request.stress else "no stress set"
    return notes.cite_run(
        "Search for packages",
        f"target {request.target.probability:g}, tier {request.tier}, {stress}, {request.n_draws} draws, seed "
        f"{request.seed}, gap {request.gap:.0%}",
        (ORDERS,) if any(package.orders for package in found.packages) else (),
    )


def part_c(notes: Notes, weighed: Weighed) -> dict[str, Any]:
    """Give what part (C) holds of the packages; nothing where none were sought."""
    found, beside = weighed.packages, weighed.beside
    if found is None:
        return {}
    cited = [search_note(notes, found)]
    said = [notes.say("package_first", text, cited) for text in summary_sentences(found)]
    if beside is not None:
        said += _beside(notes, found, beside, cited)
    made = package_tables(found, beside or Comparison(main=None))
    folded = tuple(table.name for table in made if table.name not in OPEN)
    tables = tuple(_cited_rows(notes, table) for table in converted(made, cited, folded=folded))
    figures = figures_of(drawn(found, beside or Comparison(main=None)), cited)
    return {"sentences": tuple(said), "tables": tables, "figures": figures}


def _beside(notes: Notes, found: Compensation, beside: Comparison, cited: list[int]) -> Iterable[Sentence]:
    if beside.asked is not None:
        yield notes.say("package_asks", asks_sentence(beside.asked), cited)
    if found.packages:
        yield notes.say("package_infeasible", infeasible_note(found), cited)
    for one in beside.alternatives:
        if one.applies:
            yield notes.say("package_alternative", f"Instead: {alternative_words(one)}.", cited)


def _cited_rows(notes: Notes, table: Table) -> Table:
    """Let each row that names its source lead to a note of its own, and leave the column out."""
    if TEXT_COLUMN not in table.columns:
        return table
    at = table.columns.index(TEXT_COLUMN)
    grade = table.columns.index("grades") if "grades" in table.columns else None
    name = table.columns.index("measure") if "measure" in table.columns else 0
    cited = tuple((notes.cite_data(row[name], row[at], _grade(row, grade)),) if row[at] else () for row in table.rows)
    return Table(
        id=table.id, title=table.title, columns=_without(table.columns, at),
        rows=tuple(_without(row, at) for row in table.rows), notes=cited, source=table.source, caption=table.caption,
        is_folded=table.is_folded,
    )  # fmt: skip


def _grade(row: tuple[str, ...], at: int | None) -> str:
    """Give the grade of a row's cost: the first that its grades name."""
    if at is None:
        return "secondary"
    return row[at].removeprefix("cost ").split(",")[0]


def _without(cells: tuple[str, ...], at: int) -> tuple[str, ...]:
    return cells[:at] + cells[at + 1 :]
