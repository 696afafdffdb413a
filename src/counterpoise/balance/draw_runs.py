"""One encounter in every draw, fought in blocks of draws: losses, break-evens, and the loss scale. Compiled.

Blocks hold draws of one law; a draw's numbers do not depend on which others share its block.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterpoise.balance.compiled import compiled
from counterpoise.balance.kernels import CLASSES, STEPS, Coefficients, Work, lost_share
from counterpoise.balance.kernels_by_draw import WIDTH

# Roots are sought between e^-8 and e^8; beyond, the answer is an end of that range.
MOST_LOG = 8.0
TRIALS = 24
CLOSE_ENOUGH = 1e-4
FLAT = 0.1
TINY = 1e-12
LEAST, MOST = 1e-9, 1.0 - 1e-9  # lost shares between which the complementary log-log is taken

Singles = NDArray[np.float32]
Order = NDArray[np.int64]  # the draws sorted by law


class Sides(NamedTuple):
    """Both sides of one encounter by draw, (draw, class): targets and fire [formation]."""

    own_count: Singles
    own_fire: Singles
    other_count: Singles
    other_fire: Singles


class Search(NamedTuple):
    """Where a search for the root of an increasing function stands, by lane."""

    point: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    last: NDArray[np.float64]
    last_value: NDArray[np.float64]


def make_search() -> Search:
    """Give the room of a search."""
    return Search._make(np.zeros((5, WIDTH)))


@compiled(exact=True)
def block_end(law: Order, order: Order, start: int) -> int:
    """Give where the block that begins at `start` ends: full, or where the law changes."""
    stop = start + 1
    while stop < order.size and stop < start + WIDTH and law[order[stop]] == law[order[start]]:
        stop += 1
    return stop


@compiled(exact=True)
def draw_in(order: Order, start: int, stop: int, lane: int) -> int:
    """Give the draw in a lane of a block; lanes beyond the last repeat the first."""
    draw: int = order[start + lane] if start + lane < stop else order[start]
    return draw


@compiled(exact=True)
def load_tables(coefficients: Coefficients, order: Order, start: int, stop: int, work: Work) -> None:
    """Put the engagement tables of a block's draws into its lanes."""
    for lane in range(WIDTH):
        draw = draw_in(order, start, stop, lane)
        for q in range(CLASSES * CLASSES):
            work.preference[q * WIDTH + lane] = coefficients.preference[draw, q]
            work.pressure[q * WIDTH + lane] = coefficients.pressure[draw, q]


@compiled(exact=True)
def load_sides(sides: Sides, order: Order, start: int, stop: int, work: Work) -> None:
    """Put both sides of a block's draws into its lanes."""
    for lane in range(WIDTH):
        draw = draw_in(order, start, stop, lane)
        for j in range(CLASSES):
            q = j * WIDTH + lane
            work.own_count[q], work.own_fire[q] = sides.own_count[draw, j], sides.own_fire[draw, j]
            work.other_count[q], work.other_fire[q] = sides.other_count[draw, j], sides.other_fire[draw, j]


@compiled(exact=True)
def set_rates(scale: float, log_multiplier: float, lane: int, work: Work) -> None:
    """Set a lane's loss rates a step, as `engine_room.set_rates`."""
    work.own_rate[lane] = scale * np.exp(-0.5 * log_multiplier) / STEPS
    work.other_rate[lane] = scale * np.exp(0.5 * log_multiplier) / STEPS


@compiled(exact=True)
def fight_draws(
    fight: Any, work: Work, order: Order, coefficients: Coefficients, sides: Sides, own_lost: Singles,
    other_lost: Singles,
) -> None:  # fmt: skip
    """Fight one encounter in every draw; fill the lost share of each class, both sides, (draw, class)."""
    start = 0
    while start < order.size:
        stop = block_end(coefficients.law, order, start)
        load_tables(coefficients, order, start, stop, work)
        load_sides(sides, order, start, stop, work)
        for lane in range(WIDTH):
            draw = draw_in(order, start, stop, lane)
            set_rates(coefficients.loss_scale[draw], coefficients.log_multiplier[draw], lane, work)
        fight(work, coefficients.law[order[start]], STEPS)
        for lane in range(stop - start):
            for j in range(CLASSES):
                own_lost[order[start + lane], j] = work.own_lost[j * WIDTH + lane]
                other_lost[order[start + lane], j] = work.other_lost[j * WIDTH + lane]
        start = stop


@compiled(exact=True)
def break_even_draws(
    fight: Any, work: Work, search: Search, order: Order, coefficients: Coefficients, sides: Sides,
    own_weights: NDArray[np.float64], other_weights: NDArray[np.float64], guess: NDArray[np.float64], threshold: float,
    found: NDArray[np.float64],
) -> None:  # fmt: skip
    """Fill `found` (draw,) with the ln(M eps) at which E is the threshold; infinite beyond the range.

    E grows with M, so there is one such point, sought from a guess.
    """
    start = 0
    while start < order.size:
        stop = block_end(coefficients.law, order, start)
        load_tables(coefficients, order, start, stop, work)
        load_sides(sides, order, start, stop, work)
        for lane in range(WIDTH):
            begin(search, lane, guess[draw_in(order, start, stop, lane)])
        for _ in range(TRIALS):
            for lane in range(WIDTH):
                set_rates(coefficients.loss_scale[draw_in(order, start, stop, lane)], search.point[lane], lane, work)
            fight(work, coefficients.law[order[start]], STEPS)
            still = 0
            for lane in range(WIDTH):
                own = lost_share(work.own_count, work.own_lost, own_weights, lane, WIDTH)
                other = lost_share(work.other_count, work.other_lost, other_weights, lane, WIDTH)
                still += advance(search, lane, np.log(other + TINY) - np.log(own + TINY) - threshold)
            if not still:
                break
        for lane in range(stop - start):
            at = search.point[lane]
            found[order[start + lane]] = np.inf if at >= MOST_LOG else -np.inf if at <= -MOST_LOG else at
        start = stop


@compiled(exact=True)
def mirror_scales(
    fight: Any, work: Work, search: Search, order: Order, coefficients: Coefficients, sides: Sides,
    weights: NDArray[np.float64], wanted: NDArray[np.float64], scale: Singles,
) -> None:  # fmt: skip
    """Fill the loss scale of each draw at which the own side loses the share wanted against its mirror image.

    ln(-ln(1 - lost share)) grows almost in step with the log of the scale. A share out of reach takes the end of the
    range searched; infinity marks a duel in which nothing is lost.
    """
    lost = np.empty(WIDTH)
    start = 0
    while start < order.size:
        stop = block_end(coefficients.law, order, start)
        load_tables(coefficients, order, start, stop, work)
        load_sides(sides, order, start, stop, work)
        for lane in range(WIDTH):
            begin(search, lane, 0.0)
        for _ in range(TRIALS):
            for lane in range(WIDTH):
                set_rates(np.exp(search.point[lane]), 0.0, lane, work)
            fight(work, coefficients.law[order[start]], STEPS)
            still = 0
            for lane in range(WIDTH):
                lost[lane] = lost_share(work.own_count, work.own_lost, weights, lane, WIDTH)
                value = log_log(lost[lane]) - log_log(wanted[draw_in(order, start, stop, lane)])
                still += advance(search, lane, value)
            if not still:
                break
        for lane in range(stop - start):
            scale[order[start + lane]] = np.exp(search.point[lane]) if lost[lane] > 0.0 else np.inf
        start = stop


@compiled(exact=True)
def log_log(share: float) -> float:
    """Give ln(-ln(1 - share)), the share kept off 0 and 1."""
    found: float = np.log(-np.log(1.0 - min(max(share, LEAST), MOST)))
    return found


@compiled(exact=True)
def begin(search: Search, lane: int, guess: float) -> None:
    """Begin a lane's search at a guess."""
    search.point[lane], search.low[lane], search.high[lane] = guess, -MOST_LOG, MOST_LOG
    search.last[lane], search.last_value[lane] = np.inf, np.inf


@compiled(exact=True)
def advance(search: Search, lane: int, value: float) -> bool:
    """Move a lane's trial point towards the root of an increasing function; say whether it has further to go.

    A secant from the last two trials, kept inside the bracket; the second trial is one step of slope 1 away.
    """
    point, low, high, last, last_value = search.point, search.low, search.high, search.last, search.last_value
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
    # Where it is flat it may have no root at all: try the end of the range, so that "beyond it" is a finding.
    step = at - value / slope if slope > FLAT else (MOST_LOG if value < 0.0 else -MOST_LOG)
    step = min(max(step, -MOST_LOG), MOST_LOG)
    untried = (step == -MOST_LOG and low[lane] == step) or (step == MOST_LOG and high[lane] == step)
    point[lane] = step if untried or low[lane] < step < high[lane] else 0.5 * (low[lane] + high[lane])
    return True
