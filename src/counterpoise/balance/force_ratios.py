"""Counts and ratios by class with intervals: the protected state against an actor or a pool, held and within reach.

Sufficient quantity has no verdict here, only the interval (balance model section 8). A class for which a side has no
row has a state and no number.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from counterpoise.balance.draws import Draws, Floats
from counterpoise.balance.holdings import holding, rows_at_ceiling
from counterpoise.balance.inventories import Line, Spread, spread, total
from counterpoise.balance.profile import Profile
from counterpoise.balance.reach import joined_by_land, moves_on_land, reach_domain, reach_share


@dataclass(frozen=True, slots=True)
class ForceRatio:
    """Counts in service of a class [unit of the class] and their ratio, protected state over the others [1].

    `state`: ratio; none_opposing (the others hold none); none_within_reach (they hold some and can bring none to bear);
    none_held (the protected state holds none); no_row (the profile says nothing of one side); not_counted (held, no
    public count). `preset` None: as held, reach aside.
    """

    class_id: str
    group: str
    year: int
    world: str
    scenario: int | None
    preset: str | None
    state: str
    ours: Spread | None
    theirs: Spread | None
    ratio: Spread | None
    rows: tuple[str, ...]
    at_ceiling: tuple[str, ...]  # those of the rows that are ceilings: no best estimate rests on them
    not_counted: tuple[str, ...]


class Strengths:
    """Draws of counts in service by actor, class and year, with or without reach; each worked out once."""

    def __init__(
        self, profile: Profile, lines: Sequence[Line], years: tuple[int, ...], draws: Draws, protected: str
    ) -> None:
        """Keep the lines of one world."""
        self.profile, self.years, self.draws, self.protected = profile, years, draws, protected
        self._by_key: dict[tuple[str, str], list[Line]] = {}
        for line in lines:
            self._by_key.setdefault((line.actor_id, line.class_id), []).append(line)
        self._totals: dict[tuple[str, str], Floats] = {}
        self._joined: dict[frozenset[str], frozenset[str]] = {}
        self._shares: dict[tuple[str, str, str], Floats] = {}

    def of_world(self, lines: Sequence[Line]) -> "Strengths":
        """Give the strengths of another world; shares of reach and chains are kept, since they do not differ."""
        other = Strengths(self.profile, lines, self.years, self.draws, self.protected)
        other._shares, other._joined = self._shares, self._joined
        return other

    def lines(self, actor: str, class_id: str) -> Sequence[Line]:
        """Give the lines of an actor and class."""
        return self._by_key.get((actor, class_id), ())

    def held(self, actor: str, class_id: str) -> Floats:
        """Give the counts in service, (draw, year)."""
        key = (actor, class_id)
        if key not in self._totals:
            self._totals[key] = total(
                self.lines(actor, class_id), actor, class_id, len(self.years), self.draws, in_service=True, bias=True
            )
        return self._totals[key]

    def share(self, actor: str, coalition: frozenset[str], class_id: str, preset: str | None) -> Floats | float:
        """Draw the share of an actor's class that can be brought to bear, (draw,); one without a preset."""
        if preset is None:
            return 1.0
        if moves_on_land(class_id) and actor != self.protected:
            if coalition not in self._joined:
                self._joined[coalition] = joined_by_land(self.profile, coalition, self.protected)
            if actor not in self._joined[coalition]:
                return 0.0
        domain = reach_domain(class_id)
        key = (actor, domain, preset)
        if key not in self._shares:
            row = reach_share(self.profile, actor, self.protected, class_id, preset).share
            self._shares[key] = self.draws.triangular(
                f"reach/{actor}/{domain}", row.share_low, row.share_mode, row.share_high
            )
        return self._shares[key]

    def pooled(self, actors: Collection[str], class_id: str, place: int, preset: str | None) -> Floats:
        """Sum the counts of some actors at the end of a year, as one coalition: (draw,)."""
        coalition, result = frozenset(actors), np.zeros(self.draws.count)
        for actor in actors:
            if self.lines(actor, class_id):
                result += self.held(actor, class_id)[:, place] * self.share(actor, coalition, class_id, preset)
        return result


def force_ratio(
    strengths: Strengths, class_id: str, group: str, actors: Sequence[str], year: int, *,
    world: str, scenario: int | None, preset: str | None,
) -> ForceRatio:  # fmt: skip
    """Compare the protected state with some actors in one class, year, world and reach preset."""
    profile, place = strengths.profile, strengths.years.index(year)
    sides = {actor: holding(profile, actor, class_id) for actor in (strengths.protected, *actors)}
    absent = tuple(row for side in sides.values() for row in side.not_counted)
    rows = tuple(
        dict.fromkeys(row for actor in sides for line in strengths.lines(actor, class_id) for row in line.rows)
    )

    ceilings = rows_at_ceiling(profile, rows)

    def known(members: Sequence[str]) -> bool:
        return any(strengths.lines(actor, class_id) for actor in members)

    if not known([strengths.protected]) or not known(actors):
        state = "not_counted" if absent else "no_row"
        return ForceRatio(
            class_id, group, year, world, scenario, preset, state, None, None, None, rows, ceilings, absent
        )
    ours = strengths.pooled([strengths.protected], class_id, place, preset)
    theirs = strengths.pooled(actors, class_id, place, preset)
    state = "ratio"
    if not ours.any():
        state = "none_held"
    elif not theirs.any():
        held = any(strengths.held(actor, class_id)[:, place].any() for actor in actors)
        state = "none_within_reach" if held else "none_opposing"
    ratio = spread(ours[theirs > 0] / theirs[theirs > 0]) if state == "ratio" else None
    return ForceRatio(
        class_id,
        group,
        year,
        world,
        scenario,
        preset,
        state,
        spread(ours),
        spread(theirs),
        ratio,
        rows,
        ceilings,
        absent,
    )
