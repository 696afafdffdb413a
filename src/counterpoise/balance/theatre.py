"""A profile and its worlds as the kernel's arrays: two inventories a class by scenario, draw and actor.

A scenario is a world (without the transfer, with it, with a substitute) at a quantity and in a year. Counts are what is
in service at the end of that year, in formations, times the share within reach; fire is the count times quality and
the actor's effectiveness. All draws of a run share the latent factors, whatever the scenario.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from counterpoise.balance.assessment_run import Run
from counterpoise.balance.coalitions import Masks
from counterpoise.balance.draws import Draws, Floats
from counterpoise.balance.holdings import bias_draws, counted_rows, row_interval, unit_factor
from counterpoise.balance.inventories import Line, kernel_classes
from counterpoise.balance.kernels import Forces
from counterpoise.balance.parameters import ModelParameters, class_groups, formation_sizes
from counterpoise.balance.profile import Profile
from counterpoise.balance.quality import N_BANDS
from counterpoise.balance.reach import reach_domain, reach_share
from counterpoise.balance.systems_quality import (
    AREAS_BY_CLASS,
    BandedSystem,
    MissionArea,
    band_draws,
    banded_system,
    unbanded_system,
)

GROUPS = ("air", "air_defence", "land", "sea")
RESPONSE = "response"  # a preset beside those of reach.py: 36(h)(2)(B)(ii), the capacity to respond
Scores = dict[tuple[str, str | None, str], Floats]  # by class, system and owner, (draw,)
COUNTED_WITH_BIAS = ("holding", "order")  # what a transfer delivers is given, not counted from open sources


@dataclass(frozen=True, slots=True)
class ScenarioKey:
    """A world at a quantity scenario (None: as stated, or no transfer) at the end of a year."""

    world: str
    quantity: int | None
    year: int

    @property
    def label(self) -> str:
        """A name for tables and files: "with-50-2032"."""
        return "-".join(str(part) for part in (self.world, self.quantity, self.year) if part is not None)


def scenario_keys(run: Run, years: Sequence[int]) -> tuple[tuple[ScenarioKey, ...], tuple[int, ...]]:
    """Give the scenarios of a run in the years asked for, and for each the place of the world without it, or -1."""
    keys: list[ScenarioKey] = []
    for world in run.worlds(kernel_classes()):
        keys += [ScenarioKey(world.name, world.quantity, year) for year in years]
    places = {key.year: i for i, key in enumerate(keys) if key.world == "without"}
    return tuple(keys), tuple(-1 if key.world == "without" else places[key.year] for key in keys)


def class_weights(profile: Profile, parameters: ModelParameters) -> Floats:
    """Give the fixed weight of each class [1], sum 1: the group's weight, inside it by the region's pooled formations.

    Deterministic: the middle of every row of every actor, so that no draw, coalition or world moves a weight.
    """
    classes, groups = kernel_classes(), np.array(class_groups())
    pooled = pooled_formations(profile)
    weights = np.zeros(len(classes))
    for group, share in parameters.defaults["group_weights"].value.items():
        inside = groups == group
        if pooled[inside].sum() > 0:
            weights[inside] = share * pooled[inside] / pooled[inside].sum()
    return np.asarray(weights / weights.sum())


@lru_cache(maxsize=64)
def pooled_formations(profile: Profile) -> Floats:
    """Give the region's formations by class, all actors together, at the middle of every row [formation]."""
    pooled = np.zeros(len(kernel_classes()))
    for actor in profile.actor_ids:
        pooled = pooled + actor_formations(profile, actor)
    pooled.flags.writeable = False
    return pooled


@lru_cache(maxsize=1024)
def actor_formations(profile: Profile, actor: str) -> Floats:
    """Give an actor's formations by class at the middle of every row [formation]."""
    found = np.zeros(len(kernel_classes()))
    for j, class_id in enumerate(kernel_classes()):
        for row in counted_rows(profile, actor, class_id):
            interval = row_interval(profile, row)
            found[j] += (0.0 if interval is None else interval.middle) * (unit_factor(row.unit) or 0.0)
    found /= formation_sizes()
    found.flags.writeable = False
    return found


def group_weights(weights: Floats, held: NDArray[np.bool_] | None = None) -> Floats:
    """Give the weights of the surviving share, (group, class): overall, then each of GROUPS, each row summing to 1.

    With `held`, only of the classes held: the protected state is measured on what it has at the outset. Without, an
    absent class counts as lost (balance model section 8), so that adding one never worsens the side that adds it.
    A group without a class held has weight 0 throughout: nothing is measured there.
    """
    chosen = weights if held is None else np.where(held, weights, 0.0)
    groups = np.array(class_groups())
    rows = [chosen] + [np.where(groups == group, chosen, 0.0) for group in GROUPS]
    return np.array([row / row.sum() if row.sum() > 0 else row for row in rows])


def quality_scores(run: Run, draws: Draws, more: Sequence[Line] = ()) -> Scores:
    """Give the expected SMAA score of every aircraft line by draw [0 to 1], by class, system and owner.

    With weights even on the simplex and values any increasing ones, the expected score of a system is the mean of its
    bands over the highest band: the weights' expectation is closed, the data are drawn. Areas count alike.
    """
    found: Scores = {}
    every = [line for world in run.worlds(kernel_classes()) for line in world.lines]
    lines = {quality_key(line): line for line in (*every, *more)}
    areas = {class_id: AREAS_BY_CLASS[class_id] for class_id in kernel_classes() if class_id in AREAS_BY_CLASS}
    by_area: dict[str, list[tuple[tuple[str, str | None, str], BandedSystem]]] = {}
    for key, line in lines.items():
        for area_id in areas.get(line.class_id, ()):
            by_area.setdefault(area_id, []).append((key, _banded(run, line, MissionArea(area_id))))
    for pool in by_area.values():
        means = band_draws([system for _, system in pool], draws).mean(axis=2).T / (N_BANDS - 1)
        for (key, _), score in zip(pool, means, strict=True):
            found[key] = found.get(key, np.zeros(draws.count)) + score / len(areas[key[0]])
    return found


def build_forces(
    run: Run, keys: Sequence[ScenarioKey], parameters: ModelParameters, *, preset: str, actors: Sequence[str],
    joined: Masks, scores: Scores | None = None,
) -> Forces:  # fmt: skip
    """Give the kernel's forces for the draws of a run; `scores` are its `quality_scores`, if they are at hand."""
    draws, classes = run.draws, kernel_classes()
    kappa = log_quality_factor(parameters, draws)
    worth = {
        key: np.exp(kappa * (score - 0.5))
        for key, score in (quality_scores(run, draws) if scores is None else scores).items()
    }
    everyone = (run.protected, *actors)
    place = {actor: i for i, actor in enumerate(everyone)}
    bias = {actor: bias_draws(actor, draws) for actor in everyone}
    shape = (len(keys), draws.count, len(everyone), len(classes))
    count, fire = np.zeros(shape), np.zeros(shape)
    worlds = {(world.name, world.quantity): world.lines for world in run.worlds(kernel_classes())}
    base: dict[int, int] = {}
    for s, key in enumerate(keys):
        lines: Sequence[Line] = worlds[key.world, key.quantity]
        if key.year in base:  # the lines without the transfer come first in every world
            count[s], fire[s] = count[base[key.year]], fire[base[key.year]]
            lines = lines[len(run.base) :]
        elif key.world == "without":
            base[key.year] = s
        year = run.years.index(key.year)
        for line in lines:
            if line.class_id not in classes or line.actor_id not in place:
                continue
            i, j = place[line.actor_id], classes.index(line.class_id)
            units = line.in_service[:, min(year, line.in_service.shape[1] - 1)]
            if line.origin in COUNTED_WITH_BIAS:
                units = units * bias[line.actor_id]
            quality = worth.get(quality_key(line))
            count[s, :, i, j] += units
            fire[s, :, i, j] += units if quality is None else units * quality
    brought = brought_shares(run, everyone, preset) / formation_sizes()
    effect = _effectiveness(parameters, actors, draws)
    count *= brought
    fire *= brought * effect[:, :, None]
    own = group_weights(class_weights(run.profile, parameters), actor_formations(run.profile, run.protected) > 0)
    other = group_weights(class_weights(run.profile, parameters))
    exact = np.float32
    return Forces(
        count[:, :, 0].astype(exact), fire[:, :, 0].astype(exact), count[:, :, 1:].astype(exact),
        fire[:, :, 1:].astype(exact), np.asarray(joined, dtype=np.int64),
        np.array([group == "land" for group in class_groups()]), own, other, index_weights(run.profile, parameters),
    )  # fmt: skip


def unit_strengths(
    run: Run, lines: Sequence[Line], parameters: ModelParameters, preset: str
) -> tuple[list[Floats], list[Floats]]:
    """Give what one unit of each of the protected state's lines adds, by draw: targets and fire [formation]."""
    draws, classes = run.draws, kernel_classes()
    scores, kappa = quality_scores(run, draws, lines), log_quality_factor(parameters, draws)
    brought = brought_shares(run, (run.protected,), preset)[:, 0] / formation_sizes()
    counts, fires = [], []
    for line in lines:
        count = brought[:, classes.index(line.class_id)]
        score = scores.get(quality_key(line))
        counts.append(count)
        fires.append(count if score is None else count * np.exp(kappa * (score - 0.5)))
    return counts, fires


def index_weights(profile: Profile, parameters: ModelParameters) -> Floats:
    """Give what a formation of each class is worth in the one-line index: its class's weight over the region's pool."""
    pooled = pooled_formations(profile)
    return np.where(pooled > 0, class_weights(profile, parameters) / np.maximum(pooled, 1e-9), 0.0)


def log_quality_factor(parameters: ModelParameters, draws: Draws) -> Floats:
    """Draw kappa, the log of the quality factor: one number a draw, both sides."""
    scale = np.exp(parameters.value("quality_log_sd") * draws.normal("quality_factor"))
    factor: Floats = np.log(parameters.value("quality_factor")) * scale
    return factor


def _effectiveness(parameters: ModelParameters, actors: Sequence[str], draws: Draws) -> Floats:
    """Draw the effectiveness of each actor, (draw, actor), the protected state first: its own stands in M."""
    spread = parameters.value("effectiveness_log_sd")
    drawn = [np.exp(spread * draws.normal(f"effectiveness/{actor}")) for actor in actors]
    return np.stack([np.ones(draws.count), *drawn], axis=1)


def brought_shares(run: Run, everyone: Sequence[str], preset: str) -> Floats:
    """Draw the share of each class that each actor can bring to bear, (draw, actor, class).

    With the preset RESPONSE the protected state acts, at its own reach, and the others' air defence is all at home.
    """
    classes, groups = kernel_classes(), class_groups()
    usual = "default" if preset == RESPONSE else preset
    found = np.zeros((run.draws.count, len(everyone), len(classes)))
    for i, actor in enumerate(everyone):
        domains: dict[str, Floats] = {}
        for j, class_id in enumerate(classes):
            domain = reach_domain(class_id)
            if domain not in domains:
                row = reach_share(run.profile, actor, run.protected, class_id, usual).share
                domains[domain] = run.draws.triangular(
                    f"reach/{actor}/{domain}", row.share_low, row.share_mode, row.share_high
                )
            at_home = preset == RESPONSE and actor != run.protected and groups[j] == "air_defence"
            found[:, i, j] = 1.0 if at_home else domains[domain]
    return found


def quality_key(line: Line) -> tuple[str, str | None, str]:
    """Give what a line's quality depends on: class, system, owner."""
    return line.class_id, line.system_id, line.actor_id


def _banded(run: Run, line: Line, area: MissionArea) -> BandedSystem:
    if line.system_id is not None:
        return banded_system(run.profile, line.system_id, area, run.known_on)
    return unbanded_system(run.profile, f"other {line.class_id}", line.class_id, line.actor_id, area, run.known_on)
