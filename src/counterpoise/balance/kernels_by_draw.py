"""The attrition kernel with draws side by side, each lane with its own engagement tables; compiled.

`kernels.py` puts the coalitions of one draw into its lanes. Where only a few encounters are wanted of every draw, most
of those lanes would stand empty; here the lanes are draws, and one block fights one encounter in `WIDTH` draws. Draws
of a block share the law, which the compiler turns into straight code. Same equations, float32: docs/model/attrition.md.
"""

from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterpoise.balance.compiled import compiled, compiled_pointer
from counterpoise.balance.encounter_runs import MOST_LOG, TRIALS, advance
from counterpoise.balance.kernels import CLASSES, STEPS, Coefficients, Real, Work, lost_share, power_of

WIDTH = 16
SIZE = CLASSES * WIDTH
LEAST, MOST = 1e-9, 1.0 - 1e-9  # lost shares between which the complementary log-log is taken

Singles = NDArray[np.float32]


class Sides(NamedTuple):
    """Both sides of one encounter by draw, (draw, class): targets and fire [formation]."""

    own_count: Singles
    own_fire: Singles
    other_count: Singles
    other_fire: Singles


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
                lost[q] += left * min(rate[lane] * h[q] * power_of(left, -law, one), one)


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


@compiled(exact=True)
def block_end(law: NDArray[np.int64], order: NDArray[np.int64], start: int) -> int:
    """Give where the block that begins at `start` ends: full, or where the law changes. `order` sorts by law."""
    stop = start + 1
    while stop < order.size and stop < start + WIDTH and law[order[stop]] == law[order[start]]:
        stop += 1
    return stop


@compiled(exact=True)
def load_tables(coefficients: Coefficients, order: NDArray[np.int64], start: int, stop: int, work: Work) -> None:
    """Put the engagement tables of a block's draws into its lanes; lanes beyond the last repeat the first."""
    for lane in range(WIDTH):
        draw = order[start + lane if start + lane < stop else start]
        for q in range(CLASSES * CLASSES):
            work.preference[q * WIDTH + lane] = coefficients.preference[draw, q]
            work.pressure[q * WIDTH + lane] = coefficients.pressure[draw, q]


@compiled(exact=True)
def load_inventory(
    values: Singles, order: NDArray[np.int64], start: int, stop: int, block: Singles
) -> None:
    """Put an inventory (draw, class) of a block's draws into its lanes."""
    for lane in range(WIDTH):
        draw = order[start + lane if start + lane < stop else start]
        for j in range(CLASSES):
            block[j * WIDTH + lane] = values[draw, j]


@compiled(exact=True)
def fight_draws(
    fight: Any, work: Work, order: NDArray[np.int64], coefficients: Coefficients, sides: Sides, own_lost: Singles,
    other_lost: Singles,
) -> None:  # fmt: skip
    """Fight one encounter in every draw; fill the lost share of each class, both sides, (draw, class)."""
    start = 0
    while start < order.size:
        stop = block_end(coefficients.law, order, start)
        load_tables(coefficients, order, start, stop, work)
        load_inventory(sides.own_count, order, start, stop, work.own_count)
        load_inventory(sides.own_fire, order, start, stop, work.own_fire)
        load_inventory(sides.other_count, order, start, stop, work.other_count)
        load_inventory(sides.other_fire, order, start, stop, work.other_fire)
        for lane in range(WIDTH):
            draw = order[start + lane if start + lane < stop else start]
            scale, log_multiplier = coefficients.loss_scale[draw], coefficients.log_multiplier[draw]
            work.own_rate[lane] = scale * np.exp(-0.5 * log_multiplier) / STEPS
            work.other_rate[lane] = scale * np.exp(0.5 * log_multiplier) / STEPS
        fight(work, coefficients.law[order[start]], STEPS)
        for lane in range(stop - start):
            for j in range(CLASSES):
                own_lost[order[start + lane], j] = work.own_lost[j * WIDTH + lane]
                other_lost[order[start + lane], j] = work.other_lost[j * WIDTH + lane]
        start = stop


@compiled(exact=True)
def mirror_scales(
    fight: Any, work: Work, order: NDArray[np.int64], coefficients: Coefficients, sides: Sides,
    weights: NDArray[np.float64], wanted: NDArray[np.float64], scale: Singles,
) -> None:  # fmt: skip
    """Fill the loss scale of each draw at which the own side loses the share wanted against its mirror image.

    ln(-ln(1 - lost share)) grows almost in step with the log of the scale, so the secant of `advance` needs a few
    fights. A share out of reach takes the end of the range searched; infinity marks a duel in which nothing is lost.
    """
    point, low, high = np.empty(WIDTH), np.empty(WIDTH), np.empty(WIDTH)
    last, last_value, lost = np.empty(WIDTH), np.empty(WIDTH), np.empty(WIDTH)
    start = 0
    while start < order.size:
        stop = block_end(coefficients.law, order, start)
        load_tables(coefficients, order, start, stop, work)
        load_inventory(sides.own_count, order, start, stop, work.own_count)
        load_inventory(sides.own_fire, order, start, stop, work.own_fire)
        point[:], low[:], high[:] = 0.0, -MOST_LOG, MOST_LOG
        last[:], last_value[:] = np.inf, np.inf
        for _ in range(TRIALS):
            for lane in range(WIDTH):
                work.own_rate[lane] = np.exp(point[lane]) / STEPS
            fight(work, coefficients.law[order[start]], STEPS)
            still = 0
            for lane in range(WIDTH):
                draw = order[start + lane if start + lane < stop else start]
                lost[lane] = lost_share(work.own_count, work.own_lost, weights, lane, WIDTH)
                value = _log_log(lost[lane]) - _log_log(wanted[draw])
                still += advance(lane, value, point, low, high, last, last_value)
            if not still:
                break
        for lane in range(stop - start):
            scale[order[start + lane]] = np.exp(point[lane]) if lost[lane] > 0.0 else np.inf
        start = stop


@compiled(exact=True)
def _log_log(share: float) -> float:
    """Give ln(-ln(1 - share)), the share kept off 0 and 1."""
    found: float = np.log(-np.log(1.0 - min(max(share, LEAST), MOST)))
    return found
