"""The room in which one thread fights the encounters of many draws: what it reads and writes, and how lanes load.

All of it is one structure handed about by reference. Compiled functions that are handed dozens of arrays by value take
most of a minute to compile; these take a few seconds.
"""

from typing import Any

import numpy as np
from numba.core import types
from numba.experimental import structref

from counterpoise.balance.compiled import compiled
from counterpoise.balance.kernels import CLASSES, LANES, Coefficients, Forces, fight_pointer, lost_share, make_work

WORD = 64
SEARCH_FIELDS = (
    "fails", "holds", "predicted", "edge",  # (word,)  sets of coalitions, a bit each
    "all_fails", "all_holds",  # (scenario, verdict, word)  what this draw has decided
    "score",  # (4, 256 or more)  of halves of a coalition: its lower and upper actors, off land and on it
    "own_loss", "other_loss",  # (2, coalition)  of those fought in this scenario, else -1; in full, and roughly
    "fought",  # (2, coalition + 1)  their number, then their masks in order
    "kept_fails", "kept_holds",  # (word,)  what is known, while a rough search goes on
    "masks", "near",  # (lane,)
    "wanted",  # (coalition + lane,)  the first list may name a coalition twice
    "weight",  # (actor,)  what a member's strength counts for in the score
    "sums",  # (2, class)
)  # fmt: skip
FIELDS = (*Coefficients._fields, *Forces._fields, *SEARCH_FIELDS, "work", "fight_single", "fight_double")


@structref.register
class _EngineType(types.StructRef):
    """The compiler's type of an `Engine`."""

    def preprocess_fields(self, fields: Any) -> Any:
        """Take a field's type, not a value of it."""
        return tuple((name, types.unliteral(of)) for name, of in fields)


class Engine(structref.StructRefProxy):
    """Coefficients and forces of some draws, and room for one thread: blocks of lanes, and the sets of a search."""

    def __new__(cls, *fields: Any) -> Any:
        """Take the fields in the order of `FIELDS`; `make_engine` does."""
        return structref.StructRefProxy.__new__(cls, *fields)


structref.define_proxy(Engine, _EngineType, list(FIELDS))


def make_engine(
    coefficients: Coefficients, forces: Forces, *, dilution: float, capacity: float, n_verdicts: int = 0
) -> Any:
    """Give an engine for one thread over the draws and scenarios of `forces`; without verdicts, without search room."""
    n_scenarios, _, n_actors, _ = forces.actor_count.shape
    size = 1 << n_actors if n_verdicts else 1
    words = max(1, size // WORD)
    search = (
        *(np.zeros(words, np.uint64) for _ in range(4)),
        *(np.zeros((n_scenarios, n_verdicts, words), np.uint64) for _ in range(2)),
        np.zeros((4, 1 << max(8, n_actors - 8)), np.float32),
        *(np.full((2, size), -1.0) for _ in range(2)),
        np.zeros((2, size + 1), np.int64),
        *(np.zeros(words, np.uint64) for _ in range(2)),
        *(np.zeros(LANES, np.int64) for _ in range(2)),
        np.zeros(size + LANES, np.int64),
        np.ones(n_actors),
        np.zeros((2, CLASSES)),
    )
    work = make_work(dilution=dilution, capacity=capacity)
    arrays = (*map(np.ascontiguousarray, coefficients), *map(np.ascontiguousarray, forces), *search)
    return _new_engine(*arrays, work, fight_pointer("single"), fight_pointer("double"))


@compiled(exact=True)
def _new_engine(*fields: Any) -> Any:
    """Make an engine in compiled code that is kept: the proxy's own constructor is compiled anew in every process."""
    return Engine(*fields)


@compiled(exact=True)
def load_draw(engine: Any, draw: int) -> None:
    """Make the engagement tables those of a draw."""
    work = engine.work
    for q in range(CLASSES * CLASSES):
        work.preference[q] = engine.preference[draw, q]
        work.pressure[q] = engine.pressure[draw, q]


@compiled(exact=True)
def load_lane(engine: Any, scenario: int, draw: int, mask: int, lane: int) -> None:
    """Put a coalition into a lane; the protected state is put beside it by `load_own`.

    Members are added in float64: sums of sixteen float32 numbers are then exact, so their order does not matter.
    """
    work = engine.work
    counts, fires = engine.actor_count[scenario, draw], engine.actor_fire[scenario, draw]
    count, fire = engine.sums[0], engine.sums[1]
    count[:] = 0.0
    fire[:] = 0.0
    joined = mask & engine.joined[mask]
    for actor in range(counts.shape[0]):
        if (mask >> actor) & 1:
            if (joined >> actor) & 1:
                for j in range(CLASSES):
                    count[j] += counts[actor, j]
                    fire[j] += fires[actor, j]
            else:
                for j in range(CLASSES):
                    count[j] += 0.0 if engine.is_land[j] else counts[actor, j]
                    fire[j] += 0.0 if engine.is_land[j] else fires[actor, j]
    for j in range(CLASSES):
        work.other_count[j * LANES + lane] = count[j]
        work.other_fire[j * LANES + lane] = fire[j]


@compiled(exact=True)
def load_own(engine: Any, scenario: int, draw: int, lane: int, end: int) -> None:
    """Put the protected state of a scenario into the lanes from `lane` to before `end`."""
    work = engine.work
    for j in range(CLASSES):
        count, fire = engine.own_count[scenario, draw, j], engine.own_fire[scenario, draw, j]
        for q in range(j * LANES + lane, j * LANES + end):
            work.own_count[q] = count
            work.own_fire[q] = fire


@compiled(exact=True)
def set_rates(engine: Any, draw: int, steps: int) -> None:
    """Set every lane's loss rates a step: lambda / sqrt(M eps) own, lambda sqrt(M eps) other, divided by the steps."""
    work, log_multiplier = engine.work, engine.log_multiplier[draw]
    # Written so that the other sign of the logarithm exchanges the two to the bit.
    own = engine.loss_scale[draw] * np.exp(-0.5 * log_multiplier) / steps
    other = engine.loss_scale[draw] * np.exp(0.5 * log_multiplier) / steps
    for lane in range(LANES):
        work.own_rate[lane] = own
        work.other_rate[lane] = other


@compiled(exact=True)
def own_share(engine: Any, group: int, lane: int) -> float:
    """Give the protected state's lost share in a lane, under the weights of a group [1]."""
    return lost_share(engine.work.own_count, engine.work.own_lost, engine.own_weights[group], lane, LANES)


@compiled(exact=True)
def other_share(engine: Any, group: int, lane: int) -> float:
    """Give the coalition's lost share in a lane, under the weights of a group [1]."""
    return lost_share(engine.work.other_count, engine.work.other_lost, engine.other_weights[group], lane, LANES)
