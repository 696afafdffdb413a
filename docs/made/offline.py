"""Refuse a built site that would ask anything of the network: `python -m docs.made.offline FOLDER`."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

# What a browser fetches by itself; a link that a reader clicks is none of it.
_FETCHED = (
    re.compile(
        r"<(?:script|img|iframe|source|video|audio|embed|input)\b[^>]*\bsrc\s*=\s*[\"']?((?:https?:)?//[^\"'\s>]+)",
        re.I,
    ),
    re.compile(r"<link\b(?![^>]*rel=[\"']?canonical)[^>]*\bhref\s*=\s*[\"']?((?:https?:)?//[^\"'\s>]+)", re.I),
    re.compile(r"(?:url\(|@import)\s*[\"']?((?:https?:)?//[^\"')\s]+)", re.I),
)


def fetched_from_afar(folder: Path) -> Iterator[tuple[Path, str]]:
    """Give each address outside the site that a page or a style sheet would fetch."""
    for path in sorted([*folder.rglob("*.html"), *folder.rglob("*.css")]):
        text = path.read_text(encoding="utf-8")
        yield from ((path, match[1]) for pattern in _FETCHED for match in pattern.finditer(text))


def main(folder: Path) -> None:
    """Leave with a message that names what would be fetched."""
    if not (folder / "index.html").is_file():
        sys.exit(f"{folder} holds no built site: run make docs.")
    found = [f"{path}: {address}" for path, address in fetched_from_afar(folder)]
    if found:
        sys.exit("The site would ask the network for:\n" + "\n".join(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
