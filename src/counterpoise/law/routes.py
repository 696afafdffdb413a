"""Which provisions answer for a route, and how several answers become one."""

from dataclasses import replace

from counterpoise.law import aeca_3d, aeca_36b, aeca_36c, aeca_36d, leases
from counterpoise.law.facts import SaleFacts
from counterpoise.law.findings import Finding, LawWarning, Reason, Ternary, any_of, distinct
from counterpoise.law.parameters import Law
from counterpoise.law.tracks import TrackFinding
from counterpoise.sources import Unknown

OTHER_STATUTES = {
    "excess_defense_articles": "22 U.S.C. 2321j", "drawdown": "22 U.S.C. 2318",
}  # fmt: skip


def assess_route(facts: SaleFacts, law: Law) -> TrackFinding:
    """Apply the provisions of the facts' route and give one finding."""
    if facts.route == "fms":
        return aeca_36b.upgrade(facts, law) if facts.is_upgrade else aeca_36b.sale(facts, law)
    if facts.route == "dcs":
        licence = aeca_36c.upgrade(facts, law) if facts.is_upgrade else aeca_36c.licence(facts, law)
        return _both(licence, aeca_36d.agreement(facts, law)) if facts.manufacture_abroad else licence
    if facts.route == "manufacture_abroad":
        return aeca_36d.agreement(facts, law)
    if facts.route == "third_party_transfer":
        return aeca_3d.retransfer(facts, law)
    if facts.route == "lease":
        return leases.lease(facts, law)
    if facts.route == "unknown":
        return _either(aeca_36b.sale(facts, law), aeca_36c.licence(facts, law))
    return _outside(facts)


def _both(licence: TrackFinding, agreement: TrackFinding) -> TrackFinding:
    return replace(
        licence, track=f"{licence.track}+(d)", required=any_of((licence.required, agreement.required)),
        review_days=_larger(licence.review_days, agreement.review_days),
        because=distinct((*licence.because, *agreement.because)),
        warnings=tuple(dict.fromkeys((*licence.warnings, *agreement.warnings))),
    )  # fmt: skip


def _larger(one: int | None, other: int | None) -> int | None:
    return max(day for day in (one, other) if day is not None) if one is not None or other is not None else None


def _either(sale: TrackFinding, licence: TrackFinding) -> TrackFinding:
    """Join the two usual routes where nobody says which: what both say holds, the rest is unknown."""
    same = sale.required is licence.required and isinstance(sale.required, bool)
    required: Ternary = (
        sale.required if same else Unknown("whether it is a government-to-government or a commercial sale")
    )
    warning = LawWarning(
        "route_not_stated",
        "The route is not stated. 36(b)(1) and 36(c) were both applied; the words of 36(b)(1) count the days here, "
        "and the two differ in their first free day and in the discharge clock.",
    )
    return replace(
        sale, track="36(b)(1) or 36(c)", required=required, five_day_clause=False,
        review_days=sale.review_days if sale.review_days == licence.review_days else None,
        because=distinct((*sale.because, *licence.because)),
        warnings=tuple(dict.fromkeys((warning, *sale.warnings, *licence.warnings))),
    )  # fmt: skip


def _outside(facts: SaleFacts) -> TrackFinding:
    if facts.route == "foreign":
        reason = Reason(
            "22 U.S.C. 2776", "A transfer by another state than the United States is outside section 36", "computed"
        )
        return TrackFinding(track="none", required=False, is_certification=False, because=(reason,))
    statute = OTHER_STATUTES[facts.route]
    reason = Reason(
        "22 U.S.C. 2776", f"Section 36 does not reach this route; {statute} has rules of its own", "inference"
    )
    warning = LawWarning("other_statute_not_modelled", f"Notice under {statute} is not modelled here: read it.")
    return TrackFinding(
        track="none", required=Unknown(f"the notice rules of {statute}, which are not modelled"),
        is_certification=False,
        because=(reason,), warnings=(warning,),
    )  # fmt: skip


def receipt_implies_notice(found: TrackFinding) -> Finding[TrackFinding]:
    """Draw what follows from the fact that Congress received a certification whose amounts do not decide.

    The executive certifies what it holds to be due, so notice was due; and if one gate alone is open while the others
    are shut, that gate was the one reached. The rule name says whether equipment follows from it.
    """
    if not isinstance(found.required, Unknown) or not found.is_certification or found.review_days is None:
        return Finding(found, "as_found")
    says = "Congress received a certification, so the executive held it to be due; the amounts given do not decide it"
    reason = Reason("22 U.S.C. 2776", says, "inference")
    open_gates = [limb for limb in found.limbs if isinstance(limb.met, Unknown)]
    if len(open_gates) != 1 or any(limb.met is True for limb in found.limbs):
        return Finding(found.having(reason, required=True), "as_found")
    gate = open_gates[0]
    concluded = replace(
        gate, met=True, mark="inference",
        says=gate.says.replace(" not known:", " met by inference:", 1)
        + "; a certification came and no other limit is met",
    )  # fmt: skip
    limbs = tuple(concluded if limb is gate else limb for limb in found.limbs)
    because = tuple(concluded.reason if r == gate.reason else r for r in found.because)
    rule = "mde_from_receipt" if gate.name == "mde" else "as_found"
    return Finding(replace(found, limbs=limbs, required=True, because=(*because, reason)), rule)
