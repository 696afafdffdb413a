"""What one speaker reports of another inside his own quotation, and positions told by a noun."""

import re
from bisect import bisect_right

from counterpoise.reading.cast import Person
from counterpoise.reading.noun_phrases import parse_phrase
from counterpoise.reading.nouns import nouns
from counterpoise.reading.paragraphs import Sentence
from counterpoise.reading.quotations import Quotation
from counterpoise.reading.scene import Said, Scene, said_in, tidy, words
from counterpoise.reading.speaker import Speaker, fits_pronoun

_SUPPORT = re.compile(
    r"\b(?P<noun>support|backing|opposition|resistance|criticism|praise|objections?|concerns?|condemnation)\b"
    r"(?P<what>[^.;:]{0,90}?)\s(?P<prep>from|by|among|voiced by|expressed by|raised by)\s",
)


_NO_POSITION = re.compile(  # "technical support from contractors", "will face no opposition from Congress"
    r"\b(?:technical|logistics?|logistical|military|financial|engineering|air|contractor|program|no|less|without)\s+$",
    re.IGNORECASE,
)
_SUPPORT_STANCE = {"support": "supports", "backing": "supports", "praise": "supports"}


def add_support_nouns(scene: Scene, sentence: Sentence, first: int, last: int) -> None:
    """Read "There has been support for the position from the adviser": a position without a verb of speech."""
    match = _SUPPORT.search(scene.tokens.skeleton, sentence.start, sentence.end)
    if match is None or bool(said_in(scene, sentence)):
        return
    if _NO_POSITION.search(scene.text, sentence.start, match.start()):
        return
    k = scene.tokens.between(match.end(), sentence.end)[0]
    phrase = parse_phrase(scene.tokens.tokens, k, last, scene.text)
    if phrase is None or phrase.kind == "pronoun":
        return
    speaker = scene.speakers.resolve(phrase, sentence.paragraph)
    start, end = tidy(scene.text, sentence.start, sentence.end)
    stance = _SUPPORT_STANCE.get(match["noun"], "opposes")
    scene.said.append(
        Said(start, end, "indirect", speaker, f"{match['noun']} ... {match['prep']}", match["noun"],
             "support" if stance == "supports" else "reject", sentence.number, sentence.paragraph, sentence.start,
             sentence.end, f"the noun {match['noun']!r} with {match['prep']!r}", stance, cue_start=match.start())
    )  # fmt: skip


_NESTED = re.compile(
    r"(?P<subject>(?:(?:[Tt]he|[Hh]is|[Mm]y|[Oo]ur)\s+(?:\w+\s+)?[\w-]+|[A-Z][\w.'’-]+(?:\s+[A-Z][\w.'’-]+){0,3}|"
    r"he|she|they|it))\s+"
    r"(?:(?:has|have|had|also|once|just|clearly|explicitly)\s+){0,2}(?P<verb>said|told|says|promised|assured|"
    r"wrote|stated|asked|"
    r"declared|warned|added)\b[^.;“”\"‘’]{0,40}$"
)


def add_nested(scene: Scene, inner: list[Quotation]) -> None:
    """Add what one speaker quotes of another inside his own quotation."""
    direct = sorted((s for s in scene.said if s.kind == "direct"), key=lambda s: s.start)
    starts = [s.start for s in direct]
    for quote in inner:
        at = bisect_right(starts, quote.start) - 1
        outer = direct[at] if at >= 0 and quote.end <= direct[at].end else None
        if outer is None or outer.start == quote.start or words(scene.text[quote.start : quote.end]) < 2:
            continue
        before = scene.text[outer.start : quote.start].rstrip("\"'“”‘’ ,:")
        match = _NESTED.search(before)
        if match is None:
            continue
        name = match["subject"]
        bare = _without_titles(name)
        person, because = scene.speakers.cast.find(bare) if bare[:1].isupper() else (None, "words inside a quotation")
        if person is None and name.lower().startswith("the "):
            holders = scene.speakers.cast.holding(name[4:], None, quote.start)
            person, because = (
                (holders[0], f"introduced as {holders[0].roles[0]!r}") if len(holders) == 1 else (None, because)
            )
        if person is None and name.lower() in ("he", "she"):
            person, because = _person_before(scene, outer, name.lower())
        speaker = (
            scene.speakers.of_person(person, because) if person else Speaker(name, None, "pronoun", because=because)
        )
        scene.said.append(
            Said(quote.start, quote.end, "direct", speaker, match["verb"], match["verb"], "say", outer.sentence,
                 outer.paragraph, outer.sentence_start, outer.sentence_end,
                 f"quoted by {outer.speaker.name} inside a quotation", nested_in=outer)
        )  # fmt: skip


_NEARBY = 600  # characters before a quotation in which "she" inside it may be named


def _person_before(scene: Scene, outer: Said, pronoun: str) -> tuple[Person | None, str]:
    """Give the one other person named shortly before a quotation for "she told me" inside it."""
    near = [
        p for p in scene.speakers.cast.people
        if p.name != outer.speaker.name and fits_pronoun(scene.speakers.of_person(p, ""), pronoun)
        and any(outer.start - _NEARBY < at < outer.start for at in p.positions)
    ]  # fmt: skip
    if len(near) != 1:
        return None, "words inside a quotation"
    return near[0], f"{pronoun!r} inside the quotation is {near[0].name}, the one other person named before it"


_TOLD_IN_QUOTE = re.compile(
    r"(?<![\w’'])(?P<subject>[Tt]he\s+[a-z][\w-]+(?:\s[a-z][\w-]+)?|"
    r"[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+){0,3})\s+(?:(?:has|have|had|also)\s+)?"
    r"(?P<verb>told\s+(?:us|me|Congress|this\s+committee)|said|says|promised|assured\s+(?:us|me)|claims|claimed|"
    r"warned(?:\s+us)?|insists|insisted)\s+"
    r"(?:that\s+)?(?P<what>(?!so\b)[^.;:“”\"‘’?!]{12,200})"
)


_NO_TELLERS = frozenset(
    [
        "i",
        "we",
        "he",
        "she",
        "they",
        "it",
        "this",
        "that",
        "there",
        "who",
        "nobody",
        "everyone",
        "people",
        "which",
        "what",
        "and",
        "but",
    ]
)


def add_reported_in_quotes(scene: Scene) -> None:
    """Add what a speaker reports of others inside his quotation: "The administration told us these were needed"."""
    for outer in [s for s in scene.said if s.kind == "direct" and s.nested_in is None]:
        for match in _TOLD_IN_QUOTE.finditer(scene.text, outer.start, outer.end):
            name = match["subject"]
            if name.lower() in _NO_TELLERS or name.split()[0].lower() in _NO_TELLERS:
                continue
            start, end = tidy(scene.text, match.start("what"), match.end("what"))
            bare = _without_titles(name)
            person, because = (
                scene.speakers.cast.find(bare)
                if bare[:1].isupper() and bare.lower() != name.lower()[4:]
                else (None, "")
            )
            if person is None and not name.lower().startswith("the "):
                continue
            speaker = (
                scene.speakers.of_person(person, because)
                if person
                else Speaker(
                    name.removeprefix("The ").removeprefix("the "), None, "body", because="words inside a quotation"
                )
            )
            scene.said.append(
                Said(
                    start,
                    end,
                    "indirect",
                    speaker,
                    match["verb"],
                    match["verb"].split()[0],
                    "say",
                    outer.sentence,
                    outer.paragraph,
                    outer.sentence_start,
                    outer.sentence_end,
                    f"reported by {outer.speaker.name} inside a quotation",
                    nested_in=outer,
                )
            )


def _without_titles(name: str) -> str:
    """Give a name without the titles before it: "Secretary Pompeo" is Pompeo."""
    words = name.split()
    while len(words) > 1 and words[0].lower() in nouns():
        words = words[1:]
    return " ".join(words)
