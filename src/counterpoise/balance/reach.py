"""What an actor can bring to bear: bands by border or distance, presets, and unbroken chains of land.

BALANCE model section 5: two sourced facts choose a band (land border, else least distance between territories), a
table of judgement gives the share. Land strength counts only if an unbroken chain of coalition members joins its
owner to the protected state. All of it is monotone: a further member never takes reach away.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from counterpoise import vocabulary
from counterpoise.balance.profile import Access, Profile, ReachShare
from counterpoise.errors import InvalidInput

PRESETS = ("default", "forward_based", "all_brought_to_bear")
BAND_EDGES_KM = ((500.0, "B"), (1500.0, "C"))
_DOMAINS = {
    "air": "air",
    "enabler": "air",
    "sea": "sea",
    "land": "ground",
    "air_defence": "ground",
    "missile": "ground",
}


@dataclass(frozen=True, slots=True)
class Reach:
    """The band of an actor against a state, the share in a domain, and the two rows it rests on."""

    band: str
    share: ReachShare
    access: Access | None  # None for the protected state itself


@cache
def reach_domain(class_id: str) -> str:
    """Give the domain whose share applies to a class: air, sea, or ground (with which air defence travels)."""
    return _DOMAINS.get(vocabulary.index("classes", "class_id")[class_id]["domain"], "ground")


@cache
def moves_on_land(class_id: str) -> bool:
    """Say whether a class counts only with an unbroken chain of members: land strength, not air defence."""
    return vocabulary.index("classes", "class_id")[class_id]["domain"] == "land"


def reach_band(profile: Profile, actor: str, protected: str) -> tuple[str, Access | None]:
    """Choose the band of an actor against a state: A by land border, else B, C or D by distance [km]."""
    if actor == protected:
        return "protected", None
    access = profile.access_index[frozenset((actor, protected))]
    if access.land_border == "yes":
        return "A", access
    for edge, band in BAND_EDGES_KM:
        if access.distance_km <= edge:
            return band, access
    return "D", access


def reach_share(profile: Profile, actor: str, protected: str, class_id: str, preset: str = "default") -> Reach:
    """Give the share of a holding that an actor can bring to bear, with the rows it rests on."""
    if preset not in PRESETS:
        raise InvalidInput(f"There is no reach preset {preset!r}. Choose one of {', '.join(PRESETS)}.")
    band, access = reach_band(profile, actor, protected)
    domain = reach_domain(class_id)
    for row in profile.reach:
        if (row.preset, row.band, row.domain) == (preset, band, domain):
            return Reach(band, row, access)
    raise InvalidInput(f"reach.csv of {profile.name} has no share for {preset}, {band}, {domain}.")


def neighbours(profile: Profile) -> dict[str, frozenset[str]]:
    """Give for each actor those it shares a land border with."""
    found: dict[str, set[str]] = {actor: set() for actor in profile.actor_ids}
    for row in profile.access:
        if row.land_border == "yes":
            found[row.actor_id].add(row.other_id)
            found[row.other_id].add(row.actor_id)
    return {actor: frozenset(others) for actor, others in found.items()}


def joined_by_land(profile: Profile, coalition: Collection[str], protected: str) -> frozenset[str]:
    """Give the members from which a chain of members leads overland to the protected state."""
    borders = neighbours(profile)
    members = frozenset(coalition) - {protected}
    joined: set[str] = set()
    waiting = [actor for actor in members if protected in borders[actor]]
    while waiting:
        actor = waiting.pop()
        if actor not in joined:
            joined.add(actor)
            waiting += borders[actor] & members
    return frozenset(joined)


def share_in_coalition(
    profile: Profile, actor: str, coalition: Collection[str], protected: str, class_id: str, preset: str = "default"
) -> tuple[float, float, float]:
    """Give low, mode and high share of an actor's class within a coalition; zero on land without a chain."""
    share = reach_share(profile, actor, protected, class_id, preset).share
    if moves_on_land(class_id) and actor != protected and actor not in joined_by_land(profile, coalition, protected):
        return (0.0, 0.0, 0.0)
    return (share.share_low, share.share_mode, share.share_high)


def least_chains(profile: Profile, actor: str, protected: str, *, most: int = 4) -> tuple[tuple[str, ...], ...]:
    """Give the least sets of partners (at most `most`) with which an actor's land forces reach the protected state.

    An empty tuple inside means that the actor needs nobody; no tuple at all that no such set exists.
    """
    others = tuple(other for other in profile.opponents(protected) if other != actor)
    found: list[frozenset[str]] = []
    for size in range(most + 1):
        for partners in combinations(others, size):
            chosen = frozenset(partners)
            if any(less <= chosen for less in found):
                continue
            if actor in joined_by_land(profile, {actor, *partners}, protected):
                found.append(chosen)
    return tuple(tuple(other for other in others if other in chain) for chain in found)


def in_order(profile: Profile, coalition: Iterable[str]) -> tuple[str, ...]:
    """Give the members of a coalition in the profile's order, so that equal coalitions print alike."""
    members = set(coalition)
    return tuple(actor for actor in profile.actor_ids if actor in members)
