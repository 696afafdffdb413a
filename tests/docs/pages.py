"""The commands that the documentation shows, and the output it claims for them.

Two forms: fenced `console` blocks, whose lines after `$ ` are commands and the rest their output, and indented lines
that begin with a program. A comment `<!-- not run: REASON -->` before a block takes it out. In claimed output a line
`...` stands for any lines, and `...` within a line for any words.
"""

import re
from dataclasses import dataclass
from pathlib import Path

PROGRAMS = ("counterpoise", "make", "pip", "pytest", "python", "COUNTERPOISE_KILLS=500", ".venv/bin/python")
_FENCE = re.compile(
    r"(?:<!-- not run: (?P<reason>.+?) -->\n)?^```(?P<language>console|sh)\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_INDENTED = re.compile(r"^ {4,}(?P<command>(?:" + "|".join(map(re.escape, PROGRAMS)) + r")(?: .*)?)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Command:
    """One command of a page; `output` is what the page claims for it, None if it claims nothing."""

    page: str
    line: int
    text: str
    output: str | None
    reason: str  # why it is not run; empty if it is


def pages(repository: Path) -> list[Path]:
    """Give every page whose commands a reader may type; made pages repeat what the program prints."""
    found = [path for path in sorted((repository / "docs").rglob("*.md")) if "made" not in path.parts]
    return [repository / "README.md", repository / "CONTRIBUTING.md", *found]


def commands_of(path: Path, repository: Path) -> list[Command]:
    """Give the commands of one page, in its order."""
    text = path.read_text(encoding="utf-8")
    page = str(path.relative_to(repository))
    fenced = [command for match in _FENCE.finditer(text) for command in _of_block(page, text, match)]
    plain = re.sub(r"^```.*?^```$", lambda block: "\n" * block[0].count("\n"), text, flags=re.MULTILINE | re.DOTALL)
    indented = [
        Command(page, _line(plain, match.start()), match["command"].split("  #")[0].strip(), None, "")
        for match in _INDENTED.finditer(plain)
    ]
    return sorted(fenced + indented, key=lambda command: command.line)


def output_agrees(claimed: str, printed: str) -> bool:
    """Say whether what was printed is what the page claims."""
    pattern = ""
    for line in claimed.strip("\n").split("\n"):
        if line.strip() == "...":
            pattern += r"(?:.*\n)*?"
        else:
            pattern += r"[^\n]*".join(re.escape(part) for part in line.rstrip().split("...")) + r"[ ]*\n"
    return re.fullmatch(pattern + r"\s*", printed.strip("\n") + "\n") is not None


def _of_block(page: str, text: str, match: re.Match[str]) -> list[Command]:
    lines = match["body"].split("\n")
    first = _line(text, match.start("body"))
    found: list[Command] = []
    for number, line in enumerate(lines, start=first):
        if line.startswith("$ "):
            found.append(Command(page, number, line[2:].strip(), None, match["reason"] or ""))
        elif found and (line or found[-1].output):
            last = found[-1]
            found[-1] = Command(page, last.line, last.text, f"{last.output or ''}{line}\n", last.reason)
    return found


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1
