"""Many documents at once: folders, archives and JSON Lines in, JSON Lines out, resumable, with bounded memory.

Each document gives one line of the answer: its reading, its error, or that it was passed by because its words cannot be
about an arms transfer. A line is written whole or not at all; a run that was stopped goes on where it stood.
"""

import json
import tarfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from time import monotonic
from typing import Any

from counterpoise.compute.on_processes import run_as_done
from counterpoise.errors import CounterpoiseError, UnreadableDocument
from counterpoise.reading.contract import error_as_json
from counterpoise.reading.documents import MAX_BYTES, document_from_bytes, is_plain
from counterpoise.reading.prefilter import may_concern_a_transfer
from counterpoise.reading.readings import read_document

_BATCH_BYTES = 256 * 1024
_ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tar.xz")
_LINES = (".jsonl", ".ndjson")


@dataclass(frozen=True, slots=True)
class Source:
    """One document before it is read. `cost` is its share of the input's bytes, for the time left."""

    path: str
    data: bytes
    published_on: str | None
    cost: int
    error: str | None = None


@dataclass(frozen=True, slots=True)
class BulkProgress:
    """How far a run is. `seconds_left` is None until it can be told."""

    n_done: int
    n_passed_by: int
    n_errors: int
    share: float
    seconds_left: float | None


@dataclass(frozen=True, slots=True)
class _Batch:
    sources: tuple[Source, ...]
    published_on: date | None
    use_model: bool
    read_all: bool
    why: bool


def is_bulk(path: str) -> bool:
    """Tell whether a path names many documents: a folder, an archive or JSON Lines."""
    return Path(path).is_dir() or path.lower().endswith((*_ARCHIVES, *_LINES))


def read_in_bulk(
    paths: Sequence[str], output: Path, *, workers: int = 2, published_on: date | None = None, use_model: bool = True,
    read_all: bool = False, why: bool = False, progress: Callable[[BulkProgress], None] | None = None,
) -> BulkProgress:  # fmt: skip
    """Read all documents under `paths` and append one line of JSON each to `output`; give the final count.

    Documents whose line is already there are not read again. `read_all` reads also what the prefilter would pass by.
    Raises UnreadableDocument for a path that does not exist or an archive that is broken.
    """
    total = max(1, sum(_size(path) for path in paths))
    known = _known(output)
    n_done = n_passed = n_errors = 0
    bytes_done = 0
    began = monotonic()
    output.parent.mkdir(parents=True, exist_ok=True)
    with output.open("ab") as out:
        sources = (source for source in chain.from_iterable(map(_sources, paths)))
        batches = _batches(sources, known, published_on, use_model=use_model, read_all=read_all, why=why)
        for lines, cost, passed, errors in run_as_done(_read_batch, batches, workers=workers):
            out.write(lines)
            out.flush()
            n_done += lines.count(b"\n")
            n_passed, n_errors, bytes_done = n_passed + passed, n_errors + errors, bytes_done + cost
            share = min(1.0, bytes_done / total)
            left = (monotonic() - began) * (1 - share) / share if share > 0.01 else None
            if progress is not None:
                progress(BulkProgress(n_done, n_passed, n_errors, share, left))
    return BulkProgress(n_done, n_passed, n_errors, 1.0, 0.0)


def _read_batch(batch: _Batch) -> tuple[bytes, int, int, int]:
    """Read a batch in whatever process this is; give its lines, its cost, how many were passed by and failed."""
    lines: list[bytes] = []
    passed = errors = 0
    for source in batch.sources:
        answer: dict[str, Any]
        try:
            if source.error is not None:
                raise UnreadableDocument(source.error)
            plain = is_plain(source.data)
            if plain and not batch.read_all and not may_concern_a_transfer(source.data):
                passed += 1
                answer = {"document": {"path": source.path}, "passed_by": True}
            else:
                on = date.fromisoformat(source.published_on) if source.published_on else batch.published_on
                document = document_from_bytes(source.data, source.path)
                if not plain and not batch.read_all and not may_concern_a_transfer(document.text.encode()):
                    passed += 1
                    answer = {"document": {"path": source.path}, "passed_by": True}
                else:
                    answer = read_document(document, published_on=on, use_model=batch.use_model).as_json(why=batch.why)
        except CounterpoiseError as error:
            errors += 1
            answer = error_as_json(source.path, error)
        except ValueError as error:  # a publication date that is no day
            errors += 1
            answer = error_as_json(
                source.path, UnreadableDocument(f"{source.path}: {error}. Write published_on as YYYY-MM-DD.")
            )
        lines.append(json.dumps(answer, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n")
    return b"".join(lines), sum(source.cost for source in batch.sources), passed, errors


def _batches(
    sources: Iterable[Source],
    known: set[bytes],
    published_on: date | None,
    *,
    use_model: bool,
    read_all: bool,
    why: bool,
) -> Iterator[_Batch]:
    batch: list[Source] = []
    size = 0
    for source in sources:
        if _digest(source.path) in known:
            continue
        batch.append(source)
        size += len(source.data)
        if size >= _BATCH_BYTES:
            yield _Batch(tuple(batch), published_on, use_model, read_all, why)
            batch, size = [], 0
    if batch:
        yield _Batch(tuple(batch), published_on, use_model, read_all, why)


def _size(path: str) -> int:
    where = Path(path)
    try:
        if where.is_dir():
            return sum(p.stat().st_size for p in where.rglob("*") if p.is_file())
        return where.stat().st_size
    except OSError as error:
        raise UnreadableDocument(
            f"{path} cannot be read: {error.strerror}. Check the name and its permissions."
        ) from error


def _sources(path: str) -> Iterator[Source]:
    """Give the documents under one path, one at a time."""
    where = Path(path)
    lowered = path.lower()
    if where.is_dir():
        for file in sorted(p for p in where.rglob("*") if p.is_file()):
            if is_bulk(str(file)):
                yield from _sources(str(file))
            else:
                yield _from_file(file)
    elif lowered.endswith(_LINES):
        yield from _from_lines(where)
    elif lowered.endswith(".zip"):
        yield from _from_zip(where)
    elif lowered.endswith(_ARCHIVES):
        yield from _from_tar(where)
    else:
        yield _from_file(where)


def _from_file(file: Path) -> Source:
    try:
        size = file.stat().st_size
        if size > MAX_BYTES:
            return Source(str(file), b"", None, size, _too_large(str(file), size))
        return Source(str(file), file.read_bytes(), None, size)
    except OSError as error:
        return Source(str(file), b"", None, 0, f"{file} cannot be read: {error.strerror}. Check its permissions.")


def _too_large(name: str, size: int) -> str:
    return f"{name} has {size / 2**20:.0f} MB; a document may have up to {MAX_BYTES // 2**20} MB. Split it."


def _from_lines(file: Path) -> Iterator[Source]:
    """Read {"text": ..., "path": ..., "published_on": ...}, one object a line; only "text" is needed."""
    with file.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            name = f"{file}:{number}"
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                text, path, day = row["text"], row.get("path") or name, row.get("published_on")
                if not isinstance(text, str) or not isinstance(path, str) or not (day is None or isinstance(day, str)):
                    raise TypeError("text, path and published_on are strings")
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                why = f'{name} is no object with a text ({error}). Write one object a line with a key "text".'
                yield Source(name, b"", None, len(line), why)
                continue
            yield Source(path, text.encode("utf-8", "backslashreplace"), day, len(line))


def _from_zip(file: Path) -> Iterator[Source]:
    try:
        with zipfile.ZipFile(file) as archive:
            for member in archive.infolist():
                if member.is_dir():
                    continue
                name = f"{file}!{member.filename}"
                if member.file_size > MAX_BYTES:
                    yield Source(name, b"", None, member.compress_size, _too_large(name, member.file_size))
                    continue
                with archive.open(member) as content:  # what the index says of its size may be a lie
                    data = content.read(MAX_BYTES + 1)
                error = _too_large(name, len(data)) if len(data) > MAX_BYTES else None
                yield Source(name, b"" if error else data, None, member.compress_size, error)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise UnreadableDocument(
            f"{file} is a damaged or protected archive ({error}). Unpack it and name the folder."
        ) from error


def _from_tar(file: Path) -> Iterator[Source]:
    try:
        with tarfile.open(file, "r:*") as archive:
            for member in archive:
                if not member.isfile():
                    continue
                name = f"{file}!{member.name}"
                if member.size > MAX_BYTES:
                    yield Source(name, b"", None, member.size, _too_large(name, member.size))
                    continue
                content = archive.extractfile(member)
                yield Source(name, content.read(MAX_BYTES) if content else b"", None, member.size)
    except (tarfile.TarError, EOFError, OSError) as error:
        raise UnreadableDocument(f"{file} is a damaged archive ({error}). Unpack it and name the folder.") from error


def _digest(path: str) -> bytes:
    return blake2b(path.encode("utf-8", "backslashreplace"), digest_size=12).digest()


def _known(output: Path) -> set[bytes]:
    """Give the documents whose line stands in the output; cut off a last line that was not written whole."""
    if not output.exists():
        return set()
    found: set[bytes] = set()
    whole = 0
    with output.open("rb") as lines:
        for line in lines:
            if not line.endswith(b"\n"):
                break
            try:
                found.add(_digest(json.loads(line)["document"]["path"]))
            except (ValueError, KeyError, TypeError) as error:
                raise UnreadableDocument(
                    f"{output} holds a line that is no answer of this command. Name another file to write to."
                ) from error
            whole += len(line)
    if whole < output.stat().st_size:
        with output.open("r+b") as file:
            file.truncate(whole)
    return found
