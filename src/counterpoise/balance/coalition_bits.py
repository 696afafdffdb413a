"""Sets of coalitions as bits, one bit a coalition; closures and edges in passes over words. Compiled."""

import numpy as np
from numpy.typing import NDArray

from counterpoise.balance.compiled import compiled

Bits = NDArray[np.uint64]
WORD = 64
ALL = np.uint64(0xFFFFFFFFFFFFFFFF)
ONE = np.uint64(1)
# Bit i of HAS[b] is set where coalition i of a word has member b.
HAS = np.array(
    [
        0xAAAAAAAAAAAAAAAA, 0xCCCCCCCCCCCCCCCC, 0xF0F0F0F0F0F0F0F0,
        0xFF00FF00FF00FF00, 0xFFFF0000FFFF0000, 0xFFFFFFFF00000000,
    ],
    dtype=np.uint64,
)  # fmt: skip


@compiled(exact=True)
def close_upward(bits: Bits, n_actors: int) -> None:
    """Add every superset of a coalition in `bits`."""
    for q in range(bits.size):
        word = bits[q]
        for b in range(min(n_actors, 6)):
            word |= (word & ~HAS[b]) << np.uint64(1 << b)
        bits[q] = word
    for b in range(6, n_actors):
        stride = 1 << (b - 6)
        for block in range(0, bits.size, 2 * stride):
            for q in range(block, block + stride):
                bits[q + stride] |= bits[q]


@compiled(exact=True)
def close_downward(bits: Bits, n_actors: int) -> None:
    """Add every subset of a coalition in `bits`."""
    for q in range(bits.size):
        word = bits[q]
        for b in range(min(n_actors, 6)):
            word |= (word & HAS[b]) >> np.uint64(1 << b)
        bits[q] = word
    for b in range(6, n_actors):
        stride = 1 << (b - 6)
        for block in range(0, bits.size, 2 * stride):
            for q in range(block, block + stride):
                bits[q] |= bits[q + stride]


@compiled(exact=True)
def mark_edge(predicted: Bits, edge: Bits, n_actors: int) -> None:
    """Fill `edge` with the minimal coalitions of `predicted` (closed upward) and the maximal ones outside it."""
    for q in range(predicted.size):
        edge[q] = np.uint64(0)
    # First what is not minimal within, and not maximal without; then its complement.
    for b in range(min(n_actors, 6)):
        shift = np.uint64(1 << b)
        for q in range(predicted.size):
            inside, outside = predicted[q], ~predicted[q]
            edge[q] |= (((inside & ~HAS[b]) << shift) & inside) | (((outside & HAS[b]) >> shift) & outside)
    for b in range(6, n_actors):
        stride = 1 << (b - 6)
        for block in range(0, predicted.size, 2 * stride):
            for q in range(block, block + stride):
                low, high = predicted[q], predicted[q + stride]
                edge[q + stride] |= low & high
                edge[q] |= ~low & ~high
    for q in range(predicted.size):
        edge[q] = ~edge[q]


@compiled(exact=True)
def unchanged(changed: int, word: int, n_actors: int) -> np.uint64:
    """Give the bits of a word whose coalitions have no member in the mask `changed`."""
    if word & (changed >> 6):
        return np.uint64(0)
    bits = ALL
    for b in range(min(n_actors, 6)):
        if (changed >> b) & 1:
            bits &= ~HAS[b]
    return bits


@compiled(exact=True)
def add_to_counts(bits: Bits, counts: NDArray[np.int64]) -> None:
    """Add one to the count of every coalition in `bits`."""
    width = min(WORD, counts.size)
    for q in range(bits.size):
        word = bits[q]
        if word == 0:
            continue
        for i in range(width):
            counts[q * WORD + i] += np.int64((word >> np.uint64(i)) & ONE)
