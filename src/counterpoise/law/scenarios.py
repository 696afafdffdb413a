"""Bills as named scenarios: switched on by name, never by default, and said to be no law in the answer."""

from pathlib import Path
from typing import Any

from counterpoise.errors import InvalidInput
from counterpoise.law.lawfiles import Table, load
from counterpoise.law.parameters import Scenario, expect

BILLS = "scenarios/bills"


def bills(folder: Path | None = None) -> Table:
    """Give the table of bills: what each would change and how far it came."""
    return expect(load(BILLS, folder), Table)


def scenario(name: str, folder: Path | None = None) -> Scenario:
    """Give the bill `name` ("hr-3138") as a scenario. InvalidInput if it is unknown, or its effect is."""
    rows = {row["id"]: row for row in bills(folder).rows}
    modelled = [row_id for row_id, row in rows.items() if row.get("values") or row.get("members")]
    if name not in rows:
        raise InvalidInput(f"No bill is called {name!r} here; there are {', '.join(modelled)}.")
    if name not in modelled:
        raise InvalidInput(f"What {name} would change is not recorded as values; it cannot be switched on.")
    row = rows[name]
    members = {path: tuple(who) for path, who in row.get("members", {}).items()}
    return Scenario(name, row["title"], _values(row), members, row["citation"], row["stage"])


def _values(row: Any) -> dict[tuple[str, str], int]:
    return {(path, group): value for path, groups in row.get("values", {}).items() for group, value in groups.items()}
