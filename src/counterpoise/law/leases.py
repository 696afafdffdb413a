"""Sections 62 and 63: leases and loans of a year or more, as far as their words were read."""

from counterpoise.law.emergency import review_days
from counterpoise.law.facts import SaleFacts
from counterpoise.law.findings import Finding, LawWarning, Reason, Ternary, all_of, any_of
from counterpoise.law.groups import REVIEW_LIST, group_of, threshold_group
from counterpoise.law.limbs import rounding_warnings, two_gates
from counterpoise.law.parameters import Law
from counterpoise.law.tracks import TrackFinding
from counterpoise.sources import Unknown

PLACE = "aeca/leases"


def long_enough(facts: SaleFacts, law: Law) -> Finding[Ternary]:
    """Say whether the lease lasts a year or more (from memory)."""
    least = law.value(f"{PLACE}/minimum_months")
    reason: Reason = least.reason(f"The sections speak of leases and loans of {least.number} months or more")
    if facts.lease_months is None:
        return Finding(Unknown("the length of the lease"), "lease_length", (reason,))
    return Finding(facts.lease_months >= least.number, "lease_length", (reason,))


def lease(facts: SaleFacts, law: Law) -> TrackFinding:
    """Assess a lease or loan: long enough, and one of the gates of section 63(a) reached."""
    thresholds, review = threshold_group(facts, law), group_of(facts, REVIEW_LIST, law)
    length = long_enough(facts, law)
    limbs = two_gates(PLACE, facts.total_usd, facts.known_mde_usd, thresholds.value, law)
    days = review_days(PLACE, "62/63", facts, review.value, law)
    partial = LawWarning(
        "leases_partly_read",
        "The lease sections were not read in full: lengths are from memory, limits and days are read through "
        "bills that amend them.",
    )
    return TrackFinding(
        track="62/63", required=all_of((length.value, any_of(limb.met for limb in limbs))), limbs=limbs,
        review_group=review.value, threshold_group=thresholds.value, review_days=days.value, words_id="62/63",
        is_certification=False,
        because=(*length.because, *(limb.reason for limb in limbs), *thresholds.because, *review.because,
                 *days.because),
        warnings=(partial, *rounding_warnings(limbs), *review.warnings, *thresholds.warnings),
    )  # fmt: skip
