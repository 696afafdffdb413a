"""Who was named or spoke earlier in a text: whom pronouns, bare titles, "the paper" and "the statement" go back to."""

import re
from collections.abc import Sequence
from dataclasses import replace

from counterpoise.reading.cast import Person
from counterpoise.reading.gazetteer import Mention
from counterpoise.reading.noun_heads import NounPhrase
from counterpoise.reading.speaker import Speaker, Trace, ambiguous, certain, distinct, fits_pronoun, gender

_RECENT = 6  # sentences over which somebody who acted is who a title means
_FURTHER = 8  # sentences over which a body, a paper or an unnamed official is remembered
_REACH = 3  # paragraphs that a pronoun looks back over
_OF_THE_LAST_SPEAKER = frozenset({"statement", "readout", "communique", "communiqué", "tweet", "post", "release"})
_LEGISLATORS = frozenset(
    {"democrat", "republican", "congressman", "congresswoman", "representative", "lawmaker", "legislator", "senator"}
)
_IN_CONGRESS = (
    r"\b(?:senat\w+|sens?|reps?|representative|congress\w*|lawmaker|ranking member|committee|panel|chair\w*)\b"
)


class EarlierSpeakers:
    """What the sentences read so far leave in memory; filled in the order of the text."""

    def __init__(self, outlets: Sequence[Mention] = ()) -> None:
        """Begin with nothing said; `outlets` are those that the text names, in order."""
        self.outlets = outlets
        self.traces: list[Trace] = []
        self.papers: list[tuple[int, str, Speaker]] = []  # statements and letters: paragraph, noun, who gave them

    def of_the_paragraph(self, phrase: NounPhrase, paragraph: int, own: list[Speaker]) -> Speaker | None:
        """Let a bare title ("the commander") be the one person whom the sentence before it is about."""
        if phrase.of is not None or phrase.possessor is not None or (phrase.mention and phrase.mention.state):
            return None
        if own or len(phrase.head.split()) > 2:
            return None
        trace = self.traces[-1] if self.traces else None
        if trace is None or trace.paragraph != paragraph or not any(s.kind == "person" for s in trace.speakers):
            spoke = self._spoke_before(phrase.head, paragraph)
            if spoke is not None:
                return spoke
        if trace is None or trace.paragraph != paragraph:
            return None
        people = [s for s in distinct([*trace.speakers, *trace.subjects]) if s.kind == "person"]
        if len(people) != 1 or (trace.others and {s.name for s in trace.others} != {people[0].name}):
            return None
        if phrase.gender and people[0].gender not in (None, phrase.gender):
            return None
        return replace(people[0], because=f"the {phrase.head!r} of the paragraph is {people[0].name}")

    def _spoke_before(self, head: str, paragraph: int) -> Speaker | None:
        """Give the one person of this title who spoke in this paragraph or the two before it."""
        near = [t for t in self.traces[-_FURTHER:] if paragraph - t.paragraph <= 2]
        title = re.compile(rf"\b{re.escape(head)}\b", re.IGNORECASE)
        found = distinct(
            [s for t in near for s in t.speakers if s.kind == "person" and s.role and title.search(s.role)]
        )
        if len(found) != 1:
            return None
        return replace(found[0], because=f"the {head!r} who spoke before is {found[0].name}")

    def who_acted(self, people: list[Person]) -> list[Person]:
        """Give the one of several people who last spoke or was the subject of a sentence."""
        for trace in reversed(self.traces[-_RECENT:]):
            acted = {speaker.name for speaker in (*trace.subjects, *trace.speakers)}
            if len(found := [p for p in people if p.name in acted]) == 1:
                return found
        return []

    def outlet(self, words: str, start: int) -> Speaker | None:
        """Give the outlet that "the paper" or "the Times" is: the one that spoke last, or that is named before."""
        capital = words[:1].isupper()
        spoke = (s for t in reversed(self.traces[-_FURTHER:]) for s in reversed(t.speakers) if s.kind == "outlet")
        named = (Speaker(m.name, m.id, "outlet", None, m.state) for m in reversed(self.outlets) if m.span.start < start)
        fitting = (s for s in (*spoke, *named) if not capital or words.split()[-1] == s.name.split()[-1])
        found = next(fitting, None)
        return replace(found, because=f"{words!r} is {found.name}, the outlet named before") if found else None

    def body(self, phrase: NounPhrase, words: str, state: str | None) -> Speaker | None:
        """Give the body named before that "the department" or "the ministry" means, if one name has that word."""
        if (
            phrase.indefinite
            or phrase.plural
            or state is not None
            or len(words.split()) > 1
            or phrase.possessor is not None
        ):
            return None
        for trace in reversed(self.traces[-_FURTHER:]):
            for speaker in (*trace.speakers, *trace.subjects):
                if (
                    speaker.kind in ("body", "organisation", "company", "party")
                    and phrase.head in speaker.name.lower().split()
                ):
                    return replace(speaker, because=f"{words!r} is {speaker.name}, named before")
        return None

    def giver_of(self, phrase: NounPhrase, paragraph: int) -> Speaker | None:
        """Give who gave "the statement": the one the text says gave such a paper, else who spoke right before."""
        if phrase.indefinite:
            return None
        given = next((p for p in reversed(self.papers) if p[1] == phrase.head and paragraph - p[0] <= 2 * _REACH), None)
        if given is not None and not phrase.plural:
            return replace(given[2], because=f"the {phrase.head} that {given[2].name} gave")
        last = next((t.speakers[-1] for t in reversed(self.traces[-_RECENT:]) if t.speakers), None)
        near = last is not None and paragraph - self.traces[-1].paragraph <= 1
        if last is None or not near or phrase.head not in _OF_THE_LAST_SPEAKER:
            return None
        return replace(last, because=f"{phrase.head} of the last speaker")

    def described(self, phrase: NounPhrase, role: str) -> Speaker | None:
        """Give the official described before whom "the official" means."""
        if phrase.indefinite or phrase.plural or len(role.split()) > 2 or phrase.of is not None:
            return None
        for trace in reversed(self.traces[-_FURTHER:]):
            for speaker in (*trace.speakers, *trace.subjects):
                if speaker.role and re.search(rf"\b{phrase.head}\b", speaker.role, re.IGNORECASE):
                    return replace(speaker, because=f"{role!r} is {speaker.role!r} of before")
        return None

    def legislator(self, phrase: NounPhrase) -> Speaker | None:
        """Give the legislator that spoke last, whom "the Vermont Democrat" and "the congressman" mean."""
        if phrase.indefinite or phrase.plural or phrase.of is not None or phrase.possessor is not None:
            return None
        if phrase.head.lower().split()[-1] not in _LEGISLATORS:
            return None
        spoke = (s for trace in reversed(self.traces[-_RECENT:]) for s in reversed((*trace.subjects, *trace.speakers)))
        last = next((s for s in spoke if s.kind == "person"), None)
        if last is None or re.search(_IN_CONGRESS, last.role or "", re.IGNORECASE) is None:
            return None
        return replace(last, because=f"{phrase.role or phrase.head!r} is {last.name}, the legislator who spoke last")

    def pronoun(self, word: str, paragraph: int, own: list[Speaker]) -> Speaker:
        """Give whom a pronoun means: named in the sentence, or the last who fits; the pronoun itself where two fit."""
        word = {"his": "he", "her": "she", "their": "they", "its": "it", "our": "we", "my": "i"}.get(word, word)
        if word == "it" and self.traces and self.traces[-1].speakers:
            last = self.traces[-1].speakers[-1]
            if any(last.because.startswith((f"the {noun} ", f"{noun} of")) for noun in _OF_THE_LAST_SPEAKER):
                return replace(last, because=f"'it' goes on: {last.because}")
        if word in ("i", "we"):
            return Speaker(
                word, None, "pronoun", because=f"{word!r} is the author or a group that the text does not name"
            )
        fits = [s for s in own if fits_pronoun(s, word)]
        if len({(s.id, s.name) for s in fits}) == 1:
            return replace(fits[0], because=f"{word!r} is {fits[0].name}, named in the sentence")
        for trace in reversed(self.traces):
            if paragraph - trace.paragraph > _REACH:
                break
            for tier, how in ((trace.speakers, "the last speaker"), (trace.subjects, "the last subject")):
                fitting = distinct([s for s in tier if fits_pronoun(s, word)])
                rivals = distinct([s for s in trace.subjects + trace.others if fits_pronoun(s, word)])
                if len(fitting) == 1 and (
                    how == "the last speaker" or len(rivals) <= 1 or certain(fitting[0], word, rivals)
                ):
                    return replace(fitting[0], because=f"{word!r} is {fitting[0].name}, {how}")
                if len(fitting) > 1 or fitting:
                    return Speaker(word, None, "pronoun", gender=gender(word), because=ambiguous(word, rivals))
            rest = distinct([s for s in trace.others if fits_pronoun(s, word)])
            if len(rest) == 1:
                return replace(rest[0], because=f"{word!r} is {rest[0].name}, the one person named before")
            if len(rest) > 1:
                return Speaker(word, None, "pronoun", gender=gender(word), because=ambiguous(word, rest))
        return Speaker(word, None, "pronoun", gender=gender(word), because=f"nobody before {word!r} fits")
