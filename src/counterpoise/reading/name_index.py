"""An index of names over a text: every place where one of many thousand names stands, in one pass.

Names and text are cut into atoms, runs of letters or of digits: "F-35A" is F, 35, A. So "F-35A", "F35A" and "F 35A"
are one path in a tree of atoms, and what stands between the atoms, upper and lower case, plurals and boundaries are
checked where a path ends. Nothing is fuzzy: a name that differs in an atom is another name.
"""

import re
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

_FIRST = re.compile(r"[^\W\d_]+|\d+")
_PARTS = re.compile(r"([^\W\d_]+|\d+)")
_MAX_ATOMS = 24
_LONGEST = 1024  # characters: more than any name takes
_PIECE = 1 << 18  # characters
# F-16 in "F-16CJ", S-300 in "S-300PMU2": a variant that no row names belongs to its family.
_VARIANT = re.compile(r"[A-Z]{1,3}\d?(?![^\W_])")
# The B in "F-35A/B".
_MORE_VARIANTS = re.compile(r"(?:/[A-Z]{1,2}(?![^\W_]))+")
_THOUSANDS = re.compile(r"[.,]\d")
_EQUAL = str.maketrans(
    dict.fromkeys("‐‑‒–—−﹣－", "-")
    | dict.fromkeys("‘’ʼ`´＇", "'")
    | dict.fromkeys(
        "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    )
)
_MAY_STAND_FOR: dict[str, frozenset[str]] = {
    "": frozenset({"", "-"}),
    "-": frozenset({"-", "", " "}),
    "-only": frozenset({"-"}),
    " ": frozenset({" ", "-"}),
    "/": frozenset({"/", "-", " "}),
    "'": frozenset({"'", ""}),
    "&": frozenset({"&"}),
}


@lru_cache(maxsize=4096)
def _separator(text: str) -> str | None:
    """Give what stands between two atoms in its plain form, or None where no name goes on (a blank line)."""
    if len(text) > 40 or text.count("\n") > 1:
        return None
    plain = text.translate(_EQUAL)
    if not plain:
        return ""
    return "".join(plain.split()) or " "


class Name(NamedTuple):
    """One spelling of one thing. `case` is "exact", "name", "designation" or "any" (see `NameIndex`).

    A plain tuple, because a gazetteer makes thousands of them before it reads its first word.
    """

    kind: str
    id: str
    spelling: str
    case: str
    form: str = "name"
    plural: bool = False  # "F-35s", "foreign ministers"
    not_after: frozenset[str] = frozenset()  # words that make it something else: "New" before "Jersey"
    not_before: frozenset[str] = frozenset()  # "Airlines" after "Emirates"


@dataclass(slots=True)
class _Node:
    children: dict[str, "_Node"] = field(default_factory=dict)
    names: list[tuple[Name, tuple[str, ...], tuple[str, ...]]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Hit:
    """Names that the words at [start, end) spell; more than one only when the spelling leads to several things."""

    start: int
    end: int
    names: tuple[Name, ...]


class NameIndex:
    """Many names, found in one pass.

    Case: a name in `exact` case stands only as spelled. In `name` case it also stands in capitals throughout (four
    letters or more) and, if it has several words, with only its first letter a capital. A `designation` stands in any
    case when its parts are joined ("f-35", "F35") and as spelled when they are apart ("F 35"). `any` is any case.
    """

    def __init__(self, names: Iterable[Name]) -> None:
        """Build the index; a name without a letter or digit is left out."""
        # Branches of the tree grow when a text first asks for them: most texts need few of them.
        self._waiting: dict[str, list[Name]] = {}
        self._root = _Node()
        self._first: set[str] = set()
        self._joined: set[str] = set()  # begin a name only when no space follows: "f" in "f-35"
        seen: set[tuple[str, str, bool]] = set()
        for name in names:
            first = _FIRST.search(name.spelling)
            if first is None:
                continue
            atom = first[0]
            self._waiting.setdefault(atom.lower(), []).append(name)
            kind = (atom, name.case, name.plural)
            if kind not in seen:
                seen.add(kind)
                self._first |= _first_forms(*kind)
                if name.case == "designation":
                    self._joined |= {atom.lower(), atom.capitalize()} - {atom, atom.upper()}
        self._joined -= self._first
        self._first |= self._joined

    def _grow(self, first: str) -> None:
        """Put the names that begin with an atom into the tree."""
        for name in self._waiting.pop(first, ()):
            self._add(name)

    def _add(self, name: Name) -> None:
        parts = _PARTS.split(name.spelling)
        node = self._root
        for atom in parts[1::2]:
            key = atom.lower()
            child = node.children.get(key)
            if child is None:
                child = node.children[key] = _Node()
            node = child
        separators = tuple(_separator(part) or "" for part in parts[2:-1:2])
        if len(name.spelling) == 3 and separators == ("-",):  # "F-5": "F5" is a key and "A4" a size of paper
            separators = ("-only",)
        node.names.append((name, tuple(parts[1::2]), (*separators, parts[-1].strip())))

    def find(self, text: str) -> Iterator[Hit]:
        """Give the names in `text` from left to right; the longest wins and none overlap.

        The text is cut into atoms piece by piece, so that memory does not grow with its length; a name that reaches
        over the end of a piece is found whole.
        """
        here = 0
        while here < len(text):
            stop = here + _PIECE
            while stop < len(text) and text[stop].isalnum():
                stop += 1
            here = max(stop, (yield from self._find_piece(text, here, stop)))

    def _find_piece(self, text: str, here: int, stop: int) -> Generator[Hit, None, int]:
        """Give the names that start in [here, stop); return where the last of them ends."""
        parts = _PARTS.split(text[here : stop + _LONGEST])  # separator, atom, separator, atom, ..., separator
        starts = list(accumulate(map(len, parts), initial=here))
        first = self._first
        free_from = here
        for position in [i for i, part in enumerate(parts) if part in first]:
            start = starts[position]
            if start >= stop:
                break
            if start < free_from or (start and not _may_start(text, start)):
                continue
            if parts[position] in self._joined and parts[position + 1].isspace():  # "of", and not the OF of "OF-40"
                continue
            hit = self._longest(text, parts, starts, position)
            if hit is not None:
                free_from = hit.end
                yield hit
        return free_from

    def _longest(self, text: str, parts: list[str], starts: list[int], position: int) -> Hit | None:
        """Give the longest name whose first atom is `parts[position]`."""
        found: list[tuple[_Node, int, bool, _Node | None]] = []  # node, its last atom, plural s left over, parent
        if self._waiting:
            first = parts[position].lower()
            self._grow(first)
            self._grow(first.removesuffix("s"))
        node = self._root
        before: _Node | None = None
        here = position
        last = min(len(parts) - 2, position + 2 * _MAX_ATOMS)
        while True:
            key = parts[here].lower()
            if key[-1] == "s":
                if key == "s" and here > position and not parts[here - 1] and node.names:  # "F-35s"
                    found.append((node, here, True, before))
                elif (singular := node.children.get(key[:-1])) is not None and singular.names:
                    found.append((singular, here, True, node))
            child = node.children.get(key)
            if child is None:
                break
            before, node = node, child
            if node.names:
                found.append((node, here, False, before))
            if here >= last or _separator(parts[here + 1]) is None:
                break
            here += 2
        for node, end, plural, parent in reversed(found):
            hit = _check(text, node, parts[position : end + 1], starts[position], starts[end + 1], plural, parent)
            if hit is not None:
                return hit
        return None


def _first_forms(atom: str, case: str, plural: bool) -> set[str]:
    """Give the ways in which the first atom of a name may be printed, or more of them."""
    forms = {atom}
    if case != "exact":
        forms.add(atom.upper())
    if case == "any":
        forms |= {atom.lower(), atom.capitalize()}
    if plural:
        forms |= {form + "s" for form in forms} | {atom.upper() + "S"}
    return forms


def _may_start(text: str, start: int) -> bool:
    """Tell whether a word starts here: not inside a word and not inside a number such as 1,155."""
    before = text[start - 1]
    if before.isalnum():
        return False
    return not (text[start].isdigit() and before in ".," and start > 1 and text[start - 2].isdigit())


def _check(
    text: str, node: _Node, parts: list[str], start: int, end: int, plural: bool, parent: _Node | None
) -> Hit | None:
    """Check the names at a node against the words of the text: separators, case, boundaries, neighbours."""
    words, separators = parts[::2], [_separator(part) or "" for part in parts[1::2]]
    if plural:
        words = words[:-1] if words[-1] in ("s", "S") and len(words) > 1 else [*words[:-1], words[-1][:-1]]
    found: dict[tuple[int, int], list[Name]] = {}  # by how exact and how long
    for name, atoms, between in node.names:
        if (plural and not name.plural) or not _separators_agree(between, separators):
            continue
        rank = 0
        if tuple(words) != atoms:
            if not _case_agrees(name, atoms, words, separators):
                continue
            rank = 2
        elif list(between[:-1]) != separators[: len(between) - 1]:
            rank = 1
        name_end = _name_end(text, end, name, between[-1], plural)
        if name_end is not None and _neighbours_agree(text, start, name_end, name):
            found.setdefault((-name_end, rank), []).append(name)
    if not found:
        return None
    best = min(found)
    best_end, names = -best[0], found[best]
    if text.startswith("/", best_end) and _ends_in_variant_letter(parts):
        more = _MORE_VARIANTS.match(text, best_end)
        if more is not None:
            family = parent.names if parent is not None else []
            names = [name for name, _, _ in family if name.kind == names[0].kind] or names
            best_end = more.end()
    return Hit(start, best_end, tuple(names))


def _ends_in_variant_letter(parts: list[str]) -> bool:
    """Tell whether the name ends in letters joined to a number: the A of "F-35A"."""
    return len(parts) > 2 and not parts[-2] and len(parts[-1]) <= 2 and parts[-1].isupper()


def _name_end(text: str, end: int, name: Name, tail: str, plural: bool) -> int | None:
    """Give where the name ends in the text, or None where it runs on into another word or number."""
    if tail:
        if text.startswith(tail, end):
            return end + len(tail)
        if tail not in (".", ")"):  # "AIM-9X Block II+" is not "AIM-9X Block II"; the point of "U.S." may be missing
            return None
    following = text[end : end + 1]
    if following.isalnum():
        if name.case == "designation" and not plural and "-" in name.spelling and name.spelling[-1].isdigit():
            variant = _VARIANT.match(text, end)
            return variant.end() if variant else None
        return None
    if name.spelling[-1].isdigit() and _THOUSANDS.match(text, end):
        return None
    return end


def _separators_agree(between: tuple[str, ...], separators: list[str]) -> bool:
    for wanted, found in zip(between, separators, strict=False):
        if found != wanted and found not in _MAY_STAND_FOR.get(wanted, frozenset()):
            return False
    return True


def _case_agrees(name: Name, atoms: tuple[str, ...], words: list[str], separators: list[str]) -> bool:
    """Tell whether words that differ from the spelling in case may still be the name."""
    if name.case == "any":
        return True
    if name.case == "exact":
        return False
    if name.case == "designation":
        if atoms[-1] == "S" and words[-1] == "s":  # "F-15s" is a plural and not an F-15S
            return False
        return len("".join(atoms)) > 2 and " " not in separators
    letters = "".join(words)
    if len(letters) >= 4 and letters.isupper():
        return True
    return len(atoms) > 1 and words[0][0].isupper() and words[0][0] == atoms[0][0]


def _neighbours_agree(text: str, start: int, end: int, name: Name) -> bool:
    if name.not_after:
        words = text[max(0, start - 24) : start].split()
        if words and words[-1].strip(",.\"'“”‘’(") in name.not_after:
            return False
    if name.not_before:
        words = text[end : end + 32].split(None, 1)
        if words and text[end : end + 1].isspace() and words[0].strip(",.;:\"'“”‘’)") in name.not_before:
            return False
    return True
