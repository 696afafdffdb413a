"""Every data file of the package: its columns, units and sources, from the files' own heads."""

import csv
from collections import Counter
from importlib import resources
from importlib.resources.abc import Traversable

from counterpoise.vocabulary import rows

FOLDERS = (
    ("vocabulary", "Vocabulary: the words that everything uses"),
    ("profiles/middle-east-2020", "The profile of the Middle East, 2020"),
    ("profiles/lake-region-example", "The invented region to learn on"),
    ("balance/data", "The balance model"),
    ("casebook/data", "The casebook"),
    ("compensation/data", "Compensation"),
    ("precedents/data", "Precedents"),
    ("dossier/data", "The dossier"),
    ("validation/data", "The score card"),
    ("validation/data/oracles", "Published figures that are measured again"),
)
SOURCE_COLUMNS = ("source", "citation", "source_url", "url")


def data_files_page() -> str:
    """Give the page in Markdown."""
    lines = [
        "# Data files",
        "",
        "Made from the files when this site was built. Files lie in the installed package under the folder named;",
        "lists inside a cell are separated by `|`. *Sourced* counts rows with a source or citation of their own. The",
        "files of the law are read in full at [the law](../law.md).",
        "",
    ]
    for folder, title in FOLDERS:
        lines += [f"## {title}", "", f"`counterpoise/{folder}`", ""]
        for file in files_of(folder):
            lines += _table(folder, file) if file.name.endswith(".csv") else _commented(file)
    return "\n".join(lines)


def files_of(folder: str) -> list[Traversable]:
    """Give the CSV and YAML files of a folder of the package, by name."""
    place = resources.files("counterpoise").joinpath(folder)
    return sorted(
        (file for file in place.iterdir() if file.name.endswith((".csv", ".yaml"))), key=lambda file: file.name
    )


def _table(folder: str, file: Traversable) -> list[str]:
    read = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
    columns = list(read[0]) if read else []
    about = _profile_columns(file.name.removesuffix(".csv")) if folder.startswith("profiles/") else {}
    sourced = [sum(1 for row in read if row[column]) for column in SOURCE_COLUMNS if column in columns]
    told = f"{len(read)} rows" + (f", {max(sourced)} of them sourced." if sourced else ".")
    lines = [f"### {folder}/{file.name}", "", told, ""]
    if about:
        lines += ["| column | type | unit | required | meaning |", "|---|---|---|---|---|"]
        lines += [_row(f"`{column}`", *about.get(column, ("", "", "", ""))) for column in columns]
    else:
        lines += ["| column | filled | first value |", "|---|---|---|"]
        lines += [_plain(column, [row[column] or "" for row in read]) for column in columns]
    return [*lines, ""]


def _profile_columns(table: str) -> dict[str, tuple[str, str, str, str]]:
    found = [row for row in rows("profile_tables") if row["table"] == table]
    return {
        row["column"]: (
            row["type"],
            row["unit"],
            "yes" if row["required"] == "true" else "no",
            "; ".join(part for part in (row["meaning"], row["allowed"].replace("|", ", ")) if part),
        )
        for row in found
    }


def _plain(column: str, values: list[str]) -> str:
    kinds = Counter(value for value in values if value)
    filled = sum(kinds.values())
    first = next((value for value in values if value), "")
    return _row(f"`{column}`", f"{filled} of {len(values)}", f"{first[:60]}{'…' if len(first) > 60 else ''}")


def _commented(file: Traversable) -> list[str]:
    """Tell a YAML file by the comment at its head."""
    words = []
    for line in file.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            break
        words.append(line.removeprefix("#").strip())
    return [f"### {file.name}", "", _cell(" ".join(words)) or "No comment stands at its head.", ""]


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell if cell.startswith("`") else _cell(cell) for cell in cells) + " |"


def _cell(words: str) -> str:
    text = " ".join(words.split())
    for mark in "\\|<*_[`$":
        text = text.replace(mark, f"\\{mark}")
    return text
