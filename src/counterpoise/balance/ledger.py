"""The assumptions ledger: every default and every group of judgement, ordered by how much each narrows the answer.

METHODS 8.5: list maintained assumptions ordered by how much each narrows the bounds. What narrows is how far the
median change of E moves over the assumption's own range: to hold it fixed is to take that much of the answer as given.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from counterpoise.balance.critical_values import FactorMove, ParameterMove
from counterpoise.balance.parameters import ModelParameters


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """One assumption with its grade, source, range, and the value or move at which the answer changes.

    `narrows`: how far the median change of E moves over the range, or between a factor's 10 and 90 % points [1];
    None for a default that the answer does not use. `critical` in words.
    """

    name: str
    kind: str  # "default" or "factor"
    says: str
    value: str
    range: str
    unit: str
    grade: str
    source: str
    narrows: float | None
    critical: str


def ledger(
    parameters: ModelParameters, moves: Sequence[ParameterMove], factors: Sequence[FactorMove]
) -> tuple[Assumption, ...]:
    """Give every default of the model, and every single factor that moves the answer; what narrows most comes first."""
    by_name = {move.parameter: move for move in moves}
    rows = [_default(parameters, name, by_name.get(name)) for name in parameters.defaults]
    rows += [_factor(move) for move in factors]
    return tuple(sorted(rows, key=lambda row: (row.narrows is None, -(row.narrows or 0.0), row.name)))


def _default(parameters: ModelParameters, name: str, move: ParameterMove | None) -> Assumption:
    entry = parameters.defaults[name]
    where = f"; fitted to history: {entry.history}" if entry.history else ""
    return Assumption(
        name=name, kind="default", says=entry.meaning, value=_words(entry.value),
        range=" to ".join(f"{end:g}" for end in entry.range), unit=entry.unit, grade=entry.grade,
        source=f"{entry.because}{where}", narrows=None if move is None else move.swing,
        critical="does not enter this statistic" if move is None else _critical(move),
    )  # fmt: skip


def _critical(move: ParameterMove) -> str:
    if move.critical is None:
        return "none within its range"
    return f"{move.critical:.2g}: then {move.critical_level}"


def _factor(move: FactorMove) -> Assumption:
    return Assumption(
        name=move.factor, kind="factor", says=move.title, value="drawn", range="10 to 90 % of its draws", unit="sd",
        grade=move.grade, source=f"latent factor of the group {move.group.replace('_', ' ')}", narrows=move.swing,
        critical="none within three standard deviations" if move.at is None
        else f"{move.at:+.1f} standard deviations",
    )  # fmt: skip


def _words(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {part:g}" for key, part in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(f"{part:g}" if isinstance(part, int | float) else str(part) for part in value)
    return f"{value:.3g}" if isinstance(value, float) else str(value)
