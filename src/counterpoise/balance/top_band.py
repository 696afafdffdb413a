"""Who holds the best class of a kind, by year and world: counts, shares, and whether anybody is still alone with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from counterpoise.balance.draws import Draws, Floats
from counterpoise.balance.holdings import holding, rows_at_ceiling
from counterpoise.balance.inventories import Line, Spread, Years, spread, spread_of_years, total
from counterpoise.balance.profile import Profile

LADDERS = (("fighter_5gen", "fighter_4gen", "fighter_older"),)  # best class first; any other class is its own ladder
HELD = 0.5  # a drawn count below this is none: draws of whole things are not whole numbers


@dataclass(frozen=True, slots=True)
class TopBandYear:
    """Counts of one class at the end of a year [unit of the class]. `others` leaves out who holds none in any draw."""

    year: int
    protected: Spread
    others: Mapping[str, Spread]
    in_service: Mapping[str, Spread]  # of the purchasers
    share: Spread | None  # the protected state's share of the region; None where nobody holds any
    p_only_holder: float
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TopBand:
    """A class by year in one world and quantity scenario (None: as stated, or no transfer)."""

    class_id: str
    world: str
    scenario: int | None
    years: tuple[TopBandYear, ...]
    first_year_shared: Years | None  # first year in which another holds one; None where that stays below 5 % of draws
    p_shared: float  # by the last year
    not_in_profile: tuple[str, ...]  # actors of which the profile says nothing for this class
    not_counted: tuple[str, ...]  # actors that hold it without a count: never zero
    at_ceiling: tuple[str, ...]  # actors of whom a row is a ceiling: their counts are no best estimates


@dataclass(frozen=True, slots=True)
class YearsToRestore:
    """Part (B)(ii): how long orders already signed need to restore the margin that stood before the first delivery.

    The margin is the protected state's count less the purchaser's [unit of the class].
    """

    class_id: str
    scenario: int | None
    purchaser: str
    margin_before: Spread | None
    margin_last_year: Spread | None
    years: Spread | None  # among the draws in which it is restored
    p_restored: float  # within the horizon
    p_delivered: float  # draws in which the transfer begins within the horizon
    rows: tuple[str, ...]


def ladder(class_id: str) -> tuple[str, ...]:
    """Give the ladder of classes a class stands on, the best first."""
    return next((steps for steps in LADDERS if class_id in steps), (class_id,))


def top_band(
    profile: Profile, lines: Sequence[Line], class_id: str, years: tuple[int, ...], draws: Draws, *,
    protected: str, purchasers: Sequence[str], world: str, scenario: int | None,
) -> TopBand:  # fmt: skip
    """Count a class by actor and year in one world; counts are deliveries, without the actors' common bias."""
    mine = total(lines, protected, class_id, len(years), draws, in_service=False, bias=False)
    others = {
        actor: total(lines, actor, class_id, len(years), draws, in_service=False, bias=False)
        for actor in profile.opponents(protected)
    }
    shown = [actor for actor, count in others.items() if actor in purchasers or (count >= HELD).any()]
    serving = {
        actor: total(lines, actor, class_id, len(years), draws, in_service=True, bias=False) for actor in purchasers
    }
    region: Floats = mine + sum(others.values(), np.zeros_like(mine))
    shared = np.zeros(mine.shape, dtype=bool)
    for count in others.values():
        shared |= count >= HELD
    rows = tuple(dict.fromkeys(row for line in lines if line.class_id == class_id for row in line.rows))
    by_year = tuple(
        TopBandYear(
            year, spread(mine[:, i]), {actor: spread(others[actor][:, i]) for actor in shown},
            {actor: spread(serving[actor][:, i]) for actor in purchasers if actor != protected},
            _share(mine[:, i], region[:, i]), float(((mine[:, i] >= HELD) & ~shared[:, i]).mean()), rows,
        )
        for i, year in enumerate(years)
    )  # fmt: skip
    ever = shared.any(axis=1)
    first = np.asarray(years, dtype=np.float64)[np.argmax(shared, axis=1)][ever]
    states = {actor: holding(profile, actor, class_id).state for actor in profile.actor_ids}
    absent, uncounted = (
        tuple(actor for actor, state in states.items() if state == word) for word in ("no_row", "not_counted")
    )
    ceilings = tuple(
        actor for actor in profile.actor_ids if rows_at_ceiling(profile, holding(profile, actor, class_id).rows)
    )
    when = spread_of_years(first) if ever.mean() >= 0.05 else None
    return TopBand(class_id, world, scenario, by_year, when, float(ever.mean()), absent, uncounted, ceilings)


def _share(mine: Floats, region: Floats) -> Spread | None:
    held = region >= HELD
    return spread(mine[held] / region[held]) if held.any() else None


def years_to_restore(
    without: Sequence[Line], added: Sequence[Line], class_id: str, years: tuple[int, ...], draws: Draws, *,
    protected: str, purchaser: str, scenario: int | None,
) -> YearsToRestore:  # fmt: skip
    """Count the years from the transfer's first delivery until signed orders restore the margin before it."""
    n = len(years)
    mine = total(without, protected, class_id, n, draws, in_service=False, bias=False)
    theirs = total(without, purchaser, class_id, n, draws, in_service=False, bias=False)
    new = total(added, purchaser, class_id, n, draws, in_service=False, bias=False)
    sides = (protected, purchaser)
    rows = tuple(dict.fromkeys(
        row for line in (*without, *added) if line.class_id == class_id and line.actor_id in sides for row in line.rows
    ))  # fmt: skip
    begun = new >= HELD
    delivered = begun.any(axis=1) & ~begun[:, 0]
    if not delivered.any():
        started = float(begun.any(axis=1).mean())
        return YearsToRestore(class_id, scenario, purchaser, None, None, None, 0.0, started, rows)
    first = np.argmax(begun, axis=1)
    margin = mine - theirs - new
    draw = np.arange(draws.count)
    before = margin[draw, np.maximum(first - 1, 0)]
    later = np.arange(n)[None, :] >= first[:, None]
    restored = later & (margin >= before[:, None] - 1e-9)
    # It counts as restored from the year after which it never falls back below the earlier margin.
    lasting = np.flip(np.minimum.accumulate(np.flip(restored | ~later, axis=1), axis=1), axis=1) & later
    back = lasting.any(axis=1) & delivered
    waited = (np.argmax(lasting, axis=1) - first)[back].astype(np.float64)
    return YearsToRestore(
        class_id, scenario, purchaser, spread(before[delivered]), spread(margin[delivered, -1]),
        spread(waited) if back.any() else None, float(back[delivered].mean()), float(begun.any(axis=1).mean()),
        rows,
    )  # fmt: skip
