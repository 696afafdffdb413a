"""Named assumption sets side by side, each with the origin of its assumptions, and what reconciles two of them.

DESIGN section 6: the seller's, the protected state's, the purchaser's, a sceptic's; built from quoted claims and
defaults; the single input that brings one nearest to another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from itertools import combinations
from typing import Any

import numpy as np
import yaml

from counterpoise.balance.critical_values import with_value
from counterpoise.balance.draws import Draws
from counterpoise.balance.levels import Materiality, level_of
from counterpoise.balance.parameters import MEMBERS, ModelParameters, load_parameters
from counterpoise.balance.reach import PRESETS
from counterpoise.balance.results import quantiles
from counterpoise.balance.sensitivity import CHANGE, LOSSES, Study
from counterpoise.balance.simulation_plan import Plan
from counterpoise.balance.theatre import ScenarioKey
from counterpoise.compute.on_threads import run_in_order
from counterpoise.errors import InvalidInput

N_DRAWS = 400
CHOICES: Mapping[str, tuple[str, ...]] = {
    "counterfactual": ("without", "substitute"), "quantity": ("lowest", "highest"), "reach": PRESETS,
    "multiplier": ("predictive", "one"), "member": MEMBERS[:2],
}  # fmt: skip
DEFAULTS = {"counterfactual": "without", "quantity": "highest", "reach": "default", "multiplier": "predictive",
            "member": "helmbold"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody is quoted as saying of the transfer: where it stands is the casebook's business."""

    actor: str  # on whose behalf, by code
    speaker: str
    words: str
    stance: str
    statement_id: str


@dataclass(frozen=True, slots=True)
class SetInput:
    """One input of a set with its value, grade and reason."""

    input: str
    value: str | float
    grade: str
    because: str


@dataclass(frozen=True, slots=True)
class AssumptionSet:
    """A named set: what it means, for whom it speaks, and what it assumes."""

    name: str
    title: str
    speaks_for: str
    meaning: str
    inputs: tuple[SetInput, ...]

    def value(self, name: str, defaults: ModelParameters) -> str | float:
        """Give the set's value of an input, the default where the set is silent."""
        for one in self.inputs:
            if one.input == name:
                return one.value
        return DEFAULTS[name] if name in DEFAULTS else float(defaults.defaults[name].value)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetResult:
    """What a set answers: change of E and ratio of own losses (10, 50, 90 %), P(material) and level, and its origin."""

    name: str
    title: str
    meaning: str
    inputs: tuple[SetInput, ...]
    claims: tuple[Claim, ...]
    compared_with: str
    quantity: int | None
    change: tuple[float, float, float]
    own_loss_ratio: tuple[float, float, float]
    p_material: float
    level: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """The single input which, taken from `other`, brings `one` nearest to it; None where the two agree as they are."""

    one: str
    other: str
    input: str | None
    value: str | float | None
    distance_before: float  # between the medians of the change
    distance_after: float
    same_level_after: bool


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Every set's answer against one coalition in one year, and the reconciliations of each pair."""

    coalition: str
    year: int
    sets: tuple[SetResult, ...]
    reconciliations: tuple[Reconciliation, ...]


@cache
def shipped_sets() -> tuple[AssumptionSet, ...]:
    """Give the sets of the data file."""
    text = resources.files("counterpoise.balance").joinpath("data/assumption_sets.yaml").read_text(encoding="utf-8")
    return tuple(_parsed(row) for row in yaml.safe_load(text)["sets"])


def _parsed(row: Mapping[str, Any]) -> AssumptionSet:
    inputs = []
    for one in row["inputs"]:
        name, value = str(one["input"]), one["value"]
        if name in CHOICES and value not in CHOICES[name]:
            raise InvalidInput(
                f"assumption_sets.yaml: {row['name']}: {name} is {value!r}. Choose one of {', '.join(CHOICES[name])}."
            )
        inputs.append(SetInput(name, value if name in CHOICES else float(value), one["grade"], one["because"]))
    return AssumptionSet(row["name"], row["title"], row["speaks_for"], row["meaning"], tuple(inputs))


def side_by_side(
    plan: Plan, mask: int, *, claims: Sequence[Claim] = (), supplier: str = "USA", margins: Materiality | None = None,
    sets: Sequence[AssumptionSet] | None = None, workers: int = 1, n_draws: int = N_DRAWS,
) -> SideBySide:  # fmt: skip
    """Run every set against a coalition in the plan's last year, and find what reconciles each pair."""
    chosen = shipped_sets() if sets is None else tuple(sets)
    bench = _Bench(plan, mask, (margins or Materiality()).change_in_log_loss_ratio, n_draws)
    speakers = {"supplier": supplier, "protected": plan.protected, "purchaser": plan.transfers[0].purchaser}
    answers = list(run_in_order(lambda one: bench.answer(one, _said(claims, speakers.get(one.speaks_for))), chosen,
                                workers=workers))  # fmt: skip
    medians = {one.name: one for one in answers}
    pairs = [(a, b) for a, b in combinations(chosen, 2)]
    found = list(run_in_order(lambda pair: bench.reconcile(*pair, medians), pairs, workers=workers))
    return SideBySide(plan.coalitions.label(mask), bench.year, tuple(answers), tuple(found))


def _said(claims: Sequence[Claim], actor: str | None) -> tuple[Claim, ...]:
    return tuple(claim for claim in claims if actor is not None and claim.actor == actor)


def find_set(name: str) -> AssumptionSet:
    """Give a shipped set by its name; InvalidInput if there is none."""
    for one in shipped_sets():
        if one.name == name:
            return one
    raise InvalidInput(
        f"There is no assumption set {name!r}. Choose one of {', '.join(s.name for s in shipped_sets())}."
    )


def plan_under(main: Plan, one: AssumptionSet) -> tuple[Plan, int | None, ScenarioKey | None]:
    """Give a plan under a set's assumptions, the quantity it assumes, and the world compared with (None: without)."""
    defaults, year = main.parameters, max(key.year for key in main.keys)
    parameters = load_parameters(
        defaults.preset, member=str(one.value("member", defaults)), multiplier=str(one.value("multiplier", defaults))
    )
    for given in one.inputs:
        if given.input not in CHOICES:
            parameters = with_value(parameters, given.input, float(given.value))
    plan = replace(main, parameters=parameters, reach=str(one.value("reach", defaults)))
    quantities = [key.quantity for key in plan.keys if key.world == "with" and key.year == year]
    quantity = quantities[-1 if one.value("quantity", defaults) == "highest" else 0]
    base = ScenarioKey("substitute", quantity, year)
    substitute = one.value("counterfactual", defaults) == "substitute" and base in plan.keys
    return plan, quantity, base if substitute else None


@dataclass(frozen=True, slots=True)
class _Bench:
    """Runs sets on common draws, one coalition, the last year."""

    plan: Plan
    mask: int
    margin: float
    n_draws: int

    @property
    def year(self) -> int:
        return max(key.year for key in self.plan.keys)

    def outputs(self, one: AssumptionSet) -> tuple[Study, dict[str, Any]]:
        study = self.study(one)
        return study, study.outputs(Draws(self.plan.seed, self.n_draws))

    def study(self, one: AssumptionSet) -> Study:
        """Lay out a set as a study."""
        plan, quantity, base = plan_under(self.plan, one)
        return Study(plan, self.mask, ScenarioKey("with", quantity, self.year), base)

    def answer(self, one: AssumptionSet, claims: tuple[Claim, ...]) -> SetResult:
        study, found = self.outputs(one)
        p_material = float((found[CHANGE] <= -self.margin).mean())
        low, middle, high = quantiles(found[CHANGE])
        losses = quantiles(found[LOSSES])
        return SetResult(
            name=one.name, title=one.title, meaning=one.meaning, inputs=one.inputs, claims=claims,
            compared_with=study.keys[0].world, quantity=study.scenario.quantity, change=(low, middle, high),
            own_loss_ratio=(float(np.exp(losses[0])), float(np.exp(losses[1])), float(np.exp(losses[2]))),
            p_material=p_material, level=level_of(p_material),
        )  # fmt: skip

    def reconcile(self, one: AssumptionSet, other: AssumptionSet, answers: Mapping[str, SetResult]) -> Reconciliation:
        """Try each input in which two sets differ, in both directions, and keep the one that brings them nearest."""
        best: Reconciliation | None = None
        for from_set, to_set in ((one, other), (other, one)):
            aim = answers[to_set.name]
            before = abs(answers[from_set.name].change[1] - aim.change[1])
            for name in _differing(from_set, to_set, self.plan.parameters):
                value = to_set.value(name, self.plan.parameters)
                moved = self.answer(_with_input(from_set, name, value), ())
                after = abs(moved.change[1] - aim.change[1])
                if best is None or after < best.distance_after:
                    best = Reconciliation(
                        one=from_set.name, other=to_set.name, input=name, value=value, distance_before=before,
                        distance_after=after, same_level_after=moved.level == aim.level,
                    )  # fmt: skip
        first, second = answers[one.name], answers[other.name]
        apart = abs(first.change[1] - second.change[1])
        if best is None or (first.level == second.level and apart <= best.distance_after):
            return Reconciliation(one=one.name, other=other.name, input=None, value=None, distance_before=apart,
                                  distance_after=apart, same_level_after=True)  # fmt: skip
        return best


def _differing(one: AssumptionSet, other: AssumptionSet, defaults: ModelParameters) -> list[str]:
    names = dict.fromkeys(given.input for given in (*one.inputs, *other.inputs))
    return [name for name in names if one.value(name, defaults) != other.value(name, defaults)]


def _with_input(one: AssumptionSet, name: str, value: str | float) -> AssumptionSet:
    kept = tuple(given for given in one.inputs if given.input != name)
    return replace(one, inputs=(*kept, SetInput(name, value, "judgement", "taken from the other set")))
