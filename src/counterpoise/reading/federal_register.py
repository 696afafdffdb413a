"""Original notifications under section 36(b)(1) of the Arms Export Control Act: the numbered fields, read by grammar.

The form is that of the Federal Register (both renderings) and of the notices that the Congressional Record prints
after a cover letter. 22 U.S.C. 2776(b)(1) says what a certification must hold.
"""

import re
from dataclasses import replace

from counterpoise.reading.amounts import find_amounts
from counterpoise.reading.contract import Item, Party, Quoted, Transfer
from counterpoise.reading.descriptions import (
    ALSO_INCLUDED,
    MDE_HEADER,
    NON_MDE_HEADER,
    read_counted,
    read_non_mde,
)
from counterpoise.reading.field_heads import NumberedFields, resembles
from counterpoise.reading.item_lines import read_list, whole_span
from counterpoise.reading.notice_text import NoticeText
from counterpoise.reading.notice_values import PrintedValues, check_against, read_values, warn_unconfirmed
from counterpoise.reading.parties import UNITED_STATES, resolve_parties, resolve_party
from counterpoise.reading.printed_dates import first_day, names_a_month
from counterpoise.reading.purchase_requests import find_purchase_request
from counterpoise.reading.quantities import find_quantities
from counterpoise.reading.transmittals import find_transmittals
from counterpoise.sources import Span

_ANY_HEADER = re.compile(r"^[ \t]*(?P<words>[A-Z][A-Za-z \t().-]{5,50}):[ \t]*$", re.MULTILINE)
_JUSTIFICATION = re.compile(r"^[ \t]*POLICY\s+JUSTIFICATION[ \t]*$", re.MULTILINE | re.IGNORECASE)
_COST = re.compile(
    r"The\s+(?:total\s+)?(?:estimated\s+)?(?:total\s+)?(?:overall\s+)?(?:program\s+|case\s+|sale\s+)?(?:cost|value)\s+"
    r"(?:is|was|will\s+be|would\s+be)(?:\s+estimated\s+(?:at|to\s+be))?\s+"
)
_EMERGENCY = re.compile(
    r"\bemergency\s+exists\s+(?:that|which)\s+requires?|determination\s+that\s+an\s+emergency\s+exists"
    r"|waiv(?:es?|ing)\s+the\s+congressional\s+review\s+requirements",
    re.IGNORECASE,
)
_TITLE = re.compile(r"(?P<title>(?P<state>[A-Z][^\n—–]{2,80}?)(?:\s?[—–]\s?|--|\s-\s)(?P<what>[^\n]{3,200}))")
_LINE = re.compile(r"^(?=[A-Z])[^\n]{6,300}$", re.MULTILINE)
_HEADER_REACH = 2500  # characters before field (i) in which the notice's own number stands


def read_original(
    notice: NoticeText, fields: NumberedFields, *, floor: int, is_example: bool = False
) -> list[Transfer]:
    """Read one notice: a transfer for each purchaser it names.

    `floor` is where the notice before ends. What the form promises and the text lacks is None with a warning;
    `is_example` lifts that for what examples of this project leave out.
    """
    values = _values(notice, fields)
    evidence = dict(values.evidence)
    transmittal = _transmittal(notice, fields, floor, evidence, is_example=is_example)
    received_on = read_received_on(notice, fields, evidence)
    items = _items(notice, fields, values)
    _check_justification(notice, fields, values, items)
    if not is_example:
        for name, label in (("mde_usd", "major defense equipment"), ("other_usd", "other"), ("total_usd", "total")):
            if name not in values.evidence and fields.has("value"):
                notice.warn("missing_field", f"Field (ii) has no {label} value. It is left out, not taken as zero.",
                            Span(*fields.values["value"]))  # fmt: skip
        if not fields.has("value"):
            notice.warn("missing_field", "The notice has no field for the total estimated value.")
        if not fields.has("description"):
            notice.warn("missing_field", "The notice has no field that describes the articles or services.")
        warn_unconfirmed(notice, values)
    emergency = _EMERGENCY.search(notice.even, fields.start, fields.end)
    if emergency:
        evidence["status"] = notice.quote(*emergency.span())
    status = "emergency" if emergency else "notified" if received_on else "proposed"
    core = Transfer(
        id="t0", supplier=UNITED_STATES, purchaser=None, route="fms", status=status,
        quoted=_core_words(notice, fields), transmittal=transmittal, received_on=received_on,
        total_usd=values.total_usd, mde_usd=values.mde_usd, other_usd=values.other_usd, items=tuple(items),
        evidence=evidence, because="numbered fields of a notice under section 36(b)(1)",
    )  # fmt: skip
    return for_each_purchaser(notice, core, purchasers(notice, fields))


def purchasers(notice: NoticeText, fields: NumberedFields) -> list[tuple[Party, Span]]:
    """Give the purchasers that field (i) names."""
    if not fields.has("purchaser"):
        notice.warn("missing_field", "The notice has no field for the prospective purchaser.")
        return []
    start, end = fields.values["purchaser"]
    first_line = re.compile(r"\s*(?:[^\n]+(?:\n(?!\s*\(|\s*\n)[^\n]+){0,3})").match(notice.even, start, end)
    end = min(end, first_line.end()) if first_line else end
    if not notice.even[start:end].strip():
        notice.warn("missing_field", "The field for the prospective purchaser is empty.", Span(start, end))
        return []
    return resolve_parties(notice, start, end)


def for_each_purchaser(notice: NoticeText, core: Transfer, named: list[tuple[Party, Span]]) -> list[Transfer]:
    """Give a transfer for each purchaser; one without a purchaser where none could be read."""
    if not named:
        return [core]
    if len(named) > 1:
        notice.warn(
            "shared_transmittal",
            f"{len(named)} purchasers share one notice: {', '.join(party.name for party, _ in named)}. Each has a "
            "transfer of its own; values and items are those of the whole notice and must not be added.",
            Span(named[0][1].start, named[-1][1].end),
        )
    return [
        replace(core, purchaser=party, evidence={"purchaser": notice.quote(*span), **core.evidence})
        for party, span in named
    ]


def _core_words(notice: NoticeText, fields: NumberedFields) -> Quoted:
    ends = [fields.values[name][1] for name in ("purchaser", "value") if fields.has(name)]
    return notice.quote(fields.start, max(ends, default=fields.start))


def _values(notice: NoticeText, fields: NumberedFields) -> PrintedValues:
    if not fields.has("value"):
        return PrintedValues()
    return read_values(notice, *fields.values["value"])


def _transmittal(
    notice: NoticeText, fields: NumberedFields, floor: int, evidence: dict[str, Quoted], *, is_example: bool
) -> str | None:
    """Give the number that stands last before field (i); those before it should be the same."""
    before = find_transmittals(notice.even, max(floor, fields.start - _HEADER_REACH), fields.start)
    if not before:
        if not is_example:
            notice.warn("missing_field", "No transmittal number stands before the fields of the notice.")
        return None
    own = before[-1]
    evidence["transmittal"] = notice.quote(*own.span)
    other = next((found for found in before if found.number != own.number), None)
    if other:
        notice.warn(
            "conflicting_values",
            f"The notice is headed {own.number}, but the text before it says {other.number}. The heading is kept.",
            other.span,
        )
    return own.number


def read_received_on(notice: NoticeText, fields: NumberedFields, evidence: dict[str, Quoted]) -> str | None:
    """Give the day Congress received the report, from the last numbered field; None with a warning if not printed."""
    if not fields.has("delivered"):
        notice.warn("missing_field", "The notice has no field for the date of delivery to Congress.")
        return None
    start, end = fields.values["delivered"]
    end = min(end, start + 120)
    day = first_day(notice.even, start, end)
    if day is None or day.day is None:
        damaged = day is not None or names_a_month(notice.even, start, end)
        notice.warn(
            "damaged_text" if damaged else "missing_field",
            "The field for the date of delivery to Congress "
            + ("prints no date that can be read." if damaged else "is empty: no clock can start from this text."),
            Span(start, min(end, len(notice.even))),
        )
        return None
    evidence["received_on"] = notice.quote(*day.span)
    return day.day.isoformat()


def _items(notice: NoticeText, fields: NumberedFields, values: PrintedValues) -> list[Item]:
    span = _description(notice, fields)
    if span is None:
        return []
    blocks = _blocks(notice, *span)
    items: list[Item] = []
    for is_mde, start, end in blocks:
        if is_mde:
            items += read_list(
                notice, start, end, mde=True, because="line under the heading for major defense equipment"
            )
        else:
            items += read_non_mde(notice, start, end)
    if not blocks:
        return _without_headings(notice, *span, values)
    listed = [(start, end) for is_mde, start, end in blocks if is_mde]
    if listed and values.mde_usd == 0 and not any(item.mde for item in items):
        values.confirmed.add("mde_usd")
    if listed and values.mde_usd and not any(item.mde for item in items):
        notice.warn(
            "missing_field",
            "Major defense equipment has a value, but no item stands under its heading.",
            Span(*listed[0]),
        )
    return items


def _without_headings(notice: NoticeText, start: int, end: int, values: PrintedValues) -> list[Item]:
    """Read a description that has no heading for major defense equipment: the counted part, then what is included."""
    request = find_purchase_request(notice.even, start, end)
    start = _skip(notice.even, request.what, end, ":") if request else start
    also = ALSO_INCLUDED.search(notice.even, start, end)
    because = "part of a description that has no heading for major defense equipment"
    mde = bool(values.mde_usd) if values.mde_usd is not None else None
    items = read_counted(notice, start, also.start() if also else end, mde=mde, because=because)
    return items + (read_non_mde(notice, also.start(), end) if also else [])


def _description(notice: NoticeText, fields: NumberedFields) -> tuple[int, int] | None:
    """Give the span of field (iii); where its heading is lost, from the heading of the list to the next field."""
    if fields.has("description"):
        return fields.values["description"]
    last = fields.values["department"][0] if fields.has("department") else fields.end
    for header in (MDE_HEADER, NON_MDE_HEADER):
        found = header.search(notice.even, fields.start, last)
        if found:
            return found.start(), last
    return None


def _blocks(notice: NoticeText, start: int, end: int) -> list[tuple[bool, int, int]]:
    """Give the spans under each heading, in order: whether it is that for major defense equipment, start, end."""
    heads = [(match.start(), match.end(), True) for match in MDE_HEADER.finditer(notice.even, start, end)]
    heads += [(match.start(), match.end(), False) for match in NON_MDE_HEADER.finditer(notice.even, start, end)]
    for match in _ANY_HEADER.finditer(notice.even, start, end):  # a heading with a misprint
        is_non = match["words"].lstrip().lower().startswith("non")
        expected = "Non-Major Defense Equipment" if is_non else "Major Defense Equipment (MDE)"
        if all(is_mde is is_non for _, _, is_mde in heads) and resembles(match["words"], expected, 0.8):
            heads.append((match.start(), match.end(), not is_non))
    if not heads:
        return []
    heads.sort()
    if all(is_mde for _, _, is_mde in heads):  # the heading of the rest is lost: its sentence tells
        also = ALSO_INCLUDED.search(notice.even, heads[-1][1], end)
        heads += [(also.start(), also.start(), False)] if also else []
    ends = [*(head_start for head_start, _, _ in heads[1:]), end]
    return [(is_mde, head_end, stop) for (_, head_end, is_mde), stop in zip(heads, ends, strict=True)]


def find_title(notice: NoticeText, start: int, end: int) -> Quoted | None:
    """Give the title line of the justification: "Israel--F-15IA and F-15I+ Aircraft"."""
    heading = _JUSTIFICATION.search(notice.even, start, end)
    if heading is None:
        return None
    title = _TITLE.match(notice.even, _skip(notice.even, heading.end(), end), end)
    return notice.quote(*title.span("title")) if title and resolve_party(title["state"]) else None


def find_title_line(notice: NoticeText, start: int, end: int) -> re.Match[str] | None:
    """Find a line that names a purchaser and what it buys, as releases are headed: "Kuwait – Radars"."""
    for line in _LINE.finditer(notice.even, start, min(end, len(notice.even))):
        title = _TITLE.match(notice.even, line.start(), line.end())
        if title and resolve_party(title["state"]):
            return title
    return None


def _skip(text: str, start: int, end: int, marks: str = "") -> int:
    """Give where the blanks, and any of `marks`, after `start` end."""
    while start < end and (text[start].isspace() or text[start] in marks):
        start += 1
    return start


def _check_justification(notice: NoticeText, fields: NumberedFields, values: PrintedValues, items: list[Item]) -> None:
    """Compare the fields with the prose of the justification: cost, quantities, and what is added or included."""
    fields_end = max(end for _, end in fields.values.values())
    request = find_purchase_request(notice.even, fields_end, fields.end)
    if request is None:
        return
    cost = _COST.search(notice.even, request.what, min(fields.end, request.what + 12_000))
    if cost:
        stated = find_amounts(notice.even, cost.end(), min(cost.end() + 60, fields.end))
        if stated and stated[0].span.start - cost.end() < 20:
            check_against(notice, values, stated[0], "the justification")
    prose_end = cost.start() if cost else min(fields.end, request.what + 12_000)
    if prose_end > request.what:
        _check_quantities(notice, items, request.what, prose_end)


def _check_quantities(notice: NoticeText, items: list[Item], start: int, end: int) -> None:
    prose = find_quantities(notice.even, start, end)
    counts = {quantity.value for quantity in prose}
    missing = [item for item in items if item.mde and item.quantity is not None and item.quantity not in counts]
    if missing and prose:
        listed = ", ".join(f"{item.quantity:,} {item.system[:60]}" for item in missing[:3])
        notice.warn(
            "conflicting_values",
            f"The justification states no quantity that agrees with the field's {listed}. The field is kept.",
            whole_span(missing),
        )
    for item in items:
        if not item.mde or item.quantity is None:
            continue
        inside = re.search(
            rf"\b(?:including|includes?)\s+(?:[a-z]+[\s-]){{1,6}}\(\s?{item.quantity:,}\s?\)", notice.even[start:end]
        )
        if inside and re.search(rf"\(\s?{item.quantity:,}\s?\)", item.quoted.wording[:80]):
            notice.warn(
                "conflicting_values",
                f"The field lists {item.quantity:,} {item.system[:60]} as an item of its own; the justification says "
                "that they are included in another quantity. The field is kept.",
                Span(start + inside.start(), start + inside.end()),
            )
