"""How alike two mentions of a transfer are, with the reasons, and what rules out that they are one."""

from functools import lru_cache

from counterpoise.casebook.tellings import Mention, stem

UNSURE_DAY_SLACK = 62  # the same where one of the days is inferred or known by the month


SAME_NOTICE_AMOUNT = 0.97  # two texts of one notice round its amount by no more than this


SAME_DAY_SLACK = 7  # days by which two texts' days of one notification may differ: delivery, dateline, page date


BEFORE_DAYS = 900  # a proposal is talked of for up to this long before it is notified


AFTER_DAYS = 400  # and a notified one after


ORDER_DAYS = 1100  # an order follows its notification, by the end of the third year


def likeness(one: Mention, other: Mention) -> tuple[float, tuple[str, ...]]:
    """Say how alike two tellings of a transfer are, 0 to 1, and why. The same whichever comes first."""
    points, reasons = points_of(one, other)
    return clipped(points), reasons


def clipped(points: float) -> float:
    """Give points as a score: nothing read from words alone is certain."""
    return round(max(0.0, min(0.99, points)), 4)


def points_of(one: Mention, other: Mention) -> tuple[float, tuple[str, ...]]:
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


@lru_cache(maxsize=65536)
def _same_family(a: str, b: str) -> bool:
    """Say whether two systems are one, or one is the other without its variant ("f-35" and "f-35a")."""
    short, long = sorted((a, b), key=len)
    return a == b or (short[-1].isdigit() and short == stem(long))


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
