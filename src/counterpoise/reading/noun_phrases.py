"""Who a noun phrase names: a person, an office, a body, a government, a party, a paper, unnamed people, a pronoun."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from counterpoise.reading.gazetteer import Mention
from counterpoise.reading.nouns import BARRIERS, PREPOSITIONS, PRONOUNS, Noun, is_barrier, name_run, noun_at, words_of
from counterpoise.reading.tokens import Token
from counterpoise.vocabulary import word_list

_POSSESSIVE_PRONOUNS = frozenset(["his", "her", "their", "its", "our", "my"])


_DETERMINERS = word_list("noun_phrases.determiners")


_PHRASE_PREPOSITIONS = word_list("noun_phrases.phrase_prepositions")


POST_MODIFIERS = frozenset(["familiar", "close", "briefed", "involved", "knowledgeable", "privy"])


@dataclass(slots=True)
class NounPhrase:
    """A phrase that names an actor. Token indices; `name` is a person's name, `role` the words that say what he is.

    `kind`: person, office, spokesperson, body, government, party, outlet, company, document, unnamed, pronoun,
    organisation, name (one capitalised word or several that nothing explains).
    """

    first: int
    last: int  # exclusive
    kind: str
    head: str
    start: int
    end: int
    name: str | None = None
    role: str | None = None
    mention: Mention | None = None
    person: Mention | None = None  # the row of the people known, when the name is one's
    possessor: "NounPhrase | None" = None
    of: "NounPhrase | None" = None
    of_word: str = ""  # the preposition: "of", "for", "in"
    plural: bool = False
    gender: str | None = None
    members: list["NounPhrase"] = field(default_factory=list)
    indefinite: bool = False


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
            owner = _head_phrase(tokens, i if possessor is None else stretch_first, stretch_first, j, text)
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
        phrase = _head_phrase(tokens, i, stretch_first, j, text)
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


def _head_phrase(tokens: Sequence[Token], first: int, begin: int, end: int, text: str) -> NounPhrase | None:
    """Read tokens [begin, end) as modifiers and a head that ends exactly at `end`."""
    if end <= begin:
        return None
    span = (tokens[first].start, tokens[end - 1].end)
    run_start = _trailing_name(tokens, begin, end)
    if run_start is not None and run_start < end:
        role_end = run_start
        noun = _noun_ending_at(tokens, begin, role_end) if role_end > begin else None
        mention = tokens[role_end - 1].mention if role_end > begin else None
        name = words_of(tokens, run_start, end, text)
        whole = tokens[run_start].mention
        if whole is not None and whole.kind != "person" and whole.span.end == tokens[end - 1].end:
            return _from_mention(tokens, first, begin, end, whole, text)
        known = whole if whole is not None and whole.kind == "person" else None
        last = tokens[end - 1].mention
        if last is not None and last.kind != "person" and (last.kind != "state" or end - run_start == 1 or
                                                           tokens[end - 2].mention is last):  # fmt: skip
            return _from_mention(tokens, first, begin, end, last, text)
        if noun is not None and noun[0].is_role and noun[0].gives_name:
            role = words_of(tokens, begin, role_end, text)
            return NounPhrase(first, end, "person", name, *span, name=name, gender=noun[0].gender,
                              role=None if noun[0].kind == "title" else role,
                              mention=_of_role(tokens, begin, role_end), person=known)  # fmt: skip
        if mention is not None and mention.kind == "office":
            role = words_of(tokens, begin, role_end, text)
            return NounPhrase(first, end, "person", name, *span, name=name, role=role, mention=mention, person=known)
        tail = _noun_ending_at(tokens, run_start, end)
        if tail is not None and known is None:
            return _from_noun(tokens, first, begin, end, tail, text)
        return NounPhrase(first, end, "person" if known else "name", name, *span, name=name, person=known)  # fmt: skip
    tail = _noun_ending_at(tokens, begin, end)
    last = tokens[end - 1].mention
    if last is not None and last.kind in ("office", "body", "organisation", "outlet", "state", "person"):
        if last.kind in ("office", "body") and last.form == "title" and tail is not None and tail[0].kind in _TAIL_WINS:
            return _from_noun(tokens, first, begin, end, tail, text)
        return _from_mention(tokens, first, begin, end, last, text)
    if tail is not None:
        return _from_noun(tokens, first, begin, end, tail, text)
    return None


def _of_role(tokens: Sequence[Token], begin: int, end: int) -> Mention | None:
    """Give the name that says whose role it is: the office, or else the body or state, last first."""
    found = [
        t.mention
        for t in tokens[begin:end]
        if t.mention is not None and t.mention.kind in ("office", "body", "state", "organisation", "outlet")
    ]
    return next((m for m in reversed(found) if m.kind == "office"), found[-1] if found else None)


_TAIL_WINS = frozenset({"unnamed", "spokesperson", "document", "outlet", "company", "party"})


def _trailing_name(tokens: Sequence[Token], begin: int, end: int) -> int | None:
    """Give where the capitalised name that ends at `end` begins, leaving titles and roles out of it."""
    run_start = None
    for j in range(begin, end):
        if name_run(tokens, j, end) == end and (tokens[j].is_capital):
            run_start = j
            break
    if run_start is None:
        return None
    j = run_start
    while j < end - 1:  # step over "US Defence Secretary", "Sen.", "House Foreign Affairs Committee Chairman"
        found = next((noun_at(tokens, k, end) for k in range(j, end - 1) if _gives_name(tokens, k, end)), None)
        if found is not None and found[1] < end:
            j = found[1]
            continue
        mention = tokens[j].mention
        if mention is not None and mention.kind in ("state", "office", "body", "organisation", "outlet"):
            after = next((k for k in range(j, end) if tokens[k].start >= mention.span.end), end)
            if after < end and not (
                mention.kind == "state" and mention.form == "name" and after == end - 1 and j == begin
            ):
                j = after
                continue
        break
    return j


def _gives_name(tokens: Sequence[Token], k: int, end: int) -> bool:
    found = noun_at(tokens, k, end)
    return found is not None and found[0].is_role and found[0].gives_name


def _noun_ending_at(tokens: Sequence[Token], begin: int, end: int) -> tuple[Noun, int] | None:
    """Give the role or body noun that ends exactly at `end`, and where it begins."""
    for k in range(max(begin, end - 4), end):
        found = noun_at(tokens, k, end)
        if found is not None and found[1] == end:
            return found[0], k
    return None


_MENTION_KINDS = {"office": "office", "body": "body", "organisation": "organisation", "outlet": "outlet",
                  "state": "government", "person": "person", "system": "thing"}  # fmt: skip


def _from_mention(
    tokens: Sequence[Token], first: int, begin: int, end: int, mention: Mention, text: str
) -> NounPhrase | None:  # fmt: skip
    if mention.kind == "system" or (
        mention.kind == "state"
        and mention.form == "adjective"
        and not mention.wording.isupper()
        and "." not in mention.wording
    ):
        return None
    if tokens[end - 1].end < mention.span.end:
        return None
    if mention.kind == "person":
        return NounPhrase(
            first,
            end,
            "person",
            mention.name,
            tokens[first].start,
            tokens[end - 1].end,
            name=mention.name,
            person=mention,
        )
    tail = _noun_ending_at(tokens, begin, end)
    kind = _MENTION_KINDS[mention.kind]
    if tail is not None and tail[0].kind in ("office", "spokesperson") and tail[0].is_role is False:
        kind = "body"
    plural = (
        mention.kind == "office" and mention.wording.lower().endswith("s") and not mention.name.lower().endswith("s")
    )
    return NounPhrase(
        first,
        end,
        kind,
        mention.wording,
        tokens[first].start,
        tokens[end - 1].end,
        mention=mention,
        plural=plural,
        role=words_of(tokens, begin, end, text) if kind == "office" else None,
        gender=tail[0].gender if tail else None,
    )


def _from_noun(
    tokens: Sequence[Token], first: int, begin: int, end: int, tail: tuple[Noun, int], text: str
) -> NounPhrase | None:  # fmt: skip
    noun, at = tail
    mention = next((tokens[k].mention for k in range(begin, at) if tokens[k].mention is not None), None)
    if mention is None and at < end and tokens[at].mention is not None and tokens[at].mention.kind != "system":  # type: ignore[union-attr]
        mention = tokens[at].mention
    if mention is not None and mention.kind == "system":
        mention = None
    return NounPhrase(first, end, noun.kind, noun.noun, tokens[first].start, tokens[end - 1].end, mention=mention,
                      role=words_of(tokens, begin, end, text), plural=noun.plural, gender=noun.gender)  # fmt: skip


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
