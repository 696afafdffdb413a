"""The assessment as a whole: what a transfer changes, clause by clause, how sure, and what would change the answer.

`assess_balance` runs the attrition model with and without the transfer on the same draws, the counter-runs beside it,
and, unless only a summary is asked for, what the answer hangs on. DESIGN section 6 says what each clause is.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import numpy as np

from counterpoise.balance.assumption_sets import Claim, SideBySide, side_by_side
from counterpoise.balance.audit import ClassAudit, audit_classes
from counterpoise.balance.clause_levels import COUNTER, ClauseLevel, ThinReason, clause_levels
from counterpoise.balance.critical_values import FactorMove, ParameterMove, factor_moves, parameter_moves
from counterpoise.balance.draws import Draws
from counterpoise.balance.latent_groups import GROUPS, OLD_GROUPS
from counterpoise.balance.ledger import Assumption, ledger
from counterpoise.balance.levels import Materiality
from counterpoise.balance.missile_table import MissileTable, missile_table
from counterpoise.balance.parameters import load_parameters
from counterpoise.balance.profile import Profile
from counterpoise.balance.relative_capabilities import RelativeCapabilities, assess_relative_capabilities
from counterpoise.balance.response import Response, capacity_to_respond
from counterpoise.balance.results import BalanceResults, label_results
from counterpoise.balance.sensitivity import CHANGE, Horizon, Study, horizon
from counterpoise.balance.shapley_effects import ShapleyEffect
from counterpoise.balance.simulation import simulate
from counterpoise.balance.simulation_plan import Plan, make_plan
from counterpoise.balance.theatre import ScenarioKey
from counterpoise.balance.transfer_items import SCENARIO_QUANTITIES, ProposedTransfer
from counterpoise.balance.value_of_information import InformationValue, information_values
from counterpoise.balance.variants import run_variants
from counterpoise.compute.on_threads import Progress
from counterpoise.errors import InvalidInput

SUMMARY_DRAWS = 1000
VARIANT_DRAWS, SUMMARY_VARIANT_DRAWS = 400, 250
EFFECT_DRAWS, FEWEST_EFFECT_DRAWS = 1024, 256
DEPTHS = ("summary", "usual", "full")
MOSTLY = 0.5  # balance model section 8: over half the variance from judgement, or from old sources
Tell = Callable[[str, float | None], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentRequest:
    """What is asked for. `depth`: summary (levels, break-evens), usual (with sensitivity), full (every coalition)."""

    known_on: date
    protected: str | None = None
    quantities: Sequence[int] = SCENARIO_QUANTITIES
    earlier: Sequence[ProposedTransfer] = ()
    claims: Sequence[Claim] = ()
    margins: Materiality = field(default_factory=Materiality)
    preset: str = "default"
    member: str = "helmbold"
    multiplier: str = "predictive"
    reach: str = "default"
    seed: int = 0
    n_draws: int = SUMMARY_DRAWS
    depth: str = "usual"
    workers: int = 2
    profile_anyway: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """What the answer hangs on, for one coalition in the last year at the highest quantity."""

    coalition: str
    scenario: ScenarioKey
    n_draws: int
    effects: tuple[ShapleyEffect, ...]
    judgement_share: float  # of the variance of the change of E
    old_share: float
    factors: tuple[FactorMove, ...]
    parameters: tuple[ParameterMove, ...]
    information: tuple[InformationValue, ...]
    horizon: Horizon


@dataclass(frozen=True, kw_only=True)
class BalanceAssessment:
    """Everything one assessment says. `sensitivity`, `sets`, `audit` and `ledger` are empty in a summary."""

    profile: Profile
    transfers: tuple[ProposedTransfer, ...]
    request: AssessmentRequest
    plan: Plan
    relative: RelativeCapabilities
    main: BalanceResults
    variants: Mapping[str, BalanceResults]
    levels: tuple[ClauseLevel, ...]
    response: tuple[Response, ...]
    missiles: MissileTable
    sensitivity: Sensitivity | None
    sets: SideBySide | None
    audit: tuple[ClassAudit, ...]
    ledger: tuple[Assumption, ...]

    @cached_property
    def last_year(self) -> int:
        """The last benchmark year."""
        return max(key.year for key in self.main.keys)

    def levels_at(
        self, *, year: int | None = None, world: str = "with", quantity: int | None = None
    ) -> tuple[ClauseLevel, ...]:
        """Give the levels of a year (the last unless given), world and quantity (the highest unless given)."""
        at = self.last_year if year is None else year
        wanted = quantity if quantity is not None else self.highest_quantity
        return tuple(
            level for level in self.levels
            if (level.scenario.year, level.scenario.world, level.scenario.quantity) == (at, world, wanted)
        )  # fmt: skip

    @cached_property
    def highest_quantity(self) -> int | None:
        """The highest quantity scenario; None where every quantity is stated."""
        return max((key.quantity for key in self.main.keys if key.quantity is not None), default=None)

    @cached_property
    def headline(self) -> ClauseLevel | None:
        """The level of counter and defeat against single actors, last year, highest quantity; None where none is."""
        return next((level for level in self.levels_at() if level.clause == COUNTER and level.change is not None), None)


def assess_balance(
    profile: Profile, transfers: Sequence[ProposedTransfer], request: AssessmentRequest,
    tell: Tell = lambda words, share: None,
) -> BalanceAssessment:  # fmt: skip
    """Assess transfers together; without one, the region as it stands.

    InvalidInput for an actor, a depth or a figure that cannot be; ProfileOutOfDate as for relative capabilities.
    """
    if request.depth not in DEPTHS:
        raise InvalidInput(f"There is no depth {request.depth!r}. Choose one of {', '.join(DEPTHS)}.")
    tell("Counting who holds what", None)
    relative = assess_relative_capabilities(
        profile, transfers, protected=request.protected, known_on=request.known_on, scenarios=request.quantities,
        earlier=request.earlier, seed=request.seed, n_draws=request.n_draws, profile_anyway=request.profile_anyway,
    )  # fmt: skip
    plan = make_plan(
        profile, transfers, known_on=request.known_on, protected=request.protected, quantities=request.quantities,
        parameters=load_parameters(request.preset, member=request.member, multiplier=request.multiplier),
        reach=request.reach, seed=request.seed, n_draws=request.n_draws, every_coalition=request.depth == "full",
        last_break_evens_only=request.depth == "summary",
    )  # fmt: skip
    main = label_results(plan, simulate(plan, workers=request.workers, progress=_told(tell, "Fighting every world")))
    changes = any(base >= 0 for base in plan.bases)
    n_variant = min(SUMMARY_VARIANT_DRAWS if request.depth == "summary" else request.n_draws, request.n_draws)
    variants = run_variants(
        plan, workers=request.workers, n_draws=n_variant,
        progress=lambda title, progress: tell(f"Counter-run: {title}", _share(progress)),
    ) if changes else {}  # fmt: skip
    levels = clause_levels(main, variants, relative, request.margins)
    found = BalanceAssessment(
        profile=profile, transfers=tuple(transfers), request=request, plan=plan, relative=relative, main=main,
        variants=variants, levels=levels, response=capacity_to_respond(plan, workers=request.workers),
        missiles=missile_table(profile, plan.protected, Draws(request.seed, request.n_draws)), sensitivity=None,
        sets=None, audit=(), ledger=(),
    )  # fmt: skip
    if request.depth == "summary":
        return found
    return _with_what_it_hangs_on(found, tell)


def _with_what_it_hangs_on(found: BalanceAssessment, tell: Tell) -> BalanceAssessment:
    """Add sensitivity, assumption sets, audit and ledger; and the labels that follow from them."""
    request, plan = found.request, found.plan
    tell("Auditing the classes", None)
    audit = audit_classes(plan)
    if found.headline is None:
        return replace(found, audit=audit, ledger=ledger(plan.parameters, (), ()))
    sensitivity = _sensitivity(found, tell)
    tell("Running the assumption sets", None)
    sets = side_by_side(
        plan, plan.coalitions.mask(sensitivity.coalition.split("+")), claims=request.claims, margins=request.margins,
        supplier=found.transfers[0].supplier, workers=request.workers, n_draws=min(VARIANT_DRAWS, request.n_draws),
    )  # fmt: skip
    return replace(
        found, sensitivity=sensitivity, sets=sets, audit=audit,
        levels=tuple(_labelled(level, sensitivity) for level in found.levels),
        ledger=ledger(plan.parameters, sensitivity.parameters, sensitivity.factors),
    )  # fmt: skip


def _sensitivity(found: BalanceAssessment, tell: Tell) -> Sensitivity:
    headline, request = found.headline, found.request
    assert headline is not None
    margin = headline.margin if headline.direction != "favourable" else -headline.margin
    study = Study(found.plan, found.plan.coalitions.mask(headline.coalition.split("+")), headline.scenario)
    n_effects = min(EFFECT_DRAWS, max(FEWEST_EFFECT_DRAWS, request.n_draws))
    effects = study.effects(
        count=n_effects, workers=request.workers, tell=lambda share: tell("Attributing the variance", share)
    )
    tell("Moving every factor", None)
    factors = factor_moves(study, margin)
    parameters = parameter_moves(
        study,
        margin,
        workers=request.workers,
        tell=lambda share: tell("Moving every default", share),
        n_draws=min(VARIANT_DRAWS, request.n_draws),
    )
    tell("Valuing what could be learnt", None)
    grades = {group.name: group.grade for group in GROUPS}
    of_change = [effect for effect in effects if effect.output == CHANGE]
    return Sensitivity(
        coalition=headline.coalition, scenario=headline.scenario, n_draws=n_effects, effects=effects,
        judgement_share=sum(e.share for e in of_change if grades[e.group] == "judgement"),
        old_share=sum(e.share for e in of_change if e.group in OLD_GROUPS), factors=factors, parameters=parameters,
        information=_information(study, factors, margin, n_effects), horizon=horizon(study),
    )  # fmt: skip


def _information(
    study: Study, factors: Sequence[FactorMove], margin: float, count: int
) -> tuple[InformationValue, ...]:
    draws = Draws(study.plan.seed, count)
    change = study.outputs(draws)[CHANGE]
    material = np.asarray(change <= margin if margin < 0 else change >= margin, dtype=np.float64)
    columns: dict[str, list[np.ndarray]] = {}
    for factor in factors:
        columns.setdefault(factor.group, []).append(draws.normal(factor.factor))
    return information_values(material, columns)


def _labelled(level: ClauseLevel, sensitivity: Sensitivity) -> ClauseLevel:
    """Add the label of judgement, and old sources to the reasons for thin evidence, to what was fought."""
    if level.change is None or level.clause not in (COUNTER, "minimal damages and casualties"):
        return level
    thin = level.thin
    if sensitivity.old_share > MOSTLY:
        thin = (*thin, ThinReason(
            f"{sensitivity.old_share:.0%} of the effect's variance comes from counts older than eight years",
            "date these rows anew (counterpoise profile copy)",
        ))  # fmt: skip
    return replace(level, thin=thin, rests_on_judgement=sensitivity.judgement_share > MOSTLY)


def _told(tell: Tell, words: str) -> Callable[[Progress], None]:
    return lambda progress: tell(words, _share(progress))


def _share(progress: Progress) -> float:
    return progress.n_done / max(progress.n_tasks, 1)
