"""Readings of a folder of texts: scores against its index, and what was gained and lost since a saved reading.

A folder with a split.csv holds news with expectations (news_texts.py): then the scores are those of the news reader, by
part and by phenomenon. The misses of the part "check" are counted and never listed, so that it stays held out.

The index is a CSV with the columns file, kind, purchaser, date, transmittal, total_usd, mde_usd, items, one row a text:
purchasers and amounts joined by ";", items as "up to 50 x F-15IA aircraft;120 x F110-GE-129 engines", a bracketed
purchaser before the number where there are several ("[Canada] 48 x ..."). A saved reading is what
`counterpoise read --format json` printed.
"""

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from counterpoise.errors import CounterpoiseError, InvalidInput
from counterpoise.reading.contract import error_as_json
from counterpoise.reading.documents import load_document
from counterpoise.reading.gazetteer import match_state
from counterpoise.reading.readings import read_document
from counterpoise.validation.news_texts import (
    NewsScore,
    is_news_folder,
    names_of,
    published_on,
    score_reading,
    text_of,
)

PARTS = ("tune", "check")
HELD_OUT = "check"
FIELDS = ("purchaser", "transmittal", "received_on", "total_usd", "mde_usd", "items")
_DATED_BY_FIELD = ("fr_36b1", "fr_36b5c_amendment")  # kinds whose date is that of delivery to Congress
_ITEM = re.compile(r"\s*(?:\[[^\]]*\]\s*)?(?:up to )?(?P<quantity>[\d,]+) x (?P<system>.+)")
_WORD = re.compile(r"[a-z0-9]+")
_LITTLE_WORDS = frozenset(("the", "of", "and", "with", "or", "a", "for"))
_LIKE_ENOUGH = 0.5  # share of words that two names of one system have in common
_SINGLE = ("status", "route", "transmittal", "amends", "received_on", "total_usd", "mde_usd", "other_usd")


@dataclass(slots=True)
class Tally:
    """How many facts of one field were right, answered and expected."""

    right: int = 0
    answered: int = 0
    expected: int = 0

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall, None where nothing was expected or answered."""
        return 2 * self.right / (self.answered + self.expected) if self.answered + self.expected else None


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that moved between two readings: gained, lost, or changed (then both are given)."""

    file: str
    where: str
    old: Any
    new: Any

    def as_json(self) -> dict[str, Any]:
        """Give file, place, old and new value."""
        return {"file": self.file, "where": self.where, "old": self.old, "new": self.new}


@dataclass(slots=True)
class TextsReport:
    """Scores of a folder, where it has an index, and changes since a saved reading, where one was given."""

    folder: str
    n_texts: int
    tallies: dict[str, Tally] = field(default_factory=dict)
    n_wholly_right: int | None = None
    misses: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    changes: list[Change] | None = None
    news: dict[str, NewsScore] = field(default_factory=dict)  # by part

    def as_json(self) -> dict[str, Any]:
        """Give the report as one object."""
        return {
            "folder": self.folder, "texts": self.n_texts, "wholly_right": self.n_wholly_right,
            "fields": {
                name: {"right": t.right, "answered": t.answered, "expected": t.expected, "f1": t.f1}
                for name, t in self.tallies.items()
            },
            "news": {part: score.as_json() for part, score in self.news.items()},
            "misses": self.misses, "unread": self.unread,
            "changes": None if self.changes is None else [change.as_json() for change in self.changes],
        }  # fmt: skip

    def as_table(self) -> str:
        """Give the report as lines for a terminal."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield f"{self.folder}: {self.n_texts} texts"
        for name, t in self.tallies.items():
            f1 = "  –  " if t.f1 is None else f"{t.f1:.3f}"
            yield f"  {name:12} F1 {f1}   right {t.right}, answered {t.answered}, expected {t.expected}"
        if self.n_wholly_right is not None:
            yield f"  wholly right {self.n_wholly_right} of {self.n_texts}"
        for part, score in self.news.items():
            yield from score.lines(f"part {part}" if part != HELD_OUT else f"part {part}, held out: misses not listed")
        yield from (f"  {miss}" for miss in self.misses)
        yield from (f"  not read: {name}" for name in self.unread)
        if self.changes is not None:
            yield f"  {len(self.changes)} facts moved since the saved reading"
            for change in self.changes:
                sign = "+" if change.old is None else "-" if change.new is None else "~"
                moved = (
                    f"{change.old!r} -> {change.new!r}"
                    if sign == "~"
                    else repr(change.new if sign == "+" else change.old)
                )
                yield f"  {sign} {change.file}: {change.where}: {moved}"


def report(folder: Path, against: Path | None = None) -> TextsReport:
    """Read every text of `folder`; score it where index.csv stands there; compare with the saved reading `against`.

    Raises InvalidInput where the folder or the saved reading is not what it should be.
    """
    if not folder.is_dir():
        raise InvalidInput(f"{folder} is no folder. Name a folder of texts, with or without an index.csv.")
    if is_news_folder(folder):
        return _news_report(folder, against)
    rows = _index(folder)
    names = [row["file"] for row in rows] if rows else sorted(p.name for p in folder.iterdir() if _is_text(p))
    if not names:
        raise InvalidInput(f"{folder} holds no texts (*.txt, *.html). Put the texts there, one a file.")
    now = {name: _read(folder / name) for name in names}
    answer = TextsReport(str(folder), len(names), unread=[name for name, got in now.items() if "error" in got])
    if rows:
        _score(answer, rows, now)
    if against is not None:
        answer.changes = compare(_saved(against), now)
    return answer


def _news_report(folder: Path, against: Path | None) -> TextsReport:
    """Read and score a folder of news with expectations, each part for itself."""
    answer = TextsReport(str(folder), 0)
    now: dict[str, dict[str, Any]] = {}
    for part in PARTS:
        score = NewsScore()
        for name in names_of(folder, part):
            path, expected = text_of(folder, name)
            reading = read_document(load_document(path), published_on=published_on(expected), use_model=False)
            score_reading(score, expected, reading.as_json(why=True))
            now[path.name] = reading.as_json()
        if part == HELD_OUT:
            score.misses = [f"{len(score.misses)} misses of the held-out part are not listed"]
        answer.misses += score.misses
        answer.n_texts += score.n_texts
        answer.news[part] = score
    if against is not None:
        answer.changes = compare(_saved(against), now)
    return answer


def compare(old: dict[str, dict[str, Any]], new: dict[str, dict[str, Any]]) -> list[Change]:
    """List what moved between two sets of readings, field by field; texts are matched by file name."""
    changes = []
    for name in sorted(old.keys() | new.keys()):
        before, after = _facts(old.get(name)), _facts(new.get(name))
        for where in sorted(before.keys() | after.keys()):
            was, now = before.get(where), after.get(where)
            if isinstance(was, Counter) or isinstance(now, Counter):
                lost, gained = (was or Counter()) - (now or Counter()), (now or Counter()) - (was or Counter())
                changes += [Change(name, where, fact, None) for fact in sorted(lost.elements())]
                changes += [Change(name, where, None, fact) for fact in sorted(gained.elements())]
            elif was != now:
                changes.append(Change(name, where, was, now))
    return changes


def _facts(reading: dict[str, Any] | None) -> dict[str, Any]:
    """Give the facts of a reading by place; those of which a text may hold several are counted."""
    if reading is None or "error" in reading:
        return {} if reading is None else {"error": reading["error"]["code"]}
    facts: dict[str, Any] = {"kind": reading["document"]["kind"]}
    for number, transfer in enumerate(reading["transfers"], 1):
        at = f"transfer {number}"
        facts[f"{at} purchaser"] = (transfer["purchaser"] or {}).get("code")
        for name in _SINGLE:
            facts[f"{at} {name}"] = transfer[name]
        facts[f"{at} item"] = Counter(_item_words(item) for item in transfer["items"])
    facts["attribution"] = Counter(f"{a['speaker']}: {a['wording']}" for a in reading["attributions"])
    facts["commitment"] = Counter(f"{c['by']}: {c['what']}" for c in reading["commitments"])
    facts["request"] = Counter(f"{r['by']}: {r['what']}" for r in reading["requests"])
    facts["event"] = Counter(f"{(e['on'] or {}).get('date')}: {e['what']}" for e in reading["events"])
    facts["warning"] = Counter(w["code"] for w in reading["warnings"])
    return {where: fact for where, fact in facts.items() if fact is not None}


def _item_words(item: dict[str, Any]) -> str:
    mde = {True: "MDE", False: "not MDE", None: "MDE or not is not stated"}[item["mde"]]
    return f"{item['qualifier'] or ''} {item['quantity']} x {item['system']} ({mde}, {item['system_id']})".strip()


def _score(answer: TextsReport, rows: list[dict[str, str]], now: dict[str, dict[str, Any]]) -> None:
    answer.tallies = {name: Tally() for name in FIELDS}
    answer.n_wholly_right = 0
    for row in rows:
        want, got = _truth(row), _answer(now[row["file"]])
        whole = True
        for name in FIELDS:
            if name == "received_on" and row["kind"] not in _DATED_BY_FIELD:
                continue
            right = _matched(want[name], got[name]) if name == "items" else len(set(want[name]) & set(got[name]))
            tally = answer.tallies[name]
            tally.right, tally.answered, tally.expected = (
                tally.right + right, tally.answered + len(got[name]), tally.expected + len(want[name])
            )  # fmt: skip
            if right < max(len(got[name]), len(want[name])):
                whole = False
                answer.misses.append(f"{row['file']}: {name}: expected {want[name]}, read {got[name]}")
        answer.n_wholly_right += whole


def _truth(row: dict[str, str]) -> dict[str, list[Any]]:
    def parts(cell: str) -> list[str]:
        return [part.strip() for part in cell.split(";") if part.strip()]

    states = [match_state(re.sub(r"\s*\([^)]*\)$", "", name)) for name in parts(row["purchaser"])]
    items = [found for part in parts(row["items"]) if (found := _ITEM.match(part))]
    return {
        "purchaser": [state.id if state else name for state, name in zip(states, parts(row["purchaser"]), strict=True)],
        "transmittal": parts(row["transmittal"]), "received_on": parts(row["date"]),
        "total_usd": [int(cell) for cell in parts(row["total_usd"])],
        "mde_usd": [int(cell) for cell in parts(row["mde_usd"])],
        "items": [(int(m["quantity"].replace(",", "")), m["system"].strip()) for m in items],
    }  # fmt: skip


def _answer(reading: dict[str, Any]) -> dict[str, list[Any]]:
    got: dict[str, list[Any]] = {name: [] for name in FIELDS}
    for transfer in reading.get("transfers", ()):
        code = (transfer["purchaser"] or {}).get("code")
        for name, value in (("purchaser", code), *((name, transfer[name]) for name in FIELDS[1:-1])):
            if value is not None and value not in got[name]:
                got[name].append(value)
        got["items"] += [
            (item["quantity"], item["system"])
            for item in transfer["items"]
            if item["mde"] and item["quantity"] is not None
        ]
    return got


def _matched(want: list[tuple[int, str]], got: list[tuple[int, str]]) -> int:
    """Count the items found: same quantity, and at least half of the words of both names in common."""
    left, right = list(got), 0
    for quantity, system in want:
        near = [item for item in left if item[0] == quantity and _likeness(item[1], system) >= _LIKE_ENOUGH]
        if near:
            left.remove(max(near, key=lambda item: _likeness(item[1], system)))
            right += 1
    return right


def _likeness(a: str, b: str) -> float:
    words = [set(_WORD.findall(name.lower())) - _LITTLE_WORDS for name in (a, b)]
    either = words[0] | words[1]
    return len(words[0] & words[1]) / len(either) if either else 0.0


def _read(path: Path) -> dict[str, Any]:
    try:
        return read_document(load_document(path)).as_json()
    except CounterpoiseError as error:
        return error_as_json(str(path), error)


def _index(folder: Path) -> list[dict[str, str]]:
    path = folder / "index.csv"
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    needed = {"file", "kind", "purchaser", "date", "transmittal", "total_usd", "mde_usd", "items"}
    if rows and (missing := needed - rows[0].keys()):
        raise InvalidInput(f"{path} lacks the columns {', '.join(sorted(missing))}. Add them, or remove the file.")
    return rows


def _saved(path: Path) -> dict[str, dict[str, Any]]:
    try:
        array = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(array, list):
            raise TypeError("not an array")
        return {Path(reading["document"]["path"]).name: reading for reading in array}
    except OSError as error:
        raise InvalidInput(
            f"{path} cannot be read: {error.strerror}. Give a file that `read --format json` printed."
        ) from error
    except (ValueError, TypeError, KeyError) as error:
        raise InvalidInput(
            f"{path} is no saved reading ({error}). Give a file that `read --format json` printed."
        ) from error


def _is_text(path: Path) -> bool:
    return path.is_file() and path.suffix.lower() in (".txt", ".html", ".htm")
