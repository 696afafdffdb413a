"""Who a name means: a state or an organisation, exactly, never by likeness."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from counterpoise.errors import InvalidInput
from counterpoise.vocabulary import index, rows, split_list

FORMS_OF_STATE = re.compile(
    r"^(?:the )?(?:government of (?:the )?)?"
    r"(?:(?:kingdom|state|republic|sultanate|hashemite kingdom|commonwealth) of )?"
)

WITH_ARTICLE = frozenset(
    ("ARE", "BHS", "CAF", "COD", "COG", "COM", "DOM", "GBR", "GMB", "MDV", "MHL", "NLD", "PHL", "SLB", "USA")
)  # states whose English names take "the"

IN_BRACKETS = re.compile(r"^(?P<outer>[^()]+?) ?\((?P<inner>[^()]+)\)$")


@dataclass(frozen=True, slots=True)
class Party:
    """A state (ISO 3166-1 alpha-3) or an organisation (our id). `kind`: state, or the kind in organisations.csv."""

    code: str
    name: str
    kind: str

    @property
    def state(self) -> str:
        """The state whose law applies: an office that stands for a state counts as that state."""
        row = index("organisations", "org_id").get(self.code)
        return (row["stands_for"] if row else "") or self.code

    @property
    def in_sentence(self) -> str:
        """The name as it stands inside a sentence: "the Netherlands", "Israel"."""
        return f"the {self.name}" if self.code in WITH_ARTICLE or self.kind != "state" else self.name


def fold(name: str) -> str:
    """Give a name without case, accents, full stops and spare spaces, for comparing."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"\s+", " ", plain.replace(".", "").replace("’", "'")).strip().casefold()


def _names() -> Iterator[tuple[str, Party]]:
    for row in rows("states"):
        party = Party(row["code"], row["name"], "state")
        # The column of adjectives also holds the abbreviations that stand before a noun: "UK", "ROK".
        short = [word for word in split_list(row["adjectives"]) if word.isupper()]
        for name in (row["code"], row["name"], row["official_name"], *split_list(row["aliases"]), *short):
            yield name, party
    for row in rows("organisations"):
        party = Party(row["org_id"], row["name"], row["kind"])
        for name in (row["org_id"], row["name"], *split_list(row["aliases"])):
            yield name, party


@cache
def _index() -> Mapping[str, frozenset[Party]]:
    found: dict[str, set[Party]] = {}
    for name, party in _names():
        found.setdefault(fold(name), set()).add(party)
    return {name: frozenset(parties) for name, parties in found.items()}


@cache
def party_of(code: str) -> Party:
    """Give the party with this exact code or organisation id. InvalidInput if there is none."""
    if code in index("states", "code"):
        return Party(code, index("states", "code")[code]["name"], "state")
    if code in index("organisations", "org_id"):
        row = index("organisations", "org_id")[code]
        return Party(code, row["name"], row["kind"])
    return resolve_party(code)


def resolve_party(name: str) -> Party:
    """Give the state or organisation that `name` means: a code, a name, an official name or an alias.

    Case, accents and full stops do not matter, nor does "Government of" or "Kingdom of" in front. InvalidInput if
    nothing or more than one thing bears the name; nearly right is not right.
    """
    if name in index("states", "code"):  # the usual case, answered without reading every name
        return party_of(name)
    wanted = fold(name)
    parties = _index().get(wanted) or _index().get(FORMS_OF_STATE.sub("", wanted)) or _both_names(wanted)
    if len(parties) == 1:
        return next(iter(parties))
    if parties:
        codes = ", ".join(sorted(party.code for party in parties))
        raise InvalidInput(f"{name!r} can mean {codes}. Give the code.")
    near = [next(iter(_index()[found])).name for found in get_close_matches(wanted, _index(), 2, 0.8)]
    meant = f" Did you mean {' or '.join(dict.fromkeys(near))}?" if near else ""
    raise InvalidInput(
        f"{name!r} is neither a state nor an organisation we know.{meant} Give an ISO 3166-1 code such as ARE, the "
        "state's name, or an id of vocabulary/organisations.csv such as nspa; a new name goes into those tables."
    )


def _both_names(wanted: str) -> frozenset[Party]:
    """Give the party that "TECRO (Taiwan)" names twice: both names must mean the same state or organisation."""
    found = IN_BRACKETS.match(wanted)
    if found is None:
        return frozenset()
    outer, inner = (_index().get(found[part], frozenset()) for part in ("outer", "inner"))
    same = {party.state for party in outer} == {party.state for party in inner}
    return outer if same else frozenset()


def resolve_parties(text: str) -> tuple[Party, ...]:
    """Give the parties of a list such as "Italy, Israel" or "NLD;GBR"; one name may itself hold a comma or an "and"."""
    try:
        return (resolve_party(text),)
    except InvalidInput as error:
        parts = [part for part in re.split(r"\s*(?:,|;|\band\b)\s*", text) if part]
        if len(parts) < 2:
            raise
        try:
            return tuple(resolve_party(part) for part in parts)
        except InvalidInput:
            raise error from None
