"""Names in a text: systems, states, organisations, bodies, offices, outlets and people, with their spans.

The names are rows of vocabulary/*.csv. Nothing is fuzzy: a spelling leads to one thing, or it is declared ambiguous
there, and then the mention says so and lists what it may mean. Surnames and holders of offices: people.py.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from counterpoise.reading.name_index import Hit, Name, NameIndex
from counterpoise.sources import Span
from counterpoise.vocabulary import index, rows, split_list, word_list

_DIGIT = re.compile(r"\d")
KINDS = ("system", "state", "organisation", "body", "office", "person", "outlet")
_TABLES = {  # kind: table, column of the id, column of the name
    "system": ("systems", "system_id", "name"),
    "state": ("states", "code", "name"),
    "organisation": ("organisations", "org_id", "name"),
    "body": ("bodies", "body_id", "name"),
    "office": ("offices", "office_id", "title"),
    "person": ("office_holders", "person_id", "name"),
    "outlet": ("outlets", "outlet_id", "name"),
}
# What may stand between a state and the title that belongs to it: "Israel's then-defence minister".
_AFTER_STATE = re.compile(r"(?:['’]s?)?\s+(?:(?P<word>[A-Za-z]+)[\s-]+)?")
_BEFORE_STATE = re.compile(r"\s+(?:of|for)\s+(?:the\s+)?(?:(?:State|Kingdom|Republic|Sultanate|Emirate)\s+of\s+)?")
_SAME_STATE = re.compile(r"(?:,|\s+and|,\s+and)\s+(?:the\s+)?")
_WORD_BEFORE = re.compile(r"([A-Za-z]+)[\s-]+(?:the\s+)?$")
_HOLDS_NOW = frozenset(
    {"acting", "alternate", "caretaker", "current", "incumbent", "interim", "new", "outgoing", "own", "visiting"}
)
_HELD_ONCE = frozenset({"ex", "former", "late", "onetime", "previous", "then"})
_CURRENCY = frozenset("$€£")  # the US of "US$5 billion" names no state
_RULES = frozenset({"government", "administration", "leadership", "regime", "authorities"})
_OTHER_OFFICE = frozenset({"assistant", "associate", "deputy", "shadow", "under", "vice"})


@dataclass(frozen=True, slots=True)
class Mention:
    """A name of the vocabulary in a text.

    `kind`: system, state, organisation, body, office, person, outlet. An ambiguous mention has an empty `id` and lists
    what it may mean in `candidates`. `form` tells how it is named: a state by "name", "adjective" or "capital"; an
    office by "name", as "former" or as "deputy"; an office or body without a state by "title" ("the defence minister";
    `name` is then the row of vocabulary/titles.csv). `state` is the code of the state that the thing belongs to. An
    office or body of a known state that has no row of its own has an empty `id` and is not ambiguous.
    """

    kind: str
    id: str
    name: str  # the canonical name
    wording: str
    span: Span
    ambiguous: bool = False
    candidates: tuple[str, ...] = ()
    form: str = "name"
    state: str | None = None


def find_mentions(text: str, kinds: Collection[str] | None = None) -> list[Mention]:
    """Find the names of the vocabulary in `text`, from left to right; the longest wins and none overlap.

    `kinds` chooses among KINDS after the longest have won: in "Israel Aerospace Industries" there is no state. A
    possessive ending is outside the span, a plural ending inside. "Israel's defence minister" and "the defence minister
    of Israel" are one mention of an office. Time is linear in the length of the text.
    """
    hits = (hit for hit in _names().find(text) if text[hit.end : hit.end + 1] not in _CURRENCY)
    mentions = _with_states(text, [_mention(text, hit) for hit in hits])
    return mentions if kinds is None else [mention for mention in mentions if mention.kind in kinds]


def match_state(name: str) -> Mention | None:
    """Find the state that a field of a form names: "Government of the Kingdom of Saudi Arabia" is SAU.

    The whole of `name` must be the state's name. A representative office stands for its state (TECRO is TWN).
    """
    plain = _plain(name)
    while plain:
        code = _state_names().get(plain)
        if code is not None:
            canonical = index("states", "code")[code]["name"]
            return Mention("state", code, canonical, name, Span(0, len(name)), state=code)
        shorter = _GOVERNMENT_OF.sub("", plain, count=1)
        if shorter == plain:
            return None
        plain = shorter
    return None


def match_organisation(name: str) -> Mention | None:
    """Find the organisation, company or non-state actor whose name is the whole of `name`."""
    plain = _plain(name).removeprefix("the ")
    org_id = _organisation_names().get(plain)
    if org_id is None:
        return None
    row = index("organisations", "org_id")[org_id]
    return Mention("organisation", org_id, row["name"], name, Span(0, len(name)), state=row["state"] or None)


def match_system(name: str) -> Mention | None:
    """Find the system that an item line names by its head, or None.

    "APG-82(V)1 AESA Radars for F-15" is the radar: what stands after "for", "with", "including" or in brackets only
    qualifies. Of several names in the head the last is the head ("F-16 AN/ALQ-254 suites"), unless all are of one
    class; then the first, which is the most exact, is taken ("AIM-120C-8 ... (AMRAAM)"). A part that has no row of its
    own ("AIM-9X guidance units") is not the system: None.
    """
    cut = _QUALIFIES.search(name)
    head = name[: cut.start()] if cut else name
    # A bracket that belongs to a designation has no space before it: "APG-82(V)1".
    bare, inner = head, ""
    while bare != inner:  # brackets may stand in brackets: "(includes thirty-two (32) new production)"
        inner, bare = bare, _BRACKET.sub(lambda bracket: " " * len(bracket[0]), bare)
    found = [m for m in find_mentions(head, {"system"}) if not m.ambiguous and bare[m.span.start] == m.wording[0]]
    if not found:
        return None
    classes = [index("systems", "system_id")[mention.id]["class_id"] for mention in found]
    chosen = 0 if len(set(classes)) == 1 else len(found) - 1
    named_until = max(mention.span.end for mention in found if mention.id == found[chosen].id)
    if _PART.search(bare, named_until) and classes[chosen] not in _WHOLE:
        return None
    return found[chosen]


_GOVERNMENT_OF = re.compile(r"^(?:the |royal |governments? of |government |state of |kingdom of |people of )")
_QUALIFIES = re.compile(
    r"\s(?:for|with|including|includes|plus|in support of|to be|installed on|used on|on)\s|;", re.IGNORECASE
)
_BRACKET = re.compile(r"(?<=\s)[(\[][^()\[\]]*[)\]]")
_PART = re.compile(
    r"\b(?:guidance|control|propulsion|test|captive|catm|training|practice|dummy|inert|telemetry|unique)\b"
    r"|\b(?:engines?|spares?|parts?|launchers?|launch(?:er)? units?|kits?|racks?|rails?|containers?|simulators?"
    r"|trainers?|sections?|mounts?|sets?|radars?|fuzes?|fuses?|(?<!alternative )warheads?|stations?|tools?|components?"
    r"|support|upgrades?|flares?|chaff|logistics|sustainment)\b",
    re.IGNORECASE,
)
# Classes whose rows are parts, kits, rounds or services themselves.
_WHOLE = frozenset(
    {"ammunition", "communications", "component", "electronic_warfare", "engine", "sensor", "service", "small_arms"}
)


def _plain(name: str) -> str:
    plain = name.replace("’", "'").replace(".", "").replace(",", " ").casefold()
    return " ".join(plain.split()).strip(" :;-")


@cache
def _state_names() -> Mapping[str, str]:
    """Plain names of states and their codes: official and usual names, aliases, letters; no adjectives or capitals."""
    names: dict[str, str] = {}
    for row in rows("states"):
        letters = [word for word in split_list(row["adjectives"]) if word.isupper()]  # "the U.K."
        for spelling in (row["name"], row["official_name"], *split_list(row["aliases"]), *letters):
            names[_plain(spelling)] = row["code"]
            names[_plain(spelling).removeprefix("the ")] = row["code"]
    for row in rows("organisations"):
        if row["stands_for"]:
            for spelling in (row["name"], *split_list(row["aliases"])):
                names[_plain(spelling)] = row["stands_for"]
    return names


@cache
def _organisation_names() -> Mapping[str, str]:
    return {
        _plain(spelling).removeprefix("the "): row["org_id"]
        for row in rows("organisations")
        for spelling in (row["name"], *split_list(row["aliases"]))
    }


@cache
def _names() -> NameIndex:
    return NameIndex(_all_names())


def _all_names() -> Iterator[Name]:
    for row in rows("states"):
        yield from _state_spellings(row)
    for kind in ("system", "organisation", "body", "outlet"):
        table, id_column, name_column = _TABLES[kind]
        for row in rows(table):
            after, before = _words(row.get("not_after")), _words(row.get("not_before"))
            for spelling in _with_press_forms(kind, (row[name_column], *split_list(row["aliases"]))):
                yield Name(
                    kind, row[id_column], spelling, _case(kind, spelling), "name", kind == "system", after, before
                )
    for row in rows("offices"):
        for spelling in dict.fromkeys((row["title"], *split_list(row["aliases"]))):
            yield Name("office", row["office_id"], spelling, "any" if " " in spelling else "name", plural=True)
    for row in rows("titles"):
        for spelling in split_list(row["aliases"]):
            yield Name(row["kind"], row["title_id"], spelling, "any", form="title", plural=row["kind"] == "office")
    for row in rows("office_holders"):
        for spelling in (row["name"], *split_list(row["aliases"])):
            yield Name("person", row["person_id"], spelling, _case("person", spelling))


_WORDS_OF_THE_LANGUAGE = word_list("gazetteer.capitals_that_are_words")


def _with_press_forms(kind: str, spellings: Iterable[str]) -> list[str]:
    """Add to "HIMARS" the "Himars" of papers that print acronyms as names, unless that is a word or a person's name."""
    forms = dict.fromkeys(spellings)
    for one in spellings if kind == "system" else ():
        if len(one) >= _PRONOUNCED and one.isalpha() and one.isupper() and one.lower() not in _WORDS_OF_THE_LANGUAGE:
            forms.setdefault(one.capitalize())
    return list(forms)


_PRONOUNCED = 5  # letters from which papers print an acronym as a name


def _state_spellings(row: Mapping[str, str]) -> Iterator[Name]:
    after, before = _words(row["not_after"]), _words(row["not_before"])
    for form, spellings in (
        ("name", tuple(dict.fromkeys((row["name"], row["official_name"], *split_list(row["aliases"]))))),
        ("adjective", split_list(row["adjectives"])),
        ("capital", split_list(row["capital"])),
    ):
        for spelling in spellings:
            plain = spelling.removeprefix("the ")
            yield Name("state", row["code"], plain, _case("state", plain), form, False, after, before)


@cache
def _words(cell: str | None) -> frozenset[str]:
    return frozenset(split_list(cell or ""))


def _case(kind: str, spelling: str) -> str:
    """Give the rule of case for a spelling (see NameIndex)."""
    if kind == "system":
        if _DIGIT.search(spelling):
            return "designation"
        if spelling.count(" ") >= 2:
            return "any"
    if spelling == spelling.upper():
        return "exact"
    return "any" if kind == "body" and " " in spelling else "name"


def _mention(text: str, hit: Hit) -> Mention:
    """Make a mention of what the index found: one thing, an ambiguous one or a bare title."""
    kind, id_, name, ambiguous, candidates, form, state = _meaning(hit.names)
    wording = text[hit.start : hit.end]
    return Mention(kind, id_, name or wording, wording, Span(hit.start, hit.end), ambiguous, candidates, form, state)


@lru_cache(maxsize=65536)
def _meaning(names: tuple[Name, ...]) -> tuple[str, str, str, bool, tuple[str, ...], str, str | None]:
    """Give the fields of a mention that its names fix: all but the wording and the span."""
    things = [name for name in names if name.form != "title"] or list(names)
    first = things[0]
    if first.form == "title":
        return first.kind, "", first.id, True, tuple(_of_title(first.id).values()), "title", None
    ids = tuple(dict.fromkeys(name.id for name in things))
    if len(ids) > 1:
        return first.kind, "", "", True, ids, first.form, None
    table, id_column, name_column = _TABLES[first.kind]
    row = index_first(table, id_column)[first.id]
    if first.kind == "person":
        row = {**row, "state": index("offices", "office_id")[row["office_id"]]["state"]}
    state = first.id if first.kind == "state" else row.get("state") or row.get("maker_state") or None
    return first.kind, first.id, row[name_column], False, (), first.form, state


@cache
def index_first(table: str, key: str) -> Mapping[str, Mapping[str, str]]:
    """Give `table` by the values of `key`, the first row of each (people have a row for each office they held)."""
    first: dict[str, Mapping[str, str]] = {}
    for row in rows(table):
        first.setdefault(row[key], row)
    return first


@cache
def _of_title(title_id: str) -> Mapping[str, str]:
    """Give the offices and bodies that have a title, by state: for "defence-minister" ISR is il-defence-minister."""
    found = {row["state"]: row["office_id"] for row in rows("offices") if row["title_id"] == title_id}
    return found or {row["state"]: row["body_id"] for row in rows("bodies") if row["title_id"] == title_id}


def _with_states(text: str, mentions: list[Mention]) -> list[Mention]:
    """Join each bare title with the state it belongs to, where the text puts the two together."""
    joined: list[Mention] = []
    skip = False
    for position, mention in enumerate(mentions):
        if skip:
            skip = False
            continue
        if mention.form != "title":
            joined.append(_former(text, mention) if mention.kind == "office" else mention)
            continue
        following = mentions[position + 1] if position + 1 < len(mentions) else None
        before = joined[-1] if joined else None
        gap = text[before.span.end : mention.span.start] if before else ""
        rules = mention.name in _RULES and gap == " "  # "the Taipei government"
        if (
            before
            and before.kind == "state"
            and (before.form != "capital" or rules)
            and (m := _AFTER_STATE.fullmatch(gap))
        ):
            word = (m["word"] or "").lower()
            if not word or word in _HOLDS_NOW | _HELD_ONCE | _OTHER_OFFICE:
                joined[-1] = _owned(text, mention, before.id, before.span.start, mention.span.end, word)
                continue
        if following and following.kind == "state" and following.form == "name":
            between = text[mention.span.end : following.span.start]
            if _BEFORE_STATE.fullmatch(between):
                joined.append(_owned(text, mention, following.id, mention.span.start, following.span.end))
                skip = True
                continue
        seat = following is not None and following.kind == "state" and following.form == "capital"
        if following and seat and mention.kind == "body" and text[mention.span.end : following.span.start] == " in ":
            joined.append(_owned(text, mention, following.id, *mention.span))  # "the defence ministry in Cairo"
            continue
        if before and before.kind == "office" and before.state and _SAME_STATE.fullmatch(gap):
            joined.append(_owned(text, mention, before.state, *mention.span))
            continue
        joined.append(_former(text, mention))
    return joined


def _owned(text: str, title: Mention, state: str, start: int, end: int, word: str = "") -> Mention:
    """Make the office or body of a state from a bare title."""
    row_id = _of_title(title.name).get(state, "")
    table, id_column, name_column = _TABLES[title.kind]
    name = f"{title.name.replace('-', ' ')}, {index('states', 'code')[state]['name']}"
    if row_id:
        name = index(table, id_column)[row_id][name_column]
    form = "former" if word in _HELD_ONCE else "deputy" if word in _OTHER_OFFICE else "name"
    made = Mention(title.kind, row_id, name, text[start:end], Span(start, end), form=form, state=state)
    return _former(text, made) if form == "name" else made


def _former(text: str, office: Mention) -> Mention:
    """Mark an office that the word before it says was held once, or is another one ("former", "deputy")."""
    word = _WORD_BEFORE.search(text, max(0, office.span.start - 20), office.span.start)
    said = word[1].lower() if word else ""
    if office.kind != "office" or said not in _HELD_ONCE | _OTHER_OFFICE:
        return office
    return replace(office, form="former" if said in _HELD_ONCE else "deputy")
