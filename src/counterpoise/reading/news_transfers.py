"""Transfers told in prose: who would supply what to whom, how many, for how much, and how far it has come."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from counterpoise.reading.gazetteer import Mention
from counterpoise.reading.paragraphs import Sentence
from counterpoise.reading.quantities import qualifier_before, value_of_figure, value_of_words
from counterpoise.reading.transfer_status import status_in
from counterpoise.sources import Span
from counterpoise.vocabulary import index, rows

_GLUE = r"(?:[\w.’'/&-]+\s+){0,3}"
_TO_BEFORE = re.compile(
    rf"\b(?:to|for|with)\s+(?:the\s+|its\s+|their\s+|our\s+|a\s+|an\s+)?(?:[\w.-]+\s+){{0,3}}?(?:(?:government|kingdom|state|republic|"
    rf"military|armed\s+forces|air\s+force|army|navy)\s+of\s+(?:the\s+)?)?$",
    re.IGNORECASE,
)
_TO = re.compile(r"\bto\s+(?:the\s+)?(?:[\w.-]+\s+){0,3}?$", re.IGNORECASE)
_AND_BEFORE = re.compile(r"(?:,|\band|\bor|,\s*and|\bboth)\s+(?:the\s+|to\s+|to\s+the\s+)*$", re.IGNORECASE)
_FROM_BEFORE = re.compile(r"\b(?:from|by)\s+(?:the\s+)?$", re.IGNORECASE)
_HYPHEN_PAIR = re.compile(r"^\s*[-–/]\s*$")
_SUBJECT_GAP = re.compile(
    r"^(?:['’]s)?\s*(?:\([^()]*\)\s*)?(?:(?:is|are|was|were|be|been|has|have|had|will|would|may|might|could|can|should|must|to|not|also|now|"
    r"already|soon|still|recently|reportedly|formally|officially|\w+ly|administration|government|officials|army|military|"
    r"air|force|navy|considering|weighing|planning|plans|planned|plan|intends|intending|agreed|agrees|agree|going|set|ready|"
    r"willing|preparing|prepared|moves|moved|moving|offered|offers|offering|proposed|proposes|proposing|decided|"
    r"wants|wanted|want|hopes|hoped|seeks|sought|seeking|trying|tried|looking|interested|in|eager|keen|likely|expected|"
    r"wishes|due|began|begun|started|continues|continued|approved|about|first|Arab|country|the|become|becomes|became|state|and|"
    r"nation|long|pushing|pushed|for|refused|refuses|refusing|able|on|track|of|deal|intention|its|their|plans|"
    r"possible|proposal|let|allowed|signed|an?|agreement|contract|letter|intent|offer|on\s+\w+day|\w+day|last\s+\w+|this\s+\w+|today|yesterday)\s+)*$",
    re.IGNORECASE,
)
_MODIFIES = re.compile(rf"^(?:['’]s)?\s+(?:{_GLUE})$|^\s*[-–]\s*$|^\s*$")
_FINITE_GAP = re.compile(  # "the deal came about with Israel struggling": what follows belongs to another verb
    r"\b(?:is|are|was|were|has|had|have|came|comes|went|goes|will|would|could|may|said|says|did|does|made|drew|raised|\w{3,}ed)\b"
    r"(?=.*\b(?:with|for)\s+(?:[\w.-]+\s+){0,3}$)"
)
_OTHER_SALE = re.compile(
    r"\b(?:sales?|deals?|transfers?|exports?|contracts?|agreements?|purchases?|requests?)\b", re.IGNORECASE
)
_MADE_AT_HOME = re.compile(
    r"\b(?:manufactur\w+|produc(?:e|es|ed|ing)|develop\w*|build(?:s|ing)?|built)\s+(?:[\w-]+\s+){0,3}$", re.IGNORECASE
)
_POSSESSION = re.compile(r"^['’]s?\b")


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
    negated: bool = False


@cache
def _cue_pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    senses = {row["word"]: row["sense"] for row in rows("transfer_words")}
    words = "|".join(sorted(map(re.escape, senses), key=len, reverse=True))
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE), senses


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
            _count(text, start, goods)
            found.append(goods)
    pattern, table = _arms_pattern()
    for match in pattern.finditer(text, start, end):
        if any(g.start <= match.start() < g.end or 0 <= match.start() - g.end <= 25 and re.fullmatch(
               r"s?(?:\s+(?:stealth|fighter|multirole|advanced|armed|attack|Lightning|II|combat|joint|strike|Joint|Strike|Fighter|Block|\d+))*[\s-]*",
               text[g.end : match.start()]) for g in found if g.system_id):  # fmt: skip
            continue
        if _MADE_AT_HOME.search(text, max(start, match.start() - 60), match.start()):
            continue
        class_id, general = table.get(re.sub(r"\s+", " ", match[0].lower()), (None, False))
        goods = Goods(match.start(), match.end(), match[0], None, class_id, general)
        _widen(text, start, goods)
        _count(text, start, goods)
        found.append(goods)
    return sorted(found, key=lambda g: g.start)


_ADJECTIVES = re.compile(r"(?:(?:advanced|sophisticated|American|US|U\.S\.|stealth|modern|new|additional|precision-guided|armed|"
                         r"American-made|US-made|U\.S\.-made|Russian|French|British|German|Chinese|Israeli|Turkish|offensive|defensive|"
                         r"fifth-generation|air-to-ground|air-to-air|guided|heavy|attack|combat|lethal)\s+)+$")  # fmt: skip


def _widen(text: str, start: int, goods: Goods) -> None:
    match = _ADJECTIVES.search(text, max(start, goods.start - 60), goods.start)
    if match:
        goods.start = match.start()
        goods.words = text[goods.start : goods.end]


_QUANTITY = re.compile(
    r"(?<![\w$€£.,/-])(?P<number>\d{1,3}(?:,\d{3})+|\d{1,6}|(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|"
    r"fourteen|fifteen|sixteen|eighteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|a\s+dozen|two\s+dozen)"
    r"(?:[- ](?:one|two|three|four|five|six|seven|eight|nine|hundred|thousand))*)(?:\s*\((?P<figure>[\d,]+)\))?"
    r"(?:\s+(?!(?:and|of|to|for|from|in|on|with|percent|per|million|billion|years?|months?|days?|weeks?|squadrons?|by|at|or|"
    r"January|February|March|April|May|June|July|August|September|October|November|December|a\.m|p\.m|people|others)\b)"
    r"[\w.’'/()-]+){0,5}?\s+$",
    re.IGNORECASE,
)
_DOZENS = {"a dozen": 12, "two dozen": 24}


def _count(text: str, start: int, goods: Goods) -> None:
    """Read the number that stands before a system: "up to 50 Lockheed Martin F-35s"."""
    before = text[max(start, goods.start - 70) : goods.start]
    if not before or not before[-1].isspace():
        return
    match = _QUANTITY.search(before)
    if match is None:
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


def find_transfers(text: str, sentences: Sequence[Sentence], mentions: Sequence[Mention]) -> list[TransferFound]:
    """Find what each sentence tells of transfers; the same transfer told twice is found twice (see `merge`)."""
    found: list[TransferFound] = []
    at = 0
    ordered = sorted([*mentions, *_kingdoms(text, sentences, mentions)], key=lambda m: m.span.start)
    starts = [m.span.start for m in ordered]
    for sentence in sentences:
        while at < len(starts) and starts[at] < sentence.start:
            at += 1
        stop = at
        while stop < len(starts) and starts[stop] < sentence.end:
            stop += 1
        here = ordered[at:stop]
        if here or found:
            found.extend(_in_sentence(text, sentence, here))
    return found


_KINGDOM = re.compile(
    r"\b[Tt]he (?P<what>kingdom|emirate|emirates|sultanate|monarchy|Gulf (?:state|nation|monarchy|kingdom|country|ally))\b(?! of\b)"
)
_GULF = frozenset({"SAU", "ARE", "QAT", "KWT", "BHR", "OMN"})


def _kingdoms(text: str, sentences: Sequence[Sentence], mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Give "the kingdom" and "the Gulf state" the state of that form which was named last before."""
    states = [m for m in mentions if m.kind == "state" and m.id]
    for sentence in sentences:
        for match in _KINGDOM.finditer(text, sentence.start, sentence.end):
            what = match["what"].lower()
            fitting = [m for m in states if m.span.end <= match.start() and _has_form(m.id, what)]
            if fitting:
                last = fitting[-1]
                yield Mention("state", last.id, last.name, match[0], Span(*match.span()), state=last.id)


def _has_form(code: str, what: str) -> bool:
    if what.startswith("gulf"):
        return code in _GULF
    official = index("states", "code")[code]["official_name"].lower()
    if what == "monarchy":
        return "kingdom" in official or "sultanate" in official
    if what.startswith("emirate"):
        return code in {"ARE", "QAT", "KWT"}
    return what in official or (what == "sultanate" and code == "OMN")


def _in_sentence(text: str, sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[TransferFound]:
    goods = goods_in(text, sentence.start, sentence.end, mentions)
    if not goods:
        return
    actors = [m for m in mentions if m.kind != "system" and (m.kind in ("state", "organisation") or m.state)]
    pattern, senses = _cue_pattern()
    cues = [m for m in pattern.finditer(text, sentence.start, sentence.end)
            if not any(g.start <= m.start() < g.end for g in goods)]  # fmt: skip
    used: set[int] = set()
    for number, cue in enumerate(cues):
        sense = senses[cue[0].lower()]
        low = cues[number - 1].end() if number else sentence.start
        high = cues[number + 1].start() if number + 1 < len(cues) else sentence.end
        near = _goods_of(text, cue, sense, goods, low, high, sentence)
        if not near:
            continue
        signers = _signers(text, cue, actors, near, low, high) if sense == "neutral" else None
        if signers is not None:
            purchasers, supplier, how = [signers[0]], signers[1], signers[2]
        else:
            purchasers = _purchasers(text, cue, sense, actors, low, high, sentence, near)
            supplier, how = _supplier(text, cue, sense, actors, near, low, sentence)
        purchasers = [p for p in purchasers if p.id and _code(p) != supplier]
        if not purchasers:
            if sense in ("give_noun", "neutral", "take_noun") and any(g.system_id for g in near):
                yield _without_purchaser(text, cue, sense, sentence, near, supplier, how)
            continue
        fresh = [g for g in near if id(g) not in used] or near
        used.update(id(g) for g in fresh)
        status, words = status_in(text, sentence.start, sentence.end, cue.start(), cue.end(), sense)
        for purchaser in purchasers:
            begin = min(cue.start(), purchaser.span.start, *(g.start for g in fresh))
            end = max(cue.end(), purchaser.span.end, *(g.end for g in fresh))
            yield TransferFound(
                supplier, _code(purchaser), list(fresh), begin, end, sentence.number, sentence.paragraph, status, words,
                f"{cue[0]!r} ({sense.replace('_', ' ')}) with what and to whom in one sentence",
                {"purchaser": (purchaser.span.start, purchaser.span.end)}, how, sentences=[sentence.number],
            )  # fmt: skip


def _without_purchaser(
    text: str, cue: re.Match[str], sense: str, sentence: Sentence, near: list[Goods], supplier: str | None, how: str
) -> TransferFound:  # fmt: skip
    """Give what "the sale, which includes 50 F-35s" adds to a transfer told before."""
    status, words = status_in(text, sentence.start, sentence.end, cue.start(), cue.end(), sense)
    return TransferFound(supplier, None, list(near), min(cue.start(), near[0].start), max(cue.end(), near[-1].end), sentence.number,
                         sentence.paragraph, status, words, f"{cue[0]!r} without a purchaser", {}, how, sentences=[sentence.number])  # fmt: skip


def _code(mention: Mention) -> str | None:
    if mention.kind in ("state",):
        return mention.id
    if mention.kind == "organisation" and not mention.state:
        return mention.id
    return mention.state


def _goods_of(
    text: str, cue: re.Match[str], sense: str, goods: list[Goods], low: int, high: int, sentence: Sentence
) -> list[Goods]:  # fmt: skip
    """Give the goods that a cue is about: its object, what it is the sale of, or the noun before "sale" and "deal"."""
    before = [g for g in goods if low <= g.start < cue.start()]
    after = [g for g in goods if cue.end() <= g.start]
    if sense.endswith("noun") or sense == "neutral":
        modifiers = [g for g in before if _only_words(text[g.end : cue.start()], 3)]
        of = [g for g in after if g.start < high and _near(text[cue.end() : g.start])]
        if of and (modifiers or _near(text[cue.end() : of[0].start], 130)):
            of = _with_list(text, after, of, high)
        if modifiers and of and all(m.general for m in modifiers):
            return of  # "arms deal ... of 50 F-35s": the noun is general
        chosen = modifiers or of
        if (
            modifiers
            and of
            and re.search(r"\b(?:including|includes|of|comprising|with)\b", text[cue.end() : of[0].start])
        ):
            chosen = modifiers + of if not all(m.general for m in modifiers) else of
        if not chosen and sense == "neutral":
            chosen = [g for g in before if g.start >= low][-1:] if before and cue.start() - before[-1].end < 40 else []
        return chosen
    if sense in ("give_verb", "take_verb"):
        objects = [g for g in after if g.start < high or g is after[0]]
        if cue[0].lower().startswith("ask") and objects and not re.search(
            r"\b(?:for|to (?:buy|purchase|acquire|sell|supply|provide))\b", text[cue.end() : objects[0].start]):  # fmt: skip
            return []
        if objects and _OTHER_SALE.search(text, cue.end(), objects[0].start):
            return []  # "give consent to the sale of weapons": what is given is the consent
        if objects and _near(text[cue.end() : objects[0].start], 110):
            return _with_list(text, after, objects[:1], sentence.end)
        if re.search(
            r"\b(?:be|been|being|was|were|is|are)\s+(?:\w+ly\s+)?$", text[max(low, cue.start() - 30) : cue.start()]
        ):
            return before[-1:]
        return []
    return []


def _with_list(text: str, after: list[Goods], chosen: list[Goods], high: int) -> list[Goods]:
    """Add the goods listed on after the first: "50 F-35s, 18 MQ-9B drones and munitions"."""
    listed = list(chosen)
    for g in after:
        if g in listed or g.start < listed[-1].end:
            continue
        gap = text[listed[-1].end : g.start]
        if len(gap) < 90 and re.search(r",|\band\b|\bas well as\b|\bplus\b|\balong with\b|\bor\b|;", gap) and not re.search(
            r"\b(?:that|which|who|said|says|while|but|because|after|before|would|will|has|have|is|are|was|were|from)\b|[.:]", gap
        ):  # fmt: skip
            listed.append(g)
        elif g.start >= high:
            break
    return listed


def _only_words(gap: str, count: int) -> bool:
    return len(gap.split()) <= count and not re.search(
        r"[,.;:()]|\b(?:to|for|from|in|and|that|of|with|by|is|was|has)\b", gap
    )


def _near(gap: str, reach: int = 110) -> bool:
    return len(gap) < reach and not re.search(
        r"[;:]|\.\s|\b(?:that|who|said|says|while|but|because|although|if|when)\b", gap
    )


_SIGNS = re.compile(
    r"^(?:['’]s)?\s+(?:government\s+)?(?:(?:has|have|had|also|is|are|will|would|to|recently|\w+ly)\s+)*(?:sign(?:ed|s|ing)?|seal(?:ed|s)?|inked|struck|"
    r"reached|concluded|finali[sz]ed|finali[sz]ing|clinched|agreed|negotiat\w+|announced|made|has|have|had|close|near|nearing)\b[^,.;]{0,60}$",
    re.IGNORECASE,
)


def _signers(
    text: str, cue: re.Match[str], actors: list[Mention], near: list[Goods], low: int, high: int
) -> tuple[Mention, str | None, str] | None:  # fmt: skip
    """Read "Egypt signed a contract with France for Rafale jets": who makes the goods supplies them."""
    subject = next((a for a in reversed(actors) if low <= a.span.start and a.span.end <= cue.start()
                    and _SIGNS.match(text[a.span.end : cue.start()])), None)  # fmt: skip
    if subject is None:
        return None
    other = next((a for a in actors if a.span.start >= cue.end() and re.search(
        r"\b(?:with|from)\s+(?:the\s+)?(?:[\w.-]+\s+){0,2}$", text[cue.end() : a.span.start]) and a.span.start - cue.end() < 90), None)  # fmt: skip
    if other is None:
        return None
    makers = {g.maker for g in near if g.maker}
    if _code(other) in makers or (_code(other) == "USA" and _code(subject) not in makers):
        return subject, _code(other), f"the other side of {cue[0]!r}, which makes the goods: {other.wording}"
    return other, _code(subject), f"subject of {cue[0]!r}: {subject.wording}"


def _purchasers(
    text: str, cue: re.Match[str], sense: str, actors: list[Mention], low: int, high: int, sentence: Sentence,
    near: list[Goods],
) -> list[Mention]:  # fmt: skip
    """Find who would receive: after "to", after "sell", the subject of "buy", the owner of "request"."""
    reach = max(high, max(g.end for g in near) + 60)
    found: list[Mention] = []
    if sense in ("take_verb", "take_noun"):
        subject = _subject_of(text, cue, actors, low, sentence, sense)
        if subject is not None:
            return [subject]
        by = [
            a
            for a in actors
            if cue.end() <= a.span.start < reach and re.search(r"\bby\s+(?:the\s+)?$", text[cue.end() : a.span.start])
        ]
        if by:
            return by[:1]
        if sense == "take_verb":
            return []
    for actor in actors:
        if actor.span.start < cue.end() or actor.span.start >= reach or actor.kind == "person":
            continue
        if actor.form == "adjective" and not actor.wording.isupper():
            continue
        between = text[cue.end() : actor.span.start]
        following = text[actor.span.end : actor.span.end + 2]
        if _POSSESSION.match(following) and not re.match(
            r"['’]s\s+(?:air force|military|army|navy|armed forces|government)",
            text[actor.span.end : actor.span.end + 20],
        ):
            continue
        if sense == "give_verb" and re.fullmatch(r"\s+(?:the\s+)?", between):
            found.append(actor)
        elif (
            _TO_BEFORE.search(between)
            and not _FINITE_GAP.search(between)
            and (sense != "give_verb" or _TO.search(between))
            and not _goes_elsewhere(between)
        ):
            found.append(actor)
        elif found and _AND_BEFORE.search(text[found[-1].span.end : actor.span.start]) and len(
            text[found[-1].span.end : actor.span.start]) < 12:  # fmt: skip
            found.append(actor)
    if found:
        return _first_group(text, found)
    return _paired(text, cue, actors, near, low) or _owner(text, cue, actors, near, low, sense)


def _goes_elsewhere(between: str) -> bool:
    """Tell whether "to" belongs to something else: "a threat to", "notified to Congress"."""
    return re.search(
        r"\b(?:threat|objections?|objected|opposed|respon\w+|according|close|risk|due|contrary|similar|subject|committed|commitment|"
        r"ambassador|visit\w*|travel\w*|flown|flew|said|told|submitted|notification|spoke|relations?|ties|peace|accord|"
        r"normali[sz]\w+|recogni\w+)\s+(?:to|with|for)\s+(?:[\w.-]+\s+){0,3}$", between, re.IGNORECASE) is not None  # fmt: skip


def _first_group(text: str, found: list[Mention]) -> list[Mention]:
    group = found[:1]
    for actor in found[1:]:
        gap = text[group[-1].span.end : actor.span.start]
        if len(gap) < 12 and _AND_BEFORE.search(gap):
            group.append(actor)
        else:
            break
    distinct: dict[str | None, Mention] = {}
    for actor in group:
        distinct.setdefault(_code(actor), actor)
    return list(distinct.values())


def _paired(text: str, cue: re.Match[str], actors: list[Mention], near: list[Goods], low: int) -> list[Mention]:
    """Read "the US-UAE arms deal": of two states joined by a hyphen the one that does not make the goods receives."""
    before = [a for a in actors if a.kind == "state" and a.span.end <= cue.start() and cue.start() - a.span.end < 40]
    if len(before) < 2 or not _HYPHEN_PAIR.match(text[before[-2].span.end : before[-1].span.start]):
        return []
    first, second = before[-2:]
    if second.id == "USA":
        return [first]
    return [second]


def _owner(
    text: str, cue: re.Match[str], actors: list[Mention], near: list[Goods], low: int, sense: str
) -> list[Mention]:  # fmt: skip
    """Read "the Saudi arms deal", "Egypt's F-35 request": a state before the noun, unless it makes the goods."""
    makers = {g.maker for g in near if g.maker}
    for actor in reversed(actors):
        if actor.kind != "state" or not low <= actor.span.start < cue.start() or cue.start() - actor.span.end > 45:
            continue
        if not _only_words(re.sub(r"^['’]s", "", text[actor.span.end : cue.start()]), 5):
            continue
        if actor.id in makers or actor.id == "USA" or sense == "give_noun":
            return []
        return [actor]
    return []


def _subject_of(
    text: str, cue: re.Match[str], actors: list[Mention], low: int, sentence: Sentence, sense: str
) -> Mention | None:  # fmt: skip
    """Find the state that is the subject of "buy" or the owner of "request"."""
    for actor in reversed(actors):
        if actor.span.end > cue.start() or actor.span.start < sentence.start:
            continue
        gap = text[actor.span.end : cue.start()]
        if sense == "take_noun":
            if (
                re.match(r"^['’]s?\s", gap)
                and len(gap.split()) <= 6
                or actor.form == "adjective"
                and _only_words(gap, 4)
            ):
                return actor
        elif _SUBJECT_GAP.match(gap):
            return actor
        relative = re.match(r"^,[^,]{3,80},\s*", gap)
        if relative and sense == "take_verb" and _SUBJECT_GAP.match(gap[relative.end() :]):
            return actor
    return None


def _supplier(
    text: str, cue: re.Match[str], sense: str, actors: list[Mention], near: list[Goods], low: int, sentence: Sentence
) -> tuple[str | None, str]:  # fmt: skip
    """Find who would supply: the subject of "sell", "from Z", "by Z", an adjective before the noun or the goods."""
    for actor in actors:
        if actor.span.start >= cue.end() and _FROM_BEFORE.search(
            text[max(cue.end(), actor.span.start - 12) : actor.span.start]
        ):
            if (
                sense.startswith("take")
                or sense == "neutral"
                or re.search(r"\b(?:by|from)\b", text[cue.end() : actor.span.start])
            ):
                return _code(actor), f"named after 'from' or 'by': {actor.wording}"
    if cue[0].lower().startswith("ask"):
        asked = next(
            (
                a
                for a in actors
                if a.span.start >= cue.end() and re.fullmatch(r"\s+(?:the\s+)?", text[cue.end() : a.span.start])
            ),
            None,
        )
        return (_code(asked), f"who is asked: {asked.wording}") if asked else (None, "")
    if sense == "give_verb":
        for actor in reversed(actors):
            if actor.span.end <= cue.start() and _SUBJECT_GAP.match(text[actor.span.end : cue.start()]):
                return _code(actor), f"subject of {cue[0]!r}: {actor.wording}"
    before = [a for a in actors if a.kind == "state" and a.span.end <= cue.start() and cue.start() - a.span.end < 40]
    if len(before) >= 2 and _HYPHEN_PAIR.match(text[before[-2].span.end : before[-1].span.start]):
        other = before[-1] if before[-1].id == "USA" else before[-2]
        return other.id, f"of the pair before {cue[0]!r}: {other.wording}"
    if sense == "give_noun" or sense == "neutral":
        for actor in reversed(actors):
            gap = text[actor.span.end : cue.start()] if actor.span.end <= cue.start() else "  ,"
            if (
                actor.span.end <= cue.start()
                and _only_words(re.sub(r"^['’]s", "", gap), 4)
                and (sense == "give_noun" or actor.id == "USA")
            ):
                return _code(actor), f"before {cue[0]!r}: {actor.wording}"
    for g in near:
        for actor in actors:
            if actor.kind == "state" and 0 <= g.start - actor.span.end < 30 and re.fullmatch(
                r"(?:-(?:made|built|supplied|manufactured))?\s+(?:[\w-]+\s+){0,3}", text[actor.span.end : g.start]):  # fmt: skip
                return actor.id, f"before the goods: {actor.wording}"
            if actor.kind == "state" and g.start <= actor.span.start < g.end and actor.form == "adjective":
                return actor.id, f"in the goods: {actor.wording}"
    return None, ""
