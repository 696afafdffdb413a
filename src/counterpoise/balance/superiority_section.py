"""The clause of superior technical characteristics: best k against best k by mission area, world and year."""

from dataclasses import dataclass, replace

import numpy as np

from counterpoise.balance.assessment_run import Run, World
from counterpoise.balance.draws import Draws
from counterpoise.balance.inventories import Spread
from counterpoise.balance.levels import level_of, level_of_bounds
from counterpoise.balance.profile import Band
from counterpoise.balance.quality import beats, dominates, share_of_orders_decided
from counterpoise.balance.systems_quality import AREAS_BY_CLASS, BandedSystem, MissionArea, bound_bands
from counterpoise.balance.technical_superiority import (
    MATERIAL_CHANGE,
    AreaComparison,
    BestK,
    Fleets,
    counts_in_service,
    pool,
)

MOST_DATA_DRAWS = 500
STANDARD_K = (12.0, 24.0, 48.0, 96.0)
NEAR = 0.1  # a standard k this close to one asked for says nothing more


@dataclass(frozen=True, slots=True)
class BestKChange:
    """What a transfer changes in a best-k probability, by data draw, against the same date without it.

    `p_material`: the share of data draws in which it falls by the margin or more. Where only bounds may be printed,
    `bounds` gives the least and the greatest change that the missing data allow, and there is no probability.
    """

    k: float
    year: int
    world: str
    scenario: int | None
    status: str
    change: Spread | None
    p_material: float | None
    bounds: tuple[float, float] | None
    level: str | None  # levels.py; None where there is nothing to compare


@dataclass(frozen=True, slots=True)
class SystemPair:
    """A system that the transfer adds against one of the protected state's, both at their bands.

    `p`: P(the protected state's is superior); None where too little is sourced. `orders_for`, `orders_against`: share
    of the rank orders of attributes in which one is at least as good for every weighting, its own unknown cells at
    their worst and the other's at their best: what is claimed holds whatever is not known.
    """

    added: str
    ours: str
    status: str
    p: float | None
    ours_dominates: bool
    added_dominates: bool
    orders_for: float
    orders_against: float


@dataclass(frozen=True, slots=True)
class SystemCoverage:
    """How much of a system's attributes is sourced."""

    system_id: str
    name: str
    side: str
    n_sourced: int
    n_inferred: int
    n_attributes: int
    status: str


@dataclass(frozen=True, slots=True)
class TechnicalComparison:
    """One mission area against one purchaser. `state`: compared, or not_determined where no bands exist."""

    mission_area: str
    name: str
    purchaser: str
    state: str
    because: str
    margin: float
    headline_k: float | None
    headline: tuple[tuple[int | None, BestK], ...]  # (scenario, comparison): every world and benchmark year
    curve: tuple[tuple[int | None, BestK], ...]  # every k in the last benchmark year
    changes: tuple[BestKChange, ...]
    pairs: tuple[SystemPair, ...]
    coverage: tuple[SystemCoverage, ...]
    bands: tuple[Band, ...]


def technical_comparisons(run: Run) -> tuple[TechnicalComparison, ...]:
    """Compare the protected state with each purchaser in every mission area that a transfer touches."""
    found = []
    for purchaser in run.purchasers:
        classes = {
            mapped.class_id for t in run.transfers if t.purchaser == purchaser for mapped in run.mapped[t.transfer_id]
        }
        areas = dict.fromkeys(area for class_id in sorted(classes) for area in AREAS_BY_CLASS.get(class_id, ()))
        found += [_compare(run, purchaser, MissionArea(area)) for area in areas]
        found += [
            _not_determined(purchaser, class_id) for class_id in sorted(classes) if class_id not in AREAS_BY_CLASS
        ]
    return tuple(found)


def _not_determined(purchaser: str, class_id: str) -> TechnicalComparison:
    because = f"no bands exist for {class_id}: not determined from open data, counts only"
    return TechnicalComparison(
        class_id, class_id, purchaser, "not_determined", because, MATERIAL_CHANGE, None, (), (), (), (), (), ()
    )


def _compare(run: Run, purchaser: str, area: MissionArea) -> TechnicalComparison:
    draws = Draws(run.draws.seed, min(run.draws.count, MOST_DATA_DRAWS), run.draws.first)
    classes = [class_id for class_id, areas in AREAS_BY_CLASS.items() if area.mission_area in areas]
    worlds = tuple(run.worlds(classes))
    lines = tuple(dict.fromkeys(line for world in worlds for line in world.lines))
    ours = pool(run.profile, lines, {run.protected}, area, run.known_on)
    theirs = pool(run.profile, lines, {purchaser}, area, run.known_on)
    coverage = tuple(
        SystemCoverage(
            system.system_id, system.name, side, system.n_sourced, system.n_inferred, len(area.attributes),
            system.status(area.n_required),
        )
        for side, systems in (("protected", ours), ("purchaser", theirs))
        for system in systems
    )  # fmt: skip
    if not ours or not theirs:
        because = "one side holds nothing of this area: there is nothing to compare"
        return TechnicalComparison(
            area.mission_area,
            area.name,
            purchaser,
            "not_determined",
            because,
            MATERIAL_CHANGE,
            None,
            (),
            (),
            (),
            (),
            coverage,
            (),
        )
    return _Comparison(run, purchaser, area, draws, worlds, ours, theirs).result(coverage)


class _Comparison:
    """The comparison of one area and purchaser: counts by world and year against pools scored once."""

    def __init__(
        self, run: Run, purchaser: str, area: MissionArea, draws: Draws, worlds: tuple[World, ...],
        ours: tuple[BandedSystem, ...], theirs: tuple[BandedSystem, ...],
    ) -> None:  # fmt: skip
        self.run, self.purchaser, self.area, self.draws, self.worlds = run, purchaser, area, draws, worlds
        self.ours, self.theirs = ours, theirs
        self.scored = AreaComparison(ours, theirs, area, draws)

    def fleets(self, world: World, year: int) -> Fleets:
        """Line up both sides' systems in service at the end of a year."""
        place, profile = self.run.years.index(year), self.run.profile
        ours = counts_in_service(profile, world.lines, {self.run.protected}, self.ours, place, self.draws)
        theirs = counts_in_service(profile, world.lines, {self.purchaser}, self.theirs, place, self.draws)
        return self.scored.line_up(ours, theirs)

    def result(self, coverage: tuple[SystemCoverage, ...]) -> TechnicalComparison:
        last = self.run.benchmark[-1]
        largest = max(
            (
                added.line.delivered.max()
                for case in self.run.scenarios
                for added in case.added
                if self.area.mission_area in AREAS_BY_CLASS.get(added.line.class_id, ())
            ),
            default=0.0,
        )
        k = float(round(largest)) or STANDARD_K[1]
        before = {year: self.fleets(self.worlds[0], year) for year in self.run.benchmark}
        fleet = float(np.median(before[last].joint.theirs.sum(axis=1)))
        wanted = {k, float(round(fleet))} - {0.0}
        curve_k = sorted(wanted | {one for one in STANDARD_K if all(abs(one - other) > NEAR * one for other in wanted)})
        headline, curve, changes = [], [], []
        for world in self.worlds:
            for year in self.run.benchmark:
                fleets = before[year] if world.scenario is None else self.fleets(world, year)
                best = fleets.best_k(k, year=year, world=world.name, full=year == last)
                headline.append((world.quantity, best))
                if world.scenario is not None:
                    changes.append(_change(world, best, before[year], fleets))
                if year == last:
                    curve += [
                        (
                            world.quantity,
                            best if one == k else fleets.best_k(one, year=year, world=world.name, full=False),
                        )
                        for one in curve_k
                    ]
        bands = tuple(
            cell.band
            for system in (*self.ours, *self.theirs)
            for cell in system.cells
            if cell.band is not None and cell.state != "missing"
        )
        return TechnicalComparison(
            self.area.mission_area, self.area.name, self.purchaser, "compared", "", MATERIAL_CHANGE, k,
            tuple(headline), tuple(curve), tuple(changes), self.pairs(), coverage, bands,
        )  # fmt: skip

    def pairs(self) -> tuple[SystemPair, ...]:
        """Compare each banded system that the transfers add with each of the protected state's."""
        added = {line.line.system_id for case in self.run.scenarios for line in case.added} - {None}
        found = []
        for j, new in enumerate(self.theirs):
            if new.system_id not in added:
                continue
            for i, mine in enumerate(self.ours):
                if mine.system_id not in self.run.profile.systems:
                    continue
                status = max((new.status(self.area.n_required), mine.status(self.area.n_required)), key=_SEVERITY.index)
                for_us = _readings(mine, "worst"), _readings(new, "best")
                for_them = _readings(new, "worst"), _readings(mine, "best")
                mine_score, new_score = self.scored.scores_of(i, j)
                found.append(
                    SystemPair(
                        new.system_id, mine.system_id, status,
                        None if status == "bounds_only" else float(beats(mine_score, new_score).mean()),
                        dominates(*for_us), dominates(*for_them), share_of_orders_decided(*for_us),
                        share_of_orders_decided(*for_them),
                    )
                )  # fmt: skip
        return tuple(found)


def _readings(system: BandedSystem, missing: str) -> list[float]:
    return [float(band) for band in bound_bands([system], 1, missing=missing)[0, 0]]


def _change(world: World, after: BestK, before: Fleets, fleets: Fleets) -> BestKChange:
    k = after.k
    status = max((before.status(k)[0], after.status), key=_SEVERITY.index)
    start = BestKChange(k, after.year, world.name, world.quantity, status, None, None, None, None)
    if status == "nothing_to_compare":
        return start
    bounds = fleets.change_bounds_from(before, k)
    if status == "bounds_only":
        return replace(start, bounds=bounds, level=level_of_bounds(bounds, MATERIAL_CHANGE))
    change, p_material = fleets.change_from(before, k)
    return replace(start, change=change, p_material=p_material, bounds=bounds, level=level_of(p_material))


_SEVERITY = ("printed", "sensitivity", "bounds_only", "nothing_to_compare")
