"""Pairwise superiority of systems when neither the weights nor the values nor all the facts are known.

Stochastic multicriteria acceptability analysis with ordinal criteria (SMAA-O): Lahdelma, Hokkanen and Salminen 1998;
Lahdelma and Salminen, Omega 2002. A system's score is the weighted sum of increasing, otherwise unknown, values of
its bands. Arrays in, arrays out; what the systems are is `systems_quality.py`'s affair.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterpoise.balance.draws import Floats

N_BANDS = 6
Bands = NDArray[np.int64]
_TOLERANCE = 1e-12  # sums of the same numbers in another order; far below any difference of bands


def simplex_weights(u: Floats) -> Floats:
    """Map uniform values (..., criterion) to weights spread evenly over the simplex."""
    exponential = -np.log(u)
    weights: Floats = exponential / exponential.sum(axis=-1, keepdims=True)
    return weights


def ranked_weights(u: Floats) -> Floats:
    """Map uniform values to weights spread evenly over w1 >= w2 >= ... >= 0, in the order of the criteria."""
    return -np.sort(-simplex_weights(u), axis=-1)


def increasing_values(u: Floats) -> Floats:
    """Map uniform values (..., 4) to increasing values (..., 6) of the bands, from 0 for band 0 to 1 for band 5."""
    inner = np.sort(u, axis=-1)
    ends = u.shape[:-1]
    return np.concatenate((np.zeros((*ends, 1)), inner, np.ones((*ends, 1))), axis=-1)


def even_values(shape: tuple[int, ...]) -> Floats:
    """Give evenly spaced values of the bands, shape (*shape, 6): the centre of the value space."""
    values: Floats = np.broadcast_to(np.linspace(0.0, 1.0, N_BANDS), (*shape, N_BANDS))
    return values


def scores(bands: Bands, values: Floats, weights: Floats) -> Floats:
    """Score systems by draw.

    bands (draw, system, criterion), values (draw, criterion, band), weights (draw, criterion); gives (draw, system).
    """
    n_criteria = bands.shape[-1]
    total = np.zeros(bands.shape[:2])
    for c in range(n_criteria):  # a fixed order of summation: equal systems get equal scores, to the bit
        total += weights[:, c, None] * np.take_along_axis(values[:, c, :], bands[:, :, c], axis=1)
    return total


def beats(ours: Floats, theirs: Floats) -> Floats:
    """Compare scores of any shapes that broadcast: 1 where ours is higher, 0.5 where equal, 0 where lower."""
    difference = ours - theirs
    return np.where(np.abs(difference) <= _TOLERANCE, 0.5, (difference > 0).astype(np.float64))


def winning_probability(ours: Sequence[float], theirs: Sequence[float], weights: Floats) -> float:
    """Give P(w . ours > w . theirs), ties a half, over weights (draw, criterion), for two systems known in full."""
    difference = weights @ (np.asarray(ours, dtype=np.float64) - np.asarray(theirs, dtype=np.float64))
    return float(beats(difference, np.zeros_like(difference)).mean())


def dominates(ours: Sequence[float], theirs: Sequence[float]) -> bool:
    """Say whether ours is better for every weighting: nowhere worse and somewhere better (Pareto)."""
    pairs = list(zip(ours, theirs, strict=True))
    return all(a >= b for a, b in pairs) and any(a > b for a, b in pairs)


def share_of_orders_decided(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """Give the share of the rank orders of the criteria in which ours is at least as good for every weighting.

    For one order w1 >= w2 >= ... the extreme weights are the running means, so every partial sum of the differences
    must not be negative (METHODS 2.1). All C! orders are counted exactly, by subsets. Equal systems: 1 each way.
    """
    difference = [a - b for a, b in zip(ours, theirs, strict=True)]
    n = len(difference)
    sums = [0.0] * (1 << n)
    orders = [0] * (1 << n)
    orders[0] = 1
    for subset in range(1, 1 << n):
        last = subset & -subset
        sums[subset] = sums[subset ^ last] + difference[last.bit_length() - 1]
        if sums[subset] >= -_TOLERANCE:
            orders[subset] = sum(orders[subset ^ (1 << i)] for i in range(n) if subset >> i & 1)
    every = 1
    for i in range(2, n + 1):
        every *= i
    return orders[-1] / every


class FleetComparison:
    """Two fleets' scores by sample, compared once; fleets of any size are then matched by counts alone."""

    def __init__(self, our_score: Floats, their_score: Floats) -> None:
        """Take scores (sample, system) of both sides."""
        self._ours_above, self._theirs_above = _above(our_score), _above(their_score)
        self._beats = beats(our_score[:, :, None], their_score[:, None, :])

    def match(self, our_counts: Floats, their_counts: Floats) -> "Match":
        """Line up two fleets, counts (sample, system) or (1, system)."""
        shape = (len(self._beats), -1)
        ours = np.broadcast_to(our_counts, (shape[0], our_counts.shape[1]))
        theirs = np.broadcast_to(their_counts, (shape[0], their_counts.shape[1]))
        return Match(
            ours, theirs, np.einsum("nij,nj->ni", self._ours_above, ours),
            np.einsum("nij,nj->ni", self._theirs_above, theirs), self._beats,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Match:
    """Two fleets lined up from their best down, by sample; a fleet smaller than k gives all it has."""

    ours: Floats  # (sample, system)
    theirs: Floats
    ours_before: Floats  # how many of ours stand before each system
    theirs_before: Floats
    beats: Floats  # (sample, our system, their system)

    def our_best(self, k: float) -> Floats:
        """Give how many of each of our systems stand among our best k, by sample."""
        taken: Floats = np.clip(k - self.ours_before, 0.0, self.ours)
        return taken

    def their_best(self, k: float) -> Floats:
        """Give how many of each of their systems stand among their best k, by sample."""
        taken: Floats = np.clip(k - self.theirs_before, 0.0, self.theirs)
        return taken

    def p_best(self, k: float) -> Floats:
        """Give, by sample, the probability that one of our best k scores higher than one of theirs, ties a half.

        NaN where either side has nothing to compare.
        """
        ours, theirs = self.our_best(k), self.their_best(k)
        won = (ours * np.einsum("nij,nj->ni", self.beats, theirs)).sum(axis=1)
        pairs = ours.sum(axis=1) * theirs.sum(axis=1)
        share: Floats = np.divide(won, pairs, out=np.full_like(won, np.nan), where=pairs > 0)
        return share


def _above(score: Floats) -> Floats:
    """Mark who stands before whom: (sample, system, other) is 1 where `other` is better, or equal and first."""
    n = score.shape[1]
    first = np.arange(n)[None, :] < np.arange(n)[:, None]
    difference = score[:, None, :] - score[:, :, None]
    above: Floats = ((difference > _TOLERANCE) | ((np.abs(difference) <= _TOLERANCE) & first)).astype(np.float64)
    return above
