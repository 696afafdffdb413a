"""A stance judged by the words of an attribution alone."""

import re
from dataclasses import dataclass

from counterpoise.reading.stance_cues import FLIP, after_but, votes_in
from counterpoise.vocabulary import word_list

ABOUT_IT = re.compile(
    r"\b(?:edge|superiority|security|sales?|sell|deal|jets?|aircraft|weapons|arms|missiles?|F-\d+|advantage|aid|defen[cs]e|"
    r"commitment|ally|allies|advanced|systems?|drones?|transfer|deliver\w*|compensat\w*)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Stance:
    """A stance with its reason."""

    stance: str
    because: str


_NOT_BEFORE = re.compile(  # "Until the strikes end, I will not approve this sale"
    r"\b(?:until|unless)\b[^.;]{3,260}?,[^.;,]{0,40}?\b(?P<act>(?:(?:I|we|he|she|it|they) "
    r"(?:will|would|can|could) ?(?:not|never)|(?:I|we) (?:won't|can't)) "
    r"(?:approve|support|back|vote|agree|lift|sign)\b)"
    r"|\b(?P<first>(?:will|would) (?:not|never) (?:approve|support|back|agree to|lift|sign off on)\b)[^.;]{0,120}?"
    r"\b(?:until|unless)\b",
    re.IGNORECASE,
)


def judge_words(content: str) -> Stance:
    """Judge by the cues in the words. A longer cue prevails over one inside it; both sides together decide nothing."""
    held = _NOT_BEFORE.search(content)
    if held is not None:
        return Stance("conditional", f"refused for as long as something is not done: {held['act'] or held['first']!r}")
    votes = votes_in(content)
    directed = [(s, w) for s, w in votes if s in FLIP]
    rest = after_but(content)
    if directed and rest is not None and not any(s in FLIP or s == "conditional" for s, _ in votes_in(rest)):
        return Stance("unknown", f"words granted before a 'but': {directed[0][1]}")
    conditional = [w for s, w in votes if s == "conditional"]
    sides = {s for s, _ in directed}
    if len(sides) > 1:
        directed = _without_edge(directed)
        sides = {s for s, _ in directed}
    if sides == {"opposes"} and conditional and all("until" in w for w in conditional):
        return Stance("opposes", f"the words {directed[0][1]}, {conditional[0]}")
    loose = conditional and not directed and all("until" in w for w in conditional)
    if loose and ABOUT_IT.search(content) is None and _ONLY_THEN.search(content) is None:
        return Stance("unknown", f"a condition that nothing ties to the transfer: {conditional[0]}")
    if conditional and len(sides) <= 1:
        return Stance("conditional", f"a condition: {conditional[0]}" + (f" with {directed[0][1]}" if directed else ""))
    if sides == {"supports"} and (held := _HANGS_ON.search(content)) is not None:
        return Stance("conditional", f"a condition: {held[0]!r} with {directed[0][1]}")
    if sides == {"supports"} and content.rstrip(" ,").endswith("?"):
        return Stance("unknown", f"a question with the words {directed[0][1]}")
    if len(directed) == 1 and directed[0][1].strip("'").lower() in _KIND_WORDS and ABOUT_IT.search(content) is None:
        return Stance("unknown", f"kind words that nothing ties to the transfer: {directed[0][1]}")
    if len(sides) == 1:
        return Stance(directed[0][0], f"the words {directed[0][1]}")
    if not directed and (hangs := _ONLY_THEN.search(content)) is not None:
        return Stance("conditional", f"what would be done on a condition: {hangs[0]!r}")
    if (most := _most_of(directed)) is not None:
        return most
    if directed:
        return Stance("unknown", "words on both sides: " + ", ".join(w for _, w in directed[:4]))
    neutral = [w for s, w in votes if s == "neutral"]
    if neutral:
        return Stance("neutral", f"a fact, a procedure or a question: {neutral[0]}")
    fact = _FACT.search(content)
    if fact is not None and not _JUDGES.search(content):
        return Stance("neutral", f"a fact or a procedure: {fact[0]!r}")
    return Stance("unknown", "no words that take a side")


_MANY, _TIMES = 3, 3  # cues of one side that outweigh those of the other


def _most_of(directed: list[tuple[str, str]]) -> Stance | None:
    """Give the side of most cues where it has three, and three times as many as the other."""
    for side, other in (("opposes", "supports"), ("supports", "opposes")):
        mine = [words for stance, words in directed if stance == side]
        if len(mine) >= _MANY and len(mine) >= _TIMES * sum(stance == other for stance, _ in directed):
            return Stance(side, f"most of the words: {', '.join(mine[:3])}")
    return None


_EDGE = re.compile(r"\b(?:edge|advantage|superiority|preserv\w*|maintain\w*|safeguard\w*|uphold)\b", re.IGNORECASE)


def _without_edge(directed: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Leave out words for the edge where others oppose: "opposes the sale, to preserve the edge"."""
    rest = [(stance, words) for stance, words in directed if stance != "supports" or _EDGE.search(words) is None]
    return rest if any(stance == "opposes" for stance, _ in rest) else directed


_KIND_WORDS = word_list("stances.kind_words")  # praise that may be of anything
_HANGS_ON = re.compile(
    r"\b(?:if|unless|provided(?: that)?(?! (?:with|by|to|for|in|under)\b)|as long as|so long as|"
    r"on (?:the )?condition|in (?:exchange|return) for|only after|subject to|"
    r"with (?:safeguards|conditions|guarantees|assurances))\b",
    re.IGNORECASE,
)
_ONLY_THEN = (
    re.compile(  # "If training is delivered as well, the sale will stand", "could be provided if he so ordered"
        r"^\W*(?:only )?(?:if|unless|provided)\b[^.;?]{4,120},[^.;?]{0,60}\b(?:will|would|can|could|may|might|is)\b"
        r"|\b(?:could|would|might|can)\b[^.;?]{3,80}\b(?:if|unless|provided that)\b",
        re.IGNORECASE,
    )
)
_FACT = re.compile(  # what was done, is done or will be: acts of procedure, not of opinion
    r"\b(?:was|were|is|are|has|have|had|will|would)\s+(?:(?:been|be|not|yet|also|already|being|\w+ly)\s+){0,3}"
    r"(?:made|taken|reached|held|under way|underway|submitted|notified|signed|discussed|raised|reviewed|informed|"
    r"briefed|consulted|"
    r"sent|delivered|received|completed|concluded|agreed|finali[sz]ed|postponed|scheduled|expected|required|"
    r"covered|included|"
    r"worth|based|built|trained|paid|launched|extended|renewed|cancelled|canceled|transferred|shipped|announced|"
    r"published|issued|"
    r"working on|in talks|in contact|looking into|aware of|examining|studying|reviewing|considering|waiting)\b",
    re.IGNORECASE,
)
_JUDGES = re.compile(r"\b(?:should|must|ought|we|our|us|I|my|never|nobody|too|very|so|only|even|finally)\b|[!?]")
