"""A matrix of words: one row a name, one column a question, each cell darker the more it matters."""

from collections.abc import Sequence

from counterpoise.drawing.figure import Caption
from counterpoise.drawing.letters import width as wide_of
from counterpoise.drawing.letters import wrapped
from counterpoise.drawing.sheet import LABEL, LINE, TICK, Sheet

PAD = 6.0  # [px] above and below the words of a cell
Cell = tuple[str, float]  # its words; its darkness from 0 to 1


def matrix(
    caption: Caption, width: int, columns: Sequence[str], names: Sequence[str], cells: Sequence[Sequence[Cell]]
) -> str:
    """Draw a matrix; on a narrow sheet the names stand above their cells."""
    sheet = Sheet(caption, width)
    if sheet.is_narrow:
        left, label_room = sheet.margin, sheet.room
    else:
        label_room = min(max((wide_of(name, LABEL) for name in names), default=0.0), 230.0)
        left = sheet.margin + label_room + 14
    step = (sheet.width - sheet.margin - left) / max(len(columns), 1)
    y = _heads(sheet, columns, left, step)
    for name, row in zip(names, cells, strict=True):
        label = wrapped(name, LABEL, label_room)
        told = [wrapped(words, TICK, step - 6) for words, _ in row]
        tall = max(len(lines) for lines in told) * TICK * LINE + 2 * PAD
        if sheet.is_narrow:
            for line in label:
                sheet.text(sheet.margin, y + LABEL + 3, line)
                y += LABEL * LINE
            y += 6
        else:
            tall = max(tall, len(label) * LABEL * LINE + 4)
            first = y + tall / 2 - (len(label) - 1) * LABEL * LINE / 2 + 4
            for n, line in enumerate(label):
                sheet.text(left - 14, first + n * LABEL * LINE, line, anchor="end")
        _cells(sheet, [(lines, dark) for lines, (_, dark) in zip(told, row, strict=True)], left, step, y, tall)
        y += tall + 2 + (4 if sheet.is_narrow else 0)
    return sheet.finish(y)


def _heads(sheet: Sheet, columns: Sequence[str], left: float, step: float) -> float:
    heads = [wrapped(column, TICK, step - 6, bold=True) for column in columns]
    deepest = max((len(lines) for lines in heads), default=1)
    for c, lines in enumerate(heads):
        for n, line in enumerate(lines):
            at = sheet.top + 12 + (deepest - len(lines) + n) * TICK * LINE
            sheet.text(left + (c + 0.5) * step, at, line, size=TICK, colour="soft", bold=True, anchor="middle")
    return sheet.top + 12 + (deepest - 1) * TICK * LINE + 10


def _cells(
    sheet: Sheet, cells: Sequence[tuple[list[str], float]], left: float, step: float, y: float, tall: float
) -> None:
    for c, (lines, dark) in enumerate(cells):
        shade = 0.07 + 0.38 * min(max(dark, 0.0), 1.0)
        sheet.box(left + c * step + 2, y, step - 4, tall, "b", faint=shade, corner=3)
        first = y + tall / 2 - (len(lines) - 1) * TICK * LINE / 2 + 4
        for n, line in enumerate(lines):
            sheet.text(left + (c + 0.5) * step, first + n * TICK * LINE, line, size=TICK, anchor="middle")
