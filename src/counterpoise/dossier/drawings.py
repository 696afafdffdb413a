"""Drawings as figures of the page, each with the notes of what it shows; and back, to be written as files."""

from collections.abc import Iterable

from counterpoise.dossier.contents import Figure
from counterpoise.drawing.figure import Figure as Drawing


def figure_of(drawing: Drawing, cited: Iterable[int]) -> Figure:
    """Give a drawing as a figure of the page."""
    return Figure(
        id=drawing.name, title=drawing.title, svg=drawing.svg, narrow=drawing.narrow, description=drawing.description,
        credit=drawing.source, columns=drawing.columns, rows=drawing.rows, source=tuple(cited),
    )  # fmt: skip


def figures_of(drawings: Iterable[Drawing], cited: Iterable[int]) -> tuple[Figure, ...]:
    """Give drawings as figures of the page, all with the same notes."""
    noted = tuple(cited)
    return tuple(figure_of(drawing, noted) for drawing in drawings)


def drawing_of(figure: Figure) -> Drawing:
    """Give a figure of the page as a drawing again."""
    return Drawing(
        name=figure.id, title=figure.title, svg=figure.svg, narrow=figure.narrow, description=figure.description,
        source=figure.credit, columns=figure.columns, rows=figure.rows,
    )  # fmt: skip
