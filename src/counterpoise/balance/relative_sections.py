"""The sections of the assessment without a war that count: schedules, additions, ratios, rivals, accumulation."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from counterpoise.balance.assessment_run import ENABLERS, AddedLine, Run, World
from counterpoise.balance.draws import Floats
from counterpoise.balance.force_ratios import ForceRatio, Strengths, force_ratio
from counterpoise.balance.inventories import Spread, Years, kernel_classes, spread, spread_of_years
from counterpoise.balance.reach import PRESETS, reach_band
from counterpoise.balance.relations import posture, relations_between, tiers
from counterpoise.balance.top_band import HELD, TopBand, YearsToRestore, ladder, top_band, years_to_restore
from counterpoise.balance.transfer_items import MappedItem, ProposedTransfer, map_transfer

CLASSES_WITHOUT_TRANSFER = ("fighter_5gen", "uav_armed")
RIVALRIES = ("belligerent", "hostile", "none", "none_hostile", "active_rivalry", "rivalry")


@dataclass(frozen=True, slots=True)
class ItemSchedule:
    """An item of a transfer as deliveries: totals at the end of each year [unit of the class]."""

    transfer_id: str
    purchaser: str
    system: str
    class_id: str
    scenario: int | None
    quantity: int
    quantity_stated: bool
    qualifier: str | None
    quality_basis: str
    because: str
    basis: str
    first_delivery: Years | None  # year; None where fewer than half of the draws begin within the horizon
    complete: Years | None
    delivered: Mapping[int, Spread]
    in_service: Mapping[int, Spread]
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Addition:
    """What a transfer adds to a class in the purchaser's hands, against what it has without it by the last year."""

    transfer_id: str
    purchaser: str
    class_id: str
    scenario: int | None
    quantity: int
    without: Spread | None  # None: the profile has no row
    share_of_without: Spread | None  # quantity over what is there without it; None where that is nothing
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RivalRatio:
    """The purchaser against one of its own rivals in a class: counts in service and their ratio, by world."""

    purchaser: str
    rival: str
    relation: str
    ratio: ForceRatio


@dataclass(frozen=True, slots=True)
class Accumulation:
    """What is ordered or proposed for an actor in a class by the last year, by where it comes from."""

    actor_id: str
    class_id: str
    scenario: int | None
    signed_orders: Spread | None
    earlier_transfers: int | None  # None where an earlier transfer states no quantity
    these_transfers: int
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ActorPosture:
    """How an actor stands towards the protected state on the day, the tiers it belongs to, and its reach band."""

    actor_id: str
    posture: str
    because: str
    tiers: tuple[str, ...]
    band: str
    distance_km: float
    grade: str | None  # None: no row of relations.csv says it
    source: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EnablerCount:
    """Early warning, tankers, intelligence aircraft, missile defence: counts alone; the network is not assessed."""

    actor_id: str
    class_id: str
    count: Spread
    rows: tuple[str, ...]


def postures(run: Run) -> Iterator[ActorPosture]:
    """Say how each actor stands towards the protected state on the day, from dated facts."""
    made = tiers(run.profile, run.protected, run.known_on)
    for actor in run.profile.opponents(run.protected):
        found = posture(run.profile, actor, run.protected, run.known_on)
        band, access = reach_band(run.profile, actor, run.protected)
        row = found.relation
        yield ActorPosture(
            actor, found.kind, found.because, tuple(tier.name for tier in made if actor in tier.actors), band,
            0.0 if access is None else access.distance_km, None if row is None else row.grade,
            tuple(dict.fromkeys((*(() if row is None else row.source), *(() if access is None else access.source)))),
        )  # fmt: skip


def schedules(run: Run) -> Iterator[ItemSchedule]:
    """Give each item's deliveries, in each quantity scenario where its quantity is not stated."""
    years = np.asarray(run.years, dtype=np.float64)
    for added, scenario in _each_added(run):
        item, plan = added.mapped.item, added.plan
        quantity = _quantity(added.mapped, scenario)
        begun, done = plan.delivered >= HELD, plan.delivered >= quantity - 1e-9
        yield ItemSchedule(
            added.transfer.transfer_id, added.transfer.purchaser, item.system, added.mapped.class_id, scenario,
            quantity, item.quantity is not None, item.qualifier, added.mapped.quality_basis, added.mapped.because,
            plan.basis, _first(begun, years), _first(done, years), _by_year(plan.delivered, run.years),
            _by_year(plan.in_service, run.years), added.line.rows,
        )  # fmt: skip


def _each_added(run: Run) -> Iterator[tuple[AddedLine, int | None]]:
    """Go through what is added, item by item: a stated quantity once, an unstated one in every scenario."""
    for place in range(len(run.items)):
        for n, case in enumerate(run.scenarios):
            added = case.added[place]
            if added.mapped.item.quantity is None:
                yield added, case.quantity
            elif n == 0:
                yield added, None


def _quantity(mapped: MappedItem, scenario: int | None) -> int:
    return mapped.item.quantity if mapped.item.quantity is not None else scenario or 0


def _first(happened: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], years: Floats) -> Years | None:
    ever = happened.any(axis=1)
    return spread_of_years(years[np.argmax(happened, axis=1)][ever]) if ever.mean() >= 0.5 else None


def _by_year(values: Floats, years: Sequence[int]) -> dict[int, Spread]:
    return {year: spread(values[:, i]) for i, year in enumerate(years)}


def additions(run: Run) -> Iterator[Addition]:
    """Set each item's quantity against what its purchaser has in that class without it."""
    strengths = Strengths(run.profile, run.base, run.years, run.draws, run.protected)
    for added, scenario in _each_added(run):
        purchaser, class_id = added.transfer.purchaser, added.mapped.class_id
        quantity = _quantity(added.mapped, scenario)
        lines = strengths.lines(purchaser, class_id)
        held = strengths.held(purchaser, class_id)[:, -1]
        yield Addition(
            added.transfer.transfer_id, purchaser, class_id, scenario, quantity,
            spread(held) if lines else None, spread(quantity / held[held > 0]) if held.any() else None,
            tuple(dict.fromkeys(row for line in lines for row in line.rows)),
        )  # fmt: skip


def top_bands(run: Run) -> tuple[TopBand, ...]:
    """Count the best class of each ladder a transfer touches, and the class itself, in every world."""
    classes = dict.fromkeys(name for class_id in run.added_classes for name in (ladder(class_id)[0], class_id))
    return tuple(
        top_band(
            run.profile, world.lines, class_id, run.years, run.draws, protected=run.protected,
            purchasers=run.purchasers, world=world.name, scenario=world.quantity,
        )
        for class_id in classes or CLASSES_WITHOUT_TRANSFER
        for world in run.worlds([class_id])
    )  # fmt: skip


def restore(run: Run) -> Iterator[YearsToRestore]:
    """Say for each class added how long signed orders need to restore the margin that stood before."""
    for purchaser in run.purchasers:
        bought = {
            mapped.class_id for t in run.transfers if t.purchaser == purchaser for mapped in run.mapped[t.transfer_id]
        }
        for class_id in (class_id for class_id in run.added_classes if class_id in bought):
            for case, quantity in run.cases([class_id]):
                yield years_to_restore(
                    run.base, case.added_lines, class_id, run.years, run.draws, protected=run.protected,
                    purchaser=purchaser, scenario=quantity,
                )  # fmt: skip


def groups(run: Run) -> dict[str, tuple[str, ...]]:
    """Name the sets of actors against which ratios are given: each purchaser, or without one every actor; the tiers."""
    single = run.purchasers or run.profile.opponents(run.protected)
    named: dict[str, tuple[str, ...]] = {run.profile.actor_index[actor].name: (actor,) for actor in single}
    for tier in tiers(run.profile, run.protected, run.known_on)[1:]:
        if tier.actors:
            named[tier.name] = tier.actors
    return named


def ratios(run: Run) -> Iterator[ForceRatio]:
    """Give force ratios by class: every class without the transfer, the classes it touches in every world.

    As held and within reach by the default preset; against a purchaser all three presets, always together.
    """
    named = groups(run)
    base = Strengths(run.profile, run.base, run.years, run.draws, run.protected)
    years = run.benchmark if run.purchasers else run.benchmark[:1]
    for class_id in kernel_classes():
        touched = class_id in run.affected
        for world in run.worlds([class_id]) if touched else [World("without", None, run.base)]:
            strengths = base if world.scenario is None else base.of_world(world.lines)
            for group, actors in named.items():
                touched_by = {*run.purchasers, *([run.protected] if run.protected_buys else [])}
                if world.scenario is not None and not {*actors, run.protected} & touched_by:
                    continue
                presets = (None, *PRESETS) if actors[0] in run.purchasers and len(actors) == 1 else (None, PRESETS[0])
                for year in years:
                    for preset in presets:
                        yield force_ratio(
                            strengths, class_id, group, actors, year, world=world.name, scenario=world.quantity,
                            preset=preset,
                        )  # fmt: skip
    yield from _without_reserves(run, base, named, years)


def _without_reserves(
    run: Run, base: Strengths, named: Mapping[str, tuple[str, ...]], years: Sequence[int]
) -> Iterator[ForceRatio]:
    """Give the ratios that reservists enter a second time without them: some actors have such rows and most do not."""
    reserves = {row.row_id: row.class_id for row in run.profile.forces if row.unit == "reservist"}
    active = base.of_world([line for line in run.base if not set(line.rows) & set(reserves)])
    for class_id in dict.fromkeys(reserves.values()):
        for group, actors in named.items():
            for year in years:
                for preset in (None, PRESETS[0]):
                    yield force_ratio(
                        active, class_id, f"{group}, without reserves", actors, year, world="without", scenario=None,
                        preset=preset,
                    )  # fmt: skip


def rivals(run: Run) -> Iterator[RivalRatio]:
    """Set each purchaser against its own rivals in the classes the transfer touches: the region, not only the dyad."""
    year = run.benchmark[-1]
    for purchaser in run.purchasers:
        of_purchaser = _rivals_of(run, purchaser)
        base = Strengths(run.profile, run.base, run.years, run.draws, purchaser)
        for class_id in run.affected:
            for world in run.worlds([class_id]):
                strengths = base if world.scenario is None else base.of_world(world.lines)
                for rival, relation in of_purchaser:
                    name = run.profile.actor_index[rival].name
                    yield RivalRatio(
                        purchaser, rival, relation,
                        force_ratio(strengths, class_id, name, (rival,), year, world=world.name,
                                    scenario=world.quantity, preset=None),
                    )  # fmt: skip


def _rivals_of(run: Run, purchaser: str) -> tuple[tuple[str, str], ...]:
    found = []
    for actor in run.profile.opponents(purchaser):
        if actor == run.protected:
            continue
        kinds = [row.kind for row in relations_between(run.profile, actor, purchaser, run.known_on)]
        kind = next((kind for kind in kinds if kind in RIVALRIES), None)
        if kind is not None:
            found.append((actor, kind))
        elif posture(run.profile, actor, purchaser, run.known_on).kind in RIVALRIES:
            found.append((actor, posture(run.profile, actor, purchaser, run.known_on).kind))
    return tuple(found)


def accumulation(run: Run, earlier: Sequence[ProposedTransfer]) -> Iterator[Accumulation]:
    """Add up what is ordered and proposed in the region by actor and class: the sale does not stand alone."""
    before: dict[tuple[str, str], list[tuple[str, int | None]]] = {}
    for transfer in earlier:
        for mapped in map_transfer(run.profile, transfer)[0]:
            key = (transfer.purchaser, mapped.class_id)
            before.setdefault(key, []).append((transfer.transfer_id, mapped.item.quantity))
    quantities: Sequence[int | None] = run.quantities or (None,)
    for actor in run.profile.actor_ids:
        for class_id in kernel_classes():
            orders = [
                line for line in run.base
                if (line.actor_id, line.class_id, line.origin) == (actor, class_id, "order")
            ]  # fmt: skip
            new = [
                (transfer.transfer_id, mapped)
                for transfer in run.transfers
                if transfer.purchaser == actor
                for mapped in run.mapped[transfer.transfer_id]
                if mapped.class_id == class_id
            ]
            past = before.get((actor, class_id), [])
            if not (orders or new or past):
                continue
            signed = sum((line.delivered[:, -1] for line in orders), np.zeros(run.draws.count))
            known = [number for _, number in past if number is not None]
            rows = (
                *(row for line in orders for row in line.rows),
                *(name for name, _ in past),
                *(name for name, _ in new),
            )
            for scenario in quantities if new else (None,):
                yield Accumulation(
                    actor, class_id, scenario, spread(signed) if orders else None,
                    sum(known) if len(known) == len(past) else None,
                    sum(_quantity(mapped, scenario) for _, mapped in new), tuple(dict.fromkeys(rows)),
                )  # fmt: skip


def enablers(run: Run) -> Iterator[EnablerCount]:
    """Count what the model leaves outside its classes and the statute names: command, control and surveillance."""
    world = World("without", None, run.base)
    strengths = Strengths(run.profile, world.lines, run.years, run.draws, run.protected)
    place = run.years.index(run.benchmark[-1])
    for class_id in ENABLERS:
        for actor in run.profile.actor_ids:
            lines = strengths.lines(actor, class_id)
            if lines:
                rows = tuple(dict.fromkeys(row for line in lines for row in line.rows))
                yield EnablerCount(actor, class_id, spread(strengths.held(actor, class_id)[:, place]), rows)
