"""The columns a forecast of a battle may use: known before it began. The list is published, with reasons, as data.

Missing is neutral: an unknown air situation or gun count adds nothing for either side, and that it is unknown is not
used (what historians failed to record is no forecast).
"""

import csv
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files

import numpy as np

from counterpoise.balance.calibration_regression import Real
from counterpoise.errors import InvalidInput
from counterpoise.validation.battles import Battles

POSTURES = ("HD", "PD", "FD", "DL", "WD")
LEAST_ROWS = 15  # a letter of terrain or weather seen in fewer battles says nothing
CORE = ("strength", "posture", "air", "arms")
OPTIONAL = ("terrain", "weather", "year")
ADDED = ("initiator",)  # allowed, but thought of after scores without it had been seen: scored beside, never ahead
HINDSIGHT = ("surprise", "gaps")


@cache
def allowed_columns() -> tuple[dict[str, str], ...]:
    """Give the published list: column, whether it is allowed, the block it feeds, and why."""
    text = files(__package__).joinpath("data/allowed_columns.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def terms(battles: Battles, blocks: Sequence[str]) -> Real:
    """Give the terms of the named blocks as one matrix, battle by term; InvalidInput if a block is not allowed."""
    allowed = {row["block"] for row in allowed_columns() if row["allowed"] == "yes"}
    for block in blocks:
        if block not in allowed and block not in HINDSIGHT:
            raise InvalidInput(f"The block {block!r} has no allowed column. Allowed are: {', '.join(sorted(allowed))}.")
    return np.column_stack([_BLOCKS[block](battles) for block in blocks])


def _strength(battles: Battles) -> Real:
    return np.nan_to_num(battles.log_ratio)[:, None]


def _posture(battles: Battles) -> Real:
    return _flags(battles.posture, POSTURES)


def _air(battles: Battles) -> Real:
    return np.nan_to_num(battles.air_superiority)[:, None]


def _arms(battles: Battles) -> Real:
    attacker, defender = battles.tanks  # NaN is neither none nor some: an unknown count sets no flag
    only_attacker, only_defender = (attacker > 0) & (defender == 0), (defender > 0) & (attacker == 0)
    return np.column_stack([_balance(*battles.tanks), only_attacker, only_defender, _balance(*battles.guns)]).astype(
        float
    )


def _balance(attacker: Real, defender: Real) -> Real:
    """Give the log ratio of two counts, each plus one; zero where both are none or either is unknown."""
    known = np.isfinite(attacker) & np.isfinite(defender)
    return np.where(known, np.log((np.nan_to_num(attacker) + 1) / (np.nan_to_num(defender) + 1)), 0.0)


def _gaps(battles: Battles) -> Real:
    """Give what an unknown gun count adds when it is read as zero: not a fact about the battle, shown as a leak."""
    attacker, defender = (np.log(np.nan_to_num(side) + 1) for side in battles.guns)
    return np.asarray(attacker - defender - _balance(*battles.guns))[:, None]


def _letters(columns: np.ndarray, width: int) -> Real:
    blocks = []
    for place in range(width):
        letter = np.array([text[place] for text in columns])
        found, counts = np.unique(letter, return_counts=True)
        blocks.append(_flags(letter, [name for name, many in zip(found, counts, strict=True) if many >= LEAST_ROWS]))
    return np.column_stack(blocks)


def _flags(labels: np.ndarray, names: Sequence[str]) -> Real:
    return np.column_stack([(labels == name).astype(float) for name in names])


_BLOCKS: dict[str, Callable[[Battles], Real]] = {
    "strength": _strength,
    "posture": _posture,
    "air": _air,
    "arms": _arms,
    "terrain": lambda battles: _letters(battles.terrain, 3),
    "weather": lambda battles: _letters(battles.weather, 5),
    "year": lambda battles: (np.nan_to_num(battles.year, nan=1944.0)[:, None] - 1900) / 100,
    "initiator": lambda battles: np.nan_to_num(battles.initiated)[:, None],
    "gaps": _gaps,
    "surprise": lambda battles: np.nan_to_num(battles.surprise)[:, None],
}
