"""Who matters: exact Shapley and Banzhaf values of a game on coalitions, from its table of values.

The game here is the probability that the edge fails against a coalition. Exact over the table: nothing is sampled.
"""

from math import comb

import numpy as np

from counterpoise.balance.draws import Floats
from counterpoise.errors import InvalidInput


def shapley_values(values: Floats) -> Floats:
    """Give each actor's Shapley value: its mean contribution over all orders of joining.

    `values` (coalition,) by bit mask, nobody first. They sum to values[-1] - values[0].
    """
    n = _n_actors(values)
    size = _sizes(n - 1)
    weight = np.array([1.0 / (n * comb(n - 1, k)) for k in range(n)])[size]
    return np.array([float(weight @ contributions(values, actor)) for actor in range(n)])


def banzhaf_values(values: Floats) -> Floats:
    """Give each actor's Banzhaf value: its mean contribution over all coalitions of the others."""
    return np.array([float(contributions(values, actor).mean()) for actor in range(_n_actors(values))])


def expected_pivotality(values: Floats, probabilities: Floats) -> Floats:
    """Give each actor's mean contribution to the coalitions it is in, weighted by how probable each is.

    NaN for an actor that the probabilities never let take part.
    """
    n = _n_actors(values)
    found = np.full(n, np.nan)
    for actor in range(n):
        taking_part = probabilities.reshape(-1, 2, 1 << actor)[:, 1].ravel()
        if taking_part.sum() > 0:
            found[actor] = float(taking_part @ contributions(values, actor) / taking_part.sum())
    return found


def contributions(values: Floats, actor: int) -> Floats:
    """Give what an actor adds to every coalition without it, in the order of their masks with its bit taken out."""
    pairs = np.asarray(values, dtype=np.float64).reshape(-1, 2, 1 << actor)
    return np.asarray((pairs[:, 1] - pairs[:, 0]).ravel())


def _n_actors(values: Floats) -> int:
    n = int(values.size).bit_length() - 1
    if values.ndim != 1 or values.size != 1 << n or n < 1:
        raise InvalidInput(f"A game of n actors has 2^n values, one a coalition; got an array of shape {values.shape}.")
    return n


def _sizes(n: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    sizes = np.zeros(1, dtype=np.int64)
    for _ in range(n):
        sizes = np.concatenate((sizes, sizes + 1))
    return sizes
