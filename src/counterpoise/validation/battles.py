"""CDB90 as arrays: one row a battle, seen from the attacker. The edition whose negative codes are lost is refused.

Upstream's tidy battles.csv turns every negative code into a blank: attackers' defeats, "favours the defender". The
wide source still has them; `battles_signed.csv` is that file restored, and where a user has only the two upstream
files the restoration is done here. Traps of the data: DATA.md section 1 is summarised in docs/explanation.
"""

import csv
import io
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from counterpoise.balance.calibration_regression import Labels, Real
from counterpoise.errors import InvalidInput
from counterpoise.validation.datasets import DataSet, data_set, file_hash

# Upstream lost the negative half of these columns; the names are those of both files.
SIGNED_COLUMNS = (
    "aeroa",
    "surpa",
    "cea",
    "leada",
    "trnga",
    "morala",
    "logsa",
    "momnta",
    "intela",
    "techa",
    "inita",
    "wina",
    "kmda",
    "quala",
    "resa",
    "mobila",
    "aira",
    "fprepa",
    "wxa",
    "terra",
    "leadaa",
    "plana",
    "surpaa",
    "mana",
    "logsaa",
    "fortsa",
    "deepa",
)
UNKNOWN_CODES = (-9.0, -9999.0, 9.0)  # "not known" in the wide file; 9 only where the scale ends below it
ARAB_ISRAELI_WARS = (
    "Arab-Israeli War of 1948-1949",
    "Sinai War of 1956",
    "Six Day War of 1967",
    "War of Attrition of 1967-1970",
    "Yom Kippur War of 1973",
    "War over Lebanon of 1982",
)
ISRAEL_ON_BOTH_SIDES = {"597": "Iraq"}  # upstream error: the defender at Kfar Shams is the Iraqi 3rd Armoured Division
Row = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Battles:
    """Battles as columns; NaN is "not known", never zero. Counts and ratios are attacker over defender."""

    number: NDArray[np.int64]
    war: Labels  # the war as the tidy edition's own list names it (its column war4)
    campaign: Labels  # the finer list (war2), where one is given, else the war
    dyad: Labels  # the two sides, in alphabetical order
    direction: Real  # +1 or -1: which of the dyad attacks
    year: Real
    outcome: Real  # 1 the attacker won, 0 lost, 0.5 draw, NaN unknown
    strength: tuple[Real, Real]  # attacker, defender [person]
    casualties: tuple[Real, Real]  # [person]
    tanks: tuple[Real, Real]
    tank_losses: tuple[Real, Real]
    guns: tuple[Real, Real]
    gun_losses: tuple[Real, Real]
    aircraft_losses: tuple[Real, Real]
    air_superiority: Real  # -1, 0, 1; NaN unknown
    surprise: Real  # -3 to 3
    posture: Labels  # the defender's: HD, PD, FD, DL, WD or "" where not known
    terrain: Labels  # three letters: relief, cover, special
    weather: Labels  # five letters
    initiated: Real  # 1 where the attacker's side began the war
    judgements: Real  # (battle, 10) columns that historians coded knowing the result; for the leakage row only
    israel: Real  # +1 Israel attacks, -1 Israel defends, 0 neither
    opponent: Labels  # Israel's opponent, "" elsewhere
    is_part: NDArray[np.bool_]  # part of another row
    is_hero: NDArray[np.bool_]  # one of the 600 battles of the first edition
    hashes: tuple[tuple[str, str], ...]  # (file, sha256)

    def __len__(self) -> int:
        return len(self.number)

    @property
    def log_ratio(self) -> Real:
        """Log of attacker's over defender's strength."""
        return _log_ratio(*self.strength)

    @property
    def log_casualties(self) -> Real:
        """Log of attacker's over defender's casualties; NaN where either is unknown or zero."""
        return _log_ratio(*self.casualties)

    @property
    def log_fractions(self) -> Real:
        """Log of attacker's over defender's casualty fraction."""
        return self.log_casualties - self.log_ratio

    @property
    def decided(self) -> NDArray[np.bool_]:
        """Won or lost, with both strengths known."""
        return np.asarray(((self.outcome == 0) | (self.outcome == 1)) & np.isfinite(self.log_ratio))

    @property
    def with_losses(self) -> NDArray[np.bool_]:
        """Both casualty figures and strengths known and above zero."""
        return np.isfinite(self.log_fractions)

    @property
    def is_arab_israeli(self) -> NDArray[np.bool_]:
        """A battle of the wars between Israel and its neighbours."""
        return np.asarray(self.israel != 0)

    @property
    def fold(self) -> Labels:
        """What is held out together: the war; all Arab-Israeli wars are one, so that none trains for another."""
        return np.where(self.is_arab_israeli, "Arab-Israeli wars", self.war)


def load_battles(folder: Path) -> Battles:
    """Read CDB90 from the data folder; DataAbsent says where to get it, InvalidInput what is wrong with it."""
    chosen = data_set("cdb90")
    battles, used = _signed_rows(chosen, folder)
    paths = {name: chosen.need(folder, name) for name in _OTHER_FILES}
    sides = {
        side: {row["isqno"]: row for row in _read(paths["belligerents.csv"]) if row["attacker"] == side}
        for side in "10"
    }
    tables = {name: _first_by_battle(path) for name, path in paths.items() if name != "belligerents.csv"}
    hashes = tuple((path.name, file_hash(path)) for path in [*used, *paths.values()])
    everywhere = set(sides["1"]) & set(sides["0"]) & set(tables["battle_dyads.csv"])
    absent = [row["isqno"] for row in battles if row["isqno"] not in everywhere]
    if absent:
        raise InvalidInput(
            f"belligerents.csv or battle_dyads.csv lacks {len(absent)} battles of the table, the first is number "
            f"{absent[0]}. {_TAKE_WHOLE}"
        )
    return _columns(battles, sides, tables, hashes)


_OTHER_FILES = ("belligerents.csv", "battle_durations.csv", "battle_dyads.csv", "terrain.csv", "weather.csv")


def check_signs(rows: Sequence[Row], path: Path) -> None:
    """Refuse a file whose negative codes are lost; it would teach that attackers never lose."""
    if not any(row["wina"].startswith("-") for row in rows):
        blank = sum(row["wina"] == "" for row in rows)
        raise InvalidInput(
            f"{path} has lost its negative codes: no attacker loses and {blank} outcomes are blank. This is the known "
            "defect of the tidy edition's battles.csv. Put CDB90-patched-wide.csv (upstream: "
            "src-data/CDB90/CDB90-patched.csv) beside it, and the signs are restored from there."
        )


def restore_signs(tidy: Sequence[Row], wide: Sequence[Row]) -> list[Row]:
    """Give the tidy rows with the negative codes that the wide source still has.

    Raises InvalidInput where the two disagree on a value that both have: then they are not of one edition.
    """
    source = {row["ISQNO"].strip(): row for row in wide}
    restored = []
    for row in tidy:
        if row["isqno"] not in source:
            raise InvalidInput(f"The wide file lacks battle {row['isqno']}. Take both files from one edition.")
        signed = dict(row)
        for column in SIGNED_COLUMNS:
            raw = source[row["isqno"]][column.upper()].strip()
            value = _number(raw)
            if row[column] == "" and value < 0 and value not in UNKNOWN_CODES:
                signed[column] = raw
            elif row[column] != "" and _number(row[column]) != value:
                raise InvalidInput(
                    f"Battle {row['isqno']}: battles.csv has {column} = {row[column]}, the wide file {raw}. "
                    "Take both files from one edition."
                )
        restored.append(signed)
    return restored


def _signed_rows(chosen: DataSet, folder: Path) -> tuple[list[Row], list[Path]]:
    signed = chosen.find(folder, "battles_signed.csv")
    if signed is not None:
        rows = _read(signed)
        check_signs(rows, signed)
        return rows, [signed]
    tidy = chosen.need(folder, "battles.csv")
    wide = chosen.find(folder, "CDB90-patched-wide.csv")
    rows = _read(tidy)
    if wide is None:
        check_signs(rows, tidy)
        return rows, [tidy]
    rows = restore_signs(rows, _read(wide))
    check_signs(rows, tidy)
    return rows, [tidy, wide]


def _columns(
    rows: list[Row],
    sides: dict[str, dict[str, Row]],
    tables: dict[str, dict[str, Row]],
    hashes: tuple[tuple[str, str], ...],
) -> Battles:
    def numbers(column: str) -> Real:
        return np.array([_number(row[column]) for row in rows])

    def pair(column: str) -> tuple[Real, Real]:
        attacker, defender = (np.array([_number(sides[side][row["isqno"]][column]) for row in rows]) for side in "10")
        return attacker, defender

    def letters(file: str, columns: Sequence[str]) -> Labels:
        table = tables[file]
        return np.array(["".join((table.get(row["isqno"], {}).get(c) or "-")[:1] for c in columns) for row in rows])

    dyads = tables["battle_dyads.csv"]
    israel, opponent = _israel(rows, sides)
    return Battles(
        number=np.array([int(row["isqno"]) for row in rows]),
        war=np.array([row["war4"] for row in rows]),
        campaign=np.array([row["war2"] or row["war4"] for row in rows]),
        dyad=np.array([dyads[row["isqno"]]["dyad"] for row in rows]),
        direction=np.array([float(dyads[row["isqno"]]["direction"]) for row in rows]),
        year=_years(rows, tables["battle_durations.csv"]),
        outcome=np.array([{"1": 1.0, "-1": 0.0, "0": 0.5}.get(row["wina"], math.nan) for row in rows]),
        strength=pair("str"),
        casualties=pair("cas"),
        tanks=pair("tank"),
        tank_losses=pair("ctank"),
        guns=pair("arty"),
        gun_losses=pair("carty"),
        aircraft_losses=pair("cfly"),
        air_superiority=numbers("aeroa"),
        surprise=numbers("surpa"),
        posture=np.array([row["post1"] for row in rows]),
        terrain=letters("terrain.csv", ("terra1", "terra2", "terra3")),
        weather=letters("weather.csv", ("wx1", "wx2", "wx3", "wx4", "wx5")),
        initiated=numbers("war_initiator"),
        judgements=np.column_stack([numbers(c) for c in JUDGEMENTS]),
        israel=israel,
        opponent=opponent,
        is_part=np.array([row["parent"] != "" for row in rows]),
        is_hero=np.array([row["is_hero"] == "1" for row in rows]),
        hashes=hashes,
    )


JUDGEMENTS = ("cea", "leada", "trnga", "morala", "inita", "momnta", "logsa", "intela", "techa")


def _israel(rows: list[Row], sides: dict[str, dict[str, Row]]) -> tuple[Real, Labels]:
    role, opponent = [], []
    for row in rows:
        attacker, defender = (sides[side][row["isqno"]]["actors"] for side in "10")
        if row["war4"] not in ARAB_ISRAELI_WARS or "Israel" not in (attacker, defender):
            role.append(0.0)
            opponent.append("")
            continue
        attacks = attacker == "Israel"
        role.append(1.0 if attacks else -1.0)
        opponent.append(ISRAEL_ON_BOTH_SIDES.get(row["isqno"], defender if attacks else attacker))
    return np.array(role), np.array(opponent)


def _years(rows: list[Row], durations: dict[str, Row]) -> Real:
    """Give the year of the first day; where no day is known, the year is not known either."""
    return np.array([_number(durations.get(row["isqno"], {}).get("datetime_min", "")[:4]) for row in rows])


def _log_ratio(attacker: Real, defender: Real) -> Real:
    known = (attacker > 0) & (defender > 0)
    quotient: Callable[..., Real] = np.divide
    return np.log(quotient(attacker, defender, out=np.full(len(attacker), np.nan), where=known))


def _number(text: str) -> float:
    try:
        return float(text) if text not in ("", "NA") else math.nan
    except ValueError as error:
        raise InvalidInput(f"CDB90 holds {text!r} where a number should stand. {_TAKE_WHOLE}") from error


def _read(path: Path) -> list[Row]:
    """Give the rows of one file; InvalidInput if it is no table or lacks a column that is needed."""
    data = path.read_bytes()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    try:
        rows = list(csv.DictReader(io.StringIO(text.replace("\0", ""))))
    except csv.Error as error:
        raise InvalidInput(f"{path} is not a CSV table: {error}. {_TAKE_WHOLE}") from error
    needed = _NEEDED.get(path.name, ("isqno",))
    lacking = [column for column in needed if not rows or column not in rows[0]]
    if lacking or any(row[column] is None for row in rows for column in needed):
        raise InvalidInput(f"{path} lacks {', '.join(lacking) or 'the end of a row'}. {_TAKE_WHOLE}")
    return rows


_TAKE_WHOLE = "Take the whole file again from upstream; counterpoise data check tells which files differ."
_BATTLE_COLUMNS = ("isqno", "war2", "war4", "post1", "war_initiator", "parent", "is_hero", *SIGNED_COLUMNS)
_NEEDED = {
    "battles.csv": _BATTLE_COLUMNS,
    "battles_signed.csv": _BATTLE_COLUMNS,
    "CDB90-patched-wide.csv": ("ISQNO", *(column.upper() for column in SIGNED_COLUMNS)),
    "belligerents.csv": ("isqno", "attacker", "str", "cas", "tank", "ctank", "arty", "carty", "cfly", "actors"),
    "battle_dyads.csv": ("isqno", "dyad", "direction", "primary"),
    "battle_durations.csv": ("isqno", "datetime_min"),
    "terrain.csv": ("isqno", "terra1", "terra2", "terra3"),
    "weather.csv": ("isqno", "wx1", "wx2", "wx3", "wx4", "wx5"),
}


def _first_by_battle(path: Path) -> dict[str, Row]:
    """Give the first row of each battle; of dyads the primary one."""
    rows = [row for row in _read(path) if row.get("primary", "1") == "1"]
    return {row["isqno"]: row for row in reversed(rows)}
