"""The worlds of a plan, drawn once for each shard of draws and kept for the plans that share them.

Counter-runs differ from the main run in a parameter, in reach or in the years they look at; who holds what in which
world is the same in all of them, to the bit.
"""

from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass, field
from threading import Lock

from counterpoise.balance.assessment_run import Run
from counterpoise.balance.draws import Draws
from counterpoise.balance.simulation_plan import Plan
from counterpoise.balance.theatre import Scores, quality_scores

MOST_SHARDS = 8


@dataclass(frozen=True, slots=True)
class DrawnWorlds:
    """Every world's lines, and the quality score of every aircraft line, by draw."""

    run: Run
    scores: Scores


def draw_worlds(plan: Plan, draws: Draws, actors: Collection[str] | None = None) -> DrawnWorlds:
    """Draw the worlds of a plan; with `actors`, the holdings and orders of those alone."""
    run = plan.run_of(draws, actors)
    return DrawnWorlds(run, quality_scores(run, draws))


@dataclass(frozen=True, slots=True, eq=False)
class WorldMemory:
    """Keeps the last shards drawn, for any number of threads."""

    most: int = MOST_SHARDS
    kept: OrderedDict[tuple[object, ...], DrawnWorlds] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)

    def worlds(self, plan: Plan, draws: Draws) -> DrawnWorlds:
        """Give the worlds of a plan for a shard, drawn now unless a plan that shares them had them drawn."""
        key = (plan.profile, plan.transfers, plan.protected, plan.known_on, plan.quantities, draws)
        with self.lock:
            if key in self.kept:
                self.kept.move_to_end(key)
                return self.kept[key]
        found = draw_worlds(plan, draws)
        with self.lock:
            self.kept[key] = found
            while len(self.kept) > self.most:
                self.kept.popitem(last=False)
        return found
