"""The dollar amounts of an original notice: field (ii), "Major Defense Equipment", "Other", "TOTAL", as printed."""

import re
from dataclasses import dataclass, field

from counterpoise.reading.amounts import Amount, find_amounts
from counterpoise.reading.contract import Quoted
from counterpoise.reading.notice_text import NoticeText
from counterpoise.sources import Span
from counterpoise.units import Money

_LINES = re.compile(
    r"(?P<mde>Major\s+Defense\s+Equipment(?:\s*\(MDE\))?|^[ \t]*MDE(?=[\s*:]))\s*\*{0,2}\s*:?"
    r"|(?P<other>(?<!\w)(?:Other|Non-MDE)(?!\w))\s*\*{0,2}\s*:?|(?P<total>(?<!\w)TOTAL(?!\s+Estimated)(?!\w))\s*\*{0,2}\s*:?",
    re.IGNORECASE | re.MULTILINE,
)
_ZERO = re.compile(
    r"\s*(?P<zero>\$?\s{0,9}0(?:\.0{1,3})?(?:\s{1,9}(?:million|billion))?|-0-|None|Nil)\s*(?:[.;]\s*)?\Z", re.I
)
_UNDETERMINED = re.compile(r"(?P<words>to\s+be\s+determined|\bTBD\b|\bclassified\b|not\s+available|\bN/A\b)", re.I)
_NO_SIGN = re.compile(
    r"\s*(?P<number>(?:\d[\d,]{0,15})?(?:\.\d{1,6})?)\s{1,9}(?P<unit>million|billion)\b", re.IGNORECASE
)
_NAMES = {"total_usd": "total", "mde_usd": "major defense equipment", "other_usd": "other"}


@dataclass(slots=True)
class PrintedValues:
    """Values of a notice in whole dollars, None where not stated, with the words behind each."""

    total_usd: int | None = None
    mde_usd: int | None = None
    other_usd: int | None = None
    evidence: dict[str, Quoted] = field(default_factory=dict)
    confirmed: set[str] = field(default_factory=set)  # names of values that a second place of the text bears out

    def get(self, name: str) -> int | None:
        """Give one value by its name in the contract."""
        value: int | None = getattr(self, name)
        return value

    def set(self, name: str, usd: int | None, quoted: Quoted) -> None:
        """Keep a value and its words."""
        setattr(self, name, usd)
        self.evidence[name] = quoted


def read_values(notice: NoticeText, start: int, end: int) -> PrintedValues:
    """Read field (ii) at a span. Amounts are kept as printed; what is odd about them is warned of, never repaired."""
    values = PrintedValues()
    lines = list(_LINES.finditer(notice.even, start, end))
    for position, line in enumerate(lines):
        name = f"{line.lastgroup}_usd"
        line_end = lines[position + 1].start() if position + 1 < len(lines) else end
        if name not in values.evidence:
            _read_line(notice, values, name, line.end(), line_end)
    _check_sum(notice, values)
    return values


def _read_line(notice: NoticeText, values: PrintedValues, name: str, start: int, end: int) -> None:
    amounts = find_amounts(notice.even, start, end)
    if amounts:
        keep_amount(notice, values, name, amounts[0])
        if len({amount.value for amount in amounts}) > 1:
            notice.warn(
                "conflicting_values",
                f"The {_NAMES[name]} line prints {len(amounts)} amounts; the first was taken.",
                Span(amounts[0].span.start, amounts[-1].span.end),
            )
        return
    zero = _ZERO.match(notice.even, start, end)
    if zero:
        values.set(name, 0, notice.quote(*zero.span("zero")))
        return
    undetermined = _UNDETERMINED.search(notice.even, start, end)
    if undetermined:
        values.evidence[name] = notice.quote(*undetermined.span())
        notice.warn(
            "missing_field",
            f"The {_NAMES[name]} value is given as {undetermined['words']!r}: no amount is stated.",
            Span(*undetermined.span()),
        )
        return
    unsigned = _NO_SIGN.match(notice.even, start, end)
    if unsigned and unsigned["number"]:
        dollars = find_amounts(f"${notice.even[unsigned.start('number') : unsigned.end()]}")
        if dollars and dollars[0].is_plain:
            quoted = notice.quote(unsigned.start("number"), unsigned.end())
            values.set(name, dollars[0].usd, quoted)
            notice.warn(
                "unit_missing",
                f"The {_NAMES[name]} value {quoted.wording!r} has no currency sign; it was read as U.S. dollars.",
                quoted.span,
            )
            return
    notice.warn(
        "damaged_text" if notice.even[start:end].strip() else "missing_field",
        f"The {_NAMES[name]} line of the value has no amount that can be read. It is left out, not taken as zero.",
        Span(start, end),
    )


def keep_amount(notice: NoticeText, values: PrintedValues, name: str, amount: Amount) -> None:
    """Keep an amount under its name, or keep only its words and say why it cannot be a value."""
    quoted = notice.quote(*amount.span)
    if amount.usd is not None and amount.is_plain and amount.qualifier not in ("range_low", "range_high"):
        values.set(name, amount.usd, quoted)
        return
    values.evidence[name] = quoted
    if amount.unit_missing and not amount.malformed:
        notice.warn(
            "unit_missing",
            f"The {_NAMES[name]} value is printed {quoted.wording!r}, without million or billion. "
            "It is left out and not completed from its neighbours.",
            amount.span,
        )
    else:
        why = f"is in {amount.currency}, not U.S. dollars" if amount.currency != "USD" else "is no well-formed sum"
        notice.warn(
            "damaged_text" if amount.currency == "USD" else "not_a_transfer_value",
            f"The {_NAMES[name]} value {quoted.wording!r} {why}; it is left out. Compare it with the original.",
            amount.span,
        )


def _check_sum(notice: NoticeText, values: PrintedValues) -> None:
    mde, other, total = values.mde_usd, values.other_usd, values.total_usd
    if mde is None or other is None or total is None:
        return
    if mde + other == total:
        values.confirmed |= {"mde_usd", "other_usd", "total_usd"}
        return
    spans = [values.evidence[name].span for name in ("mde_usd", "other_usd", "total_usd")]
    notice.warn(
        "sum_mismatch",
        f"{Money(mde).in_words()} and {Money(other).in_words()} make {Money(mde + other).in_words()}, "
        f"but the printed total is {Money(total).in_words()}. All three are kept as printed.",
        Span(min(spans).start, max(span.end for span in spans)),
    )


def check_against(notice: NoticeText, values: PrintedValues, second: Amount, where: str) -> None:
    """Compare the total with a second place that states it; take it from there where the first has none."""
    if second.usd is None or not second.is_plain:
        notice.warn(
            "unit_missing" if second.unit_missing else "damaged_text",
            f"The cost in {where} is printed {second.wording!r} and cannot be compared with the value.",
            second.span,
        )
    elif values.total_usd is None:
        values.set("total_usd", second.usd, notice.quote(*second.span))
        notice.warn(
            "missing_field",
            f"The field for the value states no total that can be read; {where} states {second.wording}, "
            "which is taken.",
            second.span,
        )
    elif values.total_usd == second.usd:
        values.confirmed.add("total_usd")
    else:
        notice.warn(
            "conflicting_values",
            f"The value is printed {Money(values.total_usd).in_words()}, but {where} says {second.wording}. "
            "The value of the numbered field is kept.",
            second.span,
        )


def warn_unconfirmed(notice: NoticeText, values: PrintedValues) -> None:
    """Warn of each amount that stands once in the text: nothing would show a misprint or damage in it."""
    for name in ("total_usd", "mde_usd", "other_usd"):
        usd = values.get(name)
        if usd is not None and name not in values.confirmed:
            quoted = values.evidence[name]
            notice.warn(
                "unconfirmed_amount",
                f"The {_NAMES[name]} value {quoted.wording!r} is borne out by no other place of this text. "
                "Compare it with the original.",
                quoted.span,
            )
