"""Pass by texts that cannot be about an arms transfer, at the speed of memory rather than of reading.

A text may be about a transfer if it names arms, a deal and a state or organisation. The anchors for the first two are
rows of vocabulary/prefilter_anchors.csv, the third is the gazetteer's own list of names and the office that notifies,
for a correction may name no state. Most texts name no arms, so that test runs first, and over bytes: four-byte pieces
at every second place are looked up in a table of 65,536 truth values, and only where the table says yes are the words
compared. An anchor has at least five bytes, so that one of its pieces always stands at an even place.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from counterpoise.vocabulary import rows, split_list

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_PIECE = 4
_STEP = 2
_SHORTEST = _PIECE + _STEP - 1
_BLOCK = 1 << 14  # pieces: what is worked on stays in the processor's cache
_MULTIPLIER = 2654435761  # Knuth's multiplicative hash, TAOCP vol. 3, 6.4
_COMMON_FIRST = b" etaoinsrhldcumfpgwybvkxjqz"
_LOWER = 0x20  # this bit makes ASCII capitals small; other bytes change alike in anchors and texts


@dataclass(frozen=True, slots=True)
class Table:
    """Anchors by their pieces. `hashed` is indexed by the upper half of a piece's product."""

    hashed: "NDArray[np.bool_]"
    pieces: "NDArray[np.uint32]"  # in order, and last a piece above all others
    anchors: dict[int, tuple[tuple[bytes, int], ...]]  # piece: anchors that hold it, and how far from their start


def may_concern_a_transfer(data: bytes) -> bool:
    """Tell whether a text, as bytes in UTF-8 or a code page that holds ASCII, may be about an arms transfer.

    False is meant to be right nearly always, True only often. Time is linear in the length of the data.
    """
    if next(arms_anchors(data), None) is None or next(_anchors(data, _parties()), None) is None:
        return False
    lowered = data.lower()
    return any(stem in lowered for stem in _deal_stems())


def arms_anchors(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Give the arms anchors in `data` with their places: first those at places of one parity, then of the other."""
    return _anchors(data, _arms())


def _anchors(data: bytes, table: Table) -> Iterator[tuple[int, bytes]]:
    import numpy as np

    lowered = np.zeros(len(data) + _PIECE * 2, np.uint8)
    np.bitwise_or(np.frombuffer(data, np.uint8), np.uint8(_LOWER), out=lowered[: len(data)])
    for shift in range(0, _PIECE, _STEP):
        pieces = lowered[shift : shift + (len(data) // _PIECE + 1) * _PIECE].view("<u4")
        for start in range(0, len(pieces), _BLOCK):
            block = pieces[start : start + _BLOCK]
            maybe = table.hashed[(block * np.uint32(_MULTIPLIER)) >> np.uint32(16)]
            places = maybe.nonzero()[0]
            found = block[places]
            known = table.pieces[np.searchsorted(table.pieces, found)] == found
            for place in places[known].tolist():
                for anchor, offset in table.anchors.get(int(block[place]), ()):
                    at = shift + _PIECE * (start + place) - offset
                    if at >= 0 and lowered[at : at + len(anchor)].tobytes() == anchor:
                        yield at, anchor


@cache
def _arms() -> Table:
    anchors = [row["anchor"] for row in rows("prefilter_anchors") if row["kind"] == "arms"]
    return _table(spelling for anchor in anchors for spelling in _spellings(anchor))


def _table(spellings: Iterable[bytes]) -> Table:
    import numpy as np

    found: dict[int, list[tuple[bytes, int]]] = {}
    for spelling in spellings:
        anchor = bytes(byte | _LOWER for byte in spelling)
        first = max(range(len(anchor) - _SHORTEST + 1), key=lambda offset: _rarity(anchor, offset))
        for offset in range(first, first + _STEP):
            piece = int.from_bytes(anchor[offset : offset + _PIECE], "little")
            found.setdefault(piece, []).append((anchor, offset))
    in_order = np.array([*sorted(found), 0xFFFFFFFF], np.uint32)
    hashed: Any = np.zeros(1 << 16, np.bool_)
    hashed[(in_order * np.uint32(_MULTIPLIER)) >> np.uint32(16)] = True
    return Table(hashed, in_order, {piece: tuple(anchors) for piece, anchors in found.items()})


def _rarity(anchor: bytes, offset: int) -> int:
    """Rank two neighbouring pieces of an anchor: the rarer their letters in English, the fewer places to look at."""
    pieces = [anchor[start : start + _PIECE] for start in range(offset, offset + _STEP)]
    return min(sum(_COMMON_FIRST.find(byte) % (len(_COMMON_FIRST) + 1) for byte in piece) for piece in pieces)


def _spellings(anchor: str) -> tuple[bytes, ...]:
    """Give an anchor with a plain hyphen, and also with the hyphens that typesetters put into a designation."""
    others = ("\u2011", "\u2010", "\u2013") if "-" in anchor and anchor[-1].isdigit() else ()
    return tuple(anchor.replace("-", hyphen).encode() for hyphen in ("-", *others))


@cache
def _deal_stems() -> tuple[bytes, ...]:
    return tuple(row["anchor"].encode() for row in rows("prefilter_anchors") if row["kind"] == "deal")


@cache
def _parties() -> Table:
    """Give the names, adjectives and capitals of states and the names of organisations; short ones between spaces."""
    names = {row["name"] for row in rows("organisations")}
    names |= {
        row["anchor"] for row in rows("prefilter_anchors") if row["kind"] == "party"
    }  # a correction names no state
    for row in rows("states"):
        cells = (row["name"], row["adjectives"], row["capital"], row["aliases"])
        names |= {part for cell in cells for part in split_list(cell)}
    padded = (name if len(name) >= _SHORTEST else f" {name} " if len(name) < _PIECE else f" {name}" for name in names)
    return _table(name.encode() for name in padded if len(name) >= _SHORTEST)
