"""Short forms that a text gives in brackets: after "the Indian Air Force (IAF)" every IAF of the text is that one."""

import re
from collections.abc import Sequence
from dataclasses import replace

from counterpoise.reading.gazetteer import Mention
from counterpoise.sources import Span

_IN_BRACKETS = re.compile(r"\s[\"“]?\((?:the |or )?[\"“'‘]?(?P<short>[A-Z][A-Za-z&]{1,9})[\"”'’]?\)")
_SHORT = re.compile(r"(?<![\w-])[A-Z][A-Za-z&]{1,9}(?![\w-])")
_NAME_BEFORE = re.compile(  # capitalised words joined by "of", "for", "and", right before the bracket
    r"[A-Z][\w’'&.-]*(?:\s+(?:(?:of|for|and|on|in|the|to|&)\s+){0,2}[A-Z][\w’'&.-]*){1,8}$"
)
_MINOR = frozenset({"of", "for", "and", "on", "in", "the", "to", "&"})
_KINDS = frozenset({"body", "organisation", "outlet"})


def with_short_forms(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Give the mentions with those of the short forms that the text itself explains; its own word prevails."""
    meant = _explained(text, mentions)
    if not meant:
        return list(mentions)
    own = [replace(meant[m[0]], wording=m[0], span=Span(*m.span())) for m in _SHORT.finditer(text) if m[0] in meant]
    starts = {mention.span.start for mention in own}
    ends = {mention.span.end for mention in own}
    kept = [m for m in mentions if m.span.start not in starts and m.span.end not in ends]
    return sorted([*kept, *own], key=lambda m: m.span.start)


def _explained(text: str, mentions: Sequence[Mention]) -> dict[str, Mention]:
    """Give what each short form in brackets stands for, unless the vocabulary knows it as that or as another kind."""
    by_end = {mention.span.end: mention for mention in mentions}
    by_start = {mention.span.start: mention for mention in mentions}
    explained: dict[str, Mention] = {}
    for match in _IN_BRACKETS.finditer(text):
        short = match["short"]
        if sum(letter.isupper() for letter in short) < 2 or short in explained:
            continue
        known = by_start.get(match.start("short"))
        meant = by_end.get(match.start()) or _new_name(text, match.start(), short)
        if meant is None or meant.kind not in _KINDS or (known is not None and known.id == meant.id and meant.id):
            continue
        if known is None or known.kind in _KINDS:  # "(UAE)" and "(HIMARS)" stay what the vocabulary says
            explained[short] = meant
    return explained


def _new_name(text: str, end: int, short: str) -> Mention | None:
    """Read a name that no table has, if its capitals make the short form: "Armenian National Committee of America"."""
    match = _NAME_BEFORE.search(text, max(0, end - 120), end)
    if match is None:
        return None
    words = [(w.start(), w[0]) for w in re.finditer(r"\S+", match[0])]
    letters = "".join(letter for letter in short if letter.isupper())
    for first in range(len(words)):
        initials = "".join(word[0] for _, word in words[first:] if word.lower() not in _MINOR)
        if initials.upper() == letters:
            start = match.start() + words[first][0]
            name = " ".join(text[start:end].split())
            return Mention("organisation", "", name, name, Span(start, end))
    return None
