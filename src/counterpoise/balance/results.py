"""Results of a run with their labels: axes by name, units, seed, versions; saved, read again, compared.

A result needs nothing but itself to be read: who the actors were, what each scenario was, and how it was made.
"""

import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from counterpoise import __version__
from counterpoise.balance.coalitions import Coalitions
from counterpoise.balance.draws import Floats
from counterpoise.balance.inventories import kernel_classes
from counterpoise.balance.parameters import history_range
from counterpoise.balance.simulation import Shard
from counterpoise.balance.simulation_plan import Plan
from counterpoise.balance.theatre import GROUPS, ScenarioKey
from counterpoise.errors import InvalidInput, StoreError

if TYPE_CHECKING:
    import xarray

FORMAT = 1
TINY = 1e-12
UNITS = {
    "failures": "draw", "log_loss_ratio": "1", "surviving_share": "share", "break_even": "1", "strength_ratio": "1",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """What the axes of a result stand for, and how it was made. Plain values only: it is stored as JSON."""

    protected: str
    actors: tuple[str, ...]
    not_assessed_alone: tuple[str, ...]  # actors that the kernel does not assess by themselves: non-state actors
    purchasers: tuple[str, ...]
    scenarios: tuple[tuple[str, int | None, int], ...]  # world, quantity, year
    bases: tuple[int, ...]
    verdicts: tuple[str, ...]
    shown: tuple[int, ...]
    binding: tuple[int, ...]
    tiers: tuple[tuple[str, tuple[str, ...], str], ...]
    classes: tuple[str, ...]
    support: tuple[float, float]
    link: tuple[float, float]  # intercept, slope
    survival_threshold: float
    history: tuple[float, float]  # what history supports for the multiplier in a new war, 90 %
    every_coalition: bool
    seed: int
    n_draws: int
    known_on: str
    reach: str
    preset: str
    member: str
    multiplier: str
    profile: str
    profile_hash: str
    fingerprint: str
    versions: Mapping[str, str]


@dataclass(frozen=True)
class BalanceResults:
    """A run's results. Arrays select by scenario key and coalition mask, never by position outside this class."""

    labels: Labels
    shard: Shard
    shown_place: NDArray[np.int64]  # (scenario, shown coalition) -> encounter
    binding_place: NDArray[np.int64]

    @cached_property
    def keys(self) -> tuple[ScenarioKey, ...]:
        """The scenarios, in order."""
        return tuple(ScenarioKey(*row) for row in self.labels.scenarios)

    @cached_property
    def coalitions(self) -> Coalitions:
        """The coalitions over this run's actors."""
        return Coalitions(self.labels.actors)

    def scenario(self, key: ScenarioKey) -> int:
        """Give the place of a scenario; InvalidInput if the run has none such."""
        if key not in self.keys:
            raise InvalidInput(f"This run has no scenario {key.label}. It has {', '.join(k.label for k in self.keys)}.")
        return self.keys.index(key)

    def base_of(self, key: ScenarioKey) -> ScenarioKey:
        """Give the world without the transfer in the same year."""
        return ScenarioKey("without", None, key.year)

    def p_fails(self, key: ScenarioKey, verdict: int = 0) -> Floats:
        """Give the probability that the edge fails against every coalition, by mask; nobody has 0."""
        if not self.labels.every_coalition:
            raise InvalidInput("This run did not decide every coalition. Run it again with every_coalition.")
        return np.asarray(self.shard.failures[self.scenario(key), verdict] / self.labels.n_draws)

    def own_loss(self, key: ScenarioKey, mask: int, group: int = 0) -> Floats:
        """Give the protected state's lost share by draw, overall or in a group (1 + its place in GROUPS)."""
        return np.asarray(self.shard.own_loss[group, self._shown(key, mask)], dtype=np.float64)

    def other_loss(self, key: ScenarioKey, mask: int, group: int = 0) -> Floats:
        """Give the coalition's lost share by draw."""
        return np.asarray(self.shard.other_loss[group, self._shown(key, mask)], dtype=np.float64)

    def log_loss_ratio(self, key: ScenarioKey, mask: int, group: int = 0) -> Floats:
        """Give E by draw: the log of the coalition's lost share over the protected state's."""
        return log_loss_ratio(self.own_loss(key, mask, group), self.other_loss(key, mask, group))

    def strength_ratio(self, key: ScenarioKey, mask: int) -> Floats:
        """Give own over other strength by the one-line index, by draw."""
        return np.asarray(np.exp(self.shard.log_ratio[self._shown(key, mask)].astype(np.float64)))

    def index_log_loss_ratio(self, key: ScenarioKey, mask: int) -> Floats:
        """Give E by the one-line index (member M5): ln(M eps) + s ln(own / other strength), by draw."""
        ratio = self.shard.log_ratio[self._shown(key, mask)].astype(np.float64)
        return np.asarray(self.shard.index_shift + self.shard.exponent * ratio)

    def log_break_even(self, key: ScenarioKey, mask: int) -> Floats:
        """Give ln mu* by draw: the log of the multiplier at which E is zero; infinite beyond the range searched."""
        place = int(self.binding_place[self.scenario(key), self.labels.binding.index(mask)])
        if place < 0:
            raise InvalidInput(f"No break-even was sought for {key.label}. Ask for one of the last year.")
        return np.asarray(self.shard.log_break_even[place], dtype=np.float64)

    def has_break_evens(self, key: ScenarioKey) -> bool:
        """Whether break-evens were sought in a scenario."""
        return bool((self.binding_place[self.scenario(key)] >= 0).any())

    def _shown(self, key: ScenarioKey, mask: int) -> int:
        if mask not in self.labels.shown:
            raise InvalidInput(
                f"The coalition {self.coalitions.label(mask)} was not kept by draw. Name it in also_show of the plan."
            )
        return int(self.shown_place[self.scenario(key), self.labels.shown.index(mask)])

    def as_dataset(self) -> "xarray.Dataset":
        """Give the arrays with named axes and units."""
        import xarray

        scenario = [key.label for key in self.keys]
        shown = [self.coalitions.label(mask) for mask in self.labels.shown]
        binding = [self.coalitions.label(mask) for mask in self.labels.binding]
        groups = ["overall", *GROUPS]
        own, other = (
            np.asarray(loss[:, self.shown_place], dtype=np.float64)
            for loss in (self.shard.own_loss, self.shard.other_loss)
        )
        by_draw = ("group", "scenario", "shown_coalition", "draw")
        arrays = {
            "failures": (("scenario", "verdict", "coalition"), self.shard.failures),
            "surviving_share": (by_draw, (1.0 - own).astype(np.float32)),
            "log_loss_ratio": (by_draw, log_loss_ratio(own, other).astype(np.float32)),
            "strength_ratio": (by_draw[1:], np.exp(self.shard.log_ratio[self.shown_place])),
            "break_even": (
                ("scenario", "binding_coalition", "draw"),
                np.where(
                    self.binding_place[..., None] >= 0, np.exp(self.shard.log_break_even[self.binding_place]), np.nan
                ),
            ),
        }  # fmt: skip
        dataset = xarray.Dataset(
            {name: xarray.Variable(dims, values, {"units": UNITS[name]}) for name, (dims, values) in arrays.items()},
            coords={
                "scenario": scenario, "verdict": list(self.labels.verdicts), "shown_coalition": shown, "group": groups,
                "coalition": np.arange(self.shard.failures.shape[2]), "binding_coalition": binding,
                "draw": np.arange(self.shard.index_shift.size),
            },
        )  # fmt: skip
        dataset.attrs = {name: json.dumps(value, default=list) for name, value in asdict(self.labels).items()}
        return dataset


def log_loss_ratio(own: Floats, other: Floats) -> Floats:
    """Give E = ln(other lost share) - ln(own lost share); finite where a side loses nothing."""
    return np.asarray(np.log(other + TINY) - np.log(own + TINY))


def label_results(plan: Plan, shard: Shard) -> BalanceResults:
    """Join a run's sums with what they mean."""
    parameters = plan.parameters
    support = parameters.defaults["support"].value
    purchasers = tuple(dict.fromkeys(t.purchaser for t in plan.transfers if t.purchaser != plan.protected))
    labels = Labels(
        protected=plan.protected, actors=plan.coalitions.actors,
        not_assessed_alone=tuple(a.actor_id for a in plan.profile.actors if a.kind != "state"),
        purchasers=purchasers, scenarios=tuple((key.world, key.quantity, key.year) for key in plan.keys),
        bases=plan.bases, verdicts=tuple(verdict.label for verdict in plan.verdicts), shown=plan.shown,
        binding=plan.binding, tiers=tuple((tier.name, tier.actors, tier.coalitions) for tier in plan.tiers),
        classes=kernel_classes(), support=(float(support[0]), float(support[1])),
        link=(parameters.value("link_intercept"), parameters.value("link_slope")),
        survival_threshold=parameters.value("survival_threshold"), history=history_range(),
        every_coalition=plan.every_coalition, seed=plan.seed, n_draws=plan.n_draws,
        known_on=plan.known_on.isoformat(), reach=plan.reach, preset=parameters.preset, member=parameters.member,
        multiplier=parameters.multiplier, profile=plan.profile.name, profile_hash=plan.profile.content_hash,
        fingerprint=plan.fingerprint, versions=_versions(),
    )  # fmt: skip
    return BalanceResults(labels, shard, plan.encounters(plan.shown).place, plan.break_evens().place)


def save_results(results: BalanceResults, path: Path) -> None:
    """Write a result to one file (.npz): its arrays, and its labels as JSON inside."""
    header = json.dumps({"format": FORMAT, "labels": asdict(results.labels)}, default=list)
    arrays = {item.name: getattr(results.shard, item.name) for item in fields(Shard)}
    try:
        with path.open("wb") as file:
            np.savez_compressed(
                file, header=np.array(header), shown_place=results.shown_place, binding_place=results.binding_place,
                **arrays,
            )  # fmt: skip
    except OSError as error:
        raise StoreError(f"The results cannot be written to {path}: {error}. Give another file.") from error


def load_results(path: Path) -> BalanceResults:
    """Read a result written by `save_results`; StoreError says what is wrong with the file."""
    try:
        with np.load(path) as stored:
            header = json.loads(str(stored["header"]))
            if header["format"] != FORMAT:
                raise StoreError(
                    f"The results in {path} have format {header['format']}; this version reads {FORMAT}. Run again, or "
                    f"read them with version {header['labels']['versions']['counterpoise']}."
                )
            labels = Labels(**{name: _tuples(value) for name, value in header["labels"].items()})
            shard = Shard(**{item.name: stored[item.name] for item in fields(Shard)})
            return BalanceResults(labels, shard, stored["shown_place"], stored["binding_place"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{path} is not a file of results: {error}. Write one with save_results.") from error


@dataclass(frozen=True, slots=True)
class Difference:
    """How two results differ: labels with both values, and for each array the largest absolute difference.

    `largest` is None for an array whose shapes differ, and 0 where every bit is the same.
    """

    labels: Mapping[str, tuple[Any, Any]]
    largest: Mapping[str, float | None]

    @property
    def is_empty(self) -> bool:
        """Nothing differs, to the bit."""
        return not self.labels and all(value == 0 for value in self.largest.values())


def diff_results(one: BalanceResults, other: BalanceResults) -> Difference:
    """Compare two results, label by label and array by array."""
    left, right = asdict(one.labels), asdict(other.labels)
    labels = {name: (left[name], right[name]) for name in left if left[name] != right[name]}
    largest = {
        item.name: _largest(getattr(one.shard, item.name), getattr(other.shard, item.name)) for item in fields(Shard)
    }
    return Difference(labels, largest)


def _largest(one: NDArray[Any], other: NDArray[Any]) -> float | None:
    if one.shape != other.shape:
        return None
    if np.array_equal(one, other, equal_nan=True):
        return 0.0
    with np.errstate(invalid="ignore"):
        return float(np.nanmax(np.abs(one.astype(np.float64) - other.astype(np.float64))))


def _tuples(value: Any) -> Any:
    return tuple(_tuples(part) for part in value) if isinstance(value, list) else value


def _versions() -> dict[str, str]:
    import numba

    return {
        "counterpoise": __version__, "python": platform.python_version(), "numpy": np.__version__,
        "numba": str(numba.__version__), "machine": platform.machine(),
    }  # fmt: skip


def quantiles(values: Floats, shares: Sequence[float] = (0.1, 0.5, 0.9)) -> tuple[float, ...]:
    """Give quantiles as values that occur (no interpolation), so that infinite ones stay apart from finite ones."""
    ordered = np.sort(values)
    return tuple(float(ordered[min(int(share * ordered.size), ordered.size - 1)]) for share in shares)
