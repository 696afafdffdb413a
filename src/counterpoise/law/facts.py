"""What the law needs to know about one transfer. None means that nobody has said; zero means zero."""

from dataclasses import dataclass
from datetime import date

from counterpoise.errors import InvalidInput
from counterpoise.vocabulary import words
from counterpoise.vocabulary.parties import Party, party_of

MDE_STATES = ("stated", "inferred", "none", "unknown")
ORIGINS = ("fms", "dcs")
TREATY_PARTIES = ("AUS", "GBR")
SATELLITE_LAUNCH_STATES = ("RUS", "UKR", "KAZ")


@dataclass(frozen=True, slots=True)
class SoldItem:
    """One line of what is sold. `mde` is what the source says; None if it says nothing."""

    name: str
    class_id: str | None = None  # row of vocabulary/classes.csv
    mde: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleFacts:
    """The facts of one transfer that the rules ask for. Amounts are whole dollars.

    `purchaser` is a state code or organisation id; `other_parties` are further destinations of a licence, agreement or
    retransfer. `received_on` is the day Congress received the paper, several candidate days, or None. `has_mde` says
    whether major defense equipment is part of it: stated, inferred, none, unknown; None leaves it to amount and items.
    `prior_total_usd` and `prior_mde_usd` are the case before an amendment (case growth). For an upgrade of something
    certified on `certified_on`, the amounts are the cost of the upgrade; `is_new_certification` says that its paper is
    a certification under 36(b)(5)(C), which settles what unknown amounts would leave open.
    """

    purchaser: str
    route: str = "fms"  # row of vocabulary/routes.csv
    total_usd: int | None = None
    mde_usd: int | None = None
    construction_usd: int | None = None
    firearms_usd: int | None = None
    has_mde: str | None = None
    items: tuple[SoldItem, ...] = ()
    other_parties: tuple[str, ...] = ()
    received_on: date | tuple[date, ...] | None = None
    emergency: bool = False
    new_sales_territory: bool = False
    prior_total_usd: int | None = None
    prior_mde_usd: int | None = None
    is_upgrade: bool = False
    is_new_certification: bool = False  # an upgrade's paper that is itself a certification, 36(b)(5)(C)
    certified_on: date | None = None
    manufacture_abroad: bool = False
    satellite_launch_from: str | None = None
    treaty_export: bool = False
    origin: str | None = None  # third-party transfer: how the article first went abroad, fms or dcs
    lease_months: int | None = None
    shipment_notice_requested: bool = False
    shipment_on: date | None = None
    delivery_on: date | None = None
    signed_on: date | None = None

    def __post_init__(self) -> None:
        for name in ("total_usd", "mde_usd", "construction_usd", "firearms_usd", "prior_total_usd", "prior_mde_usd",
                     "lease_months"):  # fmt: skip
            amount = getattr(self, name)
            if amount is not None and amount < 0:
                raise InvalidInput(f"{name} is {amount}; it is never negative. Leave it out if it is not known.")
        if self.route not in words("routes", "route"):
            raise InvalidInput(f"{self.route!r} is no route; routes are {', '.join(words('routes', 'route'))}.")
        if self.has_mde is not None and self.has_mde not in MDE_STATES:
            raise InvalidInput(f"has_mde is {self.has_mde!r}; it is one of {', '.join(MDE_STATES)}.")
        if self.origin is not None and self.origin not in ORIGINS:
            raise InvalidInput(f"origin is {self.origin!r}; it is one of {', '.join(ORIGINS)}.")
        self._check_parties()
        self._check_contradictions()

    def _check_parties(self) -> None:
        for party in self.parties:
            if party.kind == "non_state":
                raise InvalidInput(
                    f"{party.name} is neither a state nor an international organisation; section 36 knows no sale "
                    "to it."
                )
            if party.code == "USA":
                raise InvalidInput("The United States is the supplier in section 36; name the foreign purchaser.")

    def _check_contradictions(self) -> None:
        if self.has_mde == "none" and self.mde_usd:
            raise InvalidInput(f"has_mde is none and mde_usd is {self.mde_usd:,}: give one of them.")
        if self.has_mde == "stated" and self.mde_usd == 0:
            raise InvalidInput("has_mde is stated and mde_usd is 0: a printed zero says that there is none.")
        for name, routes in (("firearms_usd", ("dcs", "unknown")), ("satellite_launch_from", ("dcs",)),
                             ("manufacture_abroad", ("dcs", "manufacture_abroad")),
                             ("origin", ("third_party_transfer",)),
                             ("lease_months", ("lease",)), ("construction_usd", ("fms", "unknown")),
                             ("treaty_export", ("dcs", "manufacture_abroad"))):  # fmt: skip
            if getattr(self, name) not in (None, False) and self.route not in routes:
                raise InvalidInput(f"{name} belongs to the route {' or '.join(routes)}, not to {self.route}.")
        if self.satellite_launch_from is not None and self.satellite_launch_from not in SATELLITE_LAUNCH_STATES:
            raise InvalidInput(
                f"satellite_launch_from is {self.satellite_launch_from!r}; the clause names Russia, Ukraine and "
                "Kazakhstan (RUS, UKR, KAZ)."
            )
        if self.treaty_export and not {party.state for party in self.parties} <= set(TREATY_PARTIES):
            raise InvalidInput("treaty_export is for Australia and the United Kingdom (AUS, GBR) only.")
        if None not in (self.construction_usd, self.total_usd) and (self.construction_usd or 0) > (self.total_usd or 0):
            raise InvalidInput(
                f"construction_usd is {self.construction_usd:,}, more than the total of {self.total_usd:,}."
            )
        if self.is_upgrade and (self.prior_total_usd is not None or self.prior_mde_usd is not None):
            raise InvalidInput(
                "An upgrade is tested on its own cost (36(b)(5)(C)), a case that grew on its whole value (36(b)(1)): "
                "give either is_upgrade or the prior values."
            )
        if self.certified_on is not None and not self.is_upgrade:
            raise InvalidInput("certified_on is the day of the certification that an upgrade follows: add is_upgrade.")
        if self.is_new_certification and not self.is_upgrade:
            raise InvalidInput("is_new_certification is about the paper of an upgrade, 36(b)(5)(C): add is_upgrade.")
        if self.shipment_on is not None and not self.shipment_notice_requested:
            raise InvalidInput("shipment_on matters if a committee has asked (36(i)): add shipment_notice_requested.")

    @property
    def known_mde_usd(self) -> int | None:
        """The equipment amount: as stated, zero where there is said to be none, else None."""
        return 0 if self.mde_usd is None and self.has_mde == "none" else self.mde_usd

    @property
    def parties(self) -> tuple[Party, ...]:
        """The purchaser and the other destinations."""
        return tuple(party_of(code) for code in (self.purchaser, *self.other_parties))

    @property
    def candidate_days(self) -> tuple[date, ...]:
        """The days on which Congress may have received the paper, in order, each once."""
        if self.received_on is None:
            return ()
        days = self.received_on if isinstance(self.received_on, tuple) else (self.received_on,)
        return tuple(sorted(set(days)))
