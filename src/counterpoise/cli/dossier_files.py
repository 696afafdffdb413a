"""Writes what `counterpoise dossier` was asked for: each file whole or not at all, and a manifest beside the first."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from counterpoise.errors import InvalidInput, MissingLibrary

if TYPE_CHECKING:
    from counterpoise.dossier.contents import DossierContents
    from counterpoise.pipeline.dossiers import DossierRequest

ENDINGS = (".html", ".pdf", ".md", ".json")
CITATION_FORMS = {".bib": "bibtex", ".ris": "ris", ".json": "csl"}


def check_outputs(outputs: Sequence[Path], citations: Sequence[Path]) -> None:
    """Refuse a name that cannot be written before anything is read."""
    for paths, endings, what in ((outputs, ENDINGS, "a dossier"), (citations, tuple(CITATION_FORMS), "a citation")):
        for path in paths:
            if path.suffix.lower() not in endings:
                known = f"{', '.join(endings[:-1])} or {endings[-1]}"
                raise InvalidInput(f"{path} ends in no format that {what} is written in. Let it end in {known}.")
            if path.is_dir() or not path.parent.is_dir():
                raise InvalidInput(f"{path} cannot be written: {path.parent} is no folder. Make it first.")


def write_all(
    request: "DossierRequest", contents: "DossierContents", outputs: Sequence[Path], citations: Sequence[Path],
    figures: Path | None,
) -> list[Path]:  # fmt: skip
    """Write every file asked for. MissingLibrary only after all that can be written is."""
    written, missing = [], []
    for path in sorted(outputs, key=lambda path: path.suffix.lower() == ".pdf"):
        try:
            write_bytes(path, render(path, contents))
            written.append(path)
        except MissingLibrary as error:
            missing.append(f"{path} was not written: {error.message}")
    for path in citations:
        write_bytes(path, cited(path, contents).encode())
        written.append(path)
    if figures is not None:
        from counterpoise.cli.assess_page import write_figures
        from counterpoise.dossier.drawings import drawing_of

        write_figures(map(drawing_of, contents.figures()), figures)
        written.append(figures)
    if outputs and written:
        written.append(_write_manifest(request, contents, written))
    if missing:
        raise MissingLibrary(" ".join([*missing, f"Written: {', '.join(map(str, written)) or 'nothing'}."]))
    return written


def render(path: Path, contents: "DossierContents") -> bytes:
    """Give the dossier in the format that a name's ending asks for."""
    ending = path.suffix.lower()
    if ending == ".pdf":
        from counterpoise.dossier.as_pdf import render_pdf

        return render_pdf(contents)
    if ending == ".html":
        from counterpoise.dossier.as_html import render_html as make
    elif ending == ".md":
        from counterpoise.dossier.as_markdown import render_markdown as make
    else:
        from counterpoise.dossier.as_json import render_json as make
    return make(contents).encode()


def cited(path: Path, contents: "DossierContents") -> str:
    """Give the references of a dossier in the format that a name's ending asks for."""
    from counterpoise.casebook.citations import CITATION_WRITERS

    form = CITATION_FORMS[path.suffix.lower()]
    return CITATION_WRITERS[form](contents.references, {"dossier": contents.title, "version": contents.version})


def _write_manifest(request: "DossierRequest", contents: "DossierContents", written: Sequence[Path]) -> Path:
    from counterpoise.pipeline.manifest import manifest_record

    path = manifest_path(written[0])
    files = [one for one in written if one.is_file()]
    record = manifest_record(request, contents, files, path.parent)
    write_bytes(path, (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode())
    return path


def manifest_path(first: Path) -> Path:
    """Give the manifest's name: that of the first output with another ending."""
    return first.with_name(f"{first.stem}.manifest.json")


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file whole or not at all. Raises InvalidInput with what to do where it cannot be written."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise InvalidInput(f"{path} cannot be written: {error.strerror}. Choose another place with -o.") from error
