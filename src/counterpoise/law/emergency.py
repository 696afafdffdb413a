"""Emergency certifications: they waive the review, and nothing else."""

from counterpoise.errors import LawNotModelled
from counterpoise.law.facts import SaleFacts
from counterpoise.law.findings import Finding, LawWarning, Reason
from counterpoise.law.groups import GENERAL
from counterpoise.law.parameters import Law
from counterpoise.law.precedence import exception_to, prevailing

WAIVER = (
    "The President certifies an emergency with a detailed justification, and so waives the congressional review of "
    "that provision: no days run"
)
CLAUSES = {
    "36(b)(1)": "22 U.S.C. 2776(b)(1), emergency clause", "36(b)(5)(C)": "22 U.S.C. 2776(b)(1), emergency clause",
    "36(c)": "22 U.S.C. 2776(c)(2)", "36(d)": "22 U.S.C. 2776(d)(3)",
    "3(d)(2)": "22 U.S.C. 2753(d)(2)(C)", "3(d)(3)": "22 U.S.C. 2753(d)(3)",
}  # fmt: skip


@exception_to("review_days", "satellite_days", "treaty_days")
def emergency_waiver(track: str, law: Law) -> Finding[int]:
    """Set the review period to zero days. Notice, justification, publication and 36(h) remain.

    LawNotModelled for a provision whose emergency clause nobody has read (leases).
    """
    if track not in CLAUSES:
        raise LawNotModelled(
            f"No emergency clause for {track} is modelled. The law files hold those of 36(b), (c), (d) and 3(d); read "
            "22 U.S.C. 2796a and add it to law/emergency.py, or leave the emergency out."
        )
    reasons = [Reason(
        CLAUSES[track],
        WAIVER, "seen", "", "House Manual, H. Doc. 112-161; U.S. Code at Pub. L. 119-34",
    )]  # fmt: skip
    return Finding(0, "emergency_waiver", tuple(reasons))


def review_days(
    place: str, track: str, facts: SaleFacts, group: str, law: Law, exceptions: tuple[Finding[int], ...] = ()
) -> Finding[int]:
    """Find the days of a provision: those of `place` for the group, unless an exception or an emergency governs."""
    days = law.value(f"{place}/review_days", group=group)
    says = f"{track} gives Congress {days.number} calendar days"
    found = [Finding(days.number, "review_days", (days.reason(says),)), *exceptions]
    return prevailing([*found, emergency_waiver(track, law)] if facts.emergency else found)


def remaining_duties(track: str) -> tuple[Reason, ...]:
    """Say what an emergency does not remove."""
    clause, code = CLAUSES[track], "U.S. Code at Pub. L. 119-34"
    notice = "The emergency waives the review, not the notice: certification and justification are still due"
    publication = "The full unclassified text is still to be published in the Federal Register"
    resolution = "A joint resolution can still be introduced and passed: 22 were in 2019, votes came in 2025 and 2026"
    record = "Congressional Record; Congress.gov actions of the 119th Congress"
    published = () if track.startswith("3(d)") else (Reason("22 U.S.C. 2776(f)", publication, "seen", "", code),)
    return (
        Reason(clause, notice, "seen", "", code),
        *published,
        Reason(clause, resolution, "seen", "", record),
    )


def emergency_warnings(track: str, review_group: str | None, facts: SaleFacts) -> tuple[LawWarning, ...]:
    """Warn where the reach of the clause is contested, and against inferring one emergency from another."""
    warnings = [LawWarning(
        "emergency_per_certification",
        "An emergency is certified case by case. It is never inferred from another case of the same day, nor from a "
        "headline that says Congress was bypassed: that may mean the informal review only.",
    )]  # fmt: skip
    if track == "36(c)" and review_group == GENERAL and facts.satellite_launch_from is None:
        warnings.append(LawWarning(
            "emergency_contested_36c",
            "Since the amendment of 6 October 2000 the emergency clause of 36(c)(2) can be read as reaching only the "
            "NATO-plus and satellite branches (CRS LSB10304). The executive used it for thirty-day countries in "
            "2019 all the same. The question is flagged here, not decided.",
        ))  # fmt: skip
    return tuple(warnings)
