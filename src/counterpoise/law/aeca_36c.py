"""Section 36(c): articles and services exported under a commercial licence, satellites and firearms included."""

from counterpoise.law import aeca_36b
from counterpoise.law.emergency import review_days
from counterpoise.law.facts import SaleFacts
from counterpoise.law.findings import Finding, LawWarning, Reason, any_of
from counterpoise.law.groups import GENERAL, NATO_PLUS_5, REVIEW_LIST, group_of, threshold_group
from counterpoise.law.limbs import Limb, compare, rounding_warnings, two_gates
from counterpoise.law.parameters import Cited, Law
from counterpoise.law.precedence import exception_to
from counterpoise.law.tracks import TrackFinding

PLACE = "aeca/36c"


def firearms_limit(group: str, law: Law) -> Cited:
    """Give the firearms figure: (c)(5) prints none for the NATO-plus group, practice uses the general one."""
    if group == NATO_PLUS_5 and law.choice("readings/firearms_limb").value == "text_only":
        return law.value(f"{PLACE}/firearms_threshold", group=NATO_PLUS_5)
    return law.value(f"{PLACE}/firearms_threshold")


def limbs_of(facts: SaleFacts, group: str, law: Law) -> tuple[Limb, ...]:
    """Test each gate of 36(c)(1), with the figures of (c)(5) for the NATO-plus group."""
    firearms = facts.firearms_usd
    gates = two_gates(PLACE, facts.total_usd, facts.known_mde_usd, group, law, at_least=firearms or 0)
    if firearms is None:
        return gates
    return (*gates, compare("firearms", firearms, firearms_limit(group, law)))


@exception_to("review_days")
def satellite_days(law: Law) -> Finding[int]:
    """Find the days for a commercial communications satellite launched from Russia, Ukraine or Kazakhstan."""
    days = law.value(f"{PLACE}/satellite_days")
    says = (
        f"A commercial communications satellite launched from one of three states: {days.number} calendar days, "
        "whoever owns it"
    )
    return Finding(days.number, "satellite_days", (days.reason(says),))


@exception_to("review_days")
def treaty_days(law: Law) -> Finding[int]:
    """Find the days for an export that the Australia or United Kingdom treaty would exempt."""
    days = law.value(f"{PLACE}/treaty_days")
    says = f"An export to which a defense trade treaty's exemption would apply: notice {days.number} days before"
    return Finding(days.number, "treaty_days", (days.reason(says),))


def clauses(facts: SaleFacts, law: Law) -> tuple[Finding[int], ...]:
    """Give the special clauses that depart from the list's days: satellites and treaty exports."""
    satellite = (satellite_days(law),) if facts.satellite_launch_from is not None else ()
    return (*satellite, treaty_days(law)) if facts.treaty_export else satellite


def licence(facts: SaleFacts, law: Law) -> TrackFinding:
    """Assess an export licence under 36(c): notice, gates, group, days."""
    thresholds, review = threshold_group(facts, law), group_of(facts, REVIEW_LIST, law)
    limbs = limbs_of(facts, thresholds.value, law)
    days = review_days(PLACE, "36(c)", facts, review.value, law, clauses(facts, law))
    firearms = (law.choice("readings/firearms_limb").reason(),) if _rests_on_firearms(limbs, thresholds.value) else ()
    return TrackFinding(
        track="36(c)", required=any_of(limb.met for limb in limbs), limbs=limbs, review_group=review.value,
        threshold_group=thresholds.value, review_days=days.value, words_id="36(c)",
        because=(*(limb.reason for limb in limbs), *firearms, *thresholds.because, *review.because, *days.because),
        warnings=(*rounding_warnings(limbs), *review.warnings, *thresholds.warnings,
                  *_destination_warning(review.value),
                  *_firearms_warning(facts)),
    )  # fmt: skip


def _rests_on_firearms(limbs: tuple[Limb, ...], group: str) -> bool:
    return group != GENERAL and any(limb.name == "firearms" for limb in limbs)


def _destination_warning(group: str) -> tuple[LawWarning, ...]:
    if group == GENERAL:
        return ()
    return (LawWarning(
        "hidden_destination",
        "The days rest on the destinations given. A further destination or new sales territory outside the list "
        "would make "
        "them 30; letters of 2025 name the $50 million line for some listed purchasers and do not say why.",
    ),)  # fmt: skip


def _firearms_warning(facts: SaleFacts) -> tuple[LawWarning, ...]:
    if facts.firearms_usd is None:
        return ()
    return (LawWarning(
        "category_i_only",
        "The firearms limit is for USML Category I only. Semi-automatic firearms went to Commerce control in March "
        "2020, with a rule of its own (from memory: about $4 million, 15 CFR 743.6).",
    ),)  # fmt: skip


def upgrade(facts: SaleFacts, law: Law) -> TrackFinding:
    """Assess an upgrade after a commercial notice: 36(c)(4) applies 36(b)(5) to commercial exports."""
    found = aeca_36b.upgrade(facts, law)
    applied = Reason("22 U.S.C. 2776(c)(4)", "Upgrades after a commercial notice follow 36(b)(5)", "seen", "",
                     "U.S. Code at Pub. L. 119-34")  # fmt: skip
    return found.having(applied, five_day_clause=False, words_id="36(c)" if found.words_id else None)
