"""Optimiser's optimism: packages found on one seed, scored on twenty that the search did not see.

A search that picks the cheapest of many packages picks, among them, those that its own draws flatter. The gap is the
shortfall on fresh seeds less the shortfall on the seed of the search.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from counterpoise.balance.assessment import AssessmentRequest, assess_balance
from counterpoise.balance.profile import load_profile
from counterpoise.balance.transfer_items import ProposedTransfer, TransferItem
from counterpoise.compensation.packages import Package, PackageRequest, propose_packages, worst
from counterpoise.validation.rows import HOLDS, MISSES, REPORTED, Row, Settings

SECTION = "Packages on seeds that the search did not see"
CASE = "50 F-35A for the United Arab Emirates, as known on 10 November 2020"
DAY, QUANTITY = date(2020, 11, 10), 50
DRAWS, DRAWS_QUICK = 1000, 200
SEEDS, SEEDS_QUICK = 20, 3
FIRST_SEED = 5000
BAR = 0.01  # a probability: what a seed of so many draws moves by itself
SOURCE = "our own packages; docs/explanation/compensation.md"


@dataclass(frozen=True, slots=True)
class Rescored:
    """A package, its largest shortfall in the last year on the search's seed, and on each fresh one."""

    package: Package
    own: float
    fresh: tuple[float, ...]

    @property
    def gap(self) -> float:
        """What fresh seeds lack more than the search's own, on average."""
        return float(np.mean(self.fresh)) - self.own


def optimism_rows(settings: Settings) -> list[Row]:
    """Give a row for each package and one for all of them."""
    found = list(rescored(settings))
    if not found:
        return [Row(id="optimism_none", section=SECTION, title="Packages found", figure=0.0, digits=0,
                    note=f"{CASE}: none was found, so none is scored.")]  # fmt: skip
    return [_all_row(found), *(_row(one) for one in found)]


def rescored(settings: Settings) -> Iterator[Rescored]:
    """Find packages on one seed and score each on the others."""
    draws, seeds = settings.draws(DRAWS, DRAWS_QUICK), settings.draws(SEEDS, SEEDS_QUICK)
    jets = ProposedTransfer(
        purchaser="ARE", items=(TransferItem(system="F-35A", system_id="f-35a", quantity=QUANTITY),)
    )
    assessed = assess_balance(load_profile(), [jets], AssessmentRequest(known_on=DAY, n_draws=draws, depth="summary"))
    proposed = propose_packages(assessed, PackageRequest(n_draws=draws, variety=not settings.quick))
    oracle = proposed.oracle
    if oracle is None:
        return
    last = (max(oracle.years),)
    for n, package in enumerate(proposed.packages):
        settings.progress(n / len(proposed.packages), f"{SECTION}: {package.title}")
        fresh = tuple(
            worst(replace(oracle, plan=replace(oracle.plan, seed=FIRST_SEED + seed)).states(package.lots), last)
            for seed in range(seeds)
        )
        yield Rescored(package, worst(oracle.states(package.lots), last), fresh)


def _all_row(found: list[Rescored]) -> Row:
    gaps = [one.gap for one in found]
    mean = float(np.mean(gaps))
    return Row(
        id="optimism_all", section=SECTION, title="Probability that fresh seeds lack more than the search's own",
        figure=mean, interval=(min(gaps), max(gaps)), interval_kind="range over packages", digits=4,
        target=f"at most {BAR:g}", status=HOLDS if mean <= BAR else MISSES, baseline="no optimism: 0",
        held_out=f"{len(found[0].fresh)} seeds", source=SOURCE, note=f"{CASE}; {len(found)} packages.",
    )  # fmt: skip


def _row(one: Rescored) -> Row:
    return Row(
        id=f"optimism_{one.package.name}", section=SECTION,
        title=f"Package “{one.package.title}”: short on fresh seeds",
        figure=float(np.mean(one.fresh)), digits=4, interval=(min(one.fresh), max(one.fresh)),
        interval_kind="range over seeds", status=REPORTED, target="", held_out=f"{len(one.fresh)} seeds", source=SOURCE,
        note=f"Short on the seed of the search: {one.own:.4f}. The largest shortfall in the last year.",
    )  # fmt: skip
