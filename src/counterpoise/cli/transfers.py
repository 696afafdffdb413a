"""Transfers named on a command line: cases of the casebook, and what-ifs such as ARE:f-35a:50."""

import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from counterpoise.errors import InvalidInput

if TYPE_CHECKING:
    from counterpoise.balance.assumption_sets import Claim
    from counterpoise.balance.profile import Profile
    from counterpoise.balance.transfer_items import ProposedTransfer

WHAT_IF = re.compile(r"^(?P<purchaser>[^:]+):(?P<system>[^:]+)(?::(?P<quantity>\d{1,6}))?(?:@(?P<supplier>[A-Z]{3}))?$")


def cases_of(
    names: Sequence[str], casebook: str | None, known_on: date | None
) -> tuple[list["ProposedTransfer"], list["Claim"], date | None]:
    """Fetch cases as transfers, what is said of them, and the day of their last dated document."""
    if not names:
        return [], [], None
    from counterpoise.balance.case_transfers import claims_of_case, transfer_of_case
    from counterpoise.casebook import open_casebook

    with open_casebook(casebook) as book:
        found = [book.case(name, known_on=known_on) for name in names]
    days = [record.known_from for case in found for record in case.documents if record.published_on is not None]
    claims = [claim for case in found for claim in claims_of_case(case)]
    return [transfer_of_case(case) for case in found], claims, max(days, default=None)


def read_what_if(text: str, profile: "Profile", n: int) -> "ProposedTransfer":
    """Read PURCHASER:SYSTEM[:QUANTITY][@SUPPLIER]."""
    from counterpoise import vocabulary
    from counterpoise.balance.transfer_items import ProposedTransfer, TransferItem

    match = match_what_if(text)
    word, quantity = match["system"].strip(), match["quantity"]
    system_id, class_id = system_or_class(word)
    name = vocabulary.index("systems", "system_id")[system_id]["name"] if system_id else word
    item = TransferItem(
        system=name, system_id=system_id, class_id=class_id, quantity=int(quantity) if quantity else None, wording=text
    )
    return ProposedTransfer(
        purchaser=find_actor(profile, match["purchaser"].strip()), supplier=match["supplier"] or "USA", items=(item,),
        transfer_id=f"what-if-{n}", label=text,
    )  # fmt: skip


def match_what_if(text: str) -> re.Match[str]:
    """Give the parts of PURCHASER:SYSTEM[:QUANTITY][@SUPPLIER] by name. InvalidInput for anything else."""
    match = WHAT_IF.match(text)
    if match is None:
        raise InvalidInput(
            f"{text!r} is no what-if. Write PURCHASER:SYSTEM or PURCHASER:SYSTEM:QUANTITY, as ARE:f-35a:50."
        )
    return match


def system_or_class(word: str) -> tuple[str | None, str | None]:
    """Find a system by id, name or alias, else a class by id: (system_id, class_id)."""
    from counterpoise import vocabulary

    if word in vocabulary.index("classes", "class_id"):
        return None, word
    wanted = word.casefold()
    for row in vocabulary.rows("systems"):
        names = (row["system_id"], row["name"], *vocabulary.split_list(row["aliases"]))
        if wanted in (name.casefold() for name in names):
            return row["system_id"], None
    raise InvalidInput(
        f"{word!r} is an unknown system. Give an id or name of vocabulary/systems.csv (f-35a, MQ-9B), or a class_id "
        f"of vocabulary/classes.csv (fighter_5gen)."
    )


def find_actor(profile: "Profile", word: str) -> str:
    """Find an actor of the profile by id or name."""
    for actor in profile.actors:
        if word.casefold() in (actor.actor_id.casefold(), actor.name.casefold()):
            return actor.actor_id
    raise InvalidInput(
        f"{word!r} is no actor of the profile {profile.name}. Its actors are {', '.join(profile.actor_ids)}."
    )
