"""Who stands how towards whom on a day; tiers of plausible coalitions; the coalition prior and its guards.

DESIGN section 6 names the tiers; the log-linear prior is the balance model's section 7: log P(S) = const + the sum of
h over the members + the sum of J over their pairs, where P(S) is the probability that exactly S fights the protected
state together, given that some war happens. Exact over all coalitions.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from counterpoise.balance.profile import Profile, Relation
from counterpoise.balance.profile_checks import PAIRS, POSTURES
from counterpoise.balance.reach import reach_band

AT_WAR = ("belligerent", "hostile")
WITHOUT_RELATIONS = ("none", "none_hostile")
N_OF_GROUP_GUARDED = 5


@dataclass(frozen=True, slots=True)
class Posture:
    """How an actor stands towards the protected state on a day, and why; `relation` is None where no row says it."""

    actor: str
    kind: str
    parameter: str  # the row of prior.csv that gives its weight
    relation: Relation | None
    because: str


@dataclass(frozen=True, slots=True)
class Tier:
    """A set of actors whose coalitions count as plausible at this level; each tier holds the one before."""

    name: str
    actors: tuple[str, ...]
    coalitions: str  # "single" or "every subset"


@dataclass(frozen=True, eq=False)
class Prior:
    """Weights of the coalition prior: h (actor,) and J (actor, actor), symmetric with a zero diagonal."""

    actors: tuple[str, ...]
    h: NDArray[np.float64]
    j: NDArray[np.float64]

    @cached_property
    def probabilities(self) -> NDArray[np.float64]:
        """Give P(S) of every coalition by bit mask (bit i is actors[i]); the empty one has 0."""
        log_weight = np.zeros(1)
        pull = self.h[:, None].copy()  # (actor, coalitions so far): what joining adds
        for i in range(len(self.actors)):
            joined = log_weight + pull[i]
            log_weight = np.concatenate((log_weight, joined))
            pull = np.concatenate((pull, pull + self.j[:, i : i + 1]), axis=1)
        weight = np.exp(log_weight - log_weight.max())
        weight[0] = 0.0
        return np.asarray(weight / weight.sum())

    def marginals(self) -> dict[str, float]:
        """Give the probability of each actor's taking part."""
        p = self.probabilities
        masks = np.arange(p.size)
        return {actor: float(p[(masks >> i & 1) == 1].sum()) for i, actor in enumerate(self.actors)}

    def expected_size(self) -> float:
        """Give the expected number of members."""
        return sum(self.marginals().values())

    def p_at_least(self, n: int, among: frozenset[str]) -> float:
        """Give the probability that `n` or more of `among` take part."""
        p = self.probabilities
        masks = np.arange(p.size)
        size = np.zeros(p.size, dtype=np.int64)
        for i, actor in enumerate(self.actors):
            if actor in among:
                size += masks >> i & 1
        return float(p[size >= n].sum())


def relations_between(profile: Profile, one: str, other: str, on: date) -> tuple[Relation, ...]:
    """Give the relations between two actors that hold on a day, in file order."""
    pair = {one, other}
    return tuple(row for row in profile.relations if {row.actor_id, row.other_id} == pair and row.holds_on(on))


def posture(profile: Profile, actor: str, protected: str, on: date) -> Posture:
    """Give an actor's posture towards the protected state on a day.

    A posture row decides; else a rivalry or a bond between the two; else a common group; else `unlisted`, which the
    output shows as such.
    """
    rows = relations_between(profile, actor, protected, on)
    for row in rows:
        if row.kind in POSTURES:
            remote = row.kind == "hostile" and reach_band(profile, actor, protected)[0] == "D"
            return Posture(actor, row.kind, f"posture.{row.kind}{'_remote' if remote else ''}", row, row.note)
    meaning = {"active_rivalry": "hostile", "rivalry": "strained"}
    for row in rows:
        kind = meaning.get(row.kind, "normalised")
        remote = kind == "hostile" and reach_band(profile, actor, protected)[0] == "D"
        return Posture(actor, kind, f"posture.{kind}{'_remote' if remote else ''}", row, f"from the row {row.kind}")
    common = set(profile.actor_index[actor].groups) & set(profile.actor_index[protected].groups)
    if common:
        return Posture(actor, "relations", "posture.relations", None, f"both in {', '.join(sorted(common))}")
    return Posture(actor, "unlisted", "posture.unlisted", None, profile.prior["posture.unlisted"].because)


def tiers(profile: Profile, protected: str, on: date) -> tuple[Tier, ...]:
    """Make the tiers of a day from dated facts: single actors; belligerents and their clients; no relations; all."""
    opponents = profile.opponents(protected)
    kind = {actor: posture(profile, actor, protected, on).kind for actor in opponents}
    at_war = {actor for actor in opponents if kind[actor] in AT_WAR}
    clients = {
        row.other_id
        for row in profile.relations
        if row.kind == "sponsorship" and row.holds_on(on) and row.actor_id in at_war and row.other_id != protected
    }
    second = at_war | clients
    third = second | {actor for actor in opponents if kind[actor] in WITHOUT_RELATIONS}

    def ordered(actors: set[str]) -> tuple[str, ...]:
        return tuple(actor for actor in opponents if actor in actors)

    return (
        Tier("single actors", opponents, "single"),
        Tier("belligerents and their sponsors' clients", ordered(second), "every subset"),
        Tier("and those without relations", ordered(third), "every subset"),
        Tier("all actors", opponents, "every subset"),
    )


def coalition_prior(profile: Profile, protected: str, on: date) -> Prior:
    """Make the coalition prior of a day from the profile's relations, distances and groups."""
    actors = profile.opponents(protected)
    place = {actor: i for i, actor in enumerate(actors)}
    h = np.array(
        [
            profile.prior[posture(profile, actor, protected, on).parameter].value
            + profile.prior[f"distance.{reach_band(profile, actor, protected)[0]}"].value
            for actor in actors
        ]
    )
    j = np.zeros((len(actors), len(actors)))
    for row in profile.relations:
        if row.kind in PAIRS and row.actor_id in place and row.other_id in place and row.holds_on(on):
            _add(j, place[row.actor_id], place[row.other_id], profile.prior[f"pair.{row.kind}"].value)
    for i, one in enumerate(actors):
        for other in actors[i + 1 :]:
            common = set(profile.actor_index[one].groups) & set(profile.actor_index[other].groups)
            weights = [profile.prior[f"pair.{group}"].value for group in common if f"pair.{group}" in profile.prior]
            if weights:  # a pair in several groups counts its strongest, not their sum
                _add(j, i, place[other], max(weights))
    return Prior(actors, h, j)


def _add(j: NDArray[np.float64], one: int, other: int, value: float) -> None:
    j[one, other] += value
    j[other, one] += value


def guard_violations(profile: Profile) -> tuple[str, ...]:
    """Say how the prior breaks its guards on the first or last day of the profile; empty if it keeps them.

    Alliance data drive a log-linear prior through a phase transition, so the guards are checked on loading.
    """
    found = []
    low, high = (profile.prior[f"guard.expected_size_{end}"].value for end in ("low", "high"))
    ceiling = profile.prior["guard.five_of_group"].value
    group = frozenset(actor.actor_id for actor in profile.actors if profile.guarded_group in actor.groups)
    for day in (profile.valid_from, profile.valid_to):
        prior = coalition_prior(profile, profile.protected, day)
        size = prior.expected_size()
        if not low <= size <= high:
            found.append(f"on {day} the expected size of a coalition is {size:.2f}, outside {low:g} to {high:g}.")
        many = prior.p_at_least(N_OF_GROUP_GUARDED, group)
        if many >= ceiling:
            found.append(
                f"on {day} the probability of {N_OF_GROUP_GUARDED} or more of {profile.guarded_group} together is "
                f"{many:.2g}, not under {ceiling:g}."
            )
    return tuple(found)
