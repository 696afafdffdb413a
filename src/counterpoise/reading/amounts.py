"""Money as notices and news print it: "$1.70 billion", "$ .17 billion", "USD 5bn", "nearly $142 billion", "$1.42"."""

import re
from dataclasses import dataclass

from counterpoise.reading.quantities import NUMBER_WORDS, qualifier_before, value_of_words
from counterpoise.sources import Span

_SCALES = {
    "thousand": 10**3, "k": 10**3, "million": 10**6, "mn": 10**6, "mln": 10**6, "m": 10**6, "billion": 10**9,
    "bn": 10**9, "bln": 10**9, "b": 10**9, "trillion": 10**12, "tn": 10**12,
}  # fmt: skip
_SIGNS = {
    "$": "USD", "us$": "USD", "u.s.$": "USD", "usd": "USD", "a$": "AUD", "au$": "AUD", "c$": "CAD", "ca$": "CAD",
    "nt$": "TWD", "s$": "SGD", "nz$": "NZD", "hk$": "HKD", "€": "EUR", "eur": "EUR", "£": "GBP", "gbp": "GBP",
    "₪": "ILS", "nis": "ILS", "ils": "ILS", "¥": "JPY", "jpy": "JPY", "aed": "AED", "sar": "SAR",
}  # fmt: skip
_NAMES = {
    "dollar": "USD", "euro": "EUR", "pound": "GBP", "shekel": "ILS", "yen": "JPY", "dirham": "AED", "riyal": "SAR",
    "usd": "USD", "eur": "EUR", "nis": "ILS",
}  # fmt: skip

_DASH = "\u2010\u2011\u2012\u2013\u2014-"
# A line may end between the two, and a page mark may have stood there.
_SPACE_OR_DASH = rf"(?: [\s{_DASH}]{{1,12}} | [^\S\n]{{0,160}} \n [^\S\n]{{0,160}} )"
_SCALE = rf"""
    (?: {_SPACE_OR_DASH} (?P<scale_word> thousand|million|billion|trillion|bn|mn|mln|bln|tn
                         | [mb]il-[^\S\n]{{0,9}}\n[^\S\n]{{0,30}}lion | (?-i:[MB]) ) (?!\w)
      | (?P<scale_letter> thousand|million|billion|trillion|bn|mn|mln|bln|tn|k|m|b ) (?!\w) )"""
_NUMBER = r"(?P<number> [\d.,]{0,24}\d )"

PREFIXED = re.compile(
    rf"""
    (?P<sign> (?<![\w$]) (?: (?:US|U\.S\.) \s? )? \$ | (?<!\w) (?:AU|CA|NT|NZ|HK|A|C|S) \$ | [€£₪¥]
            | (?<!\w) (?:USD|EUR|GBP|NIS|ILS|JPY|AED|SAR) (?=[\s\d]) )
    \s{{0,12}} {_NUMBER} (?:{_SCALE})?
    """,
    re.VERBOSE | re.IGNORECASE,
)
POSTFIXED = re.compile(
    rf"""
    (?<![\w.,$€£₪¥-]) {_NUMBER} (?:{_SCALE})?
    \s{{1,12}} (?: (?:U\.S\.|US|American) \s{{1,12}} )?
    (?P<name> dollars?|euros?|pounds?(?=\s+sterling)|shekels?|yen|dirhams?|riyals?|USD|EUR|NIS ) (?!\w)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NAME_AFTER_WORDS = re.compile(
    r"\s{1,12}(?:(?:U\.S\.|US|American)\s{1,12})?(?P<name>dollars?|euros?|shekels?)(?!\w)", re.IGNORECASE
)
_WELL_FORMED = re.compile(r"(?P<whole>\d{1,3}(?:,\d{3})+|\d+)?(?:\.(?P<part>\d+))?")
_GLUED = re.compile(r"[^\s.,;:)\]}'\"’”‐–—?!/*<|-]")  # a character that no printed amount is followed by
_RANGE = re.compile(
    rf"\s{{0,3}}(?:[{_DASH}]|\s(?:to|and)\s)\s{{0,3}}\$?\s{{0,3}}{_NUMBER}{_SCALE}", re.VERBOSE | re.IGNORECASE
)
_OR_MORE = re.compile(r"\s+or\s+more\b", re.IGNORECASE)
_ESTIMATED = re.compile(
    r"(?<!\w)estimated\s+(?:(?:to\s+)?cost|(?:total\s+)?(?:program\s+|case\s+)?(?:cost|value))"
    r"(?:\s+(?:is|was|of|at|to\s+be))?\s+\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money in a text.

    `value` is in whole units of `currency` (cents are dropped), `usd` the same for U.S. dollars and None for any other
    currency. Both are None where the number cannot be a sum ("$1,42 million") or where it has a fraction and no unit
    ("$1.42"). `unit_missing` marks a number other than zero, below 1,000 and without "million" or the like: "$1.42",
    "$500"; whether that is an omission the reader of the form must say.
    """

    usd: int | None
    currency: str  # ISO 4217
    value: int | None
    wording: str
    span: Span
    qualifier: str | None  # "up_to", "at_least", "about", "not_to_exceed", "estimated", "range_low", "range_high"
    unit_missing: bool
    malformed: bool = False  # digits or letters are where an amount has none: likely damaged

    @property
    def is_plain(self) -> bool:
        """Tell whether the amount can be used as printed."""
        return self.value is not None and not self.unit_missing and not self.malformed


def find_amounts(text: str, start: int = 0, end: int | None = None) -> list[Amount]:
    """Find the sums of money in `text[start:end]`, in order, none overlapping another."""
    stop = len(text) if end is None else end
    found = [amount for match in PREFIXED.finditer(text, start, stop) for amount in _prefixed(text, match, stop)]
    if _may_name_currency(text, start, stop):
        found += [_postfixed(text, match) for match in POSTFIXED.finditer(text, start, stop)]
        found += _in_words(text, start, stop)
    found.sort(key=lambda amount: (amount.span.start, -amount.span.end))
    kept: list[Amount] = []
    for amount in found:
        if not kept or amount.span.start >= kept[-1].span.end:
            kept.append(amount)
    return kept


def whole_units(number: str, scale: int) -> int | None:
    """Give `number` times `scale` in whole units, cents dropped; None where `number` is no well-formed number."""
    match = _WELL_FORMED.fullmatch(number)
    if match is None or (match["whole"] is None and match["part"] is None):
        return None
    part = match["part"] or ""
    return int((match["whole"] or "0").replace(",", "") + part) * scale // int("1" + "0" * len(part))


def _may_name_currency(text: str, start: int, stop: int) -> bool:
    return any(
        text.find(name, start, stop) >= 0
        for name in ("ollar", "uro", "ound", "hekel", "USD", "irham", "iyal", "yen", "EUR", "NIS")
    )


def _scale_of(match: re.Match[str]) -> int | None:
    word = match["scale_word"] or match["scale_letter"]
    return _SCALES[re.sub(r"[-\s]", "", word.lower())] if word else None


def _prefixed(text: str, match: re.Match[str], stop: int) -> list[Amount]:
    sign = re.sub(r"\s", "", match["sign"]).lower()
    currency, scale = _SIGNS[sign], _scale_of(match)
    if scale is None:
        tail = _RANGE.match(text, match.end(), stop)
        if tail is not None:
            scale = _scale_of(tail)
            assert scale is not None
            second = tail.start("number")
            if text[second - 1] == "$":
                second -= 1
            return [
                _amount(text, match.start(), match.end("number"), match["number"], scale, currency, "range_low"),
                _amount(text, second, tail.end(), tail["number"], scale, currency, "range_high"),
            ]
    return [_amount(text, match.start(), match.end(), match["number"], scale, currency)]


def _postfixed(text: str, match: re.Match[str]) -> Amount:
    name = match["name"].lower()
    return _amount(
        text,
        match.start(),
        match.end(),
        match["number"],
        _scale_of(match) or 1,
        _NAMES.get(name, _NAMES.get(name.rstrip("s"), "USD")),
    )


def _in_words(text: str, start: int, stop: int) -> list[Amount]:
    """Find "two billion dollars"."""
    found = []
    for words in NUMBER_WORDS.finditer(text, start, stop):
        name = _NAME_AFTER_WORDS.match(text, words.end(), stop)
        value = value_of_words(words[0]) if name else None
        if name and value is not None:
            currency = _NAMES[name["name"].lower().rstrip("s")]
            span = Span(words.start(), name.end())
            found.append(
                Amount(value if currency == "USD" else None, currency, value, text[span.start : span.end], span,
                       _qualifier(text, span.start, span.end), False)
            )  # fmt: skip
    return found


def _amount(
    text: str, start: int, end: int, number: str, scale: int | None, currency: str, qualifier: str | None = None
) -> Amount:
    value = whole_units(number, scale or 1)
    damaged = value is None or _GLUED.match(text, end) is not None
    unit_missing = scale is None and bool(value or number.strip("0.,")) and (value is None or value < 1000)
    if unit_missing and "." in number:
        value = None
    return Amount(
        usd=value if currency == "USD" else None, currency=currency, value=value, wording=text[start:end],
        span=Span(start, end), qualifier=qualifier or _qualifier(text, start, end), unit_missing=unit_missing,
        malformed=damaged,
    )  # fmt: skip


def _qualifier(text: str, start: int, end: int) -> str | None:
    before = qualifier_before(text, start)
    if before:
        return before[0]
    if _OR_MORE.match(text, end):
        return "at_least"
    return "estimated" if _ESTIMATED.search(text, max(0, start - 60), start) else None
