"""What would change the answer: the least move of each factor, and the critical value of each default, that flips it.

Factors are moved one at a time from their medians, in standard deviations; defaults one at a time within their range,
the level of the clause computed anew on common draws at each place.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from counterpoise.balance.draws import Draws, Floats
from counterpoise.balance.latent_groups import GROUPS, MovedDraws
from counterpoise.balance.levels import level_of
from counterpoise.balance.parameters import Default, ModelParameters
from counterpoise.balance.sensitivity import CHANGE, Study
from counterpoise.compute.on_threads import run_in_order
from counterpoise.vocabulary import index

DECILE = 1.2816  # standard deviations from the median to the 10 and 90 % points
PLACES = (-3.0, -2.0, -DECILE, 0.0, DECILE, 2.0, 3.0)
NEGLIGIBLE = 1e-3
BATCH = 512  # draws in one evaluation of moved factors
BISECTIONS = 4
N_DRAWS = 400
ALONE = ("law_exponent", "multiplier", "circumstance", "quality_factor", "duel_loss")


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorMove:
    """What one latent factor does to the nominal change, all others at their medians.

    `at` is the least move, in standard deviations, that carries the change across its margin; None where three do not.
    `low`, `nominal` and `high` are the change at three below, none, three above; `deciles` at the 10 and 90 % points.
    """

    factor: str
    title: str
    group: str
    grade: str
    at: float | None
    low: float
    nominal: float
    high: float
    deciles: tuple[float, float]

    @property
    def swing(self) -> float:
        """How far the change moves between the factor's 10 and 90 % points."""
        return abs(self.deciles[1] - self.deciles[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterMove:
    """What one default does within its range. `critical` is the value nearest the default at which the level changes.

    `ends`: (value, median change, P(material), level) at the low and high end of the range.
    """

    parameter: str
    meaning: str
    unit: str
    grade: str
    value: float
    ends: tuple[tuple[float, float, float, str], tuple[float, float, float, str]]
    level: str
    critical: float | None
    critical_level: str | None

    @property
    def swing(self) -> float:
        """How far the median change moves over the range."""
        return abs(self.ends[1][1] - self.ends[0][1])

    @property
    def matters(self) -> bool:
        """Whether anything moves over the range: some defaults enter other statistics than this one."""
        return self.ends[0][1:3] != self.ends[1][1:3]


def factor_moves(study: Study, margin: float, output: str = CHANGE) -> tuple[FactorMove, ...]:
    """Move every latent factor that matters, one at a time; those that flip the answer soonest come first."""
    grades = {group.name: group.grade for group in GROUPS}
    found = []
    for name, values in _moved_one_by_one(study, output):
        move = FactorMove(
            factor=name, title=factor_title(study, name), group=study.grouping.group_of(name),
            grade=grades[study.grouping.group_of(name)], at=_crossing(values, margin), low=float(values[0]),
            nominal=float(values[len(PLACES) // 2]), high=float(values[-1]),
            deciles=(float(values[2]), float(values[4])),
        )  # fmt: skip
        if max(values) - min(values) > NEGLIGIBLE:
            found.append(move)
    return tuple(sorted(found, key=lambda one: (one.at is None, abs(one.at or 0.0), -one.swing)))


def _moved_one_by_one(study: Study, output: str) -> list[tuple[str, Floats]]:
    """Evaluate every factor at PLACES, many factors in one batch of draws."""
    names = _factors_of(study)
    each = len(PLACES)
    found: list[tuple[str, Floats]] = []
    for start in range(0, len(names), BATCH // each):
        batch = names[start : start + BATCH // each]
        place = {name: i * each for i, name in enumerate(batch)}

        def moved(name: str, place: dict[str, int] = place, n: int = len(batch)) -> Floats | None:
            if name not in place:
                return None
            values = np.zeros(n * each)
            values[place[name] : place[name] + each] = PLACES
            return values

        draws = MovedDraws(study.plan.seed, len(batch) * each, 0, moved)
        values = study.outputs(draws)[output].reshape(len(batch), each)
        found += list(zip(batch, values, strict=True))
    return found


@dataclass(frozen=True, slots=True)
class _Recording(Draws):
    """Draws that note the names asked for."""

    names: dict[str, None] = field(default_factory=dict)

    def uniform(self, name: str) -> Floats:
        self.names[name] = None
        return Draws.uniform(self, name)


def _factors_of(study: Study) -> list[str]:
    """Give the factors that can matter: those of the protected state, of the coalition's members, and of nobody."""
    recording = _Recording(study.plan.seed, 2)
    study.outputs(recording)
    members = set(study.plan.coalitions.members(study.mask)) | {study.plan.protected}
    others = set(study.plan.profile.actor_ids) - members
    rows = {row.row_id: row.actor_id for row in study.plan.profile.forces}
    orders = {row.order_id: row.actor_id for row in study.plan.profile.deliveries}

    def owner(name: str) -> str:
        first, _, rest = name.partition("/")
        if first == "count":
            return rows[rest]
        if first in ("order", "lead", "rate", "absorption"):
            return orders.get(rest, "")
        return rest.partition("/")[0]

    return [name for name in recording.names if owner(name) not in others]


def _crossing(values: Floats, margin: float) -> float | None:
    """Give the crossing of `margin` nearest to the median, by straight lines between PLACES; None without one."""
    at = []
    for i in range(len(PLACES) - 1):
        one, two = float(values[i]), float(values[i + 1])
        if (one <= margin) != (two <= margin):
            at.append(PLACES[i] + (margin - one) / (two - one) * (PLACES[i + 1] - PLACES[i]))
    return min(at, key=abs) if at else None


def factor_title(study: Study, name: str) -> str:
    """Give a latent factor in words."""
    first, _, rest = name.partition("/")
    actors = study.plan.profile.actor_index
    who, _, what = rest.partition("/")
    holder = actors[who].name if who in actors else who
    if first == "count":
        row = study.plan.profile.force_index[rest]
        return f"count of {row.system}, {actors[row.actor_id].name} (row {rest})"
    titles = {group.name: group.title for group in GROUPS}
    if first == "reach":
        return f"share that {holder} can bring to bear, {what}"
    if first == "effectiveness":
        return f"effectiveness of {holder}"
    if first == "count_bias":
        return f"common over- or undercount of {holder}"
    if first == "preference":
        shooter, target = (index("classes", "class_id")[part]["name"].lower() for part in (who, what))
        return f"preference of {shooter} for {target}"
    if first == "family":
        return f"scale of {rest.replace('_', ' ')} engagements"
    if first in _SCHEDULE:
        return f"{_SCHEDULE[first]} of {_order_title(study, rest)}"
    return titles[study.grouping.group_of(name)]


_SCHEDULE = {
    "signature": "years to signature", "lead": "lead time", "rate": "units a year",
    "absorption": "years from delivery to service", "order": "quantity",
}  # fmt: skip


def _order_title(study: Study, name: str) -> str:
    if name.startswith("substitute/"):
        return "the substitute"
    for row in study.plan.profile.deliveries:
        if row.order_id == name:
            return f"{row.system}, {study.plan.profile.actor_index[row.actor_id].name} (order {name})"
    class_id = name.rpartition("/")[2]
    return f"the transfer ({index('classes', 'class_id')[class_id]['name'].lower()})"


def parameter_moves(
    study: Study,
    margin: float,
    *,
    workers: int = 1,
    tell: Callable[[float], None] | None = None,
    n_draws: int = N_DRAWS,
) -> tuple[ParameterMove, ...]:
    """Move every default with a range to both ends, and bisect where the level differs; largest swing first."""
    chosen = [entry for entry in study.plan.parameters.defaults.values() if _ends(entry) is not None]
    draws = Draws(study.plan.seed, n_draws)
    start = _at(study, draws, margin, None, 0.0)
    done = 0

    def move(entry: Default) -> ParameterMove:
        nonlocal done
        found = _parameter_move(study, draws, margin, entry, start)
        done += 1
        if tell is not None:
            tell(done / len(chosen))
        return found

    moves = [one for one in run_in_order(move, chosen, workers=workers) if one.matters]
    return tuple(sorted(moves, key=lambda one: (one.critical is None, -one.swing)))


Point = tuple[float, float, float, str]


def _parameter_move(study: Study, draws: Draws, margin: float, entry: Default, start: Point) -> ParameterMove:
    low, high = _ends(entry) or (0.0, 0.0)
    value = _number(entry)
    ends = (_at(study, draws, margin, entry, low), _at(study, draws, margin, entry, high))
    flipping = [end for end in ends if end[3] != start[3]]
    critical = None
    if flipping:
        nearest = min(flipping, key=lambda end: abs(end[0] - value))
        critical = _bisected(study, draws, margin, entry, (value, *start[1:]), nearest)
    return ParameterMove(
        parameter=entry.name, meaning=entry.meaning, unit=entry.unit, grade=entry.grade, value=value, ends=ends,
        level=start[3], critical=None if critical is None else critical[0],
        critical_level=None if critical is None else critical[3],
    )  # fmt: skip


def _bisected(study: Study, draws: Draws, margin: float, entry: Default, near: Point, far: Point) -> Point:
    """Narrow the interval in which the level leaves that of `near`; give its far end."""
    if isinstance(entry.value, list):  # a grid: no values between
        return far
    for _ in range(BISECTIONS):
        middle = _at(study, draws, margin, entry, 0.5 * (near[0] + far[0]))
        near, far = (middle, far) if middle[3] == near[3] else (near, middle)
    return far


def _at(study: Study, draws: Draws, margin: float, entry: Default | None, value: float) -> Point:
    """Give value, median change, P(material) and level with one default at a value."""
    if entry is not None:
        study = study.changed(parameters=with_value(study.plan.parameters, entry.name, value))
    change = study.outputs(draws)[CHANGE]
    p_material = float((change <= margin).mean() if margin < 0 else (change >= margin).mean())
    return value, float(np.median(change)), p_material, level_of(p_material)


def with_value(parameters: ModelParameters, name: str, value: Any) -> ModelParameters:
    """Give the parameters with one default at another value; a grid becomes that value alone."""
    entry = parameters.defaults[name]
    changed = [value] if isinstance(entry.value, list) else value
    entry = replace(entry, value=changed, weights=None)
    return replace(parameters, defaults={**parameters.defaults, name: entry})


def _number(entry: Default) -> float:
    if not isinstance(entry.value, list):
        return float(entry.value)
    weights = entry.weights or (1.0,) * len(entry.value)
    return float(np.average([float(one) for one in entry.value], weights=weights))


def _ends(entry: Default) -> tuple[float, float] | None:
    """Give the range of a default as two numbers that the model takes; None where it is no number."""
    if isinstance(entry.value, dict | str) or len(entry.range) != 2:
        return None
    if isinstance(entry.value, list):
        grid: Sequence[float] = [float(one) for one in entry.value]
        return (min(grid), max(grid)) if entry.name == "law_exponent" else None
    return float(entry.range[0]), float(entry.range[1])
