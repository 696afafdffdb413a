"""Section 36(b): government-to-government sales by letter of offer, their upgrades and their growth."""

from datetime import date

from counterpoise.law.emergency import review_days
from counterpoise.law.facts import SaleFacts
from counterpoise.law.findings import Finding, LawWarning, Reason, Ternary, all_of, any_of
from counterpoise.law.groups import GENERAL, NATO_PLUS_5, REVIEW_LIST, group_of, threshold_group
from counterpoise.law.limbs import Limb, compare, rounding_warnings, two_gates
from counterpoise.law.parameters import Law
from counterpoise.law.tracks import TrackFinding
from counterpoise.sources import Unknown

PLACE = "aeca/36b"


def limbs_of(facts: SaleFacts, total: int | None, mde: int | None, group: str, law: Law) -> tuple[Limb, ...]:
    """Test each gate of 36(b)(1), with the figures of (b)(6) for the NATO-plus group.

    Design and construction services have their own gate and are left out of the other (readings/construction_limb).
    """
    construction = facts.construction_usd
    limit = law.value(f"{PLACE}/construction_threshold", group=group)
    apart = limit.value is not None and law.choice("readings/construction_limb").value == "apart"
    articles = total - construction if total is not None and construction and apart else total
    articles = None if articles is not None and articles < 0 else articles
    gates = two_gates(PLACE, articles, mde, group, law)
    if construction is None:
        return gates
    return (*gates, compare("design_construction", construction, limit))


def required_by(limbs: tuple[Limb, ...], group: str, law: Law) -> Finding[Ternary]:
    """Say whether notice is due: each gate is enough (readings/limb_joining)."""
    joining = law.choice("readings/limb_joining")
    mde, articles, *others = (limb.met for limb in limbs)
    if group == NATO_PLUS_5 and joining.value == "both_limbs":
        value: Ternary = any_of((all_of((mde, articles)), *others))
    else:
        value = any_of((mde, articles, *others))
    because = tuple(limb.reason for limb in limbs)
    return Finding(value, "notification_required", (*because, joining.reason()) if group == NATO_PLUS_5 else because)


def _tested_amounts(facts: SaleFacts, law: Law) -> tuple[int | None, int | None]:
    if facts.prior_total_usd is None and facts.prior_mde_usd is None:
        return facts.total_usd, facts.known_mde_usd
    if law.choice("readings/case_growth").value == "whole_case":
        return facts.total_usd, facts.known_mde_usd
    return _increase(facts.total_usd, facts.prior_total_usd), _increase(facts.mde_usd, facts.prior_mde_usd)


def _increase(now: int | None, before: int | None) -> int | None:
    return None if now is None or before is None else max(0, now - before)


def sale(facts: SaleFacts, law: Law) -> TrackFinding:
    """Assess a sale under 36(b)(1): notice, gates, group, days. Case growth is tested on the whole case."""
    thresholds, review = threshold_group(facts, law), group_of(facts, REVIEW_LIST, law)
    total, mde = _tested_amounts(facts, law)
    limbs = limbs_of(facts, total, mde, thresholds.value, law)
    required = required_by(limbs, thresholds.value, law)
    days = review_days(PLACE, "36(b)(1)", facts, review.value, law)
    found = TrackFinding(
        track="36(b)(1)", required=required.value, limbs=limbs, review_group=review.value,
        threshold_group=thresholds.value, review_days=days.value, words_id="36(b)(1)", five_day_clause=True,
        because=(*required.because, *thresholds.because, *review.because, *days.because),
        warnings=(*rounding_warnings(limbs), *review.warnings, *thresholds.warnings),
    )  # fmt: skip
    return _with_growth(found, facts, thresholds.value, law)


def _with_growth(found: TrackFinding, facts: SaleFacts, group: str, law: Law) -> TrackFinding:
    if facts.prior_total_usd is None and facts.prior_mde_usd is None:
        return found
    prior_limbs = limbs_of(facts, facts.prior_total_usd, facts.prior_mde_usd, group, law)
    prior = required_by(prior_limbs, group, law)
    reading = law.choice("readings/case_growth")
    extra = {"case_growth": {
        "prior_required": "unknown" if isinstance(prior.value, Unknown) else prior.value,
        "prior_limbs": [limb.as_json() for limb in prior_limbs], "tested": reading.value,
    }}  # fmt: skip
    warnings: tuple[LawWarning, ...] = ()
    if prior.value is True:
        warnings = (LawWarning(
            "prior_already_due",
            "The case was over a limit before it grew, so it should have been certified then; growth of a certified "
            "case is a matter of 36(b)(5) (give the increase with is_upgrade).",
        ),)  # fmt: skip
    return found.having(reading.reason(), warnings=warnings, extra=extra)


def upgrade(facts: SaleFacts, law: Law) -> TrackFinding:
    """Assess an enhancement or upgrade of something certified before, 36(b)(5)(A) to (C).

    A cost of the upgrade over a limit is treated as a new letter of offer: a new certification and new days (C). Below
    the limits, within ten years of the certification, a report is due 45 days before delivery (A).
    """
    thresholds, review = threshold_group(facts, law), group_of(facts, REVIEW_LIST, law)
    limbs = limbs_of(facts, facts.total_usd, facts.known_mde_usd, thresholds.value, law)
    over = required_by(limbs, thresholds.value, law)
    report = law.value(f"{PLACE}/upgrade", group="report_days_before_delivery")
    base = TrackFinding(
        track="36(b)(5)", required=True, limbs=limbs, review_group=review.value, threshold_group=thresholds.value,
        words_id="36(b)(1)", five_day_clause=True, because=(*over.because, *thresholds.because, *review.because),
        warnings=(*rounding_warnings(limbs), *review.warnings, *thresholds.warnings),
    )  # fmt: skip
    if over.value is True or (facts.is_new_certification and isinstance(over.value, Unknown)):
        return _as_new_sale(base, facts, review.value, law)
    if over.value is False:
        return _as_report(base, facts, law)
    says = (f"An upgrade is reported in any case: as a new certification if its cost passes a limit (C), else "
            f"{report.number} days before delivery (A). Its cost is not stated")  # fmt: skip
    return base.having(report.reason(says), required=True)


def _as_new_sale(base: TrackFinding, facts: SaleFacts, group: str, law: Law) -> TrackFinding:
    days = review_days(PLACE, "36(b)(5)(C)", facts, group, law)
    reason = Reason(
        "22 U.S.C. 2776(b)(5)(C)",
        "An upgrade whose own cost reaches a limit is treated as a new letter of offer: new certification, new "
        "days. Growth in price alone has produced such a notice (Israel 25-0C)", "seen", "",
        "U.S. Code at Pub. L. 119-34; Congressional Record 3 March 2025",
    )  # fmt: skip
    applied = Reason("22 U.S.C. 2776(b)(6)", 'The higher figures apply to the paragraph too: the lead-in says "this '
                     'subsection"', "inference")  # fmt: skip
    reasons = (reason, applied) if base.threshold_group != GENERAL else (reason,)
    return base.having(*reasons, *days.because, track="36(b)(5)(C)", review_days=days.value)


def _as_report(base: TrackFinding, facts: SaleFacts, law: Law) -> TrackFinding:
    report = law.value(f"{PLACE}/upgrade", group="report_days_before_delivery")
    reach = law.value(f"{PLACE}/upgrade_reach")
    within: Ternary = Unknown("the day of the certification that the upgrade follows")
    if facts.certified_on is not None:
        ends = _years_later(facts.certified_on, reach.number)
        within = law.on <= ends
    says = (
        f"The cost reaches no limit, so a report is due at least {report.number} days before delivery; no "
        "review period runs"
    )
    limit = reach.reason(f"Upgrades are reported within {reach.number} years of the certification")
    return base.having(
        report.reason(says), limit, track="36(b)(5)(A)", required=within, is_certification=False, five_day_clause=False,
        words_id=None, extra={"report_days_before_delivery": report.number},
    )  # fmt: skip


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)
