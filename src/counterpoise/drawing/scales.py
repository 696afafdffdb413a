"""From values to pixels, and the round numbers that an axis names."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, inf, isfinite, log10

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Scale:
    """A place [px] for each value between `low` and `high`, linear or logarithmic; values outside stand at an end."""

    low: float
    high: float
    start: float  # [px]
    end: float  # [px]
    is_log: bool = False

    def at(self, value: float) -> float:
        """Give the place of a value [px]."""
        low, high, where = self._in(self.low), self._in(self.high), self._in(min(max(value, self.low), self.high))
        share = (where - low) / (high - low) if high > low else 0.5
        return self.start + share * (self.end - self.start)

    def holds(self, value: float) -> bool:
        """Say whether a value lies between the ends."""
        return self.low <= value <= self.high

    def _in(self, value: float) -> float:
        return log10(value) if self.is_log else value


def linear(values: Sequence[float], start: float, end: float, *, with_zero: bool = False) -> Scale:
    """Make a linear scale over values whose ends are round numbers."""
    known = [value for value in values if isfinite(value)] + ([0.0] if with_zero else [])
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    if low == high:
        low, high = (low - abs(low) * 0.1, high + abs(high) * 0.1) if low else (0.0, 1.0)
    step = round_step((high - low) / 4)
    return Scale(floor(low / step + 1e-9) * step, ceil(high / step - 1e-9) * step, start, end)


def logarithmic(values: Sequence[float], start: float, end: float) -> Scale:
    """Make a logarithmic scale over the positive finite values, a little wider than they are."""
    known = [value for value in values if 0 < value < inf] or [1.0]
    low, high = min(known), max(known)
    spare = (high / low) ** 0.04 if high > low else 2.0
    return Scale(low / spare, high * spare, start, end, is_log=True)


def ticks(scale: Scale, most: int) -> list[float]:
    """Give at most `most` round numbers on a scale, both ends included where they are round."""
    if scale.is_log:
        return _log_ticks(scale, most)
    return _even_ticks(scale, most)


def _even_ticks(scale: Scale, most: int) -> list[float]:
    step = round_step((scale.high - scale.low) / max(most - 1, 1))
    first, last = ceil(scale.low / step - 1e-9), floor(scale.high / step + 1e-9)
    return [tidy(n * step) for n in range(first, last + 1)]


def _log_ticks(scale: Scale, most: int) -> list[float]:
    powers = range(floor(log10(scale.low)), ceil(log10(scale.high)) + 1)
    found: list[float] = []
    for times in ((1, 2, 5), (1, 3), (1,)):
        found = [tidy(n * 10.0**power) for power in powers for n in times if scale.holds(n * 10.0**power)]
        if len(found) <= most:
            break
    if len(found) > most:
        found = found[:: ceil(len(found) / most)]
    return found if len(found) > 1 else _even_ticks(scale, most)


def round_step(least: float) -> float:
    """Give the smallest step of 1, 2, 2.5 or 5 times a power of ten that is no smaller than `least`."""
    if least <= 0:
        return 1.0
    power = 10.0 ** floor(log10(least))
    return next(step * power for step in STEPS if step * power >= least * (1 - 1e-9))


def tidy(value: float) -> float:
    """Give a value without the dust of binary fractions."""
    return float(f"{value:.6g}")
