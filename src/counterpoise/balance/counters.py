"""Part (A): what the protected state holds that can engage what the transfer adds, and the capability added itself."""

from dataclasses import dataclass

from counterpoise.balance.force_ratios import Strengths
from counterpoise.balance.holdings import rows_at_ceiling
from counterpoise.balance.inventories import Spread, spread
from counterpoise.balance.profile import Profile
from counterpoise.balance.reach import PRESETS, least_chains, moves_on_land, reach_share
from counterpoise.errors import InvalidInput

MOST_PARTNERS = 4


@dataclass(frozen=True, slots=True)
class CounterHolding:
    """A class that can engage the class added, and what the protected state holds of it by the years given."""

    capability_class_id: str
    counter_class_id: str
    confidence: str
    because: str
    grade: str
    source: tuple[str, ...]
    in_service: dict[int, Spread] | None  # None: no row of this class
    rows: tuple[str, ...]
    at_ceiling: tuple[str, ...]  # those of the rows that are ceilings: no best estimate rests on them


@dataclass(frozen=True, slots=True)
class PurchaserReach:
    """Whether and with whom the purchaser can bring a class to bear on the protected state."""

    purchaser: str
    class_id: str
    band: str
    distance_km: float | None
    shares: dict[str, tuple[float, float, float]]  # preset: low, mode, high
    needs_chain: bool  # land strength: counts only with an unbroken chain of members
    chains: tuple[tuple[str, ...], ...]  # least sets of partners; () inside means none is needed
    says: str
    grades: tuple[str, ...]  # of the distance and of the shares
    source: tuple[str, ...]


def counter_holdings(strengths: Strengths, class_id: str, years: tuple[int, ...]) -> tuple[CounterHolding, ...]:
    """List the counters of a class with the protected state's counts; InvalidInput if nothing can engage it."""
    profile, found = strengths.profile, []
    for row in profile.counters:
        if row.capability_class_id != class_id:
            continue
        lines = strengths.lines(strengths.protected, row.counter_class_id)
        held = strengths.held(strengths.protected, row.counter_class_id)
        counts = {year: spread(held[:, strengths.years.index(year)]) for year in years} if lines else None
        ids = tuple(dict.fromkeys(name for line in lines for name in line.rows))
        found.append(
            CounterHolding(
                class_id,
                row.counter_class_id,
                row.confidence,
                row.because,
                row.grade,
                row.source,
                counts,
                ids,
                rows_at_ceiling(profile, ids),
            )
        )
    if not found:
        raise InvalidInput(
            f"No row of counters.csv in {profile.name} says what can engage {class_id}, which the transfer adds. "
            f"Add one with capability_class_id {class_id}."
        )
    return tuple(found)


def purchaser_reach(profile: Profile, purchaser: str, protected: str, class_id: str) -> PurchaserReach:
    """Say how far the purchaser reaches the protected state with a class, alone and in which coalitions."""
    reach = reach_share(profile, purchaser, protected, class_id)
    shares = {}
    for preset in PRESETS:
        row = reach_share(profile, purchaser, protected, class_id, preset).share
        shares[preset] = (row.share_low, row.share_mode, row.share_high)
    from_land = moves_on_land(class_id)
    chains = least_chains(profile, purchaser, protected, most=MOST_PARTNERS) if from_land else ()
    name, target = profile.in_sentence(purchaser), profile.in_sentence(protected)
    if not from_land:
        low, _, high = shares["default"]
        says = (
            f"{name} can act against {target} from its own territory, in every coalition it joins; "
            f"{low:.0%} to {high:.0%} of the holding can be brought to bear by default."
        )
    elif chains and () in chains:
        says = f"{name} borders {target}: its land forces reach it alone."
    elif chains:
        shown = "; or ".join(" and ".join(profile.in_sentence(actor) for actor in chain) for chain in chains[:6])
        says = f"{name}'s land forces reach {target} only in coalitions that hold {shown}."
    else:
        says = f"{name}'s land forces reach {target} in no coalition with up to {MOST_PARTNERS} partners."
    access = reach.access
    return PurchaserReach(
        purchaser, class_id, reach.band, None if access is None else access.distance_km, shares, from_land, chains,
        says[0].upper() + says[1:],
        tuple(dict.fromkeys((*((access.grade,) if access else ()), reach.share.grade))),
        tuple(dict.fromkeys((*(access.source if access else ()), *reach.share.source))),
    )  # fmt: skip
