"""Exact verdicts for every coalition by monotone boundary search, one draw at a time; compiled.

Adding an actor never helps the protected state (docs/model/attrition.md), so verdicts are a monotone Boolean function
of the coalition. Two sets of bits are kept, a bit a coalition: known to fail (closed upward) and known to hold (closed
downward). A score predicts the boundary, the predicted minimal failing and maximal holding coalitions are fought, and
what they decide is closed, until nothing is undecided. Before that the whole search is made in `ROUGH_STEPS` steps, a
tenth of the work, and its boundary predicts the true one. Score and rough search only order the work; they never
decide.

A verdict is a linear inequality: it fails if own_factor * own_loss - other_factor * other_loss > limit, where losses
are shares under fixed class weights. E < t is (exp t, 1, 0); K < k is (1, 0, 1 - k).
"""

from typing import Any

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
from counterpoise.balance.engine_room import load_draw, load_lane, load_own, other_share, own_share, set_rates
from counterpoise.balance.kernels import CLASSES, LANES, STEPS, grains

# A coalition whose verdict hangs on less than this share of its terms is fought again in float64: rounding in float32
# moves the margin by at most 2e-7 (a test measures it).
CLOSE = 2e-6
# The prediction of the boundary: the most coalitions it is fitted to, and its pull towards equal weights.
MOST_FITTED = 64
RIDGE = 0.1
# Steps of a rough fight, and the last index of arrays that keep full fights and rough ones apart.
ROUGH_STEPS = 6
FULL, ROUGH = 0, 1
# Scores are kept for the lower eight actors and for the rest.
LOWER, LOWER_BITS = 8, 255


@compiled(exact=True)
def strength(engine: Any, scenario: int, draw: int, actor: int, land: bool) -> float:
    """Give an actor's fire weighted by the one-line index, on land or off it."""
    total = 0.0
    for j in range(CLASSES):
        if engine.is_land[j] == land:
            total += engine.actor_fire[scenario, draw, actor, j] * engine.score_weights[j]
    return total


@compiled(exact=True)
def load_lanes(engine: Any, scenario: int, draw: int, masks: NDArray[np.int64], count: int, steps: int) -> None:
    """Put up to `LANES` coalitions of one draw into a block; lanes beyond `count` repeat the first."""
    for lane in range(grains(count)):
        load_lane(engine, scenario, draw, masks[lane] if lane < count else masks[0], lane)
    set_rates(engine, draw, steps)


@compiled(exact=True)
def note_losses(engine: Any, masks: NDArray[np.int64], count: int, kind: int) -> None:
    """Keep the losses of the lanes just fought, under the coalitions' masks; `kind` is FULL or ROUGH throughout."""
    own_loss, other_loss, fought = engine.own_loss[kind], engine.other_loss[kind], engine.fought[kind]
    for lane in range(count):
        mask = masks[lane]
        if own_loss[mask] < 0.0:
            fought[0] += 1
            fought[fought[0]] = mask
        own_loss[mask] = own_share(engine, 0, lane)
        other_loss[mask] = other_share(engine, 0, lane)


@compiled(exact=True)
def margin(engine: Any, mask: int, verdict: NDArray[np.float64], kind: int) -> float:
    """Give how far a coalition fought lies beyond the verdict's limit, relative to its terms; positive fails."""
    own, other = verdict[0] * engine.own_loss[kind, mask], verdict[1] * engine.other_loss[kind, mask]
    beyond: float = (own - other - verdict[2]) / (own + other + abs(verdict[2]) + 1e-300)
    return beyond


@compiled(exact=True)
def settle(engine: Any, scenario: int, draw: int, count: int, verdict: NDArray[np.float64], kind: int) -> int:
    """Add the verdicts on the coalitions in `masks`, once fought, and all that follows; give how many were refought.

    Those whose verdict hangs on rounding are fought again in float64 first, unless the search is rough.
    """
    n_near = 0
    for lane in range(count):
        if kind == FULL and abs(margin(engine, engine.masks[lane], verdict, kind)) < CLOSE:
            engine.near[n_near] = engine.masks[lane]
            n_near += 1
    if n_near:
        load_lanes(engine, scenario, draw, engine.near, n_near, STEPS)
        engine.fight_double(engine.work, engine.law[draw], STEPS, grains(n_near))
        note_losses(engine, engine.near, n_near, FULL)
    any_fails, any_holds = False, False
    for lane in range(count):
        mask = engine.masks[lane]
        bit = ONE << np.uint64(mask % WORD)
        if margin(engine, mask, verdict, kind) > 0.0:
            engine.fails[mask // WORD] |= bit
            any_fails = True
        else:
            engine.holds[mask // WORD] |= bit
            any_holds = True
    n_actors = engine.actor_fire.shape[2]
    if any_fails:
        close_upward(engine.fails, n_actors)
    if any_holds:
        close_downward(engine.holds, n_actors)
    return n_near


@compiled(exact=True)
def is_decided(engine: Any, mask: int) -> bool:
    """Say whether a coalition is known to fail or to hold."""
    known = engine.fails[mask // WORD] | engine.holds[mask // WORD]
    return bool((known >> np.uint64(mask % WORD)) & ONE)


@compiled(exact=True)
def fill_scores(engine: Any, scenario: int, draw: int) -> None:
    """Fill the scores of all halves of coalitions: the strengths of their members times their weights."""
    engine.score[:] = 0.0
    for actor in range(engine.weight.size):
        half, bit = int(actor >= LOWER), 1 << (actor if actor < LOWER else actor - LOWER)
        plain = np.float32(engine.weight[actor] * strength(engine, scenario, draw, actor, False))
        ground = np.float32(engine.weight[actor] * strength(engine, scenario, draw, actor, True))
        for row, added in ((half, plain), (2 + half, ground)):
            for q in range(bit):
                engine.score[row, bit + q] = engine.score[row, q] + added


@compiled(exact=True)
def fit_weights(engine: Any, scenario: int, draw: int, verdict: NDArray[np.float64], kind: int) -> None:
    """Fit the actors' weights to the coalitions fought so far, so that a score of 1 is where the verdict should turn.

    If losses follow the law with exponent s, (own loss / other loss)^(1/s) grows as the sum of the members' strengths.
    Ridge regression of it on them, drawn towards equal weights; coalitions near the limit count most.
    """
    n = engine.weight.size
    law = engine.law[draw]
    exponent = law / 4.0 if law > 0 else 2.0 + law / 16.0
    matrix, vector, row = np.zeros((n, n)), np.zeros(n), np.zeros(n)
    plain, ground = np.zeros(n), np.zeros(n)
    for actor in range(n):
        plain[actor] = strength(engine, scenario, draw, actor, False)
        ground[actor] = strength(engine, scenario, draw, actor, True)
    product, square = 0.0, 1e-300
    fought = engine.fought[kind]
    for q in range(max(1, fought[0] - MOST_FITTED + 1), fought[0] + 1):
        mask = fought[q]
        joined = mask & engine.joined[mask]
        whole = 0.0
        for actor in range(n):
            row[actor] = plain[actor] * ((mask >> actor) & 1) + ground[actor] * ((joined >> actor) & 1)
            whole += row[actor]
        logarithm = 2.0 * np.arctanh(margin(engine, mask, verdict, kind)) / exponent
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
        engine.weight[actor] = max(vector[actor], 0.02 * common)


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
def predict_by_score(engine: Any, threshold: float) -> None:
    """Predict that an undecided coalition fails where its score reaches the threshold; land counts where joined."""
    cut = np.float32(threshold)
    lower, upper, land_lower, land_upper = engine.score[0], engine.score[1], engine.score[2], engine.score[3]
    width = min(WORD, engine.joined.size)
    for q in range(engine.predicted.size):
        bits = np.uint64(0)
        if engine.fails[q] | engine.holds[q] != ALL:
            for i in range(width):
                mask = q * WORD + i
                joined = mask & engine.joined[mask]
                score = lower[mask & LOWER_BITS] + upper[mask >> LOWER]
                score += land_lower[joined & LOWER_BITS] + land_upper[joined >> LOWER]
                bits |= np.uint64(score >= cut) << np.uint64(i)
        engine.predicted[q] = bits


@compiled(exact=True)
def list_edge(engine: Any, n_actors: int) -> int:
    """List in `wanted` the undecided coalitions at the edge of the prediction, known ones put right; give their number.

    Were the prediction right everywhere, they would decide every coalition, and no smaller set would.
    """
    for q in range(engine.predicted.size):
        engine.predicted[q] = (engine.predicted[q] & ~engine.holds[q]) | engine.fails[q]
    mark_edge(engine.predicted, engine.edge, n_actors)
    count = 0
    for q in range(engine.edge.size):
        bits = engine.edge[q] & ~(engine.fails[q] | engine.holds[q])
        mask = q * WORD
        while bits:
            if bits & ONE:
                engine.wanted[count] = mask
                count += 1
            bits >>= ONE
            mask += 1
    return count


@compiled(exact=True)
def list_first(engine: Any, scenario: int, draw: int, n_actors: int) -> int:
    """List the first coalitions of a draw: all actors, and growing from the strongest. Many draws end here."""
    everyone = (1 << n_actors) - 1
    engine.wanted[0] = everyone
    count = 1
    growing = 0
    while growing != everyone and count < LANES:
        best, most = 0, -1.0
        for actor in range(n_actors):
            own = strength(engine, scenario, draw, actor, True) + strength(engine, scenario, draw, actor, False)
            if not (growing >> actor) & 1 and own > most:
                best, most = actor, own
        growing |= 1 << best
        engine.wanted[count] = growing
        count += 1
    return count


@compiled(exact=True)
def list_second(engine: Any, n_actors: int) -> int:
    """List each actor alone and all but each."""
    everyone = (1 << n_actors) - 1
    for actor in range(n_actors):
        engine.wanted[2 * actor] = 1 << actor
        engine.wanted[2 * actor + 1] = everyone & ~(1 << actor)
    return 2 * n_actors


@compiled(exact=True)
def fight_wanted(
    engine: Any, scenario: int, draw: int, verdict: NDArray[np.float64], n_wanted: int, kind: int,
    tally: NDArray[np.int64],
) -> None:  # fmt: skip
    """Fight the wanted coalitions in blocks, passing over those that earlier blocks have decided.

    `tally` counts the coalitions fought in full, those fought again in float64, and those fought roughly.
    """
    steps = STEPS if kind == FULL else ROUGH_STEPS
    place = 0
    while place < n_wanted:
        count = 0
        while place < n_wanted and count < LANES:
            mask = engine.wanted[place]
            place += 1
            if not is_decided(engine, mask):
                engine.masks[count] = mask
                count += 1
        if count:
            load_lanes(engine, scenario, draw, engine.masks, count, steps)
            engine.fight_single(engine.work, engine.law[draw], steps, grains(count))
            note_losses(engine, engine.masks, count, kind)
            tally[0 if kind == FULL else 2] += count
            tally[1] += settle(engine, scenario, draw, count, verdict, kind)


@compiled(exact=True)
def recall(engine: Any, scenario: int, draw: int, verdict: NDArray[np.float64], tally: NDArray[np.int64]) -> None:
    """Use what was fought in this scenario under an earlier verdict."""
    fought = engine.fought[FULL]
    for start in range(0, fought[0], LANES):
        count = min(LANES, fought[0] - start)
        for lane in range(count):
            engine.masks[lane] = fought[start + lane + 1]
        tally[1] += settle(engine, scenario, draw, count, verdict, FULL)


@compiled(exact=True)
def is_open(engine: Any) -> bool:
    """Say whether any coalition is undecided."""
    for q in range(engine.fails.size):  # noqa: SIM110 - compiled: a generator would not be
        if engine.fails[q] | engine.holds[q] != ALL:
            return True
    return False


@compiled(exact=True)
def compare(engine: Any, scenario: int, base: int, draw: int) -> tuple[bool, bool, bool, int]:
    """Compare a scenario with its base in a draw: harder throughout, easier throughout, own forces the same, and which
    actors' forces differ (a mask). Harder is no more on the own side and no less on the other."""
    harder, easier, same_own, changed = True, True, True, 0
    for j in range(CLASSES):
        for own in (engine.own_count, engine.own_fire):
            before, now = own[base, draw, j], own[scenario, draw, j]
            harder, easier, same_own = harder and now <= before, easier and now >= before, same_own and now == before
        for actor in range(engine.actor_fire.shape[2]):
            for other in (engine.actor_count, engine.actor_fire):
                before, now = other[base, draw, actor, j], other[scenario, draw, actor, j]
                harder, easier = harder and now >= before, easier and now <= before
                changed |= int(now != before) << actor
    return harder, easier, same_own, changed


@compiled(exact=True)
def carry_over(engine: Any, scenario: int, base: int, draw: int, v: int) -> None:
    """Begin with what the base scenario's verdicts decide, and predict that the rest are as there.

    Coalitions whose members have the same forces in both have the same verdict. If this scenario is harder
    throughout, failures stay failures; if easier, what held holds.
    """
    harder, easier, same_own, changed = compare(engine, scenario, base, draw)
    n_actors = engine.actor_fire.shape[2]
    fails, holds = engine.all_fails[base, v], engine.all_holds[base, v]
    for q in range(fails.size):
        same = unchanged(changed, q, n_actors) if same_own else np.uint64(0)
        engine.fails[q] |= fails[q] & (ALL if harder else same)
        engine.holds[q] |= holds[q] & (ALL if easier else same)
        engine.predicted[q] = fails[q]


@compiled(exact=True)
def decide(
    engine: Any, scenario: int, base: int, draw: int, verdicts: NDArray[np.float64], v: int, tally: NDArray[np.int64]
) -> None:
    """Decide every coalition of one draw and scenario under verdict `v`; the bits are left in `fails` and `holds`."""
    verdict = verdicts[v]
    n_actors = engine.actor_fire.shape[2]
    for q in range(engine.fails.size):
        engine.fails[q] = np.uint64(0)
        engine.holds[q] = np.uint64(0)
    # Nobody against the protected state: it holds. Bits beyond the last coalition of a short word count as decided.
    engine.holds[0] = ONE if n_actors >= 6 else ~((ONE << np.uint64(1 << n_actors)) - ONE) | ONE
    recall(engine, scenario, draw, verdict, tally)
    if base >= 0:
        carry_over(engine, scenario, base, draw, v)
    engine.kept_fails[:], engine.kept_holds[:] = engine.fails, engine.holds
    close_in(engine, scenario, draw, verdict, base >= 0, ROUGH, tally)
    engine.predicted[:] = engine.fails
    engine.fails[:], engine.holds[:] = engine.kept_fails, engine.kept_holds
    forget(engine, ROUGH)
    close_in(engine, scenario, draw, verdict, True, FULL, tally)


@compiled(exact=True)
def close_in(
    engine: Any, scenario: int, draw: int, verdict: NDArray[np.float64], is_predicted: bool, kind: int,
    tally: NDArray[np.int64],
) -> None:  # fmt: skip
    """Fight until every coalition is decided, from what is known and the prediction, if there is one."""
    n_actors = engine.actor_fire.shape[2]
    if is_predicted:
        fight_wanted(engine, scenario, draw, verdict, list_edge(engine, n_actors), kind, tally)
    else:
        fight_wanted(engine, scenario, draw, verdict, list_first(engine, scenario, draw, n_actors), kind, tally)
        fight_wanted(engine, scenario, draw, verdict, list_second(engine, n_actors), kind, tally)
    while is_open(engine):
        fit_weights(engine, scenario, draw, verdict, kind)
        fill_scores(engine, scenario, draw)
        predict_by_score(engine, 1.0)
        fight_wanted(engine, scenario, draw, verdict, list_edge(engine, n_actors), kind, tally)


@compiled(exact=True)
def forget(engine: Any, kind: int) -> None:
    """Empty the notes on coalitions fought."""
    for q in range(1, engine.fought[kind, 0] + 1):
        engine.own_loss[kind, engine.fought[kind, q]] = -1.0
    engine.fought[kind, 0] = 0


@compiled(exact=True)
def decide_draws(
    engine: Any, bases: NDArray[np.int64], verdicts: NDArray[np.float64], counts: NDArray[np.int64],
    tally: NDArray[np.int64], kept: Bits,
) -> None:  # fmt: skip
    """Decide every coalition in every draw and scenario, and count failures.

    bases   (scenario,)                       an earlier scenario to begin from, or -1
    counts  (scenario, verdict, coalition)    failing draws, added to
    tally   (scenario, 3)                     coalitions fought, fought again in float64, and roughly, added to
    kept    (draw, scenario, verdict, word)   the failing coalitions themselves, or no draw to keep none
    """
    for draw in range(engine.law.size):
        load_draw(engine, draw)
        for scenario in range(bases.size):
            forget(engine, FULL)
            load_own(engine, scenario, draw, 0, LANES)
            for v in range(verdicts.shape[0]):
                decide(engine, scenario, bases[scenario], draw, verdicts, v, tally[scenario])
                engine.all_fails[scenario, v] = engine.fails
                engine.all_holds[scenario, v] = engine.holds
                add_to_counts(engine.fails, counts[scenario, v])
                if kept.shape[0]:
                    kept[draw, scenario, v] = engine.fails
