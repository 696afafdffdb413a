"""Latent factors in groups by what they stand for, and draws in which some groups are exchanged or moved.

Every number of a run comes from a latent factor with a name (draws.py). A sensitivity asks what a group of them does:
`ExchangedDraws` takes some groups from a second, independent sample, draw by draw; `MovedDraws` puts every factor at
its median and moves the named ones to a place of their own.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from counterpoise.balance.draws import Draws, Floats
from counterpoise.balance.holdings import is_judged
from counterpoise.balance.profile import Profile
from counterpoise.balance.transfer_schedule import decimal_year, period_end
from counterpoise.errors import InvalidInput

OLD_YEARS = 8.0  # balance model section 8, judgement, 5 to 10: a count older than this is old


@dataclass(frozen=True, slots=True)
class LatentGroup:
    """A group of latent factors: its title, and the grade of what its spread rests on (vocabulary/grades.csv)."""

    name: str
    title: str
    grade: str


GROUPS = (
    LatentGroup("circumstance", "circumstance of the war (surprise, plan, weather)", "derived"),
    LatentGroup("multiplier", "effectiveness multiplier of the protected state", "derived"),
    LatentGroup("law_exponent", "exponent of the attrition law", "derived"),
    LatentGroup("effectiveness", "effectiveness of the other actors", "judgement"),
    LatentGroup("quality_factor", "what technical quality is worth (kappa)", "judgement"),
    LatentGroup("bands", "technical bands of systems", "secondary"),
    LatentGroup("counts_recorded", "counts that a source states", "secondary"),
    LatentGroup("counts_judged", "counts or ends of counts that are judgement", "judgement"),
    LatentGroup("old_counts_recorded", "counts whose source is older than the limit", "secondary"),
    LatentGroup("old_counts_judged", "old counts with an end that is judgement", "judgement"),
    LatentGroup("count_bias", "common over- or undercount of each actor", "judgement"),
    LatentGroup("reach", "shares that can be brought to bear", "judgement"),
    LatentGroup("schedule", "signature, lead times, rates, absorption", "derived"),
    LatentGroup("engagement", "engagement preferences and family scales", "judgement"),
    LatentGroup("loss_scale", "loss in a duel of equals", "judgement"),
)
OLD_GROUPS = ("old_counts_recorded", "old_counts_judged")
GROUP_NAMES = tuple(group.name for group in GROUPS)
_BY_FIRST_PART = {
    "circumstance": "circumstance", "multiplier": "multiplier", "law_exponent": "law_exponent",
    "rival_exponent": "law_exponent", "effectiveness": "effectiveness", "quality_factor": "quality_factor",
    "band": "bands", "count_bias": "count_bias", "reach": "reach", "signature": "schedule", "lead": "schedule",
    "rate": "schedule", "absorption": "schedule", "order": "schedule", "preference": "engagement",
    "family": "engagement", "duel_loss": "loss_scale",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Grouping:
    """Finds the group of a latent factor by its name; counts are told apart by grade and age of their row."""

    profile: Profile
    known_on: date
    old_years: float = OLD_YEARS

    def group_of(self, name: str) -> str:
        """Give the name of a factor's group; InvalidInput for a factor that no group holds."""
        first, _, rest = name.partition("/")
        if first == "count":
            return self._group_of_count(rest)
        if first not in _BY_FIRST_PART:
            raise InvalidInput(
                f"The latent factor {name!r} belongs to no group. Add its first part to latent_groups.py."
            )
        return _BY_FIRST_PART[first]

    def _group_of_count(self, row_id: str) -> str:
        row = self.profile.force_index[row_id]
        kind = "counts_judged" if is_judged(row) else "counts_recorded"
        return f"old_{kind}" if self.is_old(row.as_of) else kind

    def is_old(self, as_of: str) -> bool:
        """Say whether a source's date lies further back than the limit; no date counts as old."""
        return not as_of or decimal_year(self.known_on) - decimal_year(period_end(as_of)) > self.old_years


@dataclass(frozen=True, slots=True)
class ExchangedDraws(Draws):
    """Draws in which each group comes from the sample of `other_seed` where `exchanged[group, draw]` is set."""

    other_seed: int = 0
    group_of: Callable[[str], str] = field(default=str)
    exchanged: Mapping[str, NDArray[np.bool_]] = field(default_factory=dict)

    def uniform(self, name: str) -> Floats:
        """Give one number in (0, 1) for each draw, from one of the two samples."""
        own = Draws(self.seed, self.count, self.first).uniform(name)
        chosen = self.exchanged.get(self.group_of(name))
        if chosen is None or not chosen.any():
            return own
        other = Draws(self.other_seed, self.count, self.first).uniform(name)
        return np.where(chosen, other, own)


@dataclass(frozen=True, slots=True)
class MovedDraws(Draws):
    """Draws with every factor at its median but those that `place` moves: by name, numbers in standard deviations.

    `place(name)` gives (draw,) standard normal values, or None to leave the factor at its median.
    """

    place: Callable[[str], Floats | None] = field(default=lambda _: None)

    def uniform(self, name: str) -> Floats:
        """Give the probability at which each factor stands in each draw."""
        moved = self.place(name)
        if moved is None:
            return np.full(self.count, 0.5)
        from scipy.special import ndtr

        places: Floats = ndtr(np.broadcast_to(moved, (self.count,)))
        return np.clip(places, 1e-12, 1.0 - 1e-12)


def orders(n_groups: int, seed: int, count: int) -> NDArray[np.int64]:
    """Draw one order of the groups for each draw, (draw, group); the same for the same seed."""
    keys = np.stack([Draws(seed, count).uniform(f"order of groups/{i}") for i in range(n_groups)], axis=1)
    return np.argsort(keys, axis=1, kind="stable")


def exchanged_up_to(order: NDArray[np.int64], step: int, names: Sequence[str]) -> dict[str, NDArray[np.bool_]]:
    """Say for each group in which draws it is among the first `step` of the draw's order."""
    rank = np.argsort(order, axis=1, kind="stable")
    return {name: rank[:, i] < step for i, name in enumerate(names)}
