"""Section 36(h): whether a certification must hold a determination on Israel's edge, and which parts of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from counterpoise.law.facts import SaleFacts
from counterpoise.law.findings import (
    Finding,
    LawWarning,
    Reason,
    Ternary,
    as_json_list,
    distinct,
    ternary_as_json,
)
from counterpoise.law.parameters import Law, Membership
from counterpoise.law.tracks import TrackFinding
from counterpoise.sources import Unknown
from counterpoise.vocabulary.parties import Party

PROVISION = "22 U.S.C. 2776(h)(1)"
REGION_LIST = "lists/middle_east"
OUTSIDE = {
    "third_party_transfer": "a consent to a third-party transfer under 22 U.S.C. 2753(d)",
    "lease": "a lease under 22 U.S.C. 2796a",
    "excess_defense_articles": "a transfer of excess articles under 22 U.S.C. 2321j",
    "drawdown": "a drawdown under 22 U.S.C. 2318",
    "foreign": "a transfer by another state",
}


@dataclass(frozen=True, slots=True)
class QmeFinding:
    """Whether 36(h) asks for a determination, and which of its parts (A) to (D).

    `parts` is empty where none is prescribed, and Unknown where a fact is missing to say so.
    """

    required: Ternary
    parts: tuple[str, ...] | Unknown
    because: tuple[Reason, ...]
    warnings: tuple[LawWarning, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Give the object `qme_determination` of clock.schema.json."""
        parts: Any = "unknown" if isinstance(self.parts, Unknown) else list(self.parts)
        return {"required": ternary_as_json(self.required), "parts": parts, "because": as_json_list(self.because)}


def in_region(party: Party, law: Law) -> tuple[bool, Membership]:
    """Say whether a party counts as a Middle East country, with its entry in the dated list."""
    found = law.membership(party.state, REGION_LIST)
    wide = law.choice("readings/middle_east_extent").value == "core_and_probable"
    return found.is_member and (wide or found.basis != "probable"), found


def determination(facts: SaleFacts, track: TrackFinding, mde: Finding[Ternary], law: Law) -> QmeFinding:
    """Say whether 36(h) attaches to this certification and which parts it must have.

    It follows the certification: a case that needs none, a retransfer, a lease, excess articles and a drawdown escape
    its words. An emergency removes nothing of it.
    """
    if facts.route in OUTSIDE:
        says = f'{OUTSIDE[facts.route][0].upper()}{OUTSIDE[facts.route][1:]} is no certification "under this section"'
        return QmeFinding(False, (), (Reason(PROVISION, says, "seen", "", "U.S. Code at Pub. L. 119-34"),))
    rule = law.value("aeca/36h/determination")
    if rule.value is None:
        says = "No determination: paragraph (h) became law on 15 October 2008"
        return QmeFinding(False, (), (rule.reason(says),))
    inside, reasons, warnings = _region(facts, law)
    if not inside:
        return QmeFinding(False, (), reasons)
    if not track.is_certification:
        says = "A report under 36(b)(5)(A) is no certification; paragraph (h) does not attach"
        return QmeFinding(False, (), (*reasons, Reason(PROVISION, says, "inference")))
    required = track.required
    if required is False:
        says = "Below every limit no certification is needed, and so no determination by statute"
        return QmeFinding(False, (), (*reasons, Reason(PROVISION, says, "inference")))
    duty = rule.reason("Any certification under section 36 to a Middle East country other than Israel must include a "
                       "determination that the sale will not adversely affect Israel's qualitative military "
                       "edge")  # fmt: skip
    emergency = (
        (Reason(PROVISION, "The emergency waives review, not content: the determination is still due", "inference"),)
        if facts.emergency else ()
    )  # fmt: skip
    parts, part_reasons = _parts(mde, law)
    return QmeFinding(required, parts, distinct((*reasons, duty, *emergency, *part_reasons)), warnings)


def definition_clauses(law: Law) -> tuple[Mapping[str, Any], ...]:
    """Give the definition of the edge clause by clause (id, words, what to ask), each with its mark and citation.

    22 U.S.C. 2776(h)(3). The reference of 22 U.S.C. 8605(2) to (h)(2) is stale and is not followed.
    """
    table = law.table("aeca/36h/definition")
    law.require_modelled(table)
    return table.rows


def _region(facts: SaleFacts, law: Law) -> tuple[bool, tuple[Reason, ...], tuple[LawWarning, ...]]:
    found = [(party, *in_region(party, law)) for party in facts.parties]
    inside = [(party, member) for party, is_inside, member in found if is_inside]
    if not inside:
        names = " and ".join(party.name for party, _, _ in found)
        israel = any(party.state == "ISR" for party, _, _ in found)
        says = f"{names}: not in the Middle East set of the list"
        says = "Israel is excepted by name" if names == "Israel" else says
        mark = "seen" if israel and len(found) == 1 else "memory"
        return False, (Reason(PROVISION, says, mark, REGION_LIST, found[0][2].party_list.provision),), ()
    reasons, warnings = [], []
    for party, member in inside:
        name = party.in_sentence[0].upper() + party.in_sentence[1:]
        says = (
            f"{name} counts as a Middle East country (a {member.basis} entry of a policy list; the Code does not "
            "define the set)"
        )
        reasons.append(member.reason(says))
        if member.basis == "probable":
            reasons.append(law.choice("readings/middle_east_extent").reason())
            warnings.append(LawWarning(
                "region_not_defined",
                f"{party.name} is a probable, not a core, country of the working list for 36(h); nothing public shows "
                "whether the paragraph is applied to it.",
            ))  # fmt: skip
    return True, tuple(reasons), tuple(warnings)


def _parts(mde: Finding[Ternary], law: Law) -> tuple[tuple[str, ...] | Unknown, tuple[Reason, ...]]:
    contents = law.value("aeca/36h/contents")
    if contents.value is None:
        says = "No parts are prescribed: the paragraph on contents became law in December 2014"
        return (), (contents.reason(says),)
    if isinstance(mde.value, Unknown):
        return mde.value, (*mde.because, contents.reason("Parts (A) to (D) are due if major defense equipment is sold"))
    if not mde.value:
        says = "Without major defense equipment the determination needs no prescribed parts"
        return (), (*mde.because, contents.reason(says))
    rows = law.table("aeca/36h/parts").rows
    reasons = tuple(
        Reason(f"22 U.S.C. 2776(h)(2){row['part']}", f"{row['part']} {row['requires']}", row["mark"], "aeca/36h/parts",
               row["citation"])
        for row in rows
    )  # fmt: skip
    says = "Major defense equipment is sold, so the determination must contain parts (A) to (D)"
    return tuple(row["id"] for row in rows), (*mde.because, contents.reason(says), *reasons)
