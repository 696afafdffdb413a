"""What the record of disputes says before an onset: of a pair, of each state, of the world.

Only disputes that ended before the year of onset count, and never one whose outcome the forecast must not have seen.
A dispute still under way is counted, its outcome is not.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from counterpoise.balance.calibration_regression import Mask, Real
from counterpoise.validation.disputes.table import Disputes, Whole, numbers, read_table

WAR = 5  # level of hostility
LONG_AGO = 60  # years; a pair without an earlier dispute counts as one whose last was so long ago
RECENT, GENERATION = 10, 20  # years
_SIGN = {1: 1, 4: 1, 2: -1, 3: -1}  # A won or B yielded; B won or A yielded; all else is neither


@dataclass(frozen=True, slots=True)
class Record:
    """Lines of a record with one or two states each; `won` is seen from the first state (+1, 0, -1)."""

    number: Whole  # (line,)
    who: Whole  # (line,) state, or pair
    first: Whole  # (line,) the state that `won` speaks of
    began: Mask  # (line,) the first state was on the side that began
    start: Whole  # (line,) year
    end: Whole  # (line,) year
    won: Whole  # (line,)
    is_war: Mask  # (line,) the dispute reached war
    hostility: Real  # (line,) highest level of the first state

    def without(self, numbers: Whole) -> "Record":
        """Leave out every line of some disputes."""
        kept = np.flatnonzero(~np.isin(self.number, numbers))
        return Record(*(getattr(self, name)[kept] for name in self.__dataclass_fields__))


@dataclass(frozen=True, slots=True)
class Past:
    """The record by state, by pair and by dispute."""

    by_state: Record
    by_pair: Record
    by_dispute: Record

    def without(self, numbers: Whole) -> "Past":
        """Leave out some disputes wherever they occur."""
        return Past(*(getattr(self, name).without(numbers) for name in self.__dataclass_fields__))


def read_past(disputes: Path, participants: Path) -> Past:
    """Read the record from a table of disputes and one of their participants, many-sided disputes included."""
    table = read_table(disputes, needed=("dispnum3", "styear", "endyear", "outcome", "hostlev"))
    columns = {name: numbers(table, name, disputes) for name in ("dispnum3", "styear", "endyear", "outcome", "hostlev")}
    known = {
        int(number): (_SIGN.get(int(outcome), 0) if outcome == outcome else 0, hostility == WAR, int(start), int(end))
        for number, outcome, hostility, start, end in zip(
            columns["dispnum3"], columns["outcome"], columns["hostlev"], columns["styear"], columns["endyear"],
            strict=True,
        )
    }  # fmt: skip
    rows = read_table(participants, needed=("ccode", "styear", "endyear", "sidea", "hostlev"))
    key = "dispnum3" if "dispnum3" in rows[0] else "dispnum"
    lines = np.column_stack(
        [numbers(rows, name, participants) for name in (key, "ccode", "sidea", "styear", "endyear", "hostlev")]
    )
    sides: dict[int, tuple[list[Real], list[Real]]] = {}
    for line in lines:
        if int(line[0]) in known:
            sides.setdefault(int(line[0]), ([], []))[0 if line[2] == 1 else 1].append(line)
    states: list[tuple[float, ...]] = []
    pairs: list[tuple[float, ...]] = []
    for number, (ours, theirs) in sides.items():
        won, is_war, _, _ = known[number]
        for group, sign in ((ours, 1), (theirs, -1)):
            states += [(number, x[1], x[1], sign == 1, x[3], x[4], sign * won, is_war, x[5]) for x in group]
        pairs += [
            (number, _pair(x[1], y[1]), x[1], True, max(x[3], y[3]), min(x[4], y[4]), won, is_war, x[5])
            for x in ours
            for y in theirs
        ]
    whole = [(n, 0, 0, True, start, end, won, is_war, np.nan) for n, (won, is_war, start, end) in known.items()]
    return Past(_record(states), _record(pairs), _record(whole))


def past_columns(disputes: Disputes, past: Past) -> dict[str, Real]:
    """Give the columns that a forecast may read of what came before, one value a dispute."""
    found = _of_the_world(disputes.year, past.by_dispute) | _of_the_pair(disputes, past.by_pair)
    for side, letter in enumerate("ab"):
        columns = _of_a_state(disputes.state[:, side], disputes.year, past.by_state)
        found |= {f"{name}_{letter}": values for name, values in columns.items()}
    return found


def _of_the_world(year: Whole, record: Record) -> dict[str, Real]:
    """How often disputes were decided of late, and how many began. A rate is drawn to one in four by two disputes."""
    ended = record.end[None, :] < year[:, None]
    found = {}
    for span in (5, 15):
        recent = ended & (record.end[None, :] >= year[:, None] - span)
        found[f"decided_{span}"] = ((recent & (record.won != 0)).sum(1) + 0.5) / (recent.sum(1) + 2.0)
    begun = (record.start[None, :] < year[:, None]) & (record.start[None, :] >= year[:, None] - 5)
    return found | {"begun_5": np.log1p(begun.sum(1))}


def _of_the_pair(disputes: Disputes, record: Record) -> dict[str, Real]:
    year, first = disputes.year, disputes.state[:, 0]
    names = ("pair_count", "pair_recent", "pair_years_since", "pair_won_a", "pair_won_b", "pair_wars")
    values = np.zeros((len(year), len(names)))

    def fill(rows: Whole, lines: Record, ended: Mask) -> None:
        won_by_a = np.where(lines.first[None, :] == first[rows][:, None], lines.won, -lines.won)
        since = np.where(ended, year[rows][:, None] - lines.end, LONG_AGO).min(1, initial=LONG_AGO)
        recent = ended & (lines.end[None, :] >= year[rows][:, None] - RECENT)
        values[rows] = np.column_stack(
            [np.log1p(ended.sum(1)), np.log1p(recent.sum(1)), np.log(np.clip(since, 1, LONG_AGO)),
             (ended & (won_by_a > 0)).sum(1), (ended & (won_by_a < 0)).sum(1), (ended & lines.is_war).sum(1)]
        )  # fmt: skip

    _each(disputes.pair, year, record, fill)
    values[~np.isin(disputes.pair, record.who), names.index("pair_years_since")] = np.log(LONG_AGO)
    return dict(zip(names, values.T, strict=True))


def _of_a_state(state: Whole, year: Whole, record: Record) -> dict[str, Real]:
    """Give a state's own record. Shares are drawn to one in ten by five disputes, of beginning to a half by two."""
    names = ("count", "recent_count", "recent_won", "recent_lost", "won", "lost", "began", "recent_wars", "hostility",
             "under_way")  # fmt: skip
    values = np.zeros((len(year), len(names)))
    values[:, 4:7] = (0.1, 0.1, 0.5)
    values[:, names.index("hostility")] = np.nan

    def fill(rows: Whole, lines: Record, ended: Mask) -> None:
        recent = ended & (lines.end[None, :] >= year[rows][:, None] - GENERATION)
        under_way = (lines.start[None, :] < year[rows][:, None]) & (lines.end[None, :] >= year[rows][:, None])
        many, lately = ended.sum(1), recent.sum(1)
        levels = np.where(recent & np.isfinite(lines.hostility), lines.hostility, 0.0).sum(1)
        with np.errstate(invalid="ignore"):
            hostility = levels / (recent & np.isfinite(lines.hostility)).sum(1)
        values[rows] = np.column_stack(
            [np.log1p(many), np.log1p(lately), (recent & (lines.won > 0)).sum(1), (recent & (lines.won < 0)).sum(1),
             ((ended & (lines.won > 0)).sum(1) + 0.5) / (many + 5),
             ((ended & (lines.won < 0)).sum(1) + 0.5) / (many + 5),
             ((recent & lines.began).sum(1) + 1) / (lately + 2), (recent & lines.is_war).sum(1), hostility,
             under_way.sum(1)]
        )  # fmt: skip

    _each(state, year, record, fill)
    return dict(zip(names, values.T, strict=True))


def _each(who: Whole, year: Whole, record: Record, fill: Callable[[Whole, Record, Mask], None]) -> None:
    """Call `fill` once for each state or pair with its rows, its lines of the record, and which lines had ended."""
    order = np.argsort(record.who, kind="stable")
    keys = record.who[order]
    for one in np.unique(who):
        lines = order[np.searchsorted(keys, one) : np.searchsorted(keys, one, side="right")]
        if len(lines) == 0:
            continue
        rows = np.flatnonzero(who == one)
        part = Record(*(getattr(record, name)[lines] for name in record.__dataclass_fields__))
        fill(rows, part, part.end[None, :] < year[rows][:, None])


def _pair(one: float, other: float) -> float:
    return min(one, other) * 1000 + max(one, other)


def _record(rows: Sequence[tuple[float, ...]]) -> Record:
    table = np.array(rows, dtype=float).reshape(-1, 9)
    whole = table[:, [0, 1, 2, 4, 5, 6]].astype(np.int64).T
    return Record(
        whole[0], whole[1], whole[2], table[:, 3] == 1, whole[3], whole[4], whole[5], table[:, 7] == 1, table[:, 8]
    )
