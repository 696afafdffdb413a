"""Who a noun phrase names: a person, an office, a body, a government, a party, a paper, unnamed people, a pronoun."""

from collections.abc import Sequence

from counterpoise.reading.noun_heads import NounPhrase, head_phrase
from counterpoise.reading.nouns import BARRIERS, PREPOSITIONS, PRONOUNS, is_barrier, name_run, noun_at, words_of
from counterpoise.reading.tokens import Token
from counterpoise.vocabulary import word_list

_POSSESSIVE_PRONOUNS = frozenset(["his", "her", "their", "its", "our", "my"])


_DETERMINERS = word_list("noun_phrases.determiners")


_PHRASE_PREPOSITIONS = word_list("noun_phrases.phrase_prepositions")


POST_MODIFIERS = frozenset(["familiar", "close", "briefed", "involved", "knowledgeable", "privy"])


def parse_phrase(tokens: Sequence[Token], i: int, limit: int, text: str) -> NounPhrase | None:
    """Read the noun phrase that begins at token i: determiner, modifiers, head, name; no prepositional phrases.

    Returns None where the words from i on name no actor.
    """
    if i >= limit:
        return None
    token = tokens[i]
    if token.lower in PRONOUNS and token.kind == "word" and token.text != "HE":
        gender = {"he": "m", "she": "f"}.get(token.lower)
        return NounPhrase(i, i + 1, "pronoun", token.lower, token.start, token.end, gender=gender,
                          plural=token.lower in ("they", "we"))  # fmt: skip
    if token.lower in _SOME and i + 2 < limit and tokens[i + 1].lower in ("of", "in", "within", "among", "inside"):
        return _some_of(tokens, i, limit, text)
    if token.lower in _ALONE and (i + 1 >= limit or tokens[i + 1].kind == "mark"):
        return NounPhrase(i, i + 1, "unnamed", token.text, token.start, token.end, role=token.text, indefinite=True,
                          plural=token.lower == "others")  # fmt: skip
    j = i
    indefinite = False
    possessor: NounPhrase | None = None
    if token.lower in _POSSESSIVE_PRONOUNS and token.kind == "word":
        possessor = NounPhrase(
            i,
            i + 1,
            "pronoun",
            token.lower,
            token.start,
            token.end,
            gender={"his": "m", "her": "f"}.get(token.lower),
            plural=token.lower == "their",
        )
        j += 1
    elif token.lower in _DETERMINERS and token.kind == "word":
        indefinite = token.lower not in ("the", "this", "that", "these", "those", "both")
        j += 1
        while j < limit and tokens[j].lower in _DETERMINERS and tokens[j].kind == "word":
            indefinite = True
            j += 1
    stretch_first = j
    while j < limit and tokens[j].kind in ("word", "possessive"):
        current = tokens[j]
        if current.kind == "possessive":
            if j == stretch_first:
                return None
            owner = head_phrase(tokens, i if possessor is None else stretch_first, stretch_first, j, text)
            if owner is not None:
                possessor = owner
            stretch_first = j + 1
            j += 1
            continue
        if current.mention is None and is_barrier(current) and not _inside_noun(tokens, j, limit) and not (
            current.lower == "under" and noun_at(tokens, j, limit)):  # fmt: skip
            break
        if current.mention is not None and current.lower in BARRIERS and current.text != "US":
            break
        if (
            j > stretch_first
            and current.lower in ("the", "a", "an", "this", "these", "those")
            and current.mention is None
        ):
            break
        j += 1
        if j - i > 14:
            break
    while j > stretch_first:
        phrase = head_phrase(tokens, i, stretch_first, j, text)
        if phrase is not None:
            phrase.possessor = phrase.possessor or possessor
            phrase.indefinite = indefinite
            return phrase
        j -= 1
    return None


_ALONE = frozenset({"one", "another", "others"})  # “We were shocked,” said one.


_SOME = frozenset({"one", "another", "some", "many", "several", "two", "most", "others"})


_DAYS_AND_MONTHS = word_list("noun_phrases.days_and_months")


def _some_of(tokens: Sequence[Token], i: int, limit: int, text: str) -> NounPhrase | None:
    """Read "one of them", "some of the lawmakers", "some in the army"."""
    if tokens[i + 2].lower in ("them", "those", "these", "us"):
        last = i + 3
    else:
        inner = parse_phrase(tokens, i + 2, limit, text)
        if inner is None:
            return None
        last = inner.last
    words = words_of(tokens, i, last, text)
    return NounPhrase(i, last, "unnamed", words, tokens[i].start, tokens[last - 1].end, role=words, indefinite=True,
                      plural=tokens[i].lower not in ("one", "another"))  # fmt: skip


def _inside_noun(tokens: Sequence[Token], j: int, limit: int) -> bool:
    """Tell whether a preposition stands inside a role such as "chief of staff" or a name of the vocabulary."""
    for back in (1, 2):
        if j - back >= 0 and tokens[j].kind == "word":
            found = noun_at(tokens, j - back, limit)
            if found is not None and found[1] > j:
                return True
    return False


def phrase_ending_at(tokens: Sequence[Token], floor: int, end: int, text: str) -> NounPhrase | None:
    """Find the longest noun phrase within [floor, end) that ends exactly at `end`, prepositional phrases included."""
    best: NounPhrase | None = None
    for i in range(max(floor, end - 22), end):
        if tokens[i].kind != "word" or (i > floor and tokens[i - 1].kind == "possessive"):
            continue
        if (
            tokens[i].lower not in PRONOUNS
            and tokens[i].lower not in _POSSESSIVE_PRONOUNS
            and is_barrier(tokens[i])
            and not (tokens[i].lower == "under" and noun_at(tokens, i, end))
        ):
            continue
        if i > floor and _glued_to_previous(tokens, i):
            continue
        if (
            tokens[i].text.isdigit()
            and i + 1 < end
            and (tokens[i + 1].is_capital or tokens[i + 1].lower in _DETERMINERS)
        ):
            continue  # "18:05 A senior official": a time and no number of officials
        phrase = parse_phrase(tokens, i, end, text)
        if phrase is None:
            continue
        if phrase.last == end:
            best = phrase
            break
        extended = _extend(tokens, phrase, end, text)
        if extended is not None:
            best = extended
            break
    return best


def _glued_to_previous(tokens: Sequence[Token], i: int) -> bool:
    """Tell whether token i goes on from the word before it (an adjective or a name), so that no phrase begins here."""
    before = tokens[i - 1]
    if before.kind != "word" or before.lower in PREPOSITIONS or before.lower in BARRIERS:
        return False
    if before.lower in _DETERMINERS or before.lower in _POSSESSIVE_PRONOUNS:
        return True
    return before.mention is not None and before.mention is tokens[i].mention


def _extend(tokens: Sequence[Token], phrase: NounPhrase, end: int, text: str) -> NounPhrase | None:
    """Let a phrase run on to `end` over "of the House panel", "familiar with the talks"; None where it does not."""
    j = phrase.last
    if j >= end or phrase.kind == "pronoun":
        return None
    following = tokens[j]
    if following.lower not in _PHRASE_PREPOSITIONS and following.lower not in POST_MODIFIERS:
        return None
    if phrase.kind in ("person", "name", "government") and following.lower not in ("of",):
        return None
    if j + 1 >= end:
        return None
    if following.lower in ("on", "in") and tokens[j + 1].lower in _DAYS_AND_MONTHS:
        return None
    for token in tokens[j:end]:
        if token.kind in ("mark", "quote") and token.text not in ("-", ".", "&"):
            return None
        if token.kind == "word" and token.lower in BARRIERS and token.lower not in ("and", "or"):
            return None
    inner = parse_phrase(tokens, j + 1, end, text) if following.lower in _PHRASE_PREPOSITIONS else None
    if _begins_verb(tokens, j + 1, end):
        return None  # "the committees of jurisdiction time to ensure"
    if inner is not None and _names_holder(phrase, inner, end, text):
        phrase.kind, phrase.name, phrase.person = "person", inner.name, inner.person
        phrase.head = inner.name or phrase.head
        phrase.last, phrase.end = end, inner.end
        wording = inner.person.wording if inner.person is not None else inner.name or ""
        phrase.role = text[tokens[_role_first(tokens, phrase)].start : inner.end].removesuffix(wording).strip()
        return phrase
    phrase.of, phrase.of_word = inner, following.lower
    phrase.last = end
    phrase.end = tokens[end - 1].end
    if phrase.role is not None:
        phrase.role = words_of(tokens, _role_first(tokens, phrase), end, text)
    return phrase


def _begins_verb(tokens: Sequence[Token], begin: int, end: int) -> bool:
    """Tell whether an infinitive stands in [begin, end): "to ensure", and not "to the president"."""
    return any(
        tokens[k].lower == "to" and tokens[k + 1].mention is None and tokens[k + 1].text.islower()
        and tokens[k + 1].lower not in _DETERMINERS | _POSSESSIVE_PRONOUNS and not noun_at(tokens, k + 1, end)
        for k in range(begin, end - 1)
    )  # fmt: skip


def _names_holder(phrase: NounPhrase, inner: NounPhrase, end: int, text: str) -> bool:
    """Tell whether the name of the holder ends an office: "the chair of the Finance Committee Joan Bell"."""
    if phrase.kind not in ("office", "unnamed", "spokesperson") or inner.last != end or not inner.name:
        return False
    wording = inner.person.wording if inner.person is not None else inner.name
    before = text[inner.start : inner.end].removesuffix(wording).removeprefix("the ").strip()
    titled = inner.role is None or inner.role.split()[-1].rstrip(".").lower() in _TITLES
    named = inner.kind in ("name", "person") and titled
    return named and " " in inner.name and bool(before)


_TITLES = frozenset(
    {"rep", "reps", "sen", "sens", "gen", "amb", "mr", "mrs", "ms", "dr", "congressman", "congresswoman"}
)


def _role_first(tokens: Sequence[Token], phrase: NounPhrase) -> int:
    i = phrase.first
    while i < phrase.last and tokens[i].lower in ("a", "an", "the", "one", "another"):
        i += 1
    return i


def phrase_from(tokens: Sequence[Token], begin: int, last: int, text: str) -> NounPhrase | None:
    """Read the noun phrase that begins at a token, with its "of ...", "for ..." and the name in apposition."""
    phrase = parse_phrase(tokens, begin, last, text)
    if phrase is None:
        return None
    j = phrase.last
    takes_more = phrase.kind not in ("pronoun", "person", "name", "government")
    if j < last and takes_more and tokens[j].lower in _TAIL_WORDS:
        end = j + 1
        while end < last and tokens[end].kind in ("word", "possessive") and not _stops_tail(tokens[end]):
            end += 1
        if end > j + 1:
            inner = parse_phrase(tokens, j + 1, end, text)
            phrase.of, phrase.of_word, phrase.last, phrase.end = inner, tokens[j].lower, end, tokens[end - 1].end
            if phrase.role is not None:
                phrase.role = words_of(tokens, _role_first(tokens, phrase), end, text)
    return with_apposition(tokens, phrase, last, text)


_TAIL_WORDS = frozenset({"of", "for", "at", "from", "to", "with", "in", "familiar", "close", "briefed"})


def _stops_tail(token: Token) -> bool:
    return token.lower in (
        "on",
        "during",
        "after",
        "before",
        "who",
        "that",
        "which",
        "as",
        "when",
        "while",
        "and",
        "but",
        "in",
        "told",
        "said",
        "last",
        "late",
        "early",
        "this",
    ) or token.lower.endswith("day")


def with_apposition(tokens: Sequence[Token], phrase: NounPhrase, last: int, text: str) -> NounPhrase:
    """Join "the minister, Abdullah bin Zayed," into one person."""
    j = phrase.last
    if j + 1 >= last or tokens[j].text != "," or phrase.kind not in ("office", "spokesperson", "unnamed"):
        return phrase
    end = name_run(tokens, j + 1, last)
    if end <= j + 2 or phrase.plural:
        return phrase
    name = parse_phrase(tokens, j + 1, end, text)
    if name is None or name.kind not in ("person", "name") or name.last != end or not name.name:
        return phrase
    closing = end if end < last and tokens[end].text == "," else end - 1
    return NounPhrase(phrase.first, max(closing + 1 if closing == end else end, end), "person", name.head, phrase.start,
                      tokens[end - 1].end, name=name.name, role=phrase.role, gender=phrase.gender,
                      mention=phrase.mention, person=name.person, possessor=phrase.possessor, of=phrase.of)  # fmt: skip
