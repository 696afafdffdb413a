"""The words of an attribution that take a side, with negation taken into account."""

import re
from functools import cache

from counterpoise.vocabulary import rows

NEGATION = re.compile(
    r"\b(?:not(?! only\b)|no|never|neither|nor|without|hardly|n't|cannot|don't|doesn't|didn't|won't|wouldn't|isn't|"
    r"aren't|at no point|denied|deny|denies|no longer)\b(?:\s+[\w'’]+){0,4}\s*$",
    re.IGNORECASE,
)
_DENIED_AHEAD = re.compile(  # "nothing in this sale puts the edge at risk", "I don't believe that it would harm"
    r"(?:\bnothing (?:in|about|that|will|would|can|could)|\bnone of (?:this|that|it|these|them)|\bin no way|"
    r"(?:\bnot|n['’]t|\bnever) (?:believe|think|accept|agree|anticipate|foresee|do anything (?:that|which|to))|"
    r"\bnot convinced|\b(?:no one|nobody) (?:should|need|can) (?:think|believe|say|fear|claim)|"
    r"\b(?:hard|difficult) to (?:see|believe|imagine)|"
    r"\b(?:reject|dismiss)\w* (?:the |any )?(?:claims?|suggestions?|notion|idea|fears))\b[^.;:!?]{0,60}$",
    re.IGNORECASE,
)
_OBLIGES = re.compile(r"\b(?:requir|oblig|compel|forc|entitl|commit)(?:e|es|ed|s)?\b")  # "nothing requires us to flood"
FLIP = {"supports": "opposes", "opposes": "supports"}


@cache
def _cues() -> tuple[re.Pattern[str], dict[str, str]]:
    table = {row["words"].lower(): row["stance"] for row in rows("stance_cues") if row["kind"] != "pattern"}
    words = "|".join(sorted(map(re.escape, table), key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{words})\b(?!-)", re.IGNORECASE), table  # not in "Iran-backed"


@cache
def _cue_patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(row["words"], re.IGNORECASE), row["stance"])
        for row in rows("stance_cues")
        if row["kind"] == "pattern"
    )


_BUT = re.compile(r",? \b(?:but|however|yet)\b ", re.IGNORECASE)


def after_but(content: str) -> str | None:
    """Give what stands after the last "but", which weighs more than what is granted before it."""
    last = max((m.end() for m in _BUT.finditer(content)), default=0)
    return content[last:] if last and len(content) - last > 20 else None


def _turned(content: str, match: re.Match[str], stance: str) -> tuple[int, int, str, str]:
    """Give a cue, turned round where the words before it deny it: "does not oppose the sale"."""
    if stance in FLIP and (_is_denied_nearby(content, match) or _is_denied_ahead(content, match)):
        return match.start(), match.end(), FLIP[stance], f"{match[0].strip()!r} negated"
    return match.start(), match.end(), stance, repr(match[0].strip())


_OWN_NEGATION = ("not ", "no ", "never ")


def _is_denied_nearby(content: str, match: re.Match[str]) -> bool:
    """Tell whether a word of denial stands close before a cue that holds none itself."""
    before = content[max(0, match.start() - 50) : match.start()]
    return not match[0].lower().startswith(_OWN_NEGATION) and NEGATION.search(before) is not None


def _is_denied_ahead(content: str, match: re.Match[str]) -> bool:
    """Tell whether the clause of a cue that holds no denial itself begins with one."""
    if match[0].lower().startswith(_OWN_NEGATION):
        return False
    found = _DENIED_AHEAD.search(content[max(0, match.start() - 110) : match.start()])
    return found is not None and _OBLIGES.search(found[0]) is None


def votes_in(content: str) -> list[tuple[str, str]]:
    """Give the cues of a content with their stance, negation taken into account."""
    pattern, table = _cues()
    spans: list[tuple[int, int, str, str]] = []
    for regex, stance in _cue_patterns():
        spans += [_turned(content, m, stance) for m in regex.finditer(content)]
    taken = [(a, b) for a, b, stance, _ in spans if stance != "neutral"]
    for match in pattern.finditer(content):
        stance = table[match[0].lower()]
        if any(a <= match.start() and match.end() <= b for a, b in taken):
            continue
        if stance in FLIP and _is_denied_ahead(content, match):
            spans.append((match.start(), match.end(), FLIP[stance], f"{match[0].strip()!r} negated"))
        elif stance in FLIP and " " not in match[0] and _is_denied_nearby(content, match):
            if stance == "supports":  # not to oppose is no support: the phrases that amount to it are cues themselves
                spans.append((match.start(), match.end(), "opposes", f"{match[0].strip()!r} negated"))
        else:
            spans.append((match.start(), match.end(), stance, repr(match[0])))
    return [(stance, words) for _, _, stance, words in _apart(sorted(spans))]


def _apart(spans: list[tuple[int, int, str, str]]) -> list[tuple[int, int, str, str]]:
    """Leave out a cue that begins inside one of the other side: "good for" in "not good for"."""
    kept: list[tuple[int, int, str, str]] = []
    for span in spans:
        inside = any(
            span[0] < end and words.startswith("'not ") and stance != span[2] for _, end, stance, words in kept
        )
        if not inside:
            kept.append(span)
    return kept
