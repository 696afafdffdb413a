"""`counterpoise cases similar`: the notifications of the ledger most like a case, and what became of them."""

import csv
import json
import sys
import textwrap
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from counterpoise.cli.options import format_option, parse_day
from counterpoise.errors import InvalidInput

if TYPE_CHECKING:
    from counterpoise.casebook.precedents import PrecedentSubject
    from counterpoise.precedents.contents import (
        AskedAround,
        FollowedBy,
        Precedent,
        PrecedentClock,
        PrecedentSearch,
        ResolutionAgainst,
    )

WIDTH = 100
MARGIN = 13  # where the text of a line begins


@click.command()
@click.argument("case_ids", nargs=-1, metavar="[CASE]...")
@click.option("--what-if", "what_ifs", multiple=True, metavar="PURCHASER:SYSTEM[:QUANTITY]",
              help="A sale of your own, as ARE:f-35a:50; it needs --known-on. Repeat it.")  # fmt: skip
@click.option("--total", metavar="USD", help="Value of each what-if: 10.4e9, 10.4bn. [default: not known]")
@click.option("--route", default="fms", show_default=True, metavar="ROUTE", help="Route of each what-if.")
@click.option("--emergency", is_flag=True, help="Each what-if is certified as an emergency.")
@click.option("--known-on", type=parse_day, metavar="DAY", help="Use nothing notified, voted or done later.")
@click.option("-n", "count", type=click.IntRange(1, 200), default=5, show_default=True, help="How many.")
@click.option("--why", is_flag=True, help="Add every component of the score with its weight.")
@format_option()
@click.pass_obj
def similar(
    where: str | None, /, case_ids: tuple[str, ...], what_ifs: tuple[str, ...], total: str | None, route: str,
    emergency: bool, known_on: date | None, count: int, why: bool, output_format: str,
) -> None:  # fmt: skip
    """Find the notified sales most like a case: clock, resolutions, votes, what was asked, what followed.

    Its own notices are left out, and so is whatever was not known on the day. The ledger that comes with Counterpoise
    is searched; nothing need be imported.

    \b
    Example:
      counterpoise cases similar --what-if ARE:f-35a:50 --known-on 2020-11-09 --total 10.4bn
    """
    from counterpoise.precedents import find_precedents
    from counterpoise.precedents.record import as_record

    if not case_ids and not what_ifs:
        raise InvalidInput("Name a CASE of the casebook, or --what-if PURCHASER:SYSTEM:QUANTITY --known-on DAY.")
    subjects = [*_of_cases(where, case_ids, known_on)]
    subjects += _of_what_ifs(what_ifs, known_on, total=total, route=route, emergency=emergency)
    search = find_precedents(subjects, known_on=known_on, count=count)
    if output_format == "json":
        click.echo(json.dumps(as_record(search), ensure_ascii=False, indent=1))
    elif output_format == "csv":
        _print_csv(search)
    else:
        click.echo("\n".join(_page(search, why=why)))


def _of_cases(where: str | None, case_ids: Sequence[str], known_on: date | None) -> "Iterator[PrecedentSubject]":
    if not case_ids:
        return
    from counterpoise.casebook import open_casebook
    from counterpoise.precedents.subjects import subject_of_case

    with open_casebook(where) as casebook:
        for case_id in case_ids:
            yield subject_of_case(casebook.case(case_id, known_on=known_on))


def _of_what_ifs(
    texts: Sequence[str], known_on: date | None, *, total: str | None, route: str, emergency: bool
) -> "Iterator[PrecedentSubject]":
    from counterpoise.cli.transfers import match_what_if, system_or_class
    from counterpoise.precedents.subjects import sold_item, what_if_subject
    from counterpoise.units import parse_usd
    from counterpoise.vocabulary import words
    from counterpoise.vocabulary.parties import resolve_party

    if route not in words("routes", "route"):
        raise InvalidInput(f"{route!r} is no route; routes are {', '.join(words('routes', 'route'))}.")
    for n, text in enumerate(texts, 1):
        if known_on is None:
            raise InvalidInput(f"{text!r} has no day of its own. Say what was known when: --known-on 2020-11-09.")
        match = match_what_if(text)
        system_id, class_id = system_or_class(match["system"].strip())
        quantity = int(match["quantity"]) if match["quantity"] else None
        yield what_if_subject(
            subject_id=f"what-if-{n}", title=text, purchaser=resolve_party(match["purchaser"].strip()).code,
            items=(sold_item(match["system"].strip(), system_id, class_id, quantity),), on=known_on,
            supplier=resolve_party(match["supplier"] or "USA").code, route=route,
            total_usd=parse_usd(total) if total else None, emergency=emergency,
        )  # fmt: skip


def _print_csv(search: "PrecedentSearch") -> None:
    from counterpoise.precedents.record import COLUMNS, as_rows

    writer = csv.DictWriter(sys.stdout, fieldnames=COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(as_rows(search))


def _page(search: "PrecedentSearch", *, why: bool) -> Iterator[str]:
    from counterpoise.cli.case_page import printable

    titles = "; ".join(printable(sought.title) for sought in search.sought_for)
    known = f", as known on {search.known_on}" if search.known_on else ""
    yield from _wrapped(f"{len(search.precedents)} of {search.n_considered} notified sales most like {titles}{known}")
    for precedent in search.precedents:
        yield ""
        yield from _entry(precedent, several=len(search.sought_for) > 1, why=why)
    yield ""
    for left in search.excluded:
        yield from _wrapped(f"Left out: {left.notification_id}, {left.because}.")
    for note in (*search.notes, search.disclaimer):
        yield from _wrapped(note)


def _entry(precedent: "Precedent", *, several: bool, why: bool) -> Iterator[str]:
    from counterpoise.precedents.words import (
        asked_words,
        clock_words,
        followed_words,
        notified_words,
        resolution_words,
        time_words,
    )

    notification = precedent.notification
    told = "  ".join(notified_words(notification))
    yield f"{precedent.rank}. {precedent.similarity.total:.2f}  {told}  {notification.notification_id}"
    yield from _line("items", ", ".join(item.wording for item in notification.items) or "not stated")
    yield from _line("alike", f"{precedent.likeness}{time_words(precedent, several=several)}")
    if why:
        for part in precedent.similarity.parts:
            score = "  - " if part.score is None else f"{part.score:.2f}"
            yield from _line("", f"{score} of {part.weight:.2f}  {part.name.replace('_', ' ')}: {part.words}")
    yield from _line("clock", clock_words(precedent.clock) + _mark(precedent.clock))
    yield from _line("Congress", precedent.against.words)
    for resolution in precedent.against.resolutions:
        yield from _line("", _sourced(resolution_words(resolution), resolution.mark, resolution))
    yield from _rows(
        "asked",
        precedent.asked_note,
        [_sourced(asked_words(asked), asked.mark, asked) for asked in precedent.asked],
    )
    yield from _rows(
        "followed",
        precedent.followed_note,
        [_sourced(followed_words(one), one.grade, one) for one in precedent.followed],
    )
    yield from _line("source", f"{notification.grade}, {notification.source_url}")
    if notification.note:
        yield from _line("", notification.note)


def _sourced(words: str, mark: str, row: "ResolutionAgainst | AskedAround | FollowedBy") -> str:
    return f"{words} [{mark}: {row.source_url or row.citation}]"


def _mark(clock: "PrecedentClock") -> str:
    return f" [{clock.mark}]" if clock.mark and not clock.because_none else ""


def _rows(label: str, note: str, rows: Sequence[str]) -> Iterator[str]:
    yield from _line(label, note)
    for row in rows:
        yield from _line("", row)


def _line(label: str, text: str) -> Iterator[str]:
    from counterpoise.cli.case_page import printable

    first = f"   {label:<{MARGIN - 3}}"
    yield from textwrap.wrap(
        printable(text), WIDTH, initial_indent=first, subsequent_indent=" " * MARGIN, break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH)
