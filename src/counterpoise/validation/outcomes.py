"""Who wins a battle of a war nobody has seen: forecasts from columns known before it, war by war.

Each war is forecast by a model that never saw it; all Arab-Israeli wars are held out together. The blocks of columns
beyond the core, the shrinkage and the spread between wars are chosen inside the training wars, by marginal
likelihood. Nothing is tuned on a war that is scored.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from counterpoise.balance.calibration_regression import Labels, Mask, Real, logit, probability
from counterpoise.balance.calibration_shrinkage import ShrunkenModel, shrunken_logit
from counterpoise.validation.battles import Battles
from counterpoise.validation.features import ADDED, CORE, OPTIONAL, terms

HELD_OUT = "each war in turn; all Arab-Israeli wars together"
BASELINES = {
    "base rate": "the share of attackers' wins in the training wars",
    "larger force": "the training wars' share of wins for a larger and for a smaller attacker",
    "force ratio": "a logit on log force ratio alone",
}


@dataclass(frozen=True, slots=True)
class Forecasts:
    """Forecasts of every decided battle, each from a model that did not see its war."""

    outcome: Real
    fold: Labels
    chance: Real
    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()  # (war held out, optional blocks taken)


@dataclass(frozen=True, slots=True)
class Sample:
    """The decided battles as the forecasting models see them."""

    outcome: Real
    fold: Labels
    ratio: Real
    blocks: dict[str, Real]

    @classmethod
    def of(cls, battles: Battles, *, extra: Sequence[str] = ()) -> "Sample":
        """Take the decided battles with both strengths known."""
        rows = battles.decided
        names = (*CORE, *OPTIONAL, *ADDED, *extra)
        return cls(
            battles.outcome[rows],
            battles.fold[rows],
            battles.log_ratio[rows],
            {name: terms(battles, [name])[rows] for name in names},
        )

    def with_product(self, one: str, other: str) -> "Sample":
        """Give the same battles with a further block "one x other": every product of a term of each."""
        products = [self.blocks[one][:, [place]] * self.blocks[other] for place in range(self.blocks[one].shape[1])]
        blocks = {**self.blocks, f"{one} x {other}": np.column_stack(products)}
        return Sample(self.outcome, self.fold, self.ratio, blocks)

    def design(self, names: Sequence[str]) -> Real:
        """Give the terms of some blocks."""
        return np.column_stack([self.blocks[name] for name in names])

    def with_outcome(self, outcome: Real) -> "Sample":
        """Give the same battles with other outcomes."""
        return Sample(outcome, self.fold, self.ratio, self.blocks)

    def only(self, rows: Mask) -> "Sample":
        """Give some of the battles."""
        blocks = {name: block[rows] for name, block in self.blocks.items()}
        return Sample(self.outcome[rows], self.fold[rows], self.ratio[rows], blocks)


class Fits:
    """Every menu of columns fitted with every war left out, so that several choices can be scored from one pass."""

    def __init__(
        self, sample: Sample, menus: Sequence[tuple[str, ...]], progress: Callable[[float], None] = lambda share: None
    ) -> None:
        self.sample, self.menus = sample, menus
        self.models: dict[str, list[ShrunkenModel]] = {}
        wars = np.unique(sample.fold)
        for number, war in enumerate(wars):
            train = sample.only(sample.fold != war)
            self.models[str(war)] = [shrunken_logit(train.outcome, train.design(menu), train.fold) for menu in menus]
            progress((number + 1) / len(wars))

    def forecast(self, without: Sequence[str] = ()) -> Forecasts:
        """Forecast each war by the menu that the other wars' evidence favours, among those without some blocks."""
        chance = np.empty(len(self.sample.outcome))
        chosen = []
        for war, models in self.models.items():
            test = self.sample.fold == war
            able = [place for place, menu in enumerate(self.menus) if not set(menu) & set(without)]
            best = max(able, key=lambda place: models[place].evidence)
            chance[test] = models[best].chance(self.sample.design(self.menus[best])[test])
            chosen.append((war, tuple(name for name in self.menus[best] if name not in CORE)))
        return Forecasts(self.sample.outcome, self.sample.fold, chance, tuple(chosen))

    def forecast_averaged(self, without: Sequence[str] = ()) -> Forecasts:
        """Forecast by all those menus, weighted by the other wars' evidence, instead of by the favoured one."""
        chance = np.empty(len(self.sample.outcome))
        for war, models in self.models.items():
            able = [place for place, menu in enumerate(self.menus) if not set(menu) & set(without)]
            evidence = np.array([models[place].evidence for place in able])
            weights = np.exp(evidence - evidence.max())
            test = self.sample.fold == war
            each = [models[place].chance(self.sample.design(self.menus[place])[test]) for place in able]
            chance[test] = weights @ np.array(each) / weights.sum()
        return Forecasts(self.sample.outcome, self.sample.fold, chance)


def forecast(sample: Sample, menu: Sequence[str], parts: Labels | None = None) -> Forecasts:
    """Forecast every war (or every part of the record) from the others with one set of blocks."""
    parts = sample.fold if parts is None else parts
    design, chance = sample.design(menu), np.empty(len(sample.outcome))
    for part in np.unique(parts):
        test = parts == part
        model = shrunken_logit(sample.outcome[~test], design[~test], sample.fold[~test])
        chance[test] = model.chance(design[test])
    return Forecasts(sample.outcome, sample.fold, chance)


def baselines(sample: Sample) -> dict[str, Forecasts]:
    """Forecast every war from the others by the three naive rules."""
    chances = {name: np.empty(len(sample.outcome)) for name in BASELINES}
    larger = np.sign(sample.ratio)
    for war in np.unique(sample.fold):
        test = sample.fold == war
        train = ~test
        chances["base rate"][test] = sample.outcome[train].mean()
        for sign in (-1, 0, 1):
            alike = train & (larger == sign)
            share = sample.outcome[alike].mean() if alike.sum() > 10 else sample.outcome[train].mean()
            chances["larger force"][test & (larger == sign)] = share
        fit = logit(sample.outcome[train], {"ratio": sample.ratio[train]})
        chances["force ratio"][test] = probability(fit.value("intercept") + fit.value("ratio") * sample.ratio[test])
    return {name: Forecasts(sample.outcome, sample.fold, chance) for name, chance in chances.items()}
