"""Read oracle files of the law: rows of given facts and expected answers, each with its source and mark."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from counterpoise.law.clock import ReviewClock, review_clock
from counterpoise.law.facts import SaleFacts

FOLDER = Path(__file__).resolve().parents[1] / "oracles" / "law"
QUESTIONS = ("as_of", "known_on")


def oracle(name: str) -> list[dict[str, Any]]:
    """Give the rows of one oracle file."""
    rows: list[dict[str, Any]] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return rows


def each(name: str) -> pytest.MarkDecorator:
    """Run a test once for each row of an oracle file, under the row's own name."""
    return pytest.mark.parametrize("row", [pytest.param(row, id=row["name"]) for row in oracle(name)])


def facts_of(given: dict[str, Any]) -> SaleFacts:
    """Turn the given facts of a row into facts of the law."""
    facts = {key: value for key, value in given.items() if key not in QUESTIONS}
    for name in ("received_on", "other_parties"):
        if isinstance(facts.get(name), list):
            facts[name] = tuple(facts[name])
    return SaleFacts(**facts)


def clock_of(given: dict[str, Any]) -> ReviewClock:
    """Ask the law about the given facts of a row."""
    return review_clock(facts_of(given), as_of=given.get("as_of"), known_on=given.get("known_on"))


def iso(value: object) -> object:
    """Give days as the JSON writes them."""
    if isinstance(value, date):
        return value.isoformat()
    return [iso(part) for part in value] if isinstance(value, list) else value


def found(answer: dict[str, Any], key: str) -> object:
    """Give what an answer says under the key of an oracle."""
    if key in ("qme_required", "qme_parts"):
        return answer["qme_determination"][key.removeprefix("qme_")]
    if key in ("discharge_days", "instrument"):
        return answer["disapproval"][key]
    return answer[key]
