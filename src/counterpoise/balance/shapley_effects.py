"""Shapley effects: which share of an output's variance each group of independent inputs answers for.

Goda (2021), "A simple algorithm for global sensitivity analysis with Shapley effects", Reliability Engineering and
System Safety 213: for each draw take two independent samples and one order of the groups; exchange group after group;
each exchange gives one unbiased term. N (groups + 1) evaluations; the shares always add up to the variance.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterpoise.balance.draws import Floats
from counterpoise.balance.latent_groups import exchanged_up_to, orders

Exchange = Mapping[str, NDArray[np.bool_]]
Evaluate = Callable[[Exchange], Mapping[str, Floats]]


@dataclass(frozen=True, slots=True)
class ShapleyEffect:
    """One group's share of the variance of one output [1], with its standard error from the draws.

    Shares add up to 1; a true share is never negative, an estimate can be, within its error.
    """

    output: str
    group: str
    share: float
    standard_error: float


def shapley_effects(evaluate: Evaluate, groups: Sequence[str], *, seed: int, count: int) -> tuple[ShapleyEffect, ...]:
    """Estimate the effects of `groups` on every output of `evaluate`, called once for each group and once more.

    `evaluate(exchanged)` gives each output by draw, (count,), with the groups exchanged where the masks say so. An
    output that does not vary has no effects and is left out.
    """
    order = orders(len(groups), seed, count)
    start = {name: np.asarray(v, dtype=np.float64) for name, v in evaluate(exchanged_up_to(order, 0, groups)).items()}
    before = start
    terms = {name: np.zeros((len(groups), count)) for name in start}
    draw = np.arange(count)
    for step in range(1, len(groups) + 1):
        after = {name: np.asarray(v, dtype=np.float64) for name, v in
                 evaluate(exchanged_up_to(order, step, groups)).items()}  # fmt: skip
        moved = order[:, step - 1]
        for name, first in start.items():
            one, two = before[name], after[name]
            terms[name][moved, draw] += (first - 0.5 * (one + two)) * (one - two)
        before = after
    found: list[ShapleyEffect] = []
    for name, found_terms in terms.items():
        if np.ptp(start[name]) > 0:
            found += _shares(name, groups, found_terms)
    return tuple(found)


def _shares(output: str, groups: Sequence[str], terms: Floats) -> list[ShapleyEffect]:
    """Turn terms, (group, draw), into shares; the error of a ratio of means by its linear expansion."""
    mean = terms.mean(axis=1)
    variance = float(mean.sum())
    whole = terms.sum(axis=0)
    rows = []
    for i, group in enumerate(groups):
        share = float(mean[i] / variance)
        error = float((terms[i] - share * whole).std(ddof=1) / np.sqrt(terms.shape[1]) / variance)
        rows.append(ShapleyEffect(output, group, share, error))
    return rows
