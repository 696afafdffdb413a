"""The region as a map: the profile's states with how each stands towards the protected one, named where they lie.

Boundaries are Natural Earth's and no judgement of ours; the matrix of coalitions is the figure that argues. Non-state
actors hold no outline: they are named below. A state without an outline in our file is named as not drawn.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from counterpoise.balance.figure_captions import caption, run_words
from counterpoise.balance.outlines import NO_ENDORSEMENT, SOURCE, Outline, boundaries
from counterpoise.balance.relative_capabilities import RelativeCapabilities
from counterpoise.drawing.figure import Caption, Figure, compose
from counterpoise.drawing.letters import width as wide_of
from counterpoise.drawing.map_names import NAME, SMALL, Name, Place, nearest, placed
from counterpoise.drawing.maps import Window, steps, window_over
from counterpoise.drawing.sheet import LINE, TICK, Point, Sheet

MOST_HIGH = {False: 520.0, True: 330.0}  # [px] by whether the sheet is narrow
PROTECTED, PURCHASER = "protected state", "purchaser"
POSTURE_WORDS = {
    "belligerent": "at war", "hostile": "hostile", "none_hostile": "no relations", "none": "no relations",
    "strained": "strained", "relations": "relations", "normalised": "relations", "treaty": "peace treaty",
    "unlisted": "not listed",
}  # fmt: skip
FILLS = {  # by posture: colour, faintness, words of the legend
    "belligerent": ("d", 0.62, "at war or hostile"), "hostile": ("d", 0.62, "at war or hostile"),
    "strained": ("d", 0.28, "relations strained"), "none_hostile": ("soft", 0.42, "no relations"),
    "none": ("soft", 0.42, "no relations"), "relations": ("c", 0.36, "treaty or relations"),
    "normalised": ("c", 0.36, "treaty or relations"), "treaty": ("c", 0.36, "treaty or relations"),
    "unlisted": ("soft", 0.18, "not listed"),
}  # fmt: skip
COLUMNS = ("actor", "name", "role", "posture", "because", "grade", "source", "drawn")


@dataclass(frozen=True, slots=True)
class _State:
    """One actor of the map; `outline` is None where nothing is drawn of it."""

    actor: str
    name: str
    role: str  # protected state, purchaser, or nothing
    posture: str
    outline: Outline | None
    row: tuple[str, ...]

    @property
    def told(self) -> str:
        """What stands below its name."""
        words = [self.role] if self.role else []
        return ", ".join([*words, *([POSTURE_WORDS[self.posture]] if self.posture else [])])


def region_figure(result: RelativeCapabilities) -> Figure | None:
    """Give the map of an assessment's region; None where no actor has an outline (an invented region)."""
    states = _states(result)
    drawn = [state for state in states if state.outline is not None]
    if not drawn:
        return None
    profile = result.profile
    who = profile.in_sentence(result.protected)
    about = caption(
        result, "region", f"The region: how each state stands towards {who}, {result.known_on}",
        f"{NO_ENDORSEMENT} Dashed: lines that the source marks as disputed.", _description(states),
    )  # fmt: skip
    about = Caption(
        name=about.name, title=about.title, says=about.says, source=f"{SOURCE}; postures: {run_words(result)}",
        disclaimer=about.disclaimer, description=about.description,
    )  # fmt: skip
    notes = _notes(result, states)
    return compose(
        about, lambda text, width: _drawn(text, width, drawn, notes), COLUMNS, [state.row for state in states]
    )


def _states(result: RelativeCapabilities) -> list[_State]:
    found = []
    postures = {entry.actor_id: entry for entry in result.postures}
    buyers = {transfer.purchaser for transfer in result.transfers}
    outlines = boundaries().outlines
    for actor in result.profile.actors:
        entry = postures.get(actor.actor_id)
        role = PROTECTED if actor.actor_id == result.protected else PURCHASER if actor.actor_id in buyers else ""
        outline = outlines.get(actor.actor_id) if actor.kind == "state" else None
        drawn = "yes" if outline else "no: not a state" if actor.kind != "state" else "no: the source has no outline"
        posture = entry.posture if entry else ""
        about = (entry.because, entry.grade or "", "|".join(entry.source)) if entry else ("", "", "")
        row = (actor.actor_id, actor.name, role, posture, *about, drawn)
        found.append(_State(actor.actor_id, actor.name, role, posture, outline, row))
    return found


def _description(states: Sequence[_State]) -> str:
    return "; ".join(f"{state.name}: {state.told or 'no posture'}" for state in states) + "."


def _notes(result: RelativeCapabilities, states: Sequence[_State]) -> list[str]:
    """Say what the map does not show."""
    actors = result.profile.actor_index
    bands = [
        f"{state.name} ({', '.join(filter(None, [_where(actors[state.actor].stands_in), state.told]))})"
        for state in states
        if actors[state.actor].kind != "state"
    ]
    lost = [state.name for state in states if state.outline is None and actors[state.actor].kind == "state"]
    notes = [f"Non-state actors, not drawn: {'; '.join(bands)}."] if bands else []
    return notes + ([f"Without an outline in the source, not drawn: {', '.join(lost)}."] if lost else [])


def _where(place: str) -> str:
    outline = boundaries().outlines.get(place)
    return f"in {outline.name if outline else place}" if place else ""


def _drawn(text: Caption, width: int, states: Sequence[_State], notes: Sequence[str]) -> str:
    sheet = Sheet(text, width)
    window = _window(sheet, states)
    _land(sheet, window, states)
    land = {state.actor: _rings(window, state.outline) for state in states}
    # On a phone the colours alone tell the posture: there is no room for more words.
    wanted = [
        Name(state.actor, state.name, state.role if sheet.is_narrow else state.told, is_whole=bool(state.role))
        for state in states
    ]
    for place in placed(wanted, land, window.box):
        _name(sheet, place)
    y = _legend(sheet, window.top + window.high + 20, states)
    for note in notes:
        y = sheet.paragraph(sheet.margin, y + 3, note, size=TICK, colour="soft")
    return sheet.finish(y - 8)


def _window(sheet: Sheet, states: Sequence[_State]) -> Window:
    points: list[Point] = []
    for state in states:
        assert state.outline is not None
        points += state.outline.mainland
    return window_over(points, sheet.margin, sheet.top + 8, sheet.width - 2 * sheet.margin, MOST_HIGH[sheet.is_narrow])


def _rings(window: Window, outline: Outline | None) -> list[list[Point]]:
    if outline is None:
        return []
    rings = [window.ring(polygon[0]) for polygon in outline.polygons]
    return [ring for ring in rings if len(ring) > 2]


def _land(sheet: Sheet, window: Window, states: Sequence[_State]) -> None:
    """Draw sea, land, the states in their colours, boundaries, disputed lines and the edges of the purchasers."""
    known = boundaries()
    sheet.box(window.left, window.top, window.wide, window.high, "sea")
    for outline in known.outlines.values():
        _fill(sheet, window, outline, "land")
    for state in states:
        assert state.outline is not None
        if state.role == PROTECTED:
            _fill(sheet, window, state.outline, "a")
        else:
            colour, faint, _ = FILLS[state.posture]
            _fill(sheet, window, state.outline, colour, faint)
    lines = [part for line in known.lines for part in window.line(line)]
    sheet.path(steps(lines, is_closed=False), None, "soft", thick=0.7)
    for state in states:
        if state.role == PURCHASER:
            rings = _rings(window, state.outline)
            sheet.path(steps(rings, is_closed=True), None, "b", thick=2.5)
    dashed = [part for line in known.disputed for course in line.parts for part in window.line(course)]
    if dashed:
        sheet.path(steps(dashed, is_closed=False), None, "ink", thick=1.1, dash="3 2.5")


def _fill(sheet: Sheet, window: Window, outline: Outline, colour: str, faint: float = 1.0) -> None:
    rings = [window.ring(ring) for polygon in outline.polygons for ring in polygon]
    rings = [ring for ring in rings if len(ring) > 2]
    if rings:
        sheet.path(steps(rings, is_closed=True), colour, faint=faint)


def _name(sheet: Sheet, place: Place) -> None:
    if place.land is not None:
        sheet.line(place.land, nearest(place.land, place.box), "ink", thick=0.9)
        sheet.mark("circle", place.land, "ink", size=1.8)
    y = place.box[1] + NAME
    for line in place.name:
        sheet.text(place.middle[0], y, line, size=NAME, bold=True, anchor="middle", halo=True)
        y += NAME * LINE
    if place.below:
        sheet.text(place.middle[0], y - 2, place.below, size=SMALL, anchor="middle", halo=True)


def _legend(sheet: Sheet, y: float, states: Sequence[_State]) -> float:
    """Explain colours and lines below the map; give the next base line."""
    shown = {state.posture for state in states if state.role != PROTECTED}
    entries: dict[str, Mapping[str, str | float]] = {"protected state": {"fill": "a", "faint": 1.0}}
    entries |= {words: {"fill": fill, "faint": faint} for name, (fill, faint, words) in FILLS.items() if name in shown}
    if any(state.role == PURCHASER for state in states):
        entries["purchaser (edge)"] = {"edge": "b"}
    entries["disputed, as the source marks it"] = {"dash": "3 2.5"}
    x = sheet.margin
    for words, look in entries.items():
        room = 26 + wide_of(words, TICK) + 16
        if x > sheet.margin and x + room > sheet.width - sheet.margin / 2:
            x, y = sheet.margin, y + 20
        if "fill" in look:
            sheet.box(x, y - 10, 18, 12, str(look["fill"]), faint=float(look["faint"]), corner=2)
        elif "edge" in look:
            sheet.polyline([(x, y - 10), (x + 18, y - 10), (x + 18, y + 2), (x, y + 2), (x, y - 10)], "b", thick=2.5)
        else:
            sheet.line((x, y - 4), (x + 18, y - 4), "ink", thick=1.1, dash=str(look["dash"]))
        sheet.text(x + 24, y, words, size=TICK)
        x += room
    return y + 20
