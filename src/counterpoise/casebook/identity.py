"""Which case does a document belong to? A pure function of everything said, so that no order of arrival matters.

Three kinds of evidence, in this order:

1. **Number.** A transmittal number names the case, together with the office that gave it and the purchaser: two
   purchasers under one number are two cases, and a DSCA number is never a DDTC number. An amendment belongs to the
   case of the number it amends. Score 1.
2. **Day of notification.** A text that says when Congress received the notice, without a number, belongs to the case
   of the same purchaser and day with which it shares an item or the amount.
3. **Likeness.** Any other text is compared with each notified case of the same purchaser by item, amount, quantity and
   time; it joins the best when the score reaches THRESHOLD and no other comes within MARGIN. Texts that find no
   notified case form cases of their own with the texts they are alike to: proposals that were never notified.

A person's decisions (merge, split, attach) come before all of it and can be revoked.
"""

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from counterpoise.casebook.likeness import BEFORE_DAYS, ORDER_DAYS, clipped, likeness, points_of
from counterpoise.casebook.tellings import Mention, transmittal_key

THRESHOLD = 0.6


MARGIN = 0.1


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided: `kind` merge (all `refs` are one case) or split (`refs` leave theirs together)."""

    kind: str
    refs: tuple[str, ...]
    author: str
    reason: str


@dataclass(frozen=True, slots=True)
class Member:
    """A mention's place in a case, with score and reasons."""

    mention: Mention
    score: float
    reasons: tuple[str, ...]


@dataclass(slots=True)
class Group:
    """The mentions of one case. `founder` is the mention that names it."""

    members: list[Member] = field(default_factory=list)
    founder: Mention | None = None
    case_id: str = ""


def group_mentions(mentions: Iterable[Mention], decisions: Sequence[Decision] = ()) -> list[Group]:
    """Sort mentions into cases, each with its id, its members and why they belong.

    The answer depends on the set of mentions and on the decisions in their order, never on the order of mentions.
    """
    ordered = sorted(mentions, key=lambda m: (m.document_id, m.transfer))
    free = [m for m in ordered if m.attached_to is None]
    groups = _by_number(free)
    _by_day(groups, [m for m in free if m.number is None and m.is_dated_notice])
    _by_likeness(groups, [m for m in free if m.number is None and not m.is_dated_notice])
    for decision in decisions:  # in the order they were signed: a later one prevails
        groups = _split(groups, decision) if decision.kind == "split" else _merge(groups, decision)
    _attach(groups, [m for m in ordered if m.attached_to is not None])
    for group in groups:
        group.founder = min((m.mention for m in group.members), key=founding_order)
        group.case_id = case_id_of(group.founder)
    _tell_apart(groups)
    return sorted(groups, key=lambda group: group.case_id)


def _by_number(mentions: Sequence[Mention]) -> list[Group]:
    """Make a case of each office, number and purchaser; an amendment's own number leads to the number it amends."""
    originals = {
        (m.authority or "dsca", transmittal_key(m.transmittal)): transmittal_key(m.amends)
        for m in mentions if m.amends and m.transmittal
    }  # fmt: skip
    keyed: dict[tuple[str, str, str | None], Group] = {}
    without_purchaser = []
    for mention in mentions:
        if mention.number is None:
            continue
        authority, number = mention.number
        seen = {number}
        while (authority, number) in originals and originals[authority, number] not in seen:
            number = originals[authority, number]
            seen.add(number)
        if mention.purchaser is None:
            without_purchaser.append((authority, number, mention))
            continue
        group = keyed.setdefault((authority, number, mention.purchaser), Group())
        group.members.append(Member(mention, 1.0, (_number_reason(mention, authority, number),)))
    for authority, number, mention in without_purchaser:
        named = [key for key in keyed if key[:2] == (authority, number) and key[2] is not None]
        reason = f"names {authority.upper()} {number} and no purchaser"
        if len(named) == 1:
            keyed[named[0]].members.append(Member(mention, 1.0, (f"{reason}; one purchaser has that number",)))
        else:
            why = "several purchasers have that number" if named else "nothing else has that number"
            key = (authority, number, None)
            keyed.setdefault(key, Group()).members.append(Member(mention, 1.0, (f"{reason}; {why}",)))
    return list(keyed.values())


def _number_reason(mention: Mention, authority: str, number: str) -> str:
    own = transmittal_key(mention.transmittal) if mention.transmittal else None
    if own and own != number:
        return f"{authority.upper()} {own} amends {number}, {mention.purchaser}"
    if mention.amends and own is None:
        return f"amends {authority.upper()} {number}, {mention.purchaser}"
    return f"{authority.upper()} number {number}, {mention.purchaser}"


def _by_day(groups: list[Group], mentions: Sequence[Mention]) -> None:
    """Place notices with a day and no number: with a numbered case of the day, or with one another."""
    rest = _join_the_best(groups, mentions, {})
    groups.extend(_by_leader(rest))


def _by_likeness(groups: list[Group], mentions: Sequence[Mention]) -> None:
    """Place texts without number or day: with the notified case they are clearly most like, else with one another."""
    notes: dict[str, str] = {}
    rest = _join_the_best(groups, mentions, notes)
    groups.extend(_by_leader(rest, notes))


def _join_the_best(groups: list[Group], mentions: Sequence[Mention], notes: dict[str, str]) -> list[Mention]:
    """Join each mention to the group it is clearly most like; give the rest, with a note for those that had a choice.

    Mentions are compared with what the groups held at the start, never with one another.
    """
    index = _index(groups)
    rest = []
    joined = []
    for mention in mentions:
        found = []
        for place in _candidates(index, mention):
            score, reasons = _best_likeness(mention, groups[place])
            if score >= THRESHOLD:
                found.append((score, reasons, groups[place]))
        if best := _clear_best(found):
            joined.append((best[2], Member(mention, clipped(best[0]), best[1])))
            continue
        if found:
            names = sorted(case_id_of(min((m.mention for m in g.members), key=founding_order)) for _, _, g in found)
            notes[mention.ref] = f"alike to {' and '.join(names[:4])} without a clear best: joined to none"
        rest.append(mention)
    for group, member in joined:
        group.members.append(member)
    return rest


def _index(groups: Sequence[Group]) -> Mapping[tuple[str, str], list[tuple[date, int]]]:
    """Give for each token the groups that have it, with the day on which a member has it, in order of days."""
    found: dict[tuple[str, str], set[tuple[date, int]]] = defaultdict(set)
    for place, group in enumerate(groups):
        for member in group.members:
            for token in member.mention.tokens:
                found[token].add((member.mention.day, place))
    return {token: sorted(entries) for token, entries in found.items()}


def _candidates(index: Mapping[tuple[str, str], list[tuple[date, int]]], mention: Mention) -> list[int]:
    """Give the groups that share a token with a mention and lie within the time in which two can be alike."""
    widest = timedelta(days=max(BEFORE_DAYS, ORDER_DAYS))
    first, last = (mention.day - widest, -1), (mention.day + widest, len(index) + 10**9)
    found: set[int] = set()
    for token in mention.tokens:
        entries = index.get(token)
        if entries:
            found.update(place for _, place in entries[bisect_left(entries, first) : bisect_right(entries, last)])
    return sorted(found)


def _best_likeness(mention: Mention, group: Group) -> tuple[float, tuple[str, ...]]:
    """Give the most points for likeness of a mention to the numbered and dated members of a group."""
    best: tuple[float, tuple[str, ...]] = (0.0, ())
    for member in group.members:
        score, reasons = points_of(mention, member.mention)
        if score > best[0]:
            best = (score, reasons)
    return best


def _clear_best(
    found: Sequence[tuple[float, tuple[str, ...], Group]],
) -> tuple[float, tuple[str, ...], Group] | None:
    """Give the best, unless another comes within MARGIN of it."""
    ranked = sorted(found, key=lambda entry: -entry[0])
    if not ranked or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < MARGIN):
        return None
    return ranked[0]


def _by_leader(mentions: Sequence[Mention], notes: Mapping[str, str] | None = None) -> list[Group]:
    """Sort mentions into cases of their own: each joins the earlier first telling that it is most like, or is one.

    Every member is like the first telling itself, not like another member that is like a third: a chain of tellings
    would lead from one sale to the next. The order is that of days and ids, never that of arrival.
    """
    groups: list[Group] = []
    index: dict[tuple[str, str], list[tuple[date, int]]] = defaultdict(list)
    for mention in sorted(mentions, key=lambda m: (m.day, m.ref)):
        best: tuple[float, tuple[str, ...], int] | None = None
        for place in _candidates(index, mention):
            score, reasons = likeness(mention, groups[place].members[0].mention)
            if score >= THRESHOLD and (best is None or score > best[0]):
                best = (score, reasons, place)
        note = (notes[mention.ref],) if notes and mention.ref in notes else ()
        if best is not None:
            groups[best[2]].members.append(Member(mention, best[0], (*best[1], *note)))
            continue
        groups.append(Group([Member(mention, 1.0, ("the first telling of this case", *note))]))
        for token in mention.tokens:
            index[token].append((mention.day, len(groups) - 1))
    return groups


def _split(groups: list[Group], decision: Decision) -> list[Group]:
    """Take the mentions of a decision out of their cases, together, into one of their own."""
    wanted = set(decision.refs)
    reason = f"split off by {decision.author}: {decision.reason}"
    taken = [Member(m.mention, 1.0, (reason,)) for g in groups for m in g.members if m.mention.ref in wanted]
    if not taken:
        return groups
    left = [Group([m for m in g.members if m.mention.ref not in wanted]) for g in groups]
    return [*(g for g in left if g.members), Group(taken)]


def _merge(groups: list[Group], decision: Decision) -> list[Group]:
    """Make one case of all the cases that hold a mention of a decision."""
    wanted = set(decision.refs)
    touched = [g for g in groups if any(m.mention.ref in wanted for m in g.members)]
    if len(touched) < 2:
        return groups
    touched.sort(key=lambda g: min(founding_order(m.mention) for m in g.members))
    reason = f"merged by {decision.author}: {decision.reason}"
    joined = [*touched[0].members]
    joined += [Member(m.mention, 1.0, (reason, *m.reasons)) for g in touched[1:] for m in g.members]
    return [*(g for g in groups if not any(g is t for t in touched)), Group(joined)]


def _attach(groups: list[Group], signed: Sequence[Mention]) -> None:
    """Put signed statements with the mention they are about."""
    place = {m.mention.ref: group for group in groups for m in group.members}
    for mention in signed:
        group = place.get(mention.attached_to or "")
        if group is None:
            groups.append(group := Group())
        group.members.append(Member(mention, 1.0, ("signed statement about this case",)))


def founding_order(mention: Mention) -> tuple[bool, bool, bool, bool, int, date, str, str]:
    """Order mentions so that the one that should name the case comes first."""
    is_signed = mention.attached_to is not None
    is_amendment = mention.amends is not None
    return (is_signed, mention.number is None, is_amendment, mention.received_on is None, mention.grade_rank,
            mention.said_on, case_id_of(mention), mention.ref)  # fmt: skip


def case_id_of(founder: Mention) -> str:
    """Give a readable id: office, number and purchaser; else purchaser, month or day, and system."""
    purchaser = slug(founder.purchaser or "unknown-purchaser")
    if founder.number:
        authority, number = founder.number
        return f"{authority}-{number.lower()}-{purchaser}"
    when = founder.received_on.isoformat() if founder.received_on else founder.said_on.strftime("%Y-%m")
    what = next((i.system_id for i in founder.items if i.system_id), None)
    what = what or next((slug(i.name) for i in founder.items if i.name), "transfer")
    return f"{purchaser}-{when}-{what}"


def slug(text: str) -> str:
    """Give up to five words of a name in lower case with hyphens."""
    parts = re.findall(r"[a-z0-9]+", text.lower())
    return "-".join(parts[:5]) or "unnamed"


def _tell_apart(groups: Sequence[Group]) -> None:
    """Add a short hash of the founding document where two cases would share an id."""
    seen: dict[str, list[Group]] = defaultdict(list)
    for group in groups:
        seen[group.case_id].append(group)
    for same in seen.values():
        if len(same) > 1:
            for group in same:
                assert group.founder is not None
                group.case_id += f"-{hashlib.sha256(group.founder.ref.encode()).hexdigest()[:6]}"
