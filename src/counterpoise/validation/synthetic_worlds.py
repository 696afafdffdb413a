"""Worlds with known answers: is "too thin" said at the designed rate, are verdicts false more often than they say, do
intervals cover?

Two kinds. In made-up ensembles the change of E is known by construction, and so is how far the rival member and the
ends of missing data lie from it; the words are the assessment's own (`balance.clause_levels`). In the engine's own
worlds the truth is one draw of the same factors by another seed: simulation-based calibration (Talts and others 2018,
"Validating Bayesian inference algorithms with simulation-based calibration", arXiv:1804.06788).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from scipy import integrate, stats

from counterpoise.balance.assessment import AssessmentRequest, BalanceAssessment, assess_balance
from counterpoise.balance.clause_levels import (
    ADVERSE,
    COUNTER,
    ClauseLevel,
    clause_levels,
    shares_beyond,
    statistic,
)
from counterpoise.balance.draws import Floats
from counterpoise.balance.levels import EVERY_SET, LIKELY, NO_EFFECT, UNLIKELY, Materiality, level_of
from counterpoise.balance.profile import load_profile
from counterpoise.balance.results import BalanceResults, label_results, quantiles
from counterpoise.balance.simulation import simulate
from counterpoise.balance.simulation_plan import Plan, make_plan
from counterpoise.balance.theatre import ScenarioKey
from counterpoise.balance.transfer_items import ProposedTransfer, TransferItem
from counterpoise.balance.variants import VARIANTS
from counterpoise.validation.rows import HOLDS, MISSES, Row, Settings
from counterpoise.validation.scores import wilson

SECTION = "Synthetic worlds"
# What each word states at the most: DESIGN section 6, the edges of the probability of a material change.
STATED_ERROR = {NO_EFFECT: 0.05, UNLIKELY: 0.20, LIKELY: 0.20, EVERY_SET: 0.05}
INTERVAL = 0.80  # the triples of a level are 10, 50 and 90 %
N_WORLDS, N_WORLDS_QUICK = 4000, 500
N_DRAWS = 400  # of an analysis of a made-up world
# Made-up worlds [change of E]: medians over both margins and beyond; spread within a member, log-uniform; shift of the
# rival member and of each end of the missing data. All judgement: half the margin, so that every reason occurs.
MEDIANS = (-0.5, 0.5)
SPREADS = (0.005, 0.20)
SHIFT = 0.05
# The engine's own worlds: numbers of aircraft from a flight to a wing and beyond.
QUANTITIES = (2, 6, 12, 18, 25, 36, 50, 100)
ENGINE_DRAWS, ENGINE_DRAWS_QUICK = 1000, 300  # of the analysis; the truths are twice as many
KNOWN_ON = date(2020, 9, 23)
SALE = ProposedTransfer(purchaser="ARE", items=(TransferItem(system="F-35A", system_id="f-35a"),))


@dataclass(frozen=True, slots=True)
class MadeUp:
    """One made-up world: what the analysis is given, and the truth it does not see."""

    median: float  # of the main member's change of E
    spread: float
    rival: float  # median of the rival member
    gap: float  # how far the ends of the missing data lie from the main member, both ways
    truth: float  # the change of E that is so


@dataclass(frozen=True, slots=True)
class Answer:
    """What the assessment says of a world, and whether it is so."""

    level: str
    is_thin: bool
    is_false: bool
    covers: bool


def synthetic_rows(settings: Settings) -> list[Row]:
    """Give the rate of "too thin", the rate of false verdicts and the coverage of intervals, against the design."""
    n_worlds = settings.draws(N_WORLDS, N_WORLDS_QUICK)
    made_up = Ensemble(settings.seed)
    worlds = make_worlds(n_worlds, settings.seed)
    answers = [made_up.answer(world) for world in worlds]
    alone = [made_up.answer(world) for world in make_worlds(n_worlds, settings.seed + 1, shift=0.0)]
    return [
        thin_row(answers),
        thin_row(alone, shift=0.0),
        *false_rows(answers, "in made-up ensembles"),
        coverage_row("synthetic_coverage", "Made-up worlds of one member: 80 % intervals cover the change", alone),
        *engine_rows(settings.seed, settings.draws(ENGINE_DRAWS, ENGINE_DRAWS_QUICK)),
    ]


def make_worlds(n: int, seed: int, *, shift: float = SHIFT) -> list[MadeUp]:
    """Make up worlds: the truth is one draw of the main or the rival member, at some place between the data's ends."""
    random = np.random.default_rng(seed)
    median = random.uniform(*MEDIANS, n)
    spread = np.exp(random.uniform(np.log(SPREADS[0]), np.log(SPREADS[1]), n))
    rival = median + shift * random.standard_normal(n)
    gap = shift * np.abs(random.standard_normal(n))
    centre = np.where(random.random(n) < 0.5, median, rival) + gap * random.uniform(-1.0, 1.0, n)
    truth = centre + spread * random.standard_normal(n)
    rows = zip(median, spread, rival, gap, truth, strict=True)
    return [MadeUp(*(float(value) for value in row)) for row in rows]


def designed_thin_rate(shift: float = SHIFT) -> float:
    """Give the chance that a world is to be called too thin: its rival member or an end of its missing data lies across
    the margin from its median. At a distance d that is 1 - Phi(d / shift) for the rival and twice that for the ends."""
    if shift == 0:
        return 0.0
    margin = Materiality().change_in_log_loss_ratio

    def chance(median: float) -> float:
        crosses = float(stats.norm.sf(abs(abs(median) - margin) / shift))
        return 1.0 - (1.0 - crosses) * (1.0 - 2.0 * crosses)

    low, high = MEDIANS
    edges = [low, -margin, 0.0, margin, high]
    parts = [integrate.quad(chance, a, b)[0] for a, b in pairwise(edges)]
    return float(sum(parts) / (high - low))


class Ensemble:
    """The results of an assessment of one purchaser, whose numbers are replaced by those of made-up worlds."""

    def __init__(self, seed: int) -> None:
        self.random = np.random.default_rng(seed + 2)
        jets = replace(SALE.items[0], quantity=50)
        request = AssessmentRequest(known_on=KNOWN_ON, n_draws=100, depth="summary", workers=1, seed=seed)
        self.assessed: BalanceAssessment = assess_balance(load_profile(), [replace(SALE, items=(jets,))], request)

    @cached_property
    def key(self) -> ScenarioKey:
        """The world with the transfer, in the last year."""
        return ScenarioKey("with", None, self.assessed.last_year)

    @cached_property
    def mask(self) -> int:
        """The purchaser alone."""
        return self.assessed.main.coalitions.mask(["ARE"])

    def answer(self, world: MadeUp) -> Answer:
        """Assess a made-up world and compare the answer with its truth."""
        level = self.level(world)
        assert level.change is not None
        adverse = level.direction == ADVERSE or (level.p_material or 0.0) >= (level.p_favourable or 0.0)
        is_so = world.truth <= level.margin if adverse else world.truth >= -level.margin
        return Answer(
            level.level, bool(level.thin), is_false(level.level, is_so),
            level.change[0] <= world.truth <= level.change[2],
        )  # fmt: skip

    def level(self, world: MadeUp) -> ClauseLevel:
        """Give the assessment's own level of a made-up world, from draws of its members."""
        noise = world.spread * self.random.standard_normal(N_DRAWS)
        shifts = {"rival_kernel": world.rival - world.median, "gaps_low": -world.gap, "gaps_high": world.gap}
        main = self._replaced(self.assessed.main, world.median + noise)
        variants = {
            variant.name: self._replaced(
                self.assessed.variants[variant.name], world.median + shifts.get(variant.name, 0.0) + noise
            )
            for variant in VARIANTS
        }
        found = clause_levels(main, variants, replace(self.assessed.relative, technical=()))
        return next(one for one in found if one.clause == COUNTER and one.scenario == self.key and one.change)

    def _replaced(self, results: BalanceResults, change: Floats) -> BalanceResults:
        """Put the changes of E in place of those fought: the other side's losses stay, the own grow by exp(-change).

        The one-line index is made to say the same, so that the rival kernel alone can disagree.
        """
        own = np.full((1, 2, change.size), 0.1, dtype=np.float32)
        own[0, 1] = 0.1 * np.exp(-change)
        ratio = np.zeros((2, change.size), dtype=np.float32)
        ratio[1] = change
        one = np.ones(change.size, dtype=np.float32)
        shard = replace(
            results.shard, own_loss=own, other_loss=np.full_like(own, 0.1), log_ratio=ratio, exponent=one,
            index_shift=one,
        )  # fmt: skip
        labels = replace(
            results.labels, shown=(self.mask,), n_draws=change.size,
            scenarios=(("without", None, self.key.year), ("with", None, self.key.year)), bases=(-1, 0),
            tiers=results.labels.tiers[:1],
        )  # fmt: skip
        return BalanceResults(labels, shard, np.array([[0], [1]]), np.zeros((2, 0), dtype=np.int64))


def is_false(level: str, is_so: bool) -> bool:
    """Say whether a word is false of a world in which the change is material, or is not. Undetermined never is."""
    if level in (LIKELY, EVERY_SET):
        return not is_so
    return is_so and level in (NO_EFFECT, UNLIKELY)


def thin_row(answers: list[Answer], *, shift: float = SHIFT) -> Row:
    """Give the share of worlds called too thin against the designed one."""
    share = float(np.mean([one.is_thin for one in answers]))
    designed = designed_thin_rate(shift)
    error = 3.0 * float(np.sqrt(max(designed * (1.0 - designed), 1e-9) / len(answers))) + 0.005
    name = "synthetic_thin" if shift else "synthetic_thin_never"
    words = "members and missing data apart" if shift else "members at one and no data missing"
    return _row(
        name, f"Made-up worlds, {words}: share called too thin", share, f"{designed:.3f} ± {error:.3f}, by design",
        abs(share - designed) <= error, len(answers),
        note="The designed rate is an integral; Monte Carlo error of each median is allowed 0.005.",
    )  # fmt: skip


def false_rows(answers: list[Answer], where: str) -> list[Row]:
    """Give for each word how often it was false, evidence not too thin, against the error it states."""
    found = []
    for level, stated in STATED_ERROR.items():
        said = [one for one in answers if one.level == level and not one.is_thin]
        if not said:
            continue
        n_false = sum(one.is_false for one in said)
        found.append(
            _row(
                f"synthetic_false_{level.replace(' ', '_')}", f'False verdicts {where}: "{level}"',
                n_false / len(said), f"at most {stated:g}", wilson(n_false, len(said))[0] <= stated, len(said),
                n_false=n_false, note="It misses where the interval lies above what the word states.",
            )
        )  # fmt: skip
    return found


def coverage_row(name: str, title: str, answers: list[Answer]) -> Row:
    """Give the share of intervals that cover, against the share they claim."""
    share = float(np.mean([one.covers for one in answers]))
    error = 3.0 * float(np.sqrt(INTERVAL * (1.0 - INTERVAL) / len(answers))) + 0.005
    return _row(
        name, title, share, f"{INTERVAL:g} ± {error:.3f}", abs(share - INTERVAL) <= error, len(answers),
        note="An interval from 400 draws is itself uncertain: 0.005 is allowed.",
    )  # fmt: skip


def engine_rows(seed: int, n_draws: int) -> list[Row]:
    """Check words and intervals of the engine's own assessments, the truth being draws of another seed."""
    plan = _engine_plan(seed, n_draws)
    analysed = label_results(plan, simulate(plan, workers=2))
    truths = label_results(plan, simulate(replace(plan, seed=seed + 1_000_003, n_draws=2 * n_draws), workers=2))
    margin = -Materiality().change_in_log_loss_ratio
    wrong: dict[str, list[float]] = {}
    covered = []
    for key in (one for one in plan.keys if one.world == "with"):
        for mask in plan.shown:
            values, true = statistic(analysed, key, mask, COUNTER), statistic(truths, key, mask, COUNTER)
            low, _, high = quantiles(values)
            if low == high:  # nothing changes: there is no interval to cover anything
                continue
            covered.append(float(((true >= low) & (true <= high)).mean()))
            level = level_of(shares_beyond(values, COUNTER, margin)[0])
            material = true <= margin
            wrong.setdefault(level, []).append(float(np.mean([is_false(level, bool(one)) for one in material])))
    found = [_engine_coverage(covered, n_draws)]
    for level, stated in STATED_ERROR.items():
        if level in wrong:
            share = float(np.mean(wrong[level]))
            found.append(
                _row(
                    f"synthetic_engine_false_{level.replace(' ', '_')}",
                    f'False verdicts of the engine on its own worlds: "{level}"', share, f"at most {stated:g}",
                    share <= stated, len(wrong[level]),
                    note=f"Mean over sales of 2 to 100 aircraft and coalitions of up to two; {2 * n_draws:,} truths.",
                )
            )  # fmt: skip
    return found


def _engine_plan(seed: int, n_draws: int) -> Plan:
    from counterpoise.balance.parameters import load_parameters

    settings: Mapping[str, Any] = {"known_on": KNOWN_ON, "parameters": load_parameters(), "worlds": ("with",)}
    first = make_plan(load_profile(), [SALE], quantities=QUANTITIES, seed=seed, n_draws=n_draws, **settings)
    last = max(key.year for key in first.keys)
    plan = make_plan(
        load_profile(), [SALE], quantities=QUANTITIES, seed=seed, n_draws=n_draws, years=(last,), every_coalition=False,
        **settings,
    )  # fmt: skip
    buyer = plan.coalitions.mask(["ARE"])
    shown = tuple(mask for mask in plan.shown if mask & buyer and mask.bit_count() <= 2)
    return plan.with_changes(shown=shown, binding=())


def _engine_coverage(covered: list[float], n_draws: int) -> Row:
    share = float(np.mean(covered))
    # The intervals of one seed share their draws: their error does not shrink with their number.
    error = 3.0 * float(np.sqrt(2.0 * 0.1 * 0.9 / n_draws))
    return _row(
        "synthetic_engine_coverage", "The engine on its own worlds: 80 % intervals cover the change", share,
        f"{INTERVAL:g} ± {error:.3f}", abs(share - INTERVAL) <= error, len(covered),
        note=f"Sales of {QUANTITIES[0]} to {QUANTITIES[-1]} aircraft, the purchaser alone and with one other.",
    )  # fmt: skip


def _row(
    row_id: str, title: str, share: float, target: str, is_held: bool, n: int, *, note: str = "",
    n_false: int | None = None,
) -> Row:  # fmt: skip
    return Row(
        id=row_id, section=SECTION, title=title, figure=share, target=target, status=HOLDS if is_held else MISSES,
        interval=None if n_false is None else wilson(n_false, n),
        interval_kind="" if n_false is None else "95 % (Wilson)", held_out=f"{n:,} worlds",
        source="balance model section 8; stated error: DESIGN section 6", note=note,
    )  # fmt: skip
