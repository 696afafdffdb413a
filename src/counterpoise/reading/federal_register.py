"""Original notifications under section 36(b)(1) of the Arms Export Control Act: the numbered fields, read by grammar.

The form is that of the Federal Register (both renderings) and of the notices that the Congressional Record prints
after a cover letter. 22 U.S.C. 2776(b)(1) says what a certification must hold.
"""

import re
from dataclasses import replace

from counterpoise.reading.amounts import find_amounts
from counterpoise.reading.contract import Item, Party, Quoted, Transfer
from counterpoise.reading.field_heads import NumberedFields, resembles
from counterpoise.reading.item_lines import make_item, read_list, split_prose, whole_span
from counterpoise.reading.notice_text import NoticeText
from counterpoise.reading.notice_values import PrintedValues, check_against, read_values, warn_unconfirmed
from counterpoise.reading.parties import UNITED_STATES, resolve_parties, resolve_party
from counterpoise.reading.printed_dates import first_day, names_a_month
from counterpoise.reading.quantities import find_quantities
from counterpoise.reading.transmittals import find_transmittals
from counterpoise.sources import Span

MDE_HEADER = re.compile(
    r"^[ \t]*(?:\(?[a-z]\)\s{0,9})?(?:Major\s+Defense\s+Equipment|MDE)(?:\s*\(MDE\))?"
    r"(?:\s+(?:items?|includes?|included))?[ \t]*:",
    re.MULTILINE | re.IGNORECASE,
)
NON_MDE_HEADER = re.compile(
    r"^[ \t]*(?:\(?[a-z]\)\s{0,9})?Non-?\s{0,9}(?:Major\s+Defense\s+Equipment|MDE)(?:\s*\((?:Non-)?MDE\))?"
    r"(?:\s+(?:items?|includes?|included))?[ \t]*:",
    re.MULTILINE | re.IGNORECASE,
)
ALSO_INCLUDED = re.compile(
    r"(?<!\w)(?:The\s+following\s+non-?\s?(?:MDE|Major\s+Defense)|Also\s+included|Also\s+being\s+included|Included\s+(?:are|is|was|were)\b"
    r"|The\s+following\s+(?:is|are|items?|equipment|articles)\b[^.;:]{0,60}\binclude|Non-?\s?MDE\s+(?:items\s+)?include"
    r"|There\s+(?:is|are|will\s+be)\s+also|Additionally\s+included|The\s+(?:proposed\s+)?(?:sale|package|case)\s+(?:will\s+)?also\s+includes?)",
    re.IGNORECASE,
)
_ANY_HEADER = re.compile(r"^[ \t]*(?P<words>[A-Z][A-Za-z \t().-]{5,50}):[ \t]*$", re.MULTILINE)
_INTRO = re.compile(
    r"\s*(?:(?:The\s+following\s+(?:non-?\s?(?:MDE|Major\s+Defense\s+Equipment)(?:\s*\(MDE\))?\s+)?"
    r"(?:items?\s+|articles\s+|equipment\s+)?(?:is|are|will|would)?\s*(?:also\s+)?(?:be\s+)?(?:also\s+)?included?"
    r"|Also\s+included\s+(?:is|are|was|were)?|Included\s+(?:is|are|was|were)?)"
    r"(?:\s+the\s+following(?:\s+non-?\s?MDE)?(?:\s+items)?)?\s*:?\s*"
    r"|The\s+following\s+non-?\s?(?:MDE|Major\s+Defense)[^:;.]{0,60}:\s*)?",
    re.IGNORECASE,
)
_JUSTIFICATION = re.compile(r"^[ \t]*POLICY\s+JUSTIFICATION[ \t]*$", re.MULTILINE | re.IGNORECASE)
_REQUESTED = re.compile(
    r"(?P<buyer>[A-Z][^.;:]{2,160}?)\s+(?:has|have)\s+requested\s+"
    r"(?:(?:to\s+(?:buy|purchase|procure|acquire)|(?:a|the)\s+possible\s+sale\s+(?:of|for)|(?:the\s+)?(?:purchase|sale)\s+of)\s*)?"
)
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
    first_line = re.compile(r"\s*(?:[^\n]+(?:\n(?!\s*\(|\s*\n)[^\n]+)?)").match(notice.even, start, end)
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
    start, end = span
    mde, non_mde = _blocks(notice, start, end)
    items: list[Item] = []
    if mde:
        items += read_list(notice, *mde, mde=True, because="line under the heading for major defense equipment")
    if non_mde:
        items += read_non_mde(notice, *non_mde)
    if mde is None and non_mde is None:
        also = ALSO_INCLUDED.search(notice.even, start, end)
        counted = False if values.mde_usd == 0 else True if values.mde_usd else None
        items += read_counted(
            notice, start, also.start() if also else end, mde=counted,
            because="part of a description that has no heading for major defense equipment",
        )  # fmt: skip
        if also:
            items += read_non_mde(notice, also.start(), end)
    if mde and values.mde_usd == 0 and not any(item.mde for item in items):
        values.confirmed.add("mde_usd")
    if mde and not any(item.mde for item in items) and values.mde_usd:
        notice.warn(
            "missing_field",
            "Major defense equipment has a value, but no item stands under its heading.",
            Span(*mde),
        )
    return items


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


def _blocks(notice: NoticeText, start: int, end: int) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
    """Give the spans under the headings for major defense equipment and for the rest."""
    non_header = NON_MDE_HEADER.search(notice.even, start, end)
    header = MDE_HEADER.search(notice.even, start, end)
    non_at = non_header.span() if non_header else None
    mde_at = header.span() if header else None
    if non_at is None or mde_at is None:
        for match in _ANY_HEADER.finditer(notice.even, start, end):  # a heading with a misprint
            is_non = match["words"].lstrip().lower().startswith("non")
            if is_non and non_at is None and resembles(match["words"], "Non-Major Defense Equipment", 0.8):
                non_at = match.span()
            elif not is_non and mde_at is None and resembles(match["words"], "Major Defense Equipment (MDE)", 0.8):
                mde_at = match.span()
    if non_at is None and mde_at is not None:
        also = ALSO_INCLUDED.search(notice.even, mde_at[1], end)
        non_at = (also.start(), also.start()) if also else None
    mde = (mde_at[1], non_at[0] if non_at and non_at[0] > mde_at[1] else end) if mde_at else None
    non_mde = (non_at[1], mde_at[0] if mde_at and mde_at[0] > non_at[1] else end) if non_at else None
    return mde, non_mde


def read_non_mde(notice: NoticeText, start: int, end: int) -> list[Item]:
    """Read the sentence of articles and services that are no major defense equipment, one item a semicolon."""
    intro = _INTRO.match(notice.even, start, end)
    first = intro.end() if intro else start
    because = "part of the sentence on articles that are no major defense equipment"
    items = []
    for part_start, part_end in split_prose(notice.even, first, end, at_commas=True):
        if any(c.isalnum() for c in notice.even[part_start:part_end]):
            item = make_item(notice, part_start, part_end, mde=False, because=because)
            if item.system.lower().rstrip(".") not in ("none", "n/a"):
                items.append(item)
    return items


def read_counted(notice: NoticeText, start: int, end: int, *, mde: bool | None, because: str) -> list[Item]:
    """Read the parts of a description that open with a quantity."""
    items = []
    for part_start, part_end in split_prose(notice.even, start, end):
        made = make_item(NoticeText(notice.text, notice.even), part_start, part_end, mde=mde, because=because)
        if made.quantity is not None or made.qualifier == "to_be_determined":
            items.append(make_item(notice, part_start, part_end, mde=mde, because=because))
    return items


def find_title(notice: NoticeText, start: int, end: int) -> Quoted | None:
    """Give the title line of the justification: "Israel--F-15IA and F-15I+ Aircraft"."""
    heading = _JUSTIFICATION.search(notice.even, start, end)
    if heading is None:
        return None
    title = _TITLE.match(notice.even, _skip_blank(notice.even, heading.end(), end), end)
    return notice.quote(*title.span("title")) if title and resolve_party(title["state"]) else None


def find_title_line(notice: NoticeText, start: int, end: int) -> re.Match[str] | None:
    """Find a line that names a purchaser and what it buys, as releases are headed: "Kuwait – Radars"."""
    for line in _LINE.finditer(notice.even, start, min(end, len(notice.even))):
        title = _TITLE.match(notice.even, line.start(), line.end())
        if title and resolve_party(title["state"]):
            return title
    return None


def _skip_blank(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


def _check_justification(notice: NoticeText, fields: NumberedFields, values: PrintedValues, items: list[Item]) -> None:
    """Compare the fields with the prose of the justification: cost, quantities, and what is added or included."""
    fields_end = max(end for _, end in fields.values.values())
    request = _REQUESTED.search(notice.even, fields_end, fields.end)
    if request is None:
        return
    cost = _COST.search(notice.even, request.end(), min(fields.end, request.end() + 12_000))
    if cost:
        stated = find_amounts(notice.even, cost.end(), min(cost.end() + 60, fields.end))
        if stated and stated[0].span.start - cost.end() < 20:
            check_against(notice, values, stated[0], "the justification")
    prose_end = cost.start() if cost else min(fields.end, request.end() + 12_000)
    if prose_end > request.end():
        _check_quantities(notice, items, request.end(), prose_end)


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
