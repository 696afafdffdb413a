"""Folds that never part disputes of one pair and year, or of one pair, and hold each outcome alike."""

from collections.abc import Iterator

import numpy as np

from counterpoise.errors import InvalidInput
from counterpoise.validation.disputes.table import Whole


def fold_numbers(label: Whole, group: Whole, folds: int, seed: int) -> Whole:
    """Give each row the number of its fold.

    Groups are dealt in random order, those with the rarest label first, each to the fold that has the fewest rows of
    that label so far. InvalidInput if there are fewer groups than folds.
    """
    names, place = np.unique(group, return_inverse=True)
    if len(names) < folds:
        raise InvalidInput(f"{len(names)} groups of disputes cannot make {folds} folds. Give more disputes.")
    counts = np.bincount(label)
    table = np.zeros((len(names), len(counts)), dtype=np.int64)
    np.add.at(table, (place, label), 1)
    commonness = np.argsort(np.argsort(counts, kind="stable"))  # 0 is the rarest label
    rarest = np.where(table > 0, commonness[None, :], len(counts)).min(1)
    shuffled = np.random.default_rng(seed).permutation(len(names))
    order = shuffled[np.argsort(rarest[shuffled], kind="stable")]
    filled = np.zeros((folds, len(counts)), dtype=np.int64)
    chosen = np.zeros(len(names), dtype=np.int64)
    for one in order:
        label_of = int(np.flatnonzero(commonness == rarest[one])[0])
        chosen[one] = int(np.lexsort((filled.sum(1), filled[:, label_of]))[0])
        filled[chosen[one]] += table[one]
    return np.asarray(chosen[place], dtype=np.int64)


def grouped_folds(label: Whole, group: Whole, folds: int, seed: int) -> Iterator[tuple[Whole, Whole]]:
    """Give the rows to fit on and the rows left out, fold by fold."""
    number = fold_numbers(label, group, folds, seed)
    for fold in range(folds):
        yield np.flatnonzero(number != fold), np.flatnonzero(number == fold)
