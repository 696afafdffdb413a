"""What moved between two dossiers, and why: their documents, the law, the data, the model or the seed.

Works on the JSON of `render_json`, so that a dossier of last year is compared with one of today. A cause is named only
where the two runs differ in it; where several could have moved a value, all are named.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from counterpoise.errors import InvalidInput

UNEXPLAINED = "nothing that the runs record differs: another machine, or a fault of ours"
OF_DOCUMENTS = ("documents", "known on", "casebook")
OF_LAW = (*OF_DOCUMENTS, "law", "law as of", "program")
OF_BALANCE = (
    *OF_DOCUMENTS, "profile", "protected state", "vocabulary", "model defaults", "draws and seed", "depth", "program",
)  # fmt: skip
OF_PACKAGES = (*OF_BALANCE, "measures", "law")
TABLES = {"B": ("table-levels", "table-break_even"), "C": ("table-packages", "table-asks")}
KEY_COLUMNS = {"table-levels": 3, "table-break_even": 3, "table-packages": 1, "table-asks": 1}

Rows = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Move:
    """One thing that differs: where, what, before and after ("" where there was none), and what can have moved it."""

    section: str
    what: str
    before: str
    after: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Differences:
    """Everything that moved, as `counterpoise diff --format json` prints it."""

    moves: tuple[Move, ...]


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Move, ...]:
    """Give what moved from one dossier to another, causes first, then facts, clock, balance, packages, positions."""
    causes = tuple(_causes(before, after))
    changed = {cause.what for cause in causes}
    moves = list(causes)
    for section, possible, rows in _SECTIONS:
        moves += _moved(section, rows(before), rows(after), [cause for cause in possible if cause in changed])
    return tuple(moves)


def _causes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Move]:
    one, other = _run(before), _run(after)
    for what in dict.fromkeys((*one, *other)):
        if one.get(what, "") != other.get(what, ""):
            yield Move("the run", what, one.get(what, ""), other.get(what, ""), ("asked for or given",))


def _run(dossier: Mapping[str, Any]) -> dict[str, str]:
    """Give what a run rests on, by the names of the causes."""
    lines = dict(dossier["manifest"])
    documents = sorted(f"{row['name']} {row['id'][:19]}" for row in dossier["documents"])
    named = {
        "documents": "; ".join(documents), "program": lines.get("Counterpoise", ""),
        "known on": lines.get("Known on", ""), "law as of": lines.get("Law as of", ""),
        "depth": lines.get("Depth", ""), "profile": lines.get("Profile", ""),
        "protected state": lines.get("Protected state", ""), "draws and seed": lines.get("Draws", ""),
    }  # fmt: skip
    data = {name.removeprefix("Data: "): value for name, value in lines.items() if name.startswith("Data: ")}
    return named | data


def _moved(section: str, before: Rows, after: Rows, because: Sequence[str]) -> Iterator[Move]:
    for what in dict.fromkeys((*before, *after)):
        one, other = before.get(what, ""), after.get(what, "")
        if one != other:
            yield Move(section, what, one, other, tuple(because) or (UNEXPLAINED,))


def _facts(dossier: Mapping[str, Any]) -> Rows:
    rows: dict[str, str] = {}
    for case in dossier["cases"]:
        rows[f"{case['title']}: stage"] = case["stage"]
        rows |= {f"{case['title']}: {fact['label']}": fact["value"] for fact in case["facts"]}
        rows |= {f"{case['title']}: {item['system']}": item["quantity"] for item in case["items"]}
    return rows


def _clock(dossier: Mapping[str, Any]) -> Rows:
    rows: dict[str, str] = {}
    for clock in dossier["clocks"]:
        rows |= {f"{clock['title']}: {fact['label']}": fact["value"] for fact in clock["facts"]}
        rows |= {f"{clock['title']}: {s['id']}": s["text"] for s in clock["sentences"]}
    return rows


def _balance(dossier: Mapping[str, Any]) -> Rows:
    figures = [k for k in dossier["key_figures"] if not k["id"].startswith(("package", "quantity", "total", "review"))]
    return _figures(figures) | _tables(dossier, "B")


def _packages(dossier: Mapping[str, Any]) -> Rows:
    figures = [k for k in dossier["key_figures"] if k["id"].startswith("package")]
    return _figures(figures) | _tables(dossier, "C")


def _figures(figures: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    return {k["label"]: f"{k['value']} ({k['interval']})" if k["interval"] else k["value"] for k in figures}


def _tables(dossier: Mapping[str, Any], letter: str) -> dict[str, str]:
    rows: dict[str, str] = {}
    for part in dossier["parts"]:
        for table in part["tables"] if part["letter"] == letter else ():
            if table["id"] in TABLES[letter]:
                n = KEY_COLUMNS[table["id"]]
                rows |= {f"{table['title']}: {', '.join(row[:n])}": "; ".join(row[n:]) for row in table["rows"]}
    return rows


def _positions(dossier: Mapping[str, Any]) -> Rows:
    rows = {f"{p['speaker']} on {p['about']}: “{p['words'][:60]}”": p["stance"] for p in dossier["positions"]}
    wanted = [a for part in dossier["parts"] for a in part["assurances"]]
    return rows | {f"{a['by']}: {a['what']}": f"{a['heading']}: {a['status']}" for a in wanted}


def _summary(dossier: Mapping[str, Any]) -> Rows:
    return {s["lead"] or s["id"]: s["text"] for s in dossier["summary"]}


_SECTIONS: tuple[tuple[str, tuple[str, ...], Callable[[Mapping[str, Any]], Rows]], ...] = (
    ("facts", OF_DOCUMENTS, _facts), ("clock", OF_LAW, _clock), ("balance", OF_BALANCE, _balance),
    ("packages", OF_PACKAGES, _packages), ("positions", (*OF_DOCUMENTS, "program"), _positions),
    ("summary", tuple(dict.fromkeys((*OF_LAW, *OF_PACKAGES))), _summary),
)  # fmt: skip


def read_dossier(path: Path) -> Mapping[str, Any]:
    """Read a dossier that was written as JSON. Raises InvalidInput with what would be right."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise InvalidInput(
            f"{path} cannot be read as a dossier: {error}. Give a file that was written with -o NAME.json."
        ) from error
    if not isinstance(found, dict) or not {"manifest", "cases", "parts", "key_figures"} <= found.keys():
        raise InvalidInput(f"{path} is JSON but no dossier. Give a file that was written with dossier -o NAME.json.")
    return found


def as_json(moves: Sequence[Move]) -> str:
    """Give the moves as JSON (schemas/differences.schema.json)."""
    return json.dumps(asdict(Differences(tuple(moves))), ensure_ascii=False, indent=2) + "\n"
