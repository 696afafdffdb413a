"""Positions over time as a picture: a lane for each actor and matter, a mark for each thing said, undated aside."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from counterpoise import vocabulary
from counterpoise.casebook.case import SourcedStatement
from counterpoise.drawing.figure import Caption, Figure, compose, stem
from counterpoise.drawing.letters import width as wide_of
from counterpoise.drawing.letters import wrapped
from counterpoise.drawing.scales import Scale
from counterpoise.drawing.sheet import LABEL, LINE, TICK, Sheet

STANCES = {  # mark, colour, words of the legend
    "supports": ("circle", "c", "supports"), "opposes": ("triangle_down", "b", "opposes"),
    "conditional": ("diamond", "a", "on a condition"), "neutral": ("square", "soft", "is neutral"),
}  # fmt: skip
COLUMNS = ("date", "actor", "about", "stance", "hedged", "words", "document")
MOST_WORDS = 40  # of a quotation
STEP = 15.0  # [px] marks of one lane and day stand above each other
THE_TRANSFER = "the transfer"
UNDATED = "no date"
SIZE = 6.0  # [px] of a mark


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedPosition:
    """One thing that one actor is quoted or reported as saying. `on` is None where no document dates it."""

    on: date | None
    actor: str
    stance: str  # supports, opposes, conditional, neutral, unknown
    about: str
    is_hedged: bool
    words: str
    document: str

    @property
    def row(self) -> tuple[str, ...]:
        """The same as a row of data; quotations of more than forty words are cut."""
        words = self.words.split()
        said = " ".join(words[:MOST_WORDS]) + (" …" if len(words) > MOST_WORDS else "")
        on = self.on.isoformat() if self.on else ""
        return (on, self.actor, self.about, self.stance, "yes" if self.is_hedged else "no", said, self.document)


def stated_positions(attributions: Iterable[SourcedStatement]) -> tuple[StatedPosition, ...]:
    """Give what documents attribute to anybody; undated where the document has no day."""
    return tuple(
        StatedPosition(
            on=said.said_on if said.document.published_on is not None else None, actor=str(said.value["speaker"]),
            stance=said.value["stance"], about=_about(said.value.get("about") or {}),
            is_hedged=bool(said.value["hedged"]), words=" ".join(said.statement.wording.split()),
            document=said.document.title or said.document.path,
        )
        for said in attributions
    )  # fmt: skip


def _about(about: dict[str, str | None]) -> str:
    if about.get("transfer"):
        return THE_TRANSFER
    topic = vocabulary.index("topics", "topic").get(about.get("topic") or "")
    return topic["name"] if topic else "other matters"


def positions_figure(
    said: Sequence[StatedPosition], *, source: str, disclaimer: str, name: str = "positions",
    title: str = "Who stands where, over time",
) -> Figure | None:  # fmt: skip
    """Draw the positions taken; None where nobody takes one. `source` names the documents or the casebook.

    What takes no position (stance "unknown") is left out, and counted in the reading aid.
    """
    told = sorted((x for x in said if x.stance in STANCES), key=lambda x: (x.on is None, x.on or date.min))
    if not told:
        return None
    silent = len(said) - len(told)
    left_out = f" {silent} statement{'s' if silent > 1 else ''} without a position left out." if silent else ""
    about = Caption(
        name=stem(name), title=title, source=source, disclaimer=disclaimer,
        says=f"One mark for each thing said; hollow: hedged in the text.{left_out}",
        description="; ".join(f"{x.on or UNDATED}: {x.actor} {_told(x)} ({x.about})" for x in told),
    )  # fmt: skip
    return compose(about, partial(_drawn, said=told), COLUMNS, [one.row for one in told])


def _told(one: StatedPosition) -> str:
    return STANCES[one.stance][2] + (", hedged" if one.is_hedged else "")


def _lanes(said: Sequence[StatedPosition]) -> dict[tuple[str, str], list[StatedPosition]]:
    """Give what each actor says of each matter, the transfer first."""
    lanes: dict[tuple[str, str], list[StatedPosition]] = {}
    for one in sorted(said, key=lambda x: x.about != THE_TRANSFER):
        lanes.setdefault((one.actor, one.about), []).append(one)
    return lanes


def _drawn(caption: Caption, width: int, said: Sequence[StatedPosition]) -> str:
    sheet = Sheet(caption, width)
    top = _legend(sheet, said)
    left = sheet.margin if sheet.is_narrow else sheet.margin + 226.0
    aside = 84.0 if any(one.on is None for one in said) else 0.0
    days = sorted({one.on for one in said if one.on is not None})
    half = wide_of(_day(date(2020, 9, 30)), TICK) / 2
    scale = _scale(days, left + half, sheet.width - sheet.margin - aside - half)
    lanes = [_laid_out(sheet, scale, lane, left) for lane in _lanes(said).values()]
    named, y = _standing(days, scale), top
    edge = sheet.width - sheet.margin - aside + 8
    for lane in lanes:
        # On a phone the names stand above the marks: the days run beside these only.
        strip = (y + lane.words if sheet.is_narrow else y, y + lane.height)
        for day in named:
            sheet.line((scale.at(day.toordinal()), strip[0]), (scale.at(day.toordinal()), strip[1]), "grid")
        if aside:
            sheet.line((edge, strip[0]), (edge, strip[1]), "soft", dash="2 3")
        _lane(sheet, lane, left, y)
        y += lane.height
    for day in named:
        sheet.text(scale.at(day.toordinal()), y + 18, _day(day), size=TICK, colour="soft", anchor="middle")
    if aside:
        sheet.text((edge + sheet.width - sheet.margin) / 2, y + 18, UNDATED, size=TICK, colour="soft", anchor="middle")
    return sheet.finish(y + 22)


def _legend(sheet: Sheet, said: Sequence[StatedPosition]) -> float:
    """Explain the marks above the lanes; give where the lanes begin."""
    x, y = sheet.margin + SIZE, sheet.top + 12
    shown = {one.stance for one in said}
    looks = dict.fromkeys(look for stance, look in STANCES.items() if stance in shown)
    for shape, colour, words in looks:
        room = 14 + wide_of(words, TICK) + 14
        if x > sheet.margin + SIZE and x + room > sheet.width - sheet.margin / 2:
            x, y = sheet.margin + SIZE, y + 20
        sheet.mark(shape, (x, y - 4), colour, size=SIZE - 1)
        sheet.text(x + 11, y, words, size=TICK)
        x += room
    return y + 14


def _scale(days: Sequence[date], start: float, end: float) -> Scale:
    if not days:
        return Scale(0.0, 1.0, start, end)
    first, last = days[0].toordinal(), days[-1].toordinal()
    return Scale(first - (first == last), last + (first == last), start, end)


def _standing(days: Sequence[date], scale: Scale) -> list[date]:
    """Choose the days that can be named side by side, first and last before all."""
    chosen: list[date] = []
    for day in [*days[:1], *reversed(days)]:
        room = wide_of(_day(day), TICK) + 8
        if all(abs(scale.at(day.toordinal()) - scale.at(other.toordinal())) >= room for other in chosen):
            chosen.append(day)
    return chosen


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


@dataclass(frozen=True, slots=True)
class _Lane:
    """One lane laid out: lines of its names, each mark with its place and level, heights [px]."""

    name: list[str]
    matter: list[str]
    marks: list[tuple[StatedPosition, float, int]]
    words: float
    height: float


def _laid_out(sheet: Sheet, scale: Scale, lane: Sequence[StatedPosition], left: float) -> _Lane:
    room = sheet.room if sheet.is_narrow else left - sheet.margin - 14
    name, matter = wrapped(lane[0].actor, LABEL, room, bold=True), wrapped(lane[0].about, TICK, room)
    marks = _stacked(lane, scale, sheet.width - sheet.margin - 38)
    words = len(name) * LABEL * LINE + len(matter) * TICK * LINE + 8
    tall = max(level for *_, level in marks) * STEP + 26
    return _Lane(name, matter, marks, words, words + tall if sheet.is_narrow else max(words, tall))


def _stacked(lane: Sequence[StatedPosition], scale: Scale, undated: float) -> list[tuple[StatedPosition, float, int]]:
    """Give each mark its place and level: marks that would meet stand below each other."""
    placed: list[tuple[StatedPosition, float, int]] = []
    for one in lane:
        x = scale.at(one.on.toordinal()) if one.on is not None else undated
        near = [level for _, other, level in placed if abs(other - x) < 2.4 * SIZE]
        placed.append((one, x, next(n for n in range(len(near) + 1) if n not in near)))
    return placed


def _lane(sheet: Sheet, lane: _Lane, left: float, y: float) -> None:
    """Draw one lane below `y`: its names, its marks, the last stance in words."""
    at = y + LABEL + 3
    for line in lane.name:
        sheet.text(sheet.margin, at, line, bold=True)
        at += LABEL * LINE
    for line in lane.matter:
        sheet.text(sheet.margin, at, line, size=TICK, colour="soft")
        at += TICK * LINE
    deep = max(level for *_, level in lane.marks) * STEP
    middle = y + lane.words + 11 if sheet.is_narrow else y + (lane.height - deep) / 2
    sheet.line((left, middle), (sheet.width - sheet.margin, middle), "grid")
    for one, x, level in lane.marks:
        shape, colour, _ = STANCES[one.stance]
        sheet.mark(shape, (x, middle + level * STEP), colour, size=SIZE, is_hollow=one.is_hedged)
    last, x, level = lane.marks[-1]
    _say(sheet, _told(last), x, middle + level * STEP + 4, STANCES[last.stance][1], left)


def _say(sheet: Sheet, words: str, x: float, y: float, colour: str, left: float) -> None:
    """Write the stance beside its mark, on the side that has room."""
    room = wide_of(words, TICK) + SIZE + 6
    if x + room <= sheet.width - sheet.margin / 2:
        sheet.text(x + SIZE + 5, y, words, size=TICK, colour=colour, halo=True)
    elif x - room >= left:
        sheet.text(x - SIZE - 5, y, words, size=TICK, colour=colour, anchor="end", halo=True)
