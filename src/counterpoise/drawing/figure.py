"""What a picture is: its drawing for a page and for a phone, what it shows in words, its source, the data behind it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from unicodedata import normalize

WIDE, NARROW = 760, 380  # [px] on a page and on a phone


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """What a picture says about itself, inside the image.

    `name` is the stem of its files. `says` tells how to read it; `source` the data, day, seed and version that it
    rests on; `disclaimer` what it is not. `description` is for readers who do not see it: `says`, where it is empty.
    """

    name: str
    title: str
    says: str
    source: str
    disclaimer: str
    description: str = ""

    @property
    def told(self) -> str:
        """What a reader hears who does not see the picture."""
        return self.description or self.says


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A picture and the data that it draws, as a table of text.

    `svg` is drawn for a page (WIDE pixels), `narrow` for a phone (NARROW pixels): the same picture laid out anew, so
    that its letters stay legible.
    """

    name: str
    title: str
    svg: str
    narrow: str
    description: str
    source: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Draw = Callable[[Caption, int], str]


def compose(caption: Caption, draw: Draw, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Figure:
    """Draw a picture at both widths and put its data beside it."""
    return Figure(
        name=caption.name, title=caption.title, svg=draw(caption, WIDE), narrow=draw(caption, NARROW),
        description=caption.told, source=caption.source, columns=tuple(columns),
        rows=tuple(tuple(row) for row in rows),
    )  # fmt: skip


def stem(words: str) -> str:
    """Give words as the stem of a file's name: letters, digits, "-" and "_" of ASCII, never empty."""
    plain = normalize("NFKD", words).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9_-]+", "_", plain).strip("_") or "unnamed"
