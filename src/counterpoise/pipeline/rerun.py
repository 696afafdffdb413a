"""A run made again from its manifest: the same documents, request and moment; what differs is said."""

import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from counterpoise.dossier.contents import DossierContents
from counterpoise.errors import InvalidInput
from counterpoise.pipeline.dossiers import DossierRequest, make_dossier
from counterpoise.pipeline.manifest import KIND, data_hashes, versions, weighing_of
from counterpoise.pipeline.readings import Tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Rerun:
    """A dossier made again. `differs`: what the machine or the data have in another version than the first run had."""

    request: DossierRequest
    contents: DossierContents
    outputs: tuple[tuple[Path, str], ...]  # the first run's files with their hashes
    differs: tuple[str, ...]


def rerun(manifest: Path, casebook: str | None, tell: Tell = lambda words, share: None) -> Rerun:
    """Make the dossier of a manifest again.

    Where every document was given to the run, an empty casebook of its own is used, so that nothing learnt since can
    enter; otherwise the user's, whose cases may have grown. InvalidInput where a document is missing or has changed.
    """
    record = read_manifest(manifest)
    folder = manifest.parent
    asked = record["request"]
    paths = [folder / path for path in asked["paths"]]
    given = {_id_of(path) for path in paths}
    known = [row["id"] for row in record["documents"]]
    changed = [path.name for path in paths if _id_of(path) not in known]
    if changed:
        raise InvalidInput(
            f"{', '.join(changed)} is not the document that {manifest} was made from: its bytes have changed. Put the "
            "first version back, or make a new dossier and compare the two: counterpoise diff."
        )
    alone = tempfile.mkdtemp(prefix="counterpoise-rerun-") if set(known) <= given and not asked["case_ids"] else None
    try:
        book = Path(alone) / "casebook.sqlite" if alone else casebook
        request = _request(asked, [str(path) for path in paths], book)
        contents = make_dossier(request, tell)
    finally:
        if alone:
            shutil.rmtree(alone, ignore_errors=True)
    outputs = tuple((folder / row["path"], row["sha256"]) for row in record["outputs"])
    return Rerun(request=request, contents=contents, outputs=outputs, differs=tuple(_differs(record, contents)))


def read_manifest(path: Path) -> Mapping[str, Any]:
    """Read a manifest. Raises InvalidInput with what would be right."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise InvalidInput(
            f"{path} cannot be read as a manifest: {error}. Give the .manifest.json that dossier -o wrote."
        ) from error
    if not isinstance(found, dict) or found.get("kind") != KIND:
        raise InvalidInput(f"{path} is no manifest of a dossier. Give the .manifest.json that dossier -o wrote.")
    return found


def _id_of(path: Path) -> str:
    try:
        return f"sha256:{sha256(path.read_bytes()).hexdigest()}"
    except OSError as error:
        raise InvalidInput(
            f"{path} cannot be read: {error.strerror}. The manifest names it as an input; put it back, its path is "
            "taken from the manifest's own folder."
        ) from error


def _request(asked: Mapping[str, Any], paths: list[str], casebook: str | Path | None) -> DossierRequest:
    return DossierRequest(
        paths=paths, case_ids=tuple(asked["case_ids"]), casebook=casebook,
        recorded_at=datetime.fromisoformat(asked["recorded_at"]), known_on=_day(asked["known_on"]),
        as_of=_day(asked["as_of"]), published_on=_day(asked["published_on"]), use_model=asked["use_model"],
        weighing=weighing_of(asked["weighing"]),
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _differs(record: Mapping[str, Any], contents: DossierContents) -> list[str]:
    """Say what this machine has in another version, and which documents the cases have gained or lost."""
    said = []
    for what, first, now in (("data", record["data"], data_hashes()), ("version", record["versions"], versions())):
        said += [
            f"{what} {name}: {first.get(name, 'none')} then, {now.get(name, 'none')} now"
            for name in sorted({*first, *now})
            if first.get(name) != now.get(name)
        ]
    then, here = {row["id"] for row in record["documents"]}, {row.id for row in contents.documents}
    said += [f"document gained: {one}" for one in sorted(here - then)]
    said += [f"document lost: {one}" for one in sorted(then - here)]
    return said
