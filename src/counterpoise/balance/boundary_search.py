"""Exact verdicts for every coalition by monotone boundary search, one draw at a time; compiled.

Adding an actor never helps the protected state (docs/model/attrition.md), so verdicts are a monotone Boolean function
of the coalition. Two sets of bits are kept, a bit a coalition: known to fail (closed upward) and known to hold (closed
downward). A score predicts the boundary, the predicted minimal failing and maximal holding coalitions are fought, and
what they decide is closed, until nothing is undecided. The score only orders the work; it never decides.

A verdict is a linear inequality: it fails if own_factor * own_loss - other_factor * other_loss > limit, where losses
are shares under fixed class weights. E < t is (exp t, 1, 0); K < k is (1, 0, 1 - k).
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from counterpoise.balance.coalition_bits import (
    ALL,
    ONE,
    WORD,
    Bits,
    add_to_counts,
    close_downward,
    close_upward,
    mark_edge,
    unchanged,
)
from counterpoise.balance.compiled import compiled
from counterpoise.balance.kernels import (
    CLASSES,
    LANES,
    STEPS,
    Coefficients,
    Forces,
    Work,
    fight_pointer,
    load_draw,
    load_lane,
    lost_share,
    make_work,
    set_rates,
)

# A coalition whose verdict hangs on less than this share of its terms is fought again in float64: rounding in float32
# moves the margin by at most 2e-7 (a test measures it).
CLOSE = 2e-6
# The prediction of the boundary: the most coalitions it is fitted to, and its pull towards equal weights.
MOST_FITTED = 512
RIDGE = 0.1


class Search(NamedTuple):
    """Room for the search of one thread."""

    fails: Bits  # (word,)
    holds: Bits
    predicted: Bits
    edge: Bits
    all_fails: Bits  # (scenario, verdict, word)
    all_holds: Bits
    score: NDArray[np.float32]  # (coalition,)
    land_score: NDArray[np.float32]
    own_loss: NDArray[np.float64]  # (coalition,)  of those fought in this scenario, else -1
    other_loss: NDArray[np.float64]
    fought: NDArray[np.int64]  # their number, then their masks in order
    masks: NDArray[np.int64]  # (lane,)
    near: NDArray[np.int64]  # (lane,)
    wanted: NDArray[np.int64]  # (coalition,)
    weight: NDArray[np.float64]  # (actor,)  what a member's strength counts for in the score


class Engine(NamedTuple):
    """Everything that a search reads, and its room: one for each thread."""

    coefficients: Coefficients
    forces: Forces
    work: Work
    search: Search
    fight_single: Any  # pointers to the kernel in both precisions
    fight_double: Any


def make_engine(
    coefficients: Coefficients, forces: Forces, *, dilution: float, capacity: float, n_verdicts: int
) -> Engine:
    """Give an engine for one thread over the draws and scenarios of `forces`."""
    work = make_work(dilution=dilution, capacity=capacity)
    n_scenarios, _, n_actors, _ = forces.actor_count.shape
    search = make_search(n_actors, n_scenarios, n_verdicts)
    return Engine(coefficients, forces, work, search, fight_pointer("single"), fight_pointer("double"))


def make_search(n_actors: int, n_scenarios: int, n_verdicts: int) -> Search:
    """Give the room for searches over `n_actors` actors."""
    size = 1 << n_actors
    words = max(1, size // WORD)
    bits = [np.zeros(words, np.uint64) for _ in range(4)]
    firsts = [np.zeros((n_scenarios, n_verdicts, words), np.uint64) for _ in range(2)]
    scores = [np.zeros(size, np.float32) for _ in range(2)]
    losses = [np.full(size, -1.0) for _ in range(2)]
    lanes = [np.zeros(LANES, np.int64) for _ in range(2)]
    return Search(
        *bits,
        *firsts,
        *scores,
        *losses,
        np.zeros(size + 1, np.int64),
        *lanes,
        np.zeros(size, np.int64),
        np.ones(n_actors),
    )


@compiled(exact=True)
def strength(forces: Forces, scenario: int, draw: int, actor: int, land: bool) -> float:
    """Give an actor's fire weighted by the one-line index, on land or off it."""
    total = 0.0
    for j in range(CLASSES):
        if forces.is_land[j] == land:
            total += forces.actor_fire[scenario, draw, actor, j] * forces.score_weights[j]
    return total


@compiled(exact=True)
def load_lanes(engine: Engine, scenario: int, draw: int, masks: NDArray[np.int64], count: int) -> None:
    """Put up to `LANES` coalitions of one draw into a block; lanes beyond `count` repeat the first."""
    log_multiplier = engine.coefficients.log_multiplier[draw]
    for lane in range(LANES):
        load_lane(engine.forces, scenario, draw, masks[lane] if lane < count else masks[0], lane, engine.work)
        set_rates(engine.coefficients, draw, log_multiplier, lane, engine.work)


@compiled(exact=True)
def note_losses(engine: Engine, masks: NDArray[np.int64], count: int) -> None:
    """Keep the losses of the lanes just fought, under the coalitions' masks."""
    forces, work, search = engine.forces, engine.work, engine.search
    for lane in range(count):
        mask = masks[lane]
        if search.own_loss[mask] < 0.0:
            search.fought[0] += 1
            search.fought[search.fought[0]] = mask
        search.own_loss[mask] = lost_share(work.own_count, work.own_lost, forces.own_weights[0], lane)
        search.other_loss[mask] = lost_share(work.other_count, work.other_lost, forces.other_weights[0], lane)


@compiled(exact=True)
def margin(search: Search, mask: int, verdict: NDArray[np.float64]) -> float:
    """Give how far a coalition fought lies beyond the verdict's limit, relative to its terms; positive fails."""
    own, other = verdict[0] * search.own_loss[mask], verdict[1] * search.other_loss[mask]
    return (own - other - verdict[2]) / (own + other + abs(verdict[2]) + 1e-300)


@compiled(exact=True)
def settle(engine: Engine, scenario: int, draw: int, count: int, verdict: NDArray[np.float64]) -> int:
    """Add the verdicts on the coalitions in `masks`, once fought, and all that follows; give how many were refought.

    Those whose verdict hangs on rounding are fought again in float64 first.
    """
    search, n_near = engine.search, 0
    for lane in range(count):
        if abs(margin(search, search.masks[lane], verdict)) < CLOSE:
            search.near[n_near] = search.masks[lane]
            n_near += 1
    if n_near:
        load_lanes(engine, scenario, draw, search.near, n_near)
        engine.fight_double(engine.work, engine.coefficients.law[draw], STEPS)
        note_losses(engine, search.near, n_near)
    any_fails, any_holds = False, False
    for lane in range(count):
        mask = search.masks[lane]
        bit = ONE << np.uint64(mask % WORD)
        if margin(search, mask, verdict) > 0.0:
            search.fails[mask // WORD] |= bit
            any_fails = True
        else:
            search.holds[mask // WORD] |= bit
            any_holds = True
    n_actors = engine.forces.actor_fire.shape[2]
    if any_fails:
        close_upward(search.fails, n_actors)
    if any_holds:
        close_downward(search.holds, n_actors)
    return n_near


@compiled(exact=True)
def is_decided(search: Search, mask: int) -> bool:
    """Say whether a coalition is known to fail or to hold."""
    known = search.fails[mask // WORD] | search.holds[mask // WORD]
    return bool((known >> np.uint64(mask % WORD)) & ONE)


@compiled(exact=True)
def fill_scores(engine: Engine, scenario: int, draw: int) -> None:
    """Fill the score of every coalition: the strengths of its members times their weights, land only where joined."""
    search, joined = engine.search, engine.forces.joined
    score, land = search.score, search.land_score
    score[0] = 0.0
    land[0] = 0.0
    for actor in range(search.weight.size):
        plain = np.float32(search.weight[actor] * strength(engine.forces, scenario, draw, actor, False))
        ground = np.float32(search.weight[actor] * strength(engine.forces, scenario, draw, actor, True))
        size = 1 << actor
        for q in range(size):
            score[size + q] = score[q] + plain
            land[size + q] = land[q] + ground
    for q in range(score.size):
        score[q] += land[q & joined[q]]


@compiled(exact=True)
def fit_weights(engine: Engine, scenario: int, draw: int, verdict: NDArray[np.float64]) -> None:
    """Fit the actors' weights to the coalitions fought so far, so that a score of 1 is where the verdict should turn.

    If losses follow the law with exponent s, (own loss / other loss)^(1/s) grows as the sum of the members' strengths.
    Ridge regression of it on them, drawn towards equal weights; coalitions near the limit count most.
    """
    search, n = engine.search, engine.search.weight.size
    law = engine.coefficients.law[draw]
    exponent = law / 4.0 if law > 0 else 2.0 + law / 16.0
    matrix, vector, row = np.zeros((n, n)), np.zeros(n), np.zeros(n)
    plain, ground = np.zeros(n), np.zeros(n)
    for actor in range(n):
        plain[actor] = strength(engine.forces, scenario, draw, actor, False)
        ground[actor] = strength(engine.forces, scenario, draw, actor, True)
    product, square = 0.0, 1e-300
    for q in range(max(1, search.fought[0] - MOST_FITTED + 1), search.fought[0] + 1):
        mask = search.fought[q]
        joined = mask & engine.forces.joined[mask]
        whole = 0.0
        for actor in range(n):
            row[actor] = plain[actor] * ((mask >> actor) & 1) + ground[actor] * ((joined >> actor) & 1)
            whole += row[actor]
        logarithm = 2.0 * np.arctanh(margin(search, mask, verdict)) / exponent
        grown = np.exp(min(max(logarithm, -6.0), 6.0))
        near = 1.0 / (grown * grown * (0.02 + logarithm * logarithm))
        product += near * grown * whole
        square += near * whole * whole
        for i in range(n):
            vector[i] += near * row[i] * grown
            for k in range(i + 1):
                matrix[i, k] += near * row[i] * row[k]
    common = product / square
    for i in range(n):
        ridge = RIDGE * square * ((plain[i] + ground[i]) / (plain.sum() + ground.sum() + 1e-300)) ** 2 + 1e-12 * square
        matrix[i, i] += ridge
        vector[i] += ridge * common
    solve_in_place(matrix, vector)
    for actor in range(n):
        search.weight[actor] = max(vector[actor], 0.02 * common)


@compiled(exact=True)
def solve_in_place(matrix: NDArray[np.float64], vector: NDArray[np.float64]) -> None:
    """Solve a symmetric positive definite system from its lower triangle, by Cholesky; the answer replaces `vector`."""
    n = vector.size
    for i in range(n):
        for k in range(i + 1):
            total = matrix[i, k]
            for j in range(k):
                total -= matrix[i, j] * matrix[k, j]
            matrix[i, k] = np.sqrt(max(total, 1e-300)) if i == k else total / matrix[k, k]
    for i in range(n):
        for k in range(i):
            vector[i] -= matrix[i, k] * vector[k]
        vector[i] /= matrix[i, i]
    for i in range(n - 1, -1, -1):
        for k in range(i + 1, n):
            vector[i] -= matrix[k, i] * vector[k]
        vector[i] /= matrix[i, i]


@compiled(exact=True)
def predict_by_score(search: Search, threshold: float) -> None:
    """Predict that an undecided coalition fails where its score reaches the threshold."""
    cut = np.float32(threshold)
    width = min(WORD, search.score.size)
    for q in range(search.predicted.size):
        bits = np.uint64(0)
        if search.fails[q] | search.holds[q] != ALL:
            for i in range(width):
                bits |= np.uint64(search.score[q * WORD + i] >= cut) << np.uint64(i)
        search.predicted[q] = bits


@compiled(exact=True)
def list_edge(search: Search, n_actors: int) -> int:
    """List in `wanted` the undecided coalitions at the edge of the prediction, known ones put right; give their number.

    Were the prediction right everywhere, they would decide every coalition, and no smaller set would.
    """
    for q in range(search.predicted.size):
        search.predicted[q] = (search.predicted[q] & ~search.holds[q]) | search.fails[q]
    mark_edge(search.predicted, search.edge, n_actors)
    count = 0
    for q in range(search.edge.size):
        bits = search.edge[q] & ~(search.fails[q] | search.holds[q])
        mask = q * WORD
        while bits:
            if bits & ONE:
                search.wanted[count] = mask
                count += 1
            bits >>= ONE
            mask += 1
    return count


@compiled(exact=True)
def list_first(forces: Forces, scenario: int, draw: int, search: Search, n_actors: int) -> int:
    """List the first coalitions of a draw: all actors, each alone, all but each, and growing from the strongest."""
    everyone = (1 << n_actors) - 1
    search.wanted[0] = everyone
    count = 1
    for actor in range(n_actors):
        search.wanted[count] = 1 << actor
        search.wanted[count + 1] = everyone & ~(1 << actor)
        count += 2
    growing = 0
    while growing != everyone and count < LANES:
        best, most = 0, -1.0
        for actor in range(n_actors):
            own = strength(forces, scenario, draw, actor, True) + strength(forces, scenario, draw, actor, False)
            if not (growing >> actor) & 1 and own > most:
                best, most = actor, own
        growing |= 1 << best
        search.wanted[count] = growing
        count += 1
    return count


@compiled(exact=True)
def fight_wanted(
    engine: Engine, scenario: int, draw: int, verdict: NDArray[np.float64], n_wanted: int, tally: NDArray[np.int64]
) -> None:
    """Fight the wanted coalitions in blocks, passing over those that earlier blocks have decided.

    `tally` counts the coalitions fought and those fought again in float64.
    """
    search = engine.search
    place = 0
    while place < n_wanted:
        count = 0
        while place < n_wanted and count < LANES:
            mask = search.wanted[place]
            place += 1
            if not is_decided(search, mask):
                search.masks[count] = mask
                count += 1
        if count:
            load_lanes(engine, scenario, draw, search.masks, count)
            engine.fight_single(engine.work, engine.coefficients.law[draw], STEPS)
            note_losses(engine, search.masks, count)
            tally[0] += count
            tally[1] += settle(engine, scenario, draw, count, verdict)


@compiled(exact=True)
def recall(engine: Engine, scenario: int, draw: int, verdict: NDArray[np.float64], tally: NDArray[np.int64]) -> None:
    """Use what was fought in this scenario under an earlier verdict."""
    search = engine.search
    for start in range(0, search.fought[0], LANES):
        count = min(LANES, search.fought[0] - start)
        for lane in range(count):
            search.masks[lane] = search.fought[start + lane + 1]
        tally[1] += settle(engine, scenario, draw, count, verdict)


@compiled(exact=True)
def is_open(search: Search) -> bool:
    """Say whether any coalition is undecided."""
    for q in range(search.fails.size):  # noqa: SIM110 - compiled: a generator would not be
        if search.fails[q] | search.holds[q] != ALL:
            return True
    return False


@compiled(exact=True)
def compare(engine: Engine, scenario: int, base: int, draw: int) -> tuple[bool, bool, bool, int]:
    """Compare a scenario with its base in a draw: harder throughout, easier throughout, own forces the same, and which
    actors' forces differ (a mask). Harder is no more on the own side and no less on the other."""
    forces = engine.forces
    harder, easier, same_own, changed = True, True, True, 0
    for j in range(CLASSES):
        for own in (forces.own_count, forces.own_fire):
            before, now = own[base, draw, j], own[scenario, draw, j]
            harder, easier, same_own = harder and now <= before, easier and now >= before, same_own and now == before
        for actor in range(forces.actor_fire.shape[2]):
            for other in (forces.actor_count, forces.actor_fire):
                before, now = other[base, draw, actor, j], other[scenario, draw, actor, j]
                harder, easier = harder and now >= before, easier and now <= before
                changed |= int(now != before) << actor
    return harder, easier, same_own, changed


@compiled(exact=True)
def carry_over(engine: Engine, scenario: int, base: int, draw: int, v: int) -> None:
    """Begin with what the base scenario's verdicts decide, and predict that the rest are as there.

    Coalitions whose members have the same forces in both have the same verdict. If this scenario is harder
    throughout, failures stay failures; if easier, what held holds.
    """
    harder, easier, same_own, changed = compare(engine, scenario, base, draw)
    search, n_actors = engine.search, engine.forces.actor_fire.shape[2]
    fails, holds = search.all_fails[base, v], search.all_holds[base, v]
    for q in range(fails.size):
        same = unchanged(changed, q, n_actors) if same_own else np.uint64(0)
        search.fails[q] |= fails[q] & (ALL if harder else same)
        search.holds[q] |= holds[q] & (ALL if easier else same)
        search.predicted[q] = fails[q]


@compiled(exact=True)
def decide(
    engine: Engine, scenario: int, base: int, draw: int, verdicts: NDArray[np.float64], v: int, tally: NDArray[np.int64]
) -> None:
    """Decide every coalition of one draw and scenario under verdict `v`; the bits are left in `fails` and `holds`."""
    search, verdict = engine.search, verdicts[v]
    n_actors = engine.forces.actor_fire.shape[2]
    for q in range(search.fails.size):
        search.fails[q] = np.uint64(0)
        search.holds[q] = np.uint64(0)
    # Nobody against the protected state: it holds. Bits beyond the last coalition of a short word count as decided.
    search.holds[0] = ONE if n_actors >= 6 else ~((ONE << np.uint64(1 << n_actors)) - ONE) | ONE
    recall(engine, scenario, draw, verdict, tally)
    if base >= 0:
        carry_over(engine, scenario, base, draw, v)
        fight_wanted(engine, scenario, draw, verdict, list_edge(search, n_actors), tally)
    elif search.fought[0] == 0:
        fight_wanted(
            engine, scenario, draw, verdict, list_first(engine.forces, scenario, draw, search, n_actors), tally
        )
    while is_open(search):
        fit_weights(engine, scenario, draw, verdict)
        fill_scores(engine, scenario, draw)
        predict_by_score(search, 1.0)
        fight_wanted(engine, scenario, draw, verdict, list_edge(search, n_actors), tally)


@compiled(exact=True)
def forget(search: Search) -> None:
    """Empty the notes on coalitions fought, for the next scenario."""
    for q in range(1, search.fought[0] + 1):
        search.own_loss[search.fought[q]] = -1.0
    search.fought[0] = 0


@compiled(exact=True)
def decide_draws(
    engine: Engine, bases: NDArray[np.int64], verdicts: NDArray[np.float64], counts: NDArray[np.int64],
    tally: NDArray[np.int64], kept: Bits,
) -> None:  # fmt: skip
    """Decide every coalition in every draw and scenario, and count failures.

    bases   (scenario,)                       an earlier scenario to begin from, or -1
    counts  (scenario, verdict, coalition)    failing draws, added to
    tally   (scenario, 2)                     coalitions fought, and fought again in float64, added to
    kept    (draw, scenario, verdict, word)   the failing coalitions themselves, or no draw to keep none
    """
    search = engine.search
    for draw in range(engine.coefficients.law.size):
        load_draw(engine.coefficients, draw, engine.work)
        for scenario in range(bases.size):
            forget(search)
            for v in range(verdicts.shape[0]):
                decide(engine, scenario, bases[scenario], draw, verdicts, v, tally[scenario])
                search.all_fails[scenario, v] = search.fails
                search.all_holds[scenario, v] = search.holds
                add_to_counts(search.fails, counts[scenario, v])
                if kept.shape[0]:
                    kept[draw, scenario, v] = search.fails
