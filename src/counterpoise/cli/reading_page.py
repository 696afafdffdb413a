"""Readings for the eye: a page of plain lines, with colour where the terminal has it."""

import io
import sys
from typing import Any

from rich.console import Console
from rich.text import Text

from counterpoise.errors import CounterpoiseError
from counterpoise.units import Money

_MANY = 8  # articles that are no major defense equipment: the rest are counted


def print_page(answers: list[tuple[str, Any]], *, why: bool) -> None:
    """Print each document with its transfers, who said what, what is asked and promised, events and warnings."""
    if isinstance(sys.stdout, io.TextIOWrapper):  # a terminal that lacks a character shows its number
        sys.stdout.reconfigure(errors="backslashreplace")
    console = Console(highlight=False, markup=False, soft_wrap=True)
    for number, (name, answer) in enumerate(answers):
        path = name.encode("utf-8", "backslashreplace").decode()
        if number:
            console.print()
        if isinstance(answer, CounterpoiseError):
            console.print(Text(path, style="bold"))
            console.print(Text.assemble("  ", ("not read", "bold red"), f"  {answer.message}"))
        else:
            _document(console, path, answer)
            for transfer in answer.transfers:
                _transfer(console, transfer, why=why)
            _people(console, answer, why=why)
            _rest(console, answer, why=why)


def _document(console: Console, path: str, reading: Any) -> None:
    console.print(Text.assemble((path, "bold"), f"  {reading.kind.replace('_', ' ')}"))
    if reading.title:
        console.print(Text(f"  {_one_line(reading.title)}"))
    day = reading.published_on
    if day and day.date:
        console.print(Text(f"  published {day.date}" + (f" (inferred: {day.because})" if day.inferred else ""), "dim"))
    if not reading.transfers:
        console.print(Text("  no transfer found"))


def _transfer(console: Console, transfer: Any, *, why: bool) -> None:
    buyer = transfer.purchaser.name if transfer.purchaser else "purchaser not stated"
    number = f"  {transfer.transmittal}" if transfer.transmittal else ""
    amends = f" amends {transfer.amends}" if transfer.amends else ""
    received = f", received {transfer.received_on}" if transfer.received_on else ""
    console.print(
        Text.assemble(f"\n  {transfer.id}  ", (buyer, "bold cyan"), f"{number}{amends}  {transfer.status}{received}")
    )
    values = [
        f"{label} {Money(usd).in_words()}"
        for label, usd in (("total", transfer.total_usd), ("MDE", transfer.mde_usd), ("other", transfer.other_usd))
        if usd is not None
    ]
    console.print(Text("      " + ("   ".join(values) or "value not stated")))
    listed = [item for item in transfer.items if item.mde is not False]
    rest = [item for item in transfer.items if item.mde is False]
    for item in listed + rest[:_MANY]:
        _item(console, item, why=why)
    if len(rest) > _MANY:
        console.print(Text(f"      and {len(rest) - _MANY} more that are no major defense equipment", "dim"))
    if why:
        console.print(Text(f"      because: {transfer.because}", "dim"))
        for name, quoted in transfer.evidence.items():
            console.print(Text(f"      {name}: {_words(quoted)}", "dim"))


def _item(console: Console, item: Any, *, why: bool) -> None:
    qualifier = {"up_to": "up to ", "at_least": "at least ", "about": "about ", "not_to_exceed": "not to exceed "}
    count = (
        f"{item.quantity:,}" if item.quantity is not None else "TBD" if item.qualifier == "to_be_determined" else "–"
    )
    amount = f"{qualifier.get(item.qualifier or '', '')}{count}"
    line = Text(f"      {amount:>14}  {item.system}", "dim" if item.mde is False else "")
    if item.system_id:
        line.append(f"  [{item.system_id}]", "green")
    console.print(line)
    if why:
        console.print(Text(f"                      {item.because}; {_words(item.quoted)}", "dim"))


def _people(console: Console, reading: Any, *, why: bool) -> None:
    for said in reading.attributions:
        about = said.topic or said.transfer or "not said"
        console.print(
            Text.assemble("\n  ", (said.speaker, "bold"), f"  {said.kind}, {said.stance} (about {about})",
                          ("  hedged" if said.hedged else "", "yellow"))
        )  # fmt: skip
        console.print(Text(f"      {_words(said.quoted)}"))
        if why:
            by = f" by “{said.cue}”" if said.cue else ""
            console.print(Text(f"      because: {said.because}{by}; {said.stance_because}", "dim"))
    for label, told in (("assurance", reading.commitments), ("request", reading.requests)):
        for entry in told:
            condition = f", {entry.condition}" if getattr(entry, "condition", None) else ""
            to = f" to {entry.to}" if entry.to else ""
            console.print(
                Text.assemble("\n  ", (label, "bold"), f"  {entry.by}{to}: {entry.what}{condition}  ({entry.status})")
            )
            console.print(Text(f"      {_words(entry.quoted)}"))


def _rest(console: Console, reading: Any, *, why: bool) -> None:
    for event in reading.events:
        day = event.on.date or "day not resolved"
        inferred = f" (inferred: {event.on.because})" if event.on.inferred else ""
        console.print(Text(f"\n  {day}{inferred}  {event.what}"))
        if why:
            console.print(Text(f"      {_words(event.quoted)}", "dim"))
    if reading.boilerplate:
        count = len(reading.boilerplate)
        console.print(Text(f"\n  boilerplate, not scored: {count} sentence{'s' if count > 1 else ''}", "dim"))
        for quoted in reading.boilerplate if why else ():
            console.print(Text(f"      {_words(quoted)}", "dim"))
    for warning in reading.warnings:
        console.print(Text.assemble("\n  ", (f"warning {warning.code}", "yellow"), f"  {warning.message}"))


def _words(quoted: Any) -> str:
    words = _one_line(quoted.wording)
    shown = words if len(words) <= 240 else f"{words[:240]} …"
    return f"“{shown}” [{quoted.span.start}:{quoted.span.end}]"


def _one_line(words: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())
