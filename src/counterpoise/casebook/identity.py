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
import math
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property, lru_cache

THRESHOLD = 0.6
MARGIN = 0.1
UNSURE_DAY_SLACK = 62  # the same where one of the days is inferred or known by the month
SAME_NOTICE_AMOUNT = 0.97  # two texts of one notice round its amount by no more than this
SAME_DAY_SLACK = 7  # days by which two texts' days of one notification may differ: delivery, dateline, page date
BEFORE_DAYS = 900  # a proposal is talked of for up to this long before it is notified
AFTER_DAYS = 400  # and a notified one after
ORDER_DAYS = 1100  # an order follows its notification, by the end of the third year
NOTIFIED = frozenset({"notified", "amended", "emergency"})

_AMOUNT_STEP = -math.log(0.95)  # amounts within 5 % lie in the same step or in neighbours
_VARIANT = re.compile(r"(?<=\d)[a-z]+$")
_RSAT = re.compile(r"^(?:RSAT|DDTC|DSCA|TRANSMITTAL|NO\.?|#|[\s:-])+", re.IGNORECASE)
_NUMBER = re.compile(r"^(\d{2})-0*(\d+)$")
_LETTERS_FIRST = re.compile(r"^(\d[A-Z])-(\d{2})$")


@dataclass(frozen=True, slots=True)
class ItemMention:
    """An item as far as identity needs it."""

    system_id: str | None
    class_id: str | None
    name: str
    quantity: int | None = None


@dataclass(frozen=True, kw_only=True)
class Mention:
    """A transfer as one document tells it. What is compared again and again is worked out once."""

    key: int
    document_id: str
    transfer: str
    said_on: date
    grade_rank: int
    supplier: str | None = None
    purchaser: str | None = None
    route: str | None = None
    status: str | None = None
    authority: str | None = None
    transmittal: str | None = None
    amends: str | None = None
    received_on: date | None = None
    notified_about: date | None = None  # a day of notification that a table gives and no source prints
    ordered_by: date | None = None  # last day of the year in which a register says it was ordered
    total_usd: int | None = None
    items: tuple[ItemMention, ...] = ()
    attached_to: str | None = None

    @cached_property
    def ref(self) -> str:
        """Give the name that decisions use: it is the same in every casebook."""
        return f"{self.document_id}#{self.transfer}"

    @cached_property
    def number(self) -> tuple[str, str] | None:
        """Give office and number of the case this mention names: for an amendment, the number it amends."""
        named = self.amends or self.transmittal
        return (self.authority or "dsca", transmittal_key(named)) if named else None

    @cached_property
    def day(self) -> date:
        """Give the day that counts for nearness in time."""
        return self.received_on or self.notified_about or self.said_on

    @cached_property
    def is_dated_notice(self) -> bool:
        """Say whether it tells of a notification whose day of receipt is printed."""
        return self.received_on is not None and (self.status in NOTIFIED or self.grade_rank == 1)

    @cached_property
    def is_notice(self) -> bool:
        """Say whether it tells of one notification, by number or by day."""
        return bool(self.number or self.notified_about) or self.is_dated_notice

    @cached_property
    def systems(self) -> frozenset[str]:
        """Give the systems named."""
        return frozenset(i.system_id for i in self.items if i.system_id)

    @cached_property
    def words(self) -> frozenset[str]:
        """Give the words of the items that tell them from others."""
        return frozenset(w for i in self.items for w in _telling_words(i.name))

    @cached_property
    def tokens(self) -> frozenset[tuple[str, str]]:
        """Give what two mentions must share, at least one, to reach THRESHOLD: purchaser and system, word or amount."""
        if self.purchaser is None:
            return frozenset()
        found = {_stem(system) for system in self.systems} | self.words
        if self.total_usd:
            step = int(math.log(self.total_usd) / _AMOUNT_STEP)
            found |= {f"$ {step + near}" for near in (-1, 0, 1)}
        return frozenset((self.purchaser, token) for token in found)


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


@lru_cache(maxsize=65536)
def transmittal_key(number: str) -> str:
    """Give a transmittal number in the one form that is compared: "22-041" is "22-41", "0G-23" is "23-0G"."""
    bare = _RSAT.sub("", number.strip()).upper().replace("–", "-").replace(" ", "")
    if found := _NUMBER.match(bare):
        return f"{found[1]}-{found[2]}"
    if found := _LETTERS_FIRST.match(bare):
        return f"{found[2]}-{found[1]}"
    return bare


def authority_of(number: str | None, route: str | None) -> str | None:
    """Say which office numbered a notice: DDTC licenses commercial exports, DSCA runs government sales."""
    if number is None:
        return None
    is_commercial = "DDTC" in number.upper() or route in ("dcs", "manufacture_abroad")
    return "ddtc" if is_commercial else "dsca"


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
            joined.append((best[2], Member(mention, _score(best[0]), best[1])))
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
        score, reasons = _points(mention, member.mention)
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


def likeness(one: Mention, other: Mention) -> tuple[float, tuple[str, ...]]:
    """Say how alike two tellings of a transfer are, 0 to 1, and why. The same whichever comes first."""
    points, reasons = _points(one, other)
    return _score(points), reasons


def _score(points: float) -> float:
    """Give points as a score: nothing read from words alone is certain."""
    return round(max(0.0, min(0.99, points)), 4)


def _points(one: Mention, other: Mention) -> tuple[float, tuple[str, ...]]:
    """Give the points for likeness, which may pass 1: the best of several is told by all that speaks for each."""
    against = _contradiction(one, other)
    if against:
        return 0.0, (against,)
    item_points, item_reason = _items_in_common(one, other)
    if item_reason and not item_points:
        return 0.0, (item_reason,)
    money_points, money_reason = _amounts(one, other)
    days = abs((one.day - other.day).days)
    near = 0.2 if one.is_notice and other.is_notice else round(0.15 * (1 - days / (BEFORE_DAYS + 1)), 4)
    points = 0.35 + item_points + money_points + near
    reasons = (f"same purchaser ({one.purchaser})", item_reason, money_reason, f"{days} days apart")
    return points, tuple(reason for reason in reasons if reason)


def _contradiction(one: Mention, other: Mention) -> str:
    """Say why two tellings cannot be of one transfer; empty when nothing speaks against it."""
    if one.purchaser is None or one.purchaser != other.purchaser:
        return "no purchaser in common"
    if one.supplier and other.supplier and one.supplier != other.supplier:
        return "other supplier"
    if one.route and other.route and one.route != other.route and "unknown" not in (one.route, other.route):
        return f"other route ({one.route} and {other.route})"
    days = abs((one.day - other.day).days)
    if one.ordered_by and other.ordered_by:
        return "two orders"
    if (one.ordered_by or other.ordered_by) and (one.is_notice or other.is_notice):
        order, notice = (one, other) if one.ordered_by else (other, one)
        if not 0 <= (order.said_on - notice.day).days <= ORDER_DAYS:
            return f"ordered in {order.said_on.year}, notified on {notice.day.isoformat()}"
        return ""
    if one.is_notice and other.is_notice:
        slack = SAME_DAY_SLACK if one.received_on and other.received_on else UNSURE_DAY_SLACK
        if days > slack:
            return f"two notifications {days} days apart"
        if one.total_usd and other.total_usd and _ratio(one, other) < SAME_NOTICE_AMOUNT:
            return f"two notifications of other amounts (${one.total_usd:,} and ${other.total_usd:,})"
    return "" if _in_time(one, other) else f"{days} days apart"


def _in_time(one: Mention, other: Mention) -> bool:
    """Hold a telling before a notification to BEFORE_DAYS, one after it to AFTER_DAYS, two tellings to AFTER_DAYS."""
    notices = [m for m in (one, other) if m.received_on or m.notified_about]
    if len(notices) == 1:
        told = other if notices[0] is one else one
        gap = (told.said_on - notices[0].day).days
        return -BEFORE_DAYS <= gap <= AFTER_DAYS
    return abs((one.day - other.day).days) <= AFTER_DAYS


def _items_in_common(one: Mention, other: Mention) -> tuple[float, str]:
    shared = sorted(a for a in one.systems for b in other.systems if a == b or _same_family(a, b))
    if shared:
        counts = {
            (i.quantity, j.quantity) for i in one.items for j in other.items
            if i.system_id and j.system_id and _same_family(i.system_id, j.system_id)
        }  # fmt: skip
        named = ", ".join(dict.fromkeys(shared))
        if any(a == b and a is not None for a, b in counts):
            return 0.35, f"same system and quantity ({named})"
        return 0.27, f"same system ({named})"
    if words := one.words & other.words:
        return 0.15, f"items share the words {', '.join(sorted(words)[:4])}"
    classes = {i.class_id for i in one.items if i.class_id} & {i.class_id for i in other.items if i.class_id}
    if classes:
        return 0.08, f"same class ({', '.join(sorted(classes))})"
    return 0.0, "both list items and have none in common" if one.items and other.items else ""


_COMMON_WORDS = frozenset(
    {"advanced", "aircraft", "and", "bomb", "bombs", "defense", "equipment", "fleet", "follow", "for",
     "kit", "kits", "logistics", "major", "missile", "missiles", "parts", "possible", "radar", "related",
     "sale", "services", "spare", "spares", "support", "sustainment", "system", "systems", "the", "training", "upgrade",
     "vehicle", "vehicles", "weapons", "with"}
)  # fmt: skip


@lru_cache(maxsize=65536)
def _telling_words(name: str) -> frozenset[str]:
    """Give the words of an item that tell it from others: designations with a digit, and rare words."""
    found = re.findall(r"[a-z0-9][a-z0-9/.-]*[a-z0-9]", name.lower())
    return frozenset(w for w in found if w not in _COMMON_WORDS and len(w) > 2 and not w.isdigit())


@lru_cache(maxsize=65536)
def _stem(system_id: str) -> str:
    """Give a system without the letters of its variant: "f-35a" is "f-35"."""
    return _VARIANT.sub("", system_id)


@lru_cache(maxsize=65536)
def _same_family(a: str, b: str) -> bool:
    """Say whether two systems are one, or one is the other without its variant ("f-35" and "f-35a")."""
    short, long = sorted((a, b), key=len)
    return a == b or (short[-1].isdigit() and short == _stem(long))


def _amounts(one: Mention, other: Mention) -> tuple[float, str]:
    if not one.total_usd or not other.total_usd:
        return 0.0, ""
    ratio = _ratio(one, other)
    if ratio >= 0.95:
        return 0.25, f"amounts within 5 % (${one.total_usd:,} and ${other.total_usd:,})"
    if ratio < 0.5:
        return -0.25, f"amounts differ (${one.total_usd:,} and ${other.total_usd:,})"
    return 0.0, ""


def _ratio(one: Mention, other: Mention) -> float:
    """Give the smaller amount as a share of the larger."""
    assert one.total_usd
    assert other.total_usd
    return min(one.total_usd, other.total_usd) / max(one.total_usd, other.total_usd)


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
