"""Data that may not be shipped: what they are, where to get them, whether the files at hand are the ones we measured.

Looked for in the folder named by the caller (`--data-dir`), else in COUNTERPOISE_DATA, else in the user's data folder.
Nothing here touches the network.
"""

import hashlib
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import yaml

from counterpoise.errors import DataAbsent, InvalidInput

ENVIRONMENT = "COUNTERPOISE_DATA"
OURS = "as measured"  # the very file that the published figures were measured on
OTHER = "another edition"
ABSENT = "absent"
NOT_NEEDED = "not needed: another file stands in for it"


@dataclass(frozen=True, slots=True, kw_only=True)
class DataFile:
    """One file of a data set."""

    name: str
    sha256: str
    also_called: str | None = None  # its name upstream
    also_in: str | None = None  # a second folder under the data folder where it may lie
    instead_of: tuple[str, ...] = ()  # files that it makes unnecessary, and that make it unnecessary


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSet:
    """One data set that a user obtains for themselves."""

    name: str
    title: str
    licence: str
    get: str
    used_for: str
    files: tuple[DataFile, ...]

    def find(self, folder: Path, file: str) -> Path | None:
        """Find one file of the set under the data folder, or say that it is not there."""
        entry = next(entry for entry in self.files if entry.name == file)
        places = [folder / self.name / entry.name]
        if entry.also_in:
            places.append(folder / entry.also_in / entry.name)
        return next((place for place in places if place.is_file()), None)

    def need(self, folder: Path, file: str) -> Path:
        """Give the path of one file; DataAbsent tells where to get it."""
        found = self.find(folder, file)
        if found is None:
            raise DataAbsent(
                f"The data set {self.name} is not in {folder / self.name}: {file} is missing. {self.get}. "
                f"Or name the folder that has it with --data-dir or {ENVIRONMENT}."
            )
        return found


@dataclass(frozen=True, slots=True)
class FileState:
    """How one file of a data set stands in the data folder."""

    data_set: str
    file: str
    state: str  # one of the words above
    sha256: str | None


@cache
def data_sets() -> Mapping[str, DataSet]:
    """Give every data set that validation knows, by name."""
    text = files(__package__).joinpath("data/datasets.yaml").read_text(encoding="utf-8")
    return {name: _data_set(name, row) for name, row in yaml.safe_load(text).items()}


def data_set(name: str) -> DataSet:
    """Give one data set; InvalidInput lists the names there are."""
    if name not in data_sets():
        raise InvalidInput(f"No data set is called {name!r}. There are: {', '.join(data_sets())}.")
    return data_sets()[name]


def data_folder(named: Path | None) -> Path:
    """Give the folder to look in: the one named, else COUNTERPOISE_DATA, else the user's data folder."""
    if named is not None:
        if not named.is_dir():
            raise DataAbsent(
                f"The data folder {named} does not exist. Name an existing folder, or leave --data-dir out."
            )
        return named
    if os.environ.get(ENVIRONMENT):
        return data_folder(Path(os.environ[ENVIRONMENT]))
    from platformdirs import user_data_path

    return user_data_path("counterpoise") / "data"


def file_hash(path: Path) -> str:
    """Give the sha256 of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def states(folder: Path, name: str) -> list[FileState]:
    """Say of every file of a data set whether it is there and whether it is the one we measured."""
    chosen = data_set(name)
    rows = []
    for entry in chosen.files:
        found = chosen.find(folder, entry.name)
        if found is None:
            replaced = _stood_in(chosen, folder, entry)
            rows.append(FileState(name, entry.name, NOT_NEEDED if replaced else ABSENT, None))
            continue
        digest = file_hash(found)
        rows.append(FileState(name, entry.name, OURS if digest == entry.sha256 else OTHER, digest))
    return rows


def is_complete(folder: Path, name: str) -> bool:
    """Say whether every needed file of a data set is there."""
    return all(row.state != ABSENT for row in states(folder, name))


def copy_in(name: str, source: Path, folder: Path) -> list[FileState]:
    """Copy a data set's files from a folder the user names into the data folder, and say how each stands.

    The source may be a whole checkout: each file is searched by name, upstream names included. Files of another
    edition are copied too and said to be so. A file that exists is replaced only after its copy is complete.
    """
    chosen = data_set(name)
    if not source.is_dir():
        raise DataAbsent(f"{source} is not a folder. {chosen.get}")
    target = folder / name
    copied = 0
    for entry in chosen.files:
        found = _search(source, entry)
        if found is None or found.resolve() == (target / entry.name).resolve():
            continue
        target.mkdir(parents=True, exist_ok=True)
        half = target / f".{entry.name}.part"
        shutil.copyfile(found, half)
        half.replace(target / entry.name)
        copied += 1
    if copied == 0 and not is_complete(folder, name):
        raise DataAbsent(f"None of the files of {name} were found under {source}. {chosen.get}")
    return states(folder, name)


def _search(source: Path, entry: DataFile) -> Path | None:
    """Find the copy with our hash if there is one, else the first by path."""
    wanted = {entry.name} | ({entry.also_called} if entry.also_called else set())
    found = sorted(path for path in source.rglob("*.csv") if path.name in wanted and path.is_file())
    return next((path for path in found if file_hash(path) == entry.sha256), found[0] if found else None)


def _stood_in(chosen: DataSet, folder: Path, entry: DataFile) -> bool:
    if entry.instead_of:
        return all(chosen.find(folder, file) is not None for file in entry.instead_of)
    return any(entry.name in other.instead_of and chosen.find(folder, other.name) is not None for other in chosen.files)


def _data_set(name: str, row: dict[str, object]) -> DataSet:
    listed = row["files"]
    if not isinstance(listed, dict):
        raise InvalidInput(f"datasets.yaml: {name} lists no files.")
    entries = tuple(
        DataFile(
            name=file,
            sha256=about["sha256"],
            also_called=about.get("also_called"),
            also_in=about.get("also_in"),
            instead_of=tuple(part for part in about.get("instead_of", "").split("|") if part),
        )
        for file, about in listed.items()
    )
    return DataSet(
        name=name,
        title=str(row["title"]),
        licence=str(row["licence"]),
        get=str(row["get"]).strip().rstrip("."),
        used_for=str(row["used_for"]),
        files=entries,
    )
