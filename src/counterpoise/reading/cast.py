"""The people a text names: full names gathered over the whole text, so that a surname or a title finds its person."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from counterpoise.reading.gazetteer import Mention
from counterpoise.reading.noun_heads import NounPhrase
from counterpoise.reading.noun_phrases import phrase_ending_at, phrase_from
from counterpoise.reading.nouns import name_run, noun_at
from counterpoise.reading.speech_verbs import speech_verbs
from counterpoise.reading.tokens import Token
from counterpoise.vocabulary import index, rows, split_list

_CITATION = re.compile(r"\s\(([DRI])-([A-Z][\w. -]{0,20})\)|,\s([DRI])-([A-Z][\w-]{0,14})")


@dataclass(slots=True)
class Person:
    """A person of one text. `roles` are the words that say what he or she is, as printed, first first."""

    name: str
    id: str | None
    gender: str | None = None
    state: str | None = None
    roles: list[str] = field(default_factory=list)
    role_mentions: list[Mention] = field(default_factory=list)
    because: str = ""
    positions: list[int] = field(default_factory=list)

    @property
    def surname(self) -> str:
        """The last word of the name, in lower case."""
        return self.name.split()[-1].lower()


@cache
def given_names() -> dict[str, str]:
    """Common given names and the gender of those who bear them."""
    return {name: row["gender"] for row in rows("given_names") for name in split_list(row["names"])}


@cache
def _holders() -> dict[str, tuple[str, str, str | None]]:
    """person_id: name, gender, surname of the sourced table of office-holders."""
    return {row["person_id"]: (row["name"], row["gender"], row.get("surname")) for row in rows("office_holders")}


@cache
def _holders_by_surname() -> dict[str, list[tuple[str, str]]]:
    """Surname: persons (id, office) of the table of office-holders."""
    table: dict[str, list[tuple[str, str]]] = {}
    for row in rows("office_holders"):
        surname = (row.get("surname") or row["name"].split()[-1]).lower()
        table.setdefault(surname, []).append((row["person_id"], row["office_id"]))
    return table


def title_of(mention: Mention) -> str | None:
    """Give the title (vocabulary/titles.csv) of an office mentioned, or its own id where it has none."""
    if mention.form == "title" or not mention.id:
        return mention.name or None
    row = index("offices", "office_id").get(mention.id)
    return (row.get("title_id") or mention.id) if row else mention.id


def _state_of_holder(person_id: str | None, title: str | None) -> str | None:
    """Give the state of the one office of that title which the table says the person held."""
    held = {row["office_id"] for row in rows("office_holders") if row["person_id"] == person_id}
    states = {
        row["state"]
        for row in rows("offices")
        if row["office_id"] in held and title in (row.get("title_id"), row["office_id"])
    }
    return states.pop() if len(states) == 1 else None


def _only_state(person_id: str | None) -> str | None:
    """Give the state of all the offices that the table says the person held, if it is one state."""
    return held_states().get(person_id or "")


@cache
def held_states() -> dict[str, str]:
    """Give the state of each person of the table all of whose offices belong to one state."""
    states: dict[str, set[str]] = {}
    for row in rows("office_holders"):
        office = index("offices", "office_id").get(row["office_id"])
        if office is not None:
            states.setdefault(row["person_id"], set()).add(office["state"])
    return {person_id: next(iter(found)) for person_id, found in states.items() if len(found) == 1}


@cache
def held_titles() -> dict[str, frozenset[str]]:
    """Give the titles of the offices that each person of the table held."""
    titles: dict[str, set[str]] = {}
    for row in rows("office_holders"):
        office = index("offices", "office_id").get(row["office_id"])
        if office is not None:
            titles.setdefault(row["person_id"], set()).add(office.get("title_id") or office["office_id"])
    return {person_id: frozenset(found) for person_id, found in titles.items()}


def slug(name: str) -> str:
    """Give the id form of a name: "Bob O'Brien" is bob-o-brien."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


_BESIDE = 6  # tokens between a name and a verb of speech


def _matters(tokens: Sequence[Token], begin: int, end: int, first: int, last: int) -> bool:
    """Tell whether it matters if capitalised words are a name: nothing explains them and a verb of speech is near."""
    if any(t.mention is not None or noun_at(tokens, k, end) for k, t in enumerate(tokens[begin:end], begin)):
        return False
    near = tokens[max(first, begin - _BESIDE) : min(last, end + _BESIDE)]
    return any(t.lower in speech_verbs() for t in near)


class Cast:
    """The people of one text."""

    def __init__(self, states: frozenset[str] = frozenset()) -> None:
        """Begin an empty cast; `states` are those that the text names."""
        self.states = states
        self.people: list[Person] = []
        self.undecided: list[int] = []  # where capitalised words stand that may be a name; the rules do not say
        self._by_surname: dict[str, list[Person]] = {}
        self._by_name: dict[str, Person] = {}

    @classmethod
    def of(cls, tokens: Sequence[Token], bounds: Iterable[tuple[int, int]], text: str, names: Iterable[str],
           states: frozenset[str] = frozenset()) -> "Cast":  # fmt: skip
        """Gather the people named in the sentences at the token ranges `bounds`.

        `names` are full names that a statistical model took for persons; they count only where they stand in the text
        as a run of capitalised words that nothing else explains.
        """
        cast = cls(states)
        suggested = {" ".join(name.split()) for name in names}
        lone: list[NounPhrase] = []
        for first, last in bounds:
            i = first
            while i < last:
                end = name_run(tokens, i, last) if tokens[i].is_capital else i
                if end <= i:
                    i += 1
                    continue
                phrase = phrase_ending_at(tokens, first, end, text)
                if phrase is not None and phrase.kind in ("person", "name") and phrase.name:
                    if len(phrase.name.split()) == 1:
                        lone.append(phrase)
                    elif phrase.kind == "person" or cast._is_person(tokens, phrase, end, last, set()):
                        cast.add(phrase, tokens, end, last, text)
                    elif cast._is_person(tokens, phrase, end, last, suggested):
                        person = cast.add(phrase, tokens, end, last, text)
                        person.because = person.because or "a name that the statistical model proposed"
                    elif phrase.name not in suggested and _matters(tokens, i, end, first, last):
                        cast.undecided.append(phrase.start)
                i = end
        for phrase in lone:
            cast._add_surname(phrase, tokens, text)
        return cast

    def add(self, phrase: NounPhrase, tokens: Sequence[Token], end: int, last: int, text: str) -> Person:
        """Add the person a phrase names, with the apposition that follows."""
        assert phrase.name is not None
        known = phrase.person
        name = known.name if known else phrase.name
        person = self._by_name.get(name.lower()) or self._same(name)
        if person is None:
            printed = name.title() if name.isupper() else name
            person = Person(printed, known.id if known and known.id else slug(name))
            self.people.append(person)
            self._by_name[name.lower()] = person
            self._by_surname.setdefault(person.surname, []).append(person)
            held = _holders().get(person.id or "")
            if known and known.name.lower() != phrase.name.lower():
                self._by_name[phrase.name.lower()] = person
                self._by_name.setdefault(phrase.name.lower().split()[-1], person)  # "Błaszczak" of "Blaszczak"
            person.state = _only_state(person.id)
            person.gender = (held and held[1]) or given_names().get(name.split()[0].lower())
        person.positions.append(phrase.start)
        self._describe(person, phrase)
        apposition = _apposition(tokens, end, last, text)
        if apposition is not None:
            self._describe(person, apposition)
        citation = _CITATION.match(text, phrase.end)
        if citation:
            person.state = person.state or "USA"
            if not person.roles:
                person.roles.append(f"member of Congress ({citation[1] or citation[3]}-{citation[2] or citation[4]})")
        return person

    def find(self, name: str) -> tuple[Person | None, str]:
        """Find the person a full name or a surname names; the reason says how, or why nobody is chosen."""
        person = self._by_name.get(name.lower())
        if person is not None:
            return person, "named"
        words = name.lower().split()
        found = [p for p in self._by_surname.get(words[-1], []) if _agrees(p.name, words)]
        if len(found) == 1:
            return found[0], "surname of the one person of that name in the text"
        if len(found) > 1:
            return None, f"{len(found)} people in the text bear the name {name}"
        letters = name.replace(".", "")
        if len(letters) in (2, 3) and letters.isupper():
            own = [p for p in self.people if "".join(w[0] for w in p.name.split()).upper() == letters]
            if len(own) == 1:
                return own[0], f"initials of {own[0].name}"
        first = [p for p in self.people if p.name.lower().split()[0] == words[-1]] if len(words) == 1 else []
        if len(first) == 1:
            return first[0], "first name of the one person of that name in the text"
        return None, "nobody of that name is introduced in the text"

    def holding(self, head: str, state: str | None, before: int) -> list[Person]:
        """Give the people introduced with a role of this head noun ("minister") and, if given, this state."""
        pattern = re.compile(rf"\b{re.escape(head)}\b", re.IGNORECASE)
        return [
            p for p in self.people
            if any(pattern.search(role) for role in p.roles) and (state is None or p.state in (None, state))
            and min(p.positions, default=0) < before
        ]  # fmt: skip

    def _same(self, name: str) -> Person | None:
        """Find the person of the same surname whose given name is an initial or a short form of the other."""
        words = name.lower().split()
        for person in self._by_surname.get(words[-1], []):
            if _agrees(person.name, words):
                return person
        return None

    def _describe(self, person: Person, phrase: NounPhrase) -> None:
        if phrase.role and phrase.role not in person.roles:
            person.roles.append(phrase.role)
        person.gender = person.gender or phrase.gender
        mention = phrase.mention
        if mention is not None and mention.kind == "office":
            person.state = person.state or _state_of_holder(person.id, title_of(mention))
        if mention is not None and mention.kind in ("office", "body", "state"):
            person.role_mentions.append(mention)
            person.state = person.state or mention.state
        owner = phrase.possessor
        if owner is not None and person.state is None:
            if owner.mention is not None:
                person.state = owner.mention.state
            elif owner.name:
                chief, _ = self.find(owner.name)
                person.state = chief.state if chief else None

    def _add_surname(self, phrase: NounPhrase, tokens: Sequence[Token], text: str) -> None:
        """Add a person known only by a surname with a title, looked up in the table of office-holders if unique."""
        assert phrase.name is not None
        person, _ = self.find(phrase.name)
        if person is not None:
            person.positions.append(phrase.start)
            self._describe(person, phrase)
            return
        held = [p for p, _ in _holders_by_surname().get(phrase.name.lower(), [])]
        licensed = phrase.kind == "person" or (
            phrase.name.lower() not in given_names() and _only_state(held[0] if held else None) in self.states
        )
        if len(set(held)) == 1 and licensed:
            name, gender, _ = _holders()[held[0]]
            person = Person(
                name,
                held[0],
                gender,
                _only_state(held[0]),
                because="the one office-holder of that surname in the table",
            )
        elif phrase.kind == "person":
            name = phrase.name.title() if phrase.name.isupper() and len(phrase.name) > 3 else phrase.name
            person = Person(name, None, phrase.gender, because="known by surname and title only")
        else:
            return
        self.people.append(person)
        self._by_name[person.name.lower()] = person
        self._by_surname.setdefault(person.surname, []).append(person)
        person.positions.append(phrase.start)
        self._describe(person, phrase)

    @staticmethod
    def _is_person(tokens: Sequence[Token], phrase: NounPhrase, end: int, last: int, suggested: set[str]) -> bool:
        """Decide whether two or more capitalised words name a person."""
        assert phrase.name is not None
        words = phrase.name.split()
        if len(words) > 5 or any(noun_at(tokens, k, end) for k in range(end - len(words), end) if k >= 0):
            return False
        if any(
            token.mention is not None and token.mention.kind != "person" for token in tokens[end - len(words) : end - 1]
        ):
            return words[0].lower() in given_names()
        if any(word.isupper() and len(word) > 2 for word in words):
            return False
        if words[0].lower() in given_names() or any(w in ("bin", "ben", "al", "ibn") for w in words):
            return True
        if " ".join(words) in suggested:
            return True
        begin = end - len(words)
        place = begin > 0 and tokens[begin - 1].lower == "the"  # "in the Middle East, the minister told"
        return not place and _apposition(tokens, end, last, "") is not None


def _agrees(name: str, words: list[str]) -> bool:
    """Tell whether words may be a shorter form of a name: same surname, given name equal, initial or missing."""
    mine = name.lower().split()
    if len(words) == 1 or len(mine) == 1:
        return True
    a, b = mine[0].rstrip("."), words[0].rstrip(".")
    return a == b or ((len(a) == 1 or len(b) == 1) and a[0] == b[0]) or _same_given_name(a, b)


_SHORT_FORMS = (
    {"bob", "robert", "rob"},
    {"bill", "william"},
    {"jim", "james"},
    {"joe", "joseph"},
    {"mike", "michael"},
    {"ted", "theodore", "edward"},
    {"chris", "christopher"},
    {"tom", "thomas"},
    {"ben", "benjamin", "benny", "binyamin", "bibi"},
    {"dan", "daniel", "danny"},
    {"don", "donald"},
    {"steve", "steven", "stephen"},
    {"chuck", "charles", "charlie"},
    {"tony", "anthony", "antony"},
    {"mohammed", "mohamed", "muhammad", "mohammad"},
    {"liz", "elizabeth", "beth"},
    {"tim", "timothy"},
    {"dave", "david"},
    {"jeff", "jeffrey"},
    {"ken", "kenneth"},
    {"ron", "ronald"},
    {"rick", "richard", "dick"},
)


def _same_given_name(a: str, b: str) -> bool:
    return any(a in forms and b in forms for forms in _SHORT_FORMS)


def _apposition(tokens: Sequence[Token], end: int, last: int, text: str) -> NounPhrase | None:
    """Read ", the Israeli defence minister," after a name; None where no role follows."""
    if end + 1 >= last or tokens[end].text != ",":
        return None
    phrase = phrase_from(tokens, end + 1, min(last, end + 20), text) if text else None
    if text:
        return phrase if phrase is not None and phrase.kind in ("office", "spokesperson", "unnamed") else None
    for k in range(end + 1, min(last, end + 9)):
        found = noun_at(tokens, k, last)
        if found is not None and found[0].is_role:
            return NounPhrase(k, found[1], found[0].kind, found[0].noun, tokens[k].start, tokens[k].end)
        if tokens[k].kind in ("mark", "quote"):
            return None
    return None
