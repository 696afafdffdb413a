"""Scores of the news reader against the project's texts with expectations, by phenomenon.

The texts and their expectations are in tests/documents/news (ANNOTATION.md there says how they are annotated and when a
found attribution agrees with an expected one). Figures on them are regression figures.
"""

import csv
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from counterpoise.errors import InvalidInput
from counterpoise.reading.documents import load_document
from counterpoise.reading.gazetteer import match_system
from counterpoise.reading.news import read_news

SCORES = ("direct", "indirect_and_mixed", "transfers")  # counted by right, found, expected
SHARES = (
    "stance",
    "status",
    "hedged",
    "speaker_id",
    "total_usd",
    "quantity",
    "events",
    "requests",
    "commitments",
    "warnings",
)
_MARKS = re.compile(r"[\"'“”‘’«»„`]")
_HALF = 0.5


@dataclass(slots=True)
class Tally:
    """Counts of one score: `right` of `found` and of `expected`; shares use `right` of `expected`."""

    right: int = 0
    found: int = 0
    expected: int = 0

    def add(self, right: int, found: int, expected: int) -> None:
        """Add counts."""
        self.right += right
        self.found += found
        self.expected += expected

    @property
    def f1(self) -> float | None:
        """Give the harmonic mean of precision and recall, or None where nothing was to be found and nothing was."""
        both = self.found + self.expected
        return 2 * self.right / both if both else None

    @property
    def share(self) -> float | None:
        """Give the share that is right, or None where there is nothing to judge."""
        return self.right / self.expected if self.expected else None


@dataclass(slots=True)
class NewsScore:
    """Scores over a set of texts, each also by phenomenon, with every miss in words."""

    total: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    by_phenomenon: dict[str, dict[str, Tally]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(Tally)))
    misses: list[str] = field(default_factory=list)
    n_texts: int = 0
    stance_confusion: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, name: str, phenomena: Iterable[str], right: int, found: int, expected: int) -> None:
        """Add counts under a score's name, overall and for each phenomenon of the text."""
        self.total[name].add(right, found, expected)
        for phenomenon in phenomena:
            self.by_phenomenon[phenomenon][name].add(right, found, expected)

    def as_json(self) -> dict[str, Any]:
        """Give the figures rounded to three places, overall and by phenomenon."""
        return {
            "n_texts": self.n_texts,
            "scores": {name: _figures(tally, name) for name, tally in self.total.items()},
            "by_phenomenon": {
                p: {name: _figures(tally, name) for name, tally in tallies.items()}
                for p, tallies in sorted(self.by_phenomenon.items())
            },
            "misses": self.misses,
        }

    def figure(self, name: str) -> float | None:
        """Give one score as printed: an F1 or a share, rounded to three places."""
        value: float | None = _figures(self.total[name], name)["value"]
        return value

    def lines(self, title: str) -> Iterator[str]:
        """Give the scores and the table by phenomenon as lines for a terminal."""
        yield f"  {title}: {self.n_texts} texts"
        for name, tally in self.total.items():
            value = tally.f1 if name in SCORES else tally.share
            printed = "  –  " if value is None else f"{value:.3f}"
            found = f", found {tally.found}" if name in SCORES else ""
            yield f"    {name:28} {printed}   right {tally.right}{found}, expected {tally.expected}"
        yield f"    {'by phenomenon: right/found/expected':60} " + " ".join(f"{n:>18}" for n in (*SCORES, "stance"))
        for phenomenon, tallies in sorted(self.by_phenomenon.items()):
            cells = (_cell(tallies[name]) if name in tallies else "–" for name in (*SCORES, "stance"))
            yield f"    {phenomenon[:60]:60} " + " ".join(f"{cell:>18}" for cell in cells)


def _cell(tally: Tally) -> str:
    return "–" if not tally.found + tally.expected else f"{tally.right}/{tally.found}/{tally.expected}"


def _figures(tally: Tally, name: str) -> dict[str, Any]:
    value = tally.f1 if name in SCORES else tally.share
    return {"value": None if value is None else round(value, 3), "right": tally.right, "found": tally.found,
            "expected": tally.expected}  # fmt: skip


def score_news_texts(folder: Path, part: str, *, use_model: bool = False) -> NewsScore:
    """Read the texts of one part ("tune", "check" or "all") of the set and score them."""
    score = NewsScore()
    for name in names_of(folder, part):
        path, expected = text_of(folder, name)
        reading = read_news(load_document(path), published_on=published_on(expected), use_model=use_model)
        score_reading(score, expected, reading.as_json(why=True))
    return score


def is_news_folder(folder: Path) -> bool:
    """Tell whether a folder holds news texts with expectations: a split.csv beside them."""
    return (folder / "split.csv").is_file()


def names_of(folder: Path, part: str) -> list[str]:
    """Give the names of the texts of one part ("tune", "check" or "all"), in the order of split.csv.

    Raises InvalidInput where split.csv has not the columns name and part.
    """
    with (folder / "split.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    if not rows or not {"name", "part"} <= rows[0].keys():
        raise InvalidInput(f"{folder / 'split.csv'} lacks the columns name and part. Give one row for each text.")
    return [row["name"] for row in rows if part in ("all", row["part"])]


def text_of(folder: Path, name: str) -> tuple[Path, dict[str, Any]]:
    """Give the path of a text and what it says (NAME.expected.json); InvalidInput where one of the two is missing."""
    try:
        expected: dict[str, Any] = json.loads((folder / f"{name}.expected.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InvalidInput(
            f"{folder / name}.expected.json cannot be read ({error}). Each text of split.csv needs one."
        ) from error
    path = next((p for p in sorted(folder.glob(f"{name}.*")) if not p.name.endswith(".expected.json")), None)
    if path is None:
        raise InvalidInput(f"{folder} holds no text {name} (.txt or .html), which split.csv names.")
    return path, expected


def published_on(expected: Mapping[str, Any]) -> date | None:
    """Give the day of publication that an expectation says, or None."""
    return date.fromisoformat(expected["published_on"]) if expected.get("published_on") else None


def score_reading(score: NewsScore, expected: Mapping[str, Any], reading: Mapping[str, Any]) -> None:
    """Add the score of one text."""
    score.n_texts += 1
    _score_attributions(score, expected, reading)
    _score_transfers(score, expected, reading)
    _score_others(score, expected, reading)


def _score_attributions(score: NewsScore, expected: Mapping[str, Any], reading: Mapping[str, Any]) -> None:
    name, phenomena = expected["name"], expected["phenomena"]
    found = list(reading["attributions"])
    pairs = match_attributions(expected["attributions"], found)
    matched = {id(e) for e, _ in pairs}
    taken = {id(f) for _, f in pairs}
    for label, kinds in (("direct", {"direct"}), ("indirect_and_mixed", {"indirect", "mixed"})):
        wanted = [e for e in expected["attributions"] if e["kind"] in kinds]
        right = sum(1 for e in wanted if id(e) in matched)
        extra = [f for f in found if id(f) not in taken and f["kind"] in kinds]
        score.add(label, phenomena, right, right + len(extra), len(wanted))
        score.misses += [
            f"{name}: {label} missed: {e['speaker']}: {e['wording'][:90]!r}" for e in wanted if id(e) not in matched
        ]
        score.misses += [f"{name}: {label} too many: {f['speaker']}: {f['wording'][:90]!r}" for f in extra]
    for e, f in pairs:
        if e["stance"] != "unknown":
            score.stance_confusion[e["stance"], f["stance"]] += 1
            agrees = f["stance"] == e["stance"] or f["stance"] in e.get("stance_accept", ())
            if f["stance"] != "unknown":
                score.add("stance", phenomena, int(agrees), 1, 1)
            score.add("stance_with_unknown_as_wrong", phenomena, int(agrees), 1, 1)
            if not agrees:
                score.misses.append(f"{name}: stance {e['stance']} (about {e['about']}) read as {f['stance']} "
                                    f"({f['stance_because']}): {e['wording'][:110]!r}")  # fmt: skip
        score.add("hedged", phenomena, int(e["hedged"] == f["hedged"]), 1, 1)
        if e.get("speaker_id"):
            score.add("speaker_id", phenomena, int(e["speaker_id"] == f["speaker_id"]), 1, 1)


def match_attributions(
    expected: Sequence[Mapping[str, Any]], found: Sequence[Mapping[str, Any]]
) -> list[tuple[Mapping[str, Any], Mapping[str, Any]]]:  # fmt: skip
    """Pair expected with found attributions, each once, best overlap first."""
    candidates = sorted(
        (
            (overlap, i, j)
            for i, e in enumerate(expected)
            for j, f in enumerate(found)
            if (overlap := _agreement(e, f)) > 0
        ),
        key=lambda triple: -triple[0],
    )
    used_expected: set[int] = set()
    used_found: set[int] = set()
    pairs = []
    for _, i, j in candidates:
        if i not in used_expected and j not in used_found:
            used_expected.add(i)
            used_found.add(j)
            pairs.append((expected[i], found[j]))
    return pairs


def _agreement(expected: Mapping[str, Any], found: Mapping[str, Any]) -> float:
    """Give how well two attributions agree, 0 where they do not (ANNOTATION.md, last paragraph of Attributions)."""
    if found["kind"] != expected["kind"] and found["kind"] not in expected.get("kind_accept", ()):
        return 0.0
    if not _same_speaker(expected, found):
        return 0.0
    a, b = int(expected["span"][0]), int(expected["span"][1])
    c, d = int(found["span"][0]), int(found["span"][1])
    shared = max(0, min(b, d) - max(a, c)) / max(b - a, d - c)
    if found["kind"] == "direct":
        return 0.5 + shared if _plain(expected["wording"]) == _plain(found["wording"]) and shared > 0 else 0.0
    if shared >= _HALF:
        return shared
    if (
        expected["kind"] == "mixed"
        and a <= c
        and d <= b
        and re.search(r"[\"'“‘«„]$", expected["wording"][: c - a] or " ")
    ):
        return shared or 0.1
    return 0.0


def _plain(words: str) -> str:
    return " ".join(_MARKS.sub("", words).split()).rstrip(" .,").casefold()


def _same_speaker(expected: Mapping[str, Any], found: Mapping[str, Any]) -> bool:
    if expected.get("speaker_id") and expected["speaker_id"] == found["speaker_id"]:
        return True
    right = {_name(n) for n in (expected["speaker"], *expected.get("speaker_accept", ())) if n}
    return _name(found["speaker"]) in right


def _name(words: str) -> str:
    plain = re.sub(r" \[[^\]]*\]$", "", " ".join(words.replace("’", "'").split()).casefold())
    return re.sub(r"^(?:the|a|an) ", "", plain)


def _score_transfers(score: NewsScore, expected: Mapping[str, Any], reading: Mapping[str, Any]) -> None:
    name, phenomena = expected["name"], expected["phenomena"]
    wanted = Counter(_triples(map(_with_systems, expected["transfers"]), _expected_party))
    found = Counter(_triples(reading["transfers"], _found_party))
    right = sum((wanted & found).values())
    score.add("transfers", phenomena, right, sum(found.values()), sum(wanted.values()))
    score.misses += [f"{name}: transfer missed: {' '.join(map(str, t))}" for t in (wanted - found).elements()]
    score.misses += [f"{name}: transfer too many: {' '.join(map(str, t))}" for t in (found - wanted).elements()]
    for e in expected["transfers"]:
        same = [
            f for f in reading["transfers"] if set(_triples([e], _expected_party)) & set(_triples([f], _found_party))
        ]
        if not same:
            continue
        f = same[0]
        accepted = {e["status"], *e.get("status_accept", ())}
        score.add("status", phenomena, int(f["status"] in accepted), 1, 1)
        if f["status"] not in accepted:
            score.misses.append(
                f"{name}: status {sorted(accepted)} read as {f['status']}: {f.get('because', '')[-60:]}"
            )
        score.add("total_usd", phenomena, int(f["total_usd"] == e["total_usd"]), 1, 1)
        if f["total_usd"] != e["total_usd"]:
            score.misses.append(f"{name}: total {e['total_usd']} read as {f['total_usd']}")
        by_system = {i["system_id"]: i["quantity"] for i in f["items"]}
        for item in e["items"]:
            if item["system_id"] in by_system and item["system_id"]:
                score.add("quantity", phenomena, int(by_system[item["system_id"]] == item["quantity"]), 1, 1)
                if by_system[item["system_id"]] != item["quantity"]:
                    score.misses.append(
                        f"{name}: quantity {item['system_id']} {item['quantity']} read as "
                        f"{by_system[item['system_id']]}"
                    )


def _with_systems(transfer: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give a system that the vocabulary has learnt since the text was annotated the id it now has."""
    items = []
    for item in transfer["items"]:
        known = match_system(item["system"]) if item["system_id"] is None and item.get("system") else None
        items.append({**item, "system_id": known.id} if known is not None else item)
    return {**transfer, "items": items}


def _expected_party(transfer: Mapping[str, Any], side: str) -> str | None:
    code: str | None = transfer[side]
    return code


def _found_party(transfer: Mapping[str, Any], side: str) -> str | None:
    party = transfer[side]
    return party["code"] if party else None


def _triples(
    transfers: Iterable[Mapping[str, Any]], party: Callable[[Mapping[str, Any], str], str | None]
) -> list[tuple[str | None, str | None, str]]:
    """Give supplier, purchaser and system of each item; what the vocabulary does not name is one general thing."""
    triples: set[tuple[str | None, str | None, str]] = set()
    for transfer in transfers:
        systems = {item["system_id"] or "(general)" for item in transfer["items"]} or {"(general)"}
        triples |= {(party(transfer, "supplier"), party(transfer, "purchaser"), system) for system in systems}
    return sorted(triples, key=str)


def _score_others(score: NewsScore, expected: Mapping[str, Any], reading: Mapping[str, Any]) -> None:
    name, phenomena = expected["name"], expected["phenomena"]
    for label in ("events", "requests", "commitments"):
        for e in expected.get(label, ()):
            good = any(_event_agrees(e, f) if label == "events" else _pledge_agrees(e, f) for f in reading[label])
            score.add(label, phenomena, int(good), 1, 1)
            if not good:
                score.misses.append(f"{name}: {label} missed: {e['wording'][:120]!r}")
    for code in expected.get("warnings", ()):
        good = code in {w["code"] for w in reading["warnings"]}
        score.add("warnings", phenomena, int(good), 1, 1)
        if not good:
            score.misses.append(f"{name}: warning missed: {code}")


def _event_agrees(expected: Mapping[str, Any], found: Mapping[str, Any]) -> bool:
    (a, b), (c, d) = expected["span"], found["span"]
    on = expected["on"] if isinstance(expected.get("on"), Mapping) else {"date": expected.get("on")}
    return bool(min(b, d) > max(a, c) and found["on"]["date"] == on["date"])


def _pledge_agrees(expected: Mapping[str, Any], found: Mapping[str, Any]) -> bool:
    (a, b), (c, d) = expected["span"], found["span"]
    who = {_name(n) for n in (expected["by"], *expected.get("by_accept", ()))}
    same = _name(found["by"]) in who and found["status"] == expected["status"]
    return bool(same and min(b, d) > max(a, c))
