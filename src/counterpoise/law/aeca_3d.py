"""Section 3(d): consent to the retransfer of articles of U.S. origin to a third party."""

from counterpoise.law.emergency import review_days
from counterpoise.law.facts import SaleFacts
from counterpoise.law.findings import LawWarning, any_of
from counterpoise.law.groups import REVIEW_LIST, group_of, threshold_group
from counterpoise.law.limbs import rounding_warnings, two_gates
from counterpoise.law.parameters import Law
from counterpoise.law.tracks import TrackFinding

PLACE = "aeca/3d"
TRACKS = {"fms": "3(d)(2)", "dcs": "3(d)(3)"}


def retransfer(facts: SaleFacts, law: Law) -> TrackFinding:
    """Assess a consent to retransfer. Amounts are original acquisition cost; the origin decides the words.

    Articles first sold by letter of offer follow 3(d)(1)-(2), those first exported under licence 3(d)(3). Without an
    origin the first is taken, which names a last day, and the answer says so.
    """
    thresholds, review = threshold_group(facts, law), group_of(facts, REVIEW_LIST, law)
    limbs = two_gates(PLACE, facts.total_usd, facts.known_mde_usd, thresholds.value, law)
    track = TRACKS[facts.origin or "fms"]
    days = review_days(PLACE, track, facts, review.value, law)
    return TrackFinding(
        track=track, required=any_of(limb.met for limb in limbs), limbs=limbs, review_group=review.value,
        threshold_group=thresholds.value, review_days=days.value, words_id=track, is_certification=False,
        because=(*(limb.reason for limb in limbs), *thresholds.because, *review.because, *days.because),
        warnings=(*rounding_warnings(limbs), *review.warnings, *thresholds.warnings, *_warnings(facts)),
    )  # fmt: skip


def _warnings(facts: SaleFacts) -> tuple[LawWarning, ...]:
    exempt = LawWarning(
        "retransfer_exemptions",
        "3(d)(4) exempts transfers for repair or maintenance without gain in capability, temporary ones for such "
        "work, and "
        "cross-servicing or lead-nation procurement among NATO members; 3(b) exempts certain components built into "
        "foreign items for NATO-plus governments. None was taken to apply.",
    )
    if facts.origin is not None:
        return (exempt,)
    says = (
        "Whether the article was first sold by letter of offer or under licence is not given; 3(d)(2) is applied "
        "(--origin fms|dcs)."
    )
    return (LawWarning("origin_not_given", says), exempt)
