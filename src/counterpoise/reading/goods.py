"""Things that change hands in a text: systems of the vocabulary and arms named by general words, with their numbers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from counterpoise.reading.gazetteer import Mention
from counterpoise.reading.quantities import qualifier_before, value_of_figure, value_of_words
from counterpoise.vocabulary import index, rows, word_list

_FOR_A_STATE = re.compile(r"\s+for\s+(?:the\s+)?[A-Z]")  # "build three submarines for Israel"
_MADE_AT_HOME = re.compile(
    r"\b(?:manufactur\w+|produc(?:e|es|ed|ing)|develop\w*|build(?:s|ing)?|built)\s+(?:[\w-]+\s+){0,3}$", re.IGNORECASE
)


_NOT_THE_THING = re.compile(  # "the F-35's technology", "F-16 pilots"
    r"(?:s?['’]s?|s)?\s+(?:technology|technologies|secrets|know-how|pilots?|crews?|maker|makers|manufacturer|engineers|embargo(?:es)?|race|control|industry|dealers?)\b",
    re.IGNORECASE,
)
_NOT_CHOSEN = re.compile(  # "chose Chinese jets over Rafales", "similar to the F-35"
    r"\b(?:(?:cho(?:ose|osing|se|sen)|pick\w*|select\w*|opt(?:ed|ing)?|"
    r"prefer\w*)\b[^.;:]{2,60}?\bover|prefer\w*\b[^.;:]{2,60}?\bto|instead of|rather than|"
    r"ahead of|in preference to|unlike|similar to|comparable to|(?:better|cheaper|older|newer|smaller|larger) than)\s+"
    r"(?:the |an? |its |their )?(?:[\w’'.-]+ ){0,3}$"
)
_FOR_ITS = re.compile(
    r"\b(?:engines|parts|spares|radars|pods|missiles|bombs)\s+for\s+(?:its|their)\s+(?:[\w-]+\s+){0,2}$"
)
_HELD = re.compile(  # "missiles for its fighter jets": what they are for is held already
    r"\b(?:for|on|onto|replac\w+|alongside|range of|fleets? of)\s+"
    r"(?:its|their|his|her|the country['’]s|existing|ageing|aging)\s+"
    r"(?:[\w.-]+\s+){0,4}$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Goods:
    """Something that changes hands: a system of the vocabulary or an arms noun."""

    start: int
    end: int
    words: str
    system_id: str | None
    class_id: str | None
    general: bool
    maker: str | None = None
    quantity: int | None = None
    qualifier: str | None = None
    quantity_span: tuple[int, int] | None = None


@dataclass(slots=True)
class TransferFound:
    """A transfer as one or more sentences tell it; offsets are into the tidy text."""

    supplier: str | None
    purchaser: str | None
    goods: list[Goods]
    start: int
    end: int
    sentence: int
    paragraph: int
    status: str
    status_words: str
    rule: str
    evidence: dict[str, tuple[int, int]] = field(default_factory=dict)
    supplier_because: str = ""
    year: str | None = None
    sentences: list[int] = field(default_factory=list)
    supplier_sure: bool = False  # the grammar says who supplies; otherwise who makes the goods prevails
    by_verb: bool = False
    by_state: bool = False  # a state itself, and no firm, is said to give


@cache
def _arms_pattern() -> tuple[re.Pattern[str], dict[str, tuple[str | None, bool]]]:
    table = {row["noun"]: (row["class_id"] or None, row["general"] == "true") for row in rows("arms_nouns")}
    words = "|".join(sorted((re.escape(noun).replace(r"\ ", r"[\s-]+") for noun in table), key=len, reverse=True))
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE), table


def goods_in(text: str, start: int, end: int, mentions: Sequence[Mention]) -> list[Goods]:
    """Find the systems and arms nouns of a stretch of text, in order; a noun right after a system belongs to it."""
    found: list[Goods] = []
    for mention in mentions:
        if mention.kind == "system" and start <= mention.span.start < end:
            row = index("systems", "system_id").get(mention.id)
            goods = Goods(mention.span.start, mention.span.end, mention.wording, mention.id or None,
                          row["class_id"] if row else None, False, row["maker_state"] if row else None)  # fmt: skip
            if _NOT_THE_THING.match(text, mention.span.end, end) or _FOR_ITS.search(
                text, max(start, mention.span.start - 40), mention.span.start
            ) or _NOT_CHOSEN.search(text, max(start, mention.span.start - 110), mention.span.start):  # fmt: skip
                continue
            _count(text, start, goods)
            found.append(goods)
    pattern, table = _arms_pattern()
    for match in _ARMS_TRADE.finditer(text, start, end):
        if not any(g.start <= match.start() < g.end for g in found):
            general = match[0].lower() not in _ONE_KIND
            found.append(Goods(match.start(), match.end(), match[0], None, None, general=general))
    for match in pattern.finditer(text, start, end):
        if any(
            g.start <= match.start() < g.end
            or (
                0 <= match.start() - g.end <= 25
                and re.fullmatch(
                    r"s?(?:\s+(?:stealth|fighter|multirole|advanced|armed|attack|Lightning|II|combat|joint|strike|"
                    r"Joint|Strike|Fighter|Block|\d+))*[\s-]*",
                    text[g.end : match.start()],
                )
            )
            for g in found
            if g.system_id
        ):
            continue
        if _NOT_THE_THING.match(text, match.end(), end):
            continue
        if _HELD.search(text, max(start, match.start() - 60), match.start()):
            continue
        if _MADE_AT_HOME.search(text, max(start, match.start() - 60), match.start()) and not _FOR_A_STATE.match(
            text, match.end(), end
        ):
            continue
        class_id, general = table.get(re.sub(r"\s+", " ", match[0].lower()), (None, False))
        goods = Goods(match.start(), match.end(), match[0], None, class_id, general)
        _widen(text, start, goods)
        _count(text, start, goods)
        found.append(goods)
    return sorted(found, key=lambda g: g.start)


_SALE_NOUN = r"(?=\s+(?:deals?|sales?|contracts?|orders?|purchases?|exports?|transfers?|package|procurement)\b)"
_ONE_KIND = word_list("goods.before_sale_noun")
_ARMS_TRADE = re.compile(  # "military sales", "the $110 billion defense deal"; "a defense deal" may be an alliance
    rf"\b(?:(?:military|defen[cs]e)(?=\s+(?:sales?|purchases?|exports?)\b)|military(?=\s+deals?\b)"
    rf"|(?<=illion )defen[cs]e(?=\s+deals?\b)|(?:{'|'.join(sorted(_ONE_KIND, key=len, reverse=True))}){_SALE_NOUN})",
    re.IGNORECASE,
)
_KIND = (
    r"(?:advanced|sophisticated|American|US|U\.S\.|stealth|modern|new|additional|precision-guided|armed|"
    r"American-made|US-made|U\.S\.-made|Russian|French|British|German|Chinese|Israeli|Turkish|offensive|defensive|"
    r"fifth-generation|air-to-ground|air-to-air|guided|heavy|attack|combat|lethal)"
)
_ADJECTIVES = re.compile(
    rf"\b(?:{_KIND}\s+(?:(?:and|or)\s+(?={_KIND}\s))?)+$"
)  # "air-to-air and air-to-ground" munitions


def _widen(text: str, start: int, goods: Goods) -> None:
    match = _ADJECTIVES.search(text, max(start, goods.start - 60), goods.start)
    if match:
        goods.start = match.start()
        goods.words = text[goods.start : goods.end]


_QUANTITY = re.compile(
    r"(?<![\w$€£.,/-])(?P<number>\d{1,3}(?:,\d{3})+|\d{1,6}|(?:two\s+dozen|three\s+dozen|four\s+dozen|two|three|four|five|six|seven|eight|nine|ten|"
    r"eleven|twelve|thirteen|"
    r"fourteen|fifteen|sixteen|eighteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|a\s+dozen)"
    r"(?:[- ](?:one|two|three|four|five|six|seven|eight|nine|hundred|thousand))*)(?:\s*\((?P<figure>[\d,]+)\))?"
    r"(?:\s+(?:rounds|units|sets|pieces|batteries|squadrons|boatloads|copies)\s+of(?=\s))?"
    r"(?:\s+(?!(?:and|of|to|for|from|in|on|with|as|plus|along|worth|percent|per|million|billion|years?|months?|days?|weeks?|"
    r"squadrons?|by|at|or|"
    r"January|February|March|April|May|June|July|August|September|October|November|December|a\.m|p\.m|people|others)\b)"
    r"[\w.’'/()-]+){0,5}?\s+$",
    re.IGNORECASE,
)
_OF_THEM = re.compile(
    r"s?(?:\s+(?:from|for|to)\s+(?:the\s+)?[A-Z][\w.]+)?\s*[–—,(-]\s*(?P<qualifier>up to |"
    r"about )?(?P<number>\d{1,4}) of them\b"
)


def _count_after(text: str, goods: Goods) -> None:
    """Read the number that stands after a system: "the F-35 – 50 of them"."""
    match = _OF_THEM.match(text, goods.end, goods.end + 40)
    if match is not None:
        goods.quantity = int(match["number"])
        goods.qualifier = {"up to ": "up_to", "about ": "about"}.get(match["qualifier"] or "")


_COUNTS_SALES = re.compile(  # "22 arms sales": the number is of sales
    r"\s+(?:sales?|deals?|packages?|contracts?|transfers?|exports?|purchases?|agreements?|orders?|shipments?)\b",
    re.IGNORECASE,
)
_DOZENS = {"a dozen": 12, "two dozen": 24, "three dozen": 36, "four dozen": 48}


def _count(text: str, start: int, goods: Goods) -> None:
    """Read the number that stands before a system: "up to 50 Lockheed Martin F-35s"."""
    before = text[max(start, goods.start - 70) : goods.start]
    if not before or not before[-1].isspace() or (goods.general and _COUNTS_SALES.match(text, goods.end)):
        return
    match = _QUANTITY.search(before)
    if match is None:
        _count_after(text, goods)
        return
    at = max(start, goods.start - 70) + match.start("number")
    words = re.sub(r"\s+", " ", match["number"].lower())
    figure = match["figure"] or (match["number"] if match["number"][0].isdigit() else None)
    value = value_of_figure(figure) if figure else _DOZENS.get(words) or value_of_words(words)
    if value is None or (figure and len(figure) == 4 and figure.startswith(("19", "20")) and "," not in figure):
        return
    goods.quantity = value
    goods.quantity_span = (at, at + len(match[0].rstrip()))
    qualifier = qualifier_before(text, at)
    goods.qualifier = qualifier[0] if qualifier else None
