"""A speaker and what is known of him; the tests by which a pronoun or title finds one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from counterpoise.reading.cast import Person, title_of
from counterpoise.reading.gazetteer import Mention
from counterpoise.reading.noun_heads import NounPhrase
from counterpoise.reading.people import holders
from counterpoise.vocabulary import index, rows

_PERSONAL = frozenset({"person", "office", "spokesperson", "unnamed"})


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who is said to speak. `id` is None where nothing sourced or printed says which one it is; `because` says why."""

    name: str
    id: str | None
    kind: str
    role: str | None = None
    on_behalf_of: str | None = None
    gender: str | None = None
    plural: bool = False
    because: str = ""

    @property
    def is_resolved(self) -> bool:
        """Tell whether the words lead to somebody in particular (unnamed people count: they are who they are)."""
        return self.kind != "pronoun"


@dataclass(slots=True)
class Trace:
    """Who was named in a sentence outside quotations: speakers and subjects first in the order of their salience."""

    paragraph: int
    speakers: list[Speaker]
    subjects: list[Speaker]
    others: list[Speaker]


def ambiguous(word: str, rivals: list[Speaker]) -> str:
    return f"{word!r} may be " + " or ".join(s.name for s in rivals)


def certain(speaker: Speaker, word: str, rivals: list[Speaker]) -> bool:
    """Tell whether the gender of one candidate is known to fit and that of every rival known not to."""
    want = gender(word)
    return (
        want is not None
        and speaker.gender == want
        and all(r.gender is not None and r.gender != want for r in rivals if r is not speaker)
    )


def gender(word: str) -> str | None:
    return {"he": "m", "she": "f"}.get(word)


def fits_pronoun(speaker: Speaker, word: str) -> bool:
    if word == "they":
        return speaker.plural or speaker.kind in ("group", "party", "body", "organisation")
    if word == "it":
        return (
            speaker.kind in ("body", "organisation", "outlet", "company", "party", "government", "document")
            and not speaker.plural
        )
    if speaker.kind not in _PERSONAL or speaker.plural:
        return False
    return speaker.gender in (None, gender(word))


def distinct(speakers: list[Speaker]) -> list[Speaker]:
    found: dict[tuple[str | None, str], Speaker] = {}
    for speaker in speakers:
        found.setdefault((speaker.id, speaker.name if speaker.id is None else ""), speaker)
    return list(found.values())


def is_body_office(phrase: NounPhrase) -> bool:
    return phrase.head == "office" or (phrase.mention is not None and phrase.mention.kind == "body" and
                                       phrase.mention.name == "prime-ministers-office")  # fmt: skip


def state_of(phrase: NounPhrase) -> str | None:
    """Give the state that a phrase names by an adjective, an owner or its "of ..."; "in Cairo" is a place."""
    of = phrase.of if phrase.of_word in ("of", "for") else None
    for candidate in (phrase.mention, phrase.possessor and phrase.possessor.mention, of and of.mention):
        if isinstance(candidate, Mention):
            if candidate.kind == "state":
                return candidate.id
            if candidate.state:
                return candidate.state
    return None


def head_noun(phrase: NounPhrase) -> str:
    words = (phrase.mention.wording if phrase.mention else phrase.head).split()
    return words[-1] if words else phrase.head


def same_office(person: Person, phrase: NounPhrase) -> bool:
    """Tell whether a person was introduced with the same title: the same office, or the same words."""
    mention = phrase.mention
    if mention is None or mention.kind != "office":
        return False
    title = title_of(mention)
    return any(
        m.kind == "office"
        and title is not None
        and title_of(m) == title
        and (m.state is None or mention.state is None or m.state == mention.state)
        for m in person.role_mentions
    )


def mention_is_office(mention: Mention, office: Mapping[str, str], state: str | None) -> bool:
    if mention.id == office["office_id"]:
        return True
    return title_of(mention) == office.get("title_id") and office["state"] == (mention.state or state)


def body_by_title(mention: Mention, state: str | None) -> str | None:
    if mention.id:
        return mention.id if mention.id in index("bodies", "body_id") else None
    found = [row["body_id"] for row in rows("bodies") if row.get("title_id") == mention.name and row["state"] == state]
    return found[0] if len(found) == 1 else None


def holder_on(office_id: str, on: date | None) -> tuple[str, str] | None:
    """Give the one person whom a sourced row of the table has in an office on a day."""
    held = holders(office_id, on) if on is not None else ()
    return (held[0].id, held[0].name) if len(held) == 1 else None


def printed_role(role: str) -> str:
    return re.sub(r"^(?:the|a|an|one|another)\s+(?!of\b)", "", role, flags=re.IGNORECASE)
