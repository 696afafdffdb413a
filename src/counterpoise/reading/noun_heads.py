"""The head of a noun phrase: a name, an office, a body, or a noun for people and papers."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from counterpoise.reading.gazetteer import Mention
from counterpoise.reading.nouns import Noun, name_run, noun_at, words_of
from counterpoise.reading.tokens import Token


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


def head_phrase(tokens: Sequence[Token], first: int, begin: int, end: int, text: str) -> NounPhrase | None:
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
    if mention is None and at < end:
        mention = tokens[at].mention
    if mention is not None and mention.kind == "system":
        mention = None
    return NounPhrase(first, end, noun.kind, noun.noun, tokens[first].start, tokens[end - 1].end, mention=mention,
                      role=words_of(tokens, begin, end, text), plural=noun.plural, gender=noun.gender)  # fmt: skip
