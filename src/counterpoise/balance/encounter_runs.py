"""Chosen encounters fought in every draw, their losses. Compiled.

An encounter is a scenario and a coalition. The encounters of a draw share its coefficients, so they lie side by side
in the kernel's lanes, whatever their world or year.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from counterpoise.balance.compiled import compiled
from counterpoise.balance.engine_room import load_draw, load_lane, load_own, other_share, own_share, set_rates
from counterpoise.balance.kernels import CLASSES, LANES, STEPS, grains


@compiled(exact=True)
def load_block(engine: Any, draw: int, scenarios: NDArray[np.int64], masks: NDArray[np.int64], start: int) -> None:
    """Put the encounters from `start` into a block; lanes beyond the last repeat the first of the block."""
    for lane in range(grains(min(LANES, masks.size - start))):
        i = start + lane if start + lane < masks.size else start
        load_lane(engine, scenarios[i], draw, masks[i], lane)
        load_own(engine, scenarios[i], draw, lane, lane + 1)


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
        set_rates(engine, draw, STEPS)
        for start in range(0, masks.size, LANES):
            load_block(engine, draw, scenarios, masks, start)
            n_lanes = min(LANES, masks.size - start)
            engine.fight_single(engine.work, engine.law[draw], STEPS, grains(n_lanes))
            for lane in range(n_lanes):
                i = start + lane
                for group in range(own_loss.shape[0]):
                    own_loss[group, i, draw] = own_share(engine, group, lane)
                    other_loss[group, i, draw] = other_share(engine, group, lane)
                for j in range(CLASSES):
                    own_lost[i, j] += engine.work.own_lost[j * LANES + lane]
                    other_lost[i, j] += engine.work.other_lost[j * LANES + lane]
