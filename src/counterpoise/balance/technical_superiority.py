"""Best k against best k in a mission area, with and without a transfer, weight and data uncertainty apart.

Balance model section 6: never a random aircraft against a random aircraft; both sides at the same date with the
orders known; a probability is printed only where enough attributes are sourced, as a sensitivity where inferred bands
make up the number, else bounds alone.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from counterpoise.balance.draws import Draws, Floats
from counterpoise.balance.inventories import Line, Spread, spread
from counterpoise.balance.profile import Profile
from counterpoise.balance.quality import (
    Bands,
    FleetComparison,
    Match,
    even_values,
    increasing_values,
    ranked_weights,
    scores,
    simplex_weights,
)
from counterpoise.balance.systems_quality import (
    AREAS_BY_CLASS,
    STATUSES,
    BandedSystem,
    MissionArea,
    band_draws,
    banded_system,
    best_bands,
    bound_bands,
    unbanded_system,
)

N_WEIGHTS = 16  # weightings for each draw of the data
N_PREFERENCES = 500  # weightings with the data at their best reading
MEMBER_SHARE = 0.02  # a system below this share of a best k does not decide what may be printed of it
MATERIAL_CHANGE = 0.10  # balance model section 8, judgement, 0.05 to 0.20


@dataclass(frozen=True, slots=True)
class BestK:
    """P(one of our best k is superior to one of theirs) at a date, ties a half. None where a side has nothing.

    `data`: the interval over data draws, weights averaged; `weights`: over weightings, data at their best reading.
    `bounds`: every missing cell at its worst for us, and at its best.
    """

    k: float
    year: int
    world: str
    status: str  # printed, sensitivity, bounds_only or nothing_to_compare
    p: float | None
    data: Spread | None
    weights: Spread | None
    data_only: float | None
    preference_only: float | None
    ranked_order: float | None
    bounds: tuple[float, float] | None
    systems: tuple[str, ...]


class AreaComparison:
    """Two pools of systems in one mission area, scored once; fleets are then compared by counts alone."""

    def __init__(
        self, ours: Sequence[BandedSystem], theirs: Sequence[BandedSystem], area: MissionArea, draws: Draws
    ) -> None:
        """Score both pools on common draws: each draw of the data with N_WEIGHTS weightings."""
        self.area, self.draws, self.ours, self.theirs = area, draws, tuple(ours), tuple(theirs)
        pool = (*self.ours, *self.theirs)
        data = band_draws(pool, draws)
        values, u = _preferences(area, Draws(draws.seed, draws.count * N_WEIGHTS, draws.first * N_WEIGHTS))
        repeated: Bands = np.repeat(data, N_WEIGHTS, axis=0)
        self._score = scores(repeated, values, simplex_weights(u))
        self._joint = FleetComparison(self._score[:, : len(self.ours)], self._score[:, len(self.ours) :])
        self._ranked = self._compare(repeated, values, ranked_weights(u))
        n_attributes = len(area.attributes)
        even = np.full((draws.count, n_attributes), 1.0 / n_attributes)
        self._data_only = self._compare(data, even_values((draws.count, n_attributes)), even)
        self._n_preferences = n = min(N_PREFERENCES, len(u))
        some_values, some_weights = values[:n], simplex_weights(u[:n])
        self._preference = self._compare(best_bands(pool, n), some_values, some_weights)
        self._bounds = [
            self._compare(
                np.concatenate(
                    (bound_bands(self.ours, n, missing=for_us), bound_bands(self.theirs, n, missing=for_them)), axis=1
                ),
                some_values,
                some_weights,
            )
            for for_us, for_them in (("worst", "best"), ("best", "worst"))
        ]

    def _compare(self, bands: Bands, values: Floats, weights: Floats) -> FleetComparison:
        score = scores(bands, values, weights)
        return FleetComparison(score[:, : len(self.ours)], score[:, len(self.ours) :])

    def scores_of(self, ours: int, theirs: int) -> tuple[Floats, Floats]:
        """Give the scores of one system of each pool, by sample."""
        return self._score[:, ours], self._score[:, len(self.ours) + theirs]

    def line_up(self, ours: Floats, theirs: Floats) -> "Fleets":
        """Line up two fleets by their counts (draw, system); their comparisons at any k are then cheap."""
        repeated = np.repeat(ours, N_WEIGHTS, axis=0), np.repeat(theirs, N_WEIGHTS, axis=0)
        middle = np.median(ours, axis=0)[None, :], np.median(theirs, axis=0)[None, :]
        return Fleets(
            self,
            joint=self._joint.match(*repeated),
            ranked=lambda: self._ranked.match(*repeated),
            data_only=lambda: self._data_only.match(ours, theirs),
            preference=lambda: self._preference.match(*middle),
            bounds=tuple(side.match(*middle) for side in self._bounds),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Fleets:
    """Two fleets at one date in one world, lined up under every way of treating what is not known."""

    area: AreaComparison
    joint: Match  # data and preferences drawn together
    ranked: Callable[[], Match]  # weights in the order of the attributes
    data_only: Callable[[], Match]  # preferences at their centre
    preference: Callable[[], Match]  # data at their best reading
    bounds: tuple[Match, ...]  # every missing cell at its worst for us, and at its best
    _by_draw: dict[float, Floats] = field(default_factory=dict)
    _status: dict[float, tuple[str, tuple[str, ...]]] = field(default_factory=dict)

    def by_data_draw(self, k: float) -> Floats:
        """Give the probability by data draw, weights averaged; worked out once for each k."""
        if k not in self._by_draw:
            self._by_draw[k] = np.asarray(self.joint.p_best(k).reshape(-1, N_WEIGHTS).mean(axis=1))
        return self._by_draw[k]

    def bounds_at(self, k: float) -> tuple[float, ...]:
        """Give the probability with every missing cell at its worst for us, then at its best."""
        return tuple(_mean(side.p_best(k)) for side in self.bounds)

    def status(self, k: float) -> tuple[str, tuple[str, ...]]:
        """Say what may be printed at k, and which systems stand in either best k."""
        if k not in self._status:
            self._status[k] = self._find_status(k)
        return self._status[k]

    def _find_status(self, k: float) -> tuple[str, tuple[str, ...]]:
        members: list[BandedSystem] = []
        sides = ((self.area.ours, self.joint.our_best(k)), (self.area.theirs, self.joint.their_best(k)))
        for systems, taken in sides:
            if not taken.any():
                return "nothing_to_compare", ()
            shares = taken.sum(axis=0) / taken.sum()
            members += [system for system, share in zip(systems, shares, strict=True) if share >= MEMBER_SHARE]
        worst = max(STATUSES.index(system.status(self.area.area.n_required)) for system in members)
        return STATUSES[worst], tuple(system.system_id for system in members)

    def best_k(self, k: float, *, year: int, world: str, full: bool) -> BestK:
        """Compare the best k; `full` adds the interval over weights and the variants."""
        status, systems = self.status(k)
        result = BestK(k, year, world, status, None, None, None, None, None, None, None, systems)
        if status == "nothing_to_compare":
            return result
        low, high = sorted(self.bounds_at(k))
        result = replace(result, bounds=(low, high))
        if status == "bounds_only":
            return result
        by_draw = self.by_data_draw(k)
        result = replace(result, p=_mean(by_draw), data=spread(by_draw[~np.isnan(by_draw)]))
        if not full:
            return result
        by_weight = self.preference().p_best(k)
        return replace(
            result,
            weights=spread(by_weight[~np.isnan(by_weight)]),
            preference_only=_mean(by_weight),
            data_only=_mean(self.data_only().p_best(k)),
            ranked_order=_mean(self.ranked().p_best(k)),
        )

    def change_from(self, before: "Fleets", k: float) -> tuple[Spread, float]:
        """Give the change from other fleets by data draw, and the share of draws in which it falls by the margin."""
        difference = self.by_data_draw(k) - before.by_data_draw(k)
        difference = difference[~np.isnan(difference)]
        return spread(difference), float((difference <= -MATERIAL_CHANGE).mean())

    def change_bounds_from(self, before: "Fleets", k: float) -> tuple[float, float]:
        """Give the least and the greatest change that the missing cells allow at their worst and best."""
        ends = [after - past for after, past in zip(self.bounds_at(k), before.bounds_at(k), strict=True)]
        return min(ends), max(ends)


def _mean(values: Floats) -> float:
    return float(np.nanmean(values))


def _preferences(area: MissionArea, draws: Draws) -> tuple[Floats, Floats]:
    """Draw values of the bands (sample, attribute, band), and uniforms for the weights (sample, attribute)."""
    names = [f"value/{area.mission_area}/{name}/{i}" for name in area.attributes for i in range(4)]
    inner = draws.uniforms(names).T.reshape(draws.count, len(area.attributes), 4)
    u = draws.uniforms([f"weight/{area.mission_area}/{name}" for name in area.attributes])
    return increasing_values(inner), np.ascontiguousarray(u.T)


def pool(
    profile: Profile, lines: Iterable[Line], actors: Collection[str], area: MissionArea, known_on: date
) -> tuple[BandedSystem, ...]:
    """Give the systems of an area in some actors' hands, each once; the unbanded rest of a class is one entry."""
    found: dict[str, BandedSystem] = {}
    for line in lines:
        if line.actor_id in actors and area.mission_area in AREAS_BY_CLASS.get(line.class_id, ()):
            for system_id in _system_ids(profile, line):
                if system_id not in found:
                    found[system_id] = (
                        banded_system(profile, system_id, area, known_on)
                        if system_id in profile.systems
                        else unbanded_system(
                            profile, f"other {line.class_id}", line.class_id, line.actor_id, area, known_on
                        )
                    )
    return tuple(found.values())


def counts_in_service(
    profile: Profile, lines: Iterable[Line], actors: Collection[str], systems: Sequence[BandedSystem], place: int,
    draws: Draws,
) -> Floats:  # fmt: skip
    """Count the systems of a pool in service at the end of the year at `place`: (draw, system)."""
    column = {system.system_id: i for i, system in enumerate(systems)}
    counts = np.zeros((draws.count, len(systems)))
    for line in lines:
        if line.actor_id not in actors:
            continue
        year = line.in_service[: draws.count, min(place, line.in_service.shape[1] - 1)]
        ids = _system_ids(profile, line)
        shares = _shares(line, ids, draws)
        for i, system_id in enumerate(ids):
            if system_id in column:
                counts[:, column[system_id]] += year * shares[i]
    return counts


def _system_ids(profile: Profile, line: Line) -> tuple[str, ...]:
    """Give the systems that a line stands for: a class total stands for those known to be held and not counted."""
    if line.system_id is not None:
        return (line.system_id,)
    if line.origin == "holding":
        parts = tuple(
            row.system_id
            for row in profile.forces_by_actor_and_class[line.actor_id, line.class_id]
            if row.row_kind == "known_absent_count" and row.system_id
        )
        if parts:
            return parts
    return (f"class:{line.class_id}:{line.actor_id}",)


def _shares(line: Line, ids: Sequence[str], draws: Draws) -> Floats:
    """Split a line among its systems, unknown how: evenly over all splits. (system, draw)"""
    if len(ids) == 1:
        return np.ones((1, draws.count))
    names = [f"mix/{line.actor_id}/{line.class_id}/{system_id}" for system_id in ids]
    return simplex_weights(np.stack([draws.uniform(name) for name in names], axis=-1)).T
