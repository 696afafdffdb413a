"""Latent factors: random numbers by (seed, draw, name), the same in every world, coalition, year and package.

Nothing is consumed in order. The number for a name in a draw is a function of the seed, the name and the draw alone, so
adding a parameter, an actor or a class moves no other number, and any worker can compute any shard.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from counterpoise.errors import InvalidInput

Floats = NDArray[np.float64]

# SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): a counter times an odd constant, then a mixing function.
GOLDEN = np.uint64(0x9E3779B97F4A7C15)
MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
MIX_2 = np.uint64(0x94D049BB133111EB)

Fill = Callable[[NDArray[np.uint64], int, Floats], None]
_compiled: list[Fill] = []  # a simulation puts it here; the numbers are the same without it


def use_compiled(fill: Fill) -> None:
    """Let compiled code fill the draws from now on; it must give the same numbers to the bit."""
    _compiled[:] = [fill]


@dataclass(frozen=True, slots=True)
class Draws:
    """The draws `first` to `first + count - 1` under a seed. Shards of one run differ in `first` only."""

    seed: int
    count: int
    first: int = 0

    def __post_init__(self) -> None:
        if self.count < 1 or self.first < 0:
            raise InvalidInput(
                f"Draws need a positive count and no negative first; got {self.count} from {self.first}."
            )

    def shards(self, size: int) -> tuple["Draws", ...]:
        """Cut into consecutive shards of at most `size` draws, in order."""
        return tuple(
            Draws(self.seed, min(size, self.count - start), self.first + start) for start in range(0, self.count, size)
        )

    def uniforms(self, names: Sequence[str]) -> Floats:
        """Give numbers in (0, 1) by name and draw, (name, draw); never 0 or 1. Many names at once cost little more."""
        keys = np.array([_keys(self.seed, name) for name in names], dtype=np.uint64).reshape(-1, 2)
        if _compiled:
            filled = np.empty((len(keys), self.count))
            _compiled[0](keys, self.first, filled)
            return filled
        counter = np.arange(self.first + 1, self.first + self.count + 1, dtype=np.uint64)
        bits = counter * GOLDEN + keys[:, :1]
        room = np.empty_like(bits)
        _mix(bits, room)
        bits ^= keys[:, 1:]
        _mix(bits, room)
        bits >>= np.uint64(11)
        numbers = bits.astype(np.float64)
        numbers += 0.5
        numbers *= 2.0**-53
        return numbers

    def uniform(self, name: str) -> Floats:
        """Give one number in (0, 1) for each draw; never 0 or 1."""
        number: Floats = self.uniforms((name,))[0]
        return number

    def normals(self, names: Sequence[str]) -> Floats:
        """Give standard normal numbers by name and draw, (name, draw)."""
        from scipy.special import ndtri

        numbers: Floats = ndtri(self.uniforms(names))
        return numbers

    def normal(self, name: str) -> Floats:
        """Give one standard normal number for each draw."""
        number: Floats = self.normals((name,))[0]
        return number

    def triangular(self, name: str, low: float, mode: float, high: float) -> Floats:
        """Give one number in [low, high] for each draw, triangular with that mode; low = high gives a constant."""
        if low == mode == high:  # nothing to draw: most counts are exact
            return np.full(self.count, low, dtype=np.float64)
        return triangular_from(self.uniform(name), low, mode, high)

    def choice(self, name: str, values: tuple[float, ...], weights: tuple[float, ...]) -> Floats:
        """Give one of `values` for each draw, with probabilities proportional to `weights`."""
        edges = np.cumsum(np.asarray(weights, dtype=np.float64))
        place = np.searchsorted(edges[:-1] / edges[-1], self.uniform(name), side="right")
        return np.asarray(values, dtype=np.float64)[place]


def triangular_from(share: Floats, low: float, mode: float, high: float) -> Floats:
    """Give the triangular quantiles at the probabilities `share`; InvalidInput unless low <= mode <= high."""
    if not low <= mode <= high:
        raise InvalidInput(f"A triangular range needs low <= mode <= high; got {low:g}, {mode:g}, {high:g}.")
    if low == high:
        return np.full_like(share, low)
    width = high - low
    turn = (mode - low) / width
    rising = low + np.sqrt(share * width * (mode - low))
    falling = high - np.sqrt((1.0 - share) * width * (high - mode))
    return np.where(share < turn, rising, falling)


@lru_cache(maxsize=8192)
def _keys(seed: int, name: str) -> tuple[int, int]:
    digest = hashlib.blake2b(f"{seed}\0{name}".encode(), digest_size=16, person=b"counterpoise").digest()
    return int.from_bytes(digest[:8], "little"), int.from_bytes(digest[8:], "little")


def _mix(bits: NDArray[np.uint64], room: NDArray[np.uint64]) -> None:
    """Mix bits in place, modulo 2^64; `room` is scratch of the same shape."""
    for shift, factor in ((30, MIX_1), (27, MIX_2)):
        np.right_shift(bits, np.uint64(shift), out=room)
        bits ^= room
        bits *= factor
    np.right_shift(bits, np.uint64(31), out=room)
    bits ^= room
