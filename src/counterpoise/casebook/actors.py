"""Whom a name in a commitment or request stands for: the state of a person, office, body or state."""

from collections.abc import Mapping
from functools import cache

from counterpoise.vocabulary import index, rows, split_list


@cache
def _states_by_name() -> Mapping[str, str]:
    """Give the state for every name of our tables, in lower case; a name that could be two states is left out."""
    found: dict[str, set[str]] = {}

    def add(name: str, state: str) -> None:
        if name and state:
            found.setdefault(name.casefold().removeprefix("the "), set()).add(state)

    for row in rows("states"):
        for name in (row["code"], row["name"], row["official_name"], *split_list(row["aliases"])):
            add(name, row["code"])
    for row in rows("bodies"):
        for name in (row["body_id"], row["name"], *split_list(row["aliases"])):
            add(name, row["state"])
    for row in rows("offices"):
        for name in (row["office_id"], row["title"], *split_list(row["aliases"])):
            add(name, row["state"])
    for row in rows("office_holders"):
        for name in (row["person_id"], row["name"], *split_list(row["aliases"])):
            add(name, index("offices", "office_id")[row["office_id"]]["state"])
    return {name: next(iter(states)) for name, states in found.items() if len(states) == 1}


def state_of(name: str | None) -> str | None:
    """Give the ISO code of the state a name stands for; None when our tables do not say."""
    if not name:
        return None
    return _states_by_name().get(name.strip().casefold().removeprefix("the "))


def state_name(code: str | None) -> str:
    """Give the name of a state or organisation by its code; a code that is in no table is given back as it is."""
    if code is None:
        return "unknown purchaser"
    if code in index("states", "code"):
        return index("states", "code")[code]["name"]
    if code in index("organisations", "org_id"):
        return index("organisations", "org_id")[code]["name"]
    return code
