"""Parts (A) and (B) from the assessment of relative capabilities: what it adds, what counters it, what it changes."""

from collections.abc import Iterable, Mapping
from typing import Any

from counterpoise.balance.relative_capabilities import RelativeCapabilities
from counterpoise.balance.relative_figures import figures
from counterpoise.balance.relative_tables import tables
from counterpoise.balance.table_words import Table as BalanceTable
from counterpoise.dossier.contents import Figure, Sentence, Table
from counterpoise.dossier.references import Notes
from counterpoise.dossier.sentences import fill

PART_A = ("additions", "counters", "reach", "outside_model")
PART_B = ("schedule", "top_band", "restore", "technical", "pairs")  # shown open; every other table is folded
ROWS_SHOWN = 14  # a longer table is folded


def run_note(notes: Notes, result: RelativeCapabilities) -> int:
    """Cite the run: profile with its hash, day, draws and seed."""
    profile = result.profile
    return notes.cite_run(
        f"Assessment of relative capabilities, profile {profile.name}",
        f"profile hash {profile.content_hash}, known on {result.known_on}, {result.n_draws} draws, seed {result.seed}; "
        "the rows behind each number are listed under (B)",
    )


def opening(notes: Notes, result: RelativeCapabilities) -> list[Sentence]:
    """Give what must be said first, then the answers from the counts."""
    cited = [run_note(notes, result)]
    said = [notes.say("assessment_first", result.first_sentence, cited)] if result.first_sentence else []
    return said + [notes.say("assessment_answer", answer, cited) for answer in result.answers]


def part_a_tables(notes: Notes, result: RelativeCapabilities) -> tuple[Table, ...]:
    """Give what the transfer adds, what could engage it, and how far it reaches."""
    return tuple(_converted(notes, result, _named(tables(result), PART_A)))


def part_b_tables(notes: Notes, result: RelativeCapabilities) -> tuple[Table, ...]:
    """Give the balance by year and class, and the holdings that every count rests on."""
    rest = [t for t in tables(result) if not t.name.startswith(PART_A)]
    return (*_converted(notes, result, rest), _holdings(notes, result))


def part_b_figures(result: RelativeCapabilities) -> tuple[Figure, ...]:
    """Give the pictures of part (B) with the data behind them."""
    return tuple(
        Figure(id=f.name, title=f.title, svg=f.svg, description=f.description, columns=f.columns, rows=f.rows)
        for f in figures(result)
    )


def caution(notes: Notes, result: RelativeCapabilities) -> list[Sentence]:
    """Give the warnings of the run and what stands outside it."""
    cited = [run_note(notes, result)]
    said = [notes.say("assessment_warning", message, cited) for _, message in result.warnings]
    outside = "; ".join(result.as_json()["not_assessed"])
    return [*said, notes.say("assessment_outside", fill("assessment_outside", what=outside), cited)]


def _named(found: Iterable[BalanceTable], names: tuple[str, ...]) -> list[BalanceTable]:
    return [table for table in found if table.name.startswith(names)]


def _converted(notes: Notes, result: RelativeCapabilities, found: Iterable[BalanceTable]) -> list[Table]:
    cited = (run_note(notes, result),)
    return [
        Table(
            title=table.title,
            columns=tuple(column.replace("_", " ") for column in table.columns),
            rows=table.rows,
            notes=(cited, *((),) * (len(table.rows) - 1)),
            caption=table.caption,
            is_folded=len(table.rows) > ROWS_SHOWN or not table.name.startswith((*PART_A, *PART_B)),
        )
        for table in found
    ]


def _holdings(notes: Notes, result: RelativeCapabilities) -> Table:
    """List every row that a count rests on, with its grade; each row leads to the note of its source."""
    answer = result.as_json()
    names = {actor.actor_id: actor.name for actor in result.profile.actors}
    lines, cited = [], []
    for row_id, row in answer["rows"].items():
        quantities = [row.get(f"quantity_{end}") for end in ("low", "best", "high")]
        what = str(row.get("system") or row.get("system_id") or "")
        ends = " / ".join("?" if q is None else f"{q:g}" for q in quantities)
        holder = str(row.get("actor_id") or "")
        lines.append((row_id, names.get(holder, holder), what, ends, str(row.get("grade") or "")))
        cited.append(tuple(_source(notes, answer["sources"][name], row) for name in row["source"]))
    return Table(
        title=fill("holdings_title"), columns=("row", "holder", "what", "low / best / high", "grade"),
        rows=tuple(lines), notes=tuple(cited), caption=fill("holdings_caption"), is_folded=True,
    )  # fmt: skip


def _source(notes: Notes, source: Mapping[str, Any], row: Mapping[str, Any]) -> int:
    return notes.cite_data(source["title"], source["upstream"], row["grade"], source["url"] or None)
