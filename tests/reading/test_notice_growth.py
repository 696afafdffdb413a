"""Patterns are linear: text made to explode careless ones takes time in line with its length."""

import time

import pytest

from counterpoise.reading.documents import document_from_bytes
from counterpoise.reading.notices import find_form, read_notice

NOTICE = (
    "[Transmittal No. 31-01]\n(i) Prospective Purchaser: Government of Norway\n(ii) Total Estimated Value:\n"
    "Major Defense Equipment * $1 million\nOther $1 million\nTOTAL $2 million\n"
    "(iii) Description and Quantity or Quantities of Articles or Services under Consideration for Purchase:\n"
    "Major Defense Equipment (MDE):\n"
)
AMENDMENT = (
    "Transmittal No. 31-0A\n(i) Purchaser: Government of Norway\n(ii) Sec. 36(b)(1), AECA Transmittal No.: 31-01\n"
    "(iii) Description: This transmittal notifies the inclusion of "
)
RELEASE = (
    "The Defense Security Cooperation Agency notified Congress today of a possible Foreign Military Sale to Norway of "
    "things. The Government of Norway has requested a possible sale of "
)
LETTER = "Pursuant to Section 36(b)(1) we are forwarding herewith Transmittal No. 31-01, concerning "
COMMERCIAL = "Pursuant to Section 36(c) we transmit certification of a license. The transaction involves the export of "
READERS = [
    ("", "federal_register_notice"), ("", "dsca_release"), ("", "congressional_record_letter"),
    ("", "commercial_certification"), ("", "fact_sheet"), (NOTICE, "federal_register_notice"),
    (AMENDMENT, "federal_register_amendment"), (RELEASE, "dsca_release"), (LETTER, "congressional_record_letter"),
    (COMMERCIAL, "commercial_certification"),
]  # fmt: skip
UNITS = (  # each is repeated to the length wanted
    " ", "\n", " \n", "(", ")", "((", "(i)", "(i)\n", "(i) \n:", "a", "A", "A ", "Aa ", "*", "===", "\u2014", ". ",
    "....", "; ", ", ", "- ", "-\n", "x,  ", "$", "$1", "$1 million ", "1,", "1 ", "100 mm ", "one ", "one (1) ",
    "one hundred ", "and ", "or ", "and/or ", " and one (1) x", "; one (1) x", ", 1 x", "up to ", "an additional ",
    "combined total of ", "with ", "with a provided ", "[[Page 1]]\n", "[[Page ", "Transmittal ",
    "Transmittal No. 31-01 ", "Section ", "(U) ", "Government of ", "has requested ", "A has requested ",
    "notified Congress of a sale ", "Norway and ", "Norway--x\n", "Major Defense Equipment ", "MDE ", "non-MDE ",
    "Non-MDE:\n", "TOTAL ", "Other ", "Purchaser:\n", "Total Estimated Value:\n", "POLICY JUSTIFICATION\n",
    "The estimated total cost is ", "estimated cost of ", "Also included are ", "emergency ", "increase ",
    "increase in MDE of $1 million ", "total value ", "remain ", "to a revised ", "This transmittal ",
    "On March 3, 2031, Congress was notified by ", "March ", "March 3, ", "we are forwarding Transmittal No. 31-01 ",
    "forwarding Transmittal 31-01 ", "Pursuant to Section 36(c) ", "export of ", "to Norway, ", "agreement for ",
    "including: ", "following ", "26JAN", "January ", "mil-\n", "$1 mil-\n", "$1 \n", "to the Government of ", ": ",
    "Also includes: x. ", "* as defined in Section ", "On 26 May, the Department of State ", "Congress On ",
    "hundred\n", "package ", "F-16 ", "no adverse impact on U.S. defense readiness ",
)  # fmt: skip


@pytest.mark.parametrize(("opening", "form"), READERS, ids=[f"{form}-{len(opening)}" for opening, form in READERS])
def test_time_grows_in_line_with_the_length(opening: str, form: str) -> None:
    assert slow_units(opening, form, 1_000) == []


@pytest.mark.slow
@pytest.mark.parametrize(("opening", "form"), READERS[5:8], ids=[form for _, form in READERS[5:8]])
def test_time_grows_in_line_with_the_length_of_long_texts(opening: str, form: str) -> None:
    assert slow_units(opening, form, 3_000) == []


def test_finding_the_form_grows_in_line_with_the_length() -> None:
    slow = []
    for unit in UNITS:
        short, long = (_seconds_to_find(unit * (size // len(unit))) for size in (4_000, 32_000))
        if long > 24 * max(short, 0.004):
            slow.append((unit, short, long))
    assert slow == []


def slow_units(opening: str, form: str, length: int) -> list[str]:
    """Give the units of which eight times as many take more than 24 times as long; a square law gives 64."""
    slow = []
    for unit in UNITS:
        short, long = (opening + unit * (size // len(unit)) for size in (length, 8 * length))
        if _is_out_of_line(short, long, form) and all(_is_out_of_line(short, long, form) for _ in range(3)):
            slow.append(unit)  # four times out of four: not a hiccup of the machine
    return slow


def _is_out_of_line(short: str, long: str, form: str) -> bool:
    return _seconds(long, form) > 24 * max(_seconds(short, form), 0.004)


def _seconds(text: str, form: str) -> float:
    document = document_from_bytes(text.encode() + b".", "long.txt")
    began = time.process_time()
    read_notice(document, form)
    return time.process_time() - began


def _seconds_to_find(text: str) -> float:
    began = time.process_time()
    find_form(text)
    return time.process_time() - began
