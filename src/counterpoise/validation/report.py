"""The score card: every section in turn, with progress, runtime and the state of the data it rests on."""

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from functools import cache
from typing import Any

from counterpoise import __version__
from counterpoise.errors import CounterpoiseError, DataAbsent
from counterpoise.validation.battles import Battles, load_battles
from counterpoise.validation.datasets import FileState, data_set, data_sets, states
from counterpoise.validation.disputes.rows import SECTION as FORECASTS
from counterpoise.validation.disputes.rows import forecast_rows
from counterpoise.validation.engine import SECTION as ENGINE
from counterpoise.validation.engine import engine_rows
from counterpoise.validation.facts import SECTION as FACTS
from counterpoise.validation.facts import fact_rows
from counterpoise.validation.inference import simulated_rows, spoiled_rows
from counterpoise.validation.law import SECTION as LAW
from counterpoise.validation.law import law_rows
from counterpoise.validation.losses import SECTION as LOSSES
from counterpoise.validation.losses import loss_rows
from counterpoise.validation.multiplier import SECTION as MULTIPLIER
from counterpoise.validation.multiplier import multiplier_rows
from counterpoise.validation.news_scored import SECTION as NEWS
from counterpoise.validation.news_scored import news_rows
from counterpoise.validation.optimism import SECTION as OPTIMISM
from counterpoise.validation.optimism import optimism_rows
from counterpoise.validation.outcome_scores import SECTION as OUTCOMES
from counterpoise.validation.outcome_scores import outcome_rows
from counterpoise.validation.papers import SECTION as PAPERS
from counterpoise.validation.papers import paper_rows
from counterpoise.validation.precedents import SECTION as PRECEDENTS
from counterpoise.validation.precedents import precedent_rows
from counterpoise.validation.readings_scored import SECTION as TEXTS
from counterpoise.validation.readings_scored import text_rows
from counterpoise.validation.rows import ABSENT, HOLDS, MISSES, UNVERIFIED, Row, Settings
from counterpoise.validation.states import DISPUTES, WARS, dispute_rows, war_rows
from counterpoise.validation.steepness import SECTION as STEEPNESS
from counterpoise.validation.steepness import steepness_rows
from counterpoise.validation.synthetic_worlds import SECTION as SYNTHETIC
from counterpoise.validation.synthetic_worlds import synthetic_rows
from counterpoise.validation.whole_sales import SECTION as SALES
from counterpoise.validation.whole_sales import sale_rows


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the score card: what it needs, what it computes, and its share of the time."""

    name: str
    data_set: str | None  # what it cannot do without
    rows: Callable[[Settings], list[Row]]
    weight: float  # share of a whole run's time, for the progress bar
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All rows of a run, and what was needed to get them."""

    version: str
    run_on: str  # ISO day, given by the caller
    commit: str = ""  # of the clone, given by the caller
    seed: int
    quick: bool
    seconds: float
    section_seconds: dict[str, float]
    abouts: dict[str, str]
    rows: tuple[Row, ...]
    data: tuple[FileState, ...]

    def count(self, status: str) -> int:
        """Give the number of rows with a status."""
        return sum(row.status == status for row in self.rows)

    def row(self, row_id: str) -> Row | None:
        """Find one row; None where its data were absent."""
        return next((row for row in self.rows if row.id == row_id), None)

    def as_json(self) -> str:
        """Give the run as one JSON object; NaN never occurs."""
        document: dict[str, Any] = asdict(self)
        document["summary"] = {word: self.count(word) for word in (HOLDS, MISSES, ABSENT, UNVERIFIED, "reported")}
        return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)


def run(settings: Settings, *, run_on: str, commit: str = "") -> Report:
    """Run every section whose data are there; a section without data becomes one row that says where to get them."""
    begun = time.perf_counter()
    rows: list[Row] = []
    seconds = {}
    chosen = sections()
    total = sum(section.weight for section in chosen)
    done = 0.0
    for section in chosen:
        settings.progress(done / total, section.name)
        started = time.perf_counter()
        within = _inside(settings, done / total, section.weight / total)
        rows += _rows(section, within)
        seconds[section.name] = time.perf_counter() - started
        done += section.weight
    settings.progress(1.0, "done")
    data = tuple(state for name in data_sets() for state in states(settings.folder, name))
    return Report(
        version=__version__,
        run_on=run_on,
        commit=commit,
        seed=settings.seed,
        quick=settings.quick,
        seconds=time.perf_counter() - begun,
        section_seconds=seconds,
        abouts={section.name: section.about for section in chosen},
        rows=tuple(rows),
        data=data,
    )


def sections() -> tuple[Section, ...]:
    """Give the sections in the order of the page."""
    loaded = cache(lambda folder: load_battles(folder))

    def with_battles(rows: Callable[[Battles, Settings], list[Row]]) -> Callable[[Settings], list[Row]]:
        return lambda settings: rows(loaded(settings.folder), settings)

    return (
        Section(
            FACTS, "cdb90", with_battles(fact_rows), 2, "What 660 land battles from 1600 to 1982 say before any model."
        ),
        Section(
            OUTCOMES,
            "cdb90",
            with_battles(outcome_rows),
            20,
            "Forecasts of the winner from columns known before the "
            "battle. A war is always forecast by a model that has not seen it; the columns are those of the "
            "published list.",
        ),
        Section(
            LOSSES,
            "cdb90",
            with_battles(loss_rows),
            14,
            "Forecasts of the ratio of losses, with the intervals they claim.",
        ),
        Section(
            STEEPNESS,
            "cdb90",
            with_battles(steepness_rows),
            5,
            "The numbers that the engine takes from history: law exponent, "
            "spreads, link. Each row measures a published figure again.",
        ),
        Section(
            MULTIPLIER,
            "cdb90",
            with_battles(multiplier_rows),
            3,
            "How much more one army inflicted than its numbers say, and how "
            "little that fixes the next war. Multiplier 1 is always run beside it.",
        ),
        Section(
            ENGINE,
            "cdb90",
            with_battles(engine_rows),
            8,
            "Does the kernel that the assessments use rise with the strength ratio as steeply as history does, "
            "and no more? The square law would give 1.85.",
        ),
        Section(
            SYNTHETIC,
            None,
            synthetic_rows,
            14,
            "Worlds whose answer is known: is the evidence called too thin as often as was designed, are words false "
            "no more often than they state, do intervals cover?",
        ),
        Section(WARS, "wars", war_rows, 1, "The same question one level up."),
        Section(
            DISPUTES, "disputes", dispute_rows, 6, "What raw power and a calendar say about disputes between states."
        ),
        Section(
            FORECASTS,
            "dispute_record",
            forecast_rows,
            150,
            "What learned models take off the loss on disputes they have not seen: the published kind, and our own.",
        ),
        Section(
            PAPERS,
            None,
            paper_rows,
            3,
            "Closed forms and published tables that need no engine. Numbers that nobody here has read "
            "in their source are listed and never asserted.",
        ),
        Section(
            LAW,
            None,
            law_rows,
            1,
            "Printed notices, worked cases and both sides of each change of law. Rows from memory are listed and never "
            "asserted.",
        ),
        Section(
            "Inference checked", None, simulated_rows, 8, "Is the fitting code right? Made records with known answers."
        ),
        Section(
            SPOILED,
            "cdb90",
            with_battles(spoiled_rows),
            12,
            "Does the report move when the record is spoiled? Outcomes shuffled, "
            "wars dropped, held-out outcomes turned round.",
        ),
        Section(
            PRECEDENTS,
            None,
            precedent_rows,
            1,
            "Does the likeness of notifications find what a person would look for? The weights are judgement.",
        ),
        Section(
            OPTIMISM,
            None,
            optimism_rows,
            12,
            "Does the cheapest package hold on draws that it was not chosen on? It is the draws' flattery that is "
            "measured, not the model's truth.",
        ),
        Section(
            SALES,
            None,
            sale_rows,
            6,
            "What the product says of the best documented sales, known on the day before each, beside what "
            "happened. The "
            "choice and the rule for contested sales were written first.",
        ),
        Section(TEXTS, "notices", text_rows, 4, "How well the open set of official notices is read."),
        Section(
            NEWS,
            None,
            news_rows,
            4,
            "How well news is read, on two sets of texts written for this project. Half of each was tuned on: the rows "
            "of the held-out half are the better guess at real articles.",
        ),
    )


SPOILED = "The record spoiled on purpose"


def _rows(section: Section, settings: Settings) -> list[Row]:
    try:
        return [replace(row, section=section.name) for row in section.rows(settings)]
    except DataAbsent:
        chosen = data_set(section.data_set or "")
        return [
            Row(
                id=f"absent_{section.name.lower().replace(' ', '_')}",
                section=section.name,
                title=chosen.title,
                status=ABSENT,
                target="needs data that are not shipped",
                note=f"{chosen.get}.",
                source=chosen.licence,
            )
        ]
    except CounterpoiseError as error:
        return [
            Row(
                id=f"refused_{section.name.lower().replace(' ', '_')}",
                section=section.name,
                title="The data are not what they should be",
                status=MISSES,
                target="readable data",
                note=error.message,
            )
        ]


def _inside(settings: Settings, start: float, width: float) -> Settings:
    """Give settings whose progress is a stretch of the whole."""
    return replace(settings, progress=lambda share, words: settings.progress(start + width * share, words))
