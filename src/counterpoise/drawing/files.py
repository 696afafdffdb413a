"""Figures as files of one stem: SVG, PNG, and the data that is drawn as CSV and JSON."""

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from counterpoise.drawing.figure import Figure
from counterpoise.drawing.png import MISSING, find_png_renderer
from counterpoise.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Written:
    """The files that were written, in order; `note` says what could not be written and what to install, or is None."""

    paths: tuple[Path, ...]
    note: str | None


def write_figures(figures: Iterable[Figure], folder: Path) -> Written:
    """Write each figure into a folder, which is made: STEM.svg, .png, .csv and .json, and STEM.narrow.svg for phones.

    Without the extra `charts` no PNG is written, and `note` says so. The same figures give the same bytes.
    InvalidInput where the folder cannot be written, or two figures have one stem.
    """
    paths: list[Path] = []
    as_png = find_png_renderer()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for figure in figures:
            if folder / f"{figure.name}.svg" in paths:
                raise InvalidInput(f"Two figures are named {figure.name}: the second would overwrite the first.")
            for ending, text in (("svg", figure.svg), ("narrow.svg", figure.narrow), ("csv", figure_csv(figure)),
                                 ("json", figure_json(figure))):  # fmt: skip
                paths.append(folder / f"{figure.name}.{ending}")
                paths[-1].write_text(text, encoding="utf-8", newline="\n")
            if as_png is not None:
                paths.append(folder / f"{figure.name}.png")
                paths[-1].write_bytes(as_png(figure.svg))
    except OSError as error:
        raise InvalidInput(
            f"The figures cannot be written to {folder}: {error}. Name a folder you may write to."
        ) from error
    return Written(tuple(paths), None if as_png is not None else MISSING)


def figure_csv(figure: Figure) -> str:
    """Give the data of a figure as CSV with a header."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(figure.columns)
    writer.writerows(figure.rows)
    return text.getvalue()


def figure_json(figure: Figure) -> str:
    """Give the data of a figure with its title, description and source as JSON (schemas/figure.schema.json)."""
    data = {
        "name": figure.name, "title": figure.title, "description": figure.description, "source": figure.source,
        "columns": list(figure.columns),
        "rows": [dict(zip(figure.columns, row, strict=True)) for row in figure.rows],
    }  # fmt: skip
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
