"""The reference page of the law, written from the data files so that the two cannot drift.

`python -m counterpoise.law.reference docs/reference/law.md` writes it; a test holds the page in the repository to it.
"""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from counterpoise.law.lawfiles import Interpretation, LawFile, Parameter, PartyList, Table, all_paths, load
from counterpoise.units import Money
from counterpoise.vocabulary import rows as vocabulary_rows
from counterpoise.vocabulary.parties import party_of

CHAPTERS = (
    ("aeca/36b", "Section 36(b): government-to-government sales"),
    ("aeca/36c", "Section 36(c): commercial licences"),
    ("aeca/36d", "Section 36(d): manufacture abroad"),
    ("aeca/36h", "Section 36(h): qualitative military edge"),
    ("aeca/36i", "Section 36(i): notice before shipment"),
    ("aeca/3d", "Section 3(d): third-party transfers"),
    ("aeca/leases", "Sections 62 and 63: leases and loans"),
    ("aeca/counting_words", "How each provision counts"),
    ("aeca/recipients", "To whom"),
    ("lists", "Who is on which list"),
    ("mde", "Major defense equipment by inference"),
    ("disapproval", "Resolutions of disapproval"),
    ("readings", "Doubtful readings and how they are settled"),
    ("policy", "Informal review: policy, never law"),
    ("money", "Money rules"),
    ("scenarios", "Bills: scenarios, off by default"),
    ("currency", "What nobody has read yet"),
    ("record", "Record"),
)  # fmt: skip
OPENING = """# The law, as the program has it

This page is written from the files in `src/counterpoise/law/data`; change a file and run
`python -m counterpoise.law.reference docs/reference/law.md`. It is a reading of public law, not legal advice.

Each value carries a mark:

"""
HIDDEN = ("id", "mark", "citation")


def page() -> str:
    """Give the whole page."""
    return "\n".join([*_opening(), *(line for chapter in CHAPTERS for line in _chapter(*chapter))]).rstrip() + "\n"


def unplaced() -> tuple[str, ...]:
    """Give law files that stand in no chapter; there should be none."""
    return tuple(path for path in all_paths() if not any(_belongs(path, prefix) for prefix, _ in CHAPTERS))


def _belongs(path: str, prefix: str) -> bool:
    return path == prefix or path.startswith(f"{prefix}/")


def _opening() -> Iterator[str]:
    yield OPENING.rstrip()
    yield ""
    yield "| Mark | Meaning | Asserted in tests |"
    yield "|---|---|---|"
    for row in vocabulary_rows("law_marks"):
        yield f"| {row['mark']} | {row['meaning']} | {row['asserted_in_tests']} |"
    yield ""


def _chapter(prefix: str, title: str) -> Iterator[str]:
    yield f"## {title}"
    yield ""
    for path in all_paths():
        if _belongs(path, prefix):
            yield from _file(path, load(path))


def _file(path: str, file: LawFile) -> Iterator[str]:
    yield f"### {file.question if isinstance(file, Interpretation) else file.title}"
    yield ""
    yield f"`{path}.yaml`. {_sentence(file.provision)} {_dates(file)}"
    yield ""
    if not isinstance(file, Interpretation) and file.note:
        yield _sentence(_cell(file.note))
        yield ""
    if isinstance(file, Parameter):
        yield from _parameter(file)
    elif isinstance(file, PartyList):
        yield from _party_list(file)
    elif isinstance(file, Interpretation):
        yield from _interpretation(file)
    else:
        yield from _table(file)
    yield ""


def _sentence(text: str) -> str:
    return f"{text.rstrip('.')}."


def _dates(file: LawFile) -> str:
    if isinstance(file, Interpretation):
        return f"Verified to {file.verified_to}."
    return f"Modelled from {file.modelled_from}, verified to {file.verified_to}."


def _parameter(file: Parameter) -> Iterator[str]:
    yield "| Group | From | Value | Enacted by | Mark | Source |"
    yield "|---|---|---|---|---|---|"
    for group, dated in file.values.items():
        for row in dated:
            mark = row.mark if row.day_mark == row.mark else f"{row.mark}; day: {row.day_mark}"
            value = file.absent_means if row.value is None else _value(row.value, file.unit)
            yield f"| {group} | {row.from_on} | {value} | {row.enacted_by} | {mark} | {_cell(row.citation)} |"


def _value(value: object, unit: str) -> str:
    if unit == "usd" and isinstance(value, int):
        return Money(value).in_words()
    return f"{value} {unit.replace('_', ' ')}s" if isinstance(value, int) else str(value).replace("_", " ")


def _party_list(file: PartyList) -> Iterator[str]:
    yield "| Who | From | Basis | Enacted by | Mark | Source |"
    yield "|---|---|---|---|---|---|"
    for member in file.members:
        who = party_of(member.party).name if member.party is not None else f"everyone on `{member.list_path}`"
        mark = member.mark if member.day_mark == member.mark else f"{member.mark}; day: {member.day_mark}"
        until = f" to {member.until_on}" if member.until_on is not None else ""
        yield (f"| {who} | {member.from_on}{until} | {member.basis or 'list'} | {member.enacted_by} | {mark} | "
               f"{_cell(member.citation)} |")  # fmt: skip


def _interpretation(file: Interpretation) -> Iterator[str]:
    for name, meaning in file.alternatives.items():
        chosen = "**chosen**" if name == file.chosen else "alternative"
        yield f"- `{name}` ({chosen}): {_sentence(meaning)}"
    yield ""
    yield f"Because: {_sentence(file.because)} Mark: {file.mark}. Source: {_sentence(file.citation)}"


def _table(file: Table) -> Iterator[str]:
    columns = list(dict.fromkeys(key for row in file.rows for key in row if key not in HIDDEN))
    yield f"| {' | '.join(['', *columns, 'mark', 'source'])} |".replace("_", " ")
    yield f"|{'---|' * (len(columns) + 3)}"
    for row in file.rows:
        cells = [_any(row.get(column), column) for column in columns]
        yield f"| {' | '.join([str(row['id']), *cells, row['mark'], _cell(row['citation'])])} |"


def _any(value: Any, column: str) -> str:
    if value is None:
        return "none"
    if isinstance(value, Mapping):
        return "; ".join(f"`{key}`: {_any(inner, column)}" for key, inner in value.items())
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    return Money(value).in_words() if column.endswith("_usd") and isinstance(value, int) else _cell(str(value))


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def main(arguments: list[str]) -> int:
    """Write the page to the path given, or print it."""
    if arguments:
        Path(arguments[0]).write_text(page(), encoding="utf-8")
    else:
        sys.stdout.write(page())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
