"""The project's open ledger of notified proposed transfers, and the resolutions against them, as documents.

Each row becomes a document whose text is the row, line by line, so that every statement stands on words with a span.
The columns are the open format: `data/README.md` describes them, and a user's own file may have the same.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from hashlib import sha256
from importlib import resources
from typing import Any

from counterpoise.casebook.batching import NewReading
from counterpoise.casebook.mentions import NOTIFICATION
from counterpoise.casebook.systems import find_system
from counterpoise.casebook.tabular import Table, read_table
from counterpoise.dates import PartialDate
from counterpoise.errors import InvalidInput
from counterpoise.sources import Document, Span, Statement, Unknown
from counterpoise.vocabulary import index, split_list
from counterpoise.vocabulary.parties import resolve_party

LEDGER_COLUMNS = ("notified_on", "day", "transmittal", "amends", "kind", "purchaser", "route", "emergency", "items",
                  "total_usd", "mde_usd", "source", "source_url", "note")  # fmt: skip
RESOLUTION_COLUMNS = ("resolution", "congress", "introduced_on", "sponsor", "party", "state", "purchaser",
                      "transmittals", "legal_basis", "printed_in_record_on", "submitted_on", "voted_on", "yeas", "nays",
                      "roll_call", "outcome", "source_url")  # fmt: skip
_ITEM = re.compile(
    r"^(?:(?P<how>up to|about|over|nearly)\s+)?"
    r"(?:(?P<n>\d{1,3}(?:,\d{3})+|\d+)\s+(?P<million>million\s+)?)?(?P<what>.+)$",
    re.IGNORECASE,
)
_QUALIFIERS = {"up to": "up_to", "about": "about", "over": "at_least", "nearly": "about"}


class RowText:
    """The text of a row, grown line by line, and the statements that stand on it."""

    def __init__(self, heading: str) -> None:
        self.text = heading + "\n"
        self._said: list[tuple[str, Any, Span, str | None]] = []

    def line(self, name: str, cell: str) -> int:
        """Add a line and give where its cell starts."""
        start = len(self.text) + len(name) + 2
        self.text += f"{name}: {cell}\n"
        return start

    def say(self, field: str, value: Any, start: int, wording: str, transfer: str | None = "t1") -> None:
        """Let a statement stand on words of the text."""
        self._said.append((field, value, Span(start, start + len(wording)), transfer))

    def reading(self, path: str, **about: Any) -> NewReading:
        """Give the row as a document with its statements."""
        data = self.text.encode()
        document = Document(id=f"sha256:{sha256(data).hexdigest()}", path=path, text=self.text,
                            media_type="text/plain", encoding="utf-8", size_bytes=len(data))  # fmt: skip
        statements = tuple(
            Statement(field=field, value=value, wording=self.text[span.start : span.end], span=span,
                      document_id=document.id, transfer=transfer)
            for field, value, span, transfer in self._said
        )  # fmt: skip
        return NewReading(document=document, statements=statements, **about)


def shipped_table(name: str) -> Table:
    """Give `ledger` or `resolutions` as shipped."""
    data = resources.files("counterpoise.casebook").joinpath(f"data/{name}.csv").read_bytes()
    read = {"ledger": read_ledger, "resolutions": read_resolutions}[name]
    return read(data, f"{name}.csv of Counterpoise")


read_ledger = partial(read_table, starts_with=("notified_on",), required=LEDGER_COLUMNS)
read_resolutions = partial(read_table, starts_with=("resolution",), required=RESOLUTION_COLUMNS)


def ledger_reading(row: Mapping[str, str], name: str) -> NewReading:
    """Give a row of the ledger as a document. Raises InvalidInput with what is wrong in the row."""
    _check_cells(row, LEDGER_COLUMNS)
    day = _day(row["notified_on"], "notified_on")
    purchasers = [resolve_party(code).code for code in split_list(row["purchaser"])]
    if not purchasers:
        raise InvalidInput("purchaser is empty: give an ISO code such as ARE, or several separated by |")
    text = RowText("Row of a ledger of proposed arms transfers notified to Congress.")
    starts = {column: text.line(column, row[column]) for column in LEDGER_COLUMNS if row[column]}
    status = "emergency" if _truth(row, "emergency") else "amended" if row["kind"] == "amendment" else "notified"
    for place, purchaser in enumerate(purchasers, 1):
        transfer = f"t{place}"
        say = partial(text.say, transfer=transfer)
        say("supplier", "USA", text.text.index("Congress"), "Congress")
        say("purchaser", purchaser, starts["purchaser"], row["purchaser"])
        say("status", status, text.text.index("notified"), "notified")
        _say_known(say, row, starts)
        _say_amounts(say, row, starts, n_purchasers=len(purchasers))
        _say_day(say, row, day, starts["notified_on"])
        for item, at in items_of_cell(row["items"]):
            say("item", item_value(item), starts["items"] + at, item)
    published = None
    if row["day"] != "exact":
        published = PartialDate(date=day.isoformat()[:7], precision="month", inferred=True,
                                because="the row gives a day that no source prints")  # fmt: skip
    return text.reading(name, kind="ledger_row", grade="secondary", title=_title(row, purchasers),
                        published_on=published, language="en", source_url=row["source_url"] or None,
                        reader="ledger 1")  # fmt: skip


def _title(row: Mapping[str, str], purchasers: list[str]) -> str:
    number = f" {row['transmittal']}" if row["transmittal"] else ""
    return f"Ledger: {', '.join(purchasers)}{number}, {row['notified_on']}"


def _say_known(say: Any, row: Mapping[str, str], starts: Mapping[str, int]) -> None:
    if row["route"] not in index("routes", "route"):
        raise InvalidInput(f"route is {row['route']!r}; it is one of {', '.join(index('routes', 'route'))}")
    if row["route"] != "unknown":
        say("route", row["route"], starts["route"], row["route"])
    for field in ("transmittal", "amends"):
        if row[field]:
            if not re.fullmatch(r"(?:DDTC )?\d{1,2}[A-Z]?-\d?[0-9A-Z]{1,4}", row[field]):
                raise InvalidInput(f"{field} is {row[field]!r}; write it as 24-32, 24-0E or DDTC 24-052")
            say(field, row[field], starts[field], row[field])
    if row["kind"] not in ("original", "amendment", "package"):
        raise InvalidInput(f"kind is {row['kind']!r}; it is original, amendment or package")


def _say_amounts(say: Any, row: Mapping[str, str], starts: Mapping[str, int], *, n_purchasers: int) -> None:
    for field in ("total_usd", "mde_usd"):
        cell = row[field]
        if not cell:
            continue
        if not cell.isdigit():
            raise InvalidInput(f"{field} is {cell!r}; write whole dollars without separators, or leave it empty")
        value: Any = int(cell)
        if n_purchasers > 1:
            value = Unknown(f"printed only for {n_purchasers} purchasers together: ${int(cell):,}")
        say(field, value, starts[field], cell)


def _say_day(say: Any, row: Mapping[str, str], day: date, start: int) -> None:
    if row["day"] == "exact":
        say("received_on", day.isoformat(), start, row["notified_on"])
        return
    if row["day"] not in ("inferred", "unverified"):
        raise InvalidInput(f"day is {row['day']!r}; it is exact, inferred or unverified")
    because = row["note"] or f"the ledger marks this day {row['day']}"
    value = {"what": NOTIFICATION,
             "on": {"date": day.isoformat(), "precision": "day", "inferred": True, "because": because}}  # fmt: skip
    say("event", value, start, row["notified_on"])


def items_of_cell(cell: str) -> Iterator[tuple[str, int]]:
    """Give each item of a list separated by | and where it starts."""
    for part in re.finditer(r"[^|]+", cell):
        item = part.group().strip()
        if item:
            yield item, part.start() + part.group().index(item)


def item_value(text: str) -> dict[str, Any]:
    """Give the value of an item statement from "up to 50 F-35A": quantity, qualifier, system."""
    found = _ITEM.match(text)
    assert found is not None  # the last group takes anything
    quantity = int(found["n"].replace(",", "")) if found["n"] else None
    if quantity is not None and found["million"]:
        quantity *= 1_000_000
    what = found["what"] if found["n"] else text
    system_id, class_id = find_system(what)
    how = _QUALIFIERS[found["how"].lower()] if found["how"] and found["n"] else None
    return {"system": what, "system_id": system_id, "class": class_id, "quantity": quantity, "qualifier": how,
            "mde": None, "details": [], "alternatives": [], "because": "row of a table"}  # fmt: skip


def resolution_readings(row: Mapping[str, str], name: str) -> tuple[NewReading, ...]:
    """Give a row of the resolutions as documents: the resolution, and the vote on it when there was one.

    They are two because they became known on two days. Raises InvalidInput with what is wrong in the row.
    """
    _check_cells(row, RESOLUTION_COLUMNS)
    introduced = _resolution_reading(row, name, RESOLUTION_COLUMNS[:11], "resolution", _resolution(row),
                                     _day(row["introduced_on"], "introduced_on"))  # fmt: skip
    if not row["voted_on"]:
        return (introduced,)
    columns = (*RESOLUTION_COLUMNS[:1], *RESOLUTION_COLUMNS[6:9], *RESOLUTION_COLUMNS[11:])
    vote = _resolution_reading(row, name, columns, "vote", _vote(row), _day(row["voted_on"], "voted_on"))
    return introduced, vote


def _resolution_reading(
    row: Mapping[str, str], name: str, columns: Sequence[str], field: str, value: Mapping[str, Any], day: date
) -> NewReading:  # fmt: skip
    what = "Joint resolution" if field == "resolution" else "Vote on a joint resolution"
    text = RowText(f"{what} of disapproval of an arms transfer notified to Congress.")
    starts = {column: text.line(column, row[column]) for column in (*columns, "source_url") if row[column]}
    numbers = list(items_of_cell(row["transmittals"])) or [("", 0)]
    purchasers = [resolve_party(code).code for code in split_list(row["purchaser"])]
    for place, (number, at) in enumerate(numbers, 1):
        say = partial(text.say, transfer=f"t{place}")
        say("supplier", "USA", text.text.index("Congress"), "Congress")
        if len(purchasers) == 1:
            say("purchaser", purchasers[0], starts["purchaser"], row["purchaser"])
        say("status", "notified", text.text.index("notified"), "notified")
        say("route", "dcs" if row["legal_basis"].startswith("36(c)") else "fms", starts["legal_basis"],
            row["legal_basis"])  # fmt: skip
        if number:
            say("transmittal", number, starts["transmittals"] + at, number)
        on = "voted_on" if field == "vote" else "resolution"
        say(field, dict(value), starts[on], row[on])
    title = row["resolution"] if field == "resolution" else f"Vote on {row['resolution']}"
    return text.reading(name, kind="resolution_record", grade="official", title=title, language="en",
                        published_on=PartialDate(date=day.isoformat(), precision="day"),
                        source_url=row["source_url"] or None, reader="resolutions 1")  # fmt: skip


def _resolution(row: Mapping[str, str]) -> dict[str, Any]:
    return {
        "resolution": row["resolution"], "congress": int(row["congress"]), "introduced_on": row["introduced_on"],
        "sponsor": row["sponsor"], "sponsor_party": row["party"], "sponsor_state": row["state"],
        "legal_basis": row["legal_basis"], "printed_in_record_on": row["printed_in_record_on"] or None,
        "submitted_on": row["submitted_on"] or None,
    }  # fmt: skip


def _vote(row: Mapping[str, str]) -> dict[str, Any]:
    for field in ("yeas", "nays"):
        if not row[field].isdigit():
            raise InvalidInput(f"{field} is {row[field]!r}; a vote needs both numbers")
    return {
        "resolution": row["resolution"], "chamber": "senate" if row["resolution"].startswith("S.") else "house",
        "on": _day(row["voted_on"], "voted_on").isoformat(), "question": "motion to discharge",
        "yeas": int(row["yeas"]), "nays": int(row["nays"]), "roll_call": row["roll_call"] or None,
        "result": "rejected" if "rejected" in row["outcome"] else row["outcome"],
    }  # fmt: skip


def _check_cells(row: Mapping[str, str], columns: tuple[str, ...]) -> None:
    n_cells = int(row["n_cells"])
    if any(column not in row for column in columns):
        raise InvalidInput(f"the row has {n_cells} cells, fewer than the header: a comma or quotation mark is missing")
    if n_cells > len(row) - 1:
        raise InvalidInput(f"the row has {n_cells} cells, more than the header: quote cells that hold commas")


def _day(cell: str, column: str) -> date:
    try:
        return date.fromisoformat(cell)
    except ValueError as error:
        raise InvalidInput(f"{column} is {cell!r}; write a day as YYYY-MM-DD ({error})") from error


def _truth(row: Mapping[str, str], column: str) -> bool:
    if row[column] not in ("true", "false"):
        raise InvalidInput(f"{column} is {row[column]!r}; it is true or false")
    return row[column] == "true"
