"""Who speaks: noun phrases into persons, offices, bodies, governments, parties, papers and unnamed people.

Nothing is guessed: a pronoun with two possible owners, a surname nobody bears and a title without a sourced holder keep
their words and get no id, with the reason.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from counterpoise.reading.cast import Cast, Person, held_titles, slug, title_of
from counterpoise.reading.earlier_speakers import EarlierSpeakers
from counterpoise.reading.gazetteer import Mention
from counterpoise.reading.noun_heads import NounPhrase
from counterpoise.reading.speaker import (
    Speaker,
    body_by_title,
    head_noun,
    holder_on,
    is_body_office,
    mention_is_office,
    printed_role,
    same_office,
    state_of,
)
from counterpoise.vocabulary import index, rows

_PAIR = frozenset({"pair", "duo", "two", "two leaders", "two sides", "parties"})


_POST = re.compile(r"(?:The\s+)?(?:Post|Journal|Report|Record)$")  # a paper, not a post


def _is_title(words: str | None) -> bool:
    return words is not None and _POST.match(words) is not None


_PLACE = re.compile(  # where he stood when he spoke
    r"\s+(?:on|aboard|inside|outside)\s+(?:the|a|an|his|her|their)\s+(?:[\w’'-]+\s+){0,3}"
    r"(?:plane|flight|aircraft|trip|tour|sidelines|way|train|building|room|visit)\b.*$"
)


class Speakers:
    """Resolves phrases in the order of the text; remembers who was named for the pronouns that follow."""

    def __init__(
        self, cast: Cast, *, on: date | None = None, named: frozenset[str] = frozenset(),
        outlets: Sequence[Mention] = (),
    ) -> None:  # fmt: skip
        """Resolve against the text's cast.

        `on` is the text's date, for offices that only a table fills; `named` are the ids of the states, bodies and
        offices that the text names, for titles without a state; `outlets` the outlets it names, in order.
        """
        self.earlier = EarlierSpeakers(outlets)
        self.named = named
        self.named_states = frozenset(self._states_of(named))
        self.cast = cast
        self.on = on
        self.states_here: set[str] = set()  # states whose bodies and offices the sentence at hand names

    @staticmethod
    def _states_of(named: frozenset[str]) -> Iterator[str]:
        """Give the states named, and those whose bodies and offices are."""
        for id_ in named:
            body = index("bodies", "body_id").get(id_) or index("offices", "office_id").get(id_)
            yield body["state"] if body else id_

    def resolve(self, phrase: NounPhrase, paragraph: int, *, own: list[Speaker] | None = None) -> Speaker:
        """Say whom a phrase names. `own` are people named earlier in the same sentence."""
        if phrase.kind == "group":
            return self._group(phrase, paragraph)
        if phrase.kind == "pronoun":
            return self.earlier.pronoun(phrase.head, paragraph, own or [])
        if phrase.kind in ("person", "name"):
            return self._person(phrase)
        if phrase.kind == "government":
            return self._government(phrase)
        if phrase.kind == "office" and not is_body_office(phrase):
            spoke = None if own else self.earlier.legislator(phrase)
            if spoke is not None:
                return spoke
            return self._office(phrase, paragraph, own or [])
        if is_body_office(phrase):
            return self._office_of(phrase, paragraph, own or [])
        if phrase.kind == "document":
            return self._document(phrase, paragraph, own or [])
        if phrase.head in _PAIR:
            return self.earlier.pronoun("they", paragraph, own or [])
        if phrase.kind in ("spokesperson", "unnamed"):
            return self._unnamed(phrase, paragraph, own or [])
        return self._body(phrase, paragraph, own or [])

    def _person(self, phrase: NounPhrase) -> Speaker:
        assert phrase.name is not None
        person, because = self.cast.find(phrase.person.name if phrase.person else phrase.name)
        paper = self.earlier.outlet(phrase.name, phrase.start) if person is None and " " not in phrase.name else None
        if paper is not None:
            return paper
        if person is None:
            if phrase.person is not None:
                return Speaker(phrase.person.name, phrase.person.id, "person", phrase.role, phrase.person.state,
                               phrase.gender, because="named in full; row of the people known")  # fmt: skip
            several = "bear the name" in because
            name = phrase.name.title() if phrase.name.isupper() and len(phrase.name) > 3 else phrase.name
            return Speaker(name, None if several or len(phrase.name.split()) == 1 else slug(phrase.name), "person",
                           phrase.role, None, phrase.gender, because=because)  # fmt: skip
        return self.of_person(person, because, phrase.role)

    def of_person(self, person: Person, because: str, role: str | None = None) -> Speaker:
        """Give the speaker for a person of the cast."""
        roles = person.roles
        return Speaker(person.name, person.id, "person", (roles[0] if roles else role), person.state, person.gender,
                       because=person.because or because)  # fmt: skip

    def _government(self, phrase: NounPhrase) -> Speaker:
        mention = phrase.mention
        if mention is None:
            return Speaker(phrase.head, None, "government", because="no state is named")
        row = index("states", "code")[mention.id]
        how = (
            "the capital stands for the government"
            if mention.form == "capital"
            else "the state stands for its government"
        )
        return Speaker(row["name"], mention.id, "government", None, mention.id, because=how)

    def _office(self, phrase: NounPhrase, paragraph: int, own: list[Speaker]) -> Speaker:
        """Resolve "the prime minister", "Israel's defence minister", "the senator" by the text, then by the table."""
        role = phrase.role or phrase.head
        state = state_of(phrase)
        if phrase.plural or phrase.indefinite:
            return Speaker(role, None, "unnamed", role, state, phrase.gender, phrase.plural, because="nobody is named")
        head = phrase.head.split()[-1] if phrase.mention is None else head_noun(phrase)
        former = re.match(r"(?:former|ex)\b", role, re.IGNORECASE) is not None
        named = self.cast.holding(head, state, phrase.start)
        exact = [p for p in named if same_office(p, phrase)]
        named = exact or ([] if phrase.mention is not None and phrase.mention.form != "title" else named)
        if not named and not former:
            title = title_of(phrase.mention) if phrase.mention else head
            named = [
                p for p in self.cast.people if title in held_titles().get(p.id or "", ()) and state in (None, p.state)
            ]
        if len(named) > 1:
            named = self.earlier.who_acted(named) or self._nearest(named, phrase.start)
        if len(named) == 1 and not (former and not any("former" in r.lower() for r in named[0].roles)):
            person = named[0]
            how = (
                f"the person introduced as {person.roles[0]!r}"
                if person.roles
                else "the one person named who held the office by the table"
            )
            return self.of_person(person, how, role)
        office_id = phrase.mention.id if phrase.mention and phrase.mention.kind == "office" else ""
        if not office_id and phrase.mention is not None and phrase.mention.kind == "office" and not former:
            office_id = self._only_one("offices", "office_id", title_of(phrase.mention), state) or ""
        if office_id in index("offices", "office_id"):
            office = index("offices", "office_id")[office_id]
            name = printed_role(role)
            holder = holder_on(office_id, self.on) if not former else None
            if holder is not None:
                return Speaker(f"{name} [{holder[1]}, holder on {self.on}, inferred]", office_id, "office", role,
                               office["state"], because="office-holder of that day in the table")  # fmt: skip
            return Speaker(
                name, office_id, "office", role, office["state"], because="the office alone: no holder is named"
            )
        return self.earlier.of_the_paragraph(phrase, paragraph, own) or Speaker(
            printed_role(role), None, "office", role, state, phrase.gender, because="no holder is named in the text"
        )

    @staticmethod
    def _nearest(people: list[Person], position: int) -> list[Person]:
        """Give the person named last before a position, if one was."""
        before = [
            (max(at for at in p.positions if at < position), p)
            for p in people
            if any(at < position for at in p.positions)
        ]
        before.sort(key=lambda pair: -pair[0])
        return [before[0][1]] if before else []

    def _office_of(self, phrase: NounPhrase, paragraph: int, own: list[Speaker]) -> Speaker:
        """Resolve "his office", "Gantz's office", "the prime minister's office", "the office of the prime minister"."""
        owner_phrase = phrase.possessor or phrase.of
        mention = phrase.mention
        if mention is not None and mention.kind == "body" and mention.id:
            row = index("bodies", "body_id").get(mention.id)
            if row:
                return Speaker(row["name"], mention.id, "body", None, row["state"], because="row of the bodies known")
        if (
            mention is not None
            and mention.kind == "body"
            and mention.name == "prime-ministers-office"
            and owner_phrase is None
        ):
            body_id = self._only_one("bodies", "body_id", mention.name, state_of(phrase))
            if body_id is not None:
                row = index("bodies", "body_id")[body_id]
                return Speaker(
                    row["name"],
                    body_id,
                    "body",
                    None,
                    row["state"],
                    because="the one such office that the text can mean",
                )
        if owner_phrase is None:
            return self._body(phrase, paragraph, own)
        owner = self.resolve(owner_phrase, paragraph, own=own)
        if owner.kind == "pronoun":
            return replace(owner, name=f"{owner_phrase.head} office", kind="body")
        body_id = self._body_of(owner)
        if owner.kind == "person":
            return Speaker(f"{owner.name}'s office", body_id or (f"{owner.id}:office" if owner.id else None), "body",
                           f"office of {owner.role}" if owner.role else None, owner.on_behalf_of,
                           because=f"the office of {owner.name}: {owner.because}")  # fmt: skip
        return Speaker(printed_role(phrase.role or f"{owner.name}'s office"), body_id, "body", None,
                       owner.on_behalf_of, because="an office named by its holder's title")  # fmt: skip

    def _body_of(self, owner: Speaker) -> str | None:
        """Give the executive office in the table that belongs to a person's or an office's office."""
        for row in rows("offices"):
            person = next((p for p in self.cast.people if p.id == owner.id and owner.id), None)
            held = person is not None and any(
                m.kind == "office" and mention_is_office(m, row, person.state) for m in person.role_mentions
            )
            if (held or owner.id == row["office_id"]) and row.get("body_id"):
                body = index("bodies", "body_id").get(row["body_id"])
                if body and body["kind"] == "executive_office":
                    return row["body_id"]
        return None

    def _body(self, phrase: NounPhrase, paragraph: int, own: list[Speaker]) -> Speaker:
        mention = phrase.mention
        if mention is not None and mention.kind in ("body", "organisation", "outlet") and mention.id and (
            (phrase.kind in ("body", "organisation", "outlet", "company") and phrase.end <= mention.span.end + 1)
            or phrase.of is not None
        ):  # fmt: skip
            return Speaker(
                mention.name, mention.id, mention.kind, None, mention.state, because="row of the names known"
            )
        if mention is not None and mention.kind == "organisation" and not mention.id and not mention.ambiguous:
            return Speaker(mention.name, None, "organisation", because="a name that the text itself explains")
        words = printed_role(phrase.role or phrase.head)
        state = state_of(phrase) or self._state_of_name(words)
        if phrase.kind == "outlet" and not phrase.indefinite and mention is None and not phrase.plural:
            last = self.earlier.outlet(words, phrase.start)
            if last is not None:
                return last
        earlier = self.earlier.body(phrase, words, state)
        if earlier is not None:
            return earlier
        ruling = phrase.head.lower().split()[-1] in ("government", "administration", "cabinet", "regime")
        if phrase.kind == "government" or ruling:
            if state is not None and not phrase.plural:
                row = index("states", "code")[state]
                row_id = next(
                    (r["body_id"] for r in rows("bodies") if r["kind"] == "government" and r["state"] == state), state
                )
                return Speaker(
                    words if state_of(phrase) is None else f"Government of {row['name']}",
                    row_id,
                    "government",
                    None,
                    state,
                    because="a government named by its state",
                )
            owner = self.resolve(phrase.possessor, paragraph, own=own) if phrase.possessor else None
            if owner is not None and owner.on_behalf_of:
                return Speaker(
                    words,
                    owner.on_behalf_of,
                    "government",
                    None,
                    owner.on_behalf_of,
                    because=f"the government of {owner.name}",
                )
        if phrase.head.lower() == "administration" and state is None and phrase.possessor is None:
            known = "USA" in self.named_states
            because = (
                "the U.S. government is called the administration" if known else "whose administration is not said"
            )
            return Speaker(
                words, "us-government" if known else None, "government", None, "USA" if known else None, because=because
            )
        if mention is not None and mention.form == "title" and state is None:
            state = self._only_state()
            because = "a body of the one state whose bodies the sentence names" if state else "the state is not said"
            body_id = body_by_title(mention, state) or self._only_one("bodies", "body_id", mention.name, state)
            state = state or (index("bodies", "body_id")[body_id]["state"] if body_id else None)
            return Speaker(words, body_id, "body", None, state, because=because)
        return Speaker(
            words,
            body_by_title(mention, state) if mention else None,
            phrase.kind,
            None,
            state,
            plural=phrase.plural,
            because="words of the text; not in the tables",
        )

    def _state_of_name(self, words: str) -> str | None:
        """Give the state of the person whose name stands in "the Trump administration"."""
        for word in words.split()[:-1]:
            if word[0].isupper():
                person, _ = self.cast.find(word)
                if person is not None and person.state is not None:
                    return person.state
        return None

    def _only_one(self, table: str, column: str, title: str | None, state: str | None) -> str | None:
        """Give the one office or body of a title that the text can mean: named, or its body or its state is."""
        found = [row for row in rows(table) if row.get("title_id") == title and state in (None, row["state"])]
        named_outright = [row[column] for row in found if row[column] in self.named]
        by_its_body = [row[column] for row in found if (row.get("body_id") or "") in self.named]
        by_its_state = [row[column] for row in found if row["state"] in self.named]
        fitting = named_outright or by_its_body or by_its_state
        return fitting[0] if len(fitting) == 1 else None

    def _only_state(self) -> str | None:
        return next(iter(self.states_here)) if len(self.states_here) == 1 else None

    def _document(self, phrase: NounPhrase, paragraph: int, own: list[Speaker]) -> Speaker:
        """A statement speaks for whoever gave it."""
        paper = self.earlier.outlet(phrase.role or phrase.head, phrase.start) if _is_title(phrase.role) else None
        if paper is not None:
            return paper
        giver = phrase.possessor or (phrase.of if phrase.of_word in ("of", "from", "by") else None)
        if giver is not None and giver.kind != "document":
            return self.resolve(giver, paragraph, own=own)
        mention = phrase.mention
        if mention is not None and mention.id and mention.kind in ("outlet", "body", "organisation"):
            return Speaker(mention.name, mention.id, mention.kind, None, mention.state, because="whose report it is")
        given = self.earlier.giver_of(phrase, paragraph)
        if given is not None:
            return given
        return Speaker(printed_role(phrase.role or phrase.head), None, "document", because="who gave it is not said")

    def _unnamed(self, phrase: NounPhrase, paragraph: int, own: list[Speaker]) -> Speaker:
        """Unnamed people keep their words; "the official" is the official described before."""
        role = phrase.role or phrase.head
        state = state_of(phrase)
        before = self.earlier.legislator(phrase) or self.earlier.described(phrase, role)
        if before is not None:
            return before
        owner = phrase.possessor or (phrase.of if phrase.kind == "spokesperson" else None)
        if owner is not None and state is None:
            chief = self.resolve(owner, paragraph, own=own)
            state = chief.on_behalf_of
        return Speaker(
            _PLACE.sub("", printed_role(role)),
            None,
            phrase.kind,
            role,
            state,
            phrase.gender,
            phrase.plural,
            because="unnamed in the text",
        )

    def _group(self, phrase: NounPhrase, paragraph: int) -> Speaker:
        members = [self.resolve(member, paragraph) for member in phrase.members]
        return Speaker(
            " and ".join(m.name for m in members),
            None,
            "group",
            None,
            None,
            None,
            True,
            because="several speakers named together: " + ", ".join(m.id or m.name for m in members),
        )
