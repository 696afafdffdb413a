"""The separation oracle: the balance simulator asked whether a package restores the balance, and what more would.

A package adds to the protected state alone, so the other side's forces and the coefficients are drawn once and shared
by every package. What a further lot adds is found by moving the protected state's own classes a little, by draw.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from counterpoise.balance.attrition import build_coefficients, calibrate_scale
from counterpoise.balance.draws import Draws, Floats
from counterpoise.balance.inventories import Line, kernel_classes
from counterpoise.balance.kernels import CLASSES, Coefficients, Forces
from counterpoise.balance.results import log_loss_ratio
from counterpoise.balance.simulation import measure_encounters
from counterpoise.balance.simulation_plan import Encounters, Plan
from counterpoise.balance.theatre import ScenarioKey, build_forces, unit_strengths
from counterpoise.compensation.measures import Measure
from counterpoise.compensation.requirement import Requirement, Target, requirement, tail_draws, tail_mean
from counterpoise.compute.on_threads import run_in_order

SHARD = 125
STEP = 0.02  # the share of the protected state's own class by which it is moved for a slope
LEAST_STEP = 0.05  # [formation], where it holds none
TAIL_TOLERANCE = 1e-3  # [E]
MID_YEAR = 0.5  # orders are taken as placed in the middle of their year

Orders = NDArray[np.float64]  # (measure, order year) lots


@dataclass(frozen=True, slots=True)
class RowState:
    """How a requirement stands under a package: what is still missing of its probability and of its tail mean."""

    requirement: Requirement
    p: float
    shortfall: float
    tail: float

    @property
    def tail_missing(self) -> float:
        """How far the tail mean of E lies below what is wanted; negative where it lies above."""
        return self.requirement.tail_wanted - self.tail

    def is_short(self, target: Target) -> bool:
        """Whether the requirement binds, and its probability or its tail is not yet brought back."""
        binds = self.requirement.shortfall > target.tolerance
        return binds and (self.shortfall > target.tolerance or self.tail_missing > TAIL_TOLERANCE)


@dataclass(frozen=True, slots=True)
class Cut:
    """A linear requirement on orders: sum of slope times lots >= needed, from the slopes at one package."""

    name: str
    slopes: Orders  # (measure, order year) [E per lot]
    needed: float


@dataclass(frozen=True, slots=True, eq=False)
class _Shard:
    draws: Draws
    coefficients: Coefficients
    forces: Forces  # scenarios: with the transfer, by year
    without: Forces  # the same without
    count: list[Floats]  # by measure, (draw,) [formation per lot]
    fire: list[Floats]
    delivered: NDArray[np.float32]  # (measure, order year, year, draw) share in service


@dataclass(frozen=True, eq=False)
class BalanceOracle:
    """Asks the simulator about packages of `measures` ordered in `order_years`.

    The plan is laid out with the transfer; `masks` are the coalitions that may bind, `years` when they must.
    """

    plan: Plan
    masks: tuple[int, ...]
    years: tuple[int, ...]
    measures: tuple[Measure, ...]
    order_years: tuple[int, ...]
    target: Target
    quantity: int | None = None
    delay_years: float = 0.0  # added to every import: a supplier that fails for so long
    workers: int = 2

    @property
    def shape(self) -> tuple[int, int]:
        """Measures and order years."""
        return len(self.measures), len(self.order_years)

    def nothing(self) -> Orders:
        """Give the empty package."""
        return np.zeros(self.shape)

    @cached_property
    def shards(self) -> list[_Shard]:
        """Draw forces and coefficients once."""
        pieces = Draws(self.plan.seed, self.plan.n_draws).shards(SHARD)
        return list(run_in_order(self._shard, pieces, workers=self.workers))

    def _shard(self, draws: Draws) -> _Shard:
        plan, run = self.plan, self.plan.run_of(draws)
        keys = [ScenarioKey("with", self.quantity, year) for year in self.years]
        bases = [ScenarioKey("without", None, year) for year in self.years]
        first = ScenarioKey("without", None, min(key.year for key in plan.keys))
        every = build_forces(
            run, [first, *bases, *keys], plan.parameters, preset=plan.reach, actors=plan.coalitions.actors,
            joined=plan.joined,
        )  # fmt: skip
        coefficients = build_coefficients(plan.parameters, draws, plan.protected)
        coefficients = calibrate_scale(coefficients, every, plan.parameters, draws)
        n = len(self.years)
        count, fire = self._lots(draws)
        return _Shard(
            draws, coefficients, _part(every, 1 + n, 1 + 2 * n), _part(every, 1, 1 + n), count, fire,
            self._delivered(draws),
        )  # fmt: skip

    def _lots(self, draws: Draws) -> tuple[list[Floats], list[Floats]]:
        run = self.plan.run_of(draws)
        nothing = np.zeros((draws.count, 1))
        lines = [
            Line(self.plan.protected, m.class_id, m.system_id, m.name, "transfer", (m.measure_id,), nothing, nothing)
            for m in self.measures
        ]
        counts, fires = unit_strengths(run, lines, self.plan.parameters, self.plan.reach)
        lots = [m.lot_units for m in self.measures]
        return ([c * n for c, n in zip(counts, lots, strict=True)], [f * n for f, n in zip(fires, lots, strict=True)])

    def _delivered(self, draws: Draws) -> NDArray[np.float32]:
        """Give the share of an order in service at the end of each year, by draw: all of it once its lead time is "
        "over."""
        found = np.zeros((*self.shape, len(self.years), draws.count), dtype=np.float32)
        for m, measure in enumerate(self.measures):
            wait = draws.triangular(
                f"measure_lead/{measure.measure_id}", measure.lead_low, measure.lead, measure.lead_high
            )
            if measure.source == "import":
                wait = wait + self.delay_years
            for y, ordered in enumerate(self.order_years):
                for t, year in enumerate(self.years):
                    found[m, y, t] = ordered + MID_YEAR + wait <= year + 1.0
        return found

    @cached_property
    def requirements(self) -> tuple[Requirement, ...]:
        """State what is to be restored in every coalition and year; those without a shortfall among them."""
        before, after = self._levels_without(), self.levels(self.nothing())
        space = self.plan.coalitions
        return tuple(
            requirement(space.label(mask), mask, year, before[t, k], after[t, k], self.target)
            for k, mask in enumerate(self.masks)
            for t, year in enumerate(self.years)
        )

    def _levels_without(self) -> Floats:
        parts = run_in_order(lambda s: self._fight(s, s.without), self.shards, workers=self.workers)
        return np.concatenate(list(parts), axis=-1)

    def levels(self, orders: Orders) -> Floats:
        """Give E under a package, (year, coalition, draw)."""
        parts = run_in_order(lambda s: self._fight(s, self._with_package(s, orders)), self.shards, workers=self.workers)
        return np.concatenate(list(parts), axis=-1)

    def states(self, orders: Orders) -> tuple[RowState, ...]:
        """Say how every requirement stands under a package."""
        levels = self.levels(orders)
        found = []
        for row in self.requirements:
            values = levels[self.years.index(row.year), self.masks.index(row.mask)]
            p = float((values >= 0).mean())
            found.append(RowState(row, p, max(0.0, row.p_wanted - p), tail_mean(values, row.tail_share)))
        return tuple(found)

    def cuts(self, orders: Orders, rows: Sequence[Requirement], margin: float = 0.0) -> tuple[Cut, ...]:
        """Give for each requirement the tangent of its tail mean at a package.

        `margin` [E] is asked for beyond what is wanted: the tail mean and the probability are not the same thing.
        """
        levels = self.levels(orders)
        slopes = self._slopes(orders, rows, levels)
        found = []
        for row, slope in zip(rows, slopes, strict=True):
            values = levels[self.years.index(row.year), self.masks.index(row.mask)]
            needed = row.tail_wanted + margin - tail_mean(values, row.tail_share) + float((slope * orders).sum())
            found.append(Cut(row.name, slope, needed))
        return tuple(found)

    def _slopes(self, orders: Orders, rows: Sequence[Requirement], levels: Floats) -> list[Orders]:
        """Give d(tail mean of E) by lot ordered, for each row."""
        found = []
        for row, gain in zip(rows, self.gains(orders, rows), strict=True):
            values = levels[self.years.index(row.year), self.masks.index(row.mask)]
            found.append(gain[:, :, tail_draws(values, row.tail_share)].mean(axis=2))
        return found

    def gains(self, orders: Orders, rows: Sequence[Requirement]) -> Iterator[Floats]:
        """Give for each row what a lot adds to E by draw, at a package: (measure, order year, draw)."""
        parts = list(run_in_order(lambda s: self._class_slopes(s, orders, rows), self.shards, workers=self.workers))
        by_count, by_fire = (np.concatenate(each, axis=-1) for each in zip(*parts, strict=True))  # (row, class, draw)
        delivered = np.concatenate([s.delivered for s in self.shards], axis=-1)
        classes = [kernel_classes().index(measure.class_id) for measure in self.measures]
        count = np.stack([np.concatenate([s.count[m] for s in self.shards]) for m in range(len(self.measures))])
        fire = np.stack([np.concatenate([s.fire[m] for s in self.shards]) for m in range(len(self.measures))])
        for r, row in enumerate(rows):
            gain = by_count[r, classes] * count + by_fire[r, classes] * fire
            yield delivered[:, :, self.years.index(row.year)] * gain[:, None, :]

    def _class_slopes(self, shard: _Shard, orders: Orders, rows: Sequence[Requirement]) -> tuple[Floats, Floats]:
        """Give dE by formation of each own class, as a target and as fire, (row, class, draw), by a forward step."""
        base = self._with_package(shard, orders)
        touched = sorted({kernel_classes().index(m.class_id) for m in self.measures})
        masks, scenarios = [row.mask for row in rows], [self.years.index(row.year) for row in rows]
        n_years = len(self.years)
        own_count, own_fire, steps = [base.own_count], [base.own_fire], []
        for j in touched:
            step = np.maximum(STEP * base.own_count[..., j], LEAST_STEP).astype(np.float32)
            more_count, more_fire = base.own_count.copy(), base.own_fire.copy()
            more_count[..., j] += step
            more_fire[..., j] += step
            own_count += [more_count, base.own_count]
            own_fire += [base.own_fire, more_fire]
            steps.append(step)
        repeated = 1 + 2 * len(touched)
        forces = base._replace(
            own_count=np.concatenate(own_count), own_fire=np.concatenate(own_fire),
            actor_count=np.concatenate([base.actor_count] * repeated),
            actor_fire=np.concatenate([base.actor_fire] * repeated),
        )  # fmt: skip
        at = np.array([s + b * n_years for b in range(repeated) for s in scenarios], dtype=np.int64)
        every = np.array(list(masks) * repeated, dtype=np.int64)
        level = self._measured(shard, forces, Encounters(at, every, at[:, None])).reshape(repeated, len(masks), -1)
        shape = (len(masks), CLASSES, shard.draws.count)
        by_count, by_fire = np.zeros(shape), np.zeros(shape)
        for i, j in enumerate(touched):
            size = steps[i][scenarios]
            by_count[:, j] = (level[1 + 2 * i] - level[0]) / size
            by_fire[:, j] = (level[2 + 2 * i] - level[0]) / size
        return by_count, by_fire

    def _with_package(self, shard: _Shard, orders: Orders) -> Forces:
        if not orders.any():
            return shard.forces
        count = shard.forces.own_count.astype(np.float64)
        fire = shard.forces.own_fire.astype(np.float64)
        for m, measure in enumerate(self.measures):
            if orders[m].any():
                lots = np.einsum("y,ytd->td", orders[m], shard.delivered[m].astype(np.float64))
                j = kernel_classes().index(measure.class_id)
                count[:, :, j] += lots * shard.count[m]
                fire[:, :, j] += lots * shard.fire[m]
        return shard.forces._replace(own_count=count.astype(np.float32), own_fire=fire.astype(np.float32))

    def _fight(self, shard: _Shard, forces: Forces) -> Floats:
        at = np.repeat(np.arange(len(self.years)), len(self.masks)).astype(np.int64)
        masks = np.tile(np.array(self.masks, dtype=np.int64), len(self.years))
        level = self._measured(shard, forces, Encounters(at, masks, at[:, None]))
        return level.reshape(len(self.years), len(self.masks), -1)

    def _measured(self, shard: _Shard, forces: Forces, encounters: Encounters) -> Floats:
        own, other, _, _ = measure_encounters(shard.coefficients, forces, encounters, self.plan.parameters)
        return log_loss_ratio(own[0].astype(np.float64), other[0].astype(np.float64))


def _part(forces: Forces, start: int, end: int) -> Forces:
    return forces._replace(
        own_count=forces.own_count[start:end], own_fire=forces.own_fire[start:end],
        actor_count=forces.actor_count[start:end], actor_fire=forces.actor_fire[start:end],
    )  # fmt: skip
