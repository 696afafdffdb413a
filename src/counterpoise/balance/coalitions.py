"""Coalitions as bit masks over the actors beside the protected state, in the profile's order."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from counterpoise.balance.profile import Profile
from counterpoise.balance.reach import neighbours
from counterpoise.balance.relations import Tier
from counterpoise.errors import InvalidInput

Masks = NDArray[np.int64]
MOST_ACTORS = 20


@dataclass(frozen=True, slots=True)
class Coalitions:
    """The actors beside the protected state; coalition m holds actors[i] where bit i of m is set."""

    actors: tuple[str, ...]

    def __post_init__(self) -> None:
        if not 1 <= len(self.actors) <= MOST_ACTORS or len(set(self.actors)) != len(self.actors):
            raise InvalidInput(
                f"Coalitions are made of 1 to {MOST_ACTORS} different actors; got {len(self.actors)}: "
                f"{', '.join(self.actors)}."
            )

    @property
    def n_coalitions(self) -> int:
        """Coalitions that have a member."""
        return (1 << len(self.actors)) - 1

    def mask(self, members: Iterable[str]) -> int:
        """Give the mask of a set of actors; InvalidInput for one that is not among them."""
        mask = 0
        for member in members:
            if member not in self.actors:
                raise InvalidInput(f"{member!r} is not among the actors {', '.join(self.actors)}.")
            mask |= 1 << self.actors.index(member)
        return mask

    def members(self, mask: int) -> tuple[str, ...]:
        """Give the actors of a mask, in order."""
        return tuple(actor for i, actor in enumerate(self.actors) if mask >> i & 1)

    def label(self, mask: int) -> str:
        """Name a coalition by its members: "EGY+SYR"; nobody is "none"."""
        return "+".join(self.members(mask)) or "none"

    def in_tier(self, tier: Tier) -> Masks:
        """Give the coalitions of a tier, without nobody."""
        if tier.coalitions == "single":
            return np.array([self.mask([actor]) for actor in tier.actors], dtype=np.int64)
        return subsets(self.mask(tier.actors))

    def hardest_in_tier(self, tier: Tier, *, leave_out: Collection[str] = ()) -> Masks:
        """Give the coalitions of a tier that no other of it contains: by monotonicity they bind.

        Actors of `leave_out` (those that the model does not assess by themselves) stand for nothing alone.
        """
        if tier.coalitions == "single":
            return np.array([self.mask([actor]) for actor in tier.actors if actor not in leave_out], dtype=np.int64)
        everyone = self.mask(tier.actors)
        return np.array([everyone] if set(tier.actors) - set(leave_out) else [], dtype=np.int64)


def subsets(mask: int) -> Masks:
    """Give every non-empty subset of a mask, ascending."""
    found = np.zeros(1, dtype=np.int64)
    for bit in range(mask.bit_length()):
        if mask >> bit & 1:
            found = np.concatenate((found, found | (1 << bit)))
    return found[1:]


def joined_by_land(actors: Sequence[str], borders: Mapping[str, Collection[str]], protected: str) -> Masks:
    """Give, for every mask, the members that a chain of members joins overland to the protected state, as a mask.

    The same rule as `reach.joined_by_land`, for all coalitions at once. A further member never takes one away.
    """
    place = {actor: i for i, actor in enumerate(actors)}
    touching = [sum(1 << place[other] for other in borders.get(actor, ()) if other in place) for actor in actors]
    masks = np.arange(1 << len(actors), dtype=np.int64)
    beside = sum(1 << place[actor] for actor in actors if protected in borders.get(actor, ()))
    joined = masks & beside
    while True:
        grown = joined.copy()
        for i, others in enumerate(touching):
            grown |= np.where(grown >> i & 1, masks & others, 0)
        if (grown == joined).all():
            return joined
        joined = grown


def joined_in_profile(profile: Profile, actors: Sequence[str], protected: str) -> Masks:
    """Give `joined_by_land` for a profile's borders."""
    return joined_by_land(actors, neighbours(profile), protected)


def minimal(masks: Masks) -> Masks:
    """Give the coalitions of a set that contain no other of it, smallest first."""
    kept: list[int] = []
    for mask in sorted((int(m) for m in masks), key=lambda m: (m.bit_count(), m)):
        if not any(mask & less == less for less in kept):
            kept.append(mask)
    return np.array(kept, dtype=np.int64)
