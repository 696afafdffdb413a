"""How wide words are before anybody draws them, and where a line of them breaks.

Pictures name Arial, which Liberation Sans and Helvetica match letter by letter; the widths are those of that design, in
thousandths of the size, as a browser measures Liberation Sans 2. `SPARE` leaves room for a wider font in their place.
"""

from collections.abc import Mapping, Sequence
from unicodedata import category, combining, east_asian_width

FAMILY = "Arial, 'Liberation Sans', Helvetica, sans-serif"
SPARE = {False: 1.12, True: 1.2}  # by boldness: DejaVu Sans, the widest usual substitute, is 1.13 and 1.2 times as wide
USUAL = 600  # a letter that the table does not hold
_REGULAR = {
    191: "'", 222: "ijl’‘", 260: "|", 278: " !,./:;I[\\]ft·", 333: "()-`r“”", 334: "{}", 350: "•", 355: '"', 389: "*",
    400: "°", 469: "^", 500: "Jcksvxyz", 549: "≥≤", 556: "#$0123456789?L_abdeghnopqu–§", 584: "+<=>~×", 611: "FTZ",
    667: "&ABEKPSVXY", 722: "CDHNRUw", 778: "GOQ", 833: "Mm", 889: "%", 944: "W", 1000: "—…", 1015: "@",
}  # fmt: skip
_BOLD = {
    238: "'", 278: " ,./I\\ijl’‘·", 280: "|", 333: "!()-:;[]`ft", 350: "•", 389: "*r{}", 400: "°", 474: '"', 500: "z“”",
    549: "≥≤", 556: "#$0123456789J_aceksvxy–§", 584: "+<=>^~×", 611: "?FLTZbdghnopqu", 667: "EPSVXY", 722: "&ABCDHKNRU",
    778: "GOQw", 833: "M", 889: "%m", 944: "W", 975: "@", 1000: "—…",
}  # fmt: skip


def _by_letter(groups: Mapping[int, str]) -> dict[str, int]:
    return {letter: width for width, letters in groups.items() for letter in letters}


_WIDTHS = {False: _by_letter(_REGULAR), True: _by_letter(_BOLD)}


def clean(words: str) -> str:
    """Give words without the characters that XML forbids, on one line."""
    kept = (" " if letter in "\t\n\r\v\f\x85\u2028\u2029" else letter for letter in words)
    return "".join(letter for letter in kept if category(letter) not in ("Cc", "Cs") and letter not in "\ufffe\uffff")


def width(words: str, size: float, *, bold: bool = False) -> float:
    """Give the width of words at a size [px], with the room that a wider font would need."""
    known = _WIDTHS[bold]
    total = 0
    for letter in words:
        found = known.get(letter)
        if found is None:
            found = 0 if combining(letter) else 1000 if east_asian_width(letter) in "WF" else USUAL
        total += found
    return total * size * SPARE[bold] / 1000


def wrapped(
    words: str, size: float, room: float, *, bold: bool = False, most: int | None = None, even: bool = True
) -> list[str]:
    """Break words into lines that fit `room` [px], of even length unless told; past `most` lines the last ends in "…".

    A word that is wider than the room is broken, so that nothing ever stands outside.
    """
    pieces = _pieces(clean(words).split(), size, room, bold)
    lines = _filled(pieces, size, room, bold)
    if most is not None and len(lines) > most:
        return [*lines[: most - 1], shortened(" ".join(lines[most - 1 :]), size, room, bold=bold)]
    narrow, wide = 0.0, room
    while even and len(lines) > 1 and wide - narrow > 4:  # the least width that needs no further line
        middle = (narrow + wide) / 2
        tried = _filled(pieces, size, middle, bold)
        if len(tried) > len(lines) or max(width(line, size, bold=bold) for line in tried) > middle:
            narrow = middle
        else:
            wide, lines = middle, tried
    return lines or [""]


def _filled(pieces: Sequence[str], size: float, room: float, bold: bool) -> list[str]:
    lines: list[str] = []
    for piece in pieces:
        if lines and width(f"{lines[-1]} {piece}", size, bold=bold) <= room:
            lines[-1] += f" {piece}"
        else:
            lines.append(piece)
    return lines


def shortened(words: str, size: float, room: float, *, bold: bool = False) -> str:
    """Give words whole where they fit `room` [px], else their beginning with "…"."""
    words = clean(words)
    if width(words, size, bold=bold) <= room:
        return words
    while words and width(f"{words}…", size, bold=bold) > room:
        words = words[:-1].rstrip()
    return f"{words}…"


def _pieces(words: Sequence[str], size: float, room: float, bold: bool) -> list[str]:
    found = []
    for whole in words:
        word = whole
        while len(word) > 1 and width(word, size, bold=bold) > room:
            n = len(word) - 1
            while n > 1 and width(word[:n], size, bold=bold) > room:
                n -= 1
            found.append(word[:n])
            word = word[n:]
        found.append(word)
    return found
