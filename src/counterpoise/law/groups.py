"""Which list a purchaser is on: the days and the dollar limits each have their own."""

from counterpoise.law.facts import SaleFacts
from counterpoise.law.findings import Finding, LawWarning, Reason
from counterpoise.law.parameters import Law, Membership
from counterpoise.vocabulary.parties import Party

GENERAL, NATO_PLUS_5 = "general", "nato_plus_5"
REVIEW_LIST, DISCHARGE_LIST, THRESHOLD_LIST = (
    "lists/review_15_days",
    "lists/discharge_5_days",
    "lists/higher_thresholds",
)


def membership(party: Party, list_path: str, law: Law) -> Membership:
    """Say whether a party is on a list, an office that stands for a state counting as that state."""
    return law.membership(party.state, list_path)


def group_of(facts: SaleFacts, list_path: str, law: Law) -> Finding[str]:
    """Find the group of a transfer: nato_plus_5 if its parties are on the list, else general.

    With several parties the strictest governs (readings/strictest_party).
    """
    found = [(party, membership(party, list_path, law)) for party in facts.parties]
    several = len(found) > 1
    if several and law.choice("readings/strictest_party").value == "first_party":
        found = found[:1]
    inside = all(member.is_member for _, member in found)
    reasons = [_reason(party, member) for party, member in found]
    if several:
        reasons.append(law.choice("readings/strictest_party").reason())
    return Finding(NATO_PLUS_5 if inside else GENERAL, f"group:{list_path}", tuple(reasons), _day_warnings(found, law))


def threshold_group(facts: SaleFacts, law: Law) -> Finding[str]:
    """Find whose dollar limits apply. A new sales territory takes a listed purchaser back to the general limits."""
    found = group_of(facts, THRESHOLD_LIST, law)
    if not (facts.new_sales_territory and found.value == NATO_PLUS_5):
        return found
    reason = Reason(
        "22 U.S.C. 2776(b)(6), (c)(5); 2753(d)(5); 2794(11)",
        "The sale authorizes a new sales territory, so the general dollar limits apply in spite of the list", "seen",
        THRESHOLD_LIST, "116 Stat. 1458; U.S. Code at Pub. L. 119-34",
    )  # fmt: skip
    return Finding(GENERAL, found.rule, (*found.because, reason), found.warnings)


def _reason(party: Party, member: Membership) -> Reason:
    title = member.party_list.title[0].lower() + member.party_list.title[1:]
    name = party.in_sentence[0].upper() + party.in_sentence[1:]
    if not member.is_member:
        return member.reason(f"{name} is not among the {title}")
    since = member.entries[-1] if len(member.entries) == 1 else max(member.entries, key=lambda entry: entry.from_on)
    through = " as a member of NATO" if any(e.list_path == "lists/nato_members" for e in member.entries) else ""
    return member.reason(f"{name} is{through} since {since.from_on} among the {title}")


def _day_warnings(found: list[tuple[Party, Membership]], law: Law) -> tuple[LawWarning, ...]:
    return tuple(
        LawWarning("unverified_day", f"The day in {law.on.year} on which {party.name} came onto the list is from "
                   "memory.")
        for party, member in found if member.mark == "memory"
    )  # fmt: skip
