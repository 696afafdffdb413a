"""Short forms that a text itself explains.

After "the Indian Air Force (IAF)" every IAF of the text is that one, and after "Kaan fighters" every Kaan.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from counterpoise.reading.gazetteer import Mention
from counterpoise.sources import Span
from counterpoise.vocabulary import index, split_list

_IN_BRACKETS = re.compile(r"\s[\"“]?\((?:the |or )?[\"“'‘]?(?P<short>[A-Z][A-Za-z&]{1,9})[\"”'’]?\)")
_SHORT = re.compile(r"(?<![\w-])[A-Z][A-Za-z&ÀüğışöçİŞĞÜÖÇ]{1,14}(?![\w-])")
_NAME_BEFORE = re.compile(  # capitalised words joined by "of", "for", "and", right before the bracket
    r"[A-Z][\w’'&.-]*(?:\s+(?:(?:of|for|and|on|in|the|to|&)\s+){0,2}[A-Z][\w’'&.-]*){1,8}$"
)
_MINOR = frozenset({"of", "for", "and", "on", "in", "the", "to", "&"})
_KINDS = frozenset({"body", "organisation", "outlet"})


def with_short_forms(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Give the mentions with those of the short forms that the text itself explains; its own word prevails."""
    meant = {**_first_words(mentions), **_explained(text, mentions)}
    if not meant:
        return list(mentions)
    systems = [m.span for m in mentions if m.kind == "system" or " " in m.wording]
    own = [
        replace(meant[word], wording=m[0], span=Span(*m.span()))
        for m in _SHORT.finditer(text)
        if (word := m[0] if m[0] in meant else m[0].removesuffix("s")) in meant
        and (meant[word].kind != "system" or not _within(systems, m.start()))
    ]
    starts = {mention.span.start for mention in own}
    ends = {mention.span.end for mention in own}
    kept = [m for m in mentions if m.span.start not in starts and m.span.end not in ends]
    return sorted([*kept, *own], key=lambda m: m.span.start)


def as_designated(mentions: Sequence[Mention]) -> list[Mention]:
    """Let a popular name mean the designation beside it: "Predator" in a text about the MQ-9B and no MQ-1.

    Only where exactly one system that the text designates by number has an alias of number and popular name.
    """
    designated = {m.id for m in mentions if m.kind == "system" and m.id and re.search(r"\d", m.wording)}
    given: list[Mention] = []
    for mention in mentions:
        bare = mention.kind == "system" and mention.id not in designated and not re.search(r"\d", mention.wording)
        meant = (
            [id_ for id_ in designated if not id_.startswith(mention.id or id_) and _popular(id_, mention.wording)]
            if bare
            else []
        )
        given.append(replace(mention, id=meant[0], name=_name_of(meant[0])) if len(meant) == 1 else mention)
    return given


def _popular(system_id: str, wording: str) -> bool:
    word = wording.split()[0].removesuffix("s")
    aliases = split_list(index("systems", "system_id")[system_id]["aliases"])
    return any(word in alias.split()[1:] and re.search(r"\d", alias.split()[0]) is not None for alias in aliases)


def _name_of(system_id: str) -> str:
    return index("systems", "system_id")[system_id]["name"]


def _within(spans: Sequence[Span], at: int) -> bool:
    """Tell whether a place lies in one of some spans that stand in order and do not overlap."""
    place = bisect_right(spans, at, key=lambda span: span.start) - 1
    return place >= 0 and at < spans[place].end


_KIND_WORDS = frozenset(
    {
        "fighter",
        "fighters",
        "jet",
        "jets",
        "tank",
        "tanks",
        "missile",
        "missiles",
        "drone",
        "drones",
        "frigate",
        "frigates",
        "helicopter",
        "helicopters",
        "howitzer",
        "howitzers",
        "submarine",
        "submarines",
        "corvette",
        "corvettes",
        "system",
        "trainer",
        "trainers",
        "radar",
        "launcher",
        "launchers",
        "uav",
        "vehicle",
        "vehicles",
        "class",
    }
)


def _first_words(mentions: Sequence[Mention]) -> dict[str, Mention]:
    """Give the bare names of systems that the text first names with their kind: Kaan after "Kaan fighters"."""
    found: dict[str, Mention] = {}
    for mention in mentions:
        words = mention.wording.replace("-class", " class").split()
        if mention.kind != "system" or not mention.id or len(words) != 2 or words[1].lower() not in _KIND_WORDS:
            continue
        if words[0][0].isupper() and len(words[0]) > 2:
            found.setdefault(words[0], mention)
    return found


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
