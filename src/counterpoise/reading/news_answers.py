"""What was found in a text put into the form of the reading contract."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from counterpoise.dates import PartialDate
from counterpoise.reading.bundles import Bundle
from counterpoise.reading.cleaning import CleanText
from counterpoise.reading.commitments import find_pledges
from counterpoise.reading.contract import (
    Attribution,
    Commitment,
    Item,
    Party,
    Quoted,
    ReadingWarning,
    Request,
    Transfer,
)
from counterpoise.reading.gazetteer import Mention
from counterpoise.reading.goods import Goods
from counterpoise.reading.hedging import hedge_in
from counterpoise.reading.mention_index import MentionIndex
from counterpoise.reading.paragraphs import Paragraph, Sentence
from counterpoise.reading.scene import Said
from counterpoise.reading.speakers import Speakers
from counterpoise.reading.stance_holders import whose_side
from counterpoise.reading.stances import judge
from counterpoise.reading.tokens import TokenList
from counterpoise.reading.topics import harms_edge, main_topic
from counterpoise.reading.transfer_merging import Merged
from counterpoise.reading.transfer_values import find_values
from counterpoise.vocabulary import index


@dataclass(slots=True)
class Prose:
    """A text prepared for the rules: tidy, with its paragraphs, sentences, names and quotations masked."""

    clean: CleanText
    text: str
    skeleton: str
    paragraphs: list[Paragraph]
    sentences: list[Sentence]
    mentions: list[Mention]
    index: MentionIndex
    tokens: TokenList
    published: PartialDate | None
    warnings: list[ReadingWarning]


def transfers_of(prose: Prose, merged: Sequence[Merged], bundles: Sequence[Bundle]) -> list[Transfer]:
    values, others = find_values(prose.text, prose.sentences, merged, bundles)
    for amount, what in others:
        prose.warnings.append(
            ReadingWarning("not_a_transfer_value", f"{amount.wording} is {what}, not the value of a transfer.",
                           prose.clean.span(*amount.span))
        )  # fmt: skip
    answer = []
    for number, one in enumerate(merged, 1):
        own = [amount for home, amount in values if home is one]
        chosen = next((a for a in own if a.is_plain and a.usd is not None), None)
        if len({a.usd for a in own if a.usd}) > 1:
            prose.warnings.append(
                ReadingWarning(
                    "conflicting_values",
                    "Several amounts stand with one transfer: "
                    + ", ".join(a.wording for a in own)
                    + "; the first is used.",
                    prose.clean.span(*own[0].span),
                )
            )
        evidence: dict[str, Quoted] = {name: prose.clean.quote(*span) for name, span in one.first.evidence.items()}
        if chosen is not None:
            evidence["total_usd"] = prose.clean.quote(*chosen.span)
        status, words = one.status
        answer.append(
            Transfer(
                id=f"t{number}",
                supplier=_party(one.supplier),
                purchaser=_party(one.first.purchaser),
                route=_route(prose, one),
                status=status,
                quoted=prose.clean.quote(one.first.start, one.first.end),
                total_usd=chosen.usd if chosen else None,
                items=tuple(_item(prose, g) for g in one.goods),
                evidence=evidence,
                because=f"{one.first.rule}; supplier {one.supplier_because or 'not said'}; status by {words!r}",
            )
        )
    return answer


def _party(code: str | None) -> Party | None:
    if code is None:
        return None
    row = index("states", "code").get(code)
    if row is not None:
        return Party(code, row["name"])
    organisation = index("organisations", "org_id").get(code)
    return Party(code, organisation["name"] if organisation else code)


def _route(prose: Prose, one: Merged) -> str:
    if one.supplier not in (None, "USA"):
        return "foreign"
    sentences = {x.sentence for x in one.members}
    words = " ".join(prose.text[s.start : s.end] for s in prose.sentences if s.number in sentences).lower()
    for phrase, route in (
        ("foreign military sale", "fms"),
        ("direct commercial sale", "dcs"),
        ("excess defense article", "excess_defense_articles"),
        ("drawdown", "drawdown"),
        ("lease", "lease"),
        ("commercial sale", "dcs"),
    ):
        if phrase in words:
            return route
    return "unknown"


def _item(prose: Prose, goods: Goods) -> Item:
    start = goods.quantity_span[0] if goods.quantity_span else goods.start
    row = index("systems", "system_id").get(goods.system_id or "")
    return Item(
        system=" ".join(goods.words.split()),
        system_id=goods.system_id,
        class_id=goods.class_id,
        quantity=goods.quantity,
        qualifier=goods.qualifier,
        mde=None,
        quoted=prose.clean.quote(start, goods.end),
        because=f"row of the systems known: {row['name']}" if row else "arms named by a general word",
    )


def attributions_of(prose: Prose, said: Sequence[Said], transfers: Sequence[Transfer]) -> list[Attribution]:
    answer: list[Attribution] = []
    places = {id(one): number for number, one in enumerate(said)}
    for one in said:
        topic, topic_words = main_topic(prose.text, one.start, one.end, one.cue_start, transfers=bool(transfers))
        stance = judge(prose.text, one.start, one.end, kind=one.kind, verb=one.verb, manner=one.manner,
                       verb_stance=one.stance_of_verb, negated=one.negated, is_clause=one.start != one.cue_start,
                       by_outlet=one.speaker.kind in ("outlet", "document"),
                       side=whose_side(prose.text, one.start, one.end, prose.index.between(one.start, one.end),
                                       _own_state(one)))  # fmt: skip
        if topic == "qme" and transfers and harms_edge(prose.text, one.start, one.end, stance.stance):
            topic, topic_words = "transfer", f"harm to the edge, {topic_words}"
        hedge = _hedge(prose.text, one)
        answer.append(
            Attribution(
                speaker=one.speaker.name,
                speaker_id=one.speaker.id,
                role=one.speaker.role,
                on_behalf_of=one.speaker.on_behalf_of,
                quoted=prose.clean.quote(one.start, one.end),
                kind=one.kind,
                cue=one.cue,
                hedged=hedge is not None,
                topic=topic,
                transfer=_transfer_of(prose, one, topic, transfers),
                stance=stance.stance,
                stance_because=f"{stance.because}; topic by {topic_words}",
                because=f"{one.because}; {one.speaker.because}",
                nested_in=places.get(id(one.nested_in)) if one.nested_in else None,
            )
        )
    return _with_the_rest_of_the_statement(answer, said)


def _own_state(one: Said) -> str | None:
    """Give the state a speaker speaks for: the one said of him, or the state that speaks."""
    own = one.speaker.on_behalf_of or one.speaker.id
    return own if own is not None and own in index("states", "code") else None


def _with_the_rest_of_the_statement(answer: list[Attribution], said: Sequence[Said]) -> list[Attribution]:
    """Let words that take no side share the side of the same speaker's words beside them in one statement.

    Only quotations of one statement share: the same paragraph, the same speaker, no other side taken there.
    """
    shared: list[Attribution] = []
    for number, (one, told) in enumerate(zip(answer, said, strict=True)):
        sides: dict[str, str] = {}
        if (
            one.stance == "unknown"
            and one.kind == "direct"
            and one.nested_in is None
            and "both sides" not in one.stance_because
        ):
            for near in range(max(0, number - 3), min(len(answer), number + 4)):
                other = answer[near]
                beside = said[near].paragraph == told.paragraph and other.speaker == one.speaker and near != number
                if beside and other.stance in ("supports", "opposes") and other.stance_because.startswith("the words"):
                    sides.setdefault(other.stance, other.stance_because)
        if len(sides) == 1:
            ((side, why),) = sides.items()
            shared.append(replace(one, stance=side, stance_because=f"the side of the same statement, {why}"))
        else:
            shared.append(one)
    return shared


def _hedge(text: str, one: Said) -> str | None:
    """Find a hedge beside the verb of speech, outside the quotation."""
    if one.cue_start is None:
        return None
    return hedge_in(text, max(one.sentence_start, one.cue_start - 50), min(one.sentence_end, one.cue_start + 35))


def _transfer_of(prose: Prose, one: Said, topic: str | None, transfers: Sequence[Transfer]) -> str | None:
    """Give the transfer that an attribution speaks of: the one it names, or the only one told of so far."""
    if topic not in ("transfer", "compensation") or not transfers:
        return None
    named = {
        m.id for m in prose.index.between(one.start, one.end)
        if m.kind == "system" or (m.kind == "state" and not _only_concerned(prose.text, m))
    }  # fmt: skip
    fitting = [
        t
        for t in transfers
        if (t.purchaser and t.purchaser.code in named) or any(i.system_id in named for i in t.items)
    ]
    if fitting and _told_in_one_breath(fitting):
        return fitting[0].id
    start = prose.clean.span(one.start, one.end)[0]
    before = [t for t in transfers if t.quoted.span[0] < start]
    told = before if not fitting and before and _told_in_one_breath(before) else transfers
    return told[0].id if _told_in_one_breath(told) else None


def _told_in_one_breath(transfers: Sequence[Transfer]) -> bool:
    """Tell whether there is one transfer, or only the parts of one bundle: same states, told in the same words."""
    first = transfers[0]
    return all(
        (t.supplier, t.purchaser) == (first.supplier, first.purchaser)
        and t.quoted.span[0] < first.quoted.span[1]
        and first.quoted.span[0] < t.quoted.span[1]
        for t in transfers
    )


_CONCERNED = re.compile(  # "Israel's qualitative edge", "Israel would not oppose": a state that the sale only concerns
    r"['’]s?\s+(?:[\w-]+\s+){0,3}?(?:edge|superiority|advantage|objections?|concerns?|consent)\b"
    r"|\s+(?:would|will|does|did|has|had)\s+(?:not\s+|never\s+)?(?:oppos|object|consent|agree|support)\w*",
    re.IGNORECASE,
)


def _only_concerned(text: str, state: Mention) -> bool:
    return _CONCERNED.match(text, state.span.end) is not None


def pledges_of(
    prose: Prose, said: Sequence[Said], speakers: Speakers
) -> tuple[tuple[Commitment, ...], tuple[Request, ...]]:  # fmt: skip
    commitments: list[Commitment] = []
    requests: list[Request] = []
    for p in find_pledges(prose.text, prose.tokens, prose.sentences, said, prose.index, speakers):
        quoted = prose.clean.quote(p.start, p.end)
        if p.is_request:
            requests.append(
                Request(
                    by=p.by,
                    to=p.to,
                    what=p.what,
                    condition=p.condition,
                    nature=p.nature,
                    connected_to_sale=p.connected,
                    status=p.status,
                    hedged=p.hedged,
                    quoted=quoted,
                    because=p.because,
                )
            )
        else:
            commitments.append(
                Commitment(
                    by=p.by,
                    to=p.to,
                    what=p.what,
                    nature=p.nature,
                    connected_to_sale=p.connected,
                    status=p.status,
                    hedged=p.hedged,
                    quoted=quoted,
                    because=p.because,
                )
            )
    return tuple(commitments), tuple(requests)
