"""Parts (A) and (B) from the assessment: what it adds, what counters it, what it changes, and how sure that is."""

from collections.abc import Iterable, Mapping
from typing import Any

from counterpoise.balance import assessment_tables, reason_tables
from counterpoise.balance.assessment import BalanceAssessment
from counterpoise.balance.assessment_figures import figures as fought_figures
from counterpoise.balance.assessment_words import summary_sentences, untouched_sentences
from counterpoise.balance.capability_words import capability_sentences
from counterpoise.balance.relative_capabilities import RelativeCapabilities
from counterpoise.balance.relative_figures import figures as counted_figures
from counterpoise.balance.relative_tables import tables as counted_tables
from counterpoise.balance.relative_words import SCOPE
from counterpoise.balance.table_words import Table as BalanceTable
from counterpoise.dossier import phrases
from counterpoise.dossier.contents import Anchor, Chapter, Figure, Sentence, Table
from counterpoise.dossier.drawings import figures_of
from counterpoise.dossier.references import Notes
from counterpoise.dossier.sentences import fill

PART_A = ("additions", "counters", "reach", "outside_model")
OPEN = ("schedule", "top_band", "restore", "technical", "pairs")  # shown open in (B); every other count is folded
ROWS_SHOWN = 14  # a longer table is folded
HOLDINGS = Anchor("the rows behind the counts, each with its source", "table-holdings")
LEDGER = Anchor("every assumption with its range and critical value", "table-ledger")
CHANGE_FIGURES = ("tornado",)


def count_note(notes: Notes, result: RelativeCapabilities) -> int:
    """Cite the counts: profile with its hash, day, draws and seed."""
    profile = result.profile
    return notes.cite_run(
        f"Count of relative capabilities, profile {profile.name}",
        f"profile hash {profile.content_hash}, known on {result.known_on}, {result.n_draws} draws, seed {result.seed}",
        (HOLDINGS,),
    )


def run_note(notes: Notes, found: BalanceAssessment) -> int:
    """Cite the simulation: profile, day, draws, seed, settings and the fingerprint of its plan."""
    labels, request = found.main.labels, found.request
    return notes.cite_run(
        f"Simulation of the balance, profile {found.profile.name}",
        f"assumption set {labels.preset}, {labels.reach} reach, member {request.member}, multiplier "
        f"{request.multiplier}, known on {request.known_on}, {found.plan.n_draws} draws, seed {request.seed}, plan "
        f"{labels.fingerprint[:16]}",
        (HOLDINGS, LEDGER) if found.ledger else (HOLDINGS,),
    )


def part_a(notes: Notes, result: RelativeCapabilities) -> dict[str, Any]:
    """Give what part (A) holds: what the transfer adds, what could engage it, how far it reaches."""
    cited = [count_note(notes, result)]
    said = tuple(notes.say("part_a_capability", text, cited) for text in capability_sentences(result))
    named = [table for table in counted_tables(result) if table.name.startswith(PART_A)]
    return {
        "sentences": (*said, notes.say("part_a_says", fill("part_a_says"), cited)),
        "tables": tuple(converted(named, cited)),
    }


def part_b(
    notes: Notes, result: RelativeCapabilities, found: BalanceAssessment | None, day_because: str
) -> dict[str, Any]:
    """Give what part (B) holds: levels and break-evens first where a war was simulated, counts always."""
    counted = [count_note(notes, result)]
    said = [notes.say("assessment_first", result.first_sentence, counted)] if result.first_sentence else []
    day = fill("assessment_day", day=phrases.day(result.known_on), because=day_because or "the day of the profile")
    said.append(notes.say("assessment_day", day, counted))
    figures, tables = list(figures_of(counted_figures(result), counted)), []
    if found is not None:
        cited = [run_note(notes, found)]
        said += [notes.say("balance_summary", text, cited) for text in summary_sentences(found)]
        said += [notes.say("balance_untouched", text, cited) for text in untouched_sentences(found)]
        figures = [*figures_of((f for f in fought_figures(found) if f.name not in CHANGE_FIGURES), cited), *figures]
        tables = list(converted(_fought(found), cited, folded=("levels_of_the_region",)))
    said += [notes.say("assessment_answer", answer, counted) for answer in result.answers]
    rest = [t for t in counted_tables(result) if not t.name.startswith(PART_A)]
    folded = tuple(t.name for t in rest if not t.name.startswith(OPEN))
    tables += [*converted(rest, counted, folded=folded), holdings(notes, result)]
    return {
        "sentences": tuple(said), "figures": tuple(figures), "tables": tuple(tables),
        "cautions": tuple(_cautions(notes, result, found)),
    }  # fmt: skip


def _fought(found: BalanceAssessment) -> Iterable[BalanceTable]:
    """Give the tables of the simulation that belong to (B): what hangs on what stands in chapters of its own."""
    made = [
        assessment_tables.level_table(found), *assessment_tables.by_year_table(found),
        assessment_tables.break_even_table(found), assessment_tables.response_table(found),
        *assessment_tables.every_coalition_tables(found), assessment_tables.missile_table(found),
        assessment_tables.encounter_table(found),
    ]  # fmt: skip
    return [table for table in made if table.rows]


def _cautions(notes: Notes, result: RelativeCapabilities, found: BalanceAssessment | None) -> list[Sentence]:
    cited = [count_note(notes, result)]
    said = [notes.say("assessment_warning", message, cited) for _, message in result.warnings]
    outside = "; ".join(result.as_json()["not_assessed"])
    said.append(notes.say("assessment_outside", fill("assessment_outside", what=outside), cited))
    if found is not None:
        said.append(notes.say("assessment_scope", SCOPE, [run_note(notes, found)]))
    return said


def change_chapters(notes: Notes, found: BalanceAssessment) -> tuple[Chapter, ...]:
    """Give the chapters on what the answer hangs on; none where that was not asked."""
    if found.sensitivity is None:
        return ()
    cited = [run_note(notes, found)]
    tornado = figures_of((f for f in fought_figures(found) if f.name in CHANGE_FIGURES), cited)
    change = (
        reason_tables.factor_table(found), reason_tables.parameter_table(found), reason_tables.effect_table(found),
        reason_tables.information_table(found),
    )  # fmt: skip
    sets = (reason_tables.set_table(found), reason_tables.reconciliation_table(found))
    return (
        _chapter(notes, cited, "change", change, tornado),
        _chapter(notes, cited, "sets", sets),
        _chapter(notes, cited, "ledger", (reason_tables.ledger_table(found),)),
        _chapter(notes, cited, "audit", (reason_tables.audit_table(found),)),
    )


def _chapter(
    notes: Notes, cited: list[int], name: str, made: Iterable[BalanceTable], figures: tuple[Figure, ...] = ()
) -> Chapter:
    says = notes.say(f"chapter_{name}_says", fill(f"chapter_{name}_says"), cited)
    return Chapter(
        id=name, title=fill(f"chapter_{name}_title"), sentences=(says,), figures=figures,
        tables=tuple(converted([table for table in made if table.rows], cited)),
    )  # fmt: skip


def converted(found: Iterable[BalanceTable], cited: Iterable[int], *, folded: tuple[str, ...] = ()) -> Iterable[Table]:
    """Give tables of results as tables of the page, with the note of their run; long ones are folded."""
    for table in found:
        yield Table(
            id=f"table-{table.name}",
            title=table.title,
            columns=tuple(column.replace("_", " ") for column in table.columns),
            rows=table.rows,
            source=tuple(cited),
            caption=table.caption,
            is_folded=len(table.rows) > ROWS_SHOWN or table.name in folded,
        )


def holdings(notes: Notes, result: RelativeCapabilities) -> Table:
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
        id=HOLDINGS.id, title=fill("holdings_title"), columns=("row", "holder", "what", "low / best / high", "grade"),
        rows=tuple(lines), notes=tuple(cited), caption=fill("holdings_caption"), is_folded=True,
    )  # fmt: skip


def _source(notes: Notes, source: Mapping[str, Any], row: Mapping[str, Any]) -> int:
    return notes.cite_data(source["title"], source["upstream"], row["grade"], source["url"] or None)
