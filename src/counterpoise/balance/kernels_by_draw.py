"""The attrition kernel with draws side by side, each lane with its own engagement tables; compiled.

`kernels.py` puts the coalitions of one draw into its lanes. Where only a few encounters are wanted of every draw, most
of those lanes would stand empty; here the lanes are draws, and one block fights one encounter in `WIDTH` draws. Draws
of a block share the law, which the compiler turns into straight code. Same equations, float32: docs/model/attrition.md.
"""

from functools import cache
from typing import Any

import numpy as np

from counterpoise.balance.compiled import compiled, compiled_pointer
from counterpoise.balance.kernels import CLASSES, Real, Work, power_of, share_worn

WIDTH = 16
SIZE = CLASSES * WIDTH


def make_block(*, dilution: float, capacity: float) -> Work:
    """Give the room of one block: inventories (class, lane), tables (class, class, lane), all float32."""
    blocks, rates = np.zeros((9, SIZE), np.float32), np.zeros((2, WIDTH), np.float32)
    tables = np.zeros((2, CLASSES * SIZE), np.float32)
    room: tuple[Any, ...] = (*blocks, *rates, *tables)
    return Work._make((*room, np.float32(1.0), np.float32(dilution), np.float32(capacity)))


@compiled()
def aim(fire: Real, lost: Real, target: Real, target_lost: Real, work: Work, aimed: Real) -> None:
    """Fill `aimed` (class, lane) with each class's fire per weighted target formation, as `kernels.aim`."""
    w, present, one, dilution = work.preference, work.present, work.one, work.dilution
    for q in range(SIZE):
        present[q] = target[q] * (one - target_lost[q])
    for i in range(CLASSES):
        for lane in range(WIDTH):
            total = dilution
            for k in range(CLASSES):
                total += w[(i * CLASSES + k) * WIDTH + lane] * present[k * WIDTH + lane]
            aimed[i * WIDTH + lane] = fire[i * WIDTH + lane] * (one - lost[i * WIDTH + lane]) / total


@compiled()
def press(aimed: Real, work: Work) -> None:
    """Fill `present` (class, lane) with the pressure on each class: the sum over shooters of rate and aimed fire."""
    a, pressure = work.pressure, work.present
    for j in range(CLASSES):
        for lane in range(WIDTH):
            total = a[j * WIDTH + lane] * aimed[lane]
            for i in range(1, CLASSES):
                total += a[(i * CLASSES + j) * WIDTH + lane] * aimed[i * WIDTH + lane]
            pressure[j * WIDTH + lane] = total


@compiled()
def lose(rate: Real, law: int, lost: Real, work: Work) -> None:
    """Add one step's losses to `lost` (class, lane) from the pressures in `present`; law codes as `kernels.hit`."""
    h, capacity, one = work.present, work.capacity, work.one
    if law > 0:
        for j in range(CLASSES):
            for lane in range(WIDTH):
                q = j * WIDTH + lane
                share = min(rate[lane] * min(power_of(h[q], law * 2, one), capacity * h[q]), one)
                lost[q] += (one - lost[q]) * share
    else:
        for j in range(CLASSES):
            for lane in range(WIDTH):
                q = j * WIDTH + lane
                left = one - lost[q]
                lost[q] += left * share_worn(left, rate[lane] * h[q], law, one)


def fight_both(work: Work, law: int, steps: int) -> None:
    """Fight a block; fill the lost share of each class, both sides [1], as `kernels.fight`."""
    own_lost, other_lost = work.own_lost, work.other_lost
    for q in range(SIZE):
        own_lost[q] = 0
        other_lost[q] = 0
    for _ in range(steps):
        aim(work.own_fire, own_lost, work.other_count, other_lost, work, work.own_aimed)
        aim(work.other_fire, other_lost, work.own_count, own_lost, work, work.other_aimed)
        press(work.other_aimed, work)
        lose(work.own_rate, law, own_lost, work)
        press(work.own_aimed, work)
        lose(work.other_rate, law, other_lost, work)


def fight_mirror(work: Work, law: int, steps: int) -> None:
    """Fight the own side of a block against its mirror image: what one side suffers, the other does too."""
    own_lost = work.own_lost
    for q in range(SIZE):
        own_lost[q] = 0
    for _ in range(steps):
        aim(work.own_fire, own_lost, work.own_count, own_lost, work, work.own_aimed)
        press(work.own_aimed, work)
        lose(work.own_rate, law, own_lost, work)


@cache
def block_pointer(name: str) -> Any:
    """Give `fight_both` or `fight_mirror`, compiled, as a function that compiled code can be handed."""
    function = fight_both if name == "both" else fight_mirror
    return compiled_pointer(function, make_block(dilution=0.0, capacity=0.0), 1, 1)
