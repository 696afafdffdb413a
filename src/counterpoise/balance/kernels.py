"""The attrition kernel: arrays in, arrays out; compiled; no labels, files, logs or randomness. docs/model/attrition.md.

Layout is speed: the coalitions of one draw lie side by side in `LANES` lanes, because they share the draw's
coefficients. Arrays "(class, lane)" are flat, class by class. Every function works in the precision of its arrays.
"""

from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterpoise.balance.compiled import compiled, compiled_pointer

LANES = 64
GRAIN = 16  # lanes that are fought together: no block takes less time than this many
CLASSES = 12
STEPS = 60
SIZE = CLASSES * LANES

Real = NDArray[Any]  # float32, or float64 where a verdict lies at its threshold


class Coefficients(NamedTuple):
    """What all coalitions, worlds and years of one draw share, by draw. Law codes: see `fight`."""

    preference: NDArray[np.float32]  # (draw, class * class)  weight of target (column) for shooter (row) [1]
    pressure: NDArray[np.float32]  # (draw, class * class)  engagement rate times preference [1]
    law: NDArray[np.int64]  # (draw,)
    loss_scale: NDArray[np.float32]  # (draw,)  lambda [1]
    log_multiplier: NDArray[np.float64]  # (draw,)  ln(M eps): effectiveness times circumstance [1]


class Forces(NamedTuple):
    """Two inventories a class, by scenario (a world in a year) and draw: targets and fire [formation]."""

    own_count: NDArray[np.float32]  # (scenario, draw, class)
    own_fire: NDArray[np.float32]
    actor_count: NDArray[np.float32]  # (scenario, draw, actor, class)
    actor_fire: NDArray[np.float32]
    joined: NDArray[np.int64]  # (coalition,)  members whose land forces have an unbroken way, as a mask
    is_land: NDArray[np.bool_]  # (class,)
    own_weights: NDArray[np.float64]  # (group, class)  fixed shares of each class, overall first [1]
    other_weights: NDArray[np.float64]
    score_weights: NDArray[np.float64]  # (class,)  value of a formation in the one-line index


class Work(NamedTuple):
    """Room for one block of lanes, and the scalars of the model. Blocks are held in float64 and fought in either."""

    own_count: Real  # (class, lane), as all but the rates
    own_fire: Real
    other_count: Real
    other_fire: Real
    own_lost: Real
    other_lost: Real
    present: Real
    own_aimed: Real
    other_aimed: Real
    own_rate: Real  # (lane,)
    other_rate: Real  # (lane,)
    preference: Real  # (class * class,)
    pressure: Real  # (class * class,)
    one: Any  # 1
    dilution: Any  # formations added to every denominator, delta [formation]
    capacity: Any  # most that a shooter can do, C [1]


def make_work(*, dilution: float, capacity: float) -> Work:
    """Give the room that the compiled functions need."""
    blocks, rates, tables = np.zeros((9, SIZE)), np.zeros((2, LANES)), np.zeros((2, CLASSES * CLASSES))
    room: tuple[Any, ...] = (*blocks, *rates, *tables)
    return Work._make((*room, 1.0, float(dilution), float(capacity)))


@compiled()
def aim(fire: Real, lost: Real, target: Real, target_lost: Real, work: Work, aimed: Real, lanes: int) -> None:
    """Fill `aimed` (class, lane) with each class's fire per weighted target formation: G x / (delta + sum w N x)."""
    w, present, one, dilution = work.preference, work.present, work.one, work.dilution
    for k in range(CLASSES):
        for lane in range(lanes):
            q = k * LANES + lane
            present[q] = target[q] * (one - target_lost[q])
    for i in range(CLASSES):
        for lane in range(lanes):
            total = dilution
            for k in range(CLASSES):
                total += w[i * CLASSES + k] * present[k * LANES + lane]
            aimed[i * LANES + lane] = fire[i * LANES + lane] * (one - lost[i * LANES + lane]) / total


@compiled()
def total_pressure(aimed: Real, a: Real, target: int, lane: int) -> Any:
    """Give the pressure on a target class in a lane: the sum over shooters of rate, preference and fire."""
    total = a[target] * aimed[lane]
    for i in range(1, CLASSES):
        total += a[i * CLASSES + target] * aimed[i * LANES + lane]
    return total


@compiled()
def power_of(x: Any, sixteenths: int, one: Any) -> Any:
    """Give x to the power sixteenths / 16, by square roots; sixteenths from 0 to 16."""
    half = np.sqrt(x)
    quarter = np.sqrt(half)
    eighth = np.sqrt(quarter)
    power = np.sqrt(eighth) if sixteenths & 1 else one
    power = power * eighth if sixteenths & 2 else power
    power = power * quarter if sixteenths & 4 else power
    power = power * half if sixteenths & 8 else power
    return x if sixteenths == 16 else power


@compiled()
def share_worn(left: Any, pressure: Any, law: int, one: Any) -> Any:
    """Give the share that a step of the rival takes of what is left, x: c = pressure x^(-law / 16), up to a half.

    Above a half it is 1 - 1 / (4 c), which goes on from there with the same slope. What remains of x then never falls
    as x grows: of two classes the one with more left before a step has no less after it. With c alone it falls where c
    exceeds a half, as c grows with x.
    """
    share = pressure * power_of(left, -law, one)
    return share if share + share <= one else one - one / (share + share + share + share)


@compiled()
def hit(aimed: Real, rate: Real, law: int, lost: Real, work: Work, lanes: int) -> None:
    """Add one step's losses to `lost` (class, lane): each class loses the share rate * law(pressure) of what is left.

    law 1 to 8: Helmbold's form, the lesser of h^(law / 8) and capacity * h; the exponent s is law / 4.
    law 0 to -16: the rival member, h times the surviving share to the power -law / 16; s is 2 + law / 16.
    Powers on these grids are chains of square roots: a general power would halve the speed. The three exponents of the
    default grid have loops of their own, in which the roots overlap with the sums.
    """
    a, capacity, one = work.pressure, work.capacity, work.one
    for j in range(CLASSES):
        if law == 2:
            for lane in range(lanes):
                h = total_pressure(aimed, a, j, lane)
                share = min(rate[lane] * min(np.sqrt(np.sqrt(h)), capacity * h), one)
                lost[j * LANES + lane] += (one - lost[j * LANES + lane]) * share
        elif law == 3:
            for lane in range(lanes):
                h = total_pressure(aimed, a, j, lane)
                share = min(rate[lane] * min(np.sqrt(np.sqrt(h * np.sqrt(h))), capacity * h), one)
                lost[j * LANES + lane] += (one - lost[j * LANES + lane]) * share
        elif law == 4:
            for lane in range(lanes):
                h = total_pressure(aimed, a, j, lane)
                share = min(rate[lane] * min(np.sqrt(h), capacity * h), one)
                lost[j * LANES + lane] += (one - lost[j * LANES + lane]) * share
        elif law > 0:
            for lane in range(lanes):
                h = total_pressure(aimed, a, j, lane)
                share = min(rate[lane] * min(power_of(h, law * 2, one), capacity * h), one)
                lost[j * LANES + lane] += (one - lost[j * LANES + lane]) * share
        else:
            for lane in range(lanes):
                left = one - lost[j * LANES + lane]
                pressure = rate[lane] * total_pressure(aimed, a, j, lane)
                lost[j * LANES + lane] += left * share_worn(left, pressure, law, one)


@compiled()
def fight(work: Work, law: int, steps: int, lanes: int) -> None:
    """Fight a block of lanes from the forces and rates in `work`; fill the lost share of each class, both sides [1].

    Both sides fire at once; losses of a step count from the next. Only the first `lanes` are fought: time grows by
    sixteens. Nothing is checked here.
    """
    own_lost, other_lost = work.own_lost, work.other_lost
    for q in range(SIZE):
        own_lost[q] = 0
        other_lost[q] = 0
    for _ in range(steps):
        aim(work.own_fire, own_lost, work.other_count, other_lost, work, work.own_aimed, lanes)
        aim(work.other_fire, other_lost, work.own_count, own_lost, work, work.other_aimed, lanes)
        hit(work.other_aimed, work.own_rate, law, own_lost, work, lanes)
        hit(work.own_aimed, work.other_rate, law, other_lost, work, lanes)


@compiled(exact=True)
def lost_share(count: Real, lost: Real, weights: NDArray[np.float64], lane: int, lanes: int) -> float:
    """Give the lost share of one side in a lane under fixed class weights; an absent class counts as lost [1]."""
    total = 0.0
    for j in range(CLASSES):
        q = j * lanes + lane
        total += weights[j] * (lost[q] if count[q] > 0 else 1.0)
    return total


@compiled(exact=True)
def grains(count: int) -> int:
    """Give how many lanes to fight for a number of encounters: whole grains."""
    return (count + GRAIN - 1) // GRAIN * GRAIN


@compiled(exact=True)
def copy_work(source: Work, target: Work, lanes: int) -> None:
    """Copy everything that a fight of the first `lanes` reads."""
    for j in range(CLASSES):
        for i in range(j * LANES, j * LANES + lanes):
            target.own_count[i] = source.own_count[i]
            target.own_fire[i] = source.own_fire[i]
            target.other_count[i] = source.other_count[i]
            target.other_fire[i] = source.other_fire[i]
    for i in range(lanes):
        target.own_rate[i] = source.own_rate[i]
        target.other_rate[i] = source.other_rate[i]
    for i in range(CLASSES * CLASSES):
        target.preference[i] = source.preference[i]
        target.pressure[i] = source.pressure[i]


def fight_in_double(work: Work, law: int, steps: int, lanes: int) -> None:
    """Do as `fight`, in float64."""
    fight(work, law, steps, lanes)


def fight_in_single(work: Work, law: int, steps: int, lanes: int) -> None:
    """Do as `fight`, in float32, on a block held in float64: twice the lanes to an instruction."""
    blocks = np.empty((9, SIZE), np.float32)
    rates = np.empty((2, LANES), np.float32)
    tables = np.empty((2, CLASSES * CLASSES), np.float32)
    single = Work(
        blocks[0], blocks[1], blocks[2], blocks[3], blocks[4], blocks[5], blocks[6], blocks[7], blocks[8], rates[0],
        rates[1], tables[0], tables[1], np.float32(work.one), np.float32(work.dilution), np.float32(work.capacity),
    )  # fmt: skip
    copy_work(work, single, lanes)
    fight(single, law, steps, lanes)
    for j in range(CLASSES):
        for i in range(j * LANES, j * LANES + lanes):
            work.own_lost[i] = single.own_lost[i]
            work.other_lost[i] = single.other_lost[i]


@cache
def fight_pointer(precision: str) -> Any:
    """Give the compiled kernel in "single" or "double" precision, as a function that compiled code can be handed.

    Its callers are compiled without it, which takes half a minute off the first run.
    """
    function = fight_in_single if precision == "single" else fight_in_double
    return compiled_pointer(function, make_work(dilution=0.0, capacity=0.0), 1, 1, 1)


@compiled(exact=True)
def fight_once(fight_block: Any, work: Work, law: int, steps: int, lanes: int) -> None:
    """Call a kernel by its pointer."""
    fight_block(work, law, steps, lanes)
