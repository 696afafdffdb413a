"""A million review clocks: the array interface against a loop over the scalar rules, equal answers shown."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from counterpoise.law.clock import review_clock
from counterpoise.law.facts import SaleFacts
from counterpoise.law.parameters import Law
from counterpoise.law.periods import review_period
from counterpoise.law.routes import assess_route
from counterpoise.law.sweeps import ROUTES, UNKNOWN_USD, Clocks, SweepLaw, prepare, says, sweep
from counterpoise.law.tracks import words_of
from counterpoise.sources import Unknown
from counterpoise.vocabulary import words

FIRST_DAY, LAST_DAY = date(1996, 7, 21), date(2026, 6, 30)
SIZES = (1_000, 10_000, 100_000, 1_000_000)
N_SCALAR = 5_000


@dataclass(frozen=True, slots=True)
class Batch:
    """Facts of many clocks as arrays, in the order that `sweep` takes them."""

    purchaser: NDArray[np.int64]
    route: NDArray[np.int64]
    total_usd: NDArray[np.int64]
    mde_usd: NDArray[np.int64]
    received_on: NDArray[np.datetime64]
    emergency: NDArray[np.bool_]

    def first(self, n: int) -> "Batch":
        """Give the first `n` of them."""
        return Batch(*(getattr(self, name)[:n] for name in Batch.__slots__))

    def sweep(self, law: SweepLaw) -> Clocks:
        """Answer all of them at once."""
        return sweep(law, *(getattr(self, name) for name in Batch.__slots__))


def random_batch(law: SweepLaw, n: int, rng: np.random.Generator) -> Batch:
    """Draw `n` clocks: every purchaser, route and day since 1996, amounts around the limits, a tenth not stated."""
    limits = np.array([1, 14, 25, 50, 100, 200, 300]) * 1_000_000
    total = np.where(
        rng.random(n) < 0.3, rng.choice(limits, n) - rng.integers(0, 2, n), rng.integers(0, 400_000_000, n)
    )
    mde = np.where(
        rng.random(n) < 0.3, np.minimum(rng.choice(limits, n), total), (total * rng.random(n)).astype(np.int64)
    )
    days = rng.integers(0, (LAST_DAY - FIRST_DAY).days + 1, n)
    return Batch(
        rng.integers(0, len(law.purchasers), n), rng.integers(0, len(law.routes), n),
        np.where(rng.random(n) < 0.1, UNKNOWN_USD, total), np.where(rng.random(n) < 0.1, UNKNOWN_USD, mde),
        np.datetime64(FIRST_DAY) + days, rng.random(n) < 0.05,
    )  # fmt: skip


def facts_at(batch: Batch, law: SweepLaw, n: int) -> SaleFacts:
    """Give the facts of one place of a batch."""
    total, mde = int(batch.total_usd[n]), int(batch.mde_usd[n])
    return SaleFacts(
        purchaser=law.purchasers[batch.purchaser[n]], route=law.routes[batch.route[n]],
        total_usd=None if total == UNKNOWN_USD else total, mde_usd=None if mde == UNKNOWN_USD else mde,
        received_on=FIRST_DAY + timedelta(days=int((batch.received_on[n] - np.datetime64(FIRST_DAY)).astype(int))),
        emergency=bool(batch.emergency[n]),
    )  # fmt: skip


Answer = tuple[bool | str, int, date | None, date | None]


def scalar_answer(facts: SaleFacts) -> Answer:
    """Answer one clock with the scalar rules and no more than what a sweep gives: no page, no 36(h), no resolutions."""
    (day,) = facts.candidate_days
    law = Law(day)
    found = assess_route(facts, law)
    required = "unknown" if isinstance(found.required, Unknown) else found.required
    if not found.review_days or found.words_id is None:
        return required, found.review_days or 0, None, None
    period = review_period(day, found.review_days, words_of(found.words_id, law), law, frozenset())
    return required, found.review_days, period.last_protected_day, period.first_free_day


def array_answer(clocks: Clocks, n: int) -> Answer:
    """Give one place of a sweep's answers in the words of the scalar rules."""
    last, free = (day[n].item() for day in (clocks.last_protected_day, clocks.first_free_day))
    return says(int(clocks.required[n])), int(clocks.review_days[n]), last, free


def differences(batch: Batch, law: SweepLaw, clocks: Clocks, n: int) -> list[str]:
    """Name the first `n` places at which the sweep and the scalar rules differ; empty when they agree."""
    return [
        f"{place}: {array_answer(clocks, place)} for {scalar_answer(facts_at(batch, law, place))}"
        for place in range(n)
        if array_answer(clocks, place) != scalar_answer(facts_at(batch, law, place))
    ]


def measure(*, seed: int = 0, sizes: tuple[int, ...] = SIZES, n_scalar: int = N_SCALAR) -> Mapping[str, Any]:
    """Time sweeps of growing size and a scalar loop in one run.

    Gives seconds for each size, microseconds a clock of the scalar rules and of the whole explained answer, the ratio
    at the largest size against the scalar rules, and how many places were compared and differed. Preparing the law's
    table is timed apart and counted into a second ratio.
    """
    began = time.perf_counter()
    law = prepare(purchasers(), routes=ROUTES)
    prepared_s = time.perf_counter() - began
    batch = random_batch(law, max(sizes), np.random.default_rng(seed))
    seconds = {n: _sweep_seconds(batch.first(n), law) for n in sizes}
    facts = [facts_at(batch, law, n) for n in range(n_scalar)]
    began = time.perf_counter()
    for one in facts:
        scalar_answer(one)
    scalar_s = (time.perf_counter() - began) / n_scalar
    began = time.perf_counter()
    for one in facts[: max(1, n_scalar // 5)]:
        review_clock(one)
    explained_s = (time.perf_counter() - began) / max(1, n_scalar // 5)
    largest = max(sizes)
    clocks = batch.sweep(law)
    return {
        "clocks": largest, "seconds": {str(n): round(s, 5) for n, s in seconds.items()},
        "prepare_seconds": round(prepared_s, 4), "scalar_us_per_clock": round(scalar_s * 1e6, 1),
        "explained_us_per_clock": round(explained_s * 1e6, 1),
        "ratio": round(scalar_s * largest / seconds[largest], 1),
        "ratio_with_preparation": round(scalar_s * largest / (seconds[largest] + prepared_s), 1),
        "compared": n_scalar, "different": len(differences(batch, law, clocks, n_scalar)),
    }  # fmt: skip


def purchasers() -> tuple[str, ...]:
    """Give the purchasers of the bench: every state and organisation on a list of the law, and as many outside."""
    from counterpoise.law.lawfiles import PartyList, all_paths, load

    listed = {
        member.party for path in all_paths() if isinstance(file := load(path), PartyList)
        for member in file.members if member.party is not None
    }  # fmt: skip
    outside = [code for code in words("states", "code") if code not in listed and code != "USA"]
    return (*sorted(listed), *outside[: len(listed)])


def _sweep_seconds(batch: Batch, law: SweepLaw) -> float:
    best = float("inf")
    for _ in range(3):
        began = time.perf_counter()
        batch.sweep(law)
        best = min(best, time.perf_counter() - began)
    return best
