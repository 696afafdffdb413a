"""The systems of a profile in a mission area as bands by draw: what is sourced, inferred or missing in each.

Balance model section 6. A sourced band errs by one with probability 0.15; an inferred one is drawn from its range,
the best twice as likely as each end; a missing one evenly over the range of its class. Facts about a type are drawn
once for the type, so identical types tie by construction. A fact later than `known_on` counts as missing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

import numpy as np

from counterpoise import vocabulary
from counterpoise.balance.draws import Draws
from counterpoise.balance.profile import Band, Profile
from counterpoise.balance.quality import N_BANDS, Bands
from counterpoise.balance.transfer_schedule import period_end

P_ONE_BAND_ERROR = 0.15  # judgement, 0.05 to 0.30
INFERRED_WEIGHT_OF_BEST = 2.0  # judgement
AIRFRAME = frozenset({"signature", "combat_radius", "max_mach", "payload"}) | {
    row["attribute"] for row in vocabulary.rows("mission_areas") if row["mission_area"] == "armed_uav"
}  # what a type's airframe fixes: the same in every service, known or not
AREAS_BY_CLASS = {
    "fighter_5gen": ("air_to_air", "strike"), "fighter_4gen": ("air_to_air", "strike"),
    "fighter_older": ("air_to_air", "strike"), "uav_armed": ("armed_uav",),
}  # fmt: skip
STATUSES = ("printed", "sensitivity", "bounds_only")


@dataclass(frozen=True)
class Cell:
    """One characteristic of one system as the draws use it. `state`: sourced, inferred or missing."""

    low: int
    best: int
    high: int
    state: str
    key: str  # cells with one key share their draws
    shared: bool  # the key is the type's, not the service's
    band: Band | None

    @cached_property
    def lowest(self) -> int:
        """The lowest band drawn."""
        return max(self.best - 1, 0) if self.state == "sourced" else self.low

    @cached_property
    def edges(self) -> tuple[float, ...]:
        """The uniform values from which on the band drawn is one higher; those that never are, above 1."""
        if self.state == "sourced":
            up = (P_ONE_BAND_ERROR / 2, float(np.nextafter(1 - P_ONE_BAND_ERROR / 2, 1)))
            found = list(up[self.best == 0 : 2 - (self.best == N_BANDS - 1)])
        else:
            weights = np.ones(self.high - self.low + 1)
            if self.state == "inferred":
                weights[self.best - self.low] = INFERRED_WEIGHT_OF_BEST
            found = (np.cumsum(weights) / weights.sum())[:-1].tolist()
        return (*found, *[2.0] * (N_BANDS - 1 - len(found)))


@dataclass(frozen=True, slots=True)
class BandedSystem:
    """A system, or the unbanded rest of a class, in one mission area."""

    system_id: str
    name: str
    class_id: str
    cells: tuple[Cell, ...]

    @property
    def n_sourced(self) -> int:
        """Attributes that a source states."""
        return sum(cell.state == "sourced" for cell in self.cells)

    @property
    def n_inferred(self) -> int:
        """Attributes that are inferred from a source."""
        return sum(cell.state == "inferred" for cell in self.cells)

    def status(self, required: int) -> str:
        """Say what may be printed: `printed`, `sensitivity` where inferred bands make up the number, `bounds_only`."""
        if self.n_sourced >= required:
            return "printed"
        return "sensitivity" if self.n_sourced + self.n_inferred >= required else "bounds_only"


@dataclass(frozen=True)
class MissionArea:
    """A mission area: its attributes in order, and how many of them a system needs before a probability is printed."""

    mission_area: str

    @cached_property
    def rows(self) -> tuple[dict[str, str], ...]:
        """The rows of vocabulary/mission_areas.csv."""
        return tuple(dict(row) for row in vocabulary.rows("mission_areas") if row["mission_area"] == self.mission_area)

    @property
    def name(self) -> str:
        """The area in words."""
        return self.rows[0]["name"]

    @property
    def attributes(self) -> tuple[str, ...]:
        """The attributes in order."""
        return tuple(row["attribute"] for row in self.rows)

    @property
    def n_required(self) -> int:
        """Sourced attributes needed."""
        return int(self.rows[0]["n_required"])


@lru_cache(maxsize=4096)
def class_range(profile: Profile, class_id: str, attribute: str, known_on: date) -> tuple[int, int]:
    """Give the range of bands that systems of a class span in an attribute, as known on a day.

    The whole scale where none is banded.
    """
    bands = [
        band
        for band in profile.bands
        if band.attribute == attribute
        and profile.systems[band.system_id].class_id == class_id
        and not _is_later(band, known_on)
    ]
    if not bands:
        return 0, N_BANDS - 1
    return min(band.band_low for band in bands), max(band.band_high for band in bands)


@lru_cache(maxsize=4096)
def banded_system(profile: Profile, system_id: str, area: MissionArea, known_on: date) -> BandedSystem:
    """Give a system of the profile in a mission area, as known on a day."""
    system = profile.systems[system_id]
    bands = {
        band.attribute: band
        for band in profile.bands
        if band.system_id == system_id and band.mission_area == area.mission_area
    }
    cells = tuple(
        _cell(profile, system_id, system.class_id, system.type_family, attribute, bands.get(attribute), known_on)
        for attribute in area.attributes
    )
    return BandedSystem(system_id, system.name, system.class_id, cells)


@lru_cache(maxsize=4096)
def unbanded_system(
    profile: Profile, name: str, class_id: str, owner: str, area: MissionArea, known_on: date
) -> BandedSystem:
    """Give a system of which only the class is known: every attribute is missing."""
    cells = []
    for attribute in area.attributes:
        low, high = class_range(profile, class_id, attribute, known_on)
        key = f"{owner}/{name}/{attribute}"
        cells.append(Cell(low, (low + high) // 2, high, "missing", key, shared=False, band=None))
    return BandedSystem(f"class:{class_id}:{owner}", name, class_id, tuple(cells))


def _is_later(band: Band, known_on: date) -> bool:
    return band.known_from is not None and period_end(band.known_from) > known_on


def _cell(
    profile: Profile, system_id: str, class_id: str, family: str, attribute: str, band: Band | None, known_on: date
) -> Cell:
    if band is None or _is_later(band, known_on):
        low, high = class_range(profile, class_id, attribute, known_on)
        return Cell(low, (low + high) // 2, high, "missing", f"{system_id}/{attribute}", shared=False, band=band)
    state = {"judgement": "missing", "derived": "inferred", "example": "sourced"}.get(band.grade, "sourced")
    # Services of one type whose readings of the airframe differ are not tied: the readings are part of the key.
    shared = band.type_level == "yes" or attribute in AIRFRAME
    reading = f"{band.band_low}{band.band_best}{band.band_high}"
    key = f"{family}/{attribute}/{reading}" if shared else f"{system_id}/{attribute}"
    return Cell(band.band_low, band.band_best, band.band_high, state, key, shared, band)


def band_draws(systems: Sequence[BandedSystem], draws: Draws) -> Bands:
    """Draw the bands of systems: (draw, system, attribute)."""
    cells = [cell for system in systems for cell in system.cells]
    names = {cell.key: i for i, cell in enumerate({cell.key: cell for cell in cells}.values())}
    u = draws.uniforms([f"band/{key}" for key in names])[[names[cell.key] for cell in cells]]
    lowest = np.array([cell.lowest for cell in cells], dtype=np.int8)
    edges = np.array([cell.edges for cell in cells])
    drawn = np.repeat(lowest[:, None], draws.count, axis=1)
    for step in range(edges.shape[1]):
        drawn += u >= edges[:, step, None]
    return np.ascontiguousarray(drawn.T, dtype=np.int64).reshape(draws.count, len(systems), -1)


def best_bands(systems: Sequence[BandedSystem], n: int) -> Bands:
    """Give the best readings of all bands, repeated n times: (n, system, attribute)."""
    best = np.array([[cell.best for cell in system.cells] for system in systems], dtype=np.int64)
    return np.broadcast_to(best, (n, *best.shape))


def bound_bands(systems: Sequence[BandedSystem], n: int, *, missing: str) -> Bands:
    """Give the best readings with every missing cell at its worst or best; what a type shares stays put."""
    cells = [
        [
            (cell.low if missing == "worst" else cell.high)
            if cell.state == "missing" and not cell.shared
            else cell.best
            for cell in system.cells
        ]
        for system in systems
    ]
    return np.broadcast_to(np.array(cells, dtype=np.int64), (n, len(systems), len(systems[0].cells)))
