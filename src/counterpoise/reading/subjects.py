"""The subject of a verb by its place: before it over appositions, at the head of the sentence, joined by "and"."""

from collections.abc import Sequence

from counterpoise.reading.noun_heads import NounPhrase
from counterpoise.reading.noun_phrases import POST_MODIFIERS, parse_phrase, phrase_ending_at, with_apposition
from counterpoise.reading.nouns import is_barrier
from counterpoise.reading.speech_verbs import speech_verbs
from counterpoise.reading.tokens import Token
from counterpoise.vocabulary import word_list

_PREPOSITIONS_IN_BETWEEN = word_list("speech_cues.prepositions_in_between")


_DASHES = frozenset({"—", "–", "--", "-"})
_SUBJECT_STOP = frozenset({";", ":", "—", "–", "--", "?", "!"})


def subject_before(tokens: Sequence[Token], k: int, first: int, text: str, depth: int = 0) -> NounPhrase | None:
    """Find the subject that ends before token k, stepping over appositions and phrases of time and place."""
    if k <= first or depth > 3:
        return None
    if tokens[k - 1].text in _DASHES:
        opening = next((j for j in range(k - 2, first, -1) if tokens[j].text == tokens[k - 1].text), None)
        return subject_before(tokens, opening, first, text, depth + 1) if opening is not None else None
    floor = first
    for j in range(k - 1, first - 1, -1):
        if tokens[j].kind == "quote" or tokens[j].text in _SUBJECT_STOP:
            floor = j + 1
            break
    if floor >= k:
        return None
    before = tokens[k - 1]
    if before.lower in ("and", "but", "or"):
        return None  # another verb of the same subject
    if before.text in (",", ")", "—", "–"):
        return _subject_before_insertion(tokens, k, floor, text, depth)
    k = _after_relative(tokens, k, floor)
    before = tokens[k - 1]
    if before.lower in ("who", "which") and k - 1 > floor:
        return subject_before(tokens, k - 2 if tokens[k - 2].text == "," else k - 1, floor, text, depth + 1)
    comma = next((j for j in range(k - 1, floor - 1, -1) if tokens[j].text == ","), floor - 1)
    phrase = phrase_ending_at(tokens, comma + 1, k, text)
    if phrase is not None and phrase.first > comma + 1 and tokens[phrase.first - 1].lower == "and":
        return _coordinated(tokens, phrase, floor, text)
    if phrase is not None:
        return _coordinated(tokens, phrase, floor, text)
    who = next((j for j in range(k - 2, comma + 1, -1) if tokens[j].lower == "who"), None)
    if who is not None and not any(t.lower in speech_verbs() for t in tokens[who:k]):
        return phrase_ending_at(tokens, comma + 1, who, text)  # "ministers who attended the meeting told me"
    for j in range(k - 1, comma, -1):
        if (
            tokens[j].lower in _PREPOSITIONS_IN_BETWEEN
            or tokens[j].lower.endswith("day")
            or tokens[j].lower in ("last", "this", "late", "early", "earlier")
        ):
            found = subject_before(tokens, j, comma + 1, text, depth + 1)
            if found is not None:
                return found
    return None


_TIME_WORDS = frozenset({"last", "this", "late", "early", "earlier", "week", "month", "year", "on", "in", "yesterday"})


def _after_relative(tokens: Sequence[Token], k: int, floor: int) -> int:
    """Step back over a time right behind a relative pronoun: "the ministry, which last month said"."""
    j = k
    while j > floor + 1 and (tokens[j - 1].lower in _TIME_WORDS or tokens[j - 1].lower.endswith("day")):
        j -= 1
    return j if j < k and tokens[j - 1].lower in ("who", "which") else k


def _subject_before_insertion(
    tokens: Sequence[Token], k: int, floor: int, text: str, depth: int
) -> NounPhrase | None:  # fmt: skip
    """Find the subject of "Menendez, the ranking member, said" and "Menendez (D-N.J.) said"."""
    closing = tokens[k - 1].text
    opening = "(" if closing == ")" else closing
    commas = [j for j in range(k - 2, floor - 1, -1) if tokens[j].text == opening]
    if closing == ")":
        return subject_before(tokens, commas[0], floor, text, depth + 1) if commas else None
    for comma in commas[:4]:
        inserted = comma + 1
        phrase = phrase_ending_at(tokens, _segment_floor(tokens, comma, floor), comma, text)
        if phrase is None and comma > floor and tokens[comma - 1].text == ")":
            phrase = _subject_before_insertion(tokens, comma, floor, text, depth + 1)
        if phrase is None or not _is_insertion(tokens, inserted, k - 1, phrase, text):
            continue
        inside = phrase.first > floor and tokens[phrase.first - 1].lower in ("for", "of")
        if inside or (phrase.of_word == "for" and _follows_name(tokens, phrase.first - 1, floor, text)):
            continue  # "Jane Roe, the adviser for the candidate, Tom Bell, said"
        role = parse_phrase(tokens, inserted, k - 1, text)
        if tokens[inserted].lower in ("including", "among", "like"):
            return phrase  # "lawmakers, including the speaker, said"
        if (
            phrase.kind in ("office", "spokesperson", "unnamed")
            and role is not None
            and role.name
            and role.kind in ("name", "person")
        ):
            if phrase.plural and role.last < k - 1:
                named = _joined_subject(tokens, role, k - 1, text)
                if named.members:
                    named.first, named.start = phrase.first, phrase.start
                    return named
            phrase.kind, phrase.name, phrase.head = "person", role.name, role.name
            phrase.person = role.person
        elif (
            phrase.kind in ("person", "name")
            and role is not None
            and role.kind in ("office", "spokesperson", "unnamed")
        ):
            phrase.kind = "person"
            phrase.role = phrase.role or role.role
            if phrase.mention is None:
                phrase.mention = role.mention
        return phrase
    return None


def _follows_name(tokens: Sequence[Token], comma: int, floor: int, text: str) -> bool:
    if comma <= floor or tokens[comma].text != ",":
        return False
    named = phrase_ending_at(tokens, _segment_floor(tokens, comma, floor), comma, text)
    return named is not None and named.kind in ("person", "name") and " " in (named.name or "")


def _segment_floor(tokens: Sequence[Token], end: int, floor: int) -> int:
    return next((j + 1 for j in range(end - 1, floor - 1, -1) if tokens[j].text == ","), floor)


_INSERTION_STARTS = word_list("speech_cues.insertion_starts")


def _is_insertion(tokens: Sequence[Token], begin: int, end: int, phrase: NounPhrase, text: str) -> bool:
    if begin >= end:
        return False
    if (
        tokens[begin].lower in _INSERTION_STARTS
        or tokens[begin].text[0].isdigit()
        or tokens[begin].lower.endswith(("ing", "ly"))
    ):
        return True
    if phrase.kind in ("person", "name") and phrase.name and " " in phrase.name and _describes(tokens, begin, end):
        return True
    if phrase.kind in ("organisation", "company", "body", "outlet") and _describes(tokens, begin, end):
        return True
    inner = parse_phrase(tokens, begin, end, text)
    if inner is None:
        return False
    if phrase.kind in ("office", "spokesperson", "unnamed"):
        return inner.kind in ("person", "name")
    return inner.kind in ("office", "spokesperson", "unnamed", "body") or inner.role is not None


def _describes(tokens: Sequence[Token], begin: int, end: int) -> bool:
    """Tell whether a few words without a verb stand between commas: "sister of a hostage"."""
    if end - begin > 12 or tokens[begin].is_capital:
        return False
    return not any(t.lower in _FINITE or t.lower in speech_verbs() for t in tokens[begin:end])


_FINITE = word_list("reported_speech.finite")


def _coordinated(tokens: Sequence[Token], phrase: NounPhrase, floor: int, text: str) -> NounPhrase:
    """Join "Gantz and Esper" into one plural phrase."""
    j = phrase.first - 1
    if j <= floor or tokens[j].lower != "and":
        return phrase
    j = j - 1 if tokens[j - 1].text == "," else j
    left = phrase_ending_at(tokens, _segment_floor(tokens, j, floor), j, text)
    if left is None or left.kind == "pronoun" or phrase.kind == "pronoun":
        return phrase
    if left.kind not in ("person", "name", "office", "government", "body") or phrase.kind not in (
        "person",
        "name",
        "office",
        "government",
        "body",
    ):
        return phrase
    if left.first > floor and tokens[left.first - 1].kind == "word" and not is_barrier(tokens[left.first - 1]):
        return phrase
    if left.first > floor and tokens[left.first - 1].lower in _PREPOSITIONS_IN_BETWEEN | {"between", "of", "to", "by"}:
        return phrase
    members = [left, phrase]
    while (
        members[0].first - 1 > floor
        and tokens[members[0].first - 1].text == ","
        and tokens[members[0].first].lower != "both"
    ):
        further = phrase_ending_at(
            tokens, _segment_floor(tokens, members[0].first - 1, floor), members[0].first - 1, text
        )
        if further is None or further.kind not in ("person", "name"):
            break
        members.insert(0, further)
    left = members[0]
    return NounPhrase(left.first, phrase.last, "group", phrase.head, left.start, phrase.end, plural=True,
                      members=members)  # fmt: skip


def sentence_subject(tokens: Sequence[Token], first: int, end: int, text: str) -> NounPhrase | None:
    """Find the subject of a sentence by its place: the first phrase after opening adjuncts."""
    i = first
    for _ in range(3):
        while i < end and (
            tokens[i].kind == "mark"
            or tokens[i].lower
            in ("but", "and", "yet", "so", "still", "however", "meanwhile", "separately", "earlier", "later")
        ):
            i += 1
        if i >= end:
            return None
        i = _after_inversion(tokens, i, end)
        phrase = parse_phrase(tokens, i, end, text) if tokens[i].kind == "word" else None
        if phrase is not None and phrase.kind != "document":
            phrase = described(tokens, phrase, end, text)
            return _joined_subject(tokens, with_apposition(tokens, phrase, end, text), end, text)
        comma = next((j for j in range(i, end) if tokens[j].text == ","), None)
        if comma is None or (i + 1 < end and tokens[i + 1].kind == "possessive"):
            return None  # "Today's vote comes ahead of the debate, ...": its subject is a thing
        i = comma + 1
    return None


def _after_inversion(tokens: Sequence[Token], i: int, end: int) -> int:
    """Give where the subject of "Also expressing doubts was Rep. Roe" begins; `i` where nothing is turned round."""
    if not any(t.lower.endswith("ing") for t in tokens[i : min(end, i + 2)]) or tokens[i].mention is not None:
        return i
    verb = next((j for j in range(i + 1, min(end - 1, i + 7)) if tokens[j].lower in ("was", "were", "is", "are")), None)
    return verb + 1 if verb is not None and tokens[verb + 1].is_capital else i


def described(tokens: Sequence[Token], phrase: NounPhrase, end: int, text: str) -> NounPhrase:
    """Let what follows unnamed people tell who they are: "a person close to the royal court disagreed"."""
    j = phrase.last
    if phrase.kind != "unnamed" or j + 2 >= end or tokens[j].lower not in POST_MODIFIERS:
        return phrase
    stop = next((k for k in range(j + 2, min(end, j + 9)) if _may_be_verb(tokens[k])), None)
    extended = phrase_ending_at(tokens, phrase.first, stop, text) if stop is not None else None
    return extended if extended is not None and extended.first == phrase.first else phrase


def _may_be_verb(token: Token) -> bool:
    word = token.lower
    return token.kind == "mark" or word in _FINITE or word in speech_verbs() or (word.endswith("ed") and len(word) > 4)


_PARTIES = frozenset({"person", "name", "office", "government", "body"})


def _joined_subject(tokens: Sequence[Token], phrase: NounPhrase, end: int, text: str) -> NounPhrase:
    """Join "Gantz and Netanyahu" at the beginning of a sentence."""
    members = [phrase]
    j = phrase.last
    while j + 1 < end and tokens[j].text == "," and phrase.kind in ("person", "name"):  # "A, B and C"
        further = parse_phrase(tokens, j + 1, end, text)
        if further is None or further.kind not in ("person", "name") or further.last >= end:
            break
        members.append(further)
        j = further.last
    if len(members) > 1 and tokens[j].lower != "and":
        return phrase
    if j + 1 >= end or tokens[j].lower != "and" or phrase.kind not in _PARTIES:
        return phrase
    second = parse_phrase(tokens, j + 1, end, text)
    if second is None or second.kind not in _PARTIES:
        return phrase
    return NounPhrase(
        phrase.first,
        second.last,
        "group",
        second.head,
        phrase.start,
        second.end,
        plural=True,
        members=[*members, second],
    )
