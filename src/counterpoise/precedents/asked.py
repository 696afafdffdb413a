"""What a state asked for around a notification, or got or was promised, as the law files record it, up to a day."""

from collections.abc import Iterator
from datetime import date

from counterpoise.law.lawfiles import Table, load
from counterpoise.law.parameters import expect
from counterpoise.precedents.contents import AskedAround
from counterpoise.precedents.datafiles import linked

EPISODES, REQUESTS = "money/episodes", "money/requests_2020"
GIVEN, REQUESTED = "given_or_promised", "reported_request"


def asked_around(notification_id: str, known_on: date | None) -> tuple[AskedAround, ...]:
    """Give what was given, promised or asked for around a notification; empty where our data hold nothing."""
    found = [*_given(notification_id), *_requested(notification_id, known_on)]
    return tuple(one for one in found if known_on is None or one.known_from <= known_on)


def asked_note(found: tuple[AskedAround, ...]) -> str:
    """Say what the rows are worth, or what it means that there are none."""
    if not found:
        return (
            "not in our data, which hold eight episodes since 1978 and the requests of 2020; nothing follows from that"
        )
    if any(one.nature == REQUESTED for one in found):
        return "requests as reported; that one was made in connection with the sale is not shown"
    return "that it was given because of the sale is the account of our source or memory, see the mark"


def _given(notification_id: str) -> Iterator[AskedAround]:
    said = linked("asked")
    rows = {row["id"]: row for row in expect(load(EPISODES), Table).rows}
    for link in said["episodes"]:
        if notification_id in link["notifications"]:
            row = rows[link["episode"]]
            yield AskedAround(
                by=said["by"], nature=GIVEN, what=row["given"], later=None, known_from=link["known_from"],
                mark=row["mark"], citation=row["citation"], source_url=link["source_url"],
            )  # fmt: skip


def _requested(notification_id: str, known_on: date | None) -> Iterator[AskedAround]:
    said = linked("asked")
    link = said["requests"]
    if notification_id not in link["notifications"]:
        return
    for row in expect(load(REQUESTS), Table).rows:
        later_from = link["later_from"].get(row["id"])
        is_later_known = later_from is not None and (known_on is None or later_from <= known_on)
        # The file cites the request first and what became of it after a semicolon.
        citation = row["citation"] if is_later_known else row["citation"].split(";")[0]
        yield AskedAround(
            by=said["by"], nature=REQUESTED, what=row["asked"], later=row.get("later") if is_later_known else None,
            known_from=link["known_from"], mark=row["mark"], citation=citation, source_url=link["source_url"],
        )  # fmt: skip
