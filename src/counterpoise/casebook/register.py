"""A user's own download of the SIPRI trade register: orders and deliveries, each row a document.

The register is SIPRI's and none of it is shipped; this reads the CSV that a user downloads under SIPRI's terms (free
for non-commercial use with attribution). A row is an order; numbers that SIPRI marks "?" are estimates and stay marked.
"""

import re
from collections.abc import Mapping
from typing import Any

from counterpoise.casebook.batching import NewReading
from counterpoise.casebook.ledger import RowText
from counterpoise.casebook.systems import find_system
from counterpoise.casebook.tabular import Table, read_table
from counterpoise.errors import InvalidInput
from counterpoise.vocabulary.parties import resolve_party

COLUMNS = ("recipient", "supplier", "order_year", "n_ordered", "designation", "n_delivered", "status")
_DOWNLOADED = {  # the register's own header, by our short names
    "Recipient": "recipient", "Supplier": "supplier", "Year of order": "order_year",
    "Number ordered": "n_ordered", "Weapon designation": "designation", "Weapon description": "description",
    "Number delivered": "n_delivered", "Year(s) of delivery": "delivery_years", "status": "status",
    "Status": "status", "Comments": "comments", "SIPRI TIV per unit": "tiv_unit",
    "SIPRI TIV for total order": "tiv_order", "SIPRI TIV of delivered weapons": "tiv_delivered",
}  # fmt: skip
_UNCERTAIN = {"order_year": "order_year_unc", "n_ordered": "n_ordered_unc", "n_delivered": "n_delivered_unc"}


def read_register(data: bytes, name: str) -> Table:
    """Read a register's CSV, as downloaded (with its preamble) or with short column names. Raises InvalidInput."""
    table = read_table(data, name, starts_with=("Recipient", "recipient"), required=())
    columns = _short_names(table.columns)
    missing = [column for column in COLUMNS if column not in columns]
    if missing:
        raise InvalidInput(
            f"{name} lacks the column{'s' * (len(missing) > 1)} {', '.join(missing)} of a SIPRI trade register; it has "
            f"{', '.join(filter(None, table.columns))}. Download the register as CSV and give that file."
        )
    return Table(name, columns, table.rows, table.digest)


def _short_names(columns: tuple[str, ...]) -> tuple[str, ...]:
    """Give our names for the columns; an unnamed one holds the mark of uncertainty of the one before it."""
    found: list[str] = []
    for column in columns:
        if column in ("", "."):
            found.append(_UNCERTAIN.get(found[-1], f"{found[-1]}_unc") if found else "unnamed")
        else:
            found.append(_DOWNLOADED.get(column, column))
    return tuple(found)


def register_reading(cells: Mapping[str, str], columns: tuple[str, ...], name: str) -> NewReading:
    """Give a row of the register as a document. Raises InvalidInput with what is wrong in the row."""
    row = {column: cells.get(column, "") for column in columns}
    year = re.fullmatch(r"\(?(\d{4})\)?", row["order_year"])
    if not year:
        raise InvalidInput(f"the year of order is {row['order_year']!r}; it is a year such as 2019")
    text = RowText("Row of a SIPRI trade register downloaded by the user.")
    starts = {column: text.line(column, row[column]) for column in columns if row[column]}
    for field, column in (("supplier", "supplier"), ("purchaser", "recipient")):
        if not row[column]:
            raise InvalidInput(f"the {column} is empty")
        text.say(field, _party(row[column]), starts[column], row[column])
    n_ordered, n_delivered = _number(row, "n_ordered"), _number(row, "n_delivered")
    status = "delivered" if n_delivered else "contracted"
    at = "n_delivered" if n_delivered else "order_year"
    text.say("status", status, starts[at], row[at])
    if row["supplier"] not in ("United States", "USA"):
        text.say("route", "foreign", starts["supplier"], row["supplier"])
    if not row["designation"]:
        raise InvalidInput("the weapon designation is empty")
    system_id, class_id = find_system(row["designation"])
    item = {"system": row["designation"], "system_id": system_id, "class": class_id, "quantity": n_ordered,
            "qualifier": "about" if _is_uncertain(row, "n_ordered") else None, "mde": None,
            "details": [row["description"]] if row.get("description") else [], "alternatives": [],
            "because": "row of a trade register"}  # fmt: skip
    text.say("item", item, starts["designation"], row["designation"])
    years = [int(y) for y in re.findall(r"\d{4}", row.get("delivery_years", ""))]
    order = {
        "ordered_in": int(year[1]), "ordered_in_is_uncertain": _is_uncertain(row, "order_year"),
        "n_ordered": n_ordered, "n_ordered_is_uncertain": _is_uncertain(row, "n_ordered"), "n_delivered": n_delivered,
        "n_delivered_is_uncertain": _is_uncertain(row, "n_delivered"), "delivered_in": years,
        "condition": row["status"] or None, "comment": row.get("comments") or None,
    }  # fmt: skip
    text.say("order", order, starts["order_year"], row["order_year"])
    return text.reading(
        name, kind="trade_register_row", grade="secondary", reader="trade register 1",
        title=f"Trade register: {row['recipient']} from {row['supplier']}, {row['designation']}, {year[1]}",
        source_url="https://armstransfers.sipri.org",
    )  # fmt: skip


def _party(name: str) -> str:
    """Give the code of a state or organisation; a name that is in none of our tables stays as printed."""
    try:
        return resolve_party(name.rstrip("*")).code
    except InvalidInput:
        return name


def _number(row: Mapping[str, str], column: str) -> int | None:
    cell = row[column].strip("()")
    if not cell:
        return None
    try:
        return int(float(cell))
    except ValueError as error:
        raise InvalidInput(f"{column} is {row[column]!r}; it is a number or empty") from error


def _is_uncertain(row: Mapping[str, Any], column: str) -> bool:
    return row.get(_UNCERTAIN[column], "") == "?" or str(row[column]).startswith("(")
