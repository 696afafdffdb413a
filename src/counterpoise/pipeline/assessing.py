"""Cases weighed: the balance, what would restore it, and what comparable sales tell; each absence with its reason."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from counterpoise.balance.assessment import AssessmentRequest, BalanceAssessment, assess_balance
from counterpoise.balance.case_transfers import claims_of_case, transfer_of_case
from counterpoise.balance.profile import Profile, load_profile
from counterpoise.balance.transfer_comparison import TransferComparison, compare_transfers
from counterpoise.balance.transfer_items import SCENARIO_QUANTITIES
from counterpoise.casebook.case import Case
from counterpoise.compensation.comparison import compare
from counterpoise.compensation.packages import PackageRequest, propose_packages
from counterpoise.dossier.material import Weighed
from counterpoise.dossier.phrases import party, with_article
from counterpoise.errors import CounterpoiseError
from counterpoise.pipeline.clocks import day_of_proposal
from counterpoise.pipeline.readings import Tell
from counterpoise.precedents import PrecedentSearch, find_precedents
from counterpoise.precedents.subjects import subject_of_case

SEARCH_SECONDS = 60.0
FRONT_POINTS = 10
PRECEDENTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighingOptions:
    """What the weighing is to use. `depth`: quick (summary, cheapest package), usual, full (every coalition, front)."""

    profile: str = "middle-east-2020"
    protected: str | None = None
    profile_anyway: bool = False
    quantities: Sequence[int] = SCENARIO_QUANTITIES
    stress: str | None = None
    seed: int = 0
    n_draws: int = 1000
    workers: int = 2
    depth: str = "usual"


def region(options: WeighingOptions, known_on: date | None, tell: Tell) -> Weighed:
    """Weigh the region as it stands, without a transfer. Raises the profile's errors."""
    profile = load_profile(options.profile)
    day = known_on or min(profile.holdings_on, profile.valid_to)
    found = assess_balance(profile, (), _request(options, day, _depth(options)), tell)
    return Weighed(
        relative=found.relative, balance=found, is_whole=options.depth != "quick",
        no_packages_because="No transfer is assessed, so there is nothing to restore.",
    )  # fmt: skip


def first_look(cases: Sequence[Case], options: WeighingOptions, known_on: date | None, tell: Tell) -> Weighed:
    """Weigh what a summary needs: levels and break-evens. A case that cannot be weighed is said, not raised."""
    return _weighed(cases, options, known_on, "summary", tell)


def whole(
    cases: Sequence[Case], options: WeighingOptions, known_on: date | None, first: Weighed, tell: Tell
) -> Weighed:
    """Weigh everything that the depth asks for, after a first look; find precedents unless it is quick."""
    if options.depth != "quick" and cases:
        first = replace(first, precedents=_precedents(cases, known_on))
    if first.balance is None or first.balance.headline is None:
        return replace(first, is_whole=True)
    if options.depth == "quick":
        return _with_packages(first, options, tell)
    found = _weighed(cases, options, known_on, _depth(options), tell)
    compared = _compared(found, options, tell)
    return _with_packages(replace(found, precedents=first.precedents, compared=compared), options, tell)


def _precedents(cases: Sequence[Case], known_on: date | None) -> PrecedentSearch:
    return find_precedents([subject_of_case(case) for case in cases], known_on=known_on, count=PRECEDENTS)


def _compared(found: Weighed, options: WeighingOptions, tell: Tell) -> TransferComparison | None:
    """Assess each of several transfers by itself."""
    balance = found.balance
    if balance is None or len(balance.transfers) < 2:
        return None
    request = _request(options, balance.request.known_on, "summary")
    return compare_transfers(balance.profile, balance.transfers, request, tell)


def _depth(options: WeighingOptions) -> str:
    return {"quick": "summary", "usual": "usual", "full": "full"}[options.depth]


def _request(options: WeighingOptions, known_on: date, depth: str) -> AssessmentRequest:
    return AssessmentRequest(
        known_on=known_on, protected=options.protected, quantities=options.quantities, seed=options.seed,
        n_draws=options.n_draws, depth=depth, workers=options.workers, profile_anyway=options.profile_anyway,
    )  # fmt: skip


def _weighed(cases: Sequence[Case], options: WeighingOptions, known_on: date | None, depth: str, tell: Tell) -> Weighed:
    if not cases:
        return _nothing("The documents name no transfer.")
    profile = load_profile(options.profile)
    protected = options.protected or profile.protected
    profile.opponents(protected)  # a state that is no actor is a slip of the user's, not a limit of the case
    try:
        kept, aside = _told_apart(cases, profile, protected)
        if not kept:
            return _nothing(" ".join(dict.fromkeys(because for _, because in aside)))
        day, because = (known_on, "the day asked for") if known_on else _day(kept, profile)
        request = _request(options, day, depth)
        claims = tuple(claim for case in cases for claim in claims_of_case(case))
        transfers = [transfer_of_case(case) for case in kept]
        found = assess_balance(profile, transfers, replace(request, claims=claims), tell)
    except CounterpoiseError as error:  # a day outside the profile: said, not hidden
        return _nothing(error.message)
    said = Weighed(relative=found.relative, day_because=because, set_aside=aside)
    if found.headline is None:
        why = "No item of the transfer maps to a class of the model, so no war was simulated."
        return replace(said, not_assessed_because=why, no_packages_because=why)
    return replace(said, balance=found, is_whole=depth != "summary")


def _nothing(because: str) -> Weighed:
    return Weighed(not_assessed_because=because, no_packages_because=because)


def _told_apart(
    cases: Sequence[Case], profile: Profile, protected: str
) -> tuple[list[Case], tuple[tuple[str, str], ...]]:
    """Give the cases that can be weighed, and the others with the reason."""
    reasons = [(case, _not_weighed_because(case, profile, protected)) for case in cases]
    aside = tuple((case.title, because) for case, because in reasons if because)
    return [case for case, because in reasons if not because], aside


def _not_weighed_because(case: Case, profile: Profile, protected: str) -> str:
    """Say why a case is not weighed, "" if it is; what the protected state itself would buy belongs to part (C)."""
    purchaser = case.known("purchaser")
    if purchaser is None:
        return "No document names a purchaser, so no neighbour's balance is changed."
    if purchaser == protected:
        return "The purchaser is the protected state itself, so no neighbour's balance is changed."
    if purchaser not in profile.actor_index:
        return (
            f"The purchaser, {with_article(party(str(purchaser)))}, is no actor of the profile {profile.name}; add it "
            "to a copy of the profile."
        )
    return ""


def _day(cases: Sequence[Case], profile: Profile) -> tuple[date, str]:
    """Give the day whose orders count and why: the proposals', else the last for which the profile has holdings."""
    days = [day for case in cases if (day := day_of_proposal(case)) is not None]
    if days:
        return max(days), "the day of the notification, else of the last dated document"
    return min(profile.holdings_on, profile.valid_to), "the last day of the profile, because no document is dated"


def _with_packages(weighed: Weighed, options: WeighingOptions, tell: Tell) -> Weighed:
    assert weighed.balance is not None
    try:
        request = _package_request(weighed.balance, options)
        packages = propose_packages(weighed.balance, request, tell)
        if options.depth == "quick":
            return replace(weighed, packages=packages)
        points = FRONT_POINTS if options.depth == "full" else 0
        return replace(weighed, packages=packages, beside=compare(packages, points=points, tell=tell))
    except CounterpoiseError as error:  # no measure known by then, no catalogue for this state: said, not hidden
        return replace(weighed, no_packages_because=error.message)


def _package_request(balance: BalanceAssessment, options: WeighingOptions) -> PackageRequest:
    return PackageRequest(
        stress=options.stress, seconds=SEARCH_SECONDS, n_draws=options.n_draws, seed=options.seed,
        workers=options.workers, variety=options.depth != "quick",
    )  # fmt: skip
