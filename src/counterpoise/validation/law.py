"""The law against printed notices, worked cases and texts of the Code: how many rows come out as their sources say.

The rows are the oracle files of the tests; a wheel carries a copy of them. Rows from memory are listed, never asserted.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from counterpoise.errors import CounterpoiseError
from counterpoise.law.clock import review_clock
from counterpoise.law.facts import SaleFacts
from counterpoise.validation.rows import ABSENT, HOLDS, MISSES, UNVERIFIED, Row, Settings
from counterpoise.vocabulary.parties import resolve_party

SECTION = "The law against notices and cases"
PACKED = Path(__file__).parent / "data" / "law_oracles"  # in a wheel
CHECKED_OUT = Path(__file__).parents[3] / "tests" / "oracles" / "law"  # in a working copy
TITLES = {
    "worked_cases": "Worked cases whose amounts and day of receipt were read in a source",
    "federal_register_2025": "Notices printed in the Federal Register in 2025",
    "changes_of_law": "The day before and the day of each change of law",
    "tracks": "Every track at the words of the Code, limits to the dollar",
}
IN_DETERMINATION = {"qme_required": "required", "qme_parts": "parts"}
IN_DISAPPROVAL = ("discharge_days", "instrument")


def oracle_folder() -> Path | None:
    """Give the folder with the oracle files; None where neither a wheel nor a working copy has them."""
    return next((folder for folder in (PACKED, CHECKED_OUT) if (folder / "worked_cases.yaml").is_file()), None)


def law_rows(_settings: Settings) -> list[Row]:
    """Give one row for each oracle file, and one for each case that is from memory."""
    folder = oracle_folder()
    if folder is None:
        return [Row(id="law_oracles", section=SECTION, title="Oracle files of the law", status=ABSENT,
                    note="This installation carries no oracle files; run from a working copy.")]  # fmt: skip
    return [*(_scored(folder, name) for name in TITLES), *(_remembered(row) for row in _read(folder, "from_memory"))]


def disagreements(row: Mapping[str, Any]) -> dict[str, tuple[object, object]]:
    """Give what an oracle row expects and the law does not find: key, expected, found. Empty when they agree."""
    expected = dict(row["expect"])
    try:
        answer = review_clock(facts_of(row["given"])).as_json()
    except CounterpoiseError as error:
        return {} if expected.get("error") == error.code else {"error": (expected.get("error"), error.code)}
    letters = expected.pop("limbs", None)
    expected.pop("weekday", None)
    found = {key: _found(answer, key) for key in expected}
    differing = {key: (_iso(value), found[key]) for key, value in expected.items() if _iso(value) != found[key]}
    if letters is not None:
        met = "".join(letter for letter, limb in zip("MT", answer["limbs"], strict=False) if limb["met"] is True)
        differing |= {} if met == letters else {"limbs": (letters, met)}
    return differing


def facts_of(given: Mapping[str, Any]) -> SaleFacts:
    """Turn the given facts of an oracle row into facts of the law."""
    facts: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in given.items()}
    facts["purchaser"] = resolve_party(given["purchaser"]).code
    return SaleFacts(**facts)


def _read(folder: Path, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = yaml.safe_load((folder / f"{name}.yaml").read_text(encoding="utf-8"))
    return rows


def _scored(folder: Path, name: str) -> Row:
    rows = _read(folder, name)
    wrong = [row["name"] for row in rows if disagreements(row)]
    return Row(
        id=f"law_{name}", section=SECTION, title=TITLES[name], figure=float(len(rows) - len(wrong)), digits=0,
        target=f"all {len(rows)} rows", status=MISSES if wrong else HOLDS, source="named in each row",
        note=f"Wrong: {'; '.join(wrong)}" if wrong else "",
    )  # fmt: skip


def _remembered(row: Mapping[str, Any]) -> Row:
    differing = disagreements(row)
    agrees = "as remembered" if not differing else f"otherwise than remembered: {', '.join(differing)}"
    return Row(
        id=f"law_memory_{row['name'].split(':')[0].lower().replace(' ', '_').replace(',', '')}", section=SECTION,
        title=row["name"], status=UNVERIFIED, source=row["source"], note=f"Comes out {agrees}.",
    )  # fmt: skip


def _found(answer: Mapping[str, Any], key: str) -> object:
    if key in IN_DETERMINATION:
        return answer["qme_determination"][IN_DETERMINATION[key]]
    return answer["disapproval"][key] if key in IN_DISAPPROVAL else answer.get(key)


def _iso(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return [_iso(part) for part in value] if isinstance(value, list) else value
