"""How the answer was made, what it is worth beside naive forecasts, and how to cite it."""

import hashlib
import json
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any

import yaml

from counterpoise.casebook.citations import Reference, in_order
from counterpoise.dossier.contents import Anchor, Chapter, Table
from counterpoise.dossier.material import Material
from counterpoise.dossier.references import Notes
from counterpoise.dossier.sentences import fill

STEPS = ("reading", "casebook", "law", "counts", "war", "levels", "packages")
WEIGHED_STEPS = ("counts", "war", "levels", "packages")  # told only where something was weighed


def method_chapter(material: Material, notes: Notes) -> Chapter:
    """Say step by step how the answer was made."""
    cited = [material.cite_readers(notes)]
    weighed = material.weighed.relative is not None
    steps = [step for step in STEPS if weighed or step not in WEIGHED_STEPS]
    said = tuple(notes.say(f"method_{step}", fill(f"method_{step}"), cited) for step in steps)
    return Chapter(id="method", title=fill("method_title"), sentences=said)


def score_chapter(notes: Notes) -> Chapter:
    """Show what history says of such forecasts, each beside the naive one."""
    card = score_card()
    how = "full" if not card["quick"] else "quick"
    note = notes.cite_run(
        "Score against history", f"counterpoise validate, version {card['counterpoise']}, {card['run_on']}, seed "
        f"{card['seed']}, {how}; data sets by hash in dossier/data/score_card.yaml",
        (Anchor("the scores, each beside the naive forecast", "score-card"),),
    )  # fmt: skip
    rows = tuple(
        (row["title"], row["figure"], row["interval"], row["held_against"], row["status"], row["held_out"])
        for row in card["rows"]
    )
    columns = ("score", "figure", "interval", "held against", "", "held out")
    table = Table(
        id="table-score-card", title=fill("score_table"), columns=columns, rows=rows, source=(note,),
        caption=fill("score_caption"),
    )  # fmt: skip
    says = notes.say("score_says", fill("score_says", **_figures(card)), [note])
    return Chapter(id="score-card", title=fill("score_title"), sentences=(says,), tables=(table,))


def _figures(card: dict[str, Any]) -> dict[str, str]:
    by = {row["id"]: row["figure"] for row in card["rows"]}
    return {
        "model": by["outcome_log_loss"], "base": by["baseline_base_rate"], "larger": by["baseline_larger_force"],
        "ratio": by["baseline_force_ratio"],
    }  # fmt: skip


@cache
def score_card() -> dict[str, Any]:
    """Give the shipped score card."""
    text = resources.files("counterpoise.dossier").joinpath("data/score_card.yaml").read_text(encoding="utf-8")
    card: dict[str, Any] = yaml.safe_load(text)
    return card


def references(material: Material, title: str) -> tuple[Reference, ...]:
    """Say how to cite the dossier and its documents. Its number is made of everything that the run rests on."""
    content = json.dumps(dict(material.manifest), sort_keys=True, ensure_ascii=False)
    number = hashlib.sha256(content.encode()).hexdigest()[:12]
    days = [material.known_on.isoformat()] if material.known_on else _days(material)
    itself = Reference(
        key=f"counterpoise-{number}", type="report", title=title, author="Counterpoise", issued=max(days, default=""),
        note=fill("citation_genre"), publisher=f"Counterpoise {material.version}", number=number,
    )  # fmt: skip
    return (itself, *in_order(material.records.values()))


def _days(material: Material) -> Sequence[str]:
    dated = [record.published_on for record in material.records.values() if record.published_on is not None]
    days = [on.date for on in dated if on.date is not None]
    if material.weighed.relative is not None:
        days.append(material.weighed.relative.known_on.isoformat())
    return days
