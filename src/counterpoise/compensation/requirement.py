"""What restoring means: the shortfall against a stated target over the coalitions and years that bind.

Balance model section 11: "at least what it was in every coalition" is generally infeasible. Restored is P(E >= 0) up to
min(target, P without the transfer). As a risk: the mean of E over the worst draws (conditional value at risk,
Rockafellar and Uryasev 2000) is brought back to what it is without the transfer, in each binding coalition and year.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterpoise.balance.draws import Floats
from counterpoise.errors import InvalidInput

TARGET = 0.95  # balance model section 11, judgement, 0.90 to 0.99
TOLERANCE = 0.002  # of a probability: two draws in a thousand
LEAST_TAIL = 0.02


@dataclass(frozen=True, slots=True)
class Target:
    """The settings: the probability to restore, and how small a shortfall counts as none."""

    probability: float = TARGET
    tolerance: float = TOLERANCE

    def __post_init__(self) -> None:
        if not 0.5 <= self.probability < 1.0:
            raise InvalidInput(f"The target is {self.probability:g}. Choose a probability from 0.5 to below 1.")
        if not 0.0 <= self.tolerance < 0.1:
            raise InvalidInput(f"The tolerance is {self.tolerance:g}. Choose one from 0 to below 0.1.")


@dataclass(frozen=True, slots=True)
class Requirement:
    """One coalition in one year: the probability and the tail mean of E to be restored, and the tail's share."""

    coalition: str
    mask: int
    year: int
    p_without: float
    p_with: float
    p_wanted: float
    tail_share: float
    tail_wanted: float

    @property
    def shortfall(self) -> float:
        """How far P(E >= 0) lies below what is wanted, without any package."""
        return max(0.0, self.p_wanted - self.p_with)

    @property
    def name(self) -> str:
        """A name that a person can read in a report of infeasibility."""
        return f"restore-{self.coalition}-{self.year}"


def requirement(coalition: str, mask: int, year: int, without: Floats, with_it: Floats, target: Target) -> Requirement:
    """State what is to be restored for a coalition and year, from E by draw without and with the transfer."""
    p_without, p_with = float((without >= 0).mean()), float((with_it >= 0).mean())
    wanted = min(target.probability, p_without)
    share = max(1.0 - wanted, LEAST_TAIL)
    return Requirement(coalition, mask, year, p_without, p_with, wanted, share, tail_mean(without, share))


def tail_draws(values: Floats, share: float) -> NDArray[np.int64]:
    """Give the draws of the worst `share` of values, at least one."""
    n = max(1, int(np.ceil(share * values.size - 1e-9)))
    return np.argpartition(values, n - 1)[:n] if n < values.size else np.arange(values.size)


def tail_mean(values: Floats, share: float) -> float:
    """Give the mean of the worst `share` of values: the mean at 1, towards the minimum as the share falls to 0.

    The draw at the edge counts for the part of it that belongs to the share, so the measure is coherent.
    """
    exact = share * values.size
    n = max(1, int(np.ceil(exact - 1e-9)))
    worst = np.sort(values)[:n]
    if exact < 1.0 or n == exact:
        return float(worst.mean())
    return float((worst[:-1].sum() + (exact - (n - 1)) * worst[-1]) / exact)
