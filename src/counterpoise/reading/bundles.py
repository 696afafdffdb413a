"""Parts of a bundle that a text prices apart: "50 jets for $10 billion, part of a $23 billion deal with 18 drones"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from counterpoise.reading.amounts import Amount, find_amounts
from counterpoise.reading.goods import Goods
from counterpoise.reading.merged_goods import distinct
from counterpoise.reading.paragraphs import Sentence
from counterpoise.reading.transfer_merging import Merged

_OF_A_BUNDLE = re.compile(  # what stands between the price of the part and that of the whole
    r"[\s,–—-]*(?:as |which (?:is|was) )?part of an? (?:[\w-]+ ){0,3}?"
    r"(?:(?:package|bundle|set|deal|sale)s? )?(?:of weapons |of arms )?(?:worth |valued at |costing |totall?ing |of )?"
    r"(?:about |some |around |nearly |up to |an estimated |more than )?",
    re.IGNORECASE,
)
_HOLDS = re.compile(
    r"[^.;:]{0,40}?\b(?:that|which)\s+(?:\w+\s+){0,2}?(?:include|comprise|cover|contain)[sd]?\b"
    r"|[^.;:]{0,40}?\bincluding\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle of which one part is priced apart, and the price of the whole, which is the value of no transfer."""

    priced: Merged
    price: Amount
    whole: Amount


def split_bundles(
    text: str, sentences: Sequence[Sentence], merged: Sequence[Merged]
) -> tuple[list[Merged], list[Bundle]]:
    """Let what else a bundle includes be a transfer of its own, where its first part has a price of its own."""
    told = sorted({m.sentence for one in merged for m in one.members})
    priced = [(number, found) for number in told if (found := _priced_apart(text, sentences[number])) is not None]
    answer = list(merged)
    for number, (_, _, start) in priced:
        answer = [part for one in answer for part in _divided(one, number, start)]
    bundles: list[Bundle] = []
    for number, (price, whole, _) in priced:
        before = [(g.end, place) for place, one in enumerate(answer) for m in one.members if m.sentence == number
                  for g in m.goods if g.end <= price.span.start]  # fmt: skip
        if before:
            bundles.append(Bundle(answer[max(before)[1]], price, whole))
    return answer, bundles


def _priced_apart(text: str, sentence: Sentence) -> tuple[Amount, Amount, int] | None:
    """Give the price of a part, that of the bundle, and where the list of its parts begins."""
    amounts = [a for a in find_amounts(text, sentence.start, sentence.end) if a.value]
    for part, whole in pairwise(amounts):
        holds = _HOLDS.match(text, whole.span.end, sentence.end)
        if holds is not None and _OF_A_BUNDLE.fullmatch(text, part.span.end, whole.span.start):
            return part, whole, holds.end()
    return None


def _divided(one: Merged, sentence: int, start: int) -> tuple[Merged, ...]:
    """Divide a transfer into what is priced and what else the bundle holds, where each has goods of its own."""
    added = [g for m in one.members if m.sentence == sentence for g in m.goods if g.start >= start]
    kinds = {_kind(g) for g in added}
    rest = [g for g in one.goods if _kind(g) not in kinds]
    if not added or not rest:
        return (one,)
    return _part(one, rest, kinds, is_added=False), _part(one, distinct(added), kinds, is_added=True)


def _kind(goods: Goods) -> str:
    return goods.system_id or goods.words


def _part(one: Merged, goods: list[Goods], added: set[str], *, is_added: bool) -> Merged:
    """Give a transfer as told, with some of its goods only; its reason says which part of the package it is."""
    told = [replace(m, goods=[g for g in m.goods if (_kind(g) in added) is is_added]) for m in one.members]
    members = [m for m in told if m.goods]
    which = "the rest of a package" if is_added else "the part of a package that has a price of its own"
    first = replace(members[0], rule=f"{members[0].rule}; {which}")
    return replace(one, goods=goods, members=[first, *members[1:]], first=first, families=set())
