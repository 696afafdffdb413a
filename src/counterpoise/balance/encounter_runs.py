"""Chosen encounters fought in every draw: their losses, and the multiplier at which each breaks even. Compiled.

An encounter is a scenario and a coalition. The encounters of a draw share its coefficients, so they lie side by side
in the kernel's lanes, whatever their world or year.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from counterpoise.balance.compiled import compiled
from counterpoise.balance.engine_room import load_draw, load_lane, other_share, own_share, set_rates
from counterpoise.balance.kernels import CLASSES, LANES, STEPS

# Break-even multipliers are sought between e^-8 and e^8; beyond, the answer is plus or minus infinity.
MOST_LOG = 8.0
TRIALS = 24
CLOSE_ENOUGH = 1e-4
TINY = 1e-12
FLAT = 0.1


@compiled(exact=True)
def load_block(engine: Any, draw: int, scenarios: NDArray[np.int64], masks: NDArray[np.int64], start: int) -> None:
    """Put the encounters from `start` into a block; lanes beyond the last repeat the first of the block."""
    for lane in range(LANES):
        i = start + lane if start + lane < masks.size else start
        load_lane(engine, scenarios[i], draw, masks[i], lane)


@compiled(exact=True)
def measure(
    engine: Any, scenarios: NDArray[np.int64], masks: NDArray[np.int64], own_loss: NDArray[np.float32],
    other_loss: NDArray[np.float32], own_lost: NDArray[np.float64], other_lost: NDArray[np.float64],
) -> None:  # fmt: skip
    """Fight the encounters in every draw.

    own_loss, other_loss   (group, encounter, draw)   lost shares under the fixed weights, overall first, written
    own_lost, other_lost   (encounter, class)         lost share of each class, summed over the draws, added to
    """
    for draw in range(engine.law.size):
        load_draw(engine, draw)
        for start in range(0, masks.size, LANES):
            load_block(engine, draw, scenarios, masks, start)
            for lane in range(LANES):
                set_rates(engine, draw, engine.log_multiplier[draw], lane)
            engine.fight_single(engine.work, engine.law[draw], STEPS)
            for lane in range(min(LANES, masks.size - start)):
                i = start + lane
                for group in range(own_loss.shape[0]):
                    own_loss[group, i, draw] = own_share(engine, group, lane)
                    other_loss[group, i, draw] = other_share(engine, group, lane)
                for j in range(CLASSES):
                    own_lost[i, j] += engine.work.own_lost[j * LANES + lane]
                    other_lost[i, j] += engine.work.other_lost[j * LANES + lane]


@compiled(exact=True)
def log_loss_ratio(engine: Any, lane: int) -> float:
    """Give E = ln(1 - R) - ln(1 - K) of a lane: the log of the other side's lost share over the own."""
    own = own_share(engine, 0, lane)
    other = other_share(engine, 0, lane)
    ratio: float = np.log(other + TINY) - np.log(own + TINY)
    return ratio


@compiled(exact=True)
def break_even(
    engine: Any, scenarios: NDArray[np.int64], masks: NDArray[np.int64], threshold: float, found: NDArray[np.float64]
) -> None:  # fmt: skip
    """Fill `found` (encounter, draw) with the ln(M eps) at which E is the threshold; infinite beyond the range.

    E grows with M, so there is one such point: a secant from the last two trials, kept inside the bracket. The first
    trial is parity, the second one step of slope 1 away.
    """
    point, low, high = np.empty(LANES), np.empty(LANES), np.empty(LANES)
    last, last_value = np.empty(LANES), np.empty(LANES)
    for draw in range(engine.law.size):
        load_draw(engine, draw)
        for start in range(0, masks.size, LANES):
            load_block(engine, draw, scenarios, masks, start)
            point[:], low[:], high[:] = 0.0, -MOST_LOG, MOST_LOG
            last[:], last_value[:] = np.inf, np.inf
            for _ in range(TRIALS):
                for lane in range(LANES):
                    set_rates(engine, draw, point[lane], lane)
                engine.fight_single(engine.work, engine.law[draw], STEPS)
                still = 0
                for lane in range(LANES):
                    value = log_loss_ratio(engine, lane) - threshold
                    still += advance(lane, value, point, low, high, last, last_value)
                if not still:
                    break
            for lane in range(min(LANES, masks.size - start)):
                at = point[lane]
                found[start + lane, draw] = np.inf if at >= MOST_LOG else -np.inf if at <= -MOST_LOG else at


@compiled(exact=True)
def advance(
    lane: int, value: float, point: NDArray[np.float64], low: NDArray[np.float64], high: NDArray[np.float64],
    last: NDArray[np.float64], last_value: NDArray[np.float64],
) -> bool:  # fmt: skip
    """Move a lane's trial point towards the root of an increasing function; say whether it has further to go."""
    at = point[lane]
    if abs(value) < CLOSE_ENOUGH or high[lane] - low[lane] < CLOSE_ENOUGH:
        return False
    if (at >= MOST_LOG and value < 0.0) or (at <= -MOST_LOG and value > 0.0):
        return False
    if value < 0.0:
        low[lane] = at
    else:
        high[lane] = at
    slope = 1.0
    if last[lane] != np.inf and last[lane] != at:
        slope = (value - last_value[lane]) / (at - last[lane])
    last[lane], last_value[lane] = at, value
    # Where E is flat it may have no root at all: try the end of the range, so that "beyond it" is a finding.
    step = at - value / slope if slope > FLAT else (MOST_LOG if value < 0.0 else -MOST_LOG)
    step = min(max(step, -MOST_LOG), MOST_LOG)
    untried = (step == -MOST_LOG and low[lane] == step) or (step == MOST_LOG and high[lane] == step)
    point[lane] = step if untried or low[lane] < step < high[lane] else 0.5 * (low[lane] + high[lane])
    return True
