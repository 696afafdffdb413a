"""What followed a notification: amendments, contracts, deliveries, suspensions, as far as our data hold it."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from importlib import resources

from counterpoise.casebook.notifications import LedgerNotification
from counterpoise.dates import PartialDate, last_possible_day
from counterpoise.precedents.contents import NOT_IN_DATA, FollowedBy
from counterpoise.precedents.datafiles import linked
from counterpoise.units import Money


def followed_by(
    notification: LedgerNotification, amendments: Sequence[LedgerNotification], known_on: date | None
) -> tuple[FollowedBy, ...]:
    """Give what followed, in order of day, leaving out what was not over by `known_on`."""
    found = [*map(_amended, amendments), *_told(notification.notification_id), *_ordered(notification.notification_id)]
    kept = [one for one in found if known_on is None or _last_day(one.on) <= known_on]
    return tuple(sorted(kept, key=lambda one: (_last_day(one.on), one.what, one.words)))


def followed_note(found: Sequence[FollowedBy]) -> str:
    """Say how far the rows reach, or what it means that there are none."""
    if not found:
        return f"{NOT_IN_DATA}: whether it was contracted or delivered is not recorded here"
    if all(one.what == "amended" for one in found):
        return f"beyond its amendments {NOT_IN_DATA}"
    return "as far as our data hold it"


def _last_day(on: str) -> date:
    precision = {4: "year", 7: "month", 10: "day"}[len(on)]
    day = last_possible_day(PartialDate(date=on, precision=precision))
    assert day is not None  # tests hold that every `on` is a day, month or year
    return day


def _amended(amendment: LedgerNotification) -> FollowedBy:
    total = f"; total of the case {Money(amendment.total_usd).in_words()}" if amendment.total_usd is not None else ""
    items = ", ".join(item.wording for item in amendment.items)
    return FollowedBy(
        what="amended", on=amendment.notified_on.isoformat(),
        words=f"amendment {amendment.transmittal}: {items}{total}", grade=amendment.grade,
        citation=f"ledger row {amendment.notification_id}", source_url=amendment.source_url,
    )  # fmt: skip


def _told(notification_id: str) -> Iterator[FollowedBy]:
    for row in linked("sequels")["sequels"]:
        if notification_id in row["notifications"]:
            yield FollowedBy(what=row["what"], on=row["happened_on"], words=row["words"], grade=row["grade"],
                             citation=row["citation"], source_url=row["source_url"])  # fmt: skip


def _ordered(notification_id: str) -> Iterator[FollowedBy]:
    """Give the order and the first delivery that the shipped profile records, each from the end of its year."""
    for link in linked("sequels")["orders"]:
        if link["notification"] != notification_id:
            continue
        order, source = _order_rows()[link["order"]]
        grade, citation = order["grade"], f"{source['title']}; row {order['order_id']} of the profile"
        url, system = source["url"] or None, order["system"]
        note = f" ({order['note']})" if order["note"] else ""
        words = f"order for {order['quantity_best']} {system}{note}"
        yield FollowedBy(what="contracted", on=order["signed_on"], words=words, grade=grade, citation=citation,
                         source_url=url)  # fmt: skip
        if order["first_year"]:
            yield FollowedBy(what="delivered", on=order["first_year"], words=f"first {system} of that order delivered",
                             grade=grade, citation=citation, source_url=url)  # fmt: skip


@cache
def _order_rows() -> Mapping[str, tuple[Mapping[str, str], Mapping[str, str]]]:
    """Give the orders of the shipped profile with their sources, without loading the whole profile."""
    folder = resources.files("counterpoise.profiles").joinpath(linked("sequels")["profile"])

    def rows(name: str) -> list[dict[str, str]]:
        return list(csv.DictReader(folder.joinpath(name).read_text(encoding="utf-8").splitlines()))

    sources = {row["source_id"]: row for row in rows("sources.csv")}
    return {row["order_id"]: (row, sources[row["source"]]) for row in rows("deliveries.csv")}
