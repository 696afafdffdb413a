"""CSV files as people have them: with or without preamble, in one encoding or, wrongly, in two."""

import csv
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from counterpoise.errors import InvalidInput

MAX_BYTES = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that was not taken: its number in the file (the first line is 1) and why."""

    row: int
    reason: str

    def __str__(self) -> str:
        return f"row {self.row}: {self.reason}"


class ImportRejected(InvalidInput):
    """Rows of a file cannot be taken, and so nothing of the file was. `rejected` lists them with reasons."""

    code = "import_rejected"

    def __init__(self, name: str, rejected: Sequence[RejectedRow], n_rows: int) -> None:
        self.rejected = tuple(rejected)
        shown = "\n".join(f"  {row}" for row in rejected[:20])
        more = f"\n  and {len(rejected) - 20} more" if len(rejected) > 20 else ""
        super().__init__(
            f"{name}: {len(rejected)} of {n_rows} rows cannot be taken, so nothing was imported.\n{shown}{more}\n"
            "Correct them, or import the others with --skip-rejected."
        )


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a CSV file as cells, with the line each starts on."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    digest: str

    def records(self) -> list[tuple[int, dict[str, str]]]:
        """Give each row by column; `n_cells` says how many cells it has, which a check can hold against the header."""
        return [
            (line, {**dict(zip(self.columns, cells, strict=False)), "n_cells": str(len(cells))})
            for line, cells in self.rows
        ]


def read_bytes(path: Path) -> bytes:
    """Give a file's bytes. Raises InvalidInput with what is wrong."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InvalidInput(f"{path} is larger than {MAX_BYTES // 2**20} MB. Split it.")
        return path.read_bytes()
    except OSError as error:
        raise InvalidInput(f"{path} cannot be read: {error.strerror}. Check the name and its permissions.") from error


def decode_table(data: bytes, name: str) -> str:
    """Decode a CSV file: UTF-8, or Windows-1252 throughout. Raises InvalidInput for two encodings in one file."""
    if b"\x00" in data:
        raise InvalidInput(f"{name} holds NUL bytes: it is no CSV text. Save the sheet as CSV in UTF-8.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    lines = data.split(b"\n")
    broken = [number for number, line in enumerate(lines, 1) if not _is_utf8(line)]
    in_utf8 = [number for number, line in enumerate(lines, 1) if not line.isascii() and _is_utf8(line)]
    if in_utf8:
        raise InvalidInput(
            f"{name} mixes two encodings: line {in_utf8[0]} is UTF-8 and line {broken[0]} is not "
            f"({len(broken)} such lines). Save it anew, all of it as UTF-8."
        )
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def read_table(data: bytes, name: str, *, starts_with: Sequence[str], required: Sequence[str]) -> Table:
    """Read a CSV file whose header is the first line that begins with one of `starts_with`.

    Lines before the header and empty lines are passed over. Raises InvalidInput when there is no such line or when
    it lacks one of `required`.
    """
    text = decode_table(data, name)
    lines = text.splitlines(keepends=True)
    header_at = next((n for n, line in enumerate(lines) if _first_cell(line) in starts_with), None)
    if header_at is None:
        raise InvalidInput(
            f"{name} has no header: no line begins with {' or '.join(starts_with)}. "
            f"The columns needed are {', '.join(required)}."
        )
    reader = csv.reader(lines[header_at:], strict=True)
    try:
        columns = tuple(cell.strip() for cell in next(reader))
        missing = [column for column in required if column not in columns]
        if missing:
            raise InvalidInput(
                f"{name} lacks the column{'s' * (len(missing) > 1)} {', '.join(missing)}; it has {', '.join(columns)}. "
                "Add what is missing, or name the columns as above."
            )
        rows = []
        line = header_at + 1
        for cells in reader:
            number, line = line + 1, header_at + reader.line_num
            if any(cell.strip() for cell in cells):
                rows.append((number, tuple(cell.strip() for cell in cells)))
    except csv.Error as error:
        line = header_at + reader.line_num
        raise InvalidInput(f"{name}, line {line}: {error}. Check its quotation marks.") from error
    return Table(name, columns, tuple(rows), hashlib.sha256(data).hexdigest())


def _first_cell(line: str) -> str:
    return line.split(",", 1)[0].strip().strip('"')
