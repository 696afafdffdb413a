"""Where the words that a verb of speech reports begin and end."""

import re
from collections.abc import Sequence

from counterpoise.reading.after_verbs import OF_A_STATEMENT
from counterpoise.reading.paragraphs import Sentence
from counterpoise.reading.scene import SPEAKING, Scene
from counterpoise.reading.speaker import Speaker
from counterpoise.reading.speech_cue import Cue
from counterpoise.reading.speech_verbs import speech_verbs
from counterpoise.reading.tokens import Token
from counterpoise.vocabulary import word_list


def limit_of(scene: Scene, resolved: list[tuple[Cue, Speaker]], number: int, first: int, last: int) -> int:
    """Give the token where the next act of speech of the sentence begins, so that this one ends before it."""
    cue = resolved[number][0]
    tokens = scene.tokens.tokens
    if _is_relative(tokens, cue) and not _is_said(tokens[first : cue.subject.first if cue.subject else first]):
        last = _end_of_relative(tokens, cue, last)
    for later, _ in resolved[number + 1 :]:
        begin = min(later.group_first, later.at)
        if begin <= cue.last or 0 <= begin - cue.complement < _OPENING_WORDS:
            if later.at > cue.last + 1 and tokens[later.at - 1].text == ",":
                return min(later.at - 1, last)  # "who has criticised it, tweeted"
            continue
        before = tokens[begin - 1].lower if begin > 0 else ""
        if tokens[begin - 1].text in '”»"’' and tokens[begin - 1].kind == "mark":
            return min(begin - 1, last)
        if later.manner in ("participle", "coordinated") or before in (
            ",",
            ";",
            "and",
            "but",
            "yet",
            "while",
            "as",
            "though",
            "—",
            "–",
        ):
            return min(begin, last)
    return last


_OPENING_WORDS = 3  # "announced that though he would oppose it, ..."


def _is_relative(tokens: Sequence[Token], cue: Cue) -> bool:
    """Tell whether a verb stands in a relative clause: "the ministry, which last month said"."""
    if cue.subject is None or cue.manner != "before":
        return False
    between = [t.text.lower() for t in tokens[cue.subject.last : cue.at]]
    pronoun = next((k for k in range(len(between) - 1, -1, -1) if between[k] in ("which", "who")), None)
    return pronoun is not None and "," not in between[pronoun:]


def _end_of_relative(tokens: Sequence[Token], cue: Cue, last: int) -> int:
    """Give the comma after which the verb of the main clause follows, or `last`."""
    return next(
        (k for k in range(cue.last + 1, last - 1) if tokens[k].text == "," and tokens[k + 1].lower in _FINITE), last
    )


_TAKES_THING = frozenset(["reject", "support", "deny", "question"])


def complement(
    scene: Scene,
    cue: Cue,
    sentence: Sentence,
    first: int,
    limit: int,
    resolved: list[tuple[Cue, Speaker]],
    number: int,
) -> tuple[int, int] | None:
    """Find the words a verb of speech reports: a clause after it or before it, an infinitive, or the thing opposed."""
    tokens = scene.tokens.tokens
    if cue.manner == "according":
        return _beside_according(scene, cue, sentence, first, limit, resolved, number)
    if cue.verb.verb == "agree" and cue.complement < limit and not _agrees_in_words(scene, cue, limit):
        return None
    if cue.verb.verb == "put it":
        quoted = next((t for t in tokens[cue.last : min(limit, cue.last + 4)] if t.kind == "quote"), None)
        return (quoted.start - 1, quoted.end + 1) if quoted is not None else None
    end = tokens[limit - 1].end if limit > first else sentence.end
    j = cue.complement
    if cue.manner == "inverted":
        return _clause_before(scene, cue, sentence, first, resolved, number)
    if cue.manner == "agent":
        return sentence.start, end
    broken = _goes_on_after(scene, cue, first, limit)
    if broken is not None:
        return broken
    if j >= limit or (tokens[j].kind == "mark" and tokens[j].text in (".", ",", ";", "—", "–")):
        if j < limit and tokens[j].text == "," and j + 1 < limit and tokens[j + 1].lower in ("saying", "adding"):
            return None
        return _clause_before(scene, cue, sentence, first, resolved, number)
    word = tokens[j].lower
    takes = cue.verb.takes
    if cue.verb.manner != "deny" and _OWN_WORDS.match(scene.text, tokens[j].start, end):
        return None  # "endorsed the minister's statements": an act
    if (
        cue.verb.manner in ("say", "think", "report", "warn")
        and word not in ("that", "to")
        and _ends_clause(scene, cue, first)
        and (
            not looks_like_clause(scene, j, limit)
            or word in _WHEN_WORDS
            or word.endswith("day")
            or _is_clause_before(scene, cue, first)
        )
    ):
        return _clause_before(scene, cue, sentence, first, resolved, number)
    if j > cue.last and cue.verb.manner == "say" and word in OF_A_STATEMENT:
        return _clause_before(scene, cue, sentence, first, resolved, number)
    if "that only" in takes and tokens[j].kind == "word" and word not in _OPENS_CLAUSE:
        if not _is_clause_before(scene, cue, first):
            return None
        return _clause_before(scene, cue, sentence, first, resolved, number)
    if word == "that" and "clause" in takes:
        return tokens[j + 1].start if j + 1 < limit else end, end
    if word == "to" and (
        "infinitive" in takes or "to" in takes or cue.verb.manner in ("commit", "urge", "ask", "reject")
    ):
        return tokens[cue.at].start, end
    if word in ("for", "on", "against", "over", "about"):
        if word in takes or cue.verb.manner in ("warn", "reject", "support", "ask", "urge"):
            return tokens[cue.at].start, end
        if cue.verb.manner in ("say", "report") and word in ("about", "on", "over"):
            return None
    if word == "of" and cue.verb.manner in ("say", "report"):
        return None  # "told Congress of three units": an act
    if cue.verb.manner in _TAKES_THING:
        return tokens[cue.at].start, end
    if "recipient" in takes and cue.verb.manner in ("urge", "ask", "commit", "warn"):
        return tokens[cue.at].start if cue.verb.manner in ("urge", "ask") else tokens[min(j, limit - 1)].start, end
    within = before_relative(scene, j, limit) if cue.verb.verb in _TAKES_NEWS else limit
    bare = within == limit and _bare_clause(scene, cue, j, limit)
    if "clause" in takes and (looks_like_clause(scene, j, within) or bare):
        return tokens[j].start, end
    if "object" in takes:
        return tokens[cue.at].start, end
    if tokens[j].kind == "quote":
        return tokens[j].start - 1, end
    if word in ("how", "why", "whether", "if", "what", "when"):
        return tokens[j].start, end
    before = _clause_before(scene, cue, sentence, first, resolved, number)
    if before is not None:
        return before
    return None


_OWN_WORDS = re.compile(
    r"(?:these|those|the|his|her|their|(?:[A-Z][\w-]+ )?[A-Z][\w-]+['’]s?)\s+(?:\w+\s+)?"
    r"(?:statements?|remarks?|comments?)\b"
)


def _agrees_in_words(scene: Scene, cue: Cue, limit: int) -> bool:
    """Tell "agreed that it was late" from the act "agreed two years ago to sell"."""
    tokens = scene.tokens.tokens
    return (
        tokens[cue.complement].lower == "that"
        or tokens[cue.complement].kind in ("quote", "mark")
        or not (
            tokens[cue.complement].lower in _DETERMINERS  # "agreed a framework deal"
            or any(t.lower in ("to", "with", "on") for t in tokens[cue.last : min(limit, cue.last + 8)])
        )
    )


_WHEN_WORDS = word_list("reported_speech.when_words")


_OPENS_CLAUSE = frozenset({"that", "it", "he", "she", "they", "we", "whether", "how", "there"})
_OPENS_ADJUNCT = word_list("reported_speech.opens_adjunct")
_ASKED = frozenset({"asked", "pressed", "questioned", "quizzed"})  # "Asked whether it would, she laughed"


def _ends_clause(scene: Scene, cue: Cue, first: int) -> bool:
    """Tell whether subject and verb follow a comma that ends a clause and no opening adjunct."""
    tokens = scene.tokens.tokens
    begin = min(cue.group_first, cue.at)
    if cue.manner in ("participle", "coordinated"):
        return False
    if begin - first < 5 or tokens[begin - 1].text not in (",", "—", "–"):
        return False
    if tokens[first].lower in _ASKED:
        return False
    if tokens[first].lower not in _OPENS_ADJUNCT:
        return True
    return any(t.text == "," for t in tokens[first : begin - 1])


def _is_clause_before(scene: Scene, cue: Cue, first: int) -> bool:
    """Tell whether the words before ", officials said" are a clause of their own and no opening adjunct."""
    tokens = scene.tokens.tokens
    begin = min(cue.group_first, cue.at) - 1
    if tokens[first].lower in _OPENS_ADJUNCT | _WHEN_WORDS | _ASKED or tokens[first].lower.endswith("ing"):
        return False
    return any(t.lower in _FINITE or t.lower in _PAST for t in tokens[first:begin])


def _goes_on_after(scene: Scene, cue: Cue, first: int, limit: int) -> tuple[int, int] | None:
    """Read "Russia, he noted, was courting the Saudis": the report goes on after speaker and verb."""
    tokens = scene.tokens.tokens
    begin = min(cue.group_first, cue.at)
    after = max(cue.last, cue.subject.last) if cue.subject is not None and cue.manner == "inverted" else cue.last
    if cue.verb.manner not in ("say", "think", "warn") or begin <= first or tokens[begin - 1].text != ",":
        return None
    told = max(after, cue.complement)
    if tokens[begin - 2].lower in ("which", "that", "who") and told < limit - 2 and tokens[told].text == ",":
        return tokens[told + 1].start, tokens[limit - 1].end  # "the sales, which, one official told the paper, include"
    if after >= limit - 2 or tokens[after].text != "," or begin - first > 8:
        return None
    before = tokens[first : begin - 1]
    if any(t.lower in _FINITE or t.lower in _PAST or t.lower.endswith("ed") or t.kind == "quote" for t in before):
        return None
    opens = tokens[first].lower in _OPENS_ADJUNCT | _WHEN_WORDS  # "At one point, the sources said, Rabat was told"
    if opens and (tokens[first].lower in _NEVER_ADJUNCT or not _is_said(tokens[after + 1 : limit])):
        return None
    if not opens and tokens[after + 1].lower not in _FINITE | _PAST:
        return None
    return tokens[after + 1].start, tokens[limit - 1].end


_REQUESTING = frozenset({"ask", "urge"})
_NEVER_ADJUNCT = frozenset({"in", "speaking", "asked", "when", "while", "although", "though", "because", "if", "as"})
_TAKES_NEWS = frozenset({"announce", "write", "declare", "disclose"})  # "announced the sale": an act, not words
_OTHER_CLAUSE = frozenset(
    {
        "that",
        "which",
        "who",
        "when",
        "as",
        "after",
        "before",
        "while",
        "although",
        "though",
        "because",
        "during",
        "even",
    }
)


def before_relative(scene: Scene, j: int, limit: int) -> int:
    """Give where a relative clause or an adjunct of time begins: its verb makes no report of a noun."""
    return next(
        (
            k
            for k in range(j + 1, limit)
            if scene.tokens.tokens[k].lower in _OTHER_CLAUSE or scene.tokens.tokens[k].text == ","
        ),
        limit,
    )


def _bare_clause(scene: Scene, cue: Cue, j: int, limit: int) -> bool:
    """Tell whether words after "says" can only be a clause though no verb of ours is seen: "the Americans sow fear"."""
    token = scene.tokens.tokens[j]
    if cue.verb.verb == "declare":
        return False  # "declared an emergency"
    if cue.verb.manner not in ("say", "think") or "object" in cue.verb.takes or limit - j < 4:
        return False
    return (
        token.kind == "word"
        and token.lower not in _WHEN_WORDS
        and token.lower not in _OPENS_ADJUNCT
        and not token.lower.endswith("ly")
    )


_FINITE = word_list("reported_speech.finite")


_DETERMINERS = word_list("noun_phrases.determiners") | {"its", "their", "his", "her"}  # "the proposed sale"


def looks_like_clause(scene: Scene, j: int, limit: int) -> bool:
    """Tell whether a finite verb follows within the words after the verb of speech."""
    tokens = scene.tokens.tokens
    for k in range(j, min(limit, j + 28)):
        token = tokens[k]
        if token.text == "May" and k + 1 < limit and tokens[k + 1].text[:1].isdigit():
            continue  # "declared an emergency on May 24": the month
        if token.kind == "word" and (
            token.lower in _FINITE or (token.lower.endswith(("ed", "s")) and k > j and token.lower in speech_verbs())
        ):
            return True
        if (
            token.kind == "word"
            and k > j
            and not token.is_capital
            and token.lower.endswith(("ed", "es"))
            and len(token.lower) > 4
            and tokens[k - 1].lower not in _DETERMINERS
        ):
            return True
        if token.kind == "quote" and k > j:
            return True
        if token.kind == "word" and token.lower in _PAST:
            return True
    return False


_PAST = word_list("reported_speech.past")


def _clause_before(
    scene: Scene, cue: Cue, sentence: Sentence, first: int, resolved: list[tuple[Cue, Speaker]], number: int
) -> tuple[int, int] | None:  # fmt: skip
    """Read "The sale will go ahead, officials said": the words before subject and verb."""
    tokens = scene.tokens.tokens
    begin = min(cue.group_first, cue.at)
    if tokens[first].lower in _ASKED or (
        tokens[first].lower == "in" and begin - first < 12 and not _is_said(tokens[first:begin])
    ):
        return None  # "In a statement to reporters, Okafor stated,"
    if begin - first > 4 and tokens[begin - 1].text in ("”", '"') and tokens[begin - 2].kind == "quote":
        begin -= 1  # The sales “seriously interfere ...,” Zhao said
    if begin - first < 4 or (tokens[begin - 1].text not in (",", "—", "–") and tokens[begin - 1].kind != "quote"):
        as_first = begin - 1 if tokens[begin - 1].lower == "as" else None
        if as_first is None or as_first - first < 4:
            return None
        begin = as_first
    floor = sentence.start
    for earlier, _ in resolved[:number]:
        if earlier.complement < begin and tokens[earlier.complement].lower == "of":
            continue  # "told Congress of its plan, lawmakers said": an act
        if earlier.intention or _is_relative(tokens, earlier):
            continue  # "will announce the sale, said an official"
        if earlier.verb.manner in SPEAKING:  # an attitude ("opposes") may be what is reported
            floor = max(floor, tokens[max(earlier.last, earlier.complement) - 1].end)
    start = max(floor, sentence.start)
    end = tokens[begin - 1].end if begin > first else tokens[begin].start
    if end - start < 12:
        return None
    return start, end


def _is_said(tokens: Sequence[Token]) -> bool:
    return any(t.lower in _FINITE or t.lower in _PAST or t.lower.endswith("ed") or t.kind == "quote" for t in tokens)


_FEW_WORDS = 5


def _beside_according(
    scene: Scene,
    cue: Cue,
    sentence: Sentence,
    first: int,
    limit: int,
    resolved: list[tuple[Cue, Speaker]],
    number: int,
) -> tuple[int, int] | None:
    tokens = scene.tokens.tokens
    if cue.at <= first + 1:
        if cue.complement < limit and tokens[cue.complement - 1].text == ",":
            return tokens[cue.complement].start, tokens[limit - 1].end
        named = cue.subject.last - 1 if cue.subject is not None else cue.last
        comma = next((k for k in range(max(cue.last, named), limit) if tokens[k].text == ","), None)
        if comma is None or comma + 1 >= limit:
            return None
        return tokens[comma + 1].start, tokens[limit - 1].end
    before = [earlier for earlier, _ in resolved[:number]]
    if resolved[number][1].kind == "outlet" and any(c.verb.manner in SPEAKING | _REQUESTING for c in before):
        return None  # "he urged it to reconsider, according to the agency": who spoke is told
    told = [c for c in before if c.verb.manner in SPEAKING | {"think"} and tokens[c.complement].lower != "of"]
    quoted = any(t.kind == "quote" for t in tokens[first : cue.at])
    if quoted and any(c.verb.manner in ("say", "ask") for c in before):
        return None  # “...,” the minister asked, according to his office
    floor = max((tokens[max(c.last, c.complement) - 1].end for c in told), default=sentence.start)
    if any(c.verb.manner == "ask" and cue.at - c.complement < _FEW_WORDS for c in before):
        return None  # the minister asked the panel, according to his office
    return floor, tokens[cue.at - 1].end
