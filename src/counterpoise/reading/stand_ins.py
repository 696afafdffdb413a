"""Words that stand for a state or a system named before: "the kingdom", "it", "the aircraft"."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from counterpoise.reading.gazetteer import Mention
from counterpoise.reading.goods import Goods, TransferFound
from counterpoise.reading.paragraphs import Sentence
from counterpoise.sources import Span
from counterpoise.vocabulary import index


def as_goods(mention: Mention) -> Goods:
    row = index("systems", "system_id")[mention.id]
    return Goods(
        mention.span.start, mention.span.end, mention.wording, mention.id, row["class_id"], False, row["maker_state"]
    )


def last_system(here: Sequence[Mention], one: TransferFound) -> Goods | None:
    """Give the system named last before the goods in the same sentence."""
    before = [m for m in here if m.kind == "system" and m.id and m.span.end <= one.goods[0].start]
    return as_goods(before[-1]) if before else None


_KINGDOM = re.compile(
    r"\b[Tt]he (?:Arab |oil-rich |wealthy |tiny |small )?(?P<what>[Kk]ingdom|emirate|emirates|sultanate|monarchy|"
    r"Gulf (?:state|nation|monarchy|kingdom|country|"
    r"ally))\b(?! of\b)"
)


_PRONOUN = re.compile(r"\b(?:it|they|It|They)\b(?=['’]?\s)")


_KINGDOMS = frozenset({"SAU", "BHR", "JOR", "MAR"})


_GULF = frozenset({"SAU", "ARE", "QAT", "KWT", "BHR", "OMN"})


def stand_ins(text: str, sentences: Sequence[Sentence], mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Give "the kingdom", "the Gulf state" and "it" the state or body named before that they stand for."""
    titles = list(_by_title(text, sentences, mentions))
    yield from titles
    named = [m for m in mentions if m.kind in ("state", "body", "organisation") and _code(m)]
    actors = sorted([*named, *titles], key=lambda m: m.span.start)
    starts = [m.span.start for m in actors]
    opener: Mention | None = None  # the state that the sentence before is about
    silent = 0
    for sentence in sentences:
        yield from people_given(text, sentence, mentions)
        found: list[Mention] = []
        goes_on = False
        for match in _PRONOUN.finditer(text, sentence.start, sentence.end):
            dative = _GIVES.search(text, max(sentence.start, match.start() - 24), match.start()) is not None
            goes_on = goes_on or dative
            owner = opener if dative else _owner_of_it(text, actors, starts, sentence, match.start())
            if owner is None and not dative and match.start() - sentence.start < 3:
                owner = opener
            if owner is not None:
                found.append(_stand_in(owner, match))
        state = _THE_STATE.match(text, sentence.start, sentence.end)
        if state is not None and opener is not None:
            found.append(_stand_in(opener, state))
        yield from found
        first = next((a for a in actors[bisect_left(starts, sentence.start) :] if a.span.end <= sentence.end), None)
        opens = [m for m in (first, *found) if m is not None and m.span.start - sentence.start < _OPENS]
        silent = 0 if opens else silent + 1
        if goes_on and opener is not None:
            continue  # "Cyprus sold it helicopters": the text is still about the other state
        opener = min(opens, key=lambda m: m.span.start) if opens else (opener if silent < 2 else None)


_OPENS = 30  # characters before the subject of a sentence
_GIVES = re.compile(
    r"\b(?:offer\w*|sell|sold|selling|give|gave|given|giving|suppl\w+|send|sent|lend|lent|lease\w*|deliver\w*)\s+$",
    re.IGNORECASE,
)
_THE_STATE = re.compile(
    r"(?:The\s+(?:same\s+)?(?:country|government|island|nation|republic|air\s+force|army|navy|defen[cs]e\s+ministry)|"
    r"Its\s+(?:government|air\s+force|army|navy|military|armed\s+forces|defen[cs]e\s+ministry))\b(?!\s+of\b)"
)


def _stand_in(owner: Mention, match: re.Match[str]) -> Mention:
    code = _code(owner)
    return Mention("state", code, owner.name, match[0], Span(*match.span()), form="pronoun", state=code)


_GIVES_THEM = re.compile(
    r"\b(?:offer\w*|sell|sold|selling|give|gave|giving|suppl\w+|send|sent|lend|lease\w*|provid\w+|deliver\w*)\s+(?P<them>them)\b"
)


def people_given(text: str, sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Give "them" in "Moscow has offered them tanks" the people named last: "the Saudis"."""
    match = _GIVES_THEM.search(text, sentence.start, sentence.end)
    if match is None:
        return
    people = [
        m for m in mentions if m.kind == "state" and m.form == "adjective" and m.wording.endswith("s")
        and match.start() - 300 < m.span.start < match.start()
    ]  # fmt: skip
    if people:
        code = _code(people[-1])
        yield Mention("state", code, people[-1].name, match["them"], Span(*match.span("them")), state=code)


def _code(mention: Mention) -> str:
    return (mention.id if mention.kind == "state" else mention.state) or ""


def _by_title(text: str, sentences: Sequence[Sentence], mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Give "the kingdom" and "the Gulf nation" the state named last that can be called so."""
    states = [m for m in mentions if (m.kind == "state" and m.id) or (m.kind in ("office", "body") and m.state)]
    starts = [m.span.start for m in states]
    for sentence in sentences:
        for match in _KINGDOM.finditer(text, sentence.start, sentence.end):
            place = bisect_left(starts, match.start())
            before = states[max(0, place - 40) : place]
            what = match["what"].lower()
            fitting = [m for m in before if _has_form(m.state or m.id, what)]
            usual = [m for m in fitting if (m.state or m.id) in _KINGDOMS or what != "kingdom"]
            if fitting:
                last = (usual or fitting)[-1]  # "the kingdom" is hardly ever Spain
                code = last.state or last.id or ""
                yield Mention("state", code, last.name, match[0], Span(*match.span()), state=code)


_RELATIVE = re.compile(r",?\s+(?:which|that)\s")
_TELLS = re.compile(
    r"\s+(?:(?:has|have|had|also|reportedly|\w+ly)\s+){0,2}(?:told|said|says|informed|announced|announces|confirmed|declared|"
    r"hinted|indicated|decided|insisted|revealed|notified|assured)\b"
)


def _owner_of_it(
    text: str, actors: Sequence[Mention], starts: Sequence[int], sentence: Sentence, at: int
) -> Mention | None:  # fmt: skip
    """Give the state that "it" goes on from: who says it would, whom a relative clause hangs on, the only one before.

    None where the sentence names two states before it and neither says anything: nothing is guessed.
    """
    here = [a for a in actors[bisect_left(starts, sentence.start) : bisect_left(starts, at)] if a.span.end <= at]
    speaks = next((a for a in reversed(here) if _TELLS.match(text, a.span.end, at)), None)
    hung = next((a for a in reversed(here) if _RELATIVE.match(text, a.span.end, a.span.end + 8)), None)
    if speaks is not None or hung is not None:
        return max((x for x in (speaks, hung) if x is not None), key=lambda a: a.span.start)
    first = here[0] if here else None
    alone = first is not None and all(_code(a) == _code(first) for a in here)
    opens = first is not None and first.span.start - sentence.start < 12
    return first if alone or opens else None


def _has_form(code: str, what: str) -> bool:
    if what.startswith("gulf"):
        return code in _GULF
    official = index("states", "code")[code]["official_name"].lower()
    if what == "kingdom":
        return "kingdom" in official or code in _KINGDOMS
    if what == "monarchy":
        return code in _KINGDOMS or code in _GULF
    if what.startswith("emirate"):
        return code in {"ARE", "QAT", "KWT"}
    return what in official or (what == "sultanate" and code == "OMN")


_STANDS_FOR = (  # a general word with "the" may stand for a system of these classes named shortly before
    (
        re.compile(r"(?:jets?|aircraft|planes?|warplanes?|fighters?|fighter jets?)$", re.IGNORECASE),
        re.compile("fighter|aircraft|tanker|aew"),
    ),
    (re.compile(r"(?:drones?|unmanned aircraft)$", re.IGNORECASE), re.compile("uav")),
    (re.compile(r"missiles?$", re.IGNORECASE), re.compile("missile|sam|interceptor")),
    (re.compile(r"helicopters?$", re.IGNORECASE), re.compile("helicopter")),
    (re.compile(r"tanks?$", re.IGNORECASE), re.compile("tank|mbt")),
    (re.compile(r"submarines?$", re.IGNORECASE), re.compile("submarine")),
    (re.compile(r"howitzers?$", re.IGNORECASE), re.compile("artillery")),
    (re.compile(r"bombs$", re.IGNORECASE), re.compile("munition|ammunition")),
)


_DEFINITE = re.compile(
    r"\b(?:the|these|those|such|this|that)\s+(?:same\s+|first\s+)?(?:\d{1,3}\s+|[a-z]+teen\s+|two\s+|four\s+)?$"
)


def may_be_called(system: Goods, word: str) -> bool:
    """Tell whether a system of this class can be called so: an F-35 "the jet"."""
    return any(words.search(word) and classes.search(system.class_id or "") for words, classes in _STANDS_FOR)


def named_before(text: str, goods: list[Goods], last: Goods | None) -> list[Goods]:
    """Let "the aircraft" be the system named shortly before, if its class can be called so."""
    if last is None or any(g.system_id for g in goods):
        return goods
    answer = []
    for g in goods:
        definite = _DEFINITE.search(text, max(0, g.start - 24), g.start)
        fits = any(words.search(g.words) and classes.search(last.class_id or "") for words, classes in _STANDS_FOR)
        answer.append(
            replace(g, system_id=last.system_id, class_id=last.class_id, general=False, maker=last.maker)
            if definite and fits
            else g
        )
    return answer
