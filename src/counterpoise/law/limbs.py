"""The dollar limits, each a separate gate: amount, limit, met, not met or not known."""

from dataclasses import dataclass, replace
from typing import Any

from counterpoise.law.findings import LawWarning, Reason, Ternary, ternary_as_json
from counterpoise.law.parameters import Cited, Law
from counterpoise.sources import Unknown
from counterpoise.units import Money

NAMES = {  # how the limit is called, and what is under it
    "mde": ("Equipment limit", "major defense equipment"),
    "articles_services": ("Total limit", "articles and services"),
    "design_construction": ("Construction limit", "design and construction services"),
    "firearms": ("Firearms limit", "firearms of Category I"),
}
ROUNDED_TO_USD = 50_000  # notices round to $0.1 million: an amount this near a limit may stand on either side of it


@dataclass(frozen=True, slots=True)
class Limb:
    """One gate: what was sold under it, the limit, and whether it is reached ("or more" counts)."""

    name: str
    amount_usd: int | None
    threshold: Cited
    met: Ternary
    says: str
    mark: str = ""  # how well the outcome is verified; empty means as well as the limit

    @property
    def threshold_usd(self) -> int | None:
        """The limit; None where the law of the day has no such limb."""
        return self.threshold.value if isinstance(self.threshold.value, int) else None

    @property
    def reason(self) -> Reason:
        """What the limb found, and where its limit stands."""
        found = self.threshold.reason(self.says)
        return replace(found, mark=self.mark) if self.mark else found

    def as_json(self) -> dict[str, Any]:
        """Give the object of `limbs` in clock.schema.json."""
        return {
            "limb": self.name, "amount": self.amount_usd, "threshold": self.threshold_usd,
            "met": ternary_as_json(self.met), "provision": self.threshold.provision,
            "mark": self.mark or self.threshold.mark, "says": self.says,
        }  # fmt: skip


Gates = tuple[Limb, Limb]


def compare(name: str, amount: int | None, limit: Cited, *, at_least: int = 0, at_most: int | None = None) -> Limb:
    """Compare an amount with its limit; `at_least` and `at_most` bound an amount that nobody has stated."""
    head, what = NAMES[name]
    if limit.value is None:
        return Limb(name, amount, limit, False, f"{head}: none of its own here. {limit.parameter.absent_means}")
    dollars = Money(limit.number).in_words()
    if amount is not None:
        met: Ternary = amount >= limit.number
        how = f"{Money(amount).in_words()} of {what}"
    elif at_least >= limit.number:
        met, how = True, f"{what} not stated, but at least {Money(at_least).in_words()}"
    elif at_most is not None and at_most < limit.number:
        met, how = False, f"{what} not stated, but at most {Money(at_most).in_words()}"
    else:
        met, how = Unknown(f"the amount of {what}"), f"the amount of {what} is not published"
    verdict = "not known" if isinstance(met, Unknown) else "met" if met else "not met"
    return Limb(name, amount, limit, met, f"{head} {verdict}: {how}; the limit is {dollars}")


def two_gates(place: str, total: int | None, mde: int | None, group: str, law: Law, *, at_least: int = 0) -> Gates:
    """Test equipment and total against the limits in `place` ("aeca/36c"). Each bounds what the other leaves unsaid.

    `at_least` is what is known of the total from elsewhere.
    """
    equipment = compare("mde", mde, law.value(f"{place}/mde_threshold", group=group), at_most=total)
    articles = law.value(f"{place}/articles_services_threshold", group=group)
    return equipment, compare("articles_services", total, articles, at_least=max(mde or 0, at_least))


def rounding_warnings(limbs: tuple[Limb, ...]) -> tuple[LawWarning, ...]:
    """Warn of stated amounts so near their limit that rounding in print may have moved them across it."""
    return tuple(
        LawWarning("near_threshold", f"{limb.says}. Notices round to $0.1 million, so it may stand on either side.")
        for limb in limbs
        if limb.amount_usd is not None and limb.threshold_usd is not None
        and abs(limb.amount_usd - limb.threshold_usd) < ROUNDED_TO_USD
    )  # fmt: skip
