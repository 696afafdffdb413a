"""A case, or the cases of a bundle, as one page of plain text on which every line carries its source."""

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence

from counterpoise.casebook.actors import state_name
from counterpoise.casebook.case import Case, Choice, DocumentRecord, SourcedStatement
from counterpoise.casebook.positions import pledges_of, positions_of
from counterpoise.sources import NotApplicable, Unknown
from counterpoise.units import Money

WIDTH = 100
_LABELS = {
    "supplier": "supplier", "purchaser": "purchaser", "route": "route", "transmittal": "transmittal",
    "received_on": "received", "total_usd": "total", "mde_usd": "MDE", "other_usd": "other", "status": "said to be",
}  # fmt: skip
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """Give a text on one line, without characters that could move the cursor or turn the line around."""
    return re.sub(r"\s+", " ", _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)).strip()


class Notes:
    """Numbers for the documents, in the order in which the page first names them."""

    def __init__(self) -> None:
        self.documents: dict[str, DocumentRecord] = {}

    def __call__(self, *said: SourcedStatement | None) -> str:
        """Give the note marks of statements: "[1][4]"."""
        found = []
        for one in said:
            if one is not None:
                self.documents.setdefault(one.document.document_id, one.document)
                found.append(list(self.documents).index(one.document.document_id) + 1)
        return "".join(f"[{number}]" for number in dict.fromkeys(found))


def render_page(cases: Sequence[Case], *, why: bool = False) -> str:
    """Give the page of one or several cases; `why` adds the reasons for choices and links."""
    note = Notes()
    lines: list[str] = []
    for case in cases:
        if not case.documents:
            lines += [*_wrap(f"{case.case_id}: nothing was known of it by {case.known_on or 'the moment asked for'}",
                             first=""), ""]  # fmt: skip
            continue
        lines += [*_heading(case, note), *_facts(case, note, why=why), *_items(case, note, why=why)]
        if why:
            lines += _links(case)
        lines.append("")
    lines += _chronology(cases, note)
    lines += _positions(cases, note)
    lines += _pledges(cases, note)
    lines += _later(cases)
    lines += _sources(note, cases)
    return "\n".join(lines).rstrip() + "\n"


def _wrap(text: str, *, first: str = "  ", rest: str = "      ") -> list[str]:
    """Break a text into lines of the page; spaces that align stay."""
    clean = _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", re.sub(r"[\t\n]+", " ", text))
    return textwrap.wrap(clean, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False,
                         break_on_hyphens=False) or [first.rstrip()]  # fmt: skip


def _section(title: str, lines: Iterable[str]) -> list[str]:
    found = list(lines)
    return [title, *found, ""] if found else []


def _heading(case: Case, note: Notes) -> Iterator[str]:
    yield printable(case.title)
    since = f" since {case.stage.since.isoformat()}" if case.stage.since else ""
    known = f", as known on {case.known_on.isoformat()}" if case.known_on else ""
    yield f"  {case.case_id} · {case.stage.stage.replace('_', ' ')}{since} {note(case.stage.rests_on)}{known}".rstrip()
    for bundle in case.bundles:
        others = [c for c in bundle.case_ids if c != case.case_id]
        signed = f", signed by {bundle.author}" if bundle.author else f" {note(case.fields['received_on'].chosen)}"
        yield from _wrap(f"belongs with {', '.join(others)}: {bundle.because}{signed}".rstrip())


def _facts(case: Case, note: Notes, *, why: bool) -> Iterator[str]:
    for name, label in _LABELS.items():
        choice = case.fields.get(name)
        if choice is None or (choice.chosen is None and not choice.is_contested and name in ("route", "other_usd")):
            continue
        yield from _wrap(f"{label:<16}{_value(name, choice.value)} {note(choice.chosen, *choice.agreeing)}".rstrip(),
                         rest=" " * 18)  # fmt: skip
        yield from _against(name, choice, note)
        if why:
            yield from _wrap(f"because {choice.because}", first=" " * 18, rest=" " * 18)


def _against(name: str, choice: Choice, note: Notes) -> Iterator[str]:
    label = "differing" if choice.is_contested else "overruled"
    values: dict[str, list[SourcedStatement]] = {}
    for said in choice.overruled:
        values.setdefault(_value(name, said.value), []).append(said)
    for shown, said_by in values.items():
        yield from _wrap(f"{label}: {shown} {note(*said_by)}", first=" " * 18, rest=" " * 20)


def _value(name: str, value: object) -> str:
    if isinstance(value, Unknown):
        return f"unknown ({value.because})"
    if isinstance(value, NotApplicable):
        return f"not applicable ({value.because})"
    if name.endswith("_usd") and isinstance(value, int):
        return f"{Money(value)} ({Money(value).in_words()})" if value >= 10**6 else str(Money(value))
    if name in ("supplier", "purchaser"):
        return state_name(str(value))
    return str(value)


def _items(case: Case, note: Notes, *, why: bool) -> Iterator[str]:
    for said in case.items:
        value = said.value
        count = f"{value['quantity']:,} " if isinstance(value.get("quantity"), int) else ""
        how = (value.get("qualifier") or "").replace("_", " ")
        added = " (added by amendment)" if said.is_amendment else ""
        text = f"{how} {count}{value.get('system')}".strip()
        yield from _wrap(f"{'item':<16}{text}{added} {note(said)}", rest=" " * 18)
    if case.items_overruled:
        others = {one.document.document_id: one for one in case.items_overruled}
        yield from _wrap(f"other sources list {len(case.items_overruled)} items {note(*others.values())}",
                         first=" " * 18, rest=" " * 18)  # fmt: skip
    if why and case.items_because:
        yield from _wrap(f"because {case.items_because}", first=" " * 18, rest=" " * 18)


def _links(case: Case) -> Iterator[str]:
    titles = {d.document_id: d.title or d.path for d in case.documents}
    for link in case.links:
        yield from _wrap(f"{'document':<16}{titles.get(link.document_id)}: {link.score:.2f}, {'; '.join(link.reasons)}",
                         rest=" " * 18)  # fmt: skip


def _once(cases: Sequence[Case], *names: str) -> list[SourcedStatement]:
    """Give the statements of the cases' lists, each once, in order of time."""
    found = {said.id: said for case in cases for name in names for said in getattr(case, name)}
    return sorted(found.values(), key=lambda x: (x.said_on, x.id))


def _chronology(cases: Sequence[Case], note: Notes) -> list[str]:
    entries: list[tuple[str, str]] = []
    for said in _once(cases, "events", "resolutions", "votes"):
        day, what = _happened(said)
        entries.append((day, f"{what} {note(said)}"))
    for case in cases:
        chosen = case.fields["received_on"].chosen
        if chosen is not None:
            entries.append((str(chosen.value), f"Congress receives the notification of {case.case_id} {note(chosen)}"))
    lines = [x for day, text in sorted(set(entries)) for x in _wrap(f"{day:<12}{text}", rest=" " * 14)]
    return _section("What happened, and what was expected", lines)


def _happened(said: SourcedStatement) -> tuple[str, str]:
    value = said.value
    if said.statement.field == "vote":
        where = value["chamber"].capitalize()
        count = f"{value['yeas']} to {value['nays']}, {value['result']}"
        return value["on"], f"{where}, {value['resolution']}, {value['question']}: {count}"
    if said.statement.field == "resolution":
        day = value.get("introduced_on") or "undated"
        return day, f"{value['resolution']} introduced by {value.get('sponsor') or 'unknown'}"
    on = value.get("on") or {}
    mark = " (day inferred)" if on.get("inferred") else ""
    return on.get("date") or "undated", f"{value.get('what')}{mark}"


def _positions(cases: Sequence[Case], note: Notes) -> list[str]:
    lines: list[str] = []
    seen: set[str] = set()
    for case in cases:
        for position in positions_of(case):
            said = [x for x in position.said if x.id not in seen]
            seen |= {x.id for x in said}
            if not said:
                continue
            stance = position.stance or "no stance taken"
            changed = ", changed" if position.has_changed else ""
            state = f" ({state_name(position.state)})" if position.state else ""
            lines += _wrap(f"{position.actor}{state}: {stance}{changed}")
            for one in said:
                how = "" if one.value.get("kind") == "direct" else " (as reported)"
                words = f'"{printable(one.statement.wording)}"{how}'
                text = f"{one.said_on.isoformat()}  {words} {note(one)}"
                lines += _wrap(text, first=" " * 6, rest=" " * 18)
    return _section("Who said what", lines)


def _pledges(cases: Sequence[Case], note: Notes) -> list[str]:
    lines: list[str] = []
    pledges = {pledge.said.id: pledge for case in cases for pledge in pledges_of(case)}
    for pledge in pledges.values():
        value = pledge.said.value
        kind = "request" if pledge.said.statement.field == "request" else "commitment"
        to = f" to {value['to']}" if value.get("to") else ""
        condition = f", {value['condition']}" if value.get("condition") else ""
        said = str(value.get("status", "")).replace("_", " ")
        lines += _wrap(f"{pledge.said.said_on.isoformat()}  {kind} by {value.get('by')}{to}: {value.get('what')}"
                       f"{condition} [{said}] {note(pledge.said)}")  # fmt: skip
        lines += _wrap(f"{pledge.outcome}: {pledge.because} {note(pledge.settled_by)}".rstrip(), first=" " * 14,
                       rest=" " * 14)  # fmt: skip
    return _section("Commitments and requests", lines)


def _later(cases: Sequence[Case]) -> list[str]:
    later = {d.document_id: d for case in cases for d in case.later_documents}
    lines = [x for d in sorted(later.values(), key=lambda d: (d.known_from, d.document_id))
             for x in _wrap(f"{d.known_from.isoformat()}  {d.title or d.path}")]  # fmt: skip
    return _section("Not used: known only later", lines)


def _sources(note: Notes, cases: Sequence[Case]) -> list[str]:
    for case in cases:
        for document in case.documents:
            note.documents.setdefault(document.document_id, document)
    lines: list[str] = []
    for number, d in enumerate(note.documents.values(), 1):
        where = f", {d.source_url}" if d.source_url else ""
        signed = f", signed by {d.author}: {d.reason}" if d.author else ""
        short = d.document_id.removeprefix("sha256:")[:12]
        lines += _wrap(f"[{number}] {d.title or d.path} ({d.kind.replace('_', ' ')}, {d.grade}; {d.known_because})"
                       f"{signed}{where}, {short}", first="", rest="    ")  # fmt: skip
    return _section("Sources", lines)
