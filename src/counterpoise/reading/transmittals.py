"""Transmittal numbers: "RSAT 26-23", "#26-80", "0C-22", "DDTC 24-052", and the one form we keep of each."""

import re
from dataclasses import dataclass

from counterpoise.sources import Span

# 24-09: year and serial; 26-013 the same with zeros; 0C-22, 1J-19 and 26-1C: reports under 36(b)(5), in either order;
# DDTC 24-052, before about 2010 DDTC 087-09: commercial certifications, a numbering of their own.
NUMBER = r"(?:\d{2}\s?[-–‑]\s?(?:\d{1,4}|[0-9]?[A-Z]{1,2}\d?)|[0-9][A-Z]\s?[-–‑]\s?\d{2}|\d{3}\s?[-–‑]\s?\d{2})"
TRANSMITTAL = re.compile(
    rf"""
    (?<!\w) (?: (?:certification\s{{1,9}})? transmittal (?: \s{{0,9}} (?:no|number|num|nos)\s{{0,3}}[.:]{{0,2}} )?
                \s{{0,3}} [:#]? \s{{0,9}} \#? \s{{0,3}}
              | congressional \s{{1,9}} (?:certification|notification) \s{{1,9}}
              | certification \s{{1,9}} )
    (?:(?P<series> RSAT|DDTC) [\s-]{{1,3}})?
    (?P<number> {NUMBER} ) (?![\w-])
    """,
    re.VERBOSE | re.IGNORECASE,
)
BARE = re.compile(rf"(?<![\w-])(?:(?P<series>RSAT|DDTC)[\s-]{{1,3}})?(?P<number>{NUMBER})(?![\w-])")


@dataclass(frozen=True, slots=True)
class PrintedTransmittal:
    """A transmittal number in a text; `number` is the normalised form."""

    number: str
    wording: str
    span: Span


def normalise(number: str, series: str | None = None) -> str:
    """Give the one form we keep: "26-013" is "26-13", "RSAT 26-23" is "26-23", "0g-23" is "0G-23".

    RSAT names the office and is dropped. DDTC numbers are another series and keep their name: "DDTC 24-52".
    """
    first, _, second = re.sub(r"\s", "", number).upper().replace("–", "-").replace("‑", "-").partition("-")
    if second.isdigit() and first.isdigit():
        second = f"{int(second):02}"
    return ("DDTC " if (series or "").upper() == "DDTC" else "") + f"{first}-{second}"


def find_transmittals(text: str, start: int = 0, end: int | None = None) -> list[PrintedTransmittal]:
    """Find the transmittal numbers named as such in `text[start:end]`, in order."""
    stop = len(text) if end is None else end
    return [_printed(match) for match in TRANSMITTAL.finditer(text, start, stop)]


def first_bare_number(text: str, start: int, end: int) -> PrintedTransmittal | None:
    """Give the first number of that form in `text[start:end]`, for fields whose heading already says what it is."""
    match = BARE.search(text, start, end)
    return _printed(match) if match else None


def _printed(match: re.Match[str]) -> PrintedTransmittal:
    first = match.start("series") if match["series"] else match.start("number")
    span = Span(first, match.end("number"))
    return PrintedTransmittal(normalise(match["number"], match["series"]), match.string[span.start : span.end], span)
