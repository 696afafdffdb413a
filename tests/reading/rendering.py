"""One notice in the other rendering: lines of labels and values set as the printer's raw text sets them."""

import random
import re
import textwrap

_NUMERAL = re.compile(r"\([ivx]+\)(?: \(U\))?")
_STOPS = re.compile(r"Major Defense|\([ivx]+\)|\* ?as|\*As|POLICY|Funding|On [A-Z]|Date:|Transmittal No|The Government")


def as_raw_text(text: str, draw: random.Random) -> str:
    """Set a notice of one line a label or paragraph at 72 columns, with leaders and page marks at random line ends."""
    lines, out, at = text.split("\n"), [], 0
    while at < len(lines):
        line = lines[at]
        if _NUMERAL.fullmatch(line.strip()):
            field, at = _field(lines, at)
            out += _wrapped(field, draw)
        elif line.startswith("Major Defense Equipment") and "*" in line and at + 5 < len(lines):
            out.append(_values(lines[at : at + 6]))
            at += 6
        else:
            out += _wrapped(line, draw)
            at += 1
    return "\n".join(out)


def _field(lines: list[str], at: int) -> tuple[str, int]:
    """Join a numeral, its label and its value, as far as they stand on lines of their own."""
    parts = [lines[at]]
    at += 1
    while at < len(lines) and not _STOPS.match(lines[at]):
        parts.append(lines[at])
        at += 1
        opens_a_list = parts[-1].endswith(":") and parts[-1].startswith(("Total Est", "Description"))
        if opens_a_list or (not parts[-1].endswith(":") and parts[-1] != "(U)"):
            break
    return " ".join(parts), at


def _values(rows: list[str]) -> str:
    mde, mde_usd, other, other_usd, total, total_usd = rows
    return (
        f"\n{mde.ljust(40, '.')}  {mde_usd}\n{other.ljust(40, '.')}  {other_usd}\n{' ' * 41}{'-' * 31}\n"
        f"  {total.ljust(38, '.')}  {total_usd}\n \n"
    )


def _wrapped(paragraph: str, draw: random.Random) -> list[str]:
    lines = textwrap.wrap(paragraph, 72, initial_indent="    ") or [""]
    out = []
    for number, line in enumerate(lines):
        last = number == len(lines) - 1
        out.append(line if last or line.endswith("-") else f"{line} ")
        if not last and draw.random() < 0.02:
            out.append(f"\n[[Page {draw.randrange(10_000, 60_000)}]]\n")
    return out
