"""Official notices of every form: find_form() says which, read_notice() reads it by grammar.

Where what is read: the numbered fields in field_heads.py; the dollar amounts of an original in notice_values.py, of an
amendment in revised_values.py, and how a sum is printed in amounts.py; items in item_lines.py; each form in a module
of its own (federal_register, amendments, releases, congressional_record, commercial_certifications, fact_sheets).
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from counterpoise import __version__
from counterpoise.dates import PartialDate
from counterpoise.reading.amendments import read_amendment
from counterpoise.reading.boilerplate import find_boilerplate
from counterpoise.reading.commercial_certifications import find_certifications, read_certification
from counterpoise.reading.congressional_record import compare, find_letters, read_letter
from counterpoise.reading.contract import Event, Quoted, Reading, Transfer
from counterpoise.reading.fact_sheets import read_fact_sheet
from counterpoise.reading.federal_register import find_title, find_title_line, read_original
from counterpoise.reading.field_heads import NumberedFields, find_notices
from counterpoise.reading.notice_forms import find_form
from counterpoise.reading.notice_text import NoticeText
from counterpoise.reading.parties import UNITED_STATES
from counterpoise.reading.printed_dates import find_days
from counterpoise.reading.releases import (
    find_dateline,
    leads,
    names_a_request,
    number_on_its_own_line,
    read_release,
    split_releases,
)
from counterpoise.reading.transmittals import find_transmittals
from counterpoise.sources import Document, Span

__all__ = ["find_form", "read_notice"]

_SHORTEST_RELEASE = 200  # characters
READER = f"notice grammar {__version__}"
_ISSUE = re.compile(
    r"\[\s?(?:Federal\s+Register|Congressional\s+Record)\s+Volume[^\]\n(]{0,60}\(|\[\s?Federal\s+Register:\s(?=[A-Z][a-z]+\s\d)"
)
_GRAPHIC = re.compile(r"\bE[NR](?P<day>\d{2})(?P<month>JA|FE|MR|AP|MY|JN|JY|AU|SE|OC|NO|DE)(?P<year>\d{2})\.\d{3}\b")
_MONTH_CODES = ("JA", "FE", "MR", "AP", "MY", "JN", "JY", "AU", "SE", "OC", "NO", "DE")
_PUBLISHED = re.compile(r"date_published:\s*(\d{4}-\d{2}-\d{2})")
_TITLE_LINE = re.compile(
    r"^[ \t#*]*(?P<title>Arms\s+Sales\s+Notifications?[^\n]{0,40}|Fact\s+Sheet[^\n]{0,300})$", re.I | re.M
)
_EXAMPLE = re.compile(r"EXAMPLE,\s+NOT\s+A\s+GOVERNMENT\s+DOCUMENT", re.IGNORECASE)


def read_notice(document: Document, form: str, *, published_on: date | None = None) -> Reading:
    """Read an official notice of the kind `form` (from find_form): its transfers with the words behind each field.

    A file may hold several notices; each gives its transfers, ids "t1", "t2" in the order of the text. What cannot be
    read is None with a warning; nothing is completed or repaired. `published_on` is the day the user gives.
    """
    notice = NoticeText.of(document.text, splits_words=form == "congressional_record_letter")
    is_example = form == "example_notice"
    if is_example:
        mark = _EXAMPLE.search(notice.even)
        notice.warn(
            "example_document", "The text says that it is an example and no government document.",
            Span(*mark.span()) if mark else None,
        )  # fmt: skip
    transfers, events = _read(notice, form, is_example=is_example)
    transfers = [replace(transfer, id=f"t{number}") for number, transfer in enumerate(transfers, 1)]
    _warn_of_shared_numbers(notice, transfers)
    _warn_of_conflicting_dates(notice, transfers)
    if not transfers:
        notice.warn(
            "nothing_found", "The text has the form of an official notice, but no transfer could be read from it."
        )
    published = _published(notice, form, published_on)
    _warn_of_dates_after_publication(notice, transfers, published)
    title = _title(notice)
    return Reading(
        document=document, kind=form, title=title.wording if title else None,
        published_on=published, language="en", transfers=tuple(transfers),
        events=(*_received_events(transfers), *events), boilerplate=find_boilerplate(notice),
        warnings=tuple(notice.warnings), reader=READER,
    )  # fmt: skip


def _read(notice: NoticeText, form: str, *, is_example: bool) -> tuple[list[Transfer], list[Event]]:
    if form == "commercial_certification":
        return _in_order(_certifications(notice)), []
    if form == "fact_sheet":
        return read_fact_sheet(notice), []
    numbered = find_notices(notice)
    if not numbered and (is_example or form in ("dsca_release", "state_notice")):
        return _in_order(read_release(notice, span, form=form) for span in split_releases(notice)), []
    return _numbered_and_letters(notice, form, numbered, is_example=is_example)


def _releases_beside(notice: NoticeText, form: str, numbered: list[NumberedFields]) -> list[list[Transfer]]:
    """Read the releases that stand in a text before its first numbered notice, between two, or after the last."""
    found = []
    starts = [group.start for group in numbered]
    for floor, stop in zip([0, *(group.end for group in numbered)], [*starts, len(notice.even)], strict=True):
        if stop - floor > _SHORTEST_RELEASE and leads(notice, Span(floor, stop)):
            found += [
                read_release(notice, Span(span.start, min(span.end, stop)), form=form)
                for span in split_releases(notice, floor)
                if span.start < stop and leads(notice, span)
            ]
    return found


def _numbered_and_letters(
    notice: NoticeText, form: str, numbered: list[NumberedFields], *, is_example: bool
) -> tuple[list[Transfer], list[Event]]:
    """Read numbered notices and cover letters; a letter whose notice follows adds nothing but is compared with it."""
    transfers: list[list[Transfer]] = []
    events: list[Event] = []
    floor = 0
    for fields in numbered:
        if fields.has("original"):
            read, retold = read_amendment(notice, fields, floor=floor)
            events += retold
        else:
            read = read_original(notice, fields, floor=floor, is_example=is_example)
        transfers.append(read)
        floor = max(end for _, end in fields.values.values())
    with_notice = {transfer.transmittal: transfer for group in transfers for transfer in group}
    for span in find_letters(notice) if form == "congressional_record_letter" else []:
        number = next(iter(find_transmittals(notice.even, span.start, span.end)), None)
        follows = with_notice.get(number.number) if number else None
        letter = read_letter(notice, span, has_notice=follows is not None)
        if follows:
            compare(notice, letter, follows)
        transfers.append(list(letter.transfers))
    if form == "congressional_record_letter":
        transfers += _certifications(notice)
    else:
        transfers += _releases_beside(notice, form, numbered)
    if not transfers:
        transfers.append(_without_fields(notice, form))
    return _in_order(transfers), events


def _without_fields(notice: NoticeText, form: str) -> list[Transfer]:
    """Read a notice whose numbered fields are cut off or photographed: its justification, or its number alone."""
    if form != "federal_register_correction" and names_a_request(notice):
        notice.warn(
            "missing_field",
            "The text has no numbered fields: what it says was read from the prose of its justification.",
        )
        whole = Span(0, len(notice.even))
        return [
            replace(transfer, because="prose of a justification whose numbered fields are missing")
            for transfer in read_release(notice, whole, form=form)
        ]
    return _by_number_alone(notice, form)


def _by_number_alone(notice: NoticeText, form: str) -> list[Transfer]:
    """Give what a correction, or a notice whose fields were photographed, still names: its number, on its own line."""
    number = number_on_its_own_line(notice, 0, len(notice.even))
    if number is None:
        return []
    what = "correction" if form == "federal_register_correction" else "notice"
    notice.warn(
        "missing_field",
        f"The {what} prints neither purchaser nor value: only its transmittal number was read.",
        number.span,
    )
    quoted = notice.quote(*number.span)
    return [
        Transfer(
            id="t0", supplier=UNITED_STATES, purchaser=None, route="fms", status="proposed", quoted=quoted,
            transmittal=number.number, evidence={"transmittal": quoted},
            because=f"transmittal number of a {what} without fields",
        )
    ]  # fmt: skip


def _certifications(notice: NoticeText) -> list[list[Transfer]]:
    found, floor = [], 0
    for span in find_certifications(notice):
        found.append(read_certification(notice, span, floor=floor))
        floor = span.start
    return found


def _in_order(groups: Iterable[list[Transfer]]) -> list[Transfer]:
    return sorted((transfer for group in groups for transfer in group), key=lambda transfer: transfer.quoted.span)


def _warn_of_shared_numbers(notice: NoticeText, transfers: list[Transfer]) -> None:
    """Two notices with purchasers of their own may stand under one number: they are two transfers."""
    by_number: dict[str, list[Transfer]] = {}
    for transfer in transfers:
        if transfer.transmittal:
            by_number.setdefault(transfer.transmittal, []).append(transfer)
    for number, group in by_number.items():
        places = {transfer.quoted.span for transfer in group}
        if len(places) > 1:
            notice.warn(
                "shared_transmittal",
                f"{len(places)} notices in this text stand under {number}: each is a transfer of its own.",
                group[-1].evidence["transmittal"].span,
            )


def _warn_of_conflicting_dates(notice: NoticeText, transfers: list[Transfer]) -> None:
    """One transfer told twice in a text (a notice and its page) may bear two dates of delivery: both are kept."""
    first: dict[tuple[str, str | None], Transfer] = {}
    for transfer in transfers:
        if transfer.transmittal and transfer.received_on:
            key = (transfer.transmittal, transfer.purchaser.code if transfer.purchaser else None)
            earlier = first.setdefault(key, transfer)
            if earlier.received_on != transfer.received_on:
                notice.warn(
                    "conflicting_values",
                    f"Two places give {earlier.received_on} and {transfer.received_on} as the day on which Congress "
                    f"received {transfer.transmittal}. Both are kept; find the original before a clock is started.",
                    transfer.evidence["received_on"].span,
                )


def _warn_of_dates_after_publication(
    notice: NoticeText, transfers: list[Transfer], published: PartialDate | None
) -> None:
    """A report cannot reach Congress after the text that tells of it was published."""
    for transfer in transfers:
        if published and published.date and transfer.received_on and transfer.received_on > published.date:
            notice.warn(
                "conflicting_values",
                f"The text gives {transfer.received_on} as the day on which Congress received the report, but was "
                f"published on {published.date}. One of the two is misprinted or damaged.",
                transfer.evidence["received_on"].span,
            )


def _received_events(transfers: list[Transfer]) -> list[Event]:
    events = []
    for transfer in transfers:
        quoted = transfer.evidence.get("received_on")
        if quoted is not None and transfer.received_on is not None:
            to_whom = f" ({transfer.purchaser.name})" if transfer.purchaser else ""
            events.append(
                Event(what=f"Report {transfer.transmittal or 'without a number'}{to_whom} delivered to Congress",
                      on=PartialDate(date=transfer.received_on, precision="day"), quoted=quoted,
                      because="field for the date of delivery, or dateline of a release that says \"today\"")
            )  # fmt: skip
    return events


def _title(notice: NoticeText) -> Quoted | None:
    justification = find_title(notice, 0, len(notice.even))
    if justification:
        return justification
    line = find_title_line(notice, 0, 1500) or _TITLE_LINE.search(notice.even[:12_000])
    return notice.quote(*line.span("title")) if line else None


def _published(notice: NoticeText, form: str, given: date | None) -> PartialDate | None:
    """Give the day of publication: the user's, the issue's, the page's, or the one in the number of a graphic."""
    if given is not None:
        return PartialDate(date=given.isoformat(), precision="day", because="given by the user")
    issue = _ISSUE.search(notice.even[:4000])
    if issue:
        day = next(iter(find_days(notice.even, issue.end(), issue.end() + 60)), None)
        if day and day.day:
            return PartialDate(date=day.day.isoformat(), precision="day")
    page = _PUBLISHED.search(notice.even[:2000])
    if page:
        return PartialDate(date=page[1], precision="day")
    if form in ("dsca_release", "state_notice"):
        day = find_dateline(notice, 0, min(len(notice.even), 1500))
        if day and day.day:
            return PartialDate(date=day.day.isoformat(), precision="day")
    graphic = _GRAPHIC.search(notice.even)
    if graphic:
        code = f"20{graphic['year']}-{_MONTH_CODES.index(graphic['month']) + 1:02}-{graphic['day']}"
        try:
            day_code = datetime.strptime(code, "%Y-%m-%d").date()  # noqa: DTZ007 - a day, not a moment
        except ValueError:
            return None
        return PartialDate(
            date=day_code.isoformat(), precision="day", inferred=True,
            because=f"the graphic number {graphic[0]} carries the day of the issue",
        )  # fmt: skip
    return None
