"""Words of sale in a sentence, each with its sense there: who gives, who takes, or a deal that has two sides."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from counterpoise.reading.gazetteer import Mention
from counterpoise.reading.goods import Goods
from counterpoise.reading.paragraphs import Sentence
from counterpoise.vocabulary import rows, word_list

_VERB_BEFORE = re.compile(
    r"\b(?:to|will|would|may|might|could|can|should|must|shall|not|never|cannot|n't|helped?|let|us|them|also|and|or|"
    r"\w+ly)\s+$",
    re.IGNORECASE,
)
_PASSIVE_BEFORE = re.compile(
    r"\b(?:be|been|being|was|were|is|are|get|got|gets)\s+(?:(?:not|also|already|since|now|then|\w+ly)\s+){0,2}$",
    re.IGNORECASE,
)
_BY_AFTER = re.compile(r"\s+by\s+(?:the\s+)?[A-Z]")  # "exported by China to Pakistan"
_INFINITIVE_AFTER = re.compile(r"\s+(?:\w+ly\s+)?to\s+\w", re.IGNORECASE)
_NEVER_SALE_AFTER = re.compile(
    r"\s+(?:up\b(?!\s+to\b)|support for\b|reports?\b|word\b|advice\b|approval\b|assurances?\b|guarantees?\b|notice\b|"
    r"agenc(?:y|ies)\b|office\b|ministry\b|ministers?\b|chiefs?\b|officials?\b|administration\b|department\b|"
    r"authority\b|body\b|committee\b|controls?\b|restrictions?\b|polic(?:y|ies)\b|"
    r"rid\b|out\b|back\b|under way\b|underway\b|to (?:the )?(?:White House|Washington summit)\b)",
    re.IGNORECASE,
)
_TRADE = frozenset({"export", "exports", "procurement", "supply", "import", "imports"})
_ACCORD_AFTER = re.compile(r"\s+(?:deals?|contracts?|agreements?|orders?|package|accord)\b", re.IGNORECASE)
_OTHER_BID = re.compile(r"\b(?:NATO|EU|membership|accession|election|re-election|peace|leadership|Olympic)\s+$")
_WISHES = word_list("transfers.wishes")  # "wants to sell": the infinitive is the word of sale


_WITHHELD = word_list("transfers.withheld")  # "denied Jordan the drones"
_TO_SUBJECT = _WITHHELD | {"offered", "sold", "promised"}


@dataclass(frozen=True, slots=True)
class SaleCue:
    """A word of sale. `sense`: give_verb, take_verb, give_noun, take_noun, role_noun, neutral.

    `passive`: "sold to", "bought by".
    """

    start: int
    end: int
    word: str
    sense: str
    passive: bool = False

    @property
    def is_verb(self) -> bool:
        """Tell whether somebody does it here: "sells", not "the sale"."""
        return self.sense.endswith("verb")

    @property
    def is_to_subject(self) -> bool:
        """Tell whether the subject of a passive is the receiver: "Jordan was denied the drones"."""
        return self.passive and self.word.lower() in _TO_SUBJECT


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    senses = {row["word"]: row["sense"] for row in rows("transfer_words")}
    words = "|".join(sorted(map(re.escape, senses), key=len, reverse=True))
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE), senses


@cache
def _as_verb() -> dict[str, str]:
    """Give the sense that a word has as a verb, for words that are a noun and a verb ("to purchase")."""
    return {row["word"]: row["verb_sense"] for row in rows("transfer_words") if row["verb_sense"]}


def find_sale_cues(
    text: str, sentence: Sentence, goods: Sequence[Goods], names: Sequence[Mention]
) -> Iterator[SaleCue]:
    """Give the words of sale of a sentence that stand outside the goods and outside names, from left to right."""
    pattern, senses = _pattern()
    for match in pattern.finditer(text, sentence.start, sentence.end):
        if (
            any(g.start <= match.start() < g.end for g in goods)
            or _in_name(match, names)
            or _NEVER_SALE_AFTER.match(text, match.end())
        ):
            continue
        word = match[0].lower()
        sense = senses[word]
        before = text[max(sentence.start, match.start() - 40) : match.start()]
        if word in _as_verb() and _VERB_BEFORE.search(before):
            sense = _as_verb()[word]
        if sense == "none" or (word in _TRADE and _ACCORD_AFTER.match(text, match.end())):
            continue
        if word in ("bid", "bids") and _OTHER_BID.search(before):
            continue  # "Finland's NATO bid"
        if word in _WITHHELD and not _withheld_from(text, match, before, names):
            continue
        if word in _WISHES and _INFINITIVE_AFTER.match(text, match.end()):
            continue
        passive = (
            sense.endswith("verb")
            and not word.endswith("ing")
            and (
                _PASSIVE_BEFORE.search(before) is not None
                or _BY_AFTER.match(text, match.end()) is not None
                or (word in _WITHHELD and _TAKEN_FROM.match(text, match.end()) is not None)
            )
        )
        yield SaleCue(match.start(), match.end(), match[0], sense, passive)


def _withheld_from(text: str, match: re.Match[str], before: str, names: Sequence[Mention]) -> bool:
    """Tell whether somebody is denied something: "denied Jordan the", "was refused"; not "denied selling"."""
    after = next((n for n in names if n.span.start >= match.end()), None)
    return (
        _PASSIVE_BEFORE.search(before) is not None
        or _TAKEN_FROM.match(text, match.end()) is not None
        or (after is not None and re.fullmatch(r"\s+(?:the\s+)?", text[match.end() : after.span.start]) is not None)
    )


_TAKEN_FROM = re.compile(  # "denied the Predator by Washington"
    r"\s+(?:the\s+|its\s+)?(?:[\w./-]+\s+){1,4}by\s+(?:the\s+)?[A-Z]"
)


def _in_name(match: re.Match[str], names: Sequence[Mention]) -> bool:
    """Tell whether a word belongs to a name: "the NATO Support and Procurement Agency"."""
    return any(
        n.span.start <= match.start() < n.span.end and n.kind in ("organisation", "body", "office", "outlet")
        for n in names
    )
