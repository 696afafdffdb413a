"""A million clocks at once, for scenario work: arrays in, arrays out, the same law as the scalar rules.

The only module of `law` that needs NumPy; nothing in `law` imports it. The law enters once, as a small table of every
purchaser on every stretch of days between two changes of the law, filled by the scalar rules themselves; the sweep then
looks up and compares.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from counterpoise.errors import InvalidInput, LawNotModelled
from counterpoise.law.facts import SaleFacts
from counterpoise.law.lawfiles import Parameter, PartyList, all_paths, load
from counterpoise.law.parameters import Law, Scenario
from counterpoise.law.routes import assess_route
from counterpoise.law.tracks import words_of
from counterpoise.sources import Unknown

ROUTES = ("fms", "dcs", "manufacture_abroad", "third_party_transfer")
NOT_MODELLED, NEVER = -1, np.iinfo(np.int64).max  # no law read for this stretch; a limit that nothing reaches
UNKNOWN_USD = -1  # how an amount that nobody has stated is written in the arrays
NO, YES, UNKNOWN = 0, 1, 2
EPOCH = date(1970, 1, 1)
NOT_A_DAY = np.datetime64("NaT", "D")


@dataclass(frozen=True, slots=True)
class SweepLaw:
    """The law as arrays. Axes: stretch of days, purchaser, route.

    `starts` are the first days of the stretches [day since 1970]. `review_days` [calendar day] is NOT_MODELLED where no
    law was read. `mde_limit` and `total_limit` [usd] are NEVER where the provision has no such limb; `always` marks
    provisions without a dollar floor. `last_offset` and `first_offset` [day] are those of each route's words;
    `has_last` is false where the words name no last day.
    """

    purchasers: tuple[str, ...]
    routes: tuple[str, ...]
    starts: NDArray[np.int64]
    review_days: NDArray[np.int64]
    mde_limit: NDArray[np.int64]
    total_limit: NDArray[np.int64]
    always: NDArray[np.bool_]
    last_offset: NDArray[np.int64]
    first_offset: NDArray[np.int64]
    has_last: NDArray[np.bool_]

    def purchaser_index(self, codes: Sequence[str]) -> NDArray[np.int64]:
        """Give the positions of purchaser codes. InvalidInput for a code that is not in this law."""
        position = {code: n for n, code in enumerate(self.purchasers)}
        unknown = sorted(set(codes) - set(position))
        if unknown:
            raise InvalidInput(f"{', '.join(unknown)}: not among the purchasers of this sweep; prepare it with them.")
        return np.array([position[code] for code in codes], dtype=np.int64)

    def route_index(self, routes: Sequence[str]) -> NDArray[np.int64]:
        """Give the positions of routes. InvalidInput for a route that sweeps do not know."""
        unknown = sorted(set(routes) - set(self.routes))
        if unknown:
            raise InvalidInput(f"{', '.join(unknown)}: a sweep knows the routes {', '.join(self.routes)}.")
        return np.array([self.routes.index(route) for route in routes], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Clocks:
    """The answers of a sweep, one place for each clock.

    `required` is NO, YES or UNKNOWN, by amounts alone: that a certification came at all, from which `review_clock`
    infers that it was due, is not used here. `review_days` [calendar day] is 0 in an emergency. Days that do not exist
    (an emergency, words that name no last day) are NaT.
    """

    required: NDArray[np.int8]
    review_days: NDArray[np.int64]
    last_protected_day: NDArray[np.datetime64]
    first_free_day: NDArray[np.datetime64]


def change_days(folder: Path | None = None) -> tuple[date, ...]:
    """Give every day on which some value or membership of the law files changes, or a file begins."""
    days: set[date] = set()
    for path in all_paths():
        file = load(path, folder)
        if isinstance(file, Parameter):
            days |= {row.from_on for rows in file.values.values() for row in rows} | {file.modelled_from}
        elif isinstance(file, PartyList):
            days |= {member.from_on for member in file.members} | {file.modelled_from}
            days |= {date.fromordinal(m.until_on.toordinal() + 1) for m in file.members if m.until_on is not None}
    return tuple(sorted(days))


def prepare(
    purchasers: Sequence[str], *, routes: Sequence[str] = ROUTES, readings: Mapping[str, str] | None = None,
    scenarios: Sequence[Scenario] = (), folder: Path | None = None,
) -> SweepLaw:  # fmt: skip
    """Ask the scalar rules once for every purchaser, route and stretch of days, and keep what they say as arrays.

    Readings other than those of the files hold for thresholds and lists; readings of counting are refused, because a
    sweep counts plain calendar days.
    """
    chosen = dict(readings or {})
    for name in ("readings/day_of_receipt", "readings/roll_over", "readings/recess", "readings/limb_joining"):
        if name in chosen:
            raise InvalidInput(f"A sweep counts plain days and takes each limb alone; {name} cannot be changed in it.")
    starts = change_days(folder)
    shape = (len(starts), len(purchasers), len(routes))
    review_days = np.full(shape, NOT_MODELLED, dtype=np.int64)
    mde_limit, total_limit = (np.full(shape, NEVER, dtype=np.int64) for _ in range(2))
    always = np.zeros(shape, dtype=np.bool_)
    for s, start in enumerate(starts):
        law = Law(start, chosen, tuple(scenarios), folder)
        for p, purchaser in enumerate(purchasers):
            for r, route in enumerate(routes):
                try:
                    found = assess_route(SaleFacts(purchaser=purchaser, route=route), law)
                except LawNotModelled:
                    continue
                review_days[s, p, r] = found.review_days or 0
                limits = {limb.name: limb.threshold_usd for limb in found.limbs}
                mde_limit[s, p, r] = _limit(limits.get("mde"))
                total_limit[s, p, r] = _limit(limits.get("articles_services"))
                always[s, p, r] = not found.limbs and not isinstance(found.required, Unknown) and found.required
    words = [words_of(WORDS[route], Law(starts[-1], chosen, (), folder)) for route in routes]
    return SweepLaw(
        tuple(purchasers), tuple(routes), np.array([(start - EPOCH).days for start in starts], dtype=np.int64),
        review_days, mde_limit, total_limit, always,
        np.array([word.last_offset or 0 for word in words], dtype=np.int64),
        np.array([word.first_offset for word in words], dtype=np.int64),
        np.array([word.last_offset is not None for word in words], dtype=np.bool_),
    )  # fmt: skip


WORDS = {"fms": "36(b)(1)", "dcs": "36(c)", "manufacture_abroad": "36(d)", "third_party_transfer": "3(d)(2)"}


def _limit(usd: int | None) -> int:
    return NEVER if usd is None else usd


def sweep(
    law: SweepLaw, purchaser: NDArray[np.int64], route: NDArray[np.int64], total_usd: NDArray[np.int64],
    mde_usd: NDArray[np.int64], received_on: NDArray[np.datetime64], emergency: NDArray[np.bool_],
) -> Clocks:  # fmt: skip
    """Answer one clock for each place of the arrays (all of one length).

    `purchaser` and `route` are positions in `law`; amounts are whole dollars, UNKNOWN_USD where nobody has stated them;
    `received_on` are days. LawNotModelled if any place lies before the modelled period of its route, with the first
    such place; InvalidInput for negative amounts other than UNKNOWN_USD.
    """
    if (total_usd < UNKNOWN_USD).any() or (mde_usd < UNKNOWN_USD).any():
        raise InvalidInput("An amount is negative; write -1 for an amount that nobody has stated.")
    days = received_on.astype("datetime64[D]").astype(np.int64)
    stretch = np.searchsorted(law.starts, days, side="right") - 1
    cell = (np.maximum(stretch, 0) * len(law.purchasers) + purchaser) * len(law.routes) + route
    review = law.review_days.ravel()[cell]
    outside = (review == NOT_MODELLED) | (stretch < 0)
    if outside.any():
        first = int(np.argmax(outside))
        raise LawNotModelled(
            f"Place {first} of the sweep ({law.purchasers[purchaser[first]]}, {law.routes[route[first]]}, "
            f"{received_on[first]}) lies before the law read for it. Leave it out or add the earlier text to law/data."
        )
    required = _required(law, cell, total_usd, mde_usd)
    review = np.where(emergency, 0, review)
    last = np.where(
        emergency | ~law.has_last[route], NOT_A_DAY, (days + review + law.last_offset[route]).astype("M8[D]")
    )
    first_free = np.where(emergency, NOT_A_DAY, (days + review + law.first_offset[route]).astype("M8[D]"))
    return Clocks(required, review, last, first_free)


def _required(
    law: SweepLaw, cell: NDArray[np.int64], total_usd: NDArray[np.int64], mde_usd: NDArray[np.int64]
) -> NDArray[np.int8]:
    mde_limit, total_limit = law.mde_limit.ravel()[cell], law.total_limit.ravel()[cell]
    has_total, has_mde = total_usd != UNKNOWN_USD, mde_usd != UNKNOWN_USD
    # What is not stated is bounded by what is: equipment by the total from above, the total by equipment from below.
    met = (mde_usd >= mde_limit) | (total_usd >= total_limit) | (~has_total & (mde_usd >= total_limit))
    mde_open = ~has_mde & (~has_total | (total_usd >= mde_limit))
    total_open = ~has_total & (mde_usd < total_limit)
    undecided = np.where(mde_open | total_open, UNKNOWN, NO)
    return np.where(met | law.always.ravel()[cell], YES, undecided).astype(np.int8)


def says(required: int) -> bool | str:
    """Give true, false or "unknown" for a code of `Clocks.required`."""
    return {NO: False, YES: True}.get(int(required), "unknown")
