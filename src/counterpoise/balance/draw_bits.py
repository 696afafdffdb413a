"""The bits of the draws, compiled: what `draws.Draws.uniforms` gives, to the bit, without numpy's cost a call.

A simulation lets the draws use it; counts alone never load the compiler.
"""

import numpy as np
from numpy.typing import NDArray

from counterpoise.balance import draws
from counterpoise.balance.compiled import compiled

# SplitMix64's mixing function (Steele, Lea and Flood, OOPSLA 2014), its constants typed for compiled code.
SHIFT_1, SHIFT_2, SHIFT_3, SHIFT_LAST = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
GOLDEN, MIX_1, MIX_2 = draws.GOLDEN, draws.MIX_1, draws.MIX_2


@compiled(exact=True)
def mixed(bits: np.uint64) -> np.uint64:
    """Mix the bits of one number, modulo 2^64."""
    bits = (bits ^ (bits >> SHIFT_1)) * MIX_1
    bits = (bits ^ (bits >> SHIFT_2)) * MIX_2
    return bits ^ (bits >> SHIFT_3)


@compiled(exact=True)
def fill_uniforms(keys: NDArray[np.uint64], first: int, numbers: NDArray[np.float64]) -> None:
    """Fill numbers in (0, 1) by name and draw, (name, draw); `keys` holds the two keys of each name."""
    for name in range(numbers.shape[0]):
        for n in range(numbers.shape[1]):
            bits = mixed(np.uint64(first + 1 + n) * GOLDEN + keys[name, 0])
            bits = mixed(bits ^ keys[name, 1])
            numbers[name, n] = (np.float64(bits >> SHIFT_LAST) + 0.5) * 2.0**-53
